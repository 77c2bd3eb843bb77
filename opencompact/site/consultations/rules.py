"""Who may publish, extend and amend a consultation, and when; what waits for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from opencompact.core.words import in_words
from opencompact.site.areas.models import Area
from opencompact.site.consultations.models import Consultation
from opencompact.site.findings import rules as findings
from opencompact.site.rules import Due


def why_not_publish(person: Any, consultation: Consultation) -> str | None:
    """A notice says at least what it is for and from when to when it is open."""
    why_not = findings.why_not_publish(person, consultation)
    if why_not:
        return why_not
    if not consultation.purpose:
        return _("Say what the consultation is for before you publish it.")
    if consultation.opens is None or consultation.closes is None:
        return _("Give the opening and the closing day before you publish it.")
    return None


def why_not_extend(person: Any, consultation: Consultation, closes: date | None = None) -> str | None:
    """What is open or to open can be kept open longer, never shortened so."""
    why_not = findings.why_not_amend(person, consultation)
    if why_not:
        return why_not
    if consultation.closes is None or consultation.area.today() > consultation.closes:
        return _("The consultation has closed. Nothing can be extended any more.")
    if closes is not None and closes <= consultation.closes:
        return _("The new closing day must be after %(day)s.") % {"day": in_words(consultation.closes)}
    return None


def due(person: Any, area: Area, today: date) -> list[Due]:
    """What waits for a person here."""
    return []
