"""What is measured: an edition with six checks, and records of changes, some with facts missing."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import duckdb

from opencompact.core.checks.records import Record, Value
from opencompact.core.compacts import find
from opencompact.core.editions import Edition

REGISTER = "changes"
AS_OF = date(2026, 11, 21)
FIRST = date(2020, 1, 1)
DAYS = 2600  # the days on which notice is given begin with FIRST; the last lie after AS_OF


def edition() -> Edition:
    """The six checks."""
    return find(str(Path(__file__).with_name("six_checks.yaml")))


def _near(days: int, salt: int) -> str:
    """A day near the day of notice: from so many days before it (or after, where negative), by chance."""
    sign = "-" if days > 0 else "+"
    return f"begun {sign} CAST(hash(i + {salt}) % {abs(days)} AS INTEGER)"


def rows(count: int) -> str:
    """Records as a query: every fact is missing in some of them, and many days are the last of their month."""
    return f"""
        SELECT 'C' || i AS id, 'Body ' || i % 300 AS body,
            CASE i % 3 WHEN 0 THEN 'end' WHEN 1 THEN 'reduce' ELSE 'alter' END AS what,
            CASE WHEN i % 11 > 0 THEN begun END AS notice_given,
            CASE WHEN i % 17 > 0 THEN CASE WHEN i % 23 = 0 THEN last_day(ends) ELSE ends END END AS takes_effect,
            CASE WHEN i % 13 > 0 THEN {_near(60, 9)} END AS decided,
            CASE WHEN i % 5 > 0 THEN {_near(90, 3)} END AS impact_assessed,
            CASE WHEN i % 5 <> 1 THEN {_near(90, 4)} END AS discussed,
            CASE WHEN i % 7 > 0 THEN i % 2 = 0 END AS in_writing,
            CASE WHEN i % 4 > 0 THEN 'Reason ' || i % 50 END AS rationale,
            CASE WHEN i % 3 > 0 THEN 'Write to the clerk within ' || i % 28 + 1 || ' days' END AS appeal,
            CASE WHEN hash(i + 5) % 19 = 0 THEN 'a serious failure to meet the conditions' END AS exceptional
        FROM (SELECT *, {_near(-200, 7)} AS ends FROM (
            SELECT i, CASE WHEN i % 19 = 0 THEN last_day(day) ELSE day END AS begun FROM (
                SELECT i, DATE '{FIRST}' + CAST(hash(i) % {DAYS} AS INTEGER) AS day FROM range({count}) AS numbers(i)
            )
        ))"""


def write(path: str, count: str) -> None:
    """Write so many records as Parquet, or as CSV or JSON lines where the path ends so."""
    form = {".csv": "csv, HEADER", ".jsonl": "json"}.get(Path(path).suffix, "parquet")
    with duckdb.connect(config={"preserve_insertion_order": False, "memory_limit": "700MB"}) as db:
        db.execute(f"COPY ({rows(int(count))}) TO '{path}' (FORMAT {form})")


def read(path: str, ids: str = "") -> list[Record]:
    """The records of a file, or those whose ids a query gives, as the one-record reader takes them."""
    with duckdb.connect() as db:
        found = db.sql(f"SELECT * FROM '{path}'" + (f" WHERE id IN ({ids})" if ids else ""))
        names = found.columns
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def records(count: int, seed: int = 1) -> list[Record]:
    """Records in which a fact may be there, be empty, or not be in the data at all."""
    chance = random.Random(seed)
    return [_record(number, chance) for number in range(count)]


def _record(number: int, chance: random.Random) -> Record:
    begun = FIRST + timedelta(chance.randrange(DAYS))
    facts: dict[str, Value] = {
        "body": f"Body {number % 300}",
        "what": chance.choice(["end", "reduce", "alter"]),
        "notice_given": begun,
        "takes_effect": begun + timedelta(chance.randrange(200)),
        "decided": begun - timedelta(chance.randrange(60)),
        "impact_assessed": begun - timedelta(chance.randrange(90)),
        "discussed": begun - timedelta(chance.randrange(90)),
        "in_writing": chance.random() < 0.5,
        "rationale": f"Reason {number % 50}",
        "appeal": f"Write to the clerk within {number % 28 + 1} days",
        "exceptional": "a serious failure to meet the conditions" if chance.random() < 0.05 else None,
    }
    empty = {field: None for field in facts if chance.random() < 0.1}
    absent = {field for field in facts if chance.random() < 0.05}
    return {"id": f"C{number}", **{field: value for field, value in (facts | empty).items() if field not in absent}}
