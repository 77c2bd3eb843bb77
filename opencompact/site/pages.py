"""How a view answers: with a page, a text or a file."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

LARGEST = 2**63 - 1  # beyond it, a database has no number
PRINTED = {"print", "large"}


def page(request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """A page. ``?view=print`` and ``?view=large`` give the same page for paper and in large letters."""
    answer = render(request, template, {"view": view_of(request), **(context or {})}, status=status)
    patch_vary_headers(answer, ["Cookie"])
    return answer


def form_page(request: HttpRequest, form: Any, title: str, send: str, **more: Any) -> HttpResponse:
    """A page that is one form. Besides, where they are given: ``caption`` over the heading, ``about`` under it,
    ``why_not`` in place of the form, ``kind`` of the button, ``remove`` for a second button that takes away what the
    form changes, ``why_not_remove`` where that can't be done."""
    return page(request, "parts/form_page.html", {"form": form, "title": title, "send": send, **more})


def view_of(request: HttpRequest) -> str:
    """In which form a page is asked for: for paper, in large letters, or as usual."""
    asked = request.GET.get("view", "")
    return asked if asked in PRINTED else ""


class Shelf(NamedTuple):
    """One page of a list, and the keys of the pages after and before it."""

    rows: list[Any]
    total: int
    after: str
    before: str


def shelf(request: HttpRequest, rows: QuerySet[Any], key: str = "pk", size: int = 50) -> Shelf:
    """A page of a list in the order of ``key`` ("-pk": the newest first), found by the key it begins after: page 40
    costs what page 1 does."""
    name = key.removeprefix("-")
    later, earlier = (f"{name}__lt", f"{name}__gt") if key.startswith("-") else (f"{name}__gt", f"{name}__lt")
    total = rows.count()
    before, after = (_place(rows, name, request.GET.get(way, "")) for way in ("before", "after"))
    if before is not None:
        found = list(rows.filter(**{earlier: before}).order_by(key).reverse()[: size + 1])
        more, found = len(found) > size, found[:size][::-1]
        return Shelf(found, total, _key(found, name, -1, True), _key(found, name, 0, more))
    if after is not None:
        rows = rows.filter(**{later: after})
    found = list(rows.order_by(key)[: size + 1])
    more, found = len(found) > size, found[:size]
    return Shelf(found, total, _key(found, name, -1, more), _key(found, name, 0, after is not None))


def _place(rows: QuerySet[Any], name: str, text: str) -> Any:
    """The key a person's address names; None where it can't be one."""
    counted = rows.query.annotations.get(name)
    options = rows.model._meta
    field = counted.output_field if counted else options.pk if name == "pk" else options.get_field(name)
    try:
        value = field.to_python(text) if text and "\0" not in text else None
    except ValidationError:
        return None
    return None if isinstance(value, int) and abs(value) > LARGEST else value


def _key(rows: list[Any], name: str, place: int, there: bool) -> str:
    return str(getattr(rows[place], name)) if there and rows else ""


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
