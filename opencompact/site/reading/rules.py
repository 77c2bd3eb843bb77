"""Who may do what here, and when; what waits for whom."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from opencompact.site.areas.models import Area
from opencompact.site.consultations.models import Consultation
from opencompact.site.rules import Due


def due(person: Any, area: Area, today: date) -> list[Due]:
    """What waits for a person here."""
    return []


class Counted(NamedTuple):
    """A code of the answers, and how many said it."""

    code: int
    title: str
    about: str
    responses: int
    people: int


def points(consultation: Consultation) -> list[Counted]:
    """What was said, by the codes of the answers, the most frequent first."""
    return []
