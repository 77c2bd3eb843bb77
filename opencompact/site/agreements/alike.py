"""Promises of other editions about the same thing: side by side, elsewhere, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from opencompact.core.compacts import read_shipped, shipped
from opencompact.core.comparing import CONTINUED, Comparison, Match, names
from opencompact.core.comparing import compare as line_up
from opencompact.core.differences import Difference, differences
from opencompact.core.editions import Change, Commitment, Earlier
from opencompact.core.editions import Edition as Document
from opencompact.core.words import said, speaking
from opencompact.site.agreements.models import Edition
from opencompact.site.agreements.wording import WHAT_BECAME, address_in, in_force, marked

INVERTED = {Change.TIGHTENED: Change.LOOSENED, Change.LOOSENED: Change.TIGHTENED}


@dataclass(frozen=True)
class Paper:
    """An edition of this site, or one that came with the program."""

    key: str  # says what stands in it
    edition: Edition | None

    @property
    def document(self) -> Document:
        return self.edition.document if self.edition else read_shipped(self.key).edition

    @property
    def id(self) -> str:
        return self.edition.pk if self.edition else self.key

    @property
    def title(self) -> str:
        return self.edition.title if self.edition else said(self.document.title)

    @property
    def when(self) -> str:
        return in_force(self.edition) if self.edition else _("a model to start from, not in force anywhere")

    def href(self, commitment: Commitment, today: date) -> str:
        return address_in(self.edition, commitment.ref, today) if self.edition else ""


def paper_of(edition: Edition) -> Paper:
    return Paper(edition.digest, edition)


def find_paper(id: str) -> Paper | None:
    """An edition of this site by its id, or one that came with the program."""
    edition = Edition.objects.select_related("area").filter(pk=id).first()
    if edition:
        return paper_of(edition)
    return Paper(id, None) if id in shipped() else None


_LINES: dict[tuple[str, str], Comparison] = {}  # by what stands in the two editions, which never changes
_MOST = 512


def _lined_up(left: Paper, right: Paper) -> Comparison:
    """The same lines in whatever language the page is: they are drawn in English, once."""
    found = _LINES.get((left.key, right.key))
    if found is None:
        with speaking("en"):
            found = line_up(left.document, right.document)
        while len(_LINES) >= _MOST:
            _LINES.pop(next(iter(_LINES)), None)
        _LINES[left.key, right.key] = found
    return found


# Two editions side by side


class Pair(NamedTuple):
    """A promise of each edition about the same thing, and what became of the first in the second."""

    left: Commitment
    right: Commitment
    change: str  # tightened, loosened, other or same
    certain: bool  # the document says so; else matched by likeness
    percent: int
    sure: bool
    differences: list[Difference]
    note: str  # what the document says about it


class SideBySide(NamedTuple):
    """Two editions, sorted by what became of the promises of the first."""

    left: Paper
    right: Paper
    names: tuple[str, str]
    one_area: bool
    pairs: list[Pair]
    left_alone: list[Commitment]  # with no close match in the other
    right_alone: list[Commitment]

    def of(self, change: str) -> list[Pair]:
        """The pairs that are sure, by what became of the first promise."""
        return [pair for pair in self.pairs if pair.sure and pair.change == change]

    @property
    def possible(self) -> list[Pair]:
        """The pairs that are too unlike to be counted."""
        return [pair for pair in self.pairs if not pair.sure]

    @property
    def figures(self) -> list[tuple[Pair, Difference]]:
        """The figures that differ: three months in one, six in the other."""
        return [(pair, each) for pair in self.pairs if pair.sure for each in pair.differences if each.figures]


def side_by_side(left: Paper, right: Paper) -> SideBySide:
    """Two editions, promise by promise."""
    found = _lined_up(left, right)
    pairs = [_pair(found, match) for match in found.matches]
    return SideBySide(left, right, names(found), found.one_area, pairs, found.left_alone, found.right_alone)


def _pair(found: Comparison, match: Match) -> Pair:
    told = differences(match.left, match.right)  # in the language of the page
    link, change = _said_by_document(found.left, found.right, match)
    return Pair(
        match.left,
        match.right,
        _kind(change) if change else _worked_out(told),
        match.certain,
        round(match.likeness * 100),
        match.sure,
        told,
        marked(link.note, found.right) if link else "",
    )


def _said_by_document(left: Document, right: Document, match: Match) -> tuple[Earlier | None, Change | None]:
    """What one of the two documents says became of the promise, read from the first to the second."""
    for link in _links(match.right, left.id, match.left.ref):
        return link, link.change
    for link in _links(match.left, right.id, match.right.ref):
        return link, INVERTED.get(link.change, link.change)
    return None, None


def _links(later: Commitment, id: str, ref: str) -> Iterator[Earlier]:
    return (each for each in later.earlier if each.clause == f"{id}#{ref}" and each.change in CONTINUED)


def _kind(change: Change) -> str:
    return str(change) if change in (Change.TIGHTENED, Change.LOOSENED, Change.SAME) else "other"


def _worked_out(told: Iterable[Difference]) -> str:
    found = list(told)
    directions = {each.direction for each in found}
    if not found:
        return "same"
    if directions in ({Change.TIGHTENED}, {Change.LOOSENED}):
        return str(directions.pop())
    return "other"


# One promise elsewhere, before and after


class Elsewhere(NamedTuple):
    """The promise of another area, or of another edition, that seems to be about the same thing."""

    edition: Edition
    commitment: Commitment
    summary: str
    href: str
    certain: bool
    percent: int
    differences: list[Difference]  # from this promise to that one
    became: str = ""  # what the document says became of it
    note: str = ""


def elsewhere(edition: Edition, commitment: Commitment, today: date) -> list[Elsewhere]:
    """The same promise in the editions in force in other areas, the most alike first."""
    newest: dict[int, Edition] = {}
    for other in Edition.objects.on(today).exclude(area=edition.area_id).listed().newest_first():
        newest.setdefault(other.area_id, other)
    unread = [other.pk for other in newest.values() if (edition.digest, other.digest) not in _LINES]
    if unread:
        newest |= {other.area_id: other for other in Edition.objects.filter(pk__in=unread).select_related("area")}
    found = [each for other in newest.values() for each in _in(edition, commitment, other, today)]
    return sorted(found, key=lambda each: (-each.certain, -each.percent, each.edition.area.name))


def _in(edition: Edition, commitment: Commitment, other: Edition, today: date) -> Iterator[Elsewhere]:
    found = _lined_up(paper_of(edition), paper_of(other))
    for match in found.matches:
        if match.left.ref == commitment.ref:
            link, change = _said_by_document(found.left, found.right, match)
            yield Elsewhere(
                other,
                match.right,
                marked(match.right.summary, found.right),
                address_in(other, match.right.ref, today),
                match.certain,
                round(match.likeness * 100),
                differences(match.left, match.right),
                str(WHAT_BECAME[change]) if change else "",
                marked(link.note, found.right) if link else "",
            )


def later(edition: Edition, commitment: Commitment, editions: Sequence[Edition], today: date) -> list[Elsewhere]:
    """What the next edition of the area makes of a promise; ``editions`` are the area's, the newest first."""
    after = [each for each in editions if (each.first_day, each.pk) > (edition.first_day, edition.pk)]
    return list(_in(edition, commitment, after[-1], today)) if after else []


class Before(NamedTuple):
    """An earlier clause, what became of it, and where it is read."""

    clause: str
    became: str
    note: str
    edition: Edition | None
    commitment: Commitment | None
    summary: str
    href: str


def before(edition: Edition, commitment: Commitment, editions: Sequence[Edition], today: date) -> list[Before]:
    """The clauses of older editions that a promise comes from, as its document says."""
    known = {each.pk: each for each in editions}
    found = []
    for link in commitment.earlier:
        id, _hash, ref = link.clause.partition("#")
        older = known.get(id)
        there = older.commitment(ref) if older else None
        summary = marked(there.summary, older.document) if older and there else ""
        href = address_in(older, ref, today) if older and there else ""
        note = marked(link.note, edition.document)
        found.append(Before(link.clause, str(WHAT_BECAME[link.change]), note, older, there, summary, href))
    return found
