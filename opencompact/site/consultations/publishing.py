"""The pages before something of a notice becomes public: publish, amend, extend, withdraw, feedback elsewhere.

Beside the six files of a room: each says before the last click what changes, and what will be at risk or not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from opencompact.core.saying import says
from opencompact.core.words import in_words
from opencompact.site.accounts.rules import acting
from opencompact.site.conflicts import watch
from opencompact.site.consultations import actions, rules
from opencompact.site.consultations.desk import act_page, find_part, own, part_page, trail_to
from opencompact.site.consultations.forms import PARTS, FeedbackForm, PartForm, is_complete
from opencompact.site.consultations.models import Consultation
from opencompact.site.consultations.reason_forms import ExtendForm, PublishForm, ShownByForm, WithdrawForm
from opencompact.site.consultations.slots import NO_QUESTIONS, Asking
from opencompact.site.findings.models import Status
from opencompact.site.findings.rules import edition_now, says_case, why_not_change_plan, worked_out
from opencompact.site.findings.shown import broken_rows
from opencompact.site.pages import page
from opencompact.site.record.models import Entry

Change = tuple[str, str, str]  # the question, what stands there, what would


def publish(request: HttpRequest, area: str, pk: int, asking: Asking = NO_QUESTIONS) -> HttpResponse:
    """Publish a plan: only the reasons it lacks are asked for, and everything is said that will not be kept."""
    found = own(request, area, pk)
    written = 0 if found.elsewhere else asking.written(found)
    asks = bool(written) and request.POST.get("questions") != "later"
    lacking, missing = rules.lacking(found, asks=asks), rules.what_is_missing(found, asks=asks)
    form = PublishForm(_posted(request), row=found, lacking=lacking, written=written, later=found.questions_from)
    missing = why_not_change_plan(request.user, found) or missing
    missing = missing or (None if edition_now(found.area) else rules.why_not_publish(request.user, found))
    if form.is_bound and not missing and form.is_valid():
        reasons = {name: value for name, value in form.cleaned_data.items() if name != "questions"}
        told = asking if asks else NO_QUESTIONS
        actions.publish(consultation=found, by=acting(request), asking=told, **reasons)
        return redirect("published_consultation", area, pk)
    return page(request, "consultations/publish.html", {
        "area": found.area, "trail": trail_to(found), "row": found, "form": form, "lacking": lacking,
        "missing": missing, "open_parts": [each for each in PARTS if not is_complete(found, each, asks=asks)],
        "broken": broken_rows(rules.as_published(found, asks=asks)), "written": written,
    })  # fmt: skip


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def published(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """It is published: the receipt, and what happens next."""
    found = own(request, area, pk)
    receipt = Entry.objects.of(area, found.subject).filter(act="consultation_published").first()
    if receipt is None:
        raise Http404
    return page(request, "consultations/published.html", {
        "area": found.area, "trail": trail_to(found), "row": found, "receipt": receipt,
        "promised": rules.promised([found]).get(found.pk),
    })  # fmt: skip


def amendments(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Choose the part of a published notice to amend."""
    found = own(request, area, pk)
    parts = [(each, f"{found.get_absolute_url()}amend/{each.name}/") for each in PARTS if each.name != "involved"]
    return page(request, "consultations/amend.html", {
        "area": found.area, "trail": trail_to(found), "row": found, "parts": parts,
        "why_not": rules.why_not_amend(request.user, found),
    })  # fmt: skip


def amend(request: HttpRequest, area: str, pk: int, part: str) -> HttpResponse:
    """Change one part of a published notice: first what changes is shown, then it is published with its reason."""
    found, asked = own(request, area, pk), find_part(part)
    why_not = rules.why_not_amend(request.user, found)
    form = watch(PartForm(request.POST or None, part=asked, row=found))
    if why_not or asked.name == "involved":
        why_not = why_not or _("What you published about who was involved before it opened can't be changed.")
        return act_page(request, found, Form(), _("Change the notice"), "", why_not=why_not)
    if request.method != "POST" or not form.is_valid():
        return part_page(request, found, asked, form, _("Continue"))
    said = {name: value for name, value in form.cleaned_data.items() if name != "why"}
    why_not = rules.why_not_amend(request.user, found, said)
    changes = [] if why_not else list(_changes(found, form, said))
    if why_not or not changes:
        form.add_error(None, why_not or _("You have not changed anything yet"))
    if why_not or not changes or "change" in request.POST:
        return part_page(request, found, asked, form, _("Continue"))
    return _check_amendment(request, found, form, said, changes)


def _check_amendment(
    request: HttpRequest, row: Consultation, form: PartForm, said: dict[str, Any], changes: list[Change]
) -> HttpResponse:
    """What changes, and what shows it where it turns what was found; then it is published."""
    after, found = rules.amended(row, said), rules.turned(row, said)
    sure = request.POST if "sure" in request.POST else None
    shown = ShownByForm(sure, found=found) if found else None
    why = form.cleaned_data["why"]
    if sure is not None and (shown is None or shown.is_valid()):
        told = shown.cleaned_data["shown_by"] if shown else ""
        actions.amend(consultation=row, why=why, shown_by=told, by=acting(request), **said)
        messages.success(request, _("The notice is changed. The earlier version can still be read."))
        return redirect(row)
    return _check_page(
        request, row, _("Publish the amendment"), changes=changes, why=why, after=after, form=shown, turned=found,
        can_change=True,
    )  # fmt: skip


