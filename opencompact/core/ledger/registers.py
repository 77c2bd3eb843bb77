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


class Said(NamedTuple):
    """What the last entry about a record says it holds."""

    entry: int
    by: str  # the subject of that entry: the record itself, or the import that brought it
    facts: Mapping[str, Any]


def last_said(entries: Iterable[Entry]) -> dict[tuple[str, str], Said]:
    """Of each record what the last entry says it holds. An import says it of many at once; one that is undone says
    that it holds nothing more."""
    said: dict[tuple[str, str], Said] = {}
    for entry in entries:
        holds = entry.facts.get(HOLDS)
        if isinstance(holds, dict):
            facts = {TITLE: entry.facts.get(TITLE), **holds}
            said[entry.area, entry.subject] = Said(entry.n, entry.subject, facts)
        elif isinstance(holds, list):
            if not holds:
                said = {key: each for key, each in said.items() if each.by != entry.subject or key[0] != entry.area}
            for subject, title, held in filter(_is_held, holds):
                said[entry.area, subject] = Said(entry.n, entry.subject, {TITLE: title, **held})
    return said


def _is_held(part: Any) -> bool:
    """Whether this is what an import says of one record: its subject, its title, what it holds."""
    is_one = isinstance(part, list) and len(part) == 3
    return is_one and isinstance(part[0], str) and isinstance(part[2], dict)


def compare(said: Mapping[tuple[str, str], Said], shown: Iterable[Shown]) -> Compared:
    """Compare each record with the last entry about it. A record that is missing is a difference, too."""
    found, missing = Compared(), dict(said)
    for each in shown:
        last = missing.pop((each.area, each.subject), None)
        if last is None:
            found.without += 1
            continue
        found.records += 1
        found.differences += [
            Difference(each.subject, last.entry, field, value, each.facts[field])
            for field, value in last.facts.items()
            if field in each.facts and each.facts[field] != value
        ]
    found.differences += [Difference(subject, last.entry, "", None, None) for (_area, subject), last in missing.items()]
    return found
