"""What is coming in an area in the next six weeks, gathered from the rooms that have days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from opencompact.site.areas.models import Area
from opencompact.site.consultations.models import Consultation
from opencompact.site.meetings.models import Meeting
from opencompact.site.training.models import Event, Session

WEEKS = timedelta(weeks=6)


class Coming(NamedTuple):
    """One thing to come."""

    on: date
    says: str
    href: str


def coming(area: Area, today: date) -> list[Coming]:
    """Meetings, sessions, events and consultations of the next six weeks, the first first."""
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
    return sorted([*found, *_consultations(area, today)])


def _consultations(area: Area, today: date) -> Iterator[Coming]:
    """Consultations that open and close."""
    last = today + WEEKS
    here = Consultation.objects.of(area).standing()
    for each in here.filter(Q(opens__range=(today, last)) | Q(closes__range=(today, last))):
        if each.opens and today <= each.opens <= last:
            yield Coming(each.opens, _("Opens: %(title)s") % {"title": each.title}, each.get_absolute_url())
        if each.closes and today <= each.closes <= last:
            says = _("Closes at 11:59pm: %(title)s") % {"title": each.title}
            yield Coming(each.closes, says, each.get_absolute_url())
