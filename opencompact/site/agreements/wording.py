"""An edition as pages show it: each promise in words, who made it and how it is checked; the whole in brief."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import quote

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opencompact.core.amounts import days
from opencompact.core.calendar import Period, add, add_months, closed_days, explain_add, explain_closed
from opencompact.core.checks.finding import Promise as Promised
from opencompact.core.compacts import calendar_of
from opencompact.core.describing import describe, how_checked
from opencompact.core.editions import Change, Check, ClosedPeriod, Commitment, Item, Party, Strength, Verify, Words
from opencompact.core.editions import Edition as Document
from opencompact.core.words import in_words, language, said, sentence
from opencompact.site.accounts.models import Sector
from opencompact.site.agreements.models import Edition

COLOURS = {Party.PUBLIC: "blue", Party.VOLUNTARY: "purple", Party.BOTH: "turquoise"}
STRENGTHS = {
    Strength.MUST: gettext_lazy("A promise"),
    Strength.AIM: gettext_lazy("An aim"),
    Strength.RECOGNISE: gettext_lazy("Something recognised"),
}
MEASURED = {
    Verify.COMPUTED: gettext_lazy("Checked from dates and numbers"),
    Verify.RECORDED: gettext_lazy("Checked from a record"),
    Verify.JUDGED: gettext_lazy("Judged by people"),
}
WHAT_BECAME = {
    Change.SAME: gettext_lazy("kept the same"),
    Change.TIGHTENED: gettext_lazy("asks for more now"),
    Change.LOOSENED: gettext_lazy("asks for less now"),
    Change.SPLIT: gettext_lazy("split into several"),
    Change.MERGED: gettext_lazy("merged with others"),
    Change.DROPPED: gettext_lazy("dropped"),
    Change.NEW: gettext_lazy("new"),
}
BODY_ROLES = {
    "signatory": gettext_lazy("Signatory"),
    "group member": gettext_lazy("Member of the group"),
    "adopter": gettext_lazy("Adopted it"),
    "mediator": gettext_lazy("Mediator"),
    "overseer": gettext_lazy("Oversees it"),
    "sign-up contact": gettext_lazy("Takes sign-up forms"),
    "adviser": gettext_lazy("Gives advice"),
    "parent partnership": gettext_lazy("The group answers to it"),
}


class Row(NamedTuple):
    """One promise in a list."""

    commitment: Commitment
    href: str
    ref: str
    summary: str
    text: str  # the official words, where the area has put them in
    side: str  # "Public sector", whatever the document calls it
    colour: str
    party: str  # what the document calls it
    strength: str
    measured: str
    checks: list[str]


class Group(NamedTuple):
    """The promises of one theme or one outcome."""

    ref: str
    title: str
    about: str
    rows: list[Row]


class Checked(NamedTuple):
    """One check of a promise: what it asks with the exception it allows, and dates worked out for an example."""

    asks: str
    ours: str  # why the limit or the measure is our reading, where the document gives none
    example: str


def marked(words: Words, document: Document) -> SafeString | str:
    """A text of an edition; where it is in another language than the page, marked so for those who hear it read."""
    text, spoken = said(words), language()
    written = next(iter(document.languages), "en")
    if isinstance(words, dict):
        written = spoken if words.get(spoken) else "en" if words.get("en") else next(iter(words), spoken)
    if not text or written == spoken:
        return text
    return format_html('<span lang="{}">{}</span>', written, text)


def address(area: str, ref: str) -> str:
    """Where a promise of the edition in force is read; references may hold any character."""
    return f"/areas/{area}/commitments/{quote(ref, safe='')}/"


def address_in(edition: Edition, ref: str, today: date) -> str:
    """Where a promise is read as it stands in this edition."""
    here = address(edition.area.slug, ref)
    return here if edition.is_in_force(today) else f"{here}?edition={edition.pk}"


def party_name(document: Document, party: Party) -> Words:
    side: Words = getattr(document.parties, str(party)).name
    return side


def side_name(party: Party) -> str:
    """The same short name in every area."""
    return str(Sector(str(party)).label)


def row(edition: Edition, commitment: Commitment, today: date) -> Row:
    """One promise as a list shows it."""
    document = edition.document
    return Row(
        commitment,
        address_in(edition, commitment.ref, today),
        commitment.ref,
        marked(commitment.summary, document),
        marked(edition.official_words(commitment), document),
        side_name(commitment.by),
        COLOURS[commitment.by],
        marked(party_name(document, commitment.by), document),
        str(STRENGTHS[commitment.strength]),
        str(MEASURED[commitment.verify]),
        [f"{sentence(told)}." for told in how_checked(commitment)] if commitment.checks else [],
    )


def has_outcomes(document: Document) -> bool:
    """Whether the document says of its promises which outcome they serve."""
    return any(commitment.outcome for commitment in document.commitments)


def grouped(edition: Edition, commitments: Iterable[Commitment], today: date, by: str = "theme") -> list[Group]:
    """Promises under their themes, or under their outcomes; groups without any are left out."""
    document, chosen = edition.document, list(commitments)
    items: Sequence[Item] = document.outcomes if by == "outcome" else document.themes
    of = {item.ref: [each for each in chosen if getattr(each, by) == item.ref] for item in items}
    groups = [
        Group(
            item.ref,
            marked(item.title, document),
            marked(item.about, document),
            [row(edition, each, today) for each in of[item.ref]],
        )
        for item in items
        if of[item.ref]
    ]
    left = [each for each in chosen if getattr(each, by) is None]
    if left:
        groups.append(Group("", _("Not linked to an outcome"), "", [row(edition, each, today) for each in left]))
    return groups


# How a promise is checked


def checks_of(document: Document, commitment: Commitment, today: date) -> list[Checked]:
    """Each check of a promise in words, with dates worked out from today where it names a period."""
    holidays, closed = calendar_of(document)
    found = []
    for check in commitment.checks:
        promised = Promised(document.id, commitment, check, holidays, closed)
        asks = f"{sentence(describe(check, commitment.checks))}."
        found.append(Checked(asks, marked(check.ours, document), _example(promised, check, today)))
    return found


def _example(promised: Promised, check: Check, today: date) -> str:
    """ "12 weeks (84 days) from 3 August 2027 is 26 October 2027." Empty where the check names no period."""
    holidays, closed = promised.holidays, promised.closed
    if check.kind == "min_period" and check.both_days_count:
        last = add(today, promised.period, holidays) - timedelta(1)
        told = _("Counting both the first and the last day, %(period)s from %(first)s ends on %(last)s.")
        return told % {"period": promised.period.in_words(), "first": in_words(today), "last": in_words(last)}
    if check.kind in ("min_period", "deadline"):
        return explain_add(today, promised.period, holidays)
    if check.kind == "avoids":
        until = add(today, check.length, holidays) if check.length else add_months(today, 12)
        return explain_closed(today, until, closed, check.length, holidays)
    return ""


# The periods of notice


class NoticePromise(NamedTuple):
    """A promise of notice: how long, before what, and where it is read."""

    commitment: Commitment
    check: Check
    side: str  # who gives the notice: "Public sector"
    period: Period
    says: str  # "three months' notice"
    asks: str  # "at least three months from the day notice was given …"
    href: str


def notice_promises(edition: Edition) -> list[NoticePromise]:
    """The periods of notice an edition promises before funding or a service changes, the longest first."""
    found = [
        NoticePromise(
            commitment,
            check,
            side_name(commitment.by),
            period := Period.parse(str(check.at_least)),
            period.as_notice(),
            describe(check, commitment.checks),
            address(edition.area.slug, commitment.ref),
        )
        for commitment in edition.document.commitments
        for check in commitment.checks
        if is_notice(check)
    ]
    return sorted(found, key=lambda each: -days(each.period))


def is_notice(check: Check) -> bool:
    """Whether a check asks for a period from the day notice is given to the day a change takes effect; one that only
    we count, because the document gives no length, is no period anybody promised."""
    ends = (check.kind, check.register, check.starts, check.ends)
    return ends == ("min_period", "changes", "notice_given", "takes_effect") and not check.ours


# The whole in brief


class Part(NamedTuple):
    """An outcome or a theme, and how many promises each side makes under it."""

    ref: str
    title: str
    about: str
    public: int
    voluntary: int
    both: int
    href: str

    @property
    def total(self) -> int:
        return self.public + self.voluntary + self.both


class Brief(NamedTuple):
    """What an area's home page says of its agreement."""

    says: str  # one sentence
    parts: list[Part]  # outcomes, or themes where the document ties no promise to an outcome
    public: str  # what each side is called
    voluntary: str
    both: str
    total: int
    computed: int  # promises checked by dates and numbers
    recorded: int
    judged: int
    counted: str  # "54 promises: 17 by …"


