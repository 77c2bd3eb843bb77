"""How open data is answered: readable from any page anywhere, in the language its address asks for, and not sent twice
to whoever has it already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from opencompact.core.words import speaking

View = Callable[..., HttpResponseBase]
MINUTE = 60
PROBLEM = "application/problem+json"
_encoder = msgspec.json.Encoder(decimal_format="number")


def encoded(value: Any) -> bytes:
    """JSON, with dates as text and amounts as numbers."""
    return _encoder.encode(value)


def as_json(value: Any, headers: Mapping[str, str] | None = None) -> HttpResponse:
    return HttpResponse(encoded(value), content_type="application/json", headers=dict(headers or {}))


def problem(status: int, title: str, detail: str = "", **more: Any) -> HttpResponse:
    """What is wrong, as RFC 9457 has it."""
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return HttpResponse(encoded(told), content_type=PROBLEM, status=status)


def public(view: View) -> View:
    """A view that gives open data. It only reads; whatever goes wrong is told as a problem, never as a page."""

    @wraps(view)
    def answer(request: HttpRequest, *words: Any, **named: Any) -> HttpResponseBase:
        method = request.method
        if method == "OPTIONS":
            return _open(HttpResponse(status=204, headers={"Allow": "GET, HEAD, OPTIONS"}))
        if method not in ("GET", "HEAD"):
            return _open(_only_read())
        language = request.GET.get("lang", "en")
        language = language if language in dict(settings.LANGUAGES) else "en"
        request.method = "GET"
        try:
            with translation.override(language), speaking(language):
                found = view(request, *words, **named)
        except Http404:
            found = not_there()
        finally:
            request.method = method
        found["Content-Language"] = language
        return _fresh(request, _open(found))

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # nothing is ever written here
    return answer


def not_there() -> HttpResponse:
    return problem(404, _("There is nothing at this address."), _("See what is available at /api/v1/."))


def _only_read() -> HttpResponse:
    answer = problem(405, _("This address is read-only."), _("Use GET."))
    answer["Allow"] = "GET, HEAD, OPTIONS"
    return answer


def _open(answer: HttpResponseBase) -> HttpResponseBase:
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    answer["Access-Control-Expose-Headers"] = "ETag, Link"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _fresh(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """The answer with its fingerprint, or that nothing changed since it was fetched last."""
    if answer.status_code != 200 or not isinstance(answer, HttpResponse):
        return answer
    fingerprint = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    answer["ETag"] = fingerprint
    answer["Cache-Control"] = f"public, max-age={MINUTE}"
    found = get_conditional_response(request, etag=fingerprint, response=answer)
    return _open(found) if found is not None else answer
