"""What is written is read back the same, in every form; no cell is a formula; the same records give the same bytes."""

from __future__ import annotations

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
from opencompact.core.exchange.reading import read
from opencompact.core.exchange.writing import WRITERS, fields_known, to_csv, to_ods

SAID = ["A word", "=1+1", "+44 20", "@home", "Tea, cake", 'She said "no"', "Two\nlines", "O'Neill", "'quoted'"]
LISTED = ["easy read", "large print", "online form"]


def values(field: Field) -> st.SearchStrategy[Any]:
    """Any value a record may hold in a field."""
    kinds: dict[Type, st.SearchStrategy[Any]] = {
        Type.DAY: st.dates(date(1990, 1, 1), date(2090, 1, 1)),
        Type.NUMBER: st.integers(0, 10**6),
        Type.MONEY: st.decimals(0, 10**6, places=2).map(Decimal),
        Type.FLAG: st.booleans(),
        Type.LIST: st.lists(st.sampled_from(LISTED), min_size=1, unique=True).map(tuple),
        Type.CHOICE: st.sampled_from(field.choices or ("x",)),
    }  # fmt: skip
    return st.none() | kinds.get(field.type, st.sampled_from(SAID))


@st.composite
def registers(draw: st.DrawFn) -> tuple[str, list[Record]]:
    name = draw(st.sampled_from(["consultations", "payments", "changes"]))
    fields = {key: field for key, field in REGISTERS[name].items() if key != "id"}
    records = draw(st.lists(st.fixed_dictionaries({key: values(field) for key, field in fields.items()}), max_size=4))
    return name, [{"id": f"X{at}", **record} for at, record in enumerate(records, 1)]


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
@settings(max_examples=40)
@given(made=registers())
def test_what_is_written_is_read_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, ending: str, made: tuple[str, list[Record]]
) -> None:
    register, records = made
    path = tmp_path_factory.getbasetemp() / f"{register}.{ending}"
    path.write_bytes(WRITERS[ending][0](register, records))
    assert read(path, register=register).registers.get(register, []) == records


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


def test_a_fact_that_nobody_knows_has_no_column() -> None:
    assert fields_known("payments", [{"id": "1", "paid": None}, {"id": "2", "due": None}]) == ["id", "due", "paid"]
    assert fields_known("payments", []) == list(REGISTERS["payments"])
