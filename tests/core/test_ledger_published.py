"""A ledger as files and as receipts: written, read back, and checked from outside."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from opencompact.core.ledger.checkpoints import Checkpoint, open_checkpoint, sign_checkpoint
from opencompact.core.ledger.folders import fetch_from, read_folder, write_folder
from opencompact.core.ledger.notes import DoesNotFit, sign_note
from opencompact.core.ledger.receipts import make_receipt, open_receipt
from opencompact.core.ledger.tiles import ENTRIES, Tile, bundles_of, pack, tiles_of, unpack
from opencompact.core.ledger.verifying import Held, Verdict, Wrong, verify_ledger, verify_receipt
from opencompact.core.problems import Unusable
from tests.ledgers import KEY, OTHER_KEY, SALT, entries, entry, grown, ledger, published

NOTE = ledger(entries(3)).note
RECEIPT = f"""\
c2sp.org/tlog-proof@v1
extra eyJhY3QiOiJzaWduZWQiLCJhcmVhIjoid2VsbGJyaWRnZSIsImF0IjoiMjAyNi0xMS0yMVQxMDowMTowMFoiLCJmYWN0cyI6eyJlZGl0aW9uIjoi\
d2VsbGJyaWRnZS0yMDI2Iiwic2VjdG9yIjoidm9sdW50YXJ5In0sIm4iOjEsInNlYWxlZCI6ImNjMGJmY2ZjMmI2ODZjZDQ1ODYzNjE4Njg5NTRjNmQyYTE\
0NzRiMDk3YmUyZWEzYmRkNjEwMTEzZWNiZGJlMjkiLCJzdWJqZWN0Ijoic2lnbmF0b3J5LTEifQ==
index 1
kH8zP/17UfK39hl0exJ6LvJaARrHtydRl+Mm12r7ZKY=
JASEM9eY5fpBrJDWsv+7Ko5Z5BwAr/J92/Glly0Qax4=

