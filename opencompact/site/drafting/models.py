"""Drafts of editions, every state they were in, and what people said of them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from opencompact.core.compacts import load
from opencompact.core.editions import Commitment
from opencompact.core.editions import Edition as Document
from opencompact.site import clock
from opencompact.site.accounts.models import Organisation, Person, RoleKind, Sector
from opencompact.site.accounts.rules import holds
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.fields import NameColumn

__all__ = ["Comment", "Draft", "Revision"]

READERS = (RoleKind.OFFICER, RoleKind.CHAIR, RoleKind.MEMBER, RoleKind.EDITOR)  # they read drafts before anybody else


@lru_cache(maxsize=32)
def read_text(text: str, name: str) -> Document:
    """A draft as the core reads it; kept, because a page asks for it several times."""
    return load(text, name)


class State(models.TextChoices):
    """Where a draft is."""

    WORKING = "working", _("in progress")
    OPEN = "open", _("open for comments")
    ADOPTED = "adopted", _("adopted")
    GIVEN_UP = "given_up", _("abandoned")


class Drafts(models.QuerySet["Draft"]):
    """Drafts as they are read."""

    def seen_by(self, person: Any, area: Area) -> Drafts:
        """The drafts of an area: all of them for those who work with it, for the rest those open for comments."""
        here = self.filter(area=area)
        if holds(person, area, *READERS):
            return here
        return here.filter(state=State.OPEN, opened_until__gte=area.today())

    def commented(self, area: Area) -> Drafts:
        """The drafts that were opened for comments once: what was said of them stays public."""
        return self.filter(area=area).exclude(opened=None)

    def going_on(self) -> Drafts:
        return self.filter(state__in=(State.WORKING, State.OPEN))

    def listed(self) -> Drafts:
        """Without their long texts."""
        return self.defer("source", "notes", "opened_text").order_by("-pk")


class Draft(models.Model):
    """An edition in the making. Its text is YAML that always loads: nothing is kept by halves."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="drafts")
    edition_id = models.CharField(max_length=80)  # what the edition is to be called: wellbridge-2027
    title = models.CharField(max_length=200)
    text = models.TextField()
    source_name = models.CharField(max_length=200, blank=True)  # the file it was made from
    source = models.JSONField(default=list)  # its paragraphs: place, number, text
    notes = models.JSONField(default=list)  # what the reader of the document was unsure of
    reviewed = models.JSONField(default=list)  # references of the clauses a person has looked at as they are now
    explained = models.JSONField(default=dict)  # reference: why no check holds a figure in its words
    renumbered = models.JSONField(default=dict)  # new reference: the one comments were made under
    state = models.CharField(max_length=10, choices=State, default=State.WORKING)
    version = models.PositiveIntegerField(default=1)
    made = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    opened = models.DateTimeField(null=True, blank=True)
    opened_until = models.DateField(null=True, blank=True)  # the last day for comments
    opened_text = models.TextField(blank=True)  # what people comment on; it stays while the officer works on
    ended = models.DateTimeField(null=True, blank=True)
    meeting = models.CharField(max_length=200, blank=True)  # where it was adopted
    became = models.OneToOneField(Edition, models.PROTECT, null=True, blank=True, related_name="draft")

    objects = Drafts.as_manager()

    class Meta:
        indexes = (models.Index(fields=("area", "state")),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=State.OPEN) | Q(opened_until__isnull=False), name="an_open_draft_has_a_last_day"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/areas/{self.area.slug}/drafts/{self.pk}/"

    @property
    def subject(self) -> str:
        """What the public record calls it."""
        return f"draft/{self.pk}"

    @property
    def document(self) -> Document:
        return read_text(self.text, f"{self.edition_id}.yaml")

    @property
    def opened_document(self) -> Document:
        """The edition as it was opened for comments."""
        return read_text(self.opened_text, f"{self.edition_id}.yaml")

    @property
    def going_on(self) -> bool:
        return self.state in (State.WORKING, State.OPEN)

    def is_open(self, today: date) -> bool:
        """Whether people may comment today."""
        return self.state == State.OPEN and self.opened_until is not None and today <= self.opened_until

    def commitment(self, ref: str) -> Commitment | None:
        return next((each for each in self.document.commitments if each.ref == ref), None)

    def left_to_review(self) -> list[str]:
        done = set(self.reviewed)
        return [each.ref for each in self.document.commitments if each.ref not in done]

    def explanation_of(self, ref: str, mark: str) -> str:
        """Why no check holds a figure in the words of a clause, as long as the clause is the same."""
        found = self.explained.get(ref, {})
        return str(found.get("why", "")) if found.get("mark") == mark else ""

    def commented_as(self, ref: str) -> str | None:
        """The reference a clause had when it was opened for comments; none where it is new since."""
        if ref in self.renumbered:
            return str(self.renumbered[ref])
        return None if ref in self.renumbered.values() else ref


