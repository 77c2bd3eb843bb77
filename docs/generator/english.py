"""Decision tables in English: the same kinds that judge a record, read by an ``Ops`` that writes words.

A fact is called by the key of the check that names it (`from`, `event`), so that a table is true of every check of its
kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from docs.generator.markdown import code
from opencompact.core.calendar import Period
from opencompact.core.checks.kinds import Is
from opencompact.core.checks.ops import Ops, Row
from opencompact.core.checks.records import REGISTERS, Type
from opencompact.core.editions import Check


class Phrase(msgspec.Struct, frozen=True):
    """Something said of a record: a day, a number, or a condition."""

    text: str
    day: bool = False
    rests_on: tuple[str, ...] = ()  # the facts without which there is no such day or number
    certain: bool = False  # a condition that always holds
    negative: bool = False


_REASON = Phrase("a reason", rests_on=("a reason",))


def _facts(*phrases: Phrase) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact for phrase in phrases for fact in phrase.rests_on))


class EnglishOps(Ops[Phrase]):
    """``Ops`` that writes English."""

    always = Phrase("otherwise", certain=True)
    as_of = Phrase("today", day=True)

    def __init__(self, check: Check) -> None:
        self.fields = REGISTERS[check.register]
        named = [field for field in msgspec.structs.fields(check) if field.name not in ("id", "kind", "register")]
        self.keys = {str(getattr(check, field.name)): code(field.encode_name) for field in named}
        self.keys |= {field: code(field) for field in check.applies}
        self.reason = check.unless.reason if check.unless else None

    def value(self, field: str) -> Phrase:
        if field == self.reason:
            return _REASON
        name = self.keys.get(field, code(field))
        return Phrase(name, self.fields[field].type is Type.DAY, (name,))

    def unknown(self, field: str) -> Phrase:
        return Phrase(f"{self.keys[field]} is unknown")

    def empty(self, value: Phrase) -> Phrase:
        return Phrase(f"{value.rests_on[0]} is empty")

    def blank(self, field: str) -> Phrase:
        return Phrase(f"{self.keys[field]} is there and is empty")

    def where(self, condition: Phrase, value: Phrase) -> Phrase:
        return value

    def given(self, value: Phrase) -> Phrase:
        return Phrase(f"{value.rests_on[0]} is {'recorded' if value == _REASON else 'given'}")

    def is_one_of(self, value: Phrase, choices: Sequence[str | bool | int]) -> Phrase:
        return Phrase(f"{value.text} is {code('equals')}")

    def is_none_of(self, value: Phrase, choices: Sequence[str | bool | int]) -> Phrase:
        return Phrase(f"{value.text} is given and is not among the values listed")

    def size(self, value: Phrase) -> Phrase:
        return Phrase(f"the number of things in {value.text}")

    def whole(self, number: int) -> Phrase:
        return Phrase(self.keys.get(str(number), str(number)))

    def day(self, day: date) -> Phrase:
        return Phrase("the last day the list of closed periods speaks of", day=True)

    def plus(self, day: Phrase, period: Period) -> Phrase:
        return Phrase(f"{day.text} + {self.keys[str(period)]}", True, day.rests_on)

    def latest(self, end: Phrase, period: Period) -> Phrase:
        return Phrase(f"the last day that leaves {self.keys[str(period)]} before {end.text}", True, end.rests_on)

    def shift(self, day: Phrase, days: Phrase) -> Phrase:
        if days.text == "0":
            return day
        return Phrase(f"{day.text} {'less' if days.negative else '+'} {days.text}", True, day.rests_on)

    def days(self, first: Phrase, last: Phrase) -> Phrase:
        return Phrase(f"the days from {first.text} to {last.text}", rests_on=_facts(first, last))

    def closed_days(self, first: Phrase, last: Phrase) -> Phrase:
        return Phrase("the closed days in between", rests_on=_facts(first, last))

    def minus(self, number: Phrase) -> Phrase:
        return msgspec.structs.replace(number, negative=True)

    def share(self, number: Phrase, share: Decimal) -> Phrase:
        return Phrase(f"{code('at_least')} of {number.text}", rests_on=number.rests_on)

    def at_most(self, first: Phrase, second: Phrase) -> Phrase:
        if second.text == "0":
            return Phrase(f"there are no {first.text.removeprefix('the ')}")
        if first.day:
            return Phrase(f"{first.text} is on or before {second.text}")
        return Phrase(f"{second.text} is at least {first.text}")

    def below(self, first: Phrase, second: Phrase) -> Phrase:
        return Phrase(f"{first.text} is {'before' if first.day else 'less than'} {second.text}")

    def all(self, *conditions: Phrase) -> Phrase:
        said = [each.text for each in conditions if not each.certain]
        return Phrase(", and ".join(said)) if said else self.always

    def any(self, *conditions: Phrase) -> Phrase:
        said = " or ".join(each.text for each in conditions)
        return Phrase(f"either {said}" if len(conditions) > 1 else said)


def in_english(rows: Sequence[Row[Phrase]]) -> list[list[str]]:
    """Each row of a decision table: when it holds, the status, and what is worked out beside it."""
    return [
        [str(number), row.when.text, code(str(row.status)), "<br>".join(_worked_out(row.dates))]
        for number, row in enumerate(rows, 1)
    ]


def _worked_out(dates: Mapping[str, Phrase]) -> list[str]:
    names = {"short_by": "short_by_days"}
    return [f"{code(names.get(name, name))}: {phrase.text}" for name, phrase in dates.items()]


MUST_BE = {
    Is.DAY: "a date field",
    Is.NUMBER: "a number or money field",
    Is.LIST: "a list field",
    Is.FIELD: "a field",
    Is.PERIOD: "a period",
    Is.COUNT: "a whole number",
    Is.SHARE: "a percentage",
    Is.ANY: "a value",
    Is.CHECK: "the id of another check",
    Is.TEXT: "a text",
    Is.FLAG: "true or false",
    Is.YES_NO: "a yes-or-no field",
    Is.FIXED: "`from`",
}
"""What a key of a check holds, short enough for a table."""
