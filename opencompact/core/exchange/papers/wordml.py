"""The few things read from the XML of a Word file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

_SEEN_THROUGH = frozenset(qn(f"w:{tag}") for tag in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml"))


def children(element: Any, *tags: str) -> Iterator[Any]:
    """The children of these kinds, also those inside content controls and accepted insertions."""
    wanted = {qn(f"w:{tag}") for tag in tags}
    for each in element if element is not None else ():
        if each.tag in wanted:
            yield each
        elif each.tag in _SEEN_THROUGH:
            yield from children(each, *tags)


def child(element: Any, tag: str) -> Any:
    """The first child of this kind; None where there is none."""
    return None if element is None else element.find(qn(f"w:{tag}"))


def value(element: Any, name: str = "val") -> str:
    """An attribute; empty where it is missing."""
    return "" if element is None else str(element.get(qn(f"w:{name}"), ""))


def number_of(text: str, otherwise: int) -> int:
    """A whole number as Word writes it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise
