"""What counts as a reason."""

from __future__ import annotations

import pytest

from opencompact.core.reasons import explains


@pytest.mark.parametrize(
    "text",
    [
        "The grant ends with the year.", "A date set by law", "Mae’r grant yn dod i ben.", "Staff fell ill in May",
        "Two groups asked for it.",
    ],
)  # fmt: skip
def test_a_sentence_explains(text: str) -> None:
    assert explains(text)


@pytest.mark.parametrize(
    "text",
    ["", "x", "n/a", "none", "xxx", "....", "aaaa bbbb cccc", "because because because", "tbc", "by law", "12 12 2026"],
)
def test_these_explain_nothing(text: str) -> None:
    assert not explains(text)
