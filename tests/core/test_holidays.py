"""Bank holidays, working days and closed periods: the cases people will look up."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from opencompact.core.calendar import Overlap, Period, add, closed_days, easter_sunday, holidays, latest
from opencompact.core.editions import ClosedPeriod
from opencompact.core.holidays import by_rule, rules_of
from opencompact.core.words import speaking

VECTORS = Path(__file__).parent / "vectors"
CHRISTMAS = ClosedPeriod(name="Christmas and New Year", every_year="12-20 to 01-03")
EASTER = ClosedPeriod(name="Easter", around_easter="-7 to 7")
SUMMER = ClosedPeriod(name="Summer 2027", start=date(2027, 7, 24), end=date(2027, 9, 1))


# Bank holidays and working days


def test_working_days_hold_every_published_case() -> None:
    with (VECTORS / "working_days.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    england = holidays("england")
    answers = [
        {**row, "due": str(england.add(date.fromisoformat(row["received"]), int(row["working_days"])))} for row in rows
    ]
    assert len(rows) == 72
    assert answers == rows


def test_the_latest_day_may_be_a_weekend() -> None:
    """Counting starts on the day after, so Sunday is as good as the Friday before."""
    england, week = holidays("england"), Period.parse("5 working days")
    assert (latest(date(2026, 11, 20), week, england), add(date(2026, 11, 15), week, england)) == (
        date(2026, 11, 15), date(2026, 11, 20),
    )  # fmt: skip


def test_a_hundred_thousand_working_days_are_found_at_once() -> None:
    england = holidays("england")
    reached = england.add(date(2026, 11, 20), 100_000)
    assert (reached, england.latest(reached, 100_000)) == (date(2415, 7, 28), date(2026, 11, 22))


@pytest.mark.parametrize(
    ("nation", "days"),
    [
        ("england", ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"]),
        ("wales", ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"]),
        ("scotland", ["01-01", "01-04", "03-26", "05-03", "05-31", "08-02", "11-30", "12-27", "12-28"]),
        ("northern-ireland",
         ["01-01", "03-17", "03-26", "03-29", "05-03", "05-31", "07-12", "08-30", "12-27", "12-28"]),
    ],
)  # fmt: skip
def test_each_nation_has_its_bank_holidays(nation: str, days: list[str]) -> None:
    known = holidays(nation)
    assert [f"{day:%m-%d}" for day in known.between(date(2027, 1, 1), date(2027, 12, 31))] == days
    assert (known.known_from, known.known_to) == (date(2012, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(("nation", "usual"), [("england", 8), ("scotland", 9), ("northern-ireland", 10)])
def test_every_known_year_is_complete(nation: str, usual: int) -> None:
    """One day more for the Diamond Jubilee and the coronation, two in 2022, and in Scotland one for the World Cup."""
    extra = {2012: 1, 2022: 2, 2023: 1} | ({2026: 1} if nation == "scotland" else {})
    known = holidays(nation)
    found = {year: len(known.between(date(year, 1, 1), date(year, 12, 31))) for year in range(2012, 2029)}
    assert found == {year: usual + extra.get(year, 0) for year in range(2012, 2029)}
    assert len([day for day in known.days if day <= known.known_to]) == sum(found.values())


ALTERED = {
    "england": {2012, 2020, 2022, 2023},
    "scotland": {2012, 2020, 2022, 2023, 2026},
    "northern-ireland": {2012, 2020, 2022, 2023},
}
"""The years in which a bank holiday was added or moved by proclamation."""


@pytest.mark.parametrize("nation", ALTERED)
def test_the_rules_give_the_bank_holidays_of_every_ordinary_year(nation: str) -> None:
    known = holidays(nation)
    by_year = {year: [day for day in known.days if day.year == year] for year in range(2012, 2029)}
    differs = {year for year, days in by_year.items() if list(by_rule(rules_of(nation), year)) != days}
    assert differs == ALTERED[nation]


def test_good_friday_2029_is_provisional_and_no_ordinary_day() -> None:
    england = holidays("england")
    assert (england.name(date(2029, 3, 30)), england.is_provisional(date(2029, 3, 30))) == ("Good Friday", True)
    assert england.add(date(2029, 3, 28), 5) == date(2029, 4, 6)
    assert england.add(date(2029, 12, 20), 5) == date(2029, 12, 31)


def test_bank_holidays_have_names_in_english_and_welsh() -> None:
    england = holidays("england")
    days = [date(2026, 12, 28), date(2023, 5, 8), date(2026, 12, 29)]
    with speaking("cy"):
        welsh = [england.name(day) for day in days]
    assert [england.name(day) for day in days] == ["Boxing Day, substitute day", "Coronation of King Charles III", ""]
    assert welsh == ["Dydd San Steffan, diwrnod amgen", "Coroni Brenin Siarl III", ""]
    assert holidays("scotland").name(date(2026, 6, 15)) == "World Cup bank holiday"


def test_an_area_may_add_a_day_of_its_own() -> None:
    england = holidays("england")
    fair = england.with_extra({date(2029, 7, 6): "St Paul's Carnival"})
    day, week = date(2029, 7, 2), Period.parse("4 working days")
    assert (add(day, week, england), add(day, week, fair)) == (date(2029, 7, 6), date(2029, 7, 9))
    assert (fair.name(date(2029, 7, 6)), fair.is_working(date(2029, 7, 6)), fair.covers(date(2029, 7, 6))) == (
        "St Paul's Carnival", False, False,
    )  # fmt: skip
    assert england.is_working(date(2029, 7, 6))


def test_a_nation_without_bank_holidays_here_is_refused() -> None:
    with pytest.raises(ValueError, match=r'^there are no bank holidays for "france"; write one of england, wales, '):
        holidays("france")


def test_working_days_without_bank_holidays_are_our_own_mistake() -> None:
    with pytest.raises(AssertionError):
        add(date(2027, 1, 1), Period.parse("5 working days"))


# Closed periods


def test_easter_falls_on_its_known_days() -> None:
    years = (1900, 1943, 1954, 1961, 1981, 2000, 2008, 2025, 2026, 2027, 2028, 2038, 2076, 2100, 2200)
    assert [f"{easter_sunday(year):%m-%d}" for year in years] == [
        "04-15", "04-25", "04-18", "04-02", "04-19", "04-23", "03-23", "04-20", "04-05", "03-28", "04-16", "04-25",
        "04-19", "03-28", "04-06",
    ]  # fmt: skip


def test_closed_periods_are_laid_over_the_calendar() -> None:
    closed = closed_days([CHRISTMAS, EASTER, SUMMER])
    assert closed.ranges(date(2026, 12, 25), date(2027, 12, 20)) == [
        (date(2026, 12, 25), date(2027, 1, 3)),
        (date(2027, 3, 21), date(2027, 4, 4)),
        (date(2027, 7, 24), date(2027, 9, 1)),
        (date(2027, 12, 20), date(2027, 12, 20)),
    ]
    assert closed.overlaps(date(2026, 12, 25), date(2027, 3, 21)) == [
        Overlap("Christmas and New Year", date(2026, 12, 25), date(2027, 1, 3), 10),
        Overlap("Easter", date(2027, 3, 21), date(2027, 3, 21), 1),
    ]
    assert closed.count(date(2026, 12, 25), date(2027, 3, 21)) == 11


def test_a_day_in_two_closed_periods_counts_once() -> None:
    fair = ClosedPeriod(name={"en": "Fair", "cy": "Ffair"}, start=date(2027, 8, 30), end=date(2027, 9, 3))
    closed = closed_days([fair, SUMMER])
    assert closed.overlaps(date(2027, 8, 28), date(2027, 12, 31)) == [
        Overlap("Summer 2027 and Fair", date(2027, 8, 28), date(2027, 9, 3), 7)
    ]
    assert closed.overlaps(date(2027, 9, 2), date(2027, 9, 30)) == [
        Overlap("Fair", date(2027, 9, 2), date(2027, 9, 3), 2)
    ]
    assert (closed.count(date(2027, 8, 28), date(2027, 12, 31)), closed.known_to) == (7, date(2027, 9, 3))


@pytest.mark.parametrize(
    ("periods", "known_to"),
    [([], None), ([CHRISTMAS, EASTER], None), ([SUMMER], date(2027, 9, 1)), ([SUMMER, CHRISTMAS], None)],
)
def test_only_a_list_of_dated_periods_runs_out(periods: list[ClosedPeriod], known_to: date | None) -> None:
    assert closed_days(periods).known_to == known_to


def test_the_29th_of_february_is_there_in_leap_years_only() -> None:
    from_it = closed_days([ClosedPeriod(name="Spring", every_year="02-29 to 03-02")])
    to_it = closed_days([ClosedPeriod(name="Winter", every_year="02-27 to 02-29")])
    only_it = closed_days([ClosedPeriod(name="Leap day", every_year="02-29 to 02-29")])
    spans = [(date(year, 1, 1), date(year, 12, 31)) for year in (2027, 2028)]
    assert [[each.count(*span) for span in spans] for each in (from_it, to_it, only_it)] == [[2, 3], [2, 3], [0, 1]]


def test_longer_consultations_make_up_for_closed_days() -> None:
    """Opened on 1 December, 12 weeks end on 23 February; fifteen days are closed."""
    closed, opens, length = closed_days([CHRISTMAS, EASTER]), date(2026, 12, 1), timedelta(weeks=12)
    until = closed.made_up_by(opens, length)
    assert until == date(2027, 3, 10)
    assert [closed.made_up_for(opens, closes, length) for closes in (until - timedelta(1), until)] == [False, True]


def test_an_opening_day_that_is_closed_is_made_up_for_too() -> None:
    closed = closed_days([CHRISTMAS])
    assert closed.made_up_by(date(2027, 1, 3), timedelta(2)) == date(2027, 1, 6)


def test_nothing_makes_up_for_a_year_that_is_always_closed() -> None:
    closed = closed_days([ClosedPeriod(name="All year", every_year="01-01 to 12-31")])
    assert closed.made_up_by(date(2027, 1, 1), timedelta(1)) is None


@pytest.mark.parametrize(
    ("period", "says"),
    [
        (ClosedPeriod(name="X", every_year="02-30 to 03-01"),
         '"02-30 to 03-01" is not a time of the year; write month-day to month-day, for example "12-20 to 01-03"'),
        (ClosedPeriod(name="X", every_year="13-01 to 13-02"),
         '"13-01 to 13-02" is not a time of the year; write month-day to month-day, for example "12-20 to 01-03"'),
        (ClosedPeriod(name="X", every_year="August"),
         '"August" is not a time of the year; write month-day to month-day, for example "12-20 to 01-03"'),
        (ClosedPeriod(name="X", around_easter="7 to -7"),
         '"7 to -7" is not a time around Easter; write days before and after Easter Sunday, for example "-7 to 7"'),
        (ClosedPeriod(name="X", around_easter="a week"),
         '"a week" is not a time around Easter; write days before and after Easter Sunday, for example "-7 to 7"'),
        (ClosedPeriod(name="X", start=date(2027, 9, 1), end=date(2027, 7, 24)),
         "the closed period ends before it begins; give its first day as from and its last day as to"),
        (ClosedPeriod(name="X", start=date(2027, 9, 1)),
         "a closed period has a first and a last day; write both from and to"),
        (ClosedPeriod(name="X"),
         "give a closed period in one way only: from and to, every_year, or around_easter"),
        (ClosedPeriod(name="X", every_year="08-01 to 08-31", around_easter="-7 to 7"),
         "give a closed period in one way only: from and to, every_year, or around_easter"),
    ],
)  # fmt: skip
def test_impossible_closed_periods_are_refused_with_what_to_write(period: ClosedPeriod, says: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        closed_days([period])
    assert str(refused.value) == says


def test_a_span_that_ends_before_it_starts_has_no_closed_days() -> None:
    closed = closed_days([CHRISTMAS])
    found = (closed.count(date(2027, 1, 2), date(2026, 12, 24)), closed.overlaps(date(2027, 1, 2), date(2026, 12, 24)))
    assert (*found, closed.ranges(date(2027, 1, 2), date(2026, 12, 24))) == (0, [], [])


def test_a_table_is_read_once() -> None:
    england = holidays("england")
    assert holidays("wales") is england
