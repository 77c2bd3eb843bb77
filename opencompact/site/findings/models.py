"""What every record of a register has, what the promises say of it as it was last worked out, and what both sides say.

A record is planned in private and then published. A register's own room adds its facts (``Registered``). Findings of
published records are stored, so that pages over many records read them instead of working them out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from opencompact.core.checks.ops import Status as CoreStatus
from opencompact.core.checks.phrases import noun
from opencompact.core.checks.records import REGISTERS, Record, Type
from opencompact.core.ledger.entries import plain
from opencompact.core.words import _ as told
from opencompact.core.words import sentence
from opencompact.site import clock
from opencompact.site.accounts.models import Organisation
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.fields import LinkColumn

__all__ = ["Amendment", "Finding", "Judgement", "Settled", "Statement"]


IN_ENTRIES = (Type.DAY, Type.NUMBER, Type.MONEY, Type.FLAG)


class Status(models.TextChoices):
    """What one check says of one record, in the words of every page."""

    KEPT = CoreStatus.KEPT.value, _("Kept")
    KEPT_WITH_REASON = CoreStatus.KEPT_WITH_REASON.value, _("Kept with a reason")
    DUE = CoreStatus.DUE.value, _("Due")
    AT_RISK = CoreStatus.AT_RISK.value, _("At risk")
    NOT_KEPT = CoreStatus.NOT_KEPT.value, _("Not kept")
    CANNOT_TELL = CoreStatus.CANNOT_TELL.value, _("Not known")
    NOT_APPLICABLE = CoreStatus.NOT_APPLICABLE.value, _("Does not apply")


COLOURS = {
    Status.KEPT: "green", Status.KEPT_WITH_REASON: "turquoise", Status.DUE: "blue", Status.AT_RISK: "yellow",
    Status.NOT_KEPT: "orange", Status.CANNOT_TELL: "grey", Status.NOT_APPLICABLE: "grey",
}  # fmt: skip
SETTLED = (Status.KEPT, Status.KEPT_WITH_REASON, Status.NOT_APPLICABLE)  # time alone changes none of these


class State(models.TextChoices):
    """Where a record stands; the moves between them are in rules.py."""

    PLANNED = "planned", _("Private plan")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Registered(models.Model):
    """A record of a register. Its findings are worked out from ``facts()`` by the edition it is judged by."""

    REGISTER: ClassVar[str]  # consultations
    NOUN: ClassVar[str]  # consultation: what the public record calls one
    READS: ClassVar[tuple[str, ...]] = ()  # what else its facts are read from

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # whose record it is
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")  # set when it is published
    reference = models.CharField(max_length=80, blank=True)  # what it is called where it came from
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    unknown = models.JSONField(default=list, blank=True)  # facts nobody has given: of these a finding can't tell
    made = models.DateTimeField(default=clock.now)
    published = models.DateTimeField(null=True)
    why_withdrawn = models.TextField(blank=True)
    reason_cases = models.JSONField(default=dict, blank=True)  # of each reason: the case of the agreement, or OTHER

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @classmethod
    def numbered(cls, numbers: Iterable[int]) -> models.QuerySet[Any]:
        """Some records with all that their findings are worked out from."""
        rows = cls._default_manager.filter(pk__in=numbers).select_related("area", "body", "edition")
        return rows.prefetch_related(*cls.READS)

    def get_absolute_url(self) -> str:
        return f"{self.area.get_absolute_url()}{self.REGISTER}/{self.pk}/"

    @property
    def subject(self) -> str:
        """What the public record calls it."""
        return f"{self.NOUN}/{self.pk}"

    @property
    def is_public(self) -> bool:
        return self.state == State.PUBLISHED

    def known(self) -> dict[str, Any]:
        """The facts of this register by the core's names, as the row holds them; each register has its own."""
        raise NotImplementedError

    def came_in(self) -> None:
        """Make a record that came in from a file whole; each register knows what a file can't say."""

    def make_plan(self) -> None:
        """Make a record that came in a private plan, as its body begins one."""
        self.state, self.edition, self.published = State.PLANNED, None, None

    def explain(self, field: str) -> str:
        """How a fact was worked out, where the record holds another; empty where it is the record's own."""
        return ""

    def named(self) -> list[Organisation]:
        """The organisations a finding about it names: they may reply, contest and add context."""
        return [self.body]

    def counted_on(self) -> date | None:
        """The day under whose year it is counted."""
        raise NotImplementedError

    def field_name(self, name: str) -> str:
        """What a fact is called where people read it: "The closing day"."""
        try:
            return sentence(told(noun(self.REGISTER, name)))
        except KeyError:
            return sentence(str(getattr(self._meta.get_field(name), "verbose_name", name)))

    def facts(self) -> Record:
        """The record as the core reads it: blank is "has not happened", absent is "nobody knows"."""
        fields = REGISTERS[self.REGISTER]
        usual = {"id": str(self.pk), "title": self.title, "body": self.body.name}
        plain: dict[str, Any] = {name: value for name, value in usual.items() if name in fields} | self.known()
        assert set(plain) <= set(fields), self.REGISTER
        return {name: None if value == "" else value for name, value in plain.items() if name not in self.unknown}

    def holds(self) -> dict[str, Any]:
        """What the public record holds of it beside its title: how it stands, its dates and numbers, never words."""
        kinds = REGISTERS[self.REGISTER]
        known = {name: value for name, value in self.facts().items() if kinds[name].type in IN_ENTRIES}
        return {"state": self.state, **known}

    def plain_holds(self) -> dict[str, Any]:
        """The same as an entry holds it."""
        return plain(self.holds())


