"""What ``lint`` says of an edition: contradictions are wrong, the rest is advice, and each stands at its place."""

from __future__ import annotations

from datetime import date

import pytest

from opencompact.core.compacts import read_shipped, shipped
from opencompact.core.linting import Severity, lint
from tests.core.invented import promise, source

TODAY = date(2026, 11, 21)
OF_2024 = "in_force: {from: 2024}"
ANSWER = promise("1.V1", "Groups answer.")  # so that both sides promise something
NOTICE = "id: notice, kind: min_period, register: changes, from: notice_given, to: takes_effect, applies: {by: public}"
FEEDBACK = "id: feedback, kind: deadline, register: consultations, after: closes, event: feedback_published"
WAYS = "id: methods, kind: count_at_least, register: consultations, field: methods"
COST = "id: cost, kind: ratio_at_least, register: awards, number: amount, of: full_cost"
PAID = "id: paid, kind: on_or_before, register: payments, event: paid, limit: due"
SHARE = "id: share, kind: share_of, register: payments, check: paid"
HOLIDAYS = "id: holidays, kind: avoids, register: consultations, from: opens, to: closes"
CHRISTMAS = 'closed_periods: [{name: Christmas, from: "2026-12-20", to: "2027-01-03"}]'


def placed(*promises: str, top: str = OF_2024) -> list[str]:
    return [f"{remark.severity}: {remark.problem}" for remark in lint(source(*promises, top=top), TODAY)]


def says(*promises: str, top: str = OF_2024) -> list[tuple[str, str]]:
    return [(str(each.severity), each.problem.says) for each in lint(source(*promises, top=top), TODAY)]


def test_an_edition_that_says_what_it_means_gets_no_remark() -> None:
    assert placed(promise("1.P1", "Notice is three months.", f"{NOTICE}, at_least: 3 months"), ANSWER) == []


def test_remarks_stand_at_their_places_in_the_order_of_the_file() -> None:
    notice = promise("1.P1", "Notice is three months.", f"{NOTICE}, at_least: 6 months")
    decide = promise("1.P2", "We decide in 30 days.")
    assert placed(ANSWER, notice, decide) == [
        f"wrong: wellbridge-2020.yaml:11:{notice.index('6 months') + 1}: "
        'the words say three months, but the check "notice" says six months; '
        "write the same figure in both",
        f"advice: wellbridge-2020.yaml:12:{decide.index('summary: ') + 10}: "
        'the words say "30 days", but no check uses it; '
        "add a check that uses it, or leave the figure out",
    ]


# Figures

NOT_CARRIED = {
    "We decide in 30 days.": ["30 days"],
    "We decide in thirty days and pay 95% of claims.": ["30 days", "95%"],
    "We offer two ways to answer, and at least one way for children.": ["two"],
    "We keep a third of it free.": ["33.3%"],
    "We decide soon.": [],
}


@pytest.mark.parametrize("words", NOT_CARRIED)
def test_a_figure_that_no_check_carries(words: str) -> None:
    told = [("advice", f'the words say "{figure}", but no check uses it') for figure in NOT_CARRIED[words]]
    assert says(promise("1.B1", words)) == told


CARRIED = [
    ("within 12 weeks", [f"{FEEDBACK}, within: 84 days"]),
    ("in at least two ways", [f"{WAYS}, at_least: 2"]),
    ("for 100% of the cost", [f'{COST}, at_least: "100%"']),
    ("95 times in 100", [PAID, f'{SHARE}, at_least: "95%"']),
    ("95 times in 100 over one year", [PAID, f'{SHARE}, at_least: "95%", dated: due, over: 1 year']),
    ("clear of holidays, or for six weeks more", [f"{HOLIDAYS}, length: 6 weeks"]),
]


@pytest.mark.parametrize(("words", "checks"), CARRIED, ids=[words for words, _checks in CARRIED])
def test_a_figure_that_a_check_carries(words: str, checks: list[str]) -> None:
    easter = f'{OF_2024}\nclosed_periods: [{{name: Easter, around_easter: "-7 to 7"}}]'
    assert says(promise("1.B1", f"We do it {words}.", *checks), top=easter) == []


def test_a_figure_that_the_review_of_the_edition_carries() -> None:
    review = promise("1.B1", "We review the compact every three years.")
    assert says(review, top=f"{OF_2024}\nreview: {{every: 3 years}}") == []


def test_figures_of_the_official_text_count_as_well() -> None:
    text = 'text: "A shorter time, of two weeks, is an exception."'
    told = [("advice", 'the words say "two weeks", but no check uses it')]
    assert says(promise("1.B1", "We answer.", more=text)) == told


