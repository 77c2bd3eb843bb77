"""``verify``: a public record checked from outside, in a folder or at an address, or a receipt by itself."""

from __future__ import annotations

import time
import zlib
from collections.abc import Sequence
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from opencompact import __version__
from opencompact.cli.registers import checked, compare_with, wrong
from opencompact.core.findings import encode
from opencompact.core.ledger import receipts
from opencompact.core.ledger.folders import Fetch, fetch_from
from opencompact.core.ledger.notes import DoesNotFit, VerifierKey, in_base64
from opencompact.core.ledger.verifying import Held, Verdict, verify_ledger, verify_receipt
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _, n_
from opencompact.terminal import tables
from opencompact.terminal.door import NOT_KEPT
from opencompact.terminal.waiting import waiting

MOST_SHOWN = 20
TIMEOUT = 15.0  # seconds in which something has to arrive
DEADLINE = 120.0  # seconds in which a file has to be complete
PAUSES = (0.5, 2.0)  # seconds before the second and the third try
_PIECE = 65_536
_GONE = (404, 410)
_BUSY = (408, 429, 500, 502, 503, 504)


@click.command(epilog="Example: opencompact verify https://example.org/record/ --since checkpoint-of-march")
@click.argument("what", metavar="PATH-OR-ADDRESS", required=False)
@click.option("--key", help="The key that checks the signature, or a file with it; the record's own if not given.")
@click.option("--since", type=click.Path(path_type=Path), help="A checkpoint you kept: does the record continue it?")
@click.option(
    "--receipt", type=click.Path(path_type=Path), help="A receipt you hold: does its entry still stand there?"
)
@click.option("--registers", metavar="ADDRESS", help="A site: do its registers show what the record says of them?")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def verify(
    what: str | None, key: str | None, since: Path | None, receipt: Path | None, registers: str | None, form: str
) -> int:
    """Check a public record from outside: its signature, every entry, every hash, and what you hold from earlier."""
    if not what and not registers:
        raise click.UsageError(_("Give the folder or the address of a record, or a receipt."))
    what = what or f"{str(registers).rstrip('/')}/record/"
    try:
        trusted = _key(key) if key else None
        held = Held(_text(since) if since else None, _text(receipt) if receipt else None)
        with waiting(_("Checking")):
            verdict = _verdict(what, trusted, held)
            if registers:
                _tell_of_registers(verdict, what, registers)
    except OSError as error:
        raise Unusable([Problem(str(error.filename or what), error.strerror or str(error))]) from None
    shows, limits = _shows(verdict, held), _limits(verdict, trusted, held)
    if form == "json":
        click.echo(encode(_as_json(what, verdict, shows, limits)))
    else:
        _show(what, verdict, shows, limits)
    return NOT_KEPT if verdict.wrong else 0


def _verdict(what: str, key: VerifierKey | None, held: Held) -> Verdict:
    if what.lower().startswith(("http://", "https://")):
        return verify_ledger(fetch_over(what), key, held)
    path = Path(what)
    if path.is_dir():
        return verify_ledger(fetch_from(path), key, held)
    text = _text(path)
    if not text.startswith(receipts.HEAD):
        raise Unusable([Problem(what, _("it is neither a receipt nor a folder"), _("give one, or an address"))])
    if held != Held():
        raise click.UsageError(_("Give a receipt on its own, or give the folder or web address of the record first."))
    if key is None:
        told = _("a receipt is checked with its record's key")
        raise Unusable([Problem(what, told, _("give the key with --key"))])
    return verify_receipt(text, key)


def _tell_of_registers(verdict: Verdict, what: str, site: str) -> None:
    """Compare the registers of a site with the record, where that fits."""
    if verdict.wrong or verdict.signed is None or verdict.entry is not None:
        return
    fetch = fetch_over(what) if what.lower().startswith(("http://", "https://")) else fetch_from(Path(what))
    read = fetch_over(site)
    base = _base(site)
    found = compare_with(fetch, verdict.signed, lambda address, most: read(address.removeprefix(base), most), site)
    verdict.checked += checked(found)
    verdict.wrong += wrong(found)


