"""Which of the things found a person needs first: the same order whichever database looked them up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from opencompact.site.opendata.models import Findable, Sort
from opencompact.site.opendata.synonyms import plain

FIRST = {Sort.TOOL, Sort.AREA}  # what a person can do, before the clauses that say so
CALLED_SO = 4  # points for a word in the title or among what people call a thing; a word in its text gives fewer
AS_ASKED = 6  # points for the words as they were asked, one after the other
_ENDINGS = re.compile(r"(?:ings?|ed|es|s|e)$")
_WORDS = re.compile(r"\w+")
Question = Sequence[Sequence[str]]  # for each word asked: the word itself, then what others call the same


def in_order(rows: Iterable[Findable], asked: str, question: Question) -> list[Findable]:
    """The best first; rows that answer equally well stay as the database gave them."""
    name = plain(asked).strip()
    return sorted(rows, key=lambda row: _place(row, name, question))


def _place(row: Findable, name: str, question: Question) -> tuple[bool, bool, bool, int, bool, bool, int]:
    title = plain(row.title)
    points = [_points(row, each) for each in question]
    answered = sum(1 for each in points if each)
    does_it = row.sort in FIRST and all(each >= CALLED_SO for each in points)
    return (
        title != name,
        is_earlier(row),
        not title.startswith(name) and not does_it,
        -answered,
        not does_it,
        not title.startswith(name),
        -sum(points) - (AS_ASKED if name in title or name in plain(row.place) else 0),
    )


def answers(row: Findable, question: Question) -> bool:
    """Whether every word asked stands in a thing, or what others call the same."""
    return all(_points(row, each) for each in question)


def is_earlier(row: Findable) -> bool:
    """Whether it is a promise of an edition that is in force no more; its address then says the day."""
    return "?on=" in row.href


def _points(row: Findable, alternatives: Sequence[str]) -> int:
    """How well a thing answers one word: in its title or elsewhere, said so or called otherwise."""
    found = 0
    for text, as_typed, as_others_say in ((row.title, 8, 5), (row.place, 6, 4), (row.text, 3, 2)):
        words = _WORDS.findall(plain(text))
        if _stands_in(plain(alternatives[0]), words):
            found = max(found, as_typed)
        elif any(_stands_in(plain(word), words) for word in alternatives[1:]):
            found = max(found, as_others_say)
    return found


def _stands_in(word: str, words: Iterable[str]) -> bool:
    stem = _ENDINGS.sub("", word)
    begins = stem if len(stem) > 3 else word
    return any(each == word or (len(begins) > 2 and each.startswith(begins)) for each in words)
