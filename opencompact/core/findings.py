"""Findings: every promise of an edition held against every record of the registers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from opencompact.core.checks import population
from opencompact.core.checks.finding import Finding, Promise
from opencompact.core.checks.one_record import Reader, counter, reader
from opencompact.core.checks.ops import Status
from opencompact.core.checks.records import Record, Value
from opencompact.core.compacts import calendar_of
from opencompact.core.editions import Check, Edition
from opencompact.core.problems import Problem, Unusable
from opencompact.core.reading import nearest
from opencompact.core.remedies import remedy
from opencompact.core.saying import says
from opencompact.core.words import _, said

Registers = Mapping[str, Sequence[Record]]


class Checker:
    """The promises of one edition, ready to read records."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._holidays, self._closed = bank_holidays, closed = calendar_of(edition)
        self.promises = [
            Promise(edition.id, commitment, check, bank_holidays, closed)
            for commitment in edition.commitments
            for check in commitment.checks
        ]
        self.readers: dict[str, list[Reader]] = {}
        self.of_record: list[tuple[Promise, Reader]] = []
        for promise in self.promises:
            if promise.check.kind not in ("share_of", "judged"):
                made = reader(promise)
                self.of_record.append((promise, made))
                self.readers.setdefault(promise.check.register, []).append(made)

    def read(self, register: str, record: Record, as_of: date) -> list[Finding]:
        """What every check says of one record."""
        return [read(record, as_of) for read in self.readers.get(register, ())]

    def findings(self, registers: Registers, as_of: date) -> list[Finding]:
        """Every finding: record by record, then whole registers, then what people said."""
        each = [
            finding
            for register, records in registers.items()
            for record in records
            for finding in self.read(register, record, as_of)
        ]
        return [*each, *self.of_registers(registers, as_of), *self.judged(registers.get("judgements", ()), as_of)]

    def of_registers(self, registers: Registers, as_of: date) -> list[Finding]:
        """What the checks of whole registers say."""
        found = []
        for promise in self.promises:
            if promise.check.kind == "share_of" and promise.check.register in registers:
                records = registers[promise.check.register]
                one = counter(self.counted(promise))
                statuses = [one(record, as_of).status for record in records]
                counts = population.counted(promise, records, statuses, as_of)
                found.append(population.verdict(promise, counts, as_of))
        return found

    def counted(self, promise: Promise) -> Promise:
        """The check whose findings a share is made of."""
        of_clause = (other for other, _ in self.of_record if other.commitment is promise.commitment)
        return next(other for other in of_clause if other.check.id == promise.check.check)

    def judged(self, judgements: Iterable[Record], as_of: date) -> list[Finding]:
        """What people of both sides said, kept apart."""
        by_ref = {commitment.ref: commitment for commitment in self.edition.commitments}
        found, problems = [], []
        for record in judgements:
            ref = str(record.get("commitment")).removeprefix(f"{self.edition.id}#")
            if ref not in by_ref:
                says = _('judgement {id}: there is no commitment "{ref}"').format(id=record.get("id"), ref=ref)
                problems.append(Problem("", says, nearest(ref, list(by_ref))))
            elif record.get("said"):
                check = next((each for each in by_ref[ref].checks if each.kind == "judged"), JUDGED)
                promise = Promise(self.edition.id, by_ref[ref], check, self._holidays, self._closed)
                found.append(Finding(promise, record, as_of, Status(str(record["said"])), "judged"))
        if problems:
            raise Unusable(problems)
        return found


JUDGED = Check(id="judged", kind="judged", register="judgements")


def as_json(finding: Finding) -> dict[str, Any]:
    """A finding with the keys others rely on, in their order."""
    dates = {
        "earliest_to": _plain(finding.earliest_to),
        "latest_from": _plain(finding.latest_from),
        "deadline": _plain(finding.deadline),
        "short_by_days": finding.short_by,
    }
    return {
        "commitment": finding.promise.name,
        "check": finding.promise.check.id,
        "register": finding.promise.check.register,
        "record": finding.id,
        "status": str(finding.status),
        "says": says(finding),
        "facts": facts_as_json(finding),
        "dates": dates,
        "remedy": remedy(finding),
        "missing": list(finding.missing),
        "ours": said(finding.promise.check.ours) or None,
        "as_of": finding.as_of.isoformat(),
    }


def facts_as_json(finding: Finding) -> dict[str, Any]:
    """The facts a finding rests on, as they stand in JSON."""
    return {field: _plain(value) for field, value in finding.facts.items()}


def _plain(value: Value) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def summary(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each status; every status is named."""
    counts = Counter(finding.status for finding in findings)
    return {str(status): counts[status] for status in Status}


_ENCODER = msgspec.json.Encoder(decimal_format="number")


def encode(value: Any) -> bytes:
    """JSON as others read it: money as plain numbers."""
    return msgspec.json.format(_ENCODER.encode(value), indent=2)
