"""Pages about the people and organisations of an area, about following it, and for the administrator of the site."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from opencompact.site.accounts import actions
from opencompact.site.accounts.forms import (
    EndForm,
    FollowForm,
    OfficerForm,
    OrganisationForm,
    RoleForm,
    SuccessorForm,
)
from opencompact.site.accounts.models import Following, Organisation, Role, RoleKind, Sector
from opencompact.site.accounts.rules import (
    OF_ORGANISATION,
    acting,
    desk,
    holds,
    why_not_end_role,
    why_not_officer,
    why_not_speak_for,
)
from opencompact.site.areas.actions import change_area, open_area
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.forms import AreaSettingsForm, OpenAreaForm
from opencompact.site.areas.models import Area
from opencompact.site.conflicts import watch
from opencompact.site.limits import insist_on_limit
from opencompact.site.pages import form_page, page, shelf

SETTINGS = (
    "name", "name_cy", "word", "word_cy", "colour", "logo_text", "contact_name", "contact_email", "about", "reply_days",
    "small_number", "record_days", "answer_days", "results_days", "sign_again_days",
    "private_signs",
)  # fmt: skip
FACTS = ("name", "name_cy", "sector", "kind", "website", "identifier")


def _trail(area: Area, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(area.name, area.get_absolute_url()), *more]


def people(request: HttpRequest, area: str) -> HttpResponse:
    """Who holds which role: the one page that shows addresses, and only to the officer."""
    place = desk(request, area)
    today = place.today()
    ended = request.GET.get("show") == "ended"
    roles = Role.objects.filter(area=place).select_related("person", "organisation")
    chosen = roles.over_on(today) if ended else roles.exclude(until__lt=today)
    return page(request, "accounts/people.html", {
        "area": place, "trail": _trail(place), "shelf": shelf(request, chosen), "ended": ended, "today": today,
    })  # fmt: skip


def give(request: HttpRequest, area: str) -> HttpResponse:
    """Give a role."""
    place = desk(request, area)
    organisations = Organisation.objects.standing().filter(area=place)
    form = RoleForm(
        request.POST or None, kinds=list(RoleKind), organisations=organisations, initial={"since": place.today()}
    )
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data, "kind": RoleKind(form.cleaned_data["kind"])}
        role = actions.give_role(area=place, by=acting(request), **told)
        messages.success(
            request, _("%(email)s now has the role. We've sent an email to tell them.") % {"email": role.person.email}
        )
        return redirect("people", area)
    about = _(
        "We'll email them to explain how to sign in. The public record shows that the role was given, but not who to."
    )
    return _form(request, place, form, _("Give a role"), _("Give the role"), about)


def end(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """End a role, or everything a person does for an organisation."""
    place = find_area(area)
    role = get_object_or_404(Role.objects.select_related("person", "organisation", "area"), area=place, pk=pk)
    officer = holds(request.user, place, RoleKind.OFFICER)
    if not officer and role.person_id != request.user.pk:
        raise Http404
    form = EndForm(request.POST or None, initial={"on": place.today()})
    if request.method == "POST" and form.is_valid():
        actions.end_role(role=role, on=form.cleaned_data["on"], by=acting(request))
        messages.success(request, _("The role ends on the date you gave."))
        return redirect("people", area) if officer else redirect("account")
    return page(request, "accounts/end.html", {
        "area": place, "trail": _trail(place), "role": role, "form": form,
        "why_not": why_not_end_role(request.user, role, place.today() - timedelta(days=1)),
    })  # fmt: skip


def own_people(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """An organisation's own people, by name: its editor gives roles within it."""
    body = _spoken_for(request, area, slug)
    form = RoleForm(request.POST or None, kinds=OF_ORGANISATION, initial={"since": body.area.today()})
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data, "kind": RoleKind(form.cleaned_data["kind"])}
        actions.give_role(area=body.area, organisation=body, by=acting(request), **told)
        messages.success(request, _("The role has been given. We've sent an email to tell them."))
        return redirect("organisation_people", area, slug)
    roles = Role.objects.filter(organisation=body).exclude(until__lt=body.area.today()).select_related("person")
    trail = _trail(body.area, (body.name, f"/areas/{area}/organisations/{slug}/"))
    return page(request, "accounts/own_people.html", {
        "area": body.area, "trail": trail, "organisation": body, "form": form, "shelf": shelf(request, roles),
    })  # fmt: skip


