"""Answers of the site shown in a browser without a server between them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route

from tests.site.everywhere.visits import Answer

SITE = "http://testserver"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


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
