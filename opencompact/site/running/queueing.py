"""Who waits for an answer, and who is asked to come back.

A process answers one request after the other; what comes in meanwhile waits here. What somebody sends goes before what
somebody reads, but readers get their turn. Who waits for the same page as somebody before them gets the same: it was
made after they asked for it. Where more wait than can be answered soon, a reader is asked to come back, which costs
next to nothing; who sends an answer gets a page that keeps what was typed, made without the database. What somebody
sends is there whole before they join (``bodies``), so nobody waits for another's connection.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import closing
from itertools import cycle, zip_longest
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent, TooManyFilesSent
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils import translation
from whitenoise.middleware import WhiteNoiseMiddleware

from opencompact.site.door import COME_BACK, LANGUAGE_COOKIE, RECEIVED, headers
from opencompact.site.responses.door import kept_of
from opencompact.site.running.bodies import Reason
from opencompact.site.running.figures import REQUESTS

SENDERS = 40  # may wait in one process
READERS = 60
TURNS = ("senders", "senders", "senders", "readers")  # whose turn it is; where none of them waits, the others'
WATCHED = ("/healthz", "/readyz", "/metrics")  # asked by programs that look after the site, which is there and busy
ANSWERING = "/answer/"  # stands in the addresses at which somebody answers a consultation
LARGEST = 500_000  # bytes of what is kept of somebody's answer
MARK = "[here]"  # where what was typed goes in a page made at the start
TELLS_APART = (
    "REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "HTTP_HOST", "HTTP_COOKIE", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING",
    "HTTP_ORIGIN", "HTTP_X_FORWARDED_PROTO",
)  # fmt: skip  # two requests alike in these ask for the same page
OF_ONE = ("HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")  # who asks so, asks alone

STATUSES = {
    Reason.LARGE: "413 Content Too Large", Reason.SLOW: "408 Request Timeout", Reason.MANY: "503 Service Unavailable",
    Reason.FULL: "503 Service Unavailable",
}  # fmt: skip

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


class Answer(NamedTuple):
    """What is answered."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def is_for_all(self) -> bool:
        """Whether it holds nothing of whoever asked."""
        named = {name.lower(): value for name, value in self.headers}
        kept = named.get("cache-control", "")
        theirs = "set-cookie" in named or "private" in kept or "no-store" in kept
        return self.status.startswith("200") and not theirs


class Files:
    """Gives out the files of the look before anything waits: a page that came should not lack them."""

    def __init__(self) -> None:
        self.files: dict[str, Any] = WhiteNoiseMiddleware(lambda _request: HttpResponse()).files

    def find(self, environ: dict[str, Any]) -> Answer | None:
        """The file asked for, where one was."""
        method = environ["REQUEST_METHOD"]
        found = self.files.get(environ["PATH_INFO"]) if method in ("GET", "HEAD") else None
        if found is None:
            return None
        given = found.get_response(method, environ)
        status, told = f"{given.status} {given.status.phrase}", [*given.headers, *headers().items()]
        if given.file is None:
            return Answer(status, told, b"")
        with closing(given.file) as file:
            return Answer(status, told, file.read())


class Waiting:
    """One request that waits, and then what is answered."""

    def __init__(self, environ: dict[str, Any]) -> None:
        self.environ = environ
        self.page = _page_of(environ)
        self.answer: Future[Answer] = Future()

    def take(self, application: Application) -> Answer | None:
        """Be answered, by the one thread that answers; None where that went wrong."""
        started: list[tuple[str, list[tuple[str, str]]]] = []
        try:
            found = application(self.environ, lambda status, headers, _fault=None: started.append((status, headers)))
            body = b"".join(found)
            if hasattr(found, "close"):
                found.close()
            answer = Answer(*started[-1], body)
        except BaseException as fault:
            self.answer.set_exception(fault)
            return None
        self.answer.set_result(answer)
        return answer


