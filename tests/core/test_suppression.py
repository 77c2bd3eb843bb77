"""Small counts stay hidden, also from those who subtract."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from opencompact.core.suppression import hidden, table

counts = st.lists(st.integers(0, 30), max_size=6)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 30), min_size=width, max_size=width), min_size=1, max_size=5)
)


def test_what_is_large_enough_is_shown() -> None:
    assert hidden([5, 0, 12], 5) == [5, 0, 12]


def test_one_small_count_takes_a_second_with_it() -> None:
    assert hidden([3, 40, 12], 5) == [None, 40, None]


def test_two_that_are_few_together_take_a_third() -> None:
    assert hidden([1, 2, 40, 12], 5) == [None, None, 40, None]


def test_two_that_are_enough_together_stand_alone() -> None:
    assert hidden([4, 3, 40], 5) == [None, None, 40]


def test_a_table_hides_along_rows_and_columns() -> None:
    assert table([[2, 20, 30], [10, 20, 30], [40, 50, 60]], 5) == [[None, None, 30], [None, None, 30], [40, 50, 60]]


@given(counts, st.integers(1, 8))
def test_no_small_count_is_shown_and_none_can_be_worked_out(made: list[int], least: int) -> None:
    shown = hidden(made, least)
    dark = [count for count, seen in zip(made, shown, strict=True) if seen is None]
    assert all(seen is None or seen == count for seen, count in zip(shown, made, strict=True))
    assert all(seen is None or seen == 0 or seen >= least for seen in shown)
    assert len(dark) != 1 or len(made) == 1
    assert not dark or sum(dark) >= least or len(dark) == len(made)


@given(tables, st.integers(1, 8))
def test_no_line_of_a_table_gives_a_cell_away(rows: list[list[int]], least: int) -> None:
    shown = table(rows, least)
    lines = [*shown, *([] if len(rows) == 1 else zip(*shown, strict=True))]
    assert all(list(line).count(None) != 1 or len(line) == 1 for line in lines)
    assert all(seen == 0 or seen >= least for row in shown for seen in row if seen is not None)
