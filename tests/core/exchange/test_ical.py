"""A calendar file that any calendar reads, the same bytes for the same days."""

from __future__ import annotations

from datetime import UTC, date, datetime

from icalendar import Calendar

from opencompact.core.compacts import find
from opencompact.core.exchange.ical import Entry, to_ical
from opencompact.core.planning import as_ical, plan_backward, plan_forward

STAMP = date(2026, 11, 21)
ENTRY = Entry("a-1@opencompact", date(2027, 3, 1), "Opens; then, closes", "Line one\nline two \\ end")


def test_an_entry_is_an_all_day_event_with_everything_escaped() -> None:
    assert to_ical([ENTRY], "Days of Bristol", STAMP).decode() == "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//OpenCompact//OpenCompact//EN",
            "X-WR-CALNAME:Days of Bristol",
            "BEGIN:VEVENT",
            "SUMMARY:Opens\\; then\\, closes",
            "DTSTART;VALUE=DATE:20270301",
            "DTSTAMP:20261121T000000Z",
            "UID:a-1@opencompact",
            "DESCRIPTION:Line one\\nline two \\\\ end",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )


def test_lines_are_folded_at_75_bytes_and_read_back_whole() -> None:
    title = "Grüße an alle 🙂 " * 20 + "Ende"
    written = to_ical([Entry("a@b", date(2027, 3, 1), title)], "Bristol", STAMP)
    assert max(len(line) for line in written.split(b"\r\n")) <= 75
    assert str(Calendar.from_ical(written).walk("VEVENT")[0]["SUMMARY"]) == title


def test_characters_a_calendar_may_not_hold_are_left_out() -> None:
    entry = Entry("a@b", date(2027, 3, 1), "One\x00 two\x1b", "One\r\ntwo\rthree\x07")
    event = Calendar.from_ical(to_ical([entry], "\x02Bristol", STAMP)).walk("VEVENT")[0]
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == ("One two", "One\ntwo\nthree")


def test_a_plan_becomes_one_event_for_each_day_with_the_reason_and_the_clause() -> None:
    plan = plan_forward(find("brentwood"), date(2027, 6, 3), STAMP)
    calendar = Calendar.from_ical(as_ical(plan))
    assert str(calendar["X-WR-CALNAME"]) == "Consultation: Brentwood"
    assert [
        (str(event["UID"]), event.decoded("DTSTART"), str(event["SUMMARY"]), str(event["DESCRIPTION"]))
        for event in calendar.walk("VEVENT")
    ] == [
        (
            "brentwood-2016-announce-2027-06-02@opencompact",
            date(2027, 6, 2),
            "Consultation: Last date to announce it",
            "One day from 2 June 2027 is 3 June 2027. Announce it a day later and it could not open on that date.\n"
            "brentwood-2016#2.P4",
        ),
        (
            "brentwood-2016-opens-2027-06-03@opencompact",
            date(2027, 6, 3),
            "Consultation: Opening date",
            "The plan starts from this date.",
        ),
        (
            "brentwood-2016-closes-2027-08-26@opencompact",
            date(2027, 8, 26),
            "Consultation: Earliest closing date",
            "12 weeks (84 days) from 3 June 2027 is 26 August 2027.\nbrentwood-2016#2.P4",
        ),
        (
            "brentwood-2016-decision-2027-08-27@opencompact",
            date(2027, 8, 27),
            "Consultation: Earliest decision date",
            "Responses are accepted until the end of 26 August 2027 and have to be considered first.",
        ),
        (
            "brentwood-2016-feedback-2027-11-18@opencompact",
            date(2027, 11, 18),
            "Consultation: Last date to publish feedback",
            "12 weeks (84 days) from 26 August 2027 is 18 November 2027.\nbrentwood-2016#2.P5",
        ),
    ]
    assert {event.decoded("DTSTAMP") for event in calendar.walk("VEVENT")} == {datetime(2026, 11, 21, tzinfo=UTC)}


def test_the_same_plan_on_the_same_day_gives_the_same_bytes() -> None:
    first, second = (as_ical(plan_backward(find("bristol"), date(2027, 9, 15), STAMP)) for _ in range(2))
    assert first == second
