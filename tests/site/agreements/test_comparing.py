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


def tags(text: str) -> dict[str, str]:
    """What the differences are called, each with its colour."""
    return {name: colour for colour, name in re.findall(r'govuk-tag--(turquoise|orange)">\s*([a-z ]+?)\s*<', text)}


def test_any_two_editions(places: dict[str, Edition]) -> None:
    for left, right in permutations(shipped(), 2):
        found = compare(read_shipped(left).edition, read_shipped(right).edition)
        told = counts(browser().get(f"/compare/{left}/{right}/").text)
        sure = sum(match.sure for match in found.matches)
        assert sum(told.get(part, 0) for part in ("tightened", "loosened", "other", "same")) == sure
        assert told.get("possible", 0) == len(found.matches) - sure
        assert (told.get("dropped", 0), told.get("new", 0)) == (len(found.left_alone), len(found.right_alone))


def test_a_model_that_is_in_force_nowhere_can_be_compared(db: None) -> None:
    shown = browser().get("/compare/model-2026/bristol-2012/").text
    assert "a model to start from, not in force anywhere" in shown
    assert "/areas/" not in shown.partition("<main")[2].partition("</main>")[0]


def test_what_an_edition_says_of_the_one_before(followed: dict[str, Edition]) -> None:
    shown = browser().get("/compare/bristol-2012/bristol-2025/").text
    assert counts(shown) == {"figures": 1, "tightened": 1, "loosened": 1, "same": 51, "new": 1, "dropped": 1}
    assert '<h1 class="govuk-heading-l">Compare Bristol Compact with Bristol Compact 2025</h1>' in shown
    assert "Bristol Compact 2025 asks for more" in shown and "Stated in the document." in shown
    assert "Notice: Bristol Compact 5.5 three months, Bristol Compact 2025 5.5 six months" in shown
    assert tags(shown) == {"tightened": "turquoise"}
    assert "notice: three months → six months" in shown and "Six months now." in shown
    assert shown.count("Word for word the same in Bristol Compact 2025") == 51


def test_the_other_way_round_tightened_is_loosened(followed: dict[str, Edition]) -> None:
    shown = browser().get("/compare/bristol-2025/bristol-2012/").text
    assert tags(shown) == {"loosened": "orange"}
    assert counts(shown) == {"figures": 1, "tightened": 1, "loosened": 1, "same": 51, "new": 1, "dropped": 1}
    left, right = find_paper("bristol-2025"), find_paper("bristol-2012")
    assert left and right
    found = side_by_side(left, right)
    assert [(change, pair.left.ref) for change in ("tightened", "loosened") for pair in found.of(change)] == [
        ("tightened", "5.6"), ("loosened", "5.5"),
    ]  # fmt: skip
    assert {pair.certain for pair in found.pairs} == {True}


def test_between_areas_nothing_was_tightened(places: dict[str, Edition]) -> None:
    """Three months of notice in one area and six in another: the second asks more, and is not a newer first."""
    shown = unescape(browser().get("/compare/bristol-2012/brentwood-2016/").text)
    assert "Notice: Bristol 5.5 three months, Brentwood 4.P4 six months" in shown
    assert tags(shown) == {"asks more": "turquoise", "asks less": "orange"}
    assert not re.search(r"(?i)tightened|loosened|only in (bristol|brentwood)", re.sub(r"<[^>]*>", " ", shown))
    assert "Brentwood may still promise this, in other words or as part of another promise." in shown


def test_what_is_matched_by_likeness_says_so(places: dict[str, Edition]) -> None:
    shown = unescape(browser().get("/compare/bristol-2012/model-2026/").text)
    assert "Matched by similarity" in shown and "Stated in the document." not in shown


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
