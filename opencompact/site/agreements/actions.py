"""Publish an edition, and let one follow another."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from opencompact.core.compacts import load
from opencompact.core.editions import Edition as Document
from opencompact.core.words import said
from opencompact.site.accounts.rules import why_not_group
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.record.actions import append
from opencompact.site.rules import SET_UP, Actor, Refused, insist


@transaction.atomic
def publish_edition(
    *, area: Area, text: str, by: Actor, adopted: date | None = None, start: date | None = None
) -> Edition:
    """Put an edition on the site. Where another is in force on its first day, it follows that one."""
    insist(why_not_group(by, area))
    document = load(text)
    first = start or adopted or _first_day(document, by)
    if Edition.objects.filter(pk=document.id).exists():
        raise Refused(_("%(id)s was published before and can't be changed. Give the new edition another id.") % {
            "id": document.id
        })  # fmt: skip
    before = Edition.objects.in_force_on(area, first or area.today())
    edition = _stored(area, document, text, adopted, first, before)
    _record(edition, start or adopted or document.in_force.start, by)
    if before and first:
        _end(before, edition, first, by)
    return edition


def _record(edition: Edition, start: date | int | None, by: Actor) -> None:
    """One entry: adopted here, put here as it stands, or put here without a date."""
    facts: dict[str, object] = {"title": edition.title, "start": str(start)}
    if edition.adopted:
        act, facts = "edition_adopted", {**facts, "on": edition.adopted}
    elif start:
        act = "edition_published"
    else:
        act, facts = "edition_published_undated", {"title": edition.title}
    append(act=act, area=edition.area.slug, subject=edition.id, by=by, facts=facts)


def _stored(
    area: Area, document: Document, text: str, adopted: date | None, start: date | None, before: Edition | None
) -> Edition:
    return Edition.objects.create(
        id=document.id,
        area=area,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        title=said(document.title),
        adopted=adopted,
        start=start,
        end=document.in_force.end,
        replaces=before,
        review_due=document.review.due,
    )


def _end(before: Edition, successor: Edition, first: date, by: Actor) -> None:
    before.end = first - timedelta(days=1)
    before.save(update_fields=["end"])
    facts = {"title": before.title, "on": before.end, "successor": successor.title}
    append(act="edition_replaced", area=before.area.slug, subject=before.id, by=by, facts=facts)


def _first_day(document: Document, by: Actor) -> date | None:
    """The first day in force as the document prints it; only a document that came with the program may print none."""
    start = document.in_force.start
    if isinstance(start, int):
        return date(start, 1, 1)
    if start is None and by is not SET_UP:
        raise Refused(_("The edition does not say from which day it is in force. Give the day."))
    return start
