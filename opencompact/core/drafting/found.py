"""What was found in a document, before it becomes an edition."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from opencompact.core.editions import Body, Item, Party, Strength


class Shape(StrEnum):
    """How a document shows a promise."""

    NUMBERED = "numbered"
    PAIRED = "in a table"
    LISTED = "under the name of a side"
    PROSE = "in a sentence"


class Guess(StrEnum):
    """Why the side of a promise is a guess."""

    WE = "it says only we"
    OTHER = "its words name another side than what it stands under"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A promise as it was found."""

    shape: Shape
    text: str
    place: str
    section: int
    party: Party | None  # None: the words name no side
    strength: Strength
    guess: Guess | None = None  # why the side may be another
    number: str = ""  # as printed
    within: str = ""  # the number of the item whose list it stands in
    led: bool = False  # a heading, a lead or a column says whose promise it is
    row: int = 0  # promises of one table row share it; 0: none
    table: int = 0
    by_name: bool = True  # "we" or a side promises it; not merely "costs will be met"
    weak: bool = False  # "we can": a promise only among others
    paragraph: int = 0  # of its section, counted


class Left(msgspec.Struct, frozen=True):
    """Words of a document that are in no promise of the draft."""

    place: str
    words: str


class Section(msgspec.Struct):
    """A heading, and how much of what stands under it promises something."""

    title: str
    number: str = ""
    place: str = ""
    paragraphs: int = 0
    promising: int = 0
    by_name: bool = False  # at least one of its promises says whose it is


class Outline(msgspec.Struct):
    """Everything found in a document."""

    sections: list[Section]
    found: list[Found] = []
    left: list[Found] = []  # looks like a promise, but has none of the shapes the document uses
    values: list[Item] = []
    outcomes: list[Item] = []
    outcomes_from: str = ""
    bodies: list[Body] = []
    unplaced: list[str] = []  # bodies whose side is not said
    notes: list[str] = []  # the places of footnotes
    margins: list[tuple[str, str]] = []  # running heads and feet, contents: place and words
    heads: list[tuple[str, str]] = []  # headings, leads and heads of columns that say whose promises or names follow
    silent: list[tuple[str, str]] = []  # numbered paragraphs that promise nothing: number and place
    plain: list[tuple[str, str]] = []  # words that are in nothing else: their place and the words
    side_names: dict[Party, list[str]] = {}  # the headings that name each side
