"""What a page passes on which somebody answers: how large what is sent may be, whether it came from our own form, what
happens where the database is held up. Beside the six files of a room: nothing typed is lost in any of these."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from opencompact.site import clock
from opencompact.site.pages import page
from opencompact.site.responses.files import MOST

log = structlog.get_logger("answering")
View = Callable[..., HttpResponse]
LARGEST = MOST + 2_500_000  # bytes: a file and what stands around it
WAIT = 10  # seconds


class _Asked(CsrfViewMiddleware):
    """Asks whether a form is ours, and leaves what follows to the page."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(reason, status=403)


def _nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def is_ours(request: HttpRequest) -> bool:
    """Whether what is sent comes from our own form. Where it can't be told, the page shows again what was typed and
    does nothing: pressing its button once more is enough."""
    return _Asked(_nothing).process_view(request, _nothing, (), {}) is None


def received(request: HttpRequest) -> datetime:
    """The moment a request came in, noted before anything of it was read."""
    return getattr(request, "received", None) or clock.now()


def careful(view: View) -> View:
    """A page on which somebody answers. It asks itself whether what is sent is ours (``is_ours``)."""

    @csrf_exempt
    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        try:
            if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
                raise RequestDataTooBig
            request.POST.keys()  # read here, where too much of it is told
            answer = view(request, *args, **named)
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, MultiPartParserError):
            answer = _too_much(request)
        except OperationalError as fault:
            log.warning("held up", fault=str(fault)[:200])
            answer = _held_up(request)
        answer["Cache-Control"] = "private, no-store"
        return answer

    return seen


def _too_much(request: HttpRequest) -> HttpResponse:
    says = _("This is more than one page can take: a file of at most 10 MB, and 20,000 characters for each answer.")
    return page(request, "responses/too_much.html", {"says": says}, status=413)


def _held_up(request: HttpRequest) -> HttpResponse:
    """Too many at once. What was typed stands on the page, to be sent again."""
    typed = [(name, each) for name, values in request.POST.lists() for each in values if name != "csrfmiddlewaretoken"]
    words = [each for name, each in typed if name.startswith("q") and not each.isdecimal()]
    answer = page(request, "responses/held_up.html", {"typed": typed, "words": words, "wait": WAIT}, status=503)
    answer["Retry-After"] = str(WAIT)
    return answer
