"""Pages about resources."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from opencompact.site.accounts.models import Organisation, RoleKind
from opencompact.site.accounts.rules import acting, desk, holds, spoken_for
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.conflicts import watch
from opencompact.site.pages import form_page, page
from opencompact.site.resources import actions
from opencompact.site.resources.forms import EndForm, GivenForm, PlanForm, PostForm, year_asked
from opencompact.site.resources.models import Contribution, Post, hours_paid, year_in_words, year_of
from opencompact.site.resources.rules import why_not_say_given, why_not_withdraw


def resources(request: HttpRequest, area: str) -> HttpResponse:
    """What is given in a year, by source, and the paid posts."""
    place = find_area(area)
    today = place.today()
    years = Contribution.objects.years(place)
    year = year_asked(request.GET.get("year", ""), year_of(today), years)
    posts = list(Post.objects.filter(area=place).select_related("employer"))
    now = [post for post in posts if post.since <= today and (post.until is None or post.until >= today)]
    return page(request, "resources/resources.html", {
        "area": place,
        "trail": [(place.name, place.get_absolute_url())],
        "year": year,
        "year_in_words": year_in_words(year),
        "years": [(each, year_in_words(each)) for each in years if each != year],
        "totals": Contribution.objects.totals(place, year),
        "contributions": Contribution.objects.standing().filter(area=place, year=year).select_related("organisation"),
        "posts": now,
        "ended_posts": [post for post in posts if post not in now],
        "hours": hours_paid(now),
        "may_plan": spoken_for(request.user, place).exists(),
        "may_add_post": holds(request.user, place, RoleKind.OFFICER),
    })  # fmt: skip


def plan(request: HttpRequest, area: str) -> HttpResponse:
    """Plan a contribution."""
    place = find_area(area)
    organisations = spoken_for(request.user, place)
    if not organisations.exists():
        raise Http404
    this_year = year_of(place.today())
    form = PlanForm(request.POST or None, organisations=organisations, this_year=this_year)
    if request.method == "POST" and form.is_valid():
        made = actions.plan_contribution(**form.cleaned_data, by=acting(request))
        messages.success(request, _("The planned contribution is recorded."))
        return redirect("contribution", area, made.pk)
    about = _("What each organisation plans to give, and what it gave, is public.")
    return _form(request, place, form, _("Plan a contribution"), _("Save the plan"), about)


def contribution(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """One contribution: what was planned and given; those who speak for the organisation say what was given."""
    place = find_area(area)
    found = get_object_or_404(Contribution.objects.select_related("organisation", "area"), area=place, pk=pk)
    today = place.today()
    form = watch(
        GivenForm(request.POST or None, initial={"given": found.given if found.given is not None else found.planned})
    )
    if request.method == "POST":
        if "withdraw" in request.POST:
            actions.withdraw_contribution(contribution=found, by=acting(request))
            messages.success(request, _("The plan was withdrawn."))
            return redirect("resources", area)
        if form.is_valid():
            actions.say_given(contribution=found, given=form.cleaned_data["given"], by=acting(request))
            messages.success(request, _("What was given is recorded."))
            return redirect("contribution", area, pk)
    return page(request, "resources/contribution.html", {
        "area": place,
        "trail": _trail(place),
        "contribution": found,
        "form": form,
        "year_in_words": year_in_words(found.year),
        "why_not_say_given": why_not_say_given(request.user, found, today),
        "why_not_withdraw": why_not_withdraw(request.user, found),
    })  # fmt: skip


def add_post(request: HttpRequest, area: str) -> HttpResponse:
    """Add a paid post."""
    place = desk(request, area)
    form = PostForm(request.POST or None, organisations=_standing(place))
    if request.method == "POST" and form.is_valid():
        actions.add_post(area=place, **form.cleaned_data, by=acting(request))
        messages.success(request, _("The post was added."))
        return redirect("resources", area)
    about = _("We don't record the name of the person in the post.")
    return _form(request, place, form, _("Add a paid post"), _("Add the post"), about)


def end_post(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """End a paid post."""
    place = desk(request, area)
    post = get_object_or_404(Post, area=place, pk=pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end_post(post=post, on=form.cleaned_data["on"], by=acting(request))
        messages.success(request, _("The end date of the post is recorded."))
        return redirect("resources", area)
    about = f"{post.title}, {post.employer.name}"
    return _form(request, place, form, _("End a paid post"), _("End the post"), about)


def _form(request: HttpRequest, area: Area, form: Any, title: str, send: str, about: str) -> HttpResponse:
    return form_page(request, form, title, send, area=area, about=about, trail=_trail(area))


def _trail(area: Area) -> list[tuple[str, str]]:
    return [(area.name, area.get_absolute_url()), (_("Resources"), f"{area.get_absolute_url()}resources/")]


def _standing(area: Area) -> QuerySet[Organisation]:
    return Organisation.objects.filter(area=area, ended=None)
