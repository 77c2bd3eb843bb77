"""Training sessions, what organisations do to make the compact known, and the events of the area."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from opencompact.site.accounts.models import Organisation, Sector
from opencompact.site.areas.models import Area
from opencompact.site.fields import LinkColumn

__all__ = ["Attendance", "Event", "Practised", "Session"]

NOVEMBER = 11


def compact_week(year: int) -> tuple[date, date]:
    """Compact Week: the first full week of November, Monday to Sunday."""
    first = date(year, NOVEMBER, 1)
    monday = first + timedelta(days=-first.weekday() % 7)
    return monday, monday + timedelta(days=6)


class State(models.TextChoices):
    """Where a session stands."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class Came(NamedTuple):
    """How many of a sector came to the sessions of an area, and to how many of them."""

    sector: Sector
    people: int


class Sessions(models.QuerySet["Session"]):
    """Sessions as they are read."""

    def coming(self, area: Area, today: date) -> Sessions:
        return self.filter(area=area, state=State.PLANNED, on__gte=today).order_by("on", "pk")

    def not_told(self, area: Area, today: date) -> Sessions:
        """Past sessions of which nobody said who came."""
        return self.filter(area=area, state=State.PLANNED, on__lt=today).order_by("on", "pk")

    def over(self, area: Area) -> Sessions:
        return self.filter(area=area).exclude(state=State.PLANNED).order_by("-on", "-pk")


class Session(models.Model):
    """One training session."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="sessions")
    title = models.CharField(max_length=150)
    on = models.DateField()
    begins = models.CharField(max_length=20, blank=True)  # 10am
    place = models.CharField(max_length=200, blank=True)
    about = models.TextField(blank=True, max_length=5000)
    organiser = models.ForeignKey(Organisation, models.PROTECT, related_name="sessions")
    for_new_members = models.BooleanField(default=False)  # every new member of the group has to come
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    reason = models.CharField(max_length=300, blank=True)  # why it was cancelled

    objects = Sessions.as_manager()

    class Meta:
        indexes = (models.Index(fields=("area", "state", "on")),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.area.get_absolute_url()}training/{self.pk}/"


class Attendances(models.QuerySet["Attendance"]):
    """Who came, as it is read."""

    def by_sector(self, area: Area) -> list[Came]:
        rows = self.filter(session__area=area, session__state=State.HELD).values("sector").annotate(all=Sum("people"))
        found = {row["sector"]: row["all"] for row in rows}
        return [Came(sector, found.get(sector, 0)) for sector in Sector if found.get(sector) or sector != Sector.BOTH]


class Attendance(models.Model):
    """How many people of a sector came. Who they were is not kept."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendance")
    sector = models.CharField(max_length=10, choices=Sector)
    people = models.PositiveIntegerField()

    objects = Attendances.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("session", "sector"), name="a_sector_is_counted_once"),)

    def __str__(self) -> str:
        return f"{self.sector}: {self.people}"


class Practice(models.TextChoices):
    """What an organisation can do to make the compact known."""

    INDUCTION = "induction", _("New staff and volunteers hear about it in their induction")
    RECRUITMENT = "recruitment", _("Recruitment packs mention it")
    WEBSITE = "website", _("Our website explains it and links to it")
    NEWS = "news", _("Our newsletter or noticeboard featured it in the last year")
    BRIEFING = "briefing", _("Our trustees, councillors or board were briefed on it")
    TRAINING = "training", _("Our training plan includes it")
    REPORTS = "reports", _("Our committee reports say whether a proposal is in line with it")
    PARTNERSHIPS = "partnerships", _("The partnerships we sit on use it")


class Practised(models.Model):
    """An organisation says that it does one of these things, and shows where."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="practices")
    practice = models.CharField(max_length=12, choices=Practice)
    evidence = models.CharField(max_length=300)  # an address, or where it can be seen
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last day it was so

    class Meta:
        ordering = ("organisation__name", "practice")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "practice"), condition=Q(until=None), name="a_practice_is_ticked_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.practice}"


class EventKind(models.TextChoices):
    """What is going on."""

    WEEK = "week", _("Compact Week")
    AWARDS = "awards", _("Awards")
    CONFERENCE = "conference", _("Conference or open day")
    OTHER = "other", _("Something else")


class Events(models.QuerySet["Event"]):
    """Events as they are read."""

    def standing(self, area: Area) -> Events:
        return self.filter(area=area, cancelled=False)


class Event(models.Model):
    """Something to go to, in the calendar of the area."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=EventKind, default=EventKind.OTHER)
    title = models.CharField(max_length=150)
    on = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last day, where it takes more than one
    place = models.CharField(max_length=200, blank=True)
    about = models.TextField(blank=True, max_length=5000)
    link = LinkColumn(blank=True)
    cancelled = models.BooleanField(default=False)

    objects = Events.as_manager()

    class Meta:
        ordering = ("on", "pk")
        indexes = (models.Index(fields=("area", "on")),)
        constraints = (
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=models.F("on")), name="an_event_ends_late"),
        )

    def __str__(self) -> str:
        return self.title
