"The public page of a consultation: what a resident finds, who sees a plan, what rooms above add, the closing date."

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from opencompact.site import clock
from opencompact.site.consultations import slots
from opencompact.site.consultations.actions import extend
from opencompact.site.consultations.models import Consultation
from opencompact.site.consultations.rules import due
from opencompact.site.rules import SET_UP, Due
from tests.people import TODAY, Cast, at_noon, browser
from tests.site.consultations.made import HERE, in_every_phase, planned
from tests.site.consultations.made import published as make


@pytest.fixture(autouse=True)
def today() -> Any:
    """These tests take place on one day."""
    with clock.at(at_noon(TODAY)):
        yield


def test_a_resident_reads_first_what_is_asked_until_when_and_how(cast: Cast) -> None:
    row = make(cast, TODAY, TODAY + timedelta(days=100), affected="Everybody", asks_about="parks@wellbridge.example")
    shown = browser().get(row.get_absolute_url()).text
    order = [
        "Parks plan</h1>", "Closes at 11:59pm on 1 March 2027", "100 days left",
        "To choose what the parks plan puts first",
        "What can and cannot change", "Which parks come first", "How to take part", "walks in four parks",
        "mailto:parks@wellbridge.example", "Who is affected", "families with young children", "Key dates",
        "What was promised, and whether it is being kept", "What has happened so far",
        "published the consultation Parks plan",
    ]  # fmt: skip
    found = [shown.find(each) for each in order]
    assert -1 not in found
    assert found == sorted(found)


def test_its_days_stand_in_order(cast: Cast) -> None:
    row = make(cast, TODAY, TODAY + timedelta(days=100), decides=TODAY + timedelta(days=300))
    days = browser().get(row.get_absolute_url()).text.partition('id="days"')[2].partition("</ol>")[0]
    order = [
        "Announced",
        "Impact assessed",
        "Opens",
        "Closes at 11:59pm",
        "Feedback promised by this date",
        "Decision",
    ]
    found = [days.find(each) for each in order]
    assert -1 not in found
    assert found == sorted(found)
    assert ("Opens <strong>(today)</strong>" in days, days.count("(upcoming)")) == (True, 3)


def test_an_address_elsewhere_leads_there(cast: Cast) -> None:
    place = "https://platform.example/parks"
    row = make(cast, TODAY, TODAY + timedelta(days=100), elsewhere=place)
    shown = browser().get(row.get_absolute_url()).text
    assert f'href="{place}"' in shown and "Respond on the other site" in shown
    with clock.at(at_noon(TODAY + timedelta(days=120))):
        shown = browser().get(row.get_absolute_url()).text
    assert "Respond on the other site" not in shown and "It closed 20 days ago and has no feedback yet." in shown


def test_what_rooms_above_add_stands_in_its_place(cast: Cast) -> None:
    row = make(cast, TODAY, TODAY + timedelta(days=100))

    def plans(request: HttpRequest, consultation: Consultation) -> Mapping[str, Any] | None:
        return {"plans": [consultation]} if request.GET.get("show") else None

    added = (slots.Slot("act", "consultations/parts/plans.html", plans),)
    request = RequestFactory().get("/", {"show": "1"})
    filled = slots.filled(request, row, added)
    assert (len(filled["act"]), filled["so_far"], filled["desk"]) == (1, [], [])
    assert row.title in filled["act"][0]
    assert slots.filled(RequestFactory().get("/"), row, added)["act"] == []


def test_the_page_costs_the_same_with_a_long_history(cast: Cast) -> None:
    row = make(cast, TODAY, TODAY + timedelta(days=100))
    client, counted = browser(), []
    client.get(row.get_absolute_url())
    for more in range(3):
        with CaptureQueriesContext(connection) as asked:
            client.get(row.get_absolute_url())
        counted.append(len(asked))
        extend(consultation=row, closes=TODAY + timedelta(days=101 + more), why="Asked for", by=SET_UP)
    assert len(set(counted)) == 1
    assert counted[0] <= 20


