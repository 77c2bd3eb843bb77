"""The first page, an area's home, a person's desk, and what this site says of itself."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from opencompact.site import clock
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.front.waiting import desks
from opencompact.site.pages import page, plain
from opencompact.site.record.models import Entry


def home(request: HttpRequest) -> HttpResponse:
    """The areas, and what this is."""
    return page(request, "front/home.html", {"areas": Area.objects.listed()})


def area_home(request: HttpRequest, area: str) -> HttpResponse:
    """What the people of an area promised each other, on one page."""
    place = find_area(area)
    today = place.today()
    return page(request, "front/area.html", {
        "area": place,
        "today": today,
        "edition": Edition.objects.in_force_on(place, today),
        "lately": Entry.objects.in_area(place.slug).latest(5),
    })  # fmt: skip


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the person who signed in."""
    return page(request, "front/desk.html", {"desks": desks(request.user)})


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about whom, why and how long."""
    return page(request, "front/privacy.html")


def security(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness."""
    contact = settings.ADMINISTRATOR or settings.DEFAULT_FROM_EMAIL
    expires = (clock.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [f"Contact: mailto:{contact}", f"Expires: {expires}", "Preferred-Languages: en, cy"]
    return plain("\n".join([*lines, f"Canonical: {settings.ADDRESS}/.well-known/security.txt", ""]))
