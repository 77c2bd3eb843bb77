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
from opencompact.site.rules import Actor, Refused, insist


@transaction.atomic
def publish_edition(
    *, area: Area, text: str, by: Actor, adopted: date | None = None, start: date | None = None
) -> Edition:
    """Put an edition on the site. Where another is in force on its first day, it follows that one."""
    insist(why_not_group(by, area))
    document = load(text)
    first = start or adopted or _first_day(document.in_force.start)
    if Edition.objects.filter(pk=document.id).exists():
        raise Refused(_("%(id)s was published before and can't be changed. Give the new edition another id.") % {
            "id": document.id
        })  # fmt: skip
    before = Edition.objects.in_force_on(area, first)
    edition = _stored(area, document, text, adopted, first, before)
    facts: dict[str, object] = {"title": edition.title, "start": first}
    if adopted:
        append(act="edition_adopted", area=area.slug, subject=edition.id, by=by, facts={**facts, "on": adopted})
    else:
        append(act="edition_published", area=area.slug, subject=edition.id, by=by, facts=facts)
    if before:
        _end(before, edition, by)
    return edition


def _stored(
    area: Area, document: Document, text: str, adopted: date | None, start: date, before: Edition | None
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


def _end(before: Edition, successor: Edition, by: Actor) -> None:
    before.end = successor.start - timedelta(days=1)
    before.save(update_fields=["end"])
    facts = {"title": before.title, "on": before.end, "successor": successor.title}
    append(act="edition_replaced", area=before.area.slug, subject=before.id, by=by, facts=facts)


def _first_day(start: date | int | None) -> date:
    if isinstance(start, int):
        return date(start, 1, 1)
    if start is None:
        raise Refused(_("The edition does not say from which day it is in force. Give the day."))
    return start
