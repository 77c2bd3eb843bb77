"""One remedy for a promise on one record: which dates and facts to change, found by trying them out.

Each check knows how it alone could be put right. A change made for one check may break another, so every change is
judged again with all promises about the record, and what got worse is put right in turn. What has happened is never
changed: only a date that is still to come can be moved, and only to today or later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from opencompact.core.calendar import add
from opencompact.core.checks.finding import Finding, Promise
from opencompact.core.checks.kinds import as_value
from opencompact.core.checks.one_record import Reader, reader
from opencompact.core.checks.ops import Status
from opencompact.core.checks.records import ORDERS, REGISTERS, SET_AHEAD, Record, Type, Value

WORST_FIRST = (
    Status.NOT_KEPT, Status.AT_RISK, Status.DUE, Status.CANNOT_TELL, Status.KEPT_WITH_REASON, Status.KEPT,
    Status.NOT_APPLICABLE,
)  # fmt: skip
_RANK = {status: place for place, status in enumerate(WORST_FIRST)}
_HARMED = (Status.NOT_KEPT, Status.AT_RISK, Status.CANNOT_TELL)
_RECORDED = ("to_be_recorded", "not_dated")
_TO_DO = ("to_come", "awaited", "first_to_come", *_RECORDED)
ROUNDS = 10  # changes tried one after the other before a way is given up
DAY = timedelta(1)
REASON = "…"  # stands for the reason that somebody has to write


class Step(msgspec.Struct, frozen=True):
    """A field and the value it has to get, with the last date for that where there is one."""

    field: str
    value: Value
    by: date | None = None


class Repair(msgspec.Struct, frozen=True):
    """What to change. Nothing, where it is done, or where nothing can be changed any more."""

    steps: tuple[Step, ...] = ()
    reasons: tuple[str, ...] = ()  # fields: a published reason would do instead

    @property
    def changes(self) -> dict[str, Value]:
        """The fields and the values they have to get."""
        return {step.field: step.value for step in self.steps}


class Case(msgspec.Struct, frozen=True):
    """What is being repaired: the record as it is, and how every promise about it stands."""

    record: Record
    as_of: date
    target: str
    readers: Sequence[tuple[str, Reader]]
    before: Mapping[str, Status]

    def read(self, steps: Mapping[str, Step]) -> list[tuple[str, Finding]]:
        """What every check would say after these steps."""
        changed = {**self.record, **{step.field: step.value for step in steps.values()}}
        return [(name, read(changed, self.as_of)) for name, read in self.readers]

    def wrong(self, found: Iterable[tuple[str, Finding]]) -> list[Finding]:
        """What is still to be put right: of this promise, and of any other that became worse."""
        found = list(found)
        own = [finding for name, finding in found if name == self.target and self._to_put_right(finding)]
        after = standing(found)
        worse = {
            name for name, status in after.items()
            if name != self.target and status in _HARMED and _RANK[status] < _RANK[self.before[name]]
        }  # fmt: skip
        return own + [finding for name, finding in found if name in worse and finding.status is after[name]]

    def _to_put_right(self, finding: Finding) -> bool:
        if finding.status is Status.NOT_KEPT:
            return finding.promise.check.unless is not None
        if finding.case == "contradiction":
            return self.before[self.target] is not Status.CANNOT_TELL
        planned = finding.case in _RECORDED and isinstance(finding.value(str(finding.promise.check.field)), date)
        return finding.status is Status.AT_RISK or (finding.case in _TO_DO and not planned)


def standing(found: Iterable[tuple[str, Finding]]) -> dict[str, Status]:
    """The status of each promise: the worst of its checks."""
    worst: dict[str, Status] = {}
    for name, finding in found:
        worst[name] = min(worst.get(name, Status.NOT_APPLICABLE), finding.status, key=_RANK.__getitem__)
    return worst


def repaired(findings: Sequence[Finding], beside: Sequence[Finding]) -> Repair:
    """What to change so that a promise is kept or due, without making another one about the record worse."""
    first = findings[0]
    if first.promise.check.kind in ("share_of", "judged"):
        return Repair()
    each = [(finding.promise.name, finding) for finding in beside]
    readers = [(name, _reader(finding.promise)) for name, finding in each]
    case = Case(first.record, first.as_of, first.promise.name, readers, standing(each))
    found = _search(case, {}, ROUNDS)
    if found is None:
        return Repair()
    at_risk = [finding for finding in findings if finding.status in (Status.AT_RISK, Status.NOT_KEPT)]
    reasons = dict.fromkeys(check.unless.reason for check in (each.promise.check for each in at_risk) if check.unless)
    return Repair(tuple(found.values()), tuple(reasons))


def _reader(promise: Promise) -> Reader:
    """The function that reads a record for a check, made once."""
    made: Reader = promise.__dict__.setdefault("reader", None) or reader(promise)
    promise.__dict__["reader"] = made
    return made


def _search(case: Case, steps: dict[str, Step], rounds: int) -> dict[str, Step] | None:
    wrong = case.wrong(case.read(steps))
    if not wrong:
        return steps
    if not rounds:
        return None
    for way in ways(wrong[0]):
        further = steps | {step.field: step for step in way}
        if further != steps and (found := _search(case, further, rounds - 1)) is not None:
            return found
    return None


def ways(finding: Finding) -> list[list[Step]]:
    """The ways in which one check could be put right, the best first; a published reason comes last."""
    make = _WAYS.get(finding.case)
    found = [way for way in make(finding) if all(_possible(finding, step) for step in way)] if make else []
    unless = finding.promise.check.unless
    if unless and finding.status in (Status.AT_RISK, Status.NOT_KEPT):
        found.append([Step(unless.reason, REASON)])
    return found


def _possible(finding: Finding, step: Step) -> bool:
    """Only what is not done can be changed, and only from today on."""
    if not isinstance(step.value, date):
        return True
    check = finding.promise.check
    if step.field == check.starts and check.only_if and finding.record.get(check.only_if) is not True:
        return step.value >= finding.as_of  # what was done does not count: notice that was only spoken
    there = finding.record.get(step.field)
    return step.value >= finding.as_of and (not isinstance(there, date) or there >= finding.as_of)


def _begin(finding: Finding) -> list[list[Step]]:
    check, last = finding.promise.check, finding.latest_from
    return [[Step(str(check.starts), last, last), *_condition(finding)]]


def _begin_and_move(finding: Finding) -> list[list[Step]]:
    check, today = finding.promise.check, finding.as_of
    begun = [Step(str(check.starts), today, today), *_condition(finding)]
    return [[*begun, Step(str(check.ends), finding.earliest_to)]]


def _condition(finding: Finding) -> list[Step]:
    """Without this the start would not count: notice has to be in writing."""
    only_if = finding.promise.check.only_if
    return [Step(only_if, True)] if only_if and finding.record.get(only_if) is not True else []


def _move(finding: Finding) -> list[list[Step]]:
    check = finding.promise.check
    ways = [[Step(str(check.ends), finding.earliest_to)]]
    if finding.case == "planned_short" and finding.latest_from:
        ways.append([Step(str(check.starts), finding.latest_from)])
    return ways


def _in_time(finding: Finding) -> list[list[Step]]:
    check = finding.promise.check
    ways = [[Step(str(check.event), finding.deadline, finding.deadline)]]
    if finding.case == "planned_late" and check.limit in SET_AHEAD and not check.at_least:
        ways.append([Step(str(check.limit), finding.record.get(str(check.event)))])
    return ways


def _first(finding: Finding) -> list[list[Step]]:
    check = finding.promise.check
    ways = [[Step(str(check.first), finding.deadline, finding.deadline)]]
    if finding.case == "planned_after":
        ways.append([Step(str(check.then), finding.record.get(str(check.first)))])
    return ways


def _round_the_closed_periods(finding: Finding) -> list[list[Step]]:
    """Long enough to make up for them, where a length binds the consultation; or over before they begin."""
    check, closed = finding.promise.check, finding.promise.closed
    start, end = finding.record.get(str(check.starts)), finding.record.get(str(check.ends))
    if not (isinstance(start, date) and isinstance(end, date)):
        return []
    later: list[list[Step]] = []
    if check.length:
        length = add(start, check.length, finding.promise.holidays) - start
        until = closed.made_up_by(start, length)
        later = [[Step(str(check.ends), until)]] if until else []
    begins = closed.ranges(start, end)[0][0]
    sooner = [[Step(str(check.ends), begins - DAY)]] if begins - DAY > start else []
    return later + sooner if length_binds(finding) else sooner + later


def length_binds(finding: Finding) -> bool:
    """Whether the length that makes up for closed days was promised of this record at all."""
    check = finding.promise.check
    others = (
        other for other in finding.promise.commitment.checks
        if other.kind == "min_period" and (other.starts, other.ends) == (check.starts, check.ends)
    )  # fmt: skip
    promised = next(others, None)
    if promised is None:
        return True
    lengthy = msgspec.structs.replace(finding.promise, check=promised)
    return reader(lengthy)(finding.record, finding.as_of).status is not Status.NOT_APPLICABLE


def _there(finding: Finding) -> list[list[Step]]:
    check = finding.promise.check
    planned = isinstance(finding.record.get(str(check.field)), date)
    return [[Step(str(check.field), finding.deadline if planned else _filled(finding), finding.deadline)]]


def _filled(finding: Finding) -> Value:
    """A value that would do."""
    check = finding.promise.check
    if check.equals is not None:
        return as_value(check.equals)
    if check.kind == "count_at_least":
        listed = finding.record.get(str(check.field))
        there = listed if isinstance(listed, tuple) else ()
        return (*there, *[REASON] * (int(str(check.at_least)) - len(there)))
    field = REGISTERS[check.register][str(check.field)]
    values: dict[Type, Any] = {Type.DAY: finding.as_of, Type.FLAG: True, Type.NUMBER: 1, Type.MONEY: 1}
    return field.choices[0] if field.choices else values.get(field.type, REASON)


def _in_order(finding: Finding) -> list[list[Step]]:
    """The later of two dates that a change has turned round goes with it."""
    for order in ORDERS[finding.promise.check.register]:
        first, then = finding.record.get(order.first), finding.record.get(order.then)
        if isinstance(first, date) and isinstance(then, date) and then < first:
            return [[Step(order.then, first)]]
    return []


_WAYS: dict[str, Callable[[Finding], list[list[Step]]]] = {
    "to_come": _begin, "too_late_to_start": _begin_and_move, "planned_short": _move, "short_so_far": _move,
    "awaited": _in_time, "planned_late": _in_time, "first_to_come": _first, "planned_after": _first,
    "planned_overlap": _round_the_closed_periods, "overlap_so_far": _round_the_closed_periods,
    "to_be_recorded": _there, "not_dated": _there, "another_so_far": _there, "another_undated": _there,
    "contradiction": _in_order,
}  # fmt: skip
