"""An answer is acknowledged once it is there, and is there once. ``benchmarks/faults.py`` does the same in large."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.faults import closing, killed, raced
from tests.site.running.sites import Place, new_place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with new_place(tmp_path / "site") as found:
        yield found.prepare()


def test_what_was_acknowledged_is_there_after_a_kill(place: Place) -> None:
    assert killed(place, 2) > 0


def test_sent_many_times_at_once_it_is_one(place: Place) -> None:
    assert raced(place, 2, 8) == 16


def test_answers_round_the_close_fall_on_the_right_side(place: Place) -> None:
    taken, late = closing(place, 12, spread=4)
    assert taken + late == 12
    assert late > 0
