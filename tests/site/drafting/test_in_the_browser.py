"""The room in a browser: from the model to an edition without a script, and every page accessible and narrow."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from opencompact.site.accounts.models import Person
from opencompact.site.agreements.models import Edition
from opencompact.site.drafting import actions
from opencompact.site.drafting.models import Draft
from opencompact.site.rules import ANYBODY
from tests.browser import OpenTab, check_accessible, check_fits, chromium, open_tab, tab
from tests.people import Cast, browser
from tests.site.adoption.made import decided
from tests.site.drafting.made import DRAFTS, made_draft, reviewed_draft

__all__ = ["chromium", "open_tab", "tab"]
pytestmark = pytest.mark.browser


def sign_in(page: Page, person: Person) -> None:
    """Sign in with both steps, as staff do."""
    kept = browser(person).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": kept.key, "value": kept.value, "domain": "localhost", "path": "/"}])


def check_page(page: Page, address: str) -> None:
    """Accessible, and nothing scrolls sideways."""
    answer = page.goto(address)
    assert answer is not None
    assert (answer.status, page.url.endswith(address)) == (200, True), page.url
    check_accessible(page)
    check_fits(page)


def test_every_page_of_the_officer_is_accessible_and_fits(cast: Cast, tab: Page) -> None:
    draft = made_draft(cast)
    sign_in(tab, cast.olwen)
    pages = [
        "", "new/", "{pk}/", "{pk}/3.1/", "{pk}/3.1/check/", "{pk}/3.1/check/length/", "{pk}/3.1/remove/", "{pk}/add/",
        "{pk}/whole/", "{pk}/text/", "{pk}/history/", "{pk}/history/1/", "{pk}/compare/", "{pk}/open/", "{pk}/give-up/",
    ]  # fmt: skip
    for each in pages:
        check_page(tab, DRAFTS + each.format(pk=draft.pk))


def test_every_page_of_the_public_is_accessible_and_fits(cast: Cast, tab: Page) -> None:
    draft = made_draft(cast)
    actions.open_for_comments(draft=draft, until=cast.area.today() + timedelta(days=30), by=cast.olwen)
    comment = actions.comment(draft=draft, ref="1.1", words="Say who.", by=ANYBODY)
    for each in ["", "{pk}/", "{pk}/comments/", "{pk}/comments/?view=print", "{pk}/comment/?ref=1.1"]:
        check_page(tab, DRAFTS + each.format(pk=draft.pk))
    sign_in(tab, cast.olwen)
    check_page(tab, f"{DRAFTS}{draft.pk}/comments/{comment.pk}/")


def test_from_a_clause_to_an_edition_without_a_script(cast: Cast, open_tab: OpenTab) -> None:
    page, draft = open_tab(scripts=False), reviewed_draft(cast)
    decided(cast)
    sign_in(page, cast.olwen)
    page.goto(f"{DRAFTS}{draft.pk}/1.1/")
    page.get_by_label("In plain words").fill("We let groups speak up, whoever pays.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Add a check").click()
    page.get_by_label("Within a set time of something else").check()
    page.get_by_label("Consultations").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("After which date?").select_option("closes")
    page.get_by_label("Which date shows that it was done?").select_option("impact_assessed")
    page.get_by_label("Within how long?").fill("3 monts")
    page.get_by_role("button", name="Save the check").click()
    expect(page.get_by_role("alert")).to_contain_text("be read")
    page.get_by_label("Within how long?").fill("3 months")
    page.get_by_role("button", name="Save the check").click()
    page.get_by_role("button", name=re.compile("mark as reviewed", re.IGNORECASE)).last.click()
    page.get_by_role("button", name="Record the adoption").click()
    page.get_by_label(re.compile("The new edition is adopted")).check()
    for box, typed in zip(("day", "month", "year"), ("1", "2", "2027"), strict=True):
        page.locator(f"[name=start-{box}]").fill(typed)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="What this changes")).to_be_visible()
    page.get_by_role("button", name="Put it forward").click()
    expect(page.get_by_role("heading", name="Waiting for a second person")).to_be_visible()
    sign_in(page, cast.carys)
    page.goto(f"{DRAFTS}{draft.pk}/adoption/")
    page.get_by_role("button", name="Confirm the adoption").click()
    expect(page.get_by_role("heading", name="Adopted")).to_be_visible()
    edition = Edition.objects.get(pk="wellbridge-2027")
    first = edition.commitment("1.1")
    assert first is not None
    assert (first.summary, [each.kind for each in first.checks]) == (
        "We let groups speak up, whoever pays.",
        ["deadline"],
    )
    assert Draft.objects.get().state == "adopted"
