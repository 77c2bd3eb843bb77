"""The pages of the coding frame and of suggested groups; views are those of the answers."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from opencompact.site.accounts.rules import acting
from opencompact.site.conflicts import watch
from opencompact.site.pages import page, shelf
from opencompact.site.reading import actions, rules
from opencompact.site.reading.forms import AcceptForm, CodeForm, MergeForm
from opencompact.site.reading.models import Code, Grouping, Suggested
from opencompact.site.reading.views import SIZE, find_reading, trail_of
from opencompact.site.responses.models import Answer, Kind, Question


def codes(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The coding frame, and a new code."""
    row = find_reading(request, area, pk)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why_not = rules.why_not_add_code(request.user, row, form.cleaned_data["title"])
        if why_not is None:
            actions.add_code(consultation=row, **form.cleaned_data, by=acting(request))
            messages.success(request, _("The code was added."))
            return redirect("codes", area, pk)
        form.add_error("title", why_not)
    return page(request, "reading/codes.html", {
        "area": row.area, "row": row, "trail": trail_of(row), "form": form, "codes": Code.objects.of(row).counted(),
    })  # fmt: skip


def code(request: HttpRequest, area: str, pk: int, code: int) -> HttpResponse:
    """Word one code anew, merge it into another, move or delete it."""
    row = find_reading(request, area, pk)
    found = get_object_or_404(
        Code.objects.select_related("consultation__area", "consultation__body"), consultation=row, pk=code
    )
    merging = "merge" in request.POST
    changing = request.method == "POST" and "change" in request.POST
    initial = {"title": found.title, "description": found.description}
    form = watch(CodeForm(request.POST if changing else None, initial=initial))
    merge = MergeForm(request.POST if merging else None, code=found)
    if changing and form.is_valid():
        actions.change_code(code=found, **form.cleaned_data, by=acting(request))
    elif merging and merge.is_valid():
        actions.merge_codes(code=found, into=merge.cleaned_data["into"], by=acting(request))
    elif "up" in request.POST or "down" in request.POST:
        actions.move_code(code=found, up="up" in request.POST, by=acting(request))
    elif "drop" in request.POST:
        actions.drop_code(code=found, by=acting(request))
    else:
        return page(request, "reading/code.html", {
            "area": row.area, "row": row, "code": found, "form": form, "merge": merge,
            "trail": trail_of(row, (_("Code frame"), f"{row.get_absolute_url()}reading/codes/")),
            "why_not_drop": rules.why_not_drop_code(request.user, found),
        })  # fmt: skip
    messages.success(request, _("The code frame was changed."))
    return redirect("codes", area, pk)


def groups(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The suggested groups and the campaigns of each question in words."""
    row = find_reading(request, area, pk)
    questions = Question.objects.of(row).filter(kind=Kind.TEXT)
    if request.method == "POST":
        key = request.POST.get("question", "")
        question = get_object_or_404(questions, pk=int(key) if key.isdecimal() and len(key) < 18 else 0)
        actions.ask_for_groups(question=question, by=acting(request))
        messages.success(request, _("We are working out the groups. This takes a minute or two. Check back soon."))
        return redirect("groups", area, pk)
    found = list(
        Grouping.objects.filter(question__in=questions).prefetch_related(
            Prefetch("groups", Suggested.objects.select_related("code").order_by("is_campaign", "place"))
        )
    )
    typical = _typical(each for grouping in found for each in grouping.groups.all())
    held = {each.question_id: each for each in found}
    return page(request, "reading/groups.html", {
        "area": row.area, "row": row, "trail": trail_of(row),
        "rows": [(each, held.get(each.pk), _shown(held.get(each.pk), typical)) for each in questions],
    })  # fmt: skip


Shown = list[tuple[Suggested, list[Answer]]]


def _typical(groups: object) -> dict[int, Answer]:
    keys = [key for each in list(groups) for key in each.typical]  # type: ignore[call-overload]
    return {each.pk: each for each in Answer.objects.filter(pk__in=keys[:900], response__withdrawn=None)}


def _shown(grouping: Grouping | None, typical: dict[int, Answer]) -> Shown:
    rows = list(grouping.groups.all()) if grouping else []
    return [(each, [typical[key] for key in each.typical if key in typical]) for each in rows]


def group(request: HttpRequest, area: str, pk: int, group: int) -> HttpResponse:
    """One suggested group with all its answers; accept it as a code."""
    row = find_reading(request, area, pk)
    held = Suggested.objects.select_related(
        "grouping__question__consultation__area", "grouping__question__consultation__body", "code"
    )
    found = get_object_or_404(held, grouping__question__consultation=row, pk=group)
    title = _("Shared text") if found.is_campaign else ", ".join(found.words)
    form = AcceptForm(request.POST or None, initial={"title": found.code.title if found.code else title})
    if request.method == "POST" and form.is_valid():
        made = actions.accept_group(group=found, **form.cleaned_data, by=acting(request))
        messages.success(
            request, _("All %(count)s answers have the code “%(code)s”.") % {"count": found.size, "code": made}
        )
        return redirect("codes", area, pk)
    members = Answer.objects.filter(suggested__group=found, response__withdrawn=None).select_related("response")
    return page(request, "reading/group.html", {
        "area": row.area, "row": row, "group": found, "form": form, "shelf": shelf(request, members, size=SIZE),
        "trail": trail_of(row, (_("Suggested groups"), f"{row.get_absolute_url()}reading/groups/")),
    })  # fmt: skip
