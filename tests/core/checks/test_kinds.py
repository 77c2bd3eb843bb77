"""Every row of the contract's table of kinds, in its order, with the dates worked out."""

from datetime import date
from decimal import Decimal

import pytest

from opencompact.core.checks.records import Value
from tests.small import (
    COSTS,
    FEEDBACK,
    HEAD,
    HOLIDAYS,
    IMPACT,
    IN_WRITING,
    LENGTH,
    METHODS,
    NOTICE,
    PAID,
    RATIONALE,
    TERM,
    day,
    found,
)  # fmt: skip

NONE = {"earliest_to": None, "latest_from": None, "deadline": None, "short_by_days": None}


def told(check, record, as_of, verify="computed"):
    finding = found(check, {"id": "R1", **record}, as_of, verify)
    dates = {key: value for key, value in finding["dates"].items() if value is not None}
    return finding["status"], dates, finding["missing"]


def change(given, effect, **more):
    return {"notice_given": day(given), "takes_effect": day(effect), **more}


MIN_PERIOD = [
    ("either key absent", {"takes_effect": date(2027, 3, 31)}, "2027-02-01", "cannot_tell", {}, ["notice_given"]),
    ("both keys absent", {}, "2027-02-01", "cannot_tell", {}, ["notice_given", "takes_effect"]),
    ("no end", change("2027-01-10", None), "2027-02-01", "not_applicable", {}, []),
    ("no start, time left", change(None, "2027-03-31"), "2026-12-31", "due",
     {"latest_from": "2026-12-31", "deadline": "2026-12-31"}, []),
    ("no start, a day too late", change(None, "2027-03-31"), "2027-01-01", "at_risk",
     {"earliest_to": "2027-04-01", "latest_from": "2026-12-31", "deadline": "2027-03-31", "short_by_days": 1}, []),
    ("no start on the last day", change(None, "2027-03-31"), "2027-03-31", "at_risk",
     {"earliest_to": "2027-06-30", "latest_from": "2026-12-31", "deadline": "2027-03-31", "short_by_days": 91}, []),
    ("never", change(None, "2027-03-31"), "2027-04-01", "not_kept",
     {"earliest_to": "2027-07-01", "latest_from": "2026-12-31", "short_by_days": 92}, []),
    ("ended at once, with a reason", change(None, "2027-03-31", exceptional="flood"), "2027-04-01", "kept_with_reason",
     {"latest_from": "2026-12-31"}, []),
    ("just enough, still to come", change("2026-12-31", "2027-03-31"), "2026-12-30", "due",
     {"earliest_to": "2027-03-31", "latest_from": "2026-12-31"}, []),
    ("just enough", change("2026-12-31", "2027-03-31"), "2027-02-01", "kept",
     {"earliest_to": "2027-03-31", "latest_from": "2026-12-31"}, []),
    ("a reason where the limit was met changes nothing",
     change("2026-12-31", "2027-03-31", exceptional="flood"), "2027-02-01", "kept",
     {"earliest_to": "2027-03-31", "latest_from": "2026-12-31"}, []),
    ("short with a reason", change("2027-01-10", "2027-03-31", exceptional="flood"), "2027-02-01", "kept_with_reason",
     {"earliest_to": "2027-04-10", "latest_from": "2026-12-31", "short_by_days": 10}, []),
    ("short, planned", change("2027-01-10", "2027-03-31"), "2027-01-09", "at_risk",
     {"earliest_to": "2027-04-10", "latest_from": "2026-12-31", "deadline": "2027-03-31", "short_by_days": 10}, []),
    ("short, begun, and the end still to come", change("2027-01-10", "2027-03-31", exceptional=None), "2027-03-31",
     "at_risk",
     {"earliest_to": "2027-04-10", "latest_from": "2026-12-31", "deadline": "2027-03-31", "short_by_days": 10}, []),
    ("short, and over", change("2027-01-10", "2027-03-31"), "2027-04-01", "not_kept",
     {"earliest_to": "2027-04-10", "latest_from": "2026-12-31", "short_by_days": 10}, []),
    ("planned for after the end, which has come", change("2027-05-01", "2027-01-31"), "2027-02-01", "not_kept",
     {"earliest_to": "2027-08-01", "latest_from": "2026-10-31", "short_by_days": 182}, []),
]  # fmt: skip


