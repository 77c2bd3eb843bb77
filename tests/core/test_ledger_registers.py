"""Registers compared with the ledger."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from opencompact.core.ledger.entries import Entry, make_entry, read_entry
from opencompact.core.ledger.registers import Compared, Difference, Shown, compare, last_said

MOMENT = datetime(2026, 12, 1, 10, tzinfo=UTC)
SAYS = {"state": "published", "opens": "2027-01-11", "closes": "2027-04-26", "responses": None, "written": True}
SHOWN = {"id": 7, "title": "Parks plan", "purpose": "anything", **SAYS}


def entry(n: int, subject: str = "consultation/7", title: str = "Parks plan", **said: Any) -> Entry:
    facts: dict[str, Any] = {"title": title, "holds": {**SAYS, **said}}
    return read_entry(make_entry(n, MOMENT, "consultation_published", "wellbridge", subject, facts))


def found(*shown: Shown) -> Compared:
    plain = read_entry(
        make_entry(3, MOMENT, "answer_received", "wellbridge", "consultation/7", {"title": "Parks plan"})
    )
    return compare(last_said([entry(1, closes="2027-03-01"), entry(2), plain]), shown)


def test_a_record_that_shows_what_its_last_entry_says_fits() -> None:
    assert found(Shown("wellbridge", "consultation/7", SHOWN)) == Compared(records=1)


def test_each_thing_that_differs_is_told() -> None:
    changed = {**SHOWN, "title": "Car parks plan", "closes": "2027-04-27", "written": None, "purpose": "else"}
    assert found(Shown("wellbridge", "consultation/7", changed)) == Compared(
        records=1,
        differences=[
            Difference("consultation/7", 2, "title", "Parks plan", "Car parks plan"),
            Difference("consultation/7", 2, "closes", "2027-04-26", "2027-04-27"),
            Difference("consultation/7", 2, "written", True, None),
        ],
    )


def test_a_record_that_is_missing_is_told_and_one_without_an_entry_is_counted() -> None:
    elsewhere = Shown("bristol", "consultation/7", SHOWN)
    assert found(elsewhere) == Compared(without=1, differences=[Difference("consultation/7", 2, "", None, None)])
