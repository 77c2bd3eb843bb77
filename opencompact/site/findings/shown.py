"""What the promises say of one record, as its page shows it: status, sentence, what mends it, how it was worked out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencompact.core.calendar import add, explain_add, explain_closed, explain_latest
from opencompact.core.checks.finding import Finding as CoreFinding
from opencompact.core.remedies import remedy
from opencompact.core.saying import says, there
from opencompact.core.verdicts import Verdict, verdicts
from opencompact.core.words import in_words, sentence
from opencompact.site.accounts.rules import spoken_for
from opencompact.site.agreements.models import Edition
from opencompact.site.agreements.wording import address, marked, side_name
from opencompact.site.findings import changing, rules
from opencompact.site.findings.models import (
    COLOURS,
    Amendment,
    Finding,
    Registered,
    State,
    Statement,
    Status,
)
from opencompact.site.record.models import Entry


class Group(NamedTuple):
    """Findings that stand together on the page of a record."""

    title: Any
    is_folded: bool = False


ATTENTION = Group(gettext_lazy("Needs attention"))
WAITING = Group(gettext_lazy("Not public yet"))
COMING = Group(gettext_lazy("Due"))
FINE = Group(gettext_lazy("Kept"))
OTHER = Group(gettext_lazy("Does not apply"), is_folded=True)
GROUPS = (ATTENTION, WAITING, COMING, FINE, OTHER)
GROUP_OF = {
    Status.NOT_KEPT: ATTENTION, Status.AT_RISK: ATTENTION, Status.CANNOT_TELL: ATTENTION, Status.DUE: COMING,
    Status.KEPT: FINE, Status.KEPT_WITH_REASON: FINE, Status.NOT_APPLICABLE: OTHER,
}  # fmt: skip


class Said(NamedTuple):
    """What an organisation says of a finding, and where who is reading may take it back."""

    statement: Statement
    withdraw_href: str


class Shown(NamedTuple):
    """One finding as a reader sees it. Of one that is held back from them, only the clause and until when."""

    ref: str
    check_id: str
    href: str  # the clause
    summary: str  # of the clause
    side: str  # who promised
    group: Group
    held_until: date | None = None  # the last day on which the body may reply first
    body: str = ""
    status: Status | None = None  # None where it is held back from the reader
    says: str = ""
    remedy: str = ""
    reason: str = ""  # the published reason, in the words of the record
    case: str = ""  # which case of the agreement it is
    worked_out: tuple[str, ...] = ()
    deadline: date | None = None
    statements: tuple[Said, ...] = ()
    say_href: str = ""  # where the reader may reply, contest or add to it
    changed: str = ""  # a fact was changed later: when, which, and what shows it
    reply_until: date | None = None  # and up to when those it names were asked again

    @property
    def anchor(self) -> str:
        return f"finding-{self.ref}-{self.check_id}"

    @property
    def label(self) -> str:
        return str(self.status.label) if self.status else ""

    @property
    def colour(self) -> str:
        return COLOURS[self.status] if self.status else "grey"


class Promised(NamedTuple):
    """One promise about a record, as one line: its verdict, and behind it the checks it comes from, worst first."""

    status: Status | None  # None where one of its checks is held back from the reader
    says: str
    remedy: str
    group: Group
    checks: tuple[Shown, ...]

    @property
    def lead(self) -> Shown:
        """The check that decides; of one held back, what is held back."""
        return self.checks[0]

    @property
    def label(self) -> str:
        return str(self.status.label) if self.status else ""

    @property
    def colour(self) -> str:
        return COLOURS[self.status] if self.status else "grey"

    @property
    def reasons(self) -> list[str]:
        """Each published reason once, however many checks it excuses."""
        return list(dict.fromkeys(each.reason for each in self.checks if each.reason))

    @property
    def statements(self) -> list[Said]:
        return [said for each in self.checks for said in each.statements]

    @property
    def has_working(self) -> bool:
        return len(self.checks) > 1 or bool(self.lead.worked_out)


STILL_OPEN = (Status.DUE, Status.AT_RISK)  # what to do is for everybody to know only while it can be done
LONGEST = 100  # acts in one history
MANY = ("answer_received", "answer_withdrawn")  # acts so many that they are counted elsewhere


class _Reader(NamedTuple):
    """Who reads the page of a record, and what they may do there."""

    row: Registered
    edition: Edition
    today: date
    sees_held_back: bool
    may_act: bool  # speaks for its body, or looks after the area
    speaks_for: frozenset[int]  # named organisations


def shown(row: Registered, person: Any) -> list[Shown]:
    """Every finding about a record: what needs attention first, what does not touch it last."""
    edition = rules.judged_by(row)
    if edition is None:
        return []
    kept = Finding.objects.of(row).select_related("changed_by") if row.pk else ()
    stored = {(each.ref, each.check_id): each for each in kept}
    for each in stored.values():
        each.area = row.area
    reader = _reader(row, person, edition)
    said = _statements(stored.values(), reader)
    if row.state == State.WITHDRAWN:
        found = [_of_withdrawn(each, reader, said.get(each.pk, ())) for each in stored.values()]
        return [each for each in found if each.statements]
    live = rules.worked_out(row, reader.today)
    pairs = [(each, stored.get((each.promise.commitment.ref, each.promise.check.id))) for each in live]
    made = [_shown(each, kept, reader, said.get(kept.pk, ()) if kept else ()) for each, kept in pairs]
    return sorted(made, key=lambda each: GROUPS.index(each.group))


def promises(row: Registered, person: Any) -> list[Promised]:
    """Every promise about a record in one line: what needs attention first, what does not touch it last."""
    checks: dict[str, list[Shown]] = {}
    for each in shown(row, person):
        checks.setdefault(each.ref, []).append(each)
    live = {} if row.state == State.WITHDRAWN else {
        each.promise.commitment.ref: each for each in verdicts(rules.worked_out(row))
    }  # fmt: skip
    may_act = rules.sees_held_back(person, row.area, row.body) or not row.is_public
    made = [_promised(found, live.get(ref), may_act) for ref, found in checks.items()]
    return sorted(made, key=lambda each: GROUPS.index(each.group) if each.group in GROUPS else len(GROUPS))


def _promised(found: list[Shown], verdict: Verdict | None, may_act: bool) -> Promised:
    """A verdict and its checks. Nothing is said of it as long as one of them is held back from the reader."""
    waits = [each for each in found if each.status is None]
    if waits:
        rest = [each for each in found if each.status is not None]
        return Promised(None, "", "", WAITING, (*waits, *rest))
    if verdict is None:
        lead = found[0]
        return Promised(lead.status, lead.says, lead.remedy, lead.group, tuple(found))
    status = Status(str(verdict.status))
    ordered = sorted(found, key=lambda each: each.status != status)
    told = " ".join(filter(None, [verdict.says, *dict.fromkeys(each.case for each in found)]))
    mend = verdict.remedy.says if may_act or status in STILL_OPEN else ""
    return Promised(status, told, mend, GROUP_OF[status], tuple(ordered))


def _reader(row: Registered, person: Any, edition: Edition) -> _Reader:
    sees = rules.sees_held_back(person, row.area, row.body)
    named = row.named() if row.is_public else []
    speaks = spoken_for(person, row.area).filter(pk__in=[each.pk for each in named]) if named else []
    return _Reader(
        row, edition, row.area.today(), sees, sees or not row.is_public, frozenset(each.pk for each in speaks)
    )


def _statements(stored: Iterable[Finding], reader: _Reader) -> dict[int, tuple[Said, ...]]:
    found: dict[int, tuple[Said, ...]] = {}
    for each in Statement.objects.on(stored):
        may = each.organisation_id in reader.speaks_for
        place = f"{reader.row.area.get_absolute_url()}statements/{each.pk}/withdraw/"
        found[each.finding_id] = (*found.get(each.finding_id, ()), Said(each, place if may else ""))
    return found


def _shown(found: CoreFinding, stored: Finding | None, reader: _Reader, said: tuple[Said, ...]) -> Shown:
    status = Status(str(found.status))
    held = _held_until(status, stored, reader)
    plain = _clause(found.promise.commitment.ref, found.promise.check.id, reader)
    if held and not reader.sees_held_back:
        return plain._replace(group=WAITING, held_until=held)
    unless = found.promise.check.unless
    reason = found.record.get(unless.reason) if unless and status == Status.KEPT_WITH_REASON else None
    case = rules.says_case(reader.row, unless.reason) if unless and reason else ""
    return plain._replace(
        group=GROUP_OF[status],
        held_until=held,
        status=status,
        says=f"{says(found)} {case}".strip() if case else says(found),
        remedy=remedy(found) if reader.may_act or status in STILL_OPEN else "",
        changed=changing.says_changed(reader.row, stored, changing.read_by(found), _value) if stored else "",
        reply_until=_reply_until(stored, reader),
        reason=str(reason or ""),
        case=case,
        worked_out=(*worked_out(found), *explained(found, reader.row)),
        deadline=found.deadline,
        statements=said,
        say_href=_say_href(stored, held, reader),
    )


def _reply_until(stored: Finding | None, reader: _Reader) -> date | None:
    until = stored.reply_until if stored else None
    return until if until and until >= reader.today else None


def _say_href(stored: Finding | None, held: date | None, reader: _Reader) -> str:
    """Where the reader may say something of a finding: of one held back, only for its body."""
    may = reader.row.body_id in reader.speaks_for if held else bool(reader.speaks_for)
    touches = stored is not None and stored.status != Status.NOT_APPLICABLE
    return stored.say_href if stored and may and touches else ""


def _held_until(status: Status, stored: Finding | None, reader: _Reader) -> date | None:
    """The last day on which the body may reply first. What only today made "not kept" waits like what was stored."""
    if status != Status.NOT_KEPT or not reader.row.is_public:
        return None
    if stored is not None and stored.status == status:
        public_from = stored.public_from
    else:
        public_from = reader.today + timedelta(days=reader.row.area.reply_days)
    return public_from - timedelta(days=1) if public_from and public_from > reader.today else None


def _clause(ref: str, check_id: str, reader: _Reader) -> Shown:
    """The clause a finding rests on, and nothing else of it."""
    commitment = reader.edition.commitment(ref)
    assert commitment is not None, f"{reader.edition.pk} has no {ref}"
    href = address(reader.row.area.slug, ref)
    if not reader.edition.is_in_force(reader.today):
        href += f"?edition={quote(reader.edition.pk)}"
    summary = marked(commitment.summary, reader.edition.document)
    return Shown(ref, check_id, href, summary, side_name(commitment.by), OTHER, body=reader.row.body.name)


def _of_withdrawn(stored: Finding, reader: _Reader, said: tuple[Said, ...]) -> Shown:
    """A finding about a withdrawn record: what was said of it stays to be read."""
    told = _("The record was withdrawn, so it does not count for or against any promise.")
    return _clause(stored.ref, stored.check_id, reader)._replace(
        status=Status.NOT_APPLICABLE, group=OTHER._replace(is_folded=False), says=told, statements=said
    )


def worked_out(found: CoreFinding) -> list[str]:
    """How a finding was worked out: the facts it rests on, then how each date came about."""
    facts = [f"{sentence(there(found, field))}." for field in found.facts if field != check_reason(found)]
    return [*facts, *filter(None, [_dates(found)])]


class Broken(NamedTuple):
    """A promise that a record does not keep as it stands, for the page before the last click."""

    ref: str
    href: str
    status: Status
    says: str
    remedy: str
    is_excusable: bool  # the agreement allows it with a reason

    @property
    def colour(self) -> str:
        return COLOURS[self.status]


def broken_rows(row: Registered, reads: Collection[str] = ()) -> list[Broken]:
    """Everything that is at risk or not kept as a record stands; where facts are named, by the checks that read one."""
    return [
        Broken(
            each.promise.commitment.ref, address(row.area.slug, each.promise.commitment.ref), Status(str(each.status)),
            says(each), remedy(each), each.promise.check.unless is not None,
        )
        for each in rules.broken(row)
        if not reads or {*each.promise.read} & {*reads}
    ]  # fmt: skip


def explained(found: CoreFinding, row: Registered) -> list[str]:
    """Where a fact is not the one of the record, how it came about."""
    return list(filter(None, (row.explain(field) for field in found.facts)))


def check_reason(found: CoreFinding) -> str:
    """The field that holds the published reason; empty where the promise allows none."""
    unless = found.promise.check.unless
    return unless.reason if unless else ""


def _dates(found: CoreFinding) -> str:
    """How the date that decides was counted; empty where no period was counted."""
    promise, check = found.promise, found.promise.check
    start, end = (found.record.get(str(field)) for field in (check.starts, check.ends))
    after = found.record.get(str(check.after))
    if check.kind == "deadline" and isinstance(after, date):
        return explain_add(after, promise.period, promise.holidays)
    if check.kind == "avoids" and isinstance(start, date) and isinstance(end, date):
        return explain_closed(start, end, promise.closed, check.length, promise.holidays)
    if check.kind != "min_period":
        return ""
    if isinstance(start, date):
        return _with_both_days(found, start) if check.both_days_count else explain_add(
            start, promise.period, promise.holidays
        )  # fmt: skip
    return explain_latest(end, promise.period, promise.holidays) if isinstance(end, date) else ""


def _with_both_days(found: CoreFinding, start: date) -> str:
    """A term, whose first and last day count."""
    period = found.promise.period
    last = add(start, period, found.promise.holidays) - timedelta(days=1)
    told = _("Counting both the first and the last day, %(period)s from %(first)s ends on %(last)s.")
    return told % {"period": period.in_words(), "first": in_words(start), "last": in_words(last)}


class Changed(NamedTuple):
    """One fact of an amendment: what it is, what stood there and what stands there now."""

    field: str
    was: str
    becomes: str


class Happened(NamedTuple):
    """One act about a record: when, what, its receipt, and where facts were amended, which and why."""

    entry: Entry
    amendment: Amendment | None
    changes: tuple[Changed, ...]


def history(row: Registered) -> list[Happened]:
    """What happened to a record so far, the latest first: which body did what, with a receipt for each."""
    amended = {each.entry: each for each in Amendment.objects.of(row)}
    entries = Entry.objects.of(row.area.slug, row.subject).exclude(act__in=MANY).order_by("-n")[:LONGEST]
    return [
        Happened(each, found := amended.get(each.n), tuple(_changes(row, found)) if found else ()) for each in entries
    ]


def _changes(row: Registered, amendment: Amendment) -> Iterable[Changed]:
    for each in amendment.changes:
        if each["field"] == "reason_cases":
            yield from _cases(row, each["was"], each["becomes"])
            continue
        choices = dict(getattr(row._meta.get_field(each["field"]), "flatchoices", ()))
        was, becomes = (_value(choices.get(each[name], each[name])) for name in ("was", "becomes"))
        yield Changed(row.field_name(each["field"]), was, becomes)


def _cases(row: Registered, was: dict[str, str], becomes: dict[str, str]) -> Iterable[Changed]:
    """Of each reason whose case changed: which case of the agreement it was, and which it is now."""
    for reason in was | becomes:
        named = rules.cases_of(row, reason)
        old, new = (_value(rules.in_case(str(held.get(reason, "")), named)) for held in (was, becomes))
        if old != new:
            yield Changed(row.field_name(reason), old, new)


def _value(value: Any) -> str:
    """A kept value in words: a day as a day, yes and no, a list."""
    if value is None or value in ("", []):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(_value, value))
    try:
        return in_words(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)
