"""Records written as objects, in JSON or YAML: one object of registers, or a list of the records of one.

Objects inside a record are read as columns named by their path, as 360Giving's own converter names them:
``recipientOrganization/0/name``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import chain, islice

import msgspec

from opencompact.core.checks.records import REGISTERS, Type
from opencompact.core.exchange.cells import Cell, NotRead, shown
from opencompact.core.exchange.columns import Plan, clash, fit, fitting, plan, register_named, tidy_header
from opencompact.core.exchange.day_order import DayOrder
from opencompact.core.exchange.gathering import Gathered, Guess
from opencompact.core.exchange.giving import PAID_OUT, payments_of
from opencompact.core.exchange.limits import COLUMNS, DEEPEST, refused
from opencompact.core.exchange.steps import Step, record_of, steps_of
from opencompact.core.exchange.tables import no_register
from opencompact.core.problems import Problem
from opencompact.core.reading import nearest
from opencompact.core.words import _

_SHARED = ("recipientOrganization",)  # lists of which every item counts
_PLANS = 1_000  # sets of keys whose reading is kept


class Entry(msgspec.Struct):
    """A record as the file has it."""

    number: int  # from 1
    place: str
    facts: dict[str, Cell]
    places: dict[str, str] | None = None  # of its facts, where the file has lines

    def place_of(self, key: str) -> str:
        """Where a fact stands."""
        return f"{self.place}.{tidy_header(key)}" if self.places is None else self.places.get(key, self.place)


class Part(msgspec.Struct):
    """What stands at the top of a file: a list, under a name unless it is the whole file; or something else."""

    name: str | None
    place: str
    entries: Iterator[Entry] | None


def read_parts(parts: Iterator[Part], stem: str, register: str | None, into: Gathered) -> None:
    """The registers among the parts of a file."""
    left = []
    for part in parts:
        if part.name is None:
            _read_list(part, stem, register, into)
        elif not _read_named(part, part.name, register, into):
            left.append(part.name)
    if not into.registers and not into.is_wrong:
        raise no_register(into.file, register)
    if left:
        line = _("{place}: ignored, because they are not registers: {names}")
        into.skipped.append(line.format(place=into.file, names=", ".join(map(shown, left))))


def _read_list(part: Part, stem: str, register: str | None, into: Gathered) -> None:
    """A file that is one list. Its register is asked for, or shows in the file's name or the first record."""
    assert part.entries is not None
    entries = part.entries
    if register is None:
        first = list(islice(entries, 1))
        keys = [key for entry in first for key, _cell in islice(_flat(entry.facts, frozenset()), COLUMNS)]
        found = fitting(stem, {name: fit(keys, name, into.columns) if first else 1 for name in REGISTERS})
        if found is None:
            raise no_register(into.file)
        register, why = found
        entries = chain(first, entries)
        if why:
            into.guesses.append(Guess(part.place, stem, register, why))
    read_entries(register, part.place, entries, into)


def _read_named(part: Part, name: str, register: str | None, into: Gathered) -> bool:
    """A part of an object. Whether it was dealt with, or is something a register file may have beside registers."""
    known = name if name in REGISTERS else register_named(name)
    if part.entries is None:
        if name not in REGISTERS and not get_close_matches(name, REGISTERS, 1, 0.8):
            return False
        mend = _("write a list of records, even if it is empty: []")
        into.wrong(Problem(part.place, _("{name} is not a list").format(name=shown(name)), mend))
    elif known is None:
        says = _("there is no register {name}").format(name=shown(name))
        into.wrong(Problem(part.place, says, nearest(name, list(REGISTERS))))
    elif (known, register) == ("awards", "payments"):
        read_entries("payments", part.place, _paid_out(part.entries), into)
    elif register not in (None, known):
        why = _("you asked for another register")
        into.skipped.append(_("{place}: ignored, because {why}").format(place=part.place, why=why))
    else:
        if known != name:
            into.guesses.append(Guess(part.place, name, known, _("it has that name")))
        read_entries(known, part.place, part.entries, into)
    return True


def read_entries(register: str, place: str, entries: Iterator[Entry], into: Gathered) -> None:
    """The records of one list."""
    into.begin(register)
    records = _Records(register, place, into)
    paid: list[Entry] = []
    for entry in entries:
        if register == "awards" and PAID_OUT in entry.facts:
            paid += [] if into.register else _paid_out([entry])
            del entry.facts[PAID_OUT]
        records.take(entry)
    records.order.settle(register, place, into)
    into.met(list(records.keys))
    into.leave(place, register, list(records.left), list(records.ignored))
    if paid:
        read_entries("payments", place, iter(paid), into)


