"""Who may publish, amend, extend and withdraw a consultation, and when; how long people wait for feedback; what is
due for whom."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencompact.core.words import in_words
from opencompact.site.accounts.rules import spoken_for
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.areas.remembering import remembered
from opencompact.site.consultations.models import SOON, Consultation, Phase, phases
from opencompact.site.findings import rules as findings
from opencompact.site.findings.changing import Turned, later, statuses
from opencompact.site.findings.changing import turned as turned_by
from opencompact.site.findings.changing import why_not_turn as says_what_shows
from opencompact.site.findings.models import Finding, State
from opencompact.site.rules import Due

DAYS = ("announced", "opens", "closes")
REASONS = ("short_reason", "holiday_reason")
WAYS = ("elsewhere", "in_person", "questions_from")
NEAR = timedelta(days=28)  # a plan whose day is this near waits for those who made it
MOST = 20


def asks_here(consultation: Consultation, written: int) -> bool:
    """Whether its questions can be published with the notice: they are written, and it is answered here."""
    return bool(written) and not consultation.elsewhere


def as_published(consultation: Consultation, *, asks: bool = False) -> Consultation:
    """A plan as it would stand if it was published today: then it is announced today, where it was not before, and
    people can answer from today on, where there is something to answer."""
    made, today = copy.copy(consultation), consultation.area.today()
    if asks or made.elsewhere or made.is_in_person_only:
        made.answerable_from = today
    if "announced" not in made.unknown and (made.announced is None or made.announced > today):
        made.announced = today
    return made


def why_not_publish(person: Any, consultation: Consultation, *, asks: bool = False) -> str | None:
    """A notice says at least what it is for, from when to when it is open and how people answer; a reason where the
    compact asks one."""
    why_not = findings.why_not_change_plan(person, consultation)
    if why_not:
        return why_not
    told = as_published(consultation, asks=asks)
    why_not = what_is_missing(consultation, asks=asks) or findings.why_not_publish(person, told)
    return why_not or findings.why_not_reason(consultation, REASONS)


def what_is_missing(consultation: Consultation, *, asks: bool = False) -> str | None:
    """Without these no notice can be understood, and nobody could take part."""
    if not consultation.purpose:
        return _("Enter the purpose of the consultation before you publish it.")
    if consultation.opens is None or consultation.closes is None:
        return _("Enter an opening date and a closing date before you publish.")
    why_not = why_not_days(consultation.opens, consultation.closes)
    if why_not or asks or consultation.elsewhere or consultation.is_in_person_only:
        return why_not
    return why_not_questions_from(consultation)


def why_not_questions_from(consultation: Consultation) -> str | None:
    """A notice published ahead of its questions says when they come, while there is time to answer them."""
    on = consultation.questions_from
    if on is None:
        return _("Say how people can respond before you publish it: write the questions, or say when you will publish "
                 "them, give the address of another site, or say where and when the meetings are.")  # fmt: skip
    if on < consultation.area.today():
        return _("The questions were to be published by %(day)s. Write them, or give another date.") % {
            "day": in_words(on)
        }
    if consultation.closes and on > consultation.closes:
        return _("The questions can't be published after the closing date, %(day)s.") % {
            "day": in_words(consultation.closes)
        }
    return None


def why_not_days(opens: date | None, closes: date | None) -> str | None:
    """It opens before it closes."""
    if opens and closes and closes < opens:
        return _("The closing date can't be before the opening date, %(day)s.") % {"day": in_words(opens)}
    return None


def lacking(consultation: Consultation, *, asks: bool = False) -> list[findings.Lacking]:
    """What a plan has to explain to be published today."""
    return findings.lacking_reasons(as_published(consultation, asks=asks))


def why_not_extend(person: Any, consultation: Consultation, said: Mapping[str, Any] | None = None) -> str | None:
    """What is open or to open can be kept open longer, never shortened so, and never so that a reason is lacking."""
    why_not = findings.why_not_amend(person, consultation)
    if why_not:
        return why_not
    if consultation.closes is None or consultation.area.today() > consultation.closes:
        return _("The consultation has closed, so it can't be extended.")
    if said is None:
        return None
    if said["closes"] <= consultation.closes:
        return _("The new closing date must be after %(day)s.") % {"day": in_words(consultation.closes)}
    return _why_not_lack(consultation, amended(consultation, said))


def why_not_amend(person: Any, consultation: Consultation, said: dict[str, Any] | None = None) -> str | None:
    """A notice is amended in public: its days only until it has closed, and never so that a reason is lacking."""
    why_not = findings.why_not_amend(person, consultation)
    if why_not:
        return why_not
    changed = {name: value for name, value in (said or {}).items() if getattr(consultation, name) != value}
    after = amended(consultation, changed)
    if changed.keys() & set(WAYS):
        return _why_not_leave(consultation, after)
    if not changed.keys() & {*DAYS, *REASONS, "written"}:
        return None
    return _why_not_move(consultation, after) if changed.keys() & set(DAYS) else _why_not_lack(consultation, after)


def amended(consultation: Consultation, said: Mapping[str, Any]) -> Consultation:
    """A published notice as it would stand with other facts; a way to answer that is new is there from today on."""
    after = copy.copy(consultation)
    for name in said.keys() - {"why"}:
        setattr(after, name, said[name])
    after.unknown = [name for name in consultation.unknown if name not in said]
    if after.elsewhere or after.is_in_person_only:
        after.answerable_from = consultation.answerable_from or consultation.area.today()
    elif consultation.elsewhere or consultation.is_in_person_only:
        after.answerable_from = None
    return after


def _why_not_leave(before: Consultation, after: Consultation) -> str | None:
    """Whoever began to answer finds the way still there; a new one is there before it opens."""
    if after.answerable_from is None and before.answerable_from is not None and before.phase() != Phase.FORTHCOMING:
        return _("People can respond there already, so it stays. You can add another way to respond.")
    return why_not_questions_from(after) if after.answerable_from is None else None


def _why_not_move(before: Consultation, after: Consultation) -> str | None:
    today = before.area.today()
    if before.closes and before.closes < today:
        return _("The consultation has closed. Its dates can't be changed now.")
    if after.opens is None or after.closes is None:
        return _("A published notice must have an opening date and a closing date.")
    if after.closes != before.closes and after.closes < today:
        return _("The new closing date can't be in the past.")
    if before.closes and after.closes < before.closes and before.is_open():
        told = _("It is open, and people may count on %(day)s, so it can't close sooner. You can extend it or withdraw "
                 "it.")  # fmt: skip
        return told % {"day": in_words(before.closes)}
    return why_not_days(after.opens, after.closes) or _why_not_lack(before, after)


def _why_not_lack(before: Consultation, after: Consultation) -> str | None:
    new = lacks_after(before, after)
    return new[0].says if new else findings.why_not_reason(after, REASONS)


def lacks_after(before: Consultation, after: Consultation) -> list[findings.Lacking]:
    """What a changed notice has to explain that it did not have to before."""
    known = {each.field for each in findings.lacking_reasons(before)}
    return [each for each in findings.lacking_reasons(after) if each.field not in known]


def turned(consultation: Consultation, said: Mapping[str, Any]) -> list[Turned]:
    """The findings that a change of a notice would turn after the fact."""
    moved, changed = later(consultation, said)
    return turned_by(statuses(consultation), amended(consultation, said), moved, changed)


def why_not_turn(consultation: Consultation, said: Mapping[str, Any], shown_by: str) -> str | None:
    """What turns a finding after the fact says what shows it."""
    return says_what_shows(turned(consultation, said), shown_by)


def why_not_withdraw(person: Any, consultation: Consultation) -> str | None:
    """What was asked and answered for can't be withdrawn any more."""
    why_not = findings.why_not_withdraw(person, consultation)
    done = consultation.feedback_published and consultation.feedback_published <= consultation.area.today()
    return why_not or (_("Its feedback is published, so it stays in the register.") if done else None)


