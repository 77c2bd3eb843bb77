"""Pages of the open data, and its files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opencompact.site.agreements.models import Edition
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.opendata.answering import not_there, public
from opencompact.site.opendata.feeds import calendar_of, consultations_of, feed_of
from opencompact.site.opendata.files import columns_of, csv_of, licence_of, write_zip, zip_place
from opencompact.site.opendata.models import KINDS
from opencompact.site.opendata.registers import REGISTERS, registers_by_name
from opencompact.site.opendata.searching import LONGEST, MOST, search
from opencompact.site.pages import file, page, shelf
from opencompact.site.record.models import Entry
from opencompact.site.record.views import how_it_stands

API = "api/v1/"


@require_safe
def api_page(request: HttpRequest) -> HttpResponse:
    """What the API offers."""
    from opencompact.site.opendata.api import operations  # loaded when first asked: see there

    return page(request, "opendata/api.html", {"operations": operations(), "trail": [(_("Home"), "/")]})


@public
def api_answer(request: HttpRequest, **named: str) -> HttpResponseBase:
    """What the API answers at this address."""
    from opencompact.site.opendata.api import answers  # loaded when first asked: see there

    assert request.resolver_match
    return answers()[request.resolver_match.route.removeprefix(API)](request, **named)


@public
def api_missing(request: HttpRequest, rest: str) -> HttpResponseBase:
    """An address of the API that there is not."""
    return not_there()


@require_safe
def area_record(request: HttpRequest, area: str) -> HttpResponse:
    """The public record of an area."""
    place = find_area(area)
    entries = shelf(request, Entry.objects.in_area(place.slug), key="-n")
    facts = {"area": place, "shelf": entries, "trail": [(place.name, place.get_absolute_url())], **how_it_stands()}
    return page(request, "opendata/record.html", facts)


@public
def feed(request: HttpRequest, area: str) -> HttpResponseBase:
    """What happened in an area, for feed readers."""
    return HttpResponse(feed_of(find_area(area)), content_type="application/atom+xml; charset=utf-8")


@public
def consultations_feed(request: HttpRequest, area: str) -> HttpResponseBase:
    """The consultations of an area, for feed readers."""
    return HttpResponse(consultations_of(find_area(area)), content_type="application/atom+xml; charset=utf-8")


@public
def calendar(request: HttpRequest, area: str) -> HttpResponseBase:
    """The days of an area, for calendars."""
    place = find_area(area)
    answer = HttpResponse(calendar_of(place), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{place.slug}.ics"'
    return answer


@require_safe
def data(request: HttpRequest, area: str) -> HttpResponse:
    """What there is to download, and how it may be used."""
    place = find_area(area)
    facts = {
        "area": place,
        "registers": [each for each in REGISTERS if each.name != "areas"],
        "editions": Edition.objects.filter(area=place).defer("text").newest_first(),
        "licence": licence_of(place),
        "whole": f"{place.get_absolute_url()}data/{place.slug}-open-data.zip",
        "trail": [(place.name, place.get_absolute_url())],
    }
    return page(request, "opendata/data.html", facts)


@public
def register_file(request: HttpRequest, area: str, name: str) -> HttpResponseBase:
    """One register of an area as CSV, or the dictionary of all columns."""
    place, register = find_area(area), registers_by_name().get(name)
    if name == "columns":
        return file(columns_of(REGISTERS), "columns.csv", "text/csv; charset=utf-8")
    if register is None:
        return not_there()
    return file(csv_of(register, place), f"{place.slug}-{name}.csv", "text/csv; charset=utf-8")


@public
def zip_file(request: HttpRequest, area: str, name: str) -> HttpResponseBase:
    """Everything public of an area in one file, made once a day; now, where there is none yet."""
    made = zip_place(find_area(area))
    if made.name != f"{name}.zip":
        return not_there()
    if not made.exists():
        write_zip(find_area(area))
    return file(made.read_bytes(), made.name, "application/zip")


@public
def edition_file(request: HttpRequest, area: str, id: str) -> HttpResponseBase:
    """An edition as it was published."""
    found = Edition.objects.filter(area=find_area(area), pk=id).first()
    return file(found.text.encode(), f"{id}.yaml", "application/yaml; charset=utf-8") if found else not_there()


@require_safe
def find(request: HttpRequest, area: str = "") -> HttpResponse:
    """The search, over everything or over one area."""
    place = find_area(area) if area else None
    asked, kind = request.GET.get("q", "").strip()[:LONGEST], request.GET.get("kind", "")
    facts = {
        "asked": asked,
        "results": search(asked, place, kind) if asked else None,
        "most": MOST,
        "kinds": [(name, each.label) for name, each in KINDS.items()],
        "kind": kind,
        "areas": Area.objects.listed(),
        "searches": True,  # this page has the box, so that its head needs none
        "here": f"{place.get_absolute_url() if place else '/'}search/",
        "trail": [(place.name, place.get_absolute_url())] if place else [(_("Home"), "/")],
    }
    return page(request, "opendata/search.html", {**facts, **({"area": place} if place else {})})