@pytest.mark.parametrize(("case", "record", "as_of", "status", "dates", "missing"), MIN_PERIOD)
def test_min_period(case, record, as_of, status, dates, missing):
    assert told(NOTICE, record, as_of) == (status, dates, missing)


def test_without_an_exception_a_reason_does_not_excuse():
    check = {key: value for key, value in NOTICE.items() if key != "unless"}
    status, _dates, _missing = told(check, change("2027-01-10", "2027-03-31", exceptional="flood"), "2027-04-01")
    assert status == "not_kept"


def test_in_a_term_both_days_count():
    term = {"starts": date(2024, 4, 1), "ends": date(2027, 3, 31), "term_reason": None}
    assert told(TERM, term, "2026-11-21") == (
        "kept", {"earliest_to": "2027-03-31", "latest_from": "2024-04-01"}, [],
    )  # fmt: skip
    shorter = term | {"ends": date(2027, 3, 30)}
    assert told(TERM, shorter, "2027-04-01") == (
        "not_kept", {"earliest_to": "2027-03-31", "latest_from": "2024-03-31", "short_by_days": 1}, [],
    )  # fmt: skip


def test_twelve_weeks_are_84_days():
    opened = {"opens": date(2026, 8, 3), "closes": date(2026, 10, 26)}
    assert told(LENGTH, opened, "2026-11-21")[0] == "kept"
    assert told(LENGTH, opened | {"closes": date(2026, 10, 25)}, "2026-11-21")[0] == "not_kept"


def test_only_written_notice_counts():
    written = NOTICE | {"only_if": "in_writing"}
    spoken = change("2026-12-01", "2027-06-30")
    day = {"latest_from": "2027-03-31", "deadline": "2027-03-31"}
    assert told(written, spoken | {"in_writing": True}, "2027-02-01")[0] == "kept"
    assert told(written, spoken | {"in_writing": False}, "2027-02-01") == ("due", day, [])
    assert told(written, spoken | {"in_writing": None}, "2027-04-01")[0] == "at_risk"
    assert told(written, spoken, "2027-02-01") == ("cannot_tell", {}, ["in_writing"])


def test_what_the_start_has_fixed_cannot_be_put_right():
    opened = {"opens": date(2026, 8, 3), "closes": date(2026, 10, 25)}
    fixed = LENGTH | {"fixed": "from"}
    assert told(fixed, opened, "2026-08-02")[0] == "at_risk"
    assert told(fixed, opened, "2026-08-03")[0] == "not_kept"


def test_dates_out_of_order_name_both():
    turned = {"opens": date(2026, 8, 2), "closes": date(2026, 3, 31), "announced": None}
    assert told(HOLIDAYS, turned, "2026-11-21") == ("cannot_tell", {}, ["opens", "closes"])
    ahead = {"kind": "min_period", "register": "consultations", "from": "announced", "to": "opens", "at_least": "1 day"}
    finding = found(ahead, turned, "2026-11-21")
    assert (finding["status"], finding["missing"]) == ("cannot_tell", ["opens", "closes"])
    assert finding["facts"] == {"announced": None, "opens": "2026-08-02", "closes": "2026-03-31"}


def test_a_payment_planned_before_its_claim_contradicts_nothing():
    paid = {"kind": "deadline", "register": "payments", "after": "claimed", "event": "paid", "within": "30 days"}
    facts = {"claimed": date(2026, 9, 5), "paid": date(2026, 9, 1)}
    assert told(paid, facts, "2026-09-04")[0] == "kept"
    assert told(paid, facts, "2026-09-05") == ("cannot_tell", {}, ["claimed", "paid"])


