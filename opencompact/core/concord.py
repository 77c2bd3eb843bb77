"""How far two people who read the same texts agree, and which texts they were given."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import msgspec


class Concord(msgspec.Struct, frozen=True):
    """Two people's yes and no to one question over the same texts."""

    both: int
    only_first: int
    only_second: int
    neither: int

    @property
    def total(self) -> int:
        return self.both + self.only_first + self.only_second + self.neither

    @property
    def percent(self) -> int | None:
        """Of a hundred texts, how many both judged the same; None where there are none."""
        return round(100 * (self.both + self.neither) / self.total) if self.total else None

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa: how far they agree beyond what chance would give, 1 for always.

        None where chance alone gives full agreement: both said yes to everything, or no to everything.
        """
        n = self.total
        if not n:
            return None
        first, second = self.both + self.only_first, self.both + self.only_second
        by_chance = (first * second + (n - first) * (n - second)) / (n * n)
        if by_chance == 1:
            return None
        return round(((self.both + self.neither) / n - by_chance) / (1 - by_chance), 2)


def concord(pairs: Sequence[tuple[bool, bool]]) -> Concord:
    """Count what two people said of each text."""
    return Concord(
        both=pairs.count((True, True)),
        only_first=pairs.count((True, False)),
        only_second=pairs.count((False, True)),
        neither=pairs.count((False, False)),
    )


def drawn(keys: Sequence[int], size: int, seed: int) -> list[int]:
    """So many of the keys at random; the same seed draws the same from the same keys, whatever their order."""
    ordered = sorted(keys)
    return Random(seed).sample(ordered, min(size, len(ordered)))  # noqa: S311 - a sample, no secret
