"""The page of the kinds of check: what each reads, its keys, and its decision table as the program holds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from docs.generator.english import MUST_BE, EnglishOps, Phrase, in_english
from docs.generator.markdown import block, capital, code, codes, page, table
from opencompact.core.building import Builder, wanted
from opencompact.core.checks.finding import Promise
from opencompact.core.checks.kinds import KINDS, Is, Kind, Known, applies
from opencompact.core.checks.ops import Row
from opencompact.core.checks.population import FEWEST, window
from opencompact.core.compacts import calendar_of, read_shipped, shipped
from opencompact.core.describing import describe
from opencompact.core.editions import Check
from opencompact.core.reading import compose
from opencompact.core.schema import KEYS
from opencompact.core.words import sentence

FULL: dict[str, str] = {
    "min_period": "{id: notice, kind: min_period, register: changes, from: notice_given, to: takes_effect,\n"
    " at_least: 3 months, only_if: in_writing, unless: {reason: exceptional}}",
    "deadline": "{id: feedback, kind: deadline, register: consultations, after: closes, event: feedback_published,\n"
    " within: 12 weeks, unless: {reason: short_reason}}",
    "on_or_before": "{id: decided_by, kind: on_or_before, register: opportunities, event: decided,\n"
    " limit: decision_by, at_least: 1 week, unless: {reason: mechanism_reason}}",
    "in_order": "{id: impact_first, kind: in_order, register: changes, first: impact_assessed, then: decided,\n"
    " unless: {reason: exceptional}}",
    "avoids": "{id: holidays, kind: avoids, register: consultations, from: opens, to: closes, length: 12 weeks,\n"
    " unless: {reason: holiday_reason}}",
    "recorded": "{id: in_writing, kind: recorded, register: changes, field: in_writing, equals: true,\n"
    " needed_by: takes_effect, unless: {reason: exceptional}}",
    "count_at_least": "{id: methods, kind: count_at_least, register: consultations, field: methods, at_least: 2,\n"
    " needed_by: opens, unless: {reason: short_reason}}",
    "ratio_at_least": "{id: full_cost, kind: ratio_at_least, register: awards, number: amount, of: full_cost,\n"
    ' at_least: "100%", unless: {reason: term_reason}}',
    "share_of": '{id: term_share, kind: share_of, register: awards, check: term, at_least: "50%", dated: starts,\n'
    " over: 1 year}",
    "judged": '{id: spirit, kind: judged, register: judgements, ask: "Do both sides treat each other as equals?"}',
}
"""One check of each kind with every key it may have, so that its table shows every row."""

LIMITED = "{id: notice, kind: min_period, register: changes, applies: {what: [end, reduce], problem: given}}"

HEADS = ["", "The first of these that holds decides", "Status", "Worked out beside it"]

ABOUT = """A promise that a register can show has one or more checks, and each check is of one of these kinds. A kind is
written once, as a table: the first row whose condition holds decides. The tables on this page are made from the program
itself. They name a fact by the key of the check that points to it, so `from` stands for the field that is written after
`from:`.

- *Today* is the day asked about: `--as-of`, or the day on which you ask.
- *Unknown* means that the data has no such column at all. *Empty* means that the column is there and the cell is blank:
  it has not happened, or was not given. A fact that is not in the data counts as empty where no row asks for it.
- *A reason* is the field named under `unless: {reason: ...}`. Without `unless`, the rows that speak of a reason fall
  away. So do rows that speak of any other key the check does not have.
- Where two dates contradict the [order of their register](registers.md), every check that reads one of them can't be
  told, before its own rows are asked.
