"""What the pages of an area look like: its colour and its logo."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from opencompact.site.areas.brand import stylesheet
from opencompact.site.areas.finding import find_area

A_DAY = "public, max-age=86400"  # the address changes with the colour, so a new one is seen at once


@require_safe
def brand(request: HttpRequest, area: str) -> HttpResponse:
    """The area's colour as a stylesheet: the rules for our pages forbid styles inside them."""
    answer = HttpResponse(stylesheet(find_area(area).colour), content_type="text/css; charset=utf-8")
    answer["Cache-Control"] = A_DAY
    return answer


@require_safe
def logo(request: HttpRequest, area: str) -> HttpResponse:
    """The area's logo."""
    picture = bytes(find_area(area).logo)
    if not picture:
        raise Http404
    answer = HttpResponse(picture, content_type="image/png")
    answer["Cache-Control"] = A_DAY
    return answer
