"""The registers that come in and go out: how a record of a file becomes one of the site, and back.

A file of its own: each register names here what only it knows, and everything else of this room is the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from opencompact.core.checks.records import REGISTERS, Record, Type, Value
from opencompact.site.consultations.models import Consultation
from opencompact.site.findings.models import Registered


class Kept(NamedTuple):
    """One register."""

    name: str
    title: Any
    model: type[Registered]
    begins: Callable[[Record], date | None]  # the day by whose edition a record is judged
    lists: tuple[str, ...] = ()  # the fields kept as texts, one a line


def _began(record: Record) -> date | None:
    days = (record.get(name) for name in ("opens", "announced", "closes"))
    return next((day for day in days if isinstance(day, date)), None)


KEPT: dict[str, Kept] = {
    "consultations": Kept("consultations", _("Consultations"), Consultation, _began, ("methods", "formats", "groups")),
}
APART = ("id", "title", "body")  # what every record has, whatever its register


def row_fields(kept: Kept, record: Record) -> dict[str, Any]:
    """The fields of a row from a record of a file; what the file does not know is noted as unknown."""
    fields = {name: value for name, value in record.items() if name not in APART}
    unknown = [name for name in REGISTERS[kept.name] if name not in record and name not in APART]
    made = {name: _kept(kept, name, value) for name, value in fields.items()}
    return {**{name: value for name, value in made.items() if value is not None}, "unknown": unknown}


def _kept(kept: Kept, name: str, value: Value) -> Any:
    if name in kept.lists:
        return "\n".join(value) if isinstance(value, tuple | list) else value
    return value


def record_of(row: Registered) -> Record:
    """A row as the record that goes out; its own reference where it came from elsewhere."""
    return {**row.facts(), "id": row.reference or str(row.pk)}


def to_plain(record: Record) -> dict[str, Any]:
    """A record as JSON keeps it."""
    return {name: _plain(value) for name, value in record.items()}


def _plain(value: Value) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def from_plain(register: str, plain: Mapping[str, Any]) -> Record:
    """The record again."""
    return {name: _value(REGISTERS[register][name].type, value) for name, value in plain.items()}


def _value(type_: Type, value: Any) -> Value:
    if value is None:
        return None
    if type_ is Type.DAY:
        return date.fromisoformat(value)
    if type_ is Type.MONEY:
        return Decimal(str(value))
    if type_ is Type.LIST:
        return tuple(value)
    found: Value = value
    return found
