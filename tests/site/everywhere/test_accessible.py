"""Every page of the site, as each kind of person sees it: nothing a machine can see that WCAG 2.2 AA forbids, nothing
that scrolls sideways on the narrowest screen; and every form posted empty, with its errors.

What was checked is kept beside the page that tells of it (KEEP_RESULTS=1 writes it).
"""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from lxml.html import document_fromstring  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from opencompact.core.words import in_words
from opencompact.site.front import accessibility
from tests.browser import AXE, RULES, SET, SPACED, STANDS_OUT, chromium
from tests.site.everywhere.places import Place
from tests.site.everywhere.served import Shown
from tests.site.everywhere.visits import READERS, Answer, Visits

__all__ = ["chromium"]
# A line that is only passed by here has not been tested by it.
pytestmark = [
    pytest.mark.django_db, pytest.mark.browser, pytest.mark.no_cover, pytest.mark.xdist_group("every page"),
]  # fmt: skip

RESULTS = Path(accessibility.__file__).with_name("accessibility-results.json")


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


def seen_by(who: str, visits: Visits) -> Answers:
    """What a person sees: each page they can open, and each form of theirs sent empty that says what is missing."""
    pages = {place: visits.ask(who, "GET", place.path) for place in visits.places}
    errors = {place: visits.ask(who, "POST", place.path) for place in visits.places}
    return {
        "pages": {place: answer for place, answer in pages.items() if answer.html},
        "errors": {place: answer for place, answer in errors.items() if "govuk-error-summary" in answer.html},
    }


@cache
def shapes(html: str) -> frozenset[tuple[str, ...]]:
    """What a page is built of: each element with the names of its attributes, its classes and what it stands in."""
    root = document_fromstring(html)
    return frozenset(
        (str(part.getparent().tag), str(part.tag), part.get("class", ""), part.get("type", ""), *sorted(part.attrib))
        for part in root.iter()
        if part.getparent() is not None and isinstance(part.tag, str)
    )


def keep(who: str, part: dict[str, list[str]], rules: int) -> None:
    """Write down what was checked."""
    kept = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    kept |= {"day": f"{datetime.now(UTC):%Y-%m-%d}", "rules": rules, "readers": {**kept.get("readers", {}), who: part}}
    kept["readers"] = {each: kept["readers"][each] for each in READERS if each in kept["readers"]}
    RESULTS.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


@pytest.mark.parametrize("who", READERS)
def test_every_page_is_accessible_and_fits(who: str, visits: Visits, shown: Shown) -> None:
    """Each page once, and of others' pages at the same address those built of something no page had before."""
    seen: set[object] = set()
    for reader in READERS[: READERS.index(who) + 1]:
        to_look_at: list[tuple[str, Place, Answer]] = []
        for kind, answers in seen_by(reader, visits).items():
            for place, answer in answers.items():
                parts = {(kind, place.route), *shapes(answer.own)}
                if not parts <= seen:
                    to_look_at.append((kind, place, answer))
                seen |= parts
    found = []
    for kind, place, answer in to_look_at:
        shown.show(place.path, answer)
        found += [f"{place.path} ({kind}): {slip}" for slip in slips(shown.tab)]
    assert not found, "\n".join(found)
    part = {
        kind: sorted(place.route for place, answer in answers.items() if answer.status < 300)
        for kind, answers in seen_by(who, visits).items()
    }
    if os.environ.get("KEEP_RESULTS"):
        shown.tab.evaluate(AXE.read_text("utf-8"))
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
