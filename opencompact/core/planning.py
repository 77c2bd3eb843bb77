"""From the day a consultation is to open, or to be decided on, to the days that keep every promise.

``timetable.py`` finds the days and ``steps.py`` tells them. A plan adds what else the promises ask, and the reasons
that would have to be published where the time is too short.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec

from opencompact.core.checks.finding import Finding
from opencompact.core.checks.phrases import noun
from opencompact.core.checks.records import Record
from opencompact.core.editions import Edition
from opencompact.core.exchange.ical import Entry, to_ical
from opencompact.core.saying import says
from opencompact.core.steps import STEPPED, Course, Step, asked, no_day, no_length, steps
from opencompact.core.timetable import DAY, Dates, Timetable, subject_of
from opencompact.core.words import _, in_words, said


class Ask(msgspec.Struct, frozen=True):
    """What a promise asks of the consultation besides its days."""

    commitment: str
    says: str


class Reason(msgspec.Struct, frozen=True):
    """A promise for which the time is too short, and the field of its published reason where it allows one."""

    commitment: str
    field: str | None
    says: str


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The plan of one consultation."""

    edition: Edition
    as_of: date
    says: str  # the answer in a sentence or two
    feasible: bool  # whether all that is still to be done can be done from the day of asking on
    steps: list[Step]
    asks: list[Ask]
    reasons: list[Reason]
    earliest_decision: date | None  # by this plan; where it is not feasible, starting on the day of asking
    record: Record  # the consultation as planned, for the register


def plan_forward(edition: Edition, opens: date, as_of: date, *, written: bool = True) -> Plan:
    """From the opening day: the last day to announce it, the first day it can close, and what follows.

    An opening day in the past is taken as done, and so is its announcement.
    """
    timetable = Timetable(edition, written)
    dates = timetable.opened(opens)
    ended = timetable.closed_at_the_earliest(dates)
    never = bool(timetable.broken(ended))
    closes = None if never or ended.closes == opens else ended.closes  # else no promise settles how long it is open
    begun = opens < as_of
    late = not begun and dates.announced is not None and dates.announced < as_of
    course = Course(
        timetable=timetable,
        as_of=as_of,
        opens=opens,
        announced=dates.announced,
        closes=closes,
        decision=closes + DAY if closes else None,
        backward=False,
        begun=begun,
        never=never,
    )
    if not late and not never:
        return _plan(course, _opening(course), course.decision)
    broken = timetable.broken(msgspec.structs.replace(ended, announced=as_of) if late else ended, as_of)
    soonest = timetable.soonest(as_of)
    told = [_too_late(course)] if late else [no_day(course), _way_out(broken)]
    told.append(_started_now(soonest, as_of))
    return _plan(course, " ".join(told), _decided(soonest), _reasons(edition, broken), feasible=False)


def plan_backward(edition: Edition, decide_by: date, as_of: date, *, written: bool = True) -> Plan:
    """From the day of the decision: the last days to close, to open and to announce that keep every promise."""
    timetable = Timetable(edition, written)
    closes_by = decide_by - DAY
    found = timetable.opened_at_the_latest(closes_by)
    settled = found is not None and found.closes != found.opens  # else no promise settles how long it is open
    dates = timetable.closed_at_the_latest(found, closes_by) if found else None
    course = Course(
        timetable=timetable,
        as_of=as_of,
        opens=dates.opens if dates and settled else None,
        announced=dates.announced if dates and settled else None,
        closes=dates.closes if dates else closes_by,
        decision=decide_by,
        backward=True,
        never=dates is None,
    )
    if dates and (dates.announced or dates.opens) >= as_of:
        return _plan(course, _deciding(course), course.closes + DAY if course.closes else None)
    soonest, left = timetable.soonest(as_of), timetable.shortened(as_of, closes_by)
    told = [_too_late(course) if dates else no_day(course), _left(left, decide_by), _started_now(soonest, as_of)]
    broken = timetable.broken(left, as_of) if left else []
    return _plan(course, " ".join(told), _decided(soonest), _reasons(edition, broken), feasible=False)


def _decided(dates: Dates | None) -> date | None:
    return dates.closes + DAY if dates and dates.closes else None


def _plan(
    course: Course, says: str, decision: date | None, reasons: Iterable[Reason] = (), feasible: bool = True
) -> Plan:
    others = [promise for promise in course.timetable.promises if subject_of(promise) not in STEPPED]
    return Plan(
        edition=course.timetable.edition,
        as_of=course.as_of,
        says=says,
        feasible=feasible,
        steps=steps(course),
        asks=[Ask(promise.name, asked(promise)) for promise in others],
        reasons=list(reasons),
        earliest_decision=decision,
        record=course.record,
    )


def _opening(course: Course) -> str:
    """The answer of a plan from the opening day."""
    if not (course.opens and course.closes and course.decision):
        return _no_period(course)
    parts = {"opens": in_words(course.opens), "closes": in_words(course.closes), "from": in_words(course.decision)}
    told = _("If it opens on {opens}, keep it open until {closes} or later. You can make a decision from {from}.")
    if course.announced and not course.begun:
        ahead = _("Announce it by {announced}.").format(announced=in_words(course.announced))
        return f"{ahead} {told.format(**parts)}"
    return told.format(**parts)


