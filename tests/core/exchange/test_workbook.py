"""Workbooks as councils really have them, and workbooks made to do harm."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from opencompact.core.exchange.reading import Guess, Reading, read
from tests.core.exchange.attempts import alone, check_read_or_refused, guesses, records, refusal

SHEET = "xl/worksheets/sheet1.xml"
HEAD = ["id", "title", "starts", "ends", "amount"]
DAMAGED = "grants.xlsx: the workbook is damaged; open it in a spreadsheet program and save it again"
TOO_LARGE = (
    "grants.xlsx: once unpacked, the workbook is far larger than a register needs; copy the filled rows "
    "into a new workbook"
)
TOO_MANY_CELLS = (
    "grants.xlsx!Awards: the sheet covers more than 250,000 rows or 4,000,000 cells, including blank ones; "
    "delete the empty rows below and columns beside the table, and save"
)


def book(folder: Path, *rows: Sequence[Any], title: str = "Awards", also: Callable[[Any], None] | None = None) -> Path:
    """A workbook of one sheet, and what ``also`` makes of it."""
    made = openpyxl.Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(list(row))
    if also:
        also(made)
    made.save(folder / "grants.xlsx")
    return folder / "grants.xlsx"


def rewritten(path: Path, part: str, change: Callable[[str], str], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """The workbook with one part changed, or added."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info).decode() for info in archive.infolist()}
    parts[part] = change(parts.get(part, ""))
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def test_a_whole_reading(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Grants 2026-27"],
        [],
        ["Ref", "Project", "Start date", "ends", "Amount (£)", "Postcode"],
        ["007", "Youth", date(2027, 4, 1), "31 March 2030", "£1,658.25", "BS1"],
        [],
        [8, "Arts", datetime(2027, 4, 1), 47573, 30000, None],
    ]
    assert read(book(tmp_path, *rows)) == Reading(
        {
            "awards": [
                {
                    "id": "007",
                    "title": "Youth",
                    "starts": date(2027, 4, 1),
                    "ends": date(2030, 3, 31),
                    "amount": Decimal("1658.25"),
                },
                {
                    "id": "8",
                    "title": "Arts",
                    "starts": date(2027, 4, 1),
                    "ends": date(2030, 3, 31),
                    "amount": Decimal(30000),
                },
            ]
        },
        {"awards": ["grants.xlsx!Awards!4", "grants.xlsx!Awards!6"]},
        [
            Guess("grants.xlsx!Awards!A3", "Ref", "id", "a common heading for it"),
            Guess("grants.xlsx!Awards!B3", "Project", "title", "a common heading for it"),
            Guess("grants.xlsx!Awards!C3", "Start date", "starts", "a common heading for it"),
            Guess("grants.xlsx!Awards!E3", "Amount (£)", "amount", "a common heading for it"),
        ],
        [
            'grants.xlsx!Awards!1: a row above the headings, "Grants 2026-27"',
            'grants.xlsx!Awards!3: ignored, because they match no field of awards: "Postcode"',
            "grants.xlsx!Awards: 2 blank rows",
        ],
        {"awards": set()},
    )


def test_every_rejected_cell_is_named_at_once(tmp_path: Path) -> None:
    def with_errors(made: Any) -> None:
        for cell, error in (("B3", "#REF!"), ("F2", "#N/A"), ("D9", "#DIV/0!")):
            made.active[cell] = error
            made.active[cell].data_type = "e"

    rows: list[list[Any]] = [
        HEAD,
        ["1", "x", "31/02/2027", datetime(2027, 1, 1, 14, 30), "1.5m"],
        ["1", None, 2027, "=1+1", True],
    ]
    assert refusal(book(tmp_path, *rows, also=with_errors)) == [
        'grants.xlsx!Awards!C2: "31/02/2027" is not a date; write for example 31/03/2027 or 2027-03-31',
        'grants.xlsx!Awards!D2: "2027-01-01 14:30:00" includes a time of day; write only the date, for '
        "example 31/03/2027",
        'grants.xlsx!Awards!E2: "1.5m" is not an amount of money; write the amount in full, for example 1500000',
        'grants.xlsx!Awards!B3: the cell contains "#REF!"; correct the formula or enter the value',
        'grants.xlsx!Awards!C3: "2027" is not a date; write for example 31/03/2027 or 2027-03-31',
        'grants.xlsx!Awards!D3: the cell contains "a formula that was never calculated"; open the workbook '
        "in a spreadsheet program and save it, or enter the value",
        'grants.xlsx!Awards!E3: "True" is not an amount of money; write for example 1658.25 or £1,658.25',
        'grants.xlsx!Awards!A3: the id "1" is already used at grants.xlsx!Awards!2; give each record its own',
        'grants.xlsx!Awards!D9: the cell contains "#DIV/0!"; correct the formula or enter the value',
    ]


