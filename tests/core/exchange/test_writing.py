"""What is written is read back the same, in every form; no cell is a formula; the same records give the same bytes."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from opencompact.core.checks.records import REGISTERS, Field, Record, Type
from opencompact.core.compacts import find
from opencompact.core.exchange.reading import read
from opencompact.core.exchange.writing import WRITERS, fields_known, to_csv, to_ods, to_table
from opencompact.core.findings import Checker, as_json

SAID = [
    "A word", "=1+1", "+44 20", "@home", "-5", "Tea, cake", 'She said "no"', "Two\nlines", "O'Neill", "'quoted'",
    "a  b", "one; two", "tab\there", "'=1", "1.234",
]  # fmt: skip
ITEMS = ["easy read", "large print", "paper form; on request", 'the "long" one', '"', "two\nlines", "=cmd", ";", "a;"]
EDITIONS = ["bristol-2012", "brentwood-2016", "model-2026"]


def values(field: Field) -> st.SearchStrategy[Any]:
    """Any value a record may hold in a field."""
    kinds: dict[Type, st.SearchStrategy[Any]] = {
        Type.DAY: st.dates(date(1990, 1, 1), date(2090, 1, 1)),
        Type.NUMBER: st.integers(0, 10**6),
        Type.MONEY: st.decimals(-(10**6), 10**6, places=2) | st.decimals(-5, 5, places=3),
        Type.FLAG: st.booleans(),
        Type.LIST: st.lists(st.sampled_from(ITEMS), min_size=1, unique=True).map(tuple),
        Type.CHOICE: st.sampled_from(field.choices or ("x",)),
    }  # fmt: skip
    said = st.just("GBP") if field.name == "currency" else st.sampled_from(SAID)
    return st.none() | kinds.get(field.type, said)


@st.composite
def registers(draw: st.DrawFn) -> tuple[str, list[Record]]:
    """Records of which each knows something else: a fact may be unknown, known to be lacking, or there."""
    name = draw(st.sampled_from(sorted(set(REGISTERS) - {"judgements"})))
    fields = {key: values(field) for key, field in REGISTERS[name].items() if key != "id"}
    records = draw(st.lists(st.fixed_dictionaries({}, optional=fields), max_size=4))
    return name, [{"id": f"X{at}", **record} for at, record in enumerate(records, 1)]


@pytest.mark.parametrize("ending", sorted(WRITERS))
@settings(max_examples=40, deadline=None)
@given(made=registers(), edition=st.sampled_from(EDITIONS), as_of=st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_what_is_written_and_read_again_gives_the_same_findings(
    tmp_path_factory: pytest.TempPathFactory, ending: str, made: tuple[str, list[Record]], edition: str, as_of: date
) -> None:
    register, records = made
    path = tmp_path_factory.getbasetemp() / f"{register}.{ending}"
    path.write_bytes(WRITERS[ending][0](register, records))
    again = read(path, register=register).registers.get(register, [])
    assert again == records
    checker = Checker(find(edition))
    before, after = (checker.findings({register: rows}, as_of) for rows in (records, again))
    assert [as_json(each) for each in after] == [as_json(each) for each in before]


def test_an_unknown_fact_is_written_out_and_stays_unknown(tmp_path: Path) -> None:
    rows: list[Record] = [{"id": "C1", "purpose": "To hear"}, {"id": "C2", "purpose": None}, {"id": "C3"}]
    assert to_csv("consultations", rows).decode("utf-8-sig") == "id,purpose\r\nC1,To hear\r\nC2,\r\nC3,not known\r\n"
    (tmp_path / "consultations.csv").write_text("id,opens,closes\nC1,Not known,\nC2, not  known ,NOT KNOWN\n")
    assert read(tmp_path / "consultations.csv").registers == {
        "consultations": [{"id": "C1", "closes": None}, {"id": "C2"}]
    }


def test_a_number_below_nothing_stays_a_number() -> None:
    assert to_table([["a", Decimal("-310.50"), -3, -0.5, "-310.50", Decimal("1.234")]]) == (
        "a,-310.50,-3,-0.5,'-310.50,1.2340\r\n"
    )


ROW: Record = {
    "id": "C1", "title": "=HYPERLINK(1)", "opens": date(2026, 1, 5), "responses": 12, "expenses_offered": True,
    "methods": ("online form", "walks"), "purpose": "One\nTwo & <three>", "closes": None,
}  # fmt: skip


def test_a_sheet_in_opendocument(tmp_path: Path) -> None:
    content = to_ods("consultations", [ROW])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.get_sheet_by_name("consultations").to_python() == [
        ["id", "title", "opens", "closes", "purpose", "methods", "expenses_offered", "responses"],
        ["C1", "=HYPERLINK(1)", date(2026, 1, 5), "", "One\nTwo & <three>", "online form; walks", "yes", 12.0],
    ]
    assert to_ods("consultations", [ROW]) == content


def test_a_formula_is_never_written() -> None:
    assert b",'=HYPERLINK(1)," in to_csv("consultations", [ROW])
    with zipfile.ZipFile(io.BytesIO(WRITERS["xlsx"][0]("consultations", [ROW]))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@given(st.text())
def test_no_text_is_a_formula(text: str) -> None:
    [cell, _last] = next(csv.reader(io.StringIO(to_table([[text, "x"]]), newline="")))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_fact_that_nobody_knows_has_no_column() -> None:
    assert fields_known("payments", [{"id": "1", "paid": None}, {"id": "2", "due": None}]) == ["id", "due", "paid"]
    assert fields_known("payments", []) == list(REGISTERS["payments"])
