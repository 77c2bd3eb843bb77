"""Editions on the site: what was published never changes, it is succeeded."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.db import models
from django.db.models import F, Q

from opencompact.core.compacts import load
from opencompact.core.editions import Commitment
from opencompact.core.editions import Edition as Document
from opencompact.site import clock
from opencompact.site.areas.models import Area

__all__ = ["Edition"]


@lru_cache(maxsize=64)
def _read(id: str, text: str) -> Document:
    return load(text, f"{id}.yaml")


class Editions(models.QuerySet["Edition"]):
    """Editions as they are read."""

    def in_force_on(self, area: Area, day: date) -> Edition | None:
        """The edition in force in the area on a day."""
        dated = self.filter(Q(start=None) | Q(start__lte=day), Q(end=None) | Q(end__gte=day), area=area)
        return dated.order_by(F("start").desc(nulls_last=True), "-pk").first()

    def newest_first(self) -> Editions:
        return self.order_by("-start", "-pk")


class Edition(models.Model):
    """One published edition of an agreement."""

    id = models.CharField(primary_key=True, max_length=80)  # bristol-2012
    area = models.ForeignKey(Area, models.PROTECT)
    text = models.TextField()  # the edition as YAML, exactly as it was published
    digest = models.CharField(max_length=64)  # sha256 of the text
    title = models.CharField(max_length=200)
    adopted = models.DateField(null=True, blank=True)
    start = models.DateField(null=True, blank=True)  # the first day in force; 1 January of a year; None where undated
    end = models.DateField(null=True, blank=True)  # the last day
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    review_due = models.DateField(null=True, blank=True)
    published = models.DateTimeField(default=clock.now)

    objects = Editions.as_manager()

    class Meta:
        ordering = ("-start",)
        indexes = (models.Index(fields=("area", "-start")),)

    def __str__(self) -> str:
        return self.title

    @property
    def document(self) -> Document:
        """The edition as the core reads it."""
        return _read(self.id, self.text)

    @property
    def first_day(self) -> date:
        """The first day in force; an undated document has always been."""
        return self.start or date.min

    def commitment(self, ref: str) -> Commitment | None:
        return next((each for each in self.document.commitments if each.ref == ref), None)
