"""Periods as a compact writes them, the days they lead to, and how each day was worked out.

Months follow the corresponding date: the same day number so many months on, or the month's last day where that day does
not exist. Weeks are days. Working days are counted from the day after, without weekends and bank holidays.
The latest day is never an end minus a period: it is the greatest day from which the period does not go past the end.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from opencompact.core.holidays import TOO_FAR, ClosedDays, Holidays, Overlap, closed_days, easter_sunday, holidays
from opencompact.core.words import _, in_words, listed, n_, number_in_words, sentence

__all__ = [
    "ClosedDays", "Holidays", "Overlap", "Period", "Unit", "add", "add_months", "closed_days", "easter_sunday",
    "explain_add", "explain_closed", "explain_latest", "holidays", "latest", "latest_months",
]  # fmt: skip


class Unit(StrEnum):
    """What a period is counted in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    WORKING_DAYS = "working days"


_HUNDRED_YEARS = {Unit.DAYS: 36_525, Unit.WEEKS: 5_217, Unit.MONTHS: 1_200, Unit.YEARS: 100, Unit.WORKING_DAYS: 26_089}
_PERIOD = re.compile(r"([0-9]+)\s+((?:working )?day|week|month|year)s?")


class Period(msgspec.Struct, frozen=True):
    """So many days, weeks, months, years or working days."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period as written, "3 months"; what is none is a ``ValueError`` whose text tells what to write."""
        found = _PERIOD.fullmatch(text.strip())
        digits, unit = (found[1].lstrip("0"), Unit(f"{found[2]}s")) if found else ("", Unit.DAYS)
        if not digits:
            raise ValueError(_('"{text}" is not a period; write for example "3 months"').format(text=text))
        if len(digits) > 5 or int(digits) > _HUNDRED_YEARS[unit]:
            raise ValueError(_('"{text}" is longer than 100 years; write for example "3 months"').format(text=text))
        return cls(int(digits), unit)

    def __str__(self) -> str:
        return f"{self.count} {self.unit.removesuffix('s') if self.count == 1 else self.unit}"

    def in_words(self) -> str:
        """Three months, but 12 weeks."""
        forms = {
            Unit.DAYS: n_("{count} day", "{count} days", self.count),
            Unit.WEEKS: n_("{count} week", "{count} weeks", self.count),
            Unit.MONTHS: n_("{count} month", "{count} months", self.count),
            Unit.YEARS: n_("{count} year", "{count} years", self.count),
            Unit.WORKING_DAYS: n_("{count} working day", "{count} working days", self.count),
        }
        return forms[self.unit].format(count=number_in_words(self.count))

    def as_notice(self) -> str:
        """Three months' notice."""
        forms = {
            Unit.DAYS: n_("{count} day's notice", "{count} days' notice", self.count),
            Unit.WEEKS: n_("{count} week's notice", "{count} weeks' notice", self.count),
            Unit.MONTHS: n_("{count} month's notice", "{count} months' notice", self.count),
            Unit.YEARS: n_("{count} year's notice", "{count} years' notice", self.count),
            Unit.WORKING_DAYS: n_("{count} working day's notice", "{count} working days' notice", self.count),
        }
        return forms[self.unit].format(count=number_in_words(self.count))


_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _length(year: int, month: int) -> int:
    """How many days a month has; January is 0."""
    if month == 1 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _LENGTHS[month]


