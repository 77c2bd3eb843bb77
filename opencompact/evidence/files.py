"""Files as bodies send them, made into files an engine reads without guessing.

A plain CSV file, Parquet and JSON lines go to the engine as they are; how a CSV file is written is told to it, never
guessed by it. Everything else (workbooks, published grants, titles above, notes below, other encodings, units) is
read by the core, the one reader of tables, and handed on as JSON lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from opencompact.core.checks.records import REGISTERS
from opencompact.core.exchange.cells import printable
from opencompact.core.exchange.columns import Columns
from opencompact.core.exchange.delimited import survey
from opencompact.core.exchange.reading import read
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _

AS_THEY_ARE = (".parquet", ".jsonl", ".ndjson")
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class Unplain(Exception):
    """A file that looked plain and is not: the core is to read it."""


class Files(msgspec.Struct):
    """What the engine is given, and what was told and set aside on the way."""

    paths: list[Path]
    separator: str = ","
    told: list[str] = []
    aside: list[Problem] = []
    rows_aside: int = 0


def prepared(paths: Sequence[Path], register: str, columns: Columns | None) -> Files | None:
    """The files as they are, if an engine reads every one of them rightly."""
    separators = set()
    for path in paths:
        ending = path.suffix.lower()
        if not path.is_file():
            raise Unusable([Problem(path.name, _("there is no such file"), _("look at its name and folder"))])
        if ending == ".csv":
            separator = survey(path, register, columns)
            if not separator:
                return None
            separators.add(separator)
        elif ending not in AS_THEY_ARE and not (ending == ".json" and _is_lines(path)):
            return None
    return Files(list(paths), separators.pop() if separators else ",") if len(separators) < 2 else None


def rewritten(paths: Sequence[Path], register: str, columns: Columns | None, strict: bool, folder: Path) -> Files:
    """The records the core finds in the files, as JSON lines beside each other."""
    made = Files([])
    for number, path in enumerate(paths):
        if path.suffix.lower() in AS_THEY_ARE:
            says = _("these are not files of one format that we can read")
            raise Unusable([Problem(path.name, says, _("give Parquet and JSON lines apart from the other files"))])
        found = read(path, register=register, columns=columns, tolerant=not strict)
        guessed = [f'{each.place}: "{each.header}" → {each.field} ({each.why})' for each in found.guesses]
        made.told += [*guessed, *found.skipped]
        made.aside += found.aside
        made.rows_aside += found.rows_aside
        target = folder / f"{number} {printable(path.name)}.jsonl"
        with target.open("wb") as file:
            for record in found.registers.get(register, ()):
                plain = {name: record[name] for name in REGISTERS[register] if name in record}
                file.write(_ENCODER.encode(plain) + b"\n")
        if target.stat().st_size:
            made.paths.append(target)
    if not made.paths:
        says = _("no row of {register} can be used").format(register=register)
        first = made.aside[0] if made.aside else Problem(paths[0].name, says, _("look at the headings"))
        raise Unusable([Problem(first.place, first.says, first.mend)])
    return made


def _is_lines(path: Path) -> bool:
    """Whether a file is one object a line, and not one object of registers."""
    with path.open("rb") as file:
        try:
            first = msgspec.json.decode(file.readline(1 << 21))
        except (msgspec.DecodeError, UnicodeDecodeError):
            return False
    return isinstance(first, dict) and not any(isinstance(value, list) and name in {*REGISTERS, "grants"}
                                               for name, value in first.items())  # fmt: skip
