"""The kinds of check, each written once: what it decides, in this order.

A kind reads a check of an edition and gives a decision table over ``Ops``. ``one_record.py`` turns it into Python for
one record with reasons; ``evidence/`` turns the same table into columns. ``share_of`` counts the findings of another
check (``population.py``) and ``judged`` repeats what people said (``findings.py``): both need no table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from opencompact.core.calendar import Period
from opencompact.core.checks.ops import Ops, Row, Status, T
from opencompact.core.checks.records import REGISTERS
from opencompact.core.editions import Check
from opencompact.core.words import N_

KEPT, KEPT_WITH_REASON, NOT_KEPT = Status.KEPT, Status.KEPT_WITH_REASON, Status.NOT_KEPT
DUE, AT_RISK = Status.DUE, Status.AT_RISK
CANNOT_TELL, NOT_APPLICABLE = Status.CANNOT_TELL, Status.NOT_APPLICABLE
GIVEN = "given"  # applies: {problem: given} means every record in which there is one


class Is(StrEnum):
    """What a key of a check must be."""

    DAY = N_("the name of a date field")
    NUMBER = N_("the name of a number or money field")
    LIST = N_("the name of a list field")
    FIELD = N_("the name of a field")
    PERIOD = N_("a period")
    COUNT = N_("a whole number")
    SHARE = N_("a percentage")
    ANY = N_("a value")
    CHECK = N_("the id of another check of this promise")
    TEXT = N_("text")
    FLAG = N_("true or false")
    YES_NO = N_("the name of a yes-or-no field")
    FIXED = N_("from")


class Kind(msgspec.Struct, frozen=True):
    """A kind of check: the keys it needs, those it may have, and what it is for."""

    name: str
    about: str
    needs: dict[str, Is]
    may: dict[str, Is]
    table: Callable[..., Any] | None = None


def unknown(ops: Ops[T], *fields: str, case: str = "unknown") -> Row[T]:
    """One of these facts is not in the data at all, so nobody can tell."""
    lacks = {field: ops.unknown(field) for field in fields}
    return Row(ops.any(*lacks.values()), CANNOT_TELL, case, lacks=lacks)


def reason(ops: Ops[T], check: Check) -> list[T]:
    """The condition that a reason the compact allows is recorded; none where it allows none."""
    return [ops.given(ops.value(check.unless.reason))] if check.unless else []


def missed(
    ops: Ops[T], check: Check, when: T, cases: tuple[str, str], dates: Mapping[str, T] | None = None
) -> list[Row[T]]:
    """The limit was missed: kept with a reason where the compact allows one and it is recorded, else not kept."""
    excused, not_kept = cases
    rows = [Row(ops.all(when, told), KEPT_WITH_REASON, excused, dates) for told in reason(ops, check)]
    return [*rows, Row(when, NOT_KEPT, not_kept, dates)]


def min_period(ops: Ops[T], check: Check) -> list[Row[T]]:
    """At least so long from one day to another: notice, the length of a consultation, a term of funding."""
    starts, ends, at_least = str(check.starts), str(check.ends), Period.parse(str(check.at_least))
    start, end = ops.value(starts), ops.value(ends)
    both = ops.whole(1 if check.both_days_count else 0)
    soonest = ops.shift(ops.plus(start, at_least), ops.minus(both))
    latest = ops.latest(ops.shift(end, both), at_least)
    from_now = ops.shift(ops.plus(ops.as_of, at_least), ops.minus(both))
    now = {"earliest_to": from_now, "latest_from": latest, "short_by": ops.days(end, from_now)}
    then = {"earliest_to": soonest, "latest_from": latest, "short_by": ops.days(end, soonest)}
    not_begun = ops.empty(start)
    return [
        unknown(ops, starts, ends),
        Row(ops.empty(end), NOT_APPLICABLE, "no_end"),
        Row(
            ops.all(not_begun, ops.at_most(ops.as_of, latest)),
            DUE,
            "to_come",
            {"latest_from": latest, "deadline": latest},
        ),
        Row(ops.all(not_begun, ops.at_most(ops.as_of, end)), AT_RISK, "too_late_to_start", now),
        Row(not_begun, NOT_KEPT, "never_started", now),
        Row(ops.at_most(soonest, end), KEPT, "long_enough", {"earliest_to": soonest, "latest_from": latest}),
        *(Row(told, KEPT_WITH_REASON, "short_with_reason", then) for told in reason(ops, check)),
        Row(ops.below(ops.as_of, start), AT_RISK, "planned_short", then),
        Row(ops.always, NOT_KEPT, "short", then),
    ]


def by_a_day(ops: Ops[T], check: Check, limit: T) -> list[Row[T]]:
    """Something is done by a day: what ``deadline`` and ``on_or_before`` share."""
    event = ops.value(str(check.event))
    waiting = ops.all(ops.empty(event), ops.at_most(ops.as_of, limit))
    done_late = ops.all(ops.given(event), ops.below(limit, event))
    return [
        Row(ops.empty(limit), NOT_APPLICABLE, "no_limit"),
        Row(ops.at_most(event, limit), KEPT, "in_time", {"deadline": limit}),
        Row(waiting, DUE, "awaited", {"deadline": limit}),
        *missed(
            ops, check, done_late, ("late_with_reason", "late"), {"deadline": limit, "short_by": ops.days(limit, event)}
        ),
        *missed(
            ops,
            check,
            ops.always,
            ("overdue_with_reason", "overdue"),
            {"deadline": limit, "short_by": ops.days(limit, ops.as_of)},
        ),
    ]


def deadline(ops: Ops[T], check: Check) -> list[Row[T]]:
    """Something is done within a period after something else: feedback after closing, a reply to a request."""
    after, event = str(check.after), str(check.event)
    if check.within is None:
        raise AssertionError("a deadline without its period passed the loader")
    return [
        unknown(ops, after, event),
        *by_a_day(ops, check, ops.plus(ops.value(after), check.within)),
    ]


def on_or_before(ops: Ops[T], check: Check) -> list[Row[T]]:
    """Something is done by a day that stands in the record, or so long before it: paid by the day it is due."""
    event, limit = str(check.event), str(check.limit)
    least = Period.parse(str(check.at_least)) if check.at_least else None
    return [
        unknown(ops, event, limit),
        *by_a_day(ops, check, ops.latest(ops.value(limit), least) if least else ops.value(limit)),
    ]


def in_order(ops: Ops[T], check: Check) -> list[Row[T]]:
    """One thing comes before another: an impact is assessed before the decision."""
    first, then = ops.value(str(check.first)), ops.value(str(check.then))
    wrong = ops.all(ops.given(first), ops.below(then, first))
    passed = ops.all(ops.empty(first), ops.below(then, ops.as_of))
    later = {"deadline": then, "short_by": ops.days(then, first)}
    never = {"deadline": then, "short_by": ops.days(then, ops.as_of)}
    return [
        unknown(ops, str(check.first), str(check.then)),
        Row(ops.empty(then), NOT_APPLICABLE, "no_then"),
        Row(ops.at_most(first, then), KEPT, "in_order", {"deadline": then}),
        *missed(ops, check, wrong, ("after_with_reason", "after"), later),
        *missed(ops, check, passed, ("passed_with_reason", "passed"), never),
        Row(ops.always, DUE, "first_to_come", {"deadline": then}),
    ]


def avoids(ops: Ops[T], check: Check, closed_known_to: date | None = None) -> list[Row[T]]:
    """A stretch of days keeps clear of the closed periods, or is long enough to make up for them."""
    starts, ends = str(check.starts), str(check.ends)
    start, end = ops.value(starts), ops.value(ends)
    closed = ops.closed_days(start, end)
    length = check.length
    enough = [ops.at_most(ops.plus(start, length), ops.shift(end, ops.minus(closed)))] if length else []
    short: dict[str, T] = (
        {"short_by": ops.days(ops.shift(end, ops.minus(closed)), ops.plus(start, length))} if length else {}
    )
    run_out = [ops.below(ops.day(closed_known_to), end)] if closed_known_to else []
    list_itself = {"closed_periods": ops.always}
    fine = ops.any(ops.at_most(closed, ops.whole(0)), *enough)
    return [
        unknown(ops, starts, ends),
        Row(ops.any(ops.empty(start), ops.empty(end)), NOT_APPLICABLE, "no_dates"),
        *(Row(ops.all(past, fine), CANNOT_TELL, "list_run_out", lacks=list_itself) for past in run_out),
        Row(ops.at_most(closed, ops.whole(0)), KEPT, "clear"),
        *(Row(made_up, KEPT, "made_up") for made_up in enough),
        *(Row(told, KEPT_WITH_REASON, "overlap_with_reason", short) for told in reason(ops, check)),
        Row(ops.below(ops.as_of, start), AT_RISK, "planned_overlap", short),
        Row(ops.always, NOT_KEPT, "overlap", short),
    ]


def there(ops: Ops[T], check: Check, there_now: T) -> list[Row[T]]:
    """A fact is there, or is still to come: what ``recorded`` and ``count_at_least`` share."""
    rows = [unknown(ops, str(check.field)), Row(there_now, KEPT, "there")]
    if check.needed_by:
        needed_by = ops.value(check.needed_by)
        rows += [
            unknown(ops, check.needed_by, case="unknown_when"),
            Row(ops.empty(needed_by), DUE, "not_dated"),
            Row(ops.at_most(ops.as_of, needed_by), DUE, "to_be_recorded", {"deadline": needed_by}),
        ]
    return [*rows, *missed(ops, check, ops.always, ("absent_with_reason", "absent"))]


def recorded(ops: Ops[T], check: Check) -> list[Row[T]]:
    """A fact is recorded, or has the promised value."""
    value = ops.value(str(check.field))
    there_now = ops.given(value) if check.equals is None else ops.is_one_of(value, [check.equals])
    return there(ops, check, there_now)


def count_at_least(ops: Ops[T], check: Check) -> list[Row[T]]:
    """A list holds at least so many things: two ways to answer."""
    size = ops.size(ops.value(str(check.field)))
    return there(ops, check, ops.at_most(ops.whole(int(str(check.at_least))), size))


def ratio_at_least(ops: Ops[T], check: Check) -> list[Row[T]]:
    """One number is at least a share of another: the award covers the full cost."""
    number, of = ops.value(str(check.number)), ops.value(str(check.of))
    lacks = {str(check.number): ops.empty(number), str(check.of): ops.empty(of)}
    rows = [
        Row(ops.any(*lacks.values()), CANNOT_TELL, "no_number", lacks=lacks),
        Row(ops.at_most(ops.share(of, share(check.at_least)), number), KEPT, "reached"),
    ]
    return [*rows, *missed(ops, check, ops.always, ("below_with_reason", "below"))]


def share(written: str | int | float | None) -> Decimal:
    """A share as written: "95%", or 0.95."""
    text = str(written).strip()
    return Decimal(text[:-1].strip()) / 100 if text.endswith("%") else Decimal(text)


def applies(ops: Ops[T], check: Check) -> list[Row[T]]:
    """The records a check touches. Where that fact is missing and has no default, nobody can tell."""
    others: list[Row[T]] = []
    unsure: list[Row[T]] = []
    for field, written in check.applies.items():
        if written == GIVEN:
            unsure.append(unknown(ops, field, case="unknown_if"))
            unsure.append(Row(ops.empty(ops.value(field)), NOT_APPLICABLE, "not_given"))
            continue
        values = applying(written)
        others.append(Row(ops.is_none_of(ops.value(field), values), NOT_APPLICABLE, "another"))
        if REGISTERS[check.register][field].default is None:
            lacking = ops.empty(ops.value(field))
            unsure.append(Row(lacking, CANNOT_TELL, "unknown_if", lacks={field: lacking}))
    return others + unsure


def applying(written: str | list[str]) -> list[str | bool | int]:
    """The values of a field with which a check applies."""
    return [as_value(each) for each in (written if isinstance(written, list) else [written])]


def as_value(written: str | bool | int) -> str | bool | int:
    """Yes and no as the records hold them."""
    return {"true": True, "yes": True, "false": False, "no": False}.get(str(written).lower(), written)


_WHEN = {"from": Is.DAY, "to": Is.DAY}
_KINDS = (
    Kind("min_period", N_("a minimum time from one date to another"), {**_WHEN, "at_least": Is.PERIOD},
         {"both_days_count": Is.FLAG, "only_if": Is.YES_NO, "fixed": Is.FIXED}, min_period),
    Kind("deadline", N_("done within a set time after something else"),
         {"after": Is.DAY, "event": Is.DAY, "within": Is.PERIOD}, {}, deadline),
    Kind("on_or_before", N_("done by a date in the record"), {"event": Is.DAY, "limit": Is.DAY},
         {"at_least": Is.PERIOD}, on_or_before),
    Kind("in_order", N_("one thing before another"), {"first": Is.DAY, "then": Is.DAY}, {}, in_order),
    Kind("avoids", N_("clear of closed periods, or longer to make up for them"), _WHEN, {"length": Is.PERIOD},
         avoids),
    Kind("recorded", N_("a fact is recorded"), {"field": Is.FIELD}, {"equals": Is.ANY, "needed_by": Is.DAY}, recorded),
    Kind("count_at_least", N_("a list has a minimum number of items"), {"field": Is.LIST, "at_least": Is.COUNT},
         {"needed_by": Is.DAY}, count_at_least),
    Kind("ratio_at_least", N_("one number is at least a set percentage of another"),
         {"number": Is.NUMBER, "of": Is.NUMBER, "at_least": Is.SHARE}, {}, ratio_at_least),
    Kind("share_of", N_("a minimum share of all the records keep another check"),
         {"check": Is.CHECK, "at_least": Is.SHARE}, {"dated": Is.DAY, "over": Is.PERIOD}),
    Kind("judged", N_("people from both sectors judge it, with evidence"), {}, {"ask": Is.TEXT}),
)  # fmt: skip
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _KINDS}
