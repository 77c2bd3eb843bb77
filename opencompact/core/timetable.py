"""The days of a consultation that keep every promise, found by asking the very checks that will judge it.

A check answers whether given days keep it and, if not, by how many days they are short. The search moves a day by as
much and asks again, so that a new kind of promise about days needs nothing here, and a plan never disagrees with a
finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec

from opencompact.core.checks.finding import Finding, Promise
from opencompact.core.checks.kinds import GIVEN, applying
from opencompact.core.checks.one_record import reader
from opencompact.core.checks.ops import Status
from opencompact.core.checks.records import Record
from opencompact.core.compacts import calendar_of
from opencompact.core.editions import Check, Edition

DAY = timedelta(1)
FAR = timedelta(1500)  # closed periods come round every year: what fits nowhere in four years fits nowhere
LAST = date(2201, 12, 31)  # closed periods are laid over the calendar up to this day
ROUNDS = 100  # each round makes up for closed days that the one before ran into

DATED = ("min_period", "deadline", "on_or_before", "in_order", "avoids")
RECORDED = ("recorded", "count_at_least")
SUBJECTS = ("impact_assessed", "feedback_published", "announced", "closes", "opens")


class Dates(msgspec.Struct, frozen=True):
    """The days of a consultation, as far as they are known."""

    opens: date
    announced: date | None = None
    closes: date | None = None


class Timetable:
    """What an edition promises about one consultation, ready to try days with."""

    def __init__(self, edition: Edition, written: bool) -> None:
        self.edition, self.written = edition, written
        bank_holidays, self.closed = calendar_of(edition)
        self.promises = [
            Promise(edition.id, commitment, touching(check), bank_holidays, self.closed)
            for commitment in edition.commitments
            for check in commitment.checks
            if touches(check, written)
        ]
        self._readers = [reader(promise) for promise in self.promises if promise.check.kind in DATED]

    def about(self, subject: str) -> list[Promise]:
        """The promises that settle one day or one fact."""
        return [promise for promise in self.promises if subject_of(promise) == subject]

    def findings(self, dates: Dates, as_of: date) -> list[Finding]:
        """What the checks of days say of these days."""
        known = {"opens": dates.opens, "announced": dates.announced, "closes": dates.closes}
        record: Record = {"written": self.written, **{field: day for field, day in known.items() if day}}
        return [read(record, as_of) for read in self._readers]

    def broken(self, dates: Dates, as_of: date | None = None) -> list[Finding]:
        """The promises these days would break. A day that is not set breaks none."""
        found = self.findings(dates, as_of or dates.opens)
        return [finding for finding in found if finding.status in (Status.AT_RISK, Status.NOT_KEPT)]

    def opened(self, opens: date) -> Dates:
        """An opening day, with the last day to announce it where there is a promise about that."""
        dates = Dates(opens, opens if self.about("announced") else None)
        while limits := list(_limits(self.broken(dates))):
            dates = msgspec.structs.replace(dates, announced=min(limits))
        return dates

    def closed_at_the_earliest(self, dates: Dates, closes_by: date = LAST) -> Dates:
        """With the earliest closing day that keeps every promise.

        Where closed periods leave none up to a day, it is the earliest that keeps the others; ``broken`` tells.
        """
        long_enough = self._later(msgspec.structs.replace(dates, closes=dates.opens), "closes", but="avoids")
        return self._later(long_enough, "closes", closes_by)

    def opened_at_the_latest(self, closes_by: date) -> Dates | None:
        """The latest opening day from which every promise can be kept by closing on or before a day."""
        found = self.broken(Dates(closes_by, None, closes_by))
        first = [finding.latest_from for finding in found if finding.promise.check.starts == "opens"]
        opens = start = min([closes_by, *(day for day in first if day)])
        while start - opens <= FAR:
            dates = self.closed_at_the_earliest(self.opened(opens), closes_by)
            if dates.closes and dates.closes <= closes_by and not self.broken(dates):
                return dates
            opens -= DAY
        return None

    def closed_at_the_latest(self, dates: Dates, closes_by: date) -> Dates:
        """With the latest closing day up to a day; ``dates`` hold a closing day that keeps every promise."""
        while self.broken(later := msgspec.structs.replace(dates, closes=closes_by)):
            closes_by -= DAY
        return later

    def soonest(self, start: date) -> Dates | None:
        """Announced on a day, the days that end soonest and keep every promise.

        Opened later, it may end sooner: a closed period is then over, and nothing has to be made up for.
        """
        opens = self._opened_after(start)
        until, best = opens + FAR, None
        while opens <= until:
            dates = self.closed_at_the_earliest(self._announced(start, opens))
            if dates.closes and not self.broken(dates) and (best is None or dates.closes < until):
                best, until = dates, dates.closes
            opens += DAY
        return best

    def shortened(self, start: date, closes_by: date) -> Dates | None:
        """What is left when there is too little time: days that break as few promises without exception as can be.

        Either the announcement is early enough or the consultation opens at once. None where no day is left.
        """
        if closes_by < start:
            return None
        openings = [day for day in (self._opened_after(start), start) if day <= closes_by]
        tries = [msgspec.structs.replace(self._announced(start, day), closes=closes_by) for day in openings]
        return min(tries, key=self._harm)

    def _announced(self, announced: date, opens: date) -> Dates:
        return Dates(opens, announced if self.about("announced") else None)

    def _opened_after(self, announced: date) -> date:
        """The earliest opening day for a day of announcement."""
        return self._later(self._announced(announced, announced), "opens").opens

    def _harm(self, dates: Dates) -> tuple[int, int]:
        found = self.broken(dates)
        return sum(finding.promise.check.unless is None for finding in found), len(found)

    def _later(self, dates: Dates, field: str, until: date = date.max, but: str = "") -> Dates:
        """Move a day later until no promise is short of it any more; where none up to a day will do, it stays.

        ``but`` is a kind of check that does not count.
        """
        moved = dates
        for _round in range(ROUNDS):
            found = [finding for finding in self.broken(moved) if finding.promise.check.kind != but]
            short = max(_short(found, field), default=0)
            day = getattr(moved, field) + timedelta(short)
            if not short or day > until:
                break
            moved = msgspec.structs.replace(moved, **{field: day})
        return dates if short else moved


def touches(check: Check, written: bool) -> bool:
    """Whether a check is about a consultation such as this one."""
    if check.register != "consultations" or check.kind == "share_of":
        return False
    only = check.applies.get("written", GIVEN)
    return only == GIVEN or written in applying(only)


def touching(check: Check) -> Check:
    """The check without its conditions: whatever else it depends on is not known yet, so a plan counts on it."""
    return msgspec.structs.replace(check, applies={})


def subject_of(promise: Promise) -> str:
    """The day or the fact that a check settles: of two days the one that comes to be set last."""
    check = promise.check
    if check.kind in RECORDED:
        return str(check.field)
    named = (check.starts, check.ends, check.after, check.event, check.limit, check.first, check.then)
    return next((field for field in SUBJECTS if field in named), "")


def _short(found: Sequence[Finding], field: str) -> Iterator[int]:
    """By how many days the promises are short that a later day would mend."""
    for finding in found:
        check = finding.promise.check
        if field in (check.ends, check.then, check.limit) and finding.short_by and finding.short_by > 0:
            yield finding.short_by


def _limits(found: Sequence[Finding]) -> Iterator[date]:
    """The last days for an announcement that would mend these findings."""
    for finding in found:
        check = finding.promise.check
        limit = finding.latest_from or finding.deadline
        if limit and "announced" in (check.starts, check.first, check.event):
            yield limit
