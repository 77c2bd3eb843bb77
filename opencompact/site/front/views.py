"""The first page, an area's home, a person's desk, and what this site says of itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from opencompact.site import clock
from opencompact.site.accounts.actions import QUIET
from opencompact.site.agreements.models import Edition
from opencompact.site.agreements.wording import in_brief, in_force, notice_promises
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.champions.models import shares
from opencompact.site.consultations.rules import silence
from opencompact.site.drafting.models import Draft
from opencompact.site.findings.figures import HEADS, base, sides
from opencompact.site.front.coming import coming
from opencompact.site.front.invitation import has_records, invitation
from opencompact.site.front.waiting import desks
from opencompact.site.pages import page, plain
from opencompact.site.record.models import Entry
from opencompact.site.signatories.models import Signatory, State
from opencompact.site.signatories.rules import why_not_answered

LATELY = 6
SOONEST = 12  # things to come on an area's home


def home(request: HttpRequest) -> HttpResponse:
    """The areas, and what this is."""
    return page(request, "front/home.html", {"areas": Area.objects.listed()})


def area_home(request: HttpRequest, area: str) -> HttpResponse:
    """What the people of an area promised each other, on one page."""
    place = find_area(area)
    today = place.today()
    edition = Edition.objects.in_force_on(place, today)
    drafts = Draft.objects.filter(area=place, state="open", opened_until__gte=today).order_by("pk")
    drafts = drafts.only("pk", "title", "opened_until", "area_id")
    if edition and not drafts and not has_records(place):
        return page(request, "front/invitation.html", {"area": place, **invitation(place, edition)})
    to_come = coming(place, today)
    return page(request, "front/area.html", {
        "area": place,
        "edition": edition,
        **(_agreement(edition) if edition else {}),
        **_signed(place),
        "drafts": drafts,
        "silence": silence(place, today),
        "coming": to_come[:SOONEST],
        "more_coming": len(to_come[SOONEST:]),
        "sides": sides(place), "base": base(place),
        "heads": HEADS,
        "lately": Entry.objects.in_area(place.slug).exclude(act__in=QUIET).latest(LATELY),
    })  # fmt: skip


def _agreement(edition: Edition) -> dict[str, Any]:
    notices = [each for each in notice_promises(edition) if each.commitment.by != "voluntary"]
    return {"brief": in_brief(edition), "since": in_force(edition), "notices": notices[:2]}


def _signed(area: Area) -> dict[str, Any]:
    return {
        "shares": shares(area),
        "why_not_sign": why_not_answered(area),
        "named": Signatory.objects.filter(area=area, state=State.NAMED).count(),
    }


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the person who signed in."""
    return page(request, "front/desk.html", {"desks": desks(request.user)})


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about whom, why and how long."""
    contact = settings.ADMINISTRATOR or settings.DEFAULT_FROM_EMAIL
    return page(request, "front/privacy.html", {"controller": settings.CONTROLLER, "contact": contact})


def security(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness."""
    contact = settings.ADMINISTRATOR or settings.DEFAULT_FROM_EMAIL
    expires = (clock.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [f"Contact: mailto:{contact}", f"Expires: {expires}", "Preferred-Languages: en, cy"]
    return plain("\n".join([*lines, f"Canonical: {settings.ADDRESS}/.well-known/security.txt", ""]))
