"""What is said of a finding, how a promise is judged, and the records behind each figure."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from opencompact.core.editions import Commitment, Verify
from opencompact.site.accounts.models import Organisation
from opencompact.site.accounts.rules import acting, spoken_for, why_not_speak_for
from opencompact.site.agreements.models import Edition
from opencompact.site.agreements.wording import address, address_in, marked
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.findings import actions, rules
from opencompact.site.findings.figures import HEADS, NO_YEAR, judged, kept, public
from opencompact.site.findings.forms import JudgeForm, SayForm
from opencompact.site.findings.models import (
    Finding,
    Findings,
    Judgement,
    Registered,
    Said,
    Statement,
    Status,
    Word,
)
from opencompact.site.findings.shown import shown
from opencompact.site.pages import page, shelf

Trail = list[tuple[str, str]]


def _trail(area: Area, *more: tuple[str, str]) -> Trail:
    return [(area.name, area.get_absolute_url()), *more]


def _found(area: str, pk: int) -> tuple[Area, Finding, Registered]:
    """A finding and the record it is about."""
    place = find_area(area)
    finding = get_object_or_404(Finding.objects.select_related("area", "body"), area=place, pk=pk)
    row = rules.row_of(finding)
    if row is None:
        raise Http404
    return place, finding, row


def _of_row(row: Registered, finding: Finding, person: Any) -> dict[str, Any]:
    """The finding as the reader sees it, for the page on which they speak of it."""
    found = shown(row, person)
    each = next((one for one in found if (one.ref, one.check_id) == (finding.ref, finding.check_id)), None)
    return {"row": row, "each": each._replace(say_href="") if each else None}


def say(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Reply to a finding, contest it, or add to it. For everybody it does not name, the page does not exist."""
    place, finding, row = _found(area, pk)
    organisations = rules.said_by(request.user, row, finding)
    if not organisations:
        raise Http404
    form = SayForm(request.POST or None, organisations=organisations)
    why_not = rules.why_not_say(request.user, finding, row, organisations[0])
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data, "kind": Word(form.cleaned_data["kind"])}
        actions.say(finding=finding, row=row, by=acting(request), **told)
        messages.success(request, _("Your statement is shown beside the finding. Anyone can read it."))
        return redirect(finding)
    return page(request, "findings/say.html", {
        "area": place, "trail": _trail(place, (row.title, row.get_absolute_url())), "form": form, "why_not": why_not,
        "finding": finding, "is_held_back": finding.is_held_back(place.today()), **_of_row(row, finding, request.user),
    })  # fmt: skip


