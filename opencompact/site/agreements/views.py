"""Pages about the agreement itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from opencompact.site.agreements.models import Edition
from opencompact.site.areas.finding import find_area
from opencompact.site.pages import page


def commitments(request: HttpRequest, area: str) -> HttpResponse:
    """Every promise of the edition in force."""
    place = find_area(area)
    edition = Edition.objects.in_force_on(place, place.today())
    if edition is None:
        raise Http404
    return page(request, "agreements/commitments.html", {"area": place, "edition": edition})
