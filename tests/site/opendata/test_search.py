"""The search: by words, by clause, with anything people may type."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencompact.site.agreements.actions import publish_edition
from opencompact.site.areas.actions import open_area
from opencompact.site.opendata.models import Findable, Looked
from opencompact.site.opendata.searching import ensure_index, reindex, reindex_changed, search
from opencompact.site.rules import SET_UP
from opencompact.site.training.actions import plan_session
from tests.people import FIRST_DAY, TODAY, edition_text
from tests.site.opendata.conftest import Lively

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathered(lively: Lively) -> Lively:
    """Two areas, both gathered."""
    other = open_area(slug="aberwell", name="Aberwell", by=SET_UP)
    publish_edition(area=other, text=edition_text("aberwell-2024"), start=FIRST_DAY, by=SET_UP)
    assert reindex_changed() == 2
    return lively


def titles(text: str, **more: Any) -> list[str]:
    return [re.sub("</?mark>", "", html.unescape(hit.title)) for hit in search(text, **more).hits]


def refs(text: str, **more: Any) -> list[tuple[str, str]]:
    return [(hit.row.area.slug, hit.row.ref) for hit in search(text, **more).hits]


# What is found


FIRST_FOUND = {
    "Village Hall": "Village Hall",
    "village": "Village Hall",
    "knitting circle": "Village Hall",
    "mair tomos": "Mair Tomos, Village Hall",
    "treasurer": "Treasurer, Village Hall",
    "promptly": "Paying promptly",
    "prompt": "Paying promptly",
    "compact worker": "Compact worker",
    "room hire": "Room hire, 2026",
    "soup": "Compact Week",
    "evening": "Meetings in the evening",
    "autumn": "Autumn meeting",
    "partners group": "Partners’ Group",
    "grants rounds": "Fewer grants rounds",
    "ten days": "Pay within ten days",
}


def test_words_find_what_they_name(gathered: Lively) -> None:
    assert {asked: titles(asked, area=gathered.cast.area)[0] for asked in FIRST_FOUND} == FIRST_FOUND


def test_words_are_found_in_other_forms(gathered: Lively) -> None:
    """Notice, notices, noticed: it is the stem that counts."""
    found = refs("volunteers")
    assert found and refs("volunteer") == found


def test_a_clause_is_found_by_its_number(gathered: Lively) -> None:
    assert refs("5.5")[:2] == [("aberwell", "5.5"), ("wellbridge", "5.5")]
    for asked in ("wellbridge 5.5", "5.5 Wellbridge", "wellbridge-2024#5.5", "Wellbridge  #5.5"):
        assert refs(asked)[0] == ("wellbridge", "5.5")
        assert ("aberwell", "5.5") not in refs(asked)
    assert refs("5.5", area=gathered.cast.area)[0] == ("wellbridge", "5.5")
    hit = search("wellbridge 5.5").hits[0]
    assert hit.row.href == "/areas/wellbridge/commitments/5.5/"


def test_an_edition_that_ended_is_found_with_its_day(gathered: Lively) -> None:
    publish_edition(area=gathered.cast.area, text=edition_text("wellbridge-2026"), start=TODAY, by=SET_UP)
    reindex_changed()
    hrefs = {hit.row.href for hit in search("5.5", area=gathered.cast.area).hits if hit.row.ref == "5.5"}
    assert hrefs == {"/areas/wellbridge/commitments/5.5/", "/areas/wellbridge/commitments/5.5/?on=2024-04-01"}


def test_words_that_stand_nowhere_together_are_looked_for_one_by_one(gathered: Lively) -> None:
    assert "Village Hall" in titles("village zebra", area=gathered.cast.area)
    assert titles("zebra") == []


def test_what_was_found_is_marked_and_nothing_else_is_markup(gathered: Lively) -> None:
    plan_session(
        area=gathered.cast.area, title="<b>Bold</b> budgets & you", on=TODAY, organiser=gathered.cast.council,
        about="How <i>budgets</i> are made.", by=gathered.cast.olwen,
    )  # fmt: skip
    reindex_changed()
    hit = search("budgets").hits[0]
    assert hit.title == "&lt;b&gt;Bold&lt;/b&gt; <mark>budgets</mark> &amp; you"
    assert "<mark>budgets</mark>" in hit.snippet and "<i>" not in hit.snippet


def test_a_search_can_be_narrowed(gathered: Lively) -> None:
    assert {hit.row.sort for hit in search("village", kind="people").hits} == {"signatory", "champion"}
    assert {hit.row.area.slug for hit in search("notice", area=gathered.cast.area).hits} == {"wellbridge"}


HOSTILE = [
    "", " ", '"', "'", "''", "*", "a*", "(", ")", "NEAR(a b)", "AND", "OR", "NOT", "title:x", "-x", "^x", "a AND", "%",
    "_", "\\", "\x00", "\x02", "x" * 5000, "a " * 500, "5.", ".5", "#", "{x}", "%s", "--", ";", "é", "日本", "𝔘", "😀",
    "!:*&|<->", "it's", "5.5.5.5", "٣.٣", "\ud800",
]  # fmt: skip


def test_anything_may_be_typed(gathered: Lively, client: Client) -> None:
    assert max(len(search(asked).hits) for asked in HOSTILE) <= 50
    typed = [asked for asked in HOSTILE if asked != "\ud800"]
    assert {client.get("/search/", {"q": asked}).status_code for asked in typed} == {200}


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.text(max_size=60))
def test_no_text_is_an_error(gathered: Lively, asked: str) -> None:
    assert len(search(asked).hits) <= 50


# How it is kept


def test_gathering_again_changes_nothing(gathered: Lively) -> None:
    before = list(Findable.objects.order_by("pk").values_list("pk", flat=True))
    assert reindex_changed() == 0
    assert reindex(gathered.cast.area) == Findable.objects.filter(area=gathered.cast.area).count()
    assert list(Findable.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_what_happened_is_found_after_the_next_tick_and_what_is_gone_no_more(gathered: Lively) -> None:
    cast = gathered.cast
    plan_session(area=cast.area, title="Zebra crossings", on=TODAY, organiser=cast.council, by=cast.olwen)
    assert titles("zebra") == []
    assert reindex_changed() == 1
    assert titles("zebra") == ["Zebra crossings"]
    Findable.objects.filter(area=cast.area).delete()
    reindex(cast.area)
    assert titles("zebra") == ["Zebra crossings"]


def test_a_new_day_gathers_anew(gathered: Lively) -> None:
    Looked.objects.filter(area=gathered.cast.area).update(on=FIRST_DAY)
    assert reindex_changed() == 1


def test_before_anything_is_gathered_nothing_is_found(client: Client, lively: Lively) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS compact_words")
    assert search("notice").hits == []
    assert client.get("/search/?q=notice").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE" if connection.vendor == "postgresql" else "SELECT 1")
    ensure_index()
    ensure_index()
    assert search("notice").hits == []


# The page


def test_the_page_shows_what_was_found(client: Client, gathered: Lively, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12) as asked:
        answer = client.get("/search/?q=wellbridge+5.5")
    shown = answer.content.decode()
    assert '<a class="govuk-link govuk-!-font-weight-bold" href="/areas/wellbridge/commitments/5.5/">5.5 ' in shown
    assert "Promise, Wellbridge" in shown
    with django_assert_max_num_queries(len(asked)):
        assert client.get("/search/?q=notice").status_code == 200


def test_the_page_helps_where_nothing_was_found(client: Client, gathered: Lively) -> None:
    shown = client.get("/areas/wellbridge/search/?q=zebra&kind=training").content.decode()
    assert "No results found" in shown and "search everything" in shown
    assert 'href="/search/?q=zebra"' in shown
    assert "You can search everything public" in client.get("/search/").content.decode()


def test_what_was_typed_is_shown_as_it_was_typed(client: Client, gathered: Lively) -> None:
    shown = client.get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in shown
    assert 'value="&quot;&gt;&lt;script&gt;' in shown


def test_an_area_that_is_not_there_has_no_search(client: Client) -> None:
    assert client.get("/areas/nowhere/search/?q=x").status_code == 404
