"""Somebody at a browser: what they click, type and read, on the live site and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings as site
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, Response
from pytest_django import Settings

from opencompact.site import clock
from opencompact.site.post.models import Letter
from tests.browser import check_accessible, check_fits, chromium, overflowing
from tests.people import TODAY, at_noon, browser

__all__ = ["chromium"]


class Walk:
    """One person at a browser. Each page that comes is looked at: no fault, no error nobody expected, no sideways
    scroll."""

    def __init__(self, page: Page, beside: Page) -> None:
        self.page, self.beside = page, beside
        self.wrong: list[str] = []
        page.on("response", self._note)

    def _note(self, response: Response) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.status} {response.url}")

    def _look(self) -> None:
        faults = self.page.locator(".govuk-error-summary").all_inner_texts()
        assert not self.wrong + faults, f"{self.page.url}: {self.wrong + faults}"
        found = overflowing(self.page)
        assert not found, f"{self.page.url}: {found}"

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def path(self) -> str:
        return self.page.evaluate("location.pathname")  # type: ignore[no-any-return]

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path)
        self._look()

    def follow(self, link: str) -> None:
        """Click a link by its words."""
        self._click(self.page.get_by_role("link", name=link).first)

    def press(self, button: str) -> None:
        """Click a button by its words."""
        self._click(self.main.get_by_role("button", name=button, exact=True).first)

    def _click(self, what: Locator) -> None:
        with self.page.expect_navigation():
            what.click()
        self._look()

    def stumble(self, button: str, *told: str) -> None:
        """Click a button that leads nowhere yet: the list of what is wrong says exactly this, each a link to its
        field."""
        with self.page.expect_navigation():
            self.main.get_by_role("button", name=button, exact=True).first.click()
        faults = self.page.locator(".govuk-error-summary__list a")
        assert faults.all_inner_texts() == list(told), self.page.url
        assert self.page.title().startswith("Error: "), self.page.url
        for fault in faults.all():
            href = str(fault.get_attribute("href"))
            assert self.page.locator(href).count() == 1, f"{self.page.url}: nothing is {href}"
        found = overflowing(self.page)
        assert not self.wrong + found, f"{self.page.url}: {self.wrong + found}"

    def type(self, label: str, words: str) -> None:
        """Write into a field."""
        self.main.get_by_label(label, exact=True).fill(words)

    def tick(self, label: str) -> None:
        """Choose one of several, or tick a box."""
        self.main.get_by_label(label, exact=True).check()

    def choose(self, label: str, words: str) -> None:
        """Choose from a list."""
        self.main.get_by_label(label, exact=True).select_option(label=words)

    def attach(self, label: str, name: str, text: str) -> None:
        """Choose a file."""
        file = FilePayload(name=name, mimeType="text/csv", buffer=text.encode())
        self.main.get_by_label(label, exact=True).set_input_files(file)

    def unfold(self, words: str) -> None:
        """Open what is folded."""
        self.main.locator("summary").get_by_text(words, exact=True).first.click()

    def day(self, question: str, day: date) -> None:
        """Fill in the three boxes of a day."""
        boxes = self.main.get_by_role("group", name=question, exact=True)
        for box in ("day", "month", "year"):
            boxes.get_by_label(box.capitalize(), exact=True).fill(str(getattr(day, box)))

    def check(self) -> None:
        """Look closely at a page that comes up only on the way. What looks needs scripts, so it looks at a copy."""
        copy = self.page.content()
        self.beside.route(
            self.page.url, lambda route: route.fulfill(content_type="text/html; charset=utf-8", body=copy)
        )
        self.beside.goto(self.page.url)
        check_accessible(self.beside)
        check_fits(self.beside)
        self.beside.unroute(self.page.url)

    def reads(self, *words: str) -> None:
        """Everything of this stands on the page."""
        text = " ".join(self.main.inner_text().split())
        missing = [each for each in words if each not in text]
        assert not missing, f"{self.page.url} does not say {missing}, but: {text[:2000]}"


Walker = Callable[..., Walk]


@pytest.fixture
def turn_to(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Everything happens at noon of this day, in the server too, which has a thread of its own."""

    def turn(day: date) -> None:
        monkeypatch.setattr(clock, "now", lambda: at_noon(day))

    turn(TODAY)
    return turn


@pytest.fixture
def walker(
    chromium: Browser, live_server: Any, turn_to: Callable[[date], None], settings: Settings
) -> Iterator[Walker]:
    """``walker()`` is a visitor, ``walker(cast.olwen)`` the officer, who has passed the second step."""
    settings.ADDRESS = live_server.url
    opened: list[BrowserContext] = []

    def context_of(scripts: bool) -> BrowserContext:
        context = chromium.new_context(base_url=live_server.url, java_script_enabled=scripts, reduced_motion="reduce")
        context.set_default_timeout(5_000)
        context.route("**/*.woff2", lambda route: route.abort())
        opened.append(context)
        return context

    def walk(person: Any = None, *, scripts: bool = False) -> Walk:
        context = context_of(scripts)
        if person is not None:
            kept = browser(person).cookies[site.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": site.SESSION_COOKIE_NAME, "value": kept, "url": live_server.url}])
        return Walk(context.new_page(), context_of(True).new_page())

    yield walk
    for context in opened:
        context.close()


@pytest.fixture
def link_for() -> Callable[[str], str]:
    """The link in the last letter to somebody, without the name of the site."""

    def find(email: str) -> str:
        text = Letter.objects.filter(to=email).latest("pk").text
        return next(word for word in text.split() if word.startswith("http")).removeprefix(site.ADDRESS)

    return find
