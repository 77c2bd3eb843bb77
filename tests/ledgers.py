"""Ledgers of an invented place, for tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from opencompact.core.ledger.checkpoints import sign_checkpoint
from opencompact.core.ledger.entries import make_entry, seal
from opencompact.core.ledger.folders import Ledger, write_folder
from opencompact.core.ledger.notes import make_key
from opencompact.core.ledger.tree import Hashes, leaf_hash

KEY = make_key("wellbridge.example/record", bytes(range(32)))
OTHER_KEY = make_key("wellbridge.example/record", bytes(32))
SALT = bytes(range(100, 132))


def entry(n: int, what: str = "signed", place: int | None = None) -> bytes:
    """What was recorded as act ``n``; ``place`` where it says another number than its own."""
    at = datetime(2026, 11, 21, 10, tzinfo=UTC) + timedelta(minutes=n)
    facts = {"edition": "wellbridge-2026", "sector": "voluntary" if n % 2 else "public"}
    sealed = seal(SALT, {"contact": f"Person {n}"}) if n % 3 else None
    return make_entry(n if place is None else place, at, what, "wellbridge", f"signatory-{n}", facts, sealed)


def entries(count: int) -> list[bytes]:
    return [entry(n) for n in range(count)]


def grown(recorded: Iterable[bytes]) -> Hashes:
    hashes = Hashes()
    for each in recorded:
        hashes.append(leaf_hash(each))
    return hashes


def ledger(recorded: Sequence[bytes]) -> Ledger:
    """The entries as a ledger signed today."""
    return Ledger(list(recorded), sign_checkpoint(grown(recorded).tree(), KEY), KEY.verifier)


def published(folder: Path, recorded: Sequence[bytes]) -> Path:
    write_folder(folder, ledger(recorded))
    return folder
