"""``share_of``: how large a share of a whole register keeps another check, with everything that was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from opencompact.core.checks.finding import Finding, Promise
from opencompact.core.checks.kinds import share, unknown
from opencompact.core.checks.one_record import PyOps, reader
from opencompact.core.checks.ops import Ops, Row, Status, T
from opencompact.core.checks.records import Record

FEWEST = 5  # below this a share says more about chance than about the promise


def window(ops: Ops[T], promise: Promise) -> list[Row[T]]:
    """Whether a record belongs to the period counted: a decision table like any other."""
    check = promise.check
    rows: list[Row[T]] = []
    if check.dated:
        dated = ops.value(check.dated)
        rows = [
            unknown(ops, check.dated, case="undated"),
            Row(ops.empty(dated), Status.NOT_APPLICABLE, "outside"),
            Row(ops.below(ops.as_of, dated), Status.NOT_APPLICABLE, "outside"),
        ]
        if check.over:
            ended = ops.at_most(ops.plus(dated, check.over), ops.as_of)
            rows.append(Row(ended, Status.NOT_APPLICABLE, "outside"))
    return [*rows, Row(ops.always, Status.KEPT, "inside")]


def counted(promise: Promise, records: Iterable[Record], statuses: Iterable[Status], as_of: date) -> Counter[Status]:
    """The statuses of the check that is counted, over the records of the period."""
    ops = PyOps(promise)
    belongs = reader(promise, window(ops, promise), ops)
    counts: Counter[Status] = Counter()
    for record, status in zip(records, statuses, strict=True):
        tally(counts, status, belongs(record, as_of).status)
    return counts


def tally(counts: Counter[Status], status: Status, where: Status, number: int = 1) -> None:
    """Count records of a status by where the window puts them; an undated one can't be told."""
    if where is Status.KEPT:
        counts[status] += number
    elif where is Status.CANNOT_TELL and status is not Status.NOT_APPLICABLE:
        counts[Status.CANNOT_TELL] += number


def verdict(promise: Promise, counts: Mapping[Status, int], as_of: date) -> Finding:
    """The finding about a whole register, from counts however they were made."""
    kept = counts.get(Status.KEPT, 0)
    with_reason = counts.get(Status.KEPT_WITH_REASON, 0)
    countable = kept + with_reason + counts.get(Status.NOT_KEPT, 0)
    facts: Record = {
        "kept": kept,
        "countable": countable,
        "kept_with_reason": with_reason,
        "cannot_tell": counts.get(Status.CANNOT_TELL, 0),
    }
    if countable < FEWEST:
        return Finding(promise, facts, as_of, Status.CANNOT_TELL, "not_enough", missing=("not enough data",))
    if kept >= share(promise.check.at_least) * countable:
        return Finding(promise, facts, as_of, Status.KEPT, "share_reached")
    return Finding(promise, facts, as_of, Status.NOT_KEPT, "share_missed")
