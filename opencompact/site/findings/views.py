"""What is said of a finding, how a promise is judged, and the records behind each figure."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from opencompact.site.accounts.rules import acting
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.findings import actions, rules
from opencompact.site.findings.forms import SayForm
from opencompact.site.findings.models import Finding, Registered, Statement, Word
from opencompact.site.findings.shown import shown
from opencompact.site.pages import page

Trail = list[tuple[str, str]]


def _trail(area: Area, *more: tuple[str, str]) -> Trail:
    return [(area.name, area.get_absolute_url()), *more]


def _found(area: str, pk: int) -> tuple[Area, Finding, Registered]:
    """A finding and the record it is about."""
    place = find_area(area)
    finding = get_object_or_404(Finding.objects.select_related("area", "body"), area=place, pk=pk)
    row = rules.row_of(finding)
    if row is None:
        raise Http404
    return place, finding, row


def _of_row(row: Registered, finding: Finding, person: Any) -> dict[str, Any]:
    """The finding as the reader sees it, for the page on which they speak of it."""
    found = shown(row, person)
    each = next((one for one in found if (one.ref, one.check_id) == (finding.ref, finding.check_id)), None)
    return {"row": row, "each": each._replace(say_href="") if each else None}


def say(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Reply to a finding, contest it, or add to it. For everybody it does not name, the page does not exist."""
    place, finding, row = _found(area, pk)
    organisations = rules.said_by(request.user, row, finding)
    if not organisations:
        raise Http404
    form = SayForm(request.POST or None, organisations=organisations)
    why_not = rules.why_not_say(request.user, finding, row, organisations[0])
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data, "kind": Word(form.cleaned_data["kind"])}
        actions.say(finding=finding, row=row, by=acting(request), **told)
        messages.success(request, _("What you said stands beside the finding. Everybody can read it."))
        return redirect(finding)
    return page(request, "findings/say.html", {
        "area": place, "trail": _trail(place, (row.title, row.get_absolute_url())), "form": form, "why_not": why_not,
        "finding": finding, "is_held_back": finding.is_held_back(place.today()), **_of_row(row, finding, request.user),
    })  # fmt: skip


def unsay(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Take back what was said of a finding."""
    place = find_area(area)
    found = Statement.objects.select_related("finding__area", "organisation__area")
    statement = get_object_or_404(found, finding__area=place, pk=pk)
    row = rules.row_of(statement.finding)
    if row is None or rules.why_not_speak_on(request.user, row, statement.organisation):
        raise Http404
    if request.method == "POST":
        actions.unsay(statement=statement, row=row, by=acting(request))
        messages.success(request, _("It was taken back. The public record still says that something was said."))
        return redirect(statement.finding)
    return page(request, "findings/take_back.html", {
        "area": place, "trail": _trail(place, (row.title, row.get_absolute_url())), "who": statement.organisation.name,
        "words": statement.words, "gone": statement.withdrawn, "back": statement.finding.get_absolute_url(),
    })  # fmt: skip
