"""The search for days, over editions that promise other things than the shipped ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencompact.core.calendar import Period
from opencompact.core.checks.ops import Status
from opencompact.core.checks.records import Record
from opencompact.core.compacts import find
from opencompact.core.editions import Check, ClosedPeriod, Edition, Unless
from opencompact.core.findings import Checker
from opencompact.core.planning import Plan, plan_backward, plan_forward

DAY = timedelta(1)
AS_OF = date(2026, 11, 21)


def days(plan: Plan) -> dict[str, str | None]:
    return {step.name: step.day.isoformat() if step.day else None for step in plan.steps}


def said_of(plan: Plan, step: str) -> str:
    return next(each.says for each in plan.steps if each.name == step)


def promising(*checks: Check, closed: Iterable[ClosedPeriod] = ()) -> Edition:
    """An edition with one commitment for each check."""
    edition = find("bristol-2012")
    one = edition.commitments[0]
    commitments = [msgspec.structs.replace(one, ref=str(n), checks=[check]) for n, check in enumerate(checks, 1)]
    return msgspec.structs.replace(edition, commitments=commitments, closed_periods=list(closed))


def length(at_least: str, **more: object) -> Check:
    keys = {"id": "length", "starts": "opens", "ends": "closes"} | more
    return Check(kind="min_period", register="consultations", at_least=at_least, **keys)  # type: ignore[arg-type]


def clear(made_up: str | None = None) -> Check:
    made_up_by = Period.parse(made_up) if made_up else None
    return Check(
        id="holidays", kind="avoids", register="consultations", starts="opens", ends="closes", length=made_up_by
    )


ADVANCE = length("4 weeks", id="advance", starts="announced", ends="opens")
AUGUST = ClosedPeriod(name="August", every_year="08-01 to 08-31")
SUMMER = ClosedPeriod(name="Summer", start=date(2027, 7, 24), end=date(2027, 9, 1))
ALL_YEAR = ClosedPeriod(name="All year", every_year="01-01 to 12-31")


@pytest.mark.parametrize(
    ("at_least", "closes"),
    [
        ("1 day", "2027-02-01"),
        ("6 weeks", "2027-03-14"),
        ("1 month", "2027-02-28"),
        ("10 working days", "2027-02-12"),
        ("1 year", "2028-01-31"),
    ],
)
def test_every_unit_of_a_period_is_planned(at_least: str, closes: str) -> None:
    assert days(plan_forward(promising(length(at_least)), date(2027, 1, 31), AS_OF))["closes"] == closes


def test_of_several_lengths_the_longest_counts() -> None:
    edition = promising(length("6 weeks"), length("3 months"), length("10 working days"))
    assert days(plan_forward(edition, date(2027, 1, 31), AS_OF))["closes"] == "2027-04-30"


def test_a_promise_that_depends_on_something_not_yet_known_is_counted_on() -> None:
    edition = promising(length("4 weeks"), length("12 weeks", applies={"stage": "formal"}))
    assert days(plan_forward(edition, date(2027, 2, 1), AS_OF))["closes"] == "2027-04-26"


def test_both_days_may_count() -> None:
    plan = plan_forward(promising(length("3 months", both_days_count=True)), date(2027, 1, 1), AS_OF)
    assert (days(plan)["closes"], said_of(plan, "closes")) == (
        "2027-03-31",
        "The consultation opens on 1 January 2027 and it closes on 31 March 2027; "
        "three months from 1 January 2027 is 31 March 2027.",
    )


def test_an_assessment_weeks_before_opening_gets_its_day() -> None:
    edition = promising(length("12 weeks"), length("4 weeks", id="impact", starts="impact_assessed", ends="opens"))
    assert days(plan_forward(edition, date(2027, 3, 1), AS_OF))["impact"] == "2027-02-01"


def test_where_a_shorter_time_fits_before_a_closed_period_the_latest_opening_uses_it() -> None:
    plan = plan_backward(promising(length("4 weeks"), clear("12 weeks"), closed=[AUGUST]), date(2027, 9, 11), AS_OF)
    assert (days(plan), plan.earliest_decision) == (
        {"opens": "2027-07-03", "closes": "2027-07-31", "decision": "2027-09-11"},
        date(2027, 8, 1),
    )
    assert "From 3 July 2027 to 10 September 2027, 31 days fall in closed periods" in said_of(plan, "closes")


def test_a_closed_period_that_cannot_be_made_up_for_may_leave_no_closing_day() -> None:
    plan = plan_forward(promising(length("12 weeks"), clear(), closed=[AUGUST]), date(2027, 6, 3), AS_OF)
    assert (plan.feasible, days(plan), plan.earliest_decision) == (
        False,
        {"opens": "2027-06-03", "closes": None, "decision": None},
        date(2027, 2, 14),
    )
    assert plan.says.startswith("No closing date keeps every promise with this opening date.")
    assert [reason.commitment for reason in plan.reasons] == ["bristol-2012#2"]


@pytest.mark.parametrize("made_up", [None, "12 weeks"])
def test_where_every_day_is_closed_there_is_no_plan(made_up: str | None) -> None:
    edition = promising(length("12 weeks"), clear(made_up), closed=[ALL_YEAR])
    forward = plan_forward(edition, date(2027, 6, 3), AS_OF)
    backward = plan_backward(edition, date(2027, 9, 3), AS_OF)
    assert [(plan.feasible, plan.earliest_decision) for plan in (forward, backward)] == [(False, None)] * 2
    assert "No opening date in the four years before 2 September 2027 keeps every promise." in backward.says


def test_after_the_list_of_closed_periods_ends_the_plan_says_so() -> None:
    edition = promising(length("12 weeks"), clear("12 weeks"), closed=[SUMMER])
    told = "The list of closed periods ends on 1 September 2027, so later ones are not counted."
    forward = plan_forward(edition, date(2027, 6, 24), AS_OF)
    backward = plan_backward(edition, date(2028, 6, 1), AS_OF)
    assert (days(forward)["closes"], told in said_of(forward, "closes")) == ("2027-10-26", True)
    assert (days(backward)["opens"], told in said_of(backward, "opens")) == ("2028-03-08", True)


def test_too_short_a_time_breaks_first_what_allows_a_reason() -> None:
    """Announced in time and open too short, or announced late and open long enough: whichever has the exception."""
    excused = Unless(reason="short_reason")
    decide_by = AS_OF + timedelta(weeks=14)
    short = plan_backward(promising(length("12 weeks", unless=excused), ADVANCE), decide_by, AS_OF)
    late = plan_backward(
        promising(length("12 weeks"), msgspec.structs.replace(ADVANCE, unless=excused)), decide_by, AS_OF
    )
    assert [(reason.commitment, reason.field) for plan in (short, late) for reason in plan.reasons] == [
        ("bristol-2012#1", "short_reason"),
        ("bristol-2012#2", "short_reason"),
    ]


# Laws


def breaks(checker: Checker, record: Record) -> bool:
    found = checker.read("consultations", record, date(2026, 1, 1))
    return any(finding.status in (Status.AT_RISK, Status.NOT_KEPT) for finding in found)


small_editions = st.builds(
    lambda least, made_up, ahead, closed: promising(
        length(least), clear(made_up), length(ahead, id="advance", starts="announced", ends="opens"), closed=closed
    ),
    least=st.sampled_from(["1 day", "10 days", "2 weeks", "8 working days"]),
    made_up=st.sampled_from([None, "5 days", "3 weeks"]),
    ahead=st.sampled_from(["1 day", "5 working days"]),
    closed=st.lists(
        st.builds(
            lambda start, days: ClosedPeriod(name="Closed", start=start, end=start + DAY * days),
            start=st.dates(date(2027, 1, 1), date(2027, 3, 1)),
            days=st.integers(0, 12),
        ),
        max_size=3,
    ),
)


@settings(max_examples=40)
@given(edition=small_editions, decide_by=st.dates(date(2027, 2, 1), date(2027, 3, 15)))
def test_of_all_openings_and_closings_the_latest_that_keeps_every_promise_is_planned(
    edition: Edition, decide_by: date
) -> None:
    plan = plan_backward(edition, decide_by, date(2026, 1, 1))
    made = Checker(edition)
    first = decide_by - timedelta(days=75)
    openings = [first + DAY * n for n in range(75)]

    def can_open(opens: date) -> bool:
        closings = [opens + DAY * n for n in range((decide_by - opens).days)]
        return any(not breaks(made, {"opens": opens, "closes": day}) for day in closings)

    assert plan.record["opens"] == max(filter(can_open, openings))
    assert not breaks(made, plan.record)


@settings(max_examples=40)
@given(edition=small_editions, as_of=st.dates(date(2026, 12, 20), date(2027, 3, 1)))
def test_of_all_starts_the_one_that_ends_soonest_gives_the_earliest_decision(edition: Edition, as_of: date) -> None:
    plan = plan_backward(edition, as_of, as_of)
    assert plan.earliest_decision is not None
    assert plan_backward(edition, plan.earliest_decision, as_of).feasible
    assert not plan_backward(edition, plan.earliest_decision - DAY, as_of).feasible
