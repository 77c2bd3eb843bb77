"""A PostgreSQL of the tests' own, for as long as a command runs: ``python tests/postgresql.py COMMAND...``.

It lives in a temporary folder, is reached only through a socket there, and cares for nothing but speed; with --careful
before the command it keeps what it has written, as a real one does. The server programs refuse to run as root; where
root asks, another user runs them.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

PLACES = ("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt")  # newest version last
ALWAYS = "-c listen_addresses= -c max_connections=60 -c jit=off"
CARELESS = f"{ALWAYS} -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c wal_level=minimal"
CARELESS += " -c max_wal_senders=0"
NEEDED = ("initdb", "pg_ctl", "postgres")


def programs() -> Path | None:
    """The folder of the server programs."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted((found for place in PLACES for found in Path(place).glob("*/bin")), reverse=True)
    return next((folder for folder in folders if all((folder / name).exists() for name in NEEDED)), None)


def runs_as() -> str | None:
    """Who runs the server: None for ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@contextmanager
def cluster(options: str = CARELESS) -> Iterator[str]:
    """A running server; gives the address of its database."""
    bin = programs()
    assert bin, "PostgreSQL's server programs are not there: sudo apt-get install postgresql"
    user = runs_as()
    with tempfile.TemporaryDirectory(prefix="ocpg-", dir="/tmp") as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user)
        else:
            folder.chmod(0o700)

        def run(*words: str) -> None:
            done = subprocess.run(
                words, cwd=folder, user=user, extra_groups=[] if user else None,
                env={**os.environ, "LC_ALL": "C.UTF-8"}, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout

        data, log = str(folder / "data"), str(folder / "log")
        run(str(bin / "initdb"), "--no-sync", "-A", "trust", "-U", "tests", "-E", "UTF8", "-D", data)
        run(str(bin / "pg_ctl"), "-w", "-D", data, "-l", log, "-o", f"{options} -k {folder}", "start")
        try:
            yield f"postgresql://tests@{quote(name, safe='')}/postgres"
        finally:
            run(str(bin / "pg_ctl"), "-w", "-m", "immediate", "-D", data, "stop")


def main(command: list[str]) -> int:
    """Run a command with DATABASE_URL set."""
    options, command = (ALWAYS, command[1:]) if command[0] == "--careful" else (CARELESS, command)
    with cluster(options) as address:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if sys.argv[1:] else programs() is None)
