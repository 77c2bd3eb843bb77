"""Pages on which the officer works on one clause: its words, its checks, its place; and on the whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from opencompact.core.checks.kinds import KINDS
from opencompact.core.checks.records import REGISTERS
from opencompact.core.describing import describe
from opencompact.core.editions import Check, Commitment
from opencompact.core.words import said
from opencompact.site.accounts.rules import acting
from opencompact.site.drafting import actions, clauses
from opencompact.site.drafting.check_forms import CheckForm, KindForm
from opencompact.site.drafting.clauses import Wrong, mark_of
from opencompact.site.drafting.forms import ClauseForm, know, show_wrong
from opencompact.site.drafting.models import Comment, Draft
from opencompact.site.drafting.rules import Stale, Unexplained, draft_at_desk, why_not_work
from opencompact.site.drafting.views import carried_over, trail
from opencompact.site.drafting.whole import WholeForm
from opencompact.site.pages import page
from opencompact.site.rules import Refused, insist


def clause(request: HttpRequest, area: str, pk: int, ref: str) -> HttpResponse:
    """One clause beside its source: words, party, theme, strength."""
    found = _found(request, area, pk)
    commitment = found.commitment(ref)
    if commitment is None:
        return _gone(request, found, ref)
    document = found.document
    shown = ClauseForm.of(document, commitment, mark_of(commitment))
    form = ClauseForm(request.POST or None, document=document, commitment=commitment, initial=shown)
    if "unchecked" in request.POST or ref in clauses.unchecked(document, found.area.today()):
        form.ask_why_unchecked(found.explanation_of(ref, mark_of(commitment)))
    theirs = None
    if request.method == "POST" and form.is_valid():
        keys, seen = form.keys(clauses.clause_of(document, ref)), form.cleaned_data["seen"]
        reviewed, by = "reviewed" in request.POST, acting(request)

        def save() -> Draft:
            why = form.cleaned_data.get("unchecked", "")
            return actions.edit_clause(draft=found, ref=ref, clause=keys, seen=seen, reviewed=reviewed, by=by, why=why)

        saved = _saved(found, save, form)
        if saved:
            messages.success(request, _("%(ref)s was saved.") % {"ref": keys["ref"]})
            _then(request, saved, str(keys["ref"]))
            return redirect(_after(saved, str(keys["ref"]), reviewed))
        theirs = _theirs(found, ref, form)
    return page(request, "drafting/clause.html", {**_about(found, ref), "form": form, "theirs": theirs})


def _then(request: HttpRequest, saved: Draft, ref: str) -> None:
    """The other buttons of the page: what stands in its fields is saved first, so that none drops what was typed."""
    asked, by = request.POST.get("then", ""), acting(request)
    if asked in ("up", "down"):
        actions.move_clause(draft=saved, ref=ref, up=asked == "up", by=by)
        messages.success(request, _("%(ref)s was moved.") % {"ref": ref})
    elif asked.startswith("without/"):
        id = _check(_commitment(saved, ref), asked.removeprefix("without/")).id
        try:
            actions.remove_check(draft=saved, ref=ref, id=id, seen="", by=by)
        except Wrong as wrong:
            messages.error(request, str(wrong))
        else:
            messages.success(request, _("The check was removed."))


def _found(request: HttpRequest, area: str, pk: int) -> Draft:
    """The draft, for the officer who may work on it."""
    found = draft_at_desk(request, area, pk)
    insist(why_not_work(request.user, found))
    return found


def _saved(found: Draft, save: Callable[[], Draft], form: forms.Form) -> Draft | None:
    """Save; what stands in the way of it is shown on the form, and nothing that was typed is lost."""
    try:
        return save()
    except Wrong as wrong:
        show_wrong(form, wrong)
    except Unexplained as refused:
        assert isinstance(form, ClauseForm)
        form.ask_why_unchecked()
        form.add_error("unchecked", str(refused))
    except Refused as refused:
        form.add_error(None, str(refused))
    except Stale:
        form.add_error(
            None,
            _(
                "Somebody else changed this while you were writing. Their version is below and yours "
                "is in the fields. Save again to keep yours."),
        )  # fmt: skip
    found.refresh_from_db()
    return None


def _theirs(found: Draft, ref: str, form: forms.Form) -> clauses.Shown | None:
    """The clause as somebody else left it meanwhile; the form then knows that it was seen."""
    now = _commitment(found, ref)
    if mark_of(now) == form.cleaned_data.get("seen"):
        return None
    know(form, "seen", mark_of(now))
    return clauses.shown(found.document, now)


def _gone(request: HttpRequest, found: Draft, ref: str) -> HttpResponse:
    """The clause was taken out or renumbered; what was typed is shown, so that it can be copied."""
    if request.method != "POST":
        raise Http404
    typed = [(name, words) for name, words in request.POST.items() if "_" in name and str(words).strip()]
    context = {"area": found.area, "draft": found, "ref": ref, "typed": typed, "trail": trail(found.area, found)}
    return page(request, "drafting/gone.html", context, status=409)


def _after(saved: Draft, ref: str, reviewed: bool) -> str:
    """Where to go after saving: to the next clause to look at, or back to this one."""
    home = saved.get_absolute_url()
    if not reviewed:
        return f"{home}{ref}/"
    left, refs = set(saved.left_to_review()), [each.ref for each in saved.document.commitments]
    at = refs.index(ref)
    onwards = next((each for each in [*refs[at + 1 :], *refs[:at]] if each in left), None)
    return f"{home}{onwards}/" if onwards else home


def _about(found: Draft, ref: str) -> dict[str, Any]:
    """What stands around the form of a clause."""
    commitment = _commitment(found, ref)
    refs = [each.ref for each in found.document.commitments]
    at, opened_as = refs.index(commitment.ref), found.commented_as(commitment.ref)
    said_of_it = found.comments.shown().filter(ref=opened_as) if opened_as else Comment.objects.none()
    remarks = clauses.remarks(found.document, found.area.today())
    return {
        "area": found.area,
        "draft": found,
        "clause": clauses.shown(found.document, commitment),
        "mark": mark_of(commitment),
        "is_reviewed": commitment.ref in found.reviewed,
        "source": clauses.around(found.source, commitment),
        "doubts": clauses.unsure_of(found.notes, commitment.ref),
        "remarks": [each for each in remarks if each.ref == commitment.ref],
        "checks": [(each, describe(each, commitment.checks)) for each in commitment.checks],
        "comments": list(said_of_it.select_related("organisation")),
        "before": refs[at - 1] if at else "",
        "after": refs[at + 1] if at + 1 < len(refs) else "",
        "number": at + 1,
        "total": len(refs),
        "trail": trail(found.area, found),
    }


@require_POST
def review(request: HttpRequest, area: str, pk: int, ref: str) -> HttpResponse:
    """Mark a clause as reviewed, as it stands."""
    found = _found(request, area, pk)
    try:
        saved = actions.mark_reviewed(draft=found, ref=ref, seen=request.POST.get("seen", ""), by=acting(request))
    except Unexplained as refused:
        messages.error(request, str(refused))
        return redirect("draft_clause", area, pk, ref)
    except Stale:
        messages.info(request, _("Somebody else has changed this clause in the meantime. Review it again."))
        return redirect("draft_clause", area, pk, ref) if found.commitment(ref) else redirect(found)
    messages.success(request, _("%(ref)s has been reviewed.") % {"ref": ref})
    return redirect(_after(saved, ref, True))


def review_theme(request: HttpRequest, area: str, pk: int, theme: str) -> HttpResponse:
    """The clauses of a theme that are as they were in the edition in force, listed and reviewed in one act."""
    found = _found(request, area, pk)
    item = next((each for each in found.document.themes if each.ref == theme), None)
    left = set(found.left_to_review())
    same = [each for each in carried_over(found) if each.theme == theme and each.ref in left]
    if item is None:
        raise Http404
    if request.method == "POST":
        refs, seen = [each.ref for each in same], request.POST.get("seen", "")
        try:
            actions.review_together(draft=found, refs=refs, seen=seen, by=acting(request))
        except Stale:
            messages.info(request, _("Somebody changed one of these clauses meanwhile. Look at them again."))
            return redirect("review_theme", area, pk, theme)
        says = ngettext("%(count)s clause is reviewed.", "%(count)s clauses are reviewed.", len(refs))
        messages.success(request, says % {"count": len(refs)})
        return redirect(found)
    return page(request, "drafting/theme.html", {
        "area": found.area, "draft": found, "theme": item.ref, "title": said(item.title),
        "clauses": [clauses.shown(found.document, each) for each in same], "mark": clauses.mark_of_all(same),
        "trail": trail(found.area, found),
    })  # fmt: skip


@require_POST
def move(request: HttpRequest, area: str, pk: int, ref: str) -> HttpResponse:
    """Move a clause one place up or down."""
    found = _found(request, area, pk)
    try:
        actions.move_clause(draft=found, ref=ref, up="up" in request.POST, by=acting(request))
    except Stale:
        messages.info(request, _("Somebody else has removed this clause in the meantime."))
        return redirect(found)
    messages.success(request, _("%(ref)s was moved.") % {"ref": ref})
    return redirect("draft_clause", area, pk, ref)


def remove(request: HttpRequest, area: str, pk: int, ref: str) -> HttpResponse:
    """Take a clause out, after asking once."""
    found = _found(request, area, pk)
    _commitment(found, ref)
    if request.method == "POST":
        try:
            actions.remove_clause(draft=found, ref=ref, seen=request.POST.get("seen", ""), by=acting(request))
        except Stale:
            messages.info(request, _("Somebody else has changed this clause in the meantime. Review it again."))
            return redirect("draft_clause", area, pk, ref)
        messages.success(request, _("%(ref)s was removed. You can restore it from the history.") % {"ref": ref})
        return redirect(found)
    return page(request, "drafting/remove.html", _about(found, ref))


def _commitment(found: Draft, ref: str) -> Commitment:
    commitment = found.commitment(ref)
    if commitment is None:
        raise Http404
    return commitment


def add(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Add a clause."""
    found = _found(request, area, pk)
    document, refs = found.document, [each.ref for each in found.document.commitments]
    after = request.GET.get("after", "")
    after = after if after in refs else (refs[-1] if refs else "")
    form = ClauseForm(request.POST or None, document=document, commitment=None, initial={"theme": _theme(found, after)})
    if request.method == "POST" and form.is_valid():
        keys, by = form.keys({"assigned": True}), acting(request)
        saved = _saved(found, lambda: actions.add_clause(draft=found, clause=keys, after=after, by=by), form)
        if saved:
            messages.success(request, _("%(ref)s was added.") % {"ref": keys["ref"]})
            return redirect("draft_clause", area, pk, keys["ref"])
    context = {"area": found.area, "draft": found, "form": form, "after": after, "trail": trail(found.area, found)}
    return page(request, "drafting/add.html", context)