CONTRADICTIONS = [
    ("three months", [f"{NOTICE}, at_least: 6 months"], 'three months, but the check "notice" says six months'),
    ("three months", [f"{NOTICE}, at_least: 12 weeks"], 'three months, but the check "notice" says 12 weeks'),
    ("ten working days", [f"{FEEDBACK}, within: 10 days"], 'ten working days, but the check "feedback" says ten days'),
    ("two ways", [f"{WAYS}, at_least: 3"], 'two, but the check "methods" says three'),
    ("95%", [PAID, f'{SHARE}, at_least: "90%"'], '95%, but the check "share" says 90%'),
]


@pytest.mark.parametrize(("words", "checks", "told"), CONTRADICTIONS)
def test_words_and_check_that_contradict_each_other(words: str, checks: list[str], told: str) -> None:
    assert says(promise("1.B1", f"It is {words}.", *checks)) == [("wrong", f"the words say {told}")]


def test_a_figure_beside_one_that_is_carried_is_no_contradiction() -> None:
    both = promise(
        "1.B1", "Notice is three months, or six in months of need, that is six months.", f"{NOTICE}, at_least: 3 months"
    )
    assert says(both) == [("advice", 'the words say "six months", but no check uses it')]


def test_two_clauses_with_different_figures_for_the_same_records() -> None:
    three = promise("1.B1", "Three months is notice.", f"{NOTICE}, at_least: 3 months")
    six = promise("1.B2", "Six months is notice.", f"{NOTICE}, at_least: 6 months")
    assert says(three, six) == [("wrong", "1.B2 says six months, but 1.B1 says three months about the same thing")]


VALUES = [("true", "false", "no", "yes"), ("grant", "contract", "contract", "grant")]


@pytest.mark.parametrize(("first", "second", "told", "earlier"), VALUES)
def test_two_clauses_with_different_values(first: str, second: str, told: str, earlier: str) -> None:
    field = "id: it, kind: recorded, register: awards, field: " + (
        "mechanism" if first == "grant" else "paid_in_advance"
    )
    one, other = (
        promise("1.B1", "It is.", f"{field}, equals: {first}"),
        promise("1.B2", "So.", f"{field}, equals: {second}"),
    )
    assert says(one, other) == [("wrong", f"1.B2 says {told}, but 1.B1 says {earlier} about the same thing")]
    assert says(one, other.replace(second, first)) == []


def test_two_clauses_about_different_records_may_differ() -> None:
    three = promise("1.B1", "Notice is three months.", f"{NOTICE}, at_least: 3 months")
    six = promise(
        "1.B2", "Six months is the notice.", f"{NOTICE}, at_least: 6 months".replace("by: public", "by: voluntary")
    )
    assert says(three, six) == []


def test_a_share_that_nobody_can_read_in_the_words() -> None:
    paid = promise("1.B1", "We pay on the day, as a rule.", PAID, f'{SHARE}, at_least: "90%"')
    assert says(paid) == [("advice", "the check counts 90%, but the words don't say so")]


# Both sides


def test_a_theme_in_which_one_side_promises_nothing() -> None:
    assert placed(promise("1.P1", "Public bodies listen.")) == [
        "advice: wellbridge-2020.yaml:7:10: the voluntary sector makes no promise in theme 1; ask that "
        "sector what it can promise here"
    ]


def test_with_pairs_each_promise_by_one_side_has_one_beside_it() -> None:
    listen = promise("1.P1", "Public bodies listen.", more='pair: "1.V1"')
    alone, both = promise("1.V2", "Groups listen."), promise("1.B1", "Both listen.")
    assert says(listen, ANSWER, alone, both) == [("advice", "the public sector makes no promise to match 1.V2")]


def test_a_promise_by_one_side_that_is_held_against_both() -> None:
    notice = f"{NOTICE}, at_least: 3 months".replace(", applies: {by: public}", "")
    told = [("advice", '1.P1 is a promise by one sector, but its check "notice" reads the records of both')]
    assert says(promise("1.P1", "Notice is three months.", notice), ANSWER) == told
    assert says(promise("1.B1", "Notice is three months.", notice)) == []


# Promises left to judgement

MEASURABLE = [
    ("Public bodies publish feedback.", "publish feedback", "deadline", "consultations", "feedback_published"),
    ("Reasons are given in writing.", "in writing", "recorded", "changes", "in_writing"),
    ("Public bodies give notice early.", "give notice", "min_period", "changes", "notice_given"),
    ("Funders meet full cost.", "full cost", "recorded", "awards", "overheads_included"),
    ("Funders pay grants in advance.", "pay grants in advance", "recorded", "awards", "paid_in_advance"),
    ("Each payment comes on time.", "payment comes on time", "on_or_before", "payments", "paid"),
    ("Groups have an exit plan.", "exit plan", "in_order", "changes", "exit_plan"),
    ("We assess it before we decide.", "assess it before we deci", "in_order", "proposals", "equality_assessed"),
    ("Papers come in easy read.", "easy read", "count_at_least", "consultations", "formats"),
    ("We say what can change.", "what can change", "recorded", "consultations", "can_change"),
    ("We answer each concern.", "answer each concern", "deadline", "concerns", "answered"),
]


