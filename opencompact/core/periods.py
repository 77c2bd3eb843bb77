"""Lengths of time in the words of a promise, and which of them no check carries."""

from __future__ import annotations

import re

import msgspec

from opencompact.core.calendar import Period
from opencompact.core.editions import Commitment

_NUMBERS = {
    word: count
    for count, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen twenty".split(),
        start=1,
    )
} | {"twenty-four": 24, "twenty-eight": 28, "thirty": 30, "forty": 40, "sixty": 60, "ninety": 90}
COUNT = rf"\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}"
UNIT = r"(?:full |calendar |clear )?(?P<unit>working[ -]day|day|week|month|year)s?\b"
PERIOD_WORDS = rf"\b(?P<count>{COUNT})(?: \(\d{{1,3}}\))?[ -]{UNIT}"
PERIOD = re.compile(PERIOD_WORDS)
_LENDING = re.compile(rf"\b(?P<count>{COUNT})(?=,?(?: (?:and|or|then)\b[^.;]{{0,40}}?| ?,)[ -](?:{COUNT})[ -]{UNIT})")
_LONGEST = 10_000  # characters of a promise that are looked at


def plain(text: str) -> str:
    """Words as lengths are looked for in them: small letters, plain apostrophes, single spaces."""
    return " ".join(text.lower().replace("\u2019", "'").split())[:_LONGEST]


def period_of(found: re.Match[str]) -> Period | None:
    """The length a match of ``PERIOD`` names; None where nothing can last so long."""
    count = int(found["count"]) if found["count"].isdecimal() else _NUMBERS[found["count"]]
    try:
        return Period.parse(f"{count} {found['unit'].replace('-', ' ')}s")
    except ValueError:
        return None


def periods_in(text: str) -> list[tuple[str, Period]]:
    """The lengths a text names with its words for each, also the first of "within 5 and ... within 20 working days"."""
    words = plain(text)
    found = [(each, each.start()) for each in PERIOD.finditer(words)]
    own = {at for _each, at in found}
    found += [(each, each.start()) for each in _LENDING.finditer(words) if each.start() not in own]
    named = sorted(found, key=lambda pair: pair[1])
    return [(each.group(), period) for each, _at in named if (period := period_of(each)) is not None]


def with_units(words: str) -> str:
    """Words in which every length has its unit: "within 5 and ... within 20 working days" says it only once."""
    return _LENDING.sub(lambda found: f"{found['count']} {found['unit']}s", words)


def unchecked_periods(commitment: Commitment) -> list[str]:
    """The lengths in the words of a promise that none of its checks carries, as they are written there."""
    carried = {length for check in commitment.checks for length in _lengths(check)}
    said_there = commitment.text or commitment.summary
    words = said_there if isinstance(said_there, str) else said_there.get("en") or next(iter(said_there.values()), "")
    return list(dict.fromkeys(said for said, period in periods_in(words) if period not in carried))


def _lengths(check: msgspec.Struct) -> list[Period]:
    lengths = []
    for value in msgspec.structs.asdict(check).values():
        if isinstance(value, Period):
            lengths.append(value)
        elif isinstance(value, str) and PERIOD.fullmatch(value):
            lengths.append(Period.parse(value))
    return lengths
