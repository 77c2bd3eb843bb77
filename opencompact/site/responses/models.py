"""Questions, answers that are being written, answers that were sent.

Who answered and what they said is for the body that asks. Of equality questions only counts are kept, so that no count
can be led back to an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opencompact.site import clock
from opencompact.site.accounts.models import Person
from opencompact.site.consultations.models import Consultation
from opencompact.site.fields import NameColumn
from opencompact.site.findings.models import lines

__all__ = ["Answer", "Attachment", "EqualityCount", "Question", "Questionnaire", "Response", "Started", "Tally"]


class Questionnaire(models.Model):
    """The questions of a consultation that is answered here. Once published and open they stay as they are."""

    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="questionnaire")
    introduction = models.TextField(max_length=4000, blank=True)
    privacy = models.TextField(max_length=4000, blank=True)  # what the body does with the answers, and how long
    published = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"questions of {self.consultation_id}"


class Kind(models.TextChoices):
    """What an answer to a question looks like."""

    TEXT = "text", _("Free text")
    ONE = "one", _("Choose one option")
    MANY = "many", _("Choose any number of options")
    SCALE = "scale", _("Scale")
    RANK = "rank", _("Rank in order of importance")
    NUMBER = "number", _("Number")
    FILE = "file", _("File upload")


CHOSEN = (Kind.ONE, Kind.MANY, Kind.SCALE, Kind.RANK)  # answered by choosing
COUNTED = (Kind.ONE, Kind.MANY, Kind.SCALE)  # of which an equality question can be
LONGEST = 20_000  # characters of an answer in words


class Questions(models.QuerySet["Question"]):
    """Questions as they are read."""

    def of(self, consultation: Consultation) -> Questions:
        """The questions about the matter."""
        return self.filter(consultation=consultation, apart=False).order_by("place", "pk")

    def apart_of(self, consultation: Consultation) -> Questions:
        """The equality questions."""
        return self.filter(consultation=consultation, apart=True).order_by("place", "pk")


class Question(models.Model):
    """One question."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="questions")
    place = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=500)
    hint = models.CharField(max_length=500, blank=True)
    options = models.TextField(max_length=5000, blank=True)  # one a line; of a scale its steps
    required = models.BooleanField(default=False)
    apart = models.BooleanField(default=False)  # an equality question: optional, counted, never kept with an answer

    objects = Questions.as_manager()

    class Meta:
        indexes = (models.Index(fields=("consultation", "place")),)

    def __str__(self) -> str:
        return self.text

    @property
    def choices(self) -> tuple[str, ...]:
        return lines(self.options)

    def said(self, chosen: Iterable[int]) -> list[str]:
        """The options chosen, in words."""
        choices = self.choices
        return [choices[place] for place in chosen if 0 <= place < len(choices)]


class Started(models.Model):
    """An answer somebody is writing. Who has its code goes on where they stopped; it is forgotten after the close."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    typed = models.JSONField(default=dict)  # what was typed into each field, as it was typed
    files = models.JSONField(default=dict)  # of each question answered with one: where it lies and what it is
    size = models.PositiveBigIntegerField(default=0)  # bytes of its files
    language = models.CharField(max_length=5, default="en")
    saved = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = (models.Index(fields=("consultation", "saved")),)

    def __str__(self) -> str:
        return f"started {self.pk}"


class Way(models.TextChoices):
    """How an answer came in; each is counted apart."""

    ONLINE = "online", _("online")
    PAPER = "paper", _("on paper")
    MEETING = "meeting", _("at a meeting")
    TELEPHONE = "telephone", _("by telephone")


class Responses(models.QuerySet["Response"]):
    """Responses as they are read."""

    def of(self, consultation: Consultation) -> Responses:
        return self.filter(consultation=consultation, withdrawn=None)

    def of_organisations(self) -> Responses:
        return self.filter(as_organisation=True)

    def of_address(self, email: str) -> Responses:
        """Those whose writers left this address."""
        return self.filter(email__iexact=email).exclude(email="")


class Response(models.Model):
    """What one person or organisation sent. The receipt is its entry in the public record."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="+")
    received = models.DateTimeField()
    way = models.CharField(max_length=10, choices=Way, default=Way.ONLINE)
    code_hash = models.CharField(max_length=64, blank=True)  # the same answer sent twice is one
    people = models.PositiveIntegerField(default=1)  # at a meeting: how many said so
    language = models.CharField(max_length=5, default="en")
    as_organisation = models.BooleanField(default=False)
    organisation = models.CharField(max_length=200, blank=True)
    speaks_for = models.CharField(max_length=400, blank=True)  # whom the organisation speaks for
    asked = models.PositiveIntegerField(null=True)  # how many of them were asked
    basis = models.CharField(max_length=400, blank=True)  # on what basis: a meeting, a vote, the board
    name = NameColumn(max_length=100, blank=True)
    email = models.EmailField(blank=True, db_index=True)  # to hear what became of it; for nothing else
    wants_news = models.BooleanField(default=False)
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn = models.DateTimeField(null=True)
    entry = models.BigIntegerField(null=True)  # the number of its entry in the public record

    objects = Responses.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("code_hash",), condition=~Q(code_hash=""), name="an_answer_is_sent_once"),
        )
        indexes = (
            models.Index(fields=("consultation", "withdrawn", "way")),
            models.Index(fields=("consultation", "-id")),
        )

    def __str__(self) -> str:
        return f"response {self.pk}"

    def get_absolute_url(self) -> str:
        return f"{self.consultation.get_absolute_url()}responses/{self.pk}/"

    @property
    def receipt(self) -> str:
        """Where the public record says that it was received."""
        return f"/record/{self.entry}/"


