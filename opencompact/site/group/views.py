"""Pages on which the officer and the chair say who the group is. What everybody reads is made above, with the record of
its work."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from opencompact.site.accounts.models import RoleKind
from opencompact.site.accounts.rules import acting, desk
from opencompact.site.areas.models import Area
from opencompact.site.conflicts import watch
from opencompact.site.group import actions
from opencompact.site.group.forms import FormGroupForm, GroupForm, LeaveForm, MemberForm, SeatForm
from opencompact.site.group.models import Group, Membership
from opencompact.site.pages import form_page, page

FOR_GROUP = (RoleKind.OFFICER, RoleKind.CHAIR)


def form_group(request: HttpRequest, area: str) -> HttpResponse:
    """Form the group."""
    place = desk(request, area, FOR_GROUP)
    if Group.objects.filter(area=place).exists():
        raise Http404
    form = FormGroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.form_group(area=place, **form.cleaned_data, by=acting(request))
        messages.success(request, _("The group is set up. Add its members next."))
        return redirect("group", area)
    return _form(request, place, form, _("Set up the group"), _("Set up the group"))


def change_group(request: HttpRequest, area: str) -> HttpResponse:
    """Change what is said of the group."""
    place = desk(request, area, FOR_GROUP)
    group = get_object_or_404(Group.objects.select_related("area"), area=place)
    said = {name: getattr(group, name) for name in GroupForm.base_fields if name != "agreed"}
    form = watch(GroupForm(request.POST or None, initial={**said, "agreed": bool(group.chair_name)}))
    if request.method == "POST" and form.is_valid():
        actions.change_group(group=group, **form.cleaned_data, by=acting(request))
        messages.success(request, _("The change is published."))
        return redirect("group", area)
    title = _("Change the details of %(group)s") % {"group": group.name}
    return _form(request, place, form, title, _("Publish the change"))


def _form(request: HttpRequest, area: Area, form: Any, title: str, send: str) -> HttpResponse:
    about = _("The group looks after the %(word)s. What you write here is public.") % {"word": area.word}
    return form_page(request, form, title, send, area=area, about=about, trail=_trail(area))


def add_member(request: HttpRequest, area: str) -> HttpResponse:
    """Let an organisation join the group."""
    place = desk(request, area, FOR_GROUP)
    group = get_object_or_404(Group.objects.select_related("area"), area=place)
    form = MemberForm(request.POST or None, area=place)
    if request.method == "POST" and form.is_valid():
        joined = actions.add_member(group=group, **form.cleaned_data, by=acting(request))
        messages.success(request, _("%(organisation)s joined.") % {"organisation": joined.organisation.name})
        return redirect("group", area)
    told = _("Organisations are members of %(group)s. People represent them, and are named only if they agree.")
    about = told % {"group": group.name}
    title, send = _("Add a member organisation"), _("Add the member")
    return form_page(request, form, title, send, area=place, about=about, trail=_trail(place))


def member(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """One member of the group: change who sits there, or let it leave."""
    place = desk(request, area, FOR_GROUP)
    found = get_object_or_404(
        Membership.objects.select_related("group__area", "organisation"), group__area=place, until=None, pk=pk
    )
    ends = LeaveForm(request.POST if "leave" in request.POST else None, initial={"on": place.today()})
    said = {"seats": found.seats, "person_name": found.person_name, "agreed": bool(found.person_name)}
    form = watch(SeatForm(request.POST if request.method == "POST" and not ends.is_bound else None, initial=said))
    if ends.is_bound and ends.is_valid():
        actions.end_member(membership=found, on=ends.cleaned_data["on"], by=acting(request))
        messages.success(request, _("The end date is published."))
        return redirect("group", area)
    if form.is_bound and form.is_valid():
        actions.change_member(membership=found, **form.cleaned_data, by=acting(request))
        messages.success(request, _("The change is published."))
        return redirect("group", area)
    return page(request, "group/member.html", {
        "area": place, "member": found, "form": form, "ends": ends, "trail": _trail(place),
    })  # fmt: skip


def _trail(area: Area) -> list[tuple[str, str]]:
    return [(area.name, area.get_absolute_url()), (_("The group"), f"{area.get_absolute_url()}group/")]
