"""The records of a table, below its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from opencompact.core.checks.records import REGISTERS, Type, Value
from opencompact.core.exchange.cells import Cell, NotRead, Reader, is_blank, reader_of, shown, tidy
from opencompact.core.exchange.columns import clash
from opencompact.core.exchange.gathering import Gathered, Guess
from opencompact.core.exchange.tables import Head, Merged, Row, Table, is_empty
from opencompact.core.problems import Problem
from opencompact.core.words import _, listed

_TOTAL = re.compile(r"(?:grand|sub|overall)?[ -]?totals? ?:?", re.IGNORECASE)


def read_rows(table: Table, head: Head, into: Gathered) -> None:
    """Every record of the table, or what is wrong with it. What is no record is told."""
    into.begin(head.register)
    _tell_head(table, head, into)
    body = _Body(table, head, into)
    for row in body.records():
        body.take(row)
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
    for one, other in head.plan.clashes:
        into.wrong(clash(table.place_of_cell(head.number, other.spot), head.register, one, other))
    into.leave(table.place_of_row(head.number), head.register, head.plan.left, head.plan.ignored)


class _Body:
    """The rows below the headings."""

    def __init__(self, table: Table, head: Head, into: Gathered) -> None:
        fields = REGISTERS[head.register]
        self.table, self.head, self.into = table, head, into
        self.steps: list[tuple[int, str, Reader]] = [
            (column.spot, column.field, reader_of(fields[column.field], table.from_1904))
            for column in head.plan.columns
        ]
        self.lists = {at for at, field, _reader in self.steps if fields[field].type is Type.LIST}
        self.days = [at for at, field, _reader in self.steps if fields[field].type is Type.DAY]
        self.id_at = next((at for at, field, _reader in self.steps if field == "id"), None)
        self.nameless = [at for at, header in enumerate(head.headers) if not header]
        self.prefix = f"{table.name} " if into.registers[head.register] else ""
        self.across = {merged.top for merged in self._merged_across()}
        self.blank = sum(is_empty(cells) for _number, cells in head.above)
        self.unnamed: set[int] = set()  # columns without a heading that hold something

    def records(self) -> Iterator[Row]:
        """The rows that are records; the others are counted or told."""
        for number, cells in self.table.rows:
            if is_empty(cells):
                self.blank += 1
            elif why := self._no_record(number, cells):
                self.into.skipped.append(f"{self.table.place_of_row(number)}: {why}")
            else:
                yield number, cells

    def take(self, row: Row) -> None:
        """One record."""
        number, cells = row
        width, record = len(cells), dict[str, Value]()
        for at, field, read in self.steps:
            try:
                record[field] = read(cells[at]) if at < width else None
            except NotRead as error:
                record[field] = None
                self.into.rejected(self.table.place_of_cell(number, at), error)
        if self.nameless or width > len(self.head.headers):
            self._take_rest(number, cells)
        if self.lists:
            self._tell_commas(number, cells)
        id_place = "" if self.id_at is None else self.table.place_of_cell(number, self.id_at)
        self.into.add(
            self.head.register, record, self.table.place_of_row(number), f"{self.prefix}row {number}", id_place
        )

    def _take_rest(self, number: int, cells: Sequence[Cell]) -> None:
        """Cells that stand under no heading: left aside, or the sign of a text that fell apart."""
        beyond = range(len(self.head.headers), len(cells))
        filled = [at for at in chain(self.nameless, beyond) if at < len(cells) and not is_blank(cells[at])]
        if self.table.splits and filled and filled[-1] in beyond:
            says = _("this row has more cells than there are headings")
            mend = _("put quotation marks around text that contains the separator")
            self.into.wrong(Problem(self.table.place_of_cell(number, filled[-1]), says, mend))
        self.unnamed.update(filled)

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
        return _("a row of totals") if self._is_total(cells) else ""

    def _is_total(self, cells: Sequence[Cell]) -> bool:
        """A row that says "Total" and has neither an id nor a date."""
        own = [cells[at] for at in (self.id_at,) if at is not None and at < len(cells)]
        if any(not is_blank(cell) and not _is_label(cell) for cell in own) or not any(map(_is_label, cells)):
            return False
        return all(is_blank(cells[at]) or _is_label(cells[at]) for at in self.days if at < len(cells))

    def _merged_across(self) -> Iterator[Merged]:
        """Merged cells within one row that take in fields. Those over several rows would leave facts unread."""
        for merged in self.table.merged:
            touched = [at for at, _field, _reader in self.steps if merged.left <= at <= merged.right]
            if merged.top <= self.head.number or not touched:
                continue
            if merged.bottom > merged.top:
                self._refuse_merged(self.table.place_of_cell(merged.top, merged.left))
            elif touched != [merged.left]:
                yield merged

    def _refuse_merged(self, place: str) -> None:
        says = _("merged cells give one value to several fields or records")
        self.into.wrong(Problem(place, says, _("unmerge them and write the value in each cell")))


def _is_label(cell: Cell) -> bool:
    return isinstance(cell, str) and "otal" in cell[:30].lower() and bool(_TOTAL.fullmatch(tidy(cell)))
