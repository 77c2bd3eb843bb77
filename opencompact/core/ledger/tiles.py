"""How a ledger is cut into files that never change once they are full (C2SP tlog-tiles).

A tile holds up to 256 hashes, a bundle the up to 256 entries they are of. Level 0 holds the hashes of the entries; each
hash of a level above covers one full tile below. The files at the right edge are partial and named by their width.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from opencompact.core.ledger.entries import MOST_BYTES
from opencompact.core.ledger.notes import DoesNotFit
from opencompact.core.ledger.tree import HASH, Read
from opencompact.core.words import n_

WIDTH = 256
HEIGHT = 8  # levels of the tree in a tile
ENTRIES = -1  # the level of bundles
_PATH = re.compile(r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


class Tile(msgspec.Struct, frozen=True, order=True):
    """Which file it is: a tile of hashes, or a bundle of entries where the level is ``ENTRIES``."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where it lies inside the ledger: tile/0/x001/x234/067, or tile/0/000.p/5."""
        groups = [f"{self.index % 1000:03}"]
        rest = self.index // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03}")
            rest //= 1000
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"tile/{'entries' if self.level == ENTRIES else self.level}/{'/'.join(groups)}{partial}"

    @property
    def most_bytes(self) -> int:
        """No file of this kind can be longer."""
        return self.width * (MOST_BYTES + 2 if self.level == ENTRIES else HASH)

    @classmethod
    def at(cls, path: str) -> Tile | None:
        """The tile or bundle that lies there; None where the path is not written as one is."""
        found = _PATH.fullmatch(path)
        if not found:
            return None
        level = ENTRIES if found[1] == "entries" else int(found[1])
        tile = cls(level, int(re.sub("[x/]", "", found[2])), int(found[3] or WIDTH))
        return tile if tile.path == path else None


def bundles_of(size: int) -> Iterator[Tile]:
    """The bundles of a ledger with so many entries, in order."""
    return _row(ENTRIES, size)


def tiles_of(size: int) -> Iterator[Tile]:
    """The tiles of a ledger with so many entries, from the lowest level up."""
    level = 0
    while size:
        yield from _row(level, size)
        size //= WIDTH
        level += 1


def _row(level: int, count: int) -> Iterator[Tile]:
    full, rest = divmod(count, WIDTH)
    yield from (Tile(level, index) for index in range(full))
    if rest:
        yield Tile(level, full, rest)


def hashes_of(tile: Tile, read: Read) -> bytes:
    """What stands in a tile."""
    start = tile.index * WIDTH
    return b"".join(read([(tile.level * HEIGHT, start + place) for place in range(tile.width)]))


def pack(entries: Sequence[bytes]) -> bytes:
    """What stands in a bundle: each entry after its length."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unpack(bundle: bytes, width: int) -> list[bytes]:
    """The entries of a bundle; a ``DoesNotFit`` where there are not exactly so many."""
    entries: list[bytes] = []
    at = 0
    while at + 2 <= len(bundle) and len(entries) < width:
        start = at + 2
        at = start + int.from_bytes(bundle[at:start], "big")
        entries.append(bundle[start:at])
    if at != len(bundle) or len(entries) != width:
        told = n_("it does not hold exactly {count} entry", "it does not hold exactly {count} entries", width)
        raise DoesNotFit(told.format(count=width))
    return entries