- What stands in the last column comes with the finding, under [dates](findings.md)."""

APPLIES = """A check may be limited to some records with `applies`. These rows then stand before those of its kind. They
are written here for `applies: {what: [end, reduce], problem: given}`: only records that end or reduce something, and
only where a problem was noted. A field with a default, such as `by`, is never empty, so its second row falls away."""


def kinds_page() -> str:
    """The whole page."""
    limited = check_of(LIMITED)
    return page(
        "Kinds of check",
        ABOUT,
        "## Which records a check touches",
        APPLIES,
        table(HEADS[:3], [row[:3] for row in in_english(applies(EnglishOps(limited), limited))]),
        *(part for kind in KINDS.values() for part in _section(kind)),
    )


def check_of(text: str) -> Check:
    builder = Builder("example")
    found: Any = builder.build(compose(text, "example"), wanted(Check))
    if not isinstance(found, Check):
        raise AssertionError(builder.problems)
    return found


def _section(kind: Kind) -> Iterator[str]:
    """One kind: what it is for, its keys, its table, and where to see it used."""
    check = check_of(FULL[kind.name])
    yield f"## {kind.name}"
    yield f"{capital(kind.about)}."
    if kind.needs or kind.may:
        yield table(["Key", "Needed", "Holds", "Meaning"], _keys(kind))
    yield "With every key it may have:"
    yield block("yaml", FULL[kind.name])
    if kind.name == "share_of":
        yield from _share(check)
    elif kind.name == "judged":
        yield JUDGED
    else:
        yield f"This asks: {sentence(describe(check))}."
        yield table(HEADS, in_english(rows_of(check)))
    yield from BESIDE.get(kind.name, ())
    if used := _used(kind):
        yield f"Used in {codes(used, last='and')}."


_NEEDED_BY = "Where `only_if` is not yes, `needed_by` counts as empty."
BESIDE = {
    "min_period": [
        "Where `only_if` is not yes, `from` counts as empty.",
        "With `fixed: from`, what is too short is at risk only while `from` is still to come.",
    ],
    "count_at_least": [_NEEDED_BY],
    "recorded": [_NEEDED_BY, "A date that is still to come is a plan: it counts as not recorded yet."],
}
"""What a table can't say."""

LEAST = {
    Is.PERIOD: "The least time that was promised.",
    Is.COUNT: "The least number that was promised.",
    Is.SHARE: "The least share that was promised.",
}


def _keys(kind: Kind) -> list[list[str]]:
    told = KEYS["Check"] | {"at_least": LEAST.get(kind.needs.get("at_least", Is.ANY), "")}
    return [
        [code(key), "yes" if key in kind.needs else "no", MUST_BE[role], told[key]]
        for key, role in (kind.needs | kind.may).items()
    ]


def rows_of(check: Check) -> Sequence[Row[Phrase]]:
    """The kind's own rows in English. Closed periods are taken to run out one day, so that the row about it shows."""
    table_of = KINDS[check.kind].table
    if table_of is None:
        raise AssertionError(f"{check.kind} has no table of its own")
    ops = EnglishOps(check)
    rows: Sequence[Row[Phrase]] = table_of(ops, check, Known(closed_to=date.max))
    return [row for row in rows if row.case != "contradiction"]


def _share(check: Check) -> Iterator[str]:
    """Which records are counted, and what the counts say."""
    edition = read_shipped(shipped()[0]).edition
    promise = Promise(edition.id, edition.commitments[0], check, *calendar_of(edition))
    counted = {"kept": "it is counted", "not_applicable": "it is not counted", "cannot_tell": "nobody can tell"}
    rows = in_english(window(EnglishOps(check), promise))
    told = [[number, capital(when), counted[status.strip("`")]] for number, when, status, _dates in rows]
    yield "First, which records belong to the period:"
    yield table(["", "The first of these that holds decides", "The record"], told)
    yield SHARE.format(fewest=FEWEST)


SHARE = """Then the findings of the other check over those records are counted. A finding that is `kept`,
`kept_with_reason` or `not_kept` is countable.

|  | The first of these that holds decides | Status |
| --- | --- | --- |
| 1 | fewer than {fewest} records are countable | `cannot_tell`, missing: not enough data |
| 2 | `kept` is at least `at_least` of the countable ones | `kept` |
| 3 | otherwise | `not_kept` |

A reason excuses one record, not the share: `kept_with_reason` counts below the line and not above it. The finding
always carries the counts: how many were kept, how many were countable, how many were kept with a reason, and how many
could not be told."""

JUDGED = """No table decides. The register `judgements` holds what people of each side said, with their evidence, and
the finding repeats it: `kept`, `kept_with_reason`, `not_kept` or `cannot_tell`. Both sides are shown, and neither
outvotes the other. A promise without any check is judged in the same way."""


def _used(kind: Kind) -> list[str]:
    """The first commitments of the shipped editions that use a kind."""
    found = [
        f"{id}#{commitment.ref}"
        for id in shipped()
        for commitment in read_shipped(id).edition.commitments
        if any(check.kind == kind.name for check in commitment.checks)
    ]
    return found[:3]
