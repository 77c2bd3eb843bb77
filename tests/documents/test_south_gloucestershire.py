"""The new Compact of South Gloucestershire, as shipped: prose without numbers or figures, every promise in it."""

from __future__ import annotations

import pytest

from opencompact.core.compacts import find
from opencompact.core.editions import Edition, Group, InForce, Party, Strength, Verify
from tests.documents.written import as_written, readings

REFS = [
    "K.P1", "K.P2", "K.P3", "K.P4", "K.P5",
    "1.B1", "1.B2", "1.B3", "1.B4", "1.B5", "1.B6", "1.B7", "1.B8",
    "2.B1", "2.B2", "2.B3", "2.B4", "2.B5", "2.B6", "2.B7", "2.B8",
    "3.B1", "3.P1", "3.P2", "3.P3", "3.P4", "3.V1", "3.P5", "3.V2", "3.V3", "3.P6", "3.B2",
]  # fmt: skip

CHECKS = {
    "1.B3": [{"id": "formats", "kind": "count_at_least", "register": "consultations", "field": "formats", "at_least": 1,
              "needed_by": "opens"}],
    "2.B2": [{"id": "involved_first", "kind": "in_order", "register": "proposals", "first": "involved_from",
              "then": "decided"},
             {"id": "stage", "kind": "recorded", "register": "proposals", "field": "stage", "needed_by": "decided"}],
    "2.B4": [{"id": "methods", "kind": "count_at_least", "register": "consultations", "field": "methods", "at_least": 2,
              "needed_by": "opens"},
             {"id": "advance", "kind": "min_period", "register": "consultations", "from": "announced", "to": "opens",
              "at_least": "1 day"}],
    "3.P4": [{"id": "overheads", "kind": "recorded", "register": "awards", "field": "overheads_included",
              "equals": True, "needed_by": "starts"},
             {"id": "full_cost", "kind": "ratio_at_least", "register": "awards", "number": "amount", "of": "full_cost",
              "at_least": "100%"}],
    "3.V3": [{"id": "answered_on_time", "kind": "on_or_before", "register": "requests", "event": "answered",
              "limit": "due", "applies": {"planned": "true"}}],
}  # fmt: skip

VERIFY = {"1.B3": Verify.RECORDED} | dict.fromkeys(("2.B2", "2.B4", "3.P4", "3.V3"), Verify.COMPUTED)


@pytest.fixture(scope="module")
def compact() -> Edition:
    return find("south-gloucestershire-keep-it-local")


def test_it_is_undated_and_says_what_is_known_of_its_age(compact: Edition) -> None:
    known = (compact.area.name, compact.area.code, compact.nation, compact.name, compact.in_force, compact.replaces)
    assert known == ("South Gloucestershire", "E06000025", "england", "Compact", InForce(), "")
    for word in ("2019", "COVID-19", "Getting it right together"):
        assert word in str(compact.about)


def test_every_promise_is_there_in_the_order_of_the_document_with_a_reference_of_ours(compact: Edition) -> None:
    assert [each.ref for each in compact.commitments] == REFS
    assert [each.ref for each in compact.commitments if not each.assigned] == []


def test_a_reference_names_the_theme_and_the_party(compact: Edition) -> None:
    letters = {Party.PUBLIC: "P", Party.VOLUNTARY: "V", Party.BOTH: "B"}
    for each in compact.commitments:
        assert each.ref.startswith(f"{each.theme}.{letters[each.by]}")


def test_the_themes(compact: Edition) -> None:
    assert [(theme.ref, theme.title) for theme in compact.themes] == [
        ("K", "Keep it Local pledge"),
        ("1", "A Culture of Respect"),
        ("2", "Working in Partnership"),
        ("3", "Effective Delivery"),
    ]


def test_the_checks(compact: Edition) -> None:
    found = {
        each.ref: [as_written(check) | {"id": check.id} for check in each.checks]
        for each in compact.commitments
        if each.checks
    }
    assert found == CHECKS


