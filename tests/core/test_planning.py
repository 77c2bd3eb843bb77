"""A plan's days keep every promise, and no other days would be later or earlier."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencompact.core.checks.ops import Status
from opencompact.core.checks.records import Record
from opencompact.core.compacts import find, shipped
from opencompact.core.findings import Checker
from opencompact.core.planning import Plan, as_json, plan_backward, plan_forward
from opencompact.core.words import in_words

DAY = timedelta(1)
AS_OF = date(2026, 11, 21)
FINE = {Status.KEPT, Status.DUE, Status.NOT_APPLICABLE, Status.CANNOT_TELL}


def days(plan: Plan) -> dict[str, str | None]:
    return {step.name: step.day.isoformat() if step.day else None for step in plan.steps}


def said_of(plan: Plan, step: str) -> str:
    return next(each.says for each in plan.steps if each.name == step)


@cache
def checker(id: str) -> Checker:
    return Checker(find(id))


def breaks(checker: Checker, record: Record, as_of: date) -> bool:
    return any(finding.status not in FINE for finding in checker.read("consultations", record, as_of))


# Examples


def test_a_plan_from_the_opening_day_makes_up_for_august() -> None:
    plan = plan_forward(find("bristol"), date(2027, 6, 3), AS_OF)
    assert as_json(plan) == {
        "edition": "bristol-2012",
        "as_of": "2026-11-21",
        "feasible": True,
        "steps": [
            {
                "step": "impact",
                "day": None,
                "says": (
                    "Assess the impact on or before the date of the feedback. The last date for this is "
                    "19 December 2027."
                ),
                "commitments": ["bristol-2012#2.1"],
            },
            {
                "step": "known",
                "day": None,
                "says": "Record what is already known on or before the opening date.",
                "commitments": ["bristol-2012#3.7"],
            },
            {
                "step": "announce",
                "day": "2027-06-02",
                "says": (
                    "One day from 2 June 2027 is 3 June 2027. Announce it a day later and it could not open "
                    "on that date."
                ),
                "commitments": ["bristol-2012#3.8"],
            },
            {"step": "opens", "day": "2027-06-03", "says": "The plan starts from this date.", "commitments": []},
            {
                "step": "closes",
                "day": "2027-09-26",
                "says": (
                    "12 weeks (84 days) from 3 June 2027 is 26 August 2027. From 3 June 2027 to 26 "
                    "August 2027, 26 days fall in closed periods: August (26 days, 1 August 2027 to 26 "
                    "August 2027). To allow 12 weeks as well as every closed day in between, it has to "
                    "run to 26 September 2027."
                ),
                "commitments": ["bristol-2012#3.3"],
            },
            {
                "step": "decision",
                "day": "2027-09-27",
                "says": "Responses are accepted until the end of 26 September 2027 and have to be considered first.",
                "commitments": [],
            },
            {
                "step": "feedback",
                "day": "2027-12-19",
                "says": "12 weeks (84 days) from 26 September 2027 is 19 December 2027.",
                "commitments": ["bristol-2012#3.6"],
            },
        ],
        "asks": [
            {"commitment": "bristol-2012#3.1", "says": "Record the purpose on or before the opening date."},
            {
                "commitment": "bristol-2012#3.1",
                "says": "The groups it wants to reach: at least one listed on or before the opening date.",
            },
            {"commitment": "bristol-2012#3.2", "says": "Record what can change on or before the opening date."},
            {"commitment": "bristol-2012#3.2", "says": "Record what cannot change on or before the opening date."},
            {
                "commitment": "bristol-2012#3.4",
                "says": "The ways to take part: at least two listed on or before the opening date.",
            },
            {
                "commitment": "bristol-2012#3.4",
                "says": "The accessible formats: at least one listed on or before the opening date.",
            },
            {"commitment": "bristol-2012#3.5", "says": "Offer expenses on or before the opening date."},
        ],
        "reasons": [],
        "earliest_decision": "2027-09-27",
    }


def test_a_plan_from_the_opening_day_says_its_answer_first() -> None:
    assert plan_forward(find("model"), date(2027, 6, 3), AS_OF).says == (
        "Announce it by 20 May 2027. If it opens on 3 June 2027, keep it open until 26 September 2027 or "
        "later. You can make a decision from 27 September 2027."
    )


def test_a_plan_from_the_decision_goes_back_to_the_announcement() -> None:
    plan = plan_backward(find("model"), date(2027, 9, 15), AS_OF)
    assert (plan.feasible, plan.says, days(plan)) == (
        True,
        "For a decision on 15 September 2027, announce it by 8 May 2027, open it by 22 May 2027 and close it "
        "by 14 September 2027.",
        {
            "known": None,
            "announce": "2027-05-08",
            "opens": "2027-05-22",
            "closes": "2027-09-14",
            "decision": "2027-09-15",
            "feedback": "2027-12-07",
        },
    )


def test_a_compact_without_closed_periods_needs_no_more_than_its_length() -> None:
    plan = plan_backward(find("brentwood"), date(2027, 9, 15), AS_OF)
    assert days(plan) == {
        "impact": None,
        "announce": "2027-06-21",
        "opens": "2027-06-22",
        "closes": "2027-09-14",
        "decision": "2027-09-15",
        "feedback": "2027-12-07",
    }


def test_too_late_to_decide_names_the_earliest_day_and_the_reasons_to_publish() -> None:
    plan = plan_backward(find("model"), date(2027, 1, 15), AS_OF)
    assert (plan.feasible, plan.earliest_decision, plan.says) == (
        False,
        date(2027, 3, 15),
        "It can't be done in time: for a decision on 15 January 2027, it had to be announced by 23 September "
        "2026 and open by 7 October 2026. It could still be open from 5 December 2026 to 14 January 2027, "
        "but that would not keep the promises listed here. If you announce it on 21 November 2026, it can "
        "open on 5 December 2026 and the earliest decision date is 15 March 2027.",
    )
    assert as_json(plan)["reasons"] == [
        {
            "commitment": "model-2026#3.1",
            "field": "short_reason",
            "says": (
                "The consultation is planned from 5 December 2026 to 14 January 2027: 40 days; 84 are promised. "
                "The Compact allows this with a reason: publish the reason for a shorter consultation. It gives "
                "these examples: a date set by law or by another body; an emergency."
            ),
        },
        {
            "commitment": "model-2026#3.1",
            "field": "holiday_reason",
            "says": (
                "The consultation runs from 5 December 2026 to 14 January 2027, including "
                "Christmas and New Year (15 days). The Compact allows this with a reason: publish the reason "
                "for running during a closed period."
            ),
        },
    ]
    assert said_of(plan, "announce").endswith("This date has passed.")


def test_too_late_to_announce_says_where_the_compact_allows_no_exception() -> None:
    plan = plan_forward(find("model"), date(2026, 11, 25), AS_OF)
    assert (plan.feasible, plan.earliest_decision) == (False, date(2027, 3, 15))
    assert as_json(plan)["reasons"] == [
        {
            "commitment": "model-2026#3.3",
            "field": None,
            "says": (
                "The consultation was announced on 21 November 2026 and opens on 25 November 2026: 4 days later; "
                "14 are promised. The Compact allows no exception."
            ),
        }
    ]


@pytest.mark.parametrize("decide_by", [date(2026, 11, 21), date(2026, 11, 20), date(1900, 1, 1)])
def test_a_decision_today_or_earlier_leaves_no_day(decide_by: date) -> None:
    plan = plan_backward(find("bristol"), decide_by, AS_OF)
    assert (plan.feasible, plan.reasons, plan.earliest_decision) == (False, [], date(2027, 3, 2))
    assert f"There is no time left for a consultation before {in_words(decide_by)}." in plan.says


def test_an_opening_day_in_the_past_is_taken_as_done() -> None:
    plan = plan_forward(find("model"), date(2026, 8, 1), AS_OF)
    assert (plan.feasible, plan.says, days(plan)["closes"]) == (
        True,
        "If it opens on 1 August 2026, keep it open until 24 November 2026 or later. You can make a decision "
        "from 25 November 2026.",
        "2026-11-24",
    )
    for step in ("announce", "opens"):
        assert said_of(plan, step).endswith("This date has passed, so the plan treats it as done.")


def test_a_compact_without_numbers_says_so_and_lists_what_it_asks() -> None:
    forward = plan_forward(find("south-gloucestershire"), date(2027, 1, 15), AS_OF)
    backward = plan_backward(find("south-gloucestershire"), date(2027, 1, 15), AS_OF)
    none = "The Compact sets no minimum length for a consultation. What it does ask for is listed here."
    assert (forward.says, days(forward), forward.earliest_decision) == (
        none,
        {"announce": "2027-01-14", "opens": "2027-01-15", "closes": None, "decision": None},
        None,
    )
    assert (backward.says, days(backward), backward.feasible) == (
        f"For a decision on 15 January 2027, close it by 14 January 2027. {none}",
        {"announce": None, "opens": None, "closes": "2027-01-14", "decision": "2027-01-15"},
        True,
    )
    assert [ask.commitment for ask in forward.asks] == [
        "south-gloucestershire-keep-it-local#1.B3",
        "south-gloucestershire-keep-it-local#2.B4",
    ]


def test_a_consultation_that_is_not_in_writing_may_have_no_length() -> None:
    plan = plan_forward(find("bristol"), date(2027, 1, 15), AS_OF, written=False)
    assert (plan.says, days(plan)) == (
        "The Compact sets no minimum length for a consultation that is not in writing. What it does ask "
        "for is listed here.",
        {
            "impact": None,
            "known": None,
            "announce": "2027-01-14",
            "opens": "2027-01-15",
            "closes": None,
            "decision": None,
            "feedback": None,
        },
    )
    assert "Easter (15 days, 21 March 2027 to 4 April 2027)" in said_of(plan, "closes")


def test_opened_on_a_closed_day_and_not_in_writing_nothing_makes_up_for_it() -> None:
    plan = plan_forward(find("bristol"), date(2027, 8, 20), AS_OF, written=False)
    assert (plan.feasible, days(plan)["closes"]) == (False, None)
    assert plan.says.startswith(
        "No closing date keeps every promise with this opening date. Choose another opening date, or publish the "
        "reasons listed here."
    )
    assert [(reason.commitment, reason.field) for reason in plan.reasons] == [("bristol-2012#3.3", "holiday_reason")]
    after = plan_forward(find("bristol"), date(2027, 9, 1), AS_OF, written=False)
    assert after.feasible


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2200, 12, 31), date(2028, 2, 29)])
@pytest.mark.parametrize("id", shipped())
def test_the_first_and_the_last_days_of_the_calendar_can_be_planned(id: str, day: date) -> None:
    plans = [plan_forward(find(id), day, AS_OF), plan_backward(find(id), day, AS_OF)]
    assert all(plan.says and plan.steps for plan in plans)


# Laws


planned_days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@settings(max_examples=60)
@given(opens=planned_days, written=st.booleans(), id=st.sampled_from(shipped()))
def test_a_plan_from_the_opening_day_keeps_every_promise_and_closes_no_later_than_needed(
    opens: date, written: bool, id: str
) -> None:
    plan = plan_forward(find(id), opens, opens - timedelta(weeks=3), written=written)
    if not plan.feasible:  # the opening day itself is closed and nothing makes up for it: no closing day will do
        closings = [opens + DAY * n for n in range(200)]
        assert all(breaks(checker(id), {**plan.record, "closes": day}, plan.as_of) for day in closings)
        assert (plan.record["closes"], [reason for reason in plan.reasons if not reason.field]) == (None, [])
        return
    assert not breaks(checker(id), plan.record, plan.as_of)
    closes, announced = plan.record["closes"], plan.record["announced"]
    if isinstance(closes, date):
        earlier = [closes - DAY * n for n in range(1, (closes - opens).days + 1)]
        assert all(breaks(checker(id), {**plan.record, "closes": day}, plan.as_of) for day in earlier)
    if isinstance(announced, date):
        assert breaks(checker(id), {**plan.record, "announced": announced + DAY}, plan.as_of)


@settings(max_examples=60)
@given(decide_by=planned_days, written=st.booleans(), id=st.sampled_from(shipped()))
def test_a_plan_from_the_decision_keeps_every_promise_and_opens_as_late_as_can_be(
    decide_by: date, written: bool, id: str
) -> None:
    plan = plan_backward(find(id), decide_by, decide_by - timedelta(days=300), written=written)
    assert plan.feasible
    assert not breaks(checker(id), plan.record, plan.as_of)
    opens = plan.record["opens"]
    if isinstance(opens, date):
        later = opens + DAY
        closings = [later + DAY * n for n in range((decide_by - later).days)]
        assert all(breaks(checker(id), {**plan.record, "opens": later, "closes": day}, plan.as_of) for day in closings)


@settings(max_examples=60)
@given(as_of=planned_days, ahead=st.integers(-5, 130), written=st.booleans(), id=st.sampled_from(shipped()))
def test_the_earliest_decision_can_be_planned_and_none_before_it(
    as_of: date, ahead: int, written: bool, id: str
) -> None:
    plan = plan_backward(find(id), as_of + DAY * ahead, as_of, written=written)
    earliest = plan.earliest_decision
    assert earliest is not None
    assert plan_backward(find(id), earliest, as_of, written=written).feasible
    if not plan.feasible:
        assert not plan_backward(find(id), earliest - DAY, as_of, written=written).feasible