{NOTE}"""


# Tiles


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(2, 1_234_067), "tile/2/x001/x234/067"),
        (Tile(ENTRIES, 999, 255), "tile/entries/999.p/255"),
        (Tile(63, 1_000, 1), "tile/63/x001/000.p/1"),
    ],
)
def test_every_tile_has_one_path(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert Tile.at(path) == tile


@pytest.mark.parametrize(
    "path",
    ["tile/0/0", "tile/00/000", "tile/64/000", "tile/0/x000/001", "tile/0/001/002", "tile/0/000.p/0",
     "tile/0/000.p/256", "tile/0/000.p/05", "tile/entries/../000", "tile/0/000/", "checkpoint", "tile/-1/000",
     "tile/0/٠٠٠"],
)  # fmt: skip
def test_no_tile_has_another_path(path: str) -> None:
    assert Tile.at(path) is None


def test_a_ledger_of_70_000_has_the_tiles_the_specification_counts() -> None:
    paths = [tile.path for tile in tiles_of(70_000)]
    assert paths[272:] == ["tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"]
    assert [bundle.path for bundle in bundles_of(70_000)][272:] == ["tile/entries/272", "tile/entries/273.p/112"]
    assert [tile.path for tile in tiles_of(256)] == ["tile/0/000", "tile/1/000.p/1"]
    assert list(tiles_of(0)) == []


def test_bundles_are_read_back_whole_or_not_at_all() -> None:
    assert pack([b"", b"ab"]) == b"\0\0\0\2ab"
    assert unpack(b"\0\0\0\2ab", 2) == [b"", b"ab"]
    for bundle, width in [(b"\0\0\0\2a", 2), (b"\0\0\0\2abc", 2), (b"\0\0\0\2ab", 1), (b"\0\0\0\2ab", 3), (b"", 1)]:
        with pytest.raises(DoesNotFit):
            unpack(bundle, width)


# Folders


def test_a_folder_holds_these_files_and_is_read_back(tmp_path: Path) -> None:
    made = ledger(entries(300))
    write_folder(tmp_path, made)
    found = {
        path.relative_to(tmp_path).as_posix(): path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()
    }
    assert found == {
        "checkpoint": len(made.note.encode()),
        "record.vkey": len(str(made.key)) + 1,
        "tile/entries/000": sum(2 + len(each) for each in made.entries[:256]),
        "tile/entries/001.p/44": sum(2 + len(each) for each in made.entries[256:]),
        "tile/0/000": 8_192,
        "tile/0/001.p/44": 44 * 32,
        "tile/1/000.p/1": 32,
    }
    assert read_folder(tmp_path) == made


def test_a_ledger_without_entries_can_be_published(tmp_path: Path) -> None:
    folder = published(tmp_path, [])
    assert read_folder(folder) == ledger([])
    assert verify_ledger(fetch_from(folder)).wrong == []


def test_nothing_is_published_that_would_not_verify(tmp_path: Path) -> None:
    wrong = ledger(entries(3))
    wrong.entries.append(entry(3))
    with pytest.raises(ValueError, match="the checkpoint is not over these entries"):
        write_folder(tmp_path, wrong)
    assert list(tmp_path.iterdir()) == []


# Receipts


def test_a_receipt_is_written_as_it_always_was() -> None:
    assert make_receipt(entry(1), 1, grown(entries(3)).tree(), NOTE) == RECEIPT
    receipt, signed = open_receipt(RECEIPT, KEY.verifier)
    assert (receipt.entry, receipt.index, receipt.note) == (entry(1), 1, NOTE)
    assert signed == open_checkpoint(NOTE, KEY.verifier)


FORM = "it is not laid out as a receipt"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: "", FORM),
        (lambda text: text.replace("index 1", "index 01"), FORM),
        (lambda text: text.replace("ZKY=\n", "ZKZ=\n"), FORM),
        (lambda text: text.replace("extra e", "extra  e"), FORM),
        (lambda text: text.replace("\nkH8z", "\u2028kH8z"), FORM),
        (lambda text: text.replace("index 1", "index 0"), "it does not link entry 0 to the checkpoint below it"),
        (lambda text: text.replace("kH8z", "kH8y"), "it does not link entry 1 to the checkpoint below it"),
        (
            lambda text: text.replace("\n3\n", "\n2\n"),
            "the signature does not belong to this text: one of them was changed",
        ),
    ],
)
def test_a_changed_receipt_is_refused(change: Callable[[str], str], says: str) -> None:
    assert verify_receipt(change(RECEIPT), KEY.verifier).wrong == [Wrong("receipt", says)]


def test_a_receipt_for_an_entry_of_another_form_is_refused() -> None:
    recorded = [entry(0), entry(1, place=7)]
    text = make_receipt(recorded[1], 1, grown(recorded).tree(), ledger(recorded).note)
    assert verify_receipt(text, KEY.verifier).wrong == [Wrong("receipt", "it says that it is entry 7")]


def test_a_receipt_is_checked_without_its_ledger() -> None:
    assert verify_receipt(RECEIPT, KEY.verifier) == Verdict(
        key=KEY.verifier,
        signed=open_checkpoint(NOTE, KEY.verifier),
        entry=1,
        checked=[
            f"The checkpoint is signed with the key {KEY.verifier}.",
            "Entry 1 is one of the entries that were signed.",
        ],
    )


# Verifying


def verdict(folder: Path, since: str | None = None, receipt: str | None = None) -> Verdict:
    return verify_ledger(fetch_from(folder), held=Held(since, receipt))


def test_everything_is_checked_and_said(tmp_path: Path) -> None:
    folder = published(tmp_path, entries(300))
    assert verdict(folder, since=NOTE, receipt=RECEIPT) == Verdict(
        key=KEY.verifier,
        signed=open_checkpoint(ledger(entries(300)).note, KEY.verifier),
        checked=[
            f"The checkpoint is signed with the key {KEY.verifier}.",
            "300 entries lead, in their order, to the root that was signed.",
            "3 tiles of hashes fit them.",
            "It continues from your checkpoint: its first 3 entries are the same.",
            "Entry 1 is the one on your receipt, and everything before its checkpoint is the same.",
        ],
    )


def test_erasing_what_was_sealed_leaves_the_ledger_as_it_is(tmp_path: Path) -> None:
    """Salt and private facts lie beside the ledger: without them the entry still counts, and tells nothing."""
    folder = published(tmp_path, entries(3))
    beside = {"salt": SALT, "private": {"contact": "Person 1"}}
    beside.clear()
    assert verdict(folder).wrong == []
    assert b"Person" not in b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


SIGNED = "it is not the entry that was signed"
HASHES = "its hashes are not those of the entries"


def cut(folder: Path, name: str, by: int = 1) -> None:
    (folder / name).write_bytes((folder / name).read_bytes()[:-by])


def replace(folder: Path, name: str, old: bytes, new: bytes) -> None:
    raw = (folder / name).read_bytes()
    assert old in raw
    (folder / name).write_bytes(raw.replace(old, new))


def swap(folder: Path, one: str, other: str) -> None:
    (folder / one).rename(folder / "aside")
    (folder / other).rename(folder / one)
    (folder / "aside").rename(folder / other)


def cut_both(folder: Path) -> None:
    cut(folder, "tile/0/000")
    cut(folder, "tile/entries/000")


def rewrite(folder: Path) -> None:
    """What somebody would do who can write to the database: an entry and all its hashes, but no signature."""
    note = (folder / "checkpoint").read_bytes()
    published(folder, [entry(n, "withdrew" if n == 17 else "signed") for n in range(300)])
    (folder / "checkpoint").write_bytes(note)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (lambda f: replace(f, "tile/entries/000", b'ry-17"', b'ry-71"'), [Wrong("entry 17", SIGNED)]),
        (lambda f: (f / "tile/entries/000").unlink(), [Wrong("tile/entries/000", "it is missing")]),
        (lambda f: cut(f, "tile/entries/001.p/44"), [
            Wrong("tile/entries/001.p/44", "it does not hold exactly 44 entries"),
        ]),
        (lambda f: (f / "tile/1/000.p/1").write_bytes(bytes(32)), [Wrong("tile/1/000.p/1", HASHES)]),
        (lambda f: cut(f, "tile/0/000", 32), [Wrong("tile/0/000", "it does not hold exactly 256 hashes")]),
        (lambda f: (f / "record.vkey").write_text(f"{OTHER_KEY.verifier}\n"), [
            Wrong("checkpoint", f"it is signed with another key of this name, not with {OTHER_KEY.verifier}"),
        ]),
        (lambda f: cut(f, "record.vkey"), [Wrong("record.vkey", "its last line is incomplete")]),
        (lambda f: (f / "checkpoint").write_bytes(b"\xff"), [
            Wrong("checkpoint", "it is not text of 65536 bytes or fewer"),
        ]),
        (rewrite, [Wrong("checkpoint", "the entries do not lead to the root that was signed")]),
        (cut_both, [
            Wrong("tile/entries/000", "it does not hold exactly 256 entries"),
            Wrong("checkpoint", "its root can't be checked while files are missing or damaged"),
            Wrong("tile/0/000", "it does not hold exactly 256 hashes"),
        ]),
        (lambda f: swap(f, "tile/0/000", "tile/entries/000"), [
            Wrong("tile/entries/000", "it does not hold exactly 256 entries"),
            Wrong("checkpoint", "its root can't be checked while files are missing or damaged"),
            Wrong("tile/0/000", "it does not hold exactly 256 hashes"),
        ]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(tmp_path: Path, change: Callable[[Path], object], wrong: list[Wrong]) -> None:
    change(published(tmp_path, entries(300)))
    assert verdict(tmp_path).wrong == wrong


def test_what_fits_is_still_said_beside_what_does_not(tmp_path: Path) -> None:
    (published(tmp_path, entries(300)) / "tile/1/000.p/1").unlink()
    found = verdict(tmp_path, since=NOTE)
    assert found.wrong == [Wrong("tile/1/000.p/1", "it is missing")]
    assert found.checked == [
        f"The checkpoint is signed with the key {KEY.verifier}.",
        "300 entries lead, in their order, to the root that was signed.",
        "It continues from your checkpoint: its first 3 entries are the same.",
    ]


def test_an_entry_that_was_signed_in_another_form_is_named(tmp_path: Path) -> None:
    folder = published(tmp_path, [entry(0), entry(1, place=7), b"{}"])
    form = "it is not laid out as an entry"
    assert verdict(folder).wrong == [Wrong("entry 1", "it says that it is entry 7"), Wrong("entry 2", form)]


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (entries(2), "it covers 3 entries, but the record has 2: entries were removed"),
        (
            [entry(0), entry(1, "withdrew"), entry(2), entry(3)],
            "the first 3 entries are not the ones that were signed: the record was changed",
        ),
    ],
)
def test_a_history_written_anew_shows_to_whoever_held_the_old_one(tmp_path: Path, now: list[bytes], says: str) -> None:
    folder = published(tmp_path, now)
    assert verdict(folder).wrong == []
    assert verdict(folder, since=NOTE, receipt=RECEIPT).wrong == [
        Wrong("earlier checkpoint", says),
        Wrong("receipt", says),
    ]


def test_a_checkpoint_of_another_key_is_not_one_of_this_record(tmp_path: Path) -> None:
    other = sign_checkpoint(grown(entries(3)).tree(), OTHER_KEY)
    says = f"it is signed with another key of this name, not with {KEY.verifier}"
    assert verdict(published(tmp_path, entries(3)), since=other).wrong == [Wrong("earlier checkpoint", says)]


def test_nothing_can_be_compared_where_too_much_is_missing(tmp_path: Path) -> None:
    folder = published(tmp_path, entries(3))
    shutil.rmtree(folder / "tile")
    says = "it can't be compared while files are missing or damaged"
    assert verdict(folder, since=NOTE).wrong[-1] == Wrong("earlier checkpoint", says)


def test_a_given_key_is_believed_and_no_other(tmp_path: Path) -> None:
    folder = published(tmp_path, entries(3))
    says = "it is not the key you gave: this is another record, or its key was replaced"
    assert verify_ledger(fetch_from(folder), OTHER_KEY.verifier).wrong == [Wrong("record.vkey", says)]
    (folder / "record.vkey").unlink()
    assert verify_ledger(fetch_from(folder), KEY.verifier).wrong == []


def test_tiles_from_earlier_may_be_left(tmp_path: Path) -> None:
    published(tmp_path, entries(3))
    assert verdict(published(tmp_path, entries(300))).wrong == []


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("checkpoint", "checkpoint: it is not there; give the folder or web address where it is"),
        ("record.vkey", "record.vkey: it is not there; give the key that checks the signature with --key"),
    ],
)
def test_without_checkpoint_or_key_there_is_nothing_to_check(tmp_path: Path, name: str, says: str) -> None:
    (published(tmp_path, entries(3)) / name).unlink()
    with pytest.raises(Unusable) as refused:
        verdict(tmp_path)
    assert str(refused.value) == says


def test_a_checkpoint_over_more_than_anybody_can_check_is_refused_at_once(tmp_path: Path) -> None:
    note = sign_note(Checkpoint(KEY.name, 10**17, bytes(32)).text(), KEY)
    (published(tmp_path, entries(3)) / "checkpoint").write_text(note, "utf-8")
    with pytest.raises(
        Unusable, match=r"^checkpoint: it has 100,000,000,000,000,000 entries, and we can check 10,000,000 at most"
    ):
        verdict(tmp_path)
