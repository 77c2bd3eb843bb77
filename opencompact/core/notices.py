"""How late notice of a change may be given, or how soon a change may take effect, by the notice an edition promises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from opencompact.core.calendar import Period, explain_add, explain_latest
from opencompact.core.checks.finding import Promise
from opencompact.core.checks.kinds import GIVEN, applying
from opencompact.core.checks.one_record import reader
from opencompact.core.compacts import calendar_of
from opencompact.core.describing import describe, exception
from opencompact.core.editions import Check, Commitment, Edition, Party
from opencompact.core.problems import Problem, Unusable
from opencompact.core.saying import says
from opencompact.core.words import N_, _, in_words, listed, said, sentence

CHANGES = {
    "end": N_("ending funding"),
    "reduce": N_("reducing funding"),
    "alter": N_("changing funding"),
}


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """The answer for one change: the last day for notice of an end, or the earliest end for a notice."""

    edition: Edition
    promise: Promise
    period: Period
    what: str  # end, reduce or alter
    as_of: date
    ends: date | None  # the day that was asked about; else
    given: date | None  # the day notice is given
    day: date
    says: str

    @property
    def passed(self) -> bool:
        """Whether it is too late to give notice in time."""
        return self.ends is not None and self.day < self.as_of

    @property
    def others(self) -> list[str]:
        """What else the same promise asks of such a notice."""
        checks = [
            msgspec.structs.replace(check, applies={})
            for check in self.promise.commitment.checks
            if check.id != self.promise.check.id and check.register == "changes" and check.kind != "share_of"
            if _touches(check, "what", self.what) and _touches(check, "by", Party.PUBLIC)
        ]
        asked = [_("{asks}.").format(asks=sentence(describe(check))) for check in checks]
        return [_("Give notice in writing."), *asked] if self.in_writing else asked

    @property
    def in_writing(self) -> bool:
        """Whether only written notice counts."""
        checks = self.promise.commitment.checks
        return any(check.id == self.promise.check.id and check.only_if == "in_writing" for check in checks)

    @property
    def elsewhere(self) -> list[str]:
        """The notice that another promise gives for other kinds of change: one for an end, another for a cut."""
        others: dict[str, tuple[str, list[str]]] = {}
        for commitment, check in _noticed(self.edition):
            changes = [_(name) for kind, name in CHANGES.items() if kind != self.what and _touches(check, "what", kind)]
            if commitment.ref != self.promise.commitment.ref and not _touches(check, "what", self.what) and changes:
                others[commitment.ref] = (Period.parse(str(check.at_least)).as_notice(), changes)
        message = _("For {changes}, {ref} promises {notice}.")
        return [
            message.format(changes=listed(changes, last=N_("or")), ref=ref, notice=notice)
            for ref, (notice, changes) in others.items()
        ]

    @property
    def exception(self) -> str:
        """When less notice is allowed; empty where it never is."""
        return _("{exception}.").format(exception=sentence(told)) if (told := exception(self.promise.check)) else ""


def notice_for_end(edition: Edition, ends: date, as_of: date, what: str = "end") -> Notice:
    """The last day to give notice of a change that takes effect on a day. The longest promised period counts."""
    record = {"notice_given": None, "takes_effect": ends}
    found = [reader(promise)(record, as_of) for promise in _promises(edition, what)]
    last = min(found, key=lambda finding: finding.latest_from or ends)
    day = last.latest_from or ends
    return _notice(last.promise, edition=edition, what=what, as_of=as_of, ends=ends, day=day)


def notice_given(edition: Edition, given: date, as_of: date, what: str = "end") -> Notice:
    """The earliest day on which a change can take effect after a notice. The longest promised period counts."""
    record = {"notice_given": given, "takes_effect": given}
    found = [reader(promise)(record, as_of) for promise in _promises(edition, what)]
    first = max(found, key=lambda finding: finding.earliest_to or given)
    day = first.earliest_to or given
    return _notice(first.promise, edition=edition, what=what, as_of=as_of, given=given, day=day)


def as_json(notice: Notice) -> dict[str, Any]:
    """The answer with the keys others rely on, in their order."""
    return {
        "edition": notice.edition.id,
        "commitment": notice.promise.name,
        "period": str(notice.period),
        "last_day" if notice.ends else "earliest_end": notice.day.isoformat(),
        "says": " ".join([notice.says, *notice.elsewhere]),
    }


def _notice(
    promise: Promise,
    *,
    edition: Edition,
    what: str,
    as_of: date,
    day: date,
    ends: date | None = None,
    given: date | None = None,
) -> Notice:
    return Notice(
        edition=edition,
        promise=promise,
        period=Period.parse(str(promise.check.at_least)),
        what=what,
        as_of=as_of,
        ends=ends,
        given=given,
        day=day,
        says=_worked_out(promise, as_of, given or day, ends or day, forward=given is not None),
    )


def _worked_out(promise: Promise, as_of: date, notice: date, change: date, *, forward: bool) -> str:
    """How the day of notice, or of the change, was worked out."""
    period = Period.parse(str(promise.check.at_least))
    if promise.check.both_days_count:
        return says(reader(promise)({"notice_given": notice, "takes_effect": change}, as_of))
    if not forward:
        return explain_latest(change, period, promise.holidays)
    told = _("Notice given on {given} can take effect on {day} or later.")
    reached = explain_add(notice, period, promise.holidays)
    return f"{told.format(given=in_words(notice), day=in_words(change))} {reached}"


def _promises(edition: Edition, what: str) -> list[Promise]:
    """The promises of notice for this kind of change by a public body; ``Unusable`` where there is none."""
    found = _noticed(edition)
    bank_holidays, closed = calendar_of(edition)
    promises = [
        Promise(edition.id, commitment, msgspec.structs.replace(check, applies={}, only_if=None), bank_holidays, closed)
        for commitment, check in found
        if _touches(check, "what", what)
    ]
    if not promises:
        raise Unusable([_none(edition, what, found)])
    return promises


def _noticed(edition: Edition) -> list[tuple[Commitment, Check]]:
    """The promises of a period of notice by public bodies, for whatever kind of change."""
    return [
        (commitment, check)
        for commitment in edition.commitments
        for check in commitment.checks
        if (check.kind, check.register) == ("min_period", "changes")
        and (check.starts, check.ends) == ("notice_given", "takes_effect")
        and _touches(check, "by", Party.PUBLIC)
    ]


def _touches(check: Check, field: str, value: str) -> bool:
    """Whether a check is about changes whose field has this value."""
    only = check.applies.get(field, GIVEN)
    return only == GIVEN or value in applying(only)


def _none(edition: Edition, what: str, found: Sequence[tuple[Commitment, Check]]) -> Problem:
    """That no period of notice is promised for this kind of change, and for which it is."""
    named = {"compact": said(edition.name), "change": _(CHANGES[what])}
    told = _("the {compact} sets no notice period for {change}").format(**named)
    others = [
        _(name) for kind, name in CHANGES.items() if any(_touches(check, "what", kind) for _commitment, check in found)
    ]
    if not others:
        return Problem(edition.id, told, _("ask the public body what notice it gives"))
    return Problem(edition.id, told, _("it sets one for {changes}").format(changes=listed(others)))
