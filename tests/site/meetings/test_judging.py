"""What the edition promises of meetings, judged over the meetings of the site; a meeting without a quorum; times."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencompact.site import clock
from opencompact.site.accounts.models import Organisation
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.fields import time_of
from opencompact.site.findings.models import Finding
from opencompact.site.meetings import actions
from opencompact.site.meetings.models import Meeting, MeetingRecord
from opencompact.site.meetings.rules import record_due
from opencompact.site.record.models import Entry
from opencompact.site.rules import SET_UP, Refused
from opencompact.site.running.recurring import judge_meetings
from tests.people import Cast, at_noon, browser
from tests.site.meetings.conftest import Circle, Plan

PROMISE = "/areas/wellbridge/commitments/10.3/"


def statuses(meeting: Meeting) -> dict[str, str]:
    return dict(Finding.objects.filter(register="meetings", record=meeting.pk).values_list("check_id", "status"))


def test_the_groups_own_promise_is_judged_from_plan_to_record(cast: Cast, circle: Circle, plan: Plan) -> None:
    meeting = plan(date(2026, 12, 8))
    row = MeetingRecord.objects.get(pk=meeting.pk)
    assert (row.body.name, row.body.sector, row.edition) == ("Partners’ Group", "both", cast.edition)
    assert statuses(meeting)["agenda"] == "due"
    actions.write_item(meeting=meeting, title="Welcome", by=SET_UP)
    with clock.at(at_noon(date(2026, 12, 1))):
        actions.publish_agenda(meeting=meeting, by=cast.carys)
        assert statuses(meeting)["agenda"] in ("kept", "due")
    with clock.at(at_noon(date(2026, 12, 8))):
        actions.note_attendance(meeting=meeting, came=circle.came(2, 0, 1, 1), by=cast.carys)
        assert "cannot_tell" in statuses(meeting)["public_share"]
    with clock.at(at_noon(date(2026, 12, 20))):
        actions.publish_record(meeting=meeting, by=cast.carys)
        found = MeetingRecord.objects.get(pk=meeting.pk)
        assert found.facts() == {
            "id": str(meeting.pk), "title": "Spring meeting", "held": date(2026, 12, 8),
            "agenda_sent": date(2026, 12, 1), "record_published": date(2026, 12, 20), "public_present": 2,
            "voluntary_present": 2,
        }  # fmt: skip
        assert set(statuses(meeting).values()) == {"kept"}
        shown = browser().get(meeting.get_absolute_url()).text
        assert f'href="{PROMISE}"' in shown
        assert f'href="{PROMISE}records/?' in browser().get(PROMISE).text
        assert meeting.get_absolute_url() in browser().get(f"{PROMISE}records/").text


def test_a_cancelled_meeting_is_judged_no_more(cast: Cast, plan: Plan) -> None:
    meeting = plan(date(2026, 12, 8))
    actions.cancel_meeting(meeting=meeting, reason="Snow", by=cast.carys)
    assert statuses(meeting) == {} and MeetingRecord.objects.get(pk=meeting.pk).state == "withdrawn"


def test_where_nothing_is_promised_of_meetings_nothing_is_judged(cast: Cast, plan: Plan) -> None:
    Edition.objects.update(start=date(2030, 1, 1))
    meeting = plan(date(2026, 12, 8))
    assert not MeetingRecord.objects.exists() and not Organisation.objects.filter(name="Partners’ Group").exists()
    Edition.objects.update(start=date(2024, 4, 1))
    judge_meetings()
    judge_meetings()
    assert MeetingRecord.objects.get().meeting == meeting
    assert Entry.objects.filter(act="organisation_added", subject="partners-group").count() == 1


def test_an_agenda_that_goes_out_late_is_told_before(cast: Cast, plan: Plan) -> None:
    chair = browser(cast.carys)
    for day, is_late in ((date(2026, 12, 14), False), (date(2026, 11, 24), True)):
        meeting = plan(day)
        actions.write_item(meeting=meeting, title="Welcome", by=SET_UP)
        shown = chair.get(f"{meeting.get_absolute_url()}agenda/").text
        assert ("If you publish it today, promise 10.3 is not kept." in shown) is is_late


def test_a_meeting_without_a_quorum_decides_nothing(cast: Cast, circle: Circle, held: Meeting) -> None:
    chair, one = browser(cast.carys), held.get_absolute_url()
    decision = actions.write_decision(meeting=held, title="Meet more often", by=cast.carys)
    actions.note_attendance(meeting=held, came=circle.came(5, 0, 0, 1), by=cast.carys)
    why = "The meeting could discuss but not decide"
    for act in (
        lambda: actions.write_decision(meeting=held, title="Another", by=cast.carys),
        lambda: actions.write_decision(meeting=held, title="Other words", decision=decision, by=cast.carys),
        lambda: actions.publish_record(meeting=held, by=cast.carys),
    ):
        with pytest.raises(Refused, match=why):
            act()
    shown = chair.get(f"{one}record/decisions/").text
    assert why in shown and 'name="title"' not in shown
    shown = chair.get(f"{one}record/").text
    assert "Delete the decisions, or correct who attended." in shown and "Publish the minutes</button>" not in shown
    assert "Delete" in chair.get(f"{one}record/decisions/{decision.pk}/").text
    chair.post(f"{one}record/decisions/{decision.pk}/", {"remove": "yes"})
    assert chair.post(f"{one}record/").status_code == 302
    assert "No decisions were made." in browser().get(one).text


def test_who_came_is_written_down_before_what_was_decided(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Refused, match="Record who attended first"):
        actions.write_decision(meeting=plan(date(2026, 11, 20)), title="Early", by=cast.carys)


def test_the_day_of_the_record_is_the_editions_else_the_areas(cast: Cast, held: Meeting) -> None:
    assert record_due(held) == (date(2025, 10, 29), "10.3")
    shown = browser().get(held.get_absolute_url()).text
    assert "29 October 2025" in shown and "promise 10.3" in shown and "Overdue" in shown
    Edition.objects.update(start=date(2030, 1, 1))
    assert record_due(held) is None
    Area.objects.update(record_days=10)
    held.refresh_from_db()
    assert record_due(Meeting.objects.of(cast.area).get()) == (date(2025, 10, 11), "")


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("2pm", time(14)), ("2 PM", time(14)), ("2.30pm", time(14, 30)), ("2:30 p.m.", time(14, 30)),
        ("10am", time(10)),
        ("12pm", time(12)), ("12am", time(0)), ("noon", time(12)), ("14:30", time(14, 30)), ("14.30", time(14, 30)),
        ("1430", time(14, 30)), ("09:05", time(9, 5)), ("14:30:00", time(14, 30)), ("14:30pm", time(14, 30)),
        ("2", None), ("25:00", None), ("10:61", None), ("half past", None), ("0am", None), ("", None),
    ],
)  # fmt: skip
def test_a_time_as_people_type_it(typed: str, means: time | None) -> None:
    assert time_of(typed) == means


@given(st.times(), st.booleans())
def test_every_time_is_read_again_as_it_is_written(moment: time, twelve: bool) -> None:
    moment = moment.replace(second=0, microsecond=0, tzinfo=None)
    written = (datetime.combine(date(2026, 1, 1), moment) + timedelta()).strftime("%I.%M %p" if twelve else "%H:%M")
    assert time_of(written) == moment


@given(st.text(max_size=12))
def test_no_text_breaks_the_reader_of_times(text: str) -> None:
    assert time_of(text) is None or isinstance(time_of(text), time)
