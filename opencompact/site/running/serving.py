"""The web and the worker, started together and ended together.

This process keeps the processes that answer, and beside them one worker. A process that dies is started again. When
this one is asked to end, all end cleanly; when it is killed, the others notice and end, too.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from opencompact.core.problems import Unusable
from opencompact.site.running.preparing import start_django

if TYPE_CHECKING:
    from opencompact.site.running.web import Web

TARGET = "opencompact.site.running.serving:answering"
KEEPER = "KEEPER_OF_OPENCOMPACT"  # who keeps those that answer; once that one is gone it could not be looked up
GRACE = 10  # seconds a process has to end what it is doing
WAITS = (1, 2, 5, 10, 30)  # seconds before a worker that died is started again
FIRST = 1  # seconds in which the first pages have the machine to themselves
HEAD = 10  # seconds in which the head of a request has to be there, and after which an idle connection ends
CONNECTIONS = 2_000  # of one process; others wait before it
WELL = 60  # seconds after which a worker counts as well


class Worker:
    """The one process that sends letters and does what recurs."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._watch = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        self._watch.start()

    def end(self) -> None:
        """Ask it to end, and wait until it has."""
        self._ending.set()
        self._watch.join(GRACE + 5)

    def _keep(self) -> None:
        deaths = 0
        self._ending.wait(FIRST)
        while not self._ending.is_set():
            began = time.monotonic()
            self._run()
            deaths = 0 if time.monotonic() - began > WELL else deaths + 1
            if not self._ending.wait(WAITS[min(deaths, len(WAITS) - 1)]):
                print("The worker ended by itself and is started again.", file=sys.stderr)

    def _run(self) -> None:
        """Start it and stay with it. Spawned, not forked: a fork here would share pipes with those that answer."""
        command = [sys.executable, "-m", "opencompact.site.running.working", str(os.getpid())]
        process = os.posix_spawn(sys.executable, command, os.environ, setpgroup=0)
        while not _has_ended(process) and not self._ending.wait(0.2):
            pass
        for each in (signal.SIGTERM, signal.SIGKILL):
            until = time.monotonic() + GRACE
            with suppress(ProcessLookupError):
                os.kill(process, each)
            while not _has_ended(process) and time.monotonic() < until:
                time.sleep(0.05)


def _has_ended(process: int) -> bool:
    try:
        return os.waitpid(process, os.WNOHANG)[0] == process
    except ChildProcessError:  # it was waited for already
        return True


def serve(host: str, port: int, workers: int, data: Path, ready: Callable[[], None]) -> None:
    """Answer at this address until asked to end."""
    _make_room_for_figures(data)
    start_django()
    from django.urls import get_resolver
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings

    import opencompact.site.wsgi  # noqa: F401 - loaded once, here: the processes that answer share it

    assert get_resolver().url_patterns  # every room, too
    web = Granian(
        TARGET, address=host, port=port, interface=Interfaces.ASGINL, workers=workers, factory=True, websockets=False,
        http=HTTPModes.http1, http1_settings=HTTP1Settings(header_read_timeout=HEAD * 1000),
        backpressure=_connections(), respawn_failed_workers=True, workers_kill_timeout=GRACE, log_enabled=False,
    )  # fmt: skip
    os.environ[KEEPER] = str(os.getpid())
    worker = Worker()
    web.on_startup(ready)
    web.on_startup(worker.start)
    web.on_shutdown(worker.end)
    web.serve()


def free_port(host: str, wanted: int, others: int = 20) -> int | None:
    """The port wanted, or the next one that is free."""
    for port in range(wanted, min(wanted + others + 1, 65_536)):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except PermissionError:
                raise Unusable(f"Port {port} is not for everybody to use. Take one from 1024 on: --port 8000") from None
            except socket.gaierror:
                raise Unusable(f'"{host}" is no address of this machine. Write for example --host 0.0.0.0') from None
            except OSError:
                continue
            return port
    return None


def answering() -> Web:
    """What each process that answers runs. It ends when the one that started it is gone."""
    from django.conf import settings

    from opencompact.site.running.bodies import Bodies
    from opencompact.site.running.queueing import Files, Queue
    from opencompact.site.running.web import Web
    from opencompact.site.wsgi import application

    keeper = int(os.environ[KEEPER])

    def watch() -> None:
        while os.getppid() == keeper:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    return Web(Files(), Bodies(settings.DATA), Queue(application))


def _connections() -> int:
    """How many connections a process may have: each is an open file, and half of those it may open are for others."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS * 2 if hard == resource.RLIM_INFINITY else min(CONNECTIONS * 2, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted // 2


def _make_room_for_figures(data: Path) -> None:
    """The processes that answer count in files of this folder, and any of them adds up the counts of all."""
    folder = data / "figures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
