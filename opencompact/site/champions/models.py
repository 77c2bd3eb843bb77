"""Champions of signatories. A name is shown only where the champion agreed; an address never is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from opencompact.site.areas.models import Area
from opencompact.site.fields import NameColumn
from opencompact.site.signatories.models import Signatories, Signatory
from opencompact.site.signatories.models import State as Standing

__all__ = ["Champion"]


class Kind(models.TextChoices):
    """What a champion stands for."""

    LEAD = "lead", _("Lead champion")
    DEPARTMENT = "department", _("Department champion")
    CABINET = "cabinet", _("Cabinet champion")
    SENIOR = "senior", _("Senior officer champion")
    VOLUNTARY = "voluntary", _("Voluntary sector champion")


# What the public record calls each kind: for ever, so in one language and without what somebody typed.
RECORDED = {
    Kind.LEAD: "lead champion",
    Kind.DEPARTMENT: "champion of a department",
    Kind.CABINET: "champion in the cabinet",
    Kind.SENIOR: "champion among the senior officers",
    Kind.VOLUNTARY: "champion of the voluntary sector",
}


class State(models.TextChoices):
    """Where a champion stands; the moves are in rules.py."""

    SERVING = "serving", _("Champion")
    ENDED = "ended", _("Term ended")


class Champions(models.QuerySet["Champion"]):
    """The directory as it is read."""

    def of(self, area: Area) -> Champions:
        """The champions of an area; ``place`` is the key of their order: as the register, the lead first."""
        return self.filter(signatory__area=area).select_related("signatory__organisation", "signatory__area")

    def serving(self) -> Champions:
        """Those whose term was not ended, of signatories that stand by their signature."""
        return self.filter(state=State.SERVING, signatory__state=Standing.SIGNED)

    def over(self, today: date) -> Champions:
        """Those whose agreed term has run out, and nobody said what follows."""
        return self.serving().filter(until__lt=today)

    def ending(self, today: date, last: date) -> Champions:
        """Those whose agreed term runs out soon, or has."""
        return self.serving().filter(until__lte=last)

    def through(self, organisations: Any) -> Champions:
        return self.filter(signatory__organisation__in=organisations)


class Champion(models.Model):
    """One champion of one signatory."""

    signatory = models.ForeignKey(Signatory, models.PROTECT, related_name="champions")
    place = models.CharField(max_length=440)  # in the directory
    kind = models.CharField(max_length=12, choices=Kind)
    department = models.CharField(max_length=100, blank=True)
    name = NameColumn(max_length=100, blank=True)  # public only with consent
    consents = models.BooleanField(default=False)
    role = models.CharField(max_length=100, blank=True)  # what the champion does there: "Head of housing"; public
    email = models.EmailField(blank=True, db_index=True)  # never public
    language = models.CharField(max_length=5, default="en")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last day of the term
    trained = models.DateField(null=True, blank=True)  # when the last training was
    state = models.CharField(max_length=10, choices=State, default=State.SERVING)

    objects = Champions.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("signatory",), condition=Q(kind=Kind.LEAD, state=State.SERVING), name="one_lead_a_signatory"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="a_term_ends_after_start"),
        )
        indexes = (models.Index(fields=("signatory", "state")), models.Index(fields=("place",)))

    def __str__(self) -> str:
        return f"{self.shown_as}, {self.signatory}"

    def get_absolute_url(self) -> str:
        return f"/areas/{self.signatory.area.slug}/champions/{self.pk}/"

    def place_now(self) -> str:
        """Where this champion stands in the directory: as the signatory in the register, the lead first."""
        return f"{self.signatory.place}/{0 if self.kind == Kind.LEAD else 1}/{self.pk:012}"

    @property
    def subject(self) -> str:
        """What the public record calls this champion."""
        return f"champion/{self.pk}"

    @property
    def public_name(self) -> str:
        """The name where the champion agreed that it is public."""
        return self.name if self.consents else ""

    @property
    def shown_as(self) -> str:
        """The name where it is public, else the role, else the kind."""
        return self.public_name or self.role or str(self.get_kind_display())

    @property
    def is_serving(self) -> bool:
        return self.state == State.SERVING and self.signatory.is_standing

    @property
    def may_be_written_to(self) -> bool:
        return self.is_serving and bool(self.email)


def _has(kind: Kind | None = None) -> Exists:
    serving = Champion.objects.filter(signatory=OuterRef("pk"), state=State.SERVING)
    return Exists(serving.filter(kind=kind) if kind else serving)


def without(area: Area, kind: Kind | None = None) -> Signatories:
    """The standing signatories of an area that have no champion, or none of a kind."""
    found = Signatory.objects.of(area).standing().filter(~_has(kind))
    return found.annotate(has_champion=_has()) if kind else found


def shares(area: Area) -> dict[str, int]:
    """How many signatories there are, and how many have a champion and a lead."""
    standing = Signatory.objects.filter(area=area).standing()
    return standing.aggregate(
        signatories=Count("pk"),
        with_champion=Count("pk", filter=Q(_has())),
        with_lead=Count("pk", filter=Q(_has(Kind.LEAD))),
    )