class Queue:
    """Stands before an application."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.changed = threading.Condition()
        self.lines = {name: deque[Waiting]() for name in ("senders", "readers")}
        self.turns = cycle(TURNS)
        languages = [language for language, _name in settings.LANGUAGES]
        self.come_back = {each: _made("busy.html", each) for each in languages}
        self.not_taken = {
            (each, reason): _made("not_taken.html", each, reason=reason) for each in languages for reason in Reason
        }
        self.send_again = {
            (each, words): _made("responses/held_up.html", each, fields=MARK, words=words) for each in languages
            for words in ("", MARK)
        }  # fmt: skip
        threading.Thread(target=self._answer, name="answering", daemon=True).start()

    def join(self, environ: dict[str, Any]) -> Future[Answer]:
        """Wait for an answer; where too many wait already, it is there at once."""
        one = Waiting(environ)
        if not self._joined(one):
            one.answer.set_result(self._refuse(environ))
        return one.answer

    def turn_away(self, environ: dict[str, Any], reason: Reason) -> Answer:
        """Say why what was sent is not taken in."""
        language = _language_of(environ)
        return _told(environ, STATUSES[reason], language, self.not_taken[language, reason])

    def _joined(self, one: Waiting) -> bool:
        """Wait with the others, where there is room."""
        reads = one.environ["REQUEST_METHOD"] in ("GET", "HEAD")
        name, room = ("readers", READERS) if reads else ("senders", SENDERS)
        watches = one.environ["PATH_INFO"] in WATCHED
        with self.changed:
            if watches:
                self.lines["senders"].appendleft(one)
            elif len(self.lines[name]) < room:
                self.lines[name].append(one)
            else:
                return False
            self.changed.notify()
        return True

    def _answer(self) -> None:
        """Answer one after the other, for as long as this process runs."""
        while True:
            one, others = self._next()
            answer = one.take(self.application)
            if others and answer and answer.is_for_all:
                for each in others:
                    each.answer.set_result(answer)
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

    def _refuse(self, environ: dict[str, Any]) -> Answer:
        language = _language_of(environ)
        page = self._kept(environ, language) or self.come_back[language]
        return _told(environ, "503 Service Unavailable", language, page)

    def _kept(self, environ: dict[str, Any], language: str) -> str:
        """The page that keeps what somebody typed who answers a consultation; nothing for others."""
        size = environ.get("CONTENT_LENGTH") or "0"
        answers = environ["REQUEST_METHOD"] == "POST" and ANSWERING in environ["PATH_INFO"]
        if not (answers and size.isdecimal() and int(size) <= LARGEST):
            return ""
        request = WSGIRequest(environ)
        request.received = environ[RECEIVED]  # type: ignore[attr-defined]
        try:
            kept = [each for each in kept_of(request) if each]
        except (TooManyFieldsSent, TooManyFilesSent, MultiPartParserError):
            return ""
        parts = self.send_again[language, MARK if len(kept) > 1 else ""].split(MARK)
        return "".join(part for pair in zip_longest(parts, kept, fillvalue="") for part in pair)


def _language_of(environ: dict[str, Any]) -> str:
    welsh = f"{LANGUAGE_COOKIE}=cy" in environ.get("HTTP_COOKIE", "") or "lang=cy" in environ.get("QUERY_STRING", "")
    return "cy" if welsh else "en"


def _told(environ: dict[str, Any], status: str, language: str, page: str) -> Answer:
    """A page for somebody who is not answered now."""
    method = "GET" if environ["REQUEST_METHOD"] == "GET" else "other"
    REQUESTS.labels("refused", method, status.split(maxsplit=1)[0]).inc()
    more = {"Content-Type": "text/html; charset=utf-8", "Content-Language": language, "Cache-Control": "no-store"}
    later = {"Retry-After": str(COME_BACK)} if status.startswith("503") else {}
    return Answer(status, [*(headers() | more | later).items()], page.encode())


def _page_of(environ: dict[str, Any]) -> tuple[str, ...] | None:
    """What tells the page asked for from others; None where only one person may ask for it so."""
    cookies = [each.partition("=")[0].strip() for each in environ.get("HTTP_COOKIE", "").split(";")]
    anybody = not any(each in environ for each in OF_ONE) and set(cookies) <= {"", LANGUAGE_COOKIE}
    reads = environ["REQUEST_METHOD"] in ("GET", "HEAD")
    return tuple(environ.get(each, "") for each in TELLS_APART) if anybody and reads else None


def _made(template: str, language: str, **facts: str) -> str:
    """A page that is ready before somebody needs it."""
    with translation.override(language):
        return render_to_string(template, {"language": language, "wait": COME_BACK, **facts})
