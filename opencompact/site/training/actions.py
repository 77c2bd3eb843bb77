"""Plan, change, hold and cancel sessions; tick practices; announce events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from opencompact.site.accounts.models import Organisation, Sector
from opencompact.site.accounts.rules import why_not_officer
from opencompact.site.areas.models import Area
from opencompact.site.record.actions import append
from opencompact.site.record.models import Entry
from opencompact.site.rules import Actor, insist
from opencompact.site.training.models import Attendance, Event, Practice, Practised, Session, State
from opencompact.site.training.rules import (
    why_not_cancel_event,
    why_not_change_session,
    why_not_move,
    why_not_plan_session,
    why_not_tick,
    why_not_untick,
)


@transaction.atomic
def plan_session(*, area: Area, title: str, on: date, organiser: Organisation, by: Actor, **more: Any) -> Session:
    """Plan a training session."""
    insist(why_not_plan_session(by, area, on))
    assert organiser.area_id == area.pk, "the organiser is an organisation of the area"
    session = Session.objects.create(area=area, title=title, on=on, organiser=organiser, **more)
    _record("session_planned", session, by)
    return session


@transaction.atomic
def change_session(*, session: Session, by: Actor, **facts: Any) -> Entry:
    """Change what is planned."""
    insist(why_not_change_session(by, session))
    for name, value in facts.items():
        setattr(session, name, value)
    session.save(update_fields=list(facts))
    return _record("session_changed", session, by)


@transaction.atomic
def cancel_session(*, session: Session, reason: str, by: Actor) -> Entry:
    """Cancel a planned session and say why."""
    insist(why_not_move(by, session, State.CANCELLED, session.area.today()))
    session.state, session.reason = State.CANCELLED, reason
    session.save(update_fields=["state", "reason"])
    return _record("session_cancelled", session, by)


@transaction.atomic
def hold_session(*, session: Session, came: Mapping[Sector, int], by: Actor) -> Entry:
    """Say how many of each sector came."""
    insist(why_not_move(by, session, State.HELD, session.area.today()))
    session.state = State.HELD
    session.save(update_fields=["state"])
    Attendance.objects.bulk_create(Attendance(session=session, sector=each, people=n) for each, n in came.items())
    return _record("session_held", session, by, people=sum(came.values()))


@transaction.atomic
def tick(*, organisation: Organisation, practice: Practice, evidence: str, by: Actor) -> Practised:
    """An organisation says that it does something to make the compact known."""
    insist(why_not_tick(by, organisation, practice))
    ticked = Practised.objects.create(
        organisation=organisation, practice=practice, evidence=evidence, since=organisation.area.today()
    )
    _record_practice("practice_ticked", ticked, by)
    return ticked


@transaction.atomic
def untick(*, practised: Practised, by: Actor) -> Entry:
    """An organisation says that it no longer does so."""
    insist(why_not_untick(by, practised))
    practised.until = max(practised.since, practised.organisation.area.today() - timedelta(days=1))
    practised.save(update_fields=["until"])
    return _record_practice("practice_unticked", practised, by)


@transaction.atomic
def announce_event(*, area: Area, title: str, on: date, by: Actor, **more: Any) -> Event:
    """Put an event into the calendar of the area."""
    insist(why_not_officer(by, area))
    event = Event.objects.create(area=area, title=title, on=on, **more)
    facts = {"title": title, "on": on}
    append(act="event_planned", area=area.slug, subject=f"event/{event.pk}", by=by, facts=facts)
    return event


@transaction.atomic
def cancel_event(*, event: Event, by: Actor) -> Entry:
    """Cancel an event; it stays in the list as cancelled until its day is over."""
    insist(why_not_cancel_event(by, event))
    event.cancelled = True
    event.save(update_fields=["cancelled"])
    facts = {"title": event.title, "on": event.on}
    return append(act="event_cancelled", area=event.area.slug, subject=f"event/{event.pk}", by=by, facts=facts)


def _record(act: str, session: Session, by: Actor, **more: int) -> Entry:
    facts = {"title": session.title, "on": session.on, **more}
    return append(act=act, area=session.area.slug, subject=f"session/{session.pk}", by=by, facts=facts)


def _record_practice(act: str, practised: Practised, by: Actor) -> Entry:
    organisation = practised.organisation
    facts = {"organisation": organisation.name, "practice": str(Practice(practised.practice).label)}
    return append(act=act, area=organisation.area.slug, subject=f"practice/{practised.pk}", by=by, facts=facts)
