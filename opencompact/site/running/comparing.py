"""Compares what the database holds with the public record: registers with entries, sealed facts with their seals.

``doctor`` tells what comes of it. Whoever changes the database past the site changes no entry, so the change is found;
what it can't find stands in docs/explanation/the-record.md.
"""

from __future__ import annotations

from collections.abc import Iterator

from opencompact.core.checks.records import REGISTERS
from opencompact.core.ledger.entries import fits_seal, read_entry
from opencompact.core.ledger.registers import HOLDS, TITLE, Compared, Shown, compare, last_said
from opencompact.site.findings.models import State, registers
from opencompact.site.record.models import Entry, Sealed

AT_ONCE = 2_000


def compare_registers() -> Compared:
    """Whether each public record of a register shows what its last entry says."""
    bodies = Entry.objects.order_by("n").values_list("body", flat=True).iterator(AT_ONCE)
    marked = (bytes(body) for body in bodies)
    said = last_said(read_entry(body) for body in marked if f'"{HOLDS}":'.encode() in body)
    return compare(said, _shown())


def _shown() -> Iterator[Shown]:
    for model in registers().values():
        rows = model._default_manager.exclude(state=State.PLANNED).select_related("area", "body")
        for row in rows.iterator(AT_ONCE):
            unknown = dict.fromkeys(REGISTERS[model.REGISTER])
            yield Shown(row.area.slug, row.subject, {**unknown, TITLE: row.title, **row.plain_holds()})


def changed_seals() -> list[int]:
    """The entries whose sealed facts are no longer those that were sealed. What was erased is not among them."""
    rows = Sealed.objects.select_related("entry").order_by("entry").iterator(AT_ONCE)
    return [row.entry_id for row in rows if not fits_seal(_seal_of(row), bytes(row.salt), row.facts)]


def _seal_of(row: Sealed) -> str | None:
    try:
        return read_entry(bytes(row.entry.body)).sealed
    except ValueError:  # the record itself is not what was signed, which is told elsewhere
        return None
