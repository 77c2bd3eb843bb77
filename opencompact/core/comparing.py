"""Two editions side by side: which clauses seem to be about the same thing, and what they say differently.

Clauses are lined up by their words, their topics and what their checks read. Between editions of one area a clause
goes on in one clause, unless the document says that it was split. Between two areas one clause may answer two. A line
is a suggestion with its likeness, unless one of the editions itself says which clause of the other its own comes from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from typing import Any

import msgspec

from opencompact.core.describing import how_checked
from opencompact.core.differences import Difference, differences, meet, subject
from opencompact.core.editions import Change, Commitment, Edition, Party
from opencompact.core.likeness import Texts
from opencompact.core.topics import topics_of
from opencompact.core.words import _, said

LEAST = 0.2  # below this, what two clauses share is chance
SECOND = 0.35  # below this, a clause that already answers another of the other edition does not answer a second
SURE = 0.55  # from this on, people who read both clauses agree that they are about the same thing
CHECKS = 0.7  # how far checks about the same things go towards likeness, where the words share nothing
TOPICS = 0.5  # how far words about the same things go towards it
ONE_OF_BOTH = 0.8  # what is left of the likeness where both sides promise in one edition and one side in the other
OTHER_SIDE = 0.6  # what is left of it where the public side promises in one and the voluntary side in the other
Line = tuple[int, int]  # the numbers of a clause of each edition
CONTINUED = {Change.SAME, Change.TIGHTENED, Change.LOOSENED, Change.SPLIT, Change.MERGED}


class Match(msgspec.Struct, frozen=True):
    """A clause of each edition that seem to be about the same thing."""

    left: Commitment
    right: Commitment
    likeness: float  # from 0 to 1
    certain: bool  # one of the editions says so
    differences: list[Difference]

    @property
    def sure(self) -> bool:
        """Whether a headline may count it; the others are for people to judge."""
        return self.certain or self.likeness >= SURE

    @property
    def direction(self) -> Change | None:
        """Whether the second asks more in everything that can be compared, less, or the same; None where both."""
        ways = {each.direction for each in self.differences}
        if not ways:
            return Change.SAME
        return ways.pop() if len(ways) == 1 else None


class Comparison(msgspec.Struct, frozen=True):
    """Two editions, clause by clause."""

    left: Edition
    right: Edition
    matches: list[Match]  # in the order of the first edition
    left_alone: list[Commitment]  # with no close match in the other: it may still promise this in another clause
    right_alone: list[Commitment]

    @property
    def one_area(self) -> bool:
        """Whether both are editions of one area, so that one can have become the other."""
        return of_one_area(self.left, self.right)


def of_one_area(left: Edition, right: Edition) -> bool:
    """A model belongs to no area, so nothing it says has become anything."""
    return left.area.name == right.area.name and not (left.template or right.template)


def compare(left: Edition, right: Edition, least: float = LEAST) -> Comparison:
    """Line up the clauses of two editions; suggestions below ``least`` are left out."""
    likeness = _likenesses(left, right)
    certain = set(_known(left, right))
    candidates = _candidates(left, right, likeness, certain, least)
    suggested = _one_to_one(candidates) if of_one_area(left, right) else _best(candidates, likeness)
    lines = sorted(certain.union(suggested))
    lefts, rights = {here for here, _there in lines}, {there for _here, there in lines}
    matches = [
        Match(one, other, likeness[here][there], (here, there) in certain, differences(one, other))
        for here, there in lines
        for one, other in [(left.commitments[here], right.commitments[there])]
    ]
    return Comparison(
        left,
        right,
        matches,
        [each for number, each in enumerate(left.commitments) if number not in lefts],
        [each for number, each in enumerate(right.commitments) if number not in rights],
    )


def _likenesses(left: Edition, right: Edition) -> list[list[float]]:
    """How alike each clause of the first edition is to each of the second."""
    texts = Texts([_text(edition, commitment) for edition in (left, right) for commitment in edition.commitments])
    count = len(left.commitments)
    return [
        [_likeness(texts.likeness(here, count + there), one, other) for there, other in enumerate(right.commitments)]
        for here, one in enumerate(left.commitments)
    ]


def _text(edition: Edition, commitment: Commitment) -> str:
    theme = next(theme for theme in edition.themes if theme.ref == commitment.theme)
    checked = how_checked(commitment) if commitment.checks else []
    return " ".join([said(commitment.summary), said(theme.title), *checked])


def _likeness(words: float, one: Commitment, other: Commitment) -> float:
    """The likeness of the words, raised by what the checks and topics share, lowered where another side promises."""
    raised = 1 - (1 - words) * (1 - CHECKS * _shared_checks(one, other)) * (1 - TOPICS * _shared_topics(one, other))
    if one.by is other.by:
        return round(raised, 4)
    return round(raised * (ONE_OF_BOTH if Party.BOTH in (one.by, other.by) else OTHER_SIDE), 4)


def _shared_checks(one: Commitment, other: Commitment) -> float:
    """Of what the checks of two clauses are about, the share they have in common."""
    here = {subject(check, one.checks) for check in one.checks}
    there = {subject(check, other.checks) for check in other.checks}
    if not (here and there):
        return 0
    both = {
        subject(check, one.checks)
        for check in one.checks
        for beside in other.checks
        if subject(check, one.checks) == subject(beside, other.checks) and meet(check, beside)
    }
    return 2 * len(both) / (len(here) + len(there))


def _shared_topics(one: Commitment, other: Commitment) -> float:
    """Of the topics of the clause that has fewer, the share that the other speaks of, too."""
    here, there = topics_of(said(one.summary)), topics_of(said(other.summary))
    return len(here & there) / min(len(here), len(there)) if here and there else 0


def _known(left: Edition, right: Edition) -> Iterator[Line]:
    """The lines that one of the editions itself draws, by naming the clause of the other its own comes from."""
    for here, one in enumerate(left.commitments):
        for there, other in enumerate(right.commitments):
            if _comes_from(other, left, one) or _comes_from(one, right, other):
                yield here, there


def _comes_from(later: Commitment, edition: Edition, earlier: Commitment) -> bool:
    return any(each.clause == f"{edition.id}#{earlier.ref}" and each.change in CONTINUED for each in later.earlier)


def _candidates(
    left: Edition, right: Edition, likeness: list[list[float]], certain: Set[Line], least: float
) -> list[Line]:
    """The lines that can still be drawn, the most alike first; the same whichever edition comes first."""
    lefts, rights = {here for here, _there in certain}, {there for _here, there in certain}
    ordered = sorted(
        (
            -alike,
            left.commitments[here].ref != right.commitments[there].ref,
            min(here, there),
            max(here, there),
            here,
            there,
        )
        for here, row in enumerate(likeness)
        for there, alike in enumerate(row)
        if alike >= least and here not in lefts and there not in rights
    )
    return [(here, there) for *_order, here, there in ordered]


def _one_to_one(candidates: Sequence[Line]) -> list[Line]:
    """Each clause in one line at most, the most alike first."""
    lefts: set[int] = set()
    rights: set[int] = set()
    found = []
    for here, there in candidates:
        if here not in lefts and there not in rights:
            found.append((here, there))
            lefts.add(here)
            rights.add(there)
    return found


def _best(candidates: Sequence[Line], likeness: list[list[float]]) -> list[Line]:
    """Lines between clauses that are each other's best, and close ones between clauses where only one is."""
    to_right: dict[int, int] = {}
    to_left: dict[int, int] = {}
    for here, there in candidates:
        to_right.setdefault(here, there)
        to_left.setdefault(there, here)
    found = []
    for here, there in candidates:
        best = to_right[here] == there, to_left[there] == here
        if all(best) or (any(best) and likeness[here][there] >= SECOND):
            found.append((here, there))
    return found


