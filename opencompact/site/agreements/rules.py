"""Who may hold a check-in and when, and what waits for those who look after an edition."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from opencompact.core.calendar import Period, Unit, add, add_months, latest
from opencompact.core.compacts import calendar_of, load
from opencompact.core.words import in_words
from opencompact.site.accounts.models import RoleKind
from opencompact.site.accounts.rules import holds, why_not_group
from opencompact.site.agreements.models import CheckIn, Edition
from opencompact.site.areas.models import Area
from opencompact.site.rules import Due

KEEPERS = (RoleKind.OFFICER, RoleKind.CHAIR)  # who look after an edition
AHEAD = (6, 3, 1)  # months before the review at which a letter goes out
EARLY = timedelta(90)  # a check-in so many days before the anniversary counts for it


class Deadline(NamedTuple):
    """By when something is to be done, and the promise that says so; none where only a setting of the area does."""

    day: date
    ref: str = ""


def deadline(area: Area, day: date, register: str, after: str, event: str, otherwise: int | None) -> Deadline | None:
    """So long after a day the edition in force then promises it; else ``otherwise`` days, which the area agreed on."""
    edition = Edition.objects.in_force_on(area, day)
    promised = _periods(edition.digest, edition.text).get((register, after, event)) if edition else None
    if edition and promised:
        period, ref = promised
        bank_holidays, _closed = calendar_of(edition.document)
        return Deadline(add(day, period, bank_holidays), ref)
    return Deadline(day + timedelta(days=otherwise)) if otherwise else None


@lru_cache(maxsize=64)
def _periods(digest: str, text: str) -> dict[tuple[str, str, str], tuple[Period, str]]:
    """What an edition promises to do within some time of something else; the first clause counts."""
    found: dict[tuple[str, str, str], tuple[Period, str]] = {}
    for commitment in load(text).commitments:
        for check in commitment.checks:
            if check.kind == "deadline" and check.within:
                key = (str(check.register), str(check.after), str(check.event))
                found.setdefault(key, (check.within, commitment.ref))
    return found


def why_not_keep(person: Any, edition: Edition) -> str | None:
    """The officer and the chair say of an edition whether it applies and where it can be read."""
    return why_not_group(person, edition.area)


def why_not_put_in(person: Any, edition: Edition, ref: str) -> str | None:
    """They put in the official words of a clause that the edition has."""
    if why_not := why_not_keep(person, edition):
        return why_not
    if edition.commitment(ref) is None:
        told = _("%(title)s has no clause %(ref)s. Choose one from the list.")
        return told % {"title": edition.title, "ref": ref}
    return None


def why_not_check_in(person: Any, edition: Edition) -> str | None:
    """The officer and the chair write down check-ins of an edition that has come into force."""
    if why_not := why_not_group(person, edition.area):
        return why_not
    if edition.first_day > edition.area.today():
        told = _("%(title)s comes into force on %(day)s. A check-in can be held from then on.")
        return told % {"title": edition.title, "day": in_words(edition.first_day)}
    return None


def why_not_checked_in_on(edition: Edition, on: date) -> str | None:
    """A check-in was held while the edition was in force, on one day once, and not in the future."""
    if on > edition.area.today():
        return _("You can record a check-in only after it has been held. Enter a date no later than today.")
    if not edition.is_in_force(on):
        told = _("%(title)s was not in force on %(day)s.")
        return told % {"title": edition.title, "day": in_words(on)}
    if CheckIn.objects.filter(edition=edition, on=on).exists():
        return _("There is already a check-in on that date.")
    return None


def anniversary(edition: Edition, today: date) -> date | None:
    """The last anniversary of the first day in force; none in the first year."""
    if edition.start is None:
        return None
    years = today.year - edition.start.year
    day = add_months(edition.start, 12 * years)
    if day > today:
        years -= 1
        day = add_months(edition.start, 12 * years)
    return day if years > 0 else None


def check_in_due(edition: Edition, last: date | None, today: date) -> date | None:
    """The anniversary for which no check-in was held yet; ``last`` is the day of the latest check-in."""
    day = anniversary(edition, today)
    return None if day is None or (last and last >= day - EARLY) else day


def review_reminder(due: date, today: date) -> int:
    """How many months before the review the reminder is that has to go out by today: 6, 3 or 1; 0 for none."""
    if today >= due:
        return 0
    return min((months for months in AHEAD if latest(due, Period(months, Unit.MONTHS)) <= today), default=0)


def due(person: Any, area: Area, today: date) -> list[Due]:
    """The check-in and the review that wait for the officer and the chair."""
    if not holds(person, area, *KEEPERS):
        return []
    edition = Edition.objects.listed().in_force_on(area, today)
    return _due_for(edition, today) if edition else []


def _due_for(edition: Edition, today: date) -> list[Due]:
    last = CheckIn.objects.of([edition]).values_list("on", flat=True).first()
    href = f"{edition.get_absolute_url()}check-in/"
    found = []
    if day := check_in_due(edition, last, today):
        found.append(Due(day, _("Hold the annual check-in of %(title)s") % {"title": edition.title}, href))
    review = edition.review_due
    if review and (review <= today or review_reminder(review, today)):
        found.append(Due(review, _("Review %(title)s") % {"title": edition.title}, href))
    return found