def _theme(found: Draft, after: str) -> str:
    commitment = found.commitment(after)
    return commitment.theme if commitment else ""


# Checks


def new_check(request: HttpRequest, area: str, pk: int, ref: str) -> HttpResponse:
    """Add a check: first its kind and its records, then what that kind needs."""
    found = _found(request, area, pk)
    commitment = _commitment(found, ref)
    chosen = KindForm(request.GET or None)
    if not (request.GET and chosen.is_valid()):
        return page(request, "drafting/kind.html", {**_about(found, ref), "form": chosen})
    kind, register = chosen.cleaned_data["kind"], chosen.cleaned_data["register"]
    shown = {"seen": mark_of(commitment)}
    form = CheckForm(
        request.POST or None, kind=kind, register=register, beside=commitment.checks, initial=shown
    )  # fmt: skip
    return _check_page(request, found, commitment, form)


def check(request: HttpRequest, area: str, pk: int, ref: str, id: str) -> HttpResponse:
    """Change a check."""
    found = _found(request, area, pk)
    commitment = _commitment(found, ref)
    one = _check(commitment, id)
    if one.kind not in KINDS or one.register not in REGISTERS:
        raise Http404
    keys = next(each for each in clauses.clause_of(found.document, ref)["checks"] if each["id"] == id)
    others = [each for each in commitment.checks if each.id != id]
    shown = CheckForm.of(one, keys, mark_of(commitment))
    form = CheckForm(request.POST or None, kind=one.kind, register=one.register, beside=others, initial=shown)
    return _check_page(request, found, commitment, form, one, keys)