def left(request: HttpRequest, area: str, slug: str, pk: int) -> HttpResponse:
    """Somebody has left an organisation: all they did for it ends."""
    body = _spoken_for(request, area, slug)
    role = get_object_or_404(Role.objects.select_related("person"), organisation=body, pk=pk)
    form = EndForm(request.POST or None, initial={"on": body.area.today()})
    if request.method == "POST" and form.is_valid():
        actions.leave(person=role.person, organisation=body, on=form.cleaned_data["on"], by=acting(request))
        messages.success(request, _("Every role held through this organisation ends on the date you gave."))
        return redirect("organisation_people", area, slug)
    held = Role.objects.filter(person=role.person, organisation=body).exclude(until__lt=body.area.today())
    return page(request, "accounts/left.html", {
        "area": body.area, "trail": _trail(body.area), "organisation": body, "role": role, "form": form, "held": held,
    })  # fmt: skip


def _spoken_for(request: HttpRequest, area: str, slug: str) -> Organisation:
    body = _organisation(find_area(area), slug)
    if why_not_speak_for(request.user, body):
        raise Http404
    return body


def _organisation(place: Area, slug: str) -> Organisation:
    return get_object_or_404(Organisation.objects.select_related("area", "successor"), area=place, slug=slug)


def organisations(request: HttpRequest, area: str) -> HttpResponse:
    """The organisations of an area, by sector."""
    place = find_area(area)
    sector = request.GET.get("sector", "")
    rows = Organisation.objects.standing().of_sector(sector).filter(area=place)
    return page(request, "accounts/organisations.html", {
        "area": place, "trail": _trail(place), "shelf": shelf(request, rows, key="slug"),
        "sector": sector if sector in Sector.values else "", "sectors": Sector.choices,
        "officer": holds(request.user, place, RoleKind.OFFICER),
    })  # fmt: skip


