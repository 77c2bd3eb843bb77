"""Checkpoints: the size and the root of a ledger, signed (C2SP tlog-checkpoint).

Whoever keeps a checkpoint can tell later whether the ledger still begins with the same entries. That holds only as long
as the ledger never signs two histories: ``next_checkpoint`` signs nothing that does not continue what it signed before.
"""

from __future__ import annotations

import msgspec

from opencompact.core.ledger.notes import (
    DoesNotFit,
    SigningKey,
    VerifierKey,
    from_base64,
    in_base64,
    open_note,
    sign_note,
)
from opencompact.core.ledger.tree import HASH, Tree, fits_consistency
from opencompact.core.words import _, n_

_MOST_DIGITS = 18


class OtherHistory(Exception):
    """The entries do not continue what was signed before; nothing was signed."""


class Checkpoint(msgspec.Struct, frozen=True):
    """How many entries a ledger has, and the hash over all of them."""

    origin: str  # whose ledger it is: the name of its key
    size: int
    root: bytes

    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{in_base64(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """A checkpoint from the text of a note; lines after the third are for others, and left aside."""
        origin, size, root, *others = [*text.split("\n"), "", ""]
        is_number = size.isascii() and size.isdigit() and len(size) <= _MOST_DIGITS and str(int(size)) == size
        raw = from_base64(root)
        if not origin or not is_number or len(raw) != HASH or "" in others[:-3]:
            raise DoesNotFit(_("it does not say whose it is, how many entries there are and what their hash is"))
        return cls(origin, int(size), raw)


def sign_checkpoint(tree: Tree, key: SigningKey) -> str:
    """The checkpoint of a tree as a signed note."""
    return sign_note(Checkpoint(key.name, tree.size, tree.root()).text(), key)


def open_checkpoint(note: str, key: VerifierKey) -> Checkpoint:
    """The checkpoint in a note that this key has signed; a ``DoesNotFit`` where it isn't one of this ledger."""
    signed = Checkpoint.parse(open_note(note, key))
    if signed.origin != key.name:
        raise DoesNotFit(_("it is signed by {name} and belongs to another record").format(name=key.name))
    return signed


def next_checkpoint(previous: str | None, tree: Tree, key: SigningKey) -> str:
    """Sign the tree as the continuation of the checkpoint signed before; None where nothing was signed yet.

    The caller keeps the last checkpoint where a restored backup of the database does not bring back an older one, and
    signs only what is committed. An ``OtherHistory`` says why nothing was signed.
    """
    if previous is not None:
        _insist_on_same_history(previous, tree, key.verifier)
    return sign_checkpoint(tree, key)


def _insist_on_same_history(previous: str, tree: Tree, key: VerifierKey) -> None:
    try:
        before = open_checkpoint(previous, key)
    except DoesNotFit as fault:
        told = _("The last checkpoint can't be trusted: {fault}. Nothing was signed.")
        raise OtherHistory(told.format(fault=fault)) from None
    if tree.size < before.size:
        told = n_(
            "An earlier checkpoint covers {before} entries, but the record now has {count} entry. Nothing "
            "was signed: restore the missing entries.",
            "An earlier checkpoint covers {before} entries, but the record now has {count} entries. Nothing "
            "was signed: restore the missing entries.",
            tree.size,
        )
        raise OtherHistory(told.format(before=before.size, count=tree.size))
    proof = tree.prove_consistency(before.size)
    if not fits_consistency(before.size, before.root, tree.size, tree.root(), proof):
        told = _(
            "The first {before} entries are not the ones an earlier checkpoint covers. Nothing was signed: "
            "restore the entries as they were."
        )
        raise OtherHistory(told.format(before=before.size))
