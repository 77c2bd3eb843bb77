"""Raw cells into typed columns, by the very readers that read one record.

Cells in the form we write ourselves (2027-03-31, 1658.25, true) are read by the engine. Every other form that occurs is
read once by ``core/exchange/cells.py``, and its meaning is joined. What it refuses is refused here, with its own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from opencompact.core.checks.records import REGISTERS, Field, Type, Value
from opencompact.core.exchange.cells import NotRead, reader_of
from opencompact.core.exchange.units import read_currency
from opencompact.evidence.dialects import DuckDb

Rows = Callable[[str], list[tuple[object, ...]]]

# The form each type is written in by us, as a pattern over the text of the cell.
_OURS = {
    Type.DAY: r"(19|20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])",
    Type.MONEY: r"-?\d{1,12}(\.\d{1,2})?",
    Type.NUMBER: r"-?\d{1,12}",
    Type.FLAG: "true|false|yes|no",
}
BLANK = "' ' || chr(9) || chr(10) || chr(13) || chr(160)"
PARTS = "\x1f"  # between the items of a list; no text of a register holds it
_SHORTEST_REASON = 16  # a longer text is no way of writing "not given"


class Column(msgspec.Struct, frozen=True):
    """A field of the register and the column of the data it comes from."""

    field: Field
    header: str
    raw: str  # the column's type in the data
    sql: str  # how the typed value is got, from the raw rows (as ``raw``) and the readings joined to them
    odd: str = ""  # the condition under which a cell must be read by the core
    text: str = ""  # the cell as text
    untrimmed: str = ""  # the same with the white space round it


class Unread(msgspec.Struct, frozen=True):
    """A form that cannot be read."""

    column: Column
    written: str
    problem: NotRead


def cleaned(register: str, fields: Mapping[str, str], raw: Mapping[str, str], dialect: DuckDb) -> list[Column]:
    """The columns of a register; ``fields`` says which header holds which field, ``raw`` the type of its cells."""
    known = REGISTERS[register]
    return [
        _column(known[field], header, raw[field], f"raw.{dialect.name(field)}", dialect)
        for header, field in fields.items()
    ]


def _column(field: Field, header: str, raw: str, cell: str, dialect: DuckDb) -> Column:
    wanted = dialect.types[field.type]
    if raw == wanted and field.type in (Type.DAY, Type.FLAG):
        return Column(field, header, raw, cell)
    if raw in ("BIGINT", "INTEGER", "SMALLINT", "TINYINT") and field.type in (Type.MONEY, Type.NUMBER):
        return Column(field, header, raw, f"CAST({cell} AS {wanted})")
    if field.type is Type.LIST and raw.endswith("[]"):
        full = f"[part FOR part IN CAST({cell} AS VARCHAR[]) IF trim(part, {BLANK}) <> '']"
        return Column(field, header, raw, f"CASE WHEN len({full}) > 0 THEN {full} END")
    return _read_from_text(field, header, raw, cell, dialect)


def _read_from_text(field: Field, header: str, raw: str, cell: str, dialect: DuckDb) -> Column:
    """A column whose cells are texts: ours are read by the engine, odd ones by the core."""
    wanted = dialect.types[field.type]
    untrimmed = cell if raw in ("VARCHAR", "JSON") else f"CAST({cell} AS VARCHAR)"
    text = _trimmed(untrimmed)
    there = f"{text} IS NOT NULL"
    if field.name == "currency":
        return Column(field, header, raw, text, f"NOT regexp_full_match({text}, '[A-Z]{{3}}')", text)
    if field.type is Type.TEXT:
        return Column(field, header, raw, text, untrimmed=untrimmed)
    if field.type is Type.REASON:
        return Column(field, header, raw, text, f"length({text}) <= {_SHORTEST_REASON}", text)
    if field.type is Type.CHOICE:
        ours = f"{text} IN ({', '.join(map(dialect.literal, field.choices))})"
    elif field.type in _OURS:
        ours = f"regexp_full_match({text}, '{_OURS[field.type]}')"
    else:
        return Column(field, header, raw, f"CAST(NULL AS {wanted})", there, text)
    sql = f"CASE WHEN {ours} THEN CAST({text} AS {wanted}) END"
    return Column(field, header, raw, sql, f"{there} AND NOT {ours}", text)


def _trimmed(plain: str) -> str:
    """A text without the white space round it, blank as missing; most texts have none and are not touched."""
    clean = f"{plain} BETWEEN '!' AND '~~' AND NOT ends_with({plain}, ' ') AND NOT ends_with({plain}, chr(10))"
    return f"CASE WHEN {clean} THEN {plain} ELSE nullif(trim({plain}, {BLANK}), '') END"


def forms(columns: Iterable[Column], rows: str, ask: Rows) -> tuple[dict[str, dict[str, Value]], list[Unread]]:
    """Every other form in which a cell is written, read by the core; and those it cannot read."""
    read: dict[str, dict[str, Value]] = {}
    refused: list[Unread] = []
    for column in columns:
        if not column.odd:
            continue
        reader = read_currency if column.field.name == "currency" else reader_of(column.field)
        found = ask(f"SELECT DISTINCT {column.text} FROM ({rows}) AS raw WHERE {column.odd} ORDER BY 1")
        meanings: dict[str, Value] = {}
        for (written,) in found:
            try:
                meanings[str(written)] = reader(_native(str(written), column.raw))
            except NotRead as problem:
                refused.append(Unread(column, str(written), problem))
        if meanings:
            read[column.field.name] = meanings
    return read, refused


def _native(written: str, raw: str) -> object:
    """A cell as the core's readers expect it: numbers and JSON lists are not texts."""
    if raw in ("DOUBLE", "FLOAT"):
        return float(written)
    if raw == "JSON" and written.startswith("["):
        return msgspec.json.decode(written)
    return written


def stored(value: Value) -> str:
    """A meaning as it is handed to the engine."""
    if isinstance(value, tuple):
        return PARTS.join(value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def restored(column: Column, dialect: DuckDb) -> str:
    """The typed value of a column whose other forms were read by the core."""
    alias = dialect.name(f"read {column.field.name}")
    wanted = dialect.types[column.field.type]
    meaning = f"{alias}.meaning"
    typed = (
        f"string_split({meaning}, {dialect.literal(PARTS)})"
        if column.field.type is Type.LIST
        else f"CAST({meaning} AS {wanted})"
    )
    return f"CASE WHEN {alias}.written IS NOT NULL THEN {typed} ELSE {column.sql} END"
