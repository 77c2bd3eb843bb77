"""How a public register is described once, so that its JSON, its CSV file and its dictionary can't differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple, cast

from django.db.models import QuerySet

from opencompact.site.accounts.models import Sector
from opencompact.site.areas.models import Area

Value = str | int | bool | Decimal | date | datetime | list[Any] | dict[str, Any] | None
Row = dict[str, Value]
AT_ONCE = 1000  # rows made together

# What may stand in a column, and what programs call it
TEXT, NUMBER, WHOLE, YES_NO, DAY, MOMENT, LIST, OBJECT = (
    "text", "number", "whole number", "yes or no", "date", "time", "list", "object",
)  # fmt: skip


class Column(NamedTuple):
    """One column: its name, what kind of value stands there, and what it means."""

    name: str
    kind: str
    means: str


ID = Column("id", WHOLE, "Its number. It never changes.")
AREA = Column("area", TEXT, "The area, as in its address.")
ORGANISATION = (
    Column("organisation", WHOLE, "The number of the organisation."),
    Column("organisation_name", TEXT, "The name of the organisation."),
)


CAME = (
    Column("came_public", WHOLE, "How many people of the public sector came."),
    Column("came_voluntary", WHOLE, "How many people of the voluntary sector came."),
    Column("came_both", WHOLE, "How many people of bodies of both sectors came."),
)


class Register(NamedTuple):
    """One register of public rows."""

    name: str
    title: str
    about: str
    columns: Sequence[Column]
    rows: Callable[[Area | None], QuerySet[Any] | list[Row]]  # of an area, or of all
    row: Callable[[Any], Row]
    key: str = "pk"  # what rows are ordered by, and found after
    many: Callable[[Sequence[Any]], Sequence[Row]] | None = None  # where several rows are cheaper made together
    several: int = 0  # where one thing gives several rows: their ids are its own times this, and from there on

    def page(self, area: Area | None, after: Any, count: int) -> list[tuple[Any, Row]]:
        """So many rows after a key, each with its own key, in their order."""
        found = self.rows(area)
        if isinstance(found, list):
            later = [row for row in found if after is None or str(row["id"]) > after]
            return [(row["id"], row) for row in later[:count]]
        ordered = found.order_by(self.key)
        if self.several:
            return self._parts_after(ordered, -1 if after is None else after, count)
        if after is not None:
            ordered = ordered.filter(**{f"{self.key}__gt": after})
        some = list(ordered[:count])
        return [(getattr(each, self.key), row) for each, row in zip(some, self._made(some), strict=True)]

    def _parts_after(self, ordered: QuerySet[Any], after: int, count: int) -> list[tuple[Any, Row]]:
        """The same where one thing gives several rows. Each gives one at least, so no more things are needed."""
        some = ordered.filter(**{f"{self.key}__gte": max(after, 0) // self.several})[: count + 1]
        rows = [(cast(int, row["id"]), row) for row in self._made(list(some))]
        return [(id, row) for id, row in rows if id > after][:count]

    def one(self, key: Any) -> Row | None:
        """The row with this key."""
        found = self.rows(None)
        if isinstance(found, list):
            return next((row for row in found if row["id"] == key), None)
        if self.several:
            thing = self._made(list(found.filter(**{self.key: key // self.several})))
            return next((row for row in thing if row["id"] == key), None)
        each = found.filter(**{self.key: key}).first()
        return None if each is None else self._made([each])[0]

    def all(self, area: Area) -> list[Row]:
        """Every row of an area."""
        found = self.rows(area)
        if isinstance(found, list):
            return found
        ordered = found.order_by(self.key)
        return [row for some in _in_parts(ordered) for row in self._made(some)]

    def _made(self, some: Sequence[Any]) -> Sequence[Row]:
        return self.many(some) if self.many else [self.row(each) for each in some]


def _in_parts(rows: QuerySet[Any]) -> Iterator[Sequence[Any]]:
    """All rows, some at a time."""
    found = rows.iterator(chunk_size=AT_ONCE)
    while some := list(islice(found, AT_ONCE)):
        yield some


def came(people: Mapping[str, int | None]) -> Row:
    """What stands in the columns of who came, from how many people of each sector did."""
    return {f"came_{sector}": people.get(sector) for sector in Sector.values}


def in_area(rows: QuerySet[Any], area: Area | None, field: str = "area") -> QuerySet[Any]:
    """The rows of an area; of every area where none is given."""
    return rows.filter(**{field: area}) if area else rows
