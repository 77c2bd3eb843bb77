"""Grants as 360Giving publishes them, in each of its forms; the same grant gives the same record."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from opencompact.core.exchange.reading import read

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "360giving"
GRANTS: list[dict[str, Any]] = [
    {
        "id": "360G-wb-1", "title": "Play", "description": "Play on Sundays", "currency": "GBP",
        "amountAwarded": 90_000, "awardDate": "2024-02-01T00:00:00+00:00",
        "plannedDates": [{"startDate": "2024-04-01", "duration": 36}],
        "recipientOrganization": [{"id": "GB-CHC-1", "name": "Alpha"}, {"id": "GB-CHC-2", "name": "Beta"}],
        "fundingOrganization": [{"id": "GB-LAE-WB", "name": "Wellbridge Council"}],
    },
    {
        "id": "360G-wb-2", "title": "Rent", "description": "Rent", "currency": "EUR", "amountAwarded": 500.5,
        "awardDate": "2024-02-01", "plannedDates": [{"duration": 12}],
        "recipientIndividual": {"id": "360G-IND-7", "name": "Ann Other"},
        "fundingOrganization": [{"id": "GB-LAE-WB", "name": "Wellbridge Council"}],
    },
]  # fmt: skip
RECORDS = [
    {
        "id": "360G-wb-1", "title": "Play", "funder": "Wellbridge Council", "recipient": "Alpha",
        "other_recipients": ("Beta",), "amount": Decimal(90_000), "currency": "GBP", "months": 36,
        "awarded": date(2024, 2, 1), "starts": date(2024, 4, 1), "ends": date(2027, 3, 31),
    },
    {
        "id": "360G-wb-2", "title": "Rent", "funder": "Wellbridge Council", "recipient": "360G-IND-7",
        "amount": Decimal("500.5"), "currency": "EUR", "months": 12, "awarded": date(2024, 2, 1),
    },
]  # fmt: skip
TITLES = [
    "Identifier", "Title", "Description", "Currency", "Amount Awarded", "Award Date", "Planned Dates:Start Date",
    "Planned Dates:Duration (months)", "Recipient Org:Identifier", "Recipient Org:Name", "Recipient Org:1:Identifier",
    "Recipient Org:1:Name", "Recipient Ind:Identifier", "Recipient Ind:Name", "Funding Org:Identifier",
    "Funding Org:Name",
]  # fmt: skip
NUMBERED = [
    title.replace(":", ":0:") if ":" in title and ":1:" not in title and "Ind" not in title else title
    for title in TITLES
]
KEYS = [
    "id", "title", "description", "currency", "amountAwarded", "awardDate", "plannedDates/0/startDate",
    "plannedDates/0/duration", "recipientOrganization/0/id", "recipientOrganization/0/name",
    "recipientOrganization/1/id", "recipientOrganization/1/name", "recipientIndividual/id", "recipientIndividual/name",
    "fundingOrganization/0/id", "fundingOrganization/0/name",
]  # fmt: skip
ROWS: list[list[Any]] = [
    ["360G-wb-1", "Play", "Play on Sundays", "GBP", 90_000, date(2024, 2, 1), date(2024, 4, 1), 36, "GB-CHC-1", "Alpha",
     "GB-CHC-2", "Beta", None, None, "GB-LAE-WB", "Wellbridge Council"],
    ["360G-wb-2", "Rent", "Rent", "EUR", 500.5, date(2024, 2, 1), None, 12, None, None, None, None, "360G-IND-7",
     "Ann Other", "GB-LAE-WB", "Wellbridge Council"],
]  # fmt: skip


def given(found: Any) -> list[dict[str, Any]]:
    """The facts there are: a table has a blank cell where an object has no key."""
    return [{name: value for name, value in each.items() if value is not None} for each in found]


@pytest.mark.parametrize("heads", [TITLES, NUMBERED, KEYS], ids=["titles", "numbered", "keys"])
def test_a_table_by_any_of_its_titles(tmp_path: Path, heads: list[str]) -> None:
    lines = [",".join(str("" if cell is None else cell) for cell in row) for row in [heads, *ROWS]]
    (tmp_path / "grants.csv").write_text("\n".join(lines), encoding="utf-8")
    assert given(read(tmp_path / "grants.csv").registers["awards"]) == RECORDS


def test_a_workbook_with_a_sheet_about_itself(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "grants"
    for row in [TITLES, *ROWS]:
        book.active.append(row)
    about = book.create_sheet("Meta")
    about.append(["publisher:name", "Wellbridge Council"])
    book.save(tmp_path / "grants.xlsx")
    assert given(read(tmp_path / "grants.xlsx").registers["awards"]) == RECORDS


def test_a_package(tmp_path: Path) -> None:
    package = {"version": "1.4", "publisher": {"name": "Wellbridge Council"}, "grants": GRANTS}
    (tmp_path / "package.json").write_text(json.dumps(package), encoding="utf-8")
    found = read(tmp_path / "package.json")
    assert found.registers == {"awards": RECORDS}
    assert "Ann Other" not in repr(found)


def test_what_was_paid_out_comes_as_payments_that_nobody_calls_late(tmp_path: Path) -> None:
    paid = [
        {"transactionDate": "2024-04-10", "value": 30_000},
        {"id": "t2", "transactionDate": "2025-04-09", "value": 5},
    ]
    (tmp_path / "p.json").write_text(json.dumps({"grants": [{**GRANTS[0], "disbursementTransaction": paid}]}))
    both = read(tmp_path / "p.json")
    same = {"award": "360G-wb-1", "payer": "Wellbridge Council", "payee": "Alpha", "currency": "GBP"}
    payments = [
        {"id": "360G-wb-1/1", **same, "amount": Decimal(30_000), "paid": date(2024, 4, 10)},
        {"id": "360G-wb-1/t2", **same, "amount": Decimal(5), "paid": date(2025, 4, 9)},
    ]
    assert both.registers == {"awards": [RECORDS[0]], "payments": payments}
    assert read(tmp_path / "p.json", register="payments").registers == {"payments": payments}
    assert list(read(tmp_path / "p.json", register="awards").registers) == ["awards"]


@pytest.mark.parametrize("name", ["ab-charitable-trust", "andrew-lloyd-webber-foundation"])
def test_a_real_publisher_says_the_same_in_both_forms(name: str) -> None:
    if not SHARED.exists():
        pytest.skip("the real files are not there")
    one = read(SHARED / f"{name}.json").registers["awards"]
    other = read(SHARED / f"{name}.xlsx", register="awards").registers["awards"]
    assert given(one) == given(other)
    assert len(one) == {"ab-charitable-trust": 783, "andrew-lloyd-webber-foundation": 475}[name]
    assert sum("months" in each for each in one) == (468 if name.startswith("andrew") else 0)
