"""Who may say what is given, and when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from opencompact.site.accounts.models import Organisation, Role, RoleKind
from opencompact.site.accounts.rules import holds, why_not_officer, why_not_speak_for
from opencompact.site.areas.models import Area
from opencompact.site.resources.models import Contribution, Post, year_in_words, year_of
from opencompact.site.rules import Due

FIRST_YEAR = 1998  # the year of the first compact
YEARS_AHEAD = 5


def why_not_plan(person: Any, organisation: Organisation, year: int, today: date) -> str | None:
    """Who speaks for the organisation plans for it, for years that can be planned."""
    if not FIRST_YEAR <= year <= year_of(today) + YEARS_AHEAD:
        return _("Choose a year from %(first)s to %(last)s.") % {
            "first": FIRST_YEAR,
            "last": year_of(today) + YEARS_AHEAD,
        }
    return why_not_speak_for(person, organisation)


def why_not_say_given(person: Any, contribution: Contribution, today: date) -> str | None:
    """Who speaks for the organisation says what it gave, from the first day of that year."""
    why_not = why_not_speak_for(person, contribution.organisation)
    if why_not:
        return why_not
    if contribution.withdrawn:
        return _("This contribution has been withdrawn. Plan a new one instead.")
    if contribution.year > year_of(today):
        return _("The year %(year)s has not started. Record what was given once it has.") % {
            "year": year_in_words(contribution.year)
        }
    return None


def why_not_withdraw(person: Any, contribution: Contribution) -> str | None:
    """A plan can be withdrawn until something was given."""
    why_not = why_not_speak_for(person, contribution.organisation)
    if why_not:
        return why_not
    if contribution.withdrawn:
        return _("This contribution has already been withdrawn.")
    if contribution.given is not None:
        return _("You've already recorded what was given. Correct that instead.")
    return None


def why_not_end_post(person: Any, post: Post, on: date) -> str | None:
    """The officer keeps the list of paid posts."""
    why_not = why_not_officer(person, post.area)
    if why_not:
        return why_not
    if post.until:
        return _("This post already has an end date.")
    return _("A post can't end before it began.") if on < post.since else None


def due(person: Any, area: Area, today: date) -> list[Due]:
    """In the last two months of a year and after it: plans of which nobody said what was given."""
    year = year_of(today + timedelta(days=60)) - 1
    open_ = Contribution.objects.standing().filter(area=area, year=year, given=None).select_related("organisation")
    if not holds(person, area, RoleKind.OFFICER):
        editing = Role.objects.of(person, area).filter(kind=RoleKind.EDITOR)
        open_ = open_.filter(organisation__in=editing.values("organisation"))
    said = _("Record what %(organisation)s gave to the %(word)s in %(year)s")
    return [
        Due(
            date(year + 1, 4, 30),
            said % {"organisation": each.organisation, "word": area.word, "year": year_in_words(year)},
            f"{area.get_absolute_url()}resources/{each.pk}/",
        )
        for each in open_[:20]
    ]
