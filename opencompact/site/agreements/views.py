"""Pages about the agreement itself: every promise, one promise, the editions, two of them side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencompact.core.compacts import read_shipped, shipped
from opencompact.core.editions import Commitment
from opencompact.core.words import in_words, said
from opencompact.site import clock
from opencompact.site.accounts.rules import acting, desk, holds
from opencompact.site.agreements.actions import hold_check_in, put_in_words, say_it_applies, say_where_to_read
from opencompact.site.agreements.alike import before, elsewhere, find_paper, later, side_by_side
from opencompact.site.agreements.forms import AddressForm, CheckInForm, CompareForm, Filter, NoticeForm, WordsForm
from opencompact.site.agreements.models import CheckIn, Edition, Outcome
from opencompact.site.agreements.plaintext import text_of
from opencompact.site.agreements.rules import KEEPERS, why_not_check_in
from opencompact.site.agreements.shown import edition_rows, notice_answer, promise_facts, sections, whole
from opencompact.site.agreements.wording import address_in, counted, grouped, in_force, is_notice
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.conflicts import watch
from opencompact.site.fields import day_of
from opencompact.site.pages import form_page, page, plain
from opencompact.site.record.models import Entry

Trail = list[tuple[str, str]]
More = Callable[[Any, Edition, Commitment], dict[str, Any]]


class Wanted(NamedTuple):
    """The edition a page is about: the one in force today, on another day, or the one asked for by its id."""

    edition: Edition | None
    editions: list[Edition]  # all of the area, the newest first
    problem: str = ""  # what is wrong with the day asked for
    on: str = ""  # the day asked for, in words


def _wanted(request: HttpRequest, area: Area) -> Wanted:
    editions = list(Edition.objects.filter(area=area).select_related("area").newest_first())
    id, typed = request.GET.get("edition", ""), request.GET.get("on", "")
    if id:
        return Wanted(_only(editions, id), editions)
    day, problem = area.today(), ""
    try:
        asked = day_of(typed)
    except ValidationError as fault:
        asked, problem = None, " ".join(fault.messages)
    day = asked or day
    found = next((each for each in editions if each.is_in_force(day)), None)
    return Wanted(found, editions, problem, in_words(asked) if asked else "")


def _only(editions: list[Edition], id: str) -> Edition:
    for each in editions:
        if each.pk == id:
            return each
    raise Http404


def _trail(area: Area, *more: tuple[str, str]) -> Trail:
    return [(area.name, area.get_absolute_url()), *more]


# Promises


def commitments(request: HttpRequest, area: str) -> HttpResponse:
    """Every promise of the edition in force, today or on another day."""
    place = find_area(area)
    wanted, form = _wanted(request, place), request.GET.get("format", "")
    edition = wanted.edition
    if edition is None:
        return _none_then(request, place, wanted)
    if form == "yaml":
        return plain(edition.text, f"{edition.pk}.yaml", "application/yaml; charset=utf-8")
    asked = Filter(request.GET, edition.document)
    found = asked.found(edition.document.commitments)
    if form == "text":
        return plain(text_of(edition, found, settings.ADDRESS, whole=False, today=place.today()))
    context = {
        "area": place,
        "edition": edition,
        "wanted": wanted,
        "form": asked,
        "title": _title(len(found), len(edition.document.commitments)),
        "counted": counted(edition.document),
        "groups": grouped(edition, found, place.today(), asked.chosen.get("by", "theme")),
        "trail": _trail(place),
        **_standing(request, edition, place),
    }
    return page(request, "agreements/commitments.html", context)


def _title(found: int, total: int) -> str:
    if found == total:
        return ngettext("%(count)s promise", "%(count)s promises", total) % {"count": total}
    return _("%(found)s of %(count)s promises") % {"found": found, "count": total}


def _standing(request: HttpRequest, edition: Edition, area: Area) -> dict[str, Any]:
    """What every page about an edition says of it first."""
    today = area.today()
    return {
        "in_force": in_force(edition),
        "is_in_force": edition.is_in_force(today),
        "today": today,
        "keeps": request.user.is_authenticated and holds(request.user, area, *KEEPERS),
    }


def _none_then(request: HttpRequest, area: Area, wanted: Wanted) -> HttpResponse:
    """No edition was in force on that day: which there are."""
    if request.GET.get("format") in ("text", "yaml"):
        told = _("No edition of %(area)s was in force on %(day)s.")
        return plain(told % {"area": area.name, "day": wanted.on or in_words(area.today())} + "\n")
    rows = [(each, in_force(each)) for each in wanted.editions]
    return page(
        request,
        "agreements/none.html",
        {"area": area, "wanted": wanted, "rows": rows, "trail": _trail(area), "today": area.today()},
    )


def commitment(request: HttpRequest, area: str, ref: str, more: More) -> HttpResponse:
    """One promise with everything that is said of it; ``more`` is what a higher floor knows of it."""
    place = find_area(area)
    wanted, today = _wanted(request, place), place.today()
    edition, found = _promise(wanted, ref)
    current = next((each for each in wanted.editions if each.is_in_force(today)), None)
    notice = next((check for check in found.checks if is_notice(check)), None)
    form = NoticeForm(request.GET, notice) if notice else None
    context = {
        "area": place,
        "edition": edition,
        "wanted": wanted,
        "current": current,
        "facts": promise_facts(edition, found, today),
        "before": before(edition, found, wanted.editions, today),
        "later": later(edition, found, wanted.editions, today),
        "elsewhere": elsewhere(edition, found, today),
        "form": form,
        "answer": notice_answer(edition, form, today) if form else None,
        "consults": any(check.register == "consultations" for check in found.checks),
        "trail": _trail(place, (_("Promises"), f"{place.get_absolute_url()}commitments/")),
        **_standing(request, edition, place),
        **more(request.user, edition, found),
    }
    return page(request, "agreements/commitment.html", context)


def _promise(wanted: Wanted, ref: str) -> tuple[Edition, Commitment]:
    """The promise in the edition asked for; where that has none by this reference, in the newest that has."""
    for edition in [wanted.edition, *wanted.editions]:
        found = edition.commitment(ref) if edition else None
        if edition and found:
            return edition, found
    raise Http404


# Editions


def editions(request: HttpRequest, area: str) -> HttpResponse:
    """Every edition of an area's agreement."""
    place = find_area(area)
    found = Edition.objects.filter(area=place).select_related("area", "replaces").newest_first()
    context = {"area": place, "rows": edition_rows(list(found), place.today()), "trail": _trail(place)}
    return page(request, "agreements/editions.html", context)


