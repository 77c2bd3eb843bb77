"""Registers out, as files others open: CSV, JSON, a workbook, an OpenDocument sheet; read back, they are the same.

No cell is ever a formula. A fact nobody knows is left out of a record in JSON; in a table the cell says "not
known", and there is no column where no record knows it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

import msgspec

from opencompact.core.checks.records import REGISTERS, Record, Value
from opencompact.core.exchange import lists
from opencompact.core.exchange.cells import LONGEST, NOT_KNOWN, guarded
from opencompact.core.exchange.written import writable

_ENCODER = msgspec.json.Encoder(decimal_format="number")
_FIXED = (1980, 1, 1, 0, 0, 0)  # the same records give the same bytes
_FLAGS = ("yes", "no")
_MARK = b"\xef\xbb\xbf"  # tells spreadsheets that a file is UTF-8


def to_table(rows: Iterable[Iterable[object]], flags: tuple[str, str] = _FLAGS, line_end: str = "\r\n") -> str:
    """CSV of any rows. Numbers stay numbers, also those below nothing; a text is never taken for a formula."""
    written = io.StringIO()
    csv.writer(written, lineterminator=line_end).writerows([_cell(each, flags) for each in row] for row in rows)
    return written.getvalue()


def to_marked_table(rows: Iterable[Iterable[object]], flags: tuple[str, str] = _FLAGS) -> bytes:
    """The same as a file that spreadsheets open as UTF-8."""
    return _MARK + to_table(rows, flags).encode()


def _cell(value: object, flags: tuple[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return flags[0] if value else flags[1]
    if isinstance(value, int | float | date):
        return str(value) if isinstance(value, int | float) else value.isoformat()
    if isinstance(value, Decimal):
        return _amount(value)
    if isinstance(value, tuple | list):
        return guarded(lists.join(writable(str(each)) for each in value))
    return guarded(writable(str(value)))


def _amount(value: Decimal) -> str:
    """A number in full. With three decimals it might be taken for thousands (1.234), so it gets a fourth."""
    written = format(value, "f")
    return f"{written}0" if len(written.partition(".")[2]) == 3 else written


def fields_known(register: str, records: Sequence[Record]) -> list[str]:
    """The columns: every field of the register that some record knows, in the register's order."""
    known: set[str] = set().union(*records) if records else set(REGISTERS[register])
    return [name for name in REGISTERS[register] if name in known]


def to_csv(register: str, records: Sequence[Record]) -> bytes:
    """With the mark that tells spreadsheets it is UTF-8."""
    fields = fields_known(register, records)
    return to_marked_table([fields, *([record.get(name, NOT_KNOWN) for name in fields] for record in records)])


def to_json(register: str, records: Sequence[Record]) -> bytes:
    """One object of registers, as ``check`` reads it."""
    plain = [{name: record[name] for name in REGISTERS[register] if name in record} for record in records]
    return msgspec.json.format(_ENCODER.encode({register: plain}), indent=2) + b"\n"


def to_xlsx(register: str, records: Sequence[Record]) -> bytes:
    """A workbook with one sheet; days are days, numbers numbers, everything else text."""
    import xlsxwriter  # most of what is asked of the core needs no workbook

    made, fields = io.BytesIO(), fields_known(register, records)
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, {**plain, "constant_memory": False}) as book:
        book.set_properties({"title": register})
        sheet = book.add_worksheet(register)
        head, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        for at, name in enumerate(fields):
            sheet.write_string(0, at, name, head)
        for row, record in enumerate(records, 1):
            for at, name in enumerate(fields):
                value = record.get(name, NOT_KNOWN)
                if isinstance(value, date):
                    sheet.write_datetime(row, at, value, day)
                elif isinstance(value, Decimal | int) and not isinstance(value, bool):
                    sheet.write_number(row, at, value)
                elif value is not None:
                    sheet.write_string(row, at, _text(value)[:LONGEST])
    return made.getvalue()


def to_ods(register: str, records: Sequence[Record]) -> bytes:
    """An OpenDocument sheet."""
    fields = fields_known(register, records)
    rows = [_ods_row(_ods_cell(each.get(name, NOT_KNOWN)) for name in fields) for each in records]
    content = _CONTENT.format(name=quoteattr(register), rows="".join([_ods_row(map(_ods_text, fields)), *rows]))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", _FIXED), _ODS)  # first and not packed, so that it can be told
        for name, text in (("content.xml", content), ("META-INF/manifest.xml", _MANIFEST)):
            archive.writestr(zipfile.ZipInfo(name, _FIXED), text, zipfile.ZIP_DEFLATED)
    return made.getvalue()


WRITERS: dict[str, tuple[Callable[[str, Sequence[Record]], bytes], str]] = {
    "csv": (to_csv, "text/csv; charset=utf-8"),
    "json": (to_json, "application/json"),
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": (to_ods, "application/vnd.oasis.opendocument.spreadsheet"),
}


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _FLAGS[0] if value else _FLAGS[1]
    return writable(lists.join(value) if isinstance(value, tuple | list) else str(value))


def _ods_row(cells: Iterator[str] | map[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _ods_text(text: str) -> str:
    """A text cell; each line of it is a paragraph."""
    if not text:
        return "<table:table-cell/>"
    paragraphs = "".join(f"<text:p>{_spaced(escape(line))}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'


def _spaced(line: str) -> str:
    """With the white space that a paragraph would lose put as marks of its own."""
    line = re.sub("^ | $| {2,}", lambda found: f'<text:s text:c="{len(found[0])}"/>', line)
    return line.replace("\t", "<text:tab/>")


def _ods_cell(value: Value) -> str:
    if isinstance(value, date):
        return (
            f'<table:table-cell table:style-name="day" office:value-type="date" office:date-value="{value}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        number = format(Decimal(value), "f")
        return (
            f'<table:table-cell office:value-type="float" office:value="{number}">'
            f"<text:p>{number}</text:p></table:table-cell>"
        )
    return _ods_text(_text(value))


_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
_CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<office:document-content xmlns:office="{_NAMES}:office:1.0" xmlns:table="{_NAMES}:table:1.0" '
    f'xmlns:text="{_NAMES}:text:1.0" xmlns:style="{_NAMES}:style:1.0" xmlns:number="{_NAMES}:datastyle:1.0" '
    'office:version="1.3"><office:automatic-styles><number:date-style style:name="iso"><number:year '
    'number:style="long"/><number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text>'
    '<number:day number:style="long"/></number:date-style><style:style style:name="day" style:family="table-cell" '
    'style:data-style-name="iso"/></office:automatic-styles><office:body><office:spreadsheet>'
    "<table:table table:name={name}>{rows}</table:table>"
    "</office:spreadsheet></office:body></office:document-content>"
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<manifest:manifest xmlns:manifest="{_NAMES}:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
