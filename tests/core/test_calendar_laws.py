"""Laws of the calendar, from 1900 to 2200, held against slow counting day by day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from opencompact.core.calendar import (
    ClosedDays,
    Holidays,
    Period,
    Unit,
    add,
    add_months,
    closed_days,
    easter_sunday,
    holidays,
    latest,
    latest_months,
)
from opencompact.core.editions import ClosedPeriod

ONE = timedelta(1)
FIRST, LAST = date(1900, 1, 1), date(2200, 12, 31)

days = st.dates(FIRST, LAST)
near_days = st.dates(date(2011, 11, 1), date(2029, 2, 28))  # where the bank holidays are, and a little around
nations = st.sampled_from(["england", "scotland", "northern-ireland"]).map(holidays)
longest = {Unit.DAYS: 36_525, Unit.WEEKS: 5_217, Unit.MONTHS: 1_200, Unit.YEARS: 100, Unit.WORKING_DAYS: 26_089}
periods = st.sampled_from(list(Unit)).flatmap(
    lambda unit: st.builds(Period, st.one_of(st.integers(1, 40), st.integers(1, longest[unit])), st.just(unit))
)


def each_day(first: date, last: date) -> list[date]:
    return [first + timedelta(number) for number in range((last - first).days + 1)]


@given(st.one_of(days, near_days), periods, nations, st.integers(-40, 40))
def test_latest_mirrors_add(day: date, period: Period, nation: Holidays, off: int) -> None:
    """A period from a day does not go past an end exactly where the day is not after the latest one."""
    end = add(day, period, nation) + timedelta(off)
    assert (add(day, period, nation) <= end) == (day <= latest(end, period, nation))


@given(st.one_of(days, near_days), periods, nations)
def test_not_one_day_more(end: date, period: Period, nation: Holidays) -> None:
    last = latest(end, period, nation)
    assert add(last, period, nation) <= end < add(last + ONE, period, nation)


@given(st.one_of(days, near_days), st.integers(0, 70), periods, nations)
def test_order_is_kept(day: date, later: int, period: Period, nation: Holidays) -> None:
    other = day + timedelta(later)
    assert add(day, period, nation) <= add(other, period, nation)
    assert latest(day, period, nation) <= latest(other, period, nation)


@given(days, st.integers(1, 5_217), st.integers(1, 100))
def test_weeks_are_days_and_years_are_months(day: date, weeks: int, years: int) -> None:
    for step in (add, latest):
        assert step(day, Period(weeks, Unit.WEEKS)) == step(day, Period(7 * weeks, Unit.DAYS))
        assert step(day, Period(years, Unit.YEARS)) == step(day, Period(12 * years, Unit.MONTHS))


@given(days, st.integers(1, 1_200))
def test_a_corresponding_date_keeps_its_number_or_ends_the_month(day: date, months: int) -> None:
    reached = add_months(day, months)
    assert (reached.year - day.year) * 12 + reached.month - day.month == months
    assert reached.day == day.day or (reached.day < day.day and (reached + ONE).day == 1)


@given(days, st.integers(1, 48))
def test_the_latest_day_is_found_by_looking_at_every_day(end: date, months: int) -> None:
    looked_at = each_day(end - timedelta(31 * months + 3), end - timedelta(28 * months - 3))
    assert latest_months(end, months) == max(day for day in looked_at if add_months(day, months) <= end)


@given(near_days, st.integers(1, 300), nations)
def test_working_days_are_counted_one_by_one(day: date, count: int, nation: Holidays) -> None:
    reached = nation.add(day, count)
    assert nation.is_working(reached)
    assert sum(nation.is_working(each) for each in each_day(day + ONE, reached)) == count


@given(st.sets(st.dates(date(2027, 1, 1), date(2027, 3, 31))), st.dates(date(2026, 12, 20), date(2027, 4, 10)))
def test_working_days_hold_with_any_bank_holidays(off: set[date], day: date) -> None:
    nation = Holidays(dict.fromkeys(off, "Day off"), date(2027, 1, 1), date(2027, 12, 31))
    working = [each for each in each_day(day + ONE, day + timedelta(200)) if nation.is_working(each)]
    assert [nation.add(day, count) for count in range(1, 41)] == working[:40]
    assert nation.between(date(2027, 1, 1), date(2027, 12, 31)) == sorted(each for each in off if each.weekday() < 5)


# Closed periods

BEGIN, END = date(2026, 12, 1), date(2027, 4, 30)
spans = st.tuples(st.dates(BEGIN, END), st.integers(0, 40)).map(lambda span: (span[0], span[0] + timedelta(span[1])))
lists = st.lists(st.tuples(st.sampled_from("ABC"), spans), max_size=6).map(
    lambda named: [(name, first, last) for name, (first, last) in named]
)


def closed_on(ranges: list[tuple[str, date, date]], day: date) -> set[str]:
    return {name for name, first, last in ranges if first <= day <= last}


@given(lists, st.dates(BEGIN, END), st.integers(-3, 120))
def test_closed_days_are_counted_one_by_one(ranges: list[tuple[str, date, date]], start: date, length: int) -> None:
    closed, end = ClosedDays(ranges), start + timedelta(length)
    slowly = [day for day in each_day(start, end) if closed_on(ranges, day)]
    assert closed.count(start, end) == len(slowly)
    assert [day for first, last in closed.ranges(start, end) for day in each_day(first, last)] == slowly
    overlaps = closed.overlaps(start, end)
    assert [day for overlap in overlaps for day in each_day(overlap.first, overlap.last)] == slowly
    assert sum(overlap.days for overlap in overlaps) == len(slowly)


@given(lists, st.dates(BEGIN, END), st.integers(0, 120))
def test_an_overlap_names_whoever_is_closed(ranges: list[tuple[str, date, date]], start: date, length: int) -> None:
    for overlap in ClosedDays(ranges).overlaps(start, start + timedelta(length)):
        names = set().union(*(closed_on(ranges, day) for day in each_day(overlap.first, overlap.last)))
        assert set(overlap.name.replace(" and ", ", ").split(", ")) == names


@given(lists, st.dates(BEGIN, END), st.integers(0, 90))
def test_made_up_by_is_the_first_day_that_makes_up(
    ranges: list[tuple[str, date, date]], opens: date, length: int
) -> None:
    closed, wanted = ClosedDays(ranges), timedelta(length)
    first = next(
        closes for closes in each_day(opens, opens + timedelta(400)) if closed.made_up_for(opens, closes, wanted)
    )
    assert closed.made_up_by(opens, wanted) == first
    assert closed.made_up_for(opens, first + ONE, wanted)


month_days = st.dates(date(2028, 1, 1), date(2028, 12, 31)).map(lambda day: f"{day:%m-%d}")


@given(month_days, month_days, days)
def test_a_yearly_period_holds_the_days_between_its_dates(first: str, last: str, day: date) -> None:
    closed = closed_days([ClosedPeriod(name="Closed", every_year=f"{first} to {last}")])
    now = f"{day:%m-%d}"
    within = first <= now <= last if first <= last else now >= first or now <= last
    assert closed.count(day, day) == int(within)


@given(st.integers(-99, 99), st.integers(0, 60), st.integers(1900, 2200))
def test_days_around_easter(before: int, more: int, year: int) -> None:
    after = min(before + more, 99)
    closed = closed_days([ClosedPeriod(name="Closed", around_easter=f"{before} to {after}")])
    easter = easter_sunday(year)
    assert closed.ranges(easter + timedelta(before), easter + timedelta(after)) == [
        (easter + timedelta(before), easter + timedelta(after))
    ]
    assert closed.count(easter + timedelta(before - 1), easter + timedelta(after + 1)) == after - before + 1


@given(st.integers(1583, 4099))
def test_easter_is_a_sunday_of_spring(year: int) -> None:
    easter = easter_sunday(year)
    assert easter.weekday() == 6
    assert date(year, 3, 22) <= easter <= date(year, 4, 25)
