"""The key of the record and its last checkpoint. Both are files in the data folder, outside the database: a database
restored from an older backup must not bring back an older checkpoint with it."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from django.conf import settings

from opencompact.core.ledger.checkpoints import Checkpoint, OtherHistory, next_checkpoint, open_checkpoint
from opencompact.core.ledger.notes import SEED, SigningKey, VerifierKey, make_key
from opencompact.site.record.models import Entry, tree_of

log = structlog.get_logger("record")


def folder() -> Path:
    """Where the record keeps its key and its last checkpoint."""
    place: Path = settings.DATA / "record"
    return place


def make_key_once() -> None:
    """The key is made when the site is set up, and never again."""
    place = folder() / "key"
    folder().mkdir(parents=True, exist_ok=True)
    if not place.exists():
        key = make_key(settings.RECORD_NAME, secrets.token_bytes(SEED))
        _write(place, f"{key.secret()}\n", mode=0o600)


def key() -> SigningKey:
    """The key that signs."""
    return SigningKey.parse((folder() / "key").read_text("utf-8").strip())


def public_key() -> VerifierKey | None:
    """The half of the key that everybody may know; None before the site is set up."""
    return key().verifier if (folder() / "key").exists() else None


def last_note() -> str | None:
    """The checkpoint signed last, as it was signed."""
    place = folder() / "checkpoint"
    return place.read_bytes().decode() if place.exists() else None


def last_checkpoint() -> Checkpoint | None:
    """What the checkpoint signed last says."""
    note = last_note()
    return open_checkpoint(note, key().verifier) if note is not None else None


def sign() -> str:
    """Sign the record as it is committed; an ``OtherHistory`` where it doesn't continue what was signed before."""
    with _alone():
        note, signed = last_note(), last_checkpoint()
        tree = tree_of(Entry.objects.size())
        if note is not None and signed and signed.size == tree.size and signed.root == tree.root():
            return note
        note = next_checkpoint(note, tree, key())
        _write(folder() / "checkpoint", note)
        return note


def why_not_signed() -> str | None:
    """Why the record as it stands can't be signed: it doesn't continue what was signed before."""
    note = last_note()
    if note is None:
        return None
    try:
        next_checkpoint(note, tree_of(Entry.objects.size()), key())
    except OtherHistory as fault:
        return str(fault)
    return None


def sign_after_commit() -> None:
    """Sign what was just committed. An act stands even where it can't be signed; the page of the record says why, and
    the next act or the next tick of the clock tries again."""
    try:
        sign()
    except (OtherHistory, OSError) as fault:
        log.error("nothing signed", why=str(fault))


@contextmanager
def _alone() -> Iterator[None]:
    """One process signs at a time: two that sign different sizes at once could sign a shorter one last."""
    with (folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(place: Path, text: str, mode: int = 0o644) -> None:
    """Write a file so that a crash leaves the old one or the new one."""
    beside = place.with_name(f"{place.name}.new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    beside.replace(place)