def in_brief(edition: Edition) -> Brief:
    """An edition in a sentence and a few figures."""
    document = edition.document
    by = "outcome" if has_outcomes(document) else "theme"
    items = document.outcomes if by == "outcome" else document.themes
    ways = Counter(commitment.verify for commitment in document.commitments)
    names = {party: marked(party_name(document, party), document) for party in Party}
    return Brief(
        marked(_first_sentence(document), document) or _("What both sectors promise each other."),
        [_part(edition, item, by) for item in items],
        names[Party.PUBLIC],
        names[Party.VOLUNTARY],
        names[Party.BOTH],
        len(document.commitments),
        ways[Verify.COMPUTED],
        ways[Verify.RECORDED],
        ways[Verify.JUDGED],
        counted(document),
    )


def counted(document: Document) -> str:
    """54 promises: 17 can be checked by dates and numbers, 5 by what is recorded, 32 are judged by people."""
    ways = Counter(commitment.verify for commitment in document.commitments)
    total = len(document.commitments)
    told = ngettext("%(count)s promise", "%(count)s promises", total) % {"count": total}
    parts = {"promises": told, **{str(way): ways[way] for way in Verify}}
    shown = _(
        "%(promises)s: %(computed)s checked from dates and numbers, %(recorded)s checked from a record, "
        "%(judged)s judged by people."
    )
    return shown % parts


