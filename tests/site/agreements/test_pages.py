"""The pages of an agreement, in all their forms."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opencompact.core.compacts import load
from opencompact.core.editions import Party
from opencompact.site import clock
from opencompact.site.agreements.actions import publish_edition
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.actions import open_area
from opencompact.site.rules import SET_UP
from tests.people import Cast, browser, edition_text

FORMS = ["", "?view=print", "?view=large", "?lang=cy", "?by=outcome"]


def heading(text: str) -> str:
    """The one heading of a page, without its tags."""
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)
    assert len(found) == 1
    return plain(found[0])


def plain(text: str) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


def shown_refs(text: str) -> list[str]:
    return re.findall(r'<div id="([^"]+)"><dt>', text)


def test_every_promise_is_on_one_page(places: dict[str, Edition]) -> None:
    for slug, edition in places.items():
        for form in FORMS:
            shown = browser().get(f"/areas/{slug}/commitments/{form}")
            assert shown.status_code == 200
            assert sorted(shown_refs(shown.text)) == sorted(each.ref for each in edition.document.commitments)


@pytest.mark.parametrize("slug", ["bristol", "brentwood", "south-gloucestershire", "modeltown"])
def test_each_promise_has_a_page(places: dict[str, Edition], slug: str) -> None:
    client = browser()
    for each in places[slug].document.commitments:
        shown = client.get(f"/areas/{slug}/commitments/{each.ref}/")
        assert (shown.status_code, heading(shown.text)) == (200, each.summary)
        assert f"{places[slug].pk}#{each.ref}" in shown.text


@pytest.mark.parametrize("form", ["", "?view=print", "?view=large", "?lang=cy"])
def test_the_document_as_a_whole(places: dict[str, Edition], form: str) -> None:
    for slug, edition in places.items():
        shown = browser().get(f"/areas/{slug}/editions/{edition.pk}/{form}")
        assert shown.status_code == 200 and edition.digest in shown.text
        for_paper = form in ("?view=print", "?view=large")
        assert len(shown_refs(shown.text)) == (len(edition.document.commitments) if for_paper else 0)


@pytest.mark.parametrize("page", ["commitments/", "editions/{id}/"])
def test_plain_text_is_complete_and_narrow(places: dict[str, Edition], page: str) -> None:
    for slug, edition in places.items():
        shown = browser().get(f"/areas/{slug}/{page.format(id=edition.pk)}?format=text")
        assert shown["Content-Type"] == "text/plain; charset=utf-8"
        flowing = " ".join(shown.text.split())
        assert [line for line in shown.text.splitlines() if len(line) > 78 and "http" not in line] == []
        for each in edition.document.commitments:
            assert str(each.summary) in flowing and f"{edition.pk}#{each.ref}" in flowing
        assert all(str(term.means) in flowing for term in edition.document.terms) or page == "commitments/"


@pytest.mark.parametrize("page", ["commitments/", "editions/bristol-2012/"])
def test_the_file_is_given_as_it_was_published(places: dict[str, Edition], page: str) -> None:
    shown = browser().get(f"/areas/bristol/{page}?format=yaml")
    assert shown.text == places["bristol"].text
    assert shown["Content-Disposition"] == 'attachment; filename="bristol-2012.yaml"'
    assert load(shown.text).id == yaml.safe_load(shown.text)["id"] == "bristol-2012"


FILTERS = [
    ("", 54),
    ("party=public", 17),
    ("party=nobody", 54),
    ("theme=5", 8),
    ("theme=5&party=voluntary", 2),
    ("measured=computed&theme=5", 5),
    ("measured=judged&party=both&theme=1", 3),
    ("strength=recognise&theme=5", 1),
    ("words=NOTICE+three+months", 1),
    ("words=5.5", 1),
    ("words=nothingofthekind", 0),
]


def test_filters(places: dict[str, Edition]) -> None:
    for query, count in FILTERS:
        shown = browser().get(f"/areas/bristol/commitments/?{query}").text
        said = "54 promises" if count == 54 else f"{count} of 54 promises"
        assert (query, len(shown_refs(shown)), heading(shown)) == (query, count, f"{said} in the Bristol Compact")
        assert ("Remove a word or a filter" in shown) is (count == 0)


def test_filters_count_what_the_document_holds(places: dict[str, Edition]) -> None:
    every = places["brentwood"].document.commitments
    for party in Party:
        shown = browser().get(f"/areas/brentwood/commitments/?party={party}")
        assert len(shown_refs(shown.text)) == len([each for each in every if each.by is party])


def test_what_was_asked_for_is_said(places: dict[str, Edition]) -> None:
    shown = plain(browser().get("/areas/bristol/commitments/?theme=5&party=public&words=notice").text)
    assert (
        "Keywords or promise number: notice; Promised by: Public sector; Theme: 5. Managing changes to services."
    ) in shown


def test_the_official_words_are_on_paper(places: dict[str, Edition]) -> None:
    words = "We keep all consultations clear of closed periods, or extend them by the days lost"
    pages = ["commitments/?view=print", "editions/model-2026/?view=print", "commitments/", "editions/model-2026/"]
    found = [words in browser().get(f"/areas/modeltown/{page}").text for page in pages]
    assert found == [True, True, False, False]


def test_what_cannot_be_chosen_is_said_and_everything_shown(places: dict[str, Edition]) -> None:
    shown = browser().get("/areas/bristol/commitments/?theme=99")
    assert "That is not one of the choices, so all promises are shown." in shown.text
    assert len(shown_refs(shown.text)) == 54


ON = {
    "2012-01-01": "Bristol Compact",
    "31 March 2025": "Bristol Compact",
    "2025-04-01": "Bristol Compact 2025",
    "31/12/2200": "Bristol Compact 2025",
}


def test_the_edition_in_force_on_any_day(followed: dict[str, Edition]) -> None:
    for day, title in ON.items():
        shown = browser().get("/areas/bristol/commitments/", {"on": day}).text
        assert heading(shown) == "54 promises in the Bristol Compact"
        assert re.findall(r'<span class="govuk-caption-l">(.*), ', shown) == [title]
        assert ("5.9" in shown_refs(shown), "5.8" in shown_refs(shown)) == (title[-4:] == "2025", title[-4:] != "2025")


def test_a_day_before_the_first_edition(followed: dict[str, Edition]) -> None:
    shown = browser().get("/areas/bristol/commitments/?on=2011-12-31")
    assert (shown.status_code, heading(shown.text)) == (200, "No edition was in force on 31 December 2011")
    assert "?edition=bristol-2012" in shown.text and "?edition=bristol-2025" in shown.text
    told = browser().get("/areas/bristol/commitments/?on=2011-12-31&format=text").text
    assert told == "No edition of Bristol was in force on 31 December 2011.\n"


NO_DAYS = ["tomorrow", "31/02/2025", "9999-12-31", "0001-01-01", "99999999999999", "\x00", "2025", "ŵ" * 3000]


def test_a_day_that_is_none_is_a_sentence(places: dict[str, Edition]) -> None:
    for day in NO_DAYS:
        shown = browser().get("/areas/bristol/commitments/", {"on": day})
        assert (shown.status_code, heading(shown.text)) == (200, "54 promises in the Bristol Compact")
        assert "Enter a date, for example 31 March 2027" in shown.text


def test_an_edition_by_its_id(followed: dict[str, Edition]) -> None:
    shown = browser().get("/areas/bristol/commitments/?edition=bristol-2012")
    assert "This edition is no longer in force. It ended on 31 March 2025." in shown.text
    assert "5.8" in shown_refs(shown.text)
    assert "/areas/bristol/commitments/5.8/?edition=bristol-2012" in shown.text
    assert browser().get("/areas/bristol/commitments/?edition=brentwood-2016").status_code == 404


HOSTILE = [
    "%00",
    "%00%00",
    "a" * 5000,
    "%F0%9F%98%80",
    "%FF%FE",
    "<script>alert(1)</script>",
    "'; DROP TABLE x;--",
    "../..",
]
NAMES = [
    "words",
    "party",
    "theme",
    "measured",
    "strength",
    "by",
    "on",
    "view",
    "format",
    "edition",
    "ends",
    "given",
    "what",
]


@pytest.mark.parametrize("page", ["commitments/", "commitments/5.5/", "editions/bristol-2012/", "editions/"])
def test_hostile_queries(places: dict[str, Edition], page: str) -> None:
    client = browser()
    for value in HOSTILE:
        every = client.get(
            f"/areas/bristol/{page}?" + "&".join(f"{name}={value}" for name in NAMES if name != "edition")
        )
        assert every.status_code == 200, value
        assert "<script>alert" not in every.text
        for name in ("edition", "on", "words"):
            assert client.get(f"/areas/bristol/{page}?{name}={value}").status_code in (200, 404)


def test_there_is_no_page_for_what_is_not_there(places: dict[str, Edition]) -> None:
    client = browser()
    for path in [
        "/areas/nowhere/commitments/", "/areas/nowhere/commitments/1.1/", "/areas/nowhere/editions/",
        "/areas/bristol/commitments/99.1/", "/areas/bristol/commitments/5/5/", "/areas/bristol/commitments/%00/",
        "/areas/bristol/commitments/4.P4/", "/areas/bristol/editions/brentwood-2016/", "/areas/bristol/editions/x/",
        "/areas/bristol/editions/bristol-2012/check-in/", "/compare/bristol-2012/nothing-2000/",
    ]:  # fmt: skip
        assert client.get(path).status_code == 404, path


def test_an_area_without_an_edition_says_so(cast: Cast) -> None:
    open_area(slug="newtown", name="Newtown", by=SET_UP)
    shown = browser().get("/areas/newtown/commitments/")
    assert heading(shown.text) == "There is no Newtown Compact here yet"
    assert "No edition has been added to this site yet." in browser().get("/areas/newtown/editions/").text


def test_a_reference_of_an_older_edition(followed: dict[str, Edition]) -> None:
    shown = browser().get("/areas/bristol/commitments/5.8/")
    assert shown.status_code == 200
    assert "This promise was in the edition Bristol Compact, in force 2012 to 31 March 2025." in shown.text
    asked = browser().get("/areas/bristol/commitments/5.5/?edition=bristol-2012")
    assert (
        'See <a class="govuk-link" href="/areas/bristol/commitments/5.5/">5.5, Bristol Compact 2025</a>' in asked.text
    )
    assert "The document says: asks for more now." in asked.text


def test_where_a_promise_comes_from(followed: dict[str, Edition]) -> None:
    shown = browser().get("/areas/bristol/commitments/5.5/").text
    assert (
        '<a class="govuk-link" href="/areas/bristol/commitments/5.5/?edition=bristol-2012">bristol-2012#5.5</a>'
        in shown
    )
    assert "asks for more now" in shown and "Six months now." in shown


def test_the_page_of_a_promise_tells_everything(places: dict[str, Edition]) -> None:
    with clock.at(clock.now().replace(year=2026, month=11, day=21)):
        page = browser().get("/areas/modeltown/commitments/3.1/").text
    shown = plain(page)
    for said in [
        "We keep all consultations clear of closed periods, or extend them by the days lost",
        "At least 12 weeks from the opening date to the closing date, for consultations in writing, unless a reason",
        "a reason for the shorter consultation is published (such as: a date set by law or by another "
        "body; an emergency).",
        "12 weeks (84 days) from 21 November 2026 is 13 February 2027.",
        "Groups respond by the closing date and accept a shorter consultation where the reason is good.",
        "Short consultations become the norm and the reasons all sound the same.",
        "Small groups with no staff respond.",
        "model-2026#3.1",
        "Policy made together",
    ]:
        assert said in shown, said


def test_the_same_promise_in_other_areas(places: dict[str, Edition]) -> None:
    shown = browser().get("/areas/bristol/commitments/5.5/").text
    assert "Brentwood 4.P4" in shown
    assert "notice: here three months; there six months." in shown


def test_first_and_last_promise_have_one_neighbour(places: dict[str, Edition]) -> None:
    first, last = (browser().get(f"/areas/bristol/commitments/{ref}/").text for ref in ("1.1", "5.8"))
    assert ('rel="prev"' in first, 'rel="next"' in first) == (False, True)
    assert ('rel="prev"' in last, 'rel="next"' in last) == (True, False)


def test_references_may_hold_any_character(cast: Cast) -> None:
    text = edition_text("odd-2026").replace('ref: "1.1"', 'ref: "a/b ?#%"').replace('pair: "1.1"', 'pair: "a/b ?#%"')
    area = open_area(slug="odd", name="Odd", by=SET_UP)
    publish_edition(area=area, text=text, start=date(2026, 1, 1), by=SET_UP)
    listed = browser().get("/areas/odd/commitments/").text
    assert 'href="/areas/odd/commitments/a%2Fb%20%3F%23%25/"' in listed
    assert "odd-2026#a/b ?#%" in browser().get("/areas/odd/commitments/a%2Fb%20%3F%23%25/").text


def test_every_edition_of_an_area(followed: dict[str, Edition]) -> None:
    shown = " ".join(browser().get("/areas/bristol/editions/").text.split())
    for said in ["1 March 2025", "from 1 April 2025", "2012 to 31 March 2025", "/compare/bristol-2012/bristol-2025/"]:
        assert said in shown
    assert shown.count("In force today") == 1


def test_an_undated_edition_is_in_force_on_any_day(places: dict[str, Edition]) -> None:
    client = browser()
    shown = client.get("/areas/south-gloucestershire/commitments/?on=1950-01-01").text
    assert "South Gloucestershire Compact: Keep it Local, undated" in plain(shown)
    listed = client.get("/areas/south-gloucestershire/editions/").text
    assert "undated" in listed and "receipt" in listed


def test_texts_of_the_document_are_marked_as_english_on_a_welsh_page(places: dict[str, Edition]) -> None:
    shown = browser().get("/areas/bristol/commitments/?lang=cy").text
    assert f'<span lang="en">{places["bristol"].document.commitments[0].summary}</span>' in shown
    assert '<span lang="en">' not in browser().get("/areas/bristol/commitments/").text


QUERIES = [
    ("/areas/bristol/commitments/", 5),
    ("/areas/bristol/commitments/5.5/", 5),
    ("/areas/bristol/editions/", 5),
    ("/areas/bristol/editions/bristol-2012/", 5),
    ("/compare/", 5),
    ("/compare/bristol-2012/brentwood-2016/", 5),
]


@pytest.mark.parametrize(("page", "most"), QUERIES)
def test_pages_ask_the_database_little(
    places: dict[str, Edition], page: str, most: int, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(most):
        assert browser().get(page).status_code == 200


@pytest.mark.parametrize("page", [page for page, _most in QUERIES])
def test_more_editions_cost_no_more_queries(places: dict[str, Edition], page: str) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser().get(page)
        return len(asked)

    browser().get(page)
    before = count()
    for number in (1, 2, 3):
        area = open_area(slug=f"more-{number}", name=f"More {number}", by=SET_UP)
        publish_edition(area=area, text=edition_text(f"more-{number}"), start=date(2026, 1, 1), by=SET_UP)
        publish_edition(
            area=places["bristol"].area, by=SET_UP, start=date(2030 + number, 1, 1),
            text=edition_text(f"bristol-203{number}"),
        )  # fmt: skip
    browser().get(page)
    assert count() == before
