"Consultations as programs read them: feed, calendar, search and register; the closing date as on their pages."

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from icalendar import Calendar

from opencompact.site import clock
from opencompact.site.consultations.actions import amend, extend, withdraw
from opencompact.site.front.coming import Coming, coming
from opencompact.site.opendata.searching import reindex, search
from opencompact.site.post.models import Letter
from opencompact.site.rules import SET_UP
from tests.people import TODAY, Cast, at_noon, browser
from tests.site.consultations.made import HERE, in_every_phase, planned, published

ATOM = "{http://www.w3.org/2005/Atom}"
CANARY = "canary-77e0"


@pytest.fixture(autouse=True)
def today() -> Any:
    """These tests take place on one day."""
    with clock.at(at_noon(TODAY)):
        yield


def fed() -> list[tuple[str | None, ...]]:
    feed = ElementTree.fromstring(browser().get(f"{HERE}feed.atom").content)
    names = ("title", "summary", "id", "updated")
    return [tuple(each.findtext(f"{ATOM}{name}") for name in names) for each in feed.iter(f"{ATOM}entry")]


def dated() -> list[tuple[str, date, int, str]]:
    found: Any = Calendar.from_ical(browser().get("/areas/wellbridge/calendar.ics").content)
    days = [each for each in found.walk("VEVENT") if str(each["uid"]).startswith("consultation-")]
    return [(str(day["summary"]), day["dtstart"].dt, day["sequence"], str(day.get("status", ""))) for day in days]


@pytest.mark.parametrize("closes", [date(2027, 3, 28), date(2027, 10, 31), date(2027, 3, 27), date(2028, 2, 29)])
def test_the_closing_day_is_the_same_for_programs(cast: Cast, closes: date) -> None:
    """Also where the clocks change on it, and on a day that few years have."""
    row = published(cast, date(2027, 1, 4), closes)
    says = f"opens 4 January 2027, closes at 11:59pm on {closes.day} {closes:%B %Y}"
    place = f"http://testserver{row.get_absolute_url()}"
    about = f"Wellbridge Council: {says}.\n{row.purpose}"
    assert fed() == [("Parks plan", about, place, "2026-11-09T12:00:00+00:00")]
    assert dated() == [("Opens: Parks plan", date(2027, 1, 4), 0, ""), ("Closes at 11:59pm: Parks plan", closes, 0, "")]
    assert says in browser().get(f"{HERE}?phase=").text
    assert browser().get("/api/v1/consultations").json()["items"][0]["closes"] == closes.isoformat()


def test_changes_reach_feed_and_calendar(cast: Cast) -> None:
    row = published(cast, TODAY, TODAY + timedelta(days=99))
    with clock.at(at_noon(TODAY + timedelta(days=1))):
        extend(consultation=row, closes=TODAY + timedelta(days=120), why="Asked for", by=SET_UP)
        amend(consultation=row, why="A mistake", by=SET_UP, title="Park plan")
    assert [(title, updated) for title, _about, _id, updated in fed()] == [("Park plan", "2026-11-22T12:00:00+00:00")]
    assert dated()[1] == ("Closes at 11:59pm: Park plan", TODAY + timedelta(days=120), 2, "")
    withdraw(consultation=row, why="The law changed", by=SET_UP)
    assert "withdrawn: The law changed" in str(fed()[0][1])
    assert {status for _title, _day, _changes, status in dated()} == {"CANCELLED"}


def test_feed_and_calendar_cost_the_same_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for count in range(3):
        published(cast, TODAY, TODAY + timedelta(days=99), title=f"About {count}")
        for address, most in ((f"{HERE}feed.atom", 3), ("/areas/wellbridge/calendar.ics", 8)):
            with django_assert_max_num_queries(most):
                assert browser().get(address).status_code == 200


def test_what_comes_in_six_weeks(cast: Cast) -> None:
    rows = in_every_phase(cast)
    planned(cast, opens=TODAY + timedelta(days=3))
    soon, ahead = rows["closing-soon"], rows["forthcoming"]
    assert coming(cast.area, TODAY) == [
        Coming(TODAY + timedelta(days=9), "Closes at 11:59pm: About closing-soon", soon.get_absolute_url()),
        Coming(TODAY + timedelta(days=30), "Opens: About forthcoming", ahead.get_absolute_url()),
    ]
    home = browser().get("/areas/wellbridge/").text
    assert "Opens: About forthcoming" in home
    assert "One consultation has closed and is waiting for feedback, the longest for 40 days." in home


def test_words_find_a_consultation(cast: Cast) -> None:
    row = published(cast, TODAY, TODAY + timedelta(days=99), groups="night workers")
    reindex(cast.area)
    assert [hit.row.href for hit in search("night workers", cast.area).hits] == [row.get_absolute_url()]


def test_a_plan_is_nowhere(cast: Cast) -> None:
    words = ("title", "purpose", "can_change", "affected", "groups", "methods", "expenses", "short_reason", "reference")
    links = {"elsewhere": f"https://{CANARY}.example", "asks_about": f"{CANARY}@example.org"}
    said: dict[str, Any] = {**dict.fromkeys(words, CANARY), **links}
    row = planned(cast, **said, opens=TODAY, closes=TODAY + timedelta(days=5))
    reindex(cast.area)
    assert search(CANARY).hits == []
    places = [
        HERE, f"{HERE}?phase=", f"{HERE}?words={CANARY[:3]}", f"{HERE}feed.atom", f"{HERE}newsletter/",
        f"{HERE}newsletter.txt", "/areas/wellbridge/", "/areas/wellbridge/feed.atom", "/areas/wellbridge/calendar.ics",
        "/areas/wellbridge/record/", "/areas/wellbridge/data/consultations.csv", "/api/v1/consultations", "/record/",
    ]  # fmt: skip
    for person in (None, cast.vera, cast.sam):
        shown = {place: browser(person).get(place) for place in places}
        assert [place for place, answer in shown.items() if CANARY in answer.text or answer.status_code != 200] == []
        assert browser(person).get(row.get_absolute_url()).status_code == 404
    assert browser().get(f"/api/v1/consultations/{row.pk}").status_code == 404
    assert CANARY not in json.dumps([[each.subject, each.text] for each in Letter.objects.all()])
