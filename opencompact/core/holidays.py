"""Days on which work stands still: the bank holidays of a nation and the closed periods of a compact.

Both are kept as sorted day numbers, so that counting days and finding the n-th day need no walk through the calendar.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Protocol

import msgspec
import yaml

from opencompact.core.words import _, listed, said

Words = str | dict[str, str]
Range = tuple[int, int]  # first and last day as ordinals
TOO_FAR = "the date is outside the years 1 to 9999; write a date from 1900 to 2200"


def weekdays(ordinal: int) -> int:
    """How many days from Monday to Friday there are up to and including this one; day 1 was a Monday."""
    return 5 * (ordinal // 7) + min(ordinal % 7, 5)


class Holidays:
    """The bank holidays of one nation, and the working days between them."""

    def __init__(self, days: Mapping[date, Words], known_from: date, known_to: date) -> None:
        self.days = dict(sorted(days.items()))
        self.known_from = known_from
        self.known_to = known_to
        self._off = [day.toordinal() for day in self.days if day.weekday() < 5]
        self._reached = [weekdays(ordinal) - number for number, ordinal in enumerate(self._off)]

    def is_working(self, day: date) -> bool:
        """Neither a weekend nor a bank holiday."""
        return day.weekday() < 5 and day not in self.days

    def covers(self, day: date) -> bool:
        """Whether the bank holidays of this year are known. Later ones are worked out by their rules."""
        return self.known_from <= day <= self.known_to

    def name(self, day: date) -> str:
        """What the bank holiday is called in the language spoken now; empty where the day is none."""
        return said(self.days.get(day, ""))

    def between(self, first: date, last: date) -> list[date]:
        """The bank holidays from Monday to Friday in these days, both counted."""
        found = self._off[bisect_left(self._off, first.toordinal()) : bisect_right(self._off, last.toordinal())]
        return [date.fromordinal(ordinal) for ordinal in found]

    def is_provisional(self, day: date) -> bool:
        """Whether the bank holidays of this year are worked out by their rules and not proclaimed yet."""
        return day > self.known_to

    def with_extra(self, days: Mapping[date, Words]) -> Holidays:
        """These and an area's own days. They do not make more years known."""
        return Holidays(self.days | dict(days), self.known_from, self.known_to)

    def add(self, day: date, count: int) -> date:
        """So many working days on, counted from the day after."""
        return date.fromordinal(self._nth(self._worked(day) + count))

    def latest(self, end: date, count: int) -> date:
        """The greatest day from which so many working days do not go past the end; it may be a weekend."""
        return date.fromordinal(self._nth(self._worked(end) - count + 1) - 1)

    def _worked(self, day: date) -> int:
        """How many working days there are up to and including this day."""
        ordinal = day.toordinal()
        return weekdays(ordinal) - bisect_right(self._off, ordinal)

    def _nth(self, number: int) -> int:
        """The n-th working day of the calendar."""
        weeks, day = divmod(number + bisect_right(self._reached, number) - 1, 5)
        return 7 * weeks + day + 1


