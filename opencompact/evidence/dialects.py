"""The few places where engines write SQL differently. A kind of check never sees them.

Calendar months are worked out from year, month and day as whole numbers, because engines do not agree on intervals.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from opencompact.core.checks.records import Type


class Dialect(ABC):
    """SQL as most engines read it. An engine that differs brings a class of its own."""

    types: ClassVar[dict[Type, str]]

    def name(self, written: str) -> str:
        """A column's name, quoted."""
        return '"' + written.replace('"', '""') + '"'

    def literal(self, value: str | bool | int | date) -> str:
        """A constant."""
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, date):
            return f"DATE '{value.isoformat()}'"
        return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"

    def cast(self, value: str, kind: Type) -> str:
        """A value of this type; ``NULL`` too must be of one."""
        return f"CAST({value} AS {self.types[kind]})"

    def year(self, day: str) -> str:
        """The year of a day."""
        return f"year({day})"

    def month(self, day: str) -> str:
        """The month of a day, from 1 to 12."""
        return f"month({day})"

    def day_of_month(self, day: str) -> str:
        """The number of a day in its month."""
        return f"day({day})"

    def make_day(self, year: str, month: str, day: str) -> str:
        """A day from whole numbers."""
        return f"make_date({year}, {month}, {day})"

    def last_day(self, day: str) -> str:
        """The last day of a day's month."""
        return f"last_day({day})"

    def earlier(self, day: str, other: str) -> str:
        """The earlier of two days."""
        return f"least({day}, {other})"

    @abstractmethod
    def shift(self, day: str, days: str) -> str:
        """A day so many days later."""

    @abstractmethod
    def days(self, first: str, last: str) -> str:
        """Days from one day to another."""

    @abstractmethod
    def quotient(self, number: str, by: int) -> str:
        """Whole-number division of a number that is not negative."""

    @abstractmethod
    def size(self, value: str) -> str:
        """How many things a list holds; none where there is no list."""

    @abstractmethod
    def names_where(self, names: Iterable[tuple[str, str]]) -> str:
        """A list of those names whose condition holds."""

    @abstractmethod
    def no_names(self) -> str:
        """An empty list of names."""


class DuckDb(Dialect):
    """SQL as DuckDB reads it."""

    types: ClassVar = {
        Type.DAY: "DATE", Type.MONEY: "DECIMAL(18,4)", Type.NUMBER: "DECIMAL(18,4)", Type.FLAG: "BOOLEAN",
        Type.LIST: "VARCHAR[]", Type.TEXT: "VARCHAR", Type.REASON: "VARCHAR", Type.CHOICE: "VARCHAR",
    }  # fmt: skip

    def shift(self, day: str, days: str) -> str:
        return f"({day} + CAST({days} AS INTEGER))"

    def days(self, first: str, last: str) -> str:
        return f"CAST({last} - {first} AS INTEGER)"

    def quotient(self, number: str, by: int) -> str:
        return f"({number} // {by})"

    def size(self, value: str) -> str:
        return f"coalesce(len({value}), 0)"

    def names_where(self, names: Iterable[tuple[str, str]]) -> str:
        parts = [f"CASE WHEN {condition} THEN [{self.literal(name)}] ELSE [] END" for name, condition in names]
        return "list_concat(" + ", ".join(parts) + ")" if len(parts) > 1 else parts[0]

    def no_names(self) -> str:
        return self.cast("[]", Type.LIST)