def consultation(closes, feedback):
    return {"closes": day(closes), "feedback_published": day(feedback)}


DEADLINE = [
    ({"closes": date(2026, 1, 5)}, "2026-02-01", "cannot_tell", {}, ["feedback_published"]),
    (consultation(None, None), "2026-02-01", "not_applicable", {}, []),
    (consultation("2026-01-05", "2026-03-30"), "2026-04-01", "kept", {"deadline": "2026-03-30"}, []),
    (consultation("2026-01-05", "2026-03-31"), "2026-04-01", "not_kept",
     {"deadline": "2026-03-30", "short_by_days": 1}, []),
    (consultation("2026-01-05", "2026-03-30"), "2026-03-29", "due", {"deadline": "2026-03-30"}, []),
    (consultation("2026-01-05", "2026-04-01"), "2026-03-30", "at_risk",
     {"deadline": "2026-03-30", "short_by_days": 2}, []),
    (consultation("2026-01-05", "2026-04-02"), "2026-04-01", "not_kept",
     {"deadline": "2026-03-30", "short_by_days": 3}, []),
    (consultation("2026-01-05", None), "2026-03-30", "due", {"deadline": "2026-03-30"}, []),
    (consultation("2026-01-05", None), "2026-03-31", "not_kept", {"deadline": "2026-03-30", "short_by_days": 1}, []),
]  # fmt: skip


@pytest.mark.parametrize(("record", "as_of", "status", "dates", "missing"), DEADLINE)
def test_deadline(record, as_of, status, dates, missing):
    assert told(FEEDBACK, record, as_of) == (status, dates, missing)


def test_a_deadline_missed_with_a_reason():
    check = FEEDBACK | {"unless": {"reason": "short_reason"}}
    late = consultation("2026-01-05", "2026-04-06") | {"short_reason": "an election"}
    never = consultation("2026-01-05", None) | {"short_reason": "an election"}
    dates = {"deadline": "2026-03-30", "short_by_days": 7}
    assert told(check, late, "2026-05-01") == ("kept_with_reason", dates, [])
    assert told(check, never, "2026-04-06") == ("kept_with_reason", dates, [])
    assert told(check, never, "2026-03-30") == ("due", {"deadline": "2026-03-30"}, [])


def test_working_days_skip_weekends_and_bank_holidays():
    check = {
        "kind": "deadline", "register": "concerns", "after": "raised", "event": "acknowledged",
        "within": "5 working days",
    }  # fmt: skip
    concern = {"raised": date(2026, 12, 24), "acknowledged": date(2027, 1, 5)}
    assert told(check, concern, "2027-02-01") == ("kept", {"deadline": "2027-01-05"}, [])


def test_where_bank_holidays_are_not_known_nobody_can_tell():
    check = {
        "kind": "deadline", "register": "concerns", "after": "raised", "event": "acknowledged",
        "within": "5 working days",
    }  # fmt: skip
    concern = {"raised": date(2029, 3, 28), "acknowledged": date(2029, 4, 6)}
    assert told(check, concern, "2029-05-01") == ("cannot_tell", {}, ["bank_holidays"])
    assert "31 December 2028" in found(check, concern, "2029-05-01")["says"]
    last = {"raised": date(2028, 12, 20), "acknowledged": date(2028, 12, 29)}
    assert told(check, last, "2029-05-01") == ("kept", {"deadline": "2028-12-29"}, [])


def test_an_area_may_have_bank_holidays_of_its_own():
    check = {
        "kind": "deadline", "register": "concerns", "after": "raised", "event": "acknowledged",
        "within": "5 working days",
    }  # fmt: skip
    head = HEAD.replace("commitments:", 'extra_bank_holidays: [{name: Testham Fair, on: "2027-06-04"}]\ncommitments:')
    concern: dict[str, Value] = {"id": "K1", "raised": date(2027, 6, 1), "acknowledged": None}
    assert found(check, concern, "2027-06-02")["dates"]["deadline"] == "2027-06-08"
    assert found(check, concern, "2027-06-02", head=head)["dates"]["deadline"] == "2027-06-09"


