"""The home of an area with an agreement and no records: what is promised, what we know and don't know, how to start."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from opencompact.core.editions import Check, Commitment, Party
from opencompact.core.words import said, sentence
from opencompact.site.accounts.models import Role, RoleKind
from opencompact.site.agreements.forms import NoticeForm
from opencompact.site.agreements.models import Edition
from opencompact.site.agreements.wording import address, body_role, in_brief, notice_promises, party_name, row
from opencompact.site.areas.models import Area
from opencompact.site.consultations.models import Consultation
from opencompact.site.group.models import Group
from opencompact.site.meetings.models import Meeting
from opencompact.site.signatories.models import Signatory, State

FIRST = 3  # promises on the first screen
BODIES = 12  # names in a row of the list of what we know


class Answer(NamedTuple):
    """One thing a reader asks, and what we know of it."""

    asks: str
    says: str


def has_records(area: Area) -> bool:
    """Whether anything was ever recorded of how the agreement of an area is kept, or by whom."""
    return (
        Consultation.objects.of(area).public().exists()
        or Signatory.objects.filter(area=area).exclude(state=State.NAMED).exists()
        or Meeting.objects.of(area).exists()
    )


def invitation(area: Area, edition: Edition) -> dict[str, Any]:
    """What the page shows."""
    brief, document, today = in_brief(edition), edition.document, area.today()
    firsts = [row(edition, each, today) for each in _firsts(edition)]
    notice = next((each for each in notice_promises(edition) if each.commitment.by != Party.VOLUNTARY), None)
    officer = Role.objects.filter(area=area, kind=RoleKind.OFFICER).held_on(today).exists()
    return {
        "edition": edition,
        "says": _says(edition),
        "firsts": firsts,
        "brief": brief,
        "sides": [
            (said(party_name(document, party)), Counter(each.by for each in document.commitments)[party])
            for party in Party
        ],
        "notice": notice,
        "notice_href": f"{address(area.slug, notice.commitment.ref)}#notice" if notice else "",
        "form": NoticeForm({}, notice.check) if notice else None,
        "answers": list(_answers(area, edition, officer)),
        "officer": officer,
        "parts": [part for part in brief.parts if part.total],
        "consults": any(check.register == "consultations" for each in document.commitments for check in each.checks),
        "write_to": area.contact_email or settings.ADMINISTRATOR or settings.DEFAULT_FROM_EMAIL,
    }


def _says(edition: Edition) -> str:
    facts = {"area": edition.area.name, "year": edition.start.year if edition.start else ""}
    if edition.start:
        return _("What public bodies and voluntary organisations in %(area)s promised each other in %(year)s.") % facts
    told = _(
        "What public bodies and voluntary organisations in %(area)s promised each other. The document has no date."
    )
    return told % facts


def _firsts(edition: Edition) -> list[Commitment]:
    """The promises people come for: notice, time to respond, and what is paid."""
    commitments = edition.document.commitments
    found = [each.commitment for each in notice_promises(edition) if each.commitment.by != Party.VOLUNTARY][:1]
    for fits in (_is_length, _is_money):
        found += [each for each in commitments if each not in found and any(map(fits, each.checks))][:1]
    found += [each for each in commitments if each not in found and each.by == Party.PUBLIC][:FIRST]
    return found[:FIRST]


def _is_length(check: Check) -> bool:
    return (check.register, check.kind, check.starts) == ("consultations", "min_period", "opens")


def _is_money(check: Check) -> bool:
    return check.register in ("payments", "awards")


def _answers(area: Area, edition: Edition, officer: bool) -> Iterator[Answer]:
    """What we know, and what we don't."""
    year = edition.start.year if edition.start else ""
    if not edition.is_only_held:
        still = _("Yes. It was confirmed on this site.")
    elif year:
        still = _("We don't know. The latest edition we hold is of %(year)s, and nobody has told us.") % {"year": year}
    else:
        still = _("We don't know. The latest edition we hold is undated, and nobody has told us.")
    yield Answer(_("Does it still apply?"), still)
    yield Answer(_("Who adopted or signed it?"), _adopted(edition))
    group = Group.objects.filter(area=area).first()
    if group and group.named_in_id and not group.formed:
        named = edition.document.group
        names = {"group": group.name, "other": said(named.name) if named else group.name}
        if names["other"] == names["group"]:
            looks = _("The document names %(group)s. We don't know whether it still meets.") % names
        else:
            looks = _("The document names %(other)s and %(group)s. We don't know whether they still meet.") % names
    elif group:
        looks = group.name
    else:
        looks = _("The document doesn't say, and nobody has told us.")
    yield Answer(_("Who looks after it?"), looks)
    if not officer:
        ours = _("We did, from the published document. No body in %(area)s has asked for this page or checked it.")
        yield Answer(_("Who put it here?"), ours % {"area": area.name})
    if edition.document.source:
        yield Answer(_("What is it made from?"), said(edition.document.source))


def _adopted(edition: Edition) -> str:
    """The bodies the document names as having adopted or signed it."""
    bodies = [each for each in edition.document.bodies if each.role in ("signatory", "adopter")]
    if not bodies:
        return _("The document names nobody who adopted or signed it.")
    told = [f"{said(each.name)} ({body_role(each.role).casefold()})" for each in bodies[:BODIES]]
    return sentence(", ".join(told)) + "."
