"""What stands in a workbook's sheets, seen in passing: how large they are, and which cells hold no value.

The library that reads the values takes a sheet into memory as a full rectangle and gives an empty text for a cell that
holds an error or a formula never worked out. So the sheets are walked through first: too large a rectangle is refused
before it is built, and such cells are found and named.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn, TypeVar
from xml.parsers import expat  # entities are refused with the document type
from zipfile import ZipInfo

from opencompact.core.exchange.cells import Broken, printable, shown
from opencompact.core.exchange.limits import FAULTS, SHEET_CELLS, SHEET_ROWS, refused
from opencompact.core.exchange.package import Package
from opencompact.core.words import _

Attributes = dict[str, str]
Heard = TypeVar("Heard")  # what listens to a part
_FAR_BELOW = -1e11
_ENOUGH = 400  # characters of a value, to tell a number or an error
_WIDEST = 16_384  # columns of any spreadsheet
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_WORKBOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


class Sheet:
    """One sheet as it is walked through. Rows and columns from 0."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.faults: dict[int, dict[int, Broken]] = {}  # by row, by column
        self.row = self.column = -1
        self.bottom = self.right = -1
        self._rows = self._faults = 0
        self._letters: dict[str, int] = {}

    def too_large(self) -> NoReturn:
        """Refuse a sheet that would fill the memory."""
        says = _("the sheet covers more than {rows} rows or {cells} cells, including blank ones")
        mend = _("delete the empty rows below and columns beside the table, and save")
        raise refused(self.place, says.format(rows=f"{SHEET_ROWS:,}", cells=f"{SHEET_CELLS:,}"), mend)

    def reach(self, row: int, column: int) -> None:
        """The sheet reaches this far."""
        self.bottom, self.right = max(self.bottom, row), max(self.right, column)
        if self.bottom >= SHEET_ROWS or (self.bottom + 1) * (self.right + 1) > SHEET_CELLS:
            self.too_large()

    def claim(self, span: str) -> None:
        """What the sheet says of its own size: "A1:D14"."""
        found = _REFERENCE.fullmatch(span.rpartition(":")[2])
        if found:
            self.reach(int(found[2]) - 1, min(self.number_of(found[1]), _WIDEST) if ":" in span else 0)

    def begin_row(self, attributes: Attributes) -> None:
        """A row, filled or not."""
        self._rows += 1
        if self._rows > SHEET_ROWS:
            self.too_large()
        number = attributes.get("r", "")
        self.row = int(number) - 1 if number.isdecimal() and len(number) < 9 else self.row + 1
        self.column = -1

    def begin_cell(self, reference: str | None) -> None:
        """A cell, filled or not."""
        if reference is None:
            self.column += 1
        else:
            found = _REFERENCE.fullmatch(reference)
            if not found or found[2].startswith("0"):
                raise ValueError(reference)
            self.row, self.column = int(found[2]) - 1, self.number_of(found[1])
        if self.row > self.bottom or self.column > self.right:
            self.reach(self.row, self.column)

    def prove_number(self, text: str) -> None:
        """Refuse a number so far below nothing that the library, taking it for a date, would break off."""
        try:
            is_far = float(text) <= _FAR_BELOW
        except ValueError:
            return
        if is_far:
            place = f"{self.place}!{letters_of(self.column)}{self.row + 1}"
            raise refused(
                place,
                _("{shown} is not a number that a register can hold").format(shown=shown(text)),
                _("enter it again"),
            )

    def number_of(self, letters: str) -> int:
        """The number of a column: A is 0."""
        if letters not in self._letters:
            number = 0
            for letter in letters.upper():
                number = number * 26 + ord(letter) - 64
            self._letters[letters] = number - 1
        return self._letters[letters]

    def fault(self, broken: Broken) -> None:
        """The present cell holds no value."""
        self._faults += 1
        if self._faults > FAULTS:
            says = _("more than {most} cells have an error or a formula that was never calculated").format(
                most=f"{FAULTS:,}"
            )
            raise refused(self.place, says, broken.mend)
        self.faults.setdefault(self.row, {})[self.column] = broken