class Revision(models.Model):
    """A draft after one change: who made it, when, and to which clause."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    says = models.CharField(max_length=200)
    ref = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("draft", "number"), name="one_revision_a_number"),)

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.number}: {self.says}"


class Place(models.TextChoices):
    """Whether a comment is shown."""

    HELD = "held", _("waiting to be approved")
    SHOWN = "shown", _("shown")
    ASIDE = "aside", _("not shown")


class Why(models.TextChoices):
    """Why a comment was set aside."""

    PERSON = "person", _("it names a person or gives private information")
    OTHER = "other", _("it is about something else")
    TWICE = "twice", _("it is a duplicate")
    ABUSE = "abuse", _("it is abusive or unlawful")


class Outcome(models.TextChoices):
    """What became of a comment."""

    CHANGED = "changed", _("Changed")
    PARTLY = "partly", _("Changed in part")
    UNCHANGED = "unchanged", _("Not changed")


class Comments(models.QuerySet["Comment"]):
    """Comments as they are read."""

    def shown(self) -> Comments:
        return self.filter(place=Place.SHOWN)

    def to_settle(self) -> Comments:
        """Those that wait for the officer: to be let through, or to be answered."""
        return self.exclude(place=Place.ASIDE).filter(outcome="")

    def counted(self) -> dict[str, int]:
        """How many were made, and what became of them."""
        return self.aggregate(
            all=Count("pk"),
            held=Count("pk", filter=Q(place=Place.HELD)),
            aside=Count("pk", filter=Q(place=Place.ASIDE)),
            answered=Count("pk", filter=~Q(outcome="")),
            changed=Count("pk", filter=Q(outcome__in=(Outcome.CHANGED, Outcome.PARTLY))),
        )


class Comment(models.Model):
    """What somebody said of one clause, or of the whole draft. Who they are stays with the officer."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="comments")
    ref = models.CharField(max_length=40, blank=True)  # empty: the draft as a whole
    words = models.TextField(max_length=5000)
    sector = models.CharField(max_length=10, choices=Sector, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    organisation_name = NameColumn(max_length=200, blank=True)  # as typed, by people without an account
    name = NameColumn(max_length=100, blank=True)  # never shown
    email = models.EmailField(blank=True)  # never shown; for the answer
    language = models.CharField(max_length=5, default="en")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    made = models.DateTimeField(default=clock.now)
    place = models.CharField(max_length=10, choices=Place, default=Place.HELD)
    why_aside = models.CharField(max_length=10, choices=Why, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answer = models.TextField(max_length=5000, blank=True)
    answered = models.DateTimeField(null=True, blank=True)

    objects = Comments.as_manager()

    class Meta:
        indexes = (models.Index(fields=("draft", "place")),)

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.ref or '*'}"

    @property
    def from_whom(self) -> str:
        """Whom the public sees it came from: an organisation and its side; never a person."""
        name = self.organisation.name if self.organisation else self.organisation_name
        return ", ".join(each for each in (name, str(self.get_sector_display()) if self.sector else "") if each)

    @property
    def about(self) -> str:
        """What the public record says it is about."""
        return self.ref or "the whole"
