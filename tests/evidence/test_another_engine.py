"""A second engine needs no change to a kind: SQLite, with a dialect of its own, says what DuckDB and Python say."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from decimal import Decimal
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencompact.core.checks.records import REGISTERS, Type, Value
from opencompact.core.exchange.cells import reader_of
from opencompact.core.findings import Checker
from opencompact.evidence.columns import Query, SqlOps
from opencompact.evidence.days import Days
from opencompact.evidence.dialects import Dialect
from tests.evidence.test_same_answers import ALL, DAYS, registers


class Sqlite(Dialect):
    """SQLite has no dates: a day is a text such as 2027-03-31, and a list is counted beforehand."""

    types: ClassVar = dict.fromkeys(Type, "TEXT")

    def literal(self, value: str | bool | int | date) -> str:
        return f"'{value.isoformat()}'" if isinstance(value, date) else super().literal(value)

    def cast(self, value: str, kind: Type) -> str:
        return value

    def year(self, day: str) -> str:
        return f"CAST(strftime('%Y', {day}) AS INTEGER)"

    def month(self, day: str) -> str:
        return f"CAST(strftime('%m', {day}) AS INTEGER)"

    def day_of_month(self, day: str) -> str:
        return f"CAST(strftime('%d', {day}) AS INTEGER)"

    def make_day(self, year: str, month: str, day: str) -> str:
        return f"printf('%04d-%02d-%02d', {year}, {month}, {day})"

    def last_day(self, day: str) -> str:
        return f"date({day}, 'start of month', '+1 month', '-1 day')"

    def earlier(self, day: str, other: str) -> str:
        return f"min({day}, {other})"

    def shift(self, day: str, days: str) -> str:
        return f"date({day}, ({days}) || ' days')"

    def days(self, first: str, last: str) -> str:
        return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"

    def quotient(self, number: str, by: int) -> str:
        return f"({number} / {by})"

    def size(self, value: str) -> str:
        return f"coalesce({value}, 0)"

    def names_where(self, names: Iterable[tuple[str, str]]) -> str:
        return " || ".join(f"CASE WHEN {condition} THEN '{name};' ELSE '' END" for name, condition in names)

    def no_names(self) -> str:
        return "''"


def plain(value: Value) -> object:
    if isinstance(value, tuple):
        return len(value)
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def in_sqlite(
    register: str, fields: list[str], records: list[dict[str, Value]], as_of: date
) -> list[tuple[object, ...]]:
    """Every finding of every check of one register."""
    checker = Checker(ALL)
    with closing(sqlite3.connect(":memory:")) as db:
        names = ", ".join(f'"{field}"' for field in ["record", *fields, "as_of"])
        db.execute(f"CREATE TABLE records ({names})")
        rows = [[record["id"], *(plain(record[field]) for field in fields), as_of.isoformat()] for record in records]
        db.executemany(f"INSERT INTO records VALUES ({', '.join('?' * (len(fields) + 2))})", rows)
        days = Days(checker.promises[0].holidays, checker.promises[0].closed)
        queries = [
            Query(promise, SqlOps(promise, set(fields), False, days, Sqlite())).findings()
            for promise, _read in checker.of_record
            if promise.check.register == register
        ]
        known = [value for record in records for value in record.values() if isinstance(value, date)]
        calendar = [list(map(plain, row)) for row in days.rows(min([as_of, *known]), max([as_of, *known]))]
        db.execute(f"CREATE TABLE days ({', '.join(days.columns())})")
        db.executemany(f"INSERT INTO days VALUES ({', '.join('?' * len(days.columns()))})", calendar)
        found = [row for query in queries for row in db.execute(query).fetchall()]
    return sorted([(*row[1:9], tuple(filter(None, row[9].split(";")))) for row in found], key=str)


@pytest.mark.parametrize("register", ["changes", "consultations", "payments", "concerns", "meetings"])
@settings(max_examples=15)
@given(data=st.data(), as_of=DAYS)
def test_sqlite_answers_alike(register, data, as_of):
    fields, drawn = data.draw(registers(register))
    readers = {field: reader_of(REGISTERS[register][field]) for field in ["id", *fields]}
    records = [{field: readers[field](value) for field, value in record.items()} for record in drawn]
    expected = [
        (finding.id, finding.promise.name, finding.promise.check.id, str(finding.status), plain(finding.earliest_to),
         plain(finding.latest_from), plain(finding.deadline), finding.short_by, finding.missing)
        for record in records
        for finding in Checker(ALL).read(register, record, as_of)
    ]  # fmt: skip
    assert in_sqlite(register, fields, records, as_of) == sorted(expected, key=str)
