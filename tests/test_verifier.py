"""The stand-alone verifier: small, on its own feet, and of one mind with the program that keeps the record."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from random import Random
from threading import Thread

import pytest

from opencompact.core.ledger.checkpoints import sign_checkpoint
from opencompact.core.ledger.folders import fetch_from
from opencompact.core.ledger.receipts import make_receipt
from opencompact.core.ledger.tiles import pack, unpack
from opencompact.core.ledger.verifying import Held, verify_ledger
from opencompact.core.problems import Unusable
from tests.ledgers import KEY, OTHER_KEY, entries, entry, grown, ledger, published
from verifier import check_record

PROGRAM = Path(check_record.__file__)
MOST_LINES = 300
CHANGES = 1_000
SIZE = 270

Found = tuple[int, list[str]]  # the exit status, and the places named


def test_it_is_small_and_stands_on_its_own_feet() -> None:
    text = PROGRAM.read_text("utf-8")
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(text))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "."]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert len(text.splitlines()) <= MOST_LINES
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}


# Both verifiers, over the same folder


def by_program(folder: Path, held: Held) -> Found:
    try:
        wrong = verify_ledger(fetch_from(folder), held=held).wrong
    except Unusable:
        return 2, []
    return int(bool(wrong)), sorted(each.place for each in wrong)


def by_verifier(folder: Path, held: Held) -> Found:
    texts = {"earlier checkpoint": held.since, "receipt": held.receipt}
    given = {place: text for place, text in texts.items() if text is not None}
    try:
        _size, wrong = check_record.check(check_record.in_folder(str(folder)), "", given)
    except OSError:
        return 2, []
    return int(bool(wrong)), sorted(wrong)


def by_both(folder: Path, held: Held | None = None) -> Found:
    """What both find, which has to be the same."""
    found = by_program(folder, held or Held())
    assert by_verifier(folder, held or Held()) == found
    return found


# Single changes

Files = dict[str, bytes | None]
Change = Callable[[Random, dict[str, bytes]], Files]
BUNDLES = {"tile/entries/000": 256, f"tile/entries/001.p/{SIZE - 256}": SIZE - 256}
TILES = ["tile/0/000", f"tile/0/001.p/{SIZE - 256}"]


def flip(random: Random, files: dict[str, bytes]) -> Files:
    name = random.choice(sorted(files))
    at = random.randrange(len(files[name]))
    return {name: files[name][:at] + bytes([files[name][at] ^ random.randrange(1, 256)]) + files[name][at + 1 :]}


def insert(random: Random, files: dict[str, bytes]) -> Files:
    name = random.choice(sorted(files))
    at = random.randrange(len(files[name]) + 1)
    return {name: files[name][:at] + random.randbytes(random.randrange(1, 40)) + files[name][at:]}


def leave_out(random: Random, files: dict[str, bytes]) -> Files:
    name = random.choice(sorted(files))
    at = random.randrange(len(files[name]))
    return {name: files[name][:at] + files[name][at + random.randrange(1, 40) :]}


def truncate(random: Random, files: dict[str, bytes]) -> Files:
    name = random.choice(sorted(files))
    return {name: files[name][: random.randrange(len(files[name]))]}


def remove(random: Random, files: dict[str, bytes]) -> Files:
    return {random.choice(sorted(files)): None}


def swap_files(random: Random, files: dict[str, bytes]) -> Files:
    one, other = random.sample(sorted(files), 2)
    return {one: files[other], other: files[one]}


def swap_entries(random: Random, files: dict[str, bytes]) -> Files:
    """Two entries anywhere change places."""
    recorded = [each for name, width in BUNDLES.items() for each in unpack(files[name], width)]
    one, other = random.sample(range(SIZE), 2)
    recorded[one], recorded[other] = recorded[other], recorded[one]
    return {"tile/entries/000": pack(recorded[:256]), [*BUNDLES][1]: pack(recorded[256:])}


def swap_hashes(random: Random, files: dict[str, bytes]) -> Files:
    name = random.choice(TILES)
    row = [files[name][at : at + 32] for at in range(0, len(files[name]), 32)]
    one, other = random.sample(range(len(row)), 2)
    row[one], row[other] = row[other], row[one]
    return {name: b"".join(row)}


def rewrite(random: Random, files: dict[str, bytes]) -> Files:
    """An entry says something else, in a form that is in order."""
    name, width = random.choice(sorted(BUNDLES.items()))
    recorded = unpack(files[name], width)
    place = random.randrange(width)
    recorded[place] = entry(place + (256 if width < 256 else 0), what="withdrew")
    return {name: pack(recorded)}


def drop_or_double(random: Random, files: dict[str, bytes]) -> Files:
    name, width = random.choice(sorted(BUNDLES.items()))
    recorded = unpack(files[name], width)
    place = random.randrange(width)
    return {name: pack(recorded[:place] + recorded[place : place + 1] * random.choice([0, 2]) + recorded[place + 1 :])}


def sign_anew(random: Random, files: dict[str, bytes]) -> Files:
    """Somebody without the key signs other entries with one of their own."""
    recorded = [entry(n, "withdrew") for n in range(random.randrange(SIZE))]
    return {"checkpoint": sign_checkpoint(grown(recorded).tree(), OTHER_KEY).encode()}


KINDS: list[Change] = [
    flip, flip, flip, insert, leave_out, truncate, remove, swap_files, swap_entries, swap_hashes, rewrite,
    drop_or_double, sign_anew,
]  # fmt: skip


def changes(files: dict[str, bytes]) -> Iterator[tuple[str, Files]]:
    "Single changes that change funding or other support, the same ones on every machine."
    random = Random("single changes")
    while True:
        kind = random.choice(KINDS)
        changed = kind(random, files)
        if any(files[name] != content for name, content in changed.items()):
            yield f"{kind.__name__}: {', '.join(changed)}", changed


def write(folder: Path, files: Files) -> None:
    for name, content in files.items():
        if content is None:
            (folder / name).unlink()
        else:
            (folder / name).write_bytes(content)


def test_both_find_every_one_of_a_thousand_single_changes(tmp_path: Path) -> None:
    folder = published(tmp_path, entries(SIZE))
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert by_both(folder) == (0, [])
    unseen, nameless = [], []
    for told, changed in islice(changes(files), CHANGES):
        write(folder, changed)
        status, places = by_both(folder)
        if status == 0:
            unseen.append(told)
        elif (status == 2) != (changed in ({"checkpoint": None}, {"record.vkey": None})) or (
            status == 1 and not places
        ):
            nameless.append(told)
        write(folder, {name: files[name] for name in changed})
    assert (unseen, nameless) == ([], [])


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 512, 1_000])
def test_both_accept_what_is_right(tmp_path: Path, size: int) -> None:
    folder = published(tmp_path, entries(size))
    hashes = grown(entries(size))
    for earlier in {0, 1, size // 2, size - 1, size} & set(range(size + 1)):
        note = sign_checkpoint(hashes.tree(earlier), KEY)
        receipt = make_receipt(entry(earlier - 1), earlier - 1, hashes.tree(earlier), note) if earlier else None
        assert by_both(folder, Held(note, receipt)) == (0, [])


def test_both_know_trees_of_three_levels(tmp_path: Path) -> None:
    recorded = [
        b'{"act":"","area":"","at":"2026-11-21T10:00:00Z","facts":{},"n":%d,"sealed":null,"subject":""}' % n
        for n in range(65_800)
    ]
    folder = published(tmp_path, recorded)
    assert by_both(folder) == (0, [])
    above = folder / "tile/2/000.p/1"
    above.write_bytes(bytes(32))
    assert by_both(folder) == (1, ["tile/2/000.p/1"])


@pytest.mark.parametrize(
    ("now", "places"),
    [
        (entries(3), ["earlier checkpoint", "receipt"]),
        ([*entries(3), entry(3, "withdrew"), *entries(9)[4:]], ["earlier checkpoint", "receipt"]),
        ([*entries(5), entry(5, "withdrew"), *entries(9)[6:]], []),
    ],
)
def test_both_notice_a_history_written_anew_and_signed_with_the_right_key(
    tmp_path: Path, now: list[bytes], places: list[str]
) -> None:
    """What comes after the earlier checkpoint it cannot show; all before it does."""
    note = ledger(entries(5)).note
    receipt = make_receipt(entry(1), 1, grown(entries(5)).tree(), note)
    folder = published(tmp_path, now)
    assert by_both(folder) == (0, [])
    assert by_both(folder, Held(note, receipt)) == (int(bool(places)), places)


def test_both_refuse_every_changed_byte_of_what_a_person_holds(tmp_path: Path) -> None:
    folder, hashes = published(tmp_path, entries(7)), grown(entries(5))
    note = ledger(entries(5)).note
    receipt = make_receipt(entry(1), 1, hashes.tree(), note)
    for text, held in ((note, lambda each: Held(since=each)), (receipt, lambda each: Held(receipt=each))):
        for at in range(len(text)):
            changed = text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]
            assert by_both(folder, held(changed))[0] == 1


@pytest.mark.parametrize(
    "wrong",
    [
        entry(1, place=7),
        b"{}",
        b"[]",
        b"",
        b"\xff",
        b"[" * 9_000,
        entry(1).replace(b":", b": "),
        entry(1).replace(b"Z", b""),
        entry(1).replace(b'ed":"', b'ed":"0'),
    ],
)
def test_both_name_an_entry_that_was_signed_in_another_form(tmp_path: Path, wrong: bytes) -> None:
    assert by_both(published(tmp_path, [entry(0), wrong])) == (1, ["entry 1"])


# As it is started


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/record"
    server.shutdown()
    thread.join()
    server.server_close()


def started(*words: object) -> tuple[int, str, str]:
    """The program alone, where nothing of this project can be imported."""
    command = [sys.executable, "-I", PROGRAM.name, *map(str, words)]
    told = subprocess.run(command, cwd=PROGRAM.parent, capture_output=True, encoding="utf-8", check=False)
    return told.returncode, told.stdout, told.stderr


FITS = (
    "Everything fits: 5 entries lead to the root that was signed.\n"
    "It doesn't show that they are true, nor, without --since and --key, that the record is still the same.\n"
)


def test_it_is_started_over_a_folder_or_an_address(tmp_path: Path, address: str) -> None:
    folder = published(tmp_path / "record", entries(5))
    note = ledger(entries(3)).note
    (tmp_path / "since").write_text(note, "utf-8")
    (tmp_path / "receipt").write_text(make_receipt(entry(1), 1, grown(entries(3)).tree(), note), "utf-8")
    words = ["--key", KEY.verifier, "--since", tmp_path / "since", "--receipt", tmp_path / "receipt"]
    for where in (folder, address, f"{address}/"):
        assert started(where) == (0, FITS, "")
        assert started(where, *words) == (0, FITS, "")
        assert started(where, "--key", OTHER_KEY.verifier) == (1, "record.vkey: it is not the key you gave\n", "")
    (folder / "tile/entries/000.p/5").write_bytes(b"")
    for where in (folder, address):
        wrong = "tile/entries/000.p/5: it does not hold exactly 5 of them\n"
        assert started(where) == (1, wrong, "")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([""], "there is no checkpoint"),
        (["record", "--key", "a+b"], "it is not a key such as example.org/record+530d903a+AekyeRrm…"),
        (["record", "--since", "nowhere"], "[Errno 2] No such file or directory: 'nowhere'"),
        (["http://127.0.0.1:9/"], "record.vkey: <urlopen error [Errno "),
        (["http://["], "Invalid IPv6 URL"),
    ],
)
def test_what_cannot_be_checked_is_said_in_one_line(tmp_path: Path, words: list[str], says: str) -> None:
    published(tmp_path / "record", entries(5))
    given = [str(tmp_path / word) if word in ("", "record") else word for word in words]
    status, out, err = started(*given)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"{given[0]} can't be checked: {says}")