def _changes(row: Consultation, form: PartForm, said: Mapping[str, Any]) -> list[Change]:
    """What a form would change: the question, what stands there, what would."""
    changed = [name for name, value in said.items() if getattr(row, name) != value and name in form.fields]
    choices = {name: dict(getattr(row._meta.get_field(name), "flatchoices", ())) for name in changed}
    both = {name: [choices[name].get(each, each) for each in (getattr(row, name), said[name])] for name in changed}
    rows = [(str(form.fields[name].label), _value(was), _value(becomes)) for name, (was, becomes) in both.items()]
    after = rules.amended(row, dict(said))
    cases = [(name, says_case(row, name), says_case(after, name)) for name in form.reasons]
    return rows + [
        (str(form.fields[name].label), _value(was), _value(becomes)) for name, was, becomes in cases if was != becomes
    ]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return in_words(value)
    return _("nothing") if value in (None, "") else str(value)


def _check_page(
    request: HttpRequest, row: Consultation, send: str, *, after: Consultation | None = None, **more: Any
) -> HttpResponse:
    """Everything a change does, before the last click; what was typed goes with it."""
    ours = ("csrfmiddlewaretoken", "sure", "shown_by")
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name not in ours]
    findings = _moved(row, after) if after else []
    return page(request, "consultations/check.html", {
        "area": row.area, "trail": trail_to(row), "row": row, "sent": sent, "findings": findings, "send": send,
        "after": after, "broken": broken_rows(after) if after else [], **more,
    })  # fmt: skip


def _moved(before: Consultation, after: Consultation) -> list[tuple[str, Status, str]]:
    """The findings that a change would change: the promise, its status then, its sentence."""
    old = {(each.promise.name, each.promise.check.id): each.status for each in worked_out(before)}
    return [
        (each.promise.commitment.ref, Status(str(each.status)), says(each))
        for each in worked_out(after)
        if each.status != old.get((each.promise.name, each.promise.check.id))
    ]


def _extend_form(row: Consultation, posted: Any) -> ExtendForm:
    """The new date and why; and the reasons that lack with that date."""
    form = ExtendForm(posted, row=row)
    closes = form.cleaned_data.get("closes") if posted is not None and (form.is_valid() or form.errors) else None
    lacking = rules.lacks_after(row, rules.amended(row, {"closes": closes})) if closes else []
    return ExtendForm(posted, row=row, lacking=lacking) if lacking else form


def extend(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Keep it open for longer: the new date and why, then everything that follows."""
    found, posted = own(request, area, pk), _posted(request)
    form = _extend_form(found, posted)
    if posted is not None and form.is_valid():
        said = dict(form.cleaned_data)
        why_not = rules.why_not_extend(request.user, found, said)
        if why_not:
            form.add_error("closes", why_not)
        elif "sure" in posted:
            actions.extend(consultation=found, **said, by=acting(request))
            messages.success(
                request, _("The new closing date is published. It %(when)s.") % {"when": found.says_when()}
            )
            return redirect(found)
        elif "change" not in posted:
            label = str(form.fields["closes"].label)
            changes = [(label, _value(found.closes), _value(said["closes"]))]
            told = rules.amended(found, {name: value for name, value in said.items() if name != "why"})
            return _check_page(
                request, found, _("Publish the new closing date"), changes=changes, why=said["why"], after=told,
                can_change=True,
            )  # fmt: skip
    why_not = rules.why_not_extend(request.user, found)
    return act_page(request, found, form, _("Extend the consultation"), _("Continue"), why_not=why_not)


def withdraw(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Withdraw the notice: why, then what that means, then it is done."""
    found, posted = own(request, area, pk), _posted(request)
    form = WithdrawForm(posted)
    about = _("Nobody can respond any more. The notice stays in the list and says that it was withdrawn, and why. It "
              "can't be published again.")  # fmt: skip
    if posted is not None and form.is_valid() and not rules.why_not_withdraw(request.user, found):
        if "sure" in posted:
            actions.withdraw(consultation=found, **form.cleaned_data, by=acting(request))
            messages.success(request, _("The consultation is withdrawn. The notice stays and says why."))
            return redirect(found)
        if "change" not in posted:
            why = form.cleaned_data["why"]
            return _check_page(
                request, found, _("Withdraw consultation"), why=why, about=about, can_change=True, kind="warning"
            )
    return act_page(
        request, found, form, _("Withdraw the consultation"), _("Continue"),
        why_not=rules.why_not_withdraw(request.user, found), about=about,
    )  # fmt: skip


def feedback(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Say when and where feedback was published on another site."""
    found = own(request, area, pk)
    told = {"on": found.feedback_published, "url": found.feedback_url, "responses": found.responses}
    form = watch(FeedbackForm(request.POST or None, initial=told))
    if request.method == "POST" and form.is_valid():
        why_not = rules.why_not_tell_feedback(request.user, found, form.cleaned_data["on"])
        if why_not is None:
            actions.tell_feedback(consultation=found, **form.cleaned_data, by=acting(request))
            messages.success(request, _("Everyone can now see when and where feedback was published."))
            return redirect(found)
        form.add_error("on", why_not)
    return act_page(
        request, found, form, _("Feedback was published elsewhere"), _("Save"),
        why_not=rules.why_not_tell_feedback(request.user, found),
    )  # fmt: skip
