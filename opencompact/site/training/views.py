"""Pages about training, practices and events."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from opencompact.site.accounts.models import Organisation, RoleKind
from opencompact.site.accounts.rules import acting, desk, holds, spoken_for, why_not_speak_for
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.conflicts import watch
from opencompact.site.pages import form_page, page, shelf
from opencompact.site.rules import Refused, insist
from opencompact.site.training import actions
from opencompact.site.training.forms import CancelForm, EventForm, EvidenceForm, HeldForm, SessionForm
from opencompact.site.training.models import Attendance, Event, Practice, Practised, Session, compact_week


def training(request: HttpRequest, area: str) -> HttpResponse:
    """Sessions to come and those that were held, and who came."""
    place = find_area(area)
    over = shelf(request, Session.objects.over(place), key="-pk", size=25)
    return page(request, "training/training.html", {
        "area": place,
        "trail": [(place.name, place.get_absolute_url())],
        "coming": Session.objects.coming(place, place.today()).select_related("area"),
        "not_told": Session.objects.not_told(place, place.today()).select_related("area"),
        "shelf": over,
        "came": Attendance.objects.by_sector(place),
        "is_officer": holds(request.user, place, RoleKind.OFFICER),
    })  # fmt: skip


def session(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """One session."""
    place, found = _session(area, pk)
    return page(request, "training/session.html", {
        "area": place,
        "trail": _trail(place),
        "session": found,
        "came": list(found.attendance.order_by("sector")),
        "is_over": found.on <= place.today(),
        "is_officer": holds(request.user, place, RoleKind.OFFICER),
    })  # fmt: skip


def plan(request: HttpRequest, area: str) -> HttpResponse:
    """Plan a session."""
    place = desk(request, area)
    form = SessionForm(request.POST or None, organisations=_standing(place))
    if request.method == "POST" and form.is_valid():
        made = actions.plan_session(area=place, by=acting(request), **form.cleaned_data)
        messages.success(request, _("The session was planned."))
        return redirect(made)
    return _form(request, place, form, _("Plan a training session"), _("Save the plan"))


def change(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Change a planned session."""
    desk(request, area)
    place, found = _session(area, pk)
    known = {name: getattr(found, name) for name in SessionForm.base_fields}
    form = watch(SessionForm(request.POST or None, initial=known, organisations=_standing(place)))
    if request.method == "POST" and form.is_valid():
        actions.change_session(session=found, by=acting(request), **form.cleaned_data)
        messages.success(request, _("The session was changed."))
        return redirect(found)
    return _form(request, place, form, _("Change the session"), _("Save"), found.title)


def hold(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Say who came."""
    desk(request, area)
    place, found = _session(area, pk)
    form = HeldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.hold_session(session=found, came=form.came(), by=acting(request))
        messages.success(request, _("The attendance is recorded."))
        return redirect(found)
    return _form(request, place, form, _("Who attended?"), _("Save"), found.title)


def cancel(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Cancel a session."""
    desk(request, area)
    place, found = _session(area, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.cancel_session(session=found, reason=form.cleaned_data["reason"], by=acting(request))
        messages.success(request, _("The session was cancelled."))
        return redirect(found)
    return _form(request, place, form, _("Cancel the session"), _("Cancel the session"), found.title)


def practices(request: HttpRequest, area: str) -> HttpResponse:
    """How many organisations do what to make the compact known."""
    place = find_area(area)
    ticked = list(Practised.objects.filter(organisation__area=place, until=None).select_related("organisation"))
    rows = [(practice, [each for each in ticked if each.practice == practice]) for practice in Practice]
    return page(request, "training/practices.html", {
        "area": place,
        "trail": _trail(place),
        "rows": rows,
        "organisations": len({each.organisation_id for each in ticked}),
        "mine": spoken_for(request.user, place),
    })  # fmt: skip


def practices_of(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """What one organisation does; who speaks for it ticks and unticks."""
    place = find_area(area)
    organisation = get_object_or_404(Organisation, area=place, slug=slug)
    may = why_not_speak_for(request.user, organisation) is None
    ticked = {each.practice: each for each in Practised.objects.filter(organisation=organisation, until=None)}
    form = EvidenceForm(request.POST or None)
    asked = request.POST.get("practice", "")
    if request.method == "POST":
        insist(why_not_speak_for(request.user, organisation))
        if asked not in Practice.values:
            raise Refused(_("There is no such practice. Choose one of those on the page."), status=400)
        if asked in ticked and "untick" in request.POST:
            actions.untick(practised=ticked[asked], by=acting(request))
            return redirect(request.path)
        if form.is_valid():
            actions.tick(organisation=organisation, practice=Practice(asked), by=acting(request), **form.cleaned_data)
            return redirect(request.path)
    rows = [(each, ticked.get(each), form if asked == each else EvidenceForm()) for each in Practice]
    context = {"area": place, "trail": _trail(place), "organisation": organisation, "rows": rows, "may": may}
    return page(request, "training/practices_of.html", {**context, "form": form, "asked": asked})


def events(request: HttpRequest, area: str) -> HttpResponse:
    """Events to come and past."""
    place = find_area(area)
    today = place.today()
    every = list(Event.objects.filter(area=place))
    first, last = compact_week(today.year)
    if last < today:
        first, last = compact_week(today.year + 1)
    return page(request, "training/events.html", {
        "area": place,
        "trail": [(place.name, place.get_absolute_url())],
        "coming": [each for each in every if (each.until or each.on) >= today],
        "past": [each for each in reversed(every) if (each.until or each.on) < today],
        "week": (first, last),
        "is_officer": holds(request.user, place, RoleKind.OFFICER),
    })  # fmt: skip


def announce(request: HttpRequest, area: str) -> HttpResponse:
    """Announce an event."""
    place = desk(request, area)
    form = EventForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.announce_event(area=place, by=acting(request), **form.cleaned_data)
        messages.success(request, _("The event is in the calendar."))
        return redirect("events", area)
    return _form(request, place, form, _("Announce an event"), _("Announce event"))


def cancel_event(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Cancel an event."""
    place = desk(request, area)
    event = get_object_or_404(Event, area=place, pk=pk)
    if request.method == "POST":
        actions.cancel_event(event=event, by=acting(request))
        messages.success(request, _("The event was cancelled."))
        return redirect("events", area)
    return page(request, "training/cancel_event.html", {"area": place, "trail": _trail(place), "event": event})


def _form(request: HttpRequest, area: Area, form: Any, title: str, send: str, about: str = "") -> HttpResponse:
    return form_page(request, form, title, send, area=area, trail=_trail(area), caption=about)


def _session(area: str, pk: int) -> tuple[Area, Session]:
    place = find_area(area)
    return place, get_object_or_404(Session.objects.select_related("area", "organiser"), area=place, pk=pk)


def _trail(area: Area) -> list[tuple[str, str]]:
    return [(area.name, area.get_absolute_url()), (_("Training"), f"{area.get_absolute_url()}training/")]


def _standing(area: Area) -> Any:
    return Organisation.objects.filter(area=area, ended=None).select_related("area")
