"""Read a file, take in what it holds, take it back: all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from opencompact.core.exchange.gathering import Reading
from opencompact.core.ledger.entries import canonical
from opencompact.core.ledger.registers import HOLDS
from opencompact.site import clock
from opencompact.site.accounts.models import Organisation, Person
from opencompact.site.areas.actions import mark_anew
from opencompact.site.areas.models import Area
from opencompact.site.findings.actions import settle_new
from opencompact.site.findings.models import Finding, Registered
from opencompact.site.findings.models import State as RowState
from opencompact.site.importing import rules
from opencompact.site.importing.judging import judged_batch, reference_of
from opencompact.site.importing.models import Batch, State
from opencompact.site.importing.registers import KEPT, to_plain
from opencompact.site.record.actions import append
from opencompact.site.record.models import Entry
from opencompact.site.rules import Actor, Refused, insist

AT_ONCE = 500
ROOM = 60_000  # bytes one entry of the public record has for what it says of records


@transaction.atomic
def keep_reading(
    *, area: Area, register: str, reading: Reading, file: str, by: Person, body: Organisation | None = None
) -> Batch:
    """Privately, keep what was read in a file until it is taken in or forgotten."""
    insist(rules.why_not_import(by, area))
    numbered = reading.numbered.get(register, set())
    records = [
        to_plain({**record, "id": reference_of(record, at in numbered), **_whose(record, body)})
        for at, record in enumerate(reading.registers.get(register, ()))
    ]
    return Batch.objects.create(
        area=area, register=register, by=by, file=file[:200], records=records, places=reading.places.get(register, []),
        read_as=[[each.header, each.field, each.why] for each in reading.guesses], left=list(reading.skipped),
    )  # fmt: skip


def _whose(record: Any, body: Organisation | None) -> dict[str, str]:
    return {"body": body.name} if body and not record.get("body") else {}


@transaction.atomic
def take_in(*, batch: Batch, by: Person) -> Batch:
    """Take in everything a file holds that is new. What is there already is left as it is."""
    batch = Batch.objects.select_for_update(of=("self",)).select_related("area").get(pk=batch.pk)
    insist(rules.why_not_take_in(by, batch))
    judged = judged_batch(batch, by)
    if judged.problems:
        raise Refused(_("The file can’t be imported: %(says)s.") % {"says": judged.problems[0].says})
    if not judged.new and not judged.plans:
        raise Refused(_("There is nothing new in this file. Everything in it is already in the register."))
    made, plans = _create(judged.new), _create([each.row for each in judged.plans])
    settle_new(rows=made, by=by)
    private = {"file": batch.file, "digest": sha256(json.dumps(batch.records, sort_keys=True).encode()).hexdigest()}
    entries = [_enter("records_imported", batch, len(part), by, part, private) for part in _held(made)]
    mark_anew(area=batch.area, by=by)
    batch.state, batch.taken, batch.plans = State.TAKEN, [each.pk for each in made], rules.marked(plans)
    batch.entry = entries[0].n if entries else None
    batch.records, batch.places = [], []
    batch.save()
    return batch


def _create(rows: Sequence[Registered]) -> list[Registered]:
    if not rows:
        return []
    now = clock.now()
    for row in rows:
        row.published = None if row.state == RowState.PLANNED else now
    made: list[Registered] = type(rows[0])._default_manager.bulk_create(rows, batch_size=AT_ONCE)
    return made


def _held(rows: Sequence[Registered]) -> list[list[Any]]:
    """What the public record holds of each record, in as many entries as that takes."""
    parts: list[list[Any]] = []
    room = 0
    for row in rows:
        said = [row.subject, row.title, row.plain_holds()]
        size = len(canonical(said)) + 1
        if size > room:
            parts.append([])
            room = ROOM
        parts[-1].append(said)
        room -= size
    return parts


@transaction.atomic
def take_back(*, batch: Batch, by: Person) -> Entry | None:
    """Take back everything a file brought, as long as nobody has worked with it."""
    batch = Batch.objects.select_for_update(of=("self",)).select_related("area").get(pk=batch.pk)
    insist(rules.why_not_take_back(by, batch))
    model = KEPT[batch.register].model
    for at in range(0, len(batch.taken), AT_ONCE):
        numbers = batch.taken[at : at + AT_ONCE]
        Finding.objects.filter(register=batch.register, record__in=numbers).delete()
        model._default_manager.filter(pk__in=numbers).delete()
    plans = [pk for pk, _mark in batch.plans]
    model._default_manager.filter(pk__in=plans, state=RowState.PLANNED).delete()
    batch.state = State.BACK
    batch.save(update_fields=["state"])
    entry = _enter("records_taken_back", batch, len(batch.taken), by, []) if batch.taken else None
    mark_anew(area=batch.area, by=by)
    return entry


@transaction.atomic
def forget_reading(*, batch: Batch, by: Actor) -> None:
    """Privately, forget what was read and never taken in."""
    if batch.state == State.READ:
        batch.delete()


def _enter(
    act: str, batch: Batch, count: int, by: Actor, held: list[Any], private: dict[str, Any] | None = None
) -> Entry:
    facts = {"count": count, "register": batch.register, HOLDS: held}
    return append(act=act, area=batch.area.slug, subject=batch.subject, by=by, facts=facts, private=private)
