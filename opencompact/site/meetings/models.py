"""Meetings of the group, with their agenda, papers, attendance, decisions and actions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from opencompact.site import clock
from opencompact.site.accounts.models import Organisation, RoleKind, Sector
from opencompact.site.areas.models import Area
from opencompact.site.fields import LinkColumn
from opencompact.site.findings.models import Registered
from opencompact.site.group.models import Group

__all__ = ["AgendaItem", "Correction", "Decision", "Meeting", "MeetingRecord", "Paper", "Presence", "Task"]

FOR_GROUP = (RoleKind.OFFICER, RoleKind.CHAIR)
READ_PAPERS = (*FOR_GROUP, RoleKind.MEMBER, RoleKind.READER)
COME = (*FOR_GROUP, RoleKind.MEMBER)  # these need to know how to get in


class MeetingKind(models.TextChoices):
    """What kind of meeting it is."""

    ORDINARY = "ordinary", _("Ordinary meeting")
    ANNUAL = "annual", _("Annual meeting")
    SPECIAL = "special", _("Special meeting")


class State(models.TextChoices):
    """How far a meeting has come; ``MOVES`` in the rules says what may follow what."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    PUBLISHED = "published", _("Minutes published")
    CANCELLED = "cancelled", _("Cancelled")


class Meetings(models.QuerySet["Meeting"]):
    """Meetings as they are read."""

    def of(self, area: Area) -> Meetings:
        return self.filter(group__area=area).select_related("group__area")

    def coming(self, today: date) -> Meetings:
        """What is still to be held, the next first."""
        return self.filter(state=State.PLANNED, on__gte=today).order_by("on", "starts", "pk")

    def past(self, today: date) -> Meetings:
        """What was held or is over, the latest first."""
        over = self.filter(on__lte=today).exclude(state=State.CANCELLED).exclude(state=State.PLANNED, on=today)
        return over.order_by("-on", "-pk")

    def cancelled(self) -> Meetings:
        return self.filter(state=State.CANCELLED).order_by("-on", "-pk")

    def in_year(self, year: int) -> Meetings:
        return self.filter(on__range=(date(year, 1, 1), date(year, 12, 31)))

    def years(self) -> list[int]:
        """The years in which there were meetings, the latest first."""
        years = self.annotate(year=ExtractYear("on")).order_by("-year").values_list("year", flat=True).distinct()
        return list(years)

    def counted(self) -> Meetings:
        """With the number of decisions and actions of each."""
        return self.annotate(decided=Count("decisions", distinct=True), given=Count("tasks", distinct=True))


class Meeting(models.Model):
    """One meeting of the group."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=MeetingKind, default=MeetingKind.ORDINARY)
    on = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200)
    link = LinkColumn(blank=True)  # how to come in from outside: only for those who come
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    changes = models.PositiveIntegerField(default=0)  # calendars take the entry with the highest number
    agenda_published = models.DateTimeField(null=True, blank=True)
    why_cancelled = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True)  # what the record begins with
    guests = models.PositiveSmallIntegerField(default=0)  # people who came and do not count to the quorum
    chaired = models.BooleanField(default=False)  # whether the independent chair was there
    quorum_total = models.PositiveSmallIntegerField(default=0)  # the rule of the day it was held
    quorum_each = models.PositiveSmallIntegerField(default=0)
    published = models.DateTimeField(null=True, blank=True)

    objects = Meetings.as_manager()

    class Meta:
        indexes = (models.Index(fields=("group", "on")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="published", published__isnull=False) | Q(~Q(state="published"), published=None),
                name="a_published_record_has_its_moment",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def area(self) -> Area:
        return self.group.area

    def get_absolute_url(self) -> str:
        return f"{self.area.get_absolute_url()}meetings/{self.pk}/"

    @property
    def begins(self) -> datetime:
        """The moment it begins, where the area is."""
        return datetime.combine(self.on, self.starts, self.area.zone)

    @property
    def subject(self) -> str:
        """What the public record calls it."""
        return f"meeting/{self.pk}"

    def present(self) -> dict[str, int]:
        """How many people of each sector came; those of both sectors count to neither."""
        people = Counter[str]()
        for each in self.attendance.all():
            people[each.sector] += each.people
        return {"public_present": people[Sector.PUBLIC], "voluntary_present": people[Sector.VOLUNTARY]}


class MeetingRecord(Registered):
    """A meeting as the promises on meetings read it. It holds nothing of its own and has the number of its meeting."""

    REGISTER: ClassVar[str] = "meetings"
    NOUN: ClassVar[str] = "meeting"
    READS: ClassVar[tuple[str, ...]] = ("meeting__attendance",)

    meeting = models.OneToOneField(Meeting, models.PROTECT, primary_key=True, related_name="record")

    def known(self) -> dict[str, Any]:
        """Who came is known to everybody once the record is published, and to no finding before."""
        meeting, area = self.meeting, self.area
        sent, published = meeting.agenda_published, meeting.published
        facts: dict[str, Any] = {
            "held": meeting.on,
            "agenda_sent": area.day_of(sent) if sent else None,
            "record_published": area.day_of(published) if published else None,
        }
        return facts | (meeting.present() if published else {})

    def counted_on(self) -> date | None:
        return self.meeting.on


class AgendaItem(models.Model):
    """One point of an agenda."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    lead = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("place", "pk")

    def __str__(self) -> str:
        return self.title