def why_not_copy(person: Any, consultation: Consultation) -> str | None:
    """Who speaks for its body makes a new plan of an old notice."""
    return findings.why_not_plan(person, consultation.body)


def why_not_tell_feedback(person: Any, consultation: Consultation, on: date | None = None) -> str | None:
    """Where it was answered elsewhere, its body says when and where feedback was published, once it has closed."""
    why_not = findings.why_not_amend(person, consultation)
    if why_not:
        return why_not
    if not consultation.elsewhere:
        return _("People respond to this consultation on this site, so its feedback is published here too.")
    today = consultation.area.today()
    if consultation.closes is None or today <= consultation.closes:
        return _("Feedback must come after the closing date.")
    if on is not None and not consultation.closes <= on <= today:
        return _("Enter a date from %(first)s to today.") % {"first": in_words(consultation.closes)}
    return None


class Silence(NamedTuple):
    """How many closed consultations of an area wait for feedback, and how many days the longest has."""

    waiting: int
    longest: int


@remembered
def silence(area: Area, today: date) -> Silence:
    """The silence meter of an area."""
    closed = Consultation.objects.filter(area=area).in_phase(Phase.AWAITING, today)
    found = closed.aggregate(waiting=Count("pk"), first=Min("closes"))
    return Silence(found["waiting"], (today - found["first"]).days if found["first"] else 0)


