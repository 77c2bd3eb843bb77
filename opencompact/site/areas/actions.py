"""Open an area, and change what it is called and looks like."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import puremagic
from django.db import transaction
from PIL import Image, UnidentifiedImageError

from opencompact.site.areas.models import Area
from opencompact.site.areas.rules import why_not_open_area
from opencompact.site.record.actions import append
from opencompact.site.record.models import Entry
from opencompact.site.rules import Actor, insist

MOST_BYTES = 1_000_000
MOST_POINTS = 40_000_000  # a small file may unpack into a picture that fills the memory
LOGO = (400, 120)
SETTINGS = {
    "name", "name_cy", "word", "word_cy", "colour", "logo", "logo_text", "contact_name", "contact_email", "about",
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
    area.save(update_fields=list(settings))
    if (area.name, area.word) == before:
        return None
    facts = {"name": area.name, "word": area.word}
    return append(act="area_renamed", area=area.slug, subject=area.slug, by=by, facts=facts)


def as_logo(uploaded: bytes) -> bytes | None:
    """A picture made anew as a small PNG, so that nothing hidden in the file is kept; None for what is no picture."""
    if len(uploaded) > MOST_BYTES or not _is_picture(uploaded):
        return None
    try:
        with Image.open(BytesIO(uploaded), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_POINTS:
                return None
            made = picture.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
    made.thumbnail(LOGO)
    kept = BytesIO()
    made.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _is_picture(uploaded: bytes) -> bool:
    try:
        kind = puremagic.from_string(uploaded, mime=True)
    except (puremagic.PureError, ValueError):
        return False
    return kind in ("image/png", "image/jpeg")
