"""What a finding says, in a sentence a councillor understands. ``remedies.py`` says what would mend it.

Every sentence is one message with named places, so that a translation may order its words as it likes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from opencompact.core.checks.finding import Finding
from opencompact.core.checks.kinds import GIVEN, applying, as_value, share
from opencompact.core.checks.ops import Status
from opencompact.core.checks.phrases import DATES, FACTS, SUBJECTS, noun
from opencompact.core.checks.records import ORDERS, REGISTERS, Type, Value
from opencompact.core.deadlines import by_a_day_words, order_words
from opencompact.core.wording import counted, own_words
from opencompact.core.words import N_, _, in_words, listed, n_, sentence


def says(finding: Finding) -> str:
    """The finding as a sentence, and what it takes for granted."""
    own = own_words(finding)
    told = _with_reason(finding, own, {}) if own else SENTENCES[finding.case](finding)
    return " ".join([sentence(told), *_granted(finding)])


def _granted(finding: Finding) -> list[str]:
    """What the agreement or the record does not say: our own reading of a limit, and the sector taken for granted."""
    check, told = finding.promise.check, list[str]()
    if finding.status in (Status.NOT_APPLICABLE, Status.CANNOT_TELL):
        return told
    if check.ours:
        period = finding.promise.period.in_words() if check.kind in ("min_period", "deadline") else ""
        message = _("The agreement gives no figure; we count {period}.") if period else _("This is our own reading.")
        told.append(message.format(period=period))
    if check.register == "changes" and "by" in check.applies and finding.record.get("by") is None:
        told.append(_("No sector is recorded, so we took the change to be made by the public body."))
    return told


def clause(finding: Finding, field: str | None, *, after: str | None = None) -> str:
    """A date of the record as a clause: "the consultation opened on 3 August 2026", past, planned or absent.

    Where it follows a clause that has named the record already (``after``), the record is "it".
    """
    register = finding.promise.check.register
    named = after is not None and "{it}" in _form(finding, after)
    it = _("it") if named else _(SUBJECTS[register])
    return _(_form(finding, str(field))).format(it=it, day=day(finding.record.get(str(field))))


def _form(finding: Finding, field: str) -> str:
    _name, past, planned, absent = DATES[finding.promise.check.register][field]
    found = finding.record.get(field)
    if not isinstance(found, date):
        return absent
    return past if found <= finding.as_of else planned


def there(finding: Finding, field: str) -> str:
    """Any fact of the record as a clause: there or absent."""
    register = finding.promise.check.register
    if field in DATES[register]:
        return clause(finding, field)
    _name, present, absent = FACTS[register][field]
    found = finding.value(field)
    return _(present if found not in (None, False, "no", (), "") else absent)


def day(found: Value | None) -> str:
    """A day of the record."""
    return in_words(found) if isinstance(found, date) else ""


def shown(finding: Finding, field: str) -> str:
    """A value as a person writes it."""
    found = finding.value(field)
    if isinstance(found, bool):
        return _("yes") if found else _("no")
    if isinstance(found, date):
        return in_words(found)
    if isinstance(found, Decimal) and REGISTERS[finding.promise.check.register][field].type is Type.MONEY:
        return f"£{found:,.2f}".removesuffix(".00")
    return f"{found:,}" if isinstance(found, (int, Decimal)) else str(found)


def days_of(count: int) -> str:
    """One day, or 10 days."""
    return n_("one day", "{count} days", count).format(count=f"{count:,}")


def _cannot_tell(finding: Finding) -> str:
    register = finding.promise.check.register
    nouns = [_(noun(register, field)) for field in finding.missing]
    return _("we can't tell, because this is missing: {nouns}.").format(nouns=listed(nouns))


def _contradiction(finding: Finding) -> str:
    register = finding.promise.check.register
    wrong = (order for order in ORDERS[register] if {order.first, order.then} <= set(finding.missing))
    for order in wrong:
        first, then = finding.record.get(order.first), finding.record.get(order.then)
        if isinstance(first, date) and isinstance(then, date) and then < first:
            told = _("the dates contradict each other: {then}, before {first}.")
            return told.format(then=clause(finding, order.then), first=clause(finding, order.first, after=order.then))
    raise AssertionError("dates in order were said to contradict each other")


def _holidays_run_out(finding: Finding) -> str:
    known = finding.promise.holidays
    told = _("we can't tell: bank holidays are known from {first} to {last}. Later ones are worked out by their rules.")
    return told.format(first=in_words(known.known_from), last=in_words(known.known_to))


def _share_of_nothing(finding: Finding) -> str:
    name = _(noun(finding.promise.check.register, str(finding.promise.check.of)))
    return _("we can't tell: {noun} is given as 0, and there is no share of nothing.").format(noun=name)


def _another(finding: Finding) -> str:
    check = finding.promise.check
    for field, written in check.applies.items():
        values = applying(written)
        if written != GIVEN and _comparable(finding.value(field)) not in values:
            name = _(noun(check.register, field))
            return _('this doesn\'t apply: {noun} is recorded as "{value}".').format(
                noun=name, value=shown(finding, field)
            )
    raise AssertionError("a check that applies was said not to")


def _not_given(finding: Finding) -> str:
    check = finding.promise.check
    fields = [field for field, written in check.applies.items() if written == GIVEN and finding.value(field) is None]
    return _("this doesn't apply: {absent}.").format(absent=there(finding, fields[0]))


def _comparable(found: Value) -> object:
    return as_value(found) if isinstance(found, str) else found


def _absent(field: str) -> Callable[[Finding], str]:
    def tell(finding: Finding) -> str:
        return _("this doesn't apply: {absent}.").format(absent=clause(finding, getattr(finding.promise.check, field)))

    return tell


def _no_dates(finding: Finding) -> str:
    check = finding.promise.check
    field = check.starts if finding.record.get(str(check.starts)) is None else check.ends
    return _("this doesn't apply: {absent}.").format(absent=clause(finding, field))


def _waiting(finding: Finding) -> str:
    check = finding.promise.check
    parts = {
        "absent": clause(finding, check.starts),
        "last": day(finding.latest_from),
        "period": finding.promise.period.in_words(),
        "end": day(finding.record.get(str(check.ends))),
    }
    if finding.status is Status.DUE:
        return _("{absent}; the last date for this is {last}, {period} before {end}.").format(**parts)
    return _with_reason(finding, _("{absent}; the last date for this was {last}, {period} before {end}."), parts)


def _period(finding: Finding) -> str:
    check, period = finding.promise.check, finding.promise.period
    parts = {
        "start_day": day(finding.record.get(str(check.starts))),
        "end_day": day(finding.record.get(str(check.ends))),
        "soonest": day(finding.earliest_to),
    }
    if check.starts == "notice_given":
        told = _("notice was given on {start_day} for {end_day}; {notice} takes it to {soonest}.")
        if not _happened(finding, check.starts):
            told = _("notice is planned for {start_day}, to take effect on {end_day}; {notice} takes it to {soonest}.")
        return _with_reason(finding, told, parts | {"notice": period.as_notice()})
    clauses = {
        "start": clause(finding, check.starts),
        "end": clause(finding, check.ends, after=check.starts),
        "period": period.in_words(),
    }
    return _with_reason(finding, _("{start} and {end}; {period} from {start_day} is {soonest}."), parts | clauses)


def _happened(finding: Finding, field: str | None) -> bool:
    found = finding.record.get(str(field))
    return isinstance(found, date) and found <= finding.as_of


def _with_reason(finding: Finding, told: str, parts: dict[str, str]) -> str:
    text = told.format(**parts) if parts else told
    if finding.status is Status.KEPT_WITH_REASON:
        unless = finding.promise.check.unless
        reason = finding.record.get(unless.reason) if unless else None
        quoted = str(reason or "").rstrip(". ")
        return _("{text} The reason is published: “{reason}”.").format(text=text, reason=quoted)
    return text


def _by_a_day(message: str) -> Callable[[Finding], str]:
    """A sentence of ``deadline`` or ``on_or_before``: what was to happen, by when, and how that day came about."""

    def tell(finding: Finding) -> str:
        check = finding.promise.check
        if own := by_a_day_words(finding):
            return _with_reason(finding, own, {})
        if check.after:
            after, within = day(finding.record.get(check.after)), finding.promise.period.in_words()
            limit = _("{period} after {after} is {limit}").format(
                period=within, after=after, limit=day(finding.deadline)
            )
        else:
            limit = clause(finding, check.limit, after=check.event)
        parts = {"event": clause(finding, check.event), "limit": limit, "days": days_of(finding.short_by or 0)}
        return _with_reason(finding, _(message), parts)

    return tell


def _order(message: str, same_day: str = "") -> Callable[[Finding], str]:
    def tell(finding: Finding) -> str:
        check = finding.promise.check
        if own := order_words(finding):
            return _with_reason(finding, own, {})
        parts = {
            "first": clause(finding, check.first),
            "then": sentence(clause(finding, check.then)),
            "that": _that(finding),
            "days": counted(finding.short_by or 0),
        }
        first, then = finding.record.get(str(check.first)), finding.record.get(str(check.then))
        return _with_reason(finding, _(same_day if same_day and first == then else message), parts)

    return tell


def _that(finding: Finding) -> str:
    """The later of two things, as what the earlier is counted from: "the decision on 20 October 2026"."""
    check = finding.promise.check
    found = finding.record.get(str(check.then))
    return _("{that} on {day}").format(that=_(THAT.get(str(check.then), N_("the date"))), day=day(found))


THAT = {
    "decided": N_("the decision"), "awarded": N_("the award"), "starts": N_("the start of the award"),
    "takes_effect": N_("the change"), "feedback_published": N_("the feedback"),
}  # fmt: skip


def _closed(ran: str, runs: str) -> Callable[[Finding], str]:
    """A sentence of ``avoids``: as past once the end has passed, as it is meanwhile, and as a plan before."""

    def tell(finding: Finding) -> str:
        check, closed = finding.promise.check, finding.promise.closed
        start, end = finding.record.get(str(check.starts)), finding.record.get(str(check.ends))
        if not (isinstance(start, date) and isinstance(end, date)):
            raise AssertionError("closed periods were laid over a stretch without its dates")
        overlaps = closed.overlaps(start, end)
        twice = len({overlap.name for overlap in overlaps}) < len(overlaps)
        names = [f"{overlap.name} {overlap.first.year}" if twice else overlap.name for overlap in overlaps]
        parts = {
            "it": _(SUBJECTS[check.register]),
            "start": day(start),
            "end": day(end),
            "names": listed(f"{name} ({counted(each.days)})" for name, each in zip(names, overlaps, strict=True)),
            "known_to": day(closed.known_to),
        }
        return _with_reason(finding, _(ran if end < finding.as_of else runs), parts)

    return tell


_CLEAR = _closed(
    N_("{it} ran from {start} to {end} and avoided closed periods."),
    N_("{it} runs from {start} to {end} and avoids closed periods."),
)
_MADE_UP = _closed(
    N_("{it} ran from {start} to {end}, including {names}. It was longer to make up for this."),
    N_("{it} runs from {start} to {end}, including {names}. It is longer to make up for this."),
)
_OVERLAP = _closed(
    N_("{it} ran from {start} to {end}, including {names}."), N_("{it} runs from {start} to {end}, including {names}.")
)
_LIST_RUN_OUT = _closed(
    N_("we can't tell: the closed periods are listed only to {known_to}."),
    N_("we can't tell: the closed periods are listed only to {known_to}."),
)


def _there(finding: Finding) -> str:
    check = finding.promise.check
    field = str(check.field)
    if check.kind == "count_at_least":
        counted = finding.value(field)
        count = len(counted) if isinstance(counted, tuple) else 0
        return _("{noun}: {count} listed; the promise is at least {least}.").format(
            noun=_(noun(check.register, field)), count=count, least=check.at_least
        )
    if check.equals is None or isinstance(as_value(check.equals), bool):
        return _("{clause}.").format(clause=there(finding, field))
    return _("{noun} is recorded as {value}.").format(noun=_(noun(check.register, field)), value=shown(finding, field))


def _needed(finding: Finding) -> str:
    told = _there(finding).removesuffix(".")
    if finding.case in ("not_dated", "another_undated"):
        absent = clause(finding, finding.promise.check.needed_by)
        return _("{told}; {absent}.").format(told=told, absent=absent)
    return _("{told}; the deadline is {day}.").format(told=told, day=day(finding.deadline))


def _there_or_reason(finding: Finding) -> str:
    return _with_reason(finding, "{text}", {"text": _there(finding)})


def _ratio(finding: Finding) -> str:
    check = finding.promise.check
    number, of = str(check.number), str(check.of)
    parts = {
        "number": _(noun(check.register, number)), "value": shown(finding, number),
        "of": _(noun(check.register, of)), "whole": shown(finding, of), "least": percent(share(check.at_least)),
    }  # fmt: skip
    told = _("{number} is {value} and {of} is {whole}; the promise is at least {least} of that.")
    return _with_reason(finding, told, parts)


def percent(value: Decimal) -> str:
    """95%, or 66.7%."""
    return f"{value * 100:.1f}".removesuffix(".0") + "%"


def _share(finding: Finding) -> str:
    kept, countable, unsure = (int(str(finding.record[key])) for key in ("kept", "countable", "cannot_tell"))
    least = percent(share(finding.promise.check.at_least))
    if finding.case == "not_enough":
        told = n_(
            "not enough data: we can tell for {countable} record, and at least five are needed.",
            "not enough data: we can tell for {countable} records, and at least five are needed.",
            countable,
        )
    else:
        told = _("kept for {kept} of {countable} ({share}); the promise is at least {least}.")
    text = told.format(kept=kept, countable=countable, share=percent(Decimal(kept) / (countable or 1)), least=least)
    if unsure:
        more = n_("For {count} more, we can't tell.", "For {count} more, we can't tell.", unsure)
        text = f"{text} {more.format(count=unsure)}"
    return text


def _judged(finding: Finding) -> str:
    by = {"public": _("the public sector"), "voluntary": _("the voluntary sector")}.get(str(finding.record.get("by")))
    words = {
        Status.KEPT: N_("{by} says it is kept: {evidence}"),
        Status.KEPT_WITH_REASON: N_("{by} says it is kept with a reason: {evidence}"),
        Status.NOT_KEPT: N_("{by} says it is not kept: {evidence}"),
        Status.CANNOT_TELL: N_("{by} says it can't tell: {evidence}"),
    }
    evidence = finding.record.get("evidence") or _("no evidence given")
    return _(words[finding.status]).format(by=by or _("someone"), evidence=evidence)


SENTENCES: dict[str, Callable[[Finding], str]] = {
    "unknown": _cannot_tell, "unknown_if": _cannot_tell, "unknown_when": _cannot_tell, "no_number": _cannot_tell,
    "contradiction": _contradiction, "holidays_run_out": _holidays_run_out, "share_of_nothing": _share_of_nothing,
    "another": _another, "not_given": _not_given,
    "no_end": _absent("ends"), "no_then": _absent("then"), "no_dates": _no_dates,
    "never_started_with_reason": _waiting,
    "to_come": _waiting, "too_late_to_start": _waiting, "never_started": _waiting,
    "long_enough": _period, "short_with_reason": _period, "planned_short": _period, "short": _period,
    "planned_long_enough": _period, "short_so_far": _period,
    "no_limit": lambda finding: _absent("after" if finding.promise.check.after else "limit")(finding),
    "in_time": _by_a_day(N_("{event}; {limit}.")),
    "planned_in_time": _by_a_day(N_("{event}; {limit}.")),
    "planned_late": _by_a_day(N_("{event}, {days} after the last date for it: {limit}.")),
    "overdue_and_planned": _by_a_day(N_("{event}, {days} after the last date for it: {limit}.")),
    "awaited": _by_a_day(N_("{event}; {limit}.")),
    "late": _by_a_day(N_("{event}; {limit}, so it was {days} late.")),
    "late_with_reason": _by_a_day(N_("{event}; {limit}, so it was {days} late.")),
    "overdue": _by_a_day(N_("{event}; {limit}, so it is {days} late.")),
    "overdue_with_reason": _by_a_day(N_("{event}; {limit}, so it is {days} late.")),
    "in_order": _order(N_("{first}, before {that}."), N_("{first}, on the same day as {that}.")),
    "planned_in_order": _order(N_("{first}, before {that}."), N_("{first}, on the same day as {that}.")),
    "planned_after": _order(N_("{first}, {days} after {that}.")),
    "left_out_with_reason": _order(N_("{first}. {then}.")),
    "first_to_come": _order(N_("{first}. {then}.")),
    "after": _order(N_("{first}, {days} after {that}.")),
    "after_with_reason": _order(N_("{first}, {days} after {that}.")),
    "passed": _order(N_("{first}. {then}.")),
    "passed_with_reason": _order(N_("{first}. {then}.")),
    "list_run_out": _LIST_RUN_OUT, "clear": _CLEAR, "planned_clear": _CLEAR,
    "made_up": _MADE_UP, "planned_made_up": _MADE_UP, "overlap": _OVERLAP, "overlap_so_far": _OVERLAP,
    "planned_overlap": _OVERLAP, "overlap_with_reason": _OVERLAP,
    "there": _there, "absent": _there, "absent_with_reason": _there_or_reason,
    "another_undated": _needed, "another_so_far": _needed, "planned": _there,
    "not_dated": _needed, "to_be_recorded": _needed,
    "reached": _ratio, "below": _ratio, "below_with_reason": _ratio,
    "not_enough": _share, "share_reached": _share, "share_missed": _share,
    "judged": _judged,
}  # fmt: skip
