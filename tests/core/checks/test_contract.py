"""The contract's table of kinds, written down once more and by itself: every reader has to give the same status."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencompact.core.calendar import add, latest
from opencompact.core.checks.finding import Promise
from opencompact.core.checks.records import REGISTERS, SET_AHEAD, Type
from opencompact.core.compacts import find, shipped
from opencompact.core.findings import Checker
from tests.core.checks.records import DAYS, record_of
from tests.small import COSTS, FEEDBACK, HOLIDAYS, IMPACT, IN_WRITING, LENGTH, METHODS, NOTICE, PAID, RATIONALE, TERM
from tests.small import edition as edition_of

Facts = dict[str, Any]

ORDER = {
    "consultations": [("opens", "closes"), ("closes", "feedback_published"), ("opens", "feedback_published")],
    "opportunities": [("opens", "closes"), ("closes", "decided"), ("opens", "decided")],
    "awards": [("starts", "ends"), ("awarded", "ends")],
    "concerns": [("raised", "acknowledged"), ("raised", "answered"), ("raised", "settled")],
    "requests": [("asked", "answered")],
    "payments": [("claimed", "paid")],
}


def contradicts(register: str, facts: Facts, as_of: date, *fields: str) -> bool:
    """Whether one of the fields stands in two dates that are out of order."""
    for first, then in ORDER.get(register, ()):
        one, two = facts.get(first), facts.get(then)
        if one is None or two is None or one <= two or not {first, then} & set(fields):
            continue
        if register != "payments" or one <= as_of:
            return True
    return False


def reason_recorded(check: Any, facts: Facts) -> bool:
    return bool(check.unless and facts.get(check.unless.reason) is not None)


def min_period(promise: Promise, facts: Facts, as_of: date) -> str:  # noqa: C901  # a row of the table each
    check, period, days = promise.check, promise.period, promise.holidays
    if check.starts not in facts or check.ends not in facts:
        return "cannot_tell"
    if contradicts(check.register, facts, as_of, check.starts, check.ends):
        return "cannot_tell"
    start, end = facts[check.starts], facts[check.ends]
    if end is None:
        return "not_applicable"
    if check.only_if:
        if check.only_if not in facts:
            return "cannot_tell"
        start = start if facts[check.only_if] is True else None
    if beyond(promise, start, end):
        return "cannot_tell"
    both = timedelta(1 if check.both_days_count else 0)
    if start is None:
        if reason_recorded(check, facts):
            return "kept_with_reason"
        last = latest(end + both, period, days)
        return "due" if as_of <= last else "at_risk" if as_of <= end else "not_kept"
    if add(start, period, days) - both <= end:
        return "kept" if start <= as_of else "due"
    if reason_recorded(check, facts):
        return "kept_with_reason"
    return "at_risk" if (as_of < start if check.fixed else as_of <= end) else "not_kept"


def beyond(promise: Promise, *days: date | None) -> bool:
    """Whether working days are counted where no bank holidays are known."""
    known = promise.holidays
    given = [day for day in days if day]
    return promise.period.unit == "working days" and any(not known.known_from <= day <= known.known_to for day in given)


def by_a_day(promise: Promise, facts: Facts, as_of: date, limit: date | None) -> str:
    if limit is None:
        return "not_applicable"
    event, excused = facts[str(promise.check.event)], reason_recorded(promise.check, facts)
    if event is not None and event <= as_of:
        return "kept" if event <= limit else "kept_with_reason" if excused else "not_kept"
    if event is not None:
        if event <= limit:
            return "due"
        return "kept_with_reason" if excused else "at_risk" if as_of <= limit else "not_kept"
    if as_of <= limit:
        return "due"
    return "kept_with_reason" if excused else "not_kept"


def deadline(promise: Promise, facts: Facts, as_of: date) -> str:
    check = promise.check
    if check.after not in facts or check.event not in facts:
        return "cannot_tell"
    if contradicts(check.register, facts, as_of, check.after, check.event):
        return "cannot_tell"
    after = facts[check.after]
    limit = add(after, promise.period, promise.holidays) if after else None
    return "cannot_tell" if beyond(promise, after, limit) else by_a_day(promise, facts, as_of, limit)


def on_or_before(promise: Promise, facts: Facts, as_of: date) -> str:
    check = promise.check
    if check.event not in facts or check.limit not in facts:
        return "cannot_tell"
    if contradicts(check.register, facts, as_of, check.event, check.limit):
        return "cannot_tell"
    limit = facts[check.limit]
    if limit and check.at_least:
        limit = latest(limit, promise.period, promise.holidays)
    return by_a_day(promise, facts, as_of, limit)


def in_order(promise: Promise, facts: Facts, as_of: date) -> str:
    check = promise.check
    if check.first not in facts or check.then not in facts:
        return "cannot_tell"
    if contradicts(check.register, facts, as_of, check.first, check.then):
        return "cannot_tell"
    first, then = facts[check.first], facts[check.then]
    if then is None:
        return "not_applicable"
    if first is not None and first <= then:
        return "kept" if first <= as_of else "due"
    if reason_recorded(check, facts):
        return "kept_with_reason"
    return ("due" if first is None else "at_risk") if as_of <= then else "not_kept"


def avoids(promise: Promise, facts: Facts, as_of: date) -> str:
    check, closed = promise.check, promise.closed
    if check.starts not in facts or check.ends not in facts:
        return "cannot_tell"
    if contradicts(check.register, facts, as_of, check.starts, check.ends):
        return "cannot_tell"
    start, end = facts[check.starts], facts[check.ends]
    if start is None or end is None:
        return "not_applicable"
    lost = closed.count(start, end)
    if lost == 0 or (check.length and add(start, check.length, promise.holidays) <= end - timedelta(lost)):
        return "kept" if start <= as_of else "due"
    if reason_recorded(check, facts):
        return "kept_with_reason"
    return "at_risk" if as_of <= end else "not_kept"


def recorded(promise: Promise, facts: Facts, as_of: date) -> str:  # a row of the table each
    check = promise.check
    field = str(check.field)
    if field not in facts or contradicts(check.register, facts, as_of, field):
        return "cannot_tell"
    value = facts[field]
    if check.kind == "count_at_least":
        there, another = len(value or ()) >= int(str(check.at_least)), False
    elif check.equals is not None:
        there, another = value == check.equals, value is not None
    else:
        planned = isinstance(value, date) and value > as_of and field not in SET_AHEAD
        there, another = value is not None and not planned, False
    if there:
        return "kept"
    if reason_recorded(check, facts):
        return "kept_with_reason"
    if check.needed_by is None:
        return "due" if isinstance(value, date) else "not_kept"
    lacks_condition = check.only_if and check.only_if not in facts
    if check.needed_by not in facts or lacks_condition or contradicts(check.register, facts, as_of, check.needed_by):
        return "cannot_tell"
    needed = facts[check.needed_by]
    needed = needed if not check.only_if or facts[check.only_if] is True else None
    another = another or bool(needed and isinstance(value, date) and needed < value)
    if needed is None or as_of <= needed:
        return "at_risk" if another else "due"
    return "not_kept"


def ratio_at_least(promise: Promise, facts: Facts, as_of: date) -> str:
    number, of = facts.get(str(promise.check.number)), facts.get(str(promise.check.of))
    if number is None or not of:
        return "cannot_tell"
    share = Decimal(str(promise.check.at_least).removesuffix("%")) / 100
    if number >= of * share:
        return "kept"
    return "kept_with_reason" if reason_recorded(promise.check, facts) else "not_kept"


KINDS = {
    "min_period": min_period, "deadline": deadline, "on_or_before": on_or_before, "in_order": in_order,
    "avoids": avoids, "recorded": recorded, "count_at_least": recorded, "ratio_at_least": ratio_at_least,
}  # fmt: skip


def touched(promise: Promise, facts: Facts) -> str | None:
    """The status of a record the check does not touch, or of which nobody can tell whether it does."""
    unsure = None
    for field, written in promise.check.applies.items():
        known = REGISTERS[promise.check.register][field]
        value = facts.get(field)
        if written == "given":
            if field in facts and value is None:
                return "not_applicable"
            unsure = unsure if field in facts else "cannot_tell"
            continue
        wanted = {str(each).lower() for each in (written if isinstance(written, list) else [written])}
        value = known.default if value is None else value
        said = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else value
        if said is None:
            unsure = "cannot_tell"
        elif str(said) not in {{"true": "yes", "false": "no"}.get(each, each) for each in wanted}:
            return "not_applicable"
    return unsure


def expected(promise: Promise, facts: Facts, as_of: date) -> str:
    status = touched(promise, facts) or KINDS[promise.check.kind](promise, facts, as_of)
    if promise.check.counted_only and status != "cannot_tell":
        return "not_applicable"
    return status


WRITTEN = NOTICE | {"id": "written", "only_if": "in_writing"}
EVERY_KEY = edition_of(
    NOTICE, WRITTEN, LENGTH, LENGTH | {"id": "fixed", "fixed": "from"}, TERM, FEEDBACK, PAID, IMPACT, HOLIDAYS,
    RATIONALE, IN_WRITING, METHODS, COSTS,
    FEEDBACK | {"id": "late_reason", "unless": {"reason": "short_reason"}},
    PAID | {"id": "early", "at_least": "2 weeks"},
    IN_WRITING | {"id": "by_then", "needed_by": "takes_effect", "unless": {"reason": "exceptional"}},
    METHODS | {"id": "ways", "needed_by": "opens"},
    LENGTH | {"id": "counted", "counted_only": True},
    {"id": "plan", "kind": "recorded", "register": "changes", "field": "exit_plan", "needed_by": "takes_effect"},
    RATIONALE | {"id": "in_the_letter", "needed_by": "notice_given", "only_if": "in_writing"},
    {"id": "planned", "kind": "recorded", "register": "changes", "field": "exit_plan"},
    {"id": "acknowledged", "kind": "deadline", "register": "concerns", "after": "raised", "event": "acknowledged",
     "within": "5 working days"},
    {"id": "agenda", "kind": "min_period", "register": "meetings", "from": "agenda_sent", "to": "held",
     "at_least": "10 working days"},
    IMPACT | {"id": "problem", "applies": {"problem": "given", "what": ["end"], "by": "public"}},
)  # fmt: skip
EDITIONS = {"every key": EVERY_KEY} | {id: find(id) for id in shipped()}


@pytest.mark.parametrize("name", EDITIONS)
@settings(max_examples=40)
@given(data=st.data(), as_of=DAYS)
def test_every_check_decides_as_the_contract_says(name, data, as_of):
    checker = Checker(EDITIONS[name])
    register = data.draw(st.sampled_from(sorted(checker.readers)))
    facts = data.draw(record_of(register))
    found = {each.promise.check.id + each.promise.name: each for each in checker.read(register, facts, as_of)}
    assert {key: str(each.status) for key, each in found.items()} == {
        key: expected(each.promise, facts, as_of) for key, each in found.items()
    }


@pytest.mark.parametrize("name", EDITIONS)
@settings(max_examples=20)
@given(data=st.data(), as_of=DAYS)
def test_what_is_still_to_come_is_never_a_fact(name, data, as_of):
    """Where every date of a record is later than the day asked about, nothing of it is kept or broken by a date."""
    checker = Checker(EDITIONS[name])
    register = data.draw(st.sampled_from(sorted(checker.readers)))
    facts = data.draw(record_of(register))
    ahead = {
        key: max(value, as_of + timedelta(1)) if isinstance(value, date) else value for key, value in facts.items()
    }
    dated = {key for key, field in REGISTERS[register].items() if field.type is Type.DAY}
    for finding in checker.read(register, ahead, as_of):
        check = finding.promise.check
        if set(finding.promise.read) <= dated - set(SET_AHEAD if check.kind == "recorded" else ()):
            assert finding.status != "kept"
            too_early = check.kind == "on_or_before" and check.at_least  # so long before a date: that may be over
            absent = check.kind == "recorded"  # nothing stands there at all
            assert finding.status != "not_kept" or too_early or absent
