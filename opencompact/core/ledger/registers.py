"""Compares registers with the ledger: does a record say what its last entry says?

An entry about a record carries its title and, in ``holds``, its dates, numbers and answers of yes or no. Words are not
in it, for they may have to be forgotten; so a changed word is not found, a changed date is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from opencompact.core.ledger.entries import Entry

HOLDS = "holds"  # the fact of an entry in which they stand
TITLE = "title"


class Shown(NamedTuple):
    """A record as a register shows it now."""

    area: str
    subject: str  # what entries call it: consultation/7
    facts: Mapping[str, Any]


class Difference(msgspec.Struct, frozen=True, order=True):
    """One thing a register shows and the ledger does not say so."""

    subject: str
    entry: int
    field: str  # "" where the whole record is missing
    said: Any
    shown: Any


class Compared(msgspec.Struct):
    """What came of comparing: how many records could be compared, how many have no entry that says what they hold."""

    records: int = 0
    without: int = 0
    differences: list[Difference] = []


def last_said(entries: Iterable[Entry]) -> dict[tuple[str, str], Entry]:
    """Of each record the last entry that says what it holds."""
    return {(entry.area, entry.subject): entry for entry in entries if isinstance(entry.facts.get(HOLDS), dict)}


def compare(said: Mapping[tuple[str, str], Entry], shown: Iterable[Shown]) -> Compared:
    """Compare each record with the last entry about it. A record that is missing is a difference, too."""
    found, missing = Compared(), dict(said)
    for each in shown:
        entry = missing.pop((each.area, each.subject), None)
        if entry is None:
            found.without += 1
            continue
        found.records += 1
        told = {TITLE: entry.facts.get(TITLE), **entry.facts[HOLDS]}
        found.differences += [
            Difference(each.subject, entry.n, field, value, each.facts[field])
            for field, value in told.items()
            if field in each.facts and each.facts[field] != value
        ]
    found.differences += [Difference(entry.subject, entry.n, "", None, None) for entry in missing.values()]
    return found