class Papers(models.QuerySet["Paper"]):
    """Papers as they are read."""

    def seen_by(self, kinds: Container[str]) -> Papers:
        """All of them for those who read papers; for others what was opened, once the agenda is public."""
        if any(kind in kinds for kind in READ_PAPERS):
            return self
        return self.filter(open=True, meeting__agenda_published__isnull=False)


class Paper(models.Model):
    """One paper of a meeting. Its content is a file in the data folder, under a name that says nothing."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="papers")
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, blank=True, related_name="papers")
    title = models.CharField(max_length=200)
    ending = models.CharField(max_length=4)  # pdf, docx, odt, txt
    stored = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    open = models.BooleanField(default=False)  # whether everybody may read it
    added = models.DateTimeField(default=clock.now)

    objects = Papers.as_manager()

    class Meta:
        ordering = ("item__place", "pk")

    def __str__(self) -> str:
        return self.title


class Presence(models.Model):
    """How many people of one member came. Nobody is named."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    sector = models.CharField(max_length=10, choices=Sector)  # as it was on the day
    people = models.PositiveSmallIntegerField()
    seats = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("organisation__name",)
        constraints = (models.UniqueConstraint(fields=("meeting", "organisation"), name="a_member_came_once"),)

    def __str__(self) -> str:
        return f"{self.organisation}: {self.people}"

    @property
    def counted(self) -> int:
        """How many of them count to the quorum."""
        return min(self.people, self.seats)


class Decision(models.Model):
    """What a meeting decided. Its title goes into the public record when the record of the meeting is published."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    refs = models.JSONField(default=list)  # the promises it touches

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title


class Tasks(models.QuerySet["Task"]):
    """Actions as they are read."""

    def public(self, area: Area) -> Tasks:
        """The actions of the records that were published."""
        return self.filter(meeting__group__area=area, meeting__state=State.PUBLISHED)

    def open(self) -> Tasks:
        return self.filter(done=None)

    def late(self, today: date) -> Tasks:
        return self.open().filter(due__lt=today)

    def finished(self) -> Tasks:
        return self.exclude(done=None)


class Task(models.Model):
    """An action a meeting gave to an organisation."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="tasks")
    due = models.DateField()
    done = models.DateField(null=True, blank=True)
    evidence = LinkColumn(blank=True)
    outcome = models.CharField(max_length=300, blank=True)

    objects = Tasks.as_manager()

    class Meta:
        ordering = ("due", "pk")

    def __str__(self) -> str:
        return self.title


class Correction(models.Model):
    """Something added to a record after it was published. What was published stays as it was."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="corrections")
    text = models.TextField()
    made = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text[:60]
