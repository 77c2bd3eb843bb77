"""The figures of a promise: those its words speak of, and those its checks hold people to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache

from opencompact.core.calendar import Period, Unit
from opencompact.core.checks.kinds import share
from opencompact.core.editions import Check
from opencompact.core.saying import percent
from opencompact.core.words import number_in_words

Amount = Period | Decimal | int  # a time, a share, a number of things

_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_ONES += " eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {word: value for value, word in enumerate(_ONES.split(), 1)}
_VALUES |= {word: 10 * value for value, word in enumerate(_TENS.split(), 2)} | {"a": 1, "an": 1, "a hundred": 100}
_PARTS = {
    "half": Decimal("0.5"), "a third": Decimal(1) / 3, "one third": Decimal(1) / 3, "two thirds": Decimal(2) / 3,
    "a quarter": Decimal("0.25"), "one quarter": Decimal("0.25"), "three quarters": Decimal("0.75"),
}  # fmt: skip

_WORD = rf"(?:{_TENS.replace(' ', '|')})(?:-(?:{_ONES.replace(' ', '|')}))?|(?:{_ONES.replace(' ', '|')})"
_NUMBER = rf"(?:\d{{1,4}}|{_WORD})"
_UNIT = r"(?:working[ -]day|business[ -]day|day|week|month|year)"
_LEAST = r"(?:at least|no fewer than|no less than|not less than|a minimum of)"
_MORE = r"(?:['’]s? notice| or more| or longer| ahead| or less)"
_THINGS = r"(?:ways|methods|formats|routes|channels|languages|options)"
_EVERY = r"(?:a hundred|100|20|twenty|10|ten|five|four)"
_THING = r" (?=[a-z])(?!to\b|and\b|or\b|in\b|more\b)"


def _share_of(found: re.Match[str]) -> Decimal:
    return Decimal(_number(found[1])) / _number(found[2])


def _period(found: re.Match[str]) -> Period:
    unit = found[2].replace("-", " ").replace("business", "working")
    return Period(_number(found[1]), Unit(f"{unit}s"))


_SHAPES: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Amount]]] = [
    (re.compile(r"\b(\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent\b)"), lambda found: Decimal(found[1]) / 100),
    (re.compile(rf"\b({_WORD}) per ?cent\b"), lambda found: Decimal(_number(found[1])) / 100),
    (re.compile(rf"\b({_NUMBER}) (?:times )?(?:in|out of) (?:every )?({_EVERY})\b"), _share_of),
    (re.compile(r"\b(three quarters|two thirds)\b"), lambda found: _PARTS[found[1]]),
    (re.compile(rf"\b({'|'.join(_PARTS)}) (?:of|as many)\b"), lambda found: _PARTS[found[1]]),
    (re.compile(rf"\b({_NUMBER})(?: \([^)]{{1,20}}\))?(?: calendar| full| clear| whole)?[ -]({_UNIT})s?\b"), _period),
    (re.compile(rf"\b(?:{_LEAST}|within|more than) (an?) ({_UNIT})\b"), _period),
    (re.compile(rf"\b(an?) ({_UNIT}){_MORE}"), _period),
    (re.compile(rf"\b{_LEAST} ({_NUMBER}){_THING}"), lambda found: _number(found[1])),
    (re.compile(rf"\b({_NUMBER}) or more{_THING}"), lambda found: _number(found[1])),
    (re.compile(rf"\b({_NUMBER}) (?:[a-z]+ )?{_THINGS}\b"), lambda found: _number(found[1])),
]


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return _VALUES[text] if text in _VALUES else sum(_VALUES[part] for part in text.split("-"))


@lru_cache(maxsize=4096)  # an edition's words are read again with each clause that is saved
def spoken(text: str) -> tuple[Amount, ...]:
    """The amounts a text names, in figures or in English words, each once and in reading order."""
    left = " ".join(text.lower().split())
    found: dict[int, Amount] = {}
    for shape, read in _SHAPES:
        found |= {match.start(): read(match) for match in shape.finditer(left)}
        left = shape.sub(lambda match: "·" * len(match[0]), left)
    return _once(found[place] for place in sorted(found))


def _once(amounts: Iterable[Amount]) -> tuple[Amount, ...]:
    kept: list[Amount] = []
    for amount in amounts:
        if not any(same(amount, other) for other in kept):
            kept.append(amount)
    return tuple(kept)


def held_to(check: Check) -> Amount | None:
    """The amount a check holds people to."""
    if check.kind == "min_period" or (check.kind == "on_or_before" and check.at_least):
        return Period.parse(str(check.at_least))
    if check.kind == "deadline":
        return check.within
    if check.kind == "count_at_least":
        return int(str(check.at_least))
    return share(check.at_least) if check.kind in ("ratio_at_least", "share_of") else None


def carried(check: Check) -> list[Amount]:
    """Every amount a check uses: what it holds people to, and the lengths it works with."""
    return [amount for amount in (held_to(check), check.length, check.over) if amount is not None]


def days(period: Period) -> float:
    """About how long a period is, in days, so that periods in different units can be put in order."""
    return period.count * _DAYS[period.unit]


_DAYS = {Unit.DAYS: 1.0, Unit.WEEKS: 7.0, Unit.MONTHS: 30.4375, Unit.YEARS: 365.25, Unit.WORKING_DAYS: 1.4}
_FAMILY = {Unit.WEEKS: (Unit.DAYS, 7), Unit.YEARS: (Unit.MONTHS, 12)}


def _plain(period: Period) -> tuple[Unit, int]:
    """Weeks as days and years as months: the same however they are written."""
    unit, times = _FAMILY.get(period.unit, (period.unit, 1))
    return unit, period.count * times


def same(one: Amount, other: Amount) -> bool:
    """Whether two amounts are the same: 12 weeks and 84 days, two thirds and 66.7%."""
    if isinstance(one, Period) and isinstance(other, Period):
        return _plain(one) == _plain(other)
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return abs(one - other) < Decimal("0.01")
    return type(one) is type(other) and one == other


def rival(one: Amount, other: Amount) -> bool:
    """Whether two amounts seem meant for one thing and yet differ: three months and six, ten days and ten weeks."""
    if same(one, other) or type(one) is not type(other):
        return False
    if not (isinstance(one, Period) and isinstance(other, Period)):
        return True
    shorter, longer = sorted((days(one), days(other)))
    return _plain(one)[0] is _plain(other)[0] or one.count == other.count or longer <= 1.25 * shorter


def told(amount: Amount) -> str:
    """An amount as a person reads it: three months, 95%, two."""
    if isinstance(amount, Period):
        return amount.in_words()
    return percent(amount) if isinstance(amount, Decimal) else number_in_words(amount)
