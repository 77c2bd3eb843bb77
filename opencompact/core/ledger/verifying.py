"""Check a published ledger from outside: every byte of it against the signed root, and against what a person holds.

Nothing is believed but the key. The signature makes the root certain; entries and tiles are two ways to that root, so
where one of them was changed the other shows what was there. All that does not fit is told, not only the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from opencompact.core.ledger import notes
from opencompact.core.ledger.checkpoints import Checkpoint, open_checkpoint
from opencompact.core.ledger.entries import why_not_entry
from opencompact.core.ledger.folders import CHECKPOINT, KEY, Fetch
from opencompact.core.ledger.notes import DoesNotFit, VerifierKey
from opencompact.core.ledger.receipts import open_receipt
from opencompact.core.ledger.tiles import WIDTH, Tile, bundles_of, hashes_of, tiles_of, unpack
from opencompact.core.ledger.tree import HASH, Hashes, leaf_hash
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _, n_

MOST_ENTRIES = 10_000_000  # more would not fit into the memory of a usual computer
_KEY_BYTES = 1_024


class Wrong(msgspec.Struct, frozen=True, order=True):
    """One thing that does not fit."""

    place: str  # "entry 17", "receipt", "earlier checkpoint" or the path of a file, the same in every language
    says: str


class Held(msgspec.Struct, frozen=True):
    """What a person kept from earlier, as text: a checkpoint, a receipt."""

    since: str | None = None
    receipt: str | None = None


class Verdict(msgspec.Struct, kw_only=True):
    """What was checked and held, and what does not fit."""

    key: VerifierKey | None = None
    signed: Checkpoint | None = None
    checked: list[str] = []
    wrong: list[Wrong] = []
    entry: int | None = None  # which entry, where a receipt was checked by itself

    def tell(self, checked: str, wrong: Iterable[Wrong]) -> None:
        """Add what one step found; what it checked counts only where nothing was wrong."""
        found = list(wrong)
        self.wrong += found
        self.checked += [] if found else [checked]


class Stored(msgspec.Struct):
    """What stands in the files: the hashes of the entries, bundle by bundle (b"" where it can't be read), and tiles."""

    leaves: list[bytes] = []
    tiles: dict[Tile, bytes] = {}
    faults: dict[int, str] = {}  # entries that are not written as they should be
    wrong_bundles: list[Wrong] = []
    wrong_tiles: list[Wrong] = []


def verify_ledger(fetch: Fetch, key: VerifierKey | None = None, held: Held | None = None) -> Verdict:
    """Check a whole ledger, without a key by its own; an ``Unusable`` where there is nothing to check.

    What lies beside the files a checkpoint asks for is no part of the ledger: tiles from earlier may be left there.
    """
    note, own = fetch(CHECKPOINT, notes.MOST_BYTES), fetch(KEY, _KEY_BYTES)
    if note is None:
        told, mend = _("it is not there"), _("give the folder or web address where it is")
        raise Unusable([Problem(CHECKPOINT, told, mend)])
    verdict, place = Verdict(key=key), KEY
    try:
        verdict.key, place = (key := _key(own, key)), CHECKPOINT
        verdict.signed = signed = open_checkpoint(_text(note, notes.MOST_BYTES), key)
    except DoesNotFit as fault:
        verdict.wrong.append(Wrong(place, str(fault)))
        return verdict
    if signed.size > MOST_ENTRIES:
        told = _("it has {count} entries, and we can check {most} at most")
        raise Unusable([Problem(CHECKPOINT, told.format(count=f"{signed.size:,}", most=f"{MOST_ENTRIES:,}"))])
    verdict.checked.append(_signed_with(key))
    stored = _read(fetch, signed.size)
    base = _base(signed, stored)
    _tell_of_contents(verdict, signed, stored, base)
    _tell_of_held(verdict, key, base, held or Held())
    return verdict


def verify_receipt(text: str, key: VerifierKey) -> Verdict:
    """Check a receipt by itself."""
    verdict = Verdict(key=key)
    try:
        receipt, verdict.signed = open_receipt(text, key)
    except DoesNotFit as fault:
        verdict.wrong.append(Wrong("receipt", str(fault)))
        return verdict
    verdict.entry = receipt.index
    verdict.checked = [
        _signed_with(key),
        _("Entry {index} is one of the entries that were signed.").format(index=receipt.index),
    ]
    return verdict


def _signed_with(key: VerifierKey) -> str:
    return _("The checkpoint is signed with the key {key}.").format(key=key)


def _key(own: bytes | None, given: VerifierKey | None) -> VerifierKey:
    """The key to believe. The ledger may offer none beside the one a person has, but not another one."""
    if own is None and given is None:
        raise Unusable([Problem(KEY, _("it is not there"), _("give the key that checks the signature with --key"))])
    if given:
        if own not in (None, f"{given}\n".encode()):
            raise DoesNotFit(_("it is not the key you gave: this is another record, or its key was replaced"))
        return given
    text = _text(own or b"", _KEY_BYTES)
    if not text.endswith("\n"):
        raise DoesNotFit(_("its last line is incomplete"))
    return VerifierKey.parse(text[:-1])


def _text(raw: bytes, most: int) -> str:
    try:
        if len(raw) <= most:
            return raw.decode()
    except UnicodeDecodeError:
        pass
    raise DoesNotFit(_("it is not text of {most} bytes or fewer").format(most=most))


def _read(fetch: Fetch, size: int) -> Stored:
    """All bundles and tiles. Entries are hashed and let go."""
    stored = Stored()
    for bundle in bundles_of(size):
        raw = fetch(bundle.path, bundle.most_bytes)
        try:
            entries = unpack(_there(raw), bundle.width)
        except DoesNotFit as fault:
            stored.wrong_bundles.append(Wrong(bundle.path, str(fault)))
            entries = []
        stored.leaves.append(b"".join(map(leaf_hash, entries)))
        for n, entry in enumerate(entries, bundle.index * WIDTH):
            fault_of_form = why_not_entry(entry, n)
            if fault_of_form:
                stored.faults[n] = fault_of_form
    for tile in tiles_of(size):
        try:
            stored.tiles[tile] = _full(_there(fetch(tile.path, tile.most_bytes)), tile)
        except DoesNotFit as fault:
            stored.wrong_tiles.append(Wrong(tile.path, str(fault)))
    return stored


def _there(raw: bytes | None) -> bytes:
    if raw is None:
        raise DoesNotFit(_("it is missing"))
    return raw


def _full(raw: bytes, tile: Tile) -> bytes:
    if len(raw) != tile.most_bytes:
        told = n_("it does not hold exactly {count} hash", "it does not hold exactly {count} hashes", tile.width)
        raise DoesNotFit(told.format(count=tile.width))
    return raw


def _base(signed: Checkpoint, stored: Stored) -> Hashes | None:
    """The tree to hold everything against: the one that leads to the signed root, or the best there is; None where
    neither entries nor tiles are complete."""
    rows = [stored.tiles.get(tile, b"") for tile in tiles_of(signed.size) if tile.level == 0]
    whole = [_grown(blocks) for blocks in (stored.leaves, rows) if all(blocks)]
    right = [hashes for hashes in whole if hashes.tree().root() == signed.root]
    return next(iter(right + whole), None)


def _grown(blocks: Sequence[bytes]) -> Hashes:
    hashes = Hashes()
    for block in blocks:
        for start in range(0, len(block), HASH):
            hashes.append(block[start : start + HASH])
    return hashes


def _tell_of_contents(verdict: Verdict, signed: Checkpoint, stored: Stored, base: Hashes | None) -> None:
    told = n_(
        "{count} entry leads to the root that was signed.",
        "{count} entries lead, in their order, to the root that was signed.",
        signed.size,
    )
    wrong = [*stored.wrong_bundles, *_wrong_root(signed, base), *_wrong_entries(stored, base)]
    verdict.tell(told.format(count=f"{signed.size:,}"), wrong)
    files = len(stored.tiles)
    told = n_("{count} tile of hashes fits them.", "{count} tiles of hashes fit them.", files)
    verdict.tell(told.format(count=f"{files:,}"), [*stored.wrong_tiles, *_wrong_tiles(stored, base)])


def _wrong_root(signed: Checkpoint, base: Hashes | None) -> Iterator[Wrong]:
    if base is None:
        yield Wrong(CHECKPOINT, _("its root can't be checked while files are missing or damaged"))
    elif base.tree().root() != signed.root:
        yield Wrong(CHECKPOINT, _("the entries do not lead to the root that was signed"))


def _wrong_entries(stored: Stored, base: Hashes | None) -> Iterator[Wrong]:
    """Entries that are not those of the tree, and those that are but should never have been written so."""
    for number, block in enumerate(stored.leaves if base else ()):
        assert base
        right = hashes_of(Tile(0, number, len(block) // HASH), base.read)
        for start in range(0, len(block) if block != right else 0, HASH):
            if block[start : start + HASH] != right[start : start + HASH]:
                n = number * WIDTH + start // HASH
                stored.faults.pop(n, None)
                yield Wrong(f"entry {n}", _("it is not the entry that was signed"))
    yield from (Wrong(f"entry {n}", fault) for n, fault in stored.faults.items())


def _wrong_tiles(stored: Stored, base: Hashes | None) -> Iterator[Wrong]:
    for tile, raw in stored.tiles.items():
        if base and raw != hashes_of(tile, base.read):
            yield Wrong(tile.path, _("its hashes are not those of the entries"))


def _tell_of_held(verdict: Verdict, key: VerifierKey, base: Hashes | None, held: Held) -> None:
    assert verdict.signed
    size = verdict.signed.size
    if held.since is not None:
        try:
            before = open_checkpoint(held.since, key)
            _insist_it_continues(before, size, base)
        except DoesNotFit as fault:
            verdict.wrong.append(Wrong("earlier checkpoint", str(fault)))
        else:
            told = _("It continues from your checkpoint: its first {count} entries are the same.")
            verdict.checked.append(told.format(count=f"{before.size:,}"))
    if held.receipt is not None:
        try:
            receipt, before = open_receipt(held.receipt, key)
            _insist_it_continues(before, size, base)
        except DoesNotFit as fault:
            verdict.wrong.append(Wrong("receipt", str(fault)))
        else:
            told = _("Entry {index} is the one on your receipt, and everything before its checkpoint is the same.")
            verdict.checked.append(told.format(index=receipt.index))


def _insist_it_continues(before: Checkpoint, size: int, base: Hashes | None) -> None:
    if before.size > size:
        told = _("it covers {before} entries, but the record has {count}: entries were removed")
        raise DoesNotFit(told.format(before=f"{before.size:,}", count=f"{size:,}"))
    if base is None:
        raise DoesNotFit(_("it can't be compared while files are missing or damaged"))
    if base.tree(before.size).root() != before.root:
        told = _("the first {before} entries are not the ones that were signed: the record was changed")
        raise DoesNotFit(told.format(before=f"{before.size:,}"))
