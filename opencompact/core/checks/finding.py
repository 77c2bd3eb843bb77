"""A finding: what one check says of one record, with the facts and the dates it rests on."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import msgspec

from opencompact.core.calendar import Period
from opencompact.core.checks.kinds import fields_read
from opencompact.core.checks.ops import Status
from opencompact.core.checks.records import REGISTERS, Record, Value
from opencompact.core.editions import Check, Commitment
from opencompact.core.holidays import ClosedDays, Holidays


class Promise(msgspec.Struct, frozen=True, dict=True):
    """A check of a commitment, with the calendar of its area."""

    edition: str
    commitment: Commitment
    check: Check
    holidays: Holidays
    closed: ClosedDays

    @property
    def name(self) -> str:
        return f"{self.edition}#{self.commitment.ref}"

    @cached_property
    def read(self) -> list[str]:
        """The fields of the record this check reads, as its kind lists them."""
        return fields_read(self.check)

    @cached_property
    def period(self) -> Period:
        """The period this check promises."""
        return self.check.within or self.check.length or Period.parse(str(self.check.at_least))


class Finding(msgspec.Struct, gc=False):
    """What one check says of one record. The sentences are made when asked for (``saying.py``)."""

    promise: Promise
    record: Record
    as_of: date
    status: Status
    case: str  # the row of the decision table that decided
    earliest_to: date | None = None
    latest_from: date | None = None
    deadline: date | None = None
    short_by: int | None = None
    missing: tuple[str, ...] = ()  # the facts without which nobody can tell

    @property
    def id(self) -> str | None:
        """The record's id; none where a whole register is meant."""
        found = self.record.get("id")
        return None if found is None else str(found)

    @property
    def facts(self) -> dict[str, Value]:
        """The facts it rests on, as far as they are in the data."""
        check = self.promise.check
        if check.kind in ("share_of", "judged"):
            return {key: value for key, value in self.record.items() if key != "id"}
        fields = self.promise.read
        if self.case in ("another", "not_given", "unknown_if"):
            fields = list(check.applies)
        elif self.case == "contradiction":
            fields = list(dict.fromkeys([*fields, *self.missing]))
        elif self.status is Status.KEPT_WITH_REASON and check.unless:
            fields = [*fields, check.unless.reason]
        return {field: self.record[field] for field in fields if field in self.record}

    def value(self, field: str) -> Value:
        """A fact, or what its absence stands for."""
        found = self.record.get(field)
        return REGISTERS[self.promise.check.register][field].default if found is None else found