class Tallies(models.QuerySet["Tally"]):
    """Tallies as they are read."""

    def of(self, consultation: Consultation) -> Tallies:
        return self.filter(consultation=consultation, count__gt=0).order_by("way", "as_organisation")

    def total(self) -> int:
        return sum(each.count for each in self)


class Tally(models.Model):
    """How many answers stand that came in one way, from people or from organisations: nobody counts a hundred thousand
    of them for a page."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="+")
    way = models.CharField(max_length=10, choices=Way)
    as_organisation = models.BooleanField()
    count = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)  # at a meeting one answer stands for many

    objects = Tallies.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("consultation", "way", "as_organisation"), name="one_tally_a_way"),
        )

    def __str__(self) -> str:
        return f"{self.consultation_id}/{self.way}"


class Answers(models.QuerySet["Answer"]):
    """Answers as they are read."""

    def to(self, question: Question) -> Answers:
        return self.filter(question=question, response__withdrawn=None)

    def public(self) -> Answers:
        """Those whose writers agreed to have them published."""
        return self.filter(publish=True, response__withdrawn=None)


class Answer(models.Model):
    """What was answered to one question."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    text = models.TextField(max_length=20_000, blank=True)
    redacted = models.TextField(max_length=20_000, blank=True)  # the words everybody but the redactor reads
    is_redacted = models.BooleanField(default=False)
    chosen = models.JSONField(default=list)  # places of the options chosen; of a rank in their order
    number = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    publish = models.BooleanField(default=False)  # its writer agrees

    objects = Answers.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("response", "question"), name="a_question_is_answered_once"),)
        indexes = (models.Index(fields=("question", "response")),)

    def __str__(self) -> str:
        return f"answer {self.pk}"

    @property
    def words(self) -> str:
        """The text as it may be read, in every copy."""
        return self.redacted if self.is_redacted else self.text

    @property
    def shown(self) -> str:
        """What was answered, in words, whatever the kind of the question."""
        if self.question.kind in CHOSEN:
            mark = " > " if self.question.kind == Kind.RANK else "; "
            return mark.join(self.question.said(self.chosen))
        return f"{self.number.normalize():f}" if self.number is not None else self.words


class Attachment(models.Model):
    """A file given as an answer; its bytes lie outside the database."""

    answer = models.OneToOneField(Answer, models.CASCADE, related_name="attachment")
    name = models.CharField(max_length=200)
    stored = models.CharField(max_length=64)  # the name it lies under, which says nothing
    ending = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    withheld = models.BooleanField(default=False)  # nobody gets it, for a reason the public record says

    def __str__(self) -> str:
        return self.name


class EqualityCount(models.Model):
    """How often one option of an equality question was chosen. Nothing leads from here to an answer."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="counts")
    option = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("question", "option"), name="one_count_an_option"),)

    def __str__(self) -> str:
        return f"{self.question_id}/{self.option}"


class Given(NamedTuple):
    """What is answered to one question, before it is kept."""

    question: Question
    text: str = ""
    chosen: tuple[int, ...] = ()
    number: Decimal | None = None
    publish: bool = False
    file: dict[str, Any] | None = None

    @property
    def is_blank(self) -> bool:
        return not (self.text.strip() or self.chosen or self.file) and self.number is None

    @property
    def words(self) -> str:
        """What is answered, in words."""
        if self.file:
            return str(self.file["name"])
        if self.number is not None:
            return f"{self.number:f}"
        return self.text or "\n".join(self.question.said(self.chosen))


class Reply(NamedTuple):
    """One whole response, before it is kept: about the matter, apart from it, and who gives it."""

    given: tuple[Given, ...] = ()
    apart: tuple[Given, ...] = ()
    received: datetime | None = None
    who: Mapping[str, Any] = MappingProxyType({})  # fields of the response: organisation, name, email, people …

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all is said about the matter."""
        return all(each.is_blank for each in self.given)
