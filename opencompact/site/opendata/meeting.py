"""The group and its meetings, as far as they are public: what was said and decided only once the record of a meeting
is published; how to come in from outside never; people only where they agreed to be named."""

from __future__ import annotations

from collections import Counter

from django.db.models import Prefetch, QuerySet

from opencompact.site.accounts.models import Sector
from opencompact.site.areas.models import Area
from opencompact.site.group.models import Membership
from opencompact.site.meetings.models import Decision, Meeting, Presence, State, Task
from opencompact.site.opendata.columns import (
    AREA,
    CAME,
    DAY,
    ID,
    LIST,
    MOMENT,
    ORGANISATION,
    TEXT,
    WHOLE,
    YES_NO,
    Column,
    Register,
    Row,
    came,
    in_area,
)  # fmt: skip


def _member(each: Membership) -> Row:
    return {
        "id": each.pk, "area": each.group.area.slug, "organisation": each.organisation_id,
        "organisation_name": each.organisation.name, "sector": each.organisation.sector, "seats": each.seats,
        "name": each.person_name, "from": each.since, "to": each.until, "named_in": each.named_in_id,
    }  # fmt: skip


def _meeting(each: Meeting) -> Row:
    told = each.state == State.PUBLISHED
    people = Counter[str](dict.fromkeys(Sector.values, 0) if told else ())
    for row in each.attendance.all() if told else ():
        people[row.sector] += row.people
    return {
        "id": each.pk, "area": each.area.slug, "title": each.title, "kind": each.kind, "on": each.on,
        "starts": f"{each.starts:%H:%M}", "ends": f"{each.ends:%H:%M}" if each.ends else "", "place": each.place,
        "state": each.state, "reason": each.why_cancelled,
        "agenda": [item.title for item in each.items.all()] if each.agenda_published else [],
        "published": each.published, "summary": each.summary if told else "", "chaired": each.chaired if told else None,
        **came(people), "guests": each.guests if told else None,
        "quorum_total": each.quorum_total if told else None, "quorum_each": each.quorum_each if told else None,
        "corrections": [row.text for row in each.corrections.all()] if told else [],
    }  # fmt: skip


def _meetings(area: Area | None) -> QuerySet[Meeting]:
    came = Prefetch("attendance", Presence.objects.order_by("pk"))
    rows = Meeting.objects.select_related("group__area").prefetch_related("items", "corrections", came)
    return in_area(rows, area, "group__area")


def _decision(each: Decision) -> Row:
    return {
        "id": each.pk, "area": each.meeting.area.slug, "meeting": each.meeting_id, "on": each.meeting.on,
        "title": each.title, "text": each.text, "promises": list(each.refs),
    }  # fmt: skip


def _task(each: Task) -> Row:
    return {
        "id": each.pk, "area": each.meeting.area.slug, "meeting": each.meeting_id, "title": each.title,
        "organisation": each.owner_id, "organisation_name": each.owner.name, "due": each.due, "done": each.done,
        "outcome": each.outcome, "evidence": each.evidence,
    }  # fmt: skip


MEMBERS = Register("members", "Members of the group", "Which organisations belong to the group, and belonged to it.", (
    ID, AREA, *ORGANISATION,
    Column("sector", TEXT, "public, voluntary or both."),
    Column("seats", WHOLE, "How many of its people count at a meeting."),
    Column("name", TEXT, "Who sits there for it, only where they agreed that it is public."),
    Column("from", DAY, "Its first day; empty where only a document names it."),
    Column("to", DAY, "Its last day; empty as long as it belongs to the group."),
    Column("named_in", TEXT, "The edition that names it."),
), lambda area: in_area(
    Membership.objects.select_related("group__area", "organisation"), area, "group__area"
), _member)  # fmt: skip

MEETINGS = Register("meetings", "Meetings", "Meetings of the group, planned and held.", (
    ID, AREA,
    Column("title", TEXT, "What it is called."),
    Column("kind", TEXT, "ordinary, annual or special."),
    Column("on", DAY, "Its day."),
    Column("starts", TEXT, "The time it begins, where the area is."),
    Column("ends", TEXT, "The time it ends."),
    Column("place", TEXT, "Where it is."),
    Column("state", TEXT, "planned, held, published (its record can be read) or cancelled."),
    Column("reason", TEXT, "Why it was cancelled."),
    Column("agenda", LIST, "The points of its agenda, once that is published."),
    Column("published", MOMENT, "When its record was published; all that follows is empty until then."),
    Column("summary", TEXT, "What the record begins with."),
    Column("chaired", YES_NO, "Whether the independent chair was there."),
    *CAME,
    Column("guests", WHOLE, "How many guests came."),
    Column("quorum_total", WHOLE, "How many had to come; 0 where no quorum was agreed."),
    Column("quorum_each", WHOLE, "How many of each sector had to come."),
    Column("corrections", LIST, "What was added to the record later."),
), _meetings, _meeting)  # fmt: skip

DECISIONS = Register("decisions", "Decisions", "What meetings decided, once their record is published.", (
    ID, AREA,
    Column("meeting", WHOLE, "The number of the meeting."),
    Column("on", DAY, "The day of the meeting."),
    Column("title", TEXT, "What was decided."),
    Column("text", TEXT, "More about it."),
    Column("promises", LIST, "The promises it touches."),
), lambda area: in_area(
    Decision.objects.filter(meeting__state=State.PUBLISHED).select_related("meeting__group__area"),
    area, "meeting__group__area",
), _decision)  # fmt: skip

ACTIONS = Register("actions", "Actions", "What meetings asked organisations to do, once their record is published.", (
    ID, AREA,
    Column("meeting", WHOLE, "The number of the meeting."),
    Column("title", TEXT, "What is to be done."),
    *ORGANISATION,
    Column("due", DAY, "By which day."),
    Column("done", DAY, "The day it was done."),
    Column("outcome", TEXT, "What came of it."),
    Column("evidence", TEXT, "Where that can be seen."),
), lambda area: in_area(
    Task.objects.filter(meeting__state=State.PUBLISHED).select_related("meeting__group__area", "owner"),
    area, "meeting__group__area",
), _task)  # fmt: skip
