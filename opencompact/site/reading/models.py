"""What readers make of answers: codes, tags, suggested groups, samples read twice, quotes, redactions.

All of it is for the body that asked. Public are the results, once they are published, and that something was redacted.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from opencompact.site import clock
from opencompact.site.accounts.models import Person
from opencompact.site.consultations.models import Consultation
from opencompact.site.responses.models import Answer, Question, Response

__all__ = [
    "Code",
    "Coding",
    "Grouping",
    "Quote",
    "Redaction",
    "Results",
    "Sample",
    "SampleItem",
    "Suggested",
    "SuggestedMember",
    "Tag",
    "Tagging",
]


class Codes(models.QuerySet["Code"]):
    """Codes as they are read."""

    def of(self, consultation: Consultation) -> Codes:
        return self.filter(consultation=consultation).order_by("place", "pk")

    def counted(self) -> Codes:
        """With how many responses say so; those withdrawn are not counted."""
        standing = Q(codings__answer__response__withdrawn=None)
        return self.annotate(responses=Count("codings__answer__response", filter=standing, distinct=True))


class Code(models.Model):
    """One point people make, as the body words it: the coding frame is all of them."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=120)
    description = models.TextField(max_length=1000, blank=True)  # what belongs to it, and what does not

    objects = Codes.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("consultation", "title"), name="a_code_has_a_title_of_its_own"),)

    def __str__(self) -> str:
        return self.title


class Coding(models.Model):
    """An answer says what a code stands for."""

    code = models.ForeignKey(Code, models.CASCADE, related_name="codings")
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="codings")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("code", "answer"), name="an_answer_has_a_code_once"),)

    def __str__(self) -> str:
        return f"{self.code_id}/{self.answer_id}"


class Tag(models.Model):
    """A word of the readers for whole responses: to read again, from a school, speaks for many."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("consultation", "name"), name="a_tag_is_there_once"),)

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """A response has a tag."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings")
    response = models.ForeignKey(Response, models.CASCADE, related_name="taggings")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("tag", "response"), name="a_response_has_a_tag_once"),)

    def __str__(self) -> str:
        return f"{self.tag_id}/{self.response_id}"


class Groupings(models.QuerySet["Grouping"]):
    """Groupings as they are read."""

    def waiting(self) -> Groupings:
        """Those the worker has yet to make, the first asked for first."""
        return self.filter(done__lt=models.F("wanted")).order_by("asked", "pk")


class Grouping(models.Model):
    """The suggested groups and the campaigns among the answers to one question, as they were last worked out."""

    question = models.OneToOneField(Question, models.CASCADE, related_name="grouping")
    asked = models.DateTimeField(default=clock.now)
    made = models.DateTimeField(null=True)
    wanted = models.PositiveIntegerField(default=1)  # one more each time they are asked for, or a word is withheld
    done = models.PositiveIntegerField(default=0)  # what was wanted when they were made last
    answers = models.PositiveIntegerField(default=0)  # that were put in groups
    others = models.PositiveIntegerField(default=0)  # of which so many are in none
    failed = models.BooleanField(default=False)

    objects = Groupings.as_manager()

    def __str__(self) -> str:
        return f"groups of {self.question_id}"

    @property
    def is_waiting(self) -> bool:
        return self.done < self.wanted


class Suggested(models.Model):
    """Answers that speak of the same things, or that are one text sent by many."""

    grouping = models.ForeignKey(Grouping, models.CASCADE, related_name="groups")
    is_campaign = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField()
    words = models.JSONField(default=list)  # telling words; words that were redacted are taken out of them
    size = models.PositiveIntegerField()
    identical = models.PositiveIntegerField(default=0)  # of a campaign: how many are the same to the word
    typical = models.JSONField(default=list)  # keys of answers
    code = models.ForeignKey(Code, models.SET_NULL, null=True, related_name="+")  # the code it was accepted as

    class Meta:
        indexes = (models.Index(fields=("grouping", "is_campaign", "place")),)

    def __str__(self) -> str:
        return ", ".join(self.words)