def _paid_out(grants: Iterable[Entry]) -> Iterator[Entry]:
    for grant in grants:
        for number, facts in enumerate(payments_of(grant.facts), 1):
            yield Entry(number, f"{grant.place}.{PAID_OUT}[{number - 1}]", facts)


class _Records:
    """The records of one list as they are read. Records with the same keys are read the same way."""

    def __init__(self, register: str, place: str, into: Gathered) -> None:
        self.register, self.place, self.into = register, place, into
        self.prefix = f"{place} " if into.registers[register] else ""
        self.fields = frozenset(REGISTERS[register])
        self.days = frozenset(name for name, field in REGISTERS[register].items() if field.type is Type.DAY)
        self.order = DayOrder()
        self.plans: dict[tuple[str, ...], list[Step[str]]] = {}
        self.keys: dict[str, None] = {}
        self.left: dict[str, None] = {}
        self.ignored: dict[str, None] = {}
        self.told: set[tuple[str, str]] = set()

    def take(self, entry: Entry) -> None:
        """One record."""
        try:
            facts = _facts(entry, self.fields)
        except NotRead as error:
            problem = Problem(entry.place, error.says, error.mend)
            if self.into.tolerant:
                self.into.set_aside([problem])
            else:
                self.into.wrong(problem)
            return
        steps = self._steps(tuple(facts), entry)
        record, wrong = record_of(self.register, steps, facts.get)
        problems = [Problem(entry.place_of(key), error.says, error.mend) for key, error in wrong]
        spare = f"{self.prefix}record {entry.number}"
        at = self.into.add(self.register, record, entry.place, spare, entry.place_of("id"), problems)
        for step in steps:
            if step.field in self.days and isinstance(facts[step.spot], str):
                self.order.see(step.field, facts[step.spot], at, entry.place_of(step.spot))

    def _steps(self, keys: tuple[str, ...], entry: Entry) -> list[Step[str]]:
        steps = self.plans.get(keys)
        if steps is None:
            self._prove_keys(keys)
            made = plan(((key, tidy_header(key)) for key in keys), self.register, self.into.columns)
            self._tell(made, entry)
            steps = steps_of(self.register, made.columns)
            if len(self.plans) < _PLANS:
                self.plans[keys] = steps
        return steps

    def _prove_keys(self, keys: tuple[str, ...]) -> None:
        self.keys.update(dict.fromkeys(keys))
        if len(self.keys) > COLUMNS:
            says = _("the records have more than {most} different keys").format(most=COLUMNS)
            raise refused(self.place, says, _("give only the fields of the register"))

    def _tell(self, made: Plan[str], entry: Entry) -> None:
        self.left.update(dict.fromkeys(made.left))
        self.ignored.update(dict.fromkeys(made.ignored))
        for column in made.columns:
            if (column.header, column.field) not in self.told:
                self.told.add((column.header, column.field))
                self.into.guess(column, entry.place_of(column.spot))
                self.into.tell_unit(column, entry.place_of(column.spot))
        for one, other in made.clashes:
            self.into.wrong(clash(entry.place_of(other.spot), self.register, one, other))


def _facts(entry: Entry, fields: frozenset[str]) -> dict[str, Cell]:
    facts: dict[str, Cell] = {}
    for key, cell in _flat(entry.facts, fields):
        if key in facts:
            raise NotRead(_("{key} is given twice").format(key=shown(key)), _("keep one of the two"))
        facts[key] = cell
    return facts


def _flat(facts: dict[str, Cell], fields: frozenset[str], path: str = "", depth: int = 0) -> Iterator[tuple[str, Cell]]:
    """A record's values by their path. Of a list of objects the first counts; the others go by as one value."""
    for name, cell in facts.items():
        key = path + name
        if not isinstance(cell, (dict, list)) or key in fields:
            yield key, cell
            continue
        _prove_depth(cell, depth)
        if isinstance(cell, dict):
            yield from _flat(cell, frozenset(), f"{key}/", depth + 1)
        elif cell and isinstance(cell[0], dict):
            first = len(cell) if key in _SHARED else 1
            for at, part in enumerate(cell[:first]):
                if isinstance(part, dict):
                    yield from _flat(part, frozenset(), f"{key}/{at}/", depth + 2)
            if cell[first:]:
                yield f"{key}/{first}", cell[first:]
        else:
            yield key, cell


def _prove_depth(cell: Cell, depth: int) -> None:
    if depth > DEEPEST:
        raise NotRead(
            _("the record is nested more than {most} deep").format(most=DEEPEST), _("write it without nesting")
        )
    if isinstance(cell, (dict, list)):
        for inner in cell.values() if isinstance(cell, dict) else cell:
            _prove_depth(inner, depth + 1)
