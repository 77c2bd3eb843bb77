"""Change one part of an edition and prove the whole again; the parts of its source that stand around a clause.

A file of its own, because nothing here knows the database: an edition comes in, another goes out. What people typed is
proved by the core itself, which says at which key something is wrong; ``Wrong`` hands that on to the field of the form.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec
import yaml
from django.utils.translation import gettext_lazy as _

from opencompact.core.building import WRONG, Builder, Path, wanted
from opencompact.core.checks.kinds import KINDS
from opencompact.core.comparing import compare
from opencompact.core.describing import STRENGTHS, how_checked
from opencompact.core.drafting.written import to_yaml
from opencompact.core.editions import Change, Commitment, Earlier, Edition, InForce, Review, Verify, Words
from opencompact.core.linting import RULES, Severity
from opencompact.core.problems import Problem
from opencompact.core.proofing import prove
from opencompact.core.reading import compose
from opencompact.core.words import _ as told
from opencompact.core.words import said

Plain = dict[str, Any]
REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9.()\-]{0,29}\Z")
TAKEN = (
    "add", "adopt", "adopted", "adoption", "comment", "comments", "compare", "download", "give-up", "history", "open",
    "text", "theme", "whole",
)  # fmt: skip
"""Words that are addresses of other pages of a draft."""


class Wrong(Exception):
    """Something that can't be kept as it was typed: each problem with the key it stands at."""

    def __init__(self, problems: list[tuple[Path, Problem]]) -> None:
        super().__init__("\n".join(str(problem) for _path, problem in problems))
        self.problems = problems


class Remark(NamedTuple):
    """What the edition says that its authors may not have meant, and of which clause; none: of the whole."""

    ref: str
    wrong: bool
    says: str
    mend: str
    rule: str = ""


def is_ref(text: str) -> bool:
    """Whether a reference can be the address of a page."""
    return bool(REF.match(text)) and text.lower() not in TAKEN


def plain(part: Edition) -> Plain:
    """An edition as the keys a person writes."""
    found: Plain = yaml.load(to_yaml(part), Loader=yaml.CSafeLoader)
    return found


def proved(keys: Plain) -> Edition:
    """An edition from keys; otherwise everything that is wrong with them, key by key."""
    builder = Builder("")
    text = yaml.dump(keys, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=10_000)
    made: Any = builder.build(compose(text, ""), wanted(Edition))
    if made is not WRONG:
        prove(made, builder)
    if builder.problems:
        places = {f":{node.line}:{node.column}": path for path, node in builder.places.items()}
        raise Wrong(
            [(places.get(each.place, ()), msgspec.structs.replace(each, place="")) for each in builder.problems]
        )
    found: Edition = made
    return found


# One clause


def index_of(edition: Edition, ref: str) -> int:
    return next(at for at, each in enumerate(edition.commitments) if each.ref == ref)


def clause_of(edition: Edition, ref: str) -> Plain:
    """A clause as keys."""
    found: Plain = plain(msgspec.structs.replace(edition, commitments=[edition.commitments[index_of(edition, ref)]]))
    clause: Plain = found["commitments"][0]
    return clause


def mark_of(commitment: Commitment) -> str:
    """A short mark that changes when a clause does: who saves a clause says which one they saw."""
    return hashlib.sha256(repr(commitment).encode()).hexdigest()[:16]


def with_clause(edition: Edition, ref: str, clause: Plain) -> Edition:
    """The edition with a clause written anew, perhaps under another number; what points to it follows."""
    keys, at = plain(edition), index_of(edition, ref)
    keys["commitments"][at] = {**clause, "verify": verify_of(clause).value}
    if clause["ref"] != ref:
        for each in keys["commitments"]:
            if each.get("pair") == ref:
                each["pair"] = clause["ref"]
    return proved(keys)


def with_added(edition: Edition, clause: Plain, after: str) -> Edition:
    """The edition with one clause more; it stands after another, or first."""
    keys = plain(edition)
    at = index_of(edition, after) + 1 if after else 0
    keys["commitments"].insert(at, {**clause, "verify": verify_of(clause).value})
    return proved(keys)


def without(edition: Edition, ref: str) -> Edition:
    """The edition without a clause; its pair stands alone."""
    kept = [
        msgspec.structs.replace(each, pair=None) if each.pair == ref else each
        for each in edition.commitments
        if each.ref != ref
    ]
    return msgspec.structs.replace(edition, commitments=kept)


