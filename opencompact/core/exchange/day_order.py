"""Whether the dates of a table have the day first or the month: a file from elsewhere looks the same until the 13th.

One cell can't tell, a column can. Where other dates of the table prove that the month stands first, or where the dates
contradict each other one way and not the other, no date that could be either is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from opencompact.core.checks.records import ORDERS, Order, Record
from opencompact.core.exchange.cells import Cell, shown
from opencompact.core.exchange.gathering import Gathered
from opencompact.core.problems import Problem
from opencompact.core.words import _

_SLASHED = re.compile(r"\s*([0-9]{1,2})[/.-]([0-9]{1,2})[/.-][0-9]{4}\s*")
_FEW = 3  # dates of which none tells: fewer are no sign of anything


class Either(msgspec.Struct, frozen=True):
    """A date that can be read both ways."""

    at: int  # which record
    place: str
    written: str


class DayOrder:
    """What the written dates of one table tell about their order."""

    def __init__(self) -> None:
        self._day_first: set[str] = set()  # fields of which a date proves it
        self._month_first = False
        self._either: dict[str, list[Either]] = {}

    def see(self, field: str, cell: Cell, at: int | None, place: str) -> None:
        """A cell of a date; ``at``: which record it is of, if it became one."""
        found = _SLASHED.fullmatch(cell) if isinstance(cell, str) and field not in self._day_first else None
        if not found:
            return
        first, second = int(found[1]), int(found[2])
        if first > 12:
            self._day_first.add(field)
            self._either.pop(field, None)
        elif 12 < second < 32:
            self._month_first = True
        elif first != second and at is not None:
            self._either.setdefault(field, []).append(Either(at, place, str(cell)))

    def settle(self, register: str, place: str, into: Gathered) -> None:
        """Refuse the dates that must not be read; tell where day first was no more than the custom."""
        if not self._either:
            return
        if self._month_first or self._contradicts(into.registers[register], ORDERS.get(register, ())):
            into.doubt(register, self._doubts())
        elif not self._day_first and sum(map(len, self._either.values())) >= _FEW:
            line = _("{place}: no date shows whether the day or the month comes first; all were read day first")
            into.skipped.append(line.format(place=place))

    def _doubts(self) -> dict[int, list[Problem]]:
        doubts: dict[int, list[Problem]] = {}
        for each in (one for all_ in self._either.values() for one in all_):
            says = _("{shown} may have the month first, as other dates here do").format(shown=shown(each.written))
            mend = _("write the day first, or 2027-03-31")
            doubts.setdefault(each.at, []).append(Problem(each.place, says, mend))
        return doubts

    def _contradicts(self, records: Sequence[Record], orders: Sequence[Order]) -> bool:
        """Whether dates contradict each other as they were read, and none does with the month first."""
        if self._day_first:
            return False
        fields: dict[int, set[str]] = {}
        for field, all_ in self._either.items():
            for each in all_:
                fields.setdefault(each.at, set()).add(field)
        as_read = any(_wrong(records[at], orders, set()) for at in fields)
        return as_read and not any(_wrong(records[at], orders, changed) for at, changed in fields.items())


def _wrong(record: Record, orders: Sequence[Order], changed: set[str]) -> bool:
    days = {name: _exchanged(value) if name in changed else value for name, value in _days(record).items()}
    return any(each.first in days and each.then in days and days[each.then] < days[each.first] for each in orders)


def _days(record: Record) -> Mapping[str, date]:
    return {name: value for name, value in record.items() if isinstance(value, date)}


def _exchanged(day: date) -> date:
    return day.replace(month=day.day, day=day.month)
