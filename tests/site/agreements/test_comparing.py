"""Editions side by side, of one area and of several."""

from __future__ import annotations

import re
from html import unescape
from itertools import permutations

from opencompact.core.compacts import read_shipped, shipped
from opencompact.core.comparing import compare
from opencompact.site.agreements.alike import find_paper, side_by_side
from opencompact.site.agreements.models import Edition
from tests.people import browser


def counts(text: str) -> dict[str, int]:
    """How many promises each part of a comparison has, as its list of parts says."""
    found = re.findall(r'<li><a class="govuk-link" href="#(\w+)">[^<]*</a>: (\d+)</li>', text)
    return {part: int(count) for part, count in found}


def test_any_two_editions(places: dict[str, Edition]) -> None:
    for left, right in permutations(shipped(), 2):
        found = compare(read_shipped(left).edition, read_shipped(right).edition)
        told = counts(browser().get(f"/compare/{left}/{right}/").text)
        assert sum(told.get(part, 0) for part in ("tightened", "loosened", "other", "same")) == len(found.matches)
        assert (told.get("dropped", 0), told.get("new", 0)) == (len(found.only_left), len(found.only_right))


def test_a_model_that_is_in_force_nowhere_can_be_compared(db: None) -> None:
    shown = browser().get("/compare/model-2026/bristol-2012/").text
    assert "a model to start from, in force nowhere" in shown
    assert "/areas/" not in shown.partition("<main")[2].partition("</main>")[0]


def test_what_an_edition_says_of_the_one_before(followed: dict[str, Edition]) -> None:
    shown = browser().get("/compare/bristol-2012/bristol-2025/").text
    assert counts(shown) == {"tightened": 1, "loosened": 1, "same": 51, "new": 1, "dropped": 1}
    assert "Tightened: bristol-2025 asks more" in shown and "Said by the document." in shown
    assert "notice: three months → six months" in shown and "Six months now." in shown
    assert shown.count("Word for word in bristol-2025") == 51


def test_the_other_way_round_tightened_is_loosened(followed: dict[str, Edition]) -> None:
    shown = browser().get("/compare/bristol-2025/bristol-2012/").text
    assert counts(shown) == {"tightened": 1, "loosened": 1, "same": 51, "new": 1, "dropped": 1}
    left, right = find_paper("bristol-2025"), find_paper("bristol-2012")
    assert left and right
    found = side_by_side(left, right)
    assert [(change, pair.left.ref) for change in ("tightened", "loosened") for pair in found.of(change)] == [
        ("tightened", "5.6"), ("loosened", "5.5"),
    ]  # fmt: skip
    assert {pair.certain for pair in found.pairs} == {True}


def test_what_is_matched_by_likeness_says_so(places: dict[str, Edition]) -> None:
    shown = unescape(browser().get("/compare/bristol-2012/model-2026/").text)
    assert "Matched by likeness (" in shown and "Said by the document." not in shown


def test_choosing_two(places: dict[str, Edition]) -> None:
    client = browser()
    shown = client.get("/compare/")
    assert shown.status_code == 200 and "South Gloucestershire: South Gloucestershire Compact" in shown.text
    answer = client.get("/compare/?left=bristol-2012&right=model-2026")
    assert (answer.status_code, answer["Location"]) == (302, "/compare/bristol-2012/model-2026/")


WRONG = {
    "left=bristol-2012": "Choose an edition.",
    "left=bristol-2012&right=": "Choose an edition.",
    "left=bristol-2012&right=nothing": "There is no such edition here. Choose one from the list.",
    "left=bristol-2012&right=%00": "There is no such edition here. Choose one from the list.",
    "left=bristol-2012&right=bristol-2012": "Choose two different editions.",
}


def test_what_cannot_be_compared(places: dict[str, Edition]) -> None:
    for query, says in WRONG.items():
        shown = browser().get(f"/compare/?{query}")
        assert shown.status_code == 200 and says in shown.text


def test_an_edition_beside_itself_asks_for_another(places: dict[str, Edition]) -> None:
    answer = browser().get("/compare/bristol-2012/bristol-2012/")
    assert answer["Location"] == "/compare/?left=bristol-2012&right=bristol-2012"
