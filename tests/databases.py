"""Databases that are migrated once and copied for the tests of running sites: migrating takes longer than most of them.

A copy is kept in the tests' own cache under what the migrations are made of, so a changed migration is run again.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".pytest_cache" / "migrated"
MIGRATE = """
from opencompact.site.running.preparing import start_django
start_django()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
"""


def key() -> str:
    """What the migrations are made of: our own files and the versions of what is installed."""
    files = [
        *sorted((ROOT / "opencompact/site/migrations").glob("*.py")),
        *sorted((ROOT / "requirements").glob("*.txt")),
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(data: Path, database: str) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("OPENCOMPACT_", "DATABASE_URL"))}
    env |= {"OPENCOMPACT_DATA": str(data), "DJANGO_SETTINGS_MODULE": "opencompact.site.settings"}
    env |= {"DATABASE_URL": database} if database else {}
    subprocess.run([sys.executable, "-c", MIGRATE], env=env, cwd=ROOT, check=True)


def copy_migrated(data: Path) -> None:
    """A migrated SQLite database in a data folder."""
    with _one_at_a_time():
        migrated = CACHE / f"{key()}.sqlite3"
        if not migrated.exists():
            folder = CACHE / "making"
            shutil.rmtree(folder, ignore_errors=True)
            _migrate(folder, "")
            (folder / "opencompact.sqlite3").rename(migrated)
            shutil.rmtree(folder)
    data.mkdir(mode=0o700, parents=True)
    shutil.copy(migrated, data / "opencompact.sqlite3")


def create_database(server: str, name: str, *, empty: bool = False) -> str:
    """A PostgreSQL database of that name on a server, migrated or empty; gives its address."""
    template = "template1" if empty else f"migrated_{key()}"

    def address(database: str) -> str:
        return urlunsplit(urlsplit(server)._replace(path=f"/{database}"))

    with _one_at_a_time(), psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone():
            connection.execute(f'CREATE DATABASE "{template}"')
            _migrate(CACHE / "making", address(template))
            shutil.rmtree(CACHE / "making")
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return address(name)
