"""Plan a consultation, change and drop the plan, publish it, extend it, say that its feedback is published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from opencompact.site.accounts.models import Organisation
from opencompact.site.consultations import rules
from opencompact.site.consultations.models import Consultation
from opencompact.site.findings.actions import amend_row, publish_row
from opencompact.site.findings.models import Amendment
from opencompact.site.findings.rules import why_not_change_plan, why_not_plan
from opencompact.site.record.models import Entry
from opencompact.site.rules import Actor, insist


@transaction.atomic
def plan(
    *, body: Organisation, title: str, by: Actor, involved: Iterable[Organisation] = (), **said: Any
) -> Consultation:
    """Privately, plan a consultation: only those who speak for its body see it."""
    insist(why_not_plan(by, body))
    made = Consultation.objects.create(area=body.area, body=body, title=title, **said)
    made.involved.set(involved)
    return made


@transaction.atomic
def change_plan(
    *, consultation: Consultation, by: Actor, involved: Iterable[Organisation] | None = None, **said: Any
) -> Consultation:
    """Privately, change a plan."""
    insist(why_not_change_plan(by, consultation))
    for name, value in said.items():
        setattr(consultation, name, value)
    consultation.save(update_fields=list(said) or None)
    if involved is not None:
        consultation.involved.set(involved)
    return consultation


@transaction.atomic
def drop_plan(*, consultation: Consultation, by: Actor) -> None:
    """Privately, drop a plan nobody else has seen."""
    insist(why_not_change_plan(by, consultation))
    consultation.delete()


@transaction.atomic
def publish(*, consultation: Consultation, by: Actor) -> Entry:
    """Publish the notice. The day of announcing is today where no other was given."""
    insist(rules.why_not_publish(by, consultation))
    if consultation.announced is None and "announced" not in consultation.unknown:
        consultation.announced = consultation.area.today()
    return publish_row(row=consultation, by=by)


@transaction.atomic
def extend(*, consultation: Consultation, closes: date, why: str, by: Actor) -> Amendment | None:
    """Keep a consultation open for longer, and say why."""
    insist(rules.why_not_extend(by, consultation, closes))
    return amend_row(row=consultation, why=why, by=by, act="extended", closes=closes)
