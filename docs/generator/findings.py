"""The pages of the findings: the statuses, and a finding as JSON."""

from __future__ import annotations

from datetime import date

from docs.generator.kinds import FULL, check_of, rows_of
from docs.generator.markdown import block, capital, code, codes, page, table
from opencompact.core.checks.kinds import KINDS
from opencompact.core.checks.ops import Status
from opencompact.core.checks.records import Record
from opencompact.core.compacts import find
from opencompact.core.findings import Checker, as_json, encode
from opencompact.terminal.tables import NAMES

MEANINGS = {
    Status.KEPT: "The facts show it, and what shows it has happened.",
    Status.KEPT_WITH_REASON: "The limit was missed or the act left out, the agreement allows that with a reason, and"
    " the reason is recorded. Never used where the limit was met.",
    Status.DUE: "It is not yet time, or it is planned and in line. Where one can be worked out, the finding names the"
    " last date for it.",
    Status.AT_RISK: "As it stands it would be broken, and that can still be changed.",
    Status.NOT_KEPT: "It was not kept, and nothing can change that.",
    Status.CANNOT_TELL: "A fact it needs is unknown, or the facts contradict each other. The finding names the fields.",
    Status.NOT_APPLICABLE: "The promise does not touch this record.",
}

ABOUT_STATUSES = """Each finding has one status: what one check says of one record on one day. Why they are cut this way
is told in [How verdicts are made fair](../explanation/fairness.md)."""

AFTER_STATUSES = """The **verdict** on a promise for one record is the worst of its checks, in this order: not kept,
at risk, due, not known, kept with a reason, kept; it does not apply only where none of its checks does. Tables, figures
and summaries count verdicts: one promise on one record is counted once, however many checks it has. A date later than
the day you ask about is a plan: it can be due or at risk, never kept or not kept. The exit status of
`opencompact check` is 1 where anything is `not_kept`."""

ABOUT_FINDINGS = """A finding is what one check says of one record. `opencompact check --format json` writes a list of
them, and `--format csv` the same as a table. The keys stand in this order, and there are no others.

Notice of a change was given on 10 January 2027 for 31 March 2027. Held on 1 February 2027 against a promise of three
months' notice, it gives this finding:"""

KEYS = {
    "commitment": "The promise: the id of the edition, `#`, and the reference as printed.",
    "check": "The id of the check of that commitment.",
    "register": "The register it read.",
    "record": "The id of the record; `null` where a whole register is meant.",
    "status": "One of the [statuses](statuses.md).",
    "says": "The finding as a sentence.",
    "facts": "The facts it rests on, as far as they are in the data; an empty cell is `null`.",
    "dates": "What was worked out from them. A date that does not come into it is `null`.",
    "remedy": "What would put it right, or keep the promise while there is time; empty where nothing needs doing.",
    "missing": "Where nobody can tell: the facts that are lacking, or contradict each other.",
    "ours": "Where the limit or the measure is our reading and the agreement prints none: why; else `null`.",
    "as_of": "The day it was judged by.",
}

DATES = {
    "earliest_to": "The earliest end that would keep the promise, from the start as it is.",
    "latest_from": "The latest start that would keep it, for the end as it is.",
    "deadline": "The last day to do what was promised.",
    "short_by_days": "By how many days it falls short, or is late.",
}

ABOUT_FILE = """The whole file of `opencompact check --format json` is one object: `edition` (the id), `as_of`,
`findings` (the list), `verdicts` (one for each promise on each record) and `summary` (how many verdicts there are of
each status; every status is named). Nothing else is written to standard output."""

ABOUT_VERDICTS = "A verdict is what one promise says of one record. Its keys stand in this order:"

VERDICT_KEYS = {
    "commitment": "The promise.",
    "register": "The register of the record.",
    "record": "The id of the record; `null` where a whole register is meant.",
    "status": "The worst of its checks.",
    "says": "The verdict as a sentence, the worst part first.",
    "remedy": "One remedy for all its checks: carried out, it keeps this promise and makes no other worse.",
    "checks": "The ids of the checks it was made from.",
    "ours": "Whether it rests on our reading alone: no limit or measure that decided stands in the agreement.",
}

NOTICE: Record = {
    "id": "C7", "notice_given": date(2027, 1, 10), "takes_effect": date(2027, 3, 31), "in_writing": True,
}  # fmt: skip


def statuses_page() -> str:
    """The page of the statuses."""
    given = kinds_giving()
    rows = [[code(str(status)), NAMES[status], MEANINGS[status], given[status]] for status in Status]
    heads = ["Status", "On pages and in tables", "When", "Kinds of check that give it"]
    return page("Statuses", ABOUT_STATUSES, table(heads, rows), AFTER_STATUSES)


def kinds_giving() -> dict[Status, str]:
    """The kinds that can give each status, read from their tables; a share and a judgement have none."""
    told: dict[Status, set[str]] = {status: set() for status in Status}
    for status in (Status.KEPT, Status.NOT_KEPT, Status.CANNOT_TELL):
        told[status] |= {"share_of", "judged"}
    told[Status.KEPT_WITH_REASON].add("judged")
    for name in (name for name, kind in KINDS.items() if kind.table):
        check = check_of(FULL[name])
        for row in rows_of(check):
            told[row.status].add(name)
    named = {status: _named(kinds) for status, kinds in told.items()}
    return named | {Status.NOT_APPLICABLE: f"{named[Status.NOT_APPLICABLE]}; any other with `applies`"}


def _named(kinds: set[str]) -> str:
    known = [name for name in KINDS if name in kinds]
    return "every kind" if len(known) == len(KINDS) else codes(known, last="and")


def findings_page() -> str:
    """The page of a finding as JSON."""
    return page(
        "A finding as JSON",
        ABOUT_FINDINGS,
        block("json", encode(example()).decode()),
        table(["Key", "Holds"], [[code(key), told] for key, told in KEYS.items()]),
        "## dates",
        table(["Key", "Holds"], [[code(key), told] for key, told in DATES.items()]),
        f"{capital('the kinds of check say in their')} [tables](kinds-of-check.md) which of these they work out.",
        "## The whole file",
        ABOUT_FILE,
        "## A verdict",
        ABOUT_VERDICTS,
        table(["Key", "Holds"], [[code(key), told] for key, told in VERDICT_KEYS.items()]),
    )


def example() -> dict[str, object]:
    """The finding of the page, made by the program."""
    checker = Checker(find("bristol-2012"))
    found = checker.read("changes", NOTICE, date(2027, 2, 1))
    return next(as_json(each) for each in found if each.promise.check.id == "notice")
