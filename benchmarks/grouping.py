"""Themes suggested for free-text answers, beside comparing every text with every other."""

from __future__ import annotations

import time
from random import Random

import msgspec

THEMES = {
    "parking": "parking spaces cars street permit residents charges zone blue badge",
    "bus": "bus service buses route timetable evening stop driver fare",
    "parks": "park play area trees benches dog walking grass children swings",
    "bins": "bins waste recycling collection missed rubbish litter fly tipping",
    "library": "library books opening hours volunteers reading computers warm space",
    "noise": "noise late night pubs music sleep licensing neighbours",
    "housing": "housing affordable homes rent developers flats young families",
    "roads": "potholes road surface repair cycling lane pavement safe crossing",
}
FILLING = (
    "the council should really think about what we need in this town because it matters to us and I would like to see "
    "more of it next year please consider everyone who lives here"
).split()
BESIDE = 800  # texts compared all with all: the time of more grows with their square


class Grouping(msgspec.Struct, frozen=True):
    """Seconds of processor time."""

    texts: int
    seconds: float
    groups: int
    beside: int
    beside_seconds: float  # measured, for so many texts compared all with all
    all_pairs_seconds: float  # what that comes to for all texts


def invented(count: int, seed: int = 1) -> list[str]:
    """Answers about eight themes among common words and rare ones; from 8 to 60 words long."""
    chance = Random(seed)
    rare = [f"w{chr(97 + at % 26)}{chr(97 + at // 26 % 26)}{chr(97 + at // 676)}x" for at in range(8_000)]

    def word(theme: list[str]) -> str:
        draw = chance.random()
        return chance.choice(theme if draw < 0.2 else FILLING if draw < 0.7 else rare)

    made = []
    for _ in range(count):
        theme = THEMES[chance.choice(list(THEMES))].split()
        made.append(" ".join(word(theme) for _ in range(chance.randint(8, 60))))
    return made


def measure(texts: str) -> Grouping:
    """Group invented answers, and compare a part of them all with all."""
    from opencompact.core.grouping.groups import grouped

    made = invented(int(texts))
    begun = time.process_time()
    found = grouped(made)
    seconds = time.process_time() - begun
    few = made[:BESIDE]
    begun = time.process_time()
    _all_pairs(few)
    beside = time.process_time() - begun
    return Grouping(len(made), seconds, len(found.groups), len(few), beside, beside * (len(made) / len(few)) ** 2)


def _all_pairs(texts: list[str]) -> list[tuple[int, int]]:
    """The naive way: each text joins the one most like it."""
    from opencompact.core.likeness import Texts

    known = Texts(texts)
    return [(max(range(len(texts)), key=lambda o: (o != at) * known.likeness(at, o)), at) for at in range(len(texts))]


def line(found: Grouping) -> str:
    """What was found, in a sentence."""
    return (
        f"{found.texts:,} answers in words put into {found.groups} groups: {found.seconds:.1f} s of processor time. "
        f"Comparing all with all would take {found.all_pairs_seconds:,.0f} s, as {found.beside:,} of them took "
        f"{found.beside_seconds:.1f} s."
    )
