"""Checks that the words of a promise suggest."""

from __future__ import annotations

from pathlib import Path

import pytest

from opencompact.core.drafting.suggestions import suggested
from opencompact.core.editions import Check, Party, Strength, Unless, Verify
from tests.core.papers import (
    drafted,
)


def check(**keys: object) -> Check:
    return Check(**keys)  # type: ignore[arg-type]


NOTICE = {"kind": "min_period", "register": "changes", "starts": "notice_given", "ends": "takes_effect"}


LENGTH = {"kind": "min_period", "register": "consultations", "starts": "opens", "ends": "closes"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Allow 12 weeks for consultations.", [check(id="length", at_least="12 weeks", **LENGTH)]),
        (
            "Consult for at least ten weeks; where less time is given, publish the reasons.",
            [check(id="length", at_least="10 weeks", unless=Unless(reason="short_reason"), **LENGTH)],
        ),
        (
            "Give four (4) months\u2019 notice before a grant is cut or ends, except in exceptional circumstances "
            "(for example, fraud; a closed office).",
            [
                check(
                    id="notice",
                    at_least="4 months",
                    applies={"by": "public", "what": ["end", "reduce"]},
                    unless=Unless(reason="exceptional", cases=["fraud", "a closed office"]),
                    **NOTICE,
                )
            ],
        ),
        (
            "Give 90 days' notice of any change to a grant.",
            [check(id="notice", at_least="90 days", applies={"by": "public"}, **NOTICE)],
        ),
        (
            "Make three-year funding agreements where possible.",
            [
                check(
                    id="term",
                    kind="min_period",
                    register="awards",
                    starts="starts",
                    ends="ends",
                    at_least="3 years",
                    both_days_count=True,
                    unless=Unless(reason="term_reason"),
                )
            ],
        ),
        ("Recognise that 12 weeks of consultation are good.", []),
        ("Work together for 200 years of funding.", []),
        ("Wait 0 weeks for a consultation.", []),
    ],
)
def test_words_suggest_checks_with_their_own_numbers(text: str, expected: list[Check]) -> None:
    strength = Strength.RECOGNISE if text.startswith("Recognise") else Strength.MUST
    assert suggested(text, Party.PUBLIC, strength).checks == expected


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Publish feedback within 8 weeks of the end of a consultation.", ["feedback"]),
        ("Pay claims within 30 days.", ["paid_on_time"]),
        ("Tell groups of the decision two months before funding starts.", ["told_before"]),
        ("Allow at least six weeks for applications to a grant.", ["application_time"]),
        ("Answer requests for information within ten working days.", ["answered_on_time"]),
        ("Answer complaints within 20 working days.", ["concern_answered"]),
        ("Give four weeks' notice of consultations.", ["advance"]),
        ("Say in writing that notice is given to end a grant.", ["in_writing"]),
        ("Explain how to appeal a decision.", ["appeal"]),
        ("Pay the costs in full, with overheads for every grant.", ["overheads"]),
        ("Pay grants in advance.", ["in_advance"]),
        ("Agree on outcomes and how to monitor them before a grant starts.", ["outcomes_first", "monitoring_first"]),
        ("Look at the impact on users before deciding.", ["impact_first"]),
        ("Explain the purpose of every consultation.", ["purpose"]),
        ("Be nice.", []),
    ],
)
def test_known_promises_suggest_known_checks(text: str, ids: list[str]) -> None:
    assert [each.id for each in suggested(text, Party.PUBLIC, Strength.MUST).checks] == ids


def test_a_promise_with_a_suggested_check_says_how_it_is_verified(tmp_path: Path) -> None:
    text = "Public bodies will:\n- consult for 12 weeks\n- explain the purpose of consultations\n- be kind\n"
    made = drafted(tmp_path, text).edition
    assert [each.verify for each in made.commitments] == [Verify.COMPUTED, Verify.RECORDED, Verify.JUDGED]


@pytest.mark.parametrize(
    ("text", "theme", "expected", "unread"),
    [
        (
            "Concerns are acknowledged within 5 and answered within 20 working days.",
            "",
            {
                "acknowledged": "Concerns are acknowledged within 5 and answered within 20 working days.",
                "concern_answered": "within 20 working days",
            },
            [],
        ),
        (
            "Acknowledge a complaint within five working days; answer it within 20 working days.",
            "",
            {
                "acknowledged": "Acknowledge a complaint within five working days",
                "concern_answered": "within 20 working days",
            },
            [],
        ),
        (
            "Consult for 12 weeks and publish feedback within 8 weeks.",
            "",
            {"feedback": "within 8 weeks", "length": "12 weeks"},
            [],
        ),
        ("Publish feedback within 8 weeks.", "", {"feedback": "within 8 weeks"}, []),
        ("Allow at least six weeks.", "Consultation", {"length": "six weeks"}, []),
        ("Pay 95% of invoices within 30 days.", "", {"paid_on_time": "within 30 days", "paid_share": "95%"}, []),
        ("Meet four weeks before the decision about a grant.", "", {}, ["four weeks"]),
        ("Keep consultations clear of August, or add two weeks.", "", {}, ["two weeks"]),
        ("Reviewed every three years.", "", {}, ["three years"]),
    ],
)
def test_a_check_is_suggested_with_the_words_it_rests_on(
    text: str, theme: str, expected: dict[str, str], unread: list[str]
) -> None:
    found = suggested(text, Party.PUBLIC, Strength.MUST, theme)
    assert {each.id: found.quotes[each.id] for each in found.checks} == expected
    assert found.numbers == unread


def test_a_share_of_payments_is_a_check_beside_the_one_it_counts() -> None:
    on_time, share = suggested("Pay 95% of invoices within 30 days.", Party.PUBLIC, Strength.MUST).checks
    assert (on_time.id, str(on_time.within)) == ("paid_on_time", "30 days")
    assert (share.kind, share.check, share.at_least, str(share.over)) == ("share_of", "paid_on_time", "95%", "1 year")


def test_writing_and_reasons_are_needed_by_the_day_of_notice() -> None:
    text = "Give three months' notice in writing when ending a grant, with reasons for that and how to appeal."
    checks = suggested(text, Party.PUBLIC, Strength.MUST).checks
    assert {each.id: each.needed_by for each in checks if each.kind == "recorded"} == {
        "in_writing": "notice_given",
        "appeal": "notice_given",
    }
