"""The officer's week: what is late, what this week brings and the six after it, day by day, on one page."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from opencompact.core.words import in_words
from opencompact.site.accounts.models import RoleKind
from opencompact.site.accounts.rules import desk
from opencompact.site.areas.models import Area
from opencompact.site.findings.models import Finding, Status
from opencompact.site.findings.rules import MOST
from opencompact.site.findings.rules import due as findings_due
from opencompact.site.front.coming import WEEKS, coming
from opencompact.site.front.waiting import ROOMS
from opencompact.site.pages import page


class Item(NamedTuple):
    """One thing of the week."""

    on: date
    says: str
    href: str


class Day(NamedTuple):
    """One day and what it brings."""

    on: date
    items: list[Item]


class Part(NamedTuple):
    """What is late, this week, or the weeks after it."""

    title: str
    days: list[Day]


def week(request: HttpRequest, area: str) -> HttpResponse:
    """What is due this week and in the six after it, for the officer and the chair."""
    place = desk(request, area, (RoleKind.OFFICER, RoleKind.CHAIR))
    today = place.today()
    return page(request, "front/week.html", {
        "area": place, "trail": [(place.name, place.get_absolute_url())], "today": today,
        "parts": parts(items(place, request.user, today), today), "last": _sunday(today) + WEEKS,
    })  # fmt: skip


def items(area: Area, person: Any, today: date) -> list[Item]:
    """Everything with a day: what waits for this person, what comes up in the area, replies that are still open."""
    last = _sunday(today) + WEEKS
    found = [Item(*each) for each in coming(area, today)]
    waits = (each for room in ROOMS if room is not findings_due for each in room(person, area, today))
    found += [Item(each.on, each.says, each.href) for each in waits if each.on and each.on <= last]
    held = Finding.objects.filter(area=area, status=Status.NOT_KEPT).held_back_on(today)
    found += [_reply(each) for each in held.select_related("area", "body").order_by("public_from", "pk")[:MOST]]
    return sorted({(each.on, each.href): each for each in found}.values())  # a thing of one day stands there once


def _reply(finding: Finding) -> Item:
    parts = {"body": finding.body.name, "title": finding.title, "ref": finding.ref}
    assert finding.public_from is not None
    told = _("Last day for %(body)s to reply before it is public: %(title)s, promise %(ref)s") % parts
    return Item(finding.public_from - timedelta(days=1), told, finding.get_absolute_url())


def parts(found: list[Item], today: date) -> list[Part]:
    """What is late first, then this week, then the six weeks after it."""
    sunday = _sunday(today)
    late = [each for each in found if each.on < today]
    now = [each for each in found if today <= each.on <= sunday]
    later = [each for each in found if each.on > sunday]
    named = [
        (_("Late"), late),
        (_("This week, until %(day)s") % {"day": in_words(sunday)}, now),
        (_("The following six weeks"), later),
    ]
    return [Part(title, [Day(on, list(of)) for on, of in groupby(each, lambda one: one.on)]) for title, each in named]


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())
