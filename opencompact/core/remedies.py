"""What would mend a finding, or keep the promise while there is time. Empty where nothing needs doing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import msgspec

from opencompact.core.calendar import add
from opencompact.core.checks.finding import Finding
from opencompact.core.checks.ops import Status
from opencompact.core.checks.phrases import DO, MOVE, noun
from opencompact.core.checks.records import Value
from opencompact.core.repairs import Repair, Step, repaired
from opencompact.core.saying import day
from opencompact.core.words import N_, _, listed, sentence


def remedy(finding: Finding) -> str:
    """What to do now, as a sentence; empty where nothing is to be done."""
    if finding.status in (Status.KEPT, Status.KEPT_WITH_REASON, Status.NOT_APPLICABLE):
        return ""
    found = REMEDIES.get(finding.case)
    return sentence(found(finding)) if found else ""


def _do(finding: Finding, field: str | None) -> str:
    """What to do so that a field is there: "give notice", or "record the stage"."""
    if field in DO:
        return _(DO[str(field)])
    return _("record {noun}").format(noun=_(noun(finding.promise.check.register, str(field))))


def _or_reason(finding: Finding, text: str) -> str:
    """The same, or the reason that the compact allows instead."""
    unless = finding.promise.check.unless
    if unless is None:
        return text
    name = _(noun(finding.promise.check.register, unless.reason))
    return _("{text} Or record {reason}.").format(text=text, reason=name)


def _look_up(finding: Finding) -> str:
    register = finding.promise.check.register
    if finding.case == "list_run_out":
        return _("add the closed periods for the coming years to the edition.")
    if finding.case == "holidays_run_out":
        return _("look again when the bank holidays of those years are known.")
    if finding.case == "contradiction":
        return _("correct the dates.")
    nouns = listed(_(noun(register, field)) for field in finding.missing)
    return _("record {nouns}.").format(nouns=nouns)


def _start_by(finding: Finding) -> str:
    do = _do(finding, finding.promise.check.starts)
    return _("{do} by {day}.").format(do=do, day=day(finding.latest_from))


def _move(finding: Finding) -> str:
    """Move the end while it is to come; say plainly that it is too late when it is not."""
    check = finding.promise.check
    end = finding.record.get(str(check.ends))
    if not isinstance(end, date) or end < finding.as_of:
        return _or_reason(finding, _("the dates can't be changed now. Agree together how to put it right."))
    message = MOVE.get((check.register, str(check.ends)), N_("Move the date to {day} or later."))
    moved = _(message).format(day=day(finding.earliest_to))
    if finding.record.get(str(check.starts)) is None:
        now = _("{do} now.").format(do=sentence(_do(finding, check.starts)))
        return f"{now} {moved}"
    return moved


def _by_deadline(finding: Finding) -> str:
    check = finding.promise.check
    do = _do(finding, check.event or check.first or check.field)
    return _("{do} by {day}.").format(do=do, day=day(finding.deadline))


def _now(finding: Finding) -> str:
    do = _do(finding, finding.promise.check.event)
    return _or_reason(finding, _("{do} now, and say why it is late.").format(do=sentence(do)))


def _say_why(finding: Finding) -> str:
    return _or_reason(finding, _("say why it was late, and what will change next time."))


def _look_again(finding: Finding) -> str:
    check = finding.promise.check
    if finding.record.get(str(check.first)) is None:
        do = sentence(_do(finding, check.first))
        return _or_reason(finding, _("{do} now, and look at the decision again.").format(do=do))
    if check.then == "decided":
        return _or_reason(finding, _("look at the decision again with this in mind, and say why it was made too soon."))
    return _or_reason(finding, _("say why it came too late, and agree together how to put it right."))


def _make_up(finding: Finding) -> str:
    """The day on which the closed days are made up for, while it is to come."""
    check, closed = finding.promise.check, finding.promise.closed
    start, end = finding.record.get(str(check.starts)), finding.record.get(str(check.ends))
    if not (isinstance(start, date) and isinstance(end, date)) or end < finding.as_of or check.length is None:
        return _heard_from(finding)
    wanted = add(start, check.length, finding.promise.holidays)
    until = closed.made_up_by(start, wanted - start) if closed.known_to is None else None
    until = until or wanted + timedelta(days=closed.count(start, end))
    return _or_reason(finding, _("keep it open until {day} or later to make up the lost days.").format(day=day(until)))


def _heard_from(finding: Finding) -> str:
    unless = finding.promise.check.unless
    if unless is None:
        return _("say why it ran during a closed period, and ask people who missed it for their views.")
    name = _(noun(finding.promise.check.register, unless.reason))
    return _("record {reason}, and ask people who missed it for their views.").format(reason=name)


def _record(finding: Finding) -> str:
    check = finding.promise.check
    field = str(check.field)
    if check.kind == "count_at_least":
        name = _(noun(check.register, field))
        told = _("add to {noun}: the promise is at least {least}.").format(noun=name, least=check.at_least)
    else:
        told = _("{do}.").format(do=_do(finding, field))
    return _or_reason(finding, sentence(told)) if finding.status is Status.NOT_KEPT else told


def _raise(finding: Finding) -> str:
    return _or_reason(finding, _("agree together how to make up the difference."))


def _share(finding: Finding) -> str:
    return _("look together at the ones that were not kept, and agree what will change.")


REMEDIES: dict[str, Callable[[Finding], str]] = {
    "unknown": _look_up, "unknown_if": _look_up, "unknown_when": _look_up, "no_number": _look_up,
    "list_run_out": _look_up,
    "to_come": _start_by, "too_late_to_start": _move, "never_started": _move, "planned_short": _move, "short": _move,
    "short_so_far": _move,
    "awaited": _by_deadline, "first_to_come": _by_deadline, "to_be_recorded": _by_deadline,
    "late": _say_why, "overdue": _now, "after": _look_again, "passed": _look_again,
    "planned_late": _by_deadline, "overdue_and_planned": _now, "planned_after": _by_deadline,
    "contradiction": _look_up, "holidays_run_out": _look_up, "share_of_nothing": _look_up,
    "another_undated": _record, "another_so_far": _by_deadline,
    "overlap_so_far": _make_up, "planned_overlap": _make_up, "overlap": _make_up,
    "absent": _record, "not_dated": _record, "below": _raise, "share_missed": _share,
}  # fmt: skip


class Remedy(msgspec.Struct, frozen=True):
    """What to do about a promise on one record: in a sentence, and as the changes it means."""

    says: str
    changes: dict[str, Value]  # fields and the values they have to get; empty where only words can help
    reasons: tuple[str, ...] = ()  # fields: a published reason would do instead


def joint(findings: Sequence[Finding], beside: Sequence[Finding]) -> Remedy:
    """One remedy for all checks of a promise, which makes no other promise about the record worse."""
    repair = repaired(findings, beside)
    rest = [finding for finding in findings if _left(finding, repair)]
    told = [_together(findings, repair)] if repair.steps else []
    told += [remedy(finding) for finding in rest]
    return Remedy(" ".join(dict.fromkeys(filter(None, told))), repair.changes, repair.reasons)


def _left(finding: Finding, repair: Repair) -> bool:
    """Whether a check is not put right by the changes: nothing can be, or they only add what is not known."""
    if finding.status is Status.NOT_KEPT:
        return finding.promise.check.unless is None or not repair.steps
    return finding.status is Status.CANNOT_TELL or not repair.steps


def _together(findings: Sequence[Finding], repair: Repair) -> str:
    first = findings[0]
    written = next((step.field for step in repair.steps if step.field == "in_writing"), None)
    clauses, facts = [], dict[date | None, list[str]]()
    for step in sorted(repair.steps, key=lambda step: step.by or date.max):
        if step.field == written:
            continue
        if isinstance(step.value, date):
            clauses.append(
                _dated(first, step, "in_writing" if written and step.field == "notice_given" else step.field)
            )
        elif step.field in repair.reasons:
            clauses.append(_("publish {reason}").format(reason=_noun(first, step.field)))
        else:
            facts.setdefault(step.by, []).append(_do(first, step.field))
    clauses = [*(_by(listed(deeds), last) for last, deeds in facts.items()), *clauses]
    told = sentence(listed(clauses))
    others = [field for field in repair.reasons if field not in repair.changes]
    if others and len(others) == len(repair.reasons):
        reason = _noun(first, others[0]) if len(others) == 1 else _("the reason")
        return _("{text}, or publish {reason}.").format(text=told, reason=reason)
    return _("{text}.").format(text=told)


def _noun(finding: Finding, field: str) -> str:
    return _(noun(finding.promise.check.register, field))


def _by(deed: str, last: date | None) -> str:
    return _("{deed} by {day}").format(deed=deed, day=day(last)) if last else deed


def _dated(finding: Finding, step: Step, deed: str) -> str:
    """A date as something to do: later is moved, earlier or empty is done by then."""
    there = finding.record.get(step.field)
    if isinstance(there, date) and isinstance(step.value, date) and there < step.value and deed == step.field:
        message = MOVE.get((finding.promise.check.register, step.field), N_("Move it to {day} or later."))
        moved = _(message).format(day=day(step.value)).rstrip(".")
        return moved[:1].lower() + moved[1:]
    if step.value == finding.as_of:
        return _("{deed} today").format(deed=_do(finding, deed))
    return _by(_do(finding, deed), step.value if isinstance(step.value, date) else None)
