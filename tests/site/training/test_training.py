"""Sessions and who came; what organisations do to make the compact known; events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from opencompact.site import clock
from opencompact.site.accounts.models import Sector
from opencompact.site.record.models import Entry
from opencompact.site.rules import Refused
from opencompact.site.training.actions import (
    announce_event,
    cancel_event,
    cancel_session,
    change_session,
    hold_session,
    plan_session,
    tick,
    untick,
)
from opencompact.site.training.models import Attendance, Came, Event, Practice, Practised, Session, compact_week
from opencompact.site.training.rules import due
from tests.people import TODAY, Cast, at_noon, browser

AREA = "/areas/wellbridge/"
YESTERDAY = date(2026, 11, 20)
CAME = {Sector.PUBLIC: 7, Sector.VOLUNTARY: 11, Sector.BOTH: 0}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.at(at_noon(TODAY)):
        yield


def planned(cast: Cast, on: date = YESTERDAY, **more: Any) -> Session:
    return plan_session(
        area=cast.area, title="The Compact in an hour", on=on, organiser=cast.hall, by=cast.olwen, **more
    )


@pytest.mark.parametrize(
    ("year", "monday"), [(2026, date(2026, 11, 2)), (2027, date(2027, 11, 1)), (2025, date(2025, 11, 3))]
)
def test_compact_week_is_the_first_full_week_of_november(year: int, monday: date) -> None:
    assert compact_week(year) == (monday, date(year, 11, monday.day + 6))


def test_a_session_is_planned_changed_and_held(cast: Cast) -> None:
    session = planned(cast, on=date(2026, 11, 19))
    change_session(session=session, on=YESTERDAY, by=cast.olwen)
    assert [each.says for each in due(cast.olwen, cast.area, TODAY)] == ["Record who attended The Compact in an hour"]
    hold_session(session=session, came=CAME, by=cast.olwen)
    assert due(cast.olwen, cast.area, TODAY) == due(cast.edwin, cast.area, TODAY) == []
    assert Attendance.objects.by_sector(cast.area) == [Came(Sector.PUBLIC, 7), Came(Sector.VOLUNTARY, 11)]
    assert [entry.told for entry in Entry.objects.latest(3)][::-1] == [
        "The Compact in an hour was planned for 19 November 2026.",
        "The Compact in an hour was changed. It is on 20 November 2026.",
        "The Compact in an hour was held on 20 November 2026. People who attended: 18.",
    ]


def test_what_is_over_is_not_moved_again(cast: Cast) -> None:
    session = planned(cast)
    cancel_session(session=session, reason="The hall was flooded", by=cast.olwen)
    with pytest.raises(Refused, match="has already been held or cancelled"):
        hold_session(session=session, came=CAME, by=cast.olwen)
    with pytest.raises(Refused, match="Only a planned session can be changed"):
        change_session(session=session, title="Other", by=cast.olwen)
    assert "The hall was flooded" in browser().get(f"{AREA}training/{session.pk}/").text


def test_a_session_to_come_was_not_held(cast: Cast) -> None:
    with pytest.raises(Refused, match="not been held yet"):
        hold_session(session=planned(cast, on=date(2026, 11, 22)), came=CAME, by=cast.olwen)


@pytest.mark.parametrize("who", ["edwin", "carys", "sam"])
def test_only_the_officer_plans(cast: Cast, who: str) -> None:
    person = getattr(cast, who)
    with pytest.raises(Refused, match="Only the partnership officer"):
        plan_session(area=cast.area, title="x", on=TODAY, organiser=cast.hall, by=person)
    session = planned(cast)
    for place in ("plan", f"{session.pk}/change", f"{session.pk}/held", f"{session.pk}/cancel"):
        assert browser(person).get(f"{AREA}training/{place}/").status_code == 404
    assert browser(person).get(f"{AREA}events/announce/").status_code == 404


def test_the_officer_does_it_all_through_the_pages(cast: Cast) -> None:
    olwen = browser(cast.olwen)
    typed = {"title": "Induction", "on": "2026-11-20", "organiser": cast.hall.pk, "for_new_members": "on"}
    answer = olwen.post(f"{AREA}training/plan/", typed)
    session = Session.objects.get()
    assert answer["Location"] == f"{AREA}training/{session.pk}/"
    assert session.for_new_members
    assert "Record who attended" in olwen.get(f"{AREA}training/").text
    olwen.post(f"{AREA}training/{session.pk}/change/", {**typed, "place": "Library"})
    olwen.post(f"{AREA}training/{session.pk}/held/", {"public": "3", "voluntary": "4", "both": "0"})
    shown = browser().get(f"{AREA}training/{session.pk}/").text
    assert "Library" in shown
    assert "Voluntary sector: 4" in shown
    assert "One session so far" in browser().get(f"{AREA}training/").text


@pytest.mark.parametrize("typed", [{"public": "-1"}, {"public": "many"}, {"public": "99999"}, {"public": ""}, {}])
def test_who_came_is_a_number(cast: Cast, typed: dict[str, str]) -> None:
    session = planned(cast)
    shown = browser(cast.olwen).post(f"{AREA}training/{session.pk}/held/", {"voluntary": "1", "both": "0", **typed})
    assert shown.status_code == 200
    assert not Attendance.objects.exists()


def test_an_organisation_says_what_it_does(cast: Cast) -> None:
    ticked = tick(organisation=cast.hall, practice=Practice.WEBSITE, evidence="hall.example/compact", by=cast.vera)
    with pytest.raises(Refused, match="already ticked"):
        tick(organisation=cast.hall, practice=Practice.WEBSITE, evidence="again", by=cast.vera)
    with pytest.raises(Refused, match="Only an editor of Village Hall"):
        untick(practised=ticked, by=cast.edwin)
    assert "hall.example/compact" in browser().get(f"{AREA}training/practices/").text
    untick(practised=ticked, by=cast.vera)
    assert "hall.example/compact" not in browser().get(f"{AREA}training/practices/").text
    with pytest.raises(Refused, match="no longer ticked"):
        untick(practised=ticked, by=cast.vera)


def test_ticking_through_the_page(cast: Cast) -> None:
    place, vera = f"{AREA}training/practices/village-hall/", browser(cast.vera)
    assert "Enter where people can see it" in vera.post(place, {"practice": "news", "evidence": " "}).text
    assert vera.post(place, {"practice": "news", "evidence": "Spring issue"}).status_code == 302
    assert Practised.objects.get().evidence == "Spring issue"
    for typed in ({"practice": "moon", "evidence": "x"}, {"evidence": "x"}, {"practice": "news\0", "untick": "yes"}):
        wrong = vera.post(place, typed)
        assert (wrong.status_code, "There is no such practice." in wrong.text) == (400, True)
    assert browser(cast.edwin).post(place, {"practice": "website", "evidence": "x"}).status_code == 403
    assert browser().post(place, {"practice": "website", "evidence": "x"}).status_code == 403
    assert browser().post(place, {"practice": "moon", "evidence": "x"}).status_code == 403
    assert vera.post(place, {"practice": "news", "untick": "yes"}).status_code == 302
    assert not Practised.objects.filter(until=None).exists()


def test_events_come_and_are_cancelled(cast: Cast) -> None:
    event = announce_event(area=cast.area, title="Awards night", on=date(2026, 12, 3), by=cast.olwen)
    shown = browser().get(f"{AREA}events/").text
    assert "Awards night" in shown
    assert "from 1 November 2027 to 7 November 2027" in shown
    cancel_event(event=event, by=cast.olwen)
    with pytest.raises(Refused, match="already been cancelled"):
        cancel_event(event=event, by=cast.olwen)
    assert "Cancelled" in browser().get(f"{AREA}events/").text


def test_announcing_through_the_page(cast: Cast) -> None:
    olwen = browser(cast.olwen)
    typed = {"kind": "week", "title": "Compact Week", "on": "2027-11-01", "until": "2027-10-30"}
    assert "The end date can&#x27;t be before the start date" in olwen.post(f"{AREA}events/announce/", typed).text
    wrong = {**typed, "until": "", "link": "javascript:alert(1)"}
    assert "Enter a web address, such as" in olwen.post(f"{AREA}events/announce/", wrong).text
    assert olwen.post(f"{AREA}events/announce/", {**typed, "until": "2027-11-07"}).status_code == 302
    event = Event.objects.get()
    assert olwen.get(f"{AREA}events/{event.pk}/cancel/").status_code == 200
    assert olwen.post(f"{AREA}events/{event.pk}/cancel/").status_code == 302
    assert Event.objects.get().cancelled


@pytest.mark.parametrize("place", ["training/", "training/practices/", "events/"])
def test_pages_ask_the_database_as_often_for_many_as_for_one(
    cast: Cast, place: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def asked() -> int:
        with django_assert_max_num_queries(12) as counted:
            browser().get(AREA + place)
        return len(counted)

    def fill() -> None:
        planned(cast, on=date(2026, 12, 1))
        hold_session(session=planned(cast), came=CAME, by=cast.olwen)
        announce_event(area=cast.area, title="Open day", on=TODAY, by=cast.olwen)

    fill()
    tick(organisation=cast.hall, practice=Practice.NEWS, evidence="x", by=cast.vera)
    one = asked()
    fill()
    fill()
    tick(organisation=cast.council, practice=Practice.NEWS, evidence="x", by=cast.edwin)
    assert asked() == one
