"""A whole ledger as a folder of files: what anybody may copy, keep, and publish again.

checkpoint              the signed size and root
record.vkey             the key that checks the signature
tile/entries/000.p/12   the entries
tile/0/000.p/12         their hashes
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from opencompact.core.ledger.checkpoints import open_checkpoint
from opencompact.core.ledger.notes import VerifierKey
from opencompact.core.ledger.tiles import WIDTH, bundles_of, hashes_of, pack, tiles_of, unpack
from opencompact.core.ledger.tree import Hashes, leaf_hash

CHECKPOINT = "checkpoint"
KEY = "record.vkey"

Fetch = Callable[[str, int], bytes | None]
"""What stands at a path inside a ledger, None where there is nothing. Of a file longer than the limit, a little more
than the limit is enough."""


class Ledger(msgspec.Struct, frozen=True):
    """Everything a published ledger holds."""

    entries: list[bytes]
    note: str  # the checkpoint
    key: VerifierKey


def write_folder(folder: Path, ledger: Ledger) -> None:
    """Write a ledger as files, the checkpoint last, so that a reader never looks for what is not there yet.

    A ``ValueError`` where the checkpoint is not over these entries: what is written can always be verified.
    """
    hashes = Hashes()
    for entry in ledger.entries:
        hashes.append(leaf_hash(entry))
    signed = open_checkpoint(ledger.note, ledger.key)
    if (signed.size, signed.root) != (hashes.size, hashes.tree().root()):
        raise ValueError("the checkpoint is not over these entries")
    for path, content in _files(ledger.entries, hashes):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / KEY).write_bytes(f"{ledger.key}\n".encode())
    (folder / CHECKPOINT).write_bytes(ledger.note.encode())


def _files(entries: Sequence[bytes], hashes: Hashes) -> Iterator[tuple[str, bytes]]:
    for bundle in bundles_of(len(entries)):
        start = bundle.index * WIDTH
        yield bundle.path, pack(entries[start : start + bundle.width])
    for tile in tiles_of(len(entries)):
        yield tile.path, hashes_of(tile, hashes.read)


def read_folder(folder: Path) -> Ledger:
    """The ledger in a folder, its signature checked and its entries not yet: ``verify`` does that."""
    key = VerifierKey.parse((folder / KEY).read_text("utf-8").removesuffix("\n"))
    note = (folder / CHECKPOINT).read_bytes().decode()
    size = open_checkpoint(note, key).size
    entries = [
        entry for bundle in bundles_of(size) for entry in unpack((folder / bundle.path).read_bytes(), bundle.width)
    ]
    return Ledger(entries, note, key)


def fetch_from(folder: Path) -> Fetch:
    """Read a ledger from a folder."""

    def fetch(path: str, limit: int) -> bytes | None:
        place = folder / path
        if not place.is_file():
            return None
        with place.open("rb") as file:
            return file.read(limit + 1)

    return fetch
