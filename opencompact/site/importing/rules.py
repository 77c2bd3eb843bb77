"""Who may do what here, and when; what waits for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from opencompact.site.areas.models import Area
from opencompact.site.rules import Due


def due(person: Any, area: Area, today: date) -> list[Due]:
    """What waits for a person here."""
    return []
