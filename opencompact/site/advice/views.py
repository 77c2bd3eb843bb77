"""Pages about the group and its work, the advice it is asked for, and what it recommends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from opencompact.core.exchange.writing import to_marked_table
from opencompact.site.accounts.models import Organisation, Sector
from opencompact.site.accounts.rules import acting, desk, spoken_for
from opencompact.site.advice import actions, rules
from opencompact.site.advice.forms import (
    AdviceForm,
    AgendaForm,
    AnswerForm,
    AskForm,
    CarriedOutForm,
    OutcomeForm,
    RecommendForm,
)
from opencompact.site.advice.models import Outcome, Recommendation, RecommendationState, Referral, ReferralState
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.conflicts import has_unsent_words
from opencompact.site.group.models import Group, Membership
from opencompact.site.group.rules import quorum_in_words
from opencompact.site.meetings.models import FOR_GROUP, Meeting, MeetingKind, State, Task
from opencompact.site.meetings.rules import kinds_held
from opencompact.site.meetings.views import meeting_page
from opencompact.site.pages import file, form_page, page, shelf

COLUMNS = [
    "id", "title", "to", "promises", "made", "due", "state", "answered", "answer", "done", "result", "evidence",
]  # fmt: skip


def group(request: HttpRequest, area: str) -> HttpResponse:
    """Who looks after the agreement, by which rules, and the record of their work."""
    place = find_area(area)
    today = place.today()
    found = Group.objects.filter(area=place).select_related("area", "named_in").first()
    context: dict[str, Any] = {
        "area": place,
        "group": found,
        "trail": [(place.name, place.get_absolute_url())],
        "leads": bool(kinds_held(request.user, place) & set(FOR_GROUP)),
    }
    if found:
        context |= _members(found, today) | _work(place, today)
        context |= {"quorum": quorum_in_words(found), "next": Meeting.objects.of(place).coming(today).first()}
    return page(request, "advice/group.html", context)


def _members(group: Group, today: date) -> dict[str, Any]:
    members = list(Membership.objects.filter(group=group).on(today).listed())
    by_sector = [(sector.label, [each for each in members if each.organisation.sector == sector]) for sector in Sector]
    return {"members": len(members), "sectors": [(label, rows) for label, rows in by_sector if rows]}


def _work(area: Area, today: date) -> dict[str, Any]:
    """The record of work, counted."""
    published = Q(state=State.PUBLISHED)
    held = Meeting.objects.of(area).aggregate(
        meetings=Count("pk", filter=published, distinct=True),
        annual=Count("pk", filter=published & Q(kind=MeetingKind.ANNUAL), distinct=True),
        decisions=Count("decisions", filter=published, distinct=True),
    )
    tasks = Task.objects.public(area).aggregate(
        given=Count("pk"), finished=Count("pk", filter=Q(done__isnull=False)),
        late=Count("pk", filter=Q(done=None, due__lt=today)),
    )  # fmt: skip
    last = Meeting.objects.of(area).filter(published).order_by("-on", "-pk").first()
    recommended = Recommendation.objects.of(area).counted()
    return {"held": held, "tasks": tasks, "last": last, "recommended": recommended}


def meeting(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """One meeting, with what the group recommended there."""
    made = Recommendation.objects.filter(meeting=pk).select_related("group__area", "body").order_by("pk")
    return meeting_page(request, area, pk, recommendations=made)


def advice(request: HttpRequest, area: str) -> HttpResponse:
    """The proposals on which the group was asked, by how far they are."""
    place = find_area(area)
    all_ = Referral.objects.of(place)
    counts = {state.value: 0 for state in ReferralState}
    counts |= dict(all_.order_by().values_list("state").annotate(count=Count("pk")))
    state = request.GET.get("state", "")
    rows = all_.in_state(state) if state in counts else all_
    return page(request, "advice/advice.html", {
        "area": place,
        "trail": _trail(place),
        "shelf": shelf(request, rows, key="-pk"),
        "state": state if state in counts else "",
        "states": [(each.value, each.label, counts[each.value]) for each in ReferralState],
        "may_ask": Group.objects.filter(area=place).exists() and spoken_for(request.user, place).exists(),
        "today": place.today(),
    })  # fmt: skip


def ask(request: HttpRequest, area: str) -> HttpResponse:
    """Ask the group for advice."""
    place = find_area(area)
    group = get_object_or_404(Group.objects.select_related("area"), area=place)
    organisations = spoken_for(request.user, place)
    if not organisations.exists():
        raise Http404
    form = AskForm(request.POST or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        asked = actions.refer_proposal(group=group, **form.cleaned_data, by=acting(request))
        messages.success(
            request,
            _(
                "Your request has been sent to the group. The partnership officer or the chair will put it on an "
                "agenda."
            ),
        )
        return redirect("referral", area, asked.pk)
    return _form_page(request, place, form, _("Ask the group for advice"), _("Ask the group"))


def referral(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """One proposal: what the group was asked, what it advised, and what became of that."""
    place = find_area(area)
    found = get_object_or_404(Referral.objects.of(place).select_related("item__meeting", "advised_at"), pk=pk)
    today = place.today()
    why_not_advise = rules.why_not_advise(request.user, found)
    why_not_answer = rules.why_not_answer_advice(request.user, found)
    item = found.item
    return page(request, "advice/referral.html", {
        "area": place,
        "trail": [*_trail(place), (_("Advice"), f"{place.get_absolute_url()}advice/")],
        "referral": found,
        "on_agenda": item.meeting if item and (item.meeting.agenda_published or not why_not_advise) else None,
        "waits": found.days_waiting(today),
        "may_advise": not why_not_advise,
        "may_answer": not why_not_answer,
        "why_not_answer": why_not_answer,
    })  # fmt: skip


def put_on_agenda(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Put a proposal on the agenda of a meeting."""
    place, found = _desk(request, area, pk)
    form = AgendaForm(request.POST or None, area=place)
    if request.method == "POST" and form.is_valid():
        actions.put_on_agenda(referral=found, **form.cleaned_data, by=acting(request))
        messages.success(request, _("It has been added to the agenda."))
        return redirect("referral", area, pk)
    return _form_page(request, place, form, _("Add to an agenda"), _("Add to the agenda"), found.title)


