"""Tables with a line of headings, as CSV files and spreadsheets hold them: which register, and where it begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice

import msgspec

from opencompact.core.checks.records import REGISTERS
from opencompact.core.exchange.cells import Cell, is_blank, tidy
from opencompact.core.exchange.columns import Columns, Plan, fit, fitting, plan, tidy_header
from opencompact.core.exchange.limits import COLUMNS, refused
from opencompact.core.problems import Unusable
from opencompact.core.words import N_, _, listed

Row = tuple[int, Sequence[Cell]]  # its number, as a person counts, and its cells

LOOKED_AT = 40  # rows in which the line of headings is looked for


class Merged(msgspec.Struct, frozen=True):
    """Cells that were merged into one; rows as a person counts, columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


class Table(msgspec.Struct):
    """Rows of cells that may hold a register."""

    name: str  # what the register may be named after
    place: str  # of the whole: "grants.xlsx!Awards"
    rows: Iterator[Row]
    place_of_row: Callable[[int], str]
    place_of_cell: Callable[[int, int], str]
    splits: bool = False  # whether a text can fall into two cells by mistake, as commas do it
    from_1904: bool = False
    merged: Sequence[Merged] = ()


class Head(msgspec.Struct):
    """Where a table's headings stand and what they mean."""

    register: str
    number: int
    above: list[Row]
    cells: Sequence[Cell]
    headers: list[str]
    plan: Plan[int]
    why: str = ""  # why it is this register, where that was guessed


def is_empty(cells: Sequence[Cell]) -> bool:
    """Whether a row holds nothing."""
    return cells.count("") == len(cells) or all(map(is_blank, cells))


def find_head(table: Table, register: str | None, columns: Columns | None) -> Head | None:
    """The headings of a table, if it is one of a register. The table's rows go on below them."""
    first = list(islice(table.rows, LOOKED_AT))
    found = (_best(first, candidate, columns) for candidate in ([register] if register else REGISTERS))
    heads = {head.register: head for head in found if head}
    fits = {name: len(head.plan.columns) for name, head in heads.items()}
    chosen, why = (register, "") if register else fitting(table.name, fits) or (None, "")
    head = heads.get(chosen or "")
    start = 0
    if head:
        head.why = why
        start = 1 + next(at for at, row in enumerate(first) if row[0] == head.number)
    table.rows = chain(first[start:], table.rows)
    return head


def _best(rows: list[Row], register: str, columns: Columns | None) -> Head | None:
    """The row whose cells give the most fields of a register; two rows together where that gives more."""
    best: Head | None = None
    for at, (number, cells) in enumerate(rows):
        for first, headers in _headings(rows, at, register, columns):
            made = plan(enumerate(headers), register, columns)
            if made.columns and (best is None or len(made.columns) > len(best.plan.columns)):
                best = Head(register, number, rows[:first], cells, headers, made)
    return best


def _headings(rows: list[Row], at: int, register: str, columns: Columns | None) -> Iterator[tuple[int, list[str]]]:
    """What a row may head: alone, or below a row that begins its headings or heads several columns together."""
    below = headers_of(rows[at][1])
    yield at, below
    above = headers_of(rows[at - 1][1]) if at and any(below) else []
    if sum(map(bool, above)) > 1:
        above += [""] * (len(below) - len(above))
        below += [""] * (len(above) - len(below))
        made = []
        for lower, upper, over in zip(below, above, _carried(above), strict=True):
            ways = [lower, f"{upper} {lower}".strip(), f"{over} {lower}".strip() if lower else ""]
            made.append(next((each for each in ways if each and fit([each], register, columns)), ways[1]))
        yield at - 1, made


def _carried(headers: list[str]) -> list[str]:
    """Headings over several columns, repeated over each of them."""
    made: list[str] = []
    for header in headers:
        made.append(header or (made[-1] if made else ""))
    return made


def headers_of(cells: Sequence[Cell]) -> list[str]:
    """The texts of a row, as headings: as many as a register may have, and one more."""
    return [tidy_header(tidy(cell)) if isinstance(cell, str) else "" for cell in cells[: COLUMNS + 1]]


def no_register(place: str, asked: str | None = None) -> Unusable:
    """A file in which no register was found."""
    if asked:
        says = _("no row has the headings for {register}").format(register=asked)
        fields = listed(list(REGISTERS[asked])[:6])
        mend = _("use field names as column headings, for example {fields}").format(fields=fields)
        return refused(place, says, mend)
    says = _("it doesn't say which register this is")
    mend = _("name the file or sheet after one, or give --register: {registers}")
    return refused(place, says, mend.format(registers=listed(REGISTERS, last=N_("or"))))


def prove_width(place: str, cells: Sequence[object]) -> None:
    """Refuse a row too wide to be of a register."""
    if len(cells) > COLUMNS:
        says = _("there are more than {most} columns").format(most=COLUMNS)
        raise refused(place, says, _("keep only the columns of the register"))
