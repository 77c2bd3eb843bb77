"""One cell: what is read, what is refused, and with which words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencompact.core.checks.records import REGISTERS, Field, Type
from opencompact.core.exchange.cells import (
    Broken,
    NotRead,
    printable,
    read_choice,
    read_day,
    read_flag,
    read_list,
    read_money,
    read_number,
    read_reason,
    read_text,
    reader_of,
    shown,
    unguarded,
)

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
MONTHS = ["January", "February", "March", "April", "May", "June", "July"]
MONTHS += ["August", "September", "October", "November", "December"]


def refused(read: Callable[[Any], Any], cell: Any) -> str:
    with pytest.raises(NotRead) as error:
        read(cell)
    return str(error.value)


def ordinal(day: int) -> str:
    return f"{day}{'th' if 4 <= day % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def shapes(day: date) -> list[Any]:
    month = MONTHS[day.month - 1]
    return [
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d.%m.%Y}",
        f"{day:%d-%m-%Y}",
        f"{day.day} {month} {day.year}",
        f"{day.day} {month[:3]} {day.year}",
        f"{day:%d}-{month[:3].upper()}-{day.year}",
        f"{ordinal(day.day)} {month} {day.year}",
        f" {day:%d/%m/%Y} 00:00:00 ",
        f"{day.isoformat()}T00:00:00+00:00",
        f"{day.isoformat()}T00:00:00.000Z",
        day,
        datetime.combine(day, time()),
        datetime.combine(day, time(), UTC),
    ]


@given(DAYS)
def test_a_day_is_the_same_in_every_shape(day: date) -> None:
    assert [read_day(shape) for shape in shapes(day)] == [day] * len(shapes(day))


@given(st.dates(date(1950, 1, 1), date(2200, 12, 31)))
def test_a_spreadsheets_day_number_is_that_day(day: date) -> None:
    assert read_day(float((day - date(1899, 12, 30)).days)) == day


def test_old_macintosh_workbooks_count_from_1904() -> None:
    assert read_day(45015.0, from_1904=True) == date(2027, 3, 31)


@pytest.mark.parametrize("cell", [None, "", "  ", "\u00a0", "\ufeff"])
def test_a_blank_cell_is_nothing_for_every_field(cell: str | None) -> None:
    kinds = [Field("x", type, ("end",)) for type in Type]
    assert [reader_of(kind)(cell) for kind in kinds] == [None] * len(Type)


@pytest.mark.parametrize(
    "text",
    ["31/02/2027", "03/31/2027", "2027-02-30", "2027", "2027-03", "31 Marz 2027", "0/1/2027", "soon 2027", "31/3-2027"],
)
def test_an_impossible_or_partial_day_is_refused(text: str) -> None:
    assert refused(read_day, text) == f'"{text}" is not a date; write for example 31/03/2027 or 2027-03-31'


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("31/03/27", '"31/03/27" doesn\'t say which century; write the year in full, for example 31/03/2027'),
        ("31 Mar 27", '"31 Mar 27" doesn\'t say which century; write the year in full, for example 31/03/2027'),
        ("31/03/2027 14:30", '"31/03/2027 14:30" includes a time of day; write only the date, for example 31/03/2027'),
        (
            datetime(2027, 3, 31, 14, 30),
            '"2027-03-31 14:30:00" includes a time of day; write only the date, for example 31/03/2027',
        ),
        ("TBC", '"TBC" is not a date; write for example 31/03/2027 or 2027-03-31, or leave the cell empty'),
        ("1/1/1066", '"1/1/1066" is outside the years 1900 to 2200; write for example 31/03/2027 or 2027-03-31'),
        (2027.0, '"2027" is not a date; write for example 31/03/2027 or 2027-03-31'),
        (46477.5, '"46477.5" is not a date; write for example 31/03/2027 or 2027-03-31'),
        (20270331, '"20270331" is not a date; write for example 31/03/2027 or 2027-03-31'),
        (
            Broken("#REF!", "correct the formula or enter the value"),
            'the cell contains "#REF!"; correct the formula or enter the value',
        ),
        (["2027-03-31"], "there are several values where there should be one; write one value"),
    ],
)
def test_other_days_are_refused_with_their_own_mend(cell: Any, says: str) -> None:
    assert refused(read_day, cell) == says


@given(st.decimals(-(10**14), 10**14, places=2, allow_nan=False))
def test_money_is_the_decimal_meant(amount: Decimal) -> None:
    size, minus = abs(amount), "-" if amount < 0 else ""
    written = [
        f"{amount}",
        f"{amount:,}",
        f"{minus}£{size:,}",
        f"£{minus}{size}",
        f"{minus}£ {size:,}",
        f"{amount} GBP",
    ]
    if amount < 0:
        written += [f"({size:,})", f"(£{size:,})", f"\u2212£{size:,}"]
    assert [read_money(text) for text in written] == [amount] * len(written)


@given(st.text("0123456789,.£-() ", max_size=14))
def test_money_that_is_read_has_exactly_the_digits_written(text: str) -> None:
    try:
        amount = read_money(text)
    except NotRead:
        return
    if amount is not None:
        bare = "".join(char for char in text if char in "0123456789.")
        assert abs(amount) == Decimal(bare)
        assert (amount < 0) == (("-" in text or "(" in text) and amount != 0)


@pytest.mark.parametrize(
    "text",
    [
        "1 658,25",
        "1.658,25",
        "1,65",
        "1,00,000",
        "1.234",
        "12,3456",
        "2 payments",
        "£",
        "-",
        "1£000",
        "(5",
        "-(5)",
        "50%",
    ],
)
def test_an_amount_that_can_be_read_two_ways_is_refused(text: str) -> None:
    says = f'"{text}" is not an amount of money; write for example 1658.25 or £1,658.25'
    assert refused(read_money, text) == says


@pytest.mark.parametrize("text", ["£1.5m", "10k", "£2 million", "3bn"])
def test_a_shortened_amount_is_to_be_written_out(text: str) -> None:
    says = f'"{text}" is not an amount of money; write the amount in full, for example 1500000'
    assert refused(read_money, text) == says


@pytest.mark.parametrize("text", ["€1,000", "$5", "USD 7"])
def test_another_currency_has_its_own_column(text: str) -> None:
    says = f'"{text}" is not an amount of money; write only the number, and put the currency in its own column'
    assert refused(read_money, text) == says


def test_native_amounts_lose_nothing_but_the_noise_of_binary_fractions() -> None:
    cells = [1658.25, 0.1 + 0.2, 30000.0, 12, Decimal("12.50"), 0.0, Decimal("41133.770000000004")]
    amounts = ["1658.25", "0.3", "30000", "12", "12.50", "0", "41133.77"]
    assert [str(read_money(cell)) for cell in cells] == amounts


@pytest.mark.parametrize(
    "cell", [True, float("nan"), float("inf"), 1e15, Decimal("1e400"), Decimal("1e-400"), date(2027, 1, 1), "9" * 16]
)
def test_what_is_no_amount_is_refused(cell: Any) -> None:
    assert refused(read_money, cell).startswith(f'"{cell}" is not an amount of money')


def test_numbers_are_whole_where_they_can_be() -> None:
    cells = ["12", "1,200", "12.0", "12.5", "-3", 12.0, 12.5, 7, Decimal("7.00")]
    assert [repr(read_number(cell)) for cell in cells] == [
        *("12", "1200", "12", "Decimal('12.5')", "-3", "12", "Decimal('12.5')", "7", "7"),
    ]


@pytest.mark.parametrize("text", ["about 12", "12%", "1e5", "£12", "--3", "٣"])
def test_what_is_no_number_is_refused(text: str) -> None:
    assert refused(read_number, text) == f'"{text}" is not a number; write for example 12 or 1,200'


def test_flags() -> None:
    cells = ["Yes", " y ", "TRUE", "1", True, 1.0, 1, "No", "n", "false", "0", False, 0.0]
    assert [read_flag(cell) for cell in cells] == [True] * 7 + [False] * 6
    assert refused(read_flag, "x") == '"x" is neither yes nor no; write "yes" or "no"'


def test_text_keeps_leading_zeros_and_gains_no_decimal_point() -> None:
    cells = [
        "007",
        1126147.0,
        12,
        0.5,
        True,
        date(2027, 3, 31),
        datetime(2027, 3, 31, 14, 30),
        Decimal("1.50"),
        time(9),
    ]
    assert [read_text(cell) for cell in cells] == [
        *("007", "1126147", "12", "0.5", "yes", "2027-03-31", "2027-03-31 14:30", "1.50", "09:00:00"),
    ]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (1.2345678901234567e18, (
            '"1.2345678901234568e+18" has more digits than a spreadsheet keeps; format the column as text '
            "and enter it again")),
        ("x" * 32_768, "the text is longer than 32,767 characters; shorten it"),
        ("a\x00b", "the text has a character that can't be shown (U+0000); type the text again"),
        ("\ud800", "the text has a character that can't be shown (U+D800); type the text again"),
        (timedelta(hours=30), '"1 day, 6:00:00" is a length of time; write it as text'),
        (Decimal("1e999"), '"1E+999" is not text; put it in quotation marks'),
        (object, "\"<class 'object'>\" is the wrong kind of value for this field; write it as text"),
    ],
)  # fmt: skip
def test_text_that_would_not_come_out_as_it_went_in_is_refused(cell: Any, says: str) -> None:
    assert refused(read_text, cell) == says


def test_lines_of_a_text_are_kept() -> None:
    assert read_text("one\r\ntwo\tthree ") == "one\ntwo\tthree"


def test_a_reason_not_given_is_nothing() -> None:
    cells = ["No", "none", "N/A", "-", "–", "false", "0", False, 0.0, "It was a serious failure", "Not this time"]
    assert [read_reason(cell) for cell in cells] == [None] * 9 + ["It was a serious failure", "Not this time"]


def test_lists() -> None:
    cells: list[Any] = ["a; b;;c ", "a\nb", ["a", " b ", ""], "a, b", [], ";"]
    assert [read_list(cell) for cell in cells] == [("a", "b", "c"), ("a", "b"), ("a", "b"), ("a, b",), None, None]
    assert refused(read_list, ["a", ["b"]]) == "there are several values where there should be one; write one value"


def test_choices_in_the_words_people_use() -> None:
    what, by = REGISTERS["changes"]["what"], REGISTERS["changes"]["by"]
    said = REGISTERS["judgements"]["said"]
    assert [reader_of(what)(cell) for cell in ["End", "ending", "Ended", "cut", "variation"]] == [
        *("end", "end", "end", "reduce", "alter"),
    ]
    assert [reader_of(by)(cell) for cell in ["Public Sector", "VCS"]] == ["public", "voluntary"]
    assert [reader_of(said)(cell) for cell in ["kept with reason", "Not-kept"]] == ["kept_with_reason", "not_kept"]


def test_a_choice_that_is_none_is_told_the_choices() -> None:
    read = reader_of(REGISTERS["changes"]["what"])
    assert refused(read, "maybe") == 'we don\'t recognise "maybe" here; write "end", "reduce" or "alter"'
    assert refused(lambda cell: read_choice(cell, ("end",)), "cut") == 'we don\'t recognise "cut" here; write "end"'


@pytest.mark.parametrize(("written", "read"), [("'=1+1", "=1+1"), ("''@x", "'@x"), ("'tis", "'tis"), ("=1", "=1")])
def test_the_apostrophe_that_guards_a_formula_is_taken_off(written: str, read: str) -> None:
    assert unguarded(written) == read


@given(st.text())
def test_what_is_shown_is_short_and_on_one_line(text: str) -> None:
    assert printable(text).isprintable()
    assert len(shown(text)) <= 63


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.decimals(), st.datetimes(), st.none()))
def test_any_cell_is_read_or_refused_with_a_sentence(cell: Any) -> None:
    refusals = []
    for type in Type:
        try:
            reader_of(Field("x", type, ("end",)))(cell)
        except NotRead as error:
            refusals.append(error)
    assert all(error.says and error.mend for error in refusals)
