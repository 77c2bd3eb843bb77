"""Pages of drafts: the list, a draft, its file and history. Clauses and comments have files of their own."""

from __future__ import annotations

from collections import Counter
from difflib import unified_diff
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from opencompact.core.comparing import Comparison, Match
from opencompact.core.comparing import compare as compared
from opencompact.core.differences import Difference
from opencompact.core.editions import Change, Commitment
from opencompact.core.editions import Edition as Document
from opencompact.core.words import said
from opencompact.site.accounts.models import RoleKind
from opencompact.site.accounts.rules import acting, desk, holds
from opencompact.site.accounts.waiting import files_of, forget_file, keep_file
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.drafting import actions, clauses
from opencompact.site.drafting.forms import StartForm, TextForm, draft_named, know
from opencompact.site.drafting.models import READERS, Draft
from opencompact.site.drafting.rules import (
    Stale,
    draft_at_desk,
    find_draft,
    unfinished,
    why_not_adopt,
    why_not_give_up,
    why_not_open,
    why_not_work,
)
from opencompact.site.drafting.uploads import source_of
from opencompact.site.pages import page, plain, shelf
from opencompact.site.rules import Refused, insist

YAML = "application/yaml; charset=utf-8"


def trail(area: Area, draft: Draft | None = None) -> list[tuple[str, str]]:
    """The way to a page."""
    way = [(area.name, area.get_absolute_url()), (_("Drafts"), f"{area.get_absolute_url()}drafts/")]
    return [*way, (draft.title, draft.get_absolute_url())] if draft else way


def drafts(request: HttpRequest, area: str) -> HttpResponse:
    """The drafts of an area that this person may see."""
    place = find_area(area)
    rows = shelf(request, Draft.objects.seen_by(request.user, place).listed())
    today = place.today()
    return page(request, "drafting/drafts.html", {
        "area": place,
        "shelf": rows,
        "rows": [(each, each.is_open(today)) for each in rows.rows],
        "may_start": holds(request.user, place, RoleKind.OFFICER),
        "trail": trail(place)[:1],
    })  # fmt: skip


def start(request: HttpRequest, area: str) -> HttpResponse:
    """Start a draft from a document, the model or an edition."""
    place = desk(request, area)
    now = Edition.objects.in_force_on(place, place.today())
    year = place.today().year + 1
    shown = {"title": f"{place.name} {place.word} {year}"}
    form = StartForm(request.POST or None, files_of(request, "document") or None, area=place, initial=shown)
    if request.method == "POST" and form.is_valid():
        made = _started(form, place, acting(request))
        forget_file(request, "document")
        messages.success(request, _("The draft has been started. Review it clause by clause."))
        return redirect(made)
    if request.method == "POST":
        keep_file(request, form, "document")
    return page(request, "drafting/start.html", {"area": place, "form": form, "edition": now, "trail": trail(place)})


def _started(form: StartForm, area: Area, by: Any) -> Draft:
    data, taken = form.cleaned_data, form.taken
    if taken:
        document = clauses.named(clauses.read_from(taken.edition, area.nation), form.id, data["title"])
        return actions.start_draft(
            area=area, document=document, by=by, source_name=taken.name, source=taken.source, notes=taken.notes
        )
    origin = form.origin()
    same = data["begin"] == "edition" and data["edition"].area_id == area.pk
    started = clauses.started_from(origin, same_area=same, name=area.name, nation=area.nation)
    document = clauses.named(started, form.id, data["title"])
    return actions.start_draft(area=area, document=document, by=by, source_name=origin.id, source=source_of(origin))


