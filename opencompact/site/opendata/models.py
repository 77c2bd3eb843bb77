"""What the search looks through: one row for each public thing, made anew when something happened in its area."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from opencompact.site.areas.models import Area

__all__ = ["Findable", "Looked", "Vocabulary"]


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


class Kind(NamedTuple):
    """What a search can be narrowed to, in a plain word."""

    label: Lazy
    sorts: tuple[Sort, ...]


KINDS = {
    "promises": Kind(_("Promises"), (Sort.PROMISE, Sort.EDITION)),
    "consultations": Kind(_("Consultations"), (Sort.CONSULTATION,)),
    "people": Kind(_("Organisations and people"), (Sort.ORGANISATION, Sort.SIGNATORY, Sort.CHAMPION)),
    "meetings": Kind(
        _("Meetings and decisions"),
        (Sort.GROUP, Sort.MEETING, Sort.DECISION, Sort.ACTION, Sort.PROPOSAL, Sort.RECOMMENDATION),
    ),
    "training": Kind(_("Training, events and resources"), (Sort.SESSION, Sort.EVENT, Sort.CONTRIBUTION, Sort.POST)),
}


class Findable(models.Model):
    """One public thing that can be found."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="+")
    sort = models.CharField(max_length=20, choices=Sort)
    ref = models.CharField(max_length=40, blank=True)  # of a promise, as it is printed
    title = models.TextField()
    text = models.TextField(blank=True)
    place = models.TextField(blank=True)  # searched and never shown: its area and edition, what people call it
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


class Vocabulary(models.Model):
    """One word that stands in what can be found in an area, without capitals and accents, and how often."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="+")
    word = models.CharField(max_length=30)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("word", "area"), name="a_word_of_an_area_once"),)

    def __str__(self) -> str:
        return self.word
