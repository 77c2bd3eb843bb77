"""The pages of those who speak for a body: plan and publish a notice, amend, extend and withdraw it."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from opencompact.core.describing import describe
from opencompact.core.saying import says
from opencompact.core.words import in_words, sentence
from opencompact.site.accounts.rules import acting, spoken_for, why_not_speak_for
from opencompact.site.agreements.wording import address
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.conflicts import watch
from opencompact.site.consultations import actions, rules
from opencompact.site.consultations.forms import (
    PARTS,
    PARTS_BY_NAME,
    ExtendForm,
    FeedbackForm,
    NewForm,
    Part,
    PartForm,
    PublishForm,
    WithdrawForm,
    is_complete,
)
from opencompact.site.consultations.models import Consultation
from opencompact.site.findings.models import Status
from opencompact.site.findings.rules import (
    checker,
    edition_now,
    judged_by,
    why_not_change_plan,
    why_not_withdraw,
    worked_out,
)
from opencompact.site.findings.shown import shown
from opencompact.site.pages import form_page, page
from opencompact.site.record.models import Entry
from opencompact.site.rules import SET_UP

GIVEN = ("body", "title", "announced", "opens", "closes", "decides", "short_reason", "holiday_reason")


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


def plan_page(request: HttpRequest, plan: Consultation) -> HttpResponse:
    """A private plan: what is still to be written, and what the promises would say of it if it was published today."""
    place, would_be = plan.area, rules.as_published(plan)
    parts = [(part, f"{plan.get_absolute_url()}edit/{part.name}/", _status(plan, part)) for part in PARTS]
    return page(request, "consultations/plan.html", {
        "area": place, "trail": trail(place), "row": plan, "would_be": would_be, "parts": parts,
        "findings": shown(would_be, request.user), "lacking": rules.lacking(plan),
        "missing": rules.what_is_missing(plan), "involved": plan.involved.order_by("name"),
        "edition": edition_now(place),
    })  # fmt: skip


def _status(plan: Consultation, part: Part) -> dict[str, Any]:
    if not part.needed:
        return {"text": _("Optional")}
    if is_complete(plan, part):
        return {"text": _("Complete")}
    return {"tag": {"text": _("Incomplete"), "classes": "govuk-tag--blue"}}


def edit(request: HttpRequest, area: str, pk: int, part: str) -> HttpResponse:
    """Write one part of a plan; it is saved at once."""
    found, asked = _own(request, area, pk), _part(part)
    if why_not_change_plan(request.user, found):
        return redirect(found)
    form = watch(PartForm(request.POST or None, part=asked, row=found))
    if request.method == "POST" and form.is_valid():
        actions.change_plan(consultation=found, **form.cleaned_data, by=acting(request))
        messages.success(request, _("Saved: %(part)s.") % {"part": asked.title})
        return redirect(found)
    return _part_page(request, found, asked, form, _("Save"))


def amend(request: HttpRequest, area: str, pk: int, part: str) -> HttpResponse:
    """Change one part of a published notice: first what changes is shown, then it is published with its reason."""
    found, asked = _own(request, area, pk), _part(part)
    why_not = rules.why_not_amend(request.user, found)
    form = PartForm(request.POST or None, part=asked, row=found)
    if why_not or asked.name == "involved":
        return _refused(
            request, found, why_not or _("What you published about who was involved before it opened can't be changed.")
        )
    if request.method != "POST" or not form.is_valid():
        return _part_page(request, found, asked, form, _("Continue"))
    said = {name: value for name, value in form.cleaned_data.items() if name != "why"}
    why_not = rules.why_not_amend(request.user, found, said)
    changes = [] if why_not else _changes(found, form, said)
    if why_not or not changes:
        form.add_error(None, why_not or _("You have not changed anything yet"))
    elif "sure" in request.POST:
        actions.amend(consultation=found, why=form.cleaned_data["why"], by=acting(request), **said)
        messages.success(request, _("The notice is changed. The earlier version can still be read."))
        return redirect(found)
    elif "change" not in request.POST:
        return _check_page(request, found, form, changes)
    return _part_page(request, found, asked, form, _("Continue"))


def _changes(row: Consultation, form: PartForm, said: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What a form would change: the question, what stands there, what would."""
    changed = [name for name, value in said.items() if getattr(row, name) != value]
    choices = {name: dict(getattr(row._meta.get_field(name), "flatchoices", ())) for name in changed}
    both = {name: [choices[name].get(each, each) for each in (getattr(row, name), said[name])] for name in changed}
    return [(str(form.fields[name].label), _value(was), _value(becomes)) for name, (was, becomes) in both.items()]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return in_words(value)
    return _("nothing") if value in (None, "") else str(value)


