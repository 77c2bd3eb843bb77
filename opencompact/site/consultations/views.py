"""The list of an area's consultations, the page of each, and the text for a newsletter."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, Max, Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from opencompact.site.accounts.models import Organisation
from opencompact.site.accounts.rules import spoken_for
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.areas.remembering import remembered
from opencompact.site.consultations import desk, rules
from opencompact.site.consultations.forms import FinderForm
from opencompact.site.consultations.models import Consultation, Consultations, Phase, phases
from opencompact.site.consultations.slots import NO_QUESTIONS, Asking, Slot, filled
from opencompact.site.findings.models import State, lines
from opencompact.site.findings.rules import why_not_see
from opencompact.site.findings.shown import history, promises
from opencompact.site.pages import page, plain, shelf

SIZE = 25
# By which day a list of each phase is ordered: what comes next, or what waits longest, stands first
ORDER = {
    Phase.FORTHCOMING: ("opens", "place"), Phase.OPEN: ("closes", "place"), Phase.CLOSING_SOON: ("closes", "place"),
    Phase.AWAITING: ("closes", "place"),
}  # fmt: skip
SHOWN = (Phase.OPEN, Phase.CLOSING_SOON, Phase.FORTHCOMING, Phase.AWAITING, Phase.DONE, Phase.CLOSED)
NEWEST = ("closes", "-place")


def finder(request: HttpRequest, area: str) -> HttpResponse:
    """The consultations of an area: those open now, where nothing else is asked for."""
    place = find_area(area)
    today = place.today()
    counts = _counts(place, today)
    offered: dict[str, Any] = {"bodies": _bodies(place), "years": counts.years}
    given = FinderForm(request.GET, **offered).given()
    if not request.GET.keys() & {"words", "phase", "body", "year"}:
        given["phase"] = Phase.OPEN.value
    found, key = _narrowed(place, given, today)
    own = list(spoken_for(request.user, place)) if request.user.is_authenticated else []
    rows = shelf(request, found, key, SIZE)
    for each in rows.rows:
        each.area = place
    waiting = [each for each in rows.rows if each.is_public and each.phase(today) == Phase.AWAITING]
    days = rules.promised(waiting) if waiting else {}
    return page(request, "consultations/finder.html", {
        "area": place, "trail": desk.trail(place)[:1], "narrow": FinderForm(initial=given, **offered), "given": given,
        "counts": counts, "shelf": rows,
        "rows": [(each, rules.says_waiting(each, days.get(each.pk), today)) for each in rows.rows],
        "plans": Consultation.objects.of(place).plans_of(own).order_by("opens", "pk")[:SIZE] if own else [],
        "may_plan": bool(own),
    })  # fmt: skip


class Counts(NamedTuple):
    """How many consultations of an area are in each phase; how long the first of those that wait has waited."""

    phases: list[tuple[Phase, int]]
    longest: int
    years: list[int]
    recorded: int  # also those that were withdrawn

    @property
    def waiting(self) -> int:
        return dict(self.phases)[Phase.AWAITING]

    @property
    def total(self) -> int:
        return sum(count for phase, count in self.phases if phase != Phase.CLOSING_SOON)


@remembered
def _counts(area: Area, today: date) -> Counts:
    asked = phases(today)
    stands = Q(state=State.PUBLISHED)
    found = Consultation.objects.filter(area=area).public().aggregate(
        since=Min("closes", filter=stands & asked[Phase.AWAITING]), begins=Min("opens", filter=stands),
        ends=Max("closes", filter=stands), last=Max("opens", filter=stands), recorded=Count("pk"),
        **{phase.name: Count("pk", filter=stands & asked[phase]) for phase in Phase},
    )  # fmt: skip
    begins = found["begins"] or found["ends"]
    last = max(filter(None, (found["ends"], found["last"])), default=None)
    years = list(range(last.year, begins.year - 1, -1)) if last and begins else []
    longest = (today - found["since"]).days if found["since"] else 0
    return Counts([(phase, found[phase.name]) for phase in SHOWN], longest, years, found["recorded"])


def _bodies(area: Area) -> list[tuple[str, str]]:
    """Who consults here, in public."""
    public = Consultation.objects.filter(area=area).public()
    found = Organisation.objects.filter(pk__in=public.values("body")).order_by("name")
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]


def _narrowed(area: Area, given: dict[str, str], today: date) -> tuple[Consultations, str]:
    """The list as it was asked for, and the key it is ordered by."""
    found = Consultation.objects.filter(area=area).select_related("body").public()
    day, key = NEWEST
    asked = given.get("phase")
    if asked == "withdrawn":
        found = found.filter(state=State.WITHDRAWN)
    elif asked:
        found = found.in_phase(Phase(asked), today)
        day, key = ORDER.get(Phase(asked), NEWEST)
    if given.get("body"):
        found = found.filter(body=int(given["body"]))
    if given.get("year"):
        found = found.in_year(int(given["year"]))
    return found.with_words(given.get("words", "").split()[:10]).placed_by(day), key


def notice(
    request: HttpRequest, area: str, pk: int, slots: tuple[Slot, ...] = (), asking: Asking = NO_QUESTIONS
) -> HttpResponse:
    """One consultation: what is asked, until when, how to take part; what was promised; what happened so far. A plan
    is seen by those who speak for its body alone."""
    place = find_area(area)
    rows = Consultation.objects.filter(area=place).select_related("body", "edition").prefetch_related("involved")
    found = get_object_or_404(rows, pk=pk)
    found.area = found.body.area = place
    if why_not_see(request.user, found):
        raise Http404
    if found.state == State.PLANNED:
        return desk.plan_page(request, found, asking)
    today = place.today()
    promised = rules.promised([found]).get(found.pk)
    return page(request, "consultations/notice.html", {
        "area": place, "trail": desk.trail(place), "row": found, "today": today, "phase": found.phase(today),
        "lists": {name: lines(getattr(found, name)) for name in ("methods", "formats", "groups")},
        "involved": sorted(found.involved.all(), key=lambda each: each.name), "promised": promised,
        "days": _days(found, promised, today),
        "waits": rules.says_waiting(found, promised, today),
        "is_over": found.closes is not None and found.closes < today,
        "findings": promises(found, request.user), "happened": history(found),
        "acts": desk.acts_on(request.user, found),
        "slots": filled(request, found, slots),
    })  # fmt: skip


def _days(row: Consultation, promised: date | None, today: date) -> list[tuple[date, str, bool]]:
    """The days of a notice in their order, with whether each is past."""
    named = [
        (row.impact_assessed, _("Impact assessed")), (row.announced, _("Announced")), *_openings(row, today),
        (row.closes, _("Closes at 11:59pm")), (promised, _("Feedback promised by this date")),
        (row.feedback_published, _("Feedback published")), (row.decides, _("Decision")),
    ]  # fmt: skip
    return sorted((day, says, day < today) for day, says in named if day)


def _openings(row: Consultation, today: date) -> list[tuple[date | None, str]]:
    """The opening day; where people could answer only later, what the notice said and from when they could."""
    first = row.counted_from(today)
    if row.answerable_from is None and row.questions_from:
        told = _("Was due to open") if row.is_late(today) else _("Opens")
        return [(row.opens, told), (row.questions_from, _("Questions to be published by this date"))]
    if row.is_late(today):
        return [(row.opens, _("Was to open; nobody can respond yet"))]
    if row.answerable_from and first != row.opens:
        return [(row.opens, _("Was due to open")), (first, _("People can respond from this date"))]
    return [(row.opens, _("Opens"))]


def newsletter(request: HttpRequest, area: str) -> HttpResponse:
    """What is open and what comes, as plain text to copy."""
    place = find_area(area)
    return page(request, "consultations/newsletter.html", {
        "area": place, "trail": desk.trail(place), "text": newsletter_of(place),
    })  # fmt: skip


def newsletter_text(request: HttpRequest, area: str) -> HttpResponse:
    """The same as a text."""
    return plain(newsletter_of(find_area(area)))


def newsletter_of(area: Area) -> str:
    """Open and forthcoming consultations as a text that any newsletter can take in."""
    today = area.today()
    parts = []
    for title, phase in ((_("Open now"), Phase.OPEN), (_("Upcoming"), Phase.FORTHCOMING)):
        day = ORDER[phase][0]
        rows = Consultation.objects.of(area).in_phase(phase, today).order_by(day, "pk")[:200]
        parts += [title.upper(), "", *[_in_newsletter(each, today) for each in rows]]
        parts += [] if rows else [_("Nothing."), ""]
    return "\n".join([_("Consultations in %(area)s") % {"area": area.name}, "", *parts])


def _in_newsletter(row: Consultation, today: date) -> str:
    told = f"{row.body.name}: {row.says_when(today)}."
    place = f"{settings.ADDRESS}{row.get_absolute_url()}"
    return "\n".join([" ".join(row.title.split()), told, place, ""])