def letters_of(column: int) -> str:
    """The letters of a column: 0 is A."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class _Walk:
    """The events of a sheet's XML, cell by cell."""

    def __init__(self, sheet: Sheet, parser: expat.XMLParserType) -> None:
        self.sheet = sheet
        self.kind, self.text, self.within, self.is_formula = "", "", "", False
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.CharacterDataHandler = self._hear

    def _start(self, name: str, attributes: Attributes) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self.end_cell()
            self.sheet.begin_cell(attributes.get("r"))
            self.kind, self.text, self.is_formula = attributes.get("t", ""), "", False
        elif tag == "row":
            self.end_cell()
            self.sheet.begin_row(attributes)
        elif tag == "f":
            self.is_formula = True
        elif tag == "dimension":
            self.sheet.claim(attributes.get("ref", ""))
        self.within = tag

    def _hear(self, text: str) -> None:
        if self.within == "v" and len(self.text) < _ENOUGH:
            self.text += text

    def end_cell(self) -> None:
        """What the cell that has ended holds."""
        text = self.text.strip()
        if self.kind == "e":
            self.sheet.fault(Broken(text or "#ERROR", _("correct the formula or enter the value")))
        elif self.is_formula and not text and self.kind != "str":
            mend = _("open the workbook in a spreadsheet program and save it, or enter the value")
            self.sheet.fault(Broken(_("a formula that was never calculated"), mend))
        elif text.startswith("-") and self.kind in ("", "n"):
            self.sheet.prove_number(text)
        self.kind, self.text, self.is_formula = "", "", False


class Contents:
    """The sheets a workbook lists, walked through; and how it counts its days."""

    def __init__(self, package: Package) -> None:
        self.from_1904 = False
        self._listed: list[tuple[str, str]] = []  # name, link
        self._links: dict[str, str] = {}  # link, part
        parts = dict(package.parts)
        if _WORKBOOK not in parts or _LINKS not in parts:
            says = _("this is not an Excel workbook (.xlsx)")
            raise refused(package.name, says, _("save the table as .xlsx or CSV"))
        parse(package, parts.pop(_WORKBOOK), self._hear_workbook)
        parse(package, parts.pop(_LINKS), self._hear_link)
        self.sheets: dict[str, Sheet] = {}
        for name, link in self._listed:
            self._walk(package, name, parts.pop(self._links.get(link, ""), None))
        self._prove_whole()
        for rest in parts.values():  # the library reads some of them again: they must be as long as they say
            for _chunk in package.unpacked(rest):
                pass

    def _walk(self, package: Package, name: str, part: ZipInfo | None) -> None:
        if part is None or name in self.sheets:
            raise package.damaged()
        sheet = self.sheets[name] = Sheet(f"{package.name}!{printable(name)}")
        parse(package, part, lambda parser: _Walk(sheet, parser)).end_cell()

    def _prove_whole(self) -> None:
        """All sheets together fill the memory as one would."""
        cells = 0
        for sheet in self.sheets.values():
            cells += (sheet.bottom + 1) * (sheet.right + 1)
            if cells > SHEET_CELLS:
                sheet.too_large()

    def _hear_workbook(self, parser: expat.XMLParserType) -> None:
        def start(name: str, attributes: Attributes) -> None:
            tag = name.rpartition(":")[2]
            if tag == "sheet":
                link = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
                self._listed.append((attributes.get("name", ""), link))
            elif tag == "workbookPr":
                self.from_1904 = attributes.get("date1904", "") in ("1", "true")

        parser.StartElementHandler = start

    def _hear_link(self, parser: expat.XMLParserType) -> None:
        def start(name: str, attributes: Attributes) -> None:
            target = attributes.get("Target", "")
            part = target[1:] if target.startswith("/") else target if target.startswith("xl/") else f"xl/{target}"
            self._links[attributes.get("Id", "")] = part

        parser.StartElementHandler = start


def parse(package: Package, part: ZipInfo, begin: Callable[[expat.XMLParserType], Heard]) -> Heard:
    """Let a part's elements be heard. What is not XML, or brings definitions of its own, is damaged."""
    parser = expat.ParserCreate()
    heard = begin(parser)
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        for chunk in package.unpacked(part):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        raise package.damaged() from None
    return heard


def _no_doctype(*_declared: object) -> NoReturn:
    raise ValueError
