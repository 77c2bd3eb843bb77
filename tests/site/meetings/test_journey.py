"""A meeting from plan to corrections: through the pages, what the record says of it, and who may not."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from opencompact.site.accounts.actions import add_organisation
from opencompact.site.accounts.models import Sector
from opencompact.site.areas.actions import open_area
from opencompact.site.meetings import actions
from opencompact.site.meetings.models import Correction, Decision, Meeting, State, Task
from opencompact.site.meetings.rules import MOVES
from opencompact.site.post.models import Letter
from opencompact.site.record.models import Entry
from opencompact.site.rules import SET_UP, Refused
from tests.people import Cast, browser
from tests.site.meetings.conftest import CANARY, Circle, Plan

HERE = "/areas/wellbridge/meetings/"
TYPED = {
    "title": "Summer meeting", "kind": "annual", "on": "2026-11-20", "starts": "14:30", "ends": "16:00",
    "place": "Town Hall", "link": CANARY,
}  # fmt: skip


def entries(subject: str) -> list[tuple[str, dict[str, object]]]:
    return [(each.act, each.facts) for each in Entry.objects.of("wellbridge", subject)]


def test_a_meeting_from_plan_to_record(cast: Cast, circle: Circle) -> None:
    chair = browser(cast.carys)
    on = cast.area.today().isoformat()
    assert chair.post(f"{HERE}plan/", {**TYPED, "on": on}).status_code == 302
    meeting = Meeting.objects.get()
    one = f"{HERE}{meeting.pk}/"
    chair.post(f"{one}agenda/", {"title": "Welcome", "place": "1"})
    chair.post(f"{one}agenda/", {"title": "Notice periods", "lead": circle.forum.pk, "place": "2"})
    assert "Notice periods" not in browser().get(one).text
    file = SimpleUploadedFile("notice.txt", b"Three months.")
    assert chair.post(f"{one}papers/add/", {"title": "On notice", "file": file}).status_code == 302
    chair.post(f"{one}agenda/", {"publish": "yes", "papers_too": "on"})
    shown = browser().get(one).text
    assert "Notice periods (Youth Forum)" in shown and "On notice" in shown and CANARY not in shown
    came = {f"came_{each.organisation_id}": str(people) for each, people in circle.came(2, 0, 1, 1).items()}
    chair.post(f"{one}record/attendance/", {**came, "guests": "1", "chaired": "on", "summary": "We talked."})
    chair.post(f"{one}record/decisions/", {"title": "Give three months", "refs": "1.1"})
    chair.post(f"{one}record/actions/", {"title": "Record the check-in", "owner": cast.hall.pk, "due": "2027-01-31"})
    assert "Give three months" not in browser().get(one).text
    assert chair.post(f"{one}record/").status_code == 302
    shown = browser().get(one).text
    for said in (
        "Three members attended, one from the public and two from the voluntary sector.",
        "Give three months",
        "Record the check-in",
        "5 people attended in total, 1 of them as a guest.",
        "The independent chair attended",
    ):
        assert said in shown  # fmt: skip
    task = Task.objects.get()
    facts = {"title": "Summer meeting", "on": on}
    assert entries(meeting.subject) == [
        ("meeting_planned", facts), ("agenda_published", facts),
        ("paper_added", {"title": "Summer meeting", "paper": "On notice"}), ("meeting_published", facts),
        ("decision_made", {"title": "Summer meeting", "decision": "Give three months"}),
    ]  # fmt: skip
    assert entries(f"task/{task.pk}") == [("task_given", {"owner": "Village Hall", "due": "2027-01-31"})]
    work = browser().get("/areas/wellbridge/group/").text
    assert "1 of them an annual meeting" in work and "0 of 1 actions done" in work and "1 decision" in work


def test_a_published_record_is_only_added_to(cast: Cast, circle: Circle, held: Meeting) -> None:
    decision = actions.write_decision(meeting=held, title="Meet more often", by=cast.carys)
    task = actions.write_task(meeting=held, title="Find a room", owner=cast.hall, due=date(2025, 12, 1), by=cast.carys)
    actions.publish_record(meeting=held, by=cast.carys)
    for act in (
        lambda: actions.note_attendance(meeting=held, came={}, by=cast.carys),
        lambda: actions.write_decision(meeting=held, title="Other", decision=decision, by=cast.carys),
        lambda: actions.strike_out(part=task, by=cast.carys),
        lambda: actions.publish_record(meeting=held, by=cast.carys),
    ):
        with pytest.raises(Refused, match="The minutes of this meeting are published"):
            act()
    browser(cast.carys).post(f"{HERE}{held.pk}/correct/", {"text": "Two of the council came, not five."})
    shown = browser().get(f"{HERE}{held.pk}/").text
    assert "Two of the council came, not five." in shown and "Meet more often" in shown
    assert entries(held.subject)[-1] == ("meeting_corrected", {"title": "Autumn meeting", "on": "2025-10-01"})
    text = browser().get(f"{HERE}{held.pk}/minutes.txt")
    assert text.text.startswith(
        "Partners’ Group: Autumn meeting\n\n1 October 2025, Town Hall\n\nThree members attended"
    )
    assert "- Village Hall: Find a room (due 1 December 2025)" in text.text and "Corrections" in text.text
    assert "Meet more often" in browser().get(f"{HERE}{held.pk}/minutes/").text


def test_a_record_is_corrected_only_after_it_is_published(cast: Cast, held: Meeting) -> None:
    with pytest.raises(Refused, match=r"The minutes are not published yet\. Change them instead\."):
        actions.correct_record(meeting=held, text="Other", by=cast.carys)
    assert not Correction.objects.exists()


def test_a_changed_and_cancelled_meeting_is_told_to_the_members(cast: Cast, circle: Circle, plan: Plan) -> None:
    meeting = plan()
    chair = browser(cast.carys)
    typed = {**TYPED, "on": "2027-03-08", "kind": "ordinary"}
    chair.post(f"{HERE}{meeting.pk}/change/", typed)
    shown = chair.get(f"{HERE}{meeting.pk}/change/").context["form"]["showed"].value()
    for mark in ("", shown, "of a page shown before"):  # the same again changes nothing
        chair.post(f"{HERE}{meeting.pk}/change/", {**typed, "showed": mark})
    chair.post(f"{HERE}{meeting.pk}/cancel/", {"reason": "Snow <closed> the hall"})
    letters = list(Letter.objects.order_by("pk"))
    assert sorted({letter.to for letter in letters}) == ["carys@wellbridge.example", "mabel@forum.example"]
    assert [letter.subject for letter in letters if letter.to.startswith("mabel")] == [
        "Spring meeting is on 1 March 2027",
        "Summer meeting has changed: it is on 8 March 2027",
        "Summer meeting on 8 March 2027 is cancelled",
    ]
    assert CANARY in letters[0].text and "BEGIN:VCALENDAR" in letters[0].text and "SEQUENCE:0" in letters[0].text
    last = letters[-1].text
    assert "Snow <closed> the hall" in last and "STATUS:CANCELLED" in last and "SEQUENCE:2" in last
    assert entries(meeting.subject) == [
        ("meeting_planned", {"title": "Spring meeting", "on": "2027-03-01"}),
        ("meeting_changed", {"title": "Summer meeting", "on": "2027-03-08"}),
        ("meeting_cancelled", {"title": "Summer meeting", "on": "2027-03-08"}),
    ]
    assert "Cancelled: Snow &lt;closed&gt; the hall" in browser().get(f"{HERE}{meeting.pk}/").text
    for why in (actions.change_meeting, actions.publish_agenda):
        with pytest.raises(Refused, match=r"This meeting was cancelled. Plan a new one instead"):
            why(meeting=Meeting.objects.get(), by=cast.carys)
    with pytest.raises(Refused, match="This meeting was cancelled"):
        actions.note_attendance(meeting=Meeting.objects.get(), came={}, by=cast.carys)


def test_nothing_is_written_down_before_the_day(cast: Cast, circle: Circle, plan: Plan) -> None:
    meeting = plan()
    with pytest.raises(Refused, match=r"The meeting is on 1 March 2027\. Record who attended once it has been held\."):
        actions.note_attendance(meeting=meeting, came=circle.came(1, 1, 1, 1), by=cast.carys)
    with pytest.raises(Refused, match="Record who attended first"):
        actions.publish_record(meeting=plan(date(2025, 3, 1)), by=cast.carys)
    with pytest.raises(Refused, match="The agenda is empty"):
        actions.publish_agenda(meeting=meeting, by=cast.carys)


def test_the_agenda_keeps_its_order(cast: Cast, plan: Plan) -> None:
    meeting = plan()
    first, _second, third = (actions.write_item(meeting=meeting, title=each, by=cast.carys) for each in "ABC")
    before = Entry.objects.count()
    actions.write_item(meeting=meeting, item=third, title="C", place=1, by=cast.carys)
    assert [(each.place, each.title) for each in meeting.items.all()] == [(1, "C"), (2, "A"), (3, "B")]
    assert Entry.objects.count() == before
    actions.publish_agenda(meeting=meeting, by=cast.carys)
    actions.remove_item(item=first, by=cast.carys)
    assert [(each.place, each.title) for each in meeting.items.all()] == [(1, "C"), (2, "B")]
    assert entries(meeting.subject)[-1] == ("meeting_changed", {"title": "Spring meeting", "on": "2027-03-01"})
    with pytest.raises(Refused, match="Any change you make is public straight away"):
        actions.publish_agenda(meeting=meeting, by=cast.carys)


def test_who_does_an_action_says_that_it_is_done(cast: Cast, held: Meeting) -> None:
    task = actions.write_task(meeting=held, title="Find a room", owner=cast.hall, due=date(2025, 12, 1), by=cast.carys)
    with pytest.raises(Refused, match="not published yet"):
        actions.finish_task(task=task, on=date(2025, 11, 1), by=cast.vera)
    actions.publish_record(meeting=held, by=cast.carys)
    address = f"{HERE}actions/{task.pk}/"
    assert "Late" in browser().get(f"{HERE}actions/?state=late").text
    assert browser(cast.edwin).post(address, {"on": "2025-11-01"}).status_code == 403
    assert (
        "The date must be between the date of the meeting and today"
        in browser(cast.vera).post(address, {"on": "2025-09-30"}).text
    )
    said = {"on": "2025-11-01", "outcome": "We have one", "evidence": "https://hall.example/room"}
    assert browser(cast.vera).post(address, said).status_code == 302
    assert entries(f"task/{task.pk}")[-1] == ("task_done", {"owner": "Village Hall", "on": "2025-11-01"})
    shown = browser().get(address).text
    assert "1 November 2025" in shown and "https://hall.example/room" in shown
    assert "Find a room" in browser().get(f"{HERE}actions/?state=done").text
    task.refresh_from_db()
    with pytest.raises(Refused, match="This action was done on 1 November 2025"):
        actions.finish_task(task=task, on=date(2025, 11, 2), by=cast.olwen)


@pytest.mark.parametrize("who", ["edwin", "vera", "sam"])
def test_only_officer_and_chair_hold_meetings(cast: Cast, circle: Circle, plan: Plan, held: Meeting, who: str) -> None:
    person, meeting = getattr(cast, who), plan()
    item = actions.write_item(meeting=meeting, title="A", by=SET_UP)
    paper = actions.add_paper(meeting=held, title="P", name="p.txt", content=b"x", by=SET_UP)
    decision = actions.write_decision(meeting=held, title="D", by=SET_UP)
    before = Entry.objects.count()
    for act in (
        lambda: actions.plan_meeting(group=circle.group, title="X", by=person),
        lambda: actions.change_meeting(meeting=meeting, title="X", by=person),
        lambda: actions.cancel_meeting(meeting=meeting, reason="X", by=person),
        lambda: actions.write_item(meeting=meeting, title="X", by=person),
        lambda: actions.remove_item(item=item, by=person),
        lambda: actions.publish_agenda(meeting=meeting, by=person),
        lambda: actions.add_paper(meeting=meeting, title="X", name="x.txt", content=b"x", by=person),
        lambda: actions.open_paper(paper=paper, by=person),
        lambda: actions.remove_paper(paper=paper, by=person),
        lambda: actions.note_attendance(meeting=held, came={}, by=person),
        lambda: actions.write_decision(meeting=held, title="X", by=person),
        lambda: actions.write_task(meeting=held, title="X", owner=cast.hall, due=date(2027, 1, 1), by=person),
        lambda: actions.strike_out(part=decision, by=person),
        lambda: actions.publish_record(meeting=held, by=person),
        lambda: actions.correct_record(meeting=held, text="X", by=person),
    ):
        with pytest.raises(Refused, match="Only the partnership officer or the chair can do this"):
            act()
    assert (Entry.objects.count(), Decision.objects.count(), Correction.objects.count()) == (before, 1, 0)


def test_only_organisations_of_the_area_lead_and_do(cast: Cast, plan: Plan, held: Meeting) -> None:
    other = open_area(slug="elsewhere", name="Elsewhere", by=SET_UP)
    stranger = add_organisation(area=other, name="Stranger", sector=Sector.PUBLIC, by=SET_UP)
    only = "Stranger is not in this area's list of organisations"
    with pytest.raises(Refused, match=only):
        actions.write_item(meeting=plan(), title="A", lead=stranger, by=cast.carys)
    with pytest.raises(Refused, match=only):
        actions.write_task(meeting=held, title="T", owner=stranger, due=date(2027, 1, 1), by=cast.carys)
    assert not held.tasks.exists()


def test_the_moves_end_where_they_should() -> None:
    assert {state for state, after in MOVES.items() if not after} == {State.PUBLISHED, State.CANCELLED}
    assert set(MOVES) == set(State)
