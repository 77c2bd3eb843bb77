"""Pages about meetings: for everybody, and for those who plan and hold them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from opencompact.core.words import in_words
from opencompact.site.accounts.rules import acting, desk
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.conflicts import watch
from opencompact.site.findings.shown import promises as findings_of
from opencompact.site.group.models import Group, Membership
from opencompact.site.meetings import actions, rules
from opencompact.site.meetings.forms import (
    AttendanceForm,
    CancelForm,
    CorrectionForm,
    DecisionForm,
    DoneForm,
    MeetingForm,
    TaskForm,
)
from opencompact.site.meetings.letters import minutes_as_text, to_ical
from opencompact.site.meetings.models import (
    COME,
    FOR_GROUP,
    READ_PAPERS,
    Decision,
    Meeting,
    MeetingRecord,
    State,
    Task,
)
from opencompact.site.meetings.papers import KINDS, content_of, kept_name
from opencompact.site.pages import file, form_page, page, plain, shelf


def meetings(request: HttpRequest, area: str) -> HttpResponse:
    """The meetings that come, and those of one year that were held or cancelled."""
    place = find_area(area)
    today = place.today()
    all_ = Meeting.objects.of(place)
    years = all_.filter(on__lte=today).years()
    asked = {str(each): each for each in years}.get(request.GET.get("year", ""))
    year = asked or (years or [today.year])[0]
    of_year = all_.in_year(year)
    return page(request, "meetings/meetings.html", {
        "area": place,
        "trail": trail_of(place)[:2],
        "group": Group.objects.filter(area=place).select_related("area").first(),
        "coming": all_.coming(today),
        "past": of_year.past(today).counted(),
        "cancelled": of_year.cancelled(),
        "year": year,
        "years": years,
        "kinds": rules.kinds_held(request.user, place),
        "leads": leads(request, place),
    })  # fmt: skip


def meeting_page(request: HttpRequest, area: str, pk: int, **more: Any) -> HttpResponse:
    """One meeting: when and where; its agenda and papers; the record once it is published; what others add to it."""
    place, found = _find(area, pk)
    kinds = rules.kinds_held(request.user, place)
    is_of_group = bool(kinds & set(COME))
    return page(request, "meetings/meeting.html", {
        **_record(found, shown=found.state == State.PUBLISHED),
        "area": place,
        "trail": trail_of(place),
        "meeting": found,
        "items": found.items.select_related("lead") if found.agenda_published or kinds & set(READ_PAPERS) else [],
        "papers": found.papers.seen_by(kinds).select_related("item"),
        "comes": is_of_group,
        "leads": bool(kinds & set(FOR_GROUP)),
        "today": place.today(),
        "corrections": found.corrections.all(),
        "record_due": rules.record_due(found) if found.state in (State.PLANNED, State.HELD) else None,
        **_judged(request, found),
        **more,
    })  # fmt: skip


def _judged(request: HttpRequest, found: Meeting) -> dict[str, Any]:
    """What the promises say of a meeting, where the edition of its day promises anything of meetings."""
    row: MeetingRecord | None = getattr(found, "record", None)
    return {"row": row, "findings": findings_of(row, request.user)} if row else {}


def minutes(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The record on paper."""
    place, found = _find(area, pk)
    if found.state != State.PUBLISHED:
        raise Http404
    return page(request, "meetings/minutes.html", {
        **_record(found, shown=True), "area": place, "meeting": found, "trail": trail_of(place, found), "view": "print",
        "corrections": found.corrections.all(),
    })  # fmt: skip