def organisation(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """What anybody may know of an organisation."""
    place = find_area(area)
    body = _organisation(place, slug)
    return page(request, "accounts/organisation.html", {
        "area": place, "trail": _trail(place, (_("Organisations"), f"/areas/{area}/organisations/")),
        "organisation": body, "predecessors": body.predecessors.order_by("name"),
        "officer": holds(request.user, place, RoleKind.OFFICER),
        "speaks": why_not_speak_for(request.user, body) is None,
    })  # fmt: skip


def add(request: HttpRequest, area: str) -> HttpResponse:
    """Add an organisation."""
    place = desk(request, area)
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.add_organisation(area=place, by=acting(request), **form.cleaned_data)
        messages.success(request, _("%(name)s was added.") % {"name": made.name})
        return redirect("organisation", area, made.slug)
    return _form(request, place, form, _("Add an organisation"), _("Add"), _("All of this is public."))


def change(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """Change what is said of an organisation."""
    place = desk(request, area)
    body = _organisation(place, slug)
    form = watch(OrganisationForm(request.POST or None, initial={name: getattr(body, name) for name in FACTS}))
    if request.method == "POST" and form.is_valid():
        actions.change_organisation(organisation=body, by=acting(request), **form.cleaned_data)
        messages.success(request, _("The details of %(name)s have been changed.") % {"name": body.name})
        return redirect("organisation", area, slug)
    title = _("Details of %(name)s") % {"name": body.name}
    return _form(request, place, form, title, _("Change group details"), _("All of this is public."))


def successor(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """Say which body took an organisation's place."""
    place = desk(request, area)
    body = _organisation(place, slug)
    others = Organisation.objects.standing().filter(area=place).exclude(pk=body.pk)
    form = SuccessorForm(request.POST or None, organisations=others)
    if request.method == "POST" and form.is_valid():
        actions.succeed(organisation=body, by=acting(request), **form.cleaned_data)
        messages.success(request, _("%(name)s is now shown as replaced.") % {"name": body.name})
        return redirect("organisation", area, slug)
    about = _(
        "Use this when a new body replaces an old one after a reorganisation. What the old body did "
        "stays under its name."
    )
    return _form(request, place, form, _("Who replaced %(name)s?") % {"name": body.name}, _("Record the change"), about)


def area_settings(request: HttpRequest, area: str) -> HttpResponse:
    """What an area is called and looks like."""
    place = desk(request, area)
    initial = {name: getattr(place, name) for name in SETTINGS}
    form = watch(
        AreaSettingsForm(request.POST or None, request.FILES or None, initial=initial, has_logo=bool(place.logo))
    )
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in SETTINGS}
        if form.cleaned_data["logo"] or form.cleaned_data.get("without_logo"):
            told["logo"] = form.cleaned_data["logo"] or b""
        change_area(area=place, why_not=why_not_officer(request.user, place), by=acting(request), **told)
        messages.success(request, _("The area settings have been changed."))
        return redirect("area_settings", area)
    return page(request, "areas/settings.html", {"area": place, "trail": _trail(place), "form": form})


def follow(request: HttpRequest, area: str) -> HttpResponse:
    """Ask to hear of an area by email."""
    place = find_area(area)
    form = FollowForm(request.POST or None, initial={"language": get_language() or "en"})
    if request.method == "POST" and form.is_valid():
        insist_on_limit(request, "follow", per_subject=form.cleaned_data["email"])
        actions.ask_to_follow(area=place, by=acting(request), **form.cleaned_data)
        return redirect("follow_asked", area)
    return page(request, "accounts/follow.html", {"area": place, "trail": _trail(place), "form": form})


def follow_asked(request: HttpRequest, area: str) -> HttpResponse:
    """The same answer to everybody who asked."""
    place = find_area(area)
    return page(request, "accounts/follow_asked.html", {"area": place, "trail": _trail(place)})


def follow_confirm(request: HttpRequest, area: str, key: str) -> HttpResponse:
    """Confirm with a button that an address wants to hear of an area: opening the letter's link changes nothing."""
    place = find_area(area)
    following = get_object_or_404(Following, area=place, key=key)
    if request.method == "POST":
        actions.confirm_following(following=following, by=acting(request))
        messages.success(request, _("You are now following %(area)s.") % {"area": place.name})
        return redirect("follow_confirm", area, key)
    return page(
        request, "accounts/follow_confirm.html", {"area": place, "trail": _trail(place), "following": following}
    )


@csrf_exempt  # programs for email press this button for their reader; only who has the letter knows the address
def follow_stop(request: HttpRequest, area: str, key: str) -> HttpResponse:
    """Stop following with a button, or from the email program."""
    place = find_area(area)
    following = Following.objects.filter(area=place, key=key).first()
    if request.method == "POST" and following:
        actions.stop_following(following=following, by=acting(request))
        return redirect("follow_stop", area, key)
    return page(request, "accounts/follow_stop.html", {"area": place, "trail": _trail(place), "following": following})


def _administrator(request: HttpRequest) -> None:
    if not getattr(request.user, "is_administrator", False):
        raise Http404


def administration(request: HttpRequest) -> HttpResponse:
    """The areas of the site, for its administrator, who sees nothing of what happens in them."""
    _administrator(request)
    rows = shelf(request, Area.objects.all(), key="slug")
    today = max((area.today() for area in rows.rows), default=None)
    officers = Role.objects.filter(area__in=rows.rows, kind=RoleKind.OFFICER).held_on(today) if today else []
    counts: dict[int, int] = {}
    for role in officers:
        counts[role.area_id] = counts.get(role.area_id, 0) + 1
    areas = [(area, counts.get(area.pk, 0)) for area in rows.rows]
    return page(request, "accounts/administration.html", {"areas": areas, "shelf": rows})


def open_new_area(request: HttpRequest) -> HttpResponse:
    """Open an area."""
    _administrator(request)
    form = OpenAreaForm(request.POST or None, initial={"nation": "england"})
    if request.method == "POST" and form.is_valid():
        made = open_area(by=acting(request), **form.cleaned_data)
        messages.success(
            request, _("%(area)s has been set up. Appoint its first partnership officer.") % {"area": made.name}
        )
        return redirect("officers", made.slug)
    return _form(request, None, form, _("Set up an area"), _("Set up the area"), "")


def officers(request: HttpRequest, area: str) -> HttpResponse:
    """Appoint an officer, who then gives all other roles."""
    _administrator(request)
    place = find_area(area)
    form = OfficerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told: dict[str, Any] = {"kind": RoleKind.OFFICER, "since": place.today()}
        actions.give_role(area=place, by=acting(request), **told, **form.cleaned_data)
        messages.success(request, _("The partnership officer is appointed. We've sent an email to tell them."))
        return redirect("administration")
    title = _("Appoint a partnership officer for %(area)s") % {"area": place.name}
    return _form(
        request, None, form, title, _("Appoint"), _("The partnership officer gives all the other roles in the area.")
    )


def _form(request: HttpRequest, area: Area | None, form: Any, title: str, send: str, about: str) -> HttpResponse:
    trail = _trail(area) if area else [(_("Administration"), "/administration/")]
    return form_page(request, form, title, send, area=area, about=about, trail=trail)
