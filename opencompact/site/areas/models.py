"""Areas: a place with an agreement, and what it calls it."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from opencompact.site import clock
from opencompact.site.fields import NameColumn

__all__ = ["Area"]

COLOUR = RegexValidator(r"^#[0-9a-f]{6}\Z", _("Write a colour as # and six digits or letters, such as #1d5b79."))


def new_mark() -> str:
    """A mark no area has had before."""
    return secrets.token_hex(8)


class Areas(models.QuerySet["Area"]):
    """Areas as they are read."""

    def listed(self) -> Areas:
        """The areas on the front page: demonstrations last."""
        return self.order_by("is_demonstration", "name")


class Area(models.Model):
    """A place with an agreement. Its name, colour, logo and its word for the agreement are settings."""

    slug = models.SlugField(unique=True, max_length=60)
    name = NameColumn(max_length=100)
    name_cy = NameColumn(max_length=100, blank=True)
    word = models.CharField(max_length=40, default="Compact")  # Compact, Covenant, Accord, Charter
    word_cy = models.CharField(max_length=40, blank=True)
    colour = models.CharField(max_length=7, default="#1d5b79", validators=[COLOUR])
    logo = models.BinaryField(blank=True, default=b"")  # a small PNG, made anew from what was uploaded
    logo_text = models.CharField(max_length=120, blank=True)  # what the logo says, for those who don't see it
    nation = models.CharField(max_length=20, default="england")
    code = models.CharField(max_length=9, blank=True)  # GSS code
    time_zone = models.CharField(max_length=40, default="Europe/London")
    about = models.TextField(blank=True)
    contact_name = NameColumn(max_length=100, blank=True)  # the office that answers, not a person
    contact_email = models.EmailField(blank=True)
    reply_days = models.PositiveSmallIntegerField(default=10)  # to reply before "not kept" about a body is public
    small_number = models.PositiveSmallIntegerField(default=5)  # counts of people below it are not shown
    # Days that both sectors agreed on where the edition says nothing of it; none where they agreed on nothing.
    record_days = models.PositiveSmallIntegerField(null=True, blank=True)  # to publish the record of a meeting
    answer_days = models.PositiveSmallIntegerField(null=True, blank=True)  # to answer the group
    results_days = models.PositiveSmallIntegerField(null=True, blank=True)  # to publish the results of a consultation
    sign_again_days = models.PositiveSmallIntegerField(null=True, blank=True)  # to sign an edition that follows another
    private_signs = models.BooleanField(default=False)  # whether the agreement invites businesses to sign
    is_demonstration = models.BooleanField(default=False)
    opened = models.DateTimeField(default=clock.now)
    mark = models.CharField(max_length=16, default=new_mark)  # another one after each change of its registers

    objects = Areas.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/areas/{self.slug}/"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def today(self) -> date:
        """Today where the area is."""
        return clock.now().astimezone(self.zone).date()

    def day_of(self, moment: datetime) -> date:
        """The day a moment falls on where the area is."""
        return moment.astimezone(self.zone).date()