def _check(commitment: Commitment, id: str) -> Check:
    one = next((each for each in commitment.checks if each.id == id), None)
    if one is None:
        raise Http404
    return one


def _check_page(
    request: HttpRequest, found: Draft, commitment: Commitment, form: CheckForm, one: Check | None = None,
    before: clauses.Plain | None = None,
) -> HttpResponse:  # fmt: skip
    theirs, ref, instead = None, commitment.ref, one.id if one else ""
    if request.method == "POST" and form.is_valid():
        keys, seen, by = form.keys(before), form.cleaned_data["seen"], acting(request)
        saved = _saved(
            found, lambda: actions.put_check(draft=found, ref=ref, check=keys, instead=instead, seen=seen, by=by), form
        )
        if saved:
            messages.success(request, _("The check was saved."))
            return redirect("draft_clause", found.area.slug, found.pk, ref)
        if found.commitment(ref) is None:
            return _gone(request, found, ref)
        theirs = _theirs(found, ref, form)
    return page(request, "drafting/check.html", {**_about(found, ref), "form": form, "theirs": theirs})


@require_POST
def remove_check(request: HttpRequest, area: str, pk: int, ref: str, id: str) -> HttpResponse:
    """Take a check out; the history can bring it back."""
    found = _found(request, area, pk)
    _check(_commitment(found, ref), id)
    try:
        actions.remove_check(draft=found, ref=ref, id=id, seen=request.POST.get("seen", ""), by=acting(request))
    except Stale:
        messages.info(request, _("Somebody else has changed this clause in the meantime. Review it again."))
    except Wrong as wrong:
        messages.error(request, str(wrong))
    else:
        messages.success(request, _("The check was removed."))
    return redirect("draft_clause", area, pk, ref)


def whole(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """What the draft says of itself."""
    found = _found(request, area, pk)
    document = found.document
    form = WholeForm(request.POST or None, document=document, initial=WholeForm.of(document, found.version))
    if request.method == "POST" and form.is_valid():
        keys, version, by = form.keys(clauses.plain(document)), form.cleaned_data["version"], acting(request)
        saved = _saved(found, lambda: actions.change_whole(draft=found, keys=keys, version=version, by=by), form)
        if saved:
            messages.success(request, _("Saved."))
            return redirect(saved)
        know(form, "version", found.version)
    context = {"area": found.area, "draft": found, "form": form, "trail": trail(found.area, found)}
    return page(request, "drafting/whole.html", context)
