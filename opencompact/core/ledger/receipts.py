"""A receipt: one small text with which anybody can check, without the ledger, that an entry stands in it.

It is written in the form of C2SP tlog-proof, with the entry itself as its extra data:

    c2sp.org/tlog-proof@v1
    extra eyJhY3QiOiJzaWduZWQi…
    index 17
    gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
    …

    example.org/record
    …

Below the blank line stands the checkpoint the proof leads to.
"""

from __future__ import annotations

import re

import msgspec

from opencompact.core.ledger.checkpoints import Checkpoint, open_checkpoint
from opencompact.core.ledger.entries import why_not_entry
from opencompact.core.ledger.notes import DoesNotFit, VerifierKey, from_base64, in_base64
from opencompact.core.ledger.tree import Tree, fits_inclusion, leaf_hash
from opencompact.core.words import _

HEAD = "c2sp.org/tlog-proof@v1\n"
MOST_BYTES = 262_144
_FORM = re.compile(re.escape(HEAD) + r"extra ([^\n]+)\nindex (0|[1-9][0-9]{0,17})\n((?:[^\n]+\n)*)\n(.+)", re.DOTALL)


class Receipt(msgspec.Struct, frozen=True):
    """An entry, its place, the way from it to a root, and the signed checkpoint that names this root."""

    entry: bytes
    index: int
    proof: list[bytes]
    note: str

    def text(self) -> str:
        """The receipt as it is handed over."""
        lines = [f"extra {in_base64(self.entry)}", f"index {self.index}", *map(in_base64, self.proof)]
        return HEAD + "\n".join(lines) + f"\n\n{self.note}"

    @classmethod
    def parse(cls, text: str) -> Receipt:
        """A receipt as it was handed over; a ``DoesNotFit`` where it isn't one. Nothing in it is checked yet."""
        found = _FORM.fullmatch(text)
        if not found:
            raise DoesNotFit(_("it is not laid out as a receipt"))
        extra, index, proof, note = found.groups()
        receipt = cls(from_base64(extra), int(index), [from_base64(line) for line in proof.split()], note)
        if receipt.text() != text:
            raise DoesNotFit(_("it is not laid out as a receipt"))
        return receipt


def make_receipt(entry: bytes, index: int, tree: Tree, note: str) -> str:
    """The receipt for an entry, from the tree that the checkpoint in the note was signed over."""
    return Receipt(entry, index, tree.prove_inclusion(index), note).text()


def open_receipt(text: str, key: VerifierKey) -> tuple[Receipt, Checkpoint]:
    """A receipt that was checked, and its checkpoint; a ``DoesNotFit`` where it does not show what it should."""
    receipt = Receipt.parse(text)
    signed = open_checkpoint(receipt.note, key)
    if not fits_inclusion(leaf_hash(receipt.entry), receipt.index, signed.size, receipt.proof, signed.root):
        told = _("it does not link entry {index} to the checkpoint below it")
        raise DoesNotFit(told.format(index=receipt.index))
    fault = why_not_entry(receipt.entry, receipt.index)
    if fault:
        raise DoesNotFit(fault)
    return receipt, signed
