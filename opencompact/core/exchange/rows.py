"""The records of a table, below its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from opencompact.core.checks.records import REGISTERS, Type
from opencompact.core.exchange.cells import Broken, Cell, is_blank, shown, tidy
from opencompact.core.exchange.columns import clash
from opencompact.core.exchange.day_order import DayOrder
from opencompact.core.exchange.gathering import Gathered, Guess
from opencompact.core.exchange.steps import record_of, steps_of
from opencompact.core.exchange.tables import Head, Merged, Row, Table, is_empty
from opencompact.core.problems import Problem
from opencompact.core.words import _, listed

TOTAL = r"(?:grand|sub|overall)?[ -]?totals? ?:?"
NOTE = (
    r"[*†‡].*|(?:notes?|n\.?b\.?|sources?|key|contact|prepared by|data from|(?:last )?updated|correct (?:as )?at)"
    r"(?: ?[0-9]+)? ?[:–-].*"
)
_TOTAL, _NOTE = re.compile(TOTAL, re.IGNORECASE), re.compile(NOTE, re.IGNORECASE | re.DOTALL)
NARROW = 3  # fields: in a narrower table a row with one cell may well be a record


def read_rows(table: Table, head: Head, into: Gathered) -> None:
    """Every record of the table, or what is wrong with it. What is no record is told."""
    into.begin(head.register)
    _tell_head(table, head, into)
    body = _Body(table, head, into)
    for row in body.records():
        body.take(row)
    body.order.settle(head.register, table.place, into)
    into.leave_blank(table.place, body.blank)
    if body.unnamed:
        line = _("{place}: ignored, because they have no heading: columns {numbers}")
        numbers = listed(str(at + 1) for at in sorted(body.unnamed))
        into.skipped.append(line.format(place=table.place, numbers=numbers))


def _tell_head(table: Table, head: Head, into: Gathered) -> None:
    """What was made of the headings, and of the lines above them."""
    if head.why:
        into.guesses.append(Guess(table.place, table.name, head.register, head.why))
    into.met(head.headers)
    for number, cells in head.above:
        if not is_empty(cells):
            words = " ".join(tidy(str(cell)) for cell in cells if not is_blank(cell))
            line = _("{place}: a row above the headings, {words}")
            into.skipped.append(line.format(place=table.place_of_row(number), words=shown(words)))
    for column in head.plan.columns:
        into.guess(column, table.place_of_cell(head.number, column.spot))
        into.tell_unit(column, table.place_of_cell(head.number, column.spot))
    for one, other in head.plan.clashes:
        into.wrong(clash(table.place_of_cell(head.number, other.spot), head.register, one, other))
    into.leave(table.place_of_row(head.number), head.register, head.plan.left, head.plan.ignored)


class _Body:
    """The rows below the headings."""

    def __init__(self, table: Table, head: Head, into: Gathered) -> None:
        fields = REGISTERS[head.register]
        self.table, self.head, self.into = table, head, into
        self.steps = steps_of(head.register, head.plan.columns, table.from_1904)
        self.lists = {step.spot for step in self.steps if fields[step.field].type is Type.LIST}
        self.dated = [step for step in self.steps if fields[step.field].type is Type.DAY]
        self.days = [step.spot for step in self.dated]
        self.order = DayOrder()
        self.id_at = next((step.spot for step in self.steps if step.field == "id"), None)
        self.nameless = [at for at, header in enumerate(head.headers) if not header]
        self.prefix = f"{table.name} " if into.registers[head.register] else ""
        self.across = {merged.top for merged in self._merged_across()}
        self.blank = sum(is_empty(cells) for _number, cells in head.above)
        self.unnamed: set[int] = set()  # columns without a heading that hold something

    def records(self) -> Iterator[Row]:
        """The rows that are records; the others are counted or told."""
        below: list[Row] = []  # rows of one cell after a blank row: notes, unless the table goes on
        parted = False
        for number, cells in self.table.rows:
            if is_empty(cells):
                self.blank += 1
                parted = True
            elif why := self._no_record(number, cells):
                self.into.skipped.append(f"{self.table.place_of_row(number)}: {why}")
            elif parted and len(self.steps) >= NARROW and _is_alone(_filled(cells)):
                below.append((number, cells))
            else:
                yield from below
                below, parted = [], False
                yield number, cells
        for number, cells in below:
            self.into.skipped.append(f"{self.table.place_of_row(number)}: {_note(cells)}")

    def take(self, row: Row) -> None:
        """One record."""
        number, cells = row
        width = len(cells)
        record, wrong = record_of(self.head.register, self.steps, lambda at: cells[at] if at < width else None)
        problems = [Problem(self.table.place_of_cell(number, at), error.says, error.mend) for at, error in wrong]
        if self.nameless or width > len(self.head.headers):
            problems += self._rest(number, cells)
        if self.lists:
            self._tell_commas(number, cells)
        id_place = "" if self.id_at is None else self.table.place_of_cell(number, self.id_at)
        place, spare = self.table.place_of_row(number), f"{self.prefix}row {number}"
        at = self.into.add(self.head.register, record, place, spare, id_place, problems)
        for step in self.dated:
            if step.spot < width and isinstance(cells[step.spot], str):
                self.order.see(step.field, cells[step.spot], at, self.table.place_of_cell(number, step.spot))

    def _rest(self, number: int, cells: Sequence[Cell]) -> list[Problem]:
        """Cells that stand under no heading: left aside, or the sign of a text that fell apart."""
        beyond = range(len(self.head.headers), len(cells))
        filled = [at for at in chain(self.nameless, beyond) if at < len(cells) and not is_blank(cells[at])]
        self.unnamed.update(filled)
        if not (self.table.splits and filled and filled[-1] in beyond):
            return []
        says = _("this row has more cells than there are headings")
        mend = _("put quotation marks around text that contains the separator")
        return [Problem(self.table.place_of_cell(number, filled[-1]), says, mend)]

    def _tell_commas(self, number: int, cells: Sequence[Cell]) -> None:
        """A list with commas may have been meant as several items; we read it as one, and say so once a column."""
        for at in sorted(self.lists):
            cell = cells[at] if at < len(cells) else None
            if isinstance(cell, str) and "," in cell and not any(mark in cell for mark in ";\n\r"):
                self.lists.discard(at)
                line = _('{place}: {shown} was read as one item; write ";" between the items of a list')
                place = self.table.place_of_cell(number, at)
                self.into.skipped.append(line.format(place=place, shown=shown(cell)))

    def _no_record(self, number: int, cells: Sequence[Cell]) -> str:
        """Why a row is clearly no record, or nothing."""
        if cells == self.head.cells:
            return _("the headings again")
        if number in self.across:
            if sum(not is_blank(cell) for cell in cells) == 1:
                return _("a row that spans the columns")
            self._refuse_merged(self.table.place_of_row(number))
        if self._is_total(cells):
            return _("a row of totals")
        return _note(cells) if self._is_note(cells) else ""

    def _is_note(self, cells: Sequence[Cell]) -> bool:
        """A row that begins as notes do and has hardly anything else."""
        if len(self.steps) < NARROW:
            return False
        filled = _filled(cells)
        return len(filled) <= 2 and isinstance(filled[0], str) and bool(_NOTE.fullmatch(tidy(filled[0])))

    def _is_total(self, cells: Sequence[Cell]) -> bool:
        """A row that says "Total" and has neither an id nor a date."""
        own = [cells[at] for at in (self.id_at,) if at is not None and at < len(cells)]
        if any(not is_blank(cell) and not _is_label(cell) for cell in own) or not any(map(_is_label, cells)):
            return False
        return all(is_blank(cells[at]) or _is_label(cells[at]) for at in self.days if at < len(cells))

    def _merged_across(self) -> Iterator[Merged]:
        """Merged cells within one row that take in fields. Those over several rows would leave facts unread."""
        for merged in self.table.merged:
            touched = [step.spot for step in self.steps if merged.left <= step.spot <= merged.right]
            if merged.top <= self.head.number or not touched:
                continue
            if merged.bottom > merged.top:
                self._refuse_merged(self.table.place_of_cell(merged.top, merged.left))
            elif touched != [merged.left]:
                yield merged

    def _refuse_merged(self, place: str) -> None:
        says = _("merged cells give one value to several fields or records")
        self.into.wrong(Problem(place, says, _("unmerge them and write the value in each cell")))


def _is_alone(filled: list[Cell]) -> bool:
    """Whether a row has one cell, and a person wrote it: a broken formula is told as such wherever it is."""
    return len(filled) == 1 and not isinstance(filled[0], Broken)


def _filled(cells: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in cells if not is_blank(cell)]


def _note(cells: Sequence[Cell]) -> str:
    """What is told of a row that is a note."""
    return _("a note, {words}").format(words=shown(" ".join(tidy(str(cell)) for cell in _filled(cells))))


def _is_label(cell: Cell) -> bool:
    return isinstance(cell, str) and "otal" in cell[:30].lower() and bool(_TOTAL.fullmatch(tidy(cell)))
