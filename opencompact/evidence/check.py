"""``evidence check``: every check of an edition over files of any size, with the findings and their counts as files."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from opencompact.core.checks import population
from opencompact.core.checks.finding import Promise
from opencompact.core.checks.one_record import table_of
from opencompact.core.checks.ops import Status
from opencompact.core.compacts import calendar_of
from opencompact.core.editions import Edition
from opencompact.core.findings import Checker
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _
from opencompact.evidence.columns import Query, SqlOps
from opencompact.evidence.days import Days
from opencompact.evidence.duck import SHOWN, Duck

Summary = dict[str, dict[str, int]]


class Job(msgspec.Struct, frozen=True):
    """What is to be checked."""

    edition: Edition
    register: str
    as_of: date
    fields: Mapping[str, str]  # header -> field
    repeated: str = "refuse"  # what is done with an id that stands twice: refuse, set-aside


class Outcome(msgspec.Struct, frozen=True):
    """What was found: how many records, and how many findings of each status for each commitment."""

    records: int
    summary: Summary


def check(duck: Duck, job: Job, out: Path) -> Outcome:
    """Read the data once loaded, write ``findings.parquet`` and ``summary.json`` into a folder, all or nothing."""
    checker = Checker(job.edition)
    promises = [
        each for each in checker.promises if each.check.register == job.register and each.check.kind != "judged"
    ]
    days = Days(*calendar_of(job.edition))
    columns = set(job.fields.values())
    each_record = [each for each in promises if each.check.kind != "share_of"]
    queries = [Query(each, _ops(each, columns, duck, days)) for each in each_record]
    whole = [
        _windowed(each, checker.counted(each), columns, duck, days)
        for each in promises
        if each.check.kind == "share_of"
    ]
    duck.load(job.register, job.fields, job.as_of)
    duck.part_repeated(job.repeated)
    if duck.aside and not duck.rows("SELECT 1 FROM records LIMIT 1"):
        raise Unusable(duck.aside[:SHOWN])
    if any(query.ops.looked_up for query in [*queries, *(window for _, window in whole)]):
        duck.calendar(days, job.register, columns)
    shares = [_share(duck, counted, window, job.as_of) for counted, window in whole]
    _write(duck, [query.findings() for query in queries] + shares or [_NOTHING], out)
    return _summed(duck, promises, out)


_NOTHING = (
    "SELECT '' AS register, '' AS record, '' AS commitment, '' AS \"check\", '' AS status, "
    "CAST(NULL AS DATE) AS earliest_to, CAST(NULL AS DATE) AS latest_from, CAST(NULL AS DATE) AS deadline, "
    "CAST(NULL AS INTEGER) AS short_by_days, CAST([] AS VARCHAR[]) AS missing WHERE FALSE"
)  # of an edition that promises nothing about the register


def _ops(promise: Promise, columns: set[str], duck: Duck, days: Days) -> SqlOps:
    return SqlOps(promise, columns, duck.flagged, days, duck.dialect)


def _windowed(promise: Promise, counted: Promise, columns: set[str], duck: Duck, days: Days) -> tuple[Query, Query]:
    """The check that is counted, and the window that says which records belong to the period."""
    ops = _ops(promise, columns, duck, days)
    whole = Query(counted, ops, table_of(ops, counted, counting=True))
    return whole, Query(promise, ops, population.window(ops, promise))


def _share(duck: Duck, counted: Query, window: Query, as_of: date) -> str:
    """The finding about the whole register, as a row like the others."""
    promise = window.promise
    counts: Counter[Status] = Counter()
    for decided, belongs, number in duck.rows(counted.counts(window)):
        status, where = counted.rows[int(str(decided))].status, window.rows[int(str(belongs))].status
        population.tally(counts, status, where, int(str(number)))
    finding = population.verdict(promise, counts, as_of)
    literal = duck.dialect.literal
    texts = [promise.check.register, None, promise.name, promise.check.id, str(finding.status)]
    head = ", ".join("CAST(NULL AS VARCHAR)" if text is None else literal(text) for text in texts)
    missing = ", ".join(literal(each) for each in finding.missing)
    return f"SELECT {head}, NULL, NULL, NULL, NULL, CAST([{missing}] AS VARCHAR[])"


def _write(duck: Duck, queries: Sequence[str], out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        unfinished = out / ".findings.parquet.part"
        duck.write(queries, unfinished)
        os.replace(unfinished, out / "findings.parquet")
    except OSError as error:
        says, mend = error.strerror or _("we can't write to it"), _("give a folder that can be written to")
        raise Unusable([Problem(str(out), says, mend)]) from None


def _summed(duck: Duck, promises: Sequence[Promise], out: Path) -> Outcome:
    """Count what was written, and write the counts beside it."""
    summary: Summary = {promise.name: {str(status): 0 for status in Status} for promise in promises}
    path = duck.dialect.literal(str(out / "findings.parquet"))
    for name, status, number in duck.rows(
        f"SELECT commitment, status, count(*) FROM read_parquet({path}) GROUP BY commitment, status"
    ):
        summary[str(name)][str(status)] = int(str(number))
    unfinished = out / ".summary.json.part"
    unfinished.write_bytes(msgspec.json.format(msgspec.json.encode(summary), indent=2) + b"\n")
    os.replace(unfinished, out / "summary.json")
    return Outcome(int(str(duck.rows("SELECT count(*) FROM records")[0][0])), summary)
