"""A browser for tests: Chromium against the live site, and what every page must pass.

    from tests.browser import check_accessible, check_fits, chromium, sign_in, tab  # noqa: F401

    def test_the_page(tab, cast):
        tab.goto("/areas/wellbridge/")
        check_accessible(tab)

``tab`` is a page of the live site at 1280 pixels; ``open_tab`` gives others: narrow, without JavaScript, in forced
colours.
"""

from __future__ import annotations

import atexit
import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
AXE = files("axe_playwright_python") / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OpenTab = Callable[..., Page]

# WCAG 2.2, 1.4.12: the distances a reader may set for themselves
SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
SPACED += "p { margin-bottom: 2em !important }"


@cache
def _started() -> Browser:
    """One browser for all tests, however many of them ask for it: its driver can be started once."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the driver keeps a loop running in this thread
    driver = sync_playwright().start()
    browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
    atexit.register(driver.stop)
    atexit.register(browser.close)
    return browser


@pytest.fixture(scope="session")
def chromium() -> Browser:
    """The browser. Its driver gives the thread a database connection of its own, so it starts before anything is kept
    in one: first of all fixtures."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not there; on Debian and Ubuntu: sudo apt-get install chromium")
    return _started()


@pytest.fixture
def open_tab(chromium: Browser, live_server: Any) -> Iterator[OpenTab]:
    """Open the live site: ``open_tab(width=320, scripts=False, forced_colours=True)``."""
    opened: list[BrowserContext] = []

    def open_one(width: int = 1280, *, scripts: bool = True, forced_colours: bool = False) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            forced_colors="active" if forced_colours else "none",
            reduced_motion="reduce",
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def tab(open_tab: OpenTab) -> Page:
    """A page of the live site."""
    return open_tab()


def sign_in(page: Page, person: Any) -> None:
    """Sign this person in, without the journey that leads there."""
    client = Client()
    client.force_login(person)
    kept = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": kept.key, "value": kept.value, "domain": "localhost", "path": "/", "httpOnly": True}]
    )


def slips(page: Page) -> list[str]:
    """What axe finds on a page: the rule, and where."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(RULES)}}})")
    return [
        f"{slip['id']}: {slip['help']}: {node['html'][:160]}: {node['failureSummary']}"
        for slip in found["violations"]
        for node in slip["nodes"]
    ]


def check_accessible(page: Page) -> None:
    """Nothing that WCAG 2.2 AA forbids and a machine can see, and no script that failed."""
    found = slips(page)
    assert not found, "\n".join([page.url, *found])


STANDS_OUT = """() => {
    const wide = window.innerWidth, stands = each => each.getBoundingClientRect().right > wide + 1
    if (document.documentElement.scrollWidth <= wide) return []
    return [...document.querySelectorAll("body *")].filter(each => stands(each) && !each.closest(".oc-wide"))
        .slice(0, 8).map(each => each.outerHTML.slice(0, 120))
        .concat(`the page is ${document.documentElement.scrollWidth} wide`)
}"""
SET = "css => { const own = new CSSStyleSheet(); own.replaceSync(css); document.adoptedStyleSheets = [own] }"


def overflowing(page: Page) -> list[str]:
    """What stands out of the page sideways."""
    found: list[str] = page.evaluate(STANDS_OUT)
    return found


def check_fits(page: Page, width: int = 320) -> None:
    """Nothing scrolls sideways on the narrowest screen, nor when the reader sets words further apart."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 640})
    found = overflowing(page)
    page.evaluate(SET, SPACED)
    found += [f"with text spacing: {each}" for each in overflowing(page)]
    page.evaluate(SET, "")
    if before:
        page.set_viewport_size(before)
    assert not found, "\n".join([page.url, *found])
