"""Who waits for an answer, and who is asked to come back.

A process answers one request after the other. What comes in meanwhile waits here: what somebody sends goes before what
somebody reads, and of four that are answered at least one is a reader's. Where more wait than can be answered soon, a
reader is asked to come back, which costs next to nothing; who sends an answer gets a page that keeps what was typed.
The moment a request came in is noted before it waits.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from opencompact.site import clock
from opencompact.site.door import BUSY, COME_BACK, HEADERS, LANGUAGE_COOKIE, RECEIVED

READERS = 40  # may wait in one process: about as many as it answers in half a second
SENDERS = 40  # may wait; of those who come beyond them, who answers a consultation is asked to send once more
REFUSED = 120  # senders who wait, whatever they get
THREADS = READERS + REFUSED + 32  # of one process: those who wait, and room to refuse others at once
READERS_TURN = 4  # every so often it is a reader's turn

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


class Waiting:
    """One request that waits, and then what is answered."""

    def __init__(self, environ: dict[str, Any]) -> None:
        self.environ = environ
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

    def _start(self, status: str, headers: list[tuple[str, str]], _fault: Any = None) -> None:
        self.status, self.headers = status, headers


class Queue:
    """Stands before an application."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.changed = threading.Condition()
        self.senders, self.readers, self.turn = deque[Waiting](), deque[Waiting](), 0
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
        sends = one.environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        with self.changed:
            line, room = (self.senders, REFUSED) if sends else (self.readers, READERS)
            if len(line) >= room:
                return False
            one.environ[BUSY] = sends and len(line) >= SENDERS
            line.append(one)
            self.changed.notify()
        return True

    def _answer(self) -> None:
        """Answer one after the other, for as long as this process runs."""
        while True:
            with self.changed:
                while not (self.senders or self.readers):
                    self.changed.wait()
                self.turn = (self.turn + 1) % READERS_TURN
                readers_first = not self.senders or (self.readers and self.turn == 0)
                one = (self.readers if readers_first else self.senders).popleft()
            one.take(self.application)

    def _refuse(self, environ: dict[str, Any], start: Start) -> list[bytes]:
        kept = f"{LANGUAGE_COOKIE}=cy" in environ.get("HTTP_COOKIE", "") or "lang=cy" in environ.get("QUERY_STRING", "")
        language = "cy" if kept else "en"
        told = {"Content-Type": "text/html; charset=utf-8", "Content-Language": language, "Cache-Control": "no-store"}
        start("503 Service Unavailable", [*(HEADERS | told | {"Retry-After": str(COME_BACK)}).items()])
        return [self.come_back[language]]


def _come_back(language: str) -> bytes:
    with translation.override(language):
        return render_to_string("busy.html", {"language": language, "wait": COME_BACK}).encode()
