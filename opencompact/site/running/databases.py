"""How each database is copied while it is used, and put back. A copy, and what is counted in it, are of one moment."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

from opencompact.core.ledger.notes import in_base64
from opencompact.core.ledger.tree import Place, Tree
from opencompact.core.problems import Unusable

Counts = tuple[dict[str, int], int, str]  # rows of each table, entries of the record, its root
Ask = Callable[[str], list[tuple[Any, ...]]]
BESIDE = ("-journal", "-wal", "-shm")  # what SQLite keeps beside a database; with another database it would destroy it


class Database(Protocol):
    """A database that can be copied and put back."""

    kind: str
    member: str  # the name of its copy in a backup

    def copy(self, place: Path) -> Counts:
        """Write a copy; the rows of each table, the entries of the record and its root, as they are in the copy."""

    def is_empty(self) -> bool:
        """Whether there is nothing to lose."""

    def check(self, place: Path) -> Counts | None:
        """Insist that a copy can be read, before anything is replaced; what is in it, where that can be told yet."""

    def put_back(self, place: Path) -> None:
        """Replace what is there by a copy."""

    def count(self) -> Counts:
        """The rows of each table, the entries of the record and its root."""


def counted(ask: Ask, tables: Sequence[str]) -> Counts:
    """Count the tables, and fold the record to its root."""
    rows = {table: int(ask(f'SELECT COUNT(*) FROM "{table}"')[0][0]) for table in sorted(tables)}  # noqa: S608

    def read(places: Sequence[Place]) -> list[bytes]:
        wanted = " OR ".join(f'(level = {int(level)} AND "index" = {int(index)})' for level, index in places)
        found = ask(f'SELECT level, "index", hash FROM compact_node WHERE {wanted}')  # noqa: S608 - numbers
        hashes = {(level, index): bytes(hash) for level, index, hash in found}
        return [hashes[place] for place in places]

    size = rows.get("compact_entry", 0)
    return rows, size, in_base64(Tree(size, read).root()) if size else ""


class SQLite:
    """The database in the data folder."""

    kind, member = "sqlite", "database.sqlite3"

    def __init__(self, place: Path) -> None:
        self.place = place

    def copy(self, place: Path) -> Counts:
        """SQLite's own way to copy in one step: who writes waits until it is done."""
        with self._opened(self.place) as source, closing(sqlite3.connect(place)) as target:
            source.backup(target, pages=-1)
        place.chmod(0o600)
        return self._count(place)

    def is_empty(self) -> bool:
        return not self.place.exists()

    def check(self, place: Path) -> Counts | None:
        try:
            with self._opened(place) as source:
                said = source.execute("PRAGMA integrity_check").fetchall()
        except sqlite3.DatabaseError as fault:
            said = [(str(fault),)]
        if said != [("ok",)]:
            raise Unusable("The database in this backup is damaged. Nothing was restored; take another backup.")
        return self._count(place)

    def put_back(self, place: Path) -> None:
        """The old one stays beside the new one, until the next time."""
        before = self.place.with_name(f"{self.place.name}.before")
        for ending in ("", *BESIDE):
            old = Path(f"{self.place}{ending}")
            if old.exists():
                old.replace(f"{before}{ending}")
        shutil.move(place, self.place)

    def count(self) -> Counts:
        return self._count(self.place)

    def _count(self, place: Path) -> Counts:
        with self._opened(place) as source:

            def ask(sql: str) -> list[tuple[Any, ...]]:
                return source.execute(sql).fetchall()

            names = ask("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            return counted(ask, [name for (name,) in names])

    @contextmanager
    def _opened(self, place: Path) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(place, timeout=60)) as connection:
            yield connection


class PostgreSQL:
    """The database of DATABASE_URL, through PostgreSQL's own programs."""

    kind, member = "postgresql", "database.dump"

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings

    def copy(self, place: Path) -> Counts:
        """The copy and what is counted are of one snapshot, whatever is written meanwhile."""
        with self._opened() as connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()[0]
            self._run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
                      f"--file={place}")  # fmt: skip
            place.chmod(0o600)
            return self._count(connection)

    def is_empty(self) -> bool:
        with self._opened() as connection:
            return not self._tables(connection)

    def check(self, place: Path) -> Counts | None:
        self._run("pg_restore", "--list", str(place))
        return None

    def put_back(self, place: Path) -> None:
        """All or nothing: the old tables go and the new ones come in one transaction."""
        script = place.with_suffix(".sql")
        self._run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(place))
        with self._opened() as connection:
            tables = ", ".join(f'"{table}"' for table in self._tables(connection))
        drop = ["--command", f"DROP TABLE {tables} CASCADE"] if tables else []
        self._run("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", *drop,
                  f"--file={script}")  # fmt: skip
        script.unlink()

    def count(self) -> Counts:
        with self._opened() as connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return self._count(connection)

    def _count(self, connection: Any) -> Counts:
        return counted(lambda sql: connection.execute(sql).fetchall(), self._tables(connection))

    def _tables(self, connection: Any) -> list[str]:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
        return [name for (name,) in found]

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        import psycopg

        try:
            with psycopg.connect(self._way(with_password=True), autocommit=True) as connection:
                yield connection
        except psycopg.OperationalError as fault:
            raise Unusable(f"The database does not answer ({str(fault).strip().splitlines()[0]}).") from fault

    def _way(self, with_password: bool = False) -> str:
        """How to reach it. Programs get the password by their environment: everybody sees how they are called."""
        from psycopg.conninfo import make_conninfo

        taken = {"host": "HOST", "port": "PORT", "user": "USER", "dbname": "NAME"}
        words = {name: self.settings[key] for name, key in taken.items() if self.settings.get(key)}
        more = {name: value for name, value in self.settings.get("OPTIONS", {}).items() if name.startswith("ssl")}
        secret = {"password": self.settings["PASSWORD"]} if with_password and self.settings.get("PASSWORD") else {}
        return make_conninfo("", **words, **more, **secret)

    def _run(self, name: str, *words: str) -> None:
        command = [program(name), *words]
        if "--list" not in words and not any(word.endswith(".sql") and name == "pg_restore" for word in words):
            command.insert(1, f"--dbname={self._way()}")
        password = str(self.settings.get("PASSWORD") or "")
        env = {**os.environ, **({"PGPASSWORD": password} if password else {})}
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603 - PostgreSQL's own
        if done.returncode:
            said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise Unusable(f"{name} did not finish: {said}")


def program(name: str) -> str:
    """One of PostgreSQL's programs: the newest there is, or the one on the PATH."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda place: -_number(place.parts[4]))
    found = str(places[0]) if places else shutil.which(name)
    if not found:
        raise Unusable(f"The program {name} is not there. On Debian and Ubuntu: sudo apt-get install postgresql-client")
    return found


def _number(version: str) -> int:
    return int(version) if version.isdecimal() else 0