ON_OR_BEFORE = [
    ({"due": date(2026, 5, 1)}, "2026-05-01", "cannot_tell", {}, ["paid"]),
    ({"due": None, "paid": None}, "2026-05-01", "not_applicable", {}, []),
    ({"due": date(2026, 5, 1), "paid": date(2026, 5, 1)}, "2026-06-01", "kept", {"deadline": "2026-05-01"}, []),
    ({"due": date(2026, 5, 1), "paid": date(2026, 5, 3)}, "2026-06-01", "not_kept",
     {"deadline": "2026-05-01", "short_by_days": 2}, []),
    ({"due": date(2026, 5, 1), "paid": None}, "2026-05-01", "due", {"deadline": "2026-05-01"}, []),
    ({"due": date(2026, 5, 1), "paid": None}, "2026-05-02", "not_kept",
     {"deadline": "2026-05-01", "short_by_days": 1}, []),
]  # fmt: skip


@pytest.mark.parametrize(("record", "as_of", "status", "dates", "missing"), ON_OR_BEFORE)
def test_on_or_before(record, as_of, status, dates, missing):
    assert told(PAID, record, as_of) == (status, dates, missing)


def order(assessed, decided, **more):
    return {"impact_assessed": day(assessed), "decided": day(decided), **more}


IN_ORDER = [
    ({"decided": date(2026, 5, 1)}, "2026-05-01", "cannot_tell", {}, ["impact_assessed"]),
    (order("2026-04-01", None), "2026-05-01", "not_applicable", {}, []),
    (order("2026-05-01", "2026-05-01"), "2026-06-01", "kept", {"deadline": "2026-05-01"}, []),
    (order("2026-05-04", "2026-05-01"), "2026-06-01", "not_kept", {"deadline": "2026-05-01", "short_by_days": 3}, []),
    (order("2026-05-04", "2026-05-01", exceptional="flood"), "2026-06-01", "kept_with_reason",
     {"deadline": "2026-05-01", "short_by_days": 3}, []),
    (order("2026-05-01", "2026-05-01"), "2026-04-30", "due", {"deadline": "2026-05-01"}, []),
    (order("2026-05-04", "2026-05-01"), "2026-05-01", "at_risk", {"deadline": "2026-05-01", "short_by_days": 3}, []),
    (order(None, "2026-05-01", exceptional="flood"), "2026-04-01", "kept_with_reason", {"deadline": "2026-05-01"}, []),
    (order(None, "2026-05-01"), "2026-05-01", "due", {"deadline": "2026-05-01"}, []),
    (order(None, "2026-05-01"), "2026-05-02", "not_kept", {"deadline": "2026-05-01", "short_by_days": 1}, []),
    (order(None, "2026-05-01", exceptional="flood"), "2026-05-02", "kept_with_reason",
     {"deadline": "2026-05-01", "short_by_days": 1}, []),
]  # fmt: skip


@pytest.mark.parametrize(("record", "as_of", "status", "dates", "missing"), IN_ORDER)
def test_in_order(record, as_of, status, dates, missing):
    assert told(IMPACT, record, as_of) == (status, dates, missing)


def stretch(opens, closes, **more):
    return {"opens": day(opens), "closes": day(closes), **more}


