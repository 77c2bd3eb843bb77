"""Files that came in: what was read and waits to be taken in; what was taken in, so that it can be taken back."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from opencompact.site import clock
from opencompact.site.accounts.models import Person
from opencompact.site.areas.models import Area

__all__ = ["Batch"]

WAITS = timedelta(days=2)  # how long what was read waits to be taken in


class State(models.TextChoices):
    """Where a batch is; the moves between them are in rules.py."""

    READ = "read", _("Checked, not imported yet")
    TAKEN = "taken", _("Imported")
    BACK = "back", _("Import undone")


class Batches(models.QuerySet["Batch"]):
    """Batches as they are read."""

    def of(self, area: Area, person: object) -> Batches:
        """What a person brought in themselves."""
        return self.filter(area=area, by=getattr(person, "pk", None)).order_by("-pk")

    def forgotten(self) -> Batches:
        """What was read and never taken in, and nobody waits for any more."""
        return self.filter(state=State.READ, made__lt=clock.now() - WAITS)


class Batch(models.Model):
    """One file of records."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    register = models.CharField(max_length=20)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    file = models.CharField(max_length=200)
    made = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=5, choices=State, default=State.READ)
    records = models.JSONField(default=list)  # what was read; empty once it was taken in
    places = models.JSONField(default=list)  # where each stands in the file
    read_as = models.JSONField(default=list)  # what the file did not say outright, and what it was taken for
    left = models.JSONField(default=list)  # what was left aside
    taken = models.JSONField(default=list)  # the numbers of the records it made
    plans = models.JSONField(default=list)  # the numbers of the private plans it made, each with a hash of what it says
    entry = models.BigIntegerField(null=True)  # the number of its entry in the public record

    objects = Batches.as_manager()

    class Meta:
        verbose_name_plural = "batches"
        indexes = (models.Index(fields=("area", "by")), models.Index(fields=("state", "made")))

    def __str__(self) -> str:
        return f"{self.register}: {self.file}"

    def get_absolute_url(self) -> str:
        return f"{self.area.get_absolute_url()}import/{self.pk}/"

    @property
    def subject(self) -> str:
        """What the public record calls it."""
        return f"import/{self.pk}"
