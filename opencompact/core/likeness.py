"""How alike texts are: the same words, and the same groups of letters, rarer ones counting more (TF-IDF, cosine)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import fsum, log, sqrt

Vector = dict[str, float]
LETTERS = 4  # "volunteer" and "volunteering" share most groups of four letters


class Texts:
    """Texts measured against each other; what every one of them says tells nothing of two."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._words = _weighed([_words(text) for text in texts])
        self._groups = _weighed([_groups(text) for text in texts])

    def likeness(self, one: int, other: int) -> float:
        """From 0, nothing in common, to 1, the same words as often; the same whichever comes first."""
        return (_cosine(self._words[one], self._words[other]) + _cosine(self._groups[one], self._groups[other])) / 2


def _words(text: str) -> Iterator[str]:
    return (word for word in re.findall(r"\w+", text.lower()) if len(word) > 2 or word.isdigit())


def _groups(text: str) -> Iterator[str]:
    for word in _words(text):
        padded = f" {word} "
        yield from (padded[at : at + LETTERS] for at in range(max(1, len(padded) - LETTERS + 1)))


def _weighed(texts: Sequence[Iterable[str]]) -> list[Vector]:
    """Each text as a vector of length one: how often a part stands in it, times how rare it is among the texts."""
    counts = [Counter(parts) for parts in texts]
    standing = Counter(part for count in counts for part in count)
    return [
        _unit({part: (1 + log(times)) * log(1 + len(counts) / standing[part]) for part, times in count.items()})
        for count in counts
    ]


def _unit(vector: Vector) -> Vector:
    length = sqrt(fsum(weight * weight for weight in vector.values()))
    return {part: weight / length for part, weight in vector.items()}


def _cosine(one: Vector, other: Vector) -> float:
    """Added up exactly, so that the order of the parts makes no difference."""
    if len(other) < len(one):
        one, other = other, one
    return fsum(weight * other[part] for part, weight in one.items() if part in other)
