"""Whether those who were measured said the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import duckdb
import msgspec

from benchmarks.data import AS_OF, REGISTER, edition, read
from opencompact.core.checks.records import Record
from opencompact.core.findings import Checker

COLUMNS = "record commitment check status earliest_to latest_from deadline short_by_days missing".split()


class Compared(msgspec.Struct, frozen=True):
    """Cells, or rows, laid side by side, and how many of them differ."""

    count: int
    different: int


class Verdicts(msgspec.Struct, frozen=True):
    """A bare yes or no about notice, laid beside the findings."""

    whole: int  # records with both dates
    alike: int  # of these: yes where the finding is kept, no where it is not
    with_reason: int  # of these: no where the finding is kept with a reason
    lacking: int  # records in which a date is missing
    yes: int  # of these: yes all the same


def rows_alike(ours: str, by_hand: str) -> Compared:
    """Two files of findings, row by row."""
    one, other = f"SELECT * FROM '{ours}'", f"SELECT * FROM '{by_hand}'"
    with duckdb.connect() as db:
        [(count,)] = db.sql(f"SELECT count(*) FROM '{by_hand}'").fetchall()
        [(less,)] = db.sql(f"SELECT count(*) FROM ({one} EXCEPT ALL {other})").fetchall()
        [(more,)] = db.sql(f"SELECT count(*) FROM ({other} EXCEPT ALL {one})").fetchall()
    return Compared(count, less + more)


def sample_alike(data: str, findings: str, size: str) -> Compared:
    """The findings of a sample of records, against what the one-record reader says of them."""
    ids = f"SELECT id FROM '{data}' ORDER BY hash(id), id LIMIT {int(size)}"
    return cells_alike(read(data, ids), findings)


def cells_alike(records: Iterable[Record], findings: str) -> Compared:
    """The findings of records, cell for cell, against what the one-record reader says of them."""
    checker = Checker(edition())
    expected = [_cells(found) for record in records for found in checker.read(REGISTER, record, AS_OF)]
    written = _written(findings, {cells[0] for cells in expected})
    if len(written) != len(expected):
        return Compared(len(expected) * len(COLUMNS), len(expected) * len(COLUMNS))
    pairs = zip(sorted(expected, key=_place), written, strict=True)
    different = sum(one != other for cells, row in pairs for one, other in zip(cells, row, strict=True))
    return Compared(len(expected) * len(COLUMNS), different)


def _cells(found: Any) -> tuple[Any, ...]:
    return (
        found.id, found.promise.name, found.promise.check.id, str(found.status), found.earliest_to, found.latest_from,
        found.deadline, found.short_by, list(found.missing),
    )  # fmt: skip


def _place(cells: Sequence[Any]) -> tuple[str, str]:
    return cells[0], cells[2]


def _written(findings: str, ids: Iterable[str]) -> list[tuple[Any, ...]]:
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    query = f"SELECT {names} FROM '{findings}' WHERE record IN (SELECT unnest($ids))"
    with duckdb.connect() as db:
        return sorted(db.execute(query, {"ids": list(ids)}).fetchall(), key=_place)


def verdicts(told: Iterable[tuple[bool, str, bool]]) -> Verdicts:
    """For each record whether it has both dates, the status of its finding, and a bare yes or no."""
    whole = alike = with_reason = lacking = yes = 0
    for both, status, verdict in told:
        if both:
            whole += 1
            with_reason += status == "kept_with_reason" and not verdict
            alike += status != "kept_with_reason" and verdict == (status == "kept")
        else:
            lacking += 1
            yes += verdict
    return Verdicts(whole, alike, with_reason, lacking, yes)