def _key(written: str) -> VerifierKey:
    """The key as given: itself, or the file that holds it."""
    try:
        return VerifierKey.parse(written)
    except DoesNotFit as fault:
        if "+" in written and not Path(written).exists():
            raise Unusable([Problem("--key", str(fault))]) from None
    try:
        return VerifierKey.parse(_text(Path(written)).strip())
    except DoesNotFit as fault:
        raise Unusable([Problem(written, str(fault))]) from None


def _text(path: Path) -> str:
    """A file a person holds: a checkpoint, a receipt, a key."""
    with path.open("rb") as file:
        raw = file.read(receipts.MOST_BYTES + 1)
    try:
        if len(raw) <= receipts.MOST_BYTES:
            return raw.decode()
    except UnicodeDecodeError:
        pass
    told = _("it is not text of {most} bytes or fewer").format(most=f"{receipts.MOST_BYTES:,}")
    raise Unusable([Problem(str(path), told, _("give a checkpoint, a receipt or a key"))])


# What it says


def _shows(verdict: Verdict, held: Held) -> list[str]:
    """What follows where everything fits."""
    if not verdict.key or verdict.wrong:
        return []
    if verdict.entry is not None:
        told = [_("Whoever holds the key of {name} signed a record that contains this entry.")]
    else:
        told = [_("Whoever holds the key of {name} signed exactly these entries in this order.")]
    if held.since is not None:
        told.append(_("Nothing covered by your checkpoint has been changed, removed or moved since."))
    return [each.format(name=verdict.key.name) for each in told]


def _limits(verdict: Verdict, trusted: VerifierKey | None, held: Held) -> list[str]:
    """What no such check can show, however well everything fits."""
    told = [_("That what an entry says is true, or that everything that happened was entered.")]
    if trusted is None:
        told.append(
            _(
                "That the key is the right one: it came with the record. Compare it with the key published "
                "elsewhere, and give that key with --key."
            )
        )
    if verdict.entry is None and held.since is None:
        told.append(
            _(
                "That it is still yesterday's record: whoever holds the key could have rewritten it. Keep "
                "its checkpoint and give it with --since next time. Anyone with an earlier checkpoint will "
                "see any change."
            )
        )
    told.append(_("That everyone sees the same record: compare your checkpoint with someone else's."))
    return told


def _as_json(what: str, verdict: Verdict, shows: list[str], limits: list[str]) -> dict[str, Any]:
    signed = verdict.signed
    return {
        "record": what,
        "origin": signed.origin if signed else None,
        "entries": signed.size if signed else None,
        "root": in_base64(signed.root) if signed else None,
        "key": str(verdict.key) if verdict.key else None,
        "fits": not verdict.wrong,
        "wrong": [{"place": wrong.place, "says": wrong.says} for wrong in verdict.wrong],
        "checked": verdict.checked,
        "shows": shows,
        "does_not_show": limits,
    }


def _show(what: str, verdict: Verdict, shows: list[str], limits: list[str]) -> None:
    out = tables.console()
    out.print(Text(_headline(what, verdict), style="bold red" if verdict.wrong else "bold"))
    wrong = [f"{_named(each.place)}: {each.says}" for each in verdict.wrong]
    if wrong:
        more = len(wrong) - MOST_SHOWN
        rest = [n_("and {count} more", "and {count} more", more).format(count=f"{more:,}")] if more > 0 else []
        meaning = _(
            "This is not what was signed, or not what you hold: something was changed, or damaged on the "
            "way. Fetch it again. If it still doesn't match, keep what you have and ask whoever keeps the "
            "record."
        )
        _paragraph(out, _("What does not match"), [*wrong[:MOST_SHOWN], *rest])
        _paragraph(out, _("What this means"), [meaning])
    _paragraph(out, _("What was checked and matches"), verdict.checked)
    _paragraph(out, _("What this shows"), shows)
    if shows:
        _paragraph(out, _("What it can't show"), limits)


def _named(place: str) -> str:
    """Where something does not fit, as a person reads it."""
    if place.startswith("entry "):
        return _("entry {n}").format(n=place.removeprefix("entry "))
    return {"receipt": _("receipt"), "earlier checkpoint": _("earlier checkpoint")}.get(place, place)