class _Years(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    first: int = msgspec.field(name="from")
    last: int = msgspec.field(name="to")


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of ``documents/calendars``: the days, and their names in Welsh where there are any."""

    division: str
    source: str
    known: _Years
    days: dict[date, str]
    rules: dict[str, str]  # the name of a bank holiday -> when it falls in the years not known yet
    welsh: dict[str, str] = {}


_DIVISIONS = {
    "england": "england-and-wales",
    "wales": "england-and-wales",
    "england-and-wales": "england-and-wales",
    "scotland": "scotland",
    "northern-ireland": "northern-ireland",
}


def holidays(nation: str) -> Holidays:
    """The bank holidays of England, Wales, Scotland or Northern Ireland, as they come with the program."""
    if nation not in _DIVISIONS:
        raise ValueError(f'there are no bank holidays for "{nation}"; write one of {", ".join(_DIVISIONS)}')
    return _read(_DIVISIONS[nation])


@cache
def _table(division: str) -> _Table:
    path = files("opencompact").joinpath("documents", "calendars", f"{division}.yaml")
    return msgspec.convert(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader), _Table)


def rules_of(nation: str) -> dict[str, str]:
    """When the bank holidays of a nation fall in the years that are not known yet."""
    return _table(_DIVISIONS[nation]).rules


@cache
def _read(division: str) -> Holidays:
    table = _table(division)
    years = range(table.known.last + 1, _YEARS.stop)
    named = table.days | {day: name for year in years for day, name in by_rule(table.rules, year).items()}
    days: dict[date, Words] = {
        day: {"en": name, "cy": table.welsh[name]} if table.welsh else name for day, name in named.items()
    }
    return Holidays(days, date(table.known.first, 1, 1), date(table.known.last, 12, 31))


_EASTER = re.compile(r"easter ([+-][0-9])")
_MONDAY = re.compile(r"(first|last) monday of ([0-9]{2})")


def by_rule(rules: Mapping[str, str], year: int) -> dict[date, str]:
    """The bank holidays of a year by their rules; one that falls on a weekend moves to the next day that is free."""
    found: dict[date, str] = {}
    weekend: list[tuple[date, str]] = []
    for name, rule in rules.items():
        day = _day_by_rule(rule, year)
        if day.weekday() < 5:
            found[day] = name
        else:
            weekend.append((day, name))
    for day, name in sorted(weekend):
        later = (day + timedelta(days) for days in range(1, 9))
        free = next(other for other in later if other.weekday() < 5 and other not in found)
        found[free] = f"{name}, substitute day"
    return dict(sorted(found.items()))


def _day_by_rule(rule: str, year: int) -> date:
    """Two days before Easter Sunday, the first or last Monday of a month, or a month and day."""
    if found := _EASTER.fullmatch(rule):
        return easter_sunday(year) + timedelta(int(found[1]))
    if found := _MONDAY.fullmatch(rule):
        month = int(found[2])
        if found[1] == "first":
            return date(year, month, 1 + (7 - date(year, month, 1).weekday()) % 7)
        last = date(year, month + 1, 1) - timedelta(1)
        return last - timedelta(last.weekday())
    fixed = date.fromisoformat(f"2000-{rule}")
    return fixed.replace(year=year)


class Overlap(msgspec.Struct, frozen=True):
    """Closed days within a span: of one closed period, or of several that share days."""

    name: str
    first: date
    last: date
    days: int


class ClosedDays:
    """Closed periods laid over the calendar. A day counts once, however many of them it falls in."""

    def __init__(self, ranges: Iterable[tuple[Words, date, date]], known_to: date | None = None) -> None:
        self.known_to = known_to  # the last day the list speaks of; None where it never runs out
        self._named = sorted(((start.toordinal(), end.toordinal(), name) for name, start, end in ranges), key=_span)
        self._begins = [start for start, _, _ in self._named]
        self._longest = max((end - start for start, end, _ in self._named), default=0)
        merged = _merged((start, end) for start, end, _ in self._named)
        self._firsts = [first for first, _ in merged]
        self._lasts = [last for _, last in merged]
        self._before = list(accumulate((last - first + 1 for first, last in merged), initial=0))
        self._reached = [first - before for (first, _), before in zip(merged, self._before, strict=False)]

    @property
    def longest(self) -> int:
        """How many days the longest of them has."""
        return self._longest + 1 if self._named else 0

    def count(self, start: date, end: date) -> int:
        """How many days of the span are closed, its first and last day counted; none where it ends before it starts."""
        return max(0, self._through(end.toordinal()) - self._through(start.toordinal() - 1))

    def _through(self, ordinal: int) -> int:
        """How many days up to and including this one are closed."""
        place = bisect_right(self._firsts, ordinal) - 1
        if place < 0:
            return 0
        return self._before[place] + min(ordinal, self._lasts[place]) - self._firsts[place] + 1

    def ranges(self, first: date, last: date) -> list[tuple[date, date]]:
        """The closed days of a span as pairs of first and last day, in order and apart from each other."""
        if last < first:
            return []
        start, end = first.toordinal(), last.toordinal()
        places = range(bisect_left(self._lasts, start), bisect_right(self._firsts, end))
        return [
            (date.fromordinal(max(start, self._firsts[place])), date.fromordinal(min(end, self._lasts[place])))
            for place in places
        ]

    def overlaps(self, start: date, end: date) -> list[Overlap]:
        """The closed periods that touch a span and how many of its days; those that share days are named together."""
        if end < start:
            return []
        first, last = start.toordinal(), end.toordinal()
        near = self._named[bisect_left(self._begins, first - self._longest) : bisect_right(self._begins, last)]
        groups: list[tuple[int, int, list[str]]] = []
        for begins, ends, words in near:
            if ends < first:
                continue
            piece, until, names = max(first, begins), min(last, ends), [said(words)]
            if groups and piece <= groups[-1][1]:
                piece, shared_until, shared = groups.pop()
                until, names = max(until, shared_until), list(dict.fromkeys(shared + names))
            groups.append((piece, until, names))
        return [_overlap(*group) for group in groups]

    def made_up_for(self, opens: date, closes: date, length: timedelta) -> bool:
        """Whether the days from opening to closing still reach the length without the closed ones."""
        return closes - opens - timedelta(self.count(opens, closes)) >= length

    def made_up_by(self, opens: date, length: timedelta) -> date | None:
        """The earliest closing day that makes up for every closed day; None where no day to the year 2201 does."""
        wanted = opens.toordinal() - self._through(opens.toordinal() - 1) + length.days
        closes = wanted + self._before[bisect_right(self._reached, wanted)]
        return date.fromordinal(closes) if closes <= _HORIZON else None


def _span(named: tuple[int, int, Words]) -> Range:
    return named[:2]


def _overlap(first: int, last: int, names: list[str]) -> Overlap:
    return Overlap(listed(names), date.fromordinal(first), date.fromordinal(last), last - first + 1)


def _merged(ranges: Iterable[Range]) -> list[Range]:
    """Sorted ranges, with those that overlap or touch made one."""
    merged: list[Range] = []
    for first, last in ranges:
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


class ClosedPeriod(Protocol):
    """What an edition says of a closed period: dated, every year, or around Easter."""

    @property
    def name(self) -> Words: ...
    @property
    def start(self) -> date | None: ...
    @property
    def end(self) -> date | None: ...
    @property
    def every_year(self) -> str: ...
    @property
    def around_easter(self) -> str: ...


_YEARS = range(1899, 2202)  # records hold days from 1900 to 2200, and a period may cross the turn of the year
_HORIZON = date(2201, 12, 31).toordinal()
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_EVERY_YEAR = re.compile(r"([0-9]{2})-([0-9]{2}) to ([0-9]{2})-([0-9]{2})")
_AROUND = re.compile(r"([+-]?[0-9]{1,2}) to ([+-]?[0-9]{1,2})")


def closed_days(periods: Iterable[ClosedPeriod]) -> ClosedDays:
    """The closed periods of an edition; what cannot be one is a ``ValueError`` whose text tells what to write."""
    ranges: list[tuple[Words, date, date]] = []
    dated: list[date] = []
    standing = False
    for period in periods:
        spans = _spans(period)
        ranges += [(period.name, start, end) for start, end in spans]
        if period.end:
            dated.append(period.end)
        else:
            standing = True
    return ClosedDays(ranges, None if standing else max(dated, default=None))


def _spans(period: ClosedPeriod) -> list[tuple[date, date]]:
    given = [bool(period.start or period.end), bool(period.every_year), bool(period.around_easter)]
    if sum(given) != 1:
        raise ValueError(_("give a closed period in one way only: from and to, every_year, or around_easter"))
    if period.every_year:
        return _yearly(period.every_year)
    if period.around_easter:
        return _around_easter(period.around_easter)
    if period.start is None or period.end is None:
        raise ValueError(_("a closed period has a first and a last day; write both from and to"))
    if period.end < period.start:
        says = _("the closed period ends before it begins; give its first day as from and its last day as to")
        raise ValueError(says)
    return [(period.start, period.end)]


def _yearly(text: str) -> list[tuple[date, date]]:
    """A span of every year; 29 February is the day it is named for, or in other years no day at all."""
    found = _EVERY_YEAR.fullmatch(text)
    first, last = ((int(found[1]), int(found[2])), (int(found[3]), int(found[4]))) if found else ((0, 0), (0, 0))
    if not all(1 <= month <= 12 and 1 <= day <= _LENGTHS[month - 1] for month, day in (first, last)):
        says = _('"{text}" is not a time of the year; write month-day to month-day, for example "12-20 to 01-03"')
        raise ValueError(says.format(text=text))
    over_new_year = int(last < first)
    spans = [(_on(year, first), _on(year + over_new_year, last, last=True)) for year in _YEARS]
    return [(start, end) for start, end in spans if start <= end]


def _on(year: int, month_day: tuple[int, int], *, last: bool = False) -> date:
    """That day of a year; where there is no 29 February, a span starts on 1 March and ends on 28 February."""
    if month_day == (2, 29):
        return date(year, 3, 1) - timedelta(1) if last else date(year, 2, 28) + timedelta(1)
    return date(year, *month_day)


def _around_easter(text: str) -> list[tuple[date, date]]:
    found = _AROUND.fullmatch(text)
    if not found or int(found[1]) > int(found[2]):
        says = _(
            '"{text}" is not a time around Easter; write days before and after Easter Sunday, for example "-7 to 7"'
        )
        raise ValueError(says.format(text=text))
    before, after = timedelta(int(found[1])), timedelta(int(found[2]))
    return [(easter_sunday(year) + before, easter_sunday(year) + after) for year in _YEARS]


@cache
def easter_sunday(year: int) -> date:
    """The Sunday after the first full moon of spring, by the church's moon of the Gregorian calendar."""
    century, golden = year // 100, year % 19
    moon = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    if moon == 29 or (moon == 28 and golden > 10):
        moon -= 1  # the church's full moon is never after 18 April, and falls on no day twice within 19 years
    full_moon = date(year, 3, 21) + timedelta(moon)
    return full_moon + timedelta(6 - full_moon.weekday() or 7)
