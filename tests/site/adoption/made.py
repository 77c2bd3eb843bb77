"""A group that meets and decides, and adoptions made from what it decided."""

from __future__ import annotations

from datetime import date, time

from opencompact.site.adoption import actions
from opencompact.site.agreements.models import Edition
from opencompact.site.drafting.models import Draft
from opencompact.site.group.actions import add_member, form_group
from opencompact.site.group.models import Group
from opencompact.site.meetings.actions import note_attendance, plan_meeting, publish_record, write_decision
from opencompact.site.meetings.models import Decision
from opencompact.site.rules import SET_UP
from tests.people import FIRST_DAY, Cast


def group_of(cast: Cast) -> Group:
    """The group of the area: the council and the hall, of which two make a quorum."""
    found = Group.objects.filter(area=cast.area).first()
    if found:
        return found
    group = form_group(
        area=cast.area, name="Compact Group", answers_to="the Board", formed=FIRST_DAY, quorum_total=2, quorum_each=1,
        by=SET_UP,
    )  # fmt: skip
    for organisation in (cast.council, cast.hall):
        add_member(group=group, organisation=organisation, since=FIRST_DAY, by=SET_UP)
    return group


def decided(cast: Cast, title: str = "The new edition is adopted", on: date | None = None) -> Decision:
    """What a meeting of today decided, in a record that is published."""
    group = group_of(cast)
    meeting = plan_meeting(
        group=group, title="Winter meeting", on=on or cast.area.today(), starts=time(10), place="Hall", by=SET_UP
    )
    note_attendance(meeting=meeting, came=dict.fromkeys(group.memberships.all(), 1), by=SET_UP)
    decision = write_decision(meeting=meeting, title=title, by=SET_UP)
    publish_record(meeting=meeting, by=SET_UP)
    return decision


def adopt(cast: Cast, draft: Draft, start: date, review_due: date | None = None) -> Edition:
    """The officer puts a draft forward, the chair confirms it."""
    made = actions.propose(draft=draft, decision=decided(cast), start=start, review_due=review_due, by=cast.olwen)
    return actions.confirm(adoption=made, by=cast.carys)
