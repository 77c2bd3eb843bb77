"""A table of any headings: its rows and their places, read within the same bounds as a register."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from python_calamine import CalamineError, CalamineWorkbook

from opencompact.core.exchange.cells import printable
from opencompact.core.exchange.delimited import SEPARATORS, _Lines, _rows
from opencompact.core.exchange.encoding import opened
from opencompact.core.exchange.gathering import Gathered
from opencompact.core.exchange.limits import TEXT_BYTES, WORKBOOK_BYTES, prove_file, refused, unreadable
from opencompact.core.exchange.package import Package
from opencompact.core.exchange.sheets import Contents
from opencompact.core.exchange.tables import Row
from opencompact.core.exchange.workbook import _tables
from opencompact.core.words import _

__all__ = ["Grid", "read_grid"]


class Grid(msgspec.Struct):
    """Rows of cells, numbered as a person counts."""

    name: str
    rows: list[Row]
    place_of_cell: Callable[[int, int], str]


def read_grid(path: Path) -> Grid:
    """The first table of a CSV file or a workbook. Raises ``Unusable`` where it can't be read."""
    return _workbook(path) if path.suffix.lower() == ".xlsx" else _delimited(path)


def _delimited(path: Path) -> Grid:
    prove_file(path, TEXT_BYTES)
    name = printable(path.name)
    with opened(path, Gathered(name), fallback=True) as stream:
        first = stream.readline(1 << 16)
        stream.seek(0)
        separator = max(SEPARATORS, key=lambda each: len(next(csv.reader([first], delimiter=each), [])))
        return Grid(name, list(_rows(_Lines(stream, name), separator)), lambda row, at: f"{name}:{row}:{at + 1}")


def _workbook(path: Path) -> Grid:
    size, name = prove_file(path, WORKBOOK_BYTES), printable(path.name)
    into = Gathered(name)
    try:
        with path.open("rb") as file:
            package = Package(file, name, size)
            contents = Contents(package)
        with CalamineWorkbook.from_path(path) as book:
            if set(book.sheet_names) != set(contents.sheets):
                raise package.damaged()
            table = next(iter(_tables(book, contents, into)), None)
            if table is None:
                raise refused(name, _("there is no table in it"), _("give a sheet with a row of headings"))
            return Grid(name, list(_filled(table.rows)), table.place_of_cell)
    except CalamineError:
        raise package.damaged() from None
    except OSError as error:
        raise unreadable(name, error) from None


def _filled(rows: Iterator[Row]) -> Iterator[Row]:
    """Without the blank rows above the first that holds something."""
    begun = False
    for number, cells in rows:
        begun = begun or any(cell not in ("", None) for cell in cells)
        if begun:
            yield number, cells
