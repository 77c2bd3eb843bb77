"""The ledger against fixed values of others and of our own: what is written today has to be read in twenty years."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from opencompact.core.ledger.checkpoints import Checkpoint, OtherHistory, next_checkpoint, open_checkpoint
from opencompact.core.ledger.entries import Entry, fits_seal, make_entry, read_entry, seal, why_not_entry
from opencompact.core.ledger.notes import DoesNotFit, SigningKey, VerifierKey, make_key, open_note, sign_note
from opencompact.core.ledger.tree import EMPTY, Hashes, Tree, fits_consistency, fits_inclusion, leaf_hash
from tests.ledgers import KEY, SALT, entries, entry, grown, ledger

# The eight entries that logs of certificates test themselves with, and what is known of them.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"


def test_roots_are_those_of_certificate_logs() -> None:
    hashes = grown(LEAVES)
    assert [hashes.tree(size).root().hex() for size in range(9)] == ROOTS
    assert ROOTS[0] == EMPTY.hex()


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [(0, 1, []), (0, 8, [A, B, C]), (5, 8, [D, E, ROOTS[4]]), (2, 3, [ROOTS[2]]), (1, 5, [ROOTS[1], B, D])],
)
def test_inclusion_proofs_are_those_of_certificate_logs(index: int, size: int, proof: list[str]) -> None:
    assert [each.hex() for each in grown(LEAVES).tree(size).prove_inclusion(index)] == proof
    found = [bytes.fromhex(each) for each in proof]
    assert fits_inclusion(leaf_hash(LEAVES[index]), index, size, found, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(
    ("earlier", "size", "proof"),
    [(1, 1, []), (0, 5, []), (1, 8, [A, B, C]), (6, 8, [F, E, ROOTS[4]]), (2, 5, [B, D])],
)
def test_consistency_proofs_are_those_of_certificate_logs(earlier: int, size: int, proof: list[str]) -> None:
    assert [each.hex() for each in grown(LEAVES).tree(size).prove_consistency(earlier)] == proof
    found, roots = [bytes.fromhex(each) for each in proof], [bytes.fromhex(root) for root in ROOTS]
    assert fits_consistency(earlier, roots[earlier], size, roots[size], found)


@pytest.mark.parametrize("ask", [lambda tree: tree.prove_inclusion(3), lambda tree: tree.prove_consistency(4)])
def test_a_tree_proves_nothing_beyond_its_size(ask: Callable[[Tree], object]) -> None:
    with pytest.raises(IndexError):
        ask(grown(LEAVES).tree(3))


def test_an_append_reads_and_writes_a_few_places_at_once() -> None:
    """A database answers one query for an append, however long the ledger is."""
    hashes, asked = grown(entries(1_023)), []

    def read(places: Any) -> list[bytes]:
        asked.append(list(places))
        return hashes.read(places)

    stored = Tree(1_023, read).grow(b"1" * 32)
    assert asked == [[(level, (1_023 >> level) - 1) for level in range(10)]]
    assert [place for place, _ in stored] == [(level, (1_024 >> level) - 1) for level in range(11)]


# Entries and seals


def test_an_entry_has_one_form() -> None:
    assert entry(1).decode() == (
        '{"act":"signed","area":"wellbridge","at":"2026-11-21T10:01:00Z",'
        '"facts":{"edition":"wellbridge-2026","sector":"voluntary"},"n":1,'
        '"sealed":"cc0bfcfc2b686cd4586361868954c6d2a1474b097be2ea3bdd610113ecbdbe29","subject":"signatory-1"}'
    )
    assert read_entry(entry(1)) == Entry(
        n=1,
        at="2026-11-21T10:01:00Z",
        act="signed",
        area="wellbridge",
        subject="signatory-1",
        facts={"edition": "wellbridge-2026", "sector": "voluntary"},
        sealed="cc0bfcfc2b686cd4586361868954c6d2a1474b097be2ea3bdd610113ecbdbe29",
    )


def test_an_entry_is_in_utc_and_in_whole_seconds() -> None:
    summer = datetime(2027, 7, 1, 12, 30, 5, 999, tzinfo=timezone(timedelta(hours=1)))
    made = make_entry(
        0, summer, "meeting published", "wellbridge", "Cyfarfod Tŷ Coed", {"b": [1, True, None], "a": "é"}
    )
    assert made.decode() == (
        '{"act":"meeting published","area":"wellbridge","at":"2027-07-01T11:30:05Z",'
        '"facts":{"a":"é","b":[1,true,null]},"n":0,"sealed":null,"subject":"Cyfarfod Tŷ Coed"}'
    )


def made(facts: dict[str, Any], at: datetime | None = None, sealed: str | None = None) -> bytes:
    return make_entry(0, at or datetime(2026, 11, 21, tzinfo=UTC), "signed", "wellbridge", "x", facts, sealed)


NO_FACT = "only text, whole numbers, yes or no, lists and named values can be recorded"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: made({"share": 0.5}), NO_FACT),
        (lambda: made({"count": 2**53}), NO_FACT),
        (lambda: made({"on": date(2026, 1, 1)}), NO_FACT),
        (lambda: made({"deep": [[[[[[[[[]]]]]]]]]}), NO_FACT),
        (lambda: made({"name": "\ud83d"}), "some text has half a character in it; type it again"),
        (lambda: made({"text": "x" * 65_536}), "it has 65654 bytes; an entry has at most 65535"),
        (lambda: made({}, at=datetime(2026, 11, 21)), "2026-11-21 00:00:00 has no time zone"),
        (lambda: made({}, sealed="abc"), "its seal is not a hash"),
        (lambda: seal(b"short", {}), "a salt has 32 bytes, not 5"),
    ],
)
def test_what_can_never_be_taken_back_is_refused_beforehand(make: Callable[[], object], says: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(says)}$"):
        make()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (entry(1).replace(b'"n":1', b'"n":2'), "it says that it is entry 2"),
        (entry(1).replace(b":", b": ", 1), "it is not laid out as an entry"),
        (entry(1).replace(b'"area"', b'"Area"'), "it is not laid out as an entry"),
        (entry(1).replace(b'"sector":', b'"edition":"","sector":'), "it is not laid out as an entry"),
        (b"[" * 60_000, "it is not laid out as an entry"),
        (b"\xff", "it is not laid out as an entry"),
        (entry(1).replace(b"2026-11-21T10", b"2026-11-31T10"), "its time is not written as 2026-11-21T10:00:00Z"),
        (entry(1).replace(b"2026-11-21T10", b"2026-11-21 10"), "its time is not written as 2026-11-21T10:00:00Z"),
        (entry(1), None),
    ],
)
def test_an_entry_of_another_form_is_recognised(raw: bytes, says: str | None) -> None:
    assert why_not_entry(raw, 1) == says


def test_a_seal_opens_with_its_salt_and_facts_only() -> None:
    private = {"name": "Ann Other", "email": "ann@example.org"}
    sealed = seal(SALT, private)
    canonical = b'{"email":"ann@example.org","name":"Ann Other"}'
    assert sealed == hashlib.sha256(SALT + canonical).hexdigest()
    assert fits_seal(sealed, SALT, dict(reversed(private.items())))
    assert not fits_seal(sealed, SALT, {**private, "name": "Ann Otter"})
    assert not fits_seal(sealed, bytes(32), private)
    assert not fits_seal(None, SALT, private)
    assert not fits_seal(sealed, b"", private)


# Notes, keys and checkpoints

NOTE = """\
wellbridge.example/record
3
TsP35CoBpbtav6Tp/NQ+4crkpJlWNczg6GNPDBU9d4U=