def _part(edition: Edition, item: Item, by: str) -> Part:
    sides = Counter(each.by for each in edition.document.commitments if getattr(each, by) == item.ref)
    document = edition.document
    return Part(
        item.ref,
        marked(item.title, document),
        marked(item.about, document),
        sides[Party.PUBLIC],
        sides[Party.VOLUNTARY],
        sides[Party.BOTH],
        f"/areas/{edition.area.slug}/commitments/?{'by=outcome' if by == 'outcome' else 'theme=' + quote(item.ref)}",
    )


def _first_sentence(document: Document) -> Words:
    """The first sentence the document says about itself, in each of its languages."""
    if isinstance(document.about, str):
        return _first(document.about)
    return {spoken: _first(text) for spoken, text in document.about.items()}


def _first(text: str) -> str:
    first, stop, _rest = text.partition(". ")
    return first + "." if stop else text


# When, and the other days


def in_force(edition: Edition) -> str:
    """Since when and until when: "from 2012", "1 April 2024 to 31 March 2026"; of a document nobody has confirmed, only
    its date: "dated 2012"."""
    if edition.is_only_held and edition.end is None:
        return _("dated %(year)s") % {"year": edition.start.year} if edition.start else _("undated")
    printed = edition.document.in_force.start
    year_only = isinstance(printed, int) and edition.start == date(printed, 1, 1)
    if edition.start is None:
        return _("undated") if edition.end is None else _("until %(end)s") % {"end": in_words(edition.end)}
    start = str(printed) if year_only else in_words(edition.start)
    if edition.end:
        return _("%(start)s to %(end)s") % {"start": start, "end": in_words(edition.end)}
    return _("from %(start)s") % {"start": start}


def closed_period(period: ClosedPeriod, today: date) -> str:
    """When it is, and when it is next: "20 December to 3 January every year; next …"."""
    told = _days(period)
    if period.start:
        return told
    coming = closed_days([period]).ranges(today, today + timedelta(3_000))  # 29 February may be eight years away
    first, last = coming[0] if coming else (today, today)
    if first <= today:
        return told
    parts = {"days": told, "first": in_words(first), "last": in_words(last)}
    return _("%(days)s; next from %(first)s to %(last)s") % parts


def _days(period: ClosedPeriod) -> str:
    if period.start and period.end:
        return _("%(start)s to %(end)s") % {"start": in_words(period.start), "end": in_words(period.end)}
    first, _to, last = (period.every_year or period.around_easter).partition(" to ")
    if period.every_year:
        return _("%(start)s to %(end)s every year") % {"start": _month_day(first), "end": _month_day(last)}
    if int(first) < 0 < int(last):
        told = _("from %(first)s days before Easter Sunday to %(last)s days after it")
        return told % {"first": -int(first), "last": int(last)}
    return _("days from Easter Sunday: %(days)s") % {"days": period.around_easter}


def _month_day(text: str) -> str:
    """20 December."""
    return in_words(date(2000, int(text[:2]), int(text[3:]))).rpartition(" ")[0]


def body_role(role: str) -> str:
    """What a body is to the agreement."""
    return str(BODY_ROLES.get(role, sentence(role)))
