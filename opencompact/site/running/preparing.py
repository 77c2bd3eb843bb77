"""What has to be so before the site can answer: its folder, the tables, the key of the record, the demonstration.

What was done is noted in the data folder, so that the next start does nothing. The note holds what it was done for:
this version, these migrations, this database.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

import msgspec

from opencompact import __version__
from opencompact.core.ledger.notes import SigningKey
from opencompact.core.problems import Problem, Unusable

LOCK = 0x0C0F_FEE6  # on PostgreSQL two that start at once migrate one after the other
OF_IT = ("DATABASE_URL", "OPENCOMPACT_ADMINISTRATOR")  # what of the environment it was done for
_PACKAGE = Path(__file__).resolve().parents[2]


class Prepared(msgspec.Struct):
    """The note of what was done, and what the demonstration says of its people."""

    made_from: str
    people: list[tuple[str, str]] = []  # who, and the address they sign in with


def made_from() -> str:
    """What a prepared site depends on, in one number. It needs neither Django nor the database."""
    known = hashlib.sha256()
    for part in (
        __version__,
        version("django"),
        version("django-allauth"),
        *(os.environ.get(name, "") for name in OF_IT),
    ):
        known.update(part.encode() + b"\0")
    places = [*(_PACKAGE / "site" / "migrations").glob("*.py"), *(_PACKAGE / "site" / "demo").rglob("*.py")]
    for place in sorted([*places, *(_PACKAGE / "documents").rglob("*.*")]):
        known.update(place.name.encode() + b"\0" + place.read_bytes())
    return known.hexdigest()


def prepared(data: Path) -> Prepared | None:
    """The note of the last time, where it still holds."""
    try:
        note = msgspec.json.decode((data / "prepared").read_bytes(), type=Prepared)
    except (OSError, msgspec.DecodeError):
        return None
    there = bool(os.environ.get("DATABASE_URL")) or (data / "opencompact.sqlite3").exists()
    key = (data / "record" / "key").exists()
    return note if there and key and note.made_from == made_from() else None


def prepare(data: Path, demonstration: bool, new_key: bool = False) -> Prepared:
    """Make everything ready that is not. ``new_key`` puts the key of the record aside and makes another."""
    note = prepared(data)
    if not new_key:
        _insist_on_key(data)
    if note is None or new_key:
        start_django()
        with _one_at_a_time():
            _make_tables()
            _make_key(new_key)
            note = Prepared(made_from(), _load(demonstration))
        (data / "prepared").write_bytes(msgspec.json.encode(note))
        _let_go()
    return note


def _insist_on_key(data: Path) -> None:
    """A key of the record that can't be read is not passed over: no page of the record could be shown."""
    place = data / "record" / "key"
    if not place.exists():
        return
    try:
        SigningKey.parse(place.read_text("utf-8").strip())
    except (OSError, ValueError) as fault:
        says = f"the key of the record can't be read ({type(fault).__name__})"
        mend = (
            f"put the folder {place.parent} back from where you keep it, so that the user of the site may read it; "
            "if the key is lost: opencompact serve --new-key"
        )
        raise Unusable([Problem(str(place), says, mend)]) from None


@contextmanager
def alone_in(data: Path) -> Iterator[TextIO]:
    """One site runs in a data folder at a time, and nothing is restored below a site that runs."""
    os.umask(0o077)
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise Unusable([Problem(str(data), f"it can't be made ({fault.strerror})", "name another folder")]) from fault
    with (data / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Unusable(f"A site is running in {data} already. Stop it first, or name another folder.") from None
        yield lock


def start_django() -> None:
    """Read the settings and load the rooms."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencompact.site.settings")
    django.setup()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    from django.db import connection

    if connection.vendor != "postgresql":  # the lock of the data folder is enough
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _make_tables() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def _make_key(new: bool) -> None:
    """A record that has entries has a key. A new one is made only where it is asked for: no checkpoint that people hold
    fits it."""
    from opencompact.site.record.models import Entry
    from opencompact.site.record.signing import folder, make_key_once, sign

    there = (folder() / "key").exists()
    if not there and not new and Entry.objects.exists():
        raise Unusable(
            f"The record has entries and its key is missing. Put the folder {folder()} back from where you keep it; "
            "without it nothing can be signed that continues the record. If it is lost: opencompact serve --new-key"
        )
    if new and folder().exists():
        folder().rename(folder().with_name(f"record.before-{datetime.now(UTC):%Y%m%d%H%M%S}"))
    make_key_once()
    if new:
        sign()


def _load(demonstration: bool) -> list[tuple[str, str]]:
    """Load the areas that come with the program; in the demonstration Wellbridge too, and say who its people are."""
    from opencompact.site.demo.areas import load_areas
    from opencompact.site.demo.loading import load_demonstration
    from opencompact.site.demo.people import people

    if not demonstration:
        load_areas()
        _make_administrator()
        return []
    load_demonstration()
    return [(f"{each.name}, {each.kind.label}", each.email) for each in people()]


def _make_administrator() -> None:
    from django.conf import settings

    from opencompact.site.accounts.actions import make_administrator
    from opencompact.site.rules import SET_UP

    if settings.ADMINISTRATOR:
        make_administrator(email=settings.ADMINISTRATOR, by=SET_UP)


def _let_go() -> None:
    """Close what a process that is started from this one must not share."""
    from django.db import connections

    for connection in connections.all():
        connection.close()
        if getattr(connection, "pool", None):
            connection.close_pool()  # type: ignore[attr-defined]
