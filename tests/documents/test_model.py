"""The model compact of 2026: both sides promise, what can be measured is, and a demonstration shows how it reads."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import opencompact
from opencompact.core.checks.finding import Finding
from opencompact.core.checks.ops import Status
from opencompact.core.checks.records import REGISTERS, Record
from opencompact.core.compacts import find
from opencompact.core.editions import Edition, InForce, Party, Verify
from opencompact.core.exchange.reading import read
from opencompact.core.findings import Checker
from tests.documents.written import as_written

DEMONSTRATION = Path(opencompact.__file__).parent / "documents" / "demonstration"
TODAY = date(2026, 11, 21)

BY_PUBLIC = {"by": "public"}
BY_VOLUNTARY = {"by": "voluntary"}
PUBLIC_END = {"what": ["end"], "by": "public"}
PUBLIC_CUT = {"what": ["end", "reduce"], "by": "public"}
PUBLIC_CHANGE = {"what": ["reduce", "alter"], "by": "public"}
EXCEPTIONAL = {"reason": "exceptional", "for": ["public money was misused", "people were in danger"]}
WITHOUT_WARNING = {"reason": "exceptional", "for": ["the end came without warning"]}
A_SHORTER_TIME = {"reason": "short_reason", "for": ["a date set by law or by another body", "an emergency"]}
A_SHORTER_TERM = {
    "reason": "term_reason",
    "for": ["a single event or purchase", "funding that the public body itself receives for a shorter time"],
}

CHECKS = {
    "2.1 involved_first": {"kind": "in_order", "register": "proposals", "first": "involved_from", "then": "decided"},
    "2.1 stage": {"kind": "recorded", "register": "proposals", "field": "stage", "needed_by": "decided"},
    "2.3 impact": {"kind": "recorded", "register": "proposals", "field": "impact_on_sector", "needed_by": "decided"},
    "2.3 burden_first": {"kind": "in_order", "register": "proposals", "first": "burden_assessed", "then": "decided"},
    "3.1 length": {"kind": "min_period", "register": "consultations", "from": "opens", "to": "closes",
                   "at_least": "12 weeks", "applies": {"written": "true"}, "unless": A_SHORTER_TIME},
    "3.1 holidays": {"kind": "avoids", "register": "consultations", "from": "opens", "to": "closes",
                     "length": "12 weeks", "unless": {"reason": "holiday_reason"}},
    "3.3 advance": {"kind": "min_period", "register": "consultations", "from": "announced", "to": "opens",
                    "at_least": "2 weeks"},
    "3.5 purpose": {"kind": "recorded", "register": "consultations", "field": "purpose", "needed_by": "opens"},
    "3.5 can_change": {"kind": "recorded", "register": "consultations", "field": "can_change", "needed_by": "opens"},
    "3.5 cannot_change": {"kind": "recorded", "register": "consultations", "field": "cannot_change",
                          "needed_by": "opens"},
    "3.5 known_already": {"kind": "recorded", "register": "consultations", "field": "prior_knowledge",
                          "needed_by": "opens"},
    "3.7 methods": {"kind": "count_at_least", "register": "consultations", "field": "methods", "at_least": 2,
                    "needed_by": "opens"},
    "3.7 formats": {"kind": "count_at_least", "register": "consultations", "field": "formats", "at_least": 1,
                    "needed_by": "opens"},
    "3.7 expenses": {"kind": "recorded", "register": "consultations", "field": "expenses_offered", "equals": True,
                     "needed_by": "opens"},
    "3.9 feedback": {"kind": "deadline", "register": "consultations", "after": "closes", "event": "feedback_published",
                     "within": "12 weeks"},
    "4.1 published_ahead": {"kind": "min_period", "register": "opportunities", "from": "announced", "to": "opens",
                            "at_least": "4 weeks"},
    "4.1 application_time": {"kind": "min_period", "register": "opportunities", "from": "opens", "to": "closes",
                             "at_least": "6 weeks"},
    "4.1 mechanism": {"kind": "recorded", "register": "opportunities", "field": "mechanism", "needed_by": "opens"},
    "4.1 mechanism_reason": {"kind": "recorded", "register": "opportunities", "field": "mechanism_reason",
                             "needed_by": "opens"},
    "4.3 decision_day": {"kind": "recorded", "register": "opportunities", "field": "decision_by",
                         "needed_by": "opens"},
    "4.3 decided_by": {"kind": "on_or_before", "register": "opportunities", "event": "decided",
                       "limit": "decision_by"},
    "4.3 told_before": {"kind": "min_period", "register": "awards", "from": "told", "to": "starts",
                        "at_least": "3 months"},
    "5.1 term": {"kind": "min_period", "register": "awards", "from": "starts", "to": "ends", "at_least": "3 years",
                 "both_days_count": True, "unless": A_SHORTER_TERM},
    "5.1 term_share": {"kind": "share_of", "register": "awards", "check": "term", "at_least": "75%", "dated": "starts",
                       "over": "1 year"},
    "5.3 overheads": {"kind": "recorded", "register": "awards", "field": "overheads_included", "equals": True,
                      "needed_by": "starts"},
    "5.3 full_cost": {"kind": "ratio_at_least", "register": "awards", "number": "amount", "of": "full_cost",
                      "at_least": "100%"},
    "5.4 costs_stated": {"kind": "recorded", "register": "awards", "field": "full_cost", "needed_by": "starts"},
    "5.5 in_advance": {"kind": "recorded", "register": "awards", "field": "paid_in_advance", "equals": True,
                       "needed_by": "starts", "unless": {"reason": "advance_reason"}},
    "5.7 paid_when_due": {"kind": "on_or_before", "register": "payments", "event": "paid", "limit": "due",
                          "applies": {"disputed": "false"}},
    "5.7 paid_on_time": {"kind": "deadline", "register": "payments", "after": "claimed", "event": "paid",
                         "within": "30 days", "applies": {"disputed": "false"}},
    "5.7 paid_share": {"kind": "share_of", "register": "payments", "check": "paid_on_time", "at_least": "95%",
                       "dated": "claimed", "over": "1 year"},
    "5.7 due_share": {"kind": "share_of", "register": "payments", "check": "paid_when_due", "at_least": "95%",
                      "dated": "due", "over": "1 year"},
    "6.1 outcomes_first": {"kind": "in_order", "register": "awards", "first": "outcomes_agreed", "then": "awarded"},
    "6.1 monitoring_first": {"kind": "in_order", "register": "awards", "first": "monitoring_agreed", "then": "awarded"},
    "6.3 planned": {"kind": "recorded", "register": "requests", "field": "planned", "equals": True,
                    "needed_by": "asked"},
    "6.3 purpose_told": {"kind": "recorded", "register": "requests", "field": "purpose", "needed_by": "asked"},
    "6.3 time_to_answer": {"kind": "min_period", "register": "requests", "from": "asked", "to": "due",
                           "at_least": "3 weeks"},
    "6.4 answered_on_time": {"kind": "on_or_before", "register": "requests", "event": "answered", "limit": "due",
                             "applies": {"planned": "true"}},
    "6.4 answered_share": {"kind": "share_of", "register": "requests", "check": "answered_on_time", "at_least": "95%",
                           "dated": "due", "over": "1 year"},
    "7.1 plan_first": {"kind": "in_order", "register": "changes", "first": "improvement_plan", "then": "decided",
                       "applies": PUBLIC_END | {"problem": "given"}, "unless": EXCEPTIONAL},
    "7.3 impact_first": {"kind": "in_order", "register": "changes", "first": "impact_assessed", "then": "decided",
                         "applies": BY_PUBLIC},
    "7.5 discussed_first": {"kind": "in_order", "register": "changes", "first": "discussed", "then": "decided",
                            "applies": BY_PUBLIC},
    "7.5 response_invited": {"kind": "min_period", "register": "changes", "from": "response_invited", "to": "decided",
                             "at_least": "4 weeks", "applies": BY_PUBLIC, "unless": EXCEPTIONAL},
    "7.7 notice": {"kind": "min_period", "register": "changes", "from": "notice_given", "to": "takes_effect",
                   "at_least": "6 months", "only_if": "in_writing",
                   "applies": PUBLIC_END, "unless": EXCEPTIONAL},
    "7.7 rationale": {"kind": "recorded", "register": "changes", "field": "rationale", "needed_by": "notice_given",
                      "only_if": "in_writing",
                   "applies": PUBLIC_END},
    "7.7 appeal": {"kind": "recorded", "register": "changes", "field": "appeal", "needed_by": "notice_given",
                   "only_if": "in_writing",
                   "applies": PUBLIC_END},
    "7.8 exit_plan": {"kind": "min_period", "register": "changes", "from": "exit_plan", "to": "takes_effect",
                      "at_least": "1 month", "applies": {"what": ["end"], "by": ["public", "voluntary"]},
                      "unless": WITHOUT_WARNING},
    "7.9 notice": {"kind": "min_period", "register": "changes", "from": "notice_given", "to": "takes_effect",
                   "at_least": "3 months", "only_if": "in_writing",
                   "applies": PUBLIC_CHANGE, "unless": EXCEPTIONAL},
    "7.9 rationale": {"kind": "recorded", "register": "changes", "field": "rationale", "needed_by": "notice_given",
                      "only_if": "in_writing",
                   "applies": PUBLIC_CHANGE},
    "7.9 appeal": {"kind": "recorded", "register": "changes", "field": "appeal", "needed_by": "notice_given",
                   "only_if": "in_writing",
                   "applies": PUBLIC_CHANGE},
    "7.10 notice": {"kind": "min_period", "register": "changes", "from": "notice_given", "to": "takes_effect",
                    "at_least": "3 months", "only_if": "in_writing",
                   "applies": BY_VOLUNTARY,
                    "unless": {"reason": "exceptional", "for": ["something the group could not foresee"]}},
    "7.10 rationale": {"kind": "recorded", "register": "changes", "field": "rationale", "needed_by": "notice_given",
                       "only_if": "in_writing",
                   "applies": BY_VOLUNTARY},
    "7.11 users_told": {"kind": "min_period", "register": "changes", "from": "users_told", "to": "takes_effect",
                        "at_least": "3 months", "applies": PUBLIC_CUT, "unless": EXCEPTIONAL},
    "8.1 equality_first": {"kind": "in_order", "register": "proposals", "first": "equality_assessed",
                           "then": "decided"},
    "8.1 groups": {"kind": "count_at_least", "register": "consultations", "field": "groups", "at_least": 1,
                   "needed_by": "opens"},
    "10.1 acknowledged": {"kind": "deadline", "register": "concerns", "after": "raised", "event": "acknowledged",
                          "within": "5 working days"},
    "10.1 answered": {"kind": "deadline", "register": "concerns", "after": "acknowledged", "event": "answered",
                      "within": "10 working days"},
    "10.2 group_told": {"kind": "recorded", "register": "concerns", "field": "group_told", "needed_by": "settled"},
    "10.2 learning": {"kind": "recorded", "register": "concerns", "field": "learning", "needed_by": "settled"},
    "10.3 agenda": {"kind": "min_period", "register": "meetings", "from": "agenda_sent", "to": "held",
                    "at_least": "5 working days"},
    "10.3 record": {"kind": "deadline", "register": "meetings", "after": "held", "event": "record_published",
                    "within": "20 working days"},
    "10.3 public_share": {"kind": "ratio_at_least", "register": "meetings", "number": "public_present",
                          "of": "voluntary_present", "at_least": "25%"},
    "10.3 voluntary_share": {"kind": "ratio_at_least", "register": "meetings", "number": "voluntary_present",
                             "of": "public_present", "at_least": "25%"},
}  # fmt: skip


@pytest.fixture(scope="module")
def model() -> Edition:
    return find("model-2026")


def test_it_is_a_template_in_force_nowhere(model: Edition) -> None:
    known = (model.id, model.title, model.name, model.area.name, model.area.code, model.nation)
    assert known == ("model-2026", "Model Compact 2026", "Compact", "Your area", "", "england")
    assert (model.template, model.in_force, model.bodies) == (True, InForce(), [])


def test_every_theme_is_numbered_through_and_no_number_is_assigned(model: Edition) -> None:
    counts = [(theme.ref, sum(each.theme == theme.ref for each in model.commitments)) for theme in model.themes]
    assert counts == [("1", 4), ("2", 4), ("3", 10), ("4", 4), ("5", 8), ("6", 4), ("7", 12), ("8", 4), ("9", 2),
                      ("10", 8)]  # fmt: skip
    numbered = [f"{theme}.{number}" for theme, last in counts for number in range(1, last + 1)]
    assert [each.ref for each in model.commitments] == numbered
    assert [each.ref for each in model.commitments if each.assigned] == []
    assert [each.ref for each in model.commitments if each.source != f"Theme {each.theme}, {each.ref}"] == []


def test_every_theme_has_promises_by_both_sides(model: Edition) -> None:
    for theme in model.themes:
        sides = Counter(each.by for each in model.commitments if each.theme == theme.ref)
        assert sides[Party.PUBLIC] == sides[Party.VOLUNTARY] > 0, theme.title


def test_every_promise_by_one_side_has_its_counterpart_by_the_other(model: Edition) -> None:
    by_ref = {each.ref: each for each in model.commitments}
    for each in model.commitments:
        if each.by is Party.BOTH:
            assert each.pair is None
        else:
            other = by_ref[each.pair or ""]
            assert (other.pair, {each.by, other.by}) == (each.ref, {Party.PUBLIC, Party.VOLUNTARY})


def test_every_promise_has_its_official_wording_and_a_plain_line(model: Edition) -> None:
    for words in ("text", "summary"):
        written = Counter(str(getattr(each, words)) for each in model.commitments)
        assert [text for text, times in written.items() if not text or times > 1] == []
    assert [each.ref for each in model.commitments if len(str(each.summary).split()) > 30] == []


def test_the_checks(model: Edition) -> None:
    found = {f"{each.ref} {check.id}": as_written(check) for each in model.commitments for check in each.checks}
    assert found == CHECKS


def test_what_is_judged_has_no_check_and_what_has_none_is_judged(model: Edition) -> None:
    judged = [each.ref for each in model.commitments if each.verify is Verify.JUDGED]
    assert judged == [each.ref for each in model.commitments if not each.checks]
    assert len(judged) == 31


def test_the_promises_that_lead_a_theme_name_signs_of_progress_and_of_warning(model: Edition) -> None:
    leading = {each.theme: each for each in reversed(model.commitments)}
    assert len(leading) == 10
    assert [ref for ref, each in leading.items() if not (each.progress_signs and each.warning_signs)] == []


def test_values_outcomes_and_what_it_rests_on(model: Edition) -> None:
    assert [item.ref for item in model.values] == ["V1", "V2", "V3", "V4", "V5", "V6"]
    assert [item.ref for item in model.outcomes] == ["1", "2", "3", "4", "5"]
    assert {each.outcome for each in model.commitments if each.theme != "10"} == {"1", "2", "3", "4", "5"}
    assert [(each.title, each.year) for each in model.rests_on] == [
        ("Civil Society Covenant", 2025),
        ("Best Value Statutory Guidance", 2015),
    ]


def test_how_it_makes_itself_work(model: Edition) -> None:
    assert [(each.name, each.kind) for each in model.mechanisms] == [
        ("Compact Group", "group"),
        ("Champions", "champions"),
        ("Signing up", "sign-up"),
        ("Settling concerns", "disputes"),
        ("Registers", "publicity"),
        ("Success log", "feedback"),
        ("Poll and self-assessment", "assessment"),
        ("Annual check-in", "oversight"),
        ("Review", "review"),
    ]


def test_it_is_reviewed_every_three_years_and_rests_when_groups_do(model: Edition) -> None:
    assert (str(model.review.every), model.review.due) == ("3 years", None)
    assert [(each.name, each.every_year or each.around_easter) for each in model.closed_periods] == [
        ("Christmas and New Year", "12-20 to 01-03"),
        ("Easter", "-7 to 7"),
        ("August", "08-01 to 08-31"),
    ]


Registers = dict[str, list[Record]]


@pytest.fixture(scope="module")
def demonstration() -> Registers:
    """The registers of Wellbridge, a place that does not exist."""
    registers: Registers = {}
    for file in sorted(DEMONSTRATION.glob("*.csv")):
        found = read(file, register=file.stem)
        assert (found.guesses, found.skipped) == ([], [])
        registers |= found.registers
    return registers


@pytest.fixture(scope="module")
def findings(model: Edition, demonstration: Registers) -> list[Finding]:
    return Checker(model).findings(demonstration, TODAY)


def test_the_demonstration_has_every_register_with_columns_named_as_fields(demonstration: Registers) -> None:
    assert {name: len(records) for name, records in demonstration.items()} == {
        "awards": 13, "changes": 11, "concerns": 7, "consultations": 12, "meetings": 8, "opportunities": 8,
        "payments": 30, "proposals": 9, "requests": 11,
    }  # fmt: skip
    left_out = {name: [field for field in REGISTERS[name] if field not in demonstration[name][0]]
                for name in demonstration}  # fmt: skip
    assert {name: fields for name, fields in left_out.items() if fields} == {
        "awards": ["other_recipients", "months"], "consultations": ["prior_knowledge"],
    }  # fmt: skip


def test_records_of_the_demonstration_that_name_each_other_exist(demonstration: Registers) -> None:
    ids = {name: [str(record["id"]) for record in records] for name, records in demonstration.items()}
    assert [name for name, known in ids.items() if len(known) > len(set(known))] == []
    named = [
        ("payments", "award", "awards"),
        ("changes", "award", "awards"),
        ("awards", "opportunity", "opportunities"),
    ]
    for register, field, other in named:
        found = {str(record[field]) for record in demonstration[register] if record[field]}
        assert found <= set(ids[other])


def test_every_status_occurs_in_the_demonstration(findings: list[Finding]) -> None:
    assert {finding.status for finding in findings} == set(Status)


def test_every_check_of_the_model_says_something_of_the_demonstration(findings: list[Finding]) -> None:
    """A check that touches no record at all would show nobody what it is for."""
    touched = {
        f"{finding.promise.commitment.ref} {finding.promise.check.id}"
        for finding in findings
        if finding.status is not Status.NOT_APPLICABLE
    }
    assert touched == CHECKS.keys()


def test_the_shares_counted_over_the_demonstration(findings: list[Finding]) -> None:
    shares = [each for each in findings if each.promise.check.kind == "share_of"]
    told = [(each.promise.check.id, each.status, each.facts["kept"], each.facts["countable"]) for each in shares]
    assert told == [
        ("term_share", Status.KEPT, 6, 8),
        ("paid_share", Status.NOT_KEPT, 15, 17),
        ("due_share", Status.NOT_KEPT, 20, 23),
        ("answered_share", Status.KEPT, 6, 6),
    ]
