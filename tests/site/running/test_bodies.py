"""What people send is there before they join the queue: who sends slowly, much, or not to the end, holds up nobody."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from opencompact.site.running.bodies import Bodies, Bounds, Gone, NotTaken, Reason
from opencompact.site.running.web import environ_of
from tests.site.running.sites import Place, get, new_place

BOUNDS = Bounds(
    largest=1_000, small=100, quick=0.4, patience=1.5, pace=1_000, of_one=2, of_all=3, free=1_000, drained=0.1
)
FORM = "application/x-www-form-urlencoded"
HELD_UP = 8  # seconds: well below how long the slow ones take, well above what a busy machine needs
Parts = list[tuple[float, bytes]]  # after so many seconds, these bytes


def sending(parts: Parts, ends: bool = True) -> Callable[[], Any]:
    """Somebody who sends these parts; then their connection ends, or stays."""
    left = list(parts)

    async def receive() -> dict[str, Any]:
        if not left and not ends:
            await asyncio.sleep(60)
        if not left:
            return {"type": "http.disconnect"}
        wait, body = left.pop(0)
        await asyncio.sleep(wait)
        return {"type": "http.request", "body": body, "more_body": bool(left) or not ends}

    return receive


async def taken(
    bodies: Bodies, parts: Parts, length: int = 1, ends: bool = True, address: str = "a"
) -> tuple[Any, Any]:
    """The body, and how long its environ says it is; or why it is not taken."""
    environ = {"CONTENT_LENGTH": str(length)} if length else {"HTTP_TRANSFER_ENCODING": "chunked"}
    try:
        with await bodies.take(environ, sending(parts, ends), address) as body:
            return body.read(), environ["CONTENT_LENGTH"]
    except NotTaken as refused:
        return refused.reason, None
    except Gone:
        return Gone, None


CASES: dict[str, tuple[Parts, dict[str, Any], tuple[Any, Any]]] = {
    "at once": ([(0, b"ab"), (0, b"c")], {"length": 3}, (b"abc", "3")),
    "of a length nobody told": ([(0, b"abc")], {"length": 0}, (b"abc", "3")),
    "more than fits into memory": ([(0, b"x" * 600)], {"length": 600}, (b"x" * 600, "600")),
    "slow, and steady": ([(0.15, b"x" * 300)] * 3, {"length": 900}, (b"x" * 900, "900")),
    "not to the end": ([(0, b"x")], {"length": 2, "ends": False}, (Reason.SLOW, None)),
    "byte for byte": ([(0.09, b"x")] * 30, {"length": 30}, (Reason.SLOW, None)),
    "gone": ([], {"length": 2}, (Gone, None)),
    "told to be too large": ([(0, b"x")], {"length": 1_001}, (Reason.LARGE, None)),
    "found to be too large": ([(0, b"x" * 600)] * 2, {"length": 0}, (Reason.LARGE, None)),
}


@pytest.mark.parametrize(("parts", "more", "found"), CASES.values(), ids=CASES)
def test_a_body_is_there_whole_or_not_at_all(
    tmp_path: Path, parts: Parts, more: dict[str, Any], found: tuple[Any, Any]
) -> None:
    bodies = Bodies(tmp_path, BOUNDS)
    assert asyncio.run(taken(bodies, parts, **more)) == found
    assert bodies.places.total() == 0
    assert list(tmp_path.iterdir()) == []


def test_places_for_what_is_slow_are_few_and_what_is_quick_needs_none(tmp_path: Path) -> None:
    bodies = Bodies(tmp_path, BOUNDS)
    never: Parts = [(0, b"x")]

    async def attack() -> list[Any]:
        slow = [asyncio.create_task(taken(bodies, never, ends=False, address=who)) for who in "aaab"]
        await asyncio.sleep(0.7)
        assert bodies.places == {"a": 2, "b": 1}
        late = await taken(bodies, never, ends=False, address="c")
        quick = await asyncio.gather(*(taken(bodies, [(0.02, b"y")], address=who) for who in "abc" * 20))
        assert {each for each, _ in quick} == {b"y"}
        return [late, *await asyncio.gather(*slow)]

    late, *slow = asyncio.run(attack())
    assert late == (Reason.MANY, None)
    assert sorted(reason for reason, _ in slow) == [Reason.MANY, Reason.SLOW, Reason.SLOW, Reason.SLOW]
    assert bodies.places.total() == 0


def test_where_the_disk_is_nearly_full_only_what_is_small_is_taken(tmp_path: Path) -> None:
    bodies = Bodies(tmp_path, BOUNDS._replace(free=10**18))
    assert asyncio.run(taken(bodies, [(0, b"x" * 200)], 200)) == (Reason.FULL, None)
    assert asyncio.run(taken(bodies, [(0, b"x" * 50)], 50)) == (b"x" * 50, "50")


def test_a_header_that_only_looks_like_one_of_a_proxy_is_left_out() -> None:
    environ = environ_of(
        {
            "type": "http", "method": "POST", "path": "/é", "raw_path": b"/%C3%A9%2F", "query_string": b"a=%20",
            "http_version": "1.1", "server": ("127.0.0.1", 80), "client": ("203.0.113.5", 9), "scheme": "http",
            "headers": [
                (b"host", b"a.example"), (b"x-forwarded-for", b"192.0.2.1"), (b"x_forwarded_for", b"198.51.100.7"),
                (b"x-forwarded-for", b"192.0.2.2"), (b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"content-length", b"3"),
            ],
        }
    )  # fmt: skip
    told = {name: value for name, value in environ.items() if not name.startswith("wsgi.")}
    assert told == {
        "REQUEST_METHOD": "POST", "SCRIPT_NAME": "", "PATH_INFO": "/Ã©/", "QUERY_STRING": "a=%20",
        "SERVER_PROTOCOL": "HTTP/1.1", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "REMOTE_ADDR": "203.0.113.5",
        "HTTP_HOST": "a.example", "HTTP_X_FORWARDED_FOR": "192.0.2.1,192.0.2.2", "HTTP_COOKIE": "a=1; b=2",
        "CONTENT_LENGTH": "3",
    }  # fmt: skip


# The same against a site that runs


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with new_place(tmp_path_factory.mktemp("bodies") / "site") as place, place.started("serve"):
        yield place


def head(length: int, path: str = "/areas/wellbridge/consultations/15/answer/", kind: str = FORM, **more: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Type: {kind}",
             f"Content-Length: {length}", *(f"{name}: {value}" for name, value in more.items())]  # fmt: skip
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@contextmanager
def connected(place: Place, sent: bytes) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", place.port), 30) as line:
        line.sendall(sent)
        yield line


def others_wait(place: Place) -> float:
    """How long somebody else waits at most for a page, of five."""
    waits = []
    for path in ("/healthz", "/", "/sign-in/", "/record/", "/healthz"):
        began = time.monotonic()
        assert get(place.address + path)[0] == 200
        waits.append(time.monotonic() - began)
    return max(waits)


def said(line: socket.socket) -> str:
    line.settimeout(60)
    parts = []
    while part := line.recv(65_536):
        parts.append(part)
    return b"".join(parts).decode()


def test_many_who_never_finish_hold_up_nobody(site: Place) -> None:
    """One was enough to stop a whole process."""
    with ExitStack() as stack:
        for _ in range(150):
            stack.enter_context(connected(site, head(1_000) + b"ab"))
        assert others_wait(site) < HELD_UP
        time.sleep(3)  # those without a place are told so
        assert others_wait(site) < HELD_UP


def test_one_byte_in_nine_seconds_holds_up_nobody_and_ends(site: Place) -> None:
    ended = threading.Event()
    with connected(site, head(1_000)) as line:

        def drip() -> None:
            try:
                while not ended.wait(9):
                    line.sendall(b"x")
            except OSError:
                pass

        drops = threading.Thread(target=drip)
        drops.start()
        began = time.monotonic()
        assert others_wait(site) < HELD_UP
        answer = said(line)
        ended.set()
        drops.join()
    assert 25 < time.monotonic() - began < 60
    assert answer.startswith("HTTP/1.1 408 ")
    assert "Your connection was too slow or stopped." in answer


def test_a_slow_telephone_with_a_large_file_holds_up_nobody_and_arrives(site: Place) -> None:
    size, waits = 10_000_000, []
    edge = b"--x\r\nContent-Disposition: form-data; name=a; filename=a.pdf\r\n\r\n", b"\r\n--x--\r\n"
    told = head(size + sum(map(len, edge)), "/sign-in/", "multipart/form-data; boundary=x", Connection="close")
    with connected(site, told + edge[0]) as line:
        for _ in range(20):
            line.sendall(b"x" * (size // 20))
            waits.append(others_wait(site))
        line.sendall(edge[1])
        assert said(line).startswith("HTTP/1.1 403 ")  # it has no mark of our form; it was read and answered
    assert max(waits) < HELD_UP


def test_what_is_too_large_is_told_so(site: Place) -> None:
    with connected(site, head(50_000_000)) as line:
        answer = said(line)
    assert answer.startswith("HTTP/1.1 413 ")
    assert "It is too large. A document can be at most 10 MB" in answer


def test_who_stops_within_the_head_is_hung_up_on(site: Place) -> None:
    with connected(site, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-") as line:
        began = time.monotonic()
        said(line)
    assert time.monotonic() - began < 15


def test_who_keeps_a_connection_and_asks_nothing_is_hung_up_on(site: Place) -> None:
    with connected(site, b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") as line:
        began = time.monotonic()
        assert said(line).startswith("HTTP/1.1 200 ")
    assert time.monotonic() - began < 15
