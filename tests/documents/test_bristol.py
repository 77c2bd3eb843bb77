"""The Bristol Compact of 2012, as shipped: complete, and checked where a register can show it."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from opencompact.core.checks.ops import Status
from opencompact.core.checks.records import Record
from opencompact.core.compacts import find
from opencompact.core.editions import Edition, Group, InForce, Party, Strength, Verify
from opencompact.core.findings import Checker
from tests.documents.written import as_written, readings

PARTIES = {
    Party.BOTH: ["1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6",
                 "3.7", "3.8", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "5.1", "5.2", "5.3"],
    Party.PUBLIC: ["1.6", "1.7", "1.8", "1.9", "1.10", "1.11", "1.12", "1.13", "1.14", "1.15", "2.4", "2.5", "3.9",
                   "3.10", "5.4", "5.5", "5.6"],
    Party.VOLUNTARY: ["1.16", "1.17", "1.18", "1.19", "1.20", "2.6", "3.11", "3.12", "3.13", "5.7", "5.8"],
}  # fmt: skip

BY_PUBLIC = {"by": "public"}

CHECKS = {
    "1.2 outcomes_first": {"kind": "in_order", "register": "awards", "first": "outcomes_agreed", "then": "awarded"},
    "1.2 monitoring_first": {"kind": "in_order", "register": "awards", "first": "monitoring_agreed", "then": "awarded"},
    "1.4 overheads": {"kind": "recorded", "register": "awards", "field": "overheads_included", "equals": True,
                      "needed_by": "starts"},
    "1.4 full_cost": {"kind": "ratio_at_least", "register": "awards", "number": "amount", "of": "full_cost",
                      "at_least": "100%"},
    "1.6 term": {"kind": "min_period", "register": "awards", "from": "starts", "to": "ends", "at_least": "3 years",
                 "both_days_count": True, "counted_only": True},
    "1.6 term_share": {"kind": "share_of", "register": "awards", "check": "term", "at_least": "50%", "dated": "starts",
                       "over": "1 year"},
    "1.7 decided_by": {"kind": "on_or_before", "register": "opportunities", "event": "decided", "limit": "decision_by"},
    "1.7 told_before": {"kind": "in_order", "register": "awards", "first": "told", "then": "starts"},
    "1.8 mechanism": {"kind": "recorded", "register": "opportunities", "field": "mechanism", "needed_by": "opens"},
    "1.8 mechanism_reason": {"kind": "recorded", "register": "opportunities", "field": "mechanism_reason",
                             "needed_by": "opens"},
    "1.12 published_ahead": {"kind": "min_period", "register": "opportunities", "from": "announced", "to": "opens",
                             "at_least": "1 day"},
    "1.15 impact": {"kind": "recorded", "register": "proposals", "field": "impact_on_sector", "needed_by": "decided"},
    "1.15 burden_first": {"kind": "in_order", "register": "proposals", "first": "burden_assessed", "then": "decided"},
    "1.18 answered": {"kind": "recorded", "register": "requests", "field": "answered", "needed_by": "due"},
    "2.1 equality_first": {"kind": "in_order", "register": "proposals", "first": "equality_assessed",
                           "then": "decided"},
    "2.1 impact_first": {"kind": "in_order", "register": "consultations", "first": "impact_assessed",
                         "then": "feedback_published"},
    "3.1 purpose": {"kind": "recorded", "register": "consultations", "field": "purpose", "needed_by": "opens"},
    "3.1 groups": {"kind": "count_at_least", "register": "consultations", "field": "groups", "at_least": 1,
                   "needed_by": "opens"},
    "3.2 can_change": {"kind": "recorded", "register": "consultations", "field": "can_change", "needed_by": "opens"},
    "3.2 cannot_change": {"kind": "recorded", "register": "consultations", "field": "cannot_change",
                          "needed_by": "opens"},
    "3.3 length": {"kind": "min_period", "register": "consultations", "from": "opens", "to": "closes",
                   "at_least": "12 weeks", "applies": {"written": "true"}, "unless": {"reason": "short_reason"}},
    "3.3 holidays": {"kind": "avoids", "register": "consultations", "from": "opens", "to": "closes",
                     "length": "12 weeks", "applies": {"written": "true"}, "unless": {"reason": "holiday_reason"}},
    "3.3 holidays_not_written": {"kind": "avoids", "register": "consultations", "from": "opens", "to": "closes",
                                 "applies": {"written": "false"}, "unless": {"reason": "holiday_reason"}},
    "3.4 methods": {"kind": "count_at_least", "register": "consultations", "field": "methods", "at_least": 2,
                    "needed_by": "opens"},
    "3.4 formats": {"kind": "count_at_least", "register": "consultations", "field": "formats", "at_least": 1,
                    "needed_by": "opens"},
    "3.5 expenses": {"kind": "recorded", "register": "consultations", "field": "expenses_offered", "equals": True,
                     "needed_by": "opens"},
    "3.6 feedback": {"kind": "deadline", "register": "consultations", "after": "closes", "event": "feedback_published",
                     "within": "12 weeks"},
    "3.7 known_already": {"kind": "recorded", "register": "consultations", "field": "prior_knowledge",
                          "needed_by": "opens"},
    "3.8 advance": {"kind": "min_period", "register": "consultations", "from": "announced", "to": "opens",
                    "at_least": "1 day"},
    "3.10 involved_first": {"kind": "in_order", "register": "proposals", "first": "involved_from", "then": "decided"},
    "3.10 stage": {"kind": "recorded", "register": "proposals", "field": "stage", "needed_by": "decided"},
    "5.2 impact_first": {"kind": "in_order", "register": "changes", "first": "impact_assessed", "then": "decided"},
    "5.3 users_told": {"kind": "in_order", "register": "changes", "first": "users_told", "then": "takes_effect"},
    "5.4 plan_first": {"kind": "in_order", "register": "changes", "first": "improvement_plan", "then": "decided",
                       "applies": {"by": "public", "what": "end", "problem": "given"}},
    "5.5 notice": {"kind": "min_period", "register": "changes", "from": "notice_given", "to": "takes_effect",
                   "at_least": "3 months", "only_if": "in_writing", "applies": BY_PUBLIC,
                   "unless": {"reason": "exceptional", "for": ["the conditions of the funding were seriously broken"]}},
    "5.5 rationale": {"kind": "recorded", "register": "changes", "field": "rationale", "needed_by": "notice_given",
                      "only_if": "in_writing", "applies": BY_PUBLIC},
    "5.5 appeal": {"kind": "recorded", "register": "changes", "field": "appeal", "needed_by": "notice_given",
                   "only_if": "in_writing", "applies": BY_PUBLIC},
    "5.6 discussed_first": {"kind": "in_order", "register": "changes", "first": "discussed", "then": "decided",
                            "applies": BY_PUBLIC},
    "5.6 response_invited": {"kind": "in_order", "register": "changes", "first": "response_invited", "then": "decided",
                             "applies": BY_PUBLIC},
}  # fmt: skip


@pytest.fixture(scope="module")
def bristol() -> Edition:
    return find("bristol-2012")


def test_it_is_the_compact_of_2012_of_bristol(bristol: Edition) -> None:
    known = (bristol.id, bristol.title, bristol.name, bristol.area.name, bristol.area.code, bristol.nation)
    assert known == ("bristol-2012", "Bristol Compact", "Compact", "Bristol", "E06000023", "england")
    assert bristol.in_force == InForce(start=2012)


def test_every_printed_clause_is_there_in_the_order_of_the_document(bristol: Edition) -> None:
    refs = [commitment.ref for commitment in bristol.commitments]
    printed = [(1, 20), (2, 6), (3, 13), (4, 7), (5, 8)]
    assert refs == [f"{theme}.{number}" for theme, last in printed for number in range(1, last + 1)]
    assert len(refs) == 54


def test_every_clause_is_promised_by_those_under_whose_heading_it_is_printed(bristol: Edition) -> None:
    found = {party: [each.ref for each in bristol.commitments if each.by is party] for party in Party}
    assert found == PARTIES


def test_every_clause_is_of_the_theme_its_number_names_and_no_number_is_ours(bristol: Edition) -> None:
    assert [item.ref for item in bristol.themes] == ["1", "2", "3", "4", "5"]
    assert [each.ref for each in bristol.commitments if not each.ref.startswith(f"{each.theme}.")] == []
    assert [each.ref for each in bristol.commitments if each.assigned] == []


def test_every_clause_says_where_it_stands(bristol: Edition) -> None:
    headings = {
        Party.BOTH: "shared commitments",
        Party.PUBLIC: "public sector commitments",
        Party.VOLUNTARY: "VCS commitments",
    }
    for each in bristol.commitments:
        assert each.source == f"Theme {each.theme}, {headings[each.by]}, {each.ref}"


def test_every_clause_has_a_summary_of_its_own_and_no_official_wording(bristol: Edition) -> None:
    summaries = Counter(each.summary for each in bristol.commitments)
    assert [summary for summary, times in summaries.items() if not summary or times > 1] == []
    assert [each.ref for each in bristol.commitments if each.text] == []


def test_the_checks(bristol: Edition) -> None:
    found = {f"{each.ref} {check.id}": as_written(check) for each in bristol.commitments for check in each.checks}
    assert found == CHECKS


def test_what_is_judged_has_no_check_and_what_has_none_is_judged(bristol: Edition) -> None:
    judged = [each.ref for each in bristol.commitments if each.verify is Verify.JUDGED]
    assert judged == [each.ref for each in bristol.commitments if not each.checks]
    assert len(judged) == 31


def test_a_clause_that_recognises_or_aims_is_not_a_plain_undertaking(bristol: Edition) -> None:
    found = {kind: [each.ref for each in bristol.commitments if each.strength is kind] for kind in Strength}
    recognised = ["1.13", "1.20", "2.5", "3.9", "3.12", "4.1", "4.2", "4.3", "4.4", "4.6", "5.1"]
    assert (found[Strength.AIM], found[Strength.RECOGNISE]) == (["1.6"], recognised)


def test_a_limit_or_a_measure_the_document_does_not_print_is_marked_as_ours(bristol: Edition) -> None:
    assert readings(bristol) == (
        "1.6:term_share 1.7:decided_by 1.7:told_before 1.8:mechanism_reason 1.12:published_ahead 1.15:impact "
        "1.15:burden_first 1.18:answered 2.1:equality_first 2.1:impact_first 3.3:holidays 3.3:holidays_not_written "
        "3.4:methods 3.4:formats 3.6:feedback 3.8:advance 3.10:involved_first 3.10:stage 5.3:users_told"
    )
    assert "2.4" in str(next(each.note for each in bristol.commitments if each.ref == "3.3"))


def test_what_a_clause_recognises_or_hopes_for_is_not_judged_an_award_at_a_time(bristol: Edition) -> None:
    """Bristol recognises payment in advance (1.13), and aims for three years as standard (1.6)."""
    record: Record = {
        "id": "A1", "starts": date(2026, 4, 1), "ends": date(2028, 3, 31), "paid_in_advance": False,
        "term_reason": None,
    }  # fmt: skip
    found = Checker(bristol).findings({"awards": [record]}, date(2026, 12, 1))
    told = [(each.promise.commitment.ref, each.promise.check.id, each.status) for each in found]
    missed = [each for each in told if each[0] in ("1.6", "1.13") and each[2] in (Status.NOT_KEPT, Status.AT_RISK)]
    assert missed == []


def test_only_written_consultations_make_up_for_a_closed_period(bristol: Edition) -> None:
    spoken: Record = {
        "id": "C1", "opens": date(2027, 7, 20), "closes": date(2027, 8, 1), "written": False, "holiday_reason": None,
    }  # fmt: skip
    found = Checker(bristol).findings({"consultations": [spoken]}, date(2027, 9, 1))
    told = {each.promise.check.id: each.status for each in found if each.promise.commitment.ref == "3.3"}
    assert told == {
        "length": Status.NOT_APPLICABLE, "holidays": Status.NOT_APPLICABLE, "holidays_not_written": Status.NOT_KEPT,
    }  # fmt: skip


def test_values_outcomes_and_what_it_rests_on(bristol: Edition) -> None:
    assert [item.ref for item in bristol.values] == ["V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8"]
    assert [item.ref for item in bristol.outcomes] == ["1", "2", "3", "4", "5"]
    assert [(each.title, each.year) for each in bristol.rests_on] == [
        ("National Compact", 2010),
        ("Bristol 20:20 Plan", None),
        ("Hearts and Minds (Audit Commission)", 2007),
        ("Public Services (Social Value) Act", 2012),
    ]


def test_the_group_that_oversees_it_has_no_chair_and_no_parent_the_document_names(bristol: Edition) -> None:
    source = "Compact Partners' Group; The Bristol Compact and you"
    assert bristol.group == Group(name="Compact Partners' Group", source=source)
    assert bristol.read_at == "http://www.bristolcompact.org.uk"


def test_who_adopted_it_and_how_it_means_to_make_itself_work(bristol: Edition) -> None:
    assert [(body.name, body.role) for body in bristol.bodies] == [
        ("Bristol Partnership", "adopter"),
        ("Compact Partners' Group", "overseer"),
    ]
    assert [(each.name, each.kind) for each in bristol.mechanisms] == [
        ("Adoption by the Bristol Partnership", "sign-up"),
        ("Compact Partners' Group", "group"),
        ("Oversight by the Compact Partners' Group", "oversight"),
        ("The group's record", "publicity"),
        ("Settling disputes early", "disputes"),
        ("Compact Complaints Procedure", "disputes"),
        ("Consultation Finder", "feedback"),
    ]


def test_the_document_sets_no_review_and_no_holidays(bristol: Edition) -> None:
    """The review is left open; the closed periods are suggestions, and the edition says whose."""
    assert (bristol.review.due, bristol.review.every) == (None, None)
    assert [(each.name, each.every_year or each.around_easter) for each in bristol.closed_periods] == [
        ("Christmas and New Year", "12-20 to 01-03"),
        ("Easter", "-7 to 7"),
        ("August", "08-01 to 08-31"),
    ]
    assert "we have suggested the closed periods" in str(bristol.about)
