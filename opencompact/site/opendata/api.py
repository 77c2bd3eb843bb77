"""Everything public as JSON at ``/api/v1/``: read-only, open to everybody, described by ``openapi.json``.

Nothing imports this module when the site starts: what describes the API takes a third of a second and 15 MB to load, so
``views.py`` loads it when the API is first asked.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError
from pydantic import BaseModel, create_model

from opencompact import __version__
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.finding import find_area
from opencompact.site.opendata.answering import as_json, problem
from opencompact.site.opendata.columns import DAY, LIST, MOMENT, NUMBER, OBJECT, WHOLE, YES_NO, Column, Register
from opencompact.site.opendata.registers import REGISTERS, commitments_of

LARGEST = 2**63 - 1
USUAL, MOST = 100, 500

KINDS: dict[str, Any] = {
    NUMBER: float, WHOLE: int, YES_NO: bool, DAY: date, MOMENT: datetime, LIST: list[Any], OBJECT: dict[str, Any],
}  # fmt: skip

AreaOf = Annotated[str, Query(description="Only of this area, as in its address: bristol.")]
After = Annotated[str, Query(description="Only rows after the one with this id. Follow `next` instead.")]
Limit = Annotated[int, Query(ge=1, le=MOST, description=f"At most so many rows; {USUAL} if not given.")]


class Described(NinjaAPI):
    """An API whose description is made once: it says the same as long as the program runs."""

    @cache  # noqa: B019  # there is one for as long as the program runs
    def _made(self) -> Any:
        return super().get_openapi_schema(path_prefix="/api/v1/")

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> Any:
        return self._made()


api = Described(
    title="OpenCompact",
    version=__version__,
    description="Everything public on this site. Reading needs no account and no key.",
    urls_namespace="api-v1",
    docs_url=None,
)


@api.exception_handler(ValidationError)
def tell_wrong_call(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """A call that makes no sense: which parameter, and what is wrong with it."""
    wrong = [{"name": str(each["loc"][-1]), "says": each["msg"]} for each in fault.errors]
    return problem(422, _("The request is not valid."), _("See `wrong` for what to change."), wrong=wrong)


@api.exception_handler(Http404)
def tell_missing(request: HttpRequest, fault: Http404) -> HttpResponse:
    return problem(404, _("There is nothing at this address."), _("See what is available at /api/v1/."))


def listed(register: Register) -> Callable[..., HttpResponse]:
    """The operation that lists a register, page by page."""

    def operation(request: HttpRequest, area: AreaOf = "", after: After = "", limit: Limit = USUAL) -> HttpResponse:
        if not area.isprintable():
            raise Http404
        place = find_area(area) if area else None
        key = key_of(register, after) if after else None
        if after and key is None:
            wrong = [{"name": "after", "says": _("This is not an ID in this list.")}]
            return problem(422, _("The request is not valid."), _("See `wrong` for what to change."), wrong=wrong)
        found = register.page(place, key, limit + 1)
        more = {"area": area, "after": str(found[limit - 1][0]), "limit": str(limit)} if len(found) > limit else {}
        language = {"lang": request.GET.get("lang", "")} if more else {}
        asked = urlencode({name: value for name, value in {**more, **language}.items() if value})
        following = f"{settings.ADDRESS}/api/v1/{register.name}?{asked}" if more else None
        headers = {"Link": f'<{following}>; rel="next"'} if following else {}
        return as_json({"items": [row for _key, row in found[:limit]], "next": following}, headers)

    return operation


def single(register: Register) -> Callable[..., HttpResponse]:
    """The operation that gives one row."""

    def operation(request: HttpRequest, id: str) -> HttpResponse:
        key = key_of(register, id)
        row = register.one(key) if key is not None else None
        if row is None:
            raise Http404
        return as_json(row)

    return operation


def single_edition(request: HttpRequest, id: str) -> HttpResponse:
    """One edition with its promises, and with all its document says as data."""
    edition = Edition.objects.select_related("area").filter(pk=id).first()
    if edition is None:
        raise Http404
    row = next(each for each in REGISTERS if each.name == "editions").row(edition)
    document = msgspec.to_builtins(edition.document)
    return as_json({**row, "commitments": list(commitments_of(edition)), "document": document})


def key_of(register: Register, text: str) -> str | int | None:
    """The key as the database holds it; None where no row can have it."""
    if register.columns[0].kind != WHOLE:
        return text if text.isprintable() and len(text) <= 200 else None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= LARGEST else None


def schema_of(register: Register, name: str, **more: Any) -> type[BaseModel]:
    """What a row looks like."""
    fields: dict[str, Any] = {column.name: _field(column) for column in register.columns}
    made: type[BaseModel] = create_model(name, **fields, **more)
    return made


def _field(column: Column) -> Any:
    from pydantic import Field

    kind = KINDS.get(column.kind, str)
    return (kind if column.name == "id" else kind | None, Field(description=column.means))


def _describe(register: Register) -> None:
    title, name = register.name.capitalize().replace("-", ""), register.name.replace("-", "_")
    row = schema_of(register, f"{title}Row")
    page = create_model(f"{title}Page", items=(list[row], ...), next=(str | None, None))  # type: ignore[valid-type]
    summary = f"{register.title}: {register.about}"
    api.get(f"/{register.name}", response=page, summary=summary, operation_id=f"list_{name}")(listed(register))
    if register.name == "editions":
        whole = schema_of(register, "Edition", commitments=(list[dict[str, Any]], ...), document=(dict[str, Any], ...))
        told = "One edition, with its promises and its whole document as data."
        api.get("/editions/{id}", response=whole, summary=told, operation_id="get_edition")(single_edition)
        return
    told = f"One row of: {register.title.lower()}."
    path = f"/{register.name}/{{path:id}}"
    api.get(path, response=row, summary=told, operation_id=f"get_{name}")(single(register))


for _register in REGISTERS:
    _describe(_register)


def operations() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Every address of the API, what it gives, and its parameters."""
    found = []
    for path, methods in api.get_openapi_schema()["paths"].items():
        get = methods["get"]
        parameters = [(each["name"], each.get("description", "")) for each in get.get("parameters", [])]
        found.append((path.replace("{path:id}", "{id}"), get["summary"], parameters))
    return found


@cache
def answers() -> dict[str, Callable[..., HttpResponseBase]]:
    """What answers at each address of the API below ``/api/v1/``."""
    patterns: list[URLPattern | URLResolver] = api.urls[0]
    return {str(each.pattern): each.callback for each in patterns if isinstance(each, URLPattern)}
