"""Pages about the group and its work, the advice it is asked for, and what it recommends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse

from opencompact.site.accounts.models import Sector
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.group.models import Group, Membership
from opencompact.site.group.rules import quorum_in_words
from opencompact.site.meetings.models import FOR_GROUP, Meeting, MeetingKind, State, Task
from opencompact.site.meetings.rules import kinds_held
from opencompact.site.pages import page


def group(request: HttpRequest, area: str) -> HttpResponse:
    """Who looks after the agreement, by which rules, and the record of their work."""
    place = find_area(area)
    today = place.today()
    found = Group.objects.filter(area=place).select_related("area", "named_in").first()
    context: dict[str, Any] = {
        "area": place,
        "group": found,
        "trail": [(place.name, place.get_absolute_url())],
        "leads": bool(kinds_held(request.user, place) & set(FOR_GROUP)),
    }
    if found:
        context |= _members(found, today) | _work(place, today)
        context |= {"quorum": quorum_in_words(found), "next": Meeting.objects.of(place).coming(today).first()}
    return page(request, "advice/group.html", context)


def _members(group: Group, today: date) -> dict[str, Any]:
    members = list(Membership.objects.filter(group=group).on(today).listed())
    by_sector = [(sector.label, [each for each in members if each.organisation.sector == sector]) for sector in Sector]
    return {"members": len(members), "sectors": [(label, rows) for label, rows in by_sector if rows]}


def _work(area: Area, today: date) -> dict[str, Any]:
    """The record of work, counted."""
    published = Q(state=State.PUBLISHED)
    held = Meeting.objects.of(area).aggregate(
        meetings=Count("pk", filter=published, distinct=True),
        annual=Count("pk", filter=published & Q(kind=MeetingKind.ANNUAL), distinct=True),
        decisions=Count("decisions", filter=published, distinct=True),
    )
    tasks = Task.objects.public(area).aggregate(
        given=Count("pk"), finished=Count("pk", filter=Q(done__isnull=False)),
        late=Count("pk", filter=Q(done=None, due__lt=today)),
    )  # fmt: skip
    last = Meeting.objects.of(area).filter(published).order_by("-on", "-pk").first()
    return {"held": held, "tasks": tasks, "last": last}