@lru_cache(maxsize=64)
def _feedback_checks(edition: str, digest: str) -> frozenset[tuple[str, str]]:
    """The checks of an edition that ask for feedback by a day."""
    asked = findings.checker(Edition.objects.get(pk=edition, digest=digest)).promises
    return frozenset(
        (each.commitment.ref, each.check.id)
        for each in asked
        if each.check.kind == "deadline" and each.check.event == "feedback_published"
    )


def promised(rows: Iterable[Consultation]) -> dict[int, date]:
    """By which day feedback is promised for published consultations: a day of the calendar, no judgement."""
    stored = Finding.objects.filter(
        register=Consultation.REGISTER, record__in=[each.pk for each in rows], deadline__isnull=False
    ).values_list("record", "edition", "edition__digest", "ref", "check_id", "deadline")
    found: dict[int, date] = {}
    for record, edition, digest, ref, check, deadline in stored:
        if deadline and (ref, check) in _feedback_checks(edition, digest):
            found[record] = min(deadline, found.get(record, deadline))
    return found


def says_waiting(row: Consultation, promised_by: date | None, today: date) -> str:
    """How long a closed consultation waits for feedback, and by when that is promised; nothing for any other."""
    if not row.is_public or row.closes is None or row.phase(today) != Phase.AWAITING:
        return ""
    days = (today - row.closes).days
    waits = ngettext(
        "It closed %(count)s day ago and has no feedback yet.",
        "It closed %(count)s days ago and has no feedback yet.",
        days,
    ) % {"count": days}
    if promised_by is None:
        return waits
    told = _("Feedback was promised by %(day)s.") if promised_by < today else _("Feedback is promised by %(day)s.")
    return f"{waits} {told % {'day': in_words(promised_by)}}"


def due(person: Any, area: Area, today: date) -> list[Due]:
    """Plans whose days are near; openings, closings and feedback of the bodies a person speaks for."""
    here = Consultation.objects.of(area).filter(body__in=spoken_for(person, area))
    near = here.filter(state=State.PLANNED, opens__lte=today + NEAR) | here.filter(
        state=State.PLANNED, announced__lte=today + NEAR
    )
    found = [_due_plan(each) for each in near.order_by("opens", "pk")[:MOST]]
    found += [
        Due(each.opens, _("Opens: %(title)s") % {"title": each.title}, each.get_absolute_url())
        for each in here.in_phase(Phase.FORTHCOMING, today)
        .filter(opens__gt=today, opens__lte=today + SOON)
        .order_by("opens", "pk")[:MOST]
    ]
    found += [
        Due(each.closes, _("Closes at 11:59pm: %(title)s") % {"title": each.title}, each.get_absolute_url())
        for each in here.filter(phases(today)[Phase.CLOSING_SOON]).standing().order_by("closes", "pk")[:MOST]
    ]
    waiting = list(here.in_phase(Phase.AWAITING, today).order_by("closes", "pk")[:MOST])
    days = promised(waiting) if waiting else {}
    says = _("Publish the feedback: %(title)s")
    return found + [Due(days.get(each.pk), says % {"title": each.title}, each.get_absolute_url()) for each in waiting]


def _due_plan(plan: Consultation) -> Due:
    says = _("Publish the plan or change its dates: %(title)s") % {"title": plan.title}
    return Due(min(filter(None, (plan.announced, plan.opens))), says, plan.get_absolute_url())
