"""Read a register as columns: turn a kind's decision table into one SQL query, with the same answers cell for cell.

SQL's missing value does what ``Ops`` asks for: whatever is made of it is missing, and comparing it is never true.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import date
from decimal import Decimal

from opencompact.core.calendar import Period, Unit
from opencompact.core.checks.finding import Promise
from opencompact.core.checks.one_record import table_of
from opencompact.core.checks.ops import DATES, Ops, Row
from opencompact.core.checks.records import REGISTERS, Type
from opencompact.evidence.days import Days
from opencompact.evidence.dialects import Dialect

TRUE, FALSE = "TRUE", "FALSE"
ROW = "the_row"  # which row of the decision table decided


class SqlOps(Ops[str]):
    """``Ops`` that writes SQL."""

    always = TRUE

    def __init__(self, promise: Promise, columns: Set[str], flagged: bool, days: Days, dialect: Dialect) -> None:
        self.fields = REGISTERS[promise.check.register]
        self.columns = columns
        self.flagged = flagged  # each column has another beside it that says whether the record had the key
        self.calendar = days
        self.dialect = dialect
        self.as_of = "t.as_of"
        self.worked_out: dict[str, str] = {}  # what is worked out -> the name it is given
        self.steps: dict[str, int] = {}  # that name -> the step in which it is worked out
        self.looked_up: dict[str, str] = {}  # a day -> the name of the row of the calendar that is joined for it

    def value(self, field: str) -> str:
        found = self.fields[field]
        column = f"t.{self.dialect.name(field)}" if field in self.columns else self.dialect.cast("NULL", found.type)
        if found.default is None:
            return column
        default = found.default == "yes" if found.default in ("yes", "no") else found.default
        constant = self.dialect.literal(default)
        return f"coalesce({column}, {constant})" if field in self.columns else constant

    def unknown(self, field: str) -> str:
        if self.fields[field].default is not None:
            return FALSE
        if field not in self.columns:
            return TRUE
        return f"NOT t.{self.dialect.name('has ' + field)}" if self.flagged else FALSE

    def empty(self, value: str) -> str:
        return f"{value} IS NULL"

    def blank(self, field: str) -> str:
        if self.fields[field].default is not None or field not in self.columns:
            return FALSE
        empty = f"t.{self.dialect.name(field)} IS NULL"
        return f"t.{self.dialect.name('has ' + field)} AND {empty}" if self.flagged else empty

    def where(self, condition: str, value: str) -> str:
        return self._let(f"CASE WHEN {condition} THEN {value} END", value)

    def given(self, value: str) -> str:
        return f"{value} IS NOT NULL"

    def is_one_of(self, value: str, choices: Sequence[str | bool | int]) -> str:
        return f"{value} IN ({', '.join(self.dialect.literal(choice) for choice in choices)})"

    def is_none_of(self, value: str, choices: Sequence[str | bool | int]) -> str:
        return f"{value} NOT IN ({', '.join(self.dialect.literal(choice) for choice in choices)})"

    def size(self, value: str) -> str:
        return self.dialect.size(value)

    def whole(self, number: int) -> str:
        return str(number)

    def day(self, day: date) -> str:
        return self.dialect.literal(day)

    def _let(self, text: str, *parts: str) -> str:
        """Work something out once, in a step after those that its parts need."""
        step = max([self.steps.get(part, 0) for part in parts], default=0) + 1
        name = self.worked_out.setdefault(text, f"x{len(self.worked_out)}")
        self.steps[name] = step
        return name

    def plus(self, day: str, period: Period) -> str:
        if period.unit is Unit.WORKING_DAYS:
            return self._calendar(day, self.calendar.working(period.count))
        if months := _months(period):
            first = self._month(day, months)
            return self._let(self._same_number(first, day), first, day)
        return self.shift(day, str(_days(period)))

    def latest(self, end: str, period: Period) -> str:
        if period.unit is Unit.WORKING_DAYS:
            return self._calendar(end, self.calendar.working_latest(period.count))
        if months := _months(period):
            first = self._month(end, -months)
            at_end, last = f"{end} = {self.dialect.last_day(end)}", self.dialect.last_day(first)
            text = f"CASE WHEN {at_end} THEN {last} ELSE {self._same_number(first, end)} END"
            return self._let(text, first, end)
        return self.shift(end, str(-_days(period)))

    def _month(self, day: str, months: int) -> str:
        """The first day of the month so many months later."""
        year, month = self.dialect.year(day), self.dialect.month(day)
        count = self._let(f"{year} * 12 + {month} - 1 + {months}", day)
        first = self.dialect.make_day(self.dialect.quotient(count, 12), f"{count} % 12 + 1", "1")
        return self._let(first, count)

    def _same_number(self, first: str, day: str) -> str:
        """The day with the same number in the month of a first day, or that month's last day where there is none."""
        same = self.dialect.shift(first, f"{self.dialect.day_of_month(day)} - 1")
        return self.dialect.earlier(same, self.dialect.last_day(first))

    def _calendar(self, day: str, column: str) -> str:
        """A column of the calendar's row for a day, joined in the step after the one that knows the day."""
        joined = self.looked_up.setdefault(day, f"d{len(self.looked_up)}")
        return self._let(f"{joined}.{column}", day)

    def source(self) -> str:
        """The records with everything worked out, step by step."""
        source = "records AS t"
        for step in range(1, max(self.steps.values(), default=0) + 1):
            made = [f"{text} AS {name}" for text, name in self.worked_out.items() if self.steps[name] == step]
            joins = [
                f" LEFT JOIN days AS {name} ON {name}.day = {day}"
                for day, name in self.looked_up.items()
                if self.steps.get(day, 0) + 1 == step
            ]
            source = f"(SELECT t.*, {', '.join(made)} FROM {source}{''.join(joins)}) AS t"
        return source

    def shift(self, day: str, days: str) -> str:
        return day if days == "0" else self._let(self.dialect.shift(day, days), day, days)

    def days(self, first: str, last: str) -> str:
        return self._let(self.dialect.days(first, last), first, last)

    def closed_days(self, first: str, last: str) -> str:
        before, upto = self._calendar(first, "closed_before"), self._calendar(last, "closed_upto")
        return self._let(f"CASE WHEN {first} > {last} THEN 0 ELSE {upto} - {before} END", before, upto)

    def minus(self, number: str) -> str:
        return number if number == "0" else self._let(f"-({number})", number)

    def share(self, number: str, share: Decimal) -> str:
        return self._let(f"{number} * {share:f}", number)

    def at_most(self, first: str, second: str) -> str:
        return f"{first} <= {second}"

    def below(self, first: str, second: str) -> str:
        return f"{first} < {second}"

    def all(self, *conditions: str) -> str:
        if FALSE in conditions:
            return FALSE
        return " AND ".join(f"({each})" for each in conditions if each != TRUE) or TRUE

    def any(self, *conditions: str) -> str:
        if TRUE in conditions:
            return TRUE
        return " OR ".join(f"({each})" for each in conditions if each != FALSE) or FALSE


