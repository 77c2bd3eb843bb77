"""One entry of the ledger: public facts of one act, and a seal over what is not public.

The public part never holds personal data, for an entry can't be taken out again: no name, no address, no free text that
a person typed about another. What may have to be forgotten is sealed: the entry then carries only the hash of a salt
and of those facts. Whoever is given both can check them against the entry; once the salt and the facts are erased,
nobody can tell what was sealed, and the tree stays as it is.

The parts of an entry are fixed. What later versions have to say goes into ``facts``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import msgspec

from opencompact.core.words import _

SALT = 32  # bytes; fresh random ones for every seal, or equal facts could be recognised
MOST_BYTES = 65_535  # what the length before an entry can say
_LARGEST = 2**53 - 1  # beyond it, JSON readers differ
_DEEPEST = 10
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_SEAL = re.compile(r"[0-9a-f]{64}")


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One act as everybody may read it."""

    n: int  # its place in the ledger, from 0
    at: str  # when it was recorded: 2026-11-21T10:00:00Z
    act: str  # what happened: "signed"
    area: str  # where: "bristol"
    subject: str  # to what: the id of an edition, a signatory, a consultation
    facts: dict[str, Any]
    sealed: str | None  # the seal over what is not public; None where there is nothing

    def encode(self) -> bytes:
        """The one way this entry is written."""
        return canonical(msgspec.structs.asdict(self))


def make_entry(
    n: int, at: datetime, act: str, area: str, subject: str, facts: Mapping[str, Any], sealed: str | None = None
) -> bytes:
    """The entry of an act, as it is appended; a ``ValueError`` where it can't be one."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone")
    when = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    made = Entry(n=n, at=when, act=act, area=area, subject=subject, facts=dict(facts), sealed=sealed).encode()
    fault = why_not_entry(made, n)
    if fault:
        raise ValueError(fault)
    return made


def read_entry(raw: bytes) -> Entry:
    """The parts of an entry; a ``ValueError`` where it isn't one."""
    try:
        return _decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise ValueError(_("it is not laid out as an entry")) from None


def why_not_entry(raw: bytes, n: int) -> str | None:
    """Why these bytes can't be entry ``n``; None where they can."""
    try:
        entry = read_entry(raw)
        rewritten = entry.encode()
    except ValueError as fault:
        return str(fault)
    if len(raw) > MOST_BYTES:
        return _("it has {count} bytes; an entry has at most {most}").format(count=len(raw), most=MOST_BYTES)
    if rewritten != raw:
        return _("it is not laid out as an entry")
    if entry.n != n:
        return _("it says that it is entry {n}").format(n=entry.n)
    if not _is_time(entry.at):
        return _("its time is not written as 2026-11-21T10:00:00Z")
    if entry.sealed is not None and not _SEAL.fullmatch(entry.sealed):
        return _("its seal is not a hash")
    return None


def canonical(value: Any) -> bytes:
    """JSON written in one way only: keys in order, no spaces, UTF-8; a ``ValueError`` for what has no such form."""
    if not _has_one_form(value, _DEEPEST):
        raise ValueError(_("only text, whole numbers, yes or no, lists and named values can be recorded"))
    try:
        return msgspec.json.encode(value, order="sorted")
    except UnicodeEncodeError:
        raise ValueError(_("some text has half a character in it; type it again")) from None


def seal(salt: bytes, private: Mapping[str, Any]) -> str:
    """The seal over facts that are not public; the salt comes from outside and is kept beside them."""
    if len(salt) != SALT:
        raise ValueError(f"a salt has {SALT} bytes, not {len(salt)}")
    return sha256(salt + canonical(dict(private))).hexdigest()


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts in the forms an entry may hold: dates and translated texts become text."""
    return {name: _plain_value(value) for name, value in facts.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int | None):
        return value
    if isinstance(value, list | tuple):
        return [_plain_value(each) for each in value]
    if isinstance(value, dict):
        return plain(value)
    return str(value)


def fits_seal(sealed: str | None, salt: bytes, private: Mapping[str, Any]) -> bool:
    """Whether a seal was made over these facts with this salt."""
    return len(salt) == SALT and sealed == seal(salt, private)


_decode = msgspec.json.Decoder(Entry).decode


def _is_time(text: str) -> bool:
    try:
        return bool(_TIME.fullmatch(text) and datetime.fromisoformat(text))
    except ValueError:
        return False


def _has_one_form(value: Any, depth: int) -> bool:
    if isinstance(value, str | bool | None):
        return True
    if isinstance(value, int):
        return -_LARGEST <= value <= _LARGEST
    if not depth:
        return False
    if isinstance(value, dict):
        return all(isinstance(name, str) and _has_one_form(each, depth - 1) for name, each in value.items())
    return isinstance(value, list | tuple) and all(_has_one_form(each, depth - 1) for each in value)
