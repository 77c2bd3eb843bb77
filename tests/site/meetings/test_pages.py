"""Pages and calendars of meetings: what a visitor finds, what is due for whom, and how many queries it takes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time, timedelta

import pytest
from icalendar import Calendar

from opencompact.site.meetings import actions
from opencompact.site.meetings.models import Meeting, MeetingKind, State, Task
from opencompact.site.meetings.rules import annual_due, due
from opencompact.site.rules import SET_UP, Due
from tests.people import FIRST_DAY, TODAY, Cast, browser
from tests.site.meetings.conftest import Circle, Plan

HERE = "/areas/wellbridge/meetings/"
Counting = Callable[[int], AbstractContextManager[object]]
GOOD = {"title": "M", "kind": "ordinary", "on": "2027-03-01", "starts": "14:30", "place": "Hall"}


def test_without_a_group_the_page_says_so(cast: Cast) -> None:
    shown = browser().get(HERE)
    says = "Nobody has recorded who looks after the agreement in Wellbridge yet."
    assert shown.status_code == 200 and says in shown.text
    assert browser().get("/areas/nowhere/meetings/").status_code == 404


def test_coming_held_and_cancelled_by_year(cast: Cast, plan: Plan, held: Meeting) -> None:
    coming, early = plan(title="Winter meeting"), plan(date(2024, 5, 1), title="First meeting")
    actions.cancel_meeting(meeting=plan(date(2025, 6, 1), title="Lost meeting"), reason="Nobody had time", by=SET_UP)
    shown = browser().get(HERE).text
    assert "Winter meeting" in shown and coming.get_absolute_url() in shown
    assert "Autumn meeting" in shown and "The minutes are not published yet" in shown
    assert "Lost meeting</a>, 1 June 2025: Nobody had time" in shown and "First meeting" not in shown
    assert "First meeting" in browser().get(f"{HERE}?year=2024").text
    for bad in ("abc", "1", "99999", "²"):
        assert "Autumn meeting" in browser().get(f"{HERE}?year={bad}").text
    assert early.state == State.PLANNED
    assert "Held; minutes to follow" in browser().get(early.get_absolute_url()).text


def test_the_calendar_entry(cast: Cast, plan: Plan) -> None:
    meeting = plan(date(2027, 7, 1), ends=time(16, 0))
    answer = browser().get(f"{meeting.get_absolute_url()}meeting.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2027-07-01T13:30:00+00:00"  # summer time
    assert event.decoded("dtend").isoformat() == "2027-07-01T15:00:00+00:00"
    assert (str(event["summary"]), str(event["status"])) == ("Partners’ Group: Spring meeting", "CONFIRMED")
    assert str(event["url"]) == f"http://testserver{meeting.get_absolute_url()}"


@pytest.mark.parametrize(
    "said",
    [
        {"title": ""}, {"on": "soon"}, {"on": ""}, {"starts": "half past"}, {"starts": ""}, {"place": ""},
        {"kind": "party"}, {"ends": "14:00"}, {"link": "javascript:alert(1)"}, {"title": "x" * 121},
    ],
)  # fmt: skip
def test_bad_input_plans_no_meeting(cast: Cast, circle: Circle, said: dict[str, str]) -> None:
    shown = browser(cast.olwen).post(f"{HERE}plan/", {**GOOD, **said})
    assert shown.status_code == 200 and not Meeting.objects.exists()


def test_bad_input_to_the_record(cast: Cast, circle: Circle, held: Meeting) -> None:
    officer, one = browser(cast.olwen), held.get_absolute_url()
    for end, typed in (
        ("record/decisions/", {"title": ""}),
        ("record/decisions/", {"title": "D", "refs": "9.99"}),
        ("record/actions/", {"title": "", "owner": cast.hall.pk, "due": "2027-01-01"}),
        ("record/actions/", {"title": "T", "owner": "", "due": "2027-01-01"}),
        ("record/actions/", {"title": "T", "owner": "999", "due": "2027-01-01"}),
        ("record/actions/", {"title": "T", "owner": cast.hall.pk, "due": "soon"}),
        ("record/attendance/", {f"came_{cast.council.pk}": "-1", "guests": "0"}),
        ("record/attendance/", {f"came_{cast.council.pk}": "many", "guests": "0"}),
    ):
        assert officer.post(f"{one}{end}", typed).status_code == 200, typed
    assert not held.decisions.exists() and not held.tasks.exists()
    assert sorted(held.attendance.values_list("people", flat=True)) == [1, 1, 5]
    assert "There is no promise 9.99 in the edition of 1 October 2025" in officer.post(
        f"{one}record/decisions/", {"title": "D", "refs": "9.99"}
    ).text  # fmt: skip


def test_what_is_drafted_can_be_changed_and_struck_out(cast: Cast, circle: Circle, held: Meeting) -> None:
    officer, one = browser(cast.carys), held.get_absolute_url()
    officer.post(f"{one}record/decisions/", {"title": "Old words"})
    decision = held.decisions.get()
    officer.post(f"{one}record/decisions/{decision.pk}/", {"title": "New words", "text": "More"})
    officer.post(f"{one}record/actions/", {"title": "Old", "owner": cast.hall.pk, "due": "2027-01-01"})
    task = held.tasks.get()
    officer.post(f"{one}record/actions/{task.pk}/", {"title": "New", "owner": circle.forum.pk, "due": "2027-02-01"})
    shown = officer.get(f"{one}record/").text
    assert "New words" in shown and "Youth Forum</strong>: New" in shown and "Old" not in shown
    officer.post(f"{one}record/decisions/{decision.pk}/", {"remove": "yes"})
    officer.post(f"{one}record/actions/{task.pk}/", {"remove": "yes"})
    assert not held.decisions.exists() and not held.tasks.exists()
    for end in ("record/attendance/", "record/decisions/", "change/", "cancel/", "correct/", "papers/add/"):
        assert officer.get(f"{one}{end}").status_code == 200


def test_a_public_page_of_a_record_that_is_not_published_has_nothing_of_it(cast: Cast, held: Meeting) -> None:
    actions.write_decision(meeting=held, title="Canary decision", by=SET_UP)
    task = actions.write_task(meeting=held, title="Canary action", owner=cast.hall, due=TODAY, by=SET_UP)
    one = held.get_absolute_url()
    for person in (None, cast.vera, cast.sam):
        for address in (one, HERE, f"{HERE}actions/", "/areas/wellbridge/group/"):
            assert "Canary" not in browser(person).get(address).text
        for address in (f"{one}minutes/", f"{one}minutes.txt", f"{HERE}actions/{task.pk}/", f"{one}record/"):
            assert browser(person).get(address).status_code == 404


def test_what_is_due(cast: Cast, circle: Circle, held: Meeting) -> None:
    today = cast.area.today()
    record = Due(
        date(2025, 10, 29),  # twenty working days, as promise 10.3 of the edition has it
        "Publish the minutes of Autumn meeting, 1 October 2025",
        f"{held.get_absolute_url()}record/",
    )
    annual = Due(date(2025, 4, 1), "Plan the annual meeting", f"{HERE}plan/")
    assert due(cast.carys, cast.area, today) == due(cast.olwen, cast.area, today) == [record, annual]
    assert due(cast.vera, cast.area, today) == due(cast.sam, cast.area, today) == []
    task = actions.write_task(
        meeting=held, title="Find a room", owner=cast.hall, due=today + timedelta(days=10), by=SET_UP
    )
    actions.publish_record(meeting=held, by=SET_UP)
    soon = Due(today + timedelta(days=10), "Village Hall: Find a room", f"{HERE}actions/{task.pk}/")
    assert due(cast.vera, cast.area, today) == [soon]
    assert due(cast.edwin, cast.area, today) == []
    assert due(cast.olwen, cast.area, today) == [annual]
    assert due(cast.olwen, cast.area, today + timedelta(days=11)) == [annual, soon]


def test_the_annual_meeting_comes_round(cast: Cast, circle: Circle, plan: Plan) -> None:
    assert annual_due(circle.group) == FIRST_DAY.replace(year=2025)
    meeting = plan(date(2026, 2, 28), kind=MeetingKind.ANNUAL)
    assert annual_due(circle.group) == FIRST_DAY.replace(year=2025)
    actions.note_attendance(meeting=meeting, came=circle.came(1, 1, 1, 1), by=SET_UP)
    assert annual_due(circle.group) == date(2027, 2, 28)
    circle.group.months_between = 24
    assert annual_due(circle.group) == date(2028, 2, 28)
    late = date(2027, 3, 1)
    circle.group.months_between = 12
    assert "Plan the annual meeting" in [each.says for each in due(cast.carys, cast.area, late)]
    plan(date(2027, 4, 1), kind=MeetingKind.ANNUAL)
    assert "Plan the annual meeting" not in [each.says for each in due(cast.carys, cast.area, late)]


def fill(cast: Cast, circle: Circle, count: int) -> Meeting:
    """So many meetings of one year, each with a decision and an action, half of the actions done."""
    meetings = [
        Meeting(
            group=circle.group, title=f"Meeting {number}", on=date(2026, 1, 1) + timedelta(days=number % 300),
            starts=time(10), place="Hall", state=State.PUBLISHED, published=cast.area.opened,
        )
        for number in range(count)
    ]  # fmt: skip
    for meeting in Meeting.objects.bulk_create(meetings):
        meeting.decisions.create(title="D")
        Task.objects.create(meeting=meeting, title="T", owner=cast.hall, due=TODAY)
    return meetings[0]


@pytest.mark.parametrize("count", [3, 300])
@pytest.mark.parametrize("address", ["", "actions/", "actions/?state=late", "{one}/", "{one}/minutes/"])
@pytest.mark.parametrize("who", [None, "olwen"])
def test_pages_take_twelve_queries_at_most(
    cast: Cast, circle: Circle, django_assert_max_num_queries: Counting, count: int, address: str, who: str | None
) -> None:
    one = fill(cast, circle, count)
    client = browser(getattr(cast, who) if who else None)
    with django_assert_max_num_queries(12):
        assert client.get(HERE + address.replace("{one}", str(one.pk))).status_code == 200


def test_one_meeting_costs_what_three_do(cast: Cast, circle: Circle, django_assert_num_queries: Counting) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    fill(cast, circle, 1)
    for address in (HERE, f"{HERE}actions/", "/areas/wellbridge/group/"):
        with CaptureQueriesContext(connection) as one:
            browser().get(address)
        fill(cast, circle, 2)
        with django_assert_num_queries(len(one)):
            assert browser().get(address).status_code == 200
