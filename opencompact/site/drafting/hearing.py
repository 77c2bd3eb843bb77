"""Pages on which people are heard: a draft is opened, commented on by both sides, and every comment is answered."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from opencompact.core.checks.ops import Status
from opencompact.core.checks.records import Record
from opencompact.core.describing import describe
from opencompact.core.findings import Checker
from opencompact.core.verdicts import verdicts
from opencompact.core.words import said
from opencompact.site.accounts.models import Organisation, RoleKind
from opencompact.site.accounts.rules import acting, holds
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.finding import find_area
from opencompact.site.drafting import actions, clauses
from opencompact.site.drafting.forms import AnswerForm, AsideForm, CommentForm, EditorCommentForm, OpenForm
from opencompact.site.drafting.models import READERS, Comment, Draft, Outcome, Place, Why
from opencompact.site.drafting.rules import (
    draft_at_desk,
    find_draft,
    why_not_answer,
    why_not_comment,
    why_not_open,
    why_not_sort,
)
from opencompact.site.drafting.views import trail
from opencompact.site.limits import insist_on_limit
from opencompact.site.pages import page
from opencompact.site.rules import insist


def open_draft(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Open a draft for comments, or leave it open for longer."""
    found = draft_at_desk(request, area, pk)
    insist(why_not_open(request.user, found))
    form = OpenForm(request.POST or None)
    context = {"area": found.area, "draft": found, "form": form, "trail": trail(found.area, found)}
    context["promises"] = _promised(found)
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        why_not = why_not_open(request.user, found, until)
        breaks = [] if why_not else broken_by(found, _opens(found), until)
        if breaks and request.POST.get("seen") != until.isoformat():
            return page(request, "drafting/open.html", {**context, "breaks": breaks, "seen": until.isoformat()})
        if not why_not:
            actions.open_for_comments(draft=found, until=until, by=acting(request))
            messages.success(request, _("Anyone can now read the draft and comment on it."))
            return redirect("draft_comments", area, pk)
        form.add_error("until", why_not)
    return page(request, "drafting/open.html", context)


def _promised(found: Draft) -> list[tuple[str, str]]:
    """What the edition in force promises of the length of consultations."""
    edition = Edition.objects.in_force_on(found.area, found.area.today())
    return [
        (commitment.ref, describe(check, commitment.checks))
        for commitment in (edition.document.commitments if edition else [])
        for check in commitment.checks
        if (check.kind, check.register) in (("min_period", "consultations"), ("avoids", "consultations"))
    ]


class Breaks(NamedTuple):
    """A promise about consultations that the time for comments does not keep."""

    ref: str
    says: str
    remedy: str


def _opens(draft: Draft) -> date:
    """Since when people can comment: today, or earlier where it is only left open for longer."""
    today = draft.area.today()
    return draft.area.day_of(draft.opened) if draft.opened and draft.is_open(today) else today


def broken_by(draft: Draft, opens: date, until: date) -> list[Breaks]:
    """What the edition in force says of the time for comments: it is a consultation like any other."""
    today = draft.area.today()
    edition = Edition.objects.in_force_on(draft.area, today)
    if edition is None:
        return []
    record: Record = {"id": str(draft.pk), "title": draft.title, "opens": opens, "closes": until, "written": True,
                      "short_reason": None, "holiday_reason": None}  # fmt: skip
    found = Checker(edition.document).read("consultations", record, today)
    timed = [each for each in found if each.promise.check.kind in ("min_period", "avoids")]
    return [
        Breaks(each.promise.commitment.ref, each.says, each.remedy.says)
        for each in verdicts(timed)
        if each.status in (Status.AT_RISK, Status.NOT_KEPT)
    ]


class Heard(NamedTuple):
    """What was said of one clause."""

    ref: str
    summary: str
    comments: list[Comment]


