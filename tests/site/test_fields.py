"""One check of addresses at every way in and at output; names are cleaned where they are kept."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models

from opencompact.site.accounts.actions import add_organisation, change_organisation
from opencompact.site.accounts.models import Organisation, Sector
from opencompact.site.fields import LinkColumn, LinkField, NameColumn
from opencompact.site.record.models import Entry
from opencompact.site.rules import Refused
from tests.people import Cast, browser
from tests.test_rooms import ROOMS, SITE

LINKS = [
    column for model in apps.get_app_config("compact").get_models() for column in model._meta.concrete_fields
    if isinstance(column, models.URLField)
]  # fmt: skip


@pytest.mark.parametrize("column", LINKS, ids=str)
def test_every_address_is_kept_in_a_column_that_checks_it(db: None, column: Any) -> None:
    assert issubclass(type(column), LinkColumn)
    assert column.from_db_value("javascript:alert(1)") == ""
    assert column.from_db_value("https://example.org/a") == "https://example.org/a"
    with pytest.raises(AssertionError, match="not checked"):
        column.get_db_prep_save("javascript:alert(1)", connection)


def test_there_are_such_columns() -> None:
    assert len(LINKS) > 10


@pytest.mark.parametrize("room", [room for room in ROOMS if (SITE / room / "forms.py").exists()])
def test_every_form_asks_for_addresses_in_one_way(room: str) -> None:
    found = import_module(f"opencompact.site.{room}.forms")
    made = [each for each in vars(found).values() if isinstance(each, type) and issubclass(each, forms.BaseForm)]
    fields = [field for each in made for field in getattr(each, "base_fields", {}).values()]
    assert [each for each in fields if isinstance(each, forms.URLField) and not isinstance(each, LinkField)] == []


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "https://user:word@example.org", "ftp://example.org", "a b"])
def test_what_is_no_address_is_said_in_the_words_of_the_form(typed: str) -> None:
    with pytest.raises(ValidationError, match="Enter a web address"):
        LinkField(error_messages={"invalid": "Enter a web address"}).clean(typed)


def test_an_address_without_its_beginning_gets_one() -> None:
    assert LinkField().clean("example.org/parks") == "https://example.org/parks"


def test_an_address_planted_in_the_database_goes_out_nowhere(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.council.pk).update(website="https://council.example/")
    table, bad = Organisation._meta.db_table, "javascript:alert(document.domain)"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET website = %s WHERE id = %s", [bad, cast.council.pk])
    assert Organisation.objects.get(pk=cast.council.pk).website == ""
    assert list(Organisation.objects.filter(pk=cast.council.pk).values_list("website", flat=True)) == [""]
    for page in ("organisations/", f"organisations/{cast.council.slug}/", "signatories/", "data/"):
        assert "javascript:alert" not in browser(cast.olwen).get(f"/areas/wellbridge/{page}", follow=True).text


def test_a_name_is_cleaned_whichever_way_it_comes(cast: Cast) -> None:
    made = add_organisation(area=cast.area, name=" Otter\u202e\r\n Trust ", sector=Sector.VOLUNTARY, by=cast.olwen)
    assert made.name == Organisation.objects.get(pk=made.pk).name == "Otter Trust"
    assert Entry.objects.get(act="organisation_added", subject=made.slug).facts == {"name": "Otter Trust"}
    assert isinstance(Organisation._meta.get_field("name"), NameColumn)


@pytest.mark.parametrize(
    "alike", ["OTTER TRUST", "Оttеr Тrust", "Otter\u200bTrust".replace("\u200b", " \u200b"), "0tter Trust"]
)
def test_a_name_that_only_looks_new_is_there_already(cast: Cast, alike: str) -> None:
    add_organisation(area=cast.area, name="Otter Trust", sector=Sector.VOLUNTARY, by=cast.olwen)
    with pytest.raises(Refused, match="is already in this area's list of organisations"):
        add_organisation(area=cast.area, name=alike, sector=Sector.VOLUNTARY, by=cast.olwen)
    with pytest.raises(Refused, match="is already in this area's list of organisations"):
        change_organisation(organisation=cast.council, by=cast.olwen, name=alike)
