"""A document as its readers hand it on: headings, paragraphs, list items and table rows, with places and numbers."""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

from opencompact.core.exchange.papers.sides import heading_side, is_lead, opens_a_promise
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _

MOST_BLOCKS = 20_000  # the longest compact we know has about 300
MOST_TEXT = 2_000_000  # characters; a long novel has more, the longest compact we know 60,000


def too_long(name: str) -> Unusable:
    """The refusal of what cannot be a compact."""
    says, mend = _("the document is too long to be a compact"), _("give only the pages that have the promises")
    return Unusable([Problem(name, says, mend)])


class Kind(StrEnum):
    """What a block looks like on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "list item"
    ROW = "table row"
    NOTE = "footnote"
    MARGIN = "running head, foot or contents"


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of a document. ``number`` is what the page prints, without brackets and the last dot."""

    kind: Kind
    text: str
    place: str
    number: str = ""
    level: int = 0  # how deep a list item is nested; of a heading, from 1, where the document says so
    table: int = 0  # which table a row, or a line across a table, belongs to
    cells: tuple[tuple[Block, ...], ...] = ()


def says_something(block: Block) -> bool:
    """Whether a block has words; a row of stars has none."""
    return bool(re.search(r"[^\W_]", block.text))


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a file, in reading order."""

    name: str
    blocks: tuple[Block, ...]


class Line(msgspec.Struct, frozen=True):
    """A line of a text, and the line of the file or the page it stands on."""

    text: str
    at: int


class Whereabouts(StrEnum):
    """What a place in a document is counted in."""

    LINE = "line"
    PAGE = "page"
    PARAGRAPH = "paragraph"


def place(unit: Whereabouts, first: int, last: int) -> str:
    """Line 12, lines 12 to 14, page 3, paragraph 41."""
    one = {Whereabouts.LINE: _("line {first}"), Whereabouts.PAGE: _("page {first}")}
    many = {Whereabouts.LINE: _("lines {first} to {last}"), Whereabouts.PAGE: _("pages {first} to {last}")}
    if unit is Whereabouts.PARAGRAPH:
        return _("paragraph {first}").format(first=first)
    return (one if first == last else many)[unit].format(first=first, last=last)


_BULLET = re.compile(  # "<" is what some bullets become on their way through other programs
    "(?:[-–*+<\u2022\u00b7\u25aa\u25a0\u25a1\u25cf\u25cb\u25e6\u2023\u25ba\u25b6\u27a2\u27a4\u2713\u2714\u00a7\uf0b7\uf0a7]"
    r"\s+)+"
)
_NUMBER = re.compile(
    r"(?i:(?:commitment|undertaking|promise|pledge|principle|ymrwymiad)\s+(?=\d))?"
    r"\(?(?P<number>"
    r"[A-Z]{0,3}\.?\d{1,3}(?:\.\d{1,3}){1,4}(?=[.):]?(?:\s|[A-Z]))"  # 1.1 and C2.3
    r"|[A-Z]{0,3}\d{1,3}(?=[.):])"  # 1. and P4:
    r"|\d{1,3}(?=\s+[-–]\s)"  # 4 - Give notice
    r"|[ivxl]{1,6}(?=[.)])|[IVXL]{1,6}(?=[.)])|[a-z](?=[.)])|[A-Z](?=[.)]))"
    r"[.):]{0,2}(?:\s*[-–]\s|\s+|(?=[A-Z]))"
)
_SPELT = "one two three four five six seven eight nine ten".split()
_PART = re.compile(
    r"(?:theme|outcome|section|part|chapter|aim|objective|priority|thema|adran|rhan)\s+"
    rf"(?P<number>\d{{1,3}}|[ivx]{{1,5}}|[a-z]|{'|'.join(_SPELT)})\s*[:.–-]\s*",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\^|\[\^|\*\d|\*[^\s*][^*]*$|[\u00b9\u00b2\u00b3\u2070-\u2079]")
_PAGE_NUMBER = re.compile(r"(?:page|tudalen)?\s*[-–|]?\s*\d{1,3}(?:\s*(?:of|/|o)\s*\d{1,3})?\s*[-–|]?", re.IGNORECASE)
_LONGEST_HEADING = 100  # characters
_MOST_WORDS = 14


def strip_bullet(text: str) -> tuple[bool, str]:
    """Whether a line begins with a bullet, and its words without it."""
    found = _BULLET.match(text)
    return (True, text[found.end() :].strip()) if found else (False, text)


def strip_number(text: str) -> tuple[str, str]:
    """The printed number a text begins with, and its words without it."""
    found = _NUMBER.match(text)
    if not found or not text[found.end() :].strip() or text[found.start("number") :].startswith(("e.g", "i.e")):
        return "", text
    return found["number"], text[found.end() :].strip()


def is_note(text: str) -> bool:
    """Whether this is a footnote: a mark of its own before the words."""
    return bool(_NOTE.match(text))


def is_page_number(line: str) -> bool:
    """Whether a line says only which page this is: "12", "Page 3 of 20"; a year is none."""
    return bool(_PAGE_NUMBER.fullmatch(line.strip()))


def looks_like_heading(text: str) -> bool:
    """Whether a line that stands alone is a heading: short, no full stop, and no promise by itself."""
    if len(text) > _LONGEST_HEADING or len(text.split()) > _MOST_WORDS or not text[:1].strip('"\u2018\u201c'):
        return False
    if is_lead(text) or (text.endswith(":") and heading_side(text)):
        return True
    first = text.lstrip('"\u2018\u201c(')[:1]
    if text.endswith((".", ";", ",", "!", ":")) or not (first.isupper() or first.isdigit()):
        return False
    return "@" not in text and "www." not in text and not opens_a_promise(text)


def block_of(text: str, where: str, *, alone: bool = True, level: int = 0) -> Block:
    """What one paragraph of plain words is. ``alone``: nothing else shares its lines."""
    text = text.removeprefix("> ").strip()  # a mark of quoting is no part of the words
    if is_note(text):
        return Block(kind=Kind.NOTE, text=text, place=where)
    part = _PART.match(text)
    if part and alone and looks_like_heading(text[part.end() :]):
        spelt = part["number"].lower()
        number = str(_SPELT.index(spelt) + 1) if spelt in _SPELT else part["number"]
        return Block(kind=Kind.HEADING, text=text[part.end() :].strip(), place=where, number=number)
    bulleted, words = strip_bullet(text)
    number, words = strip_number(words)
    if bulleted or number:
        return Block(kind=Kind.ITEM, text=words, place=where, number=number, level=level)
    kind = Kind.HEADING if alone and looks_like_heading(words) else Kind.PARAGRAPH
    return Block(kind=kind, text=words, place=where)
