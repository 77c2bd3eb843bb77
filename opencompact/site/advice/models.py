"""Proposals on which the group was asked for advice, and recommendations it made."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opencompact.site.accounts.models import Organisation
from opencompact.site.areas.models import Area
from opencompact.site.fields import LinkColumn
from opencompact.site.group.models import Group
from opencompact.site.meetings.models import AgendaItem, Meeting

__all__ = ["Recommendation", "Referral"]


class Stage(models.TextChoices):
    """How far a proposal is when the group is asked. The earlier, the more advice can change."""

    IDEA = "idea", _("An idea: everything can change")
    OPTIONS = "options", _("Options to choose from")
    DRAFT = "draft", _("A draft: details can change")


class ReferralState(models.TextChoices):
    """How far a request for advice has come; ``REFERRAL_MOVES`` in the rules says what may follow what."""

    REFERRED = "referred", _("Waiting for advice")
    ADVISED = "advised", _("Advice given")
    ANSWERED = "answered", _("Replied to")


class Outcome(models.TextChoices):
    """What became of advice."""

    FOLLOWED = "followed", _("Followed")
    IN_PART = "followed_in_part", _("Followed in part")
    NOT_FOLLOWED = "not_followed", _("Not followed")


class Referrals(models.QuerySet["Referral"]):
    """Requests for advice as they are read."""

    def of(self, area: Area) -> Referrals:
        return self.filter(group__area=area).select_related("group__area", "body__area")

    def in_state(self, state: str) -> Referrals:
        return self.filter(state=state)


class Referral(models.Model):
    """A proposal of a body or a group, on which it asked the group of the area for advice."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="referrals")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="referrals")
    title = models.CharField(max_length=200)
    about = models.TextField()
    asked = models.TextField()  # what the group is asked
    stage = models.CharField(max_length=10, choices=Stage)
    decide_by = models.DateField(null=True, blank=True)
    link = LinkColumn(blank=True)
    state = models.CharField(max_length=10, choices=ReferralState, default=ReferralState.REFERRED)
    referred = models.DateField()
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, blank=True, related_name="referrals")
    advice = models.TextField(blank=True)
    advised = models.DateField(null=True, blank=True)
    advised_at = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="advice")
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    because = models.TextField(blank=True)
    answered = models.DateField(null=True, blank=True)

    objects = Referrals.as_manager()

    class Meta:
        indexes = (models.Index(fields=("group", "state")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=("", Outcome.FOLLOWED)) | ~Q(because=""),
                name="advice_not_followed_has_a_reason",
                violation_error_message=_("Say why the advice was not followed."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def area(self) -> Area:
        return self.group.area

    def get_absolute_url(self) -> str:
        return f"{self.area.get_absolute_url()}advice/{self.pk}/"

    @property
    def subject(self) -> str:
        """What the public record calls it."""
        return f"advice/{self.pk}"

    @property
    def answer_by(self) -> date | None:
        """By when the area wants to hear what became of the advice; none where nothing was agreed."""
        days = self.area.answer_days
        return self.advised + timedelta(days=days) if self.advised and days else None

    def days_waiting(self, today: date) -> int | None:
        """How many days the group has waited for an answer to its advice."""
        return (today - self.advised).days if self.advised and not self.answered else None


class RecommendationState(models.TextChoices):
    """How far a recommendation has come; ``RECOMMENDATION_MOVES`` in the rules says what may follow what."""

    MADE = "made", _("Waiting for a reply")
    ACCEPTED = "accepted", _("Accepted")
    IN_PART = "accepted_in_part", _("Accepted in part")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    DONE = "done", _("Carried out")


ACCEPTED = (RecommendationState.ACCEPTED, RecommendationState.IN_PART, RecommendationState.DONE)
OPEN = (RecommendationState.MADE, RecommendationState.ACCEPTED, RecommendationState.IN_PART)


class Recommendations(models.QuerySet["Recommendation"]):
    """Recommendations as they are read."""

    def of(self, area: Area) -> Recommendations:
        return self.filter(group__area=area).select_related("group__area", "body__area", "meeting")

    def in_state(self, state: str) -> Recommendations:
        return self.filter(state=state)

    def overdue(self, today: date) -> Recommendations:
        """Whose day has passed, and which are neither carried out nor refused."""
        return self.filter(state__in=OPEN, due__lt=today)

    def counted(self) -> dict[str, int]:
        """How many were made, accepted and carried out."""
        return self.aggregate(
            made=models.Count("pk"),
            accepted=models.Count("pk", filter=Q(state__in=ACCEPTED)),
            finished=models.Count("pk", filter=Q(state=RecommendationState.DONE)),
        )


class Recommendation(models.Model):
    """What the group recommends to a body or a group."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="recommendations")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="recommendations")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="recommendations")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    refs = models.JSONField(default=list)  # the promises it touches
    made = models.DateField()
    due = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=RecommendationState, default=RecommendationState.MADE)
    answer = models.TextField(blank=True)
    answered = models.DateField(null=True, blank=True)
    done = models.DateField(null=True, blank=True)
    result = models.TextField(blank=True)
    evidence = LinkColumn(blank=True)

    objects = Recommendations.as_manager()

    class Meta:
        indexes = (models.Index(fields=("group", "state")),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=("accepted_in_part", "not_accepted")) | ~Q(answer=""),
                name="a_refusal_has_a_reason",
                violation_error_message=_("Say why it is not accepted."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def area(self) -> Area:
        return self.group.area

    def get_absolute_url(self) -> str:
        return f"{self.area.get_absolute_url()}recommendations/{self.pk}/"

    @property
    def subject(self) -> str:
        """What the public record calls it."""
        return f"recommendation/{self.pk}"

    @property
    def answer_by(self) -> date | None:
        """By when the area wants an answer; none where nothing was agreed."""
        return self.made + timedelta(days=self.area.answer_days) if self.area.answer_days else None

    def is_unanswered(self, today: date) -> bool:
        """Whether the day of the answer has passed without one."""
        return bool(self.answer_by and self.answer_by < today and self.state == RecommendationState.MADE)

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed and it is neither carried out nor refused."""
        return bool(self.due and self.due < today and self.state in OPEN)
