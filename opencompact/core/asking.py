"""Which facts of a record the promises of an edition need, so that nobody is asked for more.

A check is tried with what is known and with samples of what is not. Where every sample gives the same status, the facts
still lacking make no difference to it and are not asked for. The checks themselves decide, so that a new kind of check
needs nothing here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from itertools import product

from opencompact.core.checks.finding import Promise
from opencompact.core.checks.kinds import GIVEN, applying, as_value
from opencompact.core.checks.one_record import Reader
from opencompact.core.checks.ops import Status
from opencompact.core.checks.records import REGISTERS, Record, Type, Value
from opencompact.core.findings import Checker

BROKEN = {Status.AT_RISK, Status.NOT_KEPT}
EARLY, LATE = date(1900, 1, 1), date(2200, 12, 31)
MOST = 99  # things in a list that is surely long enough
_RANK = {Type.DAY: 1, Type.REASON: 2}


def needed(checker: Checker, register: str, record: Record, unknown: Collection[str], as_of: date) -> list[str]:
    """The facts to ask for, answered ones among them, in the order to ask in: what decides which promises apply, then
    days, then the reasons for what is missed, then the rest.

    ``record`` holds the answers so far and ``unknown`` what nobody knows yet.
    """
    found: dict[str, int] = {}
    for promise, read in checker.of_record:
        if promise.check.register == register:
            for field in _asked(promise, read, record, unknown, as_of):
                first = 0 if field in promise.check.applies else _RANK.get(REGISTERS[register][field].type, 3)
                found[field] = min(first, found.get(field, first))
    places = list(REGISTERS[register])
    return sorted(found, key=lambda field: (found[field], places.index(field)))


def asking(checker: Checker, register: str, field: str) -> list[Promise]:
    """The promises for which a fact is asked: those that read it, depend on it or accept it as a reason."""
    return [promise for promise, _read in checker.of_record
            if promise.check.register == register and field in [*_fields(promise), _reason(promise)]]  # fmt: skip


def _fields(promise: Promise) -> list[str]:
    return list(dict.fromkeys([*promise.check.applies, *promise.read]))


def _reason(promise: Promise) -> str:
    return promise.check.unless.reason if promise.check.unless else ""


def _asked(promise: Promise, read: Reader, record: Record, unknown: Collection[str], as_of: date) -> Iterator[str]:
    """The facts one check needs: those still open where they make a difference, and those that decided so far."""
    fields = _fields(promise)
    known = {field: record[field] for field in fields if field in record}
    still_open = [field for field in fields if field not in record and field not in unknown]
    statuses = _statuses(promise, read, known, still_open, as_of)
    if len(statuses) > 1:
        yield from still_open
    walked: dict[str, Value] = {}
    for place, field in enumerate(fields):
        rest = [each for each in fields[place:] if each not in walked]
        if len(_statuses(promise, read, walked, rest, as_of)) == 1:
            break
        if field not in still_open:
            yield field
        if field in record:
            walked[field] = record[field]
    if len(statuses) == 1 and statuses <= BROKEN and _reason(promise):
        yield _reason(promise)


def _statuses(promise: Promise, read: Reader, known: Record, still_open: list[str], as_of: date) -> set[Status]:
    """What could still come out."""
    return {read({**known, **each}, as_of).status for each in _tries(promise, still_open, as_of)}


def _tries(promise: Promise, fields: list[str], as_of: date) -> list[dict[str, Value]]:
    """Facts that could still be given: every sample of each with every sample of the others."""
    samples = [_samples(promise, field, as_of) for field in fields]
    return [dict(zip(fields, each, strict=True)) for each in product(*samples)]


def _samples(promise: Promise, field: str, as_of: date) -> list[Value]:
    check, kind = promise.check, REGISTERS[promise.check.register][field]
    if check.applies.get(field, GIVEN) != GIVEN:
        return [*applying(check.applies[field]), "something else"]
    by_type: dict[Type, list[Value]] = {
        Type.DAY: [None, EARLY, as_of, LATE],
        Type.FLAG: [None, True, False],
        Type.LIST: [None, ("one",) * MOST],
        Type.NUMBER: [None, 0, 10**12],
        Type.MONEY: [None, 0, 10**12],
        Type.CHOICE: [None, *kind.choices],
    }
    wanted = [] if check.equals is None or check.field != field else [as_value(check.equals)]
    return [*by_type.get(kind.type, [None, "something"]), *wanted]
