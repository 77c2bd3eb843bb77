#!/usr/bin/env python3
"""Check a public record of acts from outside, in a folder or at an address.

    python3 check_record.py FOLDER-OR-ADDRESS [--key KEY-OR-FILE] [--since CHECKPOINT] [--receipt RECEIPT]

This one file is all there is: take it, read it, keep it. It needs Python 3.11 or newer and the package "cryptography",
and shares nothing with the program that keeps the record. A record is made of files (RFC 6962; C2SP tlog-tiles):

    checkpoint         how many entries there are and the root of their hashes, signed with Ed25519
    record.vkey        the key; better have it from elsewhere, and give it with --key
    tile/entries/…     the entries, 256 to a file, each after its length in two bytes
    tile/0/…           their hashes, 256 to a file; tile/1/… the hashes over each full file of tile/0, and so on

Exit status: 0 everything fits, 1 something does not, 2 there is nothing that can be checked.
"""

import argparse
import base64
import http.client
import json
import re
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Get = Callable[[str, int], bytes | None]  # the file at a path; of one longer than so many bytes, the beginning
Row = list[bytes]  # hashes in order
Key = tuple[str, bytes, bytes]  # name, id, public key
File = tuple[int, int, int]  # level (-1: entries), number, and how many hashes or entries there are in it
Wrong = dict[str, str]  # where, and what does not fit
MOST_ENTRIES, MOST_TEXT = 10_000_000, 262_144
PARTS = ["act", "area", "at", "facts", "n", "sealed", "subject"]


class DoesNotFit(Exception):
    """What was read is not what it has to be."""


def insist(holds: object, otherwise: str) -> None:
    if not holds:
        raise DoesNotFit(otherwise)


def leaf(entry: bytes) -> bytes:
    return sha256(b"\0" + entry).digest()


