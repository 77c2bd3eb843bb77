"""Lengths of time in the words of a promise, and those that no check carries."""

from __future__ import annotations

import pytest

from opencompact.core.calendar import Period
from opencompact.core.editions import Check, Commitment, Party, Strength, Verify
from opencompact.core.periods import periods_in, unchecked_periods


def promise(text: str, *checks: Check) -> Commitment:
    return Commitment(
        ref="1",
        theme="1",
        by=Party.PUBLIC,
        summary=text,
        strength=Strength.MUST,
        verify=Verify.COMPUTED,
        source="line 1",
        checks=list(checks),
    )


NOTICE = Check(id="notice", kind="min_period", register="changes", starts="notice_given", ends="takes_effect",
               at_least="3 months")  # fmt: skip
ANSWER = Check(id="answered", kind="deadline", register="concerns", after="raised", event="answered",
               within=Period.parse("20 working days"))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least three months’ notice", [("three months", "3 months")]),
        ("three-year agreements", [("three-year", "3 years")]),
        ("within 5 and answered within 20 working days", [("5", "5 working days"), ("20 working days",) * 2]),
        ("three or four weeks", [("three", "3 weeks"), ("four weeks", "4 weeks")]),
        ("four (4) months", [("four (4) months", "4 months")]),
        ("one of the days in 5 places", []),
        ("0 weeks and 999 years", []),
    ],
)
def test_lengths_are_found_in_words(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(said, str(period)) for said, period in periods_in(text)] == expected


@pytest.mark.parametrize(
    ("text", "checks", "unread"),
    [
        ("Three months' notice, and six months for a lease.", [NOTICE], ["six months"]),
        ("Three months' notice, at least 3 months.", [NOTICE], []),
        ("Acknowledged within 5 and answered within 20 working days.", [ANSWER], ["5"]),
        ("Acknowledged within 5 and answered within 20 working days.", [], ["5", "20 working days"]),
        ("Kind words.", [NOTICE], []),
    ],
)
def test_a_length_without_a_check_is_told(text: str, checks: list[Check], unread: list[str]) -> None:
    assert unchecked_periods(promise(text, *checks)) == unread


def test_a_text_in_two_languages_is_read_in_english() -> None:
    both = promise("")
    both = Commitment(**{name: getattr(both, name) for name in both.__struct_fields__} | {"text": {"en": "Six weeks."}})
    assert unchecked_periods(both) == ["six weeks"]
