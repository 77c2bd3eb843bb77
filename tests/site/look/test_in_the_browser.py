"""Everything a page can be made of, in a browser: accessible, narrow, without scripts, in the reader's colours."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import OpenTab, check_accessible, check_fits, chromium, open_tab, tab
from tests.people import Cast

__all__ = ["chromium", "open_tab", "tab"]
pytestmark = [pytest.mark.urls("tests.site.look.urls"), pytest.mark.browser]
GALLERY = "/areas/wellbridge/gallery/"


def show(page: Page, address: str) -> list[str]:
    """Go there; what the browser complained of on the way."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return complaints


@pytest.mark.parametrize("query", ["", "?wrong", "?view=large", "?view=print", "?lang=cy"])
def test_everything_is_accessible_and_fits(cast: Cast, tab: Page, query: str) -> None:
    assert show(tab, GALLERY + query) == []
    check_accessible(tab)
    check_fits(tab)
    tab.set_viewport_size({"width": 320, "height": 640})
    check_accessible(tab)


@pytest.mark.parametrize("address", ["/many/", "/many/?lang=cy", "/held-up/", "/held-up/?lang=cy"])
def test_who_has_to_wait_gets_a_page_as_well_made(cast: Cast, tab: Page, address: str) -> None:
    tab.goto(address)
    check_accessible(tab)
    check_fits(tab)
    tab.set_viewport_size({"width": 320, "height": 640})
    check_accessible(tab)


def test_nothing_needs_scripts(cast: Cast, open_tab: OpenTab) -> None:
    page = open_tab(scripts=False)
    assert show(page, f"{GALLERY}?wrong") == []
    assert page.locator(".govuk-service-navigation").get_by_role("link", name="Promises").is_visible()
    assert page.locator("#accordion-content-3").is_visible()
    assert page.locator("#tab-2").is_visible()
    page.get_by_role("button", name="Send").click()
    assert page.title().startswith("Error: Everything")


def test_the_reader_may_choose_the_colours(cast: Cast, open_tab: OpenTab) -> None:
    page = open_tab(forced_colours=True)
    assert show(page, GALLERY) == []
    check_accessible(page)


def test_paper_shows_what_is_folded_away_and_where_links_lead(cast: Cast, tab: Page) -> None:
    assert show(tab, GALLERY) == []
    folded = tab.locator(".govuk-details__text").first
    assert not folded.is_visible()
    tab.emulate_media(media="print")
    assert folded.is_visible()
    assert not tab.locator(".govuk-service-navigation").is_visible()
    link = tab.get_by_role("link", name="a link to every promise")
    after = link.evaluate("each => getComputedStyle(each, '::after').content")
    assert after == '" (" attr(href) ")"' or "/areas/wellbridge/commitments/" in after


def test_every_field_can_be_reached_by_the_keyboard(cast: Cast, tab: Page) -> None:
    show(tab, GALLERY)
    tab.keyboard.press("Tab")
    assert tab.locator(":focus").text_content() == "Skip to main content"
    tab.keyboard.press("Enter")
    assert tab.locator(":focus").get_attribute("id") == "main"
    reached = set()
    for _step in range(90):
        tab.keyboard.press("Tab")
        reached.add(tab.evaluate("document.activeElement.name"))
    assert {"name", "email", "reason", "body", "sector", "agreed", "held_on-day", "held_on-year", "secret"} <= reached
