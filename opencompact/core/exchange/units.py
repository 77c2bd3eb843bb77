"""In which unit and currency a column or a cell gives an amount: "Amount (£000s)", "€1,000", "500.00 CR"."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from opencompact.core.exchange.cells import Cell, NotRead, shown, tidy
from opencompact.core.words import _

HOME = "GBP"
_SYMBOLS = {"£": HOME, "€": "EUR", "$": "USD", "us$": "USD", "¥": "JPY"}
_NAMES = {
    "pound": HOME, "pounds": HOME, "sterling": HOME, "pounds sterling": HOME, "gb pounds": HOME, "gb pound": HOME,
    "euro": "EUR", "euros": "EUR", "dollar": "USD", "dollars": "USD", "us dollars": "USD", "us dollar": "USD",
}  # fmt: skip
_CODES = ("GBP", "EUR", "USD", "AUD", "CAD", "CHF", "CNY", "CZK", "DKK", "HKD", "HUF", "INR", "JPY", "NOK", "NZD",
          "PLN", "RON", "SEK", "SGD", "ZAR")  # fmt: skip
_ANY = rf"US\$|[£€$¥]|(?<![A-Za-z])(?:{'|'.join(_CODES)})(?![A-Za-z])"
_IN_CELL = re.compile(_ANY, re.IGNORECASE)
_PIECE = re.compile(rf"\(([^()]*)\)|\[([^\[\]]*)\]|(?<!\w)(in .*)$|((?:{_ANY}).*)$", re.IGNORECASE)
_TIMES = (
    (r"['’]?000[, ]?000s?|mn?|millions?", 1_000_000),
    (r"['’]?000s?|k|thousands?", 1_000),
    (r"bn|billions?", 1_000_000_000),
)
_NAMED = r"pounds?(?: sterling)?|sterling|euros?|(?:US )?dollars?"
_UNIT = re.compile(
    rf"(?:in )?({_ANY})? ?(?:{'|'.join(f'({times})' for times, _factor in _TIMES)})?"
    rf"(?: ?(?:of )?({_ANY}|{_NAMED}))?",
    re.IGNORECASE,
)


class Unit(msgspec.Struct, frozen=True):
    """What a number of a column is to be multiplied by, and the currency that the heading names."""

    factor: int = 1
    currency: str = ""


PLAIN = Unit()


@lru_cache(maxsize=4096)
def unit_of(header: str) -> tuple[str, Unit]:
    """A heading without its unit, and the unit."""
    for piece in _PIECE.finditer(header):
        text = next(part for part in piece.groups() if part is not None)
        found = _UNIT.fullmatch(" ".join(text.split()))
        if found and any(found.groups()):
            factor = next((factor for at, (_times, factor) in enumerate(_TIMES) if found[at + 2]), 1)
            marks = [mark for mark in (found[1], found[5]) if mark]
            rest = f"{header[: piece.start()]} {header[piece.end() :]}"
            return " ".join(rest.split()), Unit(factor, currency_of(marks[0]) if marks else "")
    return header, PLAIN


def currency_of(written: str) -> str:
    """The code of a currency, from its code, its sign or its name; nothing where it is none."""
    text = " ".join(written.split())
    if re.fullmatch("[A-Za-z]{3}", text):
        return text.upper()
    return _SYMBOLS.get(text.casefold()) or _NAMES.get(text.casefold(), "")


def read_currency(cell: Cell) -> str | None:
    """The code of the currency that a cell gives."""
    if cell is None or (isinstance(cell, str) and not tidy(cell)):
        return None
    found = currency_of(cell) if isinstance(cell, str) else ""
    if not found:
        says = _("{shown} is not a currency").format(shown=shown(cell))
        raise NotRead(says, _("write its three letters, for example GBP"))
    return found


def without_currency(cell: Cell) -> tuple[Cell, str]:
    """An amount without the mark of another currency than pounds; and the currency it is marked with."""
    found = _IN_CELL.findall(cell) if isinstance(cell, str) and len(cell) < 100 else []
    marked = {currency_of(each) for each in found}
    if not isinstance(cell, str) or len(marked) != 1:
        return cell, ""
    [currency] = marked
    return cell if currency == HOME else re.sub(r"(?<=[-(]) ", "", tidy(_IN_CELL.sub("", cell))), currency