AVOIDS = [
    ({"opens": date(2026, 9, 7)}, "2026-11-21", "cannot_tell", {}, ["closes"]),
    (stretch("2026-09-07", None), "2026-11-21", "not_applicable", {}, []),
    (stretch("2026-09-07", "2026-11-30"), "2026-11-21", "kept", {}, []),
    # 31 days of August: 84 + 31 days make up for them
    (stretch("2026-07-31", "2026-11-23"), "2026-11-21", "kept", {}, []),
    (stretch("2026-07-31", "2026-11-22"), "2026-11-23", "not_kept", {"short_by_days": 1}, []),
    (stretch("2026-07-31", "2026-11-22"), "2026-11-22", "at_risk", {"deadline": "2026-11-22", "short_by_days": 1}, []),
    (stretch("2026-07-31", "2026-11-22", holiday_reason="the grant ends"), "2026-11-21", "kept_with_reason",
     {"short_by_days": 1}, []),
    (stretch("2026-07-31", "2026-11-22"), "2026-07-30", "at_risk", {"deadline": "2026-11-22", "short_by_days": 1}, []),
    (stretch("2026-09-07", "2026-11-30"), "2026-09-06", "due", {}, []),
    (stretch("2026-07-31", "2026-11-23"), "2026-07-30", "due", {}, []),
]  # fmt: skip


@pytest.mark.parametrize(("record", "as_of", "status", "dates", "missing"), AVOIDS)
def test_avoids(record, as_of, status, dates, missing):
    assert told(HOLIDAYS, record, as_of) == (status, dates, missing)


def test_a_list_of_closed_periods_that_has_run_out_cannot_show_a_promise_kept():
    head = """\
id: testham-2026
title: Testham Compact
name: Compact
area: {name: Testham}
nation: england
in_force: {}
parties: {public: {name: Public}, voluntary: {name: Voluntary}, both: {name: Shared}}
themes: [{ref: "1", title: Working together}]
closed_periods: [{name: Summer, from: "2026-07-25", to: "2026-08-31"}]
commitments:
"""
    before = found(HOLIDAYS, {"id": "R1", **stretch("2026-05-01", "2026-07-24")}, "2026-11-21", head=head)
    after = found(HOLIDAYS, {"id": "R1", **stretch("2026-09-07", "2026-11-30")}, "2026-11-21", head=head)
    across = found(HOLIDAYS, {"id": "R1", **stretch("2026-08-17", "2026-09-30")}, "2026-11-21", head=head)
    assert [each["status"] for each in (before, after, across)] == ["kept", "cannot_tell", "not_kept"]
    assert after["missing"] == ["closed_periods"]
    assert after["says"] == ("We can't tell: the closed periods are listed only to 31 August 2026.")


RECORDED = [
    ({"takes_effect": date(2026, 5, 1)}, "2026-05-01", "cannot_tell", {}, ["rationale"]),
    ({"rationale": "no money", "takes_effect": date(2026, 5, 1)}, "2026-06-01", "kept", {}, []),
    ({"rationale": None, "takes_effect": date(2026, 5, 1)}, "2026-05-01", "due", {"deadline": "2026-05-01"}, []),
    ({"rationale": None, "takes_effect": date(2026, 5, 1)}, "2026-05-02", "not_kept", {}, []),
    ({"rationale": None, "takes_effect": None}, "2026-05-02", "due", {}, []),
    ({"rationale": None}, "2026-05-02", "cannot_tell", {}, ["takes_effect"]),
]


@pytest.mark.parametrize(("record", "as_of", "status", "dates", "missing"), RECORDED)
def test_recorded(record, as_of, status, dates, missing):
    assert told(RATIONALE, record, as_of, verify="recorded") == (status, dates, missing)


@pytest.mark.parametrize(("value", "status"), [(True, "kept"), (False, "not_kept"), (None, "not_kept")])
def test_recorded_as_a_promised_value(value, status):
    assert told(IN_WRITING, {"in_writing": value}, "2026-05-02", verify="recorded") == (status, {}, [])


EXPENSES = {"kind": "recorded", "register": "consultations", "field": "expenses_offered", "equals": True,
            "needed_by": "opens"}  # fmt: skip


@pytest.mark.parametrize(
    ("value", "as_of", "status"),
    [(None, "2026-05-01", "due"), (False, "2026-05-01", "at_risk"), (False, "2026-05-02", "not_kept")],
)
def test_another_value_is_at_risk_until_the_right_one_is_needed(value, as_of, status):
    record = {"expenses_offered": value, "opens": date(2026, 5, 1)}
    assert told(EXPENSES, record, as_of, verify="recorded")[0] == status


