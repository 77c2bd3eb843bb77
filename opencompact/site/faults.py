"""The page that is shown where something of ours went wrong: no internals, and nothing it could fail on itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string


def broken(request: HttpRequest) -> HttpResponse:
    """Say so, with the number by which the log tells more. Rendered without the request: what every page is told
    may be what went wrong."""
    return HttpResponseServerError(render_to_string("500.html", {"request_number": getattr(request, "number", "")}))
