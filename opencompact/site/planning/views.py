"""The pages of a plan: from the one day that is known to the days that keep every promise. Nothing is stored here."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from opencompact.core.findings import encode
from opencompact.core.planning import Plan, as_ical, as_json
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.findings.rules import checker, edition_now
from opencompact.site.pages import file, page, plain
from opencompact.site.planning import plans
from opencompact.site.planning.drawing import drawn
from opencompact.site.planning.forms import PlanForm
from opencompact.site.planning.rules import KINDS, why_not_ask, why_not_keep

KEEP = "consultations/new/"  # where a plan is kept, after the address of its area


def plan(request: HttpRequest, area: str) -> HttpResponse:
    """From a day to the days that keep every promise; everybody may ask, and nothing is kept."""
    place = find_area(area)
    edition = edition_now(place)
    why_not = why_not_ask(KINDS[0], edition)
    if why_not or edition is None:
        return none(request, place, edition, _("Plan a consultation"), str(why_not))
    form = _form(request, place, edition)
    asked = _asked(form)
    context = {"area": place, "edition": edition, "form": form, "trail": [(place.name, place.get_absolute_url())]}
    if asked:
        context |= _answer(request, place, edition, asked)
    return page(request, "planning/plan.html", context)


def none(request: HttpRequest, area: Area, edition: Edition | None, title: str, why_not: str) -> HttpResponse:
    """Where nothing can be asked: why, and where to go instead."""
    trail = [(area.name, area.get_absolute_url())]
    context = {"area": area, "edition": edition, "title": title, "why_not": why_not, "trail": trail}
    return page(request, "planning/none.html", context)


def _form(request: HttpRequest, area: Area, edition: Edition) -> PlanForm:
    checks = [each.check for each in checker(edition).promises if each.check.register == KINDS[0].register]
    return PlanForm(request.GET, area.today(), written_matters=any("written" in each.applies for each in checks))


def _asked(form: PlanForm) -> plans.Asked | None:
    if not form.is_bound or not form.is_valid():
        return None
    given = form.cleaned_data
    return plans.Asked(given["know"], given["day"], given.get("written") != "no")


def _answer(request: HttpRequest, area: Area, edition: Edition, asked: plans.Asked) -> dict[str, Any]:
    today = area.today()
    made = plans.plan_of(edition, asked, today)
    found = plans.stretch(edition, made)
    ends = [step.day for step in made.steps if step.day and edition.end and step.day > edition.end]
    return {
        "plan": made,
        "asked": asked,
        "steps": plans.steps(area, made),
        "asks": plans.asks(area, made),
        "reasons": plans.reasons(area, made),
        "stretch": found,
        "drawing": drawn(made, found, today) if found else None,
        "outlives": bool(ends),
        "why_not_keep": why_not_keep(request.user, area),
        "keep": f"{area.get_absolute_url()}{KEEP}?{_values(made, asked)}",
    }


def _values(made: Plan, asked: plans.Asked) -> str:
    """What the record of the plan begins with. What can't be done in time keeps the days asked about all the same; no
    announcement is claimed for a day that has passed."""
    days = {name: made.record[name] for name in ("opens", "closes", "announced")}
    days["decides"] = asked.day if asked.know == "decide" else None
    if not made.feasible:
        announced = days["announced"]
        days["announced"] = announced if isinstance(announced, date) and announced >= made.as_of else None
    written = {} if asked.written else {"written": "no"}
    return urlencode({"title": "", **{name: str(day) for name, day in days.items() if day}, **written})


def plan_file(request: HttpRequest, area: str, form: str) -> HttpResponse:
    """A plan to take away: a calendar, a text, or the JSON that the command prints."""
    place = find_area(area)
    edition = edition_now(place)
    why_not = why_not_ask(KINDS[0], edition)
    if why_not or edition is None:
        return _unusable(str(why_not))
    typed = _form(request, place, edition)
    asked = _asked(typed)
    if asked is None:
        wrong = [str(text) for found in typed.errors.values() for text in found]
        return _unusable(" ".join(wrong) or _("Enter the opening date or the decision date."))
    made = plans.plan_of(edition, asked, place.today())
    if form == "ics":
        return file(as_ical(made), "plan.ics", "text/calendar; charset=utf-8")
    if form == "json":
        return HttpResponse(encode(as_json(made)), content_type="application/json")
    address = f"{settings.ADDRESS}{place.get_absolute_url()}plan/?{asked.address}"
    return plain(plans.text_of(place, edition, made, address))


def _unusable(says: str) -> HttpResponse:
    answer = plain(f"{says}\n")
    answer.status_code = 400
    return answer
