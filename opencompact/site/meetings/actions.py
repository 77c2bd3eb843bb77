"""Plan a meeting, put papers to it, hold it, publish its record, and do what it asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from opencompact.site import clock
from opencompact.site.accounts.models import Organisation
from opencompact.site.findings.actions import settle
from opencompact.site.findings.models import Finding
from opencompact.site.findings.models import State as RecordState
from opencompact.site.group.actions import become_organisation
from opencompact.site.group.models import Group, Membership
from opencompact.site.meetings.letters import tell_members
from opencompact.site.meetings.models import (
    AgendaItem,
    Correction,
    Decision,
    Meeting,
    MeetingRecord,
    Paper,
    Presence,
    State,
    Task,
)
from opencompact.site.meetings.papers import discard, ending_of, store, why_not_paper
from opencompact.site.meetings.rules import (
    judging_edition,
    why_not_add_paper,
    why_not_cancel,
    why_not_change,
    why_not_correct,
    why_not_decide,
    why_not_finish,
    why_not_hold,
    why_not_open_paper,
    why_not_plan,
    why_not_publish,
    why_not_publish_agenda,
)
from opencompact.site.record.actions import append
from opencompact.site.rules import Actor, Refused, insist


@transaction.atomic
def plan_meeting(*, group: Group, by: Actor, **said: Any) -> Meeting:
    """Plan a meeting. ``said``: title, kind, on, starts, ends, place, link."""
    insist(why_not_plan(by, group))
    meeting = Meeting.objects.create(group=group, **said)
    facts = {"title": meeting.title, "on": meeting.on}
    append(act="meeting_planned", area=group.area.slug, subject=meeting.subject, by=by, facts=facts)
    judge(meeting=meeting, by=by)
    if meeting.on >= group.area.today():
        tell_members(meeting, "planned")
    return meeting


@transaction.atomic
def change_meeting(*, meeting: Meeting, by: Actor, **said: Any) -> Meeting:
    """Change when or where a meeting is, or what it is called."""
    insist(why_not_change(by, meeting))
    for name, value in said.items():
        setattr(meeting, name, value)
    meeting.changes += 1
    meeting.save(update_fields=[*said, "changes"])
    facts = {"title": meeting.title, "on": meeting.on}
    append(act="meeting_changed", area=meeting.area.slug, subject=meeting.subject, by=by, facts=facts)
    judge(meeting=meeting, by=by)
    if meeting.on >= meeting.area.today():
        tell_members(meeting, "changed")
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: Actor) -> Meeting:
    """Cancel a meeting and say why."""
    insist(why_not_cancel(by, meeting))
    meeting.state, meeting.why_cancelled, meeting.changes = State.CANCELLED, reason, meeting.changes + 1
    meeting.save(update_fields=["state", "why_cancelled", "changes"])
    facts = {"title": meeting.title, "on": meeting.on}
    append(act="meeting_cancelled", area=meeting.area.slug, subject=meeting.subject, by=by, facts=facts)
    judge(meeting=meeting, by=by)
    tell_members(meeting, "cancelled")
    return meeting


@transaction.atomic
def judge(*, meeting: Meeting, by: Actor) -> MeetingRecord | None:
    """Privately, hold a meeting to what the edition of its day promises of meetings, where it promises anything.

    It follows from acts that are in the record, and is done again whenever a fact of the meeting has changed.
    """
    edition = judging_edition(meeting)
    before = MeetingRecord.objects.filter(pk=meeting.pk).first()
    if edition is None and before is None:
        return None
    if before and before.edition_id != (edition and edition.pk):
        Finding.objects.of(before).filter(statements=None).delete()
    judged_by = edition if edition else before.edition if before else None
    state = RecordState.WITHDRAWN if meeting.state == State.CANCELLED or edition is None else RecordState.PUBLISHED
    organisation = meeting.group.organisation or become_organisation(group=meeting.group, by=by)
    row = MeetingRecord(
        meeting=meeting, area=meeting.area, body=organisation, edition=judged_by,
        title=meeting.title, state=state, published=clock.now(), why_withdrawn=meeting.why_cancelled,
    )  # fmt: skip
    if before:
        row.made, row.published = before.made, before.published
    row.save(force_insert=before is None)
    settle(row=row, by=by)
    return row


@transaction.atomic
def write_item(
    *, meeting: Meeting, title: str, by: Actor, about: str = "", lead: Organisation | None = None,
    place: int | None = None, item: AgendaItem | None = None,
) -> AgendaItem:  # fmt: skip
    """Put something on the agenda, or change what is there. Before the agenda is published that stays private."""
    insist(why_not_change(by, meeting))
    insist(_why_not_of_area(meeting, lead))
    item = item or AgendaItem(meeting=meeting)
    item.title, item.about, item.lead = title, about, lead
    others = [each for each in meeting.items.all() if each.pk != item.pk]
    others.insert(len(others) if place is None else max(place - 1, 0), item)
    _number(others)
    if meeting.agenda_published:
        facts = {"title": meeting.title, "on": meeting.on}
        append(act="meeting_changed", area=meeting.area.slug, subject=meeting.subject, by=by, facts=facts)
    return item


@transaction.atomic
def remove_item(*, item: AgendaItem, by: Actor) -> None:
    """Take something off the agenda. Its papers stay with the meeting."""
    meeting = item.meeting
    insist(why_not_change(by, meeting))
    item.delete()
    _number(list(meeting.items.all()))
    if meeting.agenda_published:
        facts = {"title": meeting.title, "on": meeting.on}
        append(act="meeting_changed", area=meeting.area.slug, subject=meeting.subject, by=by, facts=facts)


def _why_not_of_area(meeting: Meeting, organisation: Organisation | None) -> str | None:
    if organisation is None or organisation.area_id == meeting.group.area_id:
        return None
    return _("%(name)s is not in this area's list of organisations.") % {"name": organisation.name}


def _number(items: list[AgendaItem]) -> None:
    for place, item in enumerate(items, 1):
        item.place = place
        item.save()


@transaction.atomic
def publish_agenda(*, meeting: Meeting, by: Actor, papers_too: bool = False) -> Meeting:
    """Publish the agenda; with ``papers_too`` everybody may read the papers as well."""
    insist(why_not_publish_agenda(by, meeting))
    meeting.agenda_published = clock.now()
    meeting.changes += 1
    meeting.save(update_fields=["agenda_published", "changes"])
    facts = {"title": meeting.title, "on": meeting.on}
    append(act="agenda_published", area=meeting.area.slug, subject=meeting.subject, by=by, facts=facts)
    judge(meeting=meeting, by=by)
    for paper in meeting.papers.filter(open=False) if papers_too else []:
        open_paper(paper=paper, by=by)
    tell_members(meeting, "agenda")
    return meeting


@transaction.atomic
def add_paper(
    *, meeting: Meeting, title: str, name: str, content: bytes, by: Actor, item: AgendaItem | None = None
) -> Paper:
    """Privately, put a paper to a meeting: those who read papers see it, until it is opened to everybody."""
    insist(why_not_add_paper(by, meeting))
    insist(why_not_paper(name, content))
    assert item is None or item.meeting_id == meeting.pk
    stored = store(content)
    return Paper.objects.create(
        meeting=meeting, item=item, title=title, ending=ending_of(name), stored=stored, size=len(content)
    )


@transaction.atomic
def open_paper(*, paper: Paper, by: Actor) -> None:
    """Let everybody read a paper. Its title goes into the public record."""
    meeting = paper.meeting
    insist(why_not_open_paper(by, meeting))
    if paper.open:
        raise Refused(_("Anyone can already read this paper."))
    paper.open = True
    paper.save(update_fields=["open"])
    facts = {"title": meeting.title, "paper": paper.title}
    append(act="paper_added", area=meeting.area.slug, subject=meeting.subject, by=by, facts=facts)


@transaction.atomic
def remove_paper(*, paper: Paper, by: Actor) -> None:
    """Take a paper away. Where everybody could read it, the record says that it went."""
    meeting = paper.meeting
    insist(why_not_add_paper(by, meeting))
    if paper.open:
        facts = {"title": meeting.title, "paper": paper.title}
        append(act="paper_removed", area=meeting.area.slug, subject=meeting.subject, by=by, facts=facts)
    stored = paper.stored
    paper.delete()
    transaction.on_commit(lambda: discard(stored))


@transaction.atomic
def note_attendance(
    *, meeting: Meeting, came: Mapping[Membership, int], by: Actor, guests: int = 0, chaired: bool = False,
    summary: str = "",
) -> Meeting:  # fmt: skip
    """Privately, write down how many people of each member came; nobody is named. It is published with the record."""
    insist(why_not_hold(by, meeting, meeting.area.today()))
    assert all(member.group_id == meeting.group_id for member in came)
    meeting.attendance.all().delete()
    Presence.objects.bulk_create(
        Presence(
            meeting=meeting, organisation=member.organisation, sector=member.organisation.sector, people=people,
            seats=member.seats,
        )
        for member, people in came.items()
        if people
    )  # fmt: skip
    meeting.state, meeting.guests, meeting.chaired, meeting.summary = State.HELD, guests, chaired, summary
    meeting.quorum_total, meeting.quorum_each = meeting.group.quorum_total, meeting.group.quorum_each
    meeting.save()
    return meeting


@transaction.atomic
def write_decision(
    *, meeting: Meeting, title: str, by: Actor, text: str = "", refs: list[str] | None = None,
    decision: Decision | None = None,
) -> Decision:  # fmt: skip
    """Privately, write down a decision or change it. It is published with the record."""
    insist(why_not_decide(by, meeting, meeting.area.today()))
    decision = decision or Decision(meeting=meeting)
    decision.title, decision.text, decision.refs = title, text, refs or []
    decision.save()
    return decision


@transaction.atomic
def write_task(
    *, meeting: Meeting, title: str, owner: Organisation, due: date, by: Actor, task: Task | None = None
) -> Task:
    """Privately, write down an action or change it. It is published with the record."""
    insist(why_not_hold(by, meeting, meeting.area.today()))
    insist(_why_not_of_area(meeting, owner))
    task = task or Task(meeting=meeting)
    task.title, task.owner, task.due = title, owner, due
    task.save()
    return task


@transaction.atomic
def strike_out(*, part: Decision | Task, by: Actor) -> None:
    """Privately, strike out a decision or an action before the record is published."""
    insist(why_not_hold(by, part.meeting, part.meeting.area.today()))
    part.delete()


@transaction.atomic
def publish_record(*, meeting: Meeting, by: Actor) -> Meeting:
    """Publish who came, what was decided and who does what. It stays as it is; later only corrections are added."""
    insist(why_not_publish(by, meeting, meeting.area.today()))
    meeting.state, meeting.published = State.PUBLISHED, clock.now()
    meeting.save(update_fields=["state", "published"])
    area, facts = meeting.area.slug, {"title": meeting.title, "on": meeting.on}
    append(act="meeting_published", area=area, subject=meeting.subject, by=by, facts=facts)
    for each in meeting.decisions.all():
        decided = {"title": meeting.title, "decision": each.title}
        append(act="decision_made", area=area, subject=meeting.subject, by=by, facts=decided)
    for task in meeting.tasks.select_related("owner"):
        given = {"owner": task.owner.name, "due": task.due}
        append(act="task_given", area=area, subject=f"task/{task.pk}", by=by, facts=given)
    judge(meeting=meeting, by=by)
    return meeting


@transaction.atomic
def correct_record(*, meeting: Meeting, text: str, by: Actor) -> Correction:
    """Add a correction to a record that was published."""
    insist(why_not_correct(by, meeting))
    correction = Correction.objects.create(meeting=meeting, text=text)
    facts = {"title": meeting.title, "on": meeting.on}
    append(act="meeting_corrected", area=meeting.area.slug, subject=meeting.subject, by=by, facts=facts)
    return correction


@transaction.atomic
def finish_task(*, task: Task, on: date, by: Actor, evidence: str = "", outcome: str = "") -> Task:
    """Say that an action was done, and where that can be seen."""
    insist(why_not_finish(by, task))
    area = task.meeting.area
    if not task.meeting.on <= on <= area.today():
        raise Refused(_("The date must be between the date of the meeting and today."))
    task.done, task.evidence, task.outcome = on, evidence, outcome
    task.save(update_fields=["done", "evidence", "outcome"])
    facts = {"owner": task.owner.name, "on": on}
    append(act="task_done", area=area.slug, subject=f"task/{task.pk}", by=by, facts=facts)
    return task
