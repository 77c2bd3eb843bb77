"""Pages of the public record, and the files anybody may check it with."""

from __future__ import annotations

import io
from datetime import date
from string import Formatter
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opencompact.core.ledger.notes import in_base64
from opencompact.core.ledger.tree import leaf_hash
from opencompact.core.words import in_words
from opencompact.site.pages import page, plain, shelf
from opencompact.site.record import published, signing
from opencompact.site.record.acts import ACTS, told
from opencompact.site.record.models import Entry

N_ = str  # marks a text for translators
FACT_NAMES = {
    "name": N_("Name"), "word": N_("Word for the agreement"), "organisation": N_("Organisation"), "role": N_("Role"),
    "successor": N_("Replaced by"), "on": N_("Date"), "title": N_("Title"), "start": N_("In force from"),
    "ref": N_("Promise"), "outcome": N_("Outcome"), "edition": N_("Edition"), "members": N_("Members"),
    "answers_to": N_("Answers to"), "paper": N_("Paper"), "decision": N_("Decision"), "owner": N_("Owner"),
    "due": N_("Due"), "what": N_("What"), "year": N_("Year"), "post": N_("Post"), "people": N_("People"),
    "practice": N_("Practice"), "body": N_("Body"), "way": N_("How it was received"), "said": N_("What was said"),
    "holds": N_("State, dates and numbers"),
    "register": N_("Register"), "points": N_("Points"), "point": N_("Point"), "count": N_("How many"),
    "reason": N_("Reason"),
}  # fmt: skip
LARGEST = 2**63 - 1  # beyond it, a database has no number
YEAR = 31_536_000


@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """The record as a person reads it."""
    area, act = request.GET.get("area", ""), request.GET.get("act", "")
    rows = Entry.objects.all()
    if area and area.isprintable():
        rows = rows.in_area(area)
    if act in ACTS:
        rows = rows.filter(act=act)
    facts = {
        **how_it_stands(),
        "shelf": shelf(request, rows, key="-n"),
        "areas": [(each.subject, each.facts["name"]) for each in Entry.objects.filter(act="area_opened")],
        "acts": sorted(((name, in_general(name)) for name in ACTS), key=lambda each: each[1]),
        "chosen": {"area": area, "act": act},
        "trail": [(_("Home"), "/")],
    }
    return page(request, "record/record.html", facts)


@require_safe
def entry(request: HttpRequest, n: int) -> HttpResponse:
    """One entry: what it says, its form, its seal."""
    found = _find(n)
    facts = {
        "entry": found,
        "facts": [(fact_name(name), _shown(value)) for name, value in found.facts.items()],
        "raw": bytes(found.body).decode("utf-8", "replace"),
        "hash": leaf_hash(bytes(found.body)).hex(),
        "has_next": Entry.objects.size() > n + 1,
        "trail": _trail(),
    }
    return page(request, "record/entry.html", facts)


@require_safe
def receipt(request: HttpRequest, n: int) -> HttpResponse:
    """The receipt of an entry, to print or to keep."""
    found = _find(n)
    text, why_not = _receipt(found)
    if text is None:
        return _waiting(request, found, why_not)
    facts = {
        "entry": found,
        "hash": in_base64(leaf_hash(bytes(found.body))),
        "text": text,
        "signed": signing.last_checkpoint(),
        "key": signing.public_key(),
        "place": f"{settings.ADDRESS}/record/{n}/",
        "download": f"/record/{n}/receipt.txt",
        "trail": [*_trail(), (_("Entry %(n)s") % {"n": n}, f"/record/{n}/")],
    }
    return page(request, "record/receipt.html", facts)


@require_safe
def receipt_text(request: HttpRequest, n: int) -> HttpResponse:
    """The receipt as the file that programs check."""
    found = _find(n)
    text, why_not = _receipt(found)
    if text is None:
        return _waiting(request, found, why_not, status=202)
    return plain(text, f"receipt-{n}.tlog-proof")


