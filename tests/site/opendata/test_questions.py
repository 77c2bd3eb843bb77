"""What people ask, as they ask it, and the page they need first."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from opencompact.site.areas.models import Area
from opencompact.site.consultations.actions import plan, publish
from opencompact.site.demo.areas import load_areas
from opencompact.site.opendata.models import KINDS, Findable, Sort, Vocabulary
from opencompact.site.opendata.searching import reindex_changed, search
from opencompact.site.opendata.spelling import slips
from opencompact.site.opendata.tools import COMPLAIN, NOTICE
from tests.people import TODAY
from tests.site.opendata.conftest import Lively

pytestmark = pytest.mark.django_db

# In one area: what is typed, and the address after /areas/wellbridge/ that stands first.
IN_WELLBRIDGE = {
    "grant cut notice": "commitments/7.7/#notice",
    "my grant is ending": "commitments/7.7/#notice",
    "six months notice": "commitments/7.7/#notice",
    "noticce": "commitments/7.7/#notice",
    "notice before funding ends": "commitments/7.7/#notice",
    "our funding is being stopped": "commitments/7.7/#notice",
    "rhybudd cyllid": "commitments/7.7/#notice",
    "how long must a consultation be": "plan/",
    "how long must consultation be": "plan/",
    "consulation": "consultations/",
    "consultation": "consultations/",
    "plan a consultation": "plan/",
    "what is a compact": "",
    "compact": "",
    "who can I complain to": "editions/wellbridge-2024/#mechanisms",
    "complaint": "editions/wellbridge-2024/#mechanisms",
    "cwyn": "editions/wellbridge-2024/#mechanisms",
    "late payment": "commitments/5.7/",
    "taliad hwyr": "commitments/5.7/",
    "minutes": "meetings/",
    "cofnodion": "meetings/",
    "who signed": "signatories/",
    "open data": "data/",
    "libary": "consultations/5/",
    "lbrary": "consultations/5/",
    "Llyfrgell": "consultations/5/",
    "library closure": "consultations/5/",
    "Vilage Hall": "signatories/1/",
    "mair tomos": "champions/1/",
    "5.5": "commitments/5.5/",
}
# Over all areas: what is typed, and the addresses that stand first, in this order.
EVERYWHERE = {
    "Bristol 5.5": ["/areas/bristol/commitments/5.5/"],
    "4.p4": ["/areas/brentwood/commitments/4.P4/"],
    "brentwood": ["/areas/brentwood/"],
    "brentwod": ["/areas/brentwood/"],
    "brentwood six months notice": ["/areas/brentwood/commitments/4.P4/#notice", "/areas/brentwood/commitments/4.P4/"],
}


@pytest.fixture
def places(lively: Lively) -> Lively:
    """Wellbridge with a consultation on a library, and the real areas."""
    consultation = plan(
        body=lively.cast.council, title="Library opening hours", purpose="Which hours a branch library is open.",
        opens=TODAY, closes=TODAY.replace(year=2027), announced=TODAY, holiday_reason="The library closes at Easter",
        elsewhere="https://council.example/library", by=lively.cast.olwen,
    )  # fmt: skip
    publish(consultation=consultation, by=lively.cast.olwen)
    load_areas()
    reindex_changed()
    return lively


def firsts(asked: str, count: int, area: Area | None = None) -> list[str]:
    return [hit.row.href for hit in search(asked, area).hits[:count]]


def unnumbered(href: str) -> str:
    """An address without the number of a row: databases number rows differently."""
    return re.sub(r"/\d+/", "/N/", href)


def test_ordinary_questions_find_the_page_a_person_needs_first(places: Lively) -> None:
    found = {asked: [unnumbered(href) for href in firsts(asked, 1, places.cast.area)] for asked in IN_WELLBRIDGE}
    assert found == {asked: [unnumbered(f"/areas/wellbridge/{ends}")] for asked, ends in IN_WELLBRIDGE.items()}


def test_over_all_areas_the_area_that_is_named_comes_first(places: Lively) -> None:
    assert {asked: firsts(asked, len(hrefs)) for asked, hrefs in EVERYWHERE.items()} == EVERYWHERE


def test_notice_before_funding_ends_is_found_wherever_it_is_promised(places: Lively) -> None:
    """The example of the first page: three areas promise it, with three months or with six."""
    calculators = {"bristol/commitments/5.5/", "brentwood/commitments/4.P4/", "wellbridge/commitments/7.7/"}
    for asked in ("notice before funding ends", "my grant is ending", "grant cut notice"):
        first, clauses = firsts(asked, 3), firsts(asked, 50)
        assert set(first) == {f"/areas/{each}#notice" for each in calculators}, asked
        assert {f"/areas/{each}" for each in calculators} <= set(clauses), asked


def test_six_months_notice_finds_the_promise_in_brentwood(places: Lively) -> None:
    brentwood = Area.objects.get(slug="brentwood")
    assert firsts("six months notice", 2, brentwood) == [
        "/areas/brentwood/commitments/4.P4/#notice", "/areas/brentwood/commitments/4.P4/",
    ]  # fmt: skip
    assert firsts("6 months' notice", 2, brentwood) == firsts("six months notice", 2, brentwood)


def test_what_is_a_compact_shows_the_areas(places: Lively) -> None:
    found = firsts("what is a compact", 4)
    assert set(found) == {f"/areas/{slug}/" for slug in Area.objects.values_list("slug", flat=True)}


def test_what_was_probably_meant_is_said(client: Client, places: Lively) -> None:
    shown = html.unescape(client.get("/areas/wellbridge/search/?q=consulation+libary").content.decode())
    assert "Nothing was found for “consulation libary”. These are the results for “consultation library”." in shown
    assert "These are the results" not in client.get("/areas/wellbridge/search/?q=consultation").content.decode()
    assert search("zzzzzzzz").meant == "" and search("zzzzzzzz").hits == []


def test_words_that_are_only_searched_are_never_shown(client: Client, places: Lively) -> None:
    """An excerpt is a sentence somebody wrote, not what people call the thing."""
    for asked in ("consultation", "rhybudd", "late payment", "cofnodion", "complain"):
        shown = client.get("/search/", {"q": asked}).content.decode()
        assert "ymgynghoriad cynllunio" not in shown and "dod i ben" not in shown and "cwyno anghydfod" not in shown
    hit = search("consultation dates", places.cast.area).hits[0]
    about = "<mark>Dates</mark> that leave enough time to respond and miss the holidays."
    assert (hit.title, hit.snippet) == ("Plan a <mark>consultation</mark>", about)


def test_the_notice_calculator_quotes_its_promise(places: Lively) -> None:
    row = Findable.objects.get(area__slug="brentwood", title=str(NOTICE))
    assert row.text.startswith("4.P4: ") and "six months" in row.text
    assert Findable.objects.filter(title=str(COMPLAIN)).count() == 4


def test_a_postcode_is_answered_honestly(client: Client, places: Lively) -> None:
    for asked in ("BS1 5TR", "CM15 8AY", "cm158ay"):
        shown = html.unescape(client.get("/search/", {"q": asked}).content.decode())
        assert "We can't look up postcodes" in shown
        assert shown.count('href="/areas/brentwood/"') == 1
    assert search("ZZ99").is_postcode and not search("4.P4").is_postcode


def test_the_empty_page_lists_the_areas(client: Client, places: Lively) -> None:
    shown = html.unescape(client.get("/search/?q=qqqqqqq").content.decode())
    assert "No results found" in shown and "Areas on this site" in shown
    for slug in Area.objects.values_list("slug", flat=True):
        assert f'href="/areas/{slug}/"' in shown


def test_a_welsh_reader_sees_what_can_be_done_in_welsh(client: Client, places: Lively) -> None:
    shown = html.unescape(client.get("/areas/wellbridge/search/?q=ymgynghoriad&lang=cy").content.decode())
    assert "Cynllunio ymgynghoriad" in shown and "Plan a consultation" not in shown


def test_every_sort_of_thing_is_in_one_plain_kind() -> None:
    kinds = [sort for kind in KINDS.values() for sort in kind.sorts]
    assert sorted([*kinds, Sort.TOOL, Sort.AREA]) == sorted(Sort)
    assert len(KINDS) <= 6


def test_words_go_when_nothing_holds_them(places: Lively) -> None:
    area = places.cast.area
    assert Vocabulary.objects.filter(area=area, word="library").count() == 1
    consultations = Findable.objects.filter(area=area, title="Library opening hours")
    assert consultations.count() == 1
    assert not re.search(r"[A-ZÀ-Ý\d]", "".join(Vocabulary.objects.values_list("word", flat=True)))


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_slips_are_counted_alike_both_ways(left: str, right: str) -> None:
    assert slips(left, right) == slips(right, left)
    assert (slips(left, right) == 0) == (left == right)
    assert slips(left, left + "a") == 1


def test_slips_of_the_usual_kinds() -> None:
    told = {("libary", "library"): 1, ("ntoice", "notice"): 1, ("noticce", "notice"): 1, ("notice", "motion"): 3}
    assert {pair: slips(*pair) for pair in told} == told
