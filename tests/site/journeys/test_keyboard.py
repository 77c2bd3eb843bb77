"""Without a mouse: asking to sign, signing in and publishing a notice, by keys only. And the main pages in the reader's
own colours."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import Page

from opencompact.site.post.models import Letter
from opencompact.site.signatories.models import Wish
from tests.browser import OpenTab, check_accessible, check_fits, chromium, open_tab
from tests.people import Cast
from tests.site.consultations.made import planned
from tests.site.journeys.conftest import Walker

__all__ = ["chromium", "open_tab"]
pytestmark = pytest.mark.browser

FOCUSED = """() => {
    const each = document.activeElement, box = each.getBoundingClientRect()
    const group = each.closest("fieldset")?.querySelector("legend")
    const words = [...(each.labels || [])].map(label => label.innerText).join(" ") || each.innerText || ""
    const under = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    return {
        words: words.trim(), group: group ? group.innerText.trim() : "", kind: each.type || each.tagName,
        ring: getComputedStyle(each).outlineStyle !== "none" || getComputedStyle(each).boxShadow !== "none",
        seen: each.type === "radio" || each.type === "checkbox" || each === under || each.contains(under),
    }
}"""


class Keys:
    """Somebody who has only a keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, words: str) -> None:
        """Press Tab until this has the focus: a field by its label or question, a link or button by its words."""
        passed = []
        for _press in range(80):
            self.page.keyboard.press("Tab")
            found = self.page.evaluate(FOCUSED)
            if words in (found["words"], found["group"]):
                assert found["seen"], f"{words} has the focus and can't be seen"
                assert found["ring"] or found["kind"] in ("radio", "checkbox"), f"nothing shows that {words} is focused"
                return
            passed.append(found["words"])
        raise AssertionError(f"{self.page.url}: no key leads to {words}, only to {passed}")

    def type(self, label: str, words: str) -> None:
        self.reach(label)
        self.page.keyboard.type(words)

    def choose(self, question: str, key: str = "Space") -> None:
        """Choose the first answer with the space bar, a later one with the arrows."""
        self.reach(question)
        self.page.keyboard.press(key)

    def enter(self, words: str) -> None:
        self.reach(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        assert not self.page.locator(".govuk-error-summary").all_inner_texts()


def test_the_form_to_sign_is_filled_in_by_keys(walker: Walker, cast: Cast) -> None:
    visitor = walker(scripts=True)
    visitor.go("/areas/wellbridge/sign/")
    keys = Keys(visitor.page)
    keys.enter("Start now")
    keys.type("Name of the organisation", "Otter Trust")
    keys.choose("Which sector is it in?", "ArrowDown")
    keys.type("What kind of organisation is it?", "Charity")
    keys.enter("Continue")
    keys.choose("Does it sign for its members too?")
    keys.enter("Continue")
    keys.type("Your name", "Nia Rees")
    keys.type("Your role in the organisation", "Clerk")
    keys.type("Email address", "nia@otters.example")
    keys.type("Postal address", "1 Quay Street")
    keys.enter("Continue")
    keys.choose("Do you already know who your champion will be?", "ArrowDown")
    keys.enter("Continue")
    keys.choose("I make this pledge for my organisation")
    keys.choose("I have read the agreement, and it was discussed in my organisation")
    keys.enter("Continue")
    keys.enter("Send")
    visitor.reads("We sent an email to nia@otters.example")
    wish = Wish.objects.get()
    assert (wish.name, wish.sector, wish.kind) == ("Otter Trust", "voluntary", "charity")


def test_an_error_takes_the_keyboard_to_the_field(walker: Walker, cast: Cast) -> None:
    visitor = walker(scripts=True)
    visitor.go("/areas/wellbridge/sign/organisation/")
    keys = Keys(visitor.page)
    keys.reach("Continue")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    assert visitor.page.title().startswith("Error: ")
    assert visitor.page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    keys.reach("Enter the name of the organisation.")
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.name") == "name"


def test_somebody_signs_in_and_out_by_keys(walker: Walker, cast: Cast) -> None:
    visitor = walker(scripts=True)
    visitor.go("/areas/wellbridge/")
    keys = Keys(visitor.page)
    keys.enter("Sign in")
    keys.type("Email address", cast.vera.email)
    keys.enter("Send me a code")
    letter = Letter.objects.filter(to=cast.vera.email).latest("pk")
    code = re.search(r"^\s*([A-Z0-9]{3,5}-?[A-Z0-9]{3,5})\s*$", letter.text, re.MULTILINE)
    assert code, letter.text
    keys.type("Code", code[1])
    keys.enter("Sign in")
    visitor.reads("What you need to do")
    keys.enter("Sign out")
    assert visitor.page.get_by_role("link", name="Sign in").first.is_visible()


MAIN = ["/", "/areas/wellbridge/", "/areas/wellbridge/commitments/", "/areas/wellbridge/sign/organisation/", "/record/"]


@pytest.mark.parametrize("address", MAIN)
def test_the_reader_chooses_colours_and_spacing(cast: Cast, open_tab: OpenTab, address: str) -> None:
    page = open_tab(forced_colours=True)
    page.goto(address)
    check_accessible(page)
    check_fits(page)
    edge = page.evaluate("getComputedStyle(document.body).borderTopColor")
    assert edge == page.evaluate("getComputedStyle(document.body).color")


def test_a_notice_is_published_by_keys(walker: Walker, cast: Cast) -> None:
    row = planned(cast, title="Which parks first?", closes=date(2027, 2, 8))
    editor = walker(cast.edwin, scripts=True)
    editor.go(row.get_absolute_url())
    keys = Keys(editor.page)
    keys.enter("Publish consultation")
    keys.reach("Publish consultation")
    with editor.page.expect_navigation():
        editor.page.keyboard.press("Enter")
    assert editor.page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    keys.reach("Choose the case that fits, or “Another reason”")
    editor.page.keyboard.press("Enter")
    assert editor.page.evaluate("document.activeElement.type") == "radio"
    editor.page.keyboard.press("Space")
    keys.type("The reason for a shorter consultation", "The grant must be claimed by March.")
    keys.enter("Publish consultation")
    editor.reads("Published", "It closes at 11:59pm on 8 February 2027.")
    keys.enter("See the consultation, with what was promised and whether it is being kept")
    keys.enter("Extend the consultation")
    for box, typed in (("Day", "1"), ("Month", "3"), ("Year", "2027")):
        keys.type(box, typed)
    keys.type("Why are you extending it?", "Two groups asked for it.")
    keys.enter("Continue")
    keys.enter("Publish the new closing date")
    editor.reads("The new closing date is published. It opens 11 January 2027, closes at 11:59pm on 1 March 2027.")
    row.refresh_from_db()
    assert (row.state, row.short_reason) == ("published", "The grant must be claimed by March.")
