"""A group with four members, a person who sits in it, and a meeting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from typing import NamedTuple

import pytest

from opencompact.site import clock
from opencompact.site.accounts.actions import add_organisation, give_role
from opencompact.site.accounts.models import Organisation, Person, RoleKind, Sector
from opencompact.site.group.actions import add_member, form_group
from opencompact.site.group.models import Group, Membership
from opencompact.site.meetings.actions import note_attendance, plan_meeting
from opencompact.site.meetings.models import Meeting
from opencompact.site.rules import SET_UP
from tests.people import FIRST_DAY, Cast

CANARY = "https://meet.example/canary-7c1"
Plan = Callable[..., Meeting]


class Circle(NamedTuple):
    """The group and who belongs to it."""

    group: Group
    members: list[Membership]
    health: Organisation
    forum: Organisation
    mabel: Person  # sits in the group for the forum

    def came(self, *people: int) -> dict[Membership, int]:
        """So many people of each member: council, health, hall, forum."""
        return dict(zip(self.members, people, strict=True))


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """These tests take place on one day."""
    with clock.at(datetime(2026, 11, 21, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def circle(cast: Cast) -> Circle:
    group = form_group(
        area=cast.area, name="Partners’ Group", answers_to="Wellbridge Partnership", formed=FIRST_DAY, quorum_total=3,
        quorum_each=1, by=SET_UP,
    )  # fmt: skip
    health = add_organisation(area=cast.area, name="Health Board", sector=Sector.PUBLIC, by=SET_UP)
    forum = add_organisation(area=cast.area, name="Youth Forum", sector=Sector.VOLUNTARY, by=SET_UP)
    members = [
        add_member(group=group, organisation=each, since=FIRST_DAY, by=SET_UP)
        for each in (cast.council, health, cast.hall, forum)
    ]
    mabel = give_role(
        area=cast.area, email="mabel@forum.example", name="Mabel", kind=RoleKind.MEMBER, organisation=forum,
        since=FIRST_DAY, by=SET_UP,
    ).person  # fmt: skip
    return Circle(group, members, health, forum, mabel)


@pytest.fixture
def plan(circle: Circle) -> Plan:
    def plan_it(on: date = date(2027, 3, 1), **said: object) -> Meeting:
        facts = {"title": "Spring meeting", "starts": time(14, 30), "place": "Town Hall", "link": CANARY, **said}
        return plan_meeting(group=circle.group, on=on, by=SET_UP, **facts)

    return plan_it


@pytest.fixture
def held(circle: Circle, plan: Plan) -> Meeting:
    """A meeting of last year to which three members came."""
    meeting = plan(date(2025, 10, 1), title="Autumn meeting")
    return note_attendance(meeting=meeting, came=circle.came(5, 0, 1, 1), guests=2, chaired=True, by=SET_UP)
