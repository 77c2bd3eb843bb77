"""Lists that are no promises: values, outcomes, the bodies that signed."""

from __future__ import annotations

import re
from enum import StrEnum

from opencompact.core.drafting.found import Outline
from opencompact.core.editions import Body, Item, Party
from opencompact.core.exchange.papers.blocks import Block, Kind
from opencompact.core.exchange.papers.sides import heading_side, opens_a_promise, side_of


class Listing(StrEnum):
    """What a list holds."""

    VALUES = "values"
    OUTCOMES = "outcomes"
    SIGNATORIES = "signatories"
    MEMBERS = "members"


_SIGNED = re.compile(r"\bsigned (?:up|by|the|this)\b|\bsignator(?:y|ies)\b|\bllofnodwyr\b", re.IGNORECASE)
_MEMBERS = re.compile(r"\bmembers\b", re.IGNORECASE)
_VALUES = re.compile(r"\bvalues\b", re.IGNORECASE)
_OUTCOMES = re.compile(r"\boutcomes\b", re.IGNORECASE)
_THROUGH = re.compile(r"(?P<name>.{3,80}?),? (?:through|represented by|via) (?P<through>.{3,120})")
_SENTENCE = (".", ";", ":", "?", "!")
_END = 240  # characters before a list that say what it lists


class Listings:
    """The list being read, if any."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.open: Listing | None = None
        self.by_heading = False
        self.side: Party | None = None
        self.refs: set[str] = set()

    def begin_under(self, heading: str) -> None:
        """A heading closes the list above it and may name one of its own."""
        self.open = self.side = None
        if len(heading) < 100 and _SIGNED.search(heading):
            self.open = Listing.SIGNATORIES
        elif _VALUES.search(heading):
            self.open = Listing.VALUES
        self.by_heading = self.open is not None

    def begin_after(self, paragraph: str) -> bool:
        """A paragraph closes the list above it and may announce one of its own."""
        if self.open is Listing.VALUES and self.by_heading:
            return False
        self.open = self.side = None
        self.by_heading = False
        end = paragraph[-_END:]
        if not paragraph.endswith(":"):
            return False
        if _OUTCOMES.search(end) and not self.outline.outcomes:
            self.open = Listing.OUTCOMES
        elif _SIGNED.search(end):
            self.open = Listing.SIGNATORIES
        elif _MEMBERS.search(end):
            self.open = Listing.MEMBERS
        return self.open is not None

    def takes_line(self, block: Block, after: Block | None) -> bool:
        """Under a heading such as "Signatories" a short line is a name, or the side the names below belong to."""
        if self.open is not Listing.SIGNATORIES or not self.by_heading:
            return False
        side = heading_side(block.text)
        titles = after is not None and (after.kind in (Kind.ITEM, Kind.ROW) or after.text.endswith(_SENTENCE))
        if side:
            self.side = side
            self.outline.heads.append((block.place, block.text))
        elif titles or block.level or block.number or block.text.endswith(_SENTENCE) or len(block.text) > 120:
            return False
        else:
            self._body(block.text)
        return True

    def takes_item(self, block: Block) -> bool:
        """Take an item of the open list."""
        if self.open in (Listing.SIGNATORIES, Listing.MEMBERS):
            self._body(block.text)
        elif self.open is Listing.VALUES and _is_promise(block.text):
            return False
        elif self.open in (Listing.VALUES, Listing.OUTCOMES):
            into = self.outline.values if self.open is Listing.VALUES else self.outline.outcomes
            title = block.text if block.text.count('"') % 2 == 0 else block.text.strip('" ')
            letter = "V" if self.open is Listing.VALUES else "O"
            printed = block.number if block.number not in self.refs else ""
            into.append(Item(ref=printed or f"{letter}{len(into) + 1}", title=title))
            self.refs.add(into[-1].ref)
            if self.open is Listing.OUTCOMES and not self.outline.outcomes_from:
                self.outline.outcomes_from = block.place
        return self.open is not None

    def _body(self, text: str) -> None:
        text = text.strip(" ,;.")
        through = _THROUGH.fullmatch(text)
        name, by = (through["name"], through["through"]) if through else (text, "")
        party = self.side or side_of(name)
        if not party:
            self.outline.unplaced.append(name)
        role = "signatory" if self.open is Listing.SIGNATORIES else "group member"
        self.outline.bodies.append(Body(name=name, party=party or Party.BOTH, role=role, through=by))


def _is_promise(text: str) -> bool:
    """Whether an item under "Our values" promises something: "We will be open", but not "That we are open"."""
    return opens_a_promise(text) and not text.lower().startswith("that ")