def edition(request: HttpRequest, area: str, id: str) -> HttpResponse:
    """One edition as a whole."""
    place = find_area(area)
    found = _edition(place, id)
    document, form = found.document, request.GET.get("format", "")
    if form == "yaml":
        return plain(found.text, f"{found.pk}.yaml", "application/yaml; charset=utf-8")
    if form == "text":
        return plain(text_of(found, document.commitments, settings.ADDRESS, whole=True, today=place.today()))
    log = list(Entry.objects.of(place.slug, found.pk).order_by("n"))
    for_paper = request.GET.get("view") in ("print", "large")
    context = {
        "area": place,
        "edition": found,
        **whole(found, place.today()),
        "groups": grouped(found, document.commitments, place.today()) if for_paper else [],
        "log": log,
        "check_ins": CheckIn.objects.of([found]),
        "check_in_href": f"{found.get_absolute_url()}check-in/",
        "trail": _trail(place, (_("Editions"), f"{place.get_absolute_url()}editions/")),
        **_standing(request, found, place),
    }
    return page(request, "agreements/edition.html", context)


def _edition(area: Area, id: str) -> Edition:
    found = Edition.objects.filter(area=area, pk=id).select_related("area", "replaces").first()
    if found is None:
        raise Http404
    return found


def check_in(request: HttpRequest, area: str, id: str) -> HttpResponse:
    """Write down a check-in; for the officer and the chair."""
    place = desk(request, area, KEEPERS)
    found = _edition(place, id)
    form = CheckInForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        hold_check_in(
            area=place, edition=found, on=given["on"], outcome=Outcome(given["outcome"]), notes=given["notes"],
            by=acting(request),
        )  # fmt: skip
        messages.success(request, _("The check-in is saved and is in the public record."))
        return redirect(found)
    context = {
        "area": place,
        "edition": found,
        "form": form,
        "why_not": why_not_check_in(request.user, found),
        "check_ins": CheckIn.objects.of([found]),
        "trail": _trail(place, (found.title, found.get_absolute_url())),
        **_standing(request, found, place),
    }
    return page(request, "agreements/check-in.html", context)


