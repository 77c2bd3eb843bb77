"""A first draft of an edition from the document of an existing compact.

The draft keeps the document's own words and places, says nothing the document does not say, and lists what it is unsure
of.
"""

from __future__ import annotations

from itertools import pairwise

import msgspec

from opencompact.core.drafting.choosing import Named, keep, name, themes_of
from opencompact.core.drafting.doubts import doubts
from opencompact.core.drafting.found import Found, Left, Outline
from opencompact.core.drafting.front import front_of, parties_of, slug
from opencompact.core.drafting.outline import folded, outline
from opencompact.core.drafting.suggestions import suggested
from opencompact.core.drafting.written import to_yaml
from opencompact.core.editions import Area, Check, Commitment, Edition, InForce, Item, Party, Verify
from opencompact.core.exchange.documents import read_document
from opencompact.core.exchange.papers.blocks import Document, too_long
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _

__all__ = ["Document", "Draft", "draft", "read_document", "to_yaml"]

MOST_PROMISES = 2_000  # the longest compact we know has 95
MOST_WORDS = 500_000  # characters in all promises: an edition that can still be loaded


class Draft(msgspec.Struct, frozen=True):
    """An edition to be corrected by a person, and what to look at."""

    edition: Edition
    unsure: list[str]
    left: list[Left] = []  # what the document says besides, so that nothing is lost in silence
    heads: list[Left] = []  # headings and cells that say whose promises follow, or number them


def draft(document: Document, *, id: str = "", area: str = "") -> Draft:
    """The promises of a document as an edition. Where ``id`` and ``area`` are not given, its title tells them."""
    front = front_of(document, area)
    found = outline(document.blocks, front.title)
    named = _promises(document, found)
    parties, unnamed = parties_of(found)
    themes = {each.theme: found.sections[each.found.section].title for each in named}
    edition = Edition(
        id=id or slug(front.area or front.title, front.year) or "draft",
        title=front.title,
        name=front.name,
        area=Area(name=front.area or front.title),
        nation=front.nation,
        in_force=InForce(start=front.year),
        parties=parties,
        themes=[Item(ref=ref, title=title) for ref, title in themes.items()],
        commitments=_commitments(named, found),
        source=document.name,
        bodies=found.bodies,
        values=found.values,
        outcomes=found.outcomes,
    )
    ours = [] if id else [_("We added the id {id}.").format(id=edition.id)]
    left = _left(document, found, {each.found.section for each in named}, front.title)
    return Draft(
        edition,
        [*doubts(front, found, named, edition.commitments, unnamed, left), *ours],
        left,
        [Left(*head) for head in found.heads],
    )


def _left(document: Document, found: Outline, used: set[int], title: str) -> list[Left]:
    """Everything the document says that is in nothing else of the draft, in its order."""
    inside = [each for block in document.blocks for cell in block.cells or ((block,),) for each in cell]
    order = {block.place: at for at, block in reversed(list(enumerate(inside)))}
    headings = [(section.place, section.title) for at, section in enumerate(found.sections[1:], 1) if at not in used]
    promising = [(each.place, each.text) for each in found.left]
    pairs = dict.fromkeys([*headings, *found.plain, *promising])
    left = [Left(place, words) for place, words in pairs if words != title]
    return sorted(left, key=lambda each: order.get(each.place, len(order)))


def _promises(document: Document, found: Outline) -> list[Named]:
    """The promises of the draft with their references; a document without any, or with far too many, is refused."""
    kept = keep(found)
    if not kept:
        says = _("no promises were found")
        mend = _('give a document with numbered promises, two columns, or sentences that begin, for example, "We will"')
        raise Unusable([Problem(document.name, says, mend)])
    if len(kept) > MOST_PROMISES or sum(len(each.text) for each in kept) > MOST_WORDS:
        raise too_long(document.name)
    return name(kept, themes_of(kept, found.sections))


def _commitments(named: list[Named], found: Outline) -> list[Commitment]:
    pairs = _pairs(named)
    outcomes = {_compared(str(item.title)): item.ref for item in found.outcomes}
    return [
        Commitment(
            ref=each.ref,
            theme=each.theme,
            by=each.found.party or Party.BOTH,
            summary=each.found.text,
            text=each.found.text,
            strength=each.found.strength,
            verify=_verify(checks),
            source=each.found.place,
            assigned=each.assigned,
            outcome=outcomes.get(_compared(found.sections[each.found.section].title)),
            pair=pairs.get(each.ref),
            checks=checks,
        )
        for each in named
        for checks in [_checks(each.found, found.sections[each.found.section].title)]
    ]


def _checks(found: Found, theme: str) -> list[Check]:
    return suggested(found.text, found.party or Party.BOTH, found.strength, theme).checks


def _verify(checks: list[Check]) -> Verify:
    if not checks:
        return Verify.JUDGED
    return Verify.RECORDED if all(check.kind == "recorded" for check in checks) else Verify.COMPUTED


def _pairs(named: list[Named]) -> dict[str, str]:
    """The promises that stand side by side, one of each side."""
    pairs: dict[str, str] = {}
    for one, other in pairwise(named):
        sides = {one.found.party, other.found.party}
        if one.found.row and one.found.row == other.found.row and sides == {Party.PUBLIC, Party.VOLUNTARY}:
            pairs |= {one.ref: other.ref, other.ref: one.ref}
    return pairs


def _compared(title: str) -> str:
    """A title without what its printings differ in."""
    return folded(title).replace("-", " ")
