"""One definition, two readers: the bulk reader says of every record what the one-record reader says, cell for cell."""

from __future__ import annotations

import csv
import json
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencompact.core.checks.records import REGISTERS, Record, Type
from opencompact.core.compacts import find, shipped
from opencompact.core.editions import Edition
from opencompact.core.exchange.cells import reader_of
from opencompact.core.findings import Checker
from opencompact.evidence.check import Job, check
from opencompact.evidence.duck import Duck
from tests.small import COSTS, FEEDBACK, HOLIDAYS, IMPACT, LENGTH, METHODS, NOTICE, PAID, RATIONALE, TERM, edition

COLUMNS = [
    "record",
    "commitment",
    "check",
    "status",
    "earliest_to",
    "latest_from",
    "deadline",
    "short_by_days",
    "missing",
]
MONTH_ENDS = st.sampled_from(
    [date(2024, 2, 29), date(2023, 2, 28), date(2024, 8, 31), date(2026, 11, 30), date(2027, 1, 31)]
)
DAYS = st.one_of(
    st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    MONTH_ENDS,
    st.builds(lambda day, more: day + timedelta(more), MONTH_ENDS, st.integers(-100, 1200)),
    st.dates(date(1905, 1, 1), date(1906, 12, 31)),
)
CELLS = {
    Type.DAY: DAYS,
    Type.TEXT: st.sampled_from(["because", "a;b", 'it\'s "so"', "é", "no"]),
    Type.REASON: st.sampled_from(["the money ended", "no", "None", "flood"]),
    Type.MONEY: st.decimals(0, 500, places=2),
    Type.NUMBER: st.integers(0, 12),
    Type.FLAG: st.booleans(),
    Type.LIST: st.lists(st.sampled_from(["online", "paper", "events"]), min_size=1, max_size=3).map(tuple),
}


def cells(register: str, field: str) -> st.SearchStrategy[object]:
    found = REGISTERS[register][field]
    given_ = st.sampled_from(found.choices) if found.type is Type.CHOICE else CELLS[found.type]
    if field == "currency":
        given_ = st.sampled_from(["GBP", "EUR"])
    return st.one_of(st.none(), given_, given_, given_)


@st.composite
def registers(draw: st.DrawFn, register: str) -> tuple[list[str], list[dict[str, object]]]:
    """Records that all have the same columns, as a table has; some columns are not there at all."""
    fields = [field for field in REGISTERS[register] if field != "id" and draw(st.integers(0, 9)) > 0]
    records = draw(
        st.lists(st.fixed_dictionaries({field: cells(register, field) for field in fields}), min_size=1, max_size=40)
    )
    return fields, [{"id": f"R{place}", **record} for place, record in enumerate(records)]


