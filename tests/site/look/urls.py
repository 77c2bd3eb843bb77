"""The addresses of the site, and a gallery of everything a page can be made of: for tests only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.loader import render_to_string
from django.urls import include, path
from django.utils import translation

from opencompact.site.areas.models import Area
from opencompact.site.door import COME_BACK
from opencompact.site.pages import view_of
from opencompact.site.responses.door import careful
from tests.site.look.forms import EveryField

HERE = Path(__file__).parent
TEXT = {"html": '<p class="govuk-body">Words with <a class="govuk-link" href="/">a link</a>.</p>'}
LATER = "govuk-task-list__status--cannot-start-yet"
HIDE = {"text": "Hide", "type": "button"}
SHOWN: dict[str, Any] = {
    "tasks": [
        {"title": {"text": "Name the champion"}, "href": "/", "status": {"text": "Completed"}},
        {"title": {"text": "Sign"}, "href": "/", "hint": {"text": "By hand"}, "status": {"tag": {"text": "To do"}}},
        {"title": {"text": "Confirm"}, "status": {"text": "Later", "classes": LATER}},
    ],
    "sections": [{"heading": {"text": name}, "content": TEXT} for name in ("Funding", "Consulting", "Together")],
    "tabs": [{"label": name, "panel": TEXT} for name in ("This year", "Last year")],
    "banner": '<p class="govuk-notification-banner__heading">The group meets on 3 December.</p>',
    "new": {"text": "New"},
    "turn": {"href": "/?after=3", "labelText": "Signatories"},
    "numbers": [
        {"number": 1, "href": "/"}, {"number": 2, "href": "/", "current": True}, {"ellipsis": True},
        {"number": 9, "href": "/"},
    ],
    "crumbs": [{"text": "Wellbridge", "href": "/"}, {"text": "Promises", "href": "/"}, {"text": "5.5"}],
    "messages_shown": [{"headingText": "Cookies", "text": "One, for the language.", "actions": [HIDE]}],
}  # fmt: skip


def gallery(request: HttpRequest) -> HttpResponse:
    """Everything, usual or with mistakes."""
    form = EveryField(request.POST if request.method == "POST" else {} if "wrong" in request.GET else None)
    template = engines["django"].from_string((HERE / "gallery.html").read_text("utf-8"))
    context: dict[str, Any] = {
        **SHOWN,
        "form": form,
        "area": Area.objects.first(),
        "trail": [("Wellbridge", "/areas/wellbridge/"), ("Everything", "")],
        "view": view_of(request),
    }
    return HttpResponse(template.render(context, request))


def many(request: HttpRequest) -> HttpResponse:
    """What a reader gets where many wait."""
    language = "cy" if "cy" in request.GET.values() else "en"
    with translation.override(language):
        return HttpResponse(render_to_string("busy.html", {"language": language, "wait": COME_BACK}))


@careful
def held_up(_request: HttpRequest) -> HttpResponse:
    """What somebody gets whose answer can't be taken just now."""
    raise OperationalError


urlpatterns = [
    path("areas/wellbridge/gallery/", gallery),
    path("many/", many),
    path("held-up/", held_up),
    path("", include("opencompact.site.urls")),
]
