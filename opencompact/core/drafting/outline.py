"""From blocks to what a compact is made of: themes, promises, values, outcomes, bodies.

Three shapes are recognised, whatever the document: items under the name of a side, columns headed by the sides, and
sentences that say who promises.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from opencompact.core.drafting.found import Found, Guess, Outline, Section, Shape
from opencompact.core.drafting.listings import Listings
from opencompact.core.drafting.promises import Promise, is_imperative, promise_of, promises_in, strength_of
from opencompact.core.drafting.tables import (
    Column,
    Role,
    columns_of,
    entries_of,
    entries_of_side,
    heading_of,
    labels_of,
    other_cells,
    promising_cells,
    theme_of,
    words_of,
)
from opencompact.core.editions import Party, Strength
from opencompact.core.exchange.papers.blocks import Block, Kind, looks_like_heading
from opencompact.core.exchange.papers.sides import Lead, heading_side, is_lead, lead_of, opening_of, opens_a_promise

_WEAK = re.compile(r"^(?:[^,.]{0,40}, )?we can\b", re.IGNORECASE)
_ON_EVERY_PAGE = 4  # a theme may be repeated for each of three sides
_OPEN_ENDS = (":", "...", "\u2026")


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """The side whose promises follow."""

    party: Party
    strength: Strength | None = None
    extra: str = ""  # words of the lead that belong to every promise: "work together to"
    within: str = ""  # the number of the item that leads the list
    by_heading: bool = False
    level: int = 0  # of the heading; 0: unknown
    outer: bool = False  # themes stand under it, not above it
    number: str = ""  # of the heading
    guess: Guess | None = None  # why it may be another side


def outline(blocks: Sequence[Block], title: str) -> Outline:
    """Read a document from beginning to end."""
    heads = Counter(folded(block.text) for block in blocks if block.kind is Kind.HEADING and not block.number)
    walker = _Walker(title, {head for head, count in heads.items() if count >= _ON_EVERY_PAGE})
    walker.outline.notes = [block.place for block in blocks if block.kind is Kind.NOTE]
    walker.outline.margins = [(block.place, block.text) for block in blocks if block.kind is Kind.MARGIN]
    read = [block for block in blocks if block.kind not in (Kind.NOTE, Kind.MARGIN)]
    settled = list(_with_numbered_headings(read))
    for block, after in zip(settled, [*settled, None][1:], strict=True):
        walker.read(block, after)
    return walker.outline


def folded(title: str) -> str:
    """A title as it is compared: running heads add a year or a page number."""
    return " ".join(word for word in title.casefold().strip(" :.").split() if not word.isdecimal())


def _with_numbered_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Numbered lines that are titles, not items: short, alone among their like, with something under them."""
    for at, block in enumerate(blocks):
        before = blocks[at - 1] if at else None
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        if block.kind is Kind.ITEM and block.number and after and _is_title(block, before, after):
            yield msgspec.structs.replace(block, kind=Kind.HEADING, level=0)
        else:
            yield block


def _is_title(block: Block, before: Block | None, after: Block) -> bool:
    parts_follow = bool(block.number) and after.number.startswith(f"{block.number}.")
    if not looks_like_heading(block.text) or opens_a_promise(block.text) or (is_lead(block.text) and not parts_follow):
        return False
    if _is_sibling(block, after) or (before and (_is_sibling(block, before) or is_lead(before.text))):
        return False
    under_a_side = before is not None and before.kind is Kind.HEADING and heading_side(before.text) is not None
    return not under_a_side or after.number.startswith(block.number)


def _is_sibling(one: Block, other: Block) -> bool:
    """Whether two items are counted alike: 1. and 2., 1.1 and 1.2, a and b."""
    if other.kind is not Kind.ITEM or not other.number:
        return False
    return _is_level(one.number, other.number)