def test_a_date_that_is_to_come_is_not_recorded_yet():
    plan = {"kind": "recorded", "register": "changes", "field": "exit_plan", "needed_by": "takes_effect"}
    planned = {"exit_plan": date(2026, 5, 4), "takes_effect": date(2026, 5, 9)}
    later = planned | {"exit_plan": date(2026, 5, 10)}
    assert told(plan, planned, "2026-05-03", verify="recorded") == ("due", {"deadline": "2026-05-09"}, [])
    assert told(plan, planned, "2026-05-04", verify="recorded") == ("kept", {}, [])
    assert told(plan, later, "2026-05-03", verify="recorded") == ("at_risk", {"deadline": "2026-05-09"}, [])


def test_what_is_only_counted_says_nothing_of_one_record():
    counted = TERM | {"counted_only": True}
    short = {"starts": date(2024, 4, 1), "ends": date(2025, 3, 31), "term_reason": None}
    assert told(counted, short, "2026-11-21")[0] == "not_applicable"
    assert told(counted, {"starts": date(2024, 4, 1)}, "2026-11-21")[0] == "cannot_tell"


def test_what_is_our_reading_says_so():
    check = FEEDBACK | {"ours": "timely is read as 12 weeks"}
    record: dict[str, Value] = {"id": "R1", "closes": date(2026, 1, 5), "feedback_published": None}
    assert found(check, record, "2026-02-01")["ours"] == "timely is read as 12 weeks"
    assert found(FEEDBACK, record, "2026-02-01")["ours"] is None


@pytest.mark.parametrize(("methods", "status"), [(("a", "b"), "kept"), (("a",), "not_kept"), (None, "not_kept")])
def test_count_at_least(methods, status):
    assert told(METHODS, {"methods": methods}, "2026-05-02", verify="recorded") == (status, {}, [])


RATIO = [
    ({"amount": Decimal(90)}, "cannot_tell", ["full_cost"]),
    ({"amount": Decimal(90), "full_cost": None}, "cannot_tell", ["full_cost"]),
    ({"amount": Decimal(0), "full_cost": Decimal(0)}, "cannot_tell", ["full_cost"]),
    ({"amount": Decimal("99.99"), "full_cost": Decimal(100)}, "not_kept", []),
    ({"amount": Decimal(100), "full_cost": Decimal(100)}, "kept", []),
]


@pytest.mark.parametrize(("record", "status", "missing"), RATIO)
def test_ratio_at_least(record, status, missing):
    assert told(COSTS, record, "2026-05-02") == (status, {}, missing)


APPLIES = [
    ({"what": "end"}, "kept", []),
    ({"what": "alter"}, "not_applicable", []),
    ({"what": None}, "cannot_tell", ["what"]),
    ({}, "cannot_tell", ["what"]),
    ({"what": "end", "by": "voluntary"}, "not_applicable", []),
    ({"by": "voluntary"}, "not_applicable", []),
]


@pytest.mark.parametrize(("record", "status", "missing"), APPLIES)
def test_a_check_touches_only_the_records_it_applies_to(record, status, missing):
    check = NOTICE | {"applies": {"what": ["end", "reduce"], "by": "public"}}
    finding = told(check, change("2026-12-31", "2027-03-31") | record, "2027-02-01")
    assert (finding[0], finding[2]) == (status, missing)


@pytest.mark.parametrize(
    ("record", "status"),
    [
        ({"problem": "late reports"}, "not_kept"),
        ({"problem": None}, "not_applicable"),
        ({}, "cannot_tell"),
        ({"problem": None, "what": None}, "not_applicable"),
    ],
)
def test_a_check_may_apply_where_something_is_given(record, status):
    check = IMPACT | {"applies": {"problem": "given"} | ({"what": ["end"]} if "what" in record else {})}
    assert told(check, order(None, "2026-05-01") | record, "2026-05-02")[0] == status
