"""A verdict is the worst of the checks of one promise on one record, with one remedy that works."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencompact.core.checks.ops import Status
from opencompact.core.compacts import find, shipped
from opencompact.core.findings import Checker
from opencompact.core.verdicts import (
    RANK,
    Records,
    Verdict,
    as_json,
    by_status,
    of_period,
    records,
    resting_on_readings,
    verdicts,
)
from tests.core.checks.records import DAYS, record_of, sound_record_of
from tests.small import FEEDBACK, HOLIDAYS, LENGTH, METHODS, edition

BROKEN = (Status.NOT_KEPT, Status.AT_RISK, Status.CANNOT_TELL)
ASKED: dict[str, Any] = {
    "id": "K1", "opens": date(2026, 12, 7), "closes": date(2027, 1, 18), "feedback_published": None,
    "methods": ("online",), "short_reason": None, "holiday_reason": None,
}  # fmt: skip
AS_OF = date(2026, 12, 1)


@cache
def checker(id: str) -> Checker:
    return Checker(find(id))


def judged(record: dict[str, Any], as_of: date, *checks: dict[str, Any]) -> list[Verdict]:
    return verdicts(Checker(edition(*checks)).read("consultations", record, as_of))


def test_the_worst_check_decides_and_length_and_closed_periods_give_one_date():
    [verdict] = judged(ASKED, AS_OF, LENGTH, HOLIDAYS, FEEDBACK)
    told = as_json(verdict)
    assert list(told) == ["commitment", "register", "record", "status", "says", "remedy", "checks", "ours"]
    assert told["status"] == "at_risk"
    assert told["checks"] == ["length", "holidays", "feedback"]
    assert told["ours"] is False
    assert verdict.remedy.changes == {"closes": date(2027, 3, 16), "feedback_published": date(2027, 6, 8)}
    assert told["remedy"] == (
        "Publish feedback by 8 June 2027 and keep it open until 16 March 2027 or later, or publish the reason."
    )


def test_a_consultation_that_is_not_bound_by_the_length_ends_before_the_closed_period():
    """What length was not promised of it, it need not make up for."""
    length = LENGTH | {"applies": {"written": "yes"}}
    spoken = ASKED | {"opens": date(2027, 7, 20), "closes": date(2027, 8, 1), "written": False}
    [verdict] = judged(spoken, AS_OF, length, HOLIDAYS)
    assert verdict.remedy.changes == {"closes": date(2027, 7, 31)}
    assert verdict.remedy.says.startswith("Close it by 31 July 2027")


@pytest.mark.parametrize(
    ("statuses", "worst"),
    [
        (["kept", "not_applicable"], "kept"),
        (["kept", "kept_with_reason"], "kept_with_reason"),
        (["kept_with_reason", "cannot_tell"], "cannot_tell"),
        (["cannot_tell", "due"], "due"),
        (["due", "at_risk"], "at_risk"),
        (["at_risk", "not_kept"], "not_kept"),
        (["not_applicable", "not_applicable"], "not_applicable"),
    ],
)
def test_the_order_from_worst_to_best(statuses, worst):
    [verdict] = judged(ASKED, AS_OF, LENGTH, FEEDBACK)
    for finding, status in zip(verdict.findings, statuses, strict=True):
        finding.status = Status(status)
    assert Verdict(verdict.findings, verdict.beside).status == worst


def test_a_verdict_is_ours_where_all_that_decided_is_our_reading():
    ours = FEEDBACK | {"ours": "timely is read as 12 weeks"}
    late = ASKED | {"opens": date(2026, 1, 5), "closes": date(2026, 3, 30), "feedback_published": date(2026, 8, 3)}
    short = late | {"closes": date(2026, 3, 1)}
    [resting], [printed] = judged(late, AS_OF, LENGTH, ours), judged(short, AS_OF, LENGTH, ours)
    assert [(resting.status, resting.ours), (printed.status, printed.ours)] == [("not_kept", True), ("not_kept", False)]
    assert resting_on_readings([resting, printed]) == [resting]


def test_figures_count_verdicts_and_records():
    kept = {"id": "K1", "opens": date(2026, 1, 5), "closes": date(2026, 3, 30), "methods": ("online", "paper")}
    found = [
        *judged(kept, AS_OF, LENGTH, METHODS),
        *judged(kept | {"methods": ()}, AS_OF, LENGTH, METHODS),
        *judged({"id": "K3", "opens": date(2026, 1, 5), "closes": date(2026, 3, 30)}, AS_OF, LENGTH, METHODS),
        *judged(kept | {"opens": date(2027, 1, 5), "closes": date(2027, 3, 30)}, AS_OF, LENGTH, METHODS),
    ]
    counts = {status: count for status, count in by_status(found).items() if count}
    assert counts == {Status.KEPT: 1, Status.NOT_KEPT: 1, Status.CANNOT_TELL: 1, Status.DUE: 1}
    assert records(found) == Records(kept_all=1, missed_one=1, cannot_tell=1, still_open=1)
    assert of_period(found, date(2027, 1, 1), date(2027, 12, 31)) == found[3:]


def standing(found: list[Verdict]) -> dict[str, Verdict]:
    return {verdict.commitment: verdict for verdict in found}


@pytest.mark.parametrize("id", shipped())
@settings(max_examples=40)
@given(data=st.data(), as_of=DAYS, sound=st.booleans())
def test_carrying_the_remedy_out_puts_the_promise_right_and_makes_no_other_worse(id, data, as_of, sound):
    """Whatever can still be changed; what is over stays as it was unless the agreement lets a reason excuse it."""
    register = data.draw(st.sampled_from(sorted(checker(id).readers)))
    record = data.draw(sound_record_of(register) if sound else record_of(register))
    before = standing(verdicts(checker(id).read(register, record, as_of)))
    for name, verdict in before.items():
        remedy = verdict.remedy
        if verdict.status is Status.AT_RISK and sound:
            assert remedy.changes
        if not remedy.changes:
            continue
        after = standing(verdicts(checker(id).read(register, {**record, **remedy.changes}, as_of)))
        wrong = [finding for finding in after[name].findings if finding.status in (Status.AT_RISK, Status.NOT_KEPT)]
        assert all(finding.status is Status.NOT_KEPT and not finding.promise.check.unless for finding in wrong)
        worse = [other for other, now in after.items() if RANK[now.status] < RANK[before[other].status]]
        assert [other for other in worse if other != name and after[other].status in BROKEN] == []


@pytest.mark.parametrize("id", shipped())
@settings(max_examples=30)
@given(data=st.data(), as_of=DAYS)
def test_who_has_something_to_do_is_told_what(id, data, as_of):
    """No remedy where all is well, and one wherever something can be done."""
    register = data.draw(st.sampled_from(sorted(checker(id).readers)))
    for verdict in verdicts(checker(id).read(register, data.draw(record_of(register)), as_of)):
        if verdict.status in (Status.KEPT, Status.KEPT_WITH_REASON, Status.NOT_APPLICABLE):
            assert (verdict.remedy.says, verdict.remedy.changes) == ("", {})
        elif verdict.status is not Status.DUE:
            assert verdict.remedy.says.endswith(".")
