"""Which column belongs to which field, and which register a table holds.

What a file says itself (exact names, a columns file) counts; everything else is a guess, and every guess is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from opencompact.core.checks.records import REGISTERS, Type
from opencompact.core.exchange.cells import printable, shown
from opencompact.core.exchange.headings import FALLBACKS, HEADINGS, REGISTER_NAMES
from opencompact.core.exchange.limits import YAML_BYTES, prove_file
from opencompact.core.exchange.units import PLAIN, Unit, unit_of
from opencompact.core.problems import Problem, Unusable
from opencompact.core.reading import Node, compose, decode, nearest
from opencompact.core.words import _

Spot = TypeVar("Spot")  # where a column stands: its number in a table, its key in an object

_SMALL_WORDS = {"the", "of", "a", "an", "for", "was", "were", "is", "are", "on", "in"}
_LONGEST_HEADER = 200  # characters; longer texts are not headings
_TOLD, _MATCHED, _FALLBACK = range(3)
_COUNTED = (Type.MONEY, Type.NUMBER)  # what a unit in a heading belongs to
_NUMBERED = re.compile(r" ?[/:] ?(?:([0-9]{1,3})(?= ?[/:])|0$)")  # the first of several, as 360Giving writes it


class Columns(msgspec.Struct, frozen=True):
    """A person's own answer to which header gives which field; ``None`` leaves the column aside.

    ``registers`` holds the answers for one register, under "" those for any.
    """

    name: str = ""
    registers: dict[str, dict[str, str | None]] = {}

    def of(self, register: str) -> dict[str, str | None]:
        """The answers for one register, by header without regard to case and spaces."""
        answers = self.registers.get("", {}) | self.registers.get(register, {})
        return {folded(header): field for header, field in answers.items()}


class Column(msgspec.Struct, Generic[Spot], frozen=True):
    """A column that gives a field. ``why`` is empty where nothing was guessed."""

    spot: Spot
    header: str
    field: str
    why: str = ""
    unit: Unit = PLAIN
    more: tuple[Spot, ...] = ()  # further columns of the same kind: the second recipient, the third


class Plan(msgspec.Struct, Generic[Spot], frozen=True):
    """How the columns of one table are read."""

    columns: list[Column[Spot]] = []
    left: list[str] = []  # headers that belong to no field
    ignored: list[str] = []  # headers the columns file leaves aside
    clashes: list[tuple[Column[Spot], Column[Spot]]] = []


class Matched(msgspec.Struct, frozen=True):
    """The columns of one table, by header as written."""

    fields: dict[str, str]
    guessed: dict[str, str]  # why, where the header is not simply the field's name
    left: list[str]


def tidy_header(header: str) -> str:
    """A header on one line, as messages quote it."""
    return " ".join(printable(header[: _LONGEST_HEADER + 1]).split())


def folded(header: str) -> str:
    """A header as a columns file is compared with it."""
    return " ".join(header.casefold().split())


@lru_cache(maxsize=8192)
def key(header: str) -> str:
    """What two headers have in common that mean the same: "Date of award" and "Award Date" are both "award date"."""
    if len(header) > _LONGEST_HEADER:
        return ""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", _NUMBERED.sub("/", header))
    words = re.findall(r"[^\W_]+", re.sub("['’]", "", parted).casefold())
    words = ["org" if word in ("organisation", "organization") else word for word in words]
    kept = [word for word in words if word not in _SMALL_WORDS]
    if words[-1:] == ["of"]:
        kept.append("of")  # "asked of" is a body, "asked" a date
    return " ".join(sorted(kept or words))


_PERSON = {key("recipient ind identifier"), key("recipient individual id")}  # who got a grant, where it is no group


@cache
def _known(register: str) -> tuple[dict[str, str], dict[str, str]]:
    """Keys of headings, and of headings that are only a last resort."""
    names = {key(field): field for field in REGISTERS[register]}
    usual = {key(heading): field for field, all_ in HEADINGS.get(register, {}).items() for heading in all_}
    last = {key(heading): field for field, all_ in FALLBACKS.get(register, {}).items() for heading in all_}
    return usual | names, last


def plan(headers: Iterable[tuple[Spot, str]], register: str, columns: Columns | None = None) -> Plan[Spot]:
    """How the columns under these headers are read as one register."""
    told = columns.of(register) if columns else {}
    found: dict[str, list[tuple[int, Column[Spot]]]] = {}
    later: dict[str, list[tuple[Spot, str]]] = {}
    made: Plan[Spot] = Plan()
    for spot, header in headers:
        if not header:
            continue
        rank, field, why = _match(header, register, told)
        if field and why and (key(header) in _PERSON or _number_in(header)):
            first = "recipient" if key(header) in _PERSON else field
            if f"other_{first}s" in REGISTERS[register]:
                later.setdefault(first, []).append((spot, header))
            else:
                made.left.append(header)
        elif field:
            found.setdefault(field, []).append((rank, Column(spot, header, field, why, unit_of(header)[1])))
        else:
            (made.ignored if rank == _TOLD else made.left).append(header)
    for field, others in later.items():
        if field not in found:
            spot, header = others.pop(0)
            found[field] = [(_MATCHED, Column(spot, header, field, _("a common heading for it")))]
    for field, rivals in found.items():
        _settle(rivals, tuple(spot for spot, _header in later.get(field, ())), made)
    return made


def _number_in(header: str) -> int:
    """Which of several a column gives, from 0: "Recipient Org:1:Name" is of the second."""
    found = _NUMBERED.search(header[:_LONGEST_HEADER])
    return int(found[1] or 0) if found else 0


def _settle(rivals: list[tuple[int, Column[Spot]]], more: tuple[Spot, ...], into: Plan[Spot]) -> None:
    """One column for a field. Two as good as each other are a clash, but among last resorts the first will do."""
    best = min(rank for rank, _column in rivals)
    winner, *equals = [column for rank, column in rivals if rank == best]
    into.columns.append(msgspec.structs.replace(winner, more=more) if more else winner)
    if best == _FALLBACK:
        into.left.extend(column.header for column in equals)
    else:
        into.clashes.extend((winner, column) for column in equals)
    into.left.extend(column.header for rank, column in rivals if rank > best)


def _match(header: str, register: str, told: Mapping[str, str | None]) -> tuple[int, str | None, str]:
    if told and folded(header) in told:
        return _TOLD, told[folded(header)], ""
    if header in REGISTERS[register]:
        return _MATCHED, header, ""
    rank, field = _guess(header, register)
    why = _("no other column matches it") if rank == _FALLBACK else _("a common heading for it")
    return rank, field, why


@lru_cache(maxsize=8192)
def _guess(header: str, register: str) -> tuple[int, str | None]:
    """What a heading probably means, also without the unit or the note in its brackets."""
    usual, last = _known(register)
    short = header[: _LONGEST_HEADER + 1]
    plain, unit = unit_of(short)
    for heading in (key(header), key(plain), key(re.sub(r"\(.*?\)|\[.*?\]", " ", short))):
        if heading in usual and (unit == PLAIN or REGISTERS[register][usual[heading]].type in _COUNTED):
            return _MATCHED, usual[heading]
        if heading in last:
            return _FALLBACK, last[heading]
    return _MATCHED, None


def match(register: str, headers: Iterable[str], columns: Columns | None = None) -> Matched:
    """Which header gives which field, for readers of their own; ``Unusable`` where two give the same."""
    written = list(headers)
    made = plan(((at, tidy_header(header)) for at, header in enumerate(written)), register, columns)
    if made.clashes:
        raise Unusable([clash("", register, one, other) for one, other in made.clashes])
    fields = {written[column.spot]: column.field for column in made.columns}
    return Matched(fields, {written[column.spot]: column.why for column in made.columns if column.why}, made.left)


def clash(place: str, register: str, one: Column[Spot], other: Column[Spot]) -> Problem:
    """Two columns for one field."""
    says = _("{one} and {other} are both read as {field} of {register}").format(
        one=shown(one.header), other=shown(other.header), field=one.field, register=register
    )
    return Problem(place, says, _("leave one out, or set it to null in a columns file"))


def likely(header: str, register: str) -> str | None:
    """The field a header is probably a misspelling of."""
    written = "_".join(header.casefold().split())
    return next(iter(get_close_matches(written[:_LONGEST_HEADER], REGISTERS[register], 1, 0.8)), None)


def fit(headers: Sequence[str], register: str, columns: Columns | None = None) -> int:
    """How many fields of a register these headers give."""
    return len(plan(enumerate(headers), register, columns).columns)


def fitting(name: str, fits: Mapping[str, int]) -> tuple[str, str] | None:
    """The register a thing of this name is, whose headings give so many fields of each; and why, where that is a guess.

    It is what it is named after; else what its headings fit best, if they fit one best.
    """
    named = register_named(name)
    most = max(fits.values(), default=0)
    best = [register for register, fields in fits.items() if fields == most]
    if named and fits.get(named) and (named in best or named in name.casefold()):
        return named, "" if name.casefold() == named else _("it has that name")
    return (best[0], _("its headings match best")) if len(best) == 1 and most > 1 else None


def register_named(name: str) -> str | None:
    """The register a file or a sheet is named after, if it is one only: "Awards 2026", "VCSE grants"."""
    words = set(re.findall(r"[^\W_]+", name.casefold()))
    named = {register for register, names in REGISTER_NAMES.items() if words & {register, *names}}
    return named.pop() if len(named) == 1 else None


def prove_register(register: str) -> None:
    """Refuse a register nobody keeps."""
    if register not in REGISTERS:
        raise Unusable([Problem("", _no_register(register), nearest(register, list(REGISTERS)))])


def _no_register(name: str) -> str:
    return _("there is no register {name}").format(name=shown(name))


def load_columns(path: Path) -> Columns:
    """A columns file: ``{"Header": field}``, or the same under each register. YAML, or JSON, which is YAML too."""
    prove_file(path, YAML_BYTES)
    answers = _Answers(printable(path.name))
    answers.take(compose(decode(path.read_bytes(), answers.name), answers.name))
    if answers.problems:
        raise Unusable(answers.problems)
    return Columns(answers.name, answers.registers)


class _Answers:
    """A columns file as it is read, with all that is wrong in it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.registers: dict[str, dict[str, str | None]] = {}
        self.problems: list[Problem] = []

    def take(self, top: Node) -> None:
        if top.pairs is None:
            self._wrong(top, _("this is {kind}").format(kind=top.kind), _('write for example "Closing date": closes'))
        for header, value in top.pairs or []:
            if value.pairs is None:
                self._take_one(header, value, "", sorted({field for fields in REGISTERS.values() for field in fields}))
            elif header.text in REGISTERS:
                for inner, field in value.pairs:
                    self._take_one(inner, field, header.text, list(REGISTERS[header.text]))
            else:
                self._wrong(header, _no_register(str(header.text)), nearest(str(header.text), list(REGISTERS)))

    def _take_one(self, header: Node, field: Node, register: str, fields: list[str]) -> None:
        written, answers = str(header.text), self.registers.setdefault(register, {})
        if written in answers:
            self._wrong(header, _("{shown} is set twice").format(shown=shown(written)), _("keep one of the two"))
        elif field.text is None:
            self._wrong(field, _("this is {kind}").format(kind=field.kind), _("write the name of a field"))
        elif field.is_null or field.text in fields:
            answers[written] = None if field.is_null else field.text
        else:
            says = _("there is no field {shown}").format(shown=shown(field.text))
            self._wrong(field, says, nearest(field.text, fields))

    def _wrong(self, node: Node, says: str, mend: str) -> None:
        self.problems.append(Problem(f"{self.name}:{node.line}:{node.column}", says, mend))
