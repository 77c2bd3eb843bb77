"""What every request passes on its way in and out: a number, headers, a language; refusals as pages; reading that
only reads."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from opencompact.core.problems import Unusable
from opencompact.core.words import speaking
from opencompact.site import clock
from opencompact.site.pages import page
from opencompact.site.rules import Only, Refused

Answer = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("request")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LANGUAGE_COOKIE = "language"
RECEIVED = "opencompact.received"  # the moment a request came in, noted by whoever let it wait
COME_BACK = 10  # seconds after which to come back where many wait
_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|ALTER|CREATE|DROP)\b[^\"]*\"?(\w+)?", re.IGNORECASE)
_MAY_CHANGE = {"django_session", "opencompact_cache"}  # what every visit may leave behind


def name_request(answer: Answer) -> Answer:
    """Give each request a number; an error page shows it, and the log has a line with it."""

    def pass_through(request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(6)
        request.number = number  # type: ignore[attr-defined]
        request.received = request.META.get(RECEIVED) or clock.now()  # type: ignore[attr-defined]  # before it is read
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=number)
        began = time.perf_counter()
        response = answer(request)
        took = round((time.perf_counter() - began) * 1000)
        log.info("answered", method=request.method, path=request.path, status=response.status_code, ms=took)
        response["X-Request-Id"] = number
        return response

    return pass_through


def guard_headers(answer: Answer) -> Answer:
    """Tell browsers what they may do with our pages."""

    def pass_through(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        for name, value in headers().items():
            response.headers.setdefault(name, value)
        if _is_for_one(request, response) and not _says_how_long(response):
            response["Cache-Control"] = "private, no-store"
        return response

    return pass_through


def _is_for_one(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a page may hold something of whoever asked: they are signed in, fill in a form, or begin to. No browser
    and no proxy keeps it. Pages that are the same for everybody say themselves how long they may be kept."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or bool(response.cookies) or request.method == "POST"


def _says_how_long(response: HttpResponse) -> bool:
    """Whether a page is the same for everybody and says so, or says already that nobody keeps it."""
    told = response.get("Cache-Control", "")
    return "public" in told or "no-store" in told


def headers() -> dict[str, str]:
    """What every answer tells a browser, also one that passes nothing of this."""
    lasting = {"Strict-Transport-Security": f"max-age={settings.SECURE_HSTS_SECONDS}"} if settings.HTTPS else {}
    return HEADERS | lasting


def speak(answer: Answer) -> Answer:
    """Answer in the language asked for: by the link (?lang=cy), else as last time, else in English."""
    known = dict(settings.LANGUAGES)

    def pass_through(request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "")
        kept = request.COOKIES.get(LANGUAGE_COOKIE, "")
        language = asked if asked in known else kept if kept in known else "en"
        with translation.override(language), speaking(language):
            request.LANGUAGE_CODE = language
            response = answer(request)
        if asked in known and asked != kept:
            response.set_cookie(
                LANGUAGE_COOKIE, asked, 31_536_000, samesite="Lax", secure=settings.HTTPS, httponly=True
            )
        response.headers.setdefault("Content-Language", language)
        return response

    return pass_through


def show_refusals(answer: Answer) -> Answer:
    """A refusal becomes a page with its sentence, and so does a file that can't be used."""

    def pass_through(request: HttpRequest) -> HttpResponse:
        return answer(request)

    def process_exception(request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if isinstance(fault, Unusable):
            fault = Refused(str(fault), status=400)
        if not isinstance(fault, Refused):
            return None
        shown = page(request, "refused.html", {"says": str(fault)}, status=fault.status)
        for name, value in fault.headers.items():
            shown[name] = value
        shown.is_about_who = isinstance(fault.args[0], Only)  # type: ignore[attr-defined]
        return shown

    pass_through.process_exception = process_exception  # type: ignore[attr-defined]
    return pass_through


def only_read(answer: Answer) -> Answer:
    """A GET never writes: a statement that would is our own mistake."""

    def pass_through(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            return answer(request)
        with connection.execute_wrapper(_refuse_writing):
            return answer(request)

    return pass_through


def _refuse_writing(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    found = _WRITES.match(sql)
    assert not found or any(name in sql for name in _MAY_CHANGE), f"a GET would write: {sql[:120]}"
    return execute(sql, params, many, context)


def common_facts(request: HttpRequest) -> dict[str, Any]:
    """What every template may use."""
    return {
        "language": translation.get_language() or "en",
        "address": settings.ADDRESS,
        "demonstration": settings.DEMONSTRATION,
        "request_number": getattr(request, "number", ""),
    }
