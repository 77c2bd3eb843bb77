"""``verify`` as a person and as a program reads it, over folders, receipts and addresses."""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest

from opencompact.__main__ import main
from opencompact.cli import verifying
from opencompact.core.ledger.receipts import make_receipt
from tests.ledgers import KEY, OTHER_KEY, entries, entry, grown, ledger, published

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "check-the-record.md"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """The command as typed: its exit status, what it prints and what it says on standard error."""

    def typed(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["opencompact", "verify", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capsysbinary.readouterr()
        return int(left.value.code or 0), out.decode(), err.decode()

    return typed


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """What a person kept while the record had three entries: a checkpoint, a receipt, a key."""
    folder = tmp_path / "held"
    folder.mkdir()
    note = ledger(entries(3)).note
    (folder / "checkpoint").write_text(note, "utf-8")
    (folder / "receipt.tlog-proof").write_text(make_receipt(entry(1), 1, grown(entries(3)).tree(), note), "utf-8")
    (folder / "key").write_text(f" {KEY.verifier}\r\n", "utf-8")
    return folder


def paragraphs(out: str) -> list[str]:
    """What is printed, without the breaks that only the width of the terminal makes."""
    return [" ".join(part.split()) for part in out.split("\n\n")]


def test_it_says_what_was_checked_what_it_shows_and_what_it_cannot(run: Run, tmp_path: Path) -> None:
    status, out, err = run(published(tmp_path, entries(300)))
    assert (status, err) == (0, "")
    assert paragraphs(out) == [
        "Everything matches in the record wellbridge.example/record, which has 300 entries.",
        f"What was checked and matches - The checkpoint is signed with the key {KEY.verifier}. - 300 entries lead, in "
        "their order, to the root that was signed. - 3 tiles of hashes fit them.",
        "What this shows - Whoever holds the key of wellbridge.example/record signed exactly these "
        "entries in this order.",
        "What it can't show - That what an entry says is true, or that everything that happened was entered. "
        "- That the key is the right one: it came with the record. Compare it with the key published "
        "elsewhere, and give that key with --key. - That it is still yesterday's record: whoever holds the "
        "key could have rewritten it. Keep its checkpoint and give it with --since next time. Anyone with an "
        "earlier checkpoint will see any change. - That everyone sees the same record: compare your "
        "checkpoint with someone else's.",
    ]


def test_the_guide_shows_what_is_printed(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    _status, out, _err = run(published(tmp_path, entries(5)))
    shown = "\n".join(line.rstrip() for line in out.splitlines())
    assert f"```text\n{shown}\n```" in GUIDE.read_text("utf-8")


def test_the_more_a_person_holds_the_more_it_shows(run: Run, tmp_path: Path, held: Path) -> None:
    folder = published(tmp_path / "record", entries(5))
    words = ["--key", held / "key", "--since", held / "checkpoint", "--receipt", held / "receipt.tlog-proof"]
    status, out, err = run(folder, *words, "--format", "json")
    assert (status, err) == (0, "")
    assert json.loads(out) == {
        "record": str(folder),
        "origin": "wellbridge.example/record",
        "entries": 5,
        "root": "zLqg4K4Tbn2a66vWpQHheBTD2Q2tnSD8KjYAi5+8Z6Y=",
        "key": str(KEY.verifier),
        "fits": True,
        "wrong": [],
        "checked": [
            f"The checkpoint is signed with the key {KEY.verifier}.",
            "5 entries lead, in their order, to the root that was signed.",
            "1 tile of hashes fits them.",
            "It continues from your checkpoint: its first 3 entries are the same.",
            "Entry 1 is the one on your receipt, and everything before its checkpoint is the same.",
        ],
        "shows": [
            "Whoever holds the key of wellbridge.example/record signed exactly these entries in this order.",
            "Nothing covered by your checkpoint has been changed, removed or moved since.",
        ],
        "does_not_show": [
            "That what an entry says is true, or that everything that happened was entered.",
            "That everyone sees the same record: compare your checkpoint with someone else's.",
        ],
    }


def test_it_names_what_does_not_fit(run: Run, tmp_path: Path) -> None:
    folder = published(tmp_path, entries(3))
    bundle = folder / "tile" / "entries" / "000.p" / "3"
    bundle.write_bytes(bundle.read_bytes().replace(b"signatory-1", b"signatory-7"))
    status, out, err = run(folder)
    assert (status, err) == (1, "")
    assert paragraphs(out) == [
        f"1 thing does not match in {folder}.",
        "What does not match - entry 1: it is not the entry that was signed",
        "What this means - This is not what was signed, or not what you hold: something was changed, or "
        "damaged on the way. Fetch it again. If it still doesn't match, keep what you have and ask whoever "
        "keeps the record.",
        f"What was checked and matches - The checkpoint is signed with the key {KEY.verifier}. - 1 tile of hashes fits "
        "them.",
    ]
    status, out, err = run(folder, "--format", "json")
    assert (status, json.loads(out)["wrong"]) == (
        1,
        [{"place": "entry 1", "says": "it is not the entry that was signed"}],
    )


def test_it_shows_twenty_and_counts_the_rest(run: Run, tmp_path: Path) -> None:
    folder = published(tmp_path, [entry(n, place=n + 1) for n in range(30)])
    _status, out, _err = run(folder)
    told = paragraphs(out)
    assert told[0] == f"30 things do not match in {folder}."
    assert told[1].endswith("- entry 19: it says that it is entry 20 - and 10 more")


@pytest.mark.parametrize("key", [str(KEY.verifier), "key"])
def test_a_receipt_is_checked_by_itself(run: Run, held: Path, key: str) -> None:
    given = held / key if key == "key" else key
    status, out, err = run(held / "receipt.tlog-proof", "--key", given)
    assert (status, err) == (0, "")
    assert paragraphs(out)[:3] == [
        "The receipt is valid: entry 1 is in the record wellbridge.example/record.",
        f"What was checked and matches - The checkpoint is signed with the key {KEY.verifier}. - Entry 1 is one of "
        "the entries that were signed.",
        "What this shows - Whoever holds the key of wellbridge.example/record signed a record that "
        "contains this entry.",
    ]


def test_a_receipt_does_not_fit_another_key(run: Run, held: Path) -> None:
    status, out, _err = run(held / "receipt.tlog-proof", "--key", OTHER_KEY.verifier)
    assert status == 1
    assert "it is signed with another key of this name" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("nowhere", "{}/nowhere: No such file or directory"),
        ("held/checkpoint", "{}/held/checkpoint: it is neither a receipt nor a folder; give one, or an address"),
        (
            "held/receipt.tlog-proof",
            "{}/held/receipt.tlog-proof: a receipt is checked with its record's key; give the key with --key",
        ),
        ("held", "record.vkey: it is not there; give the key that checks the signature with --key"),
        ("record --since nowhere", "{}/nowhere: No such file or directory"),
        ("record --since record", "{}/record: Is a directory"),
        (
            "record --receipt binary",
            "{}/binary: it is not text of 262,144 bytes or fewer; give a checkpoint, a receipt or a key",
        ),
        ("record --key a+b+c", "--key: this is not a key such as example.org/record+530d903a+AekyeRrm…"),
        (
            "record --key held/checkpoint",
            "{}/held/checkpoint: this is not a key such as example.org/record+530d903a+AekyeRrm…",
        ),
    ],
)
def test_what_cannot_be_checked_is_said_in_one_sentence(
    run: Run, tmp_path: Path, held: Path, words: str, says: str
) -> None:
    published(tmp_path / "record", entries(3))
    (tmp_path / "binary").write_bytes(b"\xff")
    given = [word if word.startswith("--") or "+" in word else tmp_path / word for word in words.split()]
    assert run(*given) == (2, "", says.format(tmp_path) + "\n")


def test_a_receipt_is_not_held_against_a_receipt(run: Run, held: Path) -> None:
    receipt = held / "receipt.tlog-proof"
    status, out, err = run(receipt, "--receipt", receipt, "--key", held / "key")
    assert (status, out) == (2, "")
    assert err.startswith("Give a receipt on its own, or give the folder or web address of the record first.")


# Addresses


class Handler(SimpleHTTPRequestHandler):
    """A web server, with the faults of real ones where a path asks for them."""

    faults: ClassVar[dict[str, Callable[[Handler], object]]] = {}
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        fault = self.faults.get(self.path)
        if fault is None or fault(self) is None:
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""

    def answer(self, status: int, body: bytes = b"", **headers: str) -> bool:
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)
        return True


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A record of 300 entries at an address of this computer."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(verifying, "PAUSES", (0.01, 0.01))
    monkeypatch.setattr(verifying, "TIMEOUT", 0.5)
    monkeypatch.setattr(Handler, "faults", {})
    monkeypatch.setattr(Handler, "asked", [])
    published(tmp_path / "site" / "record", entries(300))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(tmp_path / "site")))
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/record/"
    server.shutdown()
    thread.join()
    server.server_close()


