"""A meeting is planned, held and published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from opencompact.site.group.actions import add_member, form_group
from opencompact.site.meetings.models import Meeting, State
from opencompact.site.rules import SET_UP
from tests.people import FIRST_DAY, Cast
from tests.site.journeys.conftest import Walker

pytestmark = pytest.mark.browser


def test_a_meeting_is_held(walker: Walker, cast: Cast, turn_to: Callable[[date], None]) -> None:
    group = form_group(
        area=cast.area, name="Compact Group", answers_to="", formed=FIRST_DAY, quorum_total=2, quorum_each=1, by=SET_UP
    )
    for organisation in (cast.council, cast.hall):
        add_member(group=group, organisation=organisation, since=FIRST_DAY, by=SET_UP)
    officer = walker(cast.olwen)
    officer.go("/desk/")
    officer.follow("Plan a meeting")
    officer.type("What is the meeting called?", "Winter meeting")
    officer.day("When?", date(2026, 12, 10))
    officer.type("When does it start?", "14:30")
    officer.type("Where is it?", "Town Hall, ground floor")
    officer.press("Plan the meeting")
    home = officer.path
    officer.follow("Write and publish the agenda")
    officer.type("What is it about?", "Notice periods")
    officer.press("Add")
    officer.press("Publish the agenda")

    visitor = walker()
    visitor.go("/areas/wellbridge/")
    visitor.follow("Winter meeting")
    visitor.reads("10 December 2026", "Town Hall, ground floor", "Notice periods")

    turn_to(date(2026, 12, 11))
    officer.go(home)
    officer.follow("Write and publish the minutes")
    officer.follow("Record who attended")
    officer.type("Wellbridge Council", "2")
    officer.type("Village Hall", "1")
    officer.tick("The independent chair attended")
    officer.press("Save")
    officer.go(f"{home}record/")
    officer.follow("Add a decision")
    officer.type("What was decided, in a sentence?", "Notice is given in writing.")
    officer.type("Which promises does it affect? (optional)", "1.1")
    officer.press("Save")
    officer.go(f"{home}record/")
    officer.follow("Add an action")
    officer.type("What must be done?", "Write to every group.")
    officer.choose("Which organisation is responsible?", "Village Hall")
    officer.day("By which date?", date(2027, 1, 31))
    officer.press("Save")
    officer.go(f"{home}record/")
    officer.check()
    officer.press("Publish the minutes")
    officer.check()

    visitor.go(home)
    visitor.reads("Notice is given in writing.", "Write to every group.", "due 31 January 2027")
    assert Meeting.objects.get().state == State.PUBLISHED
    visitor.follow("Minutes to print")
    visitor.check()
    visitor.reads("Compact Group", "The independent chair attended.", "Published on 11 December 2026.")
