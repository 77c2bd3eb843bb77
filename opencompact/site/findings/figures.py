"""How often promises were kept: over stored verdicts, with what every number is made of.

A verdict is one promise on one record, however many checks the promise has. What is held back from the public counts
in no figure, for nobody; nor does a promise that does not touch a record, or a record dated in the future. There is no
total over bodies and no order from best to worst.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from opencompact.core.checks.population import FEWEST
from opencompact.core.editions import Commitment, Party
from opencompact.core.saying import says
from opencompact.site.accounts.models import Sector
from opencompact.site.agreements.models import Edition
from opencompact.site.agreements.wording import address
from opencompact.site.areas.models import Area
from opencompact.site.areas.remembering import remembered
from opencompact.site.findings.models import (
    COLOURS,
    Finding,
    Findings,
    Judgement,
    Registered,
    State,
    Status,
    registers,
)
from opencompact.site.findings.rules import MOST, checker

COLUMNS = (Status.KEPT, Status.KEPT_WITH_REASON, Status.NOT_KEPT, Status.CANNOT_TELL)
FILLS = {
    Status.KEPT: "#0f7a52", Status.KEPT_WITH_REASON: "#158187", Status.NOT_KEPT: "#a85b1e",
    Status.CANNOT_TELL: "#6f777b",
}  # fmt: skip
HEADS = [(each.label, FILLS[each]) for each in COLUMNS]  # of the columns of a table
WIDTH = 600  # of a bar, in its own units
NO_YEAR = "none"


class Piece(NamedTuple):
    """One piece of a bar."""

    fill: str
    x: int
    width: int


class Counts(NamedTuple):
    """How many verdicts there are of each kind."""

    kept: int = 0
    kept_with_reason: int = 0
    not_kept: int = 0
    cannot_tell: int = 0
    to_come: int = 0  # due or at risk

    @property
    def told(self) -> int:
        """Those that can be told: what a share is a share of. Kept with a reason stays below the line."""
        return self.kept + self.kept_with_reason + self.not_kept

    @property
    def total(self) -> int:
        return sum(self)

    @property
    def cells(self) -> list[tuple[Status, int]]:
        """The numbers in the order of a table, without what is still to come."""
        return list(zip(COLUMNS, self[:4], strict=True))

    @property
    def share(self) -> str:
        """14 of 17 (82%); without a share where chance would decide."""
        parts = {"kept": self.kept, "told": self.told}
        if self.told < FEWEST:
            return _("%(kept)s of %(told)s; too few for a percentage") % parts
        return _("%(kept)s of %(told)s (%(percent)s%%)") % {**parts, "percent": _percent(self.kept, self.told)}

    @property
    def bar(self) -> list[Piece]:
        """What a bar of the four kinds is made of."""
        shown = sum(self[:4])
        pieces, before = [], 0
        for status, count in self.cells if shown else ():
            x, end = WIDTH * before // shown, WIDTH * (before + count) // shown
            before += count
            if end > x:
                pieces.append(Piece(FILLS[status], x, end - x))
        return pieces


def _percent(part: int, whole: int) -> int:
    """A whole percentage that says 100 only where all are, and 0 only where none is."""
    return 0 if not part else 100 if part == whole else min(99, max(1, round(100 * part / whole)))


def counts(statuses: Mapping[str, int]) -> Counts:
    """Counts of stored statuses."""
    to_come = statuses.get(Status.DUE, 0) + statuses.get(Status.AT_RISK, 0)
    return Counts._make([*(statuses.get(each, 0) for each in COLUMNS), to_come])


def together(rows: Iterable[dict[str, Any]], *by: str) -> dict[tuple[Any, ...], Counts]:
    """Counts by these columns, from rows of a tally."""
    found: dict[tuple[Any, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        found[tuple(row[name] for name in by)][row["status"]] += row["count"]
    return {key: counts(each) for key, each in found.items()}


# One promise


class Line(NamedTuple):
    """One line of a table: what it is about, its numbers, and where the records behind each are."""

    name: str
    counts: Counts
    href: str = ""

    @property
    def cells(self) -> list[tuple[str, int, str]]:
        href = self.href and f"{self.href}status="
        return [(str(each.label), count, href and f"{href}{each}") for each, count in self.counts.cells]


class Kept(NamedTuple):
    """How often one promise was kept."""

    whole: Line
    years: list[Line]
    bodies: list[Line]
    too_few: int  # bodies with too few records to be shown
    fewest: int
    shares: list[tuple[str, str, str]]  # label, colour and sentence of what is promised of a whole register


def kept(edition: Edition, commitment: Commitment) -> Kept | None:
    """How often one promise was kept, by year and by body; None where nothing is held against it yet."""
    area = edition.area
    found = public(area).of_promise(edition, commitment.ref)
    tally = found.annotate(year=ExtractYear("counted_on")).tally("year", "body", "body__name")
    shares = shares_of(edition, commitment)
    if not tally and not shares:
        return None
    records = found.values("body").annotate(records=Count("record", distinct=True)).order_by("body")
    enough = {row["body"] for row in records if row["records"] >= area.small_number} if tally else set()
    bodies = together(tally, "body", "body__name")
    ref, today = commitment.ref, area.today()
    href = f"{address(area.slug, ref)}records/?" + ("" if edition.is_in_force(today) else f"edition={edition.pk}&")
    return Kept(
        Line("", together(tally).get((), Counts()), href),
        [_year(year, each, href) for (year,), each in _in_order(together(tally, "year"))],
        [
            Line(name, each, f"{href}body={pk}&")
            for (pk, name), each in sorted(bodies.items(), key=lambda one: str(one[0][1]).casefold())
            if pk in enough
        ],
        len(bodies) - len(enough),
        area.small_number,
        shares,
    )


def _year(year: int | None, each: Counts, href: str) -> Line:
    return Line(str(year) if year else _("No date"), each, f"{href}year={year or NO_YEAR}&")


def _in_order(years: dict[tuple[Any, ...], Counts]) -> list[tuple[tuple[Any, ...], Counts]]:
    """By year, the newest first; what has no day last."""
    return sorted(years.items(), key=lambda each: -(each[0][0] or 0))


def public(area: Area) -> Findings:
    """The verdicts of an area that everybody may see and that say something of what has happened."""
    today = area.today()
    found = Finding.objects.filter(area=area).public_on(today).verdicts().that_count()
    return found.exclude(counted_on__gt=today)


def shares_of(edition: Edition, commitment: Commitment) -> list[tuple[str, str, str]]:
    """What is promised of a whole register, such as "95 in 100 are paid on time", worked out over its records."""
    names = {check.register for check in commitment.checks if check.kind == "share_of"} & set(registers())
    if not names:
        return []
    records = {name: [row.facts() for row in _countable(edition, name, commitment.ref)] for name in names}
    found = checker(edition).of_registers(records, edition.area.today())
    mine = [each for each in found if each.promise.commitment.ref == commitment.ref]
    return [(str(Status(each.status).label), COLOURS[Status(each.status)], says(each)) for each in mine]


def _countable(edition: Edition, name: str, ref: str) -> Iterable[Registered]:
    """The published records of a register, without those about which something is held back here."""
    found = Finding.objects.of_promise(edition, ref).filter(register=name)
    held = found.held_back_on(edition.area.today())
    rows = registers()[name]._default_manager.filter(area=edition.area_id, edition=edition, state=State.PUBLISHED)
    return rows.exclude(pk__in=held.values("record")).select_related("body")


# Both sides of an area


def sides(area: Area, first: date | None = None, last: date | None = None) -> list[Line]:
    """Both sides, and what they promised together; of records counted between two days where they are given."""
    if first and last:
        found = together(_within(public(area), first, last).tally("party"), "party")
    else:
        found = _both(area, area.today())
    return [Line(str(Sector(each).label), found.get((each,), Counts())) for each in Party]


@remembered
def _both(area: Area, _today: date) -> dict[tuple[Any, ...], Counts]:
    """Both sides over all the years."""
    return together(public(area).tally("party"), "party")


def by_promise(area: Area, edition: Edition, first: date, last: date) -> dict[str, Counts]:
    """The promises of an edition that were held against a record in a period, by reference."""
    rows = _within(public(area).filter(edition=edition), first, last).tally("ref")
    return {ref: each for (ref,), each in together(rows, "ref").items()}


def _within(found: Findings, first: date, last: date) -> Findings:
    return found.filter(counted_on__range=(first, last))


class Base(NamedTuple):
    """What the figures of both sides are made of: records, each counted once, and the time they are from."""

    first: date | None  # the earliest record; None where no record has a date
    last: date | None
    records: int
    kept_all: int  # every promise that touches it was kept, with or without a reason
    missed: int  # at least one was not kept
    cannot_tell: int  # none was missed, and of at least one we can't tell
    still_open: int
    ours: int  # verdicts that rest on our reading of the agreement
    verdicts: int


def base(area: Area, first: date | None = None, last: date | None = None) -> Base:
    """The records behind the figures of both sides; those counted between two days where they are given."""
    return _base(_within(public(area), first, last)) if first and last else _base_of_all(area, area.today())


@remembered
def _base_of_all(area: Area, _today: date) -> Base:
    return _base(public(area))


def _base(found: Findings) -> Base:
    """Counted over records: what one of them missed is not made up for by what it kept."""
    statuses: dict[tuple[str, int], set[str]] = defaultdict(set)
    days: set[date] = set()
    ours, verdicts = 0, 0
    for register, record, status, counted_on, is_ours in found.values_list(
        "register", "record", "status", "counted_on", "ours"
    ):
        statuses[register, record].add(status)
        days |= {counted_on} if counted_on else set()
        ours, verdicts = ours + is_ours, verdicts + 1
    outcomes = Counter(_outcome(each) for each in statuses.values())
    return Base(
        min(days, default=None), max(days, default=None), len(statuses), outcomes["kept_all"], outcomes["missed"],
        outcomes["cannot_tell"], outcomes["still_open"], ours, verdicts,
    )  # fmt: skip


def _outcome(statuses: set[str]) -> str:
    if Status.NOT_KEPT in statuses:
        return "missed"
    if statuses <= {Status.KEPT, Status.KEPT_WITH_REASON}:
        return "kept_all"
    return "cannot_tell" if Status.CANNOT_TELL in statuses else "still_open"


# What people judge


def judged(edition: Edition, ref: str) -> list[tuple[str, list[Judgement]]]:
    """What each side says of a promise, apart from each other, the latest first."""
    found = list(Judgement.objects.of_promise(edition, ref)[:MOST])
    sides_of = [(str(side.label), [each for each in found if each.side == side]) for side in Sector]
    return [each for each in sides_of if each[1] or each[0] != str(Sector.BOTH.label)]
