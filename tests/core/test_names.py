"""Names are cleaned, and compared as a reader would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencompact.core.names import clean_name, look_of


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Otter   Trust ", "Otter Trust"),
        ("Otter\r\nTrust", "Otter Trust"),
        ("Otter\u202eTrust", "OtterTrust"),
        ("\u2067Otter\u2069\u200b Trust\ufeff", "Otter Trust"),
        ("Otter\x00\x1b[1mTrust", "Otter[1mTrust"),
        ("Ｏtter\u00a0Ｔrust ﬁrst", "Otter Trust first"),
        ("Ty\u0302 Gwyn", "Tŷ Gwyn"),
        ("ওটার ট্রাস্ট", "ওটার ট্রাস্ট"),
        ("\u200d", ""),
    ],
)
def test_a_name_is_one_line_of_letters_that_can_be_seen(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    "other",
    [
        "OTTER TRUST", "Оttеr Тrust", "0tter Trust", "Οtter Trust", "Otter\u202eTrust".replace("\u202e", " \u202e"),
        "Ötter Trust", "Otter  Trust\n", "ＯＴＴＥＲ trust", "Otter T\u200drust",
    ],
)  # fmt: skip
def test_names_nobody_can_tell_apart_look_alike(other: str) -> None:
    assert look_of(other) == look_of("Otter Trust")


@pytest.mark.parametrize("other", ["Otters Trust", "Otter Trust 2", "Trust Otter", "Otter Trusts", ""])
def test_other_names_do_not(other: str) -> None:
    assert look_of(other) != look_of("Otter Trust")


@given(st.text())
def test_cleaning_twice_is_cleaning_once_and_changes_no_look(text: str) -> None:
    once = clean_name(text)
    assert clean_name(once) == once
    assert look_of(once) == look_of(text)
    assert "\n" not in once and "\r" not in once
