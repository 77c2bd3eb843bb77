"""Answers of the site shown in a browser without a server between them: what an answer changed is taken back, and the
demonstration stays as it is."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page, Route

from opencompact.site import clock
from tests.people import TODAY, at_noon

SITE = "http://testserver"
EMPTY = {"csrfmiddlewaretoken": "sent"}  # what a browser sends of a form in which nothing was filled in
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_CHANGES = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|name="(?:token|key)" value="[^"]*"')
_MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)


class Answer(NamedTuple):
    """One answer of the site."""

    status: int
    html: str  # "" where it is no page: a file, a way on

    @property
    def own(self) -> str:
        """What is this page's own: its title and what stands between head and foot."""
        found = _MAIN.search(self.html)
        title = _TITLE.search(self.html)
        return _CHANGES.sub("", (title.group() if title else "") + (found.group() if found else self.html))


def ask(client: Client, method: str, path: str) -> Answer:
    """Ask for a page; whatever that changes is taken back."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic(), clock.at(at_noon(TODAY)):
        response: Any = client.get(path) if method == "GET" else client.post(path, EMPTY)
        kind = response.headers.get("Content-Type", "")
        shows = kind.startswith("text/html") and "Content-Disposition" not in response.headers
        found = Answer(response.status_code, "" if response.streaming or not shows else response.content.decode())
        transaction.set_rollback(True)
    client.cookies = cookies
    return found


class Shown:
    """A tab in which answers are shown at their address."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab
        self.answers: dict[str, str] = {}
        tab.route("**/*", self._serve)

    def show(self, path: str, answer: Answer) -> None:
        """Show this answer as the page at an address."""
        self.answers = {path: answer.html}
        self.tab.goto(f"{SITE}{path}", wait_until="load")

    def _serve(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path in self.answers:
            route.fulfill(status=200, content_type="text/html; charset=utf-8", body=self.answers[path])
            return
        kind = KINDS.get(Path(path).suffix) if path.startswith("/static/") else None
        found = finders.find(path.removeprefix("/static/")) if kind else None
        if kind and isinstance(found, str):
            route.fulfill(content_type=kind, body=Path(found).read_bytes())
        else:
            route.abort()
