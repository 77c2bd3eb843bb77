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

from opencompact.core.calendar import Period, Unit
from opencompact.core.checks.ops import Ops, Row, Status, T
from opencompact.core.checks.records import ORDERS, REGISTERS, SET_AHEAD, Type
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


class Known(msgspec.Struct, frozen=True):
    """Up to when the days of an area are known: its closed periods, and the bank holidays that working days need."""

    closed_to: date | None = None
    holidays_from: date | None = None
    holidays_to: date | None = None


ALL_KNOWN = Known()


def unknown(ops: Ops[T], *fields: str, case: str = "unknown") -> Row[T]:
    """One of these facts is not in the data at all, so nobody can tell."""
    lacks = {field: ops.unknown(field) for field in fields}
    return Row(ops.any(*lacks.values()), CANNOT_TELL, case, lacks=lacks)


def contradiction(ops: Ops[T], check: Check, *fields: str | None) -> list[Row[T]]:
    """One of these dates contradicts the order of the register's dates; nobody can tell which of the two is wrong."""
    found: dict[str, list[T]] = {}
    for order in ORDERS.get(check.register, ()):
        if order.first in fields or order.then in fields:
            first, then = ops.value(order.first), ops.value(order.then)
            come = [ops.at_most(first, ops.as_of), ops.at_most(then, ops.as_of)] if order.facts_only else []
            turned = ops.all(ops.below(then, first), *come)
            found.setdefault(order.first, []).append(turned)
            found.setdefault(order.then, []).append(turned)
    lacks = {field: ops.any(*found[field]) for field in REGISTERS[check.register] if field in found}
    return [Row(ops.any(*lacks.values()), CANNOT_TELL, "contradiction", lacks=lacks)] if lacks else []


def holidays_run_out(ops: Ops[T], known: Known, period: Period | None, *days: T) -> list[Row[T]]:
    """Working days were counted where the bank holidays are not known."""
    if period is None or period.unit is not Unit.WORKING_DAYS or known.holidays_to is None:
        return []
    ends = [ops.below(ops.day(known.holidays_to), day) for day in days]
    begins = [ops.below(day, ops.day(known.holidays_from)) for day in days] if known.holidays_from else []
    return [Row(ops.any(*ends, *begins), CANNOT_TELL, "holidays_run_out", lacks={"bank_holidays": ops.always})]


def reason(ops: Ops[T], check: Check) -> list[T]:
    """The condition that a reason the compact allows is recorded; none where it allows none."""
    return [ops.given(ops.value(check.unless.reason))] if check.unless else []


def excused(ops: Ops[T], check: Check, when: T, case: str, dates: Mapping[str, T] | None = None) -> list[Row[T]]:
    """Kept with a reason, where the compact allows one and it is recorded."""
    return [Row(ops.all(when, told), KEPT_WITH_REASON, case, dates) for told in reason(ops, check)]


def min_period(ops: Ops[T], check: Check, known: Known = ALL_KNOWN) -> list[Row[T]]:
    """At least so long from one day to another: notice, the length of a consultation, a term of funding."""
    starts, ends, at_least = str(check.starts), str(check.ends), Period.parse(str(check.at_least))
    start, end = ops.value(starts), ops.value(ends)
    rows = [unknown(ops, starts, ends), *contradiction(ops, check, starts, ends)]
    rows.append(Row(ops.empty(end), NOT_APPLICABLE, "no_end"))
    if check.only_if:
        rows.append(unknown(ops, check.only_if))
        start = ops.where(ops.is_one_of(ops.value(check.only_if), [True]), start)
    both = ops.whole(1 if check.both_days_count else 0)
    soonest = ops.shift(ops.plus(start, at_least), ops.minus(both))
    latest = ops.latest(ops.shift(end, both), at_least)
    from_now = ops.shift(ops.plus(ops.as_of, at_least), ops.minus(both))
    now = {"earliest_to": from_now, "latest_from": latest, "short_by": ops.days(end, from_now)}
    then = {"earliest_to": soonest, "latest_from": latest, "short_by": ops.days(end, soonest)}
    fits = {"earliest_to": soonest, "latest_from": latest}
    not_begun, to_come = ops.empty(start), ops.at_most(ops.as_of, end)
    return [
        *rows,
        *holidays_run_out(ops, known, at_least, start, end),
        *excused(ops, check, not_begun, "never_started_with_reason", {"latest_from": latest}),
        Row(ops.all(not_begun, ops.at_most(ops.as_of, latest)), DUE, "to_come",
            {"latest_from": latest, "deadline": latest}),
        Row(ops.all(not_begun, to_come), AT_RISK, "too_late_to_start", now | {"deadline": end}),
        Row(not_begun, NOT_KEPT, "never_started", now),
        Row(ops.all(ops.at_most(soonest, end), ops.at_most(start, ops.as_of)), KEPT, "long_enough", fits),
        Row(ops.at_most(soonest, end), DUE, "planned_long_enough", fits),
        *excused(ops, check, ops.always, "short_with_reason", then),
        *_short(ops, check, start, end, then),
    ]  # fmt: skip


