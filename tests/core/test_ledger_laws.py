"""The laws of the ledger's tree: every right proof is accepted, every other one is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencompact.core.ledger.entries import canonical, fits_seal, make_entry, read_entry, seal
from opencompact.core.ledger.folders import fetch_from, read_folder, write_folder
from opencompact.core.ledger.notes import DoesNotFit, make_key, open_note, sign_note
from opencompact.core.ledger.receipts import make_receipt, open_receipt
from opencompact.core.ledger.tiles import pack, unpack
from opencompact.core.ledger.tree import (
    EMPTY,
    Hashes,
    Tree,
    fits_consistency,
    fits_inclusion,
    leaf_hash,
    node_hash,
)
from opencompact.core.ledger.verifying import verify_ledger
from tests.ledgers import KEY, entries, grown, ledger

EVERY = 70
MOST = 2_000


@cache
def leaves() -> list[bytes]:
    return [leaf_hash(f"entry {n}".encode()) for n in range(MOST)]


@cache
def hashes() -> Hashes:
    made = Hashes()
    for leaf in leaves():
        made.append(leaf)
    return made


@cache
def root(size: int) -> bytes:
    return by_definition(leaves()[:size])


def split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1


def by_definition(of: Sequence[bytes]) -> bytes:
    """The root as RFC 6962 section 2.1 writes it down."""
    if len(of) < 2:
        return of[0] if of else EMPTY
    half = split(len(of))
    return node_hash(by_definition(of[:half]), by_definition(of[half:]))


def path(index: int, of: Sequence[bytes]) -> list[bytes]:
    """The inclusion proof as RFC 6962 section 2.1.1 writes it down."""
    if len(of) == 1:
        return []
    half = split(len(of))
    if index < half:
        return [*path(index, of[:half]), by_definition(of[half:])]
    return [*path(index - half, of[half:]), by_definition(of[:half])]


def proof(earlier: int, of: Sequence[bytes], known: bool = True) -> list[bytes]:
    """The consistency proof as RFC 6962 section 2.1.2 writes it down."""
    if earlier == len(of):
        return [] if known else [by_definition(of)]
    half = split(len(of))
    if earlier <= half:
        return [*proof(earlier, of[:half], known), by_definition(of[half:])]
    return [*proof(earlier - half, of[half:], False), by_definition(of[:half])]


def test_every_small_tree_proves_each_entry() -> None:
    for size in range(1, EVERY + 1):
        tree = hashes().tree(size)
        assert tree.root() == root(size)
        for index in range(size):
            found = tree.prove_inclusion(index)
            assert found == path(index, leaves()[:size])
            assert fits_inclusion(leaves()[index], index, size, found, root(size))


def test_every_small_tree_continues_each_smaller_one() -> None:
    for size in range(EVERY + 1):
        tree = hashes().tree(size)
        for earlier in range(size + 1):
            found = tree.prove_consistency(earlier)
            assert found == (proof(earlier, leaves()[:size]) if earlier else [])
            assert fits_consistency(earlier, root(earlier), size, root(size), found)


SIZES = st.integers(1, MOST)


@given(st.data(), SIZES)
@settings(max_examples=60)
def test_larger_trees_prove_as_the_definition_does(data: Any, size: int) -> None:
    index, earlier = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    tree = hashes().tree(size)
    assert tree.root() == root(size)
    assert tree.prove_inclusion(index) == path(index, leaves()[:size])
    assert tree.prove_consistency(earlier) == proof(earlier, leaves()[:size])
    assert fits_inclusion(leaves()[index], index, size, tree.prove_inclusion(index), root(size))
    assert fits_consistency(earlier, root(earlier), size, root(size), tree.prove_consistency(earlier))


def changes(proof: list[bytes], flip: int) -> list[list[bytes]]:
    """The proof with any one byte changed, and with one hash cut, lengthened, left out, put in, or moved."""
    found = [[*proof, bytes(32)], [bytes(32), *proof]]
    for place, each in enumerate(proof):
        flipped = [each[:at] + bytes([each[at] ^ flip]) + each[at + 1 :] for at in range(32)]
        rest = proof[:place], proof[place + 1 :]
        found += [[*rest[0], other, *rest[1]] for other in (*flipped, each[:-1], each + b"\0", b"")]
        found.append([*rest[0], *rest[1]])
        found.append([*rest[0], *rest[1][:1], each, *rest[1][1:]])
    return [each for each in found if each != proof]


def test_no_small_tree_accepts_another_proof() -> None:
    for size in range(1, 18):
        tree = hashes().tree(size)
        for place in range(size):
            shown, since = tree.prove_inclusion(place), tree.prove_consistency(place)
            for each in changes(shown, 1):
                assert not fits_inclusion(leaves()[place], place, size, each, root(size))
            for each in changes(since, 1):
                assert not fits_consistency(place, root(place), size, root(size), each)


@given(st.data(), SIZES, st.integers(1, 255))
@settings(max_examples=60)
def test_no_other_inclusion_proof_is_accepted(data: Any, size: int, flip: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaf, right, found = leaves()[index], root(size), hashes().tree(size).prove_inclusion(index)
    assert not any(fits_inclusion(leaf, index, size, each, right) for each in changes(found, flip))
    assert not any(fits_inclusion(leaf, other, size, found, right) for other in range(-1, size + 1) if other != index)
    assert not fits_inclusion(leaf, index, size, found, leaf_hash(right))
    assert not fits_inclusion(leaf_hash(leaf), index, size, found, right)


@given(st.data(), SIZES, st.integers(1, 255))
@settings(max_examples=60)
def test_no_other_consistency_proof_is_accepted(data: Any, size: int, flip: int) -> None:
    earlier = data.draw(st.integers(0, size))
    before, right, found = root(earlier), root(size), hashes().tree(size).prove_consistency(earlier)
    assert not any(fits_consistency(earlier, before, size, right, each) for each in changes(found, flip))
    assert not fits_consistency(earlier, leaf_hash(before), size, right, found)
    assert earlier == 0 or not fits_consistency(earlier, before, size, leaf_hash(right), found)
    assert not fits_consistency(size + 1, before, size, right, found)
    assert not fits_consistency(-1, before, size, right, found)


@given(st.data(), st.integers(2, MOST))
@settings(max_examples=40)
def test_a_changed_history_never_continues_the_old_one(data: Any, size: int) -> None:
    """Whoever exchanges one covered entry cannot prove that nothing was exchanged, not even with all true hashes."""
    earlier = data.draw(st.integers(1, size))
    changed = data.draw(st.integers(0, earlier - 1))
    made = Hashes()
    for n, leaf in enumerate(leaves()[:size]):
        made.append(leaf_hash(leaf) if n == changed else leaf)
    tree = made.tree()
    for found in (tree.prove_consistency(earlier), hashes().tree(size).prove_consistency(earlier)):
        assert not fits_consistency(earlier, root(earlier), size, tree.root(), found)


@given(st.integers(0, MOST - 1))
def test_a_tree_grown_by_one_is_the_tree_made_anew(size: int) -> None:
    stored = dict(Tree(size, hashes().read).grow(leaves()[size]))
    assert len(stored) <= size.bit_length() + 1
    assert {place: hashes().read([place])[0] for place in stored} == stored
    larger = Tree(size + 1, lambda places: [stored.get(place) or hashes().read([place])[0] for place in places])
    assert larger.root() == root(size + 1)


# Texts and files

FACTS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMED = st.dictionaries(st.text(max_size=8), FACTS, max_size=4)
TIMES = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.timezones())


@given(NAMED, TIMES, st.text(max_size=30))
def test_entries_come_back_as_they_went(facts: dict[str, Any], at: Any, subject: str) -> None:
    raw = make_entry(5, at, "signed", "wellbridge", subject, facts)
    found = read_entry(raw)
    assert (found.facts, found.subject, found.encode()) == (facts, subject, raw)


@given(NAMED, NAMED, st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_a_seal_fits_what_it_was_made_over_and_nothing_else(
    facts: dict[str, Any], others: dict[str, Any], salt: bytes, other_salt: bytes
) -> None:
    sealed = seal(salt, facts)
    assert fits_seal(sealed, salt, facts)
    assert fits_seal(sealed, salt, others) == (canonical(facts) == canonical(others))
    assert fits_seal(sealed, other_salt, facts) == (salt == other_salt)


@given(
    st.binary(min_size=32, max_size=32), st.text(st.characters(codec="utf-8", min_codepoint=32), max_size=50), st.data()
)
def test_a_note_opens_with_its_key_and_no_changed_byte(seed: bytes, line: str, data: Any) -> None:
    key = make_key("example.org/record", seed)
    note = sign_note(f"{line}\n", key)
    assert open_note(note, key.verifier) == f"{line}\n"
    raw = bytearray(note.encode())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(DoesNotFit):
        open_note(raw.decode(errors="surrogateescape"), key.verifier)


@given(st.lists(st.binary(max_size=300), max_size=256))
def test_bundles_come_back_as_they_went(recorded: list[bytes]) -> None:
    assert unpack(pack(recorded), len(recorded)) == recorded


@given(st.lists(st.binary(max_size=30), max_size=600))
@settings(max_examples=20)
def test_folders_come_back_as_they_went(recorded: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        write_folder(Path(folder), ledger(recorded))
        assert read_folder(Path(folder)) == ledger(recorded)
        wrong = verify_ledger(fetch_from(Path(folder))).wrong
    assert [each.place for each in wrong] == [f"entry {n}" for n in range(len(recorded))]  # bytes are no entries


@given(st.data(), st.integers(1, 300))
@settings(max_examples=40)
def test_every_receipt_opens_and_no_changed_byte_goes_unseen(data: Any, size: int) -> None:
    recorded = entries(size)
    index = data.draw(st.integers(0, size - 1))
    text = make_receipt(recorded[index], index, grown(recorded).tree(), ledger(recorded).note)
    assert open_receipt(text, KEY.verifier)[0].entry == recorded[index]
    raw = bytearray(text.encode())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(DoesNotFit):
        open_receipt(raw.decode(errors="surrogateescape"), KEY.verifier)