def once(fault: Callable[[Handler], object]) -> Callable[[Handler], object]:
    """The fault at the first asking only."""
    return lambda handler: fault(handler) if handler.asked.count(handler.path) == 1 else None


@pytest.mark.parametrize("write", [lambda address: address, lambda address: address.rstrip("/")])
def test_a_record_is_checked_at_its_address(run: Run, address: str, held: Path, write: Callable[[str], str]) -> None:
    status, out, err = run(write(address), "--since", held / "checkpoint")
    assert (status, err) == (0, "")
    assert paragraphs(out)[0] == "Everything matches in the record wellbridge.example/record, which has 300 entries."
    assert sorted(Handler.asked) == [
        "/record/checkpoint",
        "/record/record.vkey",
        "/record/tile/0/000",
        "/record/tile/0/001.p/44",
        "/record/tile/1/000.p/1",
        "/record/tile/entries/000",
        "/record/tile/entries/001.p/44",
    ]


def silent(handler: Handler) -> bool:
    time.sleep(0.7)
    return True


FAULTS: dict[str, Callable[[Handler], object]] = {
    "busy": lambda handler: handler.answer(503),
    "too many": lambda handler: handler.answer(429),
    "cut": lambda handler: handler.answer(200, b"abc", Content_Length="100"),
    "no answer": lambda handler: handler.wfile.write(b"nonsense\r\n\r\n"),
    "half packed": lambda handler: handler.answer(200, gzip.compress(b"x" * 50)[:20], Content_Encoding="gzip"),
    "silent": silent,
    "not packed": lambda handler: handler.answer(200, b"x" * 50, Content_Encoding="gzip"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_passing_fault_is_tried_again(run: Run, address: str, fault: str) -> None:
    Handler.faults = {"/record/tile/0/000": once(FAULTS[fault])}
    status, _out, err = run(address)
    assert (status, err, Handler.asked.count("/record/tile/0/000")) == (0, "", 2)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_lasting_fault_is_no_verdict(run: Run, address: str, fault: str) -> None:
    """What cannot be fetched is neither right nor wrong."""
    Handler.faults = {"/record/tile/0/000": FAULTS[fault]}
    status, out, err = run(address)
    assert (status, out, Handler.asked.count("/record/tile/0/000")) == (2, "", 3)
    assert err.startswith(f"{address}tile/0/000: ")
    assert err.endswith("; try again later\n")


def dripping(handler: Handler) -> bool:
    """A byte now and then, for as long as somebody listens."""
    handler.answer(200, Content_Length="8192")
    with suppress(OSError):
        for _ in range(40):
            handler.wfile.write(b"x")
            time.sleep(0.02)
    return True


def test_an_answer_that_drips_is_given_up(run: Run, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "DEADLINE", 0.1)
    Handler.faults = {"/record/tile/0/000": dripping}
    status, out, err = run(address)
    assert (status, out) == (2, "")
    assert err == f"{address}tile/0/000: it takes too long; try again later\n"


def test_packed_answers_are_read(run: Run, address: str, tmp_path: Path) -> None:
    packed = gzip.compress((tmp_path / "site" / "record" / "tile" / "entries" / "000").read_bytes())
    Handler.faults = {"/record/tile/entries/000": lambda each: each.answer(200, packed, Content_Encoding="gzip")}
    assert run(address)[0] == 0


def test_an_endless_answer_is_not_read_to_its_end(run: Run, address: str) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    Handler.faults = {
        "/record/tile/0/000": lambda handler: handler.answer(200, bytes(10_000_000)),
        "/record/tile/1/000.p/1": lambda handler: handler.answer(200, bomb, Content_Encoding="gzip"),
    }
    status, out, _err = run(address, "--format", "json")
    assert status == 1
    assert json.loads(out)["wrong"] == [
        {"place": "tile/0/000", "says": "it does not hold exactly 256 hashes"},
        {"place": "tile/1/000.p/1", "says": "it does not hold exactly 1 hash"},
    ]


def test_what_is_missing_at_an_address_does_not_fit(run: Run, address: str) -> None:
    Handler.faults = {"/record/tile/entries/000": lambda handler: handler.answer(410)}
    status, out, _err = run(address, "--format", "json")
    assert status == 1
    assert json.loads(out)["wrong"] == [{"place": "tile/entries/000", "says": "it is missing"}]


def test_only_the_same_host_may_send_on(run: Run, address: str) -> None:
    Handler.faults = {"/record/checkpoint": lambda handler: handler.answer(302, Location="/record/record.vkey")}
    assert run(address)[0] == 1
    Handler.faults = {"/record/checkpoint": lambda handler: handler.answer(302, Location="http://localhost:9/x")}
    assert run(address) == (
        2,
        "",
        f"{address}checkpoint: it redirects to http://localhost:9/x, and we only read from the same host; "
        "give that address if you trust it\n",
    )
    Handler.faults = {"/record/checkpoint": lambda handler: handler.answer(302, Location="file:///etc/passwd")}
    assert run(address) == (2, "", f"{address}checkpoint: it answers with the error 302; check the address\n")


def test_a_record_nobody_may_read_is_no_verdict(run: Run, address: str) -> None:
    Handler.faults = {"/record/tile/0/000": lambda handler: handler.answer(403)}
    expected = f"{address}tile/0/000: it answers with the error 403; check the address\n"
    assert run(address) == (2, "", expected)


@pytest.mark.parametrize(
    "written",
    ["http://", "http://[", "https://a:b/", "http://a:99999/", "http://a b/", "http://a/?x", "http://a/#x",
     "http://me:secret@a/", "http://ä/"],
)  # fmt: skip
def test_what_is_no_address_is_refused(run: Run, written: str) -> None:
    expected = f"{written}: this is not the address of a record; write for example https://example.org/record/\n"
    assert run(written) == (2, "", expected)


def test_nobody_there_is_said(run: Run, address: str) -> None:
    elsewhere = "http://127.0.0.1:9/record/"
    status, out, err = run(elsewhere)
    assert (status, out) == (2, "")
    assert err.startswith(f"{elsewhere}checkpoint: it can't be reached: ")
