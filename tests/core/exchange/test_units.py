"""Units, currencies and credits: told or refused, never read as something else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from opencompact.core.exchange.columns import Columns
from opencompact.core.exchange.reading import read
from opencompact.core.exchange.units import Unit, unit_of
from tests.core.exchange.attempts import records, refusal


@pytest.mark.parametrize(
    ("header", "rest", "factor", "currency"),
    [
        ("Amount (£000s)", "Amount", 1_000, "GBP"), ("Amount £k", "Amount", 1_000, "GBP"),
        ("Value £m", "Value", 1_000_000, "GBP"), ("Total cost in £000s", "Total cost", 1_000, "GBP"),
        ("Amount ('000)", "Amount", 1_000, ""), ("Amount (thousands)", "Amount", 1_000, ""),
        ("Amount (in millions of pounds)", "Amount", 1_000_000, "GBP"), ("Amount (£)", "Amount", 1, "GBP"),
        ("Full cost EUR", "Full cost", 1, "EUR"), ("Cost (net)", "Cost (net)", 1, ""),
        ("Payment in advance", "Payment in advance", 1, ""), ("Duration (months)", "Duration (months)", 1, ""),
    ],
)  # fmt: skip
def test_a_heading_and_its_unit(header: str, rest: str, factor: int, currency: str) -> None:
    assert unit_of(header) == (rest, Unit(factor, currency))


def awards(folder: Path, text: str) -> Path:
    (folder / "awards.csv").write_text(text, encoding="utf-8")
    return folder / "awards.csv"


def test_thousands_are_read_as_thousands_and_told(tmp_path: Path) -> None:
    path = awards(tmp_path, "id,Amount (£000s),full cost\nA,30,30000\nB,30.5,\nC,,not known\n")
    found = read(path)
    assert found.registers["awards"] == [
        {"id": "A", "amount": Decimal(30_000), "full_cost": Decimal(30_000)},
        {"id": "B", "amount": Decimal("30500.0"), "full_cost": None},
        {"id": "C", "amount": None},
    ]
    assert found.skipped == ['awards.csv:1:2: "Amount (£000s)" is read times 1,000']


def test_a_columns_file_does_not_hide_the_unit(tmp_path: Path) -> None:
    path = awards(tmp_path, "id,Sum £k\nA,30\n")
    assert read(path, columns=Columns("c", {"": {"Sum £k": "amount"}})).registers["awards"][0]["amount"] == 30_000


def test_a_currency_is_kept_whether_a_column_a_heading_or_the_cell_names_it(tmp_path: Path) -> None:
    path = awards(tmp_path, "id,amount,currency,full cost (€)\nA,€1000,,1200\nB,1000,eur,\nC,£1000,£,\nD,5,,\n")
    assert [(each["amount"], each["currency"]) for each in records(path)["awards"]] == [
        (1000, "EUR"), (1000, "EUR"), (1000, "GBP"), (5, None),
    ]  # fmt: skip


def test_two_currencies_in_one_record_are_refused_at_the_cell(tmp_path: Path) -> None:
    path = awards(tmp_path, "id,amount,currency,full cost\nA,€1000,GBP,\nB,€1000,,£1200\nC,5,credits,\n")
    assert refusal(path) == [
        "awards.csv:2:2: the amount is in EUR and the record in GBP; give all amounts of a record in one currency",
        "awards.csv:3:2: the amount is in EUR and the record in GBP; give all amounts of a record in one currency",
        'awards.csv:4:3: "credits" is not a currency; write its three letters, for example GBP',
    ]


def test_a_register_without_a_currency_takes_pounds_alone(tmp_path: Path) -> None:
    (tmp_path / "opportunities.csv").write_text("id,title,amount\nA,Play,$1000\nB,Play,£5\n", encoding="utf-8")
    assert refusal(tmp_path / "opportunities.csv") == [
        "opportunities.csv:2:3: the amount is in USD; write it in pounds"
    ]


@pytest.mark.parametrize("written", ["500.00 CR", "£500.00CR", "500.00-", "(£500.00)", "-500"])
def test_credits_are_below_nothing(tmp_path: Path, written: str) -> None:
    assert records(awards(tmp_path, f"id,amount\nA,{written}\n"))["awards"][0]["amount"] == -500
