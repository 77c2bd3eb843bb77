"""OpenDocument sheets as LibreOffice saves them, and such as were made to do harm."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from opencompact.core.exchange.reading import Reading, read
from tests.core.exchange.attempts import alone, records, refusal

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in [("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("draw", "d")]
)
KIND = "application/vnd.oasis.opendocument.spreadsheet"


def sheets(folder: Path, *tables: str, styles: str = "") -> Path:
    """A file of these tables."""
    with zipfile.ZipFile(folder / "awards.ods", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", KIND, zipfile.ZIP_STORED)
        archive.writestr(
            "content.xml",
            f'<office:document-content {NAMES} xmlns:calcext="urn:calcext"><office:automatic-styles>{styles}'
            f"</office:automatic-styles><office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet>"
            "</office:body></office:document-content>",
        )
    return folder / "awards.ods"


def table(*rows: str, name: str = "Awards", style: str = "") -> str:
    return f'<table:table table:name="{name}" table:style-name="{style}">{"".join(rows)}</table:table>'


def row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def cell(text: str = "", kind: str = "string", **attributes: str) -> str:
    told = "".join(f' {key.replace("__", ":").replace("_", "-")}="{value}"' for key, value in attributes.items())
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n")) if text else ""
    return f'<table:table-cell office:value-type="{kind}"{told}>{paragraphs}</table:table-cell>'


BLANK = "<table:table-cell/>"
HEAD = row(*map(cell, ["id", "title", "starts", "amount", "paid_in_advance"]))


def test_a_whole_reading(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>a remark</text:p></office:annotation>"
    path = sheets(
        tmp_path,
        table(
            HEAD,
            row(BLANK.replace("/", ' table:number-columns-repeated="1024"/'), times=2),
            row(
                cell("A<text:s text:c='2'/>1"),
                cell(f"Play{note}<text:tab/>on\nSundays"),
                cell("1 April", "date", office__date_value="2026-04-01"),
                cell("£1", "currency", office__value="-1658.25"),
                cell("TRUE", "boolean", office__boolean_value="true"),
            ),
            row(BLANK.replace("/", ' table:number-columns-repeated="16384"/'), times=1_048_572),
        ),
        table(row(cell("id"), cell("title")), name="Old", style="ta2"),
        table(name="Empty"),
        styles='<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>',
    )
    assert read(path) == Reading(
        {
            "awards": [
                {
                    "id": "A  1", "title": "Play\ton\nSundays",
                    "starts": date(2026, 4, 1), "amount": Decimal("-1658.25"),
                    "paid_in_advance": True,
                }
            ]
        },
        {"awards": ["awards.ods!Awards!4"]},
        [],
        [
            "awards.ods!Old: ignored, because the sheet is hidden",
            "awards.ods!Empty: ignored, because the sheet is blank",
            "awards.ods!Awards: 2 blank rows",
        ],
        {"awards": set()},
    )  # fmt: skip


def test_rows_that_are_repeated_are_rows(tmp_path: Path) -> None:
    path = sheets(tmp_path, table(HEAD, row(BLANK, cell("Play"), times=3)))
    assert [each["title"] for each in records(path)["awards"]] == ["Play", "Play", "Play"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (cell("#DIV/0!", table__formula="of:=1/0", calcext__value_type="error"), 'the cell contains "#DIV/0!"'),
        (cell("Err:502", table__formula="of:=X()"), 'the cell contains "Err:502"'),
        ('<table:table-cell table:formula="of:=A1"/>', 'the cell contains "a formula that was never calculated"'),
        (cell("12:30", "time", office__time_value="PT12H30M00S"), '"12:30:00" is not a date'),
    ],
)
def test_a_cell_without_a_value_is_named(tmp_path: Path, wrong: str, told: str) -> None:
    [line] = refusal(sheets(tmp_path, table(HEAD, row(cell("A1"), cell("Play"), wrong))))
    assert line.startswith(f"awards.ods!Awards!C2: {told}")


def test_a_cell_over_several_is_refused_where_it_gives_several_facts(tmp_path: Path) -> None:
    over = cell("Play", table__number_rows_spanned="2", table__number_columns_spanned="1")
    path = sheets(tmp_path, table(HEAD, row(cell("A1"), over), row(cell("A2"), "<table:covered-table-cell/>")))
    assert refusal(path) == [
        "awards.ods!Awards!B2: merged cells give one value to several fields or records; "
        "unmerge them and write the value in each cell"
    ]


def test_a_sheet_that_says_and_so_on_for_ever_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    wide = cell("x", table__number_columns_repeated="16384")
    told, megabytes = alone(sheets(tmp_path, table(HEAD, row(wide, times=200_000))))
    assert "the sheet covers more than 250,000 rows or 4,000,000 cells" in told
    assert megabytes < 100


def test_another_zip_is_no_sheet(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "awards.ods", "w") as archive:
        archive.writestr("readme.txt", "words")
    assert refusal(tmp_path / "awards.ods") == [
        "awards.ods: this is not an OpenDocument spreadsheet (.ods); save the table as .ods, .xlsx or CSV"
    ]