class SuggestedMember(models.Model):
    """One answer of a suggested group."""

    group = models.ForeignKey(Suggested, models.CASCADE, related_name="members")
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="suggested")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("group", "answer"), name="an_answer_is_in_a_group_once"),)

    def __str__(self) -> str:
        return f"{self.group_id}/{self.answer_id}"


class Sample(models.Model):
    """Answers drawn at random that two people code without seeing each other's codes."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="samples")
    seed = models.PositiveIntegerField()  # the same seed draws the same answers again
    drawn_from = models.PositiveIntegerField()
    drawn = models.DateTimeField(default=clock.now)
    first = models.ForeignKey(Person, models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"sample {self.pk}"

    def is_coder(self, person: Any) -> bool:
        return person.pk in (self.first_id, self.second_id)


class SampleItems(models.QuerySet["SampleItem"]):
    """Answers of a sample as they are read."""

    def open_for(self, sample: Sample, person: Any) -> SampleItems:
        """Those a coder has yet to code."""
        unread = Q(first_codes__isnull=True) if person.pk == sample.first_id else Q(second_codes__isnull=True)
        return self.filter(unread, sample=sample).order_by("place")


class SampleItem(models.Model):
    """One answer of a sample, with the keys of the codes each of the two gave it; None: not read yet."""

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="items")
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()
    first_codes = models.JSONField(null=True)
    second_codes = models.JSONField(null=True)
    settled = models.BooleanField(default=False)

    objects = SampleItems.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("sample", "answer"), name="an_answer_is_drawn_once"),)

    def __str__(self) -> str:
        return f"{self.sample_id}/{self.place}"


class Quotes(models.QuerySet["Quote"]):
    """Quotes as they are read."""

    def of(self, consultation: Consultation) -> Quotes:
        """Those that may be shown still: their writers agree, and have not withdrawn."""
        found = self.filter(answer__question__consultation=consultation, answer__publish=True)
        found = found.filter(answer__response__withdrawn=None)
        return found.select_related("answer__question", "answer__response").order_by("answer__question__place", "pk")

    def published_with(self, results: Results) -> Quotes:
        """Those everybody reads: what was quoted later waits until the results are published again."""
        return self.filter(made__lte=results.published)


class Quote(models.Model):
    """Telling words of an answer whose writer agreed that it is published. Its words stand in the answer."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="quotes")
    begins = models.PositiveIntegerField()
    ends = models.PositiveIntegerField()
    made = models.DateTimeField(default=clock.now)

    objects = Quotes.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("answer", "begins", "ends"), name="words_are_quoted_once"),)

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """What is quoted, as it may be read today."""
        return self.answer.words[self.begins : self.ends]


class Reason(models.TextChoices):
    """Why words are not shown."""

    PERSONAL = "personal", _("personal data about the person responding")
    THIRD = "third", _("personal data about somebody else")
    UNLAWFUL = "unlawful", _("words that may be unlawful to publish")
    ABUSE = "abuse", _("abuse or threats")
    CONFIDENTIAL = "confidential", _("given in confidence")


class Redactions(models.QuerySet["Redaction"]):
    """Redactions as they are read."""

    def standing(self) -> Redactions:
        return self.filter(lifted=None)


class Redaction(models.Model):
    """Words of an answer, or its file, that are withheld, and why."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="redactions")
    of_file = models.BooleanField(default=False)
    reason = models.CharField(max_length=12, choices=Reason)
    made = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    entry = models.BigIntegerField()
    lifted = models.DateTimeField(null=True)

    objects = Redactions.as_manager()

    class Meta:
        indexes = (models.Index(fields=("answer", "lifted")),)

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.reason}"


class Results(models.Model):
    """The results of a consultation, once everybody may read them."""

    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="results")
    summary = models.TextField(max_length=4000, blank=True)
    campaigns = models.JSONField(default=dict)  # of each question: the sizes of its campaigns on that day
    published = models.DateTimeField(default=clock.now)
    entry = models.BigIntegerField()

    def __str__(self) -> str:
        return f"results of {self.consultation_id}"


def in_campaign() -> Exists:
    """Whether an answer is one of many that send the same text."""
    return Exists(SuggestedMember.objects.filter(answer=OuterRef("pk"), group__is_campaign=True))
