"""The calendar of an area as a table, one row a day: closed days counted up, and where working days lead.

An engine joins it where a date cannot be worked out from its own year, month and day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from opencompact.core.holidays import ClosedDays, Holidays


class Days:
    """The columns asked for so far, and their values."""

    def __init__(self, holidays: Holidays, closed: ClosedDays) -> None:
        self.holidays = holidays
        self.closed = closed
        self.later: set[int] = set()
        self.before: set[int] = set()

    def working(self, count: int) -> str:
        """The column that holds the day so many working days later."""
        self.later.add(count)
        return f"working_{count}"

    def working_latest(self, count: int) -> str:
        """The column that holds the latest day from which so many working days still fit."""
        self.before.add(count)
        return f"working_latest_{count}"

    def columns(self) -> list[str]:
        """The names of the columns, in the order of ``rows``."""
        later = [f"working_{count}" for count in sorted(self.later)]
        before = [f"working_latest_{count}" for count in sorted(self.before)]
        return ["day", "closed_before", "closed_upto", *later, *before]

    def rows(self, first: date, last: date) -> Iterator[tuple[date | int, ...]]:
        """A row for every day from the first to the last."""
        closed = 0
        for number in range((last - first).days + 1):
            day = first + timedelta(number)
            until = closed + self.closed.count(day, day)
            later = [self.holidays.add(day, count) for count in sorted(self.later)]
            before = [self.holidays.latest(day, count) for count in sorted(self.before)]
            yield (day, closed, until, *later, *before)
            closed = until
