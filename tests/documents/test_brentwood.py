"""The Brentwood Compact of 2016, as shipped: both columns of every row, and checked where a register can show it."""

from __future__ import annotations

from collections import Counter

import pytest

from opencompact.core.compacts import find
from opencompact.core.editions import Edition, Group, InForce, Party, Strength, Verify
from tests.documents.written import as_written, readings

PAIRS = [  # statutory organisations, voluntary sector organisations: row by row
    ("1.P1", "1.V1"), ("1.P2", "1.V2"), ("1.P3", "1.V3"), ("1.P4", "1.V4"), ("1.P5", "1.V5"), ("1.P6", "1.V6"),
    ("2.P1", "2.V1"), ("2.P2", "2.V2"), ("2.P3", "2.V3"), ("2.P4", "2.V4"), ("2.P5", "2.V5"), ("2.P6", "2.V6"),
    ("3.P1", "3.V1"), ("3.P2", "3.V2"), ("3.P3", "3.V3"), ("3.P4", "3.V4"), ("3.P5", "3.V5"), ("3.P6", "3.V6"),
    ("3.P7", "3.V7"),
    ("4.P1", "4.V1"), ("4.P2", "4.V2"), ("4.P3", "4.V3"), ("4.P4", "4.V4"),
    ("5.P1", "5.V1"), ("5.P2", "5.V2"),
]  # fmt: skip

PUBLIC_END = {"what": ["end"], "by": "public"}
PUBLIC_CUT = {"what": ["end", "reduce"], "by": "public"}
BY_VOLUNTARY = {"by": "voluntary"}

CHECKS = {
    "2.P2 involved_first": {"kind": "in_order", "register": "proposals", "first": "involved_from", "then": "decided"},
    "2.P2 stage": {"kind": "recorded", "register": "proposals", "field": "stage", "needed_by": "decided"},
    "2.P3 impact": {"kind": "recorded", "register": "consultations", "field": "impact_assessed",
                    "needed_by": "closes"},
    "2.P4 advance": {"kind": "min_period", "register": "consultations", "from": "announced", "to": "opens",
                     "at_least": "1 day"},
    "2.P4 length": {"kind": "min_period", "register": "consultations", "from": "opens", "to": "closes",
                    "at_least": "12 weeks", "unless": {"reason": "short_reason"}},
    "2.P4 methods": {"kind": "count_at_least", "register": "consultations", "field": "methods", "at_least": 2,
                     "needed_by": "opens"},
    "2.P5 can_change": {"kind": "recorded", "register": "consultations", "field": "can_change", "needed_by": "opens"},
    "2.P5 cannot_change": {"kind": "recorded", "register": "consultations", "field": "cannot_change",
                           "needed_by": "opens"},
    "2.P5 feedback": {"kind": "deadline", "register": "consultations", "after": "closes",
                      "event": "feedback_published", "within": "12 weeks"},
    "2.P6 impact": {"kind": "recorded", "register": "proposals", "field": "impact_on_sector", "needed_by": "decided"},
    "2.P6 burden_first": {"kind": "in_order", "register": "proposals", "first": "burden_assessed", "then": "decided"},
    "3.P2 mechanism_reason": {"kind": "recorded", "register": "opportunities", "field": "mechanism_reason",
                              "needed_by": "opens"},
    "3.P2 term": {"kind": "min_period", "register": "awards", "from": "starts", "to": "ends", "at_least": "3 years",
                  "both_days_count": True, "unless": {"reason": "term_reason"}},
    "3.P2 in_advance": {"kind": "recorded", "register": "awards", "field": "paid_in_advance", "equals": True,
                        "needed_by": "starts", "unless": {"reason": "advance_reason"}},
    "3.P3 decision_day": {"kind": "recorded", "register": "opportunities", "field": "decision_by",
                          "needed_by": "opens"},
    "3.P3 decided_by": {"kind": "on_or_before", "register": "opportunities", "event": "decided",
                        "limit": "decision_by"},
    "3.P4 outcomes_first": {"kind": "in_order", "register": "awards", "first": "outcomes_agreed", "then": "awarded"},
    "3.P4 monitoring_first": {"kind": "in_order", "register": "awards", "first": "monitoring_agreed",
                              "then": "awarded"},
    "3.P4 purpose_told": {"kind": "recorded", "register": "requests", "field": "purpose", "needed_by": "asked"},
    "3.V4 answered": {"kind": "recorded", "register": "requests", "field": "answered", "needed_by": "due"},
    "3.V5 costs_stated": {"kind": "recorded", "register": "awards", "field": "full_cost", "needed_by": "starts"},
    "4.P1 plan_first": {"kind": "in_order", "register": "changes", "first": "improvement_plan", "then": "decided",
                        "applies": PUBLIC_END | {"problem": "given"}},
    "4.V1 notice": {"kind": "min_period", "register": "changes", "from": "notice_given", "to": "takes_effect",
                    "at_least": "1 day",
                    "applies": BY_VOLUNTARY},
    "4.P2 impact_first": {"kind": "in_order", "register": "changes", "first": "impact_assessed", "then": "decided",
                          "applies": PUBLIC_CUT},
    "4.P3 discussed_first": {"kind": "in_order", "register": "changes", "first": "discussed", "then": "decided",
                             "applies": PUBLIC_CUT},
    "4.P4 notice": {"kind": "min_period", "register": "changes", "from": "notice_given", "to": "takes_effect",
                    "at_least": "6 months", "only_if": "in_writing", "applies": PUBLIC_END},
    "4.V4 exit_plan": {"kind": "in_order", "register": "changes", "first": "exit_plan", "then": "takes_effect",
                       "applies": {"what": ["end"], "by": ["public", "voluntary"]}},
    "5.P2 groups": {"kind": "count_at_least", "register": "consultations", "field": "groups", "at_least": 1,
                    "needed_by": "opens"},
    "5.P2 equality_first": {"kind": "in_order", "register": "proposals", "first": "equality_assessed",
                            "then": "decided"},
}  # fmt: skip


