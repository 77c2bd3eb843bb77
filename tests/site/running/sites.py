"""Real sites of the tests: processes with a data folder and, where DATABASE_URL is set, a database of their own."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import psycopg

from tests.databases import copy_migrated, create_database

ROOT = Path(__file__).resolve().parents[3]
PREPARE = """
import sys
from pathlib import Path
from opencompact.site.running.preparing import prepare
prepare(Path(sys.argv[1]), demonstration=False)
from opencompact.site.record.models import Entry
print(Entry.objects.count())
"""
SIGN = """
from opencompact.core.ledger.checkpoints import OtherHistory
from opencompact.site.record import signing
try:
    signing.sign()
    print("signed")
except OtherHistory as fault:
    print(fault)
"""
APPEND = """
import os, sys
from opencompact.site.running.preparing import start_django
start_django()
from django.db import transaction
from opencompact.site.record.actions import append
from opencompact.site.rules import SET_UP
count, who, writers = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
children = []
while len(children) < writers - 1:
    child = os.fork()
    if child == 0:
        children = None
        break
    children.append(child)
for n in range(count):
    with transaction.atomic():
        append(act="area_opened", area="", subject=who, by=SET_UP, facts={"name": f"{who} {n}"})
for child in children or []:
    assert os.waitpid(child, 0)[1] == 0
"""


class Place:
    """Where one site is: its folder, its database, its port."""

    def __init__(self, data: Path, database: str) -> None:
        self.data, self.port = data, unused_port()
        self.entries = 0  # what is in the record once the site is prepared
        self.address = f"http://127.0.0.1:{self.port}"
        taken = {name: value for name, value in os.environ.items() if not name.startswith("OPENCOMPACT_")}
        more = {"DATABASE_URL": database} if database else {}
        self.env = {
            **taken, **more, "OPENCOMPACT_DATA": str(data), "OPENCOMPACT_ADDRESS": self.address,
            "DJANGO_SETTINGS_MODULE": "opencompact.site.settings", "PYTHONPATH": str(ROOT), "COLUMNS": "300",
        }  # fmt: skip

    def run(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        """A command, as a person types it."""
        return self._python("-m", "opencompact", *words, env=env)

    def prepare(self) -> Place:
        done = self._python("-c", PREPARE, str(self.data))
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        self.entries = int(done.stdout)
        return self

    def ask(self, code: str, seconds: float = 120) -> str:
        """What this code prints inside the site."""
        start = "from opencompact.site.running.preparing import start_django; start_django()\n"
        done = self._python("-c", start + code, seconds=seconds)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return done.stdout.strip()

    def append(self, count: int, who: str, writers: int = 1) -> subprocess.Popen[bytes]:
        """So many processes that append so many entries each."""
        command = [sys.executable, "-c", APPEND, str(count), who, str(writers)]
        return subprocess.Popen(command, env=self.env, cwd=ROOT)

    def _python(
        self, *words: str, env: dict[str, str] | None = None, seconds: float = 120
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words], env={**self.env, **(env or {})}, cwd=ROOT, capture_output=True, text=True,
            check=False, timeout=seconds,
        )  # fmt: skip

    @contextmanager
    def started(self, *words: str, **env: str) -> Iterator[subprocess.Popen[str]]:
        """A site that runs; it is asked to end, and has to."""
        with subprocess.Popen(
            [sys.executable, "-m", "opencompact", *words, "--port", str(self.port)], env={**self.env, **env}, cwd=ROOT,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True,
        ) as process:  # fmt: skip
            try:
                wait_until(lambda: process.poll() is not None or get(f"{self.address}/healthz")[0] == 200, 400)
                yield process
            finally:
                if process.poll() is None:
                    process.send_signal(signal.SIGTERM)
                process.wait(30)

    @contextmanager
    def started_on_next_port(self, *words: str) -> Iterator[str]:
        """The first line of a site whose port is taken."""
        with subprocess.Popen(
            [sys.executable, "-m", "opencompact", *words, "--port", str(self.port)], env=self.env, cwd=ROOT,
            stdout=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            assert process.stdout
            try:
                yield process.stdout.readline()
            finally:
                process.terminate()
                process.communicate(timeout=30)


@contextmanager
def new_place(folder: Path, *, empty: bool = False) -> Iterator[Place]:
    """A place for a site, on the database the tests run on: with its tables made, or with nothing."""
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        if not empty:
            copy_migrated(folder)
        yield Place(folder, "")
        return
    name = f"site_{secrets.token_hex(6)}"
    try:
        yield Place(folder, create_database(server, name, empty=empty))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(address: str, **headers: str) -> tuple[int, str]:
    """The status and the text of a page; 0 where nobody answers."""
    try:
        with urlopen(Request(address, headers=headers), timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as answer:
        with answer:
            return answer.code, answer.read().decode()
    except (URLError, OSError):
        return 0, ""


def wait_until(holds, seconds: float = 60) -> None:
    """Wait until something holds; where it never does, it is looked at once more and fails."""
    until = time.monotonic() + seconds
    while not holds() and time.monotonic() < until:
        time.sleep(0.05)
    assert holds(), "it did not come to hold in time"