def as_text(value: object) -> str:
    if isinstance(value, tuple):
        return ";".join(value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def by_one_record(
    edition_: Edition, register: str, records: list[dict[str, object]], as_of: date
) -> list[tuple[object, ...]]:
    """The findings of the one-record reader, over the records as the exchange reads them."""
    read: list[Record] = [
        {
            field: None if value is None else reader_of(REGISTERS[register][field])(value)
            for field, value in record.items()
        }
        for record in records
    ]
    found = Checker(edition_).findings({register: read}, as_of)
    rows = [
        (each.id, each.promise.name, each.promise.check.id, str(each.status), each.earliest_to, each.latest_from,
         each.deadline, each.short_by, tuple(each.missing))
        for each in found
    ]  # fmt: skip
    return sorted(rows, key=str)


def in_bulk(edition_: Edition, register: str, path: Path, as_of: date) -> list[tuple[object, ...]]:
    """The findings of the bulk reader, from the file it writes."""
    out = path.parent / "out"
    with closing(Duck()) as duck:
        headers = duck.headers([path])
        check(duck, Job(edition_, register, as_of, {header: header for header in headers}), out)
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    with duckdb.connect() as db:
        rows = db.execute(f"SELECT {names} FROM read_parquet('{out / 'findings.parquet'}')").fetchall()
    return sorted([(*row[:8], tuple(row[8])) for row in rows], key=str)


def write_csv(path: Path, fields: list[str], records: list[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", *fields])
        writer.writerows([record["id"], *(as_text(record[field]) for field in fields)] for record in records)


def write_json_lines(path: Path, records: list[dict[str, object]]) -> None:
    def plain(value: object) -> object:
        return str(value) if isinstance(value, (date, Decimal)) else list(value) if isinstance(value, tuple) else value

    lines = (json.dumps({field: plain(value) for field, value in record.items()}) for record in records)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_parquet(path: Path, register: str, fields: list[str], records: list[dict[str, object]]) -> None:
    kinds = {
        Type.DAY: "DATE",
        Type.FLAG: "BOOLEAN",
        Type.MONEY: "DECIMAL(10,2)",
        Type.NUMBER: "INTEGER",
        Type.LIST: "VARCHAR[]",
    }
    typed = ["id VARCHAR", *(f'"{field}" {kinds.get(REGISTERS[register][field].type, "VARCHAR")}' for field in fields)]
    with duckdb.connect() as db:
        db.execute(f"CREATE TABLE t ({', '.join(typed)})")
        for record in records:
            row = [
                list(value) if isinstance(value, tuple) else value
                for value in (record["id"], *(record[field] for field in fields))
            ]
            db.execute(f"INSERT INTO t VALUES ({', '.join('?' * len(row))})", row)
        db.execute(f"COPY t TO '{path}' (FORMAT parquet)")


ALL = edition(
    NOTICE | {"applies": {"what": ["end", "reduce"], "by": "public"}}, LENGTH, FEEDBACK, PAID, IMPACT, HOLIDAYS,
    RATIONALE, METHODS, COSTS, TERM, IMPACT | {"id": "problem", "applies": {"problem": "given"}},
    {"id": "acknowledged", "kind": "deadline", "register": "concerns", "after": "raised", "event": "acknowledged",
     "within": "5 working days"},
    {"id": "agenda", "kind": "min_period", "register": "meetings", "from": "agenda_sent", "to": "held",
     "at_least": "10 working days"},
    {"id": "on_time", "kind": "share_of", "register": "payments", "check": "paid", "at_least": "75%", "dated": "due",
     "over": "1 year"},
    {"id": "written", "kind": "recorded", "register": "changes", "field": "in_writing", "equals": True,
     "unless": {"reason": "exceptional"}},
    NOTICE | {"id": "in_a_letter", "only_if": "in_writing", "fixed": "from"},
    PAID | {"id": "early", "at_least": "2 weeks"}, TERM | {"id": "counted", "counted_only": True},
    {"id": "in_advance", "kind": "recorded", "register": "awards", "field": "paid_in_advance", "equals": True,
     "needed_by": "starts", "unless": {"reason": "advance_reason"}},
    {"id": "exit_plan", "kind": "recorded", "register": "changes", "field": "exit_plan", "needed_by": "takes_effect"},
)  # fmt: skip


@pytest.mark.parametrize("register", ["changes", "consultations", "payments", "awards", "concerns", "meetings"])
@settings(max_examples=8)
@given(data=st.data(), as_of=DAYS)
def test_tables_answer_alike(register, data, as_of):
    fields, records = data.draw(registers(register))
    expected = by_one_record(ALL, register, records, as_of)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "records.csv"
        write_csv(path, fields, records)
        assert in_bulk(ALL, register, path, as_of) == expected
        path = Path(folder) / "records.parquet"
        write_parquet(path, register, fields, records)
        assert in_bulk(ALL, register, path, as_of) == expected


@pytest.mark.parametrize("register", ["changes", "consultations", "payments"])
@settings(max_examples=8)
@given(data=st.data(), as_of=DAYS)
def test_json_lines_keep_apart_what_is_absent_and_what_is_empty(register, data, as_of):
    names = [field for field in REGISTERS[register] if field != "id"]
    some = st.fixed_dictionaries({}, optional={field: cells(register, field) for field in names})
    records = [
        {"id": f"R{place}", **record} for place, record in enumerate(data.draw(st.lists(some, min_size=1, max_size=40)))
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "records.jsonl"
        write_json_lines(path, records)
        assert in_bulk(ALL, register, path, as_of) == by_one_record(ALL, register, records, as_of)


@pytest.mark.parametrize("id", shipped())
@settings(max_examples=3)
@given(data=st.data(), as_of=DAYS)
def test_shipped_editions_answer_alike(id, data, as_of):
    shipped_edition = find(id)
    read = sorted({check.register for each in shipped_edition.commitments for check in each.checks})
    register = data.draw(st.sampled_from(read))
    fields, records = data.draw(registers(register))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "records.csv"
        write_csv(path, fields, records)
        assert in_bulk(shipped_edition, register, path, as_of) == by_one_record(
            shipped_edition, register, records, as_of
        )
