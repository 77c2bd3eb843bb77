"""Columns kept apart by spaces only, as in the text of a PDF: put back together into rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from opencompact.core.exchange.papers.blocks import Line, looks_like_heading, strip_bullet, strip_number
from opencompact.core.exchange.papers.sides import heading_side

_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
_ENDED = (".", "!", "?", ";", ":", "\u2026", ".)", '."', ".\u201d")
_RIGHT = 0.6  # a line that begins this far towards the second column belongs to it


class Row(msgspec.Struct):
    """A table row: the lines of each cell."""

    cells: list[list[Line]]

    @property
    def place(self) -> tuple[int, int]:
        """The first and the last line or page of the row."""
        ats = [line.at for cell in self.cells for line in cell] or [0]
        return min(ats), max(ats)


def side_by_side(lines: Iterable[Line | Row]) -> Iterator[Line | Row]:
    """Two columns under two sides' names become rows; everything else stays as it is.

    Only a head that names sides opens such a table: a text set in newspaper columns looks alike and must not be
    read across.
    """
    table: _Table | None = None
    for line in lines:
        segments = [] if isinstance(line, Row) else segments_of(line)
        if table and not isinstance(line, Row) and table.takes(line, segments) and not is_head(segments):
            yield from table.add(line, segments)
            continue
        if table:
            yield from table.end()
            table = None
        if isinstance(line, Row) or not is_head(segments):
            yield line
        else:
            table = _Table(segments[1][0])
            yield Row([[Line(text, line.at)] for _column, text in segments])
    if table:
        yield from table.end()


def segments_of(line: Line) -> list[tuple[int, str]]:
    """The parts of a line between wide gaps, with the column each begins in."""
    parts, begin = [], len(line.text) - len(line.text.lstrip())
    for gap in _GAP.finditer(line.text):
        parts.append((begin, line.text[begin : gap.start()].strip()))
        begin = gap.end()
    return [*parts, (begin, line.text[begin:].strip())]


def is_head(segments: list[tuple[int, str]]) -> bool:
    """Whether a line is the head of a table of two sides."""
    return len(segments) == 2 and all(heading_side(text) for _column, text in segments)


class _Table:
    """The two columns being read."""

    def __init__(self, second: int) -> None:
        self.second = second
        self.row = Row([[], []])
        self.blank = False

    def takes(self, line: Line, segments: list[tuple[int, str]]) -> bool:
        """Whether a line still belongs to the table: it has both columns, or continues one of them."""
        if not line.text.strip() or len(segments) == 2:
            return True
        at, text = segments[0]
        if len(segments) > 2 or (at < self.second * _RIGHT and len(text) > self.second):
            return False
        if at >= self.second * _RIGHT or text[:1].islower():
            return True
        return not self.blank and not (self._begins(text) and looks_like_heading(strip_number(text)[1]))

    def add(self, line: Line, segments: list[tuple[int, str]]) -> Iterator[Row]:
        """Take a line in; the row before it comes out when the line begins a new one."""
        if not line.text.strip():
            self.blank = True
            return
        left = segments[0][1] if segments[0][0] < self.second * _RIGHT else ""
        right = segments[-1][1] if len(segments) == 2 or not left else ""
        if self._begins(left):
            yield from self.end()
        for cell, text in zip(self.row.cells, (left, right), strict=True):
            if text:
                cell.append(Line(text, line.at))
        self.blank = False

    def _begins(self, left: str) -> bool:
        """Whether the left column starts a new row: after a gap, or after cells that have ended."""
        if not left or not (left[:1].isupper() or strip_bullet(left)[0] or strip_number(left)[0]):
            return False
        return self.blank or all(cell[-1].text.endswith(_ENDED) for cell in self.row.cells if cell)

    def end(self) -> Iterator[Row]:
        """The row read so far."""
        if any(self.row.cells):
            yield self.row
            self.row = Row([[], []])
