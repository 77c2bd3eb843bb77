"""What an adoption changes: every promise dropped, loosened, tightened or new, and who is asked to sign again.

Beside the six files of a room: the page that asks, the page that confirms and the letter tell the same.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencompact.core.comparing import Match, compare
from opencompact.core.editions import Change, Commitment
from opencompact.core.editions import Edition as Document
from opencompact.core.words import said
from opencompact.site.agreements.models import Edition
from opencompact.site.drafting.models import Draft
from opencompact.site.signatories.models import Signatory

NAMED = 60  # signatories named one by one


class Promise(NamedTuple):
    """One promise that is not as it was: its number and what it says; where it is altered, in which way."""

    ref: str
    says: str
    ways: list[str]


class Changes(NamedTuple):
    """A draft beside the edition it follows."""

    says: str  # 60 promises become 3
    before: Edition | None
    groups: list[tuple[str, list[Promise]]]
    same: int
    signatories: list[str]  # who signed the edition before
    more: int  # of them, not named here


def changes_of(draft: Draft, before: Edition | None) -> Changes:
    """What becomes of every promise if this draft is adopted."""
    document = draft.document
    if before is None:
        return Changes(_first(document), None, [], 0, [], 0)
    old = before.document
    made = compare(old, document)
    sure = [match for match in made.matches if match.sure]
    unsure = [match for match in made.matches if not match.sure]
    dropped = [_promise(each) for each in [*made.left_alone, *(match.left for match in unsure)]]
    new = [_promise(each) for each in [*made.right_alone, *(match.right for match in unsure)]]
    loosened, tightened, reworded, same = _by_way(sure)
    names = [
        (_("Dropped, or without a close match in the new edition"), dropped),
        (_("Asks for less"), loosened),
        (_("Asks for more"), tightened),
        (_("Worded differently"), reworded),
        (_("New, or without a close match in the edition before"), new),
    ]
    signed = Signatory.objects.of(before.area).that_signed(before).order_by("place")
    shown = [str(each) for each in signed[:NAMED]]
    return Changes(
        _counted(len(old.commitments), len(document.commitments)), before, [each for each in names if each[1]],
        same, shown, max(0, signed.count() - len(shown)),
    )  # fmt: skip


def _first(document: Document) -> str:
    count = len(document.commitments)
    return ngettext("A first edition of %(count)s promise", "A first edition of %(count)s promises", count) % {
        "count": count
    }


def _counted(old: int, new: int) -> str:
    if old == new:
        return ngettext("%(count)s promise, as before", "%(count)s promises, as many as before", new) % {"count": new}
    says = ngettext("%(old)s promise becomes %(new)s", "%(old)s promises become %(new)s", old)
    return says % {"old": old, "new": new}


def _promise(commitment: Commitment, ways: list[str] | None = None) -> Promise:
    return Promise(commitment.ref, said(commitment.summary), ways or [])


def _by_way(matches: list[Match]) -> tuple[list[Promise], list[Promise], list[Promise], int]:
    """Matched promises: loosened in anything, tightened, or only in other words; and how many are as they were."""
    loosened, tightened, reworded, same = [], [], [], 0
    for match in matches:
        directions = {each.direction for each in match.differences}
        ways = [
            _("%(about)s: %(left)s; then %(right)s") % {"about": each.about, "left": each.left, "right": each.right}
            for each in match.differences
        ]
        if Change.LOOSENED in directions:
            loosened.append(_promise(match.right, ways))
        elif Change.TIGHTENED in directions:
            tightened.append(_promise(match.right, ways))
        elif ways or _words(match.left) != _words(match.right):
            reworded.append(_promise(match.right, ways))
        else:
            same += 1
    return loosened, tightened, reworded, same


def _words(commitment: Commitment) -> tuple[object, object]:
    return commitment.summary, commitment.text