def registers() -> dict[str, type[Registered]]:
    """The registers of the rooms above, by name."""
    return {each.REGISTER: each for each in Registered.__subclasses__()}


def lines(text: str) -> tuple[str, ...]:
    """A list typed one a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class Findings(models.QuerySet["Finding"]):
    """Stored findings as they are read."""

    def of(self, row: Registered) -> Findings:
        """What the promises say of one record; whoever asks has its area, its body and its edition."""
        return self.filter(area=row.area_id, register=row.REGISTER, record=row.pk).order_by("place")

    def public_on(self, day: date) -> Findings:
        """Without those about which the body still has time to reply first."""
        return self.filter(Q(public_from=None) | Q(public_from__lte=day))

    def held_back_on(self, day: date) -> Findings:
        """Those about which the body still has time to reply."""
        return self.filter(public_from__gt=day)

    def that_count(self) -> Findings:
        """Those that say something: a promise that does not touch a record is not counted."""
        return self.exclude(status=Status.NOT_APPLICABLE)

    def of_promise(self, edition: Edition, ref: str) -> Findings:
        return self.filter(area=edition.area_id, edition=edition, ref=ref)

    def verdicts(self) -> Findings:
        """One for each promise on each record: the check that decides it. Figures count these and never checks."""
        return self.filter(decides=True)

    def tally(self, *by: str) -> list[dict[str, Any]]:
        """How many there are of each status, by these columns."""
        return list(self.values(*by, "status").annotate(count=Count("pk")).order_by(*by, "status"))

    def to_come(self, last: date) -> Findings:
        """What is due up to a day, the first first; what is at risk has no day where nothing but a change mends it."""
        due = Q(status=Status.DUE, deadline__lte=last) | Q(status=Status.AT_RISK)
        return self.filter(due).select_related("area", "body").order_by("deadline", "register", "record", "place")

    def unsettled(self) -> Findings:
        """Those that a new day may change."""
        return self.exclude(status__in=SETTLED)


class Finding(models.Model):
    """What one check says of one published record, as it was last worked out."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    register = models.CharField(max_length=20)
    record = models.BigIntegerField()
    title = models.CharField(max_length=200)  # of the record
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # whom it is about
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    ref = models.CharField(max_length=40)
    check_id = models.CharField(max_length=40)
    party = models.CharField(max_length=10)  # who promised: public, voluntary, both
    place = models.PositiveSmallIntegerField()  # its order in the edition
    status = models.CharField(max_length=20, choices=Status)
    deadline = models.DateField(null=True)
    counted_on = models.DateField(null=True)
    since = models.DateField()  # the first day with this status
    public_from = models.DateField(null=True)  # where not kept: the body could reply first, up to the day before
    changed_by = models.ForeignKey("Amendment", models.PROTECT, null=True, related_name="+")  # a fact was changed later
    status_before = models.CharField(max_length=20, blank=True)  # and what it was until then
    reply_until = models.DateField(null=True)  # those it names were asked again, up to this day
    decides = models.BooleanField(default=False)  # whether it is the verdict on its promise: the worst of its checks
    ours = models.BooleanField(default=False)  # whether that verdict rests on our reading, not on what is printed

    objects = Findings.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("register", "record", "ref", "check_id"), name="one_finding_a_check"),
        )
        indexes = (
            models.Index(fields=("area", "ref", "status")),
            models.Index(fields=("area", "status", "deadline")),
            models.Index(fields=("area", "register", "counted_on")),
        )

    def __str__(self) -> str:
        return f"{self.register}/{self.record} {self.ref}: {self.status}"

    def get_absolute_url(self) -> str:
        return f"{self.area.get_absolute_url()}{self.register}/{self.record}/#{self.anchor}"

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its record."""
        return f"finding-{self.ref}-{self.check_id}"

    @property
    def say_href(self) -> str:
        """Where those it names say what they have to say of it."""
        return f"{self.area.get_absolute_url()}findings/{self.pk}/say/"

    @property
    def colour(self) -> str:
        return COLOURS[Status(self.status)]

    def is_held_back(self, day: date) -> bool:
        """Whether the body may still reply before it is public."""
        return self.public_from is not None and day < self.public_from


class Settled(models.Model):
    """Up to which day the findings of an area were brought up to date, and by which version of the checks."""

    area = models.OneToOneField(Area, models.CASCADE, related_name="+")
    on = models.DateField()
    version = models.CharField(max_length=20, default="")

    def __str__(self) -> str:
        return f"{self.area}: {self.on}"


class Word(models.TextChoices):
    """What somebody named says of a finding."""

    REPLY = "reply", _("Reply")
    CONTEST = "contest", _("Does not agree with the finding")
    CONTEXT = "context", _("Adds background")


class Statements(models.QuerySet["Statement"]):
    """Statements as they are read."""

    def on(self, findings: Iterable[Finding]) -> Statements:
        return self.filter(finding__in=list(findings), withdrawn=None).select_related("organisation").order_by("pk")


class Statement(models.Model):
    """What a named body or organisation says of a finding. It stands beside the finding and changes nothing in it."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="statements")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Word)
    words = models.TextField(max_length=2000)
    said = models.DateTimeField(default=clock.now)
    withdrawn = models.DateTimeField(null=True)
    entry = models.BigIntegerField()  # its number in the public record

    objects = Statements.as_manager()

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()}"