— wellbridge.example/record H4xFx0bpZWWVI8cM9WzYpkrj8Vlo4uRpdvEm+4ETDcEHVYlRK/5w7OmkoHpUyHBmLVElHBoiclhWDgcEnbjNUuxhIQo=
"""  # openssl pkeyutl -verify -rawin agrees


def test_a_note_signed_elsewhere_is_read() -> None:
    """The example of the C2SP specification."""
    key = VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
    note = (
        "This is an example message.\n\n"
        "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1E"
        "RYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    )
    assert open_note(note, key) == "This is an example message.\n"


def test_a_checkpoint_is_written_as_it_always_was() -> None:
    assert ledger(entries(3)).note == NOTE
    assert open_checkpoint(NOTE, KEY.verifier) == Checkpoint(KEY.name, 3, grown(entries(3)).tree().root())


def test_keys_are_read_back_and_secrets_are_not_shown() -> None:
    assert str(KEY.verifier) == "wellbridge.example/record+1f8c45c7+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
    assert VerifierKey.parse(str(KEY.verifier)) == KEY.verifier
    assert KEY.secret() == (
        "PRIVATE+KEY+wellbridge.example/record+1f8c45c7+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
    )
    assert SigningKey.parse(KEY.secret()) == KEY
    assert f"{KEY} {KEY!r}" == "SigningKey('wellbridge.example/record') SigningKey('wellbridge.example/record')"


@pytest.mark.parametrize(
    "text", ["", "a", "a+b", "a+b+c", str(KEY.verifier).upper(), f"{KEY.verifier}\n", KEY.secret()]
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(DoesNotFit, match="this is not a key such as"):
        VerifierKey.parse(text)


@pytest.mark.parametrize("text", ["", str(KEY.verifier), KEY.secret()[:-1], KEY.secret() + "\n", KEY.secret()[12:]])
def test_what_is_no_signing_key_is_refused_without_quoting_it(text: str) -> None:
    with pytest.raises(DoesNotFit, match=r"^this is not a signing key$"):
        SigningKey.parse(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\x1b[1m", "a\u2003b"])
def test_a_key_has_a_name_without_spaces_and_plus(name: str) -> None:
    with pytest.raises(ValueError, match="can't be the name of a key"):
        make_key(name, bytes(32))


def test_only_lines_of_text_are_signed_and_only_with_a_whole_seed() -> None:
    for text in ("no end", "a\tb\n", "a\r\n"):
        with pytest.raises(ValueError, match="a note is lines of text"):
            sign_note(text, KEY)
    with pytest.raises(ValueError, match="a seed has 32 bytes, not 31"):
        make_key(KEY.name, bytes(31))


def signed(text: str) -> str:
    return sign_note(text, KEY)


ROOT = "TsP35CoBpbtav6Tp/NQ+4crkpJlWNczg6GNPDBU9d4U="
NO_CHECKPOINT = "it does not say whose it is, how many entries there are and what their hash is"


@pytest.mark.parametrize(
    ("note", "says"),
    [
        ("", "it is not a signed text: lines, a blank line, and a signature below"),
        (NOTE[:-1], "it is not a signed text: lines, a blank line, and a signature below"),
        (NOTE.replace("\n", "\r\n"), "it is not a signed text: lines, a blank line, and a signature below"),
        (NOTE.replace("—", "-"), "a line below the text is not a signature"),
        (NOTE.replace("IQo=", "IQp="), "a line below the text is not a signature"),
        (NOTE.replace("\n3\n", "\n4\n"), "the signature does not belong to this text: one of them was changed"),
        (NOTE.replace("xFx0", "xFy0"), f"it is signed with another key of this name, not with {KEY.verifier}"),
        (NOTE.replace("— wellbridge", "— westbridge"), "it is not signed by wellbridge.example/record"),
        (signed(f"{KEY.name}\n03\n{ROOT}\n"), NO_CHECKPOINT),
        (signed(f"{KEY.name}\n3\n{ROOT[:-4]}\n"), NO_CHECKPOINT),
        (signed(f"{KEY.name}\n3\n"), NO_CHECKPOINT),
        (signed(f"{KEY.name}\n3\n{ROOT}\n\nmore\n"), NO_CHECKPOINT),
        (signed(f"elsewhere\n3\n{ROOT}\n"), "it is signed by wellbridge.example/record and belongs to another record"),
    ],
)
def test_what_is_no_checkpoint_of_this_ledger_is_refused(note: str, says: str) -> None:
    with pytest.raises(DoesNotFit) as refused:
        open_checkpoint(note, KEY.verifier)
    assert str(refused.value) == says


def test_a_checkpoint_may_carry_lines_and_signatures_of_others() -> None:
    witnessed = signed(f"{KEY.name}\n3\n{ROOT}\nseen today\n") + "— witness.example AAAAAAAA\n"
    assert open_checkpoint(witnessed, KEY.verifier) == open_checkpoint(NOTE, KEY.verifier)


def test_checkpoints_continue_each_other() -> None:
    hashes = grown(entries(5))
    first = next_checkpoint(None, hashes.tree(3), KEY)
    assert first == NOTE
    assert next_checkpoint(first, hashes.tree(3), KEY) == first
    assert open_checkpoint(next_checkpoint(first, hashes.tree(), KEY), KEY.verifier).size == 5
    assert open_checkpoint(next_checkpoint(None, Hashes().tree(), KEY), KEY.verifier) == Checkpoint(KEY.name, 0, EMPTY)


@pytest.mark.parametrize(
    ("previous", "recorded", "says"),
    [
        (
            NOTE,
            entries(2),
            "An earlier checkpoint covers 3 entries, but the record now has 2 entries. Nothing was signed: "
            "restore the missing entries.",
        ),
        (
            NOTE,
            entries(1),
            "An earlier checkpoint covers 3 entries, but the record now has 1 entry. Nothing was signed: "
            "restore the missing entries.",
        ),
        (
            NOTE,
            [entry(0), entry(1, "withdrew"), entry(2), entry(3)],
            "The first 3 entries are not the ones an earlier checkpoint covers. Nothing was signed: restore "
            "the entries as they were.",
        ),
        (
            NOTE.replace("\n3\n", "\n2\n"),
            entries(3),
            "The last checkpoint can't be trusted: the signature does not belong to this text: one of them "
            "was changed. Nothing was signed.",
        ),
    ],
)
def test_a_shorter_or_another_history_is_not_signed(previous: str, recorded: list[bytes], says: str) -> None:
    """A restored older backup is noticed before it can be signed."""
    with pytest.raises(OtherHistory) as refused:
        next_checkpoint(previous, grown(recorded).tree(), KEY)
    assert str(refused.value) == says
