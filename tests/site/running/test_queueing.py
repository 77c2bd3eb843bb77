"""Who waits for an answer, in which order they get it, and what those are told who come when many wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from opencompact.site import clock
from opencompact.site.door import BUSY, HEADERS, RECEIVED
from opencompact.site.running.queueing import READERS, REFUSED, SENDERS, Queue
from tests.site.running.sites import wait_until

Told = tuple[str, dict[str, str], bytes]


class Desk:
    """An application that answers when it may, and a crowd before it."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.pool, self.may, self.seen = pool, threading.Event(), list[dict[str, Any]]()
        self.queue = Queue(self.application)

    def application(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        self.may.wait(30)
        self.seen.append(environ)
        if environ["PATH_INFO"] == "/fault/":
            raise LookupError("broken")
        start("200 OK", [("Content-Type", "text/plain")])
        return [b"for ", environ["PATH_INFO"].encode()]

    def ask(self, path: str, method: str = "GET", **more: str) -> Told:
        told: list[tuple[str, dict[str, str]]] = []
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", **more}
        body = self.queue(environ, lambda status, headers: told.append((status, dict(headers))))
        [(status, headers)] = told
        return status, headers, b"".join(body)

    def crowd(self, count: int, method: str) -> list[Future[Told]]:
        """So many who came one after the other, and wait."""
        line, made = self.queue.readers if method == "GET" else self.queue.senders, []
        for at in range(count):
            before = len(line)
            made.append(self.pool.submit(self.ask, f"/{method}/{at}/", method))
            wait_until(lambda before=before: len(line) > before)
        return made


@pytest.fixture
def desk() -> Iterator[Desk]:
    with ThreadPoolExecutor(READERS + REFUSED + 10) as pool:
        made = Desk(pool)
        yield made
        made.may.set()


@contextmanager
def busy(desk: Desk) -> Iterator[None]:
    """While somebody is being answered; then everybody is."""
    first = desk.pool.submit(desk.ask, "/first/")
    wait_until(lambda: not first.done() and not desk.queue.readers)
    yield
    desk.may.set()
    assert first.result(30)[2] == b"for /first/"


def test_each_gets_what_is_theirs(desk: Desk) -> None:
    desk.may.set()
    assert desk.ask("/one/") == ("200 OK", {"Content-Type": "text/plain"}, b"for /one/")
    with pytest.raises(LookupError, match="broken"):
        desk.ask("/fault/")
    assert desk.ask("/two/")[2] == b"for /two/"


def test_who_sends_goes_first_and_readers_get_their_turn(desk: Desk) -> None:
    with busy(desk):
        readers, senders = desk.crowd(3, "GET"), desk.crowd(6, "POST")
    assert {each.result(30)[0] for each in (*readers, *senders)} == {"200 OK"}
    order = [environ["REQUEST_METHOD"] for environ in desk.seen[1:]]
    assert order == ["POST", "POST", "GET", "POST", "POST", "POST", "GET", "POST", "GET"]
    assert [environ["PATH_INFO"] for environ in desk.seen[1:] if environ["REQUEST_METHOD"] == "POST"] == [
        f"/POST/{at}/" for at in range(6)
    ]


def test_the_moment_counts_at_which_somebody_came(desk: Desk) -> None:
    came = clock.now()
    with busy(desk):
        [waits] = desk.crowd(1, "POST")
        begins = clock.now()
    assert waits.result(30)[0] == "200 OK"
    assert came < desk.seen[-1][RECEIVED] < begins


def test_readers_are_asked_to_come_back(desk: Desk) -> None:
    with busy(desk):
        waiting = desk.crowd(READERS, "GET")
        status, headers, body = desk.ask("/late/")
        assert (status, headers["Retry-After"], headers["Cache-Control"]) == (
            "503 Service Unavailable",
            "10",
            "no-store",
        )
        assert HEADERS.items() <= headers.items()
        assert b"Many people are here just now" in body
        assert b"Wait 10 seconds" in body
        for welsh in ({"HTTP_COOKIE": "a=b; language=cy"}, {"QUERY_STRING": "lang=cy"}):
            _status, headers, body = desk.ask("/late/", **welsh)
            assert headers["Content-Language"] == "cy"
            assert b'<html lang="cy"' in body
        assert desk.queue.senders == desk.queue.senders.__class__()
    assert {each.result(30)[0] for each in waiting} == {"200 OK"}
    assert desk.ask("/late/")[0] == "200 OK"  # as soon as nobody waits


def test_senders_are_told_to_send_once_more_and_then_to_come_back(desk: Desk) -> None:
    with busy(desk):
        waiting = desk.crowd(REFUSED, "POST")
        assert desk.ask("/late/", "POST")[0] == "503 Service Unavailable"
    assert {each.result(30)[0] for each in waiting} == {"200 OK"}
    assert [environ[BUSY] for environ in desk.seen[1:]] == [at >= SENDERS for at in range(REFUSED)]
