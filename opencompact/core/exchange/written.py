"""A paper for others to read: headings, paragraphs, lists and tables, whatever the format it is written in."""

from __future__ import annotations

import re

import msgspec

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """A heading; level 1 is the title of the paper."""

    text: str
    level: int = 2


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    """A paragraph; the lines of a text stay lines."""

    text: str
    strong: bool = False


class Items(msgspec.Struct, frozen=True, tag="items"):
    """A list of things."""

    items: tuple[str, ...]


class Table(msgspec.Struct, frozen=True, tag="table"):
    """A table with a row of headings."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Part = Heading | Paragraph | Items | Table


class Paper(msgspec.Struct, frozen=True):
    """The whole paper."""

    title: str
    author: str
    language: str  # en, cy
    parts: tuple[Part, ...]


def writable(text: str) -> str:
    """Without the characters that no document may hold; every line ends the same way."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
