"""What would mend a finding, or keep the promise while there is time. Empty where nothing needs doing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from opencompact.core.calendar import add
from opencompact.core.checks.finding import Finding
from opencompact.core.checks.ops import Status
from opencompact.core.checks.phrases import DO, MOVE, noun
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
