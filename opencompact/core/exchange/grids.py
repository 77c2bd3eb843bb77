"""A table of any headings: its rows and their places, read within the same bounds as a register."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from opencompact.core.exchange.cells import printable
from opencompact.core.exchange.delimited import SEPARATORS, _Lines, _rows
from opencompact.core.exchange.encoding import opened
from opencompact.core.exchange.gathering import Gathered
from opencompact.core.exchange.limits import TEXT_BYTES, prove_file, refused
from opencompact.core.exchange.tables import Row
from opencompact.core.exchange.workbook import tables_of
from opencompact.core.words import _

__all__ = ["Grid", "read_grid"]


class Grid(msgspec.Struct):
    """Rows of cells, numbered as a person counts."""

    name: str
    rows: list[Row]
    place_of_cell: Callable[[int, int], str]


def read_grid(path: Path) -> Grid:
    """The first table of a CSV file or a workbook. Raises ``Unusable`` where it can't be read."""
    return _workbook(path) if path.suffix.lower() in (".xlsx", ".ods") else _delimited(path)


def _delimited(path: Path) -> Grid:
    prove_file(path, TEXT_BYTES)
    name = printable(path.name)
    with opened(path, Gathered(name), fallback=True) as stream:
        first = stream.readline(1 << 16)
        stream.seek(0)
        separator = max(SEPARATORS, key=lambda each: len(next(csv.reader([first], delimiter=each), [])))
        return Grid(name, list(_rows(_Lines(stream, name), separator)), lambda row, at: f"{name}:{row}:{at + 1}")


def _workbook(path: Path) -> Grid:
    name = printable(path.name)
    table = next(iter(tables_of(path, Gathered(name))), None)
    if table is None:
        raise refused(name, _("there is no table in it"), _("give a sheet with a row of headings"))
    return Grid(name, list(_filled(table.rows)), table.place_of_cell)


def _filled(rows: Iterator[Row]) -> Iterator[Row]:
    """Without the blank rows above the first that holds something."""
    begun = False
    for number, cells in rows:
        begun = begun or any(cell not in ("", None) for cell in cells)
        if begun:
            yield number, cells