def advise(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Write down the advice of the group."""
    place, found = _desk(request, area, pk)
    form = AdviceForm(request.POST or None, area=place, initial={"on": place.today()})
    if request.method == "POST" and form.is_valid():
        actions.advise(referral=found, **form.cleaned_data, by=acting(request))
        messages.success(request, _("The advice is published."))
        return redirect("referral", area, pk)
    return _form_page(request, place, form, _("What is the group's advice?"), _("Publish the advice"), found.title)


def answer_advice(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Say what became of the advice."""
    place = find_area(area)
    found = get_object_or_404(Referral.objects.of(place), pk=pk)
    if rules.why_not_answer_advice(request.user, found):
        raise Http404
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.answer_advice(
            referral=found, outcome=Outcome(said["outcome"]), because=said["because"], by=acting(request)
        )
        messages.success(request, _("The reply is published."))
        return redirect("referral", area, pk)
    return _form_page(request, place, form, _("What happened to the advice?"), _("Publish the reply"), found.title)


def recommendations(request: HttpRequest, area: str) -> HttpResponse:
    """What the group recommended, and how much of it was carried out."""
    place = find_area(area)
    today = place.today()
    all_ = Recommendation.objects.of(place)
    bodies = Organisation.objects.filter(recommendations__group__area=place).distinct()
    return page(request, "advice/recommendations.html", {
        "area": place,
        "trail": _trail(place),
        "counts": all_.counted(),
        "overdue": all_.overdue(today).count(),
        "shelf": shelf(request, _asked_for(request, place), key="-pk"),
        "states": [*RecommendationState.choices, ("overdue", _("Overdue"))],
        "state": request.GET.get("state", ""),
        "bodies": bodies,
        "body": request.GET.get("body", ""),
        "leads": bool(kinds_held(request.user, place) & set(FOR_GROUP)),
        "today": today,
    })  # fmt: skip


def recommendations_table(request: HttpRequest, area: str) -> HttpResponse:
    """The recommendations of the page as a table to keep."""
    place = find_area(area)
    rows = (
        [each.pk, each.title, each.body.name, each.refs, each.made, each.due, each.state, each.answered, each.answer,
         each.done, each.result, each.evidence]
        for each in _asked_for(request, place).order_by("pk")
    )  # fmt: skip
    name = f"recommendations-{place.slug}.csv"
    return file(to_marked_table([COLUMNS, *rows]), name, "text/csv; charset=utf-8")


def recommend(request: HttpRequest, area: str) -> HttpResponse:
    """Publish a recommendation."""
    place = desk(request, area, FOR_GROUP)
    group = get_object_or_404(Group.objects.select_related("area"), area=place)
    form = RecommendForm(request.POST or None, area=place)
    if request.method == "POST" and form.is_valid():
        made = actions.recommend(group=group, **form.cleaned_data, by=acting(request))
        messages.success(request, _("The recommendation is published. The organisation can reply to it here."))
        return redirect("recommendation", area, made.pk)
    return _form_page(request, place, form, _("Make a recommendation"), _("Publish the recommendation"))


def recommendation(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """One recommendation, the answer to it, and what came of it; the body answers here."""
    place = find_area(area)
    found = get_object_or_404(Recommendation.objects.of(place), pk=pk)
    why_not_answer = rules.why_not_answer(request.user, found)
    why_not_carry_out = rules.why_not_carry_out(request.user, found)
    carrying = "carried" in request.POST
    answers = AnswerForm(request.POST or None, recommendation=found)
    carried = CarriedOutForm(request.POST or None, initial={"on": place.today()})
    other, may = (answers, not why_not_answer) if carrying else (carried, not why_not_carry_out)
    loses = request.method == "POST" and may and has_unsent_words(other)
    if request.method == "POST" and not loses and _answered(request, found, answers, carried if carrying else None):
        messages.success(request, _("Your statement is published."))
        return redirect("recommendation", area, pk)
    return page(request, "advice/recommendation.html", {
        "area": place,
        "trail": [*_trail(place), (_("Recommendations"), f"{place.get_absolute_url()}recommendations/")],
        "recommendation": found,
        "is_overdue": found.is_overdue(place.today()),
        "is_unanswered": found.is_unanswered(place.today()),
        "answers": None if why_not_answer else answers,
        "carried": None if why_not_carry_out else carried,
        "wrong": other if loses else carried if carrying else answers,
    })  # fmt: skip


def _answered(request: HttpRequest, found: Recommendation, answers: AnswerForm, carried: CarriedOutForm | None) -> bool:
    if carried:
        rules_ok = carried.is_valid()
        if rules_ok:
            actions.carry_out(recommendation=found, **carried.cleaned_data, by=acting(request))
        return rules_ok
    if not answers.is_valid():
        return False
    said = answers.cleaned_data
    answer = RecommendationState(said["answer"])
    actions.answer_recommendation(recommendation=found, answer=answer, because=said["because"], by=acting(request))
    return True


def _asked_for(request: HttpRequest, area: Area) -> Any:
    """The recommendations a reader asked for: in one state, to one organisation."""
    found = Recommendation.objects.of(area)
    state, body = request.GET.get("state", ""), request.GET.get("body", "")
    if state == "overdue":
        found = found.overdue(area.today())
    elif state in RecommendationState.values:
        found = found.in_state(state)
    return found.filter(body__slug=body) if body.isprintable() and body else found


def _desk(request: HttpRequest, slug: str, pk: int) -> tuple[Area, Referral]:
    """A proposal the group can still advise on, for those who write its advice down."""
    area = desk(request, slug, FOR_GROUP)
    return area, get_object_or_404(Referral.objects.of(area).in_state(ReferralState.REFERRED), pk=pk)


def _form_page(request: HttpRequest, area: Area, form: Any, title: str, send: str, about: str = "") -> HttpResponse:
    said = _("What you write here is public. Don't name anyone.")
    return form_page(request, form, title, send, area=area, trail=_trail(area), caption=about, about=said)


def _trail(area: Area) -> list[tuple[str, str]]:
    home = area.get_absolute_url()
    return [(area.name, home), (_("The group"), f"{home}group/")]
