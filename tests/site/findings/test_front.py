"""The area's home, the officer's week and the two pages for a scrutiny committee, and what they keep to themselves."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from opencompact.site import clock
from opencompact.site.findings.actions import say
from opencompact.site.findings.models import Finding, Status, Word
from opencompact.site.front.scorecard import period
from opencompact.site.running.recurring import settle_findings
from tests.people import TODAY, Cast, at_noon, browser
from tests.site.findings.records import LAST_TO_REPLY, LATE, not_kept, published

HOME, WEEK, CARD = "/areas/wellbridge/", "/areas/wellbridge/week/", "/areas/wellbridge/scorecard/"
PDF = "/areas/wellbridge/scorecard.pdf"
PUBLIC_ON = LAST_TO_REPLY + timedelta(days=1)


def seen(person: Any, address: str) -> str:
    return browser(person).get(address).content.decode()


def test_the_home_tells_how_both_sides_keep_their_promises(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        assert "Nobody has recorded anything yet" in seen(None, HOME)
    published(cast)
    with clock.at(at_noon(date(2027, 6, 21))):
        settle_findings()
        page = seen(None, HOME)
    assert "Public sector: kept in full" in page
    assert page.count("nothing recorded yet") == 2
    assert "Parks plan: promise 3.9 is due" in page


def test_the_home_asks_as_much_for_three_as_for_one(
    cast: Cast, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    counts = []
    for number in range(2):
        published(cast, f"Plan {number}")
        published(cast, f"Another {number}")
        with clock.at(at_noon(date(2027, 6, 21))):
            for address in (HOME, CARD):
                with django_assert_max_num_queries(20) as asked:
                    assert browser().get(address).status_code == 200
                counts.append(len(asked))
    assert counts[:2] == counts[2:]


def test_the_week_is_for_the_officer_and_the_chair(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        found = [browser(who).get(WEEK).status_code for who in (None, cast.sam, cast.edwin, cast.vera)]
        assert found == [404, 404, 404, 404]
        assert "Nothing is overdue." in seen(cast.carys, WEEK) or "Late</h2>" in seen(cast.carys, WEEK)
    published(cast)
    with clock.at(at_noon(date(2027, 4, 26))):
        page = seen(cast.carys, WEEK)
        assert page.index("This week, until 2 May 2027") < page.index("Closes at 11:59pm: Parks plan")
    with clock.at(at_noon(date(2027, 7, 1))):
        assert "Parks plan: promise 3.9 is due" in seen(cast.olwen, f"{WEEK}?view=print")


def test_the_week_tells_which_replies_are_still_open(cast: Cast) -> None:
    not_kept(cast)
    with clock.at(at_noon(LATE)):
        says = "Last day for Wellbridge Council to reply before it is public: Parks plan, promise 3.9"
        assert [says in seen(who, WEEK) for who in (cast.olwen, cast.carys)] == [True, True]
        assert says not in seen(None, HOME)
    with clock.at(at_noon(PUBLIC_ON)):
        assert says not in seen(cast.olwen, WEEK)


def test_the_scorecard_tells_what_was_not_kept_and_what_was_replied(cast: Cast) -> None:
    row, finding = not_kept(cast)
    published(cast, "Short", closes=date(2027, 2, 8), short_reason="The grant must be claimed by 1 March 2027.")
    with clock.at(at_noon(LATE)):
        settle_findings()
        page = seen(None, CARD)
        assert "Parks plan" not in page
        assert "The grant must be claimed by 1 March 2027." in page
        say(finding=finding, row=row, organisation=cast.council, kind=Word.REPLY, words="Two fell ill.", by=cast.edwin)
        page = seen(None, CARD)
    assert "Parks plan" in page
    assert "Two fell ill." in page
    assert "Promise 3.9 was not kept once. What will be different next time?" in page
    assert "Nothing has been recorded yet about these promises: Voluntary sector. What should be recorded?" in page


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("", date(2025, 11, 22), TODAY),
        ("2026", date(2026, 1, 1), TODAY),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2027", date(2025, 11, 22), TODAY),
        ("1999", date(2025, 11, 22), TODAY),
        ("20x6", date(2025, 11, 22), TODAY),
        ("٢٠٢٥", date(2025, 11, 22), TODAY),
    ],
)
def test_the_period_is_twelve_months_or_a_year(typed: str, first: date, last: date) -> None:
    assert period(TODAY, typed) == (first, last)


def test_the_paper_has_two_tagged_pages_however_much_there_is(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        assert pages_of(browser().get(PDF).content)[0] == 2
    title = "A very long title 🎉 عربي of a consultation with many words " * 3
    for number in range(6):
        row, finding = not_kept(cast, f"{title}{number}")
        long = {"closes": date(2027, 2, 8), "short_reason": "A reason with very many words. " * 30}
        published(cast, f"{title} short {number}", **long)
        with clock.at(at_noon(LATE)):
            say(finding=finding, row=row, organisation=cast.council, kind=Word.REPLY, words="x y " * 500, by=cast.edwin)
    Finding.objects.exclude(status=Status.DUE).update(edition=cast.edition)
    with clock.at(at_noon(LATE)):
        answer = browser().get(PDF)
        pages, text, tagged = pages_of(answer.content)
        assert answer.content == browser().get(PDF).content
    assert (answer["Content-Type"], pages, tagged) == ("application/pdf", 2, True)
    assert "Questions worth asking" in text
    assert "Promise 3.9 was not kept 6 times." in text


def pages_of(pdf: bytes) -> tuple[int, str, bool]:
    read = PdfReader(io.BytesIO(pdf))
    words = " ".join(" ".join(page.extract_text().split()) for page in read.pages)
    return len(read.pages), words, "/StructTreeRoot" in read.root_object


def test_what_is_held_back_stays_off_every_public_page(cast: Cast) -> None:
    _row, finding = not_kept(cast, "Canary plan")
    with clock.at(at_noon(LATE)):
        for address in (HOME, CARD, "/areas/wellbridge/commitments/3.9/", "/areas/wellbridge/feed.atom"):
            assert "Not kept</strong>" not in seen(None, address), address
            assert "of 1;" not in seen(None, address), address
        assert "Canary plan" not in pages_of(browser().get(PDF).content)[1]
        assert str(finding.public_from) not in seen(None, "/areas/wellbridge/calendar.ics")


def test_the_page_of_the_record_keeps_what_is_held_back_from_the_public(cast: Cast) -> None:
    row, _finding = not_kept(cast)
    with clock.at(at_noon(LATE)):
        for person in (None, cast.sam, cast.vera):
            page = seen(person, row.get_absolute_url())
            assert "Wellbridge Council can reply until 25 August 2027. Published after that." in page
            assert "Not kept</strong>" not in page
        assert "Not kept</strong>" in seen(cast.edwin, row.get_absolute_url())
    with clock.at(at_noon(PUBLIC_ON)):
        assert "Not kept</strong>" in seen(None, row.get_absolute_url())
