"""What is there at once: facts of real areas, and an invented story told through the actions of the site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker, Settings

from opencompact.core.compacts import read_shipped
from opencompact.core.ledger.entries import fits_seal
from opencompact.site.accounts.models import Organisation, Role
from opencompact.site.areas.models import Area
from opencompact.site.demo.loading import load_demonstration
from opencompact.site.demo.people import people
from opencompact.site.record.models import Entry, Sealed
from tests.people import browser
from tests.site.demonstrations import loaded

# One worker loads it for all.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration")]
REAL = ["brentwood", "bristol", "south-gloucestershire"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the demonstration."""
    return tmp_path_factory.mktemp("demonstration")


@pytest.fixture(autouse=True)
def data_folder(folder: Path) -> Path:
    """All tests here share one data folder, for they share one record."""
    return folder


@pytest.fixture(scope="module")
def shown(django_db_setup: None, django_db_blocker: DjangoDbBlocker, folder: Path) -> Iterator[None]:
    """The demonstration, loaded."""
    with loaded(folder, django_db_blocker):
        yield


def test_the_areas_are_there_and_only_wellbridge_is_invented(shown: None) -> None:
    assert list(Area.objects.order_by("slug").values_list("slug", "is_demonstration")) == [
        *((slug, False) for slug in REAL),
        ("wellbridge", True),
    ]


def test_loading_again_changes_nothing(shown: None) -> None:
    before = Entry.objects.count()
    load_demonstration()
    assert Entry.objects.count() == before


def test_no_act_of_a_real_body_is_made_up(shown: None) -> None:
    facts = {"area_opened", "edition_published", "edition_published_undated", "organisation_added", "named_in_document"}
    assert set(Entry.objects.filter(area__in=REAL).values_list("act", flat=True)) <= facts
    assert not Role.objects.filter(area__slug__in=REAL).exists()
    south = Organisation.objects.filter(area__slug="south-gloucestershire")
    document = read_shipped("south-gloucestershire-keep-it-local").edition
    assert sorted(south.values_list("name", flat=True)) == sorted(str(body.name) for body in document.bodies)
    assert south.count() == 12


def test_the_story_is_told_by_its_people_on_its_days(shown: None) -> None:
    moments = list(Entry.objects.filter(area="wellbridge").order_by("n").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert (moments[0].year, moments[-1].year) == (2019, 2026)
    assert not [each.pk for each in Sealed.objects.all() if not _fits(each)]


def _fits(sealed: Sealed) -> bool:
    return fits_seal(sealed.entry.public.sealed, bytes(sealed.salt), sealed.facts)


def test_a_visitor_can_be_anybody_of_wellbridge(shown: None) -> None:
    visitor = browser()
    page = visitor.get("/demonstration/").text
    for player in people():
        assert f"Sign in as {player.name}" in page
        assert visitor.post("/demonstration/", {"email": player.email})["Location"] == "/desk/"
        assert str(player.kind.label) in visitor.get("/desk/").text


def test_a_visitor_can_not_be_anybody_else(shown: None) -> None:
    assert browser().post("/demonstration/", {"email": "somebody@example.org"}).status_code == 404


def test_a_real_site_has_no_such_door(settings: Settings) -> None:
    settings.DEMONSTRATION = False
    assert browser().get("/demonstration/").status_code == 404
    assert browser().post("/demonstration/", {"email": people()[0].email}).status_code == 404
    assert browser().get("/demonstration/letters/").status_code == 404