def test_formulas_give_their_values(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "grants.xlsx") as made:
        sheet = made.add_worksheet("Awards")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["1", "x"])
        sheet.write_formula(1, 2, "=DATE(2027,4,1)", made.add_format({"num_format": "dd/mm/yyyy"}), 46478)
        sheet.write_formula(1, 3, '=IF(1,"")', None, "nothing")
        sheet.write_formula(1, 4, "=5*2.5", None, 12.5)
    path = rewritten(tmp_path / "grants.xlsx", SHEET, lambda text: text.replace("nothing", ""))
    assert records(path) == {
        "awards": [{"id": "1", "title": "x", "starts": date(2027, 4, 1), "ends": None, "amount": Decimal("12.5")}]
    }


def test_a_table_that_does_not_begin_in_the_corner(tmp_path: Path) -> None:
    rows = [[], [], [None, None, "id", "Title"], [None, None, "1", "31/02/2027"], [None, None, None, "=1+1"]]
    assert refusal(book(tmp_path, *rows)) == [
        'grants.xlsx!Awards!D5: the cell contains "a formula that was never calculated"; open the workbook '
        "in a spreadsheet program and save it, or enter the value"
    ]


def test_days_counted_from_1904(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "grants.xlsx", {"date_1904": True}) as made:
        sheet = made.add_worksheet("Awards")
        sheet.write_row(0, 0, HEAD[:4])
        sheet.write_row(1, 0, ["1", "x", 45015])
        sheet.write_datetime(1, 3, datetime(2027, 3, 31), made.add_format({"num_format": "d mmm yyyy"}))
    day = date(2027, 3, 31)
    assert records(tmp_path / "grants.xlsx") == {"awards": [{"id": "1", "title": "x", "starts": day, "ends": day}]}


def several(made: Any) -> None:
    payments = made.create_sheet("Payments")
    payments.append(["id", "due", "amount"])
    payments.append(["p1", date(2027, 1, 1), 5])
    made.create_sheet("About this file").append(["Please read"])
    more = made.create_sheet("Awards 2027")
    more.append(["title"])
    more.append(["Second"])
    made.create_sheet("Old awards").append(["id"])
    made["Old awards"].sheet_state = "hidden"
    made.create_sheet("Sheet7")
    made.create_chartsheet("Chart")


def test_each_sheet_is_a_register_or_is_told(tmp_path: Path) -> None:
    path = book(tmp_path, ["title"], ["First"], also=several)
    found = read(path)
    assert found.registers == {
        "awards": [{"title": "First", "id": "row 2"}, {"title": "Second", "id": "Awards 2027 row 2"}],
        "payments": [{"id": "p1", "due": date(2027, 1, 1), "amount": Decimal(5)}],
    }
    assert guesses(found) == [("grants.xlsx!Awards 2027", "Awards 2027", "awards", "it has that name")]
    assert found.skipped == [
        "grants.xlsx!Old awards: ignored, because the sheet is hidden",
        "grants.xlsx!Sheet7: ignored, because the sheet is blank",
        "grants.xlsx!Chart: ignored, because the sheet has no table",
        "grants.xlsx!About this file: ignored, because it doesn't say which register it is",
    ]


def test_only_the_register_asked_for(tmp_path: Path) -> None:
    path = book(tmp_path, ["title"], ["First"], also=several)
    found = read(path, register="payments")
    assert list(found.registers) == ["payments"]
    assert "grants.xlsx!Awards: ignored, because you asked for another register" in found.skipped
    assert refusal(path, register="changes") == [
        "grants.xlsx: no row has the headings for changes; use field names as column headings, for example "
        "id, body, affects, by, what and award"
    ]


def test_a_single_sheet_may_be_named_by_the_file_or_the_person(tmp_path: Path) -> None:
    path = book(tmp_path, ["id", "title"], ["1", "x"], title="Sheet1")
    assert records(path) == {"awards": [{"id": "1", "title": "x"}]}
    assert records(path, register="proposals") == {"proposals": [{"id": "1", "title": "x"}]}


