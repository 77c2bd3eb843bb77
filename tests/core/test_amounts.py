"""The figures of a promise: read from words, held against the figures of its checks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from opencompact.core.amounts import Amount, carried, held_to, rival, same, spoken, told
from opencompact.core.calendar import Period
from opencompact.core.compacts import read_shipped
from opencompact.core.words import said


def period(text: str) -> Period:
    return Period.parse(text)


TEXTS: list[tuple[str, list[Amount]]] = [
    ("Nothing is promised by number here, or on the one hand.", []),
    ("at least 12 weeks", [period("12 weeks")]),
    ("three months' written notice, or six months", [period("3 months"), period("6 months")]),
    ("three (3) calendar months", [period("3 months")]),
    ("a 12-week consultation and a six-month review", [period("12 weeks"), period("6 months")]),
    ("within ten working days, and twenty-one days after", [period("10 working days"), period("21 days")]),
    ("within a month; a week's notice; once a year", [period("1 month"), period("1 week")]),
    ("12 weeks, that is 84 days", [period("12 weeks")]),
    ("95% of claims, or 99.5 per cent, or ninety per cent", [Decimal("0.95"), Decimal("0.995"), Decimal("0.9")]),
    ("95 times in 100, nine out of ten, three quarters", [Decimal("0.95"), Decimal("0.9"), Decimal("0.75")]),
    ("half of the members, in the first half", [Decimal("0.5")]),
    ("at least two ways to answer and three accessible formats", [2, 3]),
    ("four or more meetings a year", [4]),
    ("within ten more, and no more than four to one", []),
]


@pytest.mark.parametrize(("text", "amounts"), TEXTS, ids=[text for text, _amounts in TEXTS])
def test_amounts_are_read_from_words(text: str, amounts: list[Amount]) -> None:
    assert list(spoken(text)) == amounts


SAME: list[tuple[Amount, Amount, bool]] = [
    (period("12 weeks"), period("84 days"), True),
    (period("1 year"), period("12 months"), True),
    (period("3 months"), period("90 days"), False),
    (period("5 working days"), period("1 week"), False),
    (Decimal("0.667"), Decimal(2) / 3, True),
    (Decimal("0.95"), Decimal("0.9"), False),
    (2, 2, True),
    (1, Decimal(1), False),
]


@pytest.mark.parametrize(("one", "other", "alike"), SAME)
def test_the_same_however_it_is_written(one: Amount, other: Amount, alike: bool) -> None:
    assert (same(one, other), same(other, one)) == (alike, alike)


RIVALS: list[tuple[Amount, Amount, bool]] = [
    (period("3 months"), period("6 months"), True),
    (period("3 months"), period("12 weeks"), True),
    (period("10 days"), period("10 working days"), True),
    (period("3 years"), period("1 day"), False),
    (period("3 months"), period("3 months"), False),
    (Decimal("0.95"), Decimal("0.9"), True),
    (2, 3, True),
    (2, period("2 weeks"), False),
]


@pytest.mark.parametrize(("one", "other", "rivals"), RIVALS)
def test_rivals_seem_meant_for_one_thing(one: Amount, other: Amount, rivals: bool) -> None:
    assert (rival(one, other), rival(other, one)) == (rivals, rivals)


def test_amounts_are_told_in_words() -> None:
    assert [told(each) for each in (period("3 months"), Decimal("0.955"), 2)] == ["three months", "95.5%", "two"]


def test_figures_of_the_checks_of_bristol() -> None:
    checks = [check for each in read_shipped("bristol-2012").edition.commitments for check in each.checks]
    held = {check.id: told(amount) for check in checks if (amount := held_to(check)) is not None}
    assert held == {
        "full_cost": "100%",
        "term": "three years",
        "term_share": "50%",
        "published_ahead": "one day",
        "groups": "one",
        "length": "12 weeks",
        "methods": "two",
        "formats": "one",
        "feedback": "12 weeks",
        "advance": "one day",
        "notice": "three months",
    }
    used = {
        check.id: [told(each) for each in carried(check)] for check in checks if check.id in ("holidays", "term_share")
    }
    assert used == {"holidays": ["12 weeks"], "term_share": ["50%", "one year"]}


def test_the_figures_of_bristol_stand_in_its_words() -> None:
    commitments = read_shipped("bristol-2012").edition.commitments
    figures = {each.ref: [told(amount) for amount in spoken(said(each.summary))] for each in commitments}
    assert {ref: found for ref, found in figures.items() if found} == {
        "1.6": ["three years"],
        "3.3": ["12 weeks"],
        "5.5": ["three months"],
    }
