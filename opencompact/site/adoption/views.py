"""Pages of adoption: put a draft forward, see what that changes, confirm it as a second person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from opencompact.site.accounts.models import RoleKind
from opencompact.site.accounts.rules import acting
from opencompact.site.adoption import actions, rules
from opencompact.site.adoption.changes import changes_of
from opencompact.site.adoption.forms import FirstForm, ProposeForm, RefuseForm
from opencompact.site.adoption.models import Adoption
from opencompact.site.agreements.models import Edition
from opencompact.site.drafting.models import READERS, Draft
from opencompact.site.drafting.rules import draft_at_desk
from opencompact.site.drafting.views import trail
from opencompact.site.meetings.models import Meeting
from opencompact.site.meetings.rules import quorum_of
from opencompact.site.pages import form_page, page
from opencompact.site.record.models import Entry

ACTS = (
    "edition_adopted", "edition_replaced", "adoption_proposed", "adoption_confirmed", "first_edition_agreed",
)  # fmt: skip


def propose(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Choose the decision and the days, look at what changes, then put it forward."""
    found = draft_at_desk(request, area, pk, RoleKind.CHAIR)
    why_not = rules.why_not_propose(request.user, found)
    if why_not:
        waiting = found.adoptions.pending().first()
        return redirect(waiting) if waiting else page(request, "adoption/not_yet.html", _about(found, why_not=why_not))
    first = rules.is_first(found.area)
    form: Any = (FirstForm if first else ProposeForm)(request.POST or None, draft=found)
    context = _about(found, form=form, first=first)
    if request.method != "POST" or not form.is_valid() or "change" in request.POST:
        return page(request, "adoption/propose.html", context)
    if isinstance(form, ProposeForm):
        form.suggest()
    data = form.cleaned_data
    if "sure" not in request.POST:
        return page(request, "adoption/check.html", {**context, **_changed(found, data), "data": data})
    if first:
        actions.adopt_first(draft=found, by=acting(request), **data)
        return redirect("draft_adopted", area, pk)
    made = actions.propose(draft=found, by=acting(request), **data)
    messages.success(request, _("It’s put forward. Everybody who can confirm it has been written to."))
    return redirect(made)


def adoption(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """What waits for a second person: what it changes, and the yes."""
    made = _waiting(request, area, pk)
    found = made.draft
    if request.method == "POST":
        actions.confirm(adoption=made, by=acting(request))
        return redirect("draft_adopted", area, pk)
    data = {"decision": made.decision, "adopted": made.adopted, "start": made.start, "review_due": made.review_due,
            "sign_again_by": made.sign_again_by}  # fmt: skip
    return page(request, "adoption/adoption.html", {
        **_about(found), **_changed(found, data),
        "adoption": made,
        "data": data,
        "why_not_confirm": rules.why_not_confirm(request.user, made),
        "may_refuse": rules.why_not_settle(request.user, made) is None,
        "may_withdraw": rules.why_not_withdraw(request.user, made) is None,
        "confirmers": len(rules.confirmers(made)),
    })  # fmt: skip


def refuse(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Say why it is not confirmed."""
    made = _waiting(request, area, pk)
    form = RefuseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.refuse(adoption=made, reason=form.cleaned_data["reason"], by=acting(request))
        messages.success(request, _("It isn’t confirmed. Whoever put it forward has been written to."))
        return redirect(made.draft)
    why_not = rules.why_not_settle(request.user, made)
    title, way = _("Don’t confirm the adoption"), trail(made.draft.area, made.draft)
    shown = {"area": made.draft.area, "caption": made.draft.title, "trail": way, "why_not": why_not}
    return form_page(request, form, title, _("Don’t confirm it"), kind="warning", **shown)


@require_POST
def withdraw(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Take back what waits for a second person."""
    made = _waiting(request, area, pk)
    actions.withdraw(adoption=made, by=acting(request))
    messages.success(request, _("It’s withdrawn. The draft goes on as it was."))
    return redirect(made.draft)


def adopted(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """What happened, and the receipts."""
    found = draft_at_desk(request, area, pk, *READERS)
    edition = found.became
    if edition is None:
        raise Http404
    subjects = [edition.pk, edition.replaces_id, found.subject]
    receipts = Entry.objects.in_area(area).filter(subject__in=[each for each in subjects if each], act__in=ACTS)
    return page(request, "adoption/adopted.html", {
        **_about(found), "edition": edition, "receipts": receipts.order_by("-n")[:6],
    })  # fmt: skip


def _waiting(request: HttpRequest, area: str, pk: int) -> Adoption:
    """The adoption that waits, for those who could confirm it; for everybody else there is no such page."""
    found = draft_at_desk(request, area, pk, RoleKind.CHAIR, RoleKind.MEMBER)
    made = Adoption.objects.of(found.area).pending().filter(draft=found).select_related("by").first()
    if made is None:
        raise Http404
    made.draft = found
    return made


def _about(found: Draft, **more: Any) -> dict[str, Any]:
    return {"area": found.area, "draft": found, "trail": trail(found.area, found), **more}


def _changed(found: Draft, data: dict[str, Any]) -> dict[str, Any]:
    """What it changes and what it rests on."""
    before = Edition.objects.in_force_on(found.area, data["start"])
    decision = data.get("decision")
    meeting: Meeting | None = decision.meeting if decision else None
    return {
        "changes": changes_of(found, before),
        "meeting": meeting,
        "quorum": quorum_of(meeting, meeting.attendance.all()).says if meeting else "",
    }