@require_safe
def receipt_picture(request: HttpRequest, n: int) -> HttpResponse:
    """The address of an entry as a picture that a telephone reads."""
    from qrcode.image.svg import SvgPathImage  # only where a picture is asked for
    from qrcode.main import QRCode

    code = QRCode[SvgPathImage](image_factory=SvgPathImage, border=4)
    code.add_data(f"{settings.ADDRESS}/record/{_find(n).n}/")
    drawn = io.BytesIO()
    code.make_image().save(drawn)
    return _lasting(HttpResponse(drawn.getvalue(), content_type="image/svg+xml"), 3600)


@require_safe
def tile(request: HttpRequest, rest: str) -> HttpResponse:
    """A tile of hashes or a bundle of entries."""
    return published_file(request, path=f"tile/{rest}")


@require_safe
def published_file(request: HttpRequest, path: str) -> HttpResponse:
    """One file of the record, as everybody may copy it."""
    content = published.file_at(path)
    if content is None:
        says = f"{_('There is no such file in the record.')}\n"
        return HttpResponse(says, content_type="text/plain; charset=utf-8", status=404)
    is_tile = path.startswith("tile/")
    kind = "application/octet-stream" if is_tile else "text/plain; charset=utf-8"
    return _lasting(HttpResponse(content, content_type=kind), _age(path, is_tile))


@require_safe
def verifier_file(request: HttpRequest) -> HttpResponse:
    """The program that checks the record and shares nothing with this one."""
    return plain(published.verifier().decode(), published.VERIFIER, "text/x-python; charset=utf-8")


def how_it_stands() -> dict[str, Any]:
    """The size, the key and the last checkpoint; and why nothing is signed, where that is so."""
    return {
        "size": Entry.objects.size(),
        "note": signing.last_note(),
        "signed": signing.last_checkpoint(),
        "key": signing.public_key(),
        "why_not_signed": signing.why_not_signed(),
    }


def in_general(act: str) -> str:
    """An act without its facts, as it is chosen from a list: "… signed … on …"."""
    blank = {name: "…" for _text, name, _form, _how in Formatter().parse(ACTS[act]) if name}
    return told(act, blank).rstrip(".").strip()


def fact_name(name: str) -> str:
    """What a fact is called on the page of an entry."""
    return _(FACT_NAMES[name]) if name in FACT_NAMES else name.replace("_", " ").capitalize()


def _find(n: int) -> Entry:
    if n > LARGEST:
        raise Http404
    return get_object_or_404(Entry, pk=n)


def _trail() -> list[tuple[str, str]]:
    return [(_("Home"), "/"), (_("The public record"), "/record/")]


def _receipt(found: Entry) -> tuple[str | None, str]:
    """The receipt, or why there is none."""
    try:
        text = published.receipt_of(found)
    except (published.DoesNotFit, published.OtherHistory):
        return None, _("The database entry no longer matches the one that was signed, so we can't make a receipt.")
    return text, (signing.why_not_signed() or "") if text is None else ""


def _waiting(request: HttpRequest, found: Entry, why_not: str, status: int = 200) -> HttpResponse:
    answer = page(request, "record/waiting.html", {"entry": found, "why_not": why_not, "trail": _trail()}, status)
    answer["Retry-After"] = "60"
    answer["Cache-Control"] = "no-store"
    return answer


def _age(path: str, is_tile: bool) -> int:
    return YEAR if published.is_full(path) else 3600 if is_tile or path == "record.vkey" else 0


def _lasting(answer: HttpResponse, age: int) -> HttpResponse:
    """How long a copy is good for; and any page anywhere may read it."""
    answer["Cache-Control"] = f"public, max-age={age}{', immutable' if age == YEAR else ''}" if age else "no-cache"
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _shown(value: Any) -> str:
    """A fact as a person reads it; days in words."""
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    if isinstance(value, dict):
        return "; ".join(
            f"{name.replace('_', ' ')}: {_shown(each)}" for name, each in value.items() if each is not None
        )
    is_day = isinstance(value, str) and len(value) == 10
    try:
        return in_words(date.fromisoformat(value)) if is_day else str(value)
    except ValueError:
        return str(value)
