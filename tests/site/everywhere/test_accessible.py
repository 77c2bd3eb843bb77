"""Every page of the site, as each kind of person sees it: nothing a machine can see that WCAG 2.2 AA forbids, nothing
that scrolls sideways on the narrowest screen; and every form posted empty, with its errors.

What was checked is kept beside the page that tells of it (KEEP_RESULTS=1 writes it).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from opencompact.core.words import in_words
from opencompact.site.accounts.models import Person
from opencompact.site.front import accessibility
from tests.browser import AXE, RULES, SET, SPACED, STANDS_OUT, chromium
from tests.people import browser
from tests.site.everywhere.known import known
from tests.site.everywhere.places import Place, all_places
from tests.site.everywhere.served import Answer, Shown, ask

__all__ = ["chromium"]
pytestmark = [pytest.mark.django_db, pytest.mark.browser]

READERS = ("visitor", "officer", "editor", "chair", "administrator")
RESULTS = Path(accessibility.__file__).with_name("accessibility-results.json")
Everybody = dict[str, Person | None]


@pytest.fixture
def shown(chromium: Browser) -> Any:
    """A tab in which the site's answers are shown."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    yield Shown(context.new_page())
    context.close()


def slips(tab: Page) -> list[str]:
    """What axe finds at full width, and what stands out at 320 pixels, also with words set further apart."""
    tab.evaluate(AXE.read_text("utf-8"))
    asked = json.dumps({"runOnly": RULES, "resultTypes": ["violations"]})
    violations = tab.evaluate(f"axe.run(document, {asked}).then(found => found.violations)")
    found = [
        f"{each['id']}: {each['help']}: {node['html'][:160]}: {node['failureSummary']}"
        for each in violations
        for node in each["nodes"]
    ]
    tab.set_viewport_size({"width": 320, "height": 640})
    found += [f"at 320 pixels: {each}" for each in tab.evaluate(STANDS_OUT)]
    tab.evaluate(SET, SPACED)
    found += [f"with text spacing: {each}" for each in tab.evaluate(STANDS_OUT)]
    tab.set_viewport_size({"width": 1280, "height": 800})
    return found


Answers = dict[str, dict[Place, Answer]]


@pytest.fixture(scope="module")
def sees(chromium: Browser, everybody: Everybody) -> Callable[[str], Answers]:
    """What a person sees: each page they can open, and each form of theirs sent empty that says what is missing."""
    places = all_places(known())

    @cache
    def look(who: str) -> Answers:
        client = browser(everybody[who])
        pages = {place: ask(client, "GET", place.path) for place in places}
        errors = {place: ask(client, "POST", place.path) for place in places}
        return {
            "pages": {place: answer for place, answer in pages.items() if answer.html},
            "errors": {place: answer for place, answer in errors.items() if "govuk-error-summary" in answer.html},
        }

    return look


def keep(who: str, part: dict[str, list[str]], rules: int) -> None:
    """Write down what was checked."""
    kept = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    kept |= {"day": f"{datetime.now(UTC):%Y-%m-%d}", "rules": rules, "readers": {**kept.get("readers", {}), who: part}}
    kept["readers"] = {each: kept["readers"][each] for each in READERS if each in kept["readers"]}
    RESULTS.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


@pytest.mark.xdist_group("every page")  # each reader's pages build on what the readers before saw
@pytest.mark.no_cover  # a line that is only passed by here has not been tested by it
@pytest.mark.parametrize("who", READERS)
def test_every_page_is_accessible_and_fits(who: str, sees: Callable[[str], Answers], shown: Shown) -> None:
    """Each page once: what others saw before is not looked at again."""
    others = READERS[: READERS.index(who)]
    seen = {answer.own for other in others for each in sees(other).values() for answer in each.values()}
    answers, found = sees(who), []
    for kind, each in answers.items():
        for place, answer in each.items():
            if answer.own not in seen:
                seen.add(answer.own)
                shown.show(place.path, answer)
                found += [f"{place.path} ({kind}): {slip}" for slip in slips(shown.tab)]
    assert not found, "\n".join(found)
    part = {
        kind: sorted(place.route for place, answer in each.items() if answer.status < 300)
        for kind, each in answers.items()
    }
    if os.environ.get("KEEP_RESULTS"):
        rules: int = shown.tab.evaluate(f"axe.getRules({json.dumps(RULES)}).length")
        keep(who, part, rules)
    assert part == json.loads(RESULTS.read_text("utf-8"))["readers"][who]


def test_the_statement_says_what_was_checked(client: Client) -> None:
    accessibility.checked.cache_clear()
    kept = json.loads(RESULTS.read_text("utf-8"))
    pages = {address for each in kept["readers"].values() for address in each["pages"]}
    shown = client.get("/accessibility/").text
    assert f"{len(pages)} types of page" in shown
    assert f"{kept['rules']} rules" in shown and in_words(date.fromisoformat(kept["day"])) in shown
    assert f'href="mailto:{settings.DEFAULT_FROM_EMAIL}"' in shown
    assert "(No. 2) Accessibility Regulations 2018" in shown