@pytest.fixture(scope="module")
def brentwood() -> Edition:
    return find("brentwood-2016")


def test_it_is_the_compact_of_2016_of_brentwood(brentwood: Edition) -> None:
    known = (brentwood.id, brentwood.title, brentwood.name, brentwood.area.name, brentwood.area.code, brentwood.nation)
    assert known == ("brentwood-2016", "Brentwood Compact 2016", "Compact", "Brentwood", "E07000068", "england")
    assert brentwood.in_force == InForce(start=2016)


def test_every_row_has_both_its_promises_each_by_its_column_and_naming_the_other(brentwood: Edition) -> None:
    found = [(each.ref, each.by, each.pair) for each in brentwood.commitments]
    rows = [((public, Party.PUBLIC, other), (other, Party.VOLUNTARY, public)) for public, other in PAIRS]
    assert found == [promise for row in rows for promise in row]
    assert len(found) == 50


def test_every_reference_is_ours_and_names_outcome_column_and_row(brentwood: Edition) -> None:
    columns = {Party.PUBLIC: ("P", "statutory"), Party.VOLUNTARY: ("V", "VSO")}
    assert [item.ref for item in brentwood.themes] == ["1", "2", "3", "4", "5"]
    assert [each.ref for each in brentwood.commitments if not each.assigned] == []
    for each in brentwood.commitments:
        letter, column = columns[each.by]
        row = each.ref.removeprefix(f"{each.theme}.{letter}")
        assert each.source == f"Outcome {each.theme}, {column} column, row {row}"


def test_every_promise_has_a_summary_of_its_own_and_no_official_wording(brentwood: Edition) -> None:
    summaries = Counter(each.summary for each in brentwood.commitments)
    assert [summary for summary, times in summaries.items() if not summary or times > 1] == []
    assert [each.ref for each in brentwood.commitments if each.text] == []


def test_the_checks(brentwood: Edition) -> None:
    found = {f"{each.ref} {check.id}": as_written(check) for each in brentwood.commitments for check in each.checks}
    assert found == CHECKS


def test_what_is_judged_has_no_check_and_what_has_none_is_judged(brentwood: Edition) -> None:
    judged = [each.ref for each in brentwood.commitments if each.verify is Verify.JUDGED]
    assert judged == [each.ref for each in brentwood.commitments if not each.checks]
    assert len(judged) == 33


