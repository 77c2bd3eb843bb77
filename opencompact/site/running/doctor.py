"""What is set, what is missing and what to do: for ``serve``, which refuses what is not safe, and for ``doctor``."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from opencompact.core.problems import Problem, Unusable
from opencompact.site.running import variables
from opencompact.site.running.preparing import alone_in
from opencompact.site.running.variables import VARIABLES, Variable

SAFE_WAL = (3, 51, 3)  # SQLite before this could corrupt a database with write-ahead logging
LITTLE_ROOM = 1_000_000_000  # bytes
NO_ROOM = 100_000_000
SHOWN = 10  # of what differs from the record
QUIET = 300  # seconds after which a worker that has not been heard of is gone


class State(Enum):
    """How one thing is."""

    FINE = "fine"
    NOTE = "note"  # worth knowing, nothing must be done
    ACT = "act"  # something must be done


class Line(NamedTuple):
    """One line of the table: what, how it is, and what to do."""

    what: str
    found: str
    state: State = State.FINE
    to_do: str = ""


def refusals() -> list[Problem]:
    """Why the site does not start with these settings. Settings that can't be read are told by reading them."""
    lines = [*_unsafe_address(), *_unsafe_mail(), *_unsafe_files()]
    return [Problem(line.what, line.found, line.to_do) for line in lines if line.state is State.ACT]


def lines() -> list[Line]:
    """Everything there is to say: first what is set, then what is there."""
    faults = {problem.place: Line(problem.place, problem.says, State.ACT, problem.mend) for problem in _unreadable()}
    if faults:
        return [faults.get(line.what, line) for line in settings_as_set()]
    unsafe = [*_unsafe_address(), *_unsafe_mail(), *_unsafe_files()]
    told = {line.what for line in unsafe}
    return [*(line for line in settings_as_set() if line.what not in told), *unsafe, *things()]


def _unreadable() -> Iterator[Problem]:
    """Every setting that can't be read, not only the first."""
    readers: list[Callable[[], object]] = [
        lambda: variables.address("http://127.0.0.1:8000"),
        lambda: variables.flag("OPENCOMPACT_DEMONSTRATION"),
        lambda: variables.number("OPENCOMPACT_PROXIES", 0),
        lambda: variables.number("OPENCOMPACT_WORKERS", 1, least=1),
        variables.log, variables.mail, variables.own_sign_in, variables.postgresql, variables.given_secret_key,
    ]  # fmt: skip
    for read in readers:
        try:
            read()
        except Unusable as fault:
            yield from fault.problems


def settings_as_set() -> list[Line]:
    """Each variable with its value, or what holds without it. A secret is only said to be set."""
    return [Line(each.name, _value(each)) for each in VARIABLES]


def _value(each: Variable) -> str:
    found = variables.text(each.name)
    if not found:
        return f"not set: {each.otherwise}"
    return "set" if each.secret else found


def _unsafe_address() -> Iterator[Line]:
    name = "OPENCOMPACT_ADDRESS"
    address = variables.address("http://127.0.0.1:8000")
    local = variables.is_local(address)
    if not variables.text(name):
        yield Line(name, "the address people type is not set", State.ACT, f"set {name}=https://compact.example.org")
    elif address.startswith("http://") and not local:
        yield Line(
            name, "sign-ins would cross the network readable by everybody on the way", State.ACT,
            "give the site a certificate and write https://",
        )  # fmt: skip
    if variables.flag("OPENCOMPACT_DEMONSTRATION") and not local:
        yield Line(
            "OPENCOMPACT_DEMONSTRATION", "in the demonstration anybody signs in as anybody", State.ACT,
            "take it out, or run opencompact demo on your own computer",
        )  # fmt: skip


def _unsafe_mail() -> Iterator[Line]:
    variables.mail()
    if variables.text("OPENCOMPACT_MAIL"):
        return
    local = variables.is_local(variables.address("http://127.0.0.1:8000"))
    yield Line(
        "OPENCOMPACT_MAIL", "no letter is sent, and nobody can sign in by a code sent to them",
        State.NOTE if local else State.ACT, "set OPENCOMPACT_MAIL=smtp+tls://user:password@host:587",
    )  # fmt: skip


