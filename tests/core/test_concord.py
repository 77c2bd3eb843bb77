"""Two people's agreement over the same texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from opencompact.core.concord import concord, drawn

pairs = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60)


def test_a_worked_example() -> None:
    """20 both yes, 5 and 10 apart, 15 both no: 70 of a hundred, and 0.4 beyond chance, as in Cohen's paper's form."""
    made = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    found = concord(made)
    assert (found.total, found.percent, found.kappa) == (50, 70, 0.4)


def test_where_chance_explains_everything_there_is_no_kappa() -> None:
    found = concord([(False, False)] * 9)
    assert (found.percent, found.kappa) == (100, None)
    assert (concord([]).percent, concord([]).kappa) == (None, None)


@given(pairs)
def test_it_does_not_matter_who_is_first(made: list[tuple[bool, bool]]) -> None:
    one, other = concord(made), concord([(second, first) for first, second in made])
    assert (one.percent, one.kappa) == (other.percent, other.kappa)
    assert one.kappa is None or -1 <= one.kappa <= 1


@given(st.lists(st.integers(), unique=True, max_size=50), st.integers(0, 60), st.integers(0, 9))
def test_a_seed_draws_the_same_again(keys: list[int], size: int, seed: int) -> None:
    found = drawn(keys, size, seed)
    assert found == drawn(keys[::-1], size, seed)
    assert len(found) == len(set(found)) == min(size, len(keys))
    assert set(found) <= set(keys)
