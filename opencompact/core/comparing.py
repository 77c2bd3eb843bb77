"""Two editions side by side: which clauses seem to be about the same thing, and what they say differently.

Clauses are lined up by their words and by what their checks read, one to one, the most alike first. A line is a
suggestion with its likeness, unless one of the editions itself says which clause of the other its own comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

import msgspec

from opencompact.core.describing import how_checked
from opencompact.core.differences import Difference, differences, subject
from opencompact.core.editions import Change, Commitment, Edition, Party
from opencompact.core.likeness import Texts
from opencompact.core.words import _, said

LEAST = 0.2  # below this, what two clauses share is chance
CHECKS = 0.7  # how far checks about the same things go towards likeness, where the words share nothing
ONE_OF_BOTH = 0.8  # what is left of the likeness where both sides promise in one edition and one side in the other
OTHER_SIDE = 0.6  # what is left of it where the public side promises in one and the voluntary side in the other
CONTINUED = {Change.SAME, Change.TIGHTENED, Change.LOOSENED, Change.SPLIT, Change.MERGED}


class Match(msgspec.Struct, frozen=True):
    """A clause of each edition that seem to be about the same thing."""

    left: Commitment
    right: Commitment
    likeness: float  # from 0 to 1
    certain: bool  # one of the editions says so
    differences: list[Difference]


class Comparison(msgspec.Struct, frozen=True):
    """Two editions, clause by clause."""

    left: Edition
    right: Edition
    matches: list[Match]  # in the order of the first edition
    only_left: list[Commitment]
    only_right: list[Commitment]


def compare(left: Edition, right: Edition, least: float = LEAST) -> Comparison:
    """Line up the clauses of two editions; suggestions below ``least`` are left out."""
    likeness = _likenesses(left, right)
    certain = set(_known(left, right))
    lines = sorted(certain.union(_best(left, right, likeness, certain, least)))
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
    """The likeness of the words, raised by what the checks share and lowered where another side promises."""
    raised = 1 - (1 - words) * (1 - CHECKS * _shared(one, other))
    if one.by is other.by:
        return round(raised, 4)
    return round(raised * (ONE_OF_BOTH if Party.BOTH in (one.by, other.by) else OTHER_SIDE), 4)


def _shared(one: Commitment, other: Commitment) -> float:
    """Of what the checks of two clauses are about, the share they have in common."""
    here = {subject(check, one.checks) for check in one.checks}
    there = {subject(check, other.checks) for check in other.checks}
    return 2 * len(here & there) / (len(here) + len(there)) if here and there else 0


def _known(left: Edition, right: Edition) -> Iterator[tuple[int, int]]:
    """The lines that one of the editions itself draws, by naming the clause of the other its own comes from."""
    for here, one in enumerate(left.commitments):
        for there, other in enumerate(right.commitments):
            if _comes_from(other, left, one) or _comes_from(one, right, other):
                yield here, there


def _comes_from(later: Commitment, edition: Edition, earlier: Commitment) -> bool:
    return any(each.clause == f"{edition.id}#{earlier.ref}" and each.change in CONTINUED for each in later.earlier)


def _best(
    left: Edition, right: Edition, likeness: list[list[float]], certain: Set[tuple[int, int]], least: float
) -> list[tuple[int, int]]:
    """The clauses left over, lined up one to one, the most alike first; the same whichever edition comes first."""
    candidates = sorted(
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
        if alike >= least
    )
    lefts, rights = {here for here, _there in certain}, {there for _here, there in certain}
    found = []
    for *_order, here, there in candidates:
        if here not in lefts and there not in rights:
            found.append((here, there))
            lefts.add(here)
            rights.add(there)
    return found


def names(comparison: Comparison) -> tuple[str, str]:
    """What to call the two editions: by their areas, or by their ids where those are the same."""
    editions = comparison.left, comparison.right
    left, right = (said(each.title) if each.template else said(each.area.name) for each in editions)
    return (editions[0].id, editions[1].id) if left == right else (left, right)


def says(comparison: Comparison, match: Match, difference: Difference) -> str:
    """A difference as a sentence: "notice: Bristol 5.5 three months; Brentwood 4.P4 six months (tightened)"."""
    left, right = names(comparison)
    told = _("{about}: {left} {left_ref} {first}; {right} {right_ref} {second}")
    if difference.direction is Change.TIGHTENED:
        told = _("{about}: {left} {left_ref} {first}; {right} {right_ref} {second} (tightened)")
    if difference.direction is Change.LOOSENED:
        told = _("{about}: {left} {left_ref} {first}; {right} {right_ref} {second} (loosened)")
    refs = {"left_ref": match.left.ref, "right_ref": match.right.ref}
    sides = {"about": difference.about, "first": difference.left, "second": difference.right}
    return told.format(left=left, right=right, **refs, **sides)


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
                "differences": [
                    msgspec.to_builtins(each) | {"says": says(comparison, match, each)} for each in match.differences
                ],
            }
            for match in comparison.matches
        ],
        "only_left": [commitment.ref for commitment in comparison.only_left],
        "only_right": [commitment.ref for commitment in comparison.only_right],
    }
