"""The statement: what the promises say of what was told, fit to attach to a committee report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencompact.core.checks.finding import Finding
from opencompact.core.checks.ops import Status as CoreStatus
from opencompact.core.checks.phrases import noun
from opencompact.core.checks.records import REGISTERS, Type
from opencompact.core.exchange.written import Heading, Items, Paper, Paragraph, Part, Table
from opencompact.core.repairs import WORST_FIRST
from opencompact.core.saying import says
from opencompact.core.verdicts import Verdict, verdicts
from opencompact.core.words import _ as in_the_language
from opencompact.core.words import in_words, language, listed, said
from opencompact.site.agreements.models import Edition
from opencompact.site.agreements.wording import in_force
from opencompact.site.areas.models import Area
from opencompact.site.findings.models import COLOURS, Status
from opencompact.site.findings.rules import checker, in_case
from opencompact.site.planning.plans import Clause, clauses
from opencompact.site.planning.questions import ABOUT, UNKNOWN, Answers, Question, questions, told
from opencompact.site.planning.rules import Kind


class Row(NamedTuple):
    """What one promise says: its verdict, with the sentence and the remedy."""

    status: CoreStatus
    label: str
    colour: str
    clause: Clause
    promise: str
    says: str
    remedy: str

    @property
    def applies(self) -> bool:
        return self.status is not CoreStatus.NOT_APPLICABLE

    @property
    def whole(self) -> str:
        """Why, and what to do."""
        return " ".join(filter(None, [self.says, self.remedy]))


class Statement(NamedTuple):
    """Everything the statement says."""

    title: str
    heading: str
    says: str
    counts: str
    facts: list[tuple[str, str]]  # who consults, what for, when it was prepared, by whom, by which edition
    days: list[tuple[str, str]]
    rows: list[Row]
    besides: list[Row]  # promises that do not touch it
    reasons: list[tuple[str, str]]
    about: list[tuple[str, str]]  # the impact on the sector, who was involved from which stage
    unknown: list[str]
    basis: str
    address: str


def findings(edition: Edition, kind: Kind, answers: Answers, today: date) -> list[Finding]:
    """What the core says of the facts, the worst first."""
    found = checker(edition).read(kind.register, answers.record(kind.register), today)
    return sorted(found, key=lambda each: WORST_FIRST.index(each.status))


def statement_of(area: Area, edition: Edition, kind: Kind, answers: Answers, today: date) -> Statement:
    """The statement about what was told, on a day."""
    rows = _rows(area, edition, kind, answers, today)
    asked = questions(checker(edition), kind, answers, today)
    fields = REGISTERS[kind.register]
    facts = [(each, answers.said[each.key]) for each in asked if each.key in fields and each.key in answers.said]
    about = [(str(each.asks), told(each, answers.said.get(each.key, UNKNOWN))) for each in ABOUT]
    return Statement(
        title=str(answers.said.get("title", "")),
        heading=_("Is it in line with the %(title)s?") % {"title": edition.title},
        says=_answer(edition, rows),
        counts=_counted(rows),
        facts=_facts(edition, answers, today),
        days=[(str(each.asks), told(each, value)) for each, value in facts if fields[each.key].type is Type.DAY],
        rows=[each for each in rows if each.applies],
        besides=[each for each in rows if not each.applies],
        reasons=[(str(each.asks), _reason(each, answers)) for each, value in facts
                 if fields[each.key].type is Type.REASON and value],
        about=about,
        unknown=[in_the_language(noun(kind.register, each.key)) for each, value in facts if value == UNKNOWN],
        basis=_basis(edition, today),
        address=f"{settings.ADDRESS}{edition.get_absolute_url()}",
    )  # fmt: skip


def _facts(edition: Edition, answers: Answers, today: date) -> list[tuple[str, str]]:
    """Whose consultation it is and what for; when the statement was prepared, by whom and by which edition."""
    said, by = answers.said, {"title": edition.title, "id": edition.pk, "since": _since(edition)}
    found = [
        (_("Consulting organisation"), str(said.get("body") or "")),
        (_("Purpose"), "" if said.get("purpose") == UNKNOWN else str(said.get("purpose") or "")),
        (_("Prepared on"), in_words(today)),
        (_("Prepared by"), "" if said.get("author") == UNKNOWN else str(said.get("author") or "")),
        (_("Agreement"), _("%(title)s (%(id)s), %(since)s") % by),
    ]
    return [(label, text) for label, text in found if text]


def _reason(question: Question, answers: Answers) -> str:
    """A reason as it would be published, with the case of the agreement it is."""
    case = in_case(str(answers.said.get(f"{question.key}_case", "")), question.cases)
    return " ".join(filter(None, [str(answers.said[question.key]), case]))


def _rows(area: Area, edition: Edition, kind: Kind, answers: Answers, today: date) -> list[Row]:
    """One line a promise, the worst first."""
    found = verdicts(findings(edition, kind, answers, today))
    return [_row(area, edition, kind, each, today) for each in found]


def _row(area: Area, edition: Edition, kind: Kind, verdict: Verdict, today: date) -> Row:
    """The verdict on a promise. What only a reason allows is not excused yet: nothing is published."""
    status = Status(str(verdict.status))
    [clause] = clauses(area, [verdict.commitment])
    label, told, do = str(status.label), verdict.says, verdict.remedy.says
    excused = [each for each in verdict.findings if each.status is CoreStatus.KEPT_WITH_REASON]
    if excused and verdict.status in (CoreStatus.KEPT_WITH_REASON, CoreStatus.DUE):
        status, label = Status.KEPT_WITH_REASON, _("Allowed with a reason")
        without = [_without_reason(edition, kind, each, today) for each in excused]
        do = _("The agreement allows this if the reason is published with the notice.")
        in_order = [verdict.says] if verdict.status is CoreStatus.DUE else []
        told = " ".join([*map(says, without), *in_order])
    promise = said(verdict.promise.commitment.summary)
    return Row(CoreStatus(status.value), label, COLOURS[status], clause, promise, told, do)


def _without_reason(edition: Edition, kind: Kind, found: Finding, today: date) -> Finding:
    """The same finding as if no reason was given."""
    unless = found.promise.check.unless
    assert unless is not None, "kept with a reason that no promise asks for"
    record = {**found.record, unless.reason: None}
    again = checker(edition).read(kind.register, record, today)
    return next(each for each in again if each.promise is found.promise)


def _answer(edition: Edition, rows: list[Row]) -> str:
    """The answer in a sentence."""
    statuses = {each.status for each in rows}
    refs = listed(sorted({each.clause.ref for each in rows if each.status in WORST_FIRST[:2]}))
    parts = {"title": edition.title, "refs": refs}
    if CoreStatus.NOT_KEPT in statuses:
        return _("It is not in line with the %(title)s so far: see %(refs)s.") % parts
    if CoreStatus.AT_RISK in statuses:
        return (
            _("As planned it is not in line with the %(title)s, but the plan can still change: see %(refs)s.") % parts
        )
    if CoreStatus.CANNOT_TELL in statuses:
        return _("We can't tell yet whether it is in line with the %(title)s. Some facts are not known.") % parts
    if CoreStatus.KEPT_WITH_REASON in statuses:
        return _("As planned it is in line with the %(title)s if the reasons given here are published.") % parts
    if CoreStatus.DUE in statuses:
        return _("It is in line with the %(title)s so far. Some things are still to be done.") % parts
    if statuses <= {CoreStatus.NOT_APPLICABLE}:
        return _("No promise of the %(title)s that can be checked from records applies to it.") % parts
    return _("It is in line with the %(title)s.") % parts


def _counted(rows: list[Row]) -> str:
    """12 promises apply: 9 kept, 2 due, 1 at risk."""
    counts: Counter[CoreStatus] = Counter(each.status for each in rows if each.applies)
    labels = {each.status: each.label for each in rows}
    parts = [f"{counts[each]} {labels[each].lower()}" for each in WORST_FIRST if counts[each]]
    total = sum(counts.values())
    many = ngettext("%(count)s promise applies", "%(count)s promises apply", total) % {"count": total}
    return f"{many}: {', '.join(parts)}." if parts else ""


def _since(edition: Edition) -> str:
    """In force since when, where anybody has told us."""
    since = _("the latest edition we hold, %(since)s") if edition.is_only_held else _("in force %(since)s")
    return since % {"since": in_force(edition)}


def _basis(edition: Edition, today: date) -> str:
    told_ = _(
        "Checked on %(day)s against the %(title)s (%(id)s), %(since)s. The facts are as given by "
        "the person who asked. Promises that only people can judge are left out.")  # fmt: skip
    facts = {"day": in_words(today), "title": edition.title, "id": edition.pk, "since": _since(edition)}
    return f"{told_ % facts} {_('Planned dates are plans, and nothing was published by preparing this.')}"


def paper_of(area: Area, statement: Statement) -> Paper:
    """The statement as a paper, for any format."""
    return Paper(f"{statement.heading} {statement.title}", area.name, language(), tuple(_parts(statement)))


def _parts(found: Statement) -> Iterator[Part]:
    yield Heading(found.heading, 1)
    yield Paragraph(found.title, strong=True)
    yield Items(tuple(f"{label}: {text}" for label, text in found.facts))
    yield Paragraph(found.says, strong=True)
    yield Paragraph(found.counts)
    yield Heading(_("How each promise is kept"))
    head = (_("Promise"), _("Status"), _("Reasons and remedies"))
    yield Table(head, tuple((f"{each.clause.ref}: {each.promise}", each.label, each.whole) for each in found.rows))
    if found.besides:
        yield Heading(_("Promises that do not apply"))
        yield Items(tuple(f"{each.clause.ref}: {each.says}" for each in found.besides))
    yield from _pairs(_("Key dates"), found.days)
    yield from _pairs(_("Reasons given"), found.reasons)
    yield from _pairs(_("The voluntary sector"), found.about)
    if found.unknown:
        yield Heading(_("What we don't know yet"))
        yield Items(tuple(found.unknown))
    yield Heading(_("What this is based on"))
    yield Paragraph(found.basis)
    yield Paragraph(found.address)


def _pairs(heading: str, pairs: list[tuple[str, str]]) -> Iterator[Part]:
    if pairs:
        yield Heading(heading)
        for asks, answer in pairs:
            yield Heading(asks, 3)
            yield Paragraph(answer)
