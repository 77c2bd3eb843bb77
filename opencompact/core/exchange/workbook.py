"""Workbooks in, XLSX and ODS: each sheet that is a register. Cells that hold no value (an error) are refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from opencompact.core.exchange import ods
from opencompact.core.exchange.cells import Cell
from opencompact.core.exchange.columns import register_named
from opencompact.core.exchange.gathering import Gathered
from opencompact.core.exchange.limits import WORKBOOK_BYTES, prove_file, unreadable
from opencompact.core.exchange.package import Package
from opencompact.core.exchange.rows import read_rows
from opencompact.core.exchange.sheets import Contents, Sheet, letters_of
from opencompact.core.exchange.tables import Head, Merged, Row, Table, find_head, no_register, prove_width
from opencompact.core.words import _


def read_workbook(path: Path, register: str | None, into: Gathered) -> None:
    """The registers of a workbook, a sheet each or several sheets for one."""
    _read_sheets(tables_of(path, into), path.stem, register, into)


def tables_of(path: Path, into: Gathered) -> list[Table]:
    """The sheets of a workbook that hold anything, whoever made it."""
    size = prove_file(path, WORKBOOK_BYTES)
    try:
        with path.open("rb") as file:
            package = Package(file, into.file, size)
            if path.suffix.lower() == ".ods":
                return ods.read_sheets(package, into)
            contents = Contents(package)
        with CalamineWorkbook.from_path(path) as book:
            if set(book.sheet_names) != set(contents.sheets):
                raise package.damaged()
            return _tables(book, contents, into)
    except CalamineError:
        raise package.damaged() from None
    except OSError as error:
        raise unreadable(into.file, error) from None


def _read_sheets(tables: list[Table], stem: str, register: str | None, into: Gathered) -> None:
    only = len(tables) == 1
    if only and not register_named(tables[0].name):
        tables[0].name = stem
    found = [(table, find_head(table, register if only else None, into.columns)) for table in tables]
    chosen: list[tuple[Table, Head]] = []
    for table, head in found:
        if head and register in (None, head.register):
            chosen.append((table, head))
        else:
            why = _("it doesn't say which register it is") if head is None else _("you asked for another register")
            into.leave_sheet(table.place, why)
    if not chosen:
        raise no_register(into.file, register or register_named(stem))
    for table, head in chosen:
        prove_width(table.place_of_row(head.number), head.headers)
        read_rows(table, head, into)


def _tables(book: CalamineWorkbook, contents: Contents, into: Gathered) -> list[Table]:
    """The sheets a person sees that hold anything; the others are told."""
    tables = []
    for about in book.sheets_metadata:
        walked = contents.sheets[about.name]
        why = ""
        if about.visible is not SheetVisibleEnum.Visible:
            why = _("the sheet is hidden")
        elif about.typ is not SheetTypeEnum.WorkSheet:
            why = _("the sheet has no table")
        elif (sheet := book.get_sheet_by_name(about.name)).start is None and not walked.faults:
            why = _("the sheet is blank")
        else:
            tables.append(_table(sheet, walked, contents.from_1904))
        if why:
            into.leave_sheet(walked.place, why)
    return tables


def _table(sheet: CalamineSheet, walked: Sheet, from_1904: bool) -> Table:
    place = walked.place
    return Table(
        sheet.name,
        place,
        _rows(sheet, walked),
        lambda row: f"{place}!{row}",
        lambda row, at: f"{place}!{letters_of(at)}{row}",
        from_1904=from_1904,
        merged=[
            Merged(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        ],
    )


def _rows(sheet: CalamineSheet, walked: Sheet) -> Iterator[Row]:
    """Rows with their numbers, each from column A on, with what holds no value put in."""
    faults = dict(walked.faults)
    before: list[Cell] = [None] * (sheet.start[1] if sheet.start else 0)
    for at, cells in enumerate(sheet.iter_rows()):
        yield at + 1, _mended([*before, *cells], faults.pop(at, {}))
    for at in sorted(faults):  # below all that holds a value
        yield at + 1, _mended([], faults[at])


def _mended(cells: list[Cell], faults: Mapping[int, Cell]) -> list[Cell]:
    if faults:
        cells.extend([None] * (max(faults) + 1 - len(cells)))
    for at, broken in faults.items():
        cells[at] = broken
    return cells
