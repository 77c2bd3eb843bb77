"""What can be worked out, asked or looked up in an area, as the search finds it: with the words people use for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from opencompact.core.editions import Commitment, Party
from opencompact.core.editions import Edition as Document
from opencompact.core.words import said
from opencompact.site.agreements.models import Edition
from opencompact.site.agreements.wording import is_notice, notice_promises


class Tool(NamedTuple):
    """One thing to do. Its title and its sentence are shown in the reader's language; the words are only searched."""

    title: Lazy
    about: Lazy | str
    href: str  # continues the address of its area
    words: str  # as people say it, in English and Welsh; never shown


ALWAYS = (
    Tool(
        _("Plan a consultation"),
        _("Dates that leave enough time to respond and miss the holidays."),
        "plan/",
        "consultation dates timetable how long length weeks deadline ymgynghoriad cynllunio dyddiadau",
    ),
    Tool(
        _("Check your plans against the promises"),
        _("Answer a few questions and get a statement for a report."),
        "ask/",
        "in line compact covenant committee report statement check proofing policy cytundeb",
    ),
    Tool(
        _("Read every promise"),
        _("What each side promised, clause by clause, to read, print or download."),
        "commitments/",
        "promises commitments undertakings clauses list full text agreement addewidion",
    ),
    Tool(
        _("Consultations, open and closed"),
        _("What you can respond to now, what is planned, and the feedback on what has closed."),
        "consultations/",
        "have your say open consultations respond survey feedback ymgynghoriadau dweud eich dweud",
    ),
    Tool(
        _("Who has signed"),
        _("The organisations that signed the agreement, and those that its document names."),
        "signatories/",
        "signatories signed signatory sign up join members llofnodwyr llofnodi",
    ),
    Tool(
        _("Meetings and minutes"),
        _("Agendas, minutes and decisions of the group that looks after the agreement."),
        "meetings/",
        "meeting meetings minutes agenda agendas notes papers decisions cyfarfodydd cofnodion",
    ),
    Tool(
        _("Download the data"),
        _("Everything public about this area as spreadsheets and files."),
        "data/",
        "open data download csv spreadsheet api licence lawrlwytho",
    ),
)
NOTICE = _("Work out your notice period")
COMPLAIN = _("What to do when a promise is not kept")
NOTICE_WORDS = (
    "notice period letter grant grants funding cut cuts ending ends end ended stop stopped withdrawn losing money "
    "contract closes rhybudd cyllid grant dod i ben toriad"
)
COMPLAIN_WORDS = (
    "complain complaint complaints dispute disagreement mediation mediator ombudsman concern unhappy wrong help who "
    "cwyn cwyno anghydfod"
)
# What people call the promises that a check is about, whatever words their clause uses.
OF_LENGTH = "how long consultation weeks length deadline respond hyd ymgynghoriad"
OF_PAYMENT = "late payment overdue paid on time invoice hwyr taliad"
OF_NOTICE = "notice period grant funding cut cuts ending ends end stop stopped rhybudd cyllid"


def tools_of(edition: Edition | None) -> Iterator[Tool]:
    """What there is to do in an area whose agreement is this edition."""
    if edition is None:
        return
    yield from ALWAYS
    by_public = [each for each in notice_promises(edition) if each.commitment.by != Party.VOLUNTARY]
    for promise in by_public[:1]:
        ref = promise.commitment.ref
        summary = said(promise.commitment.summary)
        address = f"commitments/{quote(ref, safe='')}/#notice"
        yield Tool(NOTICE, f"{ref}: {summary}", address, f"{NOTICE_WORDS} {promise.says} {summary}")
    settling = [each for each in edition.document.mechanisms if each.kind == "disputes"]
    for mechanism in settling[:1]:
        about = f"{said(mechanism.name)}. {said(mechanism.about)}"
        yield Tool(COMPLAIN, about, f"editions/{edition.pk}/#mechanisms", COMPLAIN_WORDS)


def words_for(commitment: Commitment, document: Document) -> str:
    """What people call a promise, by what its checks ask: "late payment" stands in few agreements."""
    found = []
    for check in commitment.checks:
        if is_notice(check) and commitment.by != Party.VOLUNTARY:
            found.append(OF_NOTICE)
        if check.register == "consultations" and check.kind == "min_period" and check.starts == "opens":
            found.append(OF_LENGTH)
        if check.register == "payments" and check.kind == "deadline":
            found.append(OF_PAYMENT)
    return " ".join(found)
