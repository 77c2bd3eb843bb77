"""Periods, dates, lists, notice and plans in Welsh, with the form that each number asks for."""

from __future__ import annotations

from datetime import date

import pytest

from opencompact.core.calendar import Period
from opencompact.core.compacts import find
from opencompact.core.notices import notice_for_end
from opencompact.core.planning import plan_backward, plan_forward
from opencompact.core.saying import days_of
from opencompact.core.words import in_words, listed, speaking

PERIODS = {
    "days": "un diwrnod, dau ddiwrnod, tri diwrnod, chwe diwrnod, 10 diwrnod",
    "weeks": "un wythnos, dwy wythnos, tair wythnos, chwe wythnos, 10 wythnos",
    "months": "un mis, dau fis, tri mis, chwe mis, 10 mis",
    "years": "un flwyddyn, dwy flynedd, tair blynedd, chwe blynedd, 10 mlynedd",
    "working days": "un diwrnod gwaith, dau ddiwrnod gwaith, tri diwrnod gwaith, chwe diwrnod gwaith, "
    "10 diwrnod gwaith",
}


@pytest.mark.parametrize("unit", PERIODS)
def test_each_number_takes_its_form(unit):
    periods = [Period.parse(f"{count} {unit}") for count in (1, 2, 3, 6, 10)]
    with speaking("cy"):
        assert ", ".join(period.in_words() for period in periods) == PERIODS[unit]
        assert [period.as_notice() for period in periods] == [f"{each} o rybudd" for each in PERIODS[unit].split(", ")]


def test_days_late_take_their_form():
    with speaking("cy"):
        told = [days_of(count) for count in (1, 2, 3, 6, 10)]
    assert told == ["un diwrnod", "dau ddiwrnod", "tri diwrnod", "chwe diwrnod", "10 diwrnod"]


MONTHS = "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr".split()


def test_every_month_has_its_name():
    with speaking("cy"):
        assert [in_words(date(2027, month, 31 if month == 3 else 1)) for month in range(1, 13)] == [
            f"{31 if name == 'Mawrth' else 1} {name} 2027" for name in MONTHS
        ]


@pytest.mark.parametrize(
    ("items", "told"),
    [
        (["y swm", "y dyddiad cau"], "y swm a'r dyddiad cau"),
        (["y swm", "yr ariannwr", "yr hyn a ddysgwyd"], "y swm, yr ariannwr a'r hyn a ddysgwyd"),
        (["August", "Easter"], "August ac Easter"),
        (["Easter", "August 2027"], "Easter ac August 2027"),
        (["y diben", "sut i apelio"], "y diben a sut i apelio"),
        (["y", "y"], "y ac y"),
        (["en", "cy"], "en a cy"),
        (["y swm"], "y swm"),
    ],
)
def test_lists_take_the_article_in(items, told):
    with speaking("cy"):
        assert listed(items) == told


def test_a_choice_takes_the_article_in():
    with speaking("cy"):
        assert listed(["y swm", "yr ariannwr"], last="or") == "y swm neu'r ariannwr"
        assert listed(["public", "voluntary"], last="or") == "public neu voluntary"


def test_notice_is_explained_in_welsh():
    with speaking("cy"):
        notice = notice_for_end(find("bristol-2012"), date(2027, 3, 31), date(2026, 11, 21))
        told = [notice.says, *notice.others, notice.exception]
    assert told == NOTICED


def test_a_plan_is_told_in_welsh():
    edition, as_of = find("model-2026"), date(2026, 11, 21)
    with speaking("cy"):
        forward, backward = (
            plan_forward(edition, date(2027, 7, 1), as_of),
            plan_backward(edition, date(2026, 12, 15), as_of),
        )
        steps = [(step.title, step.says) for step in forward.steps]
    assert (forward.says, steps) == FORWARD
    assert (backward.says, [reason.says for reason in backward.reasons]) == BACKWARD


NOTICED = [
    "31 Rhagfyr 2026 yw'r diwrnod olaf i roi tri mis o rybudd ar gyfer 31 Mawrth 2027: 31 Mawrth 2027 yw tri "
    "mis ar ôl y diwrnod hwnnw; o'r diwrnod nesaf byddai'n 1 Ebrill 2027.",
    "Rhowch rybudd yn ysgrifenedig.",
    "Cofnodwch y rhesymau dros y penderfyniad ar neu cyn y dyddiad y rhoddwyd rhybudd.",
    "Cofnodwch sut i apelio ar neu cyn y dyddiad y rhoddwyd rhybudd.",
    "Ac eithrio lle cofnodwyd amgylchiadau eithriadol (er enghraifft: the conditions of the funding were "
    "seriously broken).",
]
FORWARD = (
    "Cyhoeddwch ef erbyn 17 Mehefin 2027. O agor ar 1 Gorffennaf 2027, bydd ar agor tan 24 Hydref 2027 neu'n "
    "hwyrach, a gellir gwneud penderfyniad o 25 Hydref 2027 ymlaen.",
    [
        ("Casglu'r hyn sy'n hysbys", "Cofnodwch yr hyn sy'n hysbys eisoes ar neu cyn y dyddiad agor."),
        (
            "Diwrnod olaf i'w gyhoeddi",
            "1 Gorffennaf 2027 yw dwy wythnos (14 diwrnod) ar ôl 17 Mehefin 2027. O'i gyhoeddi ddiwrnod yn hwyrach, "
            "ni allai agor bryd hynny.",
        ),
        ("Mae'n agor", "Mae'r cynllun yn dechrau o'r diwrnod hwn."),
        (
            "Diwrnod cyntaf y gall gau",
            "23 Medi 2027 yw 12 wythnos (84 diwrnod) ar ôl 1 Gorffennaf 2027. O 1 Gorffennaf 2027 hyd 23 Medi 2027, "
            "mae 31 diwrnod ar gau: August (31 diwrnod, 1 Awst 2027 hyd 31 Awst 2027). I adael 12 wythnos heb gyfrif "
            "y diwrnodau cau ar y ffordd, rhaid iddo redeg tan 24 Hydref 2027.",
        ),
        (
            "Diwrnod cyntaf ar gyfer penderfyniad",
            "Derbynnir ymatebion tan ddiwedd 24 Hydref 2027, a rhaid eu hystyried yn gyntaf.",
        ),
        ("Diwrnod olaf i gyhoeddi adborth", "16 Ionawr 2028 yw 12 wythnos (84 diwrnod) ar ôl 24 Hydref 2027."),
    ],
)
BACKWARD = (
    "Ni ellir gwneud hyn mewn pryd: i wneud penderfyniad ar 15 Rhagfyr 2026, roedd angen ei gyhoeddi erbyn 7 "
    "Medi 2026 a'i agor erbyn 21 Medi 2026. Gallai fod ar agor o hyd o 5 Rhagfyr 2026 hyd 14 Rhagfyr 2026, ond "
    "ni fyddai hynny'n cadw'r addewidion a restrir yma. O'i gyhoeddi ar 21 Tachwedd 2026, gall agor ar 5 "
    "Rhagfyr 2026, a 15 Mawrth 2027 yw'r diwrnod cynharaf ar gyfer penderfyniad.",
    [
        "Bwriedir i'r ymgynghoriad redeg o 5 Rhagfyr 2026 tan 14 Rhagfyr 2026: 9 diwrnod; addewir 84. Mae'r Compact "
        "yn caniatáu hyn gyda rheswm: cyhoeddwch y rheswm dros amser byrrach. "
        "Mae'n enwi'r rhain: a date set by law or by another body; an emergency."
    ],
)