def data_folder() -> Path:
    """Where everything lives that is not the program."""
    return Path(variables.text("OPENCOMPACT_DATA") or "opencompact-data").expanduser().resolve()


def _unsafe_files() -> Iterator[Line]:
    data = data_folder()
    for place in (data, data / "secret-key", data / "record" / "key", data / "opencompact.sqlite3"):
        open_to_all = place.exists() and place.stat().st_mode & 0o007
        covered = place != data and data.stat().st_mode & 0o007 == 0 if data.exists() else False
        if open_to_all and not covered:
            yield Line(str(place), "every user of this machine may read it", State.ACT, f"chmod o= {place}")
    if hasattr(os, "geteuid") and os.geteuid() == 0 and not Path("/.dockerenv").exists():
        yield Line("user", "the site runs as root", State.NOTE, "give it a user of its own")


def things() -> list[Line]:
    """What is there: database, tables, key, record, mail, look, room."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencompact.site.settings")
    data = data_folder()
    if not (data / "secret-key").exists():  # to look is not to set up: nothing is made here
        os.environ.setdefault("OPENCOMPACT_SECRET_KEY", "not made yet, the first start makes it" * 2)
    found = [_running(data), _sqlite_note(), _time_zone(), *_room(data), _look()]
    if not os.environ.get("DATABASE_URL") and not (data / "opencompact.sqlite3").exists():
        return [Line("database", "not there yet", State.NOTE, "opencompact serve makes it at its first start"), *found]
    return [*_database(), *found, _mail_server()]


def _database() -> Iterator[Line]:
    import django
    from django.db import DatabaseError, connection

    django.setup()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, OSError) as fault:
        yield Line(
            "database", f"it does not answer ({type(fault).__name__})", State.ACT, "start it, or mend DATABASE_URL"
        )
        return
    yield Line("database", f"{connection.display_name} {_version(connection)} answers")
    from opencompact.site.running.health import migrations_missing

    missing = migrations_missing()
    if missing:
        yield Line(
            "tables",
            f"{len(missing)} migrations are not applied",
            State.ACT,
            "start opencompact serve: it applies them",
        )
        return
    yield Line("tables", "all migrations are applied")
    yield from _record()
    yield from _registers()
    yield _letters()


def _kind(fault: Exception) -> str:
    """What went wrong, by its kind: messages of a database may hold its password."""
    return type(fault).__name__


def _version(connection: Any) -> str:
    return ".".join(str(part) for part in connection.get_database_version())


def _record() -> Iterator[Line]:
    from opencompact.core.ledger.checkpoints import OtherHistory, next_checkpoint
    from opencompact.core.ledger.notes import DoesNotFit
    from opencompact.site.record import signing
    from opencompact.site.record.models import Entry, tree_of

    size = Entry.objects.count()
    try:
        key = signing.key()
    except (OSError, ValueError) as fault:
        yield Line(
            "key of the record", f"it can't be read ({_kind(fault)})", State.ACT if size else State.NOTE,
            f"put {signing.folder()} back from where you keep it" if size else "the first start makes it",
        )  # fmt: skip
        return
    yield Line("key of the record", str(key.verifier))
    try:
        last = signing.last_checkpoint()
        next_checkpoint(signing.last_note(), tree_of(size), key)
    except (OtherHistory, DoesNotFit) as fault:
        yield Line("record", str(fault), State.ACT, _RECORD_HELP)
        return
    signed = last.size if last else 0
    state = State.FINE if signed == size else State.NOTE
    yield Line("record", f"{size} entries, {signed} of them signed", state, "" if signed == size else _SIGNED_SOON)


def _registers() -> Iterator[Line]:
    """Whether registers still show what the record says of them, and what is sealed is what was sealed."""
    from opencompact.site.running.comparing import changed_seals, compare_registers

    found = compare_registers()
    changed = [f"{each.subject} ({each.field or 'missing'}, entry {each.entry})" for each in found.differences]
    told = f"{found.records} records show what their last entries say; {found.without} have none that says it"
    if changed:
        told = f"{len(changed)} things differ from the record: {', '.join(changed[:SHOWN])}"
    yield Line("registers", told, State.ACT if changed else State.FINE, _CHANGED if changed else "")
    seals = changed_seals()
    told = f"of entries {', '.join(map(str, seals[:SHOWN]))} is not what was sealed" if seals else "as it was sealed"
    yield Line("sealed facts", told, State.ACT if seals else State.FINE, _CHANGED if seals else "")


_CHANGED = "the database was changed past the site: compare with a backup, see docs/explanation/the-record.md"
_RECORD_HELP = "see docs/how-to/back-up-and-restore.md, When the record is not signed"
_SIGNED_SOON = "the worker signs the rest when it starts"


def _letters() -> Line:
    from datetime import timedelta

    from opencompact.site import clock
    from opencompact.site.post.models import Letter

    late = Letter.objects.filter(sent=None, written__lt=clock.now() - timedelta(hours=1)).count()
    waiting = Letter.objects.filter(sent=None).count()
    if late and variables.text("OPENCOMPACT_MAIL"):
        return Line(
            "letters", f"{late} wait for more than an hour", State.ACT, "see what the log says of the mail server"
        )
    return Line("letters", f"{waiting} wait to be sent")


def _mail_server() -> Line:
    """Whether somebody answers there. Nothing is sent, and nobody is signed in."""
    set_to = variables.mail()
    if "EMAIL_HOST" not in set_to:
        return Line("mail server", "none is set", State.NOTE)
    try:
        with socket.create_connection((set_to["EMAIL_HOST"], set_to["EMAIL_PORT"]), timeout=5):
            return Line("mail server", "it answers")
    except OSError as fault:
        return Line(
            "mail server",
            f"it does not answer ({type(fault).__name__})",
            State.ACT,
            "mend OPENCOMPACT_MAIL, or the way to it",
        )


def _running(data: Path) -> Line:
    """Whether the site runs in this folder, and its worker with it."""
    if not data.exists():
        return Line("site", "it is not running", State.NOTE)
    try:
        with alone_in(data):
            return Line("site", "it is not running", State.NOTE)
    except Unusable:
        pass
    try:
        quiet = time.time() - (data / "worker").stat().st_mtime
    except OSError:
        quiet = QUIET + 1
    if quiet > QUIET:
        return Line("site", "it is running, and its worker is not", State.ACT, "start the site again; the log says why")
    return Line("site", "it is running, and its worker, too")


def _sqlite_note() -> Line:
    found = sqlite3.sqlite_version
    if os.environ.get("DATABASE_URL"):
        return Line("SQLite", f"{found}, not used")
    if sqlite3.sqlite_version_info >= SAFE_WAL:
        return Line("SQLite", f"{found}, with write-ahead logging")
    return Line("SQLite", f"{found}, with a rollback journal: safe, and readers wait while somebody writes")


def _time_zone() -> Line:
    try:
        return Line("time zone", str(ZoneInfo("Europe/London")))
    except ZoneInfoNotFoundError:
        return Line("time zone", "Europe/London is not known here", State.ACT, "install the package tzdata")


def _room(data: Path) -> Iterator[Line]:
    place = next(folder for folder in (data, *data.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    state = State.FINE if free > LITTLE_ROOM else State.NOTE if free > NO_ROOM else State.ACT
    yield Line("disk", f"{free // 1_000_000} MB are free at {place}", state, "" if state is State.FINE else "make room")


def _look() -> Line:
    built = Path(__file__).resolve().parents[1] / "static" / "built" / "look.css"
    if built.exists():
        return Line("look of the pages", "built")
    return Line("look of the pages", "not built", State.ACT, "run ./run --set-up")