def _check_page(
    request: HttpRequest, row: Consultation, form: PartForm, changes: list[tuple[str, str, str]]
) -> HttpResponse:
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"]
    amended = copy.copy(row)
    for name, value in form.cleaned_data.items():
        setattr(amended, name, value)
    return page(request, "consultations/check.html", {
        "area": row.area, "trail": _trail_to(row), "row": row, "changes": changes, "why": form.cleaned_data["why"],
        "sent": sent, "findings": _moved(row, amended),
    })  # fmt: skip


def _moved(before: Consultation, after: Consultation) -> list[tuple[str, Status, str]]:
    """The findings that a change would change: the promise, its status then, its sentence."""
    old = {(each.promise.name, each.promise.check.id): each.status for each in worked_out(before)}
    return [
        (each.promise.commitment.ref, Status(str(each.status)), says(each))
        for each in worked_out(after)
        if each.status != old.get((each.promise.name, each.promise.check.id))
    ]


def amendments(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Choose the part of a published notice to amend."""
    found = _own(request, area, pk)
    parts = [(each, f"{found.get_absolute_url()}amend/{each.name}/") for each in PARTS if each.name != "involved"]
    return page(request, "consultations/amend.html", {
        "area": found.area, "trail": _trail_to(found), "row": found, "parts": parts,
        "why_not": rules.why_not_amend(request.user, found),
    })  # fmt: skip


def publish(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Publish a plan: only the reasons it lacks are asked for."""
    found = _own(request, area, pk)
    lacking = rules.lacking(found)
    form = PublishForm(request.POST or None if lacking else None, lacking=lacking)
    missing = why_not_change_plan(request.user, found) or rules.what_is_missing(found)
    missing = missing or (None if edition_now(found.area) else rules.why_not_publish(request.user, found))
    if request.method == "POST" and not missing and (not lacking or form.is_valid()):
        reasons = form.cleaned_data if lacking else {}
        actions.publish(consultation=found, by=acting(request), **reasons)
        return redirect("published_consultation", area, pk)
    return page(request, "consultations/publish.html", {
        "area": found.area, "trail": _trail_to(found), "row": found, "form": form, "lacking": lacking,
        "missing": missing, "open_parts": [each for each in PARTS if not is_complete(found, each)],
    })  # fmt: skip


def published(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """It is published: the receipt, and what happens next."""
    found = _own(request, area, pk)
    receipt = Entry.objects.of(area, found.subject).filter(act="consultation_published").first()
    if receipt is None:
        raise Http404
    return page(request, "consultations/published.html", {
        "area": found.area, "trail": _trail_to(found), "row": found, "receipt": receipt,
        "promised": rules.promised([found]).get(found.pk),
    })  # fmt: skip


def extend(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Keep it open for longer."""
    found = _own(request, area, pk)
    form = ExtendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why_not = rules.why_not_extend(request.user, found, form.cleaned_data["closes"])
        if why_not is None:
            actions.extend(consultation=found, **form.cleaned_data, by=acting(request))
            messages.success(request, _("The consultation is extended: it %(when)s.") % {"when": found.says_when()})
            return redirect(found)
        form.add_error("closes", why_not)
    why_not = rules.why_not_extend(request.user, found)
    return _act_page(
        request, found, form, _("Extend the consultation"), _("Publish the new closing date"), why_not=why_not
    )


def withdraw(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Withdraw the notice."""
    found = _own(request, area, pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw(consultation=found, **form.cleaned_data, by=acting(request))
        messages.success(request, _("The consultation is withdrawn. The notice stays and says why."))
        return redirect(found)
    return _act_page(
        request, found, form, _("Withdraw the consultation"), _("Withdraw"), kind="warning",
        why_not=why_not_withdraw(request.user, found),
        about=_("It stops taking responses. The notice stays in the list and says that it was withdrawn, and why."),
    )  # fmt: skip


def feedback(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Say when and where feedback was published on another site."""
    found = _own(request, area, pk)
    told = {"on": found.feedback_published, "url": found.feedback_url, "responses": found.responses}
    form = FeedbackForm(request.POST or None, initial=told)
    if request.method == "POST" and form.is_valid():
        why_not = rules.why_not_tell_feedback(request.user, found, form.cleaned_data["on"])
        if why_not is None:
            actions.tell_feedback(consultation=found, **form.cleaned_data, by=acting(request))
            messages.success(request, _("Everyone can now see when and where feedback was published."))
            return redirect(found)
        form.add_error("on", why_not)
    return _act_page(
        request, found, form, _("Feedback was published elsewhere"), _("Save"),
        why_not=rules.why_not_tell_feedback(request.user, found),
    )  # fmt: skip


def drop(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Drop a plan."""
    found = _own(request, area, pk)
    if request.method == "POST":
        actions.drop_plan(consultation=found, by=acting(request))
        messages.success(request, _("The plan is deleted."))
        return redirect("consultations", area)
    return _act_page(
        request, found, Form(), _("Delete the plan"), _("Delete plan"), kind="warning",
        why_not=why_not_change_plan(request.user, found),
        about=_("Nobody else has seen it. It can't be brought back."),
    )  # fmt: skip


@require_POST
def copy_as_plan(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """A new plan with the words of an old notice."""
    made = actions.copy_as_plan(consultation=_own(request, area, pk), by=acting(request))
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
        Act(_("Withdraw the consultation"), f"{here}withdraw/", why_not_withdraw(SET_UP, row)),
    ]
    if row.elsewhere:
        told = Act(_("Record when and where feedback was published"), f"{here}feedback-elsewhere/", None)
        found.append(told._replace(why_not=rules.why_not_tell_feedback(SET_UP, row)))
    return found


def trail(area: Area) -> list[tuple[str, str]]:
    """The way to the list."""
    return [(area.name, area.get_absolute_url()), (_("Consultations"), f"{area.get_absolute_url()}consultations/")]


def _trail_to(row: Consultation) -> list[tuple[str, str]]:
    return [*trail(row.area), (row.title, row.get_absolute_url())]


def _own(request: HttpRequest, slug: str, pk: int) -> Consultation:
    """A consultation, for those who speak for its body; for everybody else the page does not exist."""
    here = Consultation.objects.filter(area=find_area(slug)).select_related("area", "body", "edition")
    found = get_object_or_404(here, pk=pk)
    if why_not_speak_for(request.user, found.body):
        raise Http404
    return found


def _part(name: str) -> Part:
    if name not in PARTS_BY_NAME:
        raise Http404
    return PARTS_BY_NAME[name]


def _part_page(request: HttpRequest, row: Consultation, part: Part, form: PartForm, send: str) -> HttpResponse:
    return page(request, "consultations/part.html", {
        "area": row.area, "trail": _trail_to(row), "row": row, "part": part, "form": form, "send": send,
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


def _act_page(request: HttpRequest, row: Consultation, form: Form, title: str, send: str, **more: Any) -> HttpResponse:
    here = {"area": row.area, "trail": _trail_to(row), "caption": row.title}
    return form_page(request, form, title, send, **here, **more)


def _refused(request: HttpRequest, row: Consultation, why_not: str) -> HttpResponse:
    return _act_page(request, row, Form(), _("Change the notice"), "", why_not=why_not)