def _no_period(course: Course) -> str:
    asks = _("What it does ask for is listed here.")
    return f"{no_length(course.timetable)} {asks}"


def _deciding(course: Course) -> str:
    """The answer of a plan from the day of the decision."""
    days = {"announced": course.announced, "opens": course.opens, "closes": course.closes, "decision": course.decision}
    parts = {name: in_words(day) for name, day in days.items() if day}
    if course.opens is None:
        told = _("For a decision on {decision}, close it by {closes}.").format(**parts)
        return f"{told} {_no_period(course)}"
    if course.announced is None:
        return _("For a decision on {decision}, open it by {opens} and close it by {closes}.").format(**parts)
    told = _("For a decision on {decision}, announce it by {announced}, open it by {opens} and close it by {closes}.")
    return told.format(**parts)


def _too_late(course: Course) -> str:
    """Which day has passed by which it had to begin."""
    days = {"announced": course.announced, "opens": course.opens, "decision": course.decision}
    parts = {name: in_words(day) for name, day in days.items() if day}
    if not course.backward:
        told = _("It can't be done in time: to open on {opens}, it had to be announced by {announced}.")
    elif course.opens is None:
        told = _("It can't be done in time: there is too little time before {decision}.")
    elif course.announced is None:
        told = _("It can't be done in time: for a decision on {decision}, it had to open by {opens}.")
    else:
        told = _(
            "It can't be done in time: for a decision on {decision}, it had to be announced by {announced} "
            "and open by {opens}."
        )
    return told.format(**parts)


def _way_out(broken: Sequence[Finding]) -> str:
    """What can be done where no closing day keeps every promise."""
    if all(finding.promise.check.unless for finding in broken):
        return _("Choose another opening date, or publish the reasons listed here.")
    return _("Choose another opening date.")


def _left(left: Dates | None, decide_by: date) -> str:
    """What could still be done before the decision."""
    if left is None or left.closes is None:
        return _("There is no time left for a consultation before {day}.").format(day=in_words(decide_by))
    told = _("It could still be open from {opens} to {closes}, but that would not keep the promises listed here.")
    return told.format(opens=in_words(left.opens), closes=in_words(left.closes))


def _started_now(soonest: Dates | None, as_of: date) -> str:
    """When a decision could be made at the earliest if work started on the day of asking."""
    if soonest is None or soonest.closes is None:
        return _("No opening date in the next four years keeps every promise.")
    parts = {"day": in_words(as_of), "opens": in_words(soonest.opens), "decision": in_words(soonest.closes + DAY)}
    told = _("If you start on {day}, it can open on {opens} and the earliest decision date is {decision}.")
    if soonest.announced:
        told = _("If you announce it on {day}, it can open on {opens} and the earliest decision date is {decision}.")
    return told.format(**parts)


def _reasons(edition: Edition, broken: Iterable[Finding]) -> list[Reason]:
    """What would have to be published; or that the promise allows no exception."""
    return [_reason(said(edition.name), finding) for finding in broken]


def _reason(compact: str, finding: Finding) -> Reason:
    promise = finding.promise
    unless = promise.check.unless
    if unless is None:
        told = _("The {compact} allows no exception.").format(compact=compact)
        return Reason(promise.name, None, f"{says(finding)} {told}")
    name = _(noun("consultations", unless.reason))
    told = _("The {compact} allows this with a reason: publish {reason}.").format(compact=compact, reason=name)
    if unless.cases:
        cases = "; ".join(said(case) for case in unless.cases)
        told = _("{told} It gives these examples: {cases}.").format(told=told, cases=cases)
    return Reason(promise.name, unless.reason, f"{says(finding)} {told}")


def as_json(plan: Plan) -> dict[str, Any]:
    """A plan with the keys others rely on, in their order."""
    return {
        "edition": plan.edition.id,
        "as_of": plan.as_of.isoformat(),
        "feasible": plan.feasible,
        "steps": [
            {
                "step": step.name,
                "day": step.day.isoformat() if step.day else None,
                "says": step.says,
                "commitments": list(step.commitments),
            }
            for step in plan.steps
        ],
        "asks": [msgspec.structs.asdict(ask) for ask in plan.asks],
        "reasons": [msgspec.structs.asdict(reason) for reason in plan.reasons],
        "earliest_decision": plan.earliest_decision.isoformat() if plan.earliest_decision else None,
    }


def as_ical(plan: Plan) -> bytes:
    """The steps that have a day, as a calendar file."""
    name = _("Consultation: {area}").format(area=said(plan.edition.area.name))
    return to_ical([_entry(plan, step, step.day) for step in plan.steps if step.day], name, plan.as_of)


def _entry(plan: Plan, step: Step, day: date) -> Entry:
    title = _("Consultation: {step}").format(step=step.title)
    return Entry(
        uid=f"{plan.edition.id}-{step.name}-{day}@opencompact",
        day=day,
        title=title,
        about="\n".join(filter(None, [step.says, ", ".join(step.commitments)])),
    )
