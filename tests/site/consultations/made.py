"""Consultations in every phase, and what a full notice says."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from opencompact.site import clock
from opencompact.site.accounts.models import Organisation
from opencompact.site.consultations.actions import plan, publish
from opencompact.site.consultations.models import Consultation
from opencompact.site.rules import SET_UP
from tests.people import TODAY, Cast, at_noon

HERE = "/areas/wellbridge/consultations/"
FULL: dict[str, Any] = {
    "purpose": "To choose what the parks plan puts first",
    "can_change": "Which parks come first",
    "cannot_change": "The total budget",
    "prior_knowledge": "The survey of 2025",
    "methods": "online form\nwalks in four parks",
    "formats": "easy read\nlarge print",
    "groups": "families with young children",
    "expenses_offered": True,
    "stage": "options",
    "announced": date(2026, 11, 21),
    "opens": date(2027, 1, 11),
    "closes": date(2027, 4, 26),
    "impact_assessed": date(2026, 11, 2),
    "in_person": "Quay Park, 16 January 2027, 2pm",
}


def planned(cast: Cast, body: Organisation | None = None, title: str = "Parks plan", **said: Any) -> Consultation:
    """A private plan; with nothing else said, a full one that keeps every promise."""
    return plan(body=body or cast.council, title=title, by=SET_UP, **{**FULL, **said})


def published(cast: Cast, opens: date, closes: date, **said: Any) -> Consultation:
    """A notice published eight weeks before it opened, or today where that is still to come."""
    on = min(opens - timedelta(weeks=8), TODAY)
    reasons = {"short_reason": "A day set by law.", "holiday_reason": "A day set by law."}
    with clock.at(at_noon(on)):
        row = planned(cast, **{**reasons, **said, "opens": opens, "closes": closes, "announced": on})
        publish(consultation=row, by=SET_UP)
    return row


def in_every_phase(cast: Cast) -> dict[str, Consultation]:
    """One consultation in each phase on the day of the tests, and a withdrawn one."""
    days = {
        "forthcoming": (timedelta(30), timedelta(130)), "open": (timedelta(-30), timedelta(60)),
        "closing-soon": (timedelta(-80), timedelta(9)), "awaiting-feedback": (timedelta(-150), timedelta(-40)),
        "done": (timedelta(-250), timedelta(-150)),
    }  # fmt: skip
    found = {
        name: published(cast, TODAY + opens, TODAY + closes, title=f"About {name}")
        for name, (opens, closes) in days.items()
    }
    Consultation.objects.filter(pk=found["done"].pk).update(feedback_published=TODAY - timedelta(days=90))
    found["done"].refresh_from_db()
    return found