@pytest.mark.parametrize(
    ("closes", "ended"),
    [
        (date(2027, 1, 15), "2027-01-16T00:00:00+00:00"),
        (date(2027, 7, 15), "2027-07-15T23:00:00+00:00"),
        (date(2027, 3, 27), "2027-03-28T00:00:00+00:00"),  # the day before the clocks go forward
        (date(2027, 3, 28), "2027-03-28T23:00:00+00:00"),  # the day they do
        (date(2027, 10, 30), "2027-10-30T23:00:00+00:00"),
        (date(2027, 10, 31), "2027-11-01T00:00:00+00:00"),  # the day they go back
    ],
)
def test_the_closing_day_is_one_truth(cast: Cast, closes: date, ended: str) -> None:
    row = make(cast, TODAY, closes)
    end = datetime.fromisoformat(ended)
    assert row.closing == end
    says = f"11:59pm on {closes.day} {closes:%B %Y}"
    for moment, is_open in ((end - timedelta(seconds=1), True), (end, False)):
        with clock.at(moment):
            assert row.is_open() == is_open
            page, found = browser().get(row.get_absolute_url()).text, browser().get(f"{HERE}?phase=").text
            letter, now = browser().get(f"{HERE}newsletter.txt").text, browser().get(HERE).text
        assert says in page and says in found
        assert ("Parks plan" in now, says in letter) == (is_open, is_open)
        assert ("last day" in page, f"closes at {says}" in found) == (is_open, is_open)
        assert ("Awaiting feedback</strong>" in page, f"closed at {says}" in found) == (not is_open, not is_open)


def test_the_newsletter_is_plain_text(cast: Cast) -> None:
    assert "Nothing." in browser().get(f"{HERE}newsletter.txt").text
    rows = in_every_phase(cast)
    planned(cast, title="About secrets")
    answer = browser().get(f"{HERE}newsletter.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    told = ["Consultations in Wellbridge", "", "OPEN NOW", ""]
    for name, when in (
        ("closing-soon", "closes at 11:59pm on 30 November 2026"), ("open", "closes at 11:59pm on 20 January 2027"),
        ("forthcoming", "opens 21 December 2026, closes at 11:59pm on 31 March 2027"),
    ):  # fmt: skip
        told += ["UPCOMING", ""] if name == "forthcoming" else []
        place = f"http://testserver{rows[name].get_absolute_url()}"
        told += [f"About {name}", f"Wellbridge Council: {when}.", place, ""]
    assert answer.text == "\n".join(told)
    assert "About closing-soon\nWellbridge Council" in browser().get(f"{HERE}newsletter/").text


def test_what_is_due_for_whom(cast: Cast) -> None:
    rows = in_every_phase(cast)
    closing, waiting = rows["closing-soon"], rows["awaiting-feedback"]
    near = planned(cast, title="Ponds", announced=TODAY + timedelta(days=20), opens=TODAY + timedelta(days=40))
    planned(cast, title="Far", announced=None, opens=TODAY + timedelta(days=40), closes=None)
    planned(cast, title="Dayless", announced=None, opens=None, closes=None)
    soon = make(cast, TODAY + timedelta(days=5), TODAY + timedelta(days=99), title="Ways")
    found = [
        Due(near.announced, "Publish the plan or change its dates: Ponds", near.get_absolute_url()),
        Due(soon.opens, "Opens: Ways", soon.get_absolute_url()),
        Due(closing.closes, "Closes at 11:59pm: About closing-soon", closing.get_absolute_url()),
        Due(TODAY + timedelta(days=44), "Publish the feedback: About awaiting-feedback", waiting.get_absolute_url()),
    ]  # fmt: skip
    assert due(cast.edwin, cast.area, TODAY) == due(cast.olwen, cast.area, TODAY) == found
    assert (
        due(cast.vera, cast.area, TODAY) == due(cast.sam, cast.area, TODAY) == due(cast.carys, cast.area, TODAY) == []
    )
