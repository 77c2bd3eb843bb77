"""Consultations: what is asked of whom until when, and what can still change."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opencompact.site import clock
from opencompact.site.accounts.models import Organisation
from opencompact.site.areas.models import Area
from opencompact.site.findings.models import Registered, State, lines

__all__ = ["Consultation"]

SOON = timedelta(days=14)  # closing soon


class Stage(models.TextChoices):
    """How far the matter had come when people were asked."""

    IDEA = "idea", _("An idea: nothing is written yet")
    OPTIONS = "options", _("Options to choose from")
    DRAFT = "draft", _("A draft")
    FINAL = "final", _("A final proposal, before the decision")


class Phase(models.TextChoices):
    """Where a published consultation is, by its days."""

    FORTHCOMING = "forthcoming", _("Forthcoming")
    OPEN = "open", _("Open")
    CLOSING_SOON = "closing-soon", _("Closing soon")
    AWAITING = "awaiting-feedback", _("Awaiting feedback")
    DONE = "done", _("Feedback published")


class Consultations(models.QuerySet["Consultation"]):
    """Consultations as they are read."""

    def of(self, area: Area) -> Consultations:
        return self.filter(area=area).select_related("area", "body", "edition")

    def public(self) -> Consultations:
        """Those everybody may read, also where they were withdrawn."""
        return self.exclude(state=State.PLANNED)

    def standing(self) -> Consultations:
        return self.filter(state=State.PUBLISHED)

    def plans_of(self, bodies: Any) -> Consultations:
        """The private plans of some bodies."""
        return self.filter(state=State.PLANNED, body__in=bodies)

    def in_phase(self, phase: Phase, today: date) -> Consultations:
        """Those in one phase of their life."""
        open_now = Q(opens__lte=today) & (Q(closes__gte=today) | Q(closes=None))
        soon = Q(closes__lte=today + SOON)
        answered = Q(feedback_published__lte=today)
        found = {
            Phase.FORTHCOMING: Q(opens__gt=today) | Q(opens=None),
            Phase.OPEN: open_now,
            Phase.CLOSING_SOON: open_now & soon,
            Phase.AWAITING: Q(closes__lt=today) & ~answered,
            Phase.DONE: Q(closes__lt=today) & answered,
        }
        return self.standing().filter(found[phase])


class Consultation(Registered):
    """One consultation. A blank text was not given; a blank day has not come."""

    REGISTER = "consultations"
    NOUN = "consultation"

    purpose = models.TextField(max_length=4000, blank=True)
    can_change = models.TextField(max_length=4000, blank=True)
    cannot_change = models.TextField(max_length=4000, blank=True)
    affected = models.TextField(max_length=4000, blank=True)  # who is affected
    groups = models.TextField(max_length=2000, blank=True)  # whose voice is often missing, one a line
    reaching = models.TextField(max_length=4000, blank=True)  # how they will be reached
    methods = models.TextField(max_length=2000, blank=True)  # ways to take part, one a line
    formats = models.TextField(max_length=2000, blank=True)  # accessible formats, one a line
    expenses_offered = models.BooleanField(null=True)
    expenses = models.CharField(max_length=400, blank=True)  # which, and how they are claimed
    prior_knowledge = models.TextField(max_length=4000, blank=True)  # what is already known
    known_link = models.URLField(blank=True)  # earlier results
    impact_assessed = models.DateField(null=True)
    impact_link = models.URLField(blank=True)
    stage = models.CharField(max_length=100, choices=Stage, blank=True)  # imports bring words of their own
    written = models.BooleanField(default=True)
    announced = models.DateField(null=True)
    opens = models.DateField(null=True)
    closes = models.DateField(null=True)
    decides = models.DateField(null=True)  # when it is to be decided
    short_reason = models.TextField(max_length=1000, blank=True)
    holiday_reason = models.TextField(max_length=1000, blank=True)
    elsewhere = models.URLField(max_length=500, blank=True)  # where it is answered, if not here
    asks_about = models.EmailField(blank=True)  # the office that answers questions; public
    involved = models.ManyToManyField(Organisation, related_name="+")  # who took part before it opened
    feedback_published = models.DateField(null=True)
    feedback_url = models.URLField(max_length=500, blank=True)
    responses = models.PositiveIntegerField(null=True)  # how many answered elsewhere

    objects = Consultations.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("area", "body", "reference"), condition=~Q(reference=""), name="one_consultation_a_reference"
            ),
        )
        indexes = (
            models.Index(fields=("area", "state", "closes")),
            models.Index(fields=("area", "state", "opens")),
            models.Index(fields=("body", "state")),
        )

    def known(self) -> dict[str, Any]:
        plain = (
            "opens", "closes", "announced", "written", "purpose", "can_change", "cannot_change", "expenses_offered",
            "prior_knowledge", "impact_assessed", "stage", "short_reason", "holiday_reason", "feedback_published",
            "feedback_url", "responses",
        )  # fmt: skip
        lists = ("methods", "formats", "groups")
        facts = {name: getattr(self, name) for name in plain}
        return facts | {name: lines(getattr(self, name)) or None for name in lists}

    def named(self) -> list[Organisation]:
        return [self.body, *self.involved.all()]

    def counted_on(self) -> date | None:
        return self.closes or self.opens

    @property
    def opening(self) -> datetime | None:
        """The moment from which answers are taken: the beginning of the opening day where the area is."""
        return self._begins(self.opens) if self.opens else None

    @property
    def closing(self) -> datetime | None:
        """The moment from which answers are taken no more: 11:59pm of the closing day has ended where the area is."""
        return self._begins(self.closes + timedelta(days=1)) if self.closes else None

    def _begins(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.area.zone)

    def is_open(self, moment: datetime | None = None) -> bool:
        """Whether answers are taken at a moment, now where none is given."""
        moment = moment or clock.now()
        started = self.opening is not None and self.opening <= moment
        return self.is_public and started and (self.closing is None or moment < self.closing)

    def phase(self, today: date | None = None) -> Phase:
        """Where it is by its days; one truth for page, list, feed and calendar."""
        today = today or self.area.today()
        if self.opens is None or today < self.opens:
            return Phase.FORTHCOMING
        if self.closes is None or today <= self.closes:
            return Phase.CLOSING_SOON if self.closes and self.closes - today <= SOON else Phase.OPEN
        published = self.feedback_published and self.feedback_published <= today
        return Phase.DONE if published else Phase.AWAITING
