"""Tables of promises: columns headed by the sides, or one column of promises beside one that says whose they are."""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

from opencompact.core.drafting.promises import is_imperative
from opencompact.core.editions import Party, Strength
from opencompact.core.exchange.papers.blocks import Block, Kind, looks_like_heading
from opencompact.core.exchange.papers.sides import heading_side, lead_of, opening_of, side_of


class Role(StrEnum):
    """What a column holds."""

    SIDE = "promises of a side"
    PROMISES = "promises"
    WHOSE = "whose promise"
    NUMBER = "number"
    THEME = "theme"
    OTHER = "something else"


_ROLES = {
    Role.NUMBER: re.compile(r"(?:ref(?:erence)?|no|number|para(?:graph)?|#)\.?", re.IGNORECASE),
    Role.WHOSE: re.compile(r"who.*|.*responsib.*|lead.*|led by|by|party|side|sector|owner|partners?", re.IGNORECASE),
    Role.THEME: re.compile(r"themes?|areas?|topics?|outcomes?|principles?|issues?|sections?", re.IGNORECASE),
    Role.PROMISES: re.compile(r".*\b(?:commitments?|promises?|undertakings?|pledges?|what we will do)", re.IGNORECASE),
}
_EMPTY = frozenset(("", "-", "–", "n/a", "none", "not applicable"))


class Column(msgspec.Struct, frozen=True):
    """A column of a table of promises."""

    role: Role
    party: Party | None = None
    strength: Strength | None = None
    title: str = ""


class Entry(msgspec.Struct, frozen=True):
    """One promise in a row."""

    block: Block
    party: Party | None
    strength: Strength | None
    number: str
    paired: bool = False  # the other side's promise stands beside it


def words_of(cell: tuple[Block, ...]) -> str:
    """The words of a cell."""
    return "\n".join(block.text for block in cell)


def columns_of(row: Block) -> list[Column]:
    """The columns under a row, if it is the head of a table of promises."""
    columns = [_column(words_of(cell).strip()) for cell in row.cells]
    roles = [column.role for column in columns]
    sides = roles.count(Role.SIDE)
    filled = [column for column in columns if column.title]
    if sides > 1 or (sides == 1 and len(filled) > 1 and Role.OTHER not in [column.role for column in filled]):
        return columns
    return columns if Role.WHOSE in roles and Role.PROMISES in roles else []


def _column(title: str) -> Column:
    side = heading_side(title)
    if side:
        lead = lead_of(title)
        return Column(Role.SIDE, side, lead.strength if lead else None, title)
    role = next((role for role, pattern in _ROLES.items() if len(title) < 60 and pattern.fullmatch(title)), Role.OTHER)
    return Column(role, title=title)


def heading_of(row: Block) -> Block | None:
    """The heading a row makes when only its first cell is filled, with a title: a theme inside the table."""
    first = row.cells[0] if row.cells else ()
    if len(first) != 1 or any(words_of(cell).strip() for cell in row.cells[1:]):
        return None
    text = first[0].text
    if not looks_like_heading(text) or is_imperative(text) or heading_side(text):
        return None
    return msgspec.structs.replace(first[0], kind=Kind.HEADING, place=row.place)


def entries_of(row: Block, columns: list[Column]) -> list[Entry]:
    """The promises of a row under known columns."""
    pairs = list(zip(columns, row.cells, strict=False))
    number = _value(pairs, Role.NUMBER)
    whose = side_of(_value(pairs, Role.WHOSE))
    made = [
        [Entry(block, column.party or whose, column.strength, block.number or number) for block in promises_of(cell)]
        for column, cell in pairs
        if column.role in (Role.SIDE, Role.PROMISES)
    ]
    filled = [entries for entries in made if entries]
    paired = len(filled) == 2 and all(len(entries) == 1 for entries in filled)
    return [msgspec.structs.replace(entry, paired=paired) for entries in filled for entry in entries]


def other_cells(row: Block, columns: list[Column]) -> list[Block]:
    """What stands in columns that hold neither promises nor anything about them, and beside the columns."""
    known = (Role.SIDE, Role.PROMISES, Role.WHOSE, Role.NUMBER, Role.THEME)
    chosen = [cell for at, cell in enumerate(row.cells) if at >= len(columns) or columns[at].role not in known]
    read = [cell for at, cell in enumerate(row.cells) if at < len(columns) and columns[at].role in known]
    notes = [block for cell in read for block in cell if block.kind is Kind.NOTE]
    return [*(block for cell in chosen for block in cell if block.text.strip().lower() not in _EMPTY), *notes]


def labels_of(row: Block, columns: list[Column]) -> list[Block]:
    """What a row says about its promises: whose they are, and their number."""
    labels = [
        cell for column, cell in zip(columns, row.cells, strict=False) if column.role in (Role.WHOSE, Role.NUMBER)
    ]
    return [block for cell in labels for block in cell]


def theme_of(row: Block, columns: list[Column]) -> Block | None:
    """The theme a row names in a column of its own."""
    cells = [cell for column, cell in zip(columns, row.cells, strict=False) if column.role is Role.THEME and cell]
    return msgspec.structs.replace(cells[0][0], kind=Kind.HEADING, place=row.place) if cells else None


def _value(pairs: list[tuple[Column, tuple[Block, ...]]], role: Role) -> str:
    cell = next((cell for column, cell in pairs if column.role is role), ())
    return " ".join(f"{block.number} {block.text}".strip() for block in cell).strip(" .")


def promises_of(cell: tuple[Block, ...]) -> list[Block]:
    """The promises of a cell: each item of a list, else all its words as one."""
    blocks = [block for block in cell if block.text.strip().lower() not in _EMPTY and block.kind is not Kind.NOTE]
    items = [block for block in blocks if block.kind is Kind.ITEM]
    if len(items) > 1:
        return [block for block in blocks if not lead_of(block.text)]
    if not blocks:
        return []
    number = next((block.number for block in items), "")
    return [msgspec.structs.replace(blocks[0], text=words_of(tuple(blocks)), number=number)]


def entries_of_side(row: Block) -> list[Entry]:
    """The promises of a row whose first cell names their side: "Public bodies will | ..."."""
    cells = [cell for cell in row.cells if words_of(cell).strip()]
    side = heading_side(words_of(cells[0]).strip()) if len(cells) == 2 else None
    if not side or heading_side(words_of(cells[1])):
        return []
    lead = lead_of(words_of(cells[0]).strip())
    return [Entry(block, side, lead.strength if lead else None, block.number) for block in promises_of(cells[1])]


def promising_cells(row: Block) -> list[Block]:
    """The cells of a table without a fitting head that look like promises all the same."""
    blocks = [block for cell in row.cells for block in cell]
    openings = [(block, opening_of(block.text)) for block in blocks]
    return [block for block, opening in openings if opening and opening.by_name]