def test_a_line_across_the_columns_is_no_record(tmp_path: Path) -> None:
    def merged(made: Any) -> None:
        made.active.merge_cells("A1:E1")
        made.active.merge_cells("A3:E3")

    path = book(tmp_path, ["Grants"], HEAD, ["Adult social care"], ["1", "x"], also=merged)
    found = read(path)
    assert found.places == {"awards": ["grants.xlsx!Awards!4"]}
    assert found.skipped == [
        'grants.xlsx!Awards!1: a row above the headings, "Grants"',
        "grants.xlsx!Awards!3: a row that spans the columns",
    ]


def test_merged_cells_that_hide_facts_are_refused(tmp_path: Path) -> None:
    def merged(made: Any) -> None:
        made.active.merge_cells("B2:B3")
        made.active.merge_cells("C4:D4")
        made.active.merge_cells("F2:F4")

    path = book(tmp_path, HEAD, ["1", "x"], ["2"], ["3", "z", date(2027, 1, 1)], also=merged)
    mend = "merged cells give one value to several fields or records; unmerge them and write the value in each cell"
    assert refusal(path) == [f"grants.xlsx!Awards!B2: {mend}", f"grants.xlsx!Awards!4: {mend}"]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"id,title\n", "this is not an Excel workbook; save the table as .xlsx or CSV"),
        (b"PK\x03\x04" + bytes(100), "the workbook is damaged; open it in a spreadsheet program and save it again"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "this is an old Excel workbook (.xls); save it as .xlsx"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "the workbook is locked with a password; save a copy without one",
        ),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, raw: bytes, says: str) -> None:
    path = tmp_path / "grants.xlsx"
    path.write_bytes(raw)
    assert refusal(path) == [f"grants.xlsx: {says}"]


def test_another_kind_of_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "grants.xlsx", "w") as archive:
        archive.writestr("content.xml", "<x/>")
    says = "grants.xlsx: this is not an Excel workbook (.xlsx); save the table as .xlsx or CSV"
    assert refusal(tmp_path / "grants.xlsx") == [says]


@pytest.mark.parametrize(
    ("part", "change"),
    [
        (SHEET, lambda text: text[:-40]),
        (SHEET, lambda text: text.replace('r="A1"', 'r="1A"')),
        (SHEET, lambda text: text.replace('r="A1"', 'r="A0"')),
        (SHEET, lambda text: "<!DOCTYPE x [<!ENTITY y 'z'>]>" + text),
        (SHEET, lambda text: re.sub('t="inlineStr">.*?</c>', 't="s"><v>999</v></c>', text)),
        ("xl/workbook.xml", lambda text: text.replace("rId1", "rId99")),
        ("xl/_rels/workbook.xml.rels", lambda text: text.replace("sheet1.xml", "sheet9.xml")),
    ],
)  # fmt: skip
def test_damaged_parts(tmp_path: Path, part: str, change: Callable[[str], str]) -> None:
    assert refusal(rewritten(book(tmp_path, HEAD, ["1", "x"]), part, change)) == [DAMAGED]