def comments(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """We asked, you said, we did: every comment with its answer, clause by clause. It stays public."""
    place = find_area(area)
    found = get_object_or_404(Draft.objects.commented(place).select_related("area", "became"), pk=pk)
    assert found.opened
    assert found.opened_until
    insider = holds(request.user, place, RoleKind.OFFICER)
    rows = found.comments.all() if insider else found.comments.shown()
    is_open = found.is_open(place.today())
    return page(request, "drafting/comments.html", {
        "area": place,
        "draft": found,
        "groups": _by_clause(found, rows),
        "counts": found.comments.counted(),
        "why_aside": _why_aside(found),
        "insider": insider,
        "reads": is_open or holds(request.user, place, *READERS),
        "is_open": is_open,
        "breaks": broken_by(found, place.day_of(found.opened), found.opened_until),
        "trail": trail(place),
    })  # fmt: skip


def _by_clause(found: Draft, rows: QuerySet[Comment]) -> list[Heard]:
    """Comments in the order of the clauses, those on the whole first."""
    by_ref: dict[str, list[Comment]] = {}
    for each in rows.select_related("organisation").order_by("pk"):
        by_ref.setdefault(each.ref, []).append(each)
    summaries = {each.ref: said(each.summary) for each in found.opened_document.commitments}
    order = ["", *summaries, *(ref for ref in by_ref if ref and ref not in summaries)]
    return [Heard(ref, summaries.get(ref, ""), by_ref[ref]) for ref in order if ref in by_ref]


def _why_aside(found: Draft) -> list[str]:
    """Why comments were set aside, without the comments."""
    reasons = found.comments.filter(place=Place.ASIDE).values_list("why_aside", flat=True)
    return sorted({str(Why(each).label) for each in reasons})


def comment(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Comment on a clause, or on the whole: anybody, without an account."""
    found = find_draft(request.user, area, pk)
    ref = request.GET.get("ref", "")
    insist(why_not_comment(found, ref))
    form = _comment_form(request, found)
    if request.method == "POST" and form.is_valid():
        insist_on_limit(request, "draft-comment", per_subject=form.cleaned_data.get("email", ""))
        made = actions.comment(
            draft=found, ref=ref, by=acting(request), language=request.LANGUAGE_CODE, **form.cleaned_data
        )
        thanks = _("Thank you. Your comment is now shown.") if made.place == Place.SHOWN else _(
            "Thank you. Your comment will be shown once the partnership officer has read it."
        )  # fmt: skip
        messages.success(request, thanks)
        return redirect("draft_comments", area, pk)
    context = {"area": found.area, "draft": found, "form": form, "clause": _opened(found, ref)}
    return page(request, "drafting/comment.html", {**context, "trail": trail(found.area, found)})


def _opened(found: Draft, ref: str) -> clauses.Shown | None:
    """A clause as it was opened for comments."""
    document = found.opened_document
    return next((clauses.shown(document, each) for each in document.commitments if each.ref == ref), None)


def _comment_form(request: HttpRequest, found: Draft) -> CommentForm | EditorCommentForm:
    """Editors speak for their organisations; so does the officer for those who wrote a letter."""
    organisations = Organisation.objects.filter(area=found.area)
    if not holds(request.user, found.area, RoleKind.OFFICER):
        held = found.area.roles.of(request.user, found.area).filter(kind=RoleKind.EDITOR)
        organisations = organisations.filter(pk__in=held.values("organisation"))
    if organisations.exists():
        return EditorCommentForm(request.POST or None, organisations=organisations)
    return CommentForm(request.POST or None)


def settle(request: HttpRequest, area: str, pk: int, comment: int) -> HttpResponse:
    """One comment on the officer's desk: let it through or set it aside, and answer it."""
    found, one = _comment(request, area, pk, comment)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome, words = Outcome(form.cleaned_data["outcome"]), form.cleaned_data["words"]
        actions.answer(comment=one, outcome=outcome, words=words, by=acting(request))
        messages.success(request, _("Your reply to the comment is published."))
        return redirect("draft_comments", area, pk)
    return page(request, "drafting/settle.html", _about(request, found, one, form, AsideForm()))


def _comment(request: HttpRequest, area: str, pk: int, comment: int) -> tuple[Draft, Comment]:
    found = draft_at_desk(request, area, pk)
    return found, get_object_or_404(found.comments.select_related("organisation", "draft__area", "by"), pk=comment)


def _about(
    request: HttpRequest, found: Draft, one: Comment, form: AnswerForm, aside_form: AsideForm
) -> dict[str, Any]:  # fmt: skip
    return {
        "area": found.area,
        "draft": found,
        "comment": one,
        "clause": _opened(found, one.ref),
        "form": form,
        "aside_form": aside_form,
        "may_sort": why_not_sort(request.user, one) is None,
        "why_not_answer": why_not_answer(request.user, one),
        "trail": [*trail(found.area, found), (_("Comments"), f"{found.get_absolute_url()}comments/")],
    }


@require_POST
def let_through(request: HttpRequest, area: str, pk: int, comment: int) -> HttpResponse:
    """Show a comment to everybody."""
    _found, one = _comment(request, area, pk, comment)
    actions.let_through(comment=one, by=acting(request))
    messages.success(request, _("The comment is now shown."))
    return redirect("draft_comment", area, pk, comment)


@require_POST
def aside(request: HttpRequest, area: str, pk: int, comment: int) -> HttpResponse:
    """Set a comment aside."""
    found, one = _comment(request, area, pk, comment)
    form = AsideForm(request.POST)
    if not form.is_valid():
        return page(request, "drafting/settle.html", _about(request, found, one, AnswerForm(), form))
    actions.set_aside(comment=one, why=Why(form.cleaned_data["why"]), by=acting(request))
    messages.success(
        request, _("The comment will not be shown. People can see that there was a comment, and why it is not shown.")
    )
    return redirect("draft_comments", area, pk)