def moved(edition: Edition, ref: str, up: bool) -> Edition:
    """The edition with a clause one place up or down; at the end of the list it stays where it is."""
    order, at = list(edition.commitments), index_of(edition, ref)
    to = at - 1 if up else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return msgspec.structs.replace(edition, commitments=order)


def with_check(edition: Edition, ref: str, check: Plain, instead: str = "") -> Edition:
    """The edition with one check more in a clause, or one written anew."""
    clause = clause_of(edition, ref)
    checks = list(clause.get("checks", []))
    at = next((at for at, each in enumerate(checks) if instead and each["id"] == instead), len(checks))
    checks[at : at + 1] = [check]
    return with_clause(edition, ref, {**clause, "checks": checks})


def without_check(edition: Edition, ref: str, id: str) -> Edition:
    """The edition without a check of a clause."""
    clause = clause_of(edition, ref)
    checks = [each for each in clause.get("checks", []) if each["id"] != id]
    return with_clause(edition, ref, {**clause, "checks": checks})


def verify_of(clause: Plain) -> Verify:
    """How anyone can tell whether a clause is kept: it follows from its checks."""
    counting = {check["kind"] for check in clause.get("checks") or []} - {"judged"}
    if not counting & KINDS.keys():
        return Verify.JUDGED
    return Verify.RECORDED if counting <= {"recorded", "count_at_least"} else Verify.COMPUTED


# A text, perhaps in several languages


def by_language(words: Words, languages: Sequence[str]) -> dict[str, str]:
    """A text for each language of the edition."""
    given = words if isinstance(words, dict) else {languages[0]: words}
    return {language: given.get(language, "") for language in languages}


def together(texts: dict[str, str]) -> Words:
    """One text as it is kept: plainly where only the first language has one."""
    given = {language: " ".join(text.split()) for language, text in texts.items() if text.strip()}
    first = next(iter(texts))
    return given.get(first, "") if not given or set(given) == {first} else given


# The whole


def read_from(edition: Edition, nation: str) -> Edition:
    """A new draft from what was read in a document: its days are those of its adoption, which is to come."""
    return msgspec.structs.replace(edition, in_force=InForce(), nation=type(edition.nation)(nation))


def started_from(edition: Edition, *, same_area: bool, name: str, nation: str) -> Edition:
    """A new draft from a published edition: the promises without the dates, bodies and days of the old one."""
    commitments = [
        msgspec.structs.replace(each, earlier=[Earlier(clause=f"{edition.id}#{each.ref}", change=Change.SAME)])
        if same_area
        else msgspec.structs.replace(each, earlier=[])
        for each in edition.commitments
    ]
    made = msgspec.structs.replace(
        edition,
        in_force=InForce(),
        template=False,
        commitments=commitments,
        replaces=edition.id if same_area else "",
        review=msgspec.structs.replace(edition.review, due=None),
    )
    if same_area:
        return made
    area = msgspec.structs.replace(edition.area, name=name, code="")
    return msgspec.structs.replace(
        made, area=area, nation=type(edition.nation)(nation), bodies=[], extra_bank_holidays=[], about="", source=""
    )


def settled(edition: Edition, before: Edition | None) -> Edition:
    """The edition with what became of each clause it took over: the same, tightened or loosened."""
    ways = {}
    for match in compare(before, edition).matches if before else []:
        found = {each.direction for each in match.differences}
        way = next((each for each in (Change.LOOSENED, Change.TIGHTENED) if each in found), Change.SAME)
        ways[match.right.ref] = (match.left.ref, way)
    id = before.id if before else ""
    return msgspec.structs.replace(edition, commitments=[_settled(each, id, ways) for each in edition.commitments])


def _settled(commitment: Commitment, id: str, ways: dict[str, tuple[str, Change]]) -> Commitment:
    ref, way = ways.get(commitment.ref, ("", Change.SAME))
    earlier = [
        msgspec.structs.replace(each, change=way)
        if each.clause == f"{id}#{ref}" and each.change is Change.SAME
        else each
        for each in commitment.earlier
    ]
    return msgspec.structs.replace(commitment, earlier=earlier)


def dated(edition: Edition, *, start: date, review_due: date | None, replaces: str) -> Edition:
    """The edition as it is adopted."""
    review: Review = msgspec.structs.replace(edition.review, due=review_due)
    return msgspec.structs.replace(edition, in_force=InForce(start=start), review=review, replaces=replaces)


