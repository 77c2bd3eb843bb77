"""Pages of the agenda of a meeting and of its papers, for those who plan it; views are those of the meeting."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from opencompact.site.accounts.rules import acting
from opencompact.site.accounts.waiting import files_of, forget_file, keep_file
from opencompact.site.conflicts import has_unsent_words, watch
from opencompact.site.meetings import actions, rules
from opencompact.site.meetings.forms import AgendaForm, ItemForm, PaperForm
from opencompact.site.meetings.views import desk_of, form_of, trail_of
from opencompact.site.pages import page


def agenda(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Write the agenda and publish it."""
    place, found = desk_of(request, area, pk)
    publishing = "publish" in request.POST
    items = list(found.items.select_related("lead"))
    form = ItemForm(request.POST or None, area=place, initial={"place": len(items) + 1})
    publish = AgendaForm(request.POST or None)
    if publishing and publish.is_valid() and not has_unsent_words(form):
        actions.publish_agenda(meeting=found, **publish.cleaned_data, by=acting(request))
        messages.success(request, _("The agenda is public. We'll email the members."))
        return redirect("meeting", area, pk)
    if form.is_bound and not publishing and form.is_valid():
        actions.write_item(meeting=found, **form.cleaned_data, by=acting(request))
        return redirect("agenda", area, pk)
    return page(request, "meetings/agenda.html", {
        "area": place, "meeting": found, "items": items, "form": form, "publish": publish,
        "trail": trail_of(place, found), "why_not": rules.why_not_change(request.user, found),
        "why_not_publish": rules.why_not_publish_agenda(request.user, found),
        "broken": rules.broken_by_agenda(found, place.today()),
    })  # fmt: skip


def agenda_item(request: HttpRequest, area: str, pk: int, item: int) -> HttpResponse:
    """Change one point of the agenda, or take it off."""
    place, found = desk_of(request, area, pk)
    part = get_object_or_404(found.items.select_related("meeting__group__area"), pk=item)
    if "remove" in request.POST:
        actions.remove_item(item=part, by=acting(request))
        return redirect("agenda", area, pk)
    said = {name: getattr(part, name) for name in ItemForm.base_fields}
    form = watch(ItemForm(request.POST or None, area=place, initial=said))
    if request.method == "POST" and form.is_valid():
        actions.write_item(meeting=found, item=part, **form.cleaned_data, by=acting(request))
        return redirect("agenda", area, pk)
    why_not = rules.why_not_change(request.user, found)
    return form_of(
        request,
        place,
        found,
        form,
        part.title,
        _("Save"),
        why_not=why_not,
        remove=_("Remove from the agenda"),
        why_not_remove=why_not,
    )


def add_paper(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Put a paper to a meeting."""
    place, found = desk_of(request, area, pk)
    form = PaperForm(request.POST or None, files_of(request, "file") or None, meeting=found)
    if request.method == "POST" and form.is_valid():
        actions.add_paper(meeting=found, **form.cleaned_data, by=acting(request))
        forget_file(request, "file")
        messages.success(request, _("Members can now read the paper. Make it public when you are ready."))
        return redirect("meeting", area, pk)
    if request.method == "POST":
        keep_file(request, form, "file")
    why_not = rules.why_not_add_paper(request.user, found)
    return form_of(request, place, found, form, _("Add a paper"), _("Add the paper"), why_not=why_not)


@require_POST
def change_paper(request: HttpRequest, area: str, pk: int, paper: int) -> HttpResponse:
    """Open a paper to everybody, or take it away."""
    _place, meeting_ = desk_of(request, area, pk)
    found = get_object_or_404(meeting_.papers.select_related("meeting__group__area"), pk=paper)
    if "remove" in request.POST:
        actions.remove_paper(paper=found, by=acting(request))
        messages.success(request, _("The paper has been removed."))
    else:
        actions.open_paper(paper=found, by=acting(request))
        messages.success(request, _("Anyone can now read the paper."))
    return redirect("meeting", area, pk)
