"""Periods, the days they lead to, and how each answer explains itself."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from opencompact.core.calendar import (
    Period,
    Unit,
    add,
    add_months,
    closed_days,
    explain_add,
    explain_closed,
    explain_latest,
    holidays,
    latest,
    latest_months,
)
from opencompact.core.editions import ClosedPeriod

VECTORS = Path(__file__).parent / "vectors"


CHRISTMAS = ClosedPeriod(name="Christmas and New Year", every_year="12-20 to 01-03")
EASTER = ClosedPeriod(name="Easter", around_easter="-7 to 7")
SUMMER = ClosedPeriod(name="Summer 2027", start=date(2027, 7, 24), end=date(2027, 9, 1))
ALL_YEAR = ClosedPeriod(name="All year", every_year="01-01 to 12-31")


# Periods


@pytest.mark.parametrize(
    ("text", "period", "shown", "in_words", "as_notice"),
    [
        ("3 months", Period(3, Unit.MONTHS), "3 months", "three months", "three months' notice"),
        ("1 month", Period(1, Unit.MONTHS), "1 month", "one month", "one month's notice"),
        ("12 weeks", Period(12, Unit.WEEKS), "12 weeks", "12 weeks", "12 weeks' notice"),
        ("30 days", Period(30, Unit.DAYS), "30 days", "30 days", "30 days' notice"),
        ("6 years", Period(6, Unit.YEARS), "6 years", "six years", "six years' notice"),
        ("10 working days", Period(10, Unit.WORKING_DAYS), "10 working days", "ten working days",
         "ten working days' notice"),
        (" 1  working day ", Period(1, Unit.WORKING_DAYS), "1 working day", "one working day",
         "one working day's notice"),
        ("1200 months", Period(1200, Unit.MONTHS), "1200 months", "1,200 months", "1,200 months' notice"),
    ],
)  # fmt: skip
def test_a_period_is_read_and_said(text: str, period: Period, shown: str, in_words: str, as_notice: str) -> None:
    read = Period.parse(text)
    assert (read, str(read), read.in_words(), read.as_notice()) == (period, shown, in_words, as_notice)


@pytest.mark.parametrize(
    "text", ["3 monts", "", "months", "three months", "0 days", "-3 months", "3.5 weeks", "3months"]
)
def test_what_is_no_period_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        Period.parse(text)
    assert str(refused.value) == f'"{text}" is not a period; write for example "3 months"'


@pytest.mark.parametrize(
    "text", ["101 years", "1201 months", "5218 weeks", "36526 days", "26090 working days", "9" * 5000 + " days"]
)
def test_more_than_a_hundred_years_are_refused(text: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        Period.parse(text)
    assert str(refused.value) == f'"{text}" is longer than 100 years; write for example "3 months"'


# Months


def test_months_hold_every_published_case() -> None:
    with (VECTORS / "months.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    answers = [
        {
            **row,
            "corresponding_date": str(add_months(date.fromisoformat(row["date"]), int(row["months"]))),
            "latest_notice_for_ending_on_date": str(latest_months(date.fromisoformat(row["date"]), int(row["months"]))),
        }
        for row in rows
    ]
    assert len(rows) == 225
    assert answers == rows


@pytest.mark.parametrize(
    ("day", "months", "reached"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2096, 2, 29), 48, date(2100, 2, 28)),
        (date(1996, 2, 29), 48, date(2000, 2, 29)),
        (date(2027, 8, 31), 1, date(2027, 9, 30)),
        (date(2026, 12, 31), 3, date(2027, 3, 31)),
    ],
)
def test_months_end_where_the_month_ends(day: date, months: int, reached: date) -> None:
    assert add_months(day, months) == reached


@pytest.mark.parametrize(
    ("end", "months", "last"),
    [
        (date(2027, 3, 31), 3, date(2026, 12, 31)),
        (date(2027, 3, 31), 6, date(2026, 9, 30)),
        (date(2027, 3, 30), 1, date(2027, 2, 28)),
        (date(2027, 2, 28), 3, date(2026, 11, 30)),
        (date(2028, 2, 28), 3, date(2027, 11, 28)),
        (date(2028, 2, 29), 3, date(2027, 11, 30)),
        (date(2027, 6, 30), 1, date(2027, 5, 31)),
        (date(2025, 2, 28), 12, date(2024, 2, 29)),
    ],
)
def test_the_latest_day_is_not_the_end_minus_the_months(end: date, months: int, last: date) -> None:
    assert latest_months(end, months) == last


@pytest.mark.parametrize("unit", list(Unit))
def test_days_beyond_the_calendar_are_refused_in_a_sentence(unit: Unit) -> None:
    period, england = Period(20_000, unit), holidays("england")
    for step, day in ((add, date.max), (latest, date.min)):
        with pytest.raises(
            ValueError, match=r"^the date is outside the years 1 to 9999; write a date from 1900 to 2200$"
        ):
            step(day, period, england)


# Answers explain themselves


@pytest.mark.parametrize(
    ("day", "period", "says"),
    [
        (date(2027, 1, 10), "3 months", "Three months from 10 January 2027 is 10 April 2027."),
        (date(2026, 11, 30), "3 months",
         "Three months from 30 November 2026 is 28 February 2027, because that month has no 30th and so "
             "its last day counts."),
        (date(2024, 2, 29), "1 year",
         "One year from 29 February 2024 is 28 February 2025, because that month has no 29th and so its "
             "last day counts."),
        (date(2026, 8, 3), "12 weeks", "12 weeks (84 days) from 3 August 2026 is 26 October 2026."),
        (date(2027, 3, 1), "30 days", "30 days from 1 March 2027 is 31 March 2027."),
        (date(2026, 11, 2), "1 working day",
         "One working day from 2 November 2026 is 3 November 2026. "
         "Counting starts the day after and leaves out weekends."),
        (date(2026, 8, 28), "1 working day",
         "One working day from 28 August 2026 is 1 September 2026. Counting starts the day after and leaves out "
         "weekends and a bank holiday: 31 August 2026 (Summer bank holiday)."),
        (date(2025, 12, 24), "5 working days",
         "Five working days from 24 December 2025 is 5 January 2026. Counting starts the day after and leaves out "
         "weekends and bank holidays: 25 December 2025 (Christmas Day), 26 December 2025 (Boxing Day) and "
         "1 January 2026 (New Year's Day)."),
        (date(2028, 12, 28), "5 working days",
         "Five working days from 28 December 2028 is 5 January 2029. Counting starts the day after and leaves "
         "out weekends and a bank holiday: 1 January 2029 (New Year's Day). Bank holidays from 2029 on are "
         "provisional: worked out by their usual rules."),
        (date(2011, 12, 29), "2 working days",
         "Two working days from 29 December 2011 is 3 January 2012. Counting starts the day after and leaves "
         "out weekends and a bank holiday: 2 January 2012 (New Year's Day, substitute day). We have no bank "
         "holidays before 2012, so only weekends are left out for those years."),
    ],
)  # fmt: skip
def test_a_day_says_how_it_was_reached(day: date, period: str, says: str) -> None:
    assert explain_add(day, Period.parse(period), holidays("england")) == says


@pytest.mark.parametrize(
    ("end", "period", "says"),
    [
        (date(2027, 3, 31), "3 months",
         "The last date to give three months' notice for 31 March 2027 is 31 December 2026: three months from that "
         "date is 31 March 2027; a day later, it would be 1 April 2027."),
        (date(2027, 3, 31), "6 months",
         "The last date to give six months' notice for 31 March 2027 is 30 September 2026: six months from that date "
         "is 30 March 2027; a day later, it would be 1 April 2027."),
        (date(2027, 2, 28), "3 months",
         "The last date to give three months' notice for 28 February 2027 is 30 November 2026: three months "
         "from that date is 28 February 2027, because that month has no 30th and so its last day counts; a day "
         "later, it would be 1 March 2027."),
        (date(2026, 12, 29), "2 working days",
         "The last date to give two working days' notice for 29 December 2026 is 23 December 2026: two working days "
         "from that date is 29 December 2026; a day later, it would be 30 December 2026. Counting starts the day "
         "after and leaves out weekends and bank holidays: 25 December 2026 (Christmas Day) and 28 December 2026 "
         "(Boxing Day, substitute day)."),
    ],
)  # fmt: skip
def test_a_last_day_says_why_it_is_the_last(end: date, period: str, says: str) -> None:
    assert explain_latest(end, Period.parse(period), holidays("england")) == says


@pytest.mark.parametrize(
    ("periods", "opens", "closes", "length", "says"),
    [
        ([CHRISTMAS, EASTER], date(2026, 9, 1), date(2026, 11, 24), "12 weeks",
         "No closed period falls between 1 September 2026 and 24 November 2026."),
        ([CHRISTMAS, EASTER], date(2026, 12, 1), date(2027, 2, 23), None,
         "From 1 December 2026 to 23 February 2027, 15 days fall in closed periods: Christmas and New Year "
         "(15 days, 20 December 2026 to 3 January 2027)."),
        ([CHRISTMAS, EASTER], date(2026, 12, 1), date(2027, 2, 23), "12 weeks",
         "From 1 December 2026 to 23 February 2027, 15 days fall in closed periods: Christmas and New Year "
         "(15 days, 20 December 2026 to 3 January 2027). To allow 12 weeks as well as every closed day in "
         "between, it has to run to 10 March 2027."),
        ([CHRISTMAS, EASTER], date(2026, 12, 1), date(2027, 3, 21), "12 weeks",
         "From 1 December 2026 to 21 March 2027, 16 days fall in closed periods: Christmas and New Year (15 "
         "days, 20 December 2026 to 3 January 2027) and Easter (one day, 21 March 2027). The remaining days "
         "still come to 12 weeks."),
        ([EASTER], date(2027, 4, 4), date(2027, 4, 30), "1 month",
         "From 4 April 2027 to 30 April 2027, one day falls in a closed period: Easter (one day, 4 April "
         "2027). To allow one month as well as every closed day in between, it has to run to 5 May 2027."),
        ([ALL_YEAR], date(2027, 4, 1), date(2027, 4, 2), "2 days",
         "From 1 April 2027 to 2 April 2027, two days fall in closed periods: All year (two days, 1 April "
         "2027 to 2 April 2027). No later date would make up for it."),
        ([SUMMER], date(2027, 8, 1), date(2027, 8, 31), "4 weeks",
         "From 1 August 2027 to 31 August 2027, 31 days fall in closed periods: Summer 2027 (31 days, 1 "
         "August 2027 to 31 August 2027). To allow four weeks as well as every closed day in between, it has "
         "to run to 30 September 2027. The list of closed periods ends on 1 September 2027, so later ones "
         "are not counted."),
    ],
)  # fmt: skip
def test_closed_periods_say_which_and_what_would_make_up_for_them(
    periods: list[ClosedPeriod], opens: date, closes: date, length: str | None, says: str
) -> None:
    wanted = Period.parse(length) if length else None
    assert explain_closed(opens, closes, closed_days(periods), wanted) == says
