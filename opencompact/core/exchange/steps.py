"""From the cells of one row or object to the facts of a record: units, currencies and what is not known included."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Generic

import msgspec

from opencompact.core.calendar import add_months
from opencompact.core.checks.records import REGISTERS, Type, Value
from opencompact.core.exchange.cells import Cell, NotRead, Reader, is_unknown, read_text, reader_of
from opencompact.core.exchange.columns import Column, Spot
from opencompact.core.exchange.units import HOME, read_currency, without_currency
from opencompact.core.words import _

Wrong = tuple[Spot, NotRead]  # where, and why not


class Step(msgspec.Struct, Generic[Spot], frozen=True):
    """How one column is read."""

    spot: Spot
    field: str
    read: Reader
    is_money: bool
    factor: int
    currency: str
    more: tuple[Spot, ...]  # columns that give further ones


def steps_of(register: str, columns: Iterable[Column[Spot]], from_1904: bool = False) -> list[Step[Spot]]:
    """The steps from these columns to a record."""
    fields = REGISTERS[register]
    made = []
    for column in columns:
        field = fields[column.field]
        read = read_currency if field.name == "currency" else reader_of(field, from_1904)
        factor = column.unit.factor if field.type in (Type.MONEY, Type.NUMBER) else 1
        made.append(
            Step(column.spot, field.name, read, field.type is Type.MONEY, factor, column.unit.currency, column.more)
        )
    return made


def record_of(
    register: str, steps: Sequence[Step[Spot]], cell_at: Callable[[Spot], Cell]
) -> tuple[dict[str, Value], list[Wrong[Spot]]]:
    """The facts of a record, and the cells that hold none."""
    record: dict[str, Value] = {}
    wrong: list[Wrong[Spot]] = []
    marked: dict[str, Spot] = {}  # currency -> where an amount is marked with it
    for step in steps:
        cell = cell_at(step.spot)
        if is_unknown(cell):
            continue
        cell, currency = without_currency(cell) if step.is_money else (cell, "")
        try:
            value = step.read(cell)
        except NotRead as error:
            wrong.append((step.spot, error))
            value = None
        record[step.field] = value if step.factor == 1 or value is None else step.factor * value  # type: ignore[operator]
        if step.is_money and value is not None and (currency or step.currency):
            marked.setdefault(currency or step.currency, step.spot)
        if step.more:
            _share(record, step, cell_at)
    if marked:
        wrong += _settle_currency(register, record, marked)
    if record.get("months") is not None:
        _find_end(record)
    return record, wrong


def _share(record: dict[str, Value], step: Step[Spot], cell_at: Callable[[Spot], Cell]) -> None:
    """The first of several stands for all; the others are kept beside it."""
    values = [record[step.field], *(read_text(cell_at(spot)) for spot in step.more)]
    texts = [str(value) for value in values if value is not None]
    record[step.field] = texts[0] if texts else None
    record[f"other_{step.field}s"] = tuple(texts[1:]) or None


def _find_end(record: dict[str, Value]) -> None:
    """A grant said to run so many months from a day ends on the day before; a last day that is given counts."""
    starts, months = record.get("starts"), record["months"]
    if isinstance(starts, date) and record.get("ends") is None and isinstance(months, int) and 0 < months < 1200:
        record["ends"] = add_months(starts, months) - timedelta(1)


def _settle_currency(register: str, record: dict[str, Value], marked: dict[str, Spot]) -> list[Wrong[Spot]]:
    """One currency for all amounts of a record; a mark says it where no column does."""
    own = record.get("currency")
    for currency, spot in marked.items():
        others = {own or currency, *marked} - {currency}
        if others:
            says = _("the amount is in {currency} and the record in {other}")
            says = says.format(currency=currency, other=", ".join(sorted(map(str, others))))
            return [(spot, NotRead(says, _("give all amounts of a record in one currency")))]
        if currency != HOME and "currency" not in REGISTERS[register]:
            says = _("the amount is in {currency}").format(currency=currency)
            return [(spot, NotRead(says, _("write it in pounds")))]
        if currency != HOME:
            record["currency"] = currency
    return []
