"""``notice`` and ``plan`` as a person and as a program reads them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from opencompact.__main__ import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """The command as typed: its exit status, what it prints and what it says on standard error."""

    def typed(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["opencompact", *words])
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capsysbinary.readouterr()
        return int(left.value.code or 0), out.decode(), err.decode()

    return typed


def paragraphs(out: str) -> list[str]:
    """What is printed, without the breaks that only the width of the terminal makes."""
    return [" ".join(part.split()) for part in out.split("\n\n")]


def test_notice_answers_first_and_says_how_it_was_worked_out(run: Run) -> None:
    status, out, err = run("notice", "--against", "bristol", "--ends", "2199-03-31")
    assert (status, err) == (0, "")
    assert paragraphs(out) == [
        "Give notice by Monday 31 December 2198.",
        "How we worked it out The last date to give three months' notice for 31 March 2199 is 31 December "
        "2198: three months from that date is 31 March 2199; a day later, it would be 1 April 2199.",
        "bristol-2012#5.5 Public bodies give at least three months' written notice before they change or end "
        "funding or other support, with clear reasons and details of any appeal. They give less only in "
        "exceptional circumstances.",
        "What else this promise asks for Give notice in writing. "
        "Record the reasons for the decision on or before the date notice is given. Record how to appeal on "
        "or before the date notice is given.",
        "Exceptions Unless exceptional circumstances are recorded (such as: the conditions of the funding were "
        "seriously broken).",
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("--against bristol --ends 2027-03-31", {"commitment": "bristol-2012#5.5", "last_day": "2026-12-31"}),
        ("--against brentwood --ends 31/03/2027", {"commitment": "brentwood-2016#4.P4", "last_day": "2026-09-30"}),
        ("--against model-2026 --given 2026-11-30", {"commitment": "model-2026#7.7", "earliest_end": "2027-05-30"}),
        (
            "--against model --given 2026-11-30 --what reduce",
            {"commitment": "model-2026#7.9", "earliest_end": "2027-02-28"},
        ),
    ],
)
def test_notice_as_json_has_these_keys_and_no_others(run: Run, words: str, found: dict[str, str]) -> None:
    status, out, err = run("notice", *words.split(), "--format", "json")
    answer = json.loads(out)
    day = "last_day" if "last_day" in found else "earliest_end"
    assert (status, err, list(answer)) == (0, "", ["edition", "commitment", "period", day, "says"])
    assert answer | found == answer


def test_a_last_day_that_has_passed_is_said_in_words_only(run: Run) -> None:
    words = ["notice", "--against", "bristol", "--ends", "2020-03-31"]
    text, program = run(*words)[1], run(*words, "--format", "json")[1]
    assert text.startswith("Notice had to be given by Tuesday 31 December 2019.\nThat date has passed.")
    assert "passed" not in program


def test_notice_of_a_change_without_exception(run: Run) -> None:
    out = run("notice", "--against", "brentwood", "--given", "2026-11-30")[1]
    assert out.startswith("The earliest end date is Sunday 30 May 2027.\n")
    assert out.endswith("Exceptions\nNo exceptions are allowed.\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "notice --against south-gloucestershire --ends 2027-03-31",
            "south-gloucestershire-keep-it-local: the Compact sets no notice period for ending funding; "
            "ask the public body what notice it gives\n",
        ),
        (
            "notice --against bristol",
            'Give one date, either --ends or --given. Try "opencompact notice --help".\n',
        ),
        (
            "notice --against bristol --ends 2027-03-31 --given 2027-01-01",
            'Give one date, either --ends or --given. Try "opencompact notice --help".\n',
        ),
        (
            "notice --against bristol --ends 2201-01-01",
            "Invalid value for '--ends': \"2201-01-01\" is outside the years 1900 to 2200; write for example "
            '31/03/2027 or 2027-03-31. Try "opencompact notice --help".\n',
        ),
        (
            "plan consultation --against bristol",
            'Give one date, either --opens or --decide-by. Try "opencompact plan consultation --help".\n',
        ),
        (
            "plan consultation --against bristol --opens 2027-01-01 --decide-by 2027-05-01",
            'Give one date, either --opens or --decide-by. Try "opencompact plan consultation --help".\n',
        ),
        (
            "plan consultation --against bristol --opens 1899-12-31",
            "Invalid value for '--opens': \"1899-12-31\" is outside the years 1900 to 2200; write for example "
            '31/03/2027 or 2027-03-31. Try "opencompact plan consultation --help".\n',
        ),
    ],
)
def test_what_cannot_be_used_is_told_in_one_message(run: Run, words: str, told: str) -> None:
    assert run(*words.split()) == (2, "", told)


def test_plan_shows_steps_with_their_weekdays_a_checklist_and_no_reasons(run: Run) -> None:
    words = "plan consultation --against brentwood --opens 2027-06-03 --as-of 2026-11-21"
    status, out, err = run(*words.split())
    head, table, asks = paragraphs(out)
    assert (status, err, head) == (
        0,
        "",
        "Consultation plan, 21 November 2026: Brentwood Compact 2016 Announce it by 2 June 2027. If it opens "
        "on 3 June 2027, keep it open until 26 August 2027 or later. You can make a decision from 27 August "
        "2027.",
    )
    for step in (
        "Assess the impact before opening",
        "Last date to announce it Wednesday 2 June 2027",
        "Earliest closing date Thursday 26 August 2027",
        "Last date to publish feedback Thursday 18 November 2027",
    ):
        assert step in table
    assert "[ ] 2.P4 The ways to take part: at least two listed on or before the opening date." in asks


def test_plan_that_cannot_be_done_in_time_ends_with_the_reasons_to_publish(run: Run) -> None:
    words = "plan consultation --against bristol --decide-by 2027-01-15 --as-of 2026-11-21"
    status, out, err = run(*words.split())
    head, *__, reasons = paragraphs(out)
    assert (status, err) == (0, "")
    assert "It can't be done in time: for a decision on 15 January 2027" in head
    assert "the earliest decision date is 2 March 2027." in head
    assert reasons.startswith("Promises that would not be kept 3.3 ")
    assert "publish the reason for a shorter consultation." in reasons
    assert "publish the reason for running during a closed period." in reasons


def test_plan_as_json_has_these_keys_and_no_others(run: Run) -> None:
    words = "plan consultation --against bristol --opens 2027-06-03 --format json --as-of 2026-11-21"
    status, out, err = run(*words.split())
    plan = json.loads(out)
    assert (status, err, list(plan)) == (
        0,
        "",
        ["edition", "as_of", "feasible", "steps", "asks", "reasons", "earliest_decision"],
    )
    assert {step["step"]: step["day"] for step in plan["steps"]} == {
        "impact": None,
        "known": None,
        "announce": "2027-06-02",
        "opens": "2027-06-03",
        "closes": "2027-09-26",
        "decision": "2027-09-27",
        "feedback": "2027-12-19",
    }


def test_plan_not_in_writing_has_no_length_to_keep(run: Run) -> None:
    words = "plan consultation --against bristol --opens 2027-06-03 --not-written --format json"
    assert json.loads(run(*words.split())[1])["earliest_decision"] is None


def test_plan_without_a_period_in_the_compact_is_no_error(run: Run) -> None:
    status, out, err = run("plan", "consultation", "--against", "south-gloucestershire", "--opens", "2027-06-03")
    assert (status, err) == (0, "")
    assert "The Compact sets no minimum length for a consultation." in out


def test_plan_as_a_calendar_says_aloud_what_cannot_be_done_in_time(run: Run) -> None:
    words = "plan consultation --against bristol --format ics --as-of 2026-11-21"
    status, out, err = run(*words.split(), "--decide-by", "2027-09-15")
    days = [event.decoded("DTSTART") for event in Calendar.from_ical(out).walk("VEVENT")]
    assert (status, err, days[:2]) == (0, "", [date(2027, 5, 21), date(2027, 5, 22)])
    status, out, err = run(*words.split(), "--decide-by", "2027-01-15")
    assert (status, out[:15], err[:29]) == (0, "BEGIN:VCALENDAR", "It can't be done in time: for")


def test_an_edition_of_ones_own_is_planned_by_its_own_numbers(run: Run, tmp_path: Path) -> None:
    ours = Path(__file__).parents[2] / "opencompact/documents/compacts/brentwood-2016.yaml"
    text = ours.read_text("utf-8").replace("at_least: 12 weeks", "at_least: 6 weeks")
    (tmp_path / "own.yaml").write_text(text.replace("id: brentwood-2016", "id: own-2027"), "utf-8")
    words = ["plan", "consultation", "--against", str(tmp_path / "own.yaml"), "--opens", "2027-06-03"]
    plan = json.loads(run(*words, "--format", "json")[1])
    assert (plan["edition"], plan["earliest_decision"]) == ("own-2027", "2027-07-16")


@pytest.mark.parametrize("words", ["notice", "plan", "plan consultation"])
def test_help_shows_an_example(run: Run, words: str) -> None:
    status, out, err = run(*words.split(), "--help")
    assert (status, err) == (0, "")
    assert "Example: opencompact" in out
