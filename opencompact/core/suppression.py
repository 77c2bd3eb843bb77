"""Small counts of people are not shown, nor is what would give them away.

Where a total stands beside its parts, one hidden part could be worked out; then a second, the smallest of the rest, is
hidden with it. In a table that is done along rows and columns until no line has a single hidden cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Shown = int | None  # None: not shown
Place = tuple[int, int]  # row and column


def hidden(counts: Sequence[int], least: int) -> list[Shown]:
    """One line of counts whose total is shown too. Nothing is hidden of a count of nobody."""
    return table([list(counts)], least)[0]


def table(rows: Sequence[Sequence[int]], least: int, hiding: Iterable[Place] = ()) -> list[list[Shown]]:
    """Rows of counts; the totals of rows and of columns may be shown beside them. ``hiding``: row and column of cells
    that are hidden in any case."""
    dark = {(y, x) for y, row in enumerate(rows) for x, count in enumerate(row) if 0 < count < least} | set(hiding)
    lines = _lines(rows)
    while True:
        more = [place for line in lines if (place := _second(line, rows, dark, least)) is not None]
        if not more:
            break
        dark.add(more[0])
    return [[None if (y, x) in dark else count for x, count in enumerate(row)] for y, row in enumerate(rows)]


def _lines(rows: Sequence[Sequence[int]]) -> list[list[Place]]:
    """Every row, and every column where there are several rows: what could be worked out from a total."""
    across = [[(y, x) for x in range(len(row))] for y, row in enumerate(rows)]
    width = max(map(len, rows), default=0)
    down = [[(y, x) for y, row in enumerate(rows) if x < len(row)] for x in range(width)] if len(rows) > 1 else []
    return [*across, *down]


def _second(line: list[Place], rows: Sequence[Sequence[int]], dark: set[Place], least: int) -> Place | None:
    """The cell to hide beside what is hidden in a line: where one is alone, or all of them together are few."""
    there = [place for place in line if place in dark]
    together = sum(rows[y][x] for y, x in there)
    if not there or (len(there) > 1 and together >= least):
        return None
    rest = [place for place in line if place not in dark]
    return min(rest, key=lambda place: (not rows[place[0]][place[1]], rows[place[0]][place[1]], place), default=None)