def minutes_text(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The record as plain text."""
    _place, found = _find(area, pk)
    if found.state != State.PUBLISHED:
        raise Http404
    return plain(minutes_as_text(found))


def calendar(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The meeting for a calendar; those who come find the link in it."""
    place, found = _find(area, pk)
    with_link = bool(rules.kinds_held(request.user, place) & set(COME))
    answer = plain(to_ical(found, with_link=with_link), f"meeting-{found.pk}.ics", "text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private"
    return answer


def paper(request: HttpRequest, area: str, pk: int, paper: int) -> HttpResponse:
    """A paper, to keep."""
    place, meeting_ = _find(area, pk)
    found = get_object_or_404(meeting_.papers.seen_by(rules.kinds_held(request.user, place)), pk=paper)
    content = content_of(found)
    if content is None:
        raise Http404
    answer = file(content, kept_name(found), KINDS[found.ending])
    answer["Cache-Control"] = "private, no-store"
    return answer


def plan_meeting(request: HttpRequest, area: str) -> HttpResponse:
    """Plan a meeting."""
    place = desk(request, area, FOR_GROUP)
    group = get_object_or_404(Group.objects.select_related("area"), area=place)
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        planned = actions.plan_meeting(group=group, **form.cleaned_data, by=acting(request))
        messages.success(request, _("The meeting is planned and public. Add its agenda next."))
        return redirect("meeting", area, planned.pk)
    return form_of(request, place, None, form, _("Plan a meeting"), _("Plan the meeting"))


def change_meeting(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Change when or where a meeting is."""
    place, found = desk_of(request, area, pk)
    form = watch(
        MeetingForm(request.POST or None, initial={name: getattr(found, name) for name in MeetingForm.base_fields})
    )
    if request.method == "POST" and form.is_valid():
        if form.has_changed():
            actions.change_meeting(meeting=found, **form.cleaned_data, by=acting(request))
            messages.success(request, _("The change is public. We'll email the members."))
        return redirect("meeting", area, pk)
    why_not = rules.why_not_change(request.user, found)
    return form_of(request, place, found, form, _("Change the meeting"), _("Publish the change"), why_not=why_not)


def cancel_meeting(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Cancel a meeting."""
    place, found = desk_of(request, area, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.cancel_meeting(meeting=found, **form.cleaned_data, by=acting(request))
        messages.success(request, _("The meeting is cancelled. We'll email the members."))
        return redirect("meeting", area, pk)
    why_not = rules.why_not_cancel(request.user, found)
    return form_of(request, place, found, form, _("Cancel the meeting"), _("Cancel the meeting"), why_not=why_not)


def record(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Write the record before it is published: who came, what was decided, who does what."""
    place, found = desk_of(request, area, pk)
    today = place.today()
    if request.method == "POST":
        actions.publish_record(meeting=found, by=acting(request))
        messages.success(request, _("The minutes are published."))
        return redirect("meeting", area, pk)
    return page(request, "meetings/record.html", {
        **_record(found, shown=True), "area": place, "meeting": found, "trail": trail_of(place, found),
        "why_not": rules.why_not_hold(request.user, found, today),
        "why_not_publish": rules.why_not_publish(request.user, found, today),
    })  # fmt: skip


def attendance(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Write down who came, by organisation."""
    place, found = desk_of(request, area, pk)
    members = Membership.objects.filter(group=found.group).on(found.on).listed()
    came = {f"came_{each.organisation_id}": each.people for each in found.attendance.all()}
    said = {**came, "guests": found.guests, "chaired": found.chaired, "summary": found.summary}
    form = watch(AttendanceForm(request.POST or None, members=members, initial=said))
    if request.method == "POST" and form.is_valid():
        actions.note_attendance(meeting=found, **form.cleaned_data, by=acting(request))
        return redirect("meeting_record", area, pk)
    why_not = rules.why_not_hold(request.user, found, place.today())
    return form_of(request, place, found, form, _("Who attended?"), _("Save"), why_not=why_not)


def decision(request: HttpRequest, area: str, pk: int, part: int | None = None) -> HttpResponse:
    """Write down a decision, change it, or strike it out."""
    place, found = desk_of(request, area, pk)
    old = _part(Decision.objects.filter(meeting=found), part)
    if old and "remove" in request.POST:
        actions.strike_out(part=old, by=acting(request))
        return redirect("meeting_record", area, pk)
    said = {"title": old.title, "text": old.text, "refs": ", ".join(old.refs)} if old else {}
    form = watch(DecisionForm(request.POST or None, area=place, day=found.on, initial=said))
    if request.method == "POST" and form.is_valid():
        actions.write_decision(meeting=found, decision=old, **form.cleaned_data, by=acting(request))
        return redirect("meeting_record", area, pk)
    return _part_page(request, place, found, form, _("A decision"), old)


def task(request: HttpRequest, area: str, pk: int, part: int | None = None) -> HttpResponse:
    """Write down an action, change it, or strike it out."""
    place, found = desk_of(request, area, pk)
    old = _part(Task.objects.filter(meeting=found), part)
    if old and "remove" in request.POST:
        actions.strike_out(part=old, by=acting(request))
        return redirect("meeting_record", area, pk)
    said = {"title": old.title, "owner": old.owner_id, "due": old.due} if old else {}
    form = watch(TaskForm(request.POST or None, area=place, initial=said))
    if request.method == "POST" and form.is_valid():
        actions.write_task(meeting=found, task=old, **form.cleaned_data, by=acting(request))
        return redirect("meeting_record", area, pk)
    return _part_page(request, place, found, form, _("An action"), old)


def correct(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Add a correction to a published record."""
    place, found = desk_of(request, area, pk)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.correct_record(meeting=found, **form.cleaned_data, by=acting(request))
        messages.success(request, _("The correction is shown below the minutes."))
        return redirect("meeting", area, pk)
    why_not = rules.why_not_correct(request.user, found)
    return form_of(request, place, found, form, _("Correct the minutes"), _("Add the correction"), why_not=why_not)


def tasks(request: HttpRequest, area: str) -> HttpResponse:
    """The actions of all meetings: open, late, done."""
    place = find_area(area)
    today = place.today()
    all_ = Task.objects.public(place)
    lists = {"open": all_.open(), "late": all_.late(today), "done": all_.finished()}
    asked = request.GET.get("state", "")
    state = asked if asked in lists else "open"
    return page(request, "meetings/actions.html", {
        "area": place,
        "trail": trail_of(place),
        "state": state,
        "counts": {name: found.count() for name, found in lists.items()},
        "shelf": shelf(request, lists[state].select_related("owner", "meeting")),
        "today": today,
    })  # fmt: skip


def one_task(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """One action; its owner says here that it is done."""
    place = find_area(area)
    found = get_object_or_404(Task.objects.public(place).select_related("owner__area", "meeting__group__area"), pk=pk)
    form = DoneForm(request.POST or None, initial={"on": place.today()})
    if request.method == "POST" and form.is_valid():
        actions.finish_task(task=found, **form.cleaned_data, by=acting(request))
        messages.success(request, _("The action is marked as done. Anyone can see this."))
        return redirect("action", area, pk)
    return page(request, "meetings/action.html", {
        "area": place, "task": found, "form": form, "today": place.today(),
        "trail": [*trail_of(place), (_("Actions"), f"{place.get_absolute_url()}meetings/actions/")],
        "why_not": rules.why_not_finish(request.user, found),
    })  # fmt: skip


def leads(request: HttpRequest, area: Area) -> bool:
    """Whether this person plans and holds the meetings."""
    return bool(rules.kinds_held(request.user, area) & set(FOR_GROUP))


def _find(slug: str, pk: int) -> tuple[Area, Meeting]:
    area = find_area(slug)
    judged = ("record__area", "record__body", "record__edition")
    return area, get_object_or_404(Meeting.objects.of(area).select_related(*judged), pk=pk)


def desk_of(request: HttpRequest, slug: str, pk: int) -> tuple[Area, Meeting]:
    area = desk(request, slug, FOR_GROUP)
    return area, get_object_or_404(Meeting.objects.of(area), pk=pk)


def _part(parts: QuerySet[Any], pk: int | None) -> Any:
    """The decision or action a page changes; None for a new one."""
    return get_object_or_404(parts.select_related("meeting__group__area"), pk=pk) if pk else None


def _record(found: Meeting, *, shown: bool) -> dict[str, Any]:
    if not shown:
        return {"published": False}
    came = list(found.attendance.select_related("organisation"))
    return {
        "published": found.state == State.PUBLISHED,
        "came": came,
        "people": sum(each.people for each in came) + found.guests,
        "quorum": rules.quorum_of(found, came),
        "decisions": found.decisions.all(),
        "tasks": found.tasks.select_related("owner"),
    }


def form_of(
    request: HttpRequest, area: Area, found: Meeting | None, form: Any, title: str, send: str, **more: Any
) -> HttpResponse:
    caption = f"{found.title}, {in_words(found.on)}" if found else ""
    return form_page(request, form, title, send, area=area, caption=caption, trail=trail_of(area, found), **more)


def _part_page(
    request: HttpRequest, area: Area, found: Meeting, form: Any, title: str, old: object | None
) -> HttpResponse:
    """A decision or an action: where the meeting could not decide, a decision can still be struck out."""
    held = rules.why_not_hold(request.user, found, area.today())
    why_not = held or (rules.why_not_quorate(found) if isinstance(form, DecisionForm) else None)
    remove = _("Delete") if old else ""
    said = {"why_not": why_not, "remove": remove, "why_not_remove": held}
    return form_of(request, area, found, form, title, _("Save"), **said)


def trail_of(area: Area, found: Meeting | None = None) -> list[tuple[str, str]]:
    home = area.get_absolute_url()
    trail = [(area.name, home), (_("The group"), f"{home}group/"), (_("Meetings"), f"{home}meetings/")]
    return [*trail, (found.title, found.get_absolute_url())] if found else trail
