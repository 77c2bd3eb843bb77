"""The words of a page in the order they are read: lines, paragraphs, columns beside each other, rows of tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import msgspec

from opencompact.core.exchange.papers.aligned import Row
from opencompact.core.exchange.papers.blocks import Line, strip_bullet, strip_number
from opencompact.core.exchange.papers.glyphs import Page, Word
from opencompact.core.exchange.papers.ruled import Cell, Grid, grids_of
from opencompact.core.exchange.papers.sides import heading_side

_WIDE = 1.5  # times the size of its letters: a gap that parts two columns
_CLEAR = 0.2  # times the size: more than between words, where a column begins
_LEVEL = 0.75  # points between the beginnings of lines that begin alike
_LABEL = 7.0  # times the size: how far behind a bullet or a number its words may begin
_APART = 1.3  # times the usual distance of two lines: a new paragraph
_ROWS = 1.25  # times the usual distance: a new row of a table
_SAME = 0.35  # of the size: lines that stand side by side
_SHORT = 0.7  # of a column: a line that ends before it has ended
_ENDS = (".", "!", "?", ";", ":", "\u2026")
_FEWEST = 2  # lines on each side of a gap between columns

Item = Line | Row


class Piece(msgspec.Struct):
    """Words of one line without a wide gap."""

    text: str
    left: float
    right: float


class Across(msgspec.Struct):
    """A line across the page."""

    words: list[Word]
    base: float
    size: float
    bold: bool
    pieces: list[Piece]

    @property
    def text(self) -> str:
        """Its words, with wide gaps between columns."""
        return "    ".join(piece.text for piece in self.pieces)


class Sheet(msgspec.Struct):
    """A page with its tables found and its words in lines."""

    grids: list[Grid]
    lines: list[Across]
    aside: list[str]
    second: float | None = None  # where the second column of the last table without rules begins


def sheet_of(page: Page) -> Sheet:
    """The tables and lines of a page."""
    grids, words = grids_of(page)
    return Sheet(grids, lines_of(words), page.aside)


def read_sheets(sheets: Sequence[Sheet]) -> list[list[Item]]:
    """The lines and rows of each page in reading order; a table may go on from page to page."""
    pages: list[list[Item]] = []
    for at, sheet in enumerate(sheets, start=1):
        last = (
            next((item for item in reversed(pages[-1]) if isinstance(item, Row) or item.text), None) if pages else None
        )
        goes_on = sheets[at - 2].second if isinstance(last, Row) else None
        pages.append([*_read(sheet, at, goes_on), Line("", at)])
    return pages


def _read(sheet: Sheet, at: int, goes_on: float | None) -> list[Item]:
    """One page; an empty line stands where a paragraph ends."""
    lines = sheet.lines
    items: list[Item] = []
    sheet.second = goes_on
    for grid in sheet.grids:
        above = [line for line in lines if line.base <= grid.top + 1]
        lines = [line for line in lines if line.base > grid.top + 1]
        items += [*_flow(above, at, sheet), Line("", at), *_rows_of(grid, at), Line("", at)]
        sheet.second = None
    return [*items, *_flow(lines, at, sheet), *(Line(text, at) for text in sheet.aside)]


def lines_of(words: Sequence[Word]) -> list[Across]:
    """Words as lines from top to bottom, each cut where a gap parts two columns."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda each: (each.base, each.left)):
        last = groups[-1] if groups else []
        if last and abs(last[0].base - word.base) < _SAME * min(last[0].size, word.size):
            last.append(word)
        else:
            groups.append([word])
    return [_across(sorted(group, key=lambda each: each.left)) for group in groups]


def _across(words: list[Word]) -> Across:
    return Across(
        words=words,
        base=median(word.base for word in words),
        size=max(word.size for word in words),
        bold=all(word.bold for word in words if word.text != "\u2022"),
        pieces=_pieces(words, ()),
    )


def _pieces(words: list[Word], begins: Sequence[float]) -> list[Piece]:
    """Words between wide gaps; and between narrow ones, where a column is known to begin there."""
    pieces: list[Piece] = []
    right = 0.0
    for word in words:
        last = pieces[-1] if pieces else None
        gap, size = word.left - right, word.size
        wide = gap >= _WIDE * size and not (gap < _LABEL * size and last and _is_label(last.text))
        begun = gap > _CLEAR * size and any(abs(word.left - begin) < _LEVEL for begin in begins)
        if last and not wide and not begun:
            last.text += f" {word.text}"
        else:
            pieces.append(Piece(word.text, word.left, word.right))
        right = pieces[-1].right = max(word.right, pieces[-1].right)
    return pieces


def _is_label(text: str) -> bool:
    """Whether this is only a bullet or a number whose words follow."""
    return len(text) < 12 and (
        text == "o" or strip_bullet(f"{text} Words")[1] == "Words" or bool(strip_number(f"{text} Words")[0])
    )


