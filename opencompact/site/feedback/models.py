"""We asked, you said, we did: what was said, what was decided on it, what is done about it and when."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opencompact.site.areas.models import Area
from opencompact.site.consultations.models import Consultation
from opencompact.site.fields import LinkColumn
from opencompact.site.findings.models import State

__all__ = ["Feedback", "News", "Point"]


class Feedback(models.Model):
    """What the body says after a consultation. Private until it is published."""

    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="feedback")
    asked = models.TextField(max_length=4000, blank=True)  # we asked
    heard = models.TextField(max_length=4000, blank=True)  # you said, in short
    published = models.DateTimeField(null=True)
    entry = models.BigIntegerField(null=True)  # the number of its entry in the public record

    def __str__(self) -> str:
        return f"feedback on {self.consultation_id}"

    def get_absolute_url(self) -> str:
        return f"{self.consultation.get_absolute_url()}feedback/"


class Decision(models.TextChoices):
    """What was decided on a point."""

    AGREED = "agreed", _("Agreed")
    PARTLY = "partly", _("Partly agreed")
    NOT_AGREED = "not_agreed", _("Not agreed")


COLOURS = {Decision.AGREED: "green", Decision.PARTLY: "turquoise", Decision.NOT_AGREED: "grey"}


class Points(models.QuerySet["Point"]):
    """Points as they are read."""

    def of(self, consultation: Consultation) -> Points:
        return self.filter(consultation=consultation).order_by("place", "pk")

    def promised(self, area: Area) -> Points:
        """What was promised in reply to consultations and everybody may read."""
        found = self.filter(consultation__area=area, consultation__state=State.PUBLISHED, published__isnull=False)
        found = found.filter(decision__in=(Decision.AGREED, Decision.PARTLY))
        return found.select_related("consultation__area", "consultation__body")

    def to_do(self) -> Points:
        """Not done yet, the first due first."""
        return self.filter(done_on=None).order_by("day_place")

    def done(self) -> Points:
        return self.filter(done_on__isnull=False).order_by("-day_place")


class Point(models.Model):
    """One thing that was said, and what became of it."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="points")
    place = models.PositiveSmallIntegerField(default=0)
    code = models.BigIntegerField(null=True)  # the code of the answers it was drafted from
    said = models.TextField(max_length=1000)  # you said
    how_many = models.PositiveIntegerField(null=True)  # how many said it
    decision = models.CharField(max_length=12, choices=Decision, blank=True)
    why = models.TextField(max_length=2000, blank=True)
    doing = models.TextField(max_length=2000, blank=True)  # we did, or will do
    owner = models.CharField(max_length=200, blank=True)  # the office or team that does it
    by_when = models.DateField(null=True)
    done_on = models.DateField(null=True)
    evidence = models.TextField(max_length=2000, blank=True)
    link = LinkColumn(max_length=500, blank=True)
    published = models.DateTimeField(null=True)
    day_place = models.CharField(max_length=30, blank=True)  # the key of its order by day: done, else due

    objects = Points.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("consultation", "code"), condition=Q(code__isnull=False), name="a_code_is_drafted_once"
            ),
        )
        indexes = (models.Index(fields=("consultation", "place")), models.Index(fields=("day_place",)))

    def __str__(self) -> str:
        return self.said[:80]

    @property
    def colour(self) -> str:
        return COLOURS.get(Decision(self.decision), "grey") if self.decision else "grey"

    def keep_place(self) -> None:
        """Write down where it stands among others by day; those without a day come last."""
        self.day_place = f"{self.done_on or self.by_when or 9999}/{self.pk:012d}"

    @property
    def is_promise(self) -> bool:
        """Whether something is to be done about it."""
        return self.decision in (Decision.AGREED, Decision.PARTLY)

    def state_on(self, today: date) -> str:
        """How a promise stands, in a word for programs; empty where nothing was promised."""
        if not self.is_promise:
            return ""
        return "done" if self.done_on else "late" if self.is_late(today) else "to_do"

    def is_late(self, today: date) -> bool:
        return self.is_promise and self.done_on is None and self.by_when is not None and self.by_when < today


class News(models.Model):
    """Something those who answered and left an address are to hear; how far the letters have come."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="+")
    point = models.ForeignKey(Point, models.PROTECT, null=True, related_name="+")  # done; else feedback is published
    written_to = models.BigIntegerField(default=0)  # the last response a letter was written for
    finished = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "news"
        indexes = (models.Index(fields=("finished",)),)

    def __str__(self) -> str:
        return f"news {self.pk}"
