"""What waits for a person, gathered from every room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from opencompact.site.accounts.models import Role
from opencompact.site.accounts.rules import due as accounts_due
from opencompact.site.adoption.rules import due as adoption_due
from opencompact.site.advice.rules import due as advice_due
from opencompact.site.agreements.rules import due as agreements_due
from opencompact.site.areas.models import Area
from opencompact.site.champions.rules import due as champions_due
from opencompact.site.consultations.rules import due as consultations_due
from opencompact.site.drafting.rules import due as drafting_due
from opencompact.site.feedback.rules import due as feedback_due
from opencompact.site.findings.rules import due as findings_due
from opencompact.site.importing.rules import due as importing_due
from opencompact.site.meetings.rules import due as meetings_due
from opencompact.site.planning.rules import due as planning_due
from opencompact.site.reading.rules import due as reading_due
from opencompact.site.resources.rules import due as resources_due
from opencompact.site.responses.rules import due as responses_due
from opencompact.site.rules import Due
from opencompact.site.signatories.rules import due as signatories_due
from opencompact.site.training.rules import due as training_due

ROOMS: list[Callable[[Any, Area, date], list[Due]]] = [
    accounts_due,
    agreements_due,
    adoption_due,
    drafting_due,
    signatories_due,
    champions_due,
    resources_due,
    training_due,
    meetings_due,
    advice_due,
    findings_due,
    consultations_due,
    responses_due,
    reading_due,
    feedback_due,
    planning_due,
    importing_due,
]


class Desk(NamedTuple):
    """One area on a person's first page."""

    area: Area
    roles: list[Role]
    kinds: set[str]
    late: list[Due]
    soon: list[Due]
    some_day: list[Due]


def desks(person: Any, soon: int = 42) -> list[Desk]:
    """Each area in which a person holds a role today, with what waits for them there, the most urgent first."""
    roles = list(
        Role.objects.filter(person=person).select_related("area", "organisation").order_by("area__name", "kind")
    )
    areas = {role.area_id: role.area for role in roles}
    made = []
    for area in areas.values():
        today = area.today()
        held = [role for role in roles if role.area_id == area.pk and _holds_on(role, today)]
        if held:
            dues = sorted(
                (each for room in ROOMS for each in room(person, area, today)), key=lambda each: each.on or date.max
            )
            made.append(_desk(area, held, dues, today, soon))
    return made


def _holds_on(role: Role, day: date) -> bool:
    return role.since <= day and (role.until is None or role.until >= day)


def _desk(area: Area, roles: list[Role], dues: list[Due], today: date, soon: int) -> Desk:
    late = [each for each in dues if each.on and each.on < today]
    near = [each for each in dues if each.on and 0 <= (each.on - today).days <= soon]
    rest = [each for each in dues if each not in late and each not in near]
    return Desk(area, roles, {role.kind for role in roles}, late, near, rest)
