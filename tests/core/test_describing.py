"""What a check asks, in a plain sentence: one for each kind, and for every check that is shipped."""

from __future__ import annotations

import msgspec
import pytest

from opencompact.core.building import Builder, wanted
from opencompact.core.checks.kinds import KINDS
from opencompact.core.compacts import read_shipped, shipped
from opencompact.core.describing import describe, exception, how_checked, touched
from opencompact.core.editions import Check, Unless
from opencompact.core.reading import compose


def check(written: str) -> Check:
    """A check as it stands in YAML."""
    made: Check = Builder("check.yaml").build(compose(f"{{id: it, {written}}}", "check.yaml"), wanted(Check))
    return made


SENTENCES = {
    "kind: min_period, register: consultations, from: opens, to: closes, at_least: 12 weeks, unless: {reason: stage}":
        "at least 12 weeks from the opening date to the closing date, unless the stage is recorded",
    "kind: min_period, register: awards, from: starts, to: ends, at_least: 3 years, both_days_count: true":
        "at least three years from the start date of the award to the end date of the award, counting both days",
    "kind: deadline, register: consultations, after: closes, event: feedback_published, within: 12 weeks":
        "publish feedback within 12 weeks of the closing date",
    'kind: on_or_before, register: payments, event: paid, limit: due, applies: {disputed: "false"}':
        "pay it on or before the due date, for payments not in dispute",
    "kind: in_order, register: changes, first: impact_assessed, then: decided":
        "assess the impact on or before the decision date",
    "kind: avoids, register: consultations, from: opens, to: closes, length: 6 weeks":
        "keep the time from the opening date to the closing date clear of closed periods, or add the days "
        "lost to the six weeks",
    "kind: avoids, register: consultations, from: opens, to: closes":
        "keep the time from the opening date to the closing date clear of closed periods",
    "kind: recorded, register: proposals, field: stage, needed_by: decided":
        "record the stage on or before the decision date",
    "kind: recorded, register: consultations, field: expenses_offered, equals: true": "offer expenses",
    "kind: recorded, register: requests, field: planned, equals: true, needed_by: asked":
        "record that the request was planned on or before the date of the request",
    "kind: recorded, register: payments, field: disputed, equals: false": "record that the payment is not disputed",
    "kind: recorded, register: awards, field: mechanism, equals: grant": "record the type of funding as grant",
    "kind: recorded, register: requests, field: answered, needed_by: due":
        "answer it (checked once the due date for the answer has passed)",
    "kind: recorded, register: awards, field: id": "record its reference",
    "kind: count_at_least, register: consultations, field: methods, at_least: 2, needed_by: opens":
        "the ways to take part: at least two listed on or before the opening date",
    'kind: ratio_at_least, register: awards, number: amount, of: full_cost, at_least: "100%"':
        "the amount: at least 100% of the full cost",
    "kind: judged, register: judgements, ask: Was it fair?":
        "people from both sectors judge it, with evidence: Was it fair?",
    "kind: judged, register: judgements": "people from both sectors judge it, with evidence",
}  # fmt: skip


@pytest.mark.parametrize("written", SENTENCES)
def test_each_kind_is_told_in_a_sentence(written: str) -> None:
    assert describe(check(written)) == SENTENCES[written]


def test_every_kind_has_a_sentence() -> None:
    assert {check(written).kind for written in SENTENCES} | {"share_of"} == set(KINDS)


PAID = check('kind: on_or_before, register: payments, event: paid, limit: due, applies: {disputed: "no"}')
SHARES = {
    'kind: share_of, register: payments, check: it, at_least: "95%"':
        "at least 95% of payments not in dispute keep this in full: pay it on or before the due date",
    'kind: share_of, register: payments, check: it, at_least: "95%", dated: due, over: 1 year':
        "at least 95% of payments not in dispute in any one year, counted by the due date, keep this in "
        "full: pay it on or before the due date",
}  # fmt: skip


@pytest.mark.parametrize("written", SHARES)
def test_a_share_speaks_of_the_check_it_counts_and_of_no_reason(written: str) -> None:
    excused = msgspec.structs.replace(PAID, unless=Unless(reason="award"))
    assert [describe(check(written), [counted]) for counted in (PAID, excused)] == [SHARES[written]] * 2


LIMITS = {
    "{}": "",
    "{what: [end, reduce], by: public}": (
        "for changes made by the public sector that end or reduce funding or other support"
    ),
    '{in_writing: "no"}': "for changes without written notice",
    "{problem: given}": "for changes where the problem behind it is recorded",
    "{decided: given}": "for changes where the decision date is recorded",
    "{body: Council}": "for changes where who is making the change is recorded as Council",
}


@pytest.mark.parametrize("applies", LIMITS)
def test_the_records_touched_are_named(applies: str) -> None:
    written = f"kind: recorded, register: changes, field: rationale, applies: {applies}"
    assert touched(check(written)) == LIMITS[applies]


def test_the_exception_names_its_cases() -> None:
    unless = "{reason: exceptional, for: [money was misused, {en: an emergency}]}"
    told = "unless exceptional circumstances are recorded (such as: money was misused; an emergency)"
    assert exception(check(f"kind: recorded, register: changes, field: rationale, unless: {unless}")) == told


def test_a_promise_without_checks_is_for_people_to_judge() -> None:
    judged = read_shipped("bristol-2012").edition.commitments[0]
    assert how_checked(judged) == ["people from both sectors judge it, with evidence"]


@pytest.mark.parametrize("id", shipped())
def test_every_shipped_check_is_told(id: str) -> None:
    told = [each for commitment in read_shipped(id).edition.commitments for each in how_checked(commitment)]
    assert [each for each in told if not each or "{" in each or "None" in each] == []
