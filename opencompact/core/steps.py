"""The steps of a planned consultation: what is to be done, on, by or from which day, and how the day was found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

import msgspec

from opencompact.core.calendar import Period, add, add_months, explain_add, explain_closed
from opencompact.core.checks.finding import Finding, Promise
from opencompact.core.checks.one_record import reader
from opencompact.core.checks.records import Record
from opencompact.core.describing import describe
from opencompact.core.saying import says
from opencompact.core.timetable import DAY, Dates, Timetable, subject_of, touches
from opencompact.core.words import _, in_words, said, sentence

STEPPED = ("impact_assessed", "prior_knowledge", "announced", "closes", "feedback_published")


class Step(msgspec.Struct, frozen=True):
    """One thing to do: by, on or from a day, or on a day that no promise settles."""

    name: str  # impact, known, announce, opens, closes, decision, feedback
    title: str
    day: date | None
    says: str
    commitments: tuple[str, ...] = ()


class Course(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The days of a consultation, and from which end they were worked out. A day that no promise settles is None."""

    timetable: Timetable
    as_of: date
    opens: date | None
    announced: date | None
    closes: date | None
    decision: date | None
    backward: bool  # worked out from the day of the decision; else from the opening day
    begun: bool = False  # the opening day has passed, so it is taken as done
    never: bool = False  # closed periods leave no day that keeps every promise

    @cached_property
    def feedback(self) -> date | None:
        """The last day to publish feedback."""
        return self._limit("feedback_published", {"closes": self.closes})

    @cached_property
    def impact(self) -> date | None:
        """The last day to assess the impact."""
        return self._limit("impact_assessed", {**self.days, "feedback_published": self.feedback})

    @property
    def days(self) -> Record:
        return {"announced": self.announced, "opens": self.opens, "closes": self.closes}

    @property
    def record(self) -> Record:
        """The consultation as planned, for the register."""
        return {"written": self.timetable.written, **self.days, "impact_assessed": None, "feedback_published": None}

    def _limit(self, subject: str, known: Record) -> date | None:
        found = [reader(promise)({subject: None, **known}, date.min) for promise in self.timetable.about(subject)]
        return min((finding.deadline for finding in found if finding.deadline), default=None)


def steps(course: Course) -> list[Step]:
    """The steps in the order of their days."""
    made = [_impact(course), _known(course), _announce(course), _opens(course), _closes(course)]
    made += [_decision(course), _feedback(course)]
    return sorted((_passed(course, step) for step in made if step), key=_place)


def _place(step: Step) -> date:
    undated = date.max if step.name in ("closes", "decision", "feedback") else date.min
    return step.day or undated


def _passed(course: Course, step: Step) -> Step:
    if step.day is None or step.day >= course.as_of:
        return step
    told = _("{says} This date has passed.")
    if course.begun and step.name in ("announce", "opens"):
        told = _("{says} This date has passed, so the plan treats it as done.")
    return msgspec.structs.replace(step, says=told.format(says=step.says))


def asked(promise: Promise) -> str:
    """What a promise asks, as a sentence with all its conditions."""
    checks = promise.commitment.checks
    check = next(each for each in checks if each.id == promise.check.id)
    return _("{asks}.").format(asks=sentence(describe(check, checks)))


def _names(promises: Iterable[Promise]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(promise.name for promise in promises))


def _told(parts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(part for part in parts if part))


def _impact(course: Course) -> Step | None:
    promises = course.timetable.about("impact_assessed")
    if not promises:
        return None
    parts = [asked(promise) for promise in promises]
    if course.impact:
        parts.append(_("The last date for this is {day}.").format(day=in_words(course.impact)))
    if course.impact and course.opens and course.impact < course.opens:
        return Step("impact", _("Last date to assess the impact"), course.impact, _told(parts), _names(promises))
    return Step("impact", _("Assess the impact"), None, _told(parts), _names(promises))


def _known(course: Course) -> Step | None:
    promises = course.timetable.about("prior_knowledge")
    if not promises:
        return None
    return Step("known", _("Gather what is already known"), None, _told(map(asked, promises)), _names(promises))


def _announce(course: Course) -> Step | None:
    promises = course.timetable.about("announced")
    if not promises:
        return None
    title = _("Last date to announce it") if course.announced else _("Announce it")
    return Step("announce", title, course.announced, _told(_ahead(course, each) for each in promises), _names(promises))


def _ahead(course: Course, promise: Promise) -> str:
    """How the last day to announce was worked out."""
    check = promise.check
    if course.announced is None or check.kind != "min_period" or check.both_days_count:
        return asked(promise)
    reached = explain_add(course.announced, Period.parse(str(check.at_least)), promise.holidays)
    return _told([reached, _("Announce it a day later and it could not open on that date.")])