def _short(ops: Ops[T], check: Check, start: T, end: T, dates: Mapping[str, T]) -> list[Row[T]]:
    """Too short: to be put right until the end has come, or the start where that is what counts."""
    planned, to_come = ops.below(ops.as_of, start), ops.at_most(ops.as_of, end)
    broken = Row(ops.always, NOT_KEPT, "short", dates)
    if check.fixed:
        return [Row(planned, AT_RISK, "planned_short", {**dates, "deadline": start}), broken]
    return [
        Row(ops.all(planned, to_come), AT_RISK, "planned_short", {**dates, "deadline": end}),
        Row(to_come, AT_RISK, "short_so_far", {**dates, "deadline": end}),
        broken,
    ]


def by_a_day(ops: Ops[T], check: Check, limit: T) -> list[Row[T]]:
    """Something is done by a day: what ``deadline`` and ``on_or_before`` share."""
    event = ops.value(str(check.event))
    in_time, past, ahead = ops.at_most(event, limit), ops.at_most(event, ops.as_of), ops.at_most(ops.as_of, limit)
    by = {"deadline": limit}
    late = by | {"short_by": ops.days(limit, event)}
    overdue = by | {"short_by": ops.days(limit, ops.as_of)}
    return [
        Row(ops.empty(limit), NOT_APPLICABLE, "no_limit"),
        Row(ops.all(in_time, past), KEPT, "in_time", by),
        Row(in_time, DUE, "planned_in_time", by),
        *excused(ops, check, ops.given(event), "late_with_reason", late),
        Row(past, NOT_KEPT, "late", late),
        Row(ops.all(ops.given(event), ahead), AT_RISK, "planned_late", late),
        Row(ops.given(event), NOT_KEPT, "overdue_and_planned", late),
        Row(ahead, DUE, "awaited", by),
        *excused(ops, check, ops.always, "overdue_with_reason", overdue),
        Row(ops.always, NOT_KEPT, "overdue", overdue),
    ]


def deadline(ops: Ops[T], check: Check, known: Known = ALL_KNOWN) -> list[Row[T]]:
    """Something is done within a period after something else: feedback after closing, a reply to a request."""
    after, event = str(check.after), str(check.event)
    if check.within is None:
        raise AssertionError("a deadline without its period passed the loader")
    start = ops.value(after)
    limit = ops.plus(start, check.within)
    return [
        unknown(ops, after, event),
        *contradiction(ops, check, after, event),
        *holidays_run_out(ops, known, check.within, start, limit),
        *by_a_day(ops, check, limit),
    ]


def on_or_before(ops: Ops[T], check: Check, known: Known = ALL_KNOWN) -> list[Row[T]]:
    """Something is done by a day that stands in the record, or so long before it: paid by the day it is due."""
    event, limit = str(check.event), str(check.limit)
    least = Period.parse(str(check.at_least)) if check.at_least else None
    day = ops.value(limit)
    by = ops.latest(day, least) if least else day
    return [
        unknown(ops, event, limit),
        *contradiction(ops, check, event, limit),
        *holidays_run_out(ops, known, least, day, by),
        *by_a_day(ops, check, by),
    ]


