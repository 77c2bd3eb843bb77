"""What a page passes on which somebody answers: how large what is sent may be, whether it came from our own form, what
happens where too many send at once. Beside the six files of a room: nothing typed is lost in any of these.

Who is asked to send once more keeps the moment at which they sent first: the page they get carries it, signed, for this
form with these words and no others. So nobody is late because we were busy."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

import structlog
from django.core import signing
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import CsrfViewMiddleware
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from opencompact.site import clock
from opencompact.site.door import COME_BACK
from opencompact.site.pages import page
from opencompact.site.responses.codes import code_of
from opencompact.site.responses.files import MOST

log = structlog.get_logger("answering")
View = Callable[..., HttpResponse]
LARGEST = MOST + 2_500_000  # bytes: a file and what stands around it
HELD = "held"  # the field with the moment at which somebody sent first
HELD_FOR = timedelta(hours=1)


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
    """The moment a request came in, noted before anything of it was read; of one that was held up before, the moment
    it first came."""
    moment: datetime = getattr(request, "received", None) or clock.now()
    return _held_since(request, moment) or moment


def _held_since(request: HttpRequest, moment: datetime) -> datetime | None:
    if HELD not in request.POST or request.FILES:
        return None
    try:
        digest, since = signing.loads(request.POST[HELD], salt=HELD)
        first = datetime.fromisoformat(since)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return first if digest == _digest(request) and moment - first <= HELD_FOR else None


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What stands in a form, without what is ours."""
    ours = ("csrfmiddlewaretoken", HELD)
    return [(name, each) for name, values in request.POST.lists() for each in values if name not in ours]


def _digest(request: HttpRequest) -> str:
    """Tells one form with its words from every other."""
    said = json.dumps([request.path, code_of(request), sorted(_typed(request))])
    return hashlib.sha256(said.encode()).hexdigest()


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
            answer = held_up(request)
        answer["Cache-Control"] = "private, no-store"
        return answer

    return seen


def _too_much(request: HttpRequest) -> HttpResponse:
    says = _("That is too much for one page. You can send a file of up to 10 MB and 20,000 characters for each answer.")
    return page(request, "responses/too_much.html", {"says": says}, status=413)


def held_up(request: HttpRequest) -> HttpResponse:
    """Too many at once. What was typed stands on the page, to be sent again."""
    fields, words = kept_of(request)
    shown = {"fields": fields, "words": words, "wait": COME_BACK}
    answer = page(request, "responses/held_up.html", shown, status=503)
    answer["Retry-After"] = str(COME_BACK)
    return answer


def kept_of(request: HttpRequest) -> tuple[SafeString, SafeString]:
    """What a form held, to be sent once more and to be read: its fields and its words. Asks nothing of the database."""
    typed = _typed(request)
    held = signing.dumps([_digest(request), received(request).isoformat()], salt=HELD)
    sent = [*typed, (HELD, held), ("csrfmiddlewaretoken", request.POST.get("csrfmiddlewaretoken", ""))]
    words = [(linebreaksbr(each),) for name, each in typed if name.startswith("q") and not each.isdecimal()]
    return (
        format_html_join("", '<input type="hidden" name="{}" value="{}">', sent),
        format_html_join("", '<p class="govuk-body" dir="auto">{}</p>', words),
    )