def _opens(course: Course) -> Step:
    if not course.backward:
        return Step("opens", _("Opening date"), course.opens, _("The plan starts from this date."))
    promises = course.timetable.about("closes")
    if course.opens is None:
        return Step("opens", _("Open it"), None, _no_length(course), _names(promises))
    late = _("Open it a day later and it could not close in time.")
    return Step("opens", _("Latest opening date"), course.opens, _told([*_lengths(course), late]), _names(promises))


def _closes(course: Course) -> Step:
    promises = course.timetable.about("closes")
    if course.closes is None:
        return Step("closes", _("Close it"), None, _no_length(course), _names(promises))
    if not course.backward:
        return Step("closes", _("Earliest closing date"), course.closes, _told(_lengths(course)), _names(promises))
    told = _("Responses are accepted until the end of this day, and the decision comes after it.")
    title, day_before = _("Latest closing date"), course.decision and course.decision - DAY
    if course.opens and day_before and course.closes < day_before:
        told = _told([explain_closed(course.opens, day_before, course.timetable.closed), told])
        return Step("closes", title, course.closes, told, _names(promises))
    return Step("closes", title, course.closes, told)


def _decision(course: Course) -> Step:
    if course.backward:
        return Step(
            "decision", _("Make the decision"), course.decision, _("The plan was made for a decision on this date.")
        )
    if course.closes is None:
        return Step(
            "decision",
            _("Make the decision"),
            None,
            _("After the closing date, once the responses have been considered."),
        )
    told = _("Responses are accepted until the end of {closes} and have to be considered first.")
    title = _("Earliest decision date")
    return Step("decision", title, course.decision, told.format(closes=in_words(course.closes)))


def _feedback(course: Course) -> Step | None:
    promises = course.timetable.about("feedback_published")
    if not promises:
        return None
    title = _("Last date to publish feedback") if course.feedback else _("Publish feedback")
    told = _told(_afterwards(course, promise) for promise in promises)
    return Step("feedback", title, course.feedback, told, _names(promises))


def _afterwards(course: Course, promise: Promise) -> str:
    """How the last day for feedback was worked out."""
    check = promise.check
    if course.closes and check.within and check.after == "closes":
        return explain_add(course.closes, check.within, promise.holidays)
    return asked(promise)


def _no_length(course: Course) -> str:
    """That no promise settles how long it is open, or none can be kept, and what is promised instead."""
    closed, about = course.timetable.closed, course.timetable.about("closes")
    parts = [no_day(course) if course.never else no_length(course.timetable), *map(asked, about)]
    if any(promise.check.kind == "avoids" for promise in about):
        if course.opens:
            parts.append(explain_closed(course.opens, add_months(course.opens, 12), closed))
        elif course.closes:
            parts.append(explain_closed(add_months(course.closes, -12), course.closes, closed))
    return _told(parts)


def no_day(course: Course) -> str:
    """That closed periods leave no room."""
    if course.backward and course.closes:
        told = _("No opening date in the four years before {closes} keeps every promise.")
        return told.format(closes=in_words(course.closes))
    return _("No closing date keeps every promise with this opening date.")


def no_length(timetable: Timetable) -> str:
    """That the edition settles no length for such a consultation."""
    told = _("The {compact} sets no minimum length for a consultation.")
    checks = [check for commitment in timetable.edition.commitments for check in commitment.checks]
    if any(check.kind == "min_period" and touches(check, True) and not touches(check, False) for check in checks):
        told = _("The {compact} sets no minimum length for a consultation that is not in writing.")
    return told.format(compact=said(timetable.edition.name))


def _lengths(course: Course) -> list[str]:
    """How the time from opening to closing was worked out, promise by promise."""
    if course.opens is None:
        return []
    dates = Dates(course.opens, course.announced, course.closes)
    found = [each for each in course.timetable.findings(dates, course.as_of) if subject_of(each.promise) == "closes"]
    ends = [finding.earliest_to for finding in found if finding.earliest_to]
    return [_length(finding, course.opens, max(ends, default=None)) for finding in found]


def _length(finding: Finding, opens: date, soonest: date | None) -> str:
    check, holidays = finding.promise.check, finding.promise.holidays
    if check.kind == "min_period" and check.starts == "opens" and not check.both_days_count:
        return explain_add(opens, Period.parse(str(check.at_least)), holidays)
    if check.kind == "avoids" and check.starts == "opens":
        until = soonest or (add(opens, check.length, holidays) if check.length else opens)
        return explain_closed(opens, until, finding.promise.closed, check.length, holidays)
    return says(finding)
