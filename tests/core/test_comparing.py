"""Two editions side by side: which clauses are lined up, how sure that is, and what they say differently."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from opencompact.core.compacts import find, read_shipped, shipped
from opencompact.core.comparing import Comparison, as_json, compare, counted, names, says
from opencompact.core.differences import Difference, differences
from opencompact.core.editions import Area, Change, Edition, InForce
from opencompact.core.likeness import Texts
from tests.core.invented import promise, source

NOTICE = "id: notice, kind: min_period, register: changes, from: notice_given, to: takes_effect"
LENGTH = "id: length, kind: min_period, register: consultations, from: opens, to: closes"
FEEDBACK = "id: feedback, kind: deadline, register: consultations, after: closes, event: feedback_published"
HOLIDAYS = "id: holidays, kind: avoids, register: consultations, from: opens, to: closes"
PLANNED = "id: planned, kind: recorded, register: requests, field: planned"
CLOSED = 'in_force: {from: 2024}\nclosed_periods: [{name: Easter, around_easter: "-7 to 7"}]'


def edition(*promises: str, id: str = "wellbridge-2020") -> Edition:
    return source(*promises, id=id, top=CLOSED).edition


def elsewhere(*promises: str) -> Edition:
    """An edition of another area."""
    return replace(edition(*promises, id="marlow-2020"), area=Area(name="Marlow"))


def told(comparison: Comparison) -> list[str]:
    return [says(comparison, match, each) for match in comparison.matches for each in match.differences]


def test_a_comparison_in_full() -> None:
    first = edition(
        promise("1.P1", "Public bodies give three months' notice.", f"{NOTICE}, at_least: 3 months"),
        promise("1.V1", "Groups volunteer."),
    )
    second = edition(
        promise("1.B1", "Everybody dances in summer."),
        promise("1.P9", "Public bodies give six months' notice.", f"{NOTICE}, at_least: 6 months"),
        id="wellbridge-2026",
    )
    found = as_json(compare(first, second))
    assert 0.8 < found["matches"][0].pop("likeness") < 1
    assert found == {
        "editions": ["wellbridge-2020", "wellbridge-2026"],
        "matches": [
            {
                "left": "1.P1",
                "right": "1.P9",
                "certain": False,
                "sure": True,
                "differences": [
                    {
                        "about": "notice",
                        "left": "three months",
                        "right": "six months",
                        "direction": "tightened",
                        "figures": True,
                        "says": "notice: wellbridge-2020 1.P1 three months; "
                        "wellbridge-2026 1.P9 six months (tightened)",
                    }
                ],
            }
        ],
        "no_close_match": {"left": ["1.V1"], "right": ["1.B1"]},
    }


def test_what_an_edition_says_of_its_own_clauses_is_certain() -> None:
    first = edition(
        promise("1.P1", "Public bodies give notice."), promise("1.P2", "They pay."), promise("1.P3", "They plan.")
    )
    second = edition(
        promise("1.P1", "Nothing alike.", more='earlier: [{clause: "wellbridge-2020#1.P2", is: split}]'),
        promise("1.P2", "Nor here.", more='earlier: [{clause: "wellbridge-2020#1.P2", is: split}]'),
        promise("1.P3", "Public bodies give notice.", more='earlier: [{clause: "elsewhere-2020#1.P3", is: same}]'),
        promise("1.P4", "They plan.", more='earlier: [{clause: "wellbridge-2020#1.P3", is: dropped}]'),
        id="wellbridge-2026",
    )
    found = [(match.left.ref, match.right.ref, match.certain) for match in compare(first, second).matches]
    assert found == [("1.P1", "1.P3", False), ("1.P2", "1.P1", True), ("1.P2", "1.P2", True), ("1.P3", "1.P4", False)]
    turned = [(match.right.ref, match.left.ref, match.certain) for match in compare(second, first).matches]
    assert sorted(turned) == found


FIRST = promise("1.P1", "We publish feedback in time."), promise("1.P2", "We publish feedback.")
SECOND = promise("1.P7", "We publish feedback."), promise("1.P8", "We dance.")


def test_in_one_area_each_clause_goes_on_in_one_clause() -> None:
    comparison = compare(edition(*FIRST), edition(*SECOND, id="wellbridge-2026"))
    assert comparison.one_area
    assert [(match.left.ref, match.right.ref) for match in comparison.matches] == [("1.P2", "1.P7")]
    assert ([each.ref for each in comparison.left_alone], [each.ref for each in comparison.right_alone]) == (
        ["1.P1"],
        ["1.P8"],
    )


def test_in_another_area_one_clause_may_answer_two() -> None:
    comparison = compare(edition(*FIRST), elsewhere(*SECOND))
    assert not comparison.one_area
    assert [(match.left.ref, match.right.ref) for match in comparison.matches] == [("1.P1", "1.P7"), ("1.P2", "1.P7")]
    assert [each.ref for each in comparison.right_alone] == ["1.P8"]


def test_other_words_for_the_same_thing() -> None:
    first = edition(
        promise("1.P1", "Money comes before it is needed: we pay in advance."), promise("1.P2", "We dance.")
    )
    second = elsewhere(promise("1.P1", "Singing is free."), promise("1.P5", "Grants are paid before they are spent."))
    assert [(match.left.ref, match.right.ref) for match in compare(first, second).matches] == [("1.P1", "1.P5")]


def test_only_pairs_that_are_sure_are_counted() -> None:
    """What two clauses on the same words but opposite sides come to is for people to judge."""
    first = edition(
        promise("1.P1", "We give notice.", f"{NOTICE}, at_least: 3 months"),
        promise("1.P2", "We plan meetings together."),
    )
    second = elsewhere(
        promise("1.P1", "We give notice.", f"{NOTICE}, at_least: 6 months"),
        promise("1.V2", "Groups plan outings in summer together.", f"{PLANNED}"),
    )
    comparison = compare(first, second)
    assert [(match.left.ref, match.sure, match.direction) for match in comparison.matches] == [
        ("1.P1", True, Change.TIGHTENED),
        ("1.P2", False, None),
    ]
    assert counted(comparison) == {Change.TIGHTENED: 1}


def test_notice_of_an_end_and_of_a_cut_are_two_things() -> None:
    """Six months for an end are not more than three months for a cut: no record is touched by both."""
    end, cut = (
        f"{NOTICE}, at_least: 6 months, applies: {{what: end}}",
        f"{NOTICE}, at_least: 3 months, applies: {{what: reduce}}",
    )
    told = {each.about: (each.direction, each.figures) for each in between(cut, end)}
    assert told == {"notice": (None, False), "notice, records": (None, False)}


def test_what_editions_are_called() -> None:
    old, new = edition(FIRST[0]), edition(FIRST[0], id="wellbridge-2026")
    named = replace(new, title="Wellbridge Covenant")
    dated = replace(new, in_force=InForce(start=2026))
    other = replace(new, area=Area(name="Marlow"))
    assert [names(compare(old, each)) for each in (other, named, dated, new)] == [
        ("Wellbridge", "Marlow"),
        ("Wellbridge Compact", "Wellbridge Covenant"),
        ("Wellbridge Compact (2024)", "Wellbridge Compact (2026)"),
        ("wellbridge-2020", "wellbridge-2026"),
    ]


def test_the_side_that_promises_counts() -> None:
    first = edition(promise("1.P1", "We plan together."))
    others = [edition(promise(ref, "We plan together."), id="wellbridge-2026") for ref in ("1.P1", "1.B1", "1.V1")]
    assert [compare(first, other).matches[0].likeness for other in others] == [1.0, 0.8, 0.6]


def test_less_alike_than_asked_for_is_left_out() -> None:
    first = edition(promise("1.P1", "We plan together."))
    second = edition(promise("1.V1", "We plan together."), id="wellbridge-2026")
    assert len(compare(first, second, 0.6).matches) == 1
    assert as_json(compare(first, second, 0.61))["matches"] == []


# What is said differently


def between(left: str, right: str) -> list[Difference]:
    """The differences of two clauses with one check each."""
    first, second = edition(promise("1.P1", "We do.", left)), edition(promise("1.P1", "We do.", right))
    return differences(first.commitments[0], second.commitments[0])


PAIRS = [
    (f"{NOTICE}, at_least: 3 months", f"{NOTICE}, at_least: 6 months",
     [("notice", "three months", "six months", "tightened")]),
    (f"{NOTICE}, at_least: 1 year", f"{NOTICE}, at_least: 12 months", []),
    (f"{NOTICE}, at_least: 1 week", f"{NOTICE}, at_least: 5 working days",
     [("notice", "one week", "five working days", None)]),
    (f"{NOTICE}, at_least: 1 year", f"{NOTICE}, at_least: 1 year, both_days_count: true",
     [("notice", "one year", "one year, counting both days", "loosened")]),
    (f"{FEEDBACK}, within: 12 weeks", f"{FEEDBACK}, within: 6 weeks",
     [("feedback", "12 weeks", "six weeks", "tightened")]),
    (f"{LENGTH}, at_least: 12 weeks", f"{LENGTH}, at_least: 12 weeks, unless: {{reason: short_reason}}",
     [("length, exception", "none", "unless a reason for the shorter consultation is published", "loosened")]),
    (f"{LENGTH}, at_least: 12 weeks, unless: {{reason: short_reason}}",
     f"{LENGTH}, at_least: 12 weeks, unless: {{reason: short_reason, for: [an emergency]}}",
     [("length, exception", "unless a reason for the shorter consultation is published",
       "unless a reason for the shorter consultation is published (such as: an emergency)", None)]),
    (f"{NOTICE}, at_least: 3 months", f"{NOTICE}, at_least: 3 months, applies: {{by: public}}",
     [("notice, records", "for all changes", "for changes made by the public sector", "loosened")]),
    (f"{NOTICE}, at_least: 3 months, applies: {{what: [end]}}",
     f"{NOTICE}, at_least: 3 months, applies: {{what: [reduce, end]}}",
     [("notice, records", "for changes that end funding or other support",
       "for changes that reduce or end funding or other support", "tightened")]),
    (f"{NOTICE}, at_least: 3 months, applies: {{what: end}}",
     f"{NOTICE}, at_least: 3 months, applies: {{what: alter}}",
     [("notice, records", "for changes that end funding or other support",
       "for changes that alter funding or other support", None)]),
    (f"{NOTICE}, at_least: 3 months, applies: {{problem: given}}",
     f"{NOTICE}, at_least: 3 months, applies: {{problem: fraud}}",
     [("notice, records", "for changes where the problem behind it is recorded",
       "for changes where the problem behind it is recorded as fraud", "loosened")]),
    (f"{NOTICE}, at_least: 3 months", f"{NOTICE}, at_least: 3 months, applies: {{what: [end, reduce, alter]}}", []),
    (HOLIDAYS, f"{HOLIDAYS}, length: 6 weeks",
     [("holidays", "keep the time from the opening date to the closing date clear of closed periods",
       "keep the time from the opening date to the closing date clear of closed periods, or add the days "
       "lost to the six weeks", "loosened")]),
    (f"{PLANNED}, needed_by: asked", f"{PLANNED}, needed_by: due",
     [("planned", "record whether it was planned on or before the date of the request",
       "record whether it was planned on or before the due date for the answer", None)]),
    ("id: answered, kind: recorded, register: requests, field: answered, needed_by: due",
     "id: in_time, kind: on_or_before, register: requests, event: answered, limit: due",
     [("answered", "answer it (checked once the due date for the answer has passed)",
       "answer it on or before the due date for the answer", "tightened")]),
    ("id: ahead, kind: in_order, register: consultations, first: announced, then: opens",
     "id: ahead, kind: min_period, register: consultations, from: announced, to: opens, at_least: 2 weeks",
     [("ahead", "announce it on or before the opening date",
       "at least two weeks from the announcement date to the opening date", "tightened")]),
    ("id: groups, kind: recorded, register: consultations, field: groups",
     "id: groups, kind: count_at_least, register: consultations, field: groups, at_least: 1", []),
    ("id: fair, kind: judged, register: judgements", "id: fair, kind: judged, register: judgements, ask: Was it fair?",
     [("fair", "people from both sectors judge it, with evidence",
       "people from both sectors judge it, with evidence: Was it fair?", None)]),
    (f"{PLANNED}", "id: purpose, kind: recorded, register: requests, field: purpose",
     [("planned", "record whether it was planned", "no check", "loosened"),
      ("purpose", "no check", "record what the information is for", "tightened")]),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right", "said"), PAIRS)
def test_what_two_checks_ask_differently(left: str, right: str, said: list[tuple[str, str, str, str | None]]) -> None:
    assert [(each.about, each.left, each.right, each.direction) for each in between(left, right)] == said


def test_shares_are_compared_with_what_they_count() -> None:
    paid = "id: paid, kind: on_or_before, register: payments, event: paid, limit: due"
    shares = [
        f'id: share, kind: share_of, register: payments, check: paid, at_least: "{least}"' for least in ("90%", "95%")
    ]
    first, second = (edition(promise("1.P1", "We pay.", paid, share)).commitments[0] for share in shares)
    assert differences(first, second) == [Difference("share", "90%", "95%", Change.TIGHTENED, figures=True)]


def test_side_and_strength() -> None:
    first, second = (
        edition(promise("1.B1", "We plan.")).commitments[0],
        edition(promise("1.P1", "We plan.")).commitments[0],
    )
    weaker = find("brentwood-2016").commitments[0]
    assert differences(first, second) == [Difference("promised by", "both", "public")]
    assert differences(second, weaker) == [Difference("strength", "promise", "aim", Change.LOOSENED)]


# Laws


@pytest.mark.parametrize("id", shipped())
def test_every_clause_is_like_itself(id: str) -> None:
    whole = read_shipped(id).edition
    found = compare(whole, whole)
    assert [(match.left.ref, match.right.ref, match.likeness, match.differences) for match in found.matches] == [
        (commitment.ref, commitment.ref, 1.0, []) for commitment in whole.commitments
    ]
    assert (found.left_alone, found.right_alone) == ([], [])


TURNED = {None: None, Change.TIGHTENED: Change.LOOSENED, Change.LOOSENED: Change.TIGHTENED}


@pytest.mark.parametrize(
    ("one", "other"), [("bristol", "brentwood"), ("bristol", "model-2026"), ("model-2026", "brentwood")]
)
def test_turned_round_it_says_the_same(one: str, other: str) -> None:
    there, back = compare(find(one), find(other)), compare(find(other), find(one))

    def lines(
        comparison: Comparison, turned: bool
    ) -> list[tuple[str, str, float, list[tuple[str, str, Change | None]]]]:
        found = []
        for match in comparison.matches:
            left, right = (match.right, match.left) if turned else (match.left, match.right)
            said = [
                (each.right, each.left, TURNED[each.direction]) if turned else (each.left, each.right, each.direction)
                for each in match.differences
            ]
            found.append((left.ref, right.ref, match.likeness, sorted(said, key=str)))
        return sorted(found, key=str)

    assert lines(there, False) == lines(back, True)
    assert (there.left_alone, there.right_alone) == (back.right_alone, back.left_alone)


@given(st.lists(st.text("abc d12", max_size=30), min_size=2, max_size=6))
def test_likeness_is_a_share_and_the_same_from_both_sides(texts: list[str]) -> None:
    measured = Texts(texts)
    for here in range(len(texts)):
        for there in range(len(texts)):
            alike = measured.likeness(here, there)
            assert 0 <= alike <= 1.000001
            assert alike == measured.likeness(there, here)


# What is shipped

KNOWN = {
    "1.2": "3.P4",  # results and monitoring agreed first
    "1.4": "3.P5",  # overheads and full cost
    "1.6": "3.P2",  # three years
    "1.7": "3.P3",  # timetables and application rounds
    "1.15": "2.P6",  # what a policy means for groups, less paperwork
    "1.18": "3.V4",  # reporting, and monitoring as part of running things well
    "2.6": "5.V1",  # groups show what they do for equality
    "3.2": "2.P5",  # what can change and what cannot
    "3.3": "2.P4",  # 12 weeks
    "3.10": "2.P2",  # groups come in before the decision
    "3.13": "2.V4",  # groups ask their people, and say for whom they speak
    "5.2": "4.P2",  # impact before the decision
    "5.4": "4.P1",  # a plan before an end
    "5.5": "4.P4",  # notice
    "5.6": "4.P3",  # talk early
    "5.7": "4.V3",  # groups take part in reviews
    "5.8": "4.V2",  # groups tell what a change does to vulnerable people
}


IN_OTHER_WORDS = {
    "1.1": "2.P1",  # social value
    "1.11": "1.P4",  # help other than money
    "1.20": "3.V2",  # credit for funders
    "2.3": "5.P1",  # against discrimination, and a voice
    "3.11": "3.V7",  # what service users say
    "4.4": "1.P5",  # what volunteers contribute
    "4.7": "1.P6",  # managing volunteers
}
ONE_FOR_TWO = {
    "3.6": "2.P5",  # feedback, beside what can change
    "3.8": "2.P4",  # early notice, beside the 12 weeks
    "1.13": "3.P2",  # payment in advance, beside the three years
    "1.10": "3.P4",  # proportionate monitoring, beside agreeing it first
}
WRONG = {("2.5", "5.P1"), ("3.11", "1.V2"), ("4.4", "1.V5")}


def test_clauses_that_say_the_same_in_other_words_are_lined_up() -> None:
    matches = compare(find("bristol"), find("brentwood")).matches
    found = {(match.left.ref, match.right.ref) for match in matches}
    assert (IN_OTHER_WORDS | ONE_FOR_TWO).items() - found == set()
    assert found & WRONG == set()


@pytest.mark.parametrize(("left", "right"), [("bristol", "brentwood"), ("bristol", "model-2026")])
def test_no_sure_pair_is_of_opposite_sides(left: str, right: str) -> None:
    sides = {"public", "voluntary"}
    sure = [match for match in compare(find(left), find(right)).matches if match.sure]
    assert [(each.left.ref, each.right.ref) for each in sure if {each.left.by, each.right.by} == sides] == []


def test_clauses_that_a_reader_lines_up_are_lined_up() -> None:
    found = {(match.left.ref, match.right.ref) for match in compare(find("bristol"), find("brentwood")).matches}
    assert set(KNOWN.items()) - found == set()


def test_notice_in_bristol_and_in_brentwood() -> None:
    comparison = compare(find("bristol"), find("brentwood"))
    public = "for changes made by the public sector"
    ending = f"{public} that end funding or other support"
    assert [each for each in told(comparison) if "Bristol 5.5" in each] == [
        "strength: Bristol 5.5 promise; Brentwood 4.P4 aim (asks less)",
        "notice: Bristol 5.5 three months; Brentwood 4.P4 six months (asks more)",
        "notice, exception: Bristol 5.5 unless exceptional circumstances are recorded "
        "(such as: the conditions of the funding were seriously broken); Brentwood 4.P4 none (asks more)",
        f"notice, records: Bristol 5.5 {public}; Brentwood 4.P4 {ending} (asks less)",
        f"rationale: Bristol 5.5 record the reasons for the decision on or before the date notice is given, {public}; "
        "Brentwood 4.P4 no check (asks less)",
        f"appeal: Bristol 5.5 record how to appeal on or before the date notice is given, {public}; "
        "Brentwood 4.P4 no check (asks less)",
    ]


def test_a_model_is_called_by_its_title() -> None:
    lines = told(compare(find("bristol"), find("model-2026")))
    assert "notice: Bristol 5.5 three months; Model Compact 2026 7.7 six months (asks more)" in lines


def test_two_whole_editions_are_compared_at_once() -> None:
    one, other = find("bristol"), find("brentwood")
    start = process_time()
    compare(one, other)
    assert process_time() - start < 60
