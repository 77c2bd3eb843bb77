"""The verdict on a promise for one record: the worst of its checks, said in one sentence, with one remedy.

Pages, figures, letters and indicators count verdicts and never checks: one promise on one record is counted once.

    verdicts(findings)              what every promise says of every record, in the order of the findings
    as_json(verdict)                the keys others rely on
    by_status(verdicts)             how many there are of each status; every status is named
    of_period(verdicts, day, day)   those whose record belongs to a period (``REGISTER_DAYS`` says by which date)
    resting_on_readings(verdicts)   those that rest on our reading and not on what the agreement prints, counted apart
    records(verdicts)               how many records kept all their promises, missed one, can't be told, are still open

A date that is still to come is a plan: nothing that rests on it is ever ``kept`` here, nor ``not_kept``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import msgspec

from opencompact.core.checks.finding import Finding, Promise
from opencompact.core.checks.ops import Status
from opencompact.core.checks.records import REGISTER_DAYS, Record
from opencompact.core.remedies import Remedy, joint
from opencompact.core.repairs import WORST_FIRST
from opencompact.core.saying import says

RANK = {status: place for place, status in enumerate(WORST_FIRST)}
CLEAR = (Status.KEPT, Status.KEPT_WITH_REASON)


class Verdict(msgspec.Struct, frozen=True, dict=True):
    """What one promise says of one record. Its sentence and its remedy are made when asked for."""

    findings: tuple[Finding, ...]  # of this promise, in the order of its checks
    beside: tuple[Finding, ...]  # of every promise about the same record: a remedy may make none of them worse

    @property
    def promise(self) -> Promise:
        """The first check, for what all of them share: the edition, the commitment, the calendar."""
        return self.findings[0].promise

    @property
    def commitment(self) -> str:
        """The full id of the promise: bristol-2012#5.5."""
        return self.promise.name

    @property
    def register(self) -> str:
        return self.promise.check.register

    @property
    def record(self) -> Record:
        return self.findings[0].record

    @property
    def id(self) -> str | None:
        """The record's id; none where a whole register is meant."""
        return self.findings[0].id

    @property
    def as_of(self) -> date:
        return self.findings[0].as_of

    @cached_property
    def status(self) -> Status:
        """The worst of the checks."""
        return min((finding.status for finding in self.findings), key=RANK.__getitem__)

    @cached_property
    def deciding(self) -> list[Finding]:
        """The checks that made it what it is."""
        return [finding for finding in self.findings if finding.status is self.status]

    @property
    def ours(self) -> bool:
        """Whether it rests on our reading alone: no limit or measure that decided stands in the agreement."""
        return all(finding.promise.check.ours for finding in self.deciding)

    @property
    def checks(self) -> list[str]:
        return [finding.promise.check.id for finding in self.findings]

    @cached_property
    def says(self) -> str:
        """The verdict as a sentence, the worst part first; two at most."""
        return verdict_says(self)

    @cached_property
    def remedy(self) -> Remedy:
        """What to do, found once for all checks of the promise."""
        return joint(self.findings, self.beside)

    @property
    def day(self) -> date | None:
        """The date that says which period the record belongs to; none where it is not known."""
        found = self.record.get(REGISTER_DAYS.get(self.register, ""))
        return found if isinstance(found, date) else None


def verdicts(findings: Iterable[Finding]) -> list[Verdict]:
    """One verdict for each promise on each record, in the order in which the findings come."""
    of_record: dict[int, list[Finding]] = {}
    grouped: dict[tuple[str, int], list[Finding]] = {}
    for finding in findings:
        of_record.setdefault(id(finding.record), []).append(finding)
        grouped.setdefault((finding.promise.name, id(finding.record)), []).append(finding)
    return [Verdict(tuple(found), tuple(of_record[record])) for (_name, record), found in grouped.items()]


def as_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict with the keys others rely on, in their order."""
    return {
        "commitment": verdict.commitment,
        "register": verdict.register,
        "record": verdict.id,
        "status": str(verdict.status),
        "says": verdict.says,
        "remedy": verdict.remedy.says,
        "checks": verdict.checks,
        "ours": verdict.ours,
    }


def by_status(found: Iterable[Verdict]) -> dict[Status, int]:
    """How many verdicts there are of each status; every status is named."""
    counts = Counter(verdict.status for verdict in found)
    return {status: counts[status] for status in Status}


def of_period(found: Iterable[Verdict], first: date, last: date) -> list[Verdict]:
    """The verdicts whose record is dated in a period, both days counted. A record without its date is in none."""
    return [verdict for verdict in found if verdict.day is not None and first <= verdict.day <= last]


def resting_on_readings(found: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts that rest on our reading of the agreement: figures count them apart."""
    return [verdict for verdict in found if verdict.ours]


class Records(msgspec.Struct, frozen=True):
    """How many records there are, by what their verdicts say together. Each record is counted once."""

    kept_all: int = 0  # every promise that touches it is kept, with or without a reason
    missed_one: int = 0  # at least one is not kept
    cannot_tell: int = 0  # none is missed, and of at least one nobody can tell
    still_open: int = 0  # none is missed, all can be told, and at least one is due or at risk


def records(found: Iterable[Verdict]) -> Records:
    """Count the records behind the verdicts. A record that no promise touches is not among them."""
    statuses: dict[int, set[Status]] = {}
    for verdict in found:
        if verdict.status is not Status.NOT_APPLICABLE:
            statuses.setdefault(id(verdict.record), set()).add(verdict.status)
    return Records(**Counter(_together(each) for each in statuses.values()))


def _together(statuses: set[Status]) -> str:
    if Status.NOT_KEPT in statuses:
        return "missed_one"
    if statuses <= set(CLEAR):
        return "kept_all"
    return "cannot_tell" if Status.CANNOT_TELL in statuses else "still_open"


def verdict_says(verdict: Verdict) -> str:
    """The sentences of the checks that decided, each once; what is in order, or not known, is left to the findings."""
    told: Sequence[str] = list(dict.fromkeys(says(finding) for finding in verdict.deciding))
    return " ".join(told)
