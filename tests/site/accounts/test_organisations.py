"""Organisations: public facts, kept by the officer, and who took whose place."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opencompact.site import clock
from opencompact.site.accounts.actions import add_organisation, change_organisation, succeed
from opencompact.site.accounts.models import Kind, Organisation, Sector
from opencompact.site.areas.actions import open_area
from opencompact.site.record.models import Entry
from opencompact.site.rules import SET_UP, Refused
from tests.people import TODAY, Cast, at_noon, browser

LIST = "/areas/wellbridge/organisations/"
FACTS = {"name": "Choir", "sector": "voluntary", "kind": "group", "website": "https://choir.example", "identifier": ""}


def add(cast: Cast, name: str, by: Any = SET_UP) -> Organisation:
    return add_organisation(area=cast.area, name=name, sector=Sector.PUBLIC, kind=Kind.COUNCIL, by=by)


def test_everybody_reads_the_list_by_sector(cast: Cast) -> None:
    shown = browser().get(LIST).text
    assert "Wellbridge Council" in shown and "Village Hall" in shown and "2 organisations" in shown
    voluntary = browser().get(f"{LIST}?sector=voluntary").text
    assert "Wellbridge Council" not in voluntary and "Village Hall" in voluntary
    assert "2 organisations" in browser().get(f"{LIST}?sector=nonsense").text
    assert "Add an organisation" not in shown
    assert "Add an organisation" in browser(cast.olwen).get(LIST).text


def test_the_list_goes_on_by_page_at_the_same_cost(cast: Cast) -> None:
    counts = []
    for number in (3, 60):
        for each in range(number):
            add(cast, f"Body {number} {each:02}")
        with CaptureQueriesContext(connection) as captured:
            shown = browser().get(LIST)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 12
    assert "after=" in shown.text
    assert "Village Hall" in browser().get(f"{LIST}?after=body-60-40").text


def test_the_officer_adds_and_changes_an_organisation(cast: Cast) -> None:
    client = browser(cast.olwen)
    assert client.post(f"{LIST}add/", FACTS)["Location"] == f"{LIST}choir/"
    shown = browser().get(f"{LIST}choir/").text
    assert "Community group" in shown and "https://choir.example" in shown and "Change these details" not in shown
    client.post(f"{LIST}choir/change/", {**FACTS, "name": "Wellbridge Choir", "name_cy": "Côr"})
    body = Organisation.objects.get(slug="choir")
    assert (body.name, body.name_cy) == ("Wellbridge Choir", "Côr")
    assert [(entry.act, entry.facts) for entry in Entry.objects.latest(2)] == [
        ("organisation_changed", {"name": "Wellbridge Choir"}), ("organisation_added", {"name": "Choir"}),
    ]  # fmt: skip
    assert "Côr" in browser().get(f"{LIST}choir/?lang=cy").text


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "Enter the name of the organisation"),
        ("sector", "", "Choose a sector"),
        ("sector", "private", "Choose one of the sectors"),
        ("kind", "castle", "Choose an option from the list"),
        ("website", "javascript:alert(1)", "Enter a web address"),
    ],
)
def test_what_is_wrong_is_said(cast: Cast, field: str, value: str, says: str) -> None:
    assert says in browser(cast.olwen).post(f"{LIST}add/", {**FACTS, field: value}).text
    assert Organisation.objects.count() == 2


def test_a_name_is_listed_once(cast: Cast) -> None:
    with pytest.raises(Refused, match="Village Hall is already in this area"):
        add(cast, "Village Hall", cast.olwen)
    shown = browser(cast.olwen).post(f"{LIST}add/", {**FACTS, "name": "Village hall"})
    assert shown.status_code == 403 and "is already in this area's list of organisations" in unescape(shown.text)


@pytest.mark.parametrize("who", ["carys", "edwin", "vera", "sam"])
def test_who_may_not_add_change_or_succeed(cast: Cast, who: str) -> None:
    person = getattr(cast, who)
    with pytest.raises(Refused, match="Only the partnership officer"):
        add(cast, "Choir", person)
    with pytest.raises(Refused, match="Only the partnership officer"):
        change_organisation(organisation=cast.hall, name="Mine", by=person)
    with pytest.raises(Refused, match="Only the partnership officer"):
        succeed(organisation=cast.hall, successor=cast.council, on=TODAY, by=person)


def test_a_body_that_took_anothers_place(cast: Cast) -> None:
    new = add(cast, "Wellbridge and Vale Council")
    client = browser(cast.olwen)
    with clock.at(at_noon(TODAY)):
        client.post(f"{LIST}wellbridge-council/successor/", {"successor": new.pk, "on": "2026-04-01"})
    assert "It was replaced on 1 April 2026 by" in browser().get(f"{LIST}wellbridge-council/").text
    assert "Replaced" in browser().get(f"{LIST}wellbridge-and-vale-council/").text
    assert "Wellbridge Council" not in browser().get(LIST).text
    entry = Entry.objects.latest(1)[0]
    assert entry.told == "Wellbridge Council was replaced by Wellbridge and Vale Council on 1 April 2026."


def test_what_is_no_succession_is_refused(cast: Cast) -> None:
    area = open_area(slug="other", name="Other", by=SET_UP)
    far = add_organisation(area=area, name="Far", sector=Sector.PUBLIC, by=SET_UP)
    gone = add(cast, "Gone Council")
    succeed(organisation=gone, successor=cast.council, on=date(2026, 4, 1), by=cast.olwen)
    with clock.at(at_noon(TODAY)):
        for old, new, on, says in (
            (cast.hall, far, TODAY, "belongs to another area"),
            (cast.hall, cast.hall, TODAY, "can't replace itself"),
            (gone, cast.hall, TODAY, "has already been replaced"),
            (cast.council, gone, TODAY, "has itself been replaced"),
            (cast.hall, cast.council, TODAY + timedelta(days=1), "on the date the new body takes over"),
        ):
            with pytest.raises(Refused, match=says):
                succeed(organisation=old, successor=new, on=on, by=cast.olwen)
