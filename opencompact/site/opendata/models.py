"""What the search looks through: one row for each public thing, made anew when something happened in its area."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from opencompact.site.areas.models import Area

__all__ = ["Findable", "Looked"]


class Sort(models.TextChoices):
    """What kind of thing was found."""

    AREA = "area", _("Area")
    EDITION = "edition", _("Edition")
    PROMISE = "promise", _("Promise")
    TOOL = "tool", _("Work it out")
    ORGANISATION = "organisation", _("Organisation")
    SIGNATORY = "signatory", _("Signatory")
    CHAMPION = "champion", _("Champion")
    GROUP = "group", _("Group")
    MEETING = "meeting", _("Meeting")
    DECISION = "decision", _("Decision")
    ACTION = "action", _("Action")
    PROPOSAL = "proposal", _("Proposal")
    RECOMMENDATION = "recommendation", _("Recommendation")
    CONSULTATION = "consultation", _("Consultation")
    CONTRIBUTION = "contribution", _("Contribution")
    POST = "post", _("Paid post")
    SESSION = "session", _("Training session")
    EVENT = "event", _("Event")


class Findable(models.Model):
    """One public thing that can be found."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="+")
    sort = models.CharField(max_length=20, choices=Sort)
    ref = models.CharField(max_length=40, blank=True)  # of a promise, as it is printed
    title = models.TextField()
    text = models.TextField(blank=True)
    place = models.TextField(blank=True)  # where it belongs: its area, its edition; words that narrow a search
    href = models.CharField(max_length=400)

    class Meta:
        indexes = (models.Index(fields=("ref",)),)

    def __str__(self) -> str:
        return self.title


class Looked(models.Model):
    """Up to which entry of the record the things of an area were gathered, and on which day."""

    area = models.OneToOneField(Area, models.CASCADE, related_name="+")
    up_to = models.BigIntegerField()
    on = models.DateField()  # what is in force today may be another edition tomorrow

    def __str__(self) -> str:
        return f"{self.area_id}: {self.up_to}"
