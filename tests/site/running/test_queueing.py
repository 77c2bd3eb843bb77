"""Who waits for an answer, in which order they get it, and what those are told who come when many wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest

from opencompact.site import clock
from opencompact.site.door import HEADERS, RECEIVED
from opencompact.site.running.queueing import READERS, SENDERS, Answer, Files, Queue
from tests.site.running.sites import wait_until

Told = tuple[str, dict[str, str], bytes]


class Desk:
    """An application that answers when it may, and a crowd before it."""

    def __init__(self) -> None:
        self.may, self.seen = threading.Event(), list[dict[str, Any]]()
        self.headers: list[tuple[str, str]] = [("Content-Type", "text/plain")]
        self.queue = Queue(self.application)

    def application(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        self.may.wait(30)
        self.seen.append(environ)
        if environ["PATH_INFO"] == "/fault/":
            raise LookupError("broken")
        start("200 OK", self.headers)
        return [b"for ", environ["PATH_INFO"].encode(), f" {len(self.seen)}".encode()]

    def ask(self, path: str, method: str = "GET", **more: Any) -> Told:
        status, headers, body = self.comes(path, method, **more).result(30)
        return status, dict(headers), body

    def comes(self, path: str, method: str = "GET", **more: Any) -> Future[Answer]:
        now = {RECEIVED: clock.now()}
        return self.queue.join({"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", **now, **more})

    def waits(self, path: str, method: str = "GET", **more: Any) -> Future[Answer]:
        """Somebody who came and waits."""
        before = self.waiting
        made = self.comes(path, method, **more)
        assert self.waiting > before
        return made

    def crowd(self, count: int, method: str) -> list[Future[Answer]]:
        """So many who came one after the other, and wait."""
        return [self.waits(f"/{method}/{at}/", method) for at in range(count)]

    @property
    def waiting(self) -> int:
        return sum(map(len, self.queue.lines.values()))


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.may.set()


@contextmanager
def busy(desk: Desk) -> Iterator[None]:
    """While somebody is being answered; then everybody is."""
    first = desk.comes("/first/", "POST")
    wait_until(lambda: not first.done() and not desk.waiting)
    yield
    desk.may.set()
    assert first.result(30)[2] == b"for /first/ 1"


def test_each_gets_what_is_theirs(desk: Desk) -> None:
    desk.may.set()
    assert desk.ask("/one/") == ("200 OK", {"Content-Type": "text/plain"}, b"for /one/ 1")
    with pytest.raises(LookupError, match="broken"):
        desk.ask("/fault/")
    assert desk.ask("/two/")[2] == b"for /two/ 3"


def test_who_sends_goes_first_and_readers_get_their_turn(desk: Desk) -> None:
    with busy(desk):
        readers, senders = desk.crowd(3, "GET"), desk.crowd(6, "POST")
    assert {each.result(30)[0] for each in (*readers, *senders)} == {"200 OK"}
    order = "".join(environ["REQUEST_METHOD"][0] for environ in desk.seen)
    assert order == "PPPGPPPGPG"
    assert [environ["PATH_INFO"] for environ in desk.seen[1:] if environ["REQUEST_METHOD"] == "POST"] == [
        f"/POST/{at}/" for at in range(6)
    ]


def test_who_looks_after_the_site_is_answered_first(desk: Desk) -> None:
    """Else a site with much to do would be taken for one that has failed, and be ended."""
    with busy(desk):
        waiting = [*desk.crowd(SENDERS, "POST"), *desk.crowd(READERS, "GET")]
        watch = desk.waits("/healthz")
    assert watch.result(30)[2] == b"for /healthz 2"
    assert {each.result(30)[0] for each in waiting} == {"200 OK"}


def test_the_look_of_a_page_is_given_out_beside_the_queue() -> None:
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/static/built/look.css", "HTTP_ACCEPT_ENCODING": ""}
    found = Files().find(environ)
    assert found
    assert b".govuk-button" in found.body
    told = dict(found.headers)
    assert (found.status, told["Content-Type"]) == ("200 OK", 'text/css; charset="utf-8"')
    assert told["Cache-Control"] == "max-age=3600, public"
    assert HEADERS.items() <= told.items()
    assert Files().find({**environ, "PATH_INFO": "/static/nothing.css"}) is None  # the site says that there is none


def test_readers_are_asked_to_come_back(desk: Desk) -> None:
    with busy(desk):
        waiting = desk.crowd(READERS, "GET")
        status, headers, body = desk.ask("/late/")
        assert (status, headers["Retry-After"], headers["Cache-Control"]) == (
            "503 Service Unavailable", "10", "no-store",
        )  # fmt: skip
        assert HEADERS.items() <= headers.items()
        assert b"The site is very busy" in body
        assert b"Wait 10 seconds" in body
        for welsh in ({"HTTP_COOKIE": "a=b; language=cy"}, {"QUERY_STRING": "lang=cy"}):
            _status, headers, body = desk.ask("/late/", **welsh)
            assert headers["Content-Language"] == "cy"
            assert b'<html lang="cy"' in body
    assert {each.result(30)[0] for each in waiting} == {"200 OK"}
    assert desk.ask("/late/")[0] == "200 OK"  # as soon as nobody waits


def form(cookie: str = "", size: int = 0, **typed: Any) -> dict[str, Any]:
    """What a browser sends with a form."""
    body = urlencode(typed).encode()
    return {
        "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(size or len(body)),
        "wsgi.input": BytesIO(body), "HTTP_COOKIE": cookie, "SERVER_NAME": "x", "SERVER_PORT": "80",
    }  # fmt: skip


def test_who_answers_is_asked_to_send_once_more_and_keeps_what_they_typed(desk: Desk) -> None:
    at, words = "/areas/quay/consultations/1/answer/1/", "Trees & [here]\n<b>along</b> the quay"
    with busy(desk):
        waiting = desk.crowd(SENDERS, "POST")
        typed: dict[str, Any] = {"q7": words, "q8": "2", "csrfmiddlewaretoken": "x" * 32, "held": "old"}
        status, headers, body = desk.ask(at, "POST", **form("answer=AAAA", **typed))
        assert (status, headers["Retry-After"]) == ("503 Service Unavailable", "10")
        page = body.decode()
        assert 'name="q7" value="Trees &amp; [here]\n&lt;b&gt;along&lt;/b&gt; the quay"' in page
        assert '<p class="govuk-body" dir="auto">Trees &amp; [here]<br>&lt;b&gt;along&lt;/b&gt; the quay</p>' in page
        assert f'name="csrfmiddlewaretoken" value="{"x" * 32}"' in page
        assert page.count('name="held"') == page.count(">What you typed<") == 1
        assert page.rstrip().endswith("</html>")
        welsh = desk.ask(at, "POST", **form("language=cy", send="yes"))[2].decode()
        assert '<html lang="cy"' in welsh
        assert 'name="send" value="yes"' in welsh
        assert "<h2 class=" not in welsh.partition("<form")[2].partition("<footer")[0]  # no word was typed
    assert {each.result(30)[0] for each in waiting} == {"200 OK"}


@pytest.mark.parametrize(
    ("path", "more"),
    [("/sign-in/", {}), ("/areas/quay/consultations/1/answer/1/", {"size": 600_000})],
    ids=["not an answer", "too large"],
)  # fmt: skip
def test_others_who_send_are_asked_to_come_back(desk: Desk, path: str, more: dict[str, Any]) -> None:
    with busy(desk):
        waiting = desk.crowd(SENDERS, "POST")
        status, _headers, body = desk.ask(path, "POST", **form(q7="Trees", **more))
        assert status == "503 Service Unavailable"
        assert b"The site is very busy" in body
        fields: dict[str, Any] = {f"q{at}": "x" for at in range(3_000)}
        assert b"The site is very busy" in desk.ask("/a/answer/1/", "POST", **form(**fields))[2]
    assert {each.result(30)[0] for each in waiting} == {"200 OK"}


def test_who_waits_for_the_same_page_gets_the_same(desk: Desk) -> None:
    with busy(desk):
        same = [desk.waits("/page/", HTTP_COOKIE=cookie) for cookie in ("", "", "language=cy", "language=cy")]
        other = desk.waits("/other/")
        later = desk.waits("/page/")
    bodies = [each.result(30)[2] for each in (*same, later)]
    assert bodies == [bodies[0], bodies[0], bodies[2], bodies[2], bodies[0]]
    assert bodies[0] != bodies[2]
    assert other.result(30)[2].startswith(b"for /other/")
    assert len(desk.seen) == 4


ALONE: list[dict[str, str]] = [
    {"HTTP_COOKIE": "sessionid=x"}, {"HTTP_COOKIE": "language=cy; csrftoken=x"}, {"HTTP_AUTHORIZATION": "Bearer x"},
    {"HTTP_RANGE": "bytes=0-1"}, {"HTTP_IF_NONE_MATCH": "x"},
]  # fmt: skip


@pytest.mark.parametrize("more", ALONE)
def test_who_brings_something_of_their_own_is_answered_alone(desk: Desk, more: dict[str, str]) -> None:
    with busy(desk):
        asked = [desk.waits("/page/", **more), desk.waits("/page/", **more), desk.waits("/page/")]
    assert len({each.result(30)[2] for each in asked}) == 3


@pytest.mark.parametrize(
    "header", [("Set-Cookie", "csrftoken=x"), ("Cache-Control", "private, no-store"), ("cache-control", "no-store")]
)
def test_what_is_for_one_is_given_to_one(desk: Desk, header: tuple[str, str]) -> None:
    desk.headers = [header]
    with busy(desk):
        asked = [desk.waits("/page/") for _ in range(3)]
    assert len({each.result(30)[2] for each in asked}) == 3


def test_a_fault_is_told_to_one(desk: Desk) -> None:
    with busy(desk):
        asked = [desk.waits("/fault/") for _ in range(2)]
    assert {type(each.exception(30)) for each in asked} == {LookupError}
    assert len(desk.seen) == 3
