"""Tags of the frame of a page: where its files are, what else there is, the same page in another language."""

from __future__ import annotations

import hashlib
import os
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.template.context import Context
from django.urls import Resolver404, resolve
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from opencompact.core.words import in_words
from opencompact.site.pages import Shelf

register = template.Library()
BUILT = Path(__file__).resolve().parents[1] / "static" / "built"

# What an area has: its address is the first that is there, and the pages under all of them belong to it
PLACES = [
    (gettext_noop("Promises"), ["commitments/", "editions/", "drafts/"]),
    (gettext_noop("Consultations"), ["consultations/", "pledges/"]),
    (gettext_noop("Signatories"), ["signatories/", "sign/"]),
    (gettext_noop("Champions"), ["champions/"]),
    (gettext_noop("Group and meetings"), ["group/", "meetings/", "advice/", "recommendations/"]),
    (gettext_noop("Resources"), ["resources/"]),
    (gettext_noop("Training"), ["training/", "events/"]),
    (gettext_noop("Record"), ["/record/"]),
]


@cache
def _print_of(path: str, changed: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:8]


@register.simple_tag
def built(name: str) -> str:
    """The address of a built file. It changes with the file, so browsers may keep it."""
    address = f"{settings.STATIC_URL}built/{name}"
    path = f"{BUILT}/{name}"
    try:
        return f"{address}?{_print_of(path, os.stat(path).st_mtime_ns)}"
    except FileNotFoundError:
        return address


@cache
def _answers(path: str, urlconf: str) -> bool:
    try:
        resolve(path, urlconf)
    except Resolver404:
        return False
    return True


@register.simple_tag
def there(*paths: str) -> str:
    """The first of these addresses that the site answers, or nothing."""
    return next((path for path in paths if _answers(path, settings.ROOT_URLCONF)), "")


@register.simple_tag(takes_context=True)
def area_links(context: Context, area: Any) -> list[dict[str, Any]]:
    """The parts of an area that are there, and which of them this page belongs to."""
    request = context.get("request")
    here_now = request.path if request else ""
    found = []
    for text, ends in PLACES:
        path = there(*(end if end.startswith("/") else f"/areas/a/{end}" for end in ends))
        if path:
            home = f"/areas/{area.slug}/"
            href = path.replace("/areas/a/", home, 1)
            active = here_now.startswith(tuple(f"{home}{end}" for end in ends))
            found.append({"text": _(text), "href": href, "active": active, "current": here_now == href})
    return found


@register.simple_tag(takes_context=True)
def here(context: Context, **changes: Any) -> str:
    """The address of this page with some of its parameters changed: ``{% here lang="cy" %}``; None takes one away."""
    request: HttpRequest | None = context.get("request")
    return _changed(request, changes) if request else ""


def _changed(request: HttpRequest, changes: dict[str, Any]) -> str:
    parameters = request.GET.copy()
    for name, value in changes.items():
        parameters.pop(name, None)
        if value is not None:
            parameters[name] = str(value)
    return f"{request.path}?{parameters.urlencode()}" if parameters else request.path


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """What a page's title begins with where a form on it has something wrong.

    What is made only when it is looked at stays unmade: a token in each page would give every reader a cookie.
    """
    for each in context.dicts:
        forms = [value for value in each.values() if issubclass(type(value), BaseForm)]
        if any(form.is_bound and form.errors for form in forms):
            return _("Error: ")
    return ""


@register.simple_tag(takes_context=True)
def shelf_links(context: Context, shelf: Shelf) -> SafeString:
    """The pages before and after this one of a list, with the filters that are set."""
    request: HttpRequest | None = context.get("request")
    if not request or not (shelf.before or shelf.after):
        return mark_safe("")
    before = _changed(request, {"before": shelf.before, "after": None}) if shelf.before else ""
    after = _changed(request, {"after": shelf.after, "before": None}) if shelf.after else ""
    return format_html(
        '<nav class="govuk-pagination" aria-label="{}">{}{}</nav>',
        _("Pages of this list"),
        _turn("prev", before, _("Previous page")) if before else "",
        _turn("next", after, _("Next page")) if after else "",
    )


def _turn(way: str, href: str, text: str) -> SafeString:
    return format_html(
        '<div class="govuk-pagination__{way}"><a class="govuk-link govuk-pagination__link" href="{href}" rel="{way}">'
        '<span class="govuk-pagination__link-title">{text}</span></a></div>',
        way=way,
        href=href,
        text=text,
    )


@register.filter
def day(value: date | datetime | None) -> str:
    """31 March 2027, in the language spoken."""
    return in_words(value) if value else ""


@register.filter
def moment(value: datetime | None, area: Any = None) -> str:
    """31 March 2027, 4:05pm, where the area is; without an area, in UTC and saying so."""
    if not value:
        return ""
    there_then = value.astimezone(area.zone) if area else value
    half = _("am") if there_then.hour < 12 else _("pm")
    said = f"{in_words(there_then)}, {there_then.hour % 12 or 12}:{there_then:%M}{half}"
    return said if area else f"{said} UTC"
