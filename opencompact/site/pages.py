"""How a view answers: with a page, a text or a file."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

PRINTED = {"print": "print", "large": "large"}


def page(request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """A page. ``?view=print`` and ``?view=large`` give the same page for paper and in large letters."""
    context = {"view": PRINTED.get(request.GET.get("view", ""), ""), **(context or {})}
    answer = render(request, template, context, status=status)
    patch_vary_headers(answer, ["Cookie"])
    return answer


class Shelf(NamedTuple):
    """One page of a list, and the keys of the pages after and before it."""

    rows: list[Any]
    total: int
    after: str
    before: str


def shelf(request: HttpRequest, rows: QuerySet[Any], key: str = "pk", size: int = 50) -> Shelf:
    """A page of a list ordered by ``key``, found by the key it begins after: page 40 costs what page 1 does."""
    total, after, before = rows.count(), request.GET.get("after", ""), request.GET.get("before", "")
    ordered = rows.order_by(key)
    if before:
        found = list(rows.filter(**{f"{key}__lt": before}).order_by(f"-{key}")[: size + 1])
        more_before, found = len(found) > size, found[:size][::-1]
        return Shelf(found, total, str(getattr(found[-1], key)) if found else "", _key(found, key, 0, more_before))
    found = list((ordered.filter(**{f"{key}__gt": after}) if after else ordered)[: size + 1])
    more, found = len(found) > size, found[:size]
    return Shelf(found, total, _key(found, key, -1, more), _key(found, key, 0, bool(after)))


def _key(rows: list[Any], key: str, place: int, there: bool) -> str:
    return str(getattr(rows[place], key)) if there and rows else ""


def plain(text: str, name: str = "", kind: str = "text/plain; charset=utf-8") -> HttpResponse:
    """A text; with a name, one to keep."""
    answer = HttpResponse(text, content_type=kind)
    if name:
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def file(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep; never shown in the browser."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
