"""CSV in, as spreadsheets of all makes write it: any of three separators, title lines, texts of several lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from opencompact.core.checks.records import REGISTERS
from opencompact.core.exchange.cells import printable, unguarded
from opencompact.core.exchange.columns import Columns, Plan, fit, register_named
from opencompact.core.exchange.encoding import opened
from opencompact.core.exchange.gathering import Gathered
from opencompact.core.exchange.limits import RECORD_LENGTH, ROWS, TEXT_BYTES, prove_file, refused
from opencompact.core.exchange.rows import read_rows
from opencompact.core.exchange.tables import LOOKED_AT, Row, Table, find_head, headers_of, no_register, prove_width
from opencompact.core.exchange.units import PLAIN
from opencompact.core.problems import Unusable
from opencompact.core.words import _

SEPARATORS = ",;\t"
_SAMPLE = 1 << 16  # characters in which the separator is looked for


def read_delimited(path: Path, register: str | None, into: Gathered) -> None:
    """The register of a CSV file."""
    prove_file(path, TEXT_BYTES)
    with opened(path, into, fallback=True) as stream:
        separator = _separator(stream.read(_SAMPLE), into.columns)
        stream.seek(0)
        name = into.file
        table = Table(
            path.stem,
            name,
            _rows(_Lines(stream, name), separator),
            lambda row: f"{name}:{row}",
            lambda row, at: f"{name}:{row}:{at + 1}",
            splits=True,
        )
        head = find_head(table, register, into.columns)
        if head is None:
            raise no_register(name, register or register_named(path.stem))
        read_rows(table, head, into)


def survey(path: Path, register: str, columns: Columns | None) -> str:
    """The separator of a file that any reader of CSV reads rightly: UTF-8, headings in its first line, plain columns.

    Nothing where it is not so simple, and this reader must read it.
    """
    gathered = Gathered(printable(path.name), columns)
    try:
        prove_file(path, 1 << 60)
        with opened(path, gathered) as stream:
            if stream.encoding.startswith("utf-16"):
                return ""
            separator = _separator(stream.read(_SAMPLE), columns)
            stream.seek(0)
            head = next(csv.reader([stream.readline(_SAMPLE)], delimiter=separator), [])
            stream.seek(0)
            rows = islice(_rows(_Lines(stream, gathered.file), separator), LOOKED_AT)
            table = Table(path.stem, gathered.file, rows, str, lambda row, at: f"{row}:{at}")
            best = find_head(table, register, columns)
    except Unusable:
        return ""
    simple = best is not None and best.number == 1 and list(best.cells) == head and len(set(head)) == len(head)
    return separator if simple and best is not None and _is_plain(best.plan) else ""


def _is_plain(made: Plan[int]) -> bool:
    """Whether each column is one field in its own unit."""
    fields = {column.field for column in made.columns}
    odd = any(column.unit != PLAIN or column.more for column in made.columns)
    return not (odd or made.clashes or "months" in fields)


def _separator(sample: str, columns: Columns | None) -> str:
    """The separator that makes the most known headings of some line. Counting alone is fooled by commas in titles."""

    def known(separator: str) -> int:
        rows = list(csv.reader(sample.splitlines(keepends=True)[:LOOKED_AT], delimiter=separator))
        return max((fit(headers_of(row), register, columns) for row in rows for register in REGISTERS), default=0)

    return max(SEPARATORS, key=known)


class _Lines:
    """The physical lines of a file, as long as no record of them grows beyond bounds."""

    def __init__(self, stream: io.TextIOWrapper, name: str) -> None:
        self.stream, self.name = stream, name
        self.first, self.length = 1, 0  # of the record that is being read

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.stream.readline(RECORD_LENGTH + 1)
        self.length += len(line)
        if self.length > RECORD_LENGTH:
            raise self.broken(_("a record is longer than {most} characters").format(most=f"{RECORD_LENGTH:,}"))
        if not line:
            raise StopIteration
        return line

    def broken(self, says: str) -> Unusable:
        mend = _("look for a quotation mark that is not closed or not doubled")
        return refused(f"{self.name}:{self.first}", says, mend)


def _rows(lines: _Lines, separator: str) -> Iterator[Row]:
    """Each record with the line it begins on."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    for _count in range(ROWS):
        lines.first, lines.length = reader.line_num + 1, 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise lines.broken(_("we can't tell where the record ends ({reason})").format(reason=error)) from None
        prove_width(f"{lines.name}:{lines.first}", cells)
        yield lines.first, [unguarded(cell) if cell.startswith("'") else cell for cell in cells]
    if next(lines, None) is not None:
        says = _("there are more than {most} rows").format(most=f"{ROWS:,}")
        raise refused(lines.name, says, _("split the file"))