def _months(period: Period) -> int:
    return {Unit.MONTHS: 1, Unit.YEARS: 12}.get(period.unit, 0) * period.count


def _days(period: Period) -> int:
    return {Unit.DAYS: 1, Unit.WEEKS: 7}[period.unit] * period.count


def reachable(rows: Sequence[Row[str]]) -> list[Row[str]]:
    """The rows that can decide anything: none that never holds, none after one that always does."""
    kept: list[Row[str]] = []
    for row in rows:
        if row.when != FALSE:
            kept.append(row)
        if row.when == TRUE:
            break
    return kept


class Query:
    """One check as SQL over the view ``records`` (as ``t``), with the day asked about in its column ``as_of``."""

    def __init__(self, promise: Promise, ops: SqlOps, rows: Sequence[Row[str]] | None = None) -> None:
        self.promise = promise
        self.ops = ops
        self.rows = reachable(table_of(ops, promise) if rows is None else rows)

    def decided(self) -> str:
        """Which row of the table decides."""
        whens = " ".join(f"WHEN {row.when} THEN {place}" for place, row in enumerate(self.rows))
        return f"CASE {whens} END"

    def findings(self) -> str:
        """The findings of this check, one row a record."""
        check, literal = self.promise.check, self.ops.dialect.literal
        head = [
            f"{literal(check.register)} AS register",
            "t.record AS record",
            f"{literal(self.promise.name)} AS commitment",
            f'{literal(check.id)} AS "check"',
            f"{self._choice({place: literal(str(row.status)) for place, row in enumerate(self.rows)})} AS status",
        ]
        lacks = {
            place: self.ops.dialect.names_where(row.lacks.items()) for place, row in enumerate(self.rows) if row.lacks
        }
        missing = self._choice(lacks, otherwise=self.ops.dialect.no_names())
        outer = ", ".join([*head, *map(self._date, DATES), f"{missing} AS missing"])
        return f"SELECT {outer} FROM (SELECT t.*, {self.decided()} AS {ROW} FROM {self.ops.source()}) AS t"

    def counts(self, window: Query) -> str:
        """How many records of each status this check has, by where the window puts them."""
        inner = f"SELECT {self.decided()} AS decided, {window.decided()} AS belongs FROM {self.ops.source()}"
        return f"SELECT decided, belongs, count(*) FROM ({inner}) GROUP BY decided, belongs"

    def _date(self, name: str) -> str:
        by_place = {place: row.dates[name] for place, row in enumerate(self.rows) if name in row.dates}
        if name == "short_by":
            return f"CAST({self._choice(by_place)} AS INTEGER) AS short_by_days"
        return f"{self.ops.dialect.cast(self._choice(by_place), Type.DAY)} AS {name}"

    def _choice(self, by_place: dict[int, str], otherwise: str = "NULL") -> str:
        """One of several values, by the row that decided."""
        places: dict[str, list[int]] = {}
        for place, text in by_place.items():
            places.setdefault(text, []).append(place)
        whens = [f"WHEN {ROW} IN ({', '.join(map(str, each))}) THEN {text}" for text, each in places.items()]
        return f"CASE {' '.join(whens)} ELSE {otherwise} END" if whens else otherwise