@pytest.mark.parametrize("kind", ["cells", "rows", "far", "claim", "unclaimed"])
def test_a_sheet_of_a_million_blank_rows_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    path = book(tmp_path, HEAD)
    cells = "".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(2, 1_000_001))
    change = {
        "cells": lambda text: text.replace("</sheetData>", f"{cells}</sheetData>"),
        "rows": lambda text: text.replace("</sheetData>", f"{'<row/>' * 1_000_000}</sheetData>"),
        "far": lambda text: text.replace("</sheetData>", '<row><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
        "claim": lambda text: re.sub('ref="[^"]*"', 'ref="A1:A1000001"', text, count=1),
        "unclaimed": lambda text: re.sub("<dimension[^>]*>", "", text.replace("</sheetData>", f"{cells}</sheetData>")),
    }[kind]
    rewritten(path, SHEET, change)
    outcome, megabytes = alone(path)
    assert outcome == TOO_MANY_CELLS
    assert megabytes < 100


@pytest.mark.parametrize("number", ["-1e300", "-1e400", "-200000000000"])
def test_a_date_far_below_nothing(tmp_path: Path, number: str) -> None:
    path = book(tmp_path, HEAD, [1, None, date(2027, 1, 1)])
    rewritten(path, SHEET, lambda text: re.sub("<v>46388</v>", f"<v>{number}</v>", text))
    assert refusal(path) == [
        f'grants.xlsx!Awards!C2: "{number}" is not a number that a register can hold; enter it again'
    ]


def test_more_errors_than_anyone_can_mend(tmp_path: Path) -> None:
    cells = '<row><c t="e"><v>#N/A</v></c></row>' * 100_001
    path = rewritten(book(tmp_path, HEAD), SHEET, lambda text: text.replace("</sheetData>", f"{cells}</sheetData>"))
    assert refusal(path) == [
        "grants.xlsx!Awards: more than 100,000 cells have an error or a formula that was never calculated; "
        "correct the formula or enter the value"
    ]


def test_many_sheets_together_are_too_large(tmp_path: Path) -> None:
    path = book(tmp_path, HEAD, also=lambda made: made.create_sheet("Payments").append(["id"]))
    for part in (SHEET, "xl/worksheets/sheet2.xml"):
        rewritten(path, part, lambda text: re.sub('ref="[^"]*"', 'ref="A1:K200000"', text, count=1))
    assert refusal(path) == [TOO_MANY_CELLS.replace("Awards", "Payments")]


def test_a_zip_that_unpacks_to_too_much(tmp_path: Path) -> None:
    path = rewritten(book(tmp_path, HEAD), "xl/media/x.xml", lambda _text: "x" * 20_000_000)
    assert refusal(path) == [TOO_LARGE]


def test_a_zip_of_too_many_parts(tmp_path: Path) -> None:
    path = book(tmp_path, HEAD)
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(2_000):
            archive.writestr(f"x{number}", "")
    assert refusal(path) == [TOO_LARGE]
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(2_000):
            archive.writestr(f"{'y' * 600}{number}", "")
    assert refusal(path) == [TOO_LARGE]


def test_a_part_that_is_longer_than_it_says(tmp_path: Path) -> None:
    path = rewritten(book(tmp_path, HEAD), SHEET, lambda text: text + " " * 1_000_000)
    raw = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        size = archive.getinfo(SHEET).file_size
    path.write_bytes(raw.replace(struct.pack("<L", size), struct.pack("<L", 3000)))
    assert refusal(path) == [DAMAGED]


def test_a_part_given_twice(tmp_path: Path) -> None:
    path = book(tmp_path, HEAD)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, "<worksheet/>")
    assert refusal(path) == [DAMAGED]


def test_a_locked_zip(tmp_path: Path) -> None:
    path = book(tmp_path, HEAD)
    raw = bytearray(path.read_bytes())
    at = raw.index(b"PK\x01\x02")
    raw[at + 8] |= 1
    path.write_bytes(raw)
    assert refusal(path) == ["grants.xlsx: the workbook is locked with a password; save a copy without one"]


@pytest.mark.parametrize("name", ["ab-charitable-trust.xlsx", "andrew-lloyd-webber-foundation.xlsx"])
def test_published_grants(shared: Callable[[str], Path], name: str) -> None:
    path = shared(f"data/360giving/{name}")
    found, same = read(path), read(path.with_suffix(".json"))
    keys = ["id", "title", "recipient", "funder", "currency", "amount", "awarded"]
    rows, objects = (
        sorted([str(record[key]) for key in keys] for record in each.registers["awards"]) for each in (found, same)
    )
    assert len(rows) == {"ab-charitable-trust.xlsx": 783, "andrew-lloyd-webber-foundation.xlsx": 475}[name]
    assert rows == objects


@given(data=st.data())
def test_any_damage_to_a_sheet_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    pieces = ["<row>", "<c r='ZZ99999'>", "</c>", "&#65;", " t='e'", " t='s'", "<f>1", "9" * 12, "<!DOCTYPE a>", "<v>"]
    pieces += ["<mergeCell ref='A1:ZZ'/>", "\x01", "1e400", "NaN", "<x:c r='B2'/>"]

    def damaged(text: str) -> str:
        at = data.draw(st.integers(0, len(text)))
        return text[:at] + data.draw(st.sampled_from(pieces)) + text[at + data.draw(st.integers(0, 12)) :]

    path = book(tmp_path_factory.getbasetemp(), HEAD, ["1", "=1+1", 46477, date(2027, 1, 1), 1.5])
    check_read_or_refused(
        rewritten(path, data.draw(st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml"])), damaged)
    )