def document(request: HttpRequest, area: str, id: str) -> HttpResponse:
    """Say where the document can be read and that it still applies; for the officer and the chair."""
    place = desk(request, area, KEEPERS)
    found = _edition(place, id)
    applies = "applies" in request.POST
    form = watch(AddressForm(None if applies else request.POST or None, initial={"address": found.read_at}))
    if request.method == "POST" and applies:
        say_it_applies(edition=found, by=acting(request))
        messages.success(request, _("It is published that the agreement applies."))
        return redirect("edition-document", area, id)
    if request.method == "POST" and form.is_valid():
        say_where_to_read(edition=found, address=form.cleaned_data["address"], by=acting(request))
        messages.success(request, _("The address is published."))
        return redirect("edition-document", area, id)
    context = {
        "area": place,
        "edition": found,
        "form": form,
        "clauses": [(each, found.official_words(each)) for each in found.document.commitments],
        "trail": _trail(place, (found.title, found.get_absolute_url())),
    }
    return page(request, "agreements/document.html", context)


def words(request: HttpRequest, area: str, id: str, ref: str) -> HttpResponse:
    """Put in the official words of one clause; for the officer and the chair."""
    place = desk(request, area, KEEPERS)
    found = _edition(place, id)
    promise = found.commitment(ref)
    if promise is None:
        raise Http404
    form = watch(WordsForm(request.POST or None, initial={"text": said(found.official_words(promise))}))
    if request.method == "POST" and form.is_valid():
        put_in_words(edition=found, ref=ref, text=form.cleaned_data["text"], by=acting(request))
        messages.success(request, _("The official words are published."))
        return redirect(address_in(found, ref, place.today()))
    title = _("Official words of %(ref)s") % {"ref": ref}
    about = _("Copy the clause exactly as the document prints it. Our summary reads: %(summary)s") % {
        "summary": said(promise.summary)
    }
    back = (_("The document"), f"{found.get_absolute_url()}document/")
    trail = _trail(place, (found.title, found.get_absolute_url()), back)
    return form_page(request, form, title, _("Publish the words"), area=place, about=about, trail=trail)


# Side by side


def choose(request: HttpRequest) -> HttpResponse:
    """Choose two editions; what was chosen has an address of its own."""
    on_site = list(Edition.objects.listed().order_by("area__name", "-start"))
    known = {each.pk for each in on_site}
    choices = [(each.pk, f"{each.area.name}: {each.title} ({each.pk})") for each in on_site]
    choices += [(id, said(read_shipped(id).edition.title)) for id in shipped() if id not in known]
    form = CompareForm({name: request.GET[name] for name in ("left", "right") if name in request.GET}, choices)
    if form.is_bound and form.is_valid():
        return redirect("side-by-side", form.cleaned_data["left"], form.cleaned_data["right"])
    return page(request, "agreements/choose.html", {"form": form, "trail": []})


def compare(request: HttpRequest, left: str, right: str) -> HttpResponse:
    """Two editions side by side."""
    first, second = find_paper(left), find_paper(right)
    if first is None or second is None:
        raise Http404
    if left == right:
        return redirect(f"/compare/?left={left}&right={right}")  # the form there says to choose two
    found = side_by_side(first, second)
    return page(request, "agreements/compare.html", {
        "found": found,
        "papers": (first, second),
        "sections": sections(found, clock.now().date()),
        "left_name": found.names[0],
        "right_name": found.names[1],
        "trail": [(_("Compare two editions"), "/compare/")],
    })  # fmt: skip
