"""The group of an area and the organisations that belong to it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from opencompact.core.words import sentence
from opencompact.site.accounts.models import Organisation
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.fields import NameColumn

__all__ = ["Group", "Membership"]


class Group(models.Model):
    """The group that looks after the agreement. Its name and its rules are the area's own."""

    area = models.OneToOneField(Area, models.PROTECT, related_name="group")
    name = NameColumn(max_length=120)
    purpose = models.TextField(blank=True)  # what it is for
    answers_to = models.CharField(max_length=200, blank=True)
    chosen_how = models.TextField(blank=True)  # how its members are chosen
    chair_name = NameColumn(max_length=100, blank=True)  # kept only where the chair agreed to be named
    chair_about = models.CharField(max_length=200, blank=True)  # what kind of chair: an independent one, say
    quorum_total = models.PositiveSmallIntegerField(default=0)  # members needed; 0 where no quorum was agreed
    quorum_each = models.PositiveSmallIntegerField(default=0)  # of these at least so many of each sector
    months_between = models.PositiveSmallIntegerField(default=12)  # from one annual meeting to the next
    formed = models.DateField(null=True, blank=True)  # unknown where only a document names the group
    named_in = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.OneToOneField(  # the group itself, once promises of its own are judged and it may reply
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(quorum_total=0, quorum_each=0) | Q(quorum_total__gte=2 * models.F("quorum_each")),
                name="a_quorum_holds_both_sectors",
                violation_error_message=gettext_lazy(
                    "The quorum can't be less than the number needed from the two sectors together."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{self.area.get_absolute_url()}group/"

    @property
    def chair(self) -> str:
        """How the chair is called in public: by name only where they agreed; empty where nobody has said anything."""
        if self.chair_name and self.chair_about:
            return f"{self.chair_name} ({self.chair_about})"
        return self.chair_name or sentence(self.chair_about)


class Memberships(models.QuerySet["Membership"]):
    """Memberships as they are read."""

    def on(self, day: date) -> Memberships:
        """Who belongs to the group on a day; those a document names without a date belong to it from ever."""
        begun = Q(since=None) | Q(since__lte=day)
        return self.filter(begun).filter(Q(until=None) | Q(until__gte=day))

    def listed(self) -> Memberships:
        return self.select_related("organisation", "named_in").order_by(
            "organisation__sector", "organisation__name", "pk"
        )


class Membership(models.Model):
    """One organisation in the group of its area, dated."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    seats = models.PositiveSmallIntegerField(default=1)  # how many of its people count at a meeting
    person_name = NameColumn(max_length=100, blank=True)  # kept only where the person agreed to be named
    since = models.DateField(null=True, blank=True)  # unknown where only a document names the member
    until = models.DateField(null=True, blank=True)  # the last day
    named_in = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+")

    objects = Memberships.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("group", "organisation"), condition=Q(until=None), name="a_member_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=models.F("since")),
                name="a_membership_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation)
