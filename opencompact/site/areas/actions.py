"""Open an area, and change what it is called and looks like."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from opencompact.site.areas.models import Area, new_mark
from opencompact.site.areas.rules import why_not_open_area
from opencompact.site.record.actions import append
from opencompact.site.record.models import Entry
from opencompact.site.rules import Actor, insist

SETTINGS = {
    "name", "name_cy", "word", "word_cy", "colour", "logo", "logo_text", "contact_name", "contact_email", "about",
    "reply_days", "small_number", "record_days", "answer_days", "results_days", "sign_again_days", "private_signs",
}  # fmt: skip


@transaction.atomic
def open_area(*, slug: str, name: str, by: Actor, **settings: Any) -> Area:
    """Open an area."""
    insist(why_not_open_area(by))
    area = Area.objects.create(slug=slug, name=name, **settings)
    append(act="area_opened", area=slug, subject=slug, by=by, facts={"name": name})
    return area


@transaction.atomic
def change_area(*, area: Area, why_not: str | None, by: Actor, **settings: Any) -> Entry | None:
    """Change what an area is called and looks like. Who may is known on a higher floor, which says ``why_not``; the
    record has an entry where the name or the word for the agreement is another."""
    insist(why_not)
    assert set(settings) <= SETTINGS, f"{sorted(set(settings) - SETTINGS)} are no settings of an area"
    before = (area.name, area.word)
    for name, value in settings.items():
        setattr(area, name, value)
    facts, entry = {"name": area.name, "word": area.word}, None
    if (area.name, area.word) != before:
        entry = append(act="area_renamed", area=area.slug, subject=area.slug, by=by, facts=facts)
    area.mark = new_mark()
    area.save(update_fields=[*settings, "mark"])
    return entry


@transaction.atomic
def mark_anew(*, area: Area, by: Actor) -> None:
    """Privately, note that a register of an area changed: what was counted from it before is counted anew.

    The entry of the change comes first: from it on, acts follow each other, so that none waits for another crosswise.
    """
    area.mark = new_mark()
    area.save(update_fields=["mark"])
