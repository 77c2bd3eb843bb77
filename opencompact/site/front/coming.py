"""What is coming in an area in the next six weeks, gathered from the rooms that have days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from opencompact.site.areas.models import Area
from opencompact.site.consultations.models import Consultation
from opencompact.site.findings.models import Finding
from opencompact.site.findings.rules import MOST, to_do
from opencompact.site.meetings.models import Meeting
from opencompact.site.training.models import Event, Session

WEEKS = timedelta(weeks=6)


class Coming(NamedTuple):
    """One thing to come."""

    on: date
    says: str
    href: str


def coming(area: Area, today: date) -> list[Coming]:
    """Everything with a day in the next six weeks, the first first."""
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
    return sorted([*found, *_consultations(area, today, last), *_promises(area, today, last)])


def _consultations(area: Area, today: date, last: date) -> list[Coming]:
    """Consultations that open and close."""
    rows = Consultation.objects.of(area).standing()
    opening, closing = rows.filter(opens__range=(today, last)), rows.filter(closes__range=(today, last))
    begins = [(each.counted_from(today), each) for each in opening[:MOST] if not each.is_late(today)]
    found = [(on, _("Opens: %(title)s"), each) for on, each in begins]
    found += [(each.closes, _("Closes at 11:59pm: %(title)s"), each) for each in closing[:MOST]]
    return [
        Coming(on, says % {"title": each.title}, each.get_absolute_url())
        for on, says, each in found
        if on and on <= last
    ]


def _promises(area: Area, today: date, last: date) -> list[Coming]:
    """What the promises ask of published records; what is past its day is settled within the hour."""
    found = Finding.objects.filter(area=area).public_on(today).to_come(last).filter(deadline__gte=today)
    return [Coming(each.on, each.says, each.finding.get_absolute_url()) for each in to_do(found[:MOST]) if each.on]
