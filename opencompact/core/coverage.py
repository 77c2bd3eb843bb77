"""Which promises can be told at all from the data given, before any verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

import msgspec

from opencompact.core.checks.kinds import fields_read
from opencompact.core.checks.records import REGISTERS, Record
from opencompact.core.editions import Check, Commitment, Edition, Verify

Columns = Mapping[str, Set[str]]  # the fields each register has


class Covered(msgspec.Struct, frozen=True):
    """One promise: which of its checks the data can answer, and what the others lack."""

    commitment: Commitment
    can: list[str]  # ids of checks
    lacks: dict[str, list[str]]  # id of a check -> the fields it lacks, as register.field

    @property
    def judged(self) -> bool:
        return self.commitment.verify is Verify.JUDGED


def columns_of(registers: Mapping[str, Sequence[Record]]) -> dict[str, set[str]]:
    """The fields that at least one record of each register has."""
    return {name: {field for record in records for field in record} for name, records in registers.items()}


def coverage(edition: Edition, columns: Columns) -> list[Covered]:
    """Every commitment of the edition, and what the data can say of it."""
    return [_covered(commitment, columns) for commitment in edition.commitments]


def _covered(commitment: Commitment, columns: Columns) -> Covered:
    lacks = {check.id: _lacking(commitment, check, columns) for check in commitment.checks if check.kind != "judged"}
    return Covered(
        commitment,
        [id for id, fields in lacks.items() if not fields],
        {id: fields for id, fields in lacks.items() if fields},
    )


def _lacking(commitment: Commitment, check: Check, columns: Columns) -> list[str]:
    if check.kind == "share_of":
        counted = next(each for each in commitment.checks if each.id == check.check)
        dated = [check.dated] if check.dated else []
        lacking = _lacking(commitment, counted, columns) + _absent(check.register, dated, columns)
        return list(dict.fromkeys(lacking))
    return _absent(check.register, reads(check), columns)


def reads(check: Check) -> list[str]:
    """The fields without which a check cannot tell."""
    undecided = [field for field in check.applies if REGISTERS[check.register][field].default is None]
    return fields_read(check) + undecided


def _absent(register: str, fields: Sequence[str], columns: Columns) -> list[str]:
    if register not in columns:
        return [register]
    known = REGISTERS[register]
    return [
        f"{register}.{field}"
        for field in dict.fromkeys(fields)
        if field not in columns[register] and known[field].default is None
    ]