def unsay(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Take back what was said of a finding."""
    place = find_area(area)
    found = Statement.objects.select_related("finding__area", "organisation__area")
    statement = get_object_or_404(found, finding__area=place, pk=pk)
    row = rules.row_of(statement.finding)
    if row is None or rules.why_not_speak_on(request.user, row, statement.organisation):
        raise Http404
    if request.method == "POST":
        actions.unsay(statement=statement, row=row, by=acting(request))
        messages.success(
            request, _("The statement has been withdrawn. The public record still shows that one was made.")
        )
        return redirect(statement.finding)
    return page(request, "findings/take_back.html", {
        "area": place, "trail": _trail(place, (row.title, row.get_absolute_url())), "who": statement.organisation.name,
        "words": statement.words, "gone": statement.withdrawn, "back": statement.finding.get_absolute_url(),
    })  # fmt: skip


# Promises


def of_promise(person: Any, edition: Edition, commitment: Commitment) -> dict[str, Any]:
    """What the page of a promise shows of how it is kept: figures, or what both sides say."""
    if commitment.verify is not Verify.JUDGED:
        return {"kept": kept(edition, commitment), "heads": HEADS}
    organisations = _judging(person, edition, commitment.ref)
    mine = {each.pk for each in organisations}
    return {
        "judged": judged(edition, commitment.ref), "mine": mine,
        "judge_href": f"{address(edition.area.slug, commitment.ref)}judge/" if organisations else "",
    }  # fmt: skip


def _judging(person: Any, edition: Edition | None, ref: str) -> list[Organisation]:
    """The organisations for which a person may judge a promise today."""
    if not getattr(person, "is_authenticated", False) or edition is None:
        return []
    found = list(spoken_for(person, edition.area).order_by("name"))
    return [] if not found or rules.why_not_judge(person, found[0], ref, rules.edition_now(edition.area)) else found


def records(request: HttpRequest, area: str, ref: str) -> HttpResponse:
    """The records behind the figures of a promise, narrowed to a status, a year, a body."""
    place = find_area(area)
    edition, commitment = _promise(place, ref, request.GET.get("edition", ""))
    found, narrowed = _narrowed(public(place).of_promise(edition, ref), request)
    return page(request, "findings/records.html", {
        "area": place, "shelf": shelf(request, found.select_related("area", "body"), key="-pk"), "narrowed": narrowed,
        "summary": marked(commitment.summary, edition.document), "commitment": commitment, "edition": edition,
        "back": address_in(edition, ref, place.today()), "trail": _trail(place, (ref, address(area, ref))),
    })  # fmt: skip


def _promise(area: Area, ref: str, id: str = "") -> tuple[Edition, Commitment]:
    """A promise of the edition in force, or of another of the area."""
    editions = Edition.objects.filter(area=area).select_related("area")
    edition = editions.filter(pk=id).first() if id else editions.in_force_on(area, area.today())
    commitment = edition.commitment(ref) if edition else None
    if edition is None or commitment is None:
        raise Http404
    return edition, commitment


def _narrowed(found: Findings, request: HttpRequest) -> tuple[Findings, list[str]]:
    """The findings asked for, and in words how they were narrowed. What makes no sense narrows nothing."""
    status, year, body = (request.GET.get(name, "") for name in ("status", "year", "body"))
    told: list[str] = []
    if status in Status.values:
        found, told = found.filter(status=status), [str(Status(status).label)]
    if year == NO_YEAR:
        found, told = found.filter(counted_on=None), [*told, _("No date")]
    elif year.isascii() and year.isdigit() and 1 <= int(year[:5]) <= 9999:
        found, told = found.filter(counted_on__year=int(year[:5])), [*told, str(int(year[:5]))]
    name = _body(found, body)
    return (found.filter(body=int(body)), [*told, name]) if name else (found, told)


def _body(found: Findings, typed: str) -> str:
    """The name of a body that has findings here; empty for everything else."""
    if not (typed.isascii() and typed.isdigit()) or len(typed) > 18:
        return ""
    return found.filter(body=int(typed)).values_list("body__name", flat=True).first() or ""


def judge(request: HttpRequest, area: str, ref: str) -> HttpResponse:
    """Say how a promise is kept that no date can settle. The page is for those who speak for an organisation."""
    place = find_area(area)
    edition, commitment = _promise(place, ref)
    organisations = _judging(request.user, edition, ref)
    if not organisations:
        raise Http404
    today = place.today()
    form = JudgeForm(request.POST or None, organisations=organisations, today=today, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data, "said": Said(form.cleaned_data["said"])}
        actions.judge(ref=ref, by=acting(request), **told)
        messages.success(request, _("Your statement is shown beside the promise. Anyone can read it."))
        return redirect(address(area, ref))
    asks = next((each.ask for each in commitment.checks if each.kind == "judged" and each.ask), None)
    return page(request, "findings/judge.html", {
        "area": place, "trail": _trail(place, (ref, address(area, ref))), "form": form, "back": address(area, ref),
        "summary": marked(commitment.summary, edition.document), "commitment": commitment,
        "asks": marked(asks, edition.document) if asks else "",
    })  # fmt: skip


def unjudge(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Take back a judgement."""
    place = find_area(area)
    found = get_object_or_404(Judgement.objects.select_related("organisation__area", "area"), area=place, pk=pk)
    if why_not_speak_for(request.user, found.organisation):
        raise Http404
    back = address(area, found.ref)
    if request.method == "POST":
        actions.withdraw_judgement(judgement=found, by=acting(request))
        messages.success(
            request, _("The statement has been withdrawn. The public record still shows that one was made.")
        )
        return redirect(back)
    return page(request, "findings/take_back.html", {
        "area": place, "trail": _trail(place, (found.ref, back)), "who": found.organisation.name,
        "words": found.evidence, "gone": found.withdrawn, "back": back,
    })  # fmt: skip
