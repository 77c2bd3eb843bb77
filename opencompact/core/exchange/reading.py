"""Registers in, from any file we read: one call, and either all of it or all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from opencompact.core.checks.records import Value
from opencompact.core.exchange.cells import printable
from opencompact.core.exchange.columns import Columns, prove_register
from opencompact.core.exchange.delimited import read_delimited
from opencompact.core.exchange.gathering import Gathered, Guess, Reading, same_id
from opencompact.core.exchange.json_text import read_json
from opencompact.core.exchange.limits import TEXT_BYTES, prove_file, refused
from opencompact.core.exchange.workbook import read_workbook
from opencompact.core.exchange.yaml_text import read_yaml
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _

__all__ = ["Guess", "Reading", "read", "together"]

_READERS = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".txt": read_delimited,
    ".xlsx": read_workbook,
    ".xlsm": read_workbook,
    ".ods": read_workbook,
    ".json": read_json,
    ".yaml": read_yaml,
    ".yml": read_yaml,
}


def read(path: Path, *, register: str | None = None, columns: Columns | None = None, tolerant: bool = False) -> Reading:
    """The registers of a file. ``register``: which one, where the file does not say; ``columns``: what headings mean.

    Raises ``Unusable`` with every rejected cell; nothing is half read. ``tolerant``: rows with such cells are set aside
    instead, each told, and ids may stand twice, for files of many bodies.
    """
    if register is not None:
        prove_register(register)
    reader = _READERS.get(path.suffix.lower())
    name = printable(path.name)
    if reader is None:
        prove_file(path, TEXT_BYTES)
        raise refused(name, _("we can't read this kind of file"), _("give .csv, .xlsx, .ods, .json or .yaml"))
    gathered = Gathered(name, columns, tolerant, register)
    reader(path, register, gathered)
    return gathered.reading()


def together(readings: Iterable[Reading]) -> Reading:
    """Several files as one. An id stands once in all of them."""
    whole, problems, seen = Reading({}, {}, [], []), list[Problem](), dict[str, dict[Value, str]]()
    for reading in readings:
        whole.guesses.extend(reading.guesses)
        whole.skipped.extend(reading.skipped)
        for register in reading.registers:
            problems += _append(register, reading, whole, seen.setdefault(register, {}))
    if problems:
        raise Unusable(problems)
    return whole


def _append(register: str, reading: Reading, whole: Reading, seen: dict[Value, str]) -> Iterator[Problem]:
    """Add the records of one file. An id that was only a row's number gives way to the row's place."""
    into, places = whole.registers.setdefault(register, []), whole.places.setdefault(register, [])
    numbered = whole.numbered.setdefault(register, set())
    for at, place in enumerate(reading.places[register]):
        record = reading.registers[register][at]
        if at in reading.numbered.get(register, ()):
            numbered.add(len(into))
            record = {**record, "id": place} if record["id"] in seen else record
        if record["id"] in seen:
            yield same_id(place, record["id"], seen[record["id"]])
        seen.setdefault(record["id"], place)
        into.append(record)
        places.append(place)
