"""A plan as its page and its files tell it: worked out by the core, once for each day that is asked about."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, urlencode

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from opencompact.core.findings import Checker
from opencompact.core.holidays import Overlap
from opencompact.core.planning import Plan, plan_backward, plan_forward
from opencompact.core.steps import Step
from opencompact.core.words import in_words, language
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.findings.rules import checker

WIDTH = 78
BEFORE = ("impact", "known", "announce")  # steps that come before opening, where no day is known


class Asked(NamedTuple):
    """What a plan starts from."""

    know: str  # opens or decide
    day: date
    written: bool

    @property
    def address(self) -> str:
        """The end of the address of this plan."""
        return urlencode({"know": self.know, "day": self.day.isoformat(), "written": "yes" if self.written else "no"})


def plan_of(edition: Edition, asked: Asked, today: date) -> Plan:
    """The plan by an edition on a day."""
    return _made(checker(edition), asked, today, language())


@lru_cache(maxsize=256)
def _made(by: Checker, asked: Asked, today: date, spoken: str) -> Plan:
    make = plan_forward if asked.know == "opens" else plan_backward
    return make(by.edition, asked.day, today, written=asked.written)


class Clause(NamedTuple):
    """A promise something rests on."""

    ref: str
    href: str


class Told(NamedTuple):
    """A step, or something else that is asked, as a page shows it."""

    title: str
    when: str
    says: str
    clauses: list[Clause]


def clauses(area: Area, names: Iterable[str]) -> list[Clause]:
    """Promises by their full names: bristol-2012#3.3."""
    refs = [name.partition("#")[2] for name in names]
    return [Clause(ref, f"{area.get_absolute_url()}commitments/{quote(ref)}/") for ref in refs]


def steps(area: Area, plan: Plan) -> list[Told]:
    """The steps with their days, how each was found and what it rests on."""
    return [Told(each.title, _when(each), each.says, clauses(area, each.commitments)) for each in plan.steps]


def asks(area: Area, plan: Plan) -> list[Told]:
    """What else is promised of it."""
    return [Told("", "", each.says, clauses(area, [each.commitment])) for each in plan.asks]


def reasons(area: Area, plan: Plan) -> list[Told]:
    """What would not be kept, and what would have to be explained."""
    return [Told("", "", each.says, clauses(area, [each.commitment])) for each in plan.reasons]


def _when(step: Step) -> str:
    if step.day:
        return on(step.day)
    return _("before it opens") if step.name in BEFORE else _("not set yet")


def on(day: date) -> str:
    """Wednesday 31 March 2027."""
    return f"{WEEKDAYS[day.weekday()]} {in_words(day)}"


class Stretch(NamedTuple):
    """The time a plan takes, with the days in it on which work stands still."""

    first: date
    last: date
    closed: list[Overlap]
    holidays: list[tuple[date, str]]
    unknown_from: date | None  # from this day on the bank holidays are not known yet


def stretch(edition: Edition, plan: Plan) -> Stretch | None:
    """From the first to the last day of a plan; None where it has fewer than two."""
    days = sorted(step.day for step in plan.steps if step.day)
    if not days or days[0] == days[-1]:
        return None
    promise = checker(edition).promises[0]
    first, last, known = days[0], days[-1], promise.holidays
    holidays = [(day, known.name(day)) for day in known.between(first, last)]
    unknown_from = known.known_to + timedelta(days=1) if last > known.known_to else None
    return Stretch(first, last, promise.closed.overlaps(first, last), holidays, unknown_from)


def text_of(area: Area, edition: Edition, plan: Plan, address: str) -> str:
    """A plan as plain text, to copy into a message."""
    title = _("Consultation plan: %(title)s") % {"title": edition.title}
    lines = [title, "=" * min(len(title), WIDTH), "", *_wrapped(plan.says), ""]
    for step in steps(area, plan):
        lines += [*_wrapped(f"{step.when}: {step.title}"), *_wrapped(_with_refs(step), "  "), ""]
    lines += _listed(_("What else it must do"), asks(area, plan))
    lines += _listed(_("Promises that would not be kept"), reasons(area, plan))
    told = _("Worked out on %(day)s using the edition in force.") % {"day": in_words(plan.as_of)}
    return "\n".join([*lines, told, address, ""])


def _listed(head: str, rows: list[Told]) -> Iterator[str]:
    if rows:
        yield from (head, "-" * len(head))
        for row in rows:
            yield from _wrapped(f"- {_with_refs(row)}", "  ")
        yield ""


def _with_refs(told: Told) -> str:
    refs = ", ".join(each.ref for each in told.clauses)
    return f"{told.says} [{refs}]" if refs else told.says


def _wrapped(text: str, indent: str = "") -> list[str]:
    first = "" if text.startswith("- ") else indent
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=indent, break_long_words=False)
