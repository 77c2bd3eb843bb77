"""One record, six checks: processor time for each record, beside the same by hand and beside one bare yes or no."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from benchmarks import by_hand
from benchmarks.answers import Verdicts, verdicts
from benchmarks.data import AS_OF, REGISTER, edition, records
from benchmarks.measuring import Each, each
from opencompact.core.checks.finding import Finding
from opencompact.core.checks.records import Record
from opencompact.core.findings import Checker, as_json
from opencompact.core.remedies import remedy
from opencompact.core.saying import says


class OneRecord(msgspec.Struct, frozen=True):
    """What one record takes, and whether those beside gave the same answers."""

    records: int
    findings: Each  # status, case, dates; the record they rest on
    facts: Each  # and the facts each rests on, picked out
    sentences: Each  # and every sentence and remedy, written
    json: Each  # all of it as JSON objects
    by_hand: Each  # statuses and dates, no reasons
    by_hand_differ: int  # findings that differ
    dateutil: Each | None = None  # one bare boolean
    dateutil_says: Verdicts | None = None
    zen: Each | None = None  # one bare boolean
    zen_says: Verdicts | None = None


def measure(count: str, beside: str = "yes") -> OneRecord:
    """Everything about one record, over so many different ones."""
    checker, some = Checker(edition()), records(int(count))
    ours = _ours(checker)
    taken = OneRecord(
        records=len(some),
        findings=each(ours, some),
        facts=each(lambda record: [found.facts for found in ours(record)], some),
        sentences=each(lambda record: [(says(found), remedy(found)) for found in ours(record)], some),
        json=each(lambda record: [as_json(found) for found in ours(record)], some),
        by_hand=each(lambda record: by_hand.six(record, AS_OF), some),
        by_hand_differ=differing(ours, some),
    )
    return _with_libraries(taken, ours, some) if beside == "yes" else taken


def _ours(checker: Checker) -> Callable[[Record], list[Finding]]:
    return lambda record: checker.read(REGISTER, record, AS_OF)


def differing(ours: Callable[[Record], list[Finding]], some: list[Record]) -> int:
    """How many findings differ from those by hand, dates and missing facts included."""
    return sum(
        answer != (found.status, found.earliest_to, found.latest_from, found.deadline, found.short_by, found.missing)
        for record in some
        for found, answer in zip(ours(record), by_hand.six(record, AS_OF), strict=True)
    )


def _with_libraries(taken: OneRecord, ours: Callable[[Record], list[Finding]], some: list[Record]) -> OneRecord:
    dateutil, zen = by_hand.with_dateutil(), by_hand.with_zen()
    texts = [by_hand.as_texts(record) for record in some]
    return msgspec.structs.replace(
        taken,
        dateutil=each(dateutil, some),
        dateutil_says=_verdicts(ours, some, map(dateutil, some)),
        zen=each(zen, texts),
        zen_says=_verdicts(ours, some, map(zen, texts)),
    )


def _verdicts(ours: Callable[[Record], list[Finding]], some: list[Record], told: Iterable[bool]) -> Verdicts:
    both = (None not in (record.get("notice_given"), record.get("takes_effect")) for record in some)
    return verdicts(zip(both, (ours(record)[0].status for record in some), told, strict=True))
