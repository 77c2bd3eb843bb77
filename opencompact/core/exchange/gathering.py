"""What has been read so far: records and their places, what was guessed, what was left aside, all that is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from opencompact.core.checks.records import Record, Value
from opencompact.core.exchange.cells import NotRead, shown
from opencompact.core.exchange.columns import Column, Columns, Spot, folded, likely
from opencompact.core.exchange.limits import PROBLEMS
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _, n_


class Guess(msgspec.Struct, frozen=True):
    """Something the file does not say outright, and what it was taken for."""

    place: str
    header: str  # as written
    field: str  # or a register, or an encoding
    why: str


class Reading(msgspec.Struct, frozen=True):
    """Registers read from one file."""

    registers: dict[str, list[Record]]
    places: dict[str, list[str]]  # where each record stands: "grants.xlsx!Awards!14"
    guesses: list[Guess]
    skipped: list[str]  # what was left aside and why, and what else a person should know
    numbered: dict[str, set[int]] = {}  # the records whose id is only the number of their row
    aside: list[Problem] = []  # in a tolerant reading: cells for which their rows were set aside
    rows_aside: int = 0


def same_id(place: str, id: Value, first: str) -> Problem:
    """Two records of one register with the same id."""
    says = _("the id {shown} is already used at {first}").format(shown=shown(id), first=first)
    return Problem(place, says, _("give each record its own"))


class Gathered:
    """A reading as it grows. Whoever asks for the result gets all of it, or all that is wrong."""

    def __init__(
        self, file: str, columns: Columns | None = None, tolerant: bool = False, register: str | None = None
    ) -> None:
        self.file = file
        self.columns = columns
        self.register = register  # the only one that was asked for
        self.tolerant = tolerant  # rows that can't be read are set aside, each with its place and the reason
        self.aside: list[Problem] = []
        self.rows_aside = 0
        self.registers: dict[str, list[Record]] = {}
        self.places: dict[str, list[str]] = {}
        self.guesses: list[Guess] = []
        self.skipped: list[str] = []
        self._problems: list[Problem] = []
        self._ids: dict[str, dict[str, int]] = {}
        self._numbered: dict[str, set[int]] = {}
        self._headers: set[str] = set()  # every header met, as a columns file is compared with it

    def begin(self, register: str) -> None:
        """A register the file holds, if only with no records."""
        self.registers.setdefault(register, [])
        self.places.setdefault(register, [])
        self._ids.setdefault(register, {})
        self._numbered.setdefault(register, set())

    def add(
        self, register: str, record: dict[str, Value], place: str, spare_id: str, id_place: str = "",
        problems: Sequence[Problem] = (),
    ) -> int | None:  # fmt: skip
        """A record, and what is wrong with it; the number it got. One without an id gets its place for an id."""
        if problems and self.tolerant:
            self.set_aside(problems)
            return None
        for problem in problems:
            self.wrong(problem)
        known, places = self._ids[register], self.places[register]
        if record.get("id") is None:
            record["id"] = spare_id
            self._numbered[register].add(len(places))
        first = known.setdefault(str(record["id"]), len(places))
        if first < len(places) and not self.tolerant:  # many files together look for it themselves
            self.wrong(same_id(id_place or place, record["id"], places[first]))
        self.registers[register].append(record)
        places.append(place)
        return len(places) - 1

    def set_aside(self, problems: Sequence[Problem]) -> None:
        """A row that is not read, for what is wrong with its cells."""
        self.aside.extend(problems)
        self.rows_aside += 1

    def doubt(self, register: str, doubts: Mapping[int, Sequence[Problem]]) -> None:
        """Records that were added and are to be doubted after all."""
        if not self.tolerant:
            for problems in doubts.values():
                for problem in problems:
                    self.wrong(problem)
            return
        for problems in doubts.values():
            self.set_aside(problems)
        left = [at for at in range(len(self.places[register])) if at not in doubts]
        numbered = self._numbered[register]
        self.registers[register][:] = [self.registers[register][at] for at in left]
        self.places[register][:] = [self.places[register][at] for at in left]
        self._numbered[register] = {now for now, before in enumerate(left) if before in numbered}

    def wrong(self, problem: Problem) -> None:
        """Something that makes the file unusable; reading goes on, so that everything wrong is told at once."""
        self._problems.append(problem)
        if len(self._problems) == PROBLEMS:
            says = _("{most} things are wrong, and we stopped checking there").format(most=f"{PROBLEMS:,}")
            self._problems.append(Problem(self.file, says, _("correct these first")))
            raise Unusable(self._problems)

    @property
    def is_wrong(self) -> bool:
        """Whether anything is wrong so far."""
        return bool(self._problems)

    def rejected(self, place: str, error: NotRead) -> None:
        """A cell that was not read."""
        self.wrong(Problem(place, error.says, error.mend))

    def guess(self, column: Column[Spot], place: str) -> None:
        """Tell a column that was guessed."""
        if column.why:
            self.guesses.append(Guess(place, column.header, column.field, column.why))

    def tell_unit(self, column: Column[Spot], place: str) -> None:
        """Tell a column that gives thousands or millions."""
        if column.unit.factor != 1:
            line = _("{place}: {header} is read times {factor}")
            factor = f"{column.unit.factor:,}"
            self.skipped.append(line.format(place=place, header=shown(column.header), factor=factor))

    def leave(self, place: str, register: str, left: list[str], ignored: list[str]) -> None:
        """Tell the columns that give no field."""
        meant = {header: likely(header, register) for header in left}
        for header, field in meant.items():
            if field:
                line = _("{place}: {header} matches no field of {register}; did you mean {field}?")
                self.skipped.append(line.format(place=place, header=shown(header), register=register, field=field))
        rest = [shown(header) for header in left if not meant[header]]
        for headers, line in (
            (rest, _("{place}: ignored, because they match no field of {register}: {headers}")),
            ([shown(header) for header in ignored], _("{place}: ignored, as the columns file says: {headers}")),
        ):
            if headers:
                self.skipped.append(line.format(place=place, register=register, headers=", ".join(headers)))

    def leave_sheet(self, place: str, why: str) -> None:
        """Tell a sheet that was left aside."""
        self.skipped.append(_("{place}: ignored, because {why}").format(place=place, why=why))

    def leave_blank(self, place: str, count: int) -> None:
        """Tell how many rows were blank."""
        if count:
            line = n_("{place}: {count} blank row", "{place}: {count} blank rows", count)
            self.skipped.append(line.format(place=place, count=f"{count:,}"))

    def met(self, headers: list[str]) -> None:
        """Headers the file has."""
        self._headers.update(map(folded, headers))

    def reading(self) -> Reading:
        """All that was read, or all that is wrong."""
        if self._problems:
            raise Unusable(self._problems)
        if self.columns:
            self._tell_unmet(self.columns)
        return Reading(
            self.registers, self.places, self.guesses, self.skipped, self._numbered, self.aside, self.rows_aside
        )

    def _tell_unmet(self, columns: Columns) -> None:
        for register in ("", *self.registers):
            for header in columns.registers.get(register, {}):
                if folded(header) not in self._headers:
                    line = _("{place}: {file} has no column headed {header}")
                    self.skipped.append(line.format(place=columns.name, file=self.file, header=shown(header)))