def in_order(ops: Ops[T], check: Check, known: Known = ALL_KNOWN) -> list[Row[T]]:
    """One thing comes before another: an impact is assessed before the decision."""
    first, then = ops.value(str(check.first)), ops.value(str(check.then))
    in_line, ahead = ops.at_most(first, then), ops.at_most(ops.as_of, then)
    by = {"deadline": then}
    later = by | {"short_by": ops.days(then, first)}
    never = by | {"short_by": ops.days(then, ops.as_of)}
    return [
        unknown(ops, str(check.first), str(check.then)),
        *contradiction(ops, check, check.first, check.then),
        Row(ops.empty(then), NOT_APPLICABLE, "no_then"),
        Row(ops.all(in_line, ops.at_most(first, ops.as_of)), KEPT, "in_order", by),
        Row(in_line, DUE, "planned_in_order", by),
        *excused(ops, check, ops.given(first), "after_with_reason", later),
        Row(ops.all(ops.given(first), ahead), AT_RISK, "planned_after", later),
        Row(ops.given(first), NOT_KEPT, "after", later),
        *excused(ops, check, ahead, "left_out_with_reason", by),
        Row(ahead, DUE, "first_to_come", by),
        *excused(ops, check, ops.always, "passed_with_reason", never),
        Row(ops.always, NOT_KEPT, "passed", never),
    ]


def avoids(ops: Ops[T], check: Check, known: Known = ALL_KNOWN) -> list[Row[T]]:
    """A stretch of days keeps clear of the closed periods, or is long enough to make up for them."""
    starts, ends, length = str(check.starts), str(check.ends), check.length
    start, end = ops.value(starts), ops.value(ends)
    closed = ops.closed_days(start, end)
    left = ops.shift(end, ops.minus(closed))
    enough = [ops.at_most(ops.plus(start, length), left)] if length else []
    short = {"short_by": ops.days(left, ops.plus(start, length))} if length else {}
    clear, begun = ops.at_most(closed, ops.whole(0)), ops.at_most(start, ops.as_of)
    to_come = ops.at_most(ops.as_of, end)
    run_out = [ops.below(ops.day(known.closed_to), end)] if known.closed_to else []
    list_itself = {"closed_periods": ops.always}
    return [
        unknown(ops, starts, ends),
        *contradiction(ops, check, starts, ends),
        Row(ops.any(ops.empty(start), ops.empty(end)), NOT_APPLICABLE, "no_dates"),
        *(Row(ops.all(past, ops.any(clear, *enough)), CANNOT_TELL, "list_run_out", lacks=list_itself)
          for past in run_out),
        Row(ops.all(clear, begun), KEPT, "clear"),
        Row(clear, DUE, "planned_clear"),
        *(Row(ops.all(made_up, begun), KEPT, "made_up") for made_up in enough),
        *(Row(made_up, DUE, "planned_made_up") for made_up in enough),
        *excused(ops, check, ops.always, "overlap_with_reason", short),
        Row(ops.all(ops.below(ops.as_of, start), to_come), AT_RISK, "planned_overlap", short | {"deadline": end}),
        Row(to_come, AT_RISK, "overlap_so_far", short | {"deadline": end}),
        Row(ops.always, NOT_KEPT, "overlap", short),
    ]  # fmt: skip


def there(ops: Ops[T], check: Check, there_now: T, another: T | None = None) -> list[Row[T]]:
    """A fact is there, or is still to come: what ``recorded`` and ``count_at_least`` share."""
    rows = [
        unknown(ops, str(check.field)),
        *contradiction(ops, check, check.field),
        Row(there_now, KEPT, "there"),
        *excused(ops, check, ops.always, "absent_with_reason"),
    ]
    if check.needed_by:
        needed_by = ops.value(check.needed_by)
        if check.only_if:
            rows.append(unknown(ops, check.only_if))
            needed_by = ops.where(ops.is_one_of(ops.value(check.only_if), [True]), needed_by)
        ahead, by = ops.at_most(ops.as_of, needed_by), {"deadline": needed_by}
        rows += [
            unknown(ops, check.needed_by, case="unknown_when"),
            *contradiction(ops, check, check.needed_by),
            *([Row(ops.all(ops.empty(needed_by), another), AT_RISK, "another_undated")] if another else []),
            Row(ops.empty(needed_by), DUE, "not_dated"),
            *([Row(ops.all(ahead, another), AT_RISK, "another_so_far", by)] if another else []),
            Row(ahead, DUE, "to_be_recorded", by),
        ]
    return [*rows, Row(ops.always, NOT_KEPT, "absent")]