def add_months(day: date, months: int) -> date:
    """The corresponding date; a ``ValueError`` where that is outside the years 1 to 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    number = day.day
    if number > 28:
        number = min(number, _length(year, month))
    try:
        return date(year, month + 1, number)
    except ValueError:
        raise ValueError(TOO_FAR) from None


def latest_months(end: date, months: int) -> date:
    """The greatest day from which so many months do not go past the end.

    Every day at the end of a longer month leads to the last day of a shorter one, so the last day of a month takes the
    last day of the month before it; any other day takes its own number, or the month's last day where there is none.
    """
    year, month = divmod(end.year * 12 + end.month - 1 - months, 12)
    number = end.day
    if number > 27:
        length = _length(year, month)
        if number > length or number == _length(end.year, end.month - 1):
            number = length
    try:
        return date(year, month + 1, number)
    except ValueError:
        raise ValueError(TOO_FAR) from None


def add(day: date, period: Period, holidays: Holidays | None = None) -> date:
    """The day to which a period leads; working days need the bank holidays of a nation.

    A day outside the years 1 to 9999 is a ``ValueError``; records hold days from 1900 to 2200 and never reach it.
    """
    return _step(day, period, holidays, 1)


def latest(end: date, period: Period, holidays: Holidays | None = None) -> date:
    """The greatest day from which a period does not go past the end: ``add(day, period) <= end``."""
    return _step(end, period, holidays, -1)


def _step(day: date, period: Period, holidays: Holidays | None, direction: int) -> date:
    if period.unit in (Unit.MONTHS, Unit.YEARS):
        months = period.count * (12 if period.unit is Unit.YEARS else 1)
        return add_months(day, months) if direction > 0 else latest_months(day, months)
    try:
        if period.unit is Unit.WORKING_DAYS:
            known = _needed(holidays)
            return known.add(day, period.count) if direction > 0 else known.latest(day, period.count)
        return day + timedelta(direction * period.count * (7 if period.unit is Unit.WEEKS else 1))
    except (ValueError, OverflowError):
        raise ValueError(TOO_FAR) from None


def _needed(holidays: Holidays | None) -> Holidays:
    if holidays is None:
        raise AssertionError("working days were counted without bank holidays")
    return holidays


def explain_add(day: date, period: Period, holidays: Holidays | None = None) -> str:
    """To which day a period leads, and why."""
    told = _leads(day, period, holidays)
    return " ".join([f"{sentence(told)}.", *_skipped(day, period, holidays)])


def explain_latest(end: date, period: Period, holidays: Holidays | None = None) -> str:
    """The last day to give notice for an end, and why not a day later."""
    last = latest(end, period, holidays)
    told = _("the last date to give {notice} for {end} is {last}: {leads}; a day later, it would be {later}.").format(
        notice=period.as_notice(),
        end=in_words(end),
        last=in_words(last),
        leads=_leads(last, period, holidays, _("that date")),
        later=in_words(add(last + timedelta(1), period, holidays)),
    )
    return " ".join([sentence(told), *_skipped(last, period, holidays)])


def _leads(day: date, period: Period, holidays: Holidays | None, called: str = "") -> str:
    """Where a period leads as a clause, with what would surprise: a short month, the days in so many weeks."""
    reached = add(day, period, holidays)
    parts = {"period": period.in_words(), "day": called or in_words(day), "reached": in_words(reached)}
    if period.unit in (Unit.MONTHS, Unit.YEARS) and reached.day != day.day:
        ordinal = {29: _("29th"), 30: _("30th"), 31: _("31st")}[day.day]
        told = _("{period} from {day} is {reached}, because that month has no {ordinal} and so its last day counts")
        return told.format(ordinal=ordinal, **parts)
    if period.unit is Unit.WEEKS:
        told = _("{period} ({days}) from {day} is {reached}")
        return told.format(days=Period(7 * period.count, Unit.DAYS).in_words(), **parts)
    return _("{period} from {day} is {reached}").format(**parts)


def _skipped(day: date, period: Period, holidays: Holidays | None) -> list[str]:
    """How working days were counted, in sentences; nothing for other periods."""
    if period.unit is not Unit.WORKING_DAYS:
        return []
    known, reached = _needed(holidays), add(day, period, holidays)
    skipped = [
        _("{day} ({name})").format(day=in_words(each), name=known.name(each))
        for each in known.between(day + timedelta(1), reached)
    ]
    told = [_("Counting starts the day after and leaves out weekends.")]
    if skipped:
        message = n_(
            "Counting starts the day after and leaves out weekends and a bank holiday: {days}.",
            "Counting starts the day after and leaves out weekends and bank holidays: {days}.",
            len(skipped),
        )
        told = [message.format(days=listed(skipped))]
    if reached > known.known_to:
        message = _("Bank holidays from {year} on are provisional: worked out by their usual rules.")
        told.append(message.format(year=known.known_to.year + 1))
    if day + timedelta(1) < known.known_from:
        message = _("We have no bank holidays before {year}, so only weekends are left out for those years.")
        told.append(message.format(year=known.known_from.year))
    return told


def explain_closed(
    opens: date, closes: date, closed: ClosedDays, length: Period | None = None, holidays: Holidays | None = None
) -> str:
    """Which closed periods a span runs over, by how many days, and what would make up for it."""
    count = closed.count(opens, closes)
    until = closed.made_up_by(opens, add(opens, length, holidays) - opens) if count and length else None
    span = {"opens": in_words(opens), "closes": in_words(closes)}
    if not count:
        told = [_("No closed period falls between {opens} and {closes}.").format(**span)]
    else:
        message = n_(
            "From {opens} to {closes}, {days} falls in a closed period: {names}.",
            "From {opens} to {closes}, {days} fall in closed periods: {names}.",
            count,
        )
        names = listed(_piece(overlap) for overlap in closed.overlaps(opens, closes))
        told = [message.format(days=Period(count, Unit.DAYS).in_words(), names=names, **span)]
        told += [_made_up(closes, until, length)] if length else []
    if closed.known_to and closed.known_to < max(closes, until or closes):
        message = _("The list of closed periods ends on {day}, so later ones are not counted.")
        told.append(message.format(day=in_words(closed.known_to)))
    return " ".join(told)


def _piece(overlap: Overlap) -> str:
    days = Period(overlap.days, Unit.DAYS).in_words()
    if overlap.days == 1:
        return _("{name} ({days}, {first})").format(name=overlap.name, days=days, first=in_words(overlap.first))
    message = _("{name} ({days}, {first} to {last})")
    return message.format(name=overlap.name, days=days, first=in_words(overlap.first), last=in_words(overlap.last))


def _made_up(closes: date, until: date | None, length: Period) -> str:
    if until is None:
        return _("No later date would make up for it.")
    if until <= closes:
        return _("The remaining days still come to {length}.").format(length=length.in_words())
    return _("To allow {length} as well as every closed day in between, it has to run to {day}.").format(
        length=length.in_words(), day=in_words(until)
    )
