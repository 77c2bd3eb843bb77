"""Contributions to the work of the compact, and the posts paid for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opencompact.site.accounts.models import Organisation
from opencompact.site.areas.models import Area

__all__ = ["Contribution", "Post"]

APRIL = 4  # financial years begin on 1 April


class Source(models.TextChoices):
    """The four sources the resourcing formula names."""

    STRATEGIC = "strategic", gettext_lazy("Strategic partnership")
    PUBLIC = "public", gettext_lazy("Public bodies")
    BOARDS = "boards", gettext_lazy("Partnership boards")
    SECTOR = "sector", gettext_lazy("The voluntary sector")


class Form(models.TextChoices):
    """What is given."""

    MONEY = "money", gettext_lazy("Money")
    HOURS = "hours", gettext_lazy("Hours of work")
    KIND = "kind", gettext_lazy("In kind, such as a room or printing")


def year_of(day: date) -> int:
    """The financial year a day falls in, named by the year it begins in."""
    return day.year if day.month >= APRIL else day.year - 1


def year_in_words(year: int) -> str:
    """2026 to 2027."""
    return _("%(year)s to %(next)s") % {"year": year, "next": year + 1}


class Total(NamedTuple):
    """What one source plans and gives in one form."""

    source: Source
    form: Form
    planned: str
    given: str


class Contributions(models.QuerySet["Contribution"]):
    """Contributions as they are read."""

    def standing(self) -> Contributions:
        """Those that were not withdrawn."""
        return self.filter(withdrawn=False)

    def years(self, area: Area) -> list[int]:
        found = self.filter(area=area).order_by("-year").values_list("year", flat=True)
        return list(dict.fromkeys(found))

    def totals(self, area: Area, year: int) -> list[Total]:
        """Planned and given, by source and form; only those of which there is something."""
        rows = self.standing().filter(area=area, year=year).values("source", "form").order_by("source", "form")
        sums = {
            (row["source"], row["form"]): (row["planned_sum"], row["given_sum"])
            for row in rows.annotate(planned_sum=Sum("planned"), given_sum=Sum("given"))
        }
        return [
            Total(source, form, amount_in_words(form, planned or 0), amount_in_words(form, given or 0))
            for source in Source
            for form in Form
            for planned, given in [sums.get((source, form), (None, None))]
            if planned is not None or given is not None
        ]


class Contribution(models.Model):
    """What one organisation gives in one financial year: what was planned, and what was given in the end."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="contributions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contributions")
    source = models.CharField(max_length=10, choices=Source)
    form = models.CharField(max_length=6, choices=Form)
    what = models.CharField(max_length=200, blank=True)  # room hire, an officer's time
    year = models.PositiveSmallIntegerField()  # 2026: from 1 April 2026 to 31 March 2027
    planned = models.DecimalField(max_digits=11, decimal_places=2, null=True, validators=[MinValueValidator(0)])
    given = models.DecimalField(max_digits=11, decimal_places=2, null=True, validators=[MinValueValidator(0)])
    withdrawn = models.BooleanField(default=False)

    objects = Contributions.as_manager()

    class Meta:
        ordering = ("source", "organisation__name", "pk")
        indexes = (models.Index(fields=("area", "year")),)

    def __str__(self) -> str:
        return f"{self.organisation}, {self.year}"

    @property
    def planned_in_words(self) -> str:
        return "" if self.planned is None else amount_in_words(self.form, self.planned, self.what)

    @property
    def given_in_words(self) -> str:
        return "" if self.given is None else amount_in_words(self.form, self.given, self.what)


def amount_in_words(form: str, amount: Decimal | int, what: str = "") -> str:
    """£5,000; 120 hours; room hire worth £400."""
    pounds = f"£{amount:,.0f}" if amount == int(amount) else f"£{amount:,.2f}"
    if form == Form.HOURS:
        shown = f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.1f}"
        return ngettext("%(n)s hour", "%(n)s hours", int(amount)) % {"n": shown}
    if form == Form.KIND:
        return _("%(what)s worth %(pounds)s") % {"what": what or _("help in kind"), "pounds": pounds}
    return pounds


class Posts(models.QuerySet["Post"]):
    """Posts as they are read."""

    def held_on(self, day: date) -> Posts:
        return self.filter(since__lte=day).filter(Q(until=None) | Q(until__gte=day))


class Post(models.Model):
    """A post paid to work on the compact. The name of who holds it is not kept here."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=120)
    employer = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    hours_a_week = models.DecimalField(max_digits=4, decimal_places=1, validators=[MinValueValidator(Decimal("0.5"))])
    paid_by = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last day

    objects = Posts.as_manager()

    class Meta:
        ordering = ("-since", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=models.F("since")), name="a_post_ends_late"),
        )

    def __str__(self) -> str:
        return self.title


def hours_paid(posts: Iterable[Post]) -> Decimal:
    """The hours a week that are paid for."""
    return sum((post.hours_a_week for post in posts), Decimal(0))
