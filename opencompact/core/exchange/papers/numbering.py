"""The numbers Word prints before paragraphs. They stand nowhere in the text: they are counted from the definitions.

A paragraph names a list (``numId``) and a level, itself or through its style. Lists share the counters of the
definition they are made from (``abstractNum``) unless they say where to start anew; a level starts anew after a higher.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from opencompact.core.exchange.papers.wordml import child, children, number_of, value

_LEVELS = 9
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_SILENT = ("bullet", "none")


class Level(msgspec.Struct):
    """How one level of a list counts and prints."""

    text: str = "%1."
    format: str = "decimal"
    start: int = 1
    restart: int | None = None  # the level (from 1) after which it starts anew; 0: never; None: after any higher
    style: str = ""
    legal: bool = False  # prints every part as a plain number


class List(msgspec.Struct):
    """One list: the definition it counts with, and what it changes in it."""

    definition: str
    levels: list[Level]
    starts: dict[int, int]


class Label(msgspec.Struct, frozen=True):
    """What Word prints before a paragraph: a number, or a bullet (no number)."""

    number: str
    level: int


class Numbering:
    """Counts through one document, paragraph by paragraph, in its order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self.styles = {_id(style): style for style in children(styles, "style")}
        self.lists = _lists(numbering)
        self.counts: dict[str, list[int | None]] = {}
        self.begun: set[tuple[str, int]] = set()

    def label(self, paragraph: Any) -> Label | None:
        """The label of the next paragraph; None where it has none."""
        list_id, level = self._of(paragraph)
        chosen = self.lists.get(list_id)
        if not chosen or not 0 <= level < len(chosen.levels):
            return None
        if chosen.levels[level].format in _SILENT:
            return Label("", level) if chosen.levels[level].format == "bullet" else None
        return Label(_printed(chosen.levels, self._count(list_id, chosen, level), level), level)

    def _of(self, paragraph: Any) -> tuple[str, int]:
        """The list and the level of a paragraph: its own, or those of the styles it follows."""
        properties = child(paragraph, "pPr")
        style = value(child(properties, "pStyle")) or self._default()
        own = child(properties, "numPr")
        list_id, level = value(child(own, "numId")), value(child(own, "ilvl"))
        seen: set[str] = set()
        while style and style not in seen and (not list_id or not level):
            seen.add(style)
            element = self.styles.get(style)
            inherited = child(child(element, "pPr"), "numPr")
            if not list_id and value(child(inherited, "numId")):
                list_id = value(child(inherited, "numId"))
                level = level or value(child(inherited, "ilvl")) or self._level_of_style(list_id, style)
            style = value(child(element, "basedOn"))
        return list_id, number_of(level, 0)

    def _default(self) -> str:
        default = (id for id, style in self.styles.items() if _is_default(style))
        return next(default, "")

    def _level_of_style(self, list_id: str, style: str) -> str:
        levels = self.lists[list_id].levels if list_id in self.lists else []
        return next((str(at) for at, level in enumerate(levels) if level.style == style), "")

    def _count(self, list_id: str, chosen: List, level: int) -> list[int]:
        counts = self.counts.setdefault(chosen.definition, [None] * _LEVELS)
        anew = chosen.starts.get(level)
        if anew is not None and (list_id, level) not in self.begun:
            counts[level] = anew
        else:
            before = counts[level]
            counts[level] = chosen.levels[level].start if before is None else before + 1
        self.begun.add((list_id, level))
        for deeper in range(level + 1, len(chosen.levels)):
            restart = chosen.levels[deeper].restart
            if restart is None or level < restart:
                counts[deeper] = None
        return [
            chosen.starts.get(at, each.start) if (count := counts[at]) is None else count
            for at, each in enumerate(chosen.levels)
        ]


def _lists(numbering: Any) -> dict[str, List]:
    definitions = {value(element, "abstractNumId"): element for element in children(numbering, "abstractNum")}
    linked = {value(child(element, "styleLink")): id for id, element in definitions.items()}
    lists = {}
    for element in children(numbering, "num"):
        id = value(child(element, "abstractNumId"))
        style = value(child(definitions.get(id), "numStyleLink"))
        if style:
            id = linked.get(style, id)
        if id in definitions:
            lists[value(element, "numId")] = _list(id, definitions[id], element)
    return lists


def _list(id: str, definition: Any, element: Any) -> List:
    levels = [Level(format="none") for _at in range(_LEVELS)]
    for written in children(definition, "lvl"):
        _set(levels, written)
    starts = {}
    for override in children(element, "lvlOverride"):
        for written in children(override, "lvl"):
            _set(levels, written)
        start = child(override, "startOverride")
        if start is not None:
            starts[number_of(value(override, "ilvl"), 0)] = number_of(value(start), 1)
    return List(id, levels, starts)


def _set(levels: list[Level], written: Any) -> None:
    at = number_of(value(written, "ilvl"), 0)
    if not 0 <= at < _LEVELS:
        return
    restart, legal = child(written, "lvlRestart"), child(written, "isLgl")
    levels[at] = Level(
        text=value(child(written, "lvlText")),
        format=value(child(written, "numFmt")) or "decimal",
        start=number_of(value(child(written, "start")), 0),
        restart=None if restart is None else number_of(value(restart), 0),
        style=value(child(written, "pStyle")),
        legal=legal is not None and value(legal) not in ("0", "false"),
    )


def _printed(levels: list[Level], counts: list[int], level: int) -> str:
    """The level's text with its counters filled in, without brackets, the last dot and words such as "Promise"."""
    legal = levels[level].legal

    def part(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        return spelt(counts[at], "decimal" if legal and at != level else levels[at].format)

    text = re.sub(r"%([1-9])", part, levels[level].text).strip(" .():-–")
    return text.rsplit(maxsplit=1)[-1] if text else ""


def spelt(count: int, format: str) -> str:
    """A counter in the way its level prints it."""
    if format in ("lowerLetter", "upperLetter") and count > 0:
        text = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 10)
    elif format in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        text = ""
        for size, letters in _ROMAN:
            text += letters * (count // size)
            count %= size
    else:
        text = f"{count:02}" if format == "decimalZero" else str(count)
    return text.upper() if format.startswith("upper") else text


def _id(style: Any) -> str:
    return value(style, "styleId")


def _is_default(style: Any) -> bool:
    return value(style, "default") in ("1", "true") and value(style, "type") == "paragraph"
