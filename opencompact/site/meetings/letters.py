"""What is told of a meeting outside its page: to calendars, to members, in a newsletter. Beside the six files of a
room, because pages and acts both need it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from opencompact.core.words import in_words
from opencompact.site import clock
from opencompact.site.accounts.models import Person, Role, RoleKind
from opencompact.site.meetings.models import Decision, Meeting, State, Task
from opencompact.site.meetings.rules import quorum_of
from opencompact.site.post.actions import write

HOURS = 2  # how long a meeting is thought to last where nobody said


def to_ical(meeting: Meeting, *, with_link: bool) -> str:
    """The meeting as a calendar entry; a later one takes the place of an earlier."""
    from icalendar import Calendar, Event  # loaded when first asked: it takes 0.1 s

    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//OpenCompact//OpenCompact//EN")
    calendar.add("version", "2.0")
    event.add("uid", f"meeting-{meeting.pk}@{settings.RECORD_NAME.partition('/')[0]}")
    event.add("sequence", meeting.changes)
    event.add("dtstamp", clock.now().replace(microsecond=0))
    event.add("dtstart", meeting.begins.astimezone(UTC))
    event.add("dtend", _end(meeting).astimezone(UTC))
    event.add("summary", f"{meeting.group.name}: {meeting.title}")
    event.add("location", meeting.place)
    event.add("status", "CANCELLED" if meeting.state == State.CANCELLED else "CONFIRMED")
    event.add("url", meeting.link if with_link and meeting.link else f"{settings.ADDRESS}{meeting.get_absolute_url()}")
    calendar.add_component(event)
    return bytes(calendar.to_ical()).decode()


def _end(meeting: Meeting) -> datetime:
    if meeting.ends:
        return datetime.combine(meeting.on, meeting.ends, meeting.area.zone)
    return meeting.begins + timedelta(hours=HOURS)


def members_of(meeting: Meeting) -> QuerySet[Person]:
    """The people to whom letters go: the chair, and those who sit in the group for an organisation."""
    roles = Role.objects.filter(area=meeting.area, kind__in=(RoleKind.CHAIR, RoleKind.MEMBER))
    return roles.held_on(meeting.area.today()).people()


def tell_members(meeting: Meeting, news: str) -> None:
    """Write to the members: ``planned``, ``changed``, ``cancelled`` or ``agenda``."""
    facts: dict[str, Any] = {
        "meeting": meeting, "area": meeting.area, "news": news, "address": settings.ADDRESS,
        "calendar": to_ical(meeting, with_link=True).replace("\r\n", "\n"),
    }  # fmt: skip
    for person in members_of(meeting):
        write(to=person.email, template="post/group_meeting.txt", facts=facts, language=person.language)


def minutes_as_text(meeting: Meeting) -> str:
    """The record of a meeting as plain text, for a newsletter."""
    came = list(meeting.attendance.select_related("organisation"))
    parts = [
        f"{meeting.group.name}: {meeting.title}",
        f"{in_words(meeting.on)}, {meeting.place}",
        meeting.summary,
        quorum_of(meeting, came).says,
        _section(_("Who attended"), (f"{each.organisation.name}: {each.people}" for each in came)),
        _section(_("Decisions"), map(_decision, meeting.decisions.all())),
        _section(_("Actions"), map(_task, meeting.tasks.select_related("owner"))),
        _section(_("Corrections"), (f"{in_words(meeting.area.day_of(each.made))}: {each.text}"
                                    for each in meeting.corrections.all())),
        f"{settings.ADDRESS}{meeting.get_absolute_url()}",
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(title: str, rows: Iterable[str]) -> str:
    said = [f"- {row}" for row in rows]
    return "\n".join([title, *said]) if said else ""


def _decision(decision: Decision) -> str:
    refs = f" ({', '.join(decision.refs)})" if decision.refs else ""
    return f"{decision.title}{refs}" + (f"\n  {decision.text}" if decision.text else "")


def _task(task: Task) -> str:
    done = _("done on %(day)s") % {"day": in_words(task.done)} if task.done else ""
    due = done or _("due %(day)s") % {"day": in_words(task.due)}
    return f"{task.owner.name}: {task.title} ({due})"
