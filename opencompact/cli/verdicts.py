"""Findings on a terminal, as JSON or as CSV: how each promise stands, then what is to be done."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from opencompact.core.checks.finding import Finding
from opencompact.core.checks.ops import Status
from opencompact.core.coverage import Covered, columns_of, coverage
from opencompact.core.describing import SIDES
from opencompact.core.editions import Edition
from opencompact.core.exchange.reading import Reading
from opencompact.core.exchange.writing import to_table
from opencompact.core.findings import Checker, as_json, encode
from opencompact.core.verdicts import Verdict, by_status, records, resting_on_readings, verdicts
from opencompact.core.verdicts import as_json as verdict_json
from opencompact.core.words import N_, _, in_words, n_, said
from opencompact.terminal import tables
from opencompact.terminal.door import NOT_KEPT

TO_DO = (Status.NOT_KEPT, Status.AT_RISK, Status.DUE, Status.CANNOT_TELL)
SHOWN = (Status.KEPT, Status.KEPT_WITH_REASON, Status.DUE, Status.AT_RISK, Status.NOT_KEPT, Status.CANNOT_TELL)


HEADS = {Status.KEPT_WITH_REASON: N_("with a reason"), Status.CANNOT_TELL: N_("not known")}
WIDE = 100  # columns of a terminal on which every status has its own


def report(edition: Edition, reading: Reading, as_of: date, form: str, everything: bool) -> int:
    """Show the findings; the exit status says whether a promise was not kept."""
    findings = Checker(edition).findings(reading.registers, as_of)
    if form != "table":
        for line in _read_as(reading):
            click.echo(line, err=True)
    judged = verdicts(findings)
    if form == "json":
        found: dict[str, Any] = {"edition": edition.id, "as_of": as_of.isoformat()}
        found["findings"] = [as_json(each) for each in findings]
        found["verdicts"] = [verdict_json(each) for each in judged]
        click.echo(encode(found | {"summary": {str(status): count for status, count in by_status(judged).items()}}))
    elif form == "csv":
        _write_csv(findings)
    else:
        _show(edition, reading, judged, as_of, everything)
    return NOT_KEPT if any(finding.status is Status.NOT_KEPT for finding in findings) else 0


def _write_csv(findings: Sequence[Finding]) -> None:
    heads = ["commitment", "check", "register", "record", "status", "says", "earliest_to", "latest_from", "deadline"]
    rows: list[list[Any]] = [[*heads, "short_by_days", "remedy", "missing", "ours", "as_of"]]
    for finding in findings:
        told = as_json(finding)
        dates: dict[str, Any] = told["dates"]
        rows.append(
            [told[head] for head in heads[:6]]
            + [*dates.values(), told["remedy"], ";".join(told["missing"]), told["ours"], told["as_of"]]
        )
    sys.stdout.write(to_table(rows, line_end="\n"))


def _show(edition: Edition, reading: Reading, judged: list[Verdict], as_of: date, everything: bool) -> None:
    out = tables.console()
    head = _("{title}: {records} checked as of {day}")
    count = sum(len(records) for records in reading.registers.values())
    named = n_("{count} record", "{count} records", count).format(count=count)
    out.print(Text(head.format(title=said(edition.title), records=named, day=in_words(as_of)), style="bold"))
    for told in _read_as(reading):
        out.print(told)
    _show_coverage(out, coverage(edition, columns_of(reading.registers)))
    _show_promises(out, edition, judged)
    _show_records(out, judged, [*TO_DO, Status.KEPT_WITH_REASON, Status.KEPT] if everything else TO_DO)
    _show_summary(out, judged)


def _show_summary(out: Console, judged: Sequence[Verdict]) -> None:
    """The verdicts and the records behind them; what rests on our reading is counted apart."""
    out.print()
    counts = by_status(judged)
    line = Text()
    for found in (*SHOWN, Status.NOT_APPLICABLE):
        line.append_text(tables.status(found)).append(f" {counts[found]:,}   ")
    out.print(line)
    together = records(judged)
    told = _("Records: {kept} kept every promise, {missed} missed one, {open} are still open, {unknown} not known.")
    parts = {"kept": together.kept_all, "missed": together.missed_one, "open": together.still_open}
    out.print(told.format(**parts, unknown=together.cannot_tell))
    if readings := [each for each in resting_on_readings(judged) if each.status is not Status.NOT_APPLICABLE]:
        message = n_(
            "{count} of these rests on our reading: the agreement gives no figure for it.",
            "{count} of these rest on our reading: the agreement gives no figure for them.",
            len(readings),
        )
        out.print(message.format(count=len(readings)))


def _read_as(reading: Reading) -> list[str]:
    """How columns were understood and what was left aside: nothing is guessed or dropped in silence."""
    of_file: dict[str, list[str]] = {}
    for guess in reading.guesses:
        file = guess.place.partition(":")[0]
        told = _('"{header}" as {field}').format(header=guess.header, field=guess.field)
        of_file.setdefault(file, []).append(told)
    message = _("{file}: we read {columns}")
    lines = [message.format(file=file, columns=", ".join(told)) for file, told in of_file.items()] + reading.skipped
    return [*lines, _("To change this, give a columns file with --columns.")] if lines else []


def _show_coverage(out: Console, covered: list[Covered]) -> None:
    told = [each for each in covered if each.can]
    judged = sum(each.judged for each in covered)
    message = _("This data can show whether {told} of {all} promises were kept; {judged} are for people to judge.")
    out.print(message.format(told=len(told), all=len(covered), judged=judged))
    lacking = Counter(
        field for each in covered if not each.judged for fields in each.lacks.values() for field in fields
    )
    if lacking:
        most = ", ".join(f"{field} ({count})" for field, count in lacking.most_common(8))
        out.print(_("Missing from the data, with the number of checks that need it: {most}").format(most=most))


def _show_promises(out: Console, edition: Edition, judged: Sequence[Verdict]) -> None:
    """How each promise stands: a column a status, or in words where the terminal is narrow."""
    counts: dict[str, Counter[Status]] = {}
    for verdict in judged:
        counts.setdefault(verdict.promise.commitment.ref, Counter())[verdict.status] += 1
    wide, rows = out.width >= WIDE, list[list[str | Text]]()
    for commitment in edition.commitments:
        found = counts.get(commitment.ref, Counter())
        if any(found[each] for each in SHOWN if each is not Status.CANNOT_TELL):
            stands = [_count(each, found[each]) for each in SHOWN] if wide else [_in_words(found)]
            rows.append([commitment.ref, said(commitment.summary), _(SIDES[commitment.by]), *stands])
    heads = [_("Ref"), _("Promise"), _("By"), *(map(_head, SHOWN) if wide else [_("Status")])]
    if rows:
        out.print()
        out.print(tables.table(heads, rows, numbers=range(3, 9)))


def _head(status: Status) -> str:
    return _(HEADS.get(status, tables.NAMES[status]))


def _count(status: Status, count: int) -> Text:
    return Text(f"{count:,}", style=tables.style(status)) if count else Text("·", style="dim")


def _in_words(counts: Counter[Status]) -> Text:
    parts = [Text(f"{counts[each]:,} {_head(each)}", style=tables.style(each)) for each in SHOWN if counts[each]]
    return Text(", ").join(parts)


def _called(verdict: Verdict) -> str:
    """What a person knows a record by."""
    named = " ".join(str(part) for part in (verdict.id, verdict.record.get("title")) if part)
    return named or verdict.register


def _show_records(out: Console, judged: Sequence[Verdict], statuses: Sequence[Status]) -> None:
    rows: list[list[str | Text]] = []
    for wanted in statuses:
        for group in _alike([verdict for verdict in judged if verdict.status is wanted]):
            verdict = group[0]
            told = Text(verdict.says)
            if remedy := verdict.remedy.says:
                told.append(f" {remedy}", style="bold")
            rows.append([tables.status(wanted), verdict.promise.commitment.ref, _which(group), told])
    if rows:
        out.print()
        heads = [_("Status"), _("Ref"), _("Record"), _("What the record shows, and what to do")]
        out.print(tables.table(heads, rows, widest={2: 24}))


def _alike(judged: Sequence[Verdict]) -> list[list[Verdict]]:
    """Verdicts for which the data lacks the same are told once; every other verdict stands for itself."""
    groups: dict[Any, list[Verdict]] = {}
    for place, verdict in enumerate(judged):
        lacking = verdict.status is Status.CANNOT_TELL and verdict.id is not None
        missing = tuple((finding.promise.check.id, finding.missing) for finding in verdict.deciding)
        groups.setdefault((verdict.commitment, missing) if lacking else place, []).append(verdict)
    return list(groups.values())


def _which(group: Sequence[Verdict]) -> str:
    """The record, or how many."""
    if len(group) == 1:
        return _called(group[0])
    return n_("{count} record", "{count} records", len(group)).format(count=len(group))
