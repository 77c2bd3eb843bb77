"""The record as files: what stands at each address below ``/record/``, in the form of C2SP tlog-tiles.

Nothing is shown that is not signed yet, so whoever reads while somebody acts gets a record that fits. A file that the
database can no longer give as it was signed is not there: the check from outside then names it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import structlog
from django.db.models import Q

from opencompact.core.ledger.checkpoints import OtherHistory
from opencompact.core.ledger.folders import CHECKPOINT, KEY
from opencompact.core.ledger.notes import DoesNotFit
from opencompact.core.ledger.receipts import make_receipt, open_receipt
from opencompact.core.ledger.tiles import ENTRIES, HEIGHT, WIDTH, Tile, pack
from opencompact.core.ledger.tree import Place, node_hash
from opencompact.site.record import signing
from opencompact.site.record.models import Entry, Node, tree_of

log = structlog.get_logger("record")

VERIFIER = "check_record.py"
_INSTALLED = Path(__file__).with_name(VERIFIER)  # where the wheel carries it
_SOURCE = Path(__file__).resolve().parents[3] / "verifier" / VERIFIER


def file_at(path: str, limit: int = 0) -> bytes | None:
    """What stands at a path inside the record; None where there is nothing. No file is longer than a reader's limit."""
    if path == CHECKPOINT:
        note = signing.last_note()
        return note.encode() if note is not None else None
    if path == KEY:
        key = signing.public_key()
        return f"{key}\n".encode() if key else None
    tile = Tile.at(path)
    return _content(tile) if tile else None


def is_full(path: str) -> bool:
    """Whether a file is full, and so will never be another one."""
    tile = Tile.at(path)
    return tile is not None and tile.width == WIDTH


def receipt_of(entry: Entry) -> str | None:
    """The receipt of an entry from the last checkpoint; None where none covers it yet. A ``DoesNotFit`` or an
    ``OtherHistory`` where the entry or its hashes are no longer as they were signed."""
    note, signed = signing.last_note(), signing.last_checkpoint()
    if note is None or signed is None or signed.size <= entry.n:
        return None
    if not entry.fits_its_row:
        raise DoesNotFit("its row says something else")
    text = make_receipt(bytes(entry.body), entry.n, tree_of(signed.size), note)
    open_receipt(text, signing.key().verifier)
    return text


def verifier() -> bytes:
    """The stand-alone program that checks the record."""
    return (_INSTALLED if _INSTALLED.exists() else _SOURCE).read_bytes()


def _content(tile: Tile) -> bytes | None:
    signed = signing.last_checkpoint()
    start = tile.index * WIDTH
    there = signed.size >> HEIGHT * max(tile.level, 0) if signed else 0
    if start + tile.width > there:
        return None
    rows = _entries(start, tile.width) if tile.level == ENTRIES else _hashes(tile.level * HEIGHT, start, tile.width)
    if len(rows) != tile.width:
        log.error("a file of the record can't be made from the database", path=tile.path)
        return None
    return pack(rows) if tile.level == ENTRIES else b"".join(rows)


def _entries(start: int, count: int) -> list[bytes]:
    """So many entries that are in order."""
    found = Entry.objects.filter(n__gte=start, n__lt=start + count).order_by("n")
    return [bytes(entry.body) for entry in found if _is_in_order(entry)]


def _is_in_order(entry: Entry) -> bool:
    try:
        return entry.fits_its_row
    except ValueError:
        return False


def _hashes(level: int, start: int, count: int) -> list[bytes]:
    """The hashes of a tile, none where those the database keeps between this tile and the next one don't follow from
    them: nobody outside would ever see a change there, but proofs are made from them."""
    wanted = Q()
    for up in range(HEIGHT):
        wanted |= Q(level=level + up, index__gte=start >> up, index__lt=start + count >> up)
    rows = Node.objects.filter(wanted).order_by("level", "index").values_list("level", "index", "hash")
    kept = [((at - level, index - (start >> at - level)), bytes(hash)) for at, index, hash in rows]
    found = [hash for (up, _index), hash in kept if up == 0]
    return found if kept == list(_grown(found)) else []


def _grown(row: list[bytes]) -> Iterator[tuple[Place, bytes]]:
    """The hashes of a row, and those over them within a tile, in their order."""
    for up in range(HEIGHT):
        yield from (((up, index), hash) for index, hash in enumerate(row))
        row = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=False)]


__all__ = ["DoesNotFit", "OtherHistory", "file_at", "is_full", "receipt_of", "verifier"]
