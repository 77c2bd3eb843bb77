"""Who waits for an answer, and who is asked to come back.

A process answers one request after the other; what comes in meanwhile waits here. What somebody sends goes before what
somebody reads, but readers get their turn. Who waits for the same page as somebody before them gets the same: it was
made after they asked for it. Where more wait than can be answered soon, a reader is asked to come back, which costs
next to nothing; who sends an answer gets a page that keeps what was typed. The moment a request came in is noted
before it waits.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from itertools import cycle
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from opencompact.site import clock
from opencompact.site.door import BUSY, COME_BACK, HEADERS, LANGUAGE_COOKIE, RECEIVED

SENDERS = 40  # may wait in one process
REFUSED = 80  # of those beyond: who answers a consultation is asked to send once more
READERS = 60
THREADS = SENDERS + REFUSED + READERS + 32  # of one process: those who wait, and room to refuse others at once
TURNS = ("senders", "refused", "senders", "readers")  # whose turn it is; where none of them waits, the first who does
TELLS_APART = (
    "REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "HTTP_HOST", "HTTP_COOKIE", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING",
    "HTTP_ORIGIN", "HTTP_X_FORWARDED_PROTO",
)  # fmt: skip  # two requests alike in these ask for the same page
OF_ONE = ("HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")  # who asks so, asks alone

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


class Waiting:
    """One request that waits, and then what is answered."""

    def __init__(self, environ: dict[str, Any]) -> None:
        self.environ = environ
        self.page = _page_of(environ)
        self.status, self.headers, self.body = "", list[tuple[str, str]](), list[bytes]()
        self.fault: BaseException | None = None
        self.answered = threading.Lock()
        self.answered.acquire()

    def take(self, application: Application) -> None:
        """Be answered, by the one thread that answers."""
        try:
            found = application(self.environ, self._start)
            self.body = [b"".join(found)]
            if hasattr(found, "close"):
                found.close()
        except BaseException as fault:
            self.fault = fault
        finally:
            self.answered.release()

    def get_the_same(self, other: Waiting) -> None:
        """Be answered as somebody else was who asked for the same page."""
        self.status, self.headers, self.body = other.status, other.headers, other.body
        self.answered.release()

    @property
    def is_for_all(self) -> bool:
        """Whether what was answered holds nothing of whoever asked."""
        named = {name.lower(): value for name, value in self.headers}
        kept = named.get("cache-control", "")
        theirs = "set-cookie" in named or "private" in kept or "no-store" in kept
        return self.fault is None and self.status.startswith("200") and not theirs

    def _start(self, status: str, headers: list[tuple[str, str]], _fault: Any = None) -> None:
        self.status, self.headers = status, headers


class Queue:
    """Stands before an application."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.changed = threading.Condition()
        self.lines = {name: deque[Waiting]() for name in ("senders", "refused", "readers")}
        self.turns = cycle(TURNS)
        self.come_back = {language: _come_back(language) for language, _name in settings.LANGUAGES}
        threading.Thread(target=self._answer, name="answering", daemon=True).start()

    def __call__(self, environ: dict[str, Any], start: Start) -> list[bytes]:
        environ[RECEIVED] = clock.now()
        one = Waiting(environ)
        if not self._join(one):
            return self._refuse(environ, start)
        one.answered.acquire()
        if one.fault:
            raise one.fault
        start(one.status, one.headers)
        return one.body

    def _join(self, one: Waiting) -> bool:
        """Wait with the others, where there is room."""
        reads = one.environ["REQUEST_METHOD"] in ("GET", "HEAD")
        with self.changed:
            full = len(self.lines["senders"]) >= SENDERS
            name, room = ("readers", READERS) if reads else ("refused", REFUSED) if full else ("senders", SENDERS)
            if len(self.lines[name]) >= room:
                return False
            one.environ[BUSY] = name == "refused"
            self.lines[name].append(one)
            self.changed.notify()
        return True

    def _answer(self) -> None:
        """Answer one after the other, for as long as this process runs."""
        while True:
            one, others = self._next()
            one.take(self.application)
            if others and one.is_for_all:
                for each in others:
                    each.get_the_same(one)
            elif others:
                with self.changed:
                    self.lines["readers"].extendleft(reversed(others))

    def _next(self) -> tuple[Waiting, list[Waiting]]:
        """Whose turn it is, and who waits for the same page; waits until somebody does."""
        with self.changed:
            while not any(self.lines.values()):
                self.changed.wait()
            line = self.lines[next(self.turns)] or next(filter(None, self.lines.values()))
            one = line.popleft()
            others = [each for each in self.lines["readers"] if one.page and each.page == one.page]
            if others:
                left = [each for each in self.lines["readers"] if each.page != one.page]
                self.lines["readers"] = deque(left)
        return one, others

    def _refuse(self, environ: dict[str, Any], start: Start) -> list[bytes]:
        welsh = f"{LANGUAGE_COOKIE}=cy" in environ.get("HTTP_COOKIE", "") or "lang=cy" in environ.get(
            "QUERY_STRING", ""
        )
        language = "cy" if welsh else "en"
        told = {"Content-Type": "text/html; charset=utf-8", "Content-Language": language, "Cache-Control": "no-store"}
        start("503 Service Unavailable", [*(HEADERS | told | {"Retry-After": str(COME_BACK)}).items()])
        return [self.come_back[language]]


def _page_of(environ: dict[str, Any]) -> tuple[str, ...] | None:
    """What tells the page asked for from others; None where only one person may ask for it so."""
    cookies = [each.partition("=")[0].strip() for each in environ.get("HTTP_COOKIE", "").split(";")]
    anybody = not any(each in environ for each in OF_ONE) and set(cookies) <= {"", LANGUAGE_COOKIE}
    reads = environ["REQUEST_METHOD"] in ("GET", "HEAD")
    return tuple(environ.get(each, "") for each in TELLS_APART) if anybody and reads else None


def _come_back(language: str) -> bytes:
    with translation.override(language):
        return render_to_string("busy.html", {"language": language, "wait": COME_BACK}).encode()