def test_both_columns_aim_and_some_rows_only_recognise(brentwood: Edition) -> None:
    """Each column is headed by what its organisations aim to do, so no promise is stronger than that."""
    found = {kind: [each.ref for each in brentwood.commitments if each.strength is kind] for kind in Strength}
    assert found[Strength.MUST] == []
    assert found[Strength.RECOGNISE] == ["1.V2", "1.P5", "1.P6", "1.V6", "3.P5"]


def test_a_row_of_several_promises_keeps_them_all(brentwood: Edition) -> None:
    summary = {each.ref: str(each.summary) for each in brentwood.commitments}
    for ref, parts in {
        "2.P4": ("early", "12 weeks", "several ways", "sound reasons"),
        "2.V4": ("who they represent", "what role", "shorter"),
        "3.P2": ("grants", "three years", "smaller groups", "in advance"),
        "3.V2": ("eligible", "realistic", "flexible", "credit"),
        "3.P4": ("proportionate", "at the start", "why"),
    }.items():
        assert [part for part in parts if part not in summary[ref]] == [], ref


def test_a_limit_or_a_measure_the_document_does_not_print_is_marked_as_ours(brentwood: Edition) -> None:
    assert readings(brentwood) == (
        "2.P2:involved_first 2.P2:stage 2.P3:impact 2.P4:advance 2.P4:methods 2.P5:feedback 2.P6:impact "
        "2.P6:burden_first 3.P2:mechanism_reason 3.P2:in_advance 3.P3:decision_day 3.P3:decided_by "
        "3.P4:outcomes_first 3.P4:monitoring_first 3.V4:answered 3.V5:costs_stated 4.V1:notice 4.P3:discussed_first "
        "5.P2:groups 5.P2:equality_first"
    )
    assert "no exception" in str(next(each.note for each in brentwood.commitments if each.ref == "4.P4"))


def test_who_belongs_to_the_group_who_mediates_and_who_advises(brentwood: Edition) -> None:
    assert [(body.name, body.role) for body in brentwood.bodies] == [
        ("Brentwood Borough Council", "group member"),
        ("Brentwood Council for Voluntary Services", "group member"),
        ("Essex County Council", "group member"),
        ("Basildon and Brentwood Clinical Commissioning Group", "group member"),
        ("Brentwood Community Safety Partnership", "group member"),
        ("Brentwood Health and Wellbeing Board", "group member"),
        ("Active Brentwood", "group member"),
        ("Essex Compact Steering Group mediation panel", "mediator"),
        ("Compact Voice", "adviser"),
        ("Compact Advocacy programme", "adviser"),
    ]


def test_whose_chair_the_document_does_not_name(brentwood: Edition) -> None:
    source = "What is a Compact?; If things go wrong; Compact Champions"
    assert brentwood.group == Group(name="Compact Steering Group", source=source)
    assert (brentwood.read_at, brentwood.copies) == ("", "Brentwood Borough Council")


def test_how_it_means_to_make_itself_work(brentwood: Edition) -> None:
    assert [(each.name, each.kind) for each in brentwood.mechanisms] == [
        ("Working Group", "group"),
        ("Compact Steering Group", "oversight"),
        ("Champions", "champions"),
        ("Signing up", "sign-up"),
        ("Ask early", "feedback"),
        ("If things go wrong", "disputes"),
        ("Regular review", "review"),
        ("Self-assessment toolkit", "assessment"),
        ("Action plan template", "assessment"),
        ("Publicity", "publicity"),
    ]


def test_values_outcomes_and_what_it_rests_on(brentwood: Edition) -> None:
    assert [item.ref for item in brentwood.values] == ["V1", "V2", "V3"]
    assert [item.title for item in brentwood.outcomes] == [item.title for item in brentwood.themes]
    assert [(each.title, each.year) for each in brentwood.rests_on] == [
        ("National Compact", 1998),
        ("National Compact", 2010),
    ]


def test_it_prints_no_interval_for_its_review_and_names_no_closed_periods(brentwood: Edition) -> None:
    assert (brentwood.review.due, brentwood.review.every, brentwood.closed_periods) == (None, None, [])
