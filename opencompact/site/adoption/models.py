"""Adoptions: put forward by one person on the ground of what a meeting decided, confirmed by a second."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opencompact.site import clock
from opencompact.site.accounts.models import Person
from opencompact.site.areas.models import Area
from opencompact.site.drafting.models import Draft
from opencompact.site.meetings.models import Decision

__all__ = ["Adoption"]


class State(models.TextChoices):
    """How far an adoption has come; ``MOVES`` in the rules says what may follow what."""

    PENDING = "pending", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Not confirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Adoptions(models.QuerySet["Adoption"]):
    """Adoptions as they are read."""

    def of(self, area: Area) -> Adoptions:
        return self.filter(draft__area=area).select_related("draft__area", "decision__meeting__group__area")

    def pending(self) -> Adoptions:
        return self.filter(state=State.PENDING)


class Adoption(models.Model):
    """One draft put forward for adoption, as it stood then."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="adoptions")
    version = models.PositiveIntegerField()  # of the draft; what changed since has to be put forward again
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="adoptions")
    agreed_by = models.CharField(max_length=200, blank=True)  # of a first edition without a group: who agreed to it
    adopted = models.DateField()
    start = models.DateField()
    review_due = models.DateField(null=True, blank=True)
    sign_again_by = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    proposed = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    settled = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # why it was not confirmed

    objects = Adoptions.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("draft",), condition=Q(state="pending"), name="one_pending_adoption"),
            models.CheckConstraint(
                condition=Q(decision__isnull=False) | ~Q(agreed_by=""), name="an_adoption_rests_on_something"
            ),
        )

    def __str__(self) -> str:
        return f"{self.draft}: {self.state}"

    def get_absolute_url(self) -> str:
        return f"{self.draft.get_absolute_url()}adoption/"

    @property
    def grounds(self) -> str:
        """On what it rests, in a line: the meeting, or who agreed."""
        return self.decision.meeting.title if self.decision else self.agreed_by

    def is_as_proposed(self) -> bool:
        """Whether the draft is still what was put forward."""
        return self.draft.version == self.version

    @property
    def days(self) -> tuple[date, date, date | None]:
        return self.adopted, self.start, self.review_due