class _Walker:
    """What is known while reading: the section, whose promises these are, which list or table is open."""

    def __init__(self, title: str, repeated: set[str]) -> None:
        self.outline = Outline(sections=[Section(title)])
        self.listings = Listings(self.outline)
        self.title = folded(title)
        self.repeated = repeated
        self.seen: set[str] = set()  # headings so far
        self.section = 0
        self.known: dict[tuple[str, str], int] = {}  # sections by title and number
        self.group: Group | None = None
        self.over: Group | None = None  # the last heading that named a side: who "we" is under it
        self.columns: list[Column] = []
        self.table = 0
        self.rows = 0
        self.parent: Block | None = None  # the item whose parts may follow
        self.fresh = False  # nothing but short lines has followed the name of a side

    def read(self, block: Block, after: Block | None) -> None:
        """Take the next block in."""
        parent, self.parent = self.parent, None
        if block.kind is Kind.ROW:
            self._row(block)
            return
        if not block.table:
            self.columns = []
        if block.kind is Kind.HEADING:
            self._heading(block, after)
        elif block.kind is Kind.PARAGRAPH:
            self.fresh = False
            self._paragraph(block, after)
        else:
            self.fresh = False
            self._item(block, parent)

    def _heading(self, block: Block, after: Block | None) -> None:
        if self.listings.takes_line(block, after):
            return
        if self._is_running_head(block):
            self.outline.margins.append((block.place, block.text))
            return
        side, lead = heading_side(block.text), lead_of(block.text)
        if self.fresh and self.group and not side and _is_plain_promise(block, after):
            self._of_group(block, self.group)
            return
        self.fresh = side is not None
        self.listings.begin_under("" if side else block.text)
        if not side:
            self.group = self.group if _stands_under(block, self.group) else None
            self.over = self.over if _stands_under(block, self.over) else None
            self._open(block)
        elif lead:
            self._lead(lead, block, by_heading=True)
        else:
            outer = after is not None and after.kind is Kind.HEADING and not heading_side(after.text)
            self.group = self.over = Group(
                party=side, by_heading=True, level=block.level, outer=outer, number=block.number
            )
            self._named(side, block.text)
            self.outline.heads.append((block.place, block.text))

    def _lead(self, lead: Lead, block: Block, *, by_heading: bool = False) -> None:
        """Promises follow whose side a lead names; "we" is whoever the heading above it names."""
        self.outline.heads.append((block.place, block.text))
        ours = self.over if lead.we else None
        self.group = Group(
            party=ours.party if ours else lead.party,
            strength=lead.strength,
            extra=lead.extra,
            within=block.number,
            by_heading=by_heading,
            level=block.level,
            guess=Guess.WE if lead.we and not ours else None,
        )
        self._named(self.group.party, "" if lead.we else lead.subject)
        if by_heading and not lead.we:
            self.over = self.group

    def _is_running_head(self, block: Block) -> bool:
        """Whether this is the title again, or a line that stands on page after page."""
        words = folded(block.text)
        again = words in self.seen and (words == self.title or words in self.repeated)
        self.seen.add(words)
        return again and not heading_side(block.text)

    def _named(self, side: Party, heading: str) -> None:
        self.outline.side_names.setdefault(side, []).append(heading)

    def _open(self, block: Block) -> None:
        """Begin a section; one with the same title goes on."""
        title = block.text.strip(" :*")
        known = (folded(title), block.number)
        if known not in self.known:
            self.outline.sections.append(Section(title, block.number, block.place))
            self.known[known] = len(self.outline.sections) - 1
        self.section = self.known[known]

    def _paragraph(self, block: Block, after: Block | None) -> None:
        if self.listings.takes_line(block, after):
            return
        announced = self.listings.begin_after(block.text)
        lead = lead_of(block.text)
        if lead:
            self._lead(lead, block)
            self.fresh = True
        elif announced:
            self._leave(block)
        else:
            goes_on = block.text[:1].islower() or is_imperative(block.text)
            if self.group and self.group.strength and goes_on:
                self._of_group(block, self.group)
                return
            if self.group and not self.group.by_heading:
                self.group = None
            self._prose(block)

    def _prose(self, block: Block) -> None:
        promises = promises_in(block.text)
        self._weigh(*promises)
        if not promises:
            weak = _WEAK.search(block.text)
            found = self._found(Shape.PROSE, Promise(block.text, Party.BOTH, Strength.AIM, we=True), block)
            if weak:
                self.outline.found.append(msgspec.structs.replace(found, weak=True))
            else:
                self._leave(block)
        over = self.group or self.over
        for promise in promises:
            if over and promise.we:  # "we" under the name of a side
                ours = msgspec.structs.replace(promise, party=over.party, we=over.guess is not None)
                self._add(Shape.PROSE, ours, block)
            else:
                self._add(Shape.PROSE, promise, block)

    def _item(self, block: Block, parent: Block | None) -> None:
        if self.listings.takes_item(block):
            return
        if parent and _is_part_of(block, parent):
            self._to_the_last(block, parent)
            return
        lead = lead_of(block.text)
        if lead and block.text.endswith(_OPEN_ENDS):
            self._lead(lead, block)
            return
        promise = promise_of(block.text)
        if self.group and self._belongs(block, self.group):
            self._of_group(block, self.group)
            self.parent = block
        elif promise:
            self._add(Shape.NUMBERED if block.number else Shape.PROSE, promise, block)
            self.parent = block
            self._weigh(promise)
        else:
            self._leave(block)
            if block.number:
                self.outline.silent.append((block.number, block.place))
            else:
                self._weigh()

    def _leave(self, block: Block) -> None:
        self.outline.plain.append((block.place, block.text))

    def _belongs(self, block: Block, group: Group) -> bool:
        """An item counted like the one that leads a list comes after that list."""
        if group.within and block.number and block.number not in ("1", "a", "i"):
            leads = Block(kind=Kind.ITEM, text="", place="", number=group.within)
            if _is_sibling(leads, block):
                self.group = None
                return False
        return True

    def _weigh(self, *promises: Promise) -> None:
        """Count a paragraph, or an item of a list that nobody leads, and what it promises."""
        section = self.outline.sections[self.section]
        section.paragraphs += 1
        section.promising += bool(promises)
        section.by_name |= any(promise.by_name for promise in promises)

    def _to_the_last(self, block: Block, parent: Block) -> None:
        last = self.outline.found[-1]
        mark = f"({block.number})" if block.number else "-"
        self.outline.found[-1] = msgspec.structs.replace(last, text=f"{last.text}\n{mark} {block.text}")
        self.parent = parent

    def _of_group(self, block: Block, group: Group, shape: Shape | None = None, number: str = "", row: int = 0) -> None:
        """A promise under the name of a side. Its own words may still name the other."""
        opening = opening_of(block.text)
        by_name = opening is not None and opening.by_name
        named = opening.party if opening and by_name and opening.party is not Party.BOTH else None
        strength = opening.strength if opening and by_name else strength_of(block.text, group.strength)
        text = f"{group.extra} {block.text}" if group.extra else block.text
        kind = shape or (Shape.NUMBERED if block.number else Shape.LISTED)
        block = msgspec.structs.replace(block, number=block.number or number)
        guess = Guess.OTHER if named and group.party is not Party.BOTH and named is not group.party else group.guess
        self._add(kind, Promise(text, named or group.party, strength), block, group=group, row=row, guess=guess)

    def _add(self, shape: Shape, promise: Promise, block: Block, **more: Any) -> None:
        self.outline.found.append(self._found(shape, promise, block, **more))

    def _found(
        self,
        shape: Shape,
        promise: Promise,
        block: Block,
        *,
        group: Group | None = None,
        row: int = 0,
        guess: Guess | None = None,
    ) -> Found:
        return Found(
            shape=shape,
            text=promise.text.strip(),
            place=block.place,
            section=self.section,
            party=promise.party,
            strength=promise.strength,
            guess=guess or (Guess.WE if promise.we else None),
            number=block.number,
            within=group.within if group else "",
            led=group is not None,
            row=row,
            table=self.table if shape is Shape.PAIRED else 0,
            by_name=promise.by_name,
            paragraph=self.outline.sections[self.section].paragraphs,
        )

    def _row(self, row: Block) -> None:
        if row.table != self.table and len(row.cells) != len(self.columns):
            self.columns = []
        self.table = row.table
        heads = columns_of(row)
        if heads:
            self.columns = heads
            for column in heads:
                if column.party:
                    self._named(column.party, column.title)
            self.outline.heads.append((row.place, row.text))
        elif self.columns:
            self._row_of_promises(row)
        else:
            self._row_without_head(row)

    def _row_of_promises(self, row: Block) -> None:
        heading = heading_of(row) if all(column.role is not Role.WHOSE for column in self.columns) else None
        theme = heading or theme_of(row, self.columns)
        if theme:
            self._open(theme)
        if heading:
            return
        self.rows += 1
        self.outline.heads += [(block.place, block.text) for block in labels_of(row, self.columns)]
        for block in other_cells(row, self.columns):
            self._leave(block)
        for entry in entries_of(row, self.columns):
            group = Group(party=entry.party or Party.BOTH, strength=entry.strength)
            self._of_group(entry.block, group, Shape.PAIRED, entry.number, self.rows if entry.paired else 0)
            if entry.party is None:
                self.outline.found[-1] = msgspec.structs.replace(self.outline.found[-1], party=None)

    def _row_without_head(self, row: Block) -> None:
        """A row that names its side itself holds promises; other rows are told of where they look like some."""
        entries = entries_of_side(row)
        for entry in entries:
            self._of_group(entry.block, Group(party=entry.party or Party.BOTH, strength=entry.strength))
        if entries:
            self.outline.heads.append((row.place, words_of(next(cell for cell in row.cells if words_of(cell).strip()))))
            return
        promising = promising_cells(row)
        for block in (block for cell in row.cells for block in cell):
            if block in promising:
                self.outline.left.append(self._found(Shape.PAIRED, Promise(block.text, None, Strength.MUST), block))
            else:
                self._leave(block)


def _stands_under(block: Block, group: Group | None) -> bool:
    """Whether what a heading opens still belongs to the side named above it."""
    if group is None or (group.number and block.number and _is_level(group.number, block.number)):
        return False
    return group.outer or 0 < group.level < block.level or bool(group.number)


def _is_level(one: str, other: str) -> bool:
    return one.count(".") == other.count(".") and one.isalpha() == other.isalpha()


def _is_plain_promise(block: Block, after: Block | None) -> bool:
    """Whether a short line under the name of a side is a promise set without a bullet, not the title of a theme."""
    alike = after is None or after.kind is Kind.HEADING
    return not block.level and not block.number and alike and is_imperative(block.text)


def _is_part_of(block: Block, parent: Block) -> bool:
    """Whether an item is a part of the promise above it: it is set deeper, or that one ends with a colon."""
    if block.number and (_is_sibling(block, parent) or not block.number.isalpha()):
        return False
    return parent.text.endswith(_OPEN_ENDS) or block.level > parent.level
