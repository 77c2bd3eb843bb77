"""Who may plan training, tick a practice and announce an event, and when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from opencompact.site.accounts.models import Organisation, RoleKind
from opencompact.site.accounts.rules import holds, why_not_officer, why_not_speak_for
from opencompact.site.areas.models import Area
from opencompact.site.rules import Due
from opencompact.site.training.models import Event, Practice, Practised, Session, State

MOVES = {State.PLANNED: (State.HELD, State.CANCELLED), State.HELD: (), State.CANCELLED: ()}


def why_not_plan_session(person: Any, area: Area, on: date) -> str | None:
    """The officer plans sessions, for days to come or to note one of the past."""
    return why_not_officer(person, area)


def why_not_move(person: Any, session: Session, to: State, today: date) -> str | None:
    """A planned session is held or cancelled, once."""
    why_not = why_not_officer(person, session.area)
    if why_not:
        return why_not
    if to not in MOVES[State(session.state)]:
        return _("This session has already been held or cancelled.")
    if to == State.HELD and session.on > today:
        return _("This session has not been held yet. Record who attended once it has.")
    return None


def why_not_change_session(person: Any, session: Session) -> str | None:
    """What is planned can be changed."""
    why_not = why_not_officer(person, session.area)
    return why_not or (None if session.state == State.PLANNED else _("Only a planned session can be changed."))


def why_not_tick(person: Any, organisation: Organisation, practice: Practice) -> str | None:
    """Who speaks for an organisation says what it does."""
    why_not = why_not_speak_for(person, organisation)
    if why_not:
        return why_not
    if Practised.objects.filter(organisation=organisation, practice=practice, until=None).exists():
        return _("This is already ticked.")
    return None


def why_not_untick(person: Any, practised: Practised) -> str | None:
    """Who speaks for an organisation says when it no longer does so."""
    why_not = why_not_speak_for(person, practised.organisation)
    return why_not or (_("This is no longer ticked.") if practised.until else None)


def why_not_cancel_event(person: Any, event: Event) -> str | None:
    """The officer keeps the list of events."""
    why_not = why_not_officer(person, event.area)
    return why_not or (_("This event has already been cancelled.") if event.cancelled else None)


def due(person: Any, area: Area, today: date) -> list[Due]:
    """Sessions that are over, and nobody has said who came."""
    if not holds(person, area, RoleKind.OFFICER):
        return []
    said = _("Record who attended %(title)s")
    return [
        Due(session.on, said % {"title": session.title}, f"{area.get_absolute_url()}training/{session.pk}/held/")
        for session in Session.objects.not_told(area, today)[:20]
    ]
