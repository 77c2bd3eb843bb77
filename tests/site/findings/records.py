"""Records to hold promises against: consultations that keep everything, and one whose feedback is late."""

from __future__ import annotations

from datetime import date
from typing import Any

from opencompact.site import clock
from opencompact.site.consultations.actions import plan, publish
from opencompact.site.consultations.models import Consultation
from opencompact.site.findings.actions import settle
from opencompact.site.findings.models import Finding, Status
from opencompact.site.rules import CLOCK
from tests.people import TODAY, Cast, at_noon
from tests.site.consultations.made import FULL

LATE = date(2027, 8, 16)  # the feedback was due by 19 July 2027
LAST_TO_REPLY = date(2027, 8, 25)


def planned(cast: Cast, title: str = "Parks plan", **said: Any) -> Consultation:
    """A private plan of the council that keeps every promise."""
    return plan(body=cast.council, title=title, by=cast.edwin, **{**FULL, **said})


def published(cast: Cast, title: str = "Parks plan", **said: Any) -> Consultation:
    """The same, published in November 2026."""
    with clock.at(at_noon(TODAY)):
        row = planned(cast, title, **said)
        publish(consultation=row, by=cast.edwin)
    return row


def not_kept(cast: Cast, title: str = "Parks plan", **said: Any) -> tuple[Consultation, Finding]:
    """One whose feedback never came, settled on a day in August 2027: the finding is held back from then on."""
    row = published(cast, title, **said)
    with clock.at(at_noon(LATE)):
        settle(row=row, by=CLOCK)
    return row, Finding.objects.of(row).get(status=Status.NOT_KEPT)
