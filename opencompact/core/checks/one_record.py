"""Read one record: turn a kind's decision table into a plain Python function, once for each check.

The function is written out as source and compiled, as dataclasses are, because a million records pass through it: what
is worked out is worked out once, and only when a row of the table asks for it. Nothing from a file gets into the source
but whole numbers and names that the loader has checked; every other value goes in as a constant beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from opencompact.core.calendar import Period, Unit, add, add_months, latest, latest_months
from opencompact.core.checks.finding import Finding, Promise
from opencompact.core.checks.kinds import KINDS, Known, applies, min_period
from opencompact.core.checks.ops import DATES, Ops, Row, Status
from opencompact.core.checks.records import REGISTERS, Record
from opencompact.core.editions import Fixed

Reader = Callable[[Record, date], Finding]


class Code(msgspec.Struct, frozen=True):
    """A piece of Python: its text, the names that must not be None in it, and those to be worked out before it."""

    text: str
    guards: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    number: int | None = None  # known beforehand


def _together(*parts: Code) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part.needs))


def _guard(*parts: Code) -> str:
    """The condition that none of the parts is missing; empty where none can be."""
    names = dict.fromkeys(name for part in parts for name in part.guards)
    return " and ".join(f"{name} is not None" for name in names)


class PyOps(Ops[Code]):
    """``Ops`` that writes Python."""

    always = Code("True")
    as_of = Code("as_of")

    def __init__(self, promise: Promise) -> None:
        self.promise = promise
        self.fields = REGISTERS.get(promise.check.register, {})
        self.worked_out: dict[str, str] = {}  # name -> the code that works it out
        self.constants: dict[str, Any] = {
            "add_months": add_months, "latest_months": latest_months, "timedelta": timedelta,
            "add": add, "latest": latest, "holidays": promise.holidays, "closed": promise.closed.count,
        }  # fmt: skip

    def _constant(self, value: object) -> str:
        for name, known in self.constants.items():
            if known is value or (type(known) is type(value) and repr(known) == repr(value)):
                return name
        name = f"k{len(self.constants)}"
        self.constants[name] = value
        return name

    def _let(self, text: str, parts: Sequence[Code], *, may_be_none: bool = False) -> Code:
        """Work something out once; it is None where a part of it is."""
        guard = _guard(*parts)
        written = f"{text} if {guard} else None" if guard else text
        named = (name for name, known in self.worked_out.items() if known == written)
        name = next(named, f"v{len(self.worked_out)}")
        self.worked_out[name] = written
        return Code(name, (name,) if guard or may_be_none else (), (*_together(*parts), name))

    def value(self, field: str) -> Code:
        found = self._let(f"record.get({field!r})", [], may_be_none=True)
        default = self.fields[field].default
        if default is None:
            return found
        constant = self._constant(default == "yes" if default in ("yes", "no") else default)
        return self._let(f"{constant} if {found.text} is None else {found.text}", [Code("", needs=found.needs)])

    def unknown(self, field: str) -> Code:
        if self.fields[field].default is not None:
            return Code("False")
        return Code(f"{field!r} not in record")

    def empty(self, value: Code) -> Code:
        return Code(f"{value.text} is None" if value.guards else "False", needs=value.needs)

    def blank(self, field: str) -> Code:
        if self.fields[field].default is not None:
            return Code("False")
        return Code(f"record.get({field!r}, record) is None")

    def where(self, condition: Code, value: Code) -> Code:
        parts = [condition, Code("", needs=value.needs)]
        return self._let(f"{value.text} if {condition.text} else None", parts, may_be_none=True)

    def given(self, value: Code) -> Code:
        return Code(_guard(value) or "True", needs=value.needs)

    def is_one_of(self, value: Code, choices: Sequence[str | bool | int]) -> Code:
        return Code(f"{value.text} in {self._constant(tuple(choices))}", needs=value.needs)

    def is_none_of(self, value: Code, choices: Sequence[str | bool | int]) -> Code:
        test = f"{value.text} not in {self._constant(tuple(choices))}"
        return Code(" and ".join(filter(None, [_guard(value), test])), needs=value.needs)

    def size(self, value: Code) -> Code:
        return Code(f"(len({value.text}) if {value.text} else 0)", needs=value.needs)

    def whole(self, number: int) -> Code:
        return Code(repr(number), number=number)

    def day(self, day: date) -> Code:
        return Code(self._constant(day))

    def plus(self, day: Code, period: Period) -> Code:
        return self._step(day, period, "add_months", "add", 1)

    def latest(self, end: Code, period: Period) -> Code:
        return self._step(end, period, "latest_months", "latest", -1)

    def _step(self, day: Code, period: Period, months: str, other: str, sign: int) -> Code:
        if period.unit in (Unit.MONTHS, Unit.YEARS):
            count = period.count * (12 if period.unit is Unit.YEARS else 1)
            return self._let(f"{months}({day.text}, {count})", [day])
        if period.unit is Unit.WORKING_DAYS:
            return self._let(f"{other}({day.text}, {self._constant(period)}, holidays)", [day])
        count = period.count * (7 if period.unit is Unit.WEEKS else 1)
        return self.shift(day, self.whole(sign * count))

    def shift(self, day: Code, days: Code) -> Code:
        if days.number == 0:
            return day
        step = self._constant(timedelta(days.number)) if days.number is not None else f"timedelta({days.text})"
        return self._let(f"{day.text} + {step}", [day, days])

    def days(self, first: Code, last: Code) -> Code:
        return self._let(f"({last.text} - {first.text}).days", [first, last])

    def closed_days(self, first: Code, last: Code) -> Code:
        return self._let(f"closed({first.text}, {last.text})", [first, last])

    def minus(self, number: Code) -> Code:
        if number.number is not None:
            return self.whole(-number.number)
        return Code(f"-{number.text}", number.guards, number.needs)

    def share(self, number: Code, share: Decimal) -> Code:
        return self._let(f"{number.text} * {self._constant(share)}", [number])

    def at_most(self, first: Code, second: Code) -> Code:
        return self._compare(first, "<=", second)

    def below(self, first: Code, second: Code) -> Code:
        return self._compare(first, "<", second)

    def _compare(self, first: Code, sign: str, second: Code) -> Code:
        test = f"{first.text} {sign} {second.text}"
        return Code(" and ".join(filter(None, [_guard(first, second), test])), needs=_together(first, second))

    def all(self, *conditions: Code) -> Code:
        parts = [condition for condition in conditions if condition.text != "True"]
        return Code(" and ".join(f"({part.text})" for part in parts) or "True", needs=_together(*parts))

    def any(self, *conditions: Code) -> Code:
        return Code(" or ".join(f"({each.text})" for each in conditions), needs=_together(*conditions))


def table_of(ops: Ops[Any], promise: Promise, *, counting: bool = False) -> list[Row[Any]]:
    """The decision table of a check: first whether it touches the record at all, then its kind's own rows.

    A check that is there to be counted says of one record only that it counts or does not, unless it is being counted.
    """
    check, kind = promise.check, KINDS[promise.check.kind]
    if kind.table is None:
        raise AssertionError(f"{kind.name} has no table of its own")
    days = promise.holidays
    known = Known(promise.closed.known_to, days.known_from, days.known_to)
    if counting and kind.table is min_period:  # a term that began too short counts as too short from its first day
        check = msgspec.structs.replace(check, fixed=Fixed.START)
    rows = [*applies(ops, check), *kind.table(ops, check, known)]
    return [of_one(row) for row in rows] if check.counted_only and not counting else rows


def of_one(row: Row[Any]) -> Row[Any]:
    """What a check that is only counted says of one record: nothing about the promise, unless nobody can tell."""
    if row.status in (Status.CANNOT_TELL, Status.NOT_APPLICABLE):
        return row
    return Row(row.when, Status.NOT_APPLICABLE, row.case, row.dates)


def written_out(ops: PyOps, rows: Sequence[Row[Code]]) -> str:
    """The decision table as the source of a Python function."""
    lines = ["def read(record, as_of):"]
    known: set[str] = set()

    def work_out(indent: str, needs: Iterable[str], known: set[str]) -> None:
        for name in needs:
            if name not in known:
                known.add(name)
                lines.append(f"{indent}{name} = {ops.worked_out[name]}")

    for row in rows:
        dates = [row.dates.get(name) for name in DATES]
        work_out("    ", row.when.needs, known)
        lines.append(f"    if {row.when.text}:")
        work_out("        ", _together(*(day for day in dates if day)), set(known))
        tail = ", ".join(day.text if day else "None" for day in dates)
        if row.lacks:
            work_out("        ", _together(*row.lacks.values()), set(known))
            lacks = ", ".join(f"({field!r}, {lacking.text})" for field, lacking in row.lacks.items())
            tail += f", tuple(field for field, lacking in ({lacks},) if lacking)"
        status = ops._constant(row.status)
        lines.append(f"        return made(promise, record, as_of, {status}, {row.case!r}, {tail})")
    lines.append("    raise AssertionError('no row of the table holds')")
    return "\n".join(lines)


def counter(promise: Promise) -> Reader:
    """The function that reads one record for a share that counts this check."""
    ops = PyOps(promise)
    return reader(promise, table_of(ops, promise, counting=True), ops)


def reader(promise: Promise, rows: Sequence[Row[Code]] | None = None, ops: PyOps | None = None) -> Reader:
    """The function that reads one record for one check."""
    ops = ops or PyOps(promise)
    source = written_out(ops, table_of(ops, promise) if rows is None else rows)
    space: dict[str, Any] = {**ops.constants, "made": Finding, "promise": promise, "Status": Status}
    exec(compile(source, f"<check {promise.name} {promise.check.id}>", "exec"), space)  # noqa: S102
    made: Reader = space["read"]
    return made
