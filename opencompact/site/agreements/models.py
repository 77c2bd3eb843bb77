"""Editions on the site: what was published never changes, it is succeeded. And the check-ins held on them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from opencompact.core.compacts import load
from opencompact.core.editions import Commitment, Words
from opencompact.core.editions import Edition as Document
from opencompact.core.words import in_words
from opencompact.site import clock
from opencompact.site.areas.models import Area
from opencompact.site.fields import LinkColumn

__all__ = ["CheckIn", "Edition", "OfficialWords"]


class Editions(models.QuerySet["Edition"]):
    """Editions as they are read."""

    def on(self, day: date) -> Editions:
        """The editions in force on a day."""
        return self.filter(Q(start=None) | Q(start__lte=day), Q(end=None) | Q(end__gte=day))

    def in_force_on(self, area: Area, day: date) -> Edition | None:
        """The edition in force in the area on a day."""
        return self.filter(area=area).on(day).newest_first().first()

    def newest_first(self) -> Editions:
        return self.order_by(F("start").desc(nulls_last=True), "-pk")

    def listed(self) -> Editions:
        """Without their texts, for pages that name editions and do not read them."""
        return self.defer("text").select_related("area")


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
    sign_again_by = models.DateField(null=True, blank=True)  # by when those who signed the one before are asked to sign
    published = models.DateTimeField(default=clock.now)
    applies_on = models.DateField(null=True, blank=True)  # when somebody said that it applies; None where nobody has
    read_at = LinkColumn(max_length=400, blank=True)  # where the document itself can be read

    objects = Editions.as_manager()

    class Meta:
        ordering = ("-start",)
        indexes = (models.Index(fields=("area", "-start")),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/areas/{self.area.slug}/editions/{self.pk}/"

    @property
    def document(self) -> Document:
        """The edition as the core reads it."""
        return load(self.text)

    @cached_property
    def official(self) -> dict[str, str]:
        """The official words of its clauses, where the area has put them in after it was published."""
        return dict(OfficialWords.objects.filter(edition=self).values_list("ref", "text"))

    def official_words(self, commitment: Commitment) -> Words:
        """The document's own words of a promise; empty where nobody has put them in."""
        return self.official.get(commitment.ref) or commitment.text

    @property
    def is_only_held(self) -> bool:
        """Whether nobody has told this site that it still applies: it is the latest edition we hold, no more."""
        return self.applies_on is None

    @property
    def first_day(self) -> date:
        """The first day in force; an undated document has always been."""
        return self.start or date.min

    def commitment(self, ref: str) -> Commitment | None:
        return next((each for each in self.document.commitments if each.ref == ref), None)

    def is_in_force(self, day: date) -> bool:
        return self.first_day <= day and (self.end is None or day <= self.end)


class OfficialWords(models.Model):
    """A clause as the document prints it, put in by the area. The edition itself is never edited."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    ref = models.CharField(max_length=40)
    text = models.TextField(max_length=10_000)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("edition", "ref"), name="official_words_once_a_clause"),)

    def __str__(self) -> str:
        return f"{self.edition_id}#{self.ref}"


class Outcome(models.TextChoices):
    """What a check-in came to. The sentence goes into the public record, so there is a fixed list of them."""

    GOES_ON = "goes_on", _("the edition continues as it is")
    WORK_ON_IT = "work_on_it", _("it continues, and both sectors will work on keeping it better")
    REVISED = "revised", _("it will be revised")
    REPLACED = "replaced", _("a new edition will be written")
    ENDED = "ended", _("it will end and will not be replaced")


class CheckIns(models.QuerySet["CheckIn"]):
    """Check-ins as they are read."""

    def of(self, editions: Iterable[Edition]) -> CheckIns:
        return self.filter(edition__in=editions).order_by("-on", "-pk")


class CheckIn(models.Model):
    """One look at an edition by both sectors: is it kept, does it still fit?"""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="check_ins")
    on = models.DateField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    notes = models.TextField(blank=True)  # for the officer and the chair only

    objects = CheckIns.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "on"),
                name="one_check_in_a_day",
                violation_error_message=_("There is already a check-in on that date."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition_id}, {in_words(self.on)}"