def names(comparison: Comparison) -> tuple[str, str]:
    """What to call the two editions: by their areas, where those are the same by their titles, then by their years."""
    editions = comparison.left, comparison.right
    for name in (_place, _title, _dated):
        left, right = (name(each) for each in editions)
        if left != right:
            return left, right
    return editions[0].id, editions[1].id


def _place(edition: Edition) -> str:
    return said(edition.title) if edition.template else said(edition.area.name)


def _title(edition: Edition) -> str:
    return said(edition.title)


def _dated(edition: Edition) -> str:
    start = edition.in_force.start
    year = start if isinstance(start, int) or start is None else start.year
    return f"{said(edition.title)} ({year})" if year else said(edition.title)


def says(comparison: Comparison, match: Match, difference: Difference) -> str:
    """A difference as a sentence: "notice: Bristol 5.5 three months; Brentwood 4.P4 six months (asks more)"."""
    left, right = names(comparison)
    told = _("{about}: {left} {left_ref} {first}; {right} {right_ref} {second}")
    refs = {"left_ref": match.left.ref, "right_ref": match.right.ref}
    sides = {"about": difference.about, "first": difference.left, "second": difference.right}
    sentence = told.format(left=left, right=right, **refs, **sides)
    return f"{sentence} ({way(comparison, difference.direction)})" if difference.direction else sentence


def way(comparison: Comparison, direction: Change) -> str:
    """What to call a difference: one edition of an area may have tightened another; another area asks more or less."""
    if comparison.one_area:
        return _("tightened") if direction is Change.TIGHTENED else _("loosened")
    return _("asks more") if direction is Change.TIGHTENED else _("asks less")


def counted(comparison: Comparison) -> Counter[Change | None]:
    """Of the pairs that are sure, how many ask more of people in the second edition, less, the same, or (None) both."""
    return Counter(match.direction for match in comparison.matches if match.sure)


def as_json(comparison: Comparison) -> dict[str, Any]:
    """A comparison with the keys others rely on, in their order."""
    return {
        "editions": [comparison.left.id, comparison.right.id],
        "matches": [
            {
                "left": match.left.ref,
                "right": match.right.ref,
                "likeness": match.likeness,
                "certain": match.certain,
                "sure": match.sure,
                "differences": [
                    msgspec.to_builtins(each) | {"says": says(comparison, match, each)} for each in match.differences
                ],
            }
            for match in comparison.matches
        ],
        "no_close_match": {
            "left": [commitment.ref for commitment in comparison.left_alone],
            "right": [commitment.ref for commitment in comparison.right_alone],
        },
    }