def recorded(ops: Ops[T], check: Check, known: Known = ALL_KNOWN) -> list[Row[T]]:
    """A fact is recorded, or has the promised value. A date that is to come is a plan, and not there yet."""
    value = ops.value(str(check.field))
    if check.equals is not None:
        return there(ops, check, ops.is_one_of(value, [check.equals]), ops.given(value))
    if REGISTERS[check.register][str(check.field)].type is not Type.DAY or check.field in SET_AHEAD:
        return there(ops, check, ops.given(value))
    if check.needed_by:
        return there(ops, check, ops.at_most(value, ops.as_of), ops.below(ops.value(check.needed_by), value))
    *rows, absent = there(ops, check, ops.at_most(value, ops.as_of))
    return [*rows, Row(ops.given(value), DUE, "planned"), absent]


def count_at_least(ops: Ops[T], check: Check, known: Known = ALL_KNOWN) -> list[Row[T]]:
    """A list holds at least so many things: two ways to answer."""
    size = ops.size(ops.value(str(check.field)))
    return there(ops, check, ops.at_most(ops.whole(int(str(check.at_least))), size))


def ratio_at_least(ops: Ops[T], check: Check, known: Known = ALL_KNOWN) -> list[Row[T]]:
    """One number is at least a share of another: the award covers the full cost."""
    number, of = ops.value(str(check.number)), ops.value(str(check.of))
    none = ops.at_most(of, ops.whole(0))
    lacks = {str(check.number): ops.empty(number), str(check.of): ops.any(ops.empty(of), none)}
    return [
        Row(ops.any(ops.empty(number), ops.empty(of)), CANNOT_TELL, "no_number", lacks=lacks),
        Row(none, CANNOT_TELL, "share_of_nothing", lacks={str(check.of): ops.always}),
        Row(ops.at_most(ops.share(of, share(check.at_least)), number), KEPT, "reached"),
        *excused(ops, check, ops.always, "below_with_reason"),
        Row(ops.always, NOT_KEPT, "below"),
    ]


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
            others.append(Row(ops.blank(field), NOT_APPLICABLE, "not_given"))
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
    Kind("recorded", N_("a fact is recorded"), {"field": Is.FIELD},
         {"equals": Is.ANY, "needed_by": Is.DAY, "only_if": Is.YES_NO}, recorded),
    Kind("count_at_least", N_("a list has a minimum number of items"), {"field": Is.LIST, "at_least": Is.COUNT},
         {"needed_by": Is.DAY, "only_if": Is.YES_NO}, count_at_least),
    Kind("ratio_at_least", N_("one number is at least a set percentage of another"),
         {"number": Is.NUMBER, "of": Is.NUMBER, "at_least": Is.SHARE}, {}, ratio_at_least),
    Kind("share_of", N_("a minimum share of all the records keep another check"),
         {"check": Is.CHECK, "at_least": Is.SHARE}, {"dated": Is.DAY, "over": Is.PERIOD}),
    Kind("judged", N_("people from both sectors judge it, with evidence"), {}, {"ask": Is.TEXT}),
)  # fmt: skip
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _KINDS}

_READ = (Is.DAY, Is.NUMBER, Is.LIST, Is.FIELD, Is.YES_NO)


def fields_read(check: Check) -> list[str]:
    """The fields of the record a check reads, as its kind lists them."""
    kind = KINDS[check.kind]
    written = msgspec.to_builtins(check)
    return [written[key] for key, role in (kind.needs | kind.may).items() if role in _READ and written.get(key)]
