"""A million records, six checks, every date and status to Parquet, beside the same columns by hand in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from statistics import median

import duckdb
import msgspec

from benchmarks import by_hand_sql
from benchmarks.answers import Compared, Verdicts, cells_alike, rows_alike, sample_alike, verdicts
from benchmarks.data import AS_OF, REGISTER, edition, records, write
from benchmarks.libraries import BESIDE
from benchmarks.measuring import Took, apart, timed
from opencompact.core.editions import Edition
from opencompact.evidence.check import Job, check
from opencompact.evidence.duck import MEMORY, Duck

SAMPLE = 20_000
PAIRS = 5


class Pair(msgspec.Struct, frozen=True):
    """OpenCompact and SQL by hand, one after the other."""

    ours: Took
    by_hand: Took


class Million(msgspec.Struct, frozen=True):
    """What so many records take."""

    rows: int
    pairs: list[Pair]
    alike: Compared  # rows, against SQL by hand
    sample: Compared  # cells, against the one-record reader
    absent: Compared  # the same with facts that are not in the data at all
    csv: Took
    json_lines: Took
    notice: Took  # one check alone, with its dates
    beside: dict[str, tuple[Took, Verdicts]]  # one bare boolean

    def ratio(self) -> float:
        """How many times what SQL by hand takes: the middle of the pairs."""
        return median(pair.ours.seconds / pair.by_hand.seconds for pair in self.pairs)

    def processor_ratio(self) -> float:
        """The same in processor time."""
        return median(pair.ours.processor / pair.by_hand.processor for pair in self.pairs)


def ours(data: str, out: str) -> Took:
    """OpenCompact over a file, from opening it to the last file written."""
    return _checked(edition(), data, out)


def notice_alone(data: str, out: str) -> Took:
    """The same with the first of the six checks."""
    [commitment] = edition().commitments
    first = msgspec.structs.replace(commitment, checks=commitment.checks[:1])
    return _checked(msgspec.structs.replace(edition(), commitments=[first]), data, out)


def _checked(against: Edition, data: str, out: str) -> Took:
    def work() -> None:
        with closing(Duck()) as duck:
            headers = duck.headers([Path(data)])
            check(duck, Job(against, REGISTER, AS_OF, {header: header for header in headers}), Path(out))

    return timed(work)[0]


def by_hand(data: str, out: str) -> Took:
    """The same columns by hand, with the same memory and as many threads."""

    def work() -> None:
        with duckdb.connect(config={"memory_limit": MEMORY, "preserve_insertion_order": False}) as db:
            db.execute(f"COPY ({by_hand_sql.six(data)}) TO '{out}' (FORMAT parquet, COMPRESSION zstd)")

    return timed(work)[0]


def one_boolean(name: str, data: str, findings: str) -> tuple[Took, Verdicts]:
    """Notice long enough or not, with one of the libraries: the middle of three, and whom it agrees with."""
    work = BESIDE[name](data)
    times = sorted((timed(work)[0] for _ in range(3)), key=lambda took: took.seconds)
    told = [bool(verdict) for verdict in work()]
    with duckdb.connect() as db:
        statuses = dict(db.sql(f"SELECT record, status FROM '{findings}' WHERE \"check\" = 'notice'").fetchall())
        both = db.sql(f"SELECT id, notice_given IS NOT NULL AND takes_effect IS NOT NULL FROM '{data}'").fetchall()
    laid = ((whole, statuses[id], verdict) for (id, whole), verdict in zip(both, told, strict=True))
    return times[1], verdicts(laid)


def absent(folder: str, size: str) -> Compared:
    """Records in which facts are not in the data at all, as JSON lines, against the one-record reader."""
    path, some = Path(folder) / "absent.jsonl", records(int(size))
    path.write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in some))
    ours(str(path), f"{folder}/absent")
    return cells_alike(some, f"{folder}/absent/findings.parquet")


def measure(folder: Path, rows: int, libraries: Sequence[str] = tuple(BESIDE)) -> Million:
    """Everything about so many rows, each piece in a process of its own."""
    data, out, hand = (str(folder / name) for name in ("changes.parquet", "ours", "by-hand.parquet"))
    findings, size = f"{out}/findings.parquet", min(SAMPLE, rows)
    for path in (data, f"{folder}/changes.csv", f"{folder}/changes.jsonl"):
        apart(write, path, rows)
    pairs = [Pair(_took(apart(ours, data, out)), _took(apart(by_hand, data, hand))) for _ in range(PAIRS)]
    return Million(
        rows=rows,
        pairs=pairs,
        alike=msgspec.convert(apart(rows_alike, findings, hand), Compared),
        sample=msgspec.convert(apart(sample_alike, data, findings, size), Compared),
        absent=msgspec.convert(apart(absent, folder, size), Compared),
        csv=_took(apart(ours, folder / "changes.csv", folder / "from-csv")),
        json_lines=_took(apart(ours, folder / "changes.jsonl", folder / "from-json")),
        notice=_took(apart(notice_alone, data, folder / "notice")),
        beside={
            name: msgspec.convert(apart(one_boolean, name, data, findings), tuple[Took, Verdicts]) for name in libraries
        },
    )


def _took(found: object) -> Took:
    return msgspec.convert(found, Took)
