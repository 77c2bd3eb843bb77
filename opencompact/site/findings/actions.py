"""Publish, amend and withdraw a record of any register, keep its stored findings up to date; reply, contest, judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from opencompact import __version__
from opencompact.core.checks.finding import Finding as CoreFinding
from opencompact.core.ledger.registers import HOLDS
from opencompact.core.saying import says
from opencompact.site import clock
from opencompact.site.accounts.models import Organisation, Role, RoleKind
from opencompact.site.areas.actions import mark_anew
from opencompact.site.areas.models import Area
from opencompact.site.findings import changing, rules
from opencompact.site.findings.models import (
    Amendment,
    Finding,
    Judgement,
    Registered,
    Said,
    Settled,
    State,
    Statement,
    Status,
    Word,
)
from opencompact.site.post.actions import write
from opencompact.site.record.actions import append
from opencompact.site.record.models import Entry
from opencompact.site.rules import Actor, Refused, insist

AT_ONCE = 1000  # findings written in one go
WORKED_OUT = (
    "title", "body_id", "edition_id", "party", "place", "status", "deadline", "counted_on", "since", "public_from",
    "decides", "ours",
)  # fmt: skip  # what is stored of a finding


@transaction.atomic
def publish_row(*, row: Registered, by: Actor) -> Entry:
    """Publish a planned record under the edition in force; from now on its findings are public."""
    insist(rules.why_not_publish(by, row))
    row.state, row.published, row.edition = State.PUBLISHED, clock.now(), rules.judged_by(row)
    row.save()
    entry = _enter(row, "published", by)
    settle(row=row, by=by)
    return entry


@transaction.atomic
def amend_row(
    *, row: Registered, why: str, by: Actor, act: str = "amended", shown_by: str = "", **said: Any
) -> Amendment | None:
    """Change facts of a published record. What stood there before stays to be read, with the reason; what it turns
    after the fact is marked."""
    insist(rules.why_not_amend(by, row))
    before, (moved, changed) = changing.statuses(row), changing.later(row, said)
    changes = [
        {"field": name, "was": _plain(getattr(row, name)), "becomes": _plain(value)}
        for name, value in said.items()
        if getattr(row, name) != value
    ]
    if not changes:
        return None
    for name, value in said.items():
        setattr(row, name, value)
    row.unknown = [name for name in row.unknown if name not in said]
    row.save(update_fields=[*said, "unknown"])
    entry = _enter(row, act, by)
    settle(row=row, by=by)
    made = Amendment.objects.create(
        register=row.REGISTER, record=row.pk, changes=changes, why=why, shown_by=shown_by, entry=entry.n
    )
    changing.mark(row, made, changing.turned(before, row, moved, changed))
    return made


@transaction.atomic
def withdraw_row(*, row: Registered, why: str, by: Actor) -> Entry:
    """Withdraw a published record and say why. It stays in the register; no promise is held against it."""
    insist(rules.why_not_withdraw(by, row))
    row.state, row.why_withdrawn = State.WITHDRAWN, why
    row.save(update_fields=["state", "why_withdrawn"])
    entry = _enter(row, "withdrawn", by)
    settle(row=row, by=by)
    return entry


def _enter(row: Registered, act: str, by: Actor, **more: Any) -> Entry:
    """The entry of an act on a record: consultation_published, with its title and body."""
    facts = {"title": row.title, "body": row.body.name, HOLDS: row.holds(), **more}
    return append(act=f"{row.NOUN}_{act}", area=row.area.slug, subject=row.subject, by=by, facts=facts)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@transaction.atomic
def settle(*, row: Registered, by: Actor) -> None:
    """Privately, bring the stored findings of a record up to date: they follow from the record and the day alone.

    The body hears of what was not kept and has the area's days to reply before it is public.
    """
    mark_anew(area=row.area, by=by)
    if row.state != State.PUBLISHED:
        Finding.objects.filter(register=row.REGISTER, record=row.pk, statements=None).delete()
        Finding.objects.filter(register=row.REGISTER, record=row.pk).update(status=Status.NOT_APPLICABLE)
        return
    told = _store(row)
    if told:
        _ask_for_reply(row, told)


def _store(row: Registered) -> list[CoreFinding]:
    """Write down what differs from what is stored; what is newly not kept."""
    before = {(each.ref, each.check_id): each for each in Finding.objects.of(row)}
    made: list[Finding] = []
    changed: list[Finding] = []
    told: list[CoreFinding] = []
    live = rules.worked_out(row)
    decides = rules.deciding(live)
    for place, found in enumerate(live):
        key = rules.key_of(found)
        stored = before.get(key) or Finding(register=row.REGISTER, record=row.pk, ref=key[0], check_id=key[1])
        was = [getattr(stored, name) for name in WORKED_OUT]
        if _take_over(stored, row, found, place, decides):
            told.append(found)
        if stored.pk is None:
            made.append(stored)
        elif was != [getattr(stored, name) for name in WORKED_OUT]:
            changed.append(stored)
    Finding.objects.bulk_create(made)
    Finding.objects.bulk_update(changed, WORKED_OUT)
    return told


@transaction.atomic
def settle_new(*, rows: Sequence[Registered], by: Actor) -> None:
    """Privately, store the findings of records that came in together. Each body gets one letter about all of its."""
    made, told = [], Counter[Organisation]()
    for row in rows:
        live = rules.worked_out(row)
        decides = rules.deciding(live)
        for place, found in enumerate(live):
            ref, check_id = rules.key_of(found)
            stored = Finding(register=row.REGISTER, record=row.pk, ref=ref, check_id=check_id)
            told[row.body] += _take_over(stored, row, found, place, decides)
            made.append(stored)
    Finding.objects.bulk_create(made, batch_size=AT_ONCE)
    for body, count in told.items():
        if count:
            facts = {"body": body, "count": count, "home": body.area.get_absolute_url(), **_reply_time(body.area)}
            _write_to_editors(body, "post/findings_not_kept.txt", facts)


@transaction.atomic
def note_settled(*, area: Area, by: Actor) -> None:
    """Privately, note that every finding of an area is as it should be today."""
    Settled.objects.update_or_create(area=area, defaults={"on": area.today(), "version": __version__})


def _take_over(
    stored: Finding, row: Registered, found: CoreFinding, place: int, decides: Mapping[tuple[str, str], bool]
) -> bool:
    """Write down what was worked out; whether it is newly not kept."""
    assert row.edition_id is not None
    today, key = row.area.today(), rules.key_of(found)
    is_new = stored.status != str(found.status)
    stored.area_id, stored.title, stored.body_id, stored.edition_id = (
        row.area_id, row.title, row.body_id, row.edition_id,
    )  # fmt: skip
    stored.party, stored.place = str(found.promise.commitment.by), place
    stored.decides, stored.ours = key in decides, decides.get(key, False)
    stored.deadline, stored.counted_on = found.deadline, row.counted_on()
    if is_new:
        stored.status, stored.since, stored.public_from = str(found.status), today, None
    newly_not_kept = is_new and stored.status == Status.NOT_KEPT
    if newly_not_kept:
        stored.public_from = today + timedelta(days=row.area.reply_days) if row.area.reply_days else None
    return newly_not_kept


def _ask_for_reply(row: Registered, told: list[CoreFinding]) -> None:
    """A letter to those who speak for the body: what was found, and how long they can reply first."""
    facts = {"row": row, "findings": [says(each) for each in told], **_reply_time(row.area)}
    _write_to_editors(row.body, "post/finding_not_kept.txt", facts)


def _reply_time(area: Area) -> dict[str, Any]:
    """The last day on which a body can reply first."""
    days = area.reply_days
    return {"until": area.today() + timedelta(days=days - 1) if days else None, "address": settings.ADDRESS}


def _write_to_editors(body: Organisation, template: str, facts: Mapping[str, Any]) -> None:
    roles = Role.objects.filter(organisation=body, kind=RoleKind.EDITOR).held_on(body.area.today())
    for person in roles.people():
        write(to=person.email, template=template, facts=facts, language=person.language)


@transaction.atomic
def say(
    *, finding: Finding, row: Registered, organisation: Organisation, kind: Word, words: str, by: Actor
) -> Statement:
    """A named body or organisation replies to a finding, contests it or adds to it.

    The public record says so at once, so what the body says of a finding that is held back makes it public.
    """
    insist(rules.why_not_say(by, finding, row, organisation))
    facts = {"organisation": organisation.name, "ref": finding.ref, "title": row.title}
    entry = append(
        act=f"finding_{kind}", area=row.area.slug, subject=row.subject, by=by, facts=facts, private={"words": words}
    )
    if finding.is_held_back(row.area.today()):
        finding.public_from = row.area.today()
        finding.save(update_fields=["public_from"])
        mark_anew(area=row.area, by=by)
    return Statement.objects.create(finding=finding, organisation=organisation, kind=kind, words=words, entry=entry.n)


@transaction.atomic
def unsay(*, statement: Statement, row: Registered, by: Actor) -> Entry:
    """Withdraw what was said of a finding."""
    insist(rules.why_not_speak_on(by, row, statement.organisation))
    if statement.withdrawn:
        raise Refused(rules.said_no_more())
    statement.withdrawn = clock.now()
    statement.save(update_fields=["withdrawn"])
    facts = {"organisation": statement.organisation.name, "ref": statement.finding.ref, "title": row.title}
    return append(act="statement_withdrawn", area=row.area.slug, subject=row.subject, by=by, facts=facts)


@transaction.atomic
def judge(*, organisation: Organisation, ref: str, said: Said, by: Actor, **more: Any) -> Judgement:
    """One side says how a promise was kept that no date can settle. ``more``: evidence, link, on."""
    area: Area = organisation.area
    edition = rules.edition_now(area)
    insist(rules.why_not_judge(by, organisation, ref, edition))
    assert edition is not None
    facts: Mapping[str, Any] = {"organisation": organisation.name, "ref": ref, "said": said.label}
    entry = append(act="promise_judged", area=area.slug, subject=f"{edition.pk}#{ref}", by=by, facts=facts)
    return Judgement.objects.create(
        area=area, edition=edition, ref=ref, organisation=organisation, side=organisation.sector, said=said,
        entry=entry.n, **more,
    )  # fmt: skip


@transaction.atomic
def withdraw_judgement(*, judgement: Judgement, by: Actor) -> Entry:
    """Withdraw a judgement; it stays in the public record that there was one."""
    insist(rules.why_not_withdraw_judgement(by, judgement))
    judgement.withdrawn = clock.now()
    judgement.save(update_fields=["withdrawn"])
    facts = {"organisation": judgement.organisation.name, "ref": judgement.ref}
    subject = f"{judgement.edition_id}#{judgement.ref}"
    return append(act="judgement_withdrawn", area=judgement.area.slug, subject=subject, by=by, facts=facts)