def _rows_of(grid: Grid, at: int) -> Iterator[Item]:
    """The rows of a ruled table; one that has a single cell is read as if it stood alone."""
    for cells in grid.rows:
        if len(cells) == 1:
            yield from [Line("", at), *_flow(lines_of(cells[0].words), at, Sheet([], [], [])), Line("", at)]
        else:
            yield Row([_inside(cell, at) for cell in cells])


def _inside(cell: Cell, at: int) -> list[Line]:
    lines = lines_of(cell.words)
    margin = min((line.pieces[0].left for line in lines), default=0.0)
    return list(_plain(lines, at, _usual(lines), margin))


def _flow(lines: list[Across], at: int, sheet: Sheet) -> list[Item]:
    """Lines in reading order, columns apart."""
    items: list[Item] = []
    usual, margin = _usual(lines), min((line.pieces[0].left for line in lines), default=0.0)
    begin, goes_on = 0, sheet.second
    for first, last in _beside(lines, goes_on):
        items += [*_plain(lines[begin:first], at, usual, margin), Line("", at)]
        items += [*_columns(lines[first:last], at, sheet, known=goes_on is not None and first == 0), Line("", at)]
        begin = last
    return [*items, *_plain(lines[begin:], at, usual, margin)]


def _usual(lines: Sequence[Across]) -> float:
    """The distance between most lines, told from the closer ones."""
    gaps = sorted(two.base - one.base for one, two in pairwise(lines) if two.base - one.base > 0.5 * two.size)
    return gaps[len(gaps) // 4] if gaps else 0.0


def _plain(lines: Sequence[Across], at: int, usual: float, margin: float) -> Iterator[Line]:
    """Lines of one column with an empty one between paragraphs, indented as they are on the page."""
    before: Across | None = None
    for line in lines:
        if before and _is_apart(before, line, usual):
            yield Line("", at)
        indent = " " * max(0, round((line.pieces[0].left - margin) / max(line.size, 1) * 2))
        yield Line(indent + line.text, at)
        before = line


def _is_apart(one: Across, two: Across, usual: float) -> bool:
    closest = max(usual, 1.05 * min(one.size, two.size))
    return two.base - one.base > _APART * closest or abs(one.size - two.size) > 0.12 * one.size or one.bold != two.bold


Gap = tuple[float, float]


def _beside(lines: list[Across], goes_on: float | None) -> Iterator[tuple[int, int]]:
    """The runs of lines that stand in columns beside each other: the first line, and the one after the last."""
    at = 0
    while at < len(lines):
        hint = goes_on if at == 0 else None
        last = _run(lines, 0, [(hint - lines[0].size, hint)], fewest=1) if hint else 0
        last = last or _run(lines, at, _first_gaps(lines, at))
        if last:
            yield at, last
        at = last or at + 1


def _first_gaps(lines: list[Across], at: int) -> list[Gap]:
    """The gaps of a line, or of two that overlap in height."""
    gaps = _gaps(lines[at])
    if not gaps and at + 1 < len(lines) and lines[at + 1].base - lines[at].base < 0.9 * lines[at].size:
        gaps = _gaps(_together(lines[at : at + 2]))
    return gaps


def _run(lines: list[Across], at: int, gaps: list[Gap], fewest: int = _FEWEST) -> int:
    """Where the columns end that begin at a line with these gaps; 0 where none do."""
    end = at
    while gaps and end < len(lines):
        lines[end] = msgspec.structs.replace(
            lines[end], pieces=_pieces(lines[end].words, [right for _left, right in gaps])
        )
        left = [part for gap in gaps for part in _without(gap, lines[end].pieces, lines[end].size)]
        if not left or (len(left) < len(gaps) and end - at > 3):
            break
        gaps = left
        end += 1
    end = _without_tail(lines[at:end], gaps) + at if gaps else at
    return end if _is_parted(lines[at:end], gaps, fewest) else 0


def _together(lines: list[Across]) -> Across:
    pieces = sorted((piece for line in lines for piece in line.pieces), key=lambda piece: piece.left)
    return msgspec.structs.replace(lines[0], pieces=pieces)


def _gaps(line: Across) -> list[Gap]:
    return [(one.right, two.left) for one, two in pairwise(line.pieces) if two.left - one.right > 0.8 * line.size]


def _without(gap: Gap, pieces: list[Piece], size: float) -> list[Gap]:
    """What a line leaves of a gap."""
    left, right = gap
    for piece in pieces:
        if piece.left < right and left < piece.right:
            before, after = (left, piece.left), (piece.right, right)
            left, right = max(before, after, key=lambda part: part[1] - part[0])
    return [(left, right)] if right - left > _CLEAR * size else []


def _sides(lines: list[Across], gap: Gap) -> tuple[list[int], list[int]]:
    """The lines with words before a gap, and those with words behind it."""
    middle = (gap[0] + gap[1]) / 2
    before = [at for at, line in enumerate(lines) if line.pieces[0].left < middle]
    behind = [at for at, line in enumerate(lines) if line.pieces[-1].right > middle]
    return before, behind


def _without_tail(lines: list[Across], gaps: list[Gap]) -> int:
    """Lines at the end that stand on one side only belong to the columns until a wider gap above one of them."""
    ends = [max(side, default=-1) for side in _sides(lines, gaps[0])]
    usual = _usual(lines)
    for at in range(min(ends) + 1, len(lines)):
        if at and _is_apart(lines[at - 1], lines[at], usual):
            return at
    return len(lines)


def _is_parted(lines: list[Across], gaps: list[Gap], fewest: int) -> bool:
    """Whether enough lines stand on both sides of a gap, next to each other."""
    for gap in gaps:
        before, behind = _sides(lines, gap)
        if min(len(before), len(behind)) >= fewest and before[0] <= behind[-1] and behind[0] <= before[-1]:
            return True
    return False


def _columns(lines: list[Across], at: int, sheet: Sheet, *, known: bool) -> list[Item]:
    """Lines in columns: the rows of a table where what stands beside each other belongs together."""
    cuts = [(left + right) / 2 for left, right in _common_gaps(lines)]
    parts = [_part(lines, left, right) for left, right in pairwise([float("-inf"), *cuts, float("inf")])]
    rows = _as_rows(lines, parts, known=known)
    sheet.second = min(line.pieces[0].left for line in parts[1]) if rows and len(parts) > 1 else None
    if rows:
        return [Row([[Line(text, at) for text in cell] for cell in row]) for row in rows]
    return [item for part in parts for item in [*_flow(part, at, Sheet([], [], [])), Line("", at)]]


def _common_gaps(lines: list[Across]) -> list[Gap]:
    gaps = next((found for line in lines if (found := _gaps(line))), None) or _gaps(_together(lines))
    for line in lines:
        gaps = [part for gap in gaps for part in _without(gap, line.pieces, line.size)]
    return [gap for gap in gaps if all(_sides(lines, gap))]


def _part(lines: list[Across], left: float, right: float) -> list[Across]:
    """What stands between two cuts."""
    made = []
    for line in lines:
        pieces = [piece for piece in line.pieces if left < (piece.left + piece.right) / 2 <= right]
        if pieces:
            made.append(msgspec.structs.replace(line, pieces=pieces))
    return made


def _as_rows(lines: list[Across], parts: list[list[Across]], *, known: bool) -> list[list[list[str]]]:
    """The rows of a table without rules; empty where the columns are running text. ``known``: it goes on with one.

    In a table the cells of a row begin at one height; running text begins new paragraphs wherever it likes.
    """
    usual = min((found for part in parts if (found := _usual(part))), default=0.0)
    starts = [[line.base for line in _starts(part, usual)] for part in parts]
    few, many = sorted(starts, key=len)[0], max(starts, key=len)
    level = [base for base in few if any(abs(base - other) < 0.5 * lines[0].size for other in many)]
    headed = known or all(part and heading_side(part[0].pieces[0].text) for part in parts)
    if not headed and (len(few) < 3 or len(level) * 4 < len(few) * 3 or len(few) * 2 < len(many)):
        return []
    rows: list[list[list[str]]] = []
    for group in _bands(lines, usual, starts):
        rows.append([[line.text for line in part if line.base in group] for part in parts])
    return rows


def _starts(part: list[Across], usual: float) -> list[Across]:
    """The lines of a column that begin something: after a gap or a line that has ended, or with a bullet or number."""
    starts = part[:1]
    left, right = min(line.pieces[0].left for line in part), max(line.pieces[-1].right for line in part)
    for one, two in pairwise(part):
        text = two.pieces[0].text
        ended = one.pieces[-1].text.endswith(_ENDS) or one.pieces[-1].right < left + _SHORT * (right - left)
        labelled = strip_bullet(text)[0] or strip_number(text)[0] != ""
        if two.base - one.base > _ROWS * usual or labelled or (ended and text[:1].isupper()):
            starts.append(two)
    return starts


def _opens(piece: Piece) -> bool:
    return piece.text[:1].isupper() or piece.text[:1].isdigit() or strip_bullet(piece.text)[0]


def _bands(lines: list[Across], usual: float, starts: list[list[float]]) -> list[set[float]]:
    """The heights of the lines of each row: rows are parted by a gap through all columns, or begin level in both."""
    level = [base for base in starts[0] if all(any(abs(base - each) < 2 for each in other) for other in starts[1:])]
    level += [line.base for line in lines if len(line.pieces) >= len(starts) and all(map(_opens, line.pieces))]
    bands: list[set[float]] = []
    before: float | None = None
    for line in lines:
        wide = before is None or line.base - before > _ROWS * usual
        if wide or any(abs(line.base - base) < 0.5 for base in level):
            bands.append(set())
        bands[-1].add(line.base)
        before = line.base
    return bands
