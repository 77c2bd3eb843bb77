"""A plan drawn to scale, time running downwards, so that it fits the narrowest screen. The table beside it says the
same in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

from opencompact.core.planning import Plan
from opencompact.core.words import in_words
from opencompact.site.planning.plans import Stretch

TOP = 16
LEAST, MOST = 240, 560  # how high the line is
GAP = 38  # between two labels
MONTH_GAP = 24  # between the names of two months
LETTERS = 30  # that fit beside the line
Scale = Callable[[date], float]  # how far down a day stands


class Band(NamedTuple):
    """A closed period on the line."""

    y: float
    height: float


class Mark(NamedTuple):
    """A day with its label; the label stands lower where others are in its way."""

    y: float
    label: float
    title: str
    when: str
    strong: bool  # a step, and not a closed period or today


class Drawing(NamedTuple):
    """Everything the template draws."""

    height: int
    bottom: float
    bands: list[Band]
    holidays: list[float]
    months: list[tuple[float, str]]
    marks: list[Mark]


def drawn(plan: Plan, found: Stretch, today: date) -> Drawing:
    """The line with its closed periods, bank holidays and steps."""
    days = (found.last - found.first).days
    long = min(MOST, max(LEAST, days * 2))

    def at(day: date) -> float:
        return round(TOP + long * (day - found.first).days / days, 1)

    bands = [Band(at(max(each.first, found.first)), round(max(2, long * each.days / days), 1)) for each in found.closed]
    marks = _apart(_marks(plan, found, today), at)
    lowest = max([TOP + long, *(each.label for each in marks)])
    holidays = [at(day) for day, _name in found.holidays]
    return Drawing(round(lowest) + 40, TOP + long, bands, holidays, _months(found, at), marks)


def _marks(plan: Plan, found: Stretch, today: date) -> list[tuple[date, str, str, bool]]:
    """What is labelled, in the order of the days: the steps before what else begins on the same day."""
    rows = [(step.day, step.title, in_words(step.day), True) for step in plan.steps if step.day]
    rows += [(each.first, _short(_("Closed: %(name)s") % {"name": each.name}), _days(each.first, each.last), False)
             for each in found.closed]  # fmt: skip
    if found.first < today < found.last:
        rows.append((today, _("Today"), in_words(today), False))
    return sorted(rows, key=lambda row: (row[0], not row[3]))


def _days(first: date, last: date) -> str:
    if first == last:
        return in_words(first)
    return _("%(first)s to %(last)s") % {"first": _brief(first), "last": _brief(last)}


def _brief(day: date) -> str:
    """3 Jan 2027."""
    return f"{day.day} {_month(day)} {day.year}"


def _month(day: date) -> str:
    return str(MONTHS_3[day.month]).capitalize()


def _short(text: str) -> str:
    return text if len(text) <= LETTERS else f"{text[: LETTERS - 1]}…"


def _apart(rows: list[tuple[date, str, str, bool]], at: Scale) -> list[Mark]:
    marks: list[Mark] = []
    for day, title, when, strong in rows:
        y = at(day)
        label = max(y, marks[-1].label + GAP) if marks else y
        marks.append(Mark(y, label, title, when, strong))
    return marks


def _months(found: Stretch, at: Scale) -> list[tuple[float, str]]:
    """The first days of months as far as their names have room; January says its year."""
    rows: list[tuple[float, str]] = []
    day = (found.first.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day <= found.last:
        y = at(day)
        if not rows or y - rows[-1][0] >= MONTH_GAP:
            rows.append((y, str(day.year) if day.month == 1 else _month(day)))
        day = (day + timedelta(days=32)).replace(day=1)
    return rows
