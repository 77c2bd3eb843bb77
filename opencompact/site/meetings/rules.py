"""Who may do what with a meeting, and when; what waits for whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from opencompact.core.calendar import add_months
from opencompact.core.checks.kinds import fields_read
from opencompact.core.remedies import remedy
from opencompact.core.saying import says
from opencompact.core.words import in_words
from opencompact.site.accounts.models import Role, RoleKind, Sector
from opencompact.site.accounts.rules import holds, why_not_group, why_not_speak_for
from opencompact.site.agreements.models import Edition
from opencompact.site.agreements.rules import Deadline, deadline
from opencompact.site.areas.models import Area
from opencompact.site.findings.rules import BROKEN, checker
from opencompact.site.group.models import Group
from opencompact.site.group.rules import Quorum, work_out_quorum
from opencompact.site.meetings.models import FOR_GROUP, Meeting, MeetingKind, MeetingRecord, Presence, State, Task
from opencompact.site.rules import SET_UP, Due

# What may follow what. A record that was published is added to, never taken back.
MOVES: dict[State, tuple[State, ...]] = {
    State.PLANNED: (State.HELD, State.CANCELLED),
    State.HELD: (State.PUBLISHED,),
    State.PUBLISHED: (),
    State.CANCELLED: (),
}
DAYS_AHEAD = 28  # an action is shown to its owner this long before it is due


def kinds_held(person: Any, area: Area) -> set[str]:
    """The kinds of role a person holds in the area today."""
    if person is SET_UP:
        return set(RoleKind.values)
    return set(Role.objects.of(person, area).values_list("kind", flat=True))


def why_not_plan(person: Any, group: Group) -> str | None:
    """The officer and the chair plan meetings."""
    return why_not_group(person, group.area)


def why_not_change(person: Any, meeting: Meeting) -> str | None:
    """A meeting and its agenda can be changed until somebody wrote down who came."""
    why_not = why_not_group(person, meeting.area)
    if why_not:
        return why_not
    if meeting.state == State.CANCELLED:
        return _("This meeting was cancelled. Plan a new one instead.")
    if meeting.state != State.PLANNED:
        return _("This meeting has been held and can't be changed.")
    return None


def why_not_cancel(person: Any, meeting: Meeting) -> str | None:
    """A meeting can be cancelled while it is planned."""
    return why_not_change(person, meeting)


def why_not_publish_agenda(person: Any, meeting: Meeting) -> str | None:
    """An agenda is published once, and has something on it."""
    why_not = why_not_change(person, meeting)
    if why_not:
        return why_not
    if meeting.agenda_published:
        return _("The agenda is already published. Any change you make is public straight away.")
    if not meeting.items.exists():
        return _("The agenda is empty. Add at least one item first.")
    return None


def why_not_add_paper(person: Any, meeting: Meeting) -> str | None:
    """Papers can be added to a meeting that takes or took place."""
    why_not = why_not_group(person, meeting.area)
    if why_not:
        return why_not
    return _("This meeting has been cancelled, so you can't add papers.") if meeting.state == State.CANCELLED else None


def why_not_open_paper(person: Any, meeting: Meeting) -> str | None:
    """A paper is opened to everybody after the agenda is."""
    why_not = why_not_group(person, meeting.area)
    if why_not:
        return why_not
    if not meeting.agenda_published:
        return _("Publish the agenda first. You can add the paper after that.")
    return None


def why_not_hold(person: Any, meeting: Meeting, today: date) -> str | None:
    """Who came and what was decided is written down from the day of the meeting until the record is published."""
    why_not = why_not_group(person, meeting.area)
    if why_not:
        return why_not
    if meeting.state == State.CANCELLED:
        return _("This meeting was cancelled.")
    if meeting.state == State.PUBLISHED:
        return _("The minutes of this meeting are published. Add a correction instead.")
    if meeting.on > today:
        return _("The meeting is on %(day)s. Record who attended once it has been held.") % {
            "day": in_words(meeting.on)
        }
    return None


def why_not_decide(person: Any, meeting: Meeting, today: date) -> str | None:
    """A decision is written down once it is known that enough members came."""
    return why_not_hold(person, meeting, today) or why_not_quorate(meeting)


def why_not_quorate(meeting: Meeting) -> str | None:
    """A meeting decides, recommends and advises only if enough members came; where no quorum was agreed, always."""
    if meeting.state not in (State.HELD, State.PUBLISHED):
        return _("Record who attended first.")
    quorum = quorum_of(meeting, meeting.attendance.all())
    return quorum.says if quorum.met is False else None


def why_not_publish(person: Any, meeting: Meeting, today: date) -> str | None:
    """A record is published after somebody wrote down who came, with decisions only where enough did."""
    why_not = why_not_hold(person, meeting, today)
    if why_not:
        return why_not
    if State.PUBLISHED not in MOVES[State(meeting.state)]:
        return _("Record who attended first.")
    why_not = why_not_quorate(meeting)
    if why_not and meeting.decisions.exists():
        return _("%(why)s Delete the decisions, or correct who attended.") % {"why": why_not}
    return None


def judging_edition(meeting: Meeting) -> Edition | None:
    """The edition a meeting is judged by: the one in force on its day, if it promises anything of meetings."""
    edition = Edition.objects.in_force_on(meeting.area, meeting.on)
    return edition if edition and checker(edition).readers.get(MeetingRecord.REGISTER) else None


def broken_by_agenda(meeting: Meeting, today: date) -> list[tuple[str, str]]:
    """The promises an agenda that goes out today would not keep: each reference with its sentence and the way out."""
    edition = judging_edition(meeting)
    if edition is None:
        return []
    facts: dict[str, Any] = {"id": str(meeting.pk), "title": meeting.title, "held": meeting.on, "agenda_sent": today}
    found = checker(edition).read(MeetingRecord.REGISTER, facts, today)
    return [
        (each.promise.commitment.ref, f"{says(each)} {remedy(each)}".strip())
        for each in found
        if each.status in BROKEN and "agenda_sent" in fields_read(each.promise.check)
    ]


def unjudged() -> Iterator[Meeting]:
    """Meetings that no promise has read yet, though the edition of their day promises something of meetings."""
    waiting = Meeting.objects.filter(record=None).exclude(state=State.CANCELLED)
    for meeting in waiting.select_related("group__area", "group__organisation").order_by("pk"):
        if judging_edition(meeting):
            yield meeting


def record_due(meeting: Meeting) -> Deadline | None:
    """By when the record of a meeting is to be published."""
    area = meeting.area
    return deadline(area, meeting.on, "meetings", "held", "record_published", area.record_days)


def why_not_correct(person: Any, meeting: Meeting) -> str | None:
    """What was published can be added to."""
    why_not = why_not_group(person, meeting.area)
    if why_not:
        return why_not
    if meeting.state != State.PUBLISHED:
        return _("The minutes are not published yet. Change them instead.")
    return None


def why_not_finish(person: Any, task: Task) -> str | None:
    """The owner of an action says that it is done, or the officer does."""
    why_not = why_not_speak_for(person, task.owner)
    if why_not:
        return why_not
    if task.meeting.state != State.PUBLISHED:
        return _("The minutes that record this action are not published yet.")
    return _("This action was done on %(day)s.") % {"day": in_words(task.done)} if task.done else None


def quorum_of(meeting: Meeting, came: Iterable[Presence]) -> Quorum:
    """Whether the meeting was quorate, by the rule of its day."""
    counts: Counter[Sector] = Counter()
    for each in came:
        counts[Sector(each.sector)] += each.counted
    return work_out_quorum(meeting.quorum_total, meeting.quorum_each, counts)


def annual_due(group: Group) -> date | None:
    """The day by which the next annual meeting is to be held: so many months after the last, or after the beginning."""
    held = Meeting.objects.filter(group=group, kind=MeetingKind.ANNUAL, state__in=(State.HELD, State.PUBLISHED))
    last = held.order_by("-on").values_list("on", flat=True).first() or group.formed
    return add_months(last, group.months_between) if last else None


def due(person: Any, area: Area, today: date) -> list[Due]:
    """Records to publish, actions that are due, the annual meeting."""
    group = Group.objects.filter(area=area).select_related("area").first()
    if group is None:
        return []
    leads = holds(person, area, *FOR_GROUP)
    return [*(_due_to_the_group(group, today) if leads else []), *_due_tasks(person, area, today)]


def _due_to_the_group(group: Group, today: date) -> list[Due]:
    told_of = _("Publish the minutes of %(title)s, %(day)s")
    unpublished = Meeting.objects.of(group.area).filter(state__in=(State.PLANNED, State.HELD), on__lt=today)
    found = []
    for each in unpublished.order_by("on")[:20]:
        by = record_due(each)
        told = told_of % {"title": each.title, "day": in_words(each.on)}
        found.append(Due(by.day if by else None, told, f"{each.get_absolute_url()}record/"))
    annual = annual_due(group)
    planned = Meeting.objects.of(group.area).coming(today).filter(kind=MeetingKind.ANNUAL)
    if annual and annual <= today and not planned.exists():
        found.append(Due(annual, _("Plan the annual meeting"), f"{group.area.get_absolute_url()}meetings/plan/"))
    return found


def _due_tasks(person: Any, area: Area, today: date) -> list[Due]:
    tasks = Task.objects.public(area).open()
    if holds(person, area, RoleKind.OFFICER):
        tasks = tasks.late(today)
    else:
        editing = Role.objects.of(person, area).filter(kind=RoleKind.EDITOR)
        tasks = tasks.filter(owner__in=editing.values("organisation"), due__lte=today + timedelta(days=DAYS_AHEAD))
    says = _("%(owner)s: %(title)s")
    return [
        Due(
            each.due,
            says % {"owner": each.owner.name, "title": each.title},
            f"{area.get_absolute_url()}meetings/actions/{each.pk}/",
        )
        for each in tasks.select_related("owner")[:20]
    ]
