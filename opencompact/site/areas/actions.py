"""Open an area, and change what it is called."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from opencompact.site.areas.models import Area
from opencompact.site.areas.rules import why_not_open_area
from opencompact.site.record.actions import append
from opencompact.site.rules import Actor, insist


@transaction.atomic
def open_area(*, slug: str, name: str, by: Actor, **settings: Any) -> Area:
    """Open an area."""
    insist(why_not_open_area(by))
    area = Area.objects.create(slug=slug, name=name, **settings)
    append(act="area_opened", area=slug, subject=slug, by=by, facts={"name": name})
    return area
