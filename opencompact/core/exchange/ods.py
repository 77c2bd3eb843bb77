"""OpenDocument sheets in, as LibreOffice saves them: each sheet a person sees, its cells with their own types.

Read here, because a sheet says "and so on" for a million rows in a few bytes: how far it reaches is looked at before a
cell of it is made. A cell that holds an error or a formula never worked out is no value and is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time
from xml.parsers import expat

from opencompact.core.exchange.cells import LONGEST, Broken, Cell, printable
from opencompact.core.exchange.gathering import Gathered
from opencompact.core.exchange.limits import SHEET_CELLS, refused
from opencompact.core.exchange.package import Package
from opencompact.core.exchange.sheets import Attributes, Sheet, letters_of, parse
from opencompact.core.exchange.tables import Merged, Row, Table
from opencompact.core.words import _

_CONTENT = "content.xml"
_CELLS = ("table-cell", "covered-table-cell")
_ASIDE = ("annotation", "tracked-changes", "shapes", "frame", "custom-shape", "dde-links", "forms")
_CLOCK = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_ERROR = re.compile(r"#[A-Z/0!?]+!?|Err:\d+")
_MARKS = {"tab": "\t", "line-break": "\n"}


def read_sheets(package: Package, into: Gathered) -> list[Table]:
    """The sheets that hold anything; the hidden ones are told."""
    parts = dict(package.parts)
    if _CONTENT not in parts:
        says = _("this is not an OpenDocument spreadsheet (.ods)")
        raise refused(package.name, says, _("save the table as .ods, .xlsx or CSV"))
    heard = parse(package, parts[_CONTENT], lambda parser: _Walk(package.name, parser))
    tables = []
    for sheet, page in heard.pages:
        if page.is_hidden:
            into.leave_sheet(sheet.place, _("the sheet is hidden"))
        elif not page.rows:
            into.leave_sheet(sheet.place, _("the sheet is blank"))
        else:
            tables.append(_table(page, sheet.place))
    return tables


def _table(page: _Page, place: str) -> Table:
    return Table(
        page.name, place, iter(page.rows), lambda row: f"{place}!{row}",
        lambda row, at: f"{place}!{letters_of(at)}{row}", merged=page.merged,
    )  # fmt: skip


class _Page:
    """One sheet as it is read."""

    def __init__(self, name: str, is_hidden: bool) -> None:
        self.name, self.is_hidden = name, is_hidden
        self.rows: list[Row] = []
        self.merged: list[Merged] = []


class _Walk:
    """The events of the file, cell by cell."""

    def __init__(self, file: str, parser: expat.XMLParserType) -> None:
        self.file = file
        self.pages: list[tuple[Sheet, _Page]] = []
        self._hidden: set[str] = set()  # names of styles
        self._style = ""
        self._aside = 0  # how deep in something that is no part of the sheet
        self._tables = 0  # how deep in tables: one in a cell is none of ours
        self._row: list[Cell] = []
        self._row_number, self._row_times, self._column = 0, 1, 0
        self._filled = 0  # cells of all sheets together
        self._cell: Attributes | None = None
        self._lines: list[list[str]] = []
        self._within = False  # a paragraph
        self._length = 0
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._hear

    def _start(self, name: str, attributes: Attributes) -> None:
        tag = name.rpartition(":")[2]
        if self._aside or tag in _ASIDE:
            self._aside += 1
            return
        known = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if tag == "table":
            self._tables += 1
            if self._tables == 1:
                self._begin_table(known)
        elif tag == "style":
            self._style = known.get("name", "")
        elif tag == "table-properties" and known.get("display") == "false":
            self._hidden.add(self._style)
        elif self._tables == 1:
            self._start_inside(tag, known)

    def _start_inside(self, tag: str, known: Attributes) -> None:
        if tag == "table-row":
            self._row, self._column, self._row_times = [], 0, _times(known.get("number-rows-repeated"))
        elif tag in _CELLS:
            self._cell, self._lines, self._length = known, [], 0
        elif self._cell is None:
            return
        elif tag == "p":
            self._lines.append([])
            self._within = True
        elif tag == "s" and self._within:
            self._say(" " * min(_times(known.get("c")), LONGEST))
        elif tag in _MARKS and self._within:
            self._say(_MARKS[tag])

    def _hear(self, text: str) -> None:
        if self._within and not self._aside:
            self._say(re.sub(r"[ \t\r\n]+", " ", text))

    def _say(self, text: str) -> None:
        if self._length <= LONGEST:  # what is longer is refused, whatever comes after
            self._lines[-1].append(text)
            self._length += len(text)

    def _end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
            return
        tag = name.rpartition(":")[2]
        if tag == "table":
            self._tables -= 1
        elif self._tables != 1:
            return
        elif tag == "p":
            self._within = False
        elif tag in _CELLS and self._cell is not None:
            self._end_cell(self._cell, tag)
            self._cell = None
        elif tag == "table-row":
            self._end_row()

    def _begin_table(self, known: Attributes) -> None:
        name = known.get("name", "")
        hidden = known.get("style-name", "") in self._hidden
        self.pages.append((Sheet(f"{self.file}!{printable(name)}"), _Page(name, hidden)))
        self._row_number = 0

    def _end_cell(self, known: Attributes, tag: str) -> None:
        sheet, page = self.pages[-1]
        text = "\n".join("".join(line) for line in self._lines)
        value = None if tag != "table-cell" else _value(known, text)
        times = _times(known.get("number-columns-repeated"))
        if value is not None:
            last = self._column + times - 1
            sheet.reach(self._row_number + self._row_times - 1, last)
            if isinstance(value, Broken):
                sheet.row, sheet.column = self._row_number, self._column
                sheet.fault(value)
            self._row.extend([None] * (self._column - len(self._row)))
            self._row.extend([value] * times)
        wide, high = _times(known.get("number-columns-spanned")), _times(known.get("number-rows-spanned"))
        if wide > 1 or high > 1:
            top, left = self._row_number + 1, self._column
            page.merged.append(Merged(top, left, top + high - 1, left + wide - 1))
        self._column += times

    def _end_row(self) -> None:
        if self._row:
            sheet, page = self.pages[-1]
            self._filled += len(self._row) * self._row_times
            if self._filled > SHEET_CELLS:
                sheet.too_large()
            before = page.rows[-1][0] if page.rows else 0
            page.rows.extend((number + 1, ()) for number in range(before, self._row_number))
            page.rows.extend((self._row_number + 1 + at, self._row) for at in range(self._row_times))
        self._row_number += self._row_times


def _times(written: str | None) -> int:
    return max(1, int(written)) if written and written.isdecimal() and len(written) < 9 else 1


def _value(known: Attributes, text: str) -> Cell:
    """What a cell holds, by the type it says it is of."""
    kind = known.get("value-type", "")
    read = _KINDS.get(kind)
    if kind == "error" or ("formula" in known and _ERROR.fullmatch(text)):
        return Broken(text or "#ERROR", _("correct the formula or enter the value"))
    if not kind and "formula" in known and not text:
        mend = _("open the workbook in a spreadsheet program and save it, or enter the value")
        return Broken(_("a formula that was never calculated"), mend)
    return read(known) if read else text or known.get("string-value") or None


def _day(known: Attributes) -> Cell:
    written = known.get("date-value", "")
    found = datetime.fromisoformat(written)
    return found if "T" in written else found.date()


def _time(known: Attributes) -> Cell:
    found = _CLOCK.fullmatch(known.get("time-value", ""))
    return time(int(found[1]) % 24, int(found[2]) % 60, int(found[3]) % 60) if found else time()


def _number(known: Attributes) -> Cell:
    return float(known.get("value", ""))


_KINDS: dict[str, Callable[[Attributes], Cell]] = {
    "float": _number, "currency": _number, "percentage": _number, "date": _day, "time": _time,
    "boolean": lambda known: known.get("boolean-value") == "true",
}  # fmt: skip