def test_a_limit_or_a_measure_the_document_does_not_print_is_marked_as_ours(compact: Edition) -> None:
    assert readings(compact) == (
        "1.B3:formats 2.B2:involved_first 2.B2:stage 2.B4:methods 2.B4:advance 3.V3:answered_on_time"
    )


def test_what_is_judged_has_no_check(compact: Edition) -> None:
    assert {each.ref: each.verify for each in compact.commitments} == {
        ref: VERIFY.get(ref, Verify.JUDGED) for ref in REFS
    }


def test_a_promise_that_aims_or_recognises_is_not_a_plain_undertaking(compact: Edition) -> None:
    found = {kind: [each.ref for each in compact.commitments if each.strength is kind] for kind in Strength}
    assert found[Strength.AIM] == ["K.P3", "K.P4", "K.P5", "1.B7", "2.B1", "3.P3", "3.P5"]
    assert found[Strength.RECOGNISE] == ["K.P1", "1.B1", "1.B4", "2.B5", "2.B6", "3.B1", "3.V1"]


def test_the_two_sides_of_one_sentence_are_paired_both_ways(compact: Edition) -> None:
    pairs = {each.ref: each.pair for each in compact.commitments if each.pair}
    assert pairs == {"3.V1": "3.P5", "3.P5": "3.V1", "3.V3": "3.P6", "3.P6": "3.V3"}


def test_every_promise_has_a_summary_of_its_own_a_place_and_no_official_wording(compact: Edition) -> None:
    assert len({each.summary for each in compact.commitments}) == len(REFS)
    assert [each.ref for each in compact.commitments if not each.source or not each.summary or each.text] == []


def test_who_signed_and_for_whom(compact: Edition) -> None:
    assert [(body.name, body.party, body.role, body.through) for body in compact.bodies] == [
        ("South Gloucestershire Council", Party.PUBLIC, "signatory", ""),
        ("South Gloucestershire Locality Partnership", Party.PUBLIC, "signatory", ""),
        ("Avon and Somerset Police", Party.PUBLIC, "signatory", ""),
        ("Office of the Police and Crime Commissioner", Party.PUBLIC, "signatory", ""),
        ("Town and parish councils", Party.PUBLIC, "signatory", "Town and Parish Councils Forum"),
        ("Avon Local Councils Association", Party.PUBLIC, "signatory", ""),
        ("Avon Fire and Rescue Service", Party.PUBLIC, "signatory", ""),
        ("CVS South Gloucestershire", Party.VOLUNTARY, "signatory", ""),
        ("The Care Forum", Party.VOLUNTARY, "signatory", ""),
        ("Southern Brooks", Party.VOLUNTARY, "signatory", ""),
        ("Representative group", Party.BOTH, "overseer", ""),
        ("Safer Stronger Communities Strategic Partnership", Party.BOTH, "parent partnership", ""),
    ]


def test_the_group_has_an_independent_chair_and_answers_to_a_partnership(compact: Edition) -> None:
    partnership = "Safer Stronger Communities Strategic Partnership"
    told = Group(name="Representative group", source="The new Compact", chair="Independent chair", parent=partnership)
    assert compact.group == told


def test_what_it_rests_on_and_values(compact: Edition) -> None:
    assert [(each.title, each.year) for each in compact.rests_on] == [
        ("Keep it Local pledge", 2019),
        ("Council Plan", None),
        ("Town and Parish Council Charter", None),
    ]
    assert [item.ref for item in compact.values] == ["V1", "V2", "V3", "V4"]


def test_how_it_means_to_make_itself_work(compact: Edition) -> None:
    assert [(each.name, each.kind) for each in compact.mechanisms] == [
        ("Representative group", "group"),
        ("Safer Stronger Communities Strategic Partnership", "oversight"),
        ("Talking it through", "disputes"),
        ("Complaints procedures", "disputes"),
        ("CVS quality standards", "assessment"),
        ("Sharing what was learned", "feedback"),
        ("List of those signed up", "sign-up"),
    ]
    assert "independent" in str(compact.mechanisms[0].about)


def test_it_names_no_holidays_and_no_day_of_review(compact: Edition) -> None:
    assert (compact.closed_periods, compact.review.due, compact.review.every) == ([], None, None)
