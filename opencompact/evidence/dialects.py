"""The few places where engines write SQL differently. A kind of check never sees them.

Calendar months are worked out from year, month and day as whole numbers, because engines do not agree on intervals.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from opencompact.core.checks.records import Type


class DuckDb:
    """SQL as DuckDB reads it."""

    types: ClassVar = {
        Type.DAY: "DATE", Type.MONEY: "DECIMAL(18,4)", Type.NUMBER: "DECIMAL(18,4)", Type.FLAG: "BOOLEAN",
        Type.LIST: "VARCHAR[]", Type.TEXT: "VARCHAR", Type.REASON: "VARCHAR", Type.CHOICE: "VARCHAR",
    }  # fmt: skip

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

    def shift(self, day: str, days: str) -> str:
        """A day so many days later."""
        return f"({day} + CAST({days} AS INTEGER))"

    def days(self, first: str, last: str) -> str:
        """Days from one day to another."""
        return f"CAST({last} - {first} AS INTEGER)"

    def quotient(self, number: str, by: int) -> str:
        """Whole-number division of a number that is not negative."""
        return f"({number} // {by})"

    def make_day(self, year: str, month: str, day: str) -> str:
        """A day from whole numbers."""
        return f"make_date({year}, {month}, {day})"

    def size(self, value: str) -> str:
        """How many things a list holds."""
        return f"coalesce(len({value}), 0)"

    def names_where(self, names: Iterable[tuple[str, str]]) -> str:
        """A list of those names whose condition holds."""
        parts = [f"CASE WHEN {condition} THEN [{self.literal(name)}] ELSE [] END" for name, condition in names]
        return "list_concat(" + ", ".join(parts) + ")" if len(parts) > 1 else parts[0]

    def no_names(self) -> str:
        """An empty list of names."""
        return "CAST([] AS VARCHAR[])"
