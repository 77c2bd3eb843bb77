"""The tree of hashes over the entries of a ledger, as RFC 6962 defines it: its root, its growth, its proofs.

Entries are never needed again once their hash is known. A hash lives at a place ``(level, index)``: at level 0 stand
the hashes of the entries, and the hash at ``(level, index)`` covers the ``2 ** level`` entries from
``index << level`` on. Only complete subtrees are stored, about two hashes an entry, and a stored hash never changes.
Who stores them brings a ``Read``; every function asks it once for all it needs, so a database answers with one query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

import msgspec

Place = tuple[int, int]
Read = Callable[[Sequence[Place]], Sequence[bytes]]
Span = tuple[int, int]  # the entries from the first up to, but not including, the second

HASH = 32  # bytes of a hash
EMPTY = sha256(b"").digest()  # the root of a tree without entries


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry. The first byte keeps an entry from ever passing for two hashes."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two hashes."""
    return sha256(b"\x01" + left + right).digest()


class Tree(msgspec.Struct, frozen=True):
    """The first ``size`` entries of a ledger whose hashes are stored; there may be more of them than that."""

    size: int
    read: Read

    def grow(self, leaf: bytes) -> list[tuple[Place, bytes]]:
        """What has to be stored when an entry with this hash is appended: its own hash, and each subtree it fills."""
        filled: list[Place] = []
        while self.size >> len(filled) & 1:
            filled.append((len(filled), (self.size >> len(filled)) - 1))
        stored = [((0, self.size), leaf)]
        for left in self.read(filled) if filled else ():
            leaf = node_hash(left, leaf)
            stored.append(((len(stored), self.size >> len(stored)), leaf))
        return stored

    def root(self) -> bytes:
        """The hash over all entries."""
        return _hashes([(0, self.size)], self.read)[0] if self.size else EMPTY

    def prove_inclusion(self, index: int) -> list[bytes]:
        """The hashes that lead from the entry at ``index`` to the root, from its neighbour upwards."""
        if not 0 <= index < self.size:
            raise IndexError(f"entry {index} of {self.size}")
        return _hashes(_beside(index, self.size), self.read)

    def prove_consistency(self, earlier: int) -> list[bytes]:
        """The hashes that show that the first ``earlier`` entries are the start of this tree."""
        if not 0 <= earlier <= self.size:
            raise IndexError(f"{earlier} entries of {self.size}")
        return _hashes(_since(earlier, self.size), self.read) if earlier else []


class Hashes:
    """All hashes of a ledger kept in memory, for who has no database."""

    def __init__(self) -> None:
        self._levels: list[bytearray] = [bytearray()]

    @property
    def size(self) -> int:
        return len(self._levels[0]) // HASH

    def append(self, leaf: bytes) -> None:
        """Append the hash of an entry."""
        for (level, _), stored in Tree(self.size, self.read).grow(leaf):
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += stored

    def read(self, places: Sequence[Place]) -> list[bytes]:
        """The hashes at these places."""
        return [bytes(self._levels[level][HASH * index : HASH * index + HASH]) for level, index in places]

    def tree(self, size: int | None = None) -> Tree:
        """The tree over all entries, or over the first ``size``."""
        return Tree(self.size if size is None else size, self.read)


def fits_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from the hash of the entry at ``index`` to the root of a tree of ``size`` entries."""
    if not 0 <= index < size:
        return False
    turns = (index ^ (size - 1)).bit_length()  # below this level the way up has both neighbours; above, only left ones
    lefts = (index >> turns).bit_count()
    if len(proof) != turns + lefts or not _are_hashes([leaf, *proof]):
        return False
    found = leaf
    for level, beside in enumerate(proof):
        is_right = level >= turns or index >> level & 1
        found = node_hash(beside, found) if is_right else node_hash(found, beside)
    return found == root


def fits_consistency(earlier: int, earlier_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the tree of the earlier root is the start of the tree of the later one."""
    if not 0 <= earlier <= size or not _are_hashes(proof):
        return False
    if earlier == 0:
        return not proof and earlier_root == EMPTY
    if earlier == size:
        return not proof and earlier_root == root
    if not proof:
        return False
    index, last = earlier - 1, size - 1
    full = (~index & index + 1).bit_length() - 1  # so many levels up, the earlier tree ends with a complete subtree
    index, last = index >> full, last >> full
    start, *rest = [earlier_root, *proof] if index == 0 else proof
    before = after = start
    for beside in rest:
        if last == 0:
            return False
        if index & 1 or index == last:
            before, after = node_hash(beside, before), node_hash(beside, after)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            after = node_hash(after, beside)
        index, last = index >> 1, last >> 1
    return (last, before, after) == (0, earlier_root, root)


def _are_hashes(proof: Sequence[bytes]) -> bool:
    """A piece longer or shorter than a hash could move the border between the two halves of a node."""
    return all(len(each) == HASH for each in proof)


def _hashes(spans: Sequence[Span], read: Read) -> list[bytes]:
    """The hash over each span, from one reading of all that is stored of them."""
    parts = [list(_complete(*span)) for span in spans]
    places = [place for part in parts for place in part]
    stored = iter(read(places) if places else ())
    return [_folded([next(stored) for _ in part]) for part in parts]


def _folded(peaks: list[bytes]) -> bytes:
    found = peaks.pop()
    while peaks:
        found = node_hash(peaks.pop(), found)
    return found


def _complete(start: int, end: int) -> Iterator[Place]:
    """The complete subtrees that make up a span, the largest first."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def _split(start: int, end: int) -> int:
    """Where the left half of a span ends: it is the largest complete subtree that is not the whole."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def _beside(index: int, size: int) -> list[Span]:
    """The spans beside the way from an entry up to the root."""
    start, end = 0, size
    spans = []
    while end - start > 1:
        middle = _split(start, end)
        if index < middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    return spans[::-1]


def _since(earlier: int, size: int) -> list[Span]:
    """The spans from which both the root of the earlier tree and the later root follow."""
    start, end = 0, size
    spans = []
    while end != earlier:
        middle = _split(start, end)
        if earlier <= middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    if start:
        spans.append((start, end))
    return spans[::-1]
