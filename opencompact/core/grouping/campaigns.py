"""Copies: texts with the same words, and texts that are one text with small changes, or with something of one's own.

Every run of four words is a number; the few smallest numbers of a text are its sketch. Texts that are nearly the same
share most of their sketches, so each is compared with a handful of others and never with all. Texts are taken in an
order of their own, whatever order they come in, so the same texts always give the same copies.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from heapq import nsmallest
from zlib import crc32

import msgspec

from opencompact.core.grouping.stems import tokens

RUN = 4  # words
SKETCH = 10  # numbers kept of a text
SHARED = 0.8  # of the shorter text's runs that stand in the longer one
CROWD = 12  # texts that begin copies and share a run: beyond it the run is a turn of phrase
LEAST_WORDS = 12  # shorter texts are alike by chance
LEAST_COPIES = 10  # from how many copies on they are called a campaign: a family or a club is none


class Copies(msgspec.Struct, frozen=True):
    """Texts that are one text: their places, and the place of the one that stands for them."""

    first: int
    places: tuple[int, ...]
    identical: int  # how many have exactly the words of the first
    words: int

    @property
    def is_campaign(self) -> bool:
        """Whether so many people send a text so long that it was passed on; it may be of great weight all the same."""
        return len(self.places) >= LEAST_COPIES and self.words >= LEAST_WORDS


def copies(texts: Sequence[str]) -> list[Copies]:
    """Every text is in exactly one: those with most texts first. A text without words stands by itself."""
    same: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        same[" ".join(tokens(text)) or f"\0{text}"].append(place)
    leader = _leaders(same)
    bundles: dict[str, list[str]] = defaultdict(list)
    for text in sorted(same):
        bundles[leader[text]].append(text)
    found = []
    for first, members in bundles.items():
        places = tuple(sorted(place for text in members for place in same[text]))
        chief = min(same[first], key=lambda place: (texts[place], place))
        found.append((first, Copies(chief, places, len(same[first]), first.count(" ") + 1)))
    return [each for _text, each in sorted(found, key=lambda pair: (-len(pair[1].places), pair[0]))]


def _leaders(same: dict[str, list[int]]) -> dict[str, str]:
    """For each different text the one it is a copy of; a text that was sent often leads before one sent once."""
    leader: dict[str, str] = {}
    index: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for rank, text in enumerate(sorted(same, key=lambda each: (-len(same[each]), each))):
        sketch = nsmallest(SKETCH, _runs(text)) if text.count(" ") >= LEAST_WORDS - 1 else []
        crowds = [index[number] for number in sketch if len(index[number]) < CROWD]
        leader[text] = found = _copied(text, crowds) or text
        if found == text:
            for crowd in crowds:
                crowd.append((rank, text))
    return leader


def _copied(text: str, crowds: list[list[tuple[int, str]]]) -> str | None:
    """The text this one is a copy of, if any: the one that shares most with it, and of those the one sent most."""
    votes = Counter(other for crowd in crowds for other in crowd)
    near = [(-alike(text, other), rank, other) for (rank, other), times in votes.items() if times > 1]
    return min((each for each in near if -each[0] >= SHARED), default=(0, 0, None))[2]


def alike(one: str, other: str) -> float:
    """How much of the shorter text stands in the longer one, from 0 to 1. Words are separated by one space."""
    left, right = _runs(one), _runs(other)
    return len(left & right) / (min(len(left), len(right)) or 1)


@lru_cache(maxsize=4096)
def _runs(text: str) -> frozenset[int]:
    words = text.split(" ")
    return frozenset(crc32(" ".join(words[at : at + RUN]).encode()) for at in range(max(1, len(words) - RUN + 1)))
