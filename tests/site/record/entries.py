"""Acts made up for tests of the record."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from opencompact.site.record.actions import append
from opencompact.site.record.models import Entry
from opencompact.site.rules import ANYBODY, Actor


@transaction.atomic
def act(n: int = 0, by: Actor = ANYBODY, area: str = "wellbridge", private: dict[str, Any] | None = None) -> Entry:
    """An organisation is added; its name tells the acts apart."""
    return append(
        act="organisation_added", area=area, subject=f"group-{n}", by=by, facts={"name": f"Group {n}"}, private=private
    )


def acts(count: int, by: Actor = ANYBODY) -> list[Entry]:
    return [act(n, by) for n in range(count)]
