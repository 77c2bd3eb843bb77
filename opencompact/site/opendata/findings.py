"""What the promises say of records, what those named say of that, and what people judge: only what is public by now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from opencompact.core.checks.finding import Finding as CoreFinding
from opencompact.core.findings import facts_as_json
from opencompact.core.saying import says
from opencompact.core.verdicts import Verdict, verdicts
from opencompact.site import clock
from opencompact.site.areas.models import Area
from opencompact.site.findings.models import Finding, Judgement, Statement, registers
from opencompact.site.findings.rules import key_of, worked_out
from opencompact.site.opendata.columns import (
    AREA,
    DAY,
    ID,
    LIST,
    MOMENT,
    OBJECT,
    ORGANISATION,
    TEXT,
    WHOLE,
    YES_NO,
    Column,
    Register,
    Row,
    in_area,
)


def _day(area: Area | None) -> date:
    """The day by which something must be public: of all areas, where it is earliest."""
    if area:
        return area.today()
    return min((each.today() for each in Area.objects.all()), default=clock.now().date())


def _findings(area: Area | None) -> QuerySet[Finding]:
    """Without those to which a body may still reply."""
    return in_area(Finding.objects.public_on(_day(area)).select_related("area", "body", "changed_by"), area)


def _finding(each: Finding) -> Row:
    return {
        "id": each.pk, "area": each.area.slug, "in_register": each.register, "record": each.record, "title": each.title,
        "organisation": each.body_id, "organisation_name": each.body.name, "edition": each.edition_id,
        "ref": each.ref, "check": each.check_id, "by": each.party, "status": each.status, "deadline": each.deadline,
        "counted_on": each.counted_on, "since": each.since,
        "changed": _changed_on(each), "status_before": each.status_before,
        "shown_by": each.changed_by.shown_by if each.changed_by else "",
        "address": f"{settings.ADDRESS}{each.get_absolute_url()}",
    }  # fmt: skip


def _changed_on(each: Finding) -> date | None:
    """The day on which a fact was changed that turned it."""
    return each.area.day_of(each.changed_by.made) if each.changed_by else None


def _findings_in_words(some: Sequence[Finding]) -> list[Row]:
    """Each finding with its sentence and the facts it rests on, from its record as it is now."""
    live = {
        (register, record, *key_of(found)): found
        for (register, record), findings in _live(some).items()
        for found in findings
    }
    rows = []
    for each in some:
        found = live.get((each.register, each.record, each.ref, each.check_id))
        is_as_stored = found is not None and str(found.status) == each.status
        told: Row = {"says": says(found), "facts": facts_as_json(found)} if found and is_as_stored else NOTHING
        rows.append(_in_order(FINDINGS, {**_finding(each), **told}))
    return rows


def _in_order(register: Register, row: Row) -> Row:
    return {column.name: row[column.name] for column in register.columns}


def _verdicts(area: Area | None) -> QuerySet[Finding]:
    return _findings(area).filter(decides=True)


def _verdicts_in_words(some: Sequence[Finding]) -> list[Row]:
    """Each verdict with its sentence, its remedy and the facts its checks rest on."""
    live = {
        (register, record, verdict.promise.commitment.ref): verdict
        for (register, record), findings in _live(some).items()
        for verdict in verdicts(findings)
    }
    return [_verdict(each, live.get((each.register, each.record, each.ref))) for each in some]


def _verdict(each: Finding, live: Verdict | None) -> Row:
    row = {name: value for name, value in _finding(each).items() if name != "check"}
    if live is None or str(live.status) != each.status:
        return _in_order(VERDICTS, {**row, "ours": each.ours, "checks": [], "remedy": None, **NOTHING})
    facts = {name: value for found in live.findings for name, value in facts_as_json(found).items()}
    told: Row = {"checks": list(live.checks), "says": live.says, "remedy": live.remedy.says, "facts": facts}
    return _in_order(VERDICTS, {**row, "ours": each.ours, **told})


def _live(some: Sequence[Finding]) -> dict[tuple[str, int], list[CoreFinding]]:
    """What every promise says today of the records of these findings. A sentence is given only where it says what is
    stored: what the new day changed is not public before the body had its time to reply."""
    found = {}
    for name, register in registers().items():
        wanted = {each.record for each in some if each.register == name}
        for row in register.numbered(wanted):
            found[name, row.pk] = worked_out(row)
    return found


def _statements(area: Area | None) -> QuerySet[Statement]:
    rows = Statement.objects.filter(withdrawn=None, finding__in=_findings(area).order_by().values("pk"))
    return rows.select_related("finding__area", "organisation")


def _statement(each: Statement) -> Row:
    return {
        "id": each.pk, "area": each.finding.area.slug, "finding": each.finding_id, "organisation": each.organisation_id,
        "organisation_name": each.organisation.name, "kind": each.kind, "words": each.words, "said": each.said,
        "entry": each.entry,
    }  # fmt: skip


def _judgement(each: Judgement) -> Row:
    return {
        "id": each.pk, "area": each.area.slug, "edition": each.edition_id, "ref": each.ref,
        "organisation": each.organisation_id, "organisation_name": each.organisation.name, "side": each.side,
        "said": each.said, "evidence": each.evidence, "link": each.link, "on": each.on, "entry": each.entry,
    }  # fmt: skip


NOTHING: Row = {"says": None, "facts": {}}  # where the record no longer says what is stored
_PROMISE = (
    Column("in_register", TEXT, "The register the record is in: consultations."),
    Column("record", WHOLE, "The number of the record."),
    Column("title", TEXT, "The title of the record."),
    *ORGANISATION,
    Column("edition", TEXT, "The edition the record is judged by."),
    Column("ref", TEXT, "The reference of the promise."),
)
_STATUS = (
    Column("by", TEXT, "Who promised: public, voluntary or both."),
    Column("status", TEXT, "kept, kept_with_reason, due, at_risk, not_kept, cannot_tell or not_applicable."),
    Column("deadline", DAY, "The last day for it, where there is one."),
    Column("counted_on", DAY, "The day under whose year it is counted."),
    Column("since", DAY, "The first day with this status."),
    Column("changed", DAY, "The day on which a fact was changed later and turned it."),
    Column("status_before", TEXT, "The status until that change."),
    Column("shown_by", TEXT, "What shows the changed fact."),
)
_WORDS = (
    Column("says", TEXT, "What the record shows, in a sentence."),
    Column("facts", OBJECT, "The facts it rests on, by the names of the register."),
    Column("address", TEXT, "Where it is read."),
)

FINDINGS = Register("findings", "Findings", "What each check says of each published record.", (
    ID, AREA, *_PROMISE, Column("check", TEXT, "The check of the promise."), *_STATUS, *_WORDS,
), _findings, _finding, many=_findings_in_words)  # fmt: skip

VERDICTS = Register("verdicts", "Verdicts", "What each promise says of each published record.", (
    ID, AREA, *_PROMISE, *_STATUS,
    Column("ours", YES_NO, "Whether it rests on our reading: the agreement prints no such limit or measure."),
    Column("checks", LIST, "The checks of the promise."),
    Column("remedy", TEXT, "What would put it right."),
    *_WORDS,
), _verdicts, _finding, many=_verdicts_in_words)  # fmt: skip

STATEMENTS = Register("statements", "Statements", "What organisations that a finding names say of it.", (
    ID, AREA,
    Column("finding", WHOLE, "The number of the finding."),
    *ORGANISATION,
    Column("kind", TEXT, "reply, contest or context."),
    Column("words", TEXT, "What it says."),
    Column("said", MOMENT, "When it said so, in UTC."),
    Column("entry", WHOLE, "The number of its entry in the public record."),
), _statements, _statement)  # fmt: skip

JUDGEMENTS = Register("judgements", "Judgements", "How each side says a promise is kept that no date can settle.", (
    ID, AREA,
    Column("edition", TEXT, "The edition."),
    Column("ref", TEXT, "The reference of the promise."),
    *ORGANISATION,
    Column("side", TEXT, "public, voluntary or both."),
    Column("said", TEXT, "kept, kept_with_reason, not_kept or cannot_tell."),
    Column("evidence", TEXT, "What shows it, in its own words."),
    Column("link", TEXT, "Where it can be seen."),
    Column("on", DAY, "The day it speaks of."),
    Column("entry", WHOLE, "The number of its entry in the public record."),
), lambda area: in_area(
    Judgement.objects.filter(withdrawn=None).select_related("area", "organisation"), area
), _judgement)  # fmt: skip