def pair(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def root_of(row: Row) -> bytes:
    """Hash neighbours together until one hash is left; one without a neighbour moves up as it is."""
    while len(row) > 1:
        above = [pair(left, right) for left, right in zip(row[::2], row[1::2], strict=False)]
        row = above + row[2 * len(above) :]
    return row[0] if row else sha256().digest()


def root_by(proof: Row, found: bytes, index: int, size: int) -> bytes:
    """The root to which a proof leads from the hash of the entry at an index."""
    insist((size == 1) == (not proof), "its proof is too long or too short")
    if size == 1:
        return found
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        return pair(root_by(proof[:-1], found, index, half), proof[-1])
    return pair(proof[-1], root_by(proof[:-1], found, index - half, size - half))


def from_base64(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise DoesNotFit("a part of it is not base64") from None
    insist(base64.b64encode(raw) == text.encode(), "a part of it is base64 of another form")
    return raw


def as_text(raw: bytes) -> str:
    try:
        insist(len(raw) <= MOST_TEXT, "it is too long")
        return raw.decode()
    except UnicodeDecodeError:
        raise DoesNotFit("it is not a text") from None


def read_key(text: str) -> Key:
    name, number, written = [*text.split("+", 2), "", ""][:3]
    raw = from_base64(written)
    is_key = name.isprintable() and len(raw) == 33 and raw[0] == 1
    id = sha256(name.encode() + b"\n" + raw).digest()[:4] if is_key else b""
    insist(is_key and id.hex() == number, "it is not a key such as example.org/record+530d903a+AekyeRrm…")
    return name, id, raw[1:]


def read_checkpoint(note: str, key: Key) -> tuple[int, bytes]:
    """How many entries, and their root, once the signature has been checked."""
    insist(not re.search(r"[\x00-\x09\x0b-\x1f]", note), "it holds characters that do not belong into a text")
    text, _, below = note.rpartition("\n\n")
    insist(re.fullmatch(r"(— [^\s+]+ \S+\n){1,64}", below), "it has no signatures below a blank line")
    lines = [line.split(" ") for line in below.split("\n")[:-1]]
    signed = [(name, from_base64(written)) for _, name, written in lines]
    own = [raw[4:] for name, raw in signed if (name, raw[:4]) == key[:2]]
    insist(own, f"it is not signed with the key of {key[0]}")
    for signature in own:
        try:
            Ed25519PublicKey.from_public_bytes(key[2]).verify(signature, f"{text}\n".encode())
        except InvalidSignature:
            raise DoesNotFit("its signature is not of this text") from None
    origin, size, root, *_others = [*text.split("\n"), "", ""]
    insist(origin == key[0] and re.fullmatch("0|[1-9][0-9]{0,17}", size), f"it is not a checkpoint of {key[0]}")
    insist(len(from_base64(root)) == 32, "its root is not a hash")
    return int(size), from_base64(root)


def read_receipt(text: str, key: Key) -> tuple[int, bytes]:
    """The checkpoint of a receipt, once its entry was found to lead there."""
    form = r"c2sp\.org/tlog-proof@v1\nextra (.+)\nindex (0|[1-9][0-9]{0,17})\n((?:.+\n)*)\n((?s:.+))"
    found = re.fullmatch(form, text)
    extra, index, proof, note = found.groups() if found else [""] * 4
    insist(extra, "it is not written as a receipt")
    hashes = [from_base64(line) for line in proof.split("\n")[:-1]]
    size, root = read_checkpoint(note, key)
    insist(int(index) < size and all(len(each) == 32 for each in hashes), "its proof is not one for its checkpoint")
    insist(root_by(hashes, leaf(from_base64(extra)), int(index), size) == root, "its entry leads to another root")
    insist(not fault_of(from_base64(extra), int(index)), "its entry is not written as one of this number")
    return size, root


def fault_of(entry: bytes, n: int) -> str:
    """An entry is JSON in the one form there is for it, has its seven parts, and says its own number."""
    try:
        found = json.loads(entry)
        again = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except (ValueError, RecursionError):
        return "it is not JSON"
    if again != entry or not isinstance(found, dict) or list(found) != PARTS:
        return "it is not written as an entry"
    if not re.fullmatch("[0-9-]{10}T[0-9:]{8}Z(None|[0-9a-f]{64})", f"{found['at']}{found['sealed']}"):
        return "its time or its seal is not written as one"
    return "" if str(found["n"]) == str(n) else f"it says that it is entry {found['n']!r}"


def files_of(size: int) -> list[File]:
    rows = [(-1, size), *((level, size >> 8 * level) for level in range(8))]
    return [(level, at // 256, min(256, count - at)) for level, count in rows for at in range(0, count, 256)]


def path_of(file: File) -> str:
    level, index, width = file
    where = f"x{index // 1000:03}/{index % 1000:03}" if index > 999 else f"{index:03}"
    return f"tile/{'entries' if level < 0 else level}/{where}" + f".p/{width}" * (width < 256)


def read(file: File, get: Get, wrong: Wrong) -> Row:
    """The hashes in a file, or those of its entries; none where it is not what it has to be."""
    level, index, width = file
    raw, parts, at = get(path_of(file), width * (32 if level >= 0 else 65_537)), Row(), 0
    while raw and at < len(raw) and len(parts) < width:
        start, length = (at, 32) if level >= 0 else (at + 2, int.from_bytes(raw[at : at + 2], "big"))
        at = start + length
        parts.append(raw[start:at])
    if raw is None or at != len(raw) or len(parts) != width:
        wrong[path_of(file)] = "it is missing" if raw is None else f"it does not hold exactly {width} of them"
        return []
    if level >= 0:
        return parts
    faults = {f"entry {n}": fault_of(entry, n) for n, entry in enumerate(parts, 256 * index)}
    wrong |= {place: fault for place, fault in faults.items() if fault}
    return list(map(leaf, parts))


# The check of everything


def check(get: Get, given: str, held: dict[str, str]) -> tuple[int, Wrong]:
    """How many entries there are, and what does not fit. Where no key is given, the record's own is believed."""
    own, note, place = get("record.vkey", MOST_TEXT), get("checkpoint", MOST_TEXT), "record.vkey"
    if note is None or (own is None and not given):
        raise OSError("there is no checkpoint" if note is None else "there is no key: give it with --key")
    try:
        text = given or as_text(own or b"")[:-1]
        insist(own in (None, f"{text}\n".encode()), "it is not the key you gave" if given else "it is not one line")
        key, place = read_key(text), "checkpoint"
        size, root = read_checkpoint(as_text(note), key)
    except DoesNotFit as fault:
        return 0, {place: str(fault)}
    if size > MOST_ENTRIES:
        raise OSError(f"it has {size} entries, and this program checks at most {MOST_ENTRIES}")
    base, wrong = compare(get, size, root)
    for place, text in held.items():
        try:
            before, was = (read_receipt if place == "receipt" else read_checkpoint)(text, key)
            insist(before <= size, f"it covers {before} entries and the record has {size}: entries were taken away")
            insist(base is not None and root_of(base[:before]) == was, "the entries it covers are others now")
        except DoesNotFit as fault:
            wrong[place] = str(fault)
    return size, wrong


def compare(get: Get, size: int, root: bytes) -> tuple[Row | None, Wrong]:
    """Hold every file against the hashes that lead to the root; where none do, against the best there are."""
    wrong: Wrong = {}
    rows = {file: read(file, get, wrong) for file in files_of(size)}
    ways = [[each for file, row in rows.items() if file[0] == level for each in row] for level in (-1, 0)]
    whole = [way for way in ways if len(way) == size]  # entries and their hashes are two ways to the root
    base = next(iter([way for way in whole if root_of(way) == root] + whole), None)
    if base is None or root_of(base) != root:
        wrong["checkpoint"] = "its root is not the one the entries lead to"
    above = base or []
    for level in range(-1, 8):
        for file in [file for file in rows if file[0] == level and base]:
            start = 256 * file[1]
            others = [n for n, each in enumerate(rows[file], start) if each != above[n]]
            if level < 0:
                wrong |= {f"entry {n}": "it is not the entry that was signed" for n in others}
            elif others:
                wrong[path_of(file)] = "its hashes are not those of the entries"
        if level >= 0:
            above = [root_of(above[at : at + 256]) for at in range(0, len(above) - 255, 256)]
    return base, wrong


# The record where it lies, and the command


class SameHost(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        stays = urlsplit(newurl).netloc == urlsplit(req.full_url).netloc
        return super().redirect_request(req, fp, code, msg, headers, newurl) if stays else None


def at_address(address: str) -> Get:
    opener = urllib.request.build_opener(SameHost)

    def get(path: str, limit: int, pauses: tuple[float, ...] = (0.5, 2)) -> bytes | None:
        try:
            with opener.open(f"{address.rstrip('/')}/{path}", timeout=15) as answer:
                raw: bytes = answer.read(limit + 1)
                insist(not answer.length or len(raw) > limit, f"{path} broke off")
                return raw
        except (OSError, DoesNotFit, http.client.HTTPException) as error:
            if isinstance(error, urllib.error.HTTPError):
                error.close()
                if error.code in (404, 410):
                    return None
            if not pauses:
                raise OSError(f"{path}: {error}") from None
        time.sleep(pauses[0])
        return get(path, limit, pauses[1:])

    return get


def in_folder(folder: str) -> Get:
    def get(path: str, limit: int) -> bytes | None:
        return Path(folder, path).read_bytes()[: limit + 1] if Path(folder, path).is_file() else None

    return get


def main() -> int:
    parser = argparse.ArgumentParser(description="Check a public record of acts from outside.")
    parser.add_argument("record", help="the folder or the address (http:// or https://) of the record")
    parser.add_argument("--key", default="", help="the key that checks the signature, or a file that holds it")
    parser.add_argument("--since", help="a checkpoint you kept")
    parser.add_argument("--receipt", help="a receipt you hold")
    asked = parser.parse_args()
    try:
        given = Path(asked.key).read_text().strip() if Path(asked.key).is_file() else asked.key
        if given:
            read_key(given)
        files = {"earlier checkpoint": asked.since, "receipt": asked.receipt}
        held = {place: as_text(Path(file).read_bytes()) for place, file in files.items() if file}
        get = at_address(asked.record) if re.match("https?://", asked.record) else in_folder(asked.record)
        size, wrong = check(get, given, held)
    except (DoesNotFit, OSError, ValueError) as error:
        told = "".join(each if each.isprintable() else "?" for each in f"{asked.record} can't be checked: {error}")
        print(told, file=sys.stderr)
        return 2
    for place, fault in wrong.items():
        print(f"{place}: {fault}")
    if not wrong:
        print(f"Everything fits: {size} entries lead to the root that was signed.")
        print("It doesn't show that they are true, nor, without --since and --key, that the record is still the same.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
