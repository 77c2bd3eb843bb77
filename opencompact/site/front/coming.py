"""What is coming in an area in the next six weeks, gathered from the rooms that have days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from opencompact.site.areas.models import Area
from opencompact.site.meetings.models import Meeting
from opencompact.site.training.models import Event, Session

WEEKS = timedelta(weeks=6)


class Coming(NamedTuple):
    """One thing to come."""

    on: date
    says: str
    href: str


def coming(area: Area, today: date) -> list[Coming]:
    """Meetings, sessions and events of the next six weeks, the first first."""
    last = today + WEEKS
    home = area.get_absolute_url()
    found = [
        Coming(each.on, each.title, f"{home}meetings/{each.pk}/")
        for each in Meeting.objects.of(area).coming(today).filter(on__lte=last)
    ]
    found += [
        Coming(each.on, each.title, f"{home}training/{each.pk}/")
        for each in Session.objects.coming(area, today).filter(on__lte=last)
    ]
    found += [
        Coming(max(each.on, today), each.title, f"{home}events/")
        for each in Event.objects.standing(area).filter(on__lte=last)
        if (each.until or each.on) >= today
    ]
    return sorted(found)