def remarks(edition: Edition, as_of: date) -> list[Remark]:
    """What the edition says that its authors may not have meant, clause by clause."""
    found = [
        Remark(_ref_at(edition, path), severity is Severity.WRONG, says, str(MENDS.get(name, mend)), name)
        for name, rule in ((rule.__name__, rule) for rule in RULES)
        for severity, path, says, mend in rule(edition, as_of)
    ]
    return list(dict.fromkeys(found))


MENDS = {
    "one_sided": _("ask that side what it can promise here, and choose it as the other side’s promise"),
    "whose_change": _("change the check so that it counts only the records of that side, unless both are meant"),
    "left_to_judgement": _("add a check if dates or facts can show it"),
    "closed_periods": _("write the days under “Title, sides, themes, closed periods and review”, each with a line"),
    "review": _("agree when it is reviewed next"),
}
"""What to do, in the words of the site; the core's own are for those who write the file by hand."""


def unchecked(edition: Edition, as_of: date) -> dict[str, list[str]]:
    """The clauses whose words name a figure that no check holds, with what they say."""
    found: dict[str, list[str]] = {}
    for each in remarks(edition, as_of):
        if each.rule == "figures" and not each.wrong and each.ref:
            found.setdefault(each.ref, []).append(each.says)
    return found


def carried(edition: Edition, before: Edition) -> list[Commitment]:
    """The clauses that stand in both editions with the same words, sides and checks."""
    old = {each.ref: msgspec.structs.replace(each, earlier=[], pair=None) for each in before.commitments}
    return [
        each
        for each in edition.commitments
        if old.get(each.ref) == msgspec.structs.replace(each, earlier=[], pair=None)
    ]


def mark_of_all(commitments: Sequence[Commitment]) -> str:
    """One mark for several clauses."""
    return hashlib.sha256("".join(map(mark_of, commitments)).encode()).hexdigest()[:16]


def _ref_at(edition: Edition, path: Path) -> str:
    return edition.commitments[int(path[1])].ref if path[:1] == ("commitments",) and len(path) > 1 else ""


def changed_refs(before: Edition, after: Edition) -> set[str]:
    """The clauses of an edition that another does not have just so."""
    old = {each.ref: each for each in before.commitments}
    return {each.ref for each in after.commitments if old.get(each.ref) != each}


class Shown(NamedTuple):
    """A clause as a page shows it."""

    ref: str
    side: str
    summary: str
    text: str
    strength: str
    source: str
    checked: list[str]


def shown(edition: Edition, commitment: Commitment) -> Shown:
    """A clause in the language spoken now."""
    return Shown(
        commitment.ref,
        said(getattr(edition.parties, commitment.by.value).name),
        said(commitment.summary),
        said(commitment.text),
        told(STRENGTHS[commitment.strength]),
        said(commitment.source),
        how_checked(commitment),
    )


# The source


class Paragraph(NamedTuple):
    """A paragraph of the source, and whether it is the clause itself."""

    place: str
    number: str
    text: str
    is_it: bool


def around(source: Sequence[dict[str, str]], commitment: Commitment, margin: int = 2) -> list[Paragraph]:
    """The paragraphs of the source a clause was read from, with some before and after."""
    at = _found_at(source, commitment)
    if at is None:
        return []
    first, last = max(0, at - margin), at + margin + 1
    return [
        Paragraph(each["place"], each["number"], each["text"], number == at)
        for number, each in enumerate(source[first:last], start=first)
    ]


def _found_at(source: Sequence[dict[str, str]], commitment: Commitment) -> int | None:
    """Where a clause stands: at its place, and among several there the paragraph with most of its words."""
    place, words = said(commitment.source), _words(f"{said(commitment.text)} {said(commitment.summary)}")
    there = [number for number, each in enumerate(source) if each["place"] == place]
    if not there:
        return None
    return max(there, key=lambda number: len(words & _words(source[number]["text"])))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", text.lower()))


def unsure_of(notes: Sequence[str], ref: str) -> list[str]:
    """What the reader of the document was unsure of in one clause."""
    named = re.compile(rf"(?<![\w.]){re.escape(ref)} \(")
    return [note for note in notes if named.search(note)]


def unsure_of_all(notes: Sequence[str], refs: Sequence[str]) -> Iterator[str]:
    """What it was unsure of in the whole."""
    return (note for note in notes if not any(note in unsure_of([note], ref) for ref in refs))


def named(edition: Edition, id: str, title: str) -> Edition:
    """The edition under another id and title."""
    return msgspec.structs.replace(edition, id=id, title=title)
