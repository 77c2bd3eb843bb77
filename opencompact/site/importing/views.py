"""Pages on which registers come in, and the files in which they go out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencompact.core.exchange.writing import WRITERS
from opencompact.core.problems import Problem
from opencompact.site.accounts.models import Person
from opencompact.site.accounts.rules import spoken_for
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.findings.models import State as RowState
from opencompact.site.findings.rules import lacking_reasons
from opencompact.site.importing import actions, rules
from opencompact.site.importing.forms import ImportForm
from opencompact.site.importing.judging import Plan, judged_batch
from opencompact.site.importing.models import Batch, State
from opencompact.site.importing.registers import KEPT, record_of
from opencompact.site.pages import page, plain

SHOWN = 20  # records in a preview
TOLD = 200  # problems on one page


def imports(request: HttpRequest, area: str) -> HttpResponse:
    """Choose a file; what is wrong with it is told cell by cell, and nothing of it is kept."""
    place = _find(request, area)
    form = ImportForm(request.POST or None, request.FILES or None, organisations=spoken_for(request.user, place))
    if request.method == "POST" and form.is_valid():
        batch = actions.keep_reading(
            area=place, register=form.cleaned_data["register"], reading=form.cleaned_data["reading"],
            file=form.cleaned_data["file"].name, body=form.cleaned_data["body"], by=_me(request),
        )  # fmt: skip
        return redirect("import", area, batch.pk)
    return page(request, "importing/imports.html", {
        "area": place,
        "trail": [(place.name, place.get_absolute_url())],
        "form": form,
        **_told(form.problems),
        "batches": Batch.objects.of(place, request.user).defer("records", "places", "taken")[:50],
    })  # fmt: skip


def batch(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """What a file holds before anything is taken in; afterwards what it brought, and the way back."""
    place = _find(request, area)
    found = get_object_or_404(Batch.objects.of(place, request.user).select_related("area"), pk=pk)
    if request.method == "POST":
        return _act(request, found)
    waits = found.state == State.READ
    judged = judged_batch(found, request.user) if waits else None
    return page(request, "importing/batch.html", {
        "area": place,
        "trail": [(place.name, place.get_absolute_url()), (_("Import"), f"{place.get_absolute_url()}import/")],
        "batch": found,
        "register": KEPT[found.register],
        "judged": judged,
        **_told(judged.problems if judged else []),
        "first": judged.new[:SHOWN] if judged else [],
        "plans": judged.plans if judged else _plans(found),
        "coming": len(judged.new) + len(judged.plans) if judged else 0,
        "why_not_back": None if waits else rules.why_not_take_back(request.user, found),
    })  # fmt: skip


def _plans(found: Batch) -> list[Plan]:
    """The private plans a file brought that are plans still."""
    rows = KEPT[found.register].model._default_manager.filter(pk__in=[pk for pk, _mark in found.plans])
    still = rows.filter(state=RowState.PLANNED).select_related("area", "body").order_by("pk")
    return [Plan(row, [each.says for each in lacking_reasons(row)]) for row in still]


def _act(request: HttpRequest, found: Batch) -> HttpResponse:
    if "forget" in request.POST:
        actions.forget_reading(batch=found, by=_me(request))
        messages.success(request, _("What we read from the file has been deleted."))
        return redirect("imports", found.area.slug)
    if "back" in request.POST:
        actions.take_back(batch=found, by=_me(request))
        messages.success(request, _("The import was undone."))
    else:
        taken = actions.take_in(batch=found, by=_me(request))
        come, plans = len(taken.taken), len(taken.plans)
        told = {
            ngettext("One record was imported.", "%(counter)s records were imported.", come): come,
            ngettext("One plan was saved privately.", "%(counter)s plans were saved privately.", plans): plans,
        }
        for says, count in told.items():
            if count:
                messages.success(request, says % {"counter": f"{count:,}"})
    return redirect("import", found.area.slug, found.pk)


def export(request: HttpRequest, area: str, register: str, ending: str) -> HttpResponse:
    """A whole register, as everybody may read it."""
    place = find_area(area)
    if register not in KEPT or ending not in WRITERS:
        raise Http404
    kept = KEPT[register]
    rows = kept.model._default_manager.filter(area=place, state=RowState.PUBLISHED).select_related("body", "area")
    write, kind = WRITERS[ending]
    content = write(register, [record_of(row) for row in rows.order_by("pk")])
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{place.slug}-{register}.{ending}"'
    return answer


def example(request: HttpRequest, area: str, register: str) -> HttpResponse:
    """An empty table with the headings of a register."""
    place = find_area(area)
    if register not in KEPT:
        raise Http404
    content = WRITERS["csv"][0](register, []).decode("utf-8-sig")
    return plain(content, f"{place.slug}-{register}-empty.csv", "text/csv; charset=utf-8")


def _find(request: HttpRequest, slug: str) -> Area:
    area = find_area(slug)
    if rules.why_not_import(request.user, area):
        raise Http404
    return area


def _me(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # everybody else was shown out
    return request.user


def _told(problems: Sequence[Problem]) -> dict[str, Any]:
    return {"problems": problems[:TOLD], "problem_count": len(problems), "more": max(len(problems) - TOLD, 0)}