def _headline(what: str, verdict: Verdict) -> str:
    if verdict.wrong or not verdict.signed:
        count = len(verdict.wrong)
        told = n_("{count} thing does not match in {what}.", "{count} things do not match in {what}.", count)
        return told.format(count=f"{count:,}", what=what)
    if verdict.entry is not None:
        told = _("The receipt is valid: entry {index} is in the record {origin}.")
        return told.format(index=verdict.entry, origin=verdict.signed.origin)
    told = n_(
        "Everything matches in the record {origin}, which has {count} entry.",
        "Everything matches in the record {origin}, which has {count} entries.",
        verdict.signed.size,
    )
    return told.format(origin=verdict.signed.origin, count=f"{verdict.signed.size:,}")


def _paragraph(out: Console, head: str, lines: Sequence[str]) -> None:
    """A heading and a list; nothing where the list is empty."""
    if lines:
        grid = Table.grid(padding=(0, 1, 0, 0))
        for line in lines:
            grid.add_row("-", Text(line, overflow="fold"))
        out.print()
        out.print(Text(head, style="bold"))
        out.print(grid)


# A record at an address


class _Again(Exception):
    """It may come if asked again."""


class _SameHost(HTTPRedirectHandler):
    """Follows a redirection only on the same host: what another one says is not this record."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        before, after = urlsplit(req.full_url), urlsplit(newurl)
        is_upgrade = (before.scheme, after.scheme) == ("http", "https") and before.hostname == after.hostname
        if not is_upgrade and (before.scheme, before.netloc) != (after.scheme, after.netloc):
            fp.close()
            told = _("it redirects to {address}, and we only read from the same host")
            raise Unusable([Problem(req.full_url, told.format(address=newurl), _("give that address if you trust it"))])
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch_over(address: str) -> Fetch:
    """Read a record from an address: bounded in time, size and tries."""
    base, opener = _base(address), build_opener(_SameHost())

    def fetch(path: str, limit: int) -> bytes | None:
        for pause in PAUSES:
            try:
                return _get(opener, base + path, limit)
            except _Again:
                time.sleep(pause)
        try:
            return _get(opener, base + path, limit)
        except _Again as error:
            raise Unusable([Problem(base + path, str(error), _("try again later"))]) from None

    return fetch


def _base(address: str) -> str:
    """The address that paths are added to."""
    try:
        parts = urlsplit(address)
        is_plain = parts.hostname and parts.port != 0 and not (parts.query or parts.fragment or parts.username)
    except ValueError:
        is_plain = False
    if not is_plain or not address.isascii() or not address.isprintable() or " " in address:
        told = _("this is not the address of a record")
        raise Unusable([Problem(address, told, _("write for example https://example.org/record/"))])
    return f"{address.rstrip('/')}/"


def _get(opener: OpenerDirector, address: str, limit: int) -> bytes | None:
    """What stands at an address; None where there is nothing."""
    sent = {"User-Agent": f"opencompact/{__version__}", "Accept-Encoding": "gzip, identity"}
    try:
        with opener.open(Request(address, headers=sent), timeout=TIMEOUT) as answer:  # noqa: S310  # http, checked
            return _body(answer, limit)
    except HTTPError as error:
        with error:
            if error.code in _GONE:
                return None
            told = _("it answers with the error {code}").format(code=error.code)
            if error.code in _BUSY:
                raise _Again(told) from None
            raise Unusable([Problem(address, told, _("check the address"))]) from None
    except URLError as error:
        raise _Again(_("it can't be reached: {reason}").format(reason=error.reason)) from None
    except (OSError, HTTPException, zlib.error) as error:
        raise _Again(_("the answer can't be read: {reason}").format(reason=repr(error))) from None


def _body(answer: HTTPResponse, limit: int) -> bytes:
    """The answer, or a little more than the limit of it."""
    until = time.monotonic() + DEADLINE
    raw = bytearray()
    while piece := answer.read1(_PIECE):
        raw += piece
        if len(raw) > limit + _PIECE:
            return bytes(raw)
        if time.monotonic() > until:
            raise _Again(_("it takes too long"))
    if answer.length:
        raise _Again(_("the end is missing"))
    if answer.headers.get("Content-Encoding") != "gzip":
        return bytes(raw)
    unpacking = zlib.decompressobj(wbits=31)
    found = unpacking.decompress(raw, limit + 1)
    if not unpacking.eof and len(found) <= limit:
        raise _Again(_("the end is missing"))
    return found
