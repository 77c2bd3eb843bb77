"""The pages of those who speak for a body: plan and publish a notice, amend, extend and withdraw it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from opencompact.core.describing import describe
from opencompact.core.words import sentence
from opencompact.site.accounts.rules import acting, spoken_for, why_not_speak_for
from opencompact.site.agreements.wording import address
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.conflicts import watch
from opencompact.site.consultations import actions, rules
from opencompact.site.consultations.forms import (
    PARTS,
    PARTS_BY_NAME,
    NewForm,
    Part,
    PartForm,
    is_complete,
)
from opencompact.site.consultations.models import Consultation
from opencompact.site.consultations.slots import Asking
from opencompact.site.findings.rules import (
    checker,
    edition_now,
    judged_by,
    why_not_change_plan,
)
from opencompact.site.findings.shown import promises
from opencompact.site.pages import form_page, page
from opencompact.site.rules import SET_UP

GIVEN = ("body", "title", "announced", "opens", "closes", "decides", "short_reason", "holiday_reason", "written")


def new(request: HttpRequest, area: str) -> HttpResponse:
    """Begin a plan; the planner sends here what it has worked out, as parameters of the address."""
    place = find_area(area)
    bodies = list(spoken_for(request.user, place))
    if not bodies:
        raise Http404
    given = {name: request.GET[name][:1000] for name in GIVEN if request.GET.get(name)}
    form = NewForm(request.POST or None, bodies=bodies, given={*given, *request.POST}, initial=given)
    if request.method == "POST" and form.is_valid():
        made = actions.plan(**form.cleaned_data, by=acting(request))
        messages.success(
            request, _("The plan is saved. Only people who act for the body, and the partnership officer, can see it.")
        )
        return redirect(made)
    about = _("It stays private until you publish it.")
    here = {"area": place, "trail": trail(place), "about": about}
    return form_page(request, form, _("Plan a consultation"), _("Save the plan"), **here)


def plan_page(request: HttpRequest, plan: Consultation, asking: Asking) -> HttpResponse:
    """A private plan: what is still to be written, and what the promises would say of it if it was published today."""
    place, written = plan.area, asking.written(plan)
    asks = rules.asks_here(plan, written)
    would_be = rules.as_published(plan, asks=asks)
    parts = [(part, f"{plan.get_absolute_url()}edit/{part.name}/", _status(plan, part, asks)) for part in PARTS]
    return page(request, "consultations/plan.html", {
        "area": place, "trail": trail(place), "row": plan, "would_be": would_be, "parts": parts, "written": written,
        "findings": promises(would_be, request.user), "lacking": rules.lacking(plan, asks=asks),
        "missing": rules.what_is_missing(plan, asks=asks), "involved": plan.involved.order_by("name"),
        "edition": edition_now(place),
    })  # fmt: skip


def _status(plan: Consultation, part: Part, asks: bool) -> dict[str, Any]:
    if not part.needed and part.name != "answers":
        return {"text": _("Optional")}
    if is_complete(plan, part, asks=asks):
        return {"text": _("Complete")}
    return {"tag": {"text": _("Incomplete"), "classes": "govuk-tag--blue"}}


def edit(request: HttpRequest, area: str, pk: int, part: str) -> HttpResponse:
    """Write one part of a plan; it is saved at once."""
    found, asked = own(request, area, pk), find_part(part)
    if why_not_change_plan(request.user, found):
        return redirect(found)
    form = watch(PartForm(request.POST or None, part=asked, row=found))
    if request.method == "POST" and form.is_valid():
        actions.change_plan(consultation=found, **form.cleaned_data, by=acting(request))
        messages.success(request, _("Saved: %(part)s.") % {"part": asked.title})
        return redirect(found)
    return part_page(request, found, asked, form, _("Save"))


def drop(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Drop a plan."""
    found = own(request, area, pk)
    if request.method == "POST":
        actions.drop_plan(consultation=found, by=acting(request))
        messages.success(request, _("The plan is deleted."))
        return redirect("consultations", area)
    return act_page(
        request, found, Form(), _("Delete the plan"), _("Delete plan"), kind="warning",
        why_not=why_not_change_plan(request.user, found),
        about=_("Nobody else has seen it. It can't be brought back."),
    )  # fmt: skip


@require_POST
def copy_as_plan(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """A new plan with the words of an old notice."""
    made = actions.copy_as_plan(consultation=own(request, area, pk), by=acting(request))
    messages.success(request, _("This is a new plan based on the old notice. Add its dates."))
    return redirect(made)


class Act(NamedTuple):
    """Something that can be done with a published notice, or why not."""

    says: str
    href: str
    why_not: str | None


def acts_on(person: Any, row: Consultation) -> list[Act]:
    """What those who speak for its body can do; nothing for anybody else."""
    if why_not_speak_for(person, row.body):
        return []
    here = row.get_absolute_url()
    found = [
        Act(_("Change the notice"), f"{here}amend/", rules.why_not_amend(SET_UP, row)),
        Act(_("Extend the consultation"), f"{here}extend/", rules.why_not_extend(SET_UP, row)),
        Act(_("Withdraw the consultation"), f"{here}withdraw/", rules.why_not_withdraw(SET_UP, row)),
    ]
    if row.elsewhere:
        told = Act(_("Record when and where feedback was published"), f"{here}feedback-elsewhere/", None)
        found.append(told._replace(why_not=rules.why_not_tell_feedback(SET_UP, row)))
    return found


def trail(area: Area) -> list[tuple[str, str]]:
    """The way to the list."""
    return [(area.name, area.get_absolute_url()), (_("Consultations"), f"{area.get_absolute_url()}consultations/")]


def trail_to(row: Consultation) -> list[tuple[str, str]]:
    return [*trail(row.area), (row.title, row.get_absolute_url())]


def own(request: HttpRequest, slug: str, pk: int) -> Consultation:
    """A consultation, for those who speak for its body; for everybody else the page does not exist."""
    here = Consultation.objects.filter(area=find_area(slug)).select_related("area", "body", "edition")
    found = get_object_or_404(here, pk=pk)
    if why_not_speak_for(request.user, found.body):
        raise Http404
    return found


def find_part(name: str) -> Part:
    if name not in PARTS_BY_NAME:
        raise Http404
    return PARTS_BY_NAME[name]


def part_page(request: HttpRequest, row: Consultation, part: Part, form: PartForm, send: str) -> HttpResponse:
    return page(request, "consultations/part.html", {
        "area": row.area, "trail": trail_to(row), "row": row, "part": part, "form": form, "send": send,
        "promises": list(_promises(row, part)),
    })  # fmt: skip


def _promises(row: Consultation, part: Part) -> Iterator[tuple[str, str, str]]:
    """The promises that a part of the notice touches: reference, address, what each asks."""
    edition = judged_by(row)
    asked = checker(edition).promises if edition else []
    for each in asked:
        if each.check.register == row.REGISTER and {*each.read} & {*part.fields} - {"feedback_published"}:
            ref = each.commitment.ref
            yield ref, address(row.area.slug, ref), sentence(describe(each.check, each.commitment.checks))


def act_page(request: HttpRequest, row: Consultation, form: Form, title: str, send: str, **more: Any) -> HttpResponse:
    here = {"area": row.area, "trail": trail_to(row), "caption": row.title}
    return form_page(request, form, title, send, **here, **more)