@pytest.mark.parametrize(("words", "quoted", "kind", "register", "field"), MEASURABLE)
def test_measurable_words_left_to_judgement(words: str, quoted: str, kind: str, register: str, field: str) -> None:
    assert placed(promise("1.B1", words)) == [
        f'advice: wellbridge-2020.yaml:10:5: a register may be able to show "{quoted}", but 1.B1 is left to '
        f"people to judge; consider a check of the kind {kind} on {register}, field {field}"
    ]


def test_what_is_checked_is_not_left_to_judgement() -> None:
    assert (
        says(promise("1.B1", "Public bodies publish feedback within 12 weeks.", f"{FEEDBACK}, within: 12 weeks")) == []
    )


# Time


def test_keeping_clear_of_closed_periods_that_are_not_there() -> None:
    clear = promise("1.B1", "Consultations keep clear of holidays.", HOLIDAYS)
    assert says(clear) == [("wrong", "this check avoids closed periods, but the edition lists none")]


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        (date(2026, 1, 3), []),
        (date(2026, 1, 4), ["the list of closed periods ends on 3 January 2027"]),
        (date(2027, 1, 3), ["the list of closed periods ends on 3 January 2027"]),
        (date(2027, 1, 4), ["the list of closed periods ended on 3 January 2027"]),
    ],
)
def test_closed_periods_that_run_out_within_a_year(as_of: date, told: list[str]) -> None:
    clear = promise("1.B1", "Consultations keep clear of holidays.", HOLIDAYS)
    remarks = lint(source(clear, top=f"{OF_2024}\n{CHRISTMAS}"), as_of)
    assert [remark.problem.says for remark in remarks] == told


def test_closed_periods_that_no_check_needs_may_run_out() -> None:
    assert says(promise("1.B1", "We rest."), top=f"{OF_2024}\n{CHRISTMAS}") == []


REVIEWS = [
    ('in_force: {from: 2012}\nreview: {due: "2026-11-20"}', ["the review was due on 20 November 2026"]),
    ('in_force: {from: 2012}\nreview: {due: "2026-11-21"}', []),
    ('in_force: {from: "2023-11-20"}\nreview: {every: 3 years}', ["the review was due on 20 November 2026"]),
    ('in_force: {from: "2023-11-21"}\nreview: {every: 3 years}', []),
    ("in_force: {from: 2022}\nreview: {every: 3 years}", ["the review was due on 31 December 2025"]),
    ("in_force: {from: 2020}\nreview: {every: 10 working days}", ["the review was due on 15 January 2021"]),
    ("in_force: {from: 2019}", ["the edition has been in force for more than six years and has no review date"]),
    ("in_force: {from: 2020}", []),
    ("in_force: {}\nreview: {every: 3 years}", []),
    ('in_force: {from: 2012, to: "2026-11-20"}', ["the edition ended on 20 November 2026"]),
    ('in_force: {from: 2024, to: "2026-11-21"}', []),
    (f'in_force: {{from: 2012, to: "2020-11-20"}}\n{CHRISTMAS}', ["the edition ended on 20 November 2020"]),
]


@pytest.mark.parametrize(("top", "told"), REVIEWS)
def test_an_edition_whose_time_is_up(top: str, told: list[str]) -> None:
    assert says(promise("1.B1", "Both listen."), top=top) == [("advice", each) for each in told]


# Languages


def test_a_text_that_lacks_a_language() -> None:
    top = f'{OF_2024}\nlanguages: [en, cy]\nabout: {{en: "Both sides.", cy: "Y ddwy ochr."}}'
    told = placed(promise("1.B1", "Both listen."), top=top)
    mend = "write one text in each language"
    assert told == [
        f'advice: wellbridge-2020.yaml:{place}: this text has no "cy"; {mend}' for place in ("2:8", "7:28", "12:50")
    ]


def test_names_and_sources_may_be_the_same_in_every_language() -> None:
    mechanism = "{name: {en: A group}, kind: group, about: {en: A, cy: B}, source: page 1}"
    top = f"{OF_2024}\nlanguages: [en, cy]\nmechanisms: [{mechanism}]"
    assert placed(promise("1.B1", "Both listen."), top=top)[1:] == [
        f'advice: wellbridge-2020.yaml:{place}: this text has no "cy"; write one text in each language'
        for place in ("7:28", "10:21", "12:50")
    ]


# What is shipped


@pytest.mark.parametrize("id", shipped())
def test_nothing_shipped_is_wrong(id: str) -> None:
    assert [remark for remark in lint(read_shipped(id), TODAY) if remark.severity is Severity.WRONG] == []


def test_what_is_said_of_bristol() -> None:
    assert [str(remark.problem).partition(";")[0] for remark in lint(read_shipped("bristol-2012"), TODAY)] == [
        "bristol-2012.yaml:6:11: the edition has been in force for more than six years and has no review date",
    ]