def draft(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """A draft: for the officer a list of what is to be done, for everybody else its text."""
    found = find_draft(request.user, area, pk)
    if not holds(request.user, found.area, RoleKind.OFFICER) or not found.going_on:
        return _read(request, found)
    document, today = found.document, found.area.today()
    remarks = clauses.remarks(document, today)
    reviewed, refs = set(found.reviewed), [each.ref for each in document.commitments]
    return page(request, "drafting/draft.html", {
        "area": found.area,
        "draft": found,
        "rows": [_row(found, each, reviewed, remarks) for each in document.commitments],
        "left": len(found.left_to_review()),
        "remarks": [each for each in remarks if not each.ref],
        "doubts": list(clauses.unsure_of_all(found.notes, refs)),
        "unfinished": unfinished(found),
        "together": _together(found),
        "open_remarks": len(remarks),
        "is_open": found.is_open(today),
        "waiting": found.comments.to_settle().count(),
        "may_open": why_not_open(request.user, found) is None,
        "may_adopt": why_not_adopt(request.user, found) is None,
        "trail": trail(found.area),
    })  # fmt: skip


def carried_over(found: Draft) -> list[Commitment]:
    """The clauses of a draft that are as they are in the edition in force, without a figure nobody has explained."""
    before = Edition.objects.in_force_on(found.area, found.area.today())
    open_ = clauses.unchecked(found.document, found.area.today())
    same = clauses.carried(found.document, before.document) if before else []
    return [each for each in same if each.ref not in open_ or found.explanation_of(each.ref, clauses.mark_of(each))]


def _together(found: Draft) -> list[tuple[str, str, int]]:
    """Themes with clauses that can be reviewed in one act: the theme, its title, how many."""
    left = set(found.left_to_review())
    counts = Counter(each.theme for each in carried_over(found) if each.ref in left)
    return [(each.ref, said(each.title), counts[each.ref]) for each in found.document.themes if counts[each.ref] > 1]


class Row(NamedTuple):
    """A clause in the list of what is to be done."""

    clause: clauses.Shown
    is_reviewed: bool
    unsure: int
    remarks: int


def _row(found: Draft, commitment: Commitment, reviewed: set[str], remarks: list[clauses.Remark]) -> Row:
    return Row(
        clauses.shown(found.document, commitment),
        commitment.ref in reviewed,
        len(clauses.unsure_of(found.notes, commitment.ref)),
        sum(each.ref == commitment.ref for each in remarks),
    )


def _read(request: HttpRequest, found: Draft) -> HttpResponse:
    """The text of a draft, to read and to comment on."""
    is_open, insider = found.is_open(found.area.today()), holds(request.user, found.area, *READERS)
    document = found.opened_document if is_open else found.document
    return page(request, "drafting/read.html", {
        "area": found.area,
        "draft": found,
        "title": said(document.title),
        "about": said(document.about),
        "themes": [(theme.ref, said(theme.title), _under(document, theme.ref)) for theme in document.themes],
        "is_open": is_open,
        "insider": insider,
        "may_adopt": _leads(request, found) and why_not_adopt(request.user, found) is None,
        "trail": trail(found.area),
    })  # fmt: skip


def _leads(request: HttpRequest, found: Draft) -> bool:
    return holds(request.user, found.area, RoleKind.OFFICER, RoleKind.CHAIR)


def _under(document: Document, theme: str) -> list[clauses.Shown]:
    return [clauses.shown(document, each) for each in document.commitments if each.theme == theme]


def compare(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """What the draft tightens, loosens, adds and drops against the edition in force."""
    found = find_draft(request.user, area, pk)
    insider = holds(request.user, found.area, *READERS)
    before = found.became.replaces if found.became else Edition.objects.in_force_on(found.area, found.area.today())
    made = compared(before.document, found.document if insider else found.opened_document) if before else None
    return page(request, "drafting/compare.html", {
        "area": found.area,
        "draft": found,
        "edition": before,
        "groups": _grouped(made) if made else [],
        "new": [clauses.shown(made.right, each) for each in made.right_alone] if made else [],
        "dropped": [clauses.shown(made.left, each) for each in made.left_alone] if made else [],
        "trail": trail(found.area, found),
    })  # fmt: skip


class Side(NamedTuple):
    """A clause of each edition, and what they say differently."""

    left: clauses.Shown
    right: clauses.Shown
    certain: bool
    differences: list[Difference]


def _grouped(made: Comparison) -> list[tuple[str, list[Side]]]:
    """The clauses that stand side by side, by what became of them."""
    names = [_("Asks for less"), _("Asks for more"), _("Worded differently"), _("No change")]
    groups: list[tuple[str, list[Side]]] = [(name, []) for name in names]
    for match in made.matches:
        left, right = clauses.shown(made.left, match.left), clauses.shown(made.right, match.right)
        groups[_group(match)][1].append(Side(left, right, match.certain, match.differences))
    return groups


def _group(match: Match) -> int:
    ways = {each.direction for each in match.differences}
    if Change.LOOSENED in ways:
        return 0
    if Change.TIGHTENED in ways:
        return 1
    left, right = match.left, match.right
    return 2 if match.differences or (left.summary, left.text) != (right.summary, right.text) else 3


def download(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The draft as an edition file."""
    found = draft_at_desk(request, area, pk, *READERS)
    return plain(found.text, draft_named(found), YAML)


def text(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Put an edition file in place of the draft."""
    found = draft_at_desk(request, area, pk)
    insist(why_not_work(request.user, found))
    form = TextForm(request.POST or None, request.FILES or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.replace_text(draft=found, text=data["file"], version=data["version"], by=acting(request))
        except Stale:
            form.add_error(
                "file", _("Somebody else changed the draft in the meantime. Check its history, then upload again.")
            )
            know(form, "version", found.version)
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("The file is now the draft. Clauses that changed need to be reviewed again."))
            return redirect(found)
    context = {"area": found.area, "draft": found, "form": form, "trail": trail(found.area, found)}
    return page(request, "drafting/text.html", context)


def history(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Every change of a draft: who, when, what."""
    found = draft_at_desk(request, area, pk)
    rows = shelf(request, found.revisions.defer("text").select_related("by"), key="number")
    context = {"area": found.area, "draft": found, "shelf": rows, "trail": trail(found.area, found)}
    return page(request, "drafting/history.html", context)


def revision(request: HttpRequest, area: str, pk: int, number: int) -> HttpResponse:
    """One change: its lines, and the way back to it."""
    found = draft_at_desk(request, area, pk)
    one = get_object_or_404(found.revisions.select_related("by"), number=number)
    if request.method == "POST":
        actions.restore(draft=found, revision=one, by=acting(request))
        messages.success(request, _("The draft is back to how it was after change %(number)s.") % {"number": number})
        return redirect(found)
    before = found.revisions.filter(number__lt=number).order_by("-number").first()
    lines = unified_diff((before.text if before else "").splitlines(), one.text.splitlines(), lineterm="", n=2)
    return page(request, "drafting/revision.html", {
        "area": found.area,
        "draft": found,
        "revision": one,
        "lines": [(line[:1], line[1:]) for line in lines if not line.startswith(("---", "+++"))] if before else [],
        "may_restore": why_not_work(request.user, found) is None and number != found.version,
        "trail": [*trail(found.area, found), (_("History"), f"{found.get_absolute_url()}history/")],
    })  # fmt: skip


def give_up(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Give up a draft, after asking once."""
    found = draft_at_desk(request, area, pk)
    insist(why_not_give_up(request.user, found))
    if request.method == "POST":
        actions.give_up(draft=found, by=acting(request))
        messages.success(request, _("The draft has been abandoned."))
        return redirect("drafts", area)
    context = {"area": found.area, "draft": found, "trail": trail(found.area, found)}
    return page(request, "drafting/give_up.html", context)