class Said(models.TextChoices):
    """What a side says of a promise that people judge."""

    KEPT = "kept", _("Kept")
    KEPT_WITH_REASON = "kept_with_reason", _("Kept with a reason")
    NOT_KEPT = "not_kept", _("Not kept")
    CANNOT_TELL = "cannot_tell", _("Not known")


class Judgements(models.QuerySet["Judgement"]):
    """Judgements as they are read."""

    def of_promise(self, edition: Edition, ref: str) -> Judgements:
        found = self.filter(area=edition.area_id, edition=edition, ref=ref, withdrawn=None)
        found = found.select_related("organisation")
        return found.order_by(F("on").desc(), "-pk")


class Judgement(models.Model):
    """What one side says of a promise no date can settle, on a day, with its evidence."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    ref = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    side = models.CharField(max_length=10)  # public or voluntary: the two are kept apart
    said = models.CharField(max_length=20, choices=Said)
    evidence = models.TextField(max_length=4000)
    link = LinkColumn(blank=True)
    on = models.DateField()
    withdrawn = models.DateTimeField(null=True)
    entry = models.BigIntegerField()

    objects = Judgements.as_manager()

    class Meta:
        indexes = (models.Index(fields=("area", "ref")),)

    def __str__(self) -> str:
        return f"{self.organisation}, {self.ref}: {self.said}"


class Amendments(models.QuerySet["Amendment"]):
    """Amendments as they are read."""

    def of(self, row: Registered) -> Amendments:
        return self.filter(register=row.REGISTER, record=row.pk).order_by("-pk")


class Amendment(models.Model):
    """A change to a published record: what stood there, what stands there now, and why. Everybody may read it."""

    register = models.CharField(max_length=20)
    record = models.BigIntegerField()
    made = models.DateTimeField(default=clock.now)
    changes = models.JSONField()  # [{"field": "closes", "was": "2027-01-10", "becomes": "2027-01-24"}]
    why = models.TextField(max_length=1000)
    shown_by = models.TextField(max_length=1000, blank=True)  # what shows it, where it turns what was found
    entry = models.BigIntegerField()

    objects = Amendments.as_manager()

    class Meta:
        indexes = (models.Index(fields=("register", "record")),)

    def __str__(self) -> str:
        return f"{self.register}/{self.record}: {self.made:%Y-%m-%d}"
