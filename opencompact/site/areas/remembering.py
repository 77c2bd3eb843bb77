"""What was counted from the registers of an area, remembered while nothing there has changed.

Each process remembers for itself. The mark of an area is a new one after each change, so what was counted before is
never asked for again; a day is part of what is asked, because time changes figures, too. Beside the six files of a
room: what is remembered is neither stored nor a rule.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import TypeVar

from opencompact.site.areas.models import Area

Found = TypeVar("Found")
MOST = 256  # figures remembered of each kind, for as many areas


def remembered(count: Callable[[Area, date], Found]) -> Callable[[Area, date], Found]:
    """Count once for each mark and day. What is found must say the same in every language, and nobody changes it."""
    kept: dict[tuple[int, str, date], Found] = {}

    @wraps(count)
    def found(area: Area, today: date) -> Found:
        asked = (area.pk, area.mark, today)
        if asked not in kept:
            while len(kept) >= MOST:
                kept.pop(next(iter(kept)), None)
            kept[asked] = count(area, today)
        return kept[asked]

    return found
