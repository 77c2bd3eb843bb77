"""Consultations: what is asked of whom until when, and what can still change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Cast, Coalesce, Concat, LPad
from django.db.models.lookups import Contains
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opencompact.core.addresses import is_address
from opencompact.core.words import in_words
from opencompact.site import clock
from opencompact.site.accounts.models import Organisation
from opencompact.site.areas.models import Area
from opencompact.site.fields import LinkColumn
from opencompact.site.findings.models import Registered, State, lines

__all__ = ["Consultation"]

SOON = timedelta(days=14)  # closing soon
COLOURS = {
    "forthcoming": "blue", "open": "green", "closing-soon": "yellow", "awaiting-feedback": "purple", "closed": "grey",
    "done": "turquoise",
}  # fmt: skip


NAMES = {  # of the facts the core does not know
    "affected": gettext_lazy("Who is affected"),
    "reaching": gettext_lazy("How groups are reached"),
    "expenses": gettext_lazy("Expenses paid"),
    "known_link": gettext_lazy("Link to earlier results"),
    "impact_link": gettext_lazy("Link to the impact assessment"),
    "decides": gettext_lazy("Decision date"),
    "elsewhere": gettext_lazy("Where people respond"),
    "in_person": gettext_lazy("Meetings and paper forms"),
    "documents": gettext_lazy("Documents to read"),
    "questions_from": gettext_lazy("The date the questions are published"),
    "answerable_from": gettext_lazy("The first date people could respond"),
    "asks_about": gettext_lazy("Who to contact"),
}


class Stage(models.TextChoices):
    """How far the matter had come when people were asked."""

    IDEA = "idea", gettext_lazy("An idea: nothing is written yet")
    OPTIONS = "options", gettext_lazy("Options to choose from")
    DRAFT = "draft", gettext_lazy("A draft")
    FINAL = "final", gettext_lazy("A final proposal, before the decision")


class Phase(models.TextChoices):
    """Where a published consultation is, by its days."""

    FORTHCOMING = "forthcoming", gettext_lazy("Upcoming")
    OPEN = "open", gettext_lazy("Open")
    CLOSING_SOON = "closing-soon", gettext_lazy("Closing soon")
    AWAITING = "awaiting-feedback", gettext_lazy("Awaiting feedback")
    CLOSED = "closed", gettext_lazy("Closed")  # nobody has written down whether there was feedback
    DONE = "done", gettext_lazy("Feedback published")


def phases(today: date) -> dict[Phase, Q]:
    """Each phase as a question to the database; ``Consultation.phase`` says the same of one."""
    closed, answered = Q(closes__lt=today), Q(feedback_published__lte=today)
    silent = Q(feedback_published__gt=today) | Q(feedback_published=None)
    unknown = Q(Contains(Cast("unknown", models.TextField()), "feedback_published"))
    to_close = Q(closes__gte=today) | Q(closes=None)
    unready = Q(answerable_from__gt=today) | Q(answerable_from=None)
    is_open = Q(opens__lte=today) & to_close & Q(answerable_from__lte=today)
    return {
        Phase.FORTHCOMING: (Q(opens__gt=today) | Q(opens=None) | unready) & to_close,
        Phase.OPEN: is_open,
        Phase.CLOSING_SOON: is_open & Q(closes__lte=today + SOON),
        Phase.AWAITING: closed & silent & ~unknown,
        Phase.CLOSED: closed & silent & unknown,
        Phase.DONE: closed & answered,
    }


class Consultations(models.QuerySet["Consultation"]):
    """Consultations as they are read."""

    def of(self, area: Area) -> Consultations:
        """Those of an area; the text of the edition each is judged by is read only where it is needed."""
        return self.filter(area=area).select_related("area", "body", "edition").defer("edition__text")

    def public(self) -> Consultations:
        """Those everybody may read, also where they were withdrawn."""
        return self.exclude(state=State.PLANNED)

    def standing(self) -> Consultations:
        return self.filter(state=State.PUBLISHED)

    def plans_of(self, bodies: Any) -> Consultations:
        """The private plans of some bodies."""
        return self.filter(state=State.PLANNED, body__in=bodies)

    def in_phase(self, phase: Phase, today: date) -> Consultations:
        """Those in one phase of their life. What closes soon is open as well."""
        return self.standing().filter(phases(today)[phase])

    def with_words(self, words: Iterable[str]) -> Consultations:
        """Those whose title or purpose holds every word."""
        wanted = Q()
        for word in words:
            wanted &= Q(title__icontains=word) | Q(purpose__icontains=word)
        return self.filter(wanted)

    def in_year(self, year: int) -> Consultations:
        """Those that are or were open on a day of a year."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        since = Q(opens__lte=last) | Q(opens=None, closes__lte=last)
        return self.filter(since, Q(closes__gte=first) | Q(closes=None, opens__gte=first))

    def placed_by(self, day: str) -> Consultations:
        """With a ``place`` to page by: a day, and the number where two have the same."""
        number = LPad(Cast("pk", models.CharField()), Value(12), Value("0"))
        written = Coalesce(Cast(day, models.CharField()), Value("9999-12-31"))
        return self.annotate(place=Concat(written, Value(" "), number, output_field=models.CharField()))


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
    known_link = LinkColumn(blank=True)  # earlier results
    impact_assessed = models.DateField(null=True)
    impact_link = LinkColumn(blank=True)
    stage = models.CharField(max_length=100, choices=Stage, blank=True)  # imports bring words of their own
    written = models.BooleanField(default=True)
    announced = models.DateField(null=True)
    opens = models.DateField(null=True)
    closes = models.DateField(null=True)
    decides = models.DateField(null=True)  # when it is to be decided
    short_reason = models.TextField(max_length=1000, blank=True)
    holiday_reason = models.TextField(max_length=1000, blank=True)
    elsewhere = LinkColumn(max_length=500, blank=True)  # where it is answered, if not here
    in_person = models.TextField(max_length=2000, blank=True)  # meetings and paper forms: where and when, one a line
    documents = models.TextField(max_length=2000, blank=True)  # to read first: a name and an address, one a line
    questions_from = models.DateField(null=True)  # when they come, where the notice is published ahead of them
    answerable_from = models.DateField(null=True)  # since when there is something to answer; None: nobody can yet
    asks_about = models.EmailField(blank=True)  # the office that answers questions; public
    involved = models.ManyToManyField(Organisation, related_name="+")  # who took part before it opened
    feedback_published = models.DateField(null=True)
    feedback_url = LinkColumn(max_length=500, blank=True)
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
        facts = {name: getattr(self, name) for name in plain} | {"opens": self.counted_from(self.area.today())}
        return facts | {name: lines(getattr(self, name)) or None for name in lists}

    def field_name(self, name: str) -> str:
        return str(NAMES[name]) if name in NAMES else super().field_name(name)

    def named(self) -> list[Organisation]:
        return [self.body, *self.involved.all()]

    def counted_on(self) -> date | None:
        return self.closes or self.opens

    def came_in(self) -> None:
        """A list that was kept elsewhere says from when people could answer; nobody knows better."""
        self.answerable_from = self.opens

    def make_plan(self) -> None:
        super().make_plan()
        self.answerable_from = None

    def holds(self) -> dict[str, Any]:
        """With the opening date of the notice: the one the promises count may follow from the day."""
        held = super().holds()
        return {**held, "opens": self.opens} if "opens" in held else held

    @property
    def is_in_person_only(self) -> bool:
        """Whether people take part at meetings or on paper alone, and no questions come."""
        return bool(self.in_person) and not self.elsewhere and self.questions_from is None

    @property
    def says_how(self) -> bool:
        """Whether the notice says how people can answer."""
        return bool(self.elsewhere or self.in_person or self.questions_from or self.answerable_from)

    @property
    def links(self) -> list[tuple[str, str]]:
        """The documents to read: what each is called, and where it is."""
        parts = (line.rpartition(" ") for line in lines(self.documents))
        return [(name.rstrip(" :-–") or href, href) for name, _space, href in parts if is_address(href)]

    def counted_from(self, today: date) -> date | None:
        """The opening day as the promises count it: never before people could answer.

        What nobody can answer yet opens tomorrow at the earliest; what nobody could answer before it closed never did.
        """
        if self.opens is None:
            return None
        if self.answerable_from:
            return max(self.opens, self.answerable_from)
        hoped = max(self.opens, self.questions_from or self.opens)
        if self.state == State.PLANNED or hoped > today:
            return hoped
        tomorrow = today + timedelta(days=1)
        return tomorrow if self.closes is None or tomorrow <= self.closes else None

    def is_late(self, today: date | None = None) -> bool:
        """Whether its opening day has come and nobody can answer it."""
        today = today or self.area.today()
        begun = self.opens is not None and self.opens <= today
        return begun and (self.answerable_from is None or self.answerable_from > today)

    def explain(self, field: str) -> str:
        """How the opening day was counted, where it isn't the one of the notice."""
        if field != "opens" or self.opens is None:
            return ""
        days = {"opens": in_words(self.opens), "first": in_words(self.answerable_from or self.opens)}
        if self.answerable_from and self.answerable_from > self.opens:
            told = _("The consultation was to open on %(opens)s, but people could respond only from %(first)s, so "
                     "the time is counted from then.")  # fmt: skip
            return told % days
        if self.is_public and self.is_late():
            told = _("The consultation was to open on %(opens)s, but nobody can respond yet, so the time is not "
                     "counted yet.")  # fmt: skip
            return told % days
        return ""

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
        """Whether people can answer at a moment, now where none is given."""
        moment = moment or clock.now()
        first = self.counted_from(self.area.day_of(moment)) if self.answerable_from else None
        started = first is not None and self._begins(first) <= moment
        return self.is_public and started and (self.closing is None or moment < self.closing)

    def phase(self, today: date | None = None) -> Phase:
        """Where it is by its days; one truth for page, list, feed and calendar."""
        today = today or self.area.today()
        if self.closes is not None and self.closes < today:
            answered = self.feedback_published and self.feedback_published <= today
            waits = Phase.CLOSED if "feedback_published" in self.unknown else Phase.AWAITING
            return Phase.DONE if answered else waits
        if self.opens is None or today < self.opens or self.is_late(today):
            return Phase.FORTHCOMING
        return Phase.CLOSING_SOON if self.closes and self.closes - today <= SOON else Phase.OPEN

    @property
    def phase_label(self) -> str:
        """The phase in a word; what should be open and can't be answered is not open."""
        phase = self.phase()
        return _("Not open yet") if phase == Phase.FORTHCOMING and self.is_late() else str(phase.label)

    @property
    def colour(self) -> str:
        return COLOURS[self.phase()]

    def says_when(self, today: date | None = None) -> str:
        """From when to when it is open, in the one way every page, feed and letter says it."""
        today = today or self.area.today()
        days = {"opens": in_words(self.opens) if self.opens else "", "closes": in_words(self.closes or today)}
        if self.closes is None:
            told = _("opens %(opens)s") if self.opens and today < self.opens else _("open since %(opens)s")
            if self.is_public and self.is_late(today):
                told = _("was to open on %(opens)s, but nobody can respond yet")
            return told % days if self.opens else _("no dates set yet")
        if self.closes < today:
            return _("closed at 11:59pm on %(closes)s") % days
        if self.is_public and self.is_late(today):
            return _("was to open on %(opens)s, but nobody can respond yet; closes 11:59pm on %(closes)s") % days
        if self.opens is None or self.opens <= today:
            return _("closes at 11:59pm on %(closes)s") % days
        return _("opens %(opens)s, closes at 11:59pm on %(closes)s") % days

    def says_left(self, today: date | None = None) -> str:
        """How many days are left to answer; nothing where it is not open."""
        today = today or self.area.today()
        if self.closes is None or self.phase(today) not in (Phase.OPEN, Phase.CLOSING_SOON):
            return ""
        left = (self.closes - today).days
        return ngettext("%(count)s day left", "%(count)s days left", left) % {"count": left} if left else _("last day")
