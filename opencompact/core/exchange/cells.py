"""One cell in, one typed value out; or the sentence why not and what to write instead.

A cell is what a file holds: text, or the native value of a spreadsheet or of JSON. A blank cell is ``None``. Whatever
could be read in two ways is refused, because a date or a sum that was guessed wrong would accuse or excuse someone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache, partial

import msgspec

from opencompact.core.checks.records import Field, Type, Value
from opencompact.core.exchange import lists
from opencompact.core.words import N_, _, listed


class Broken(msgspec.Struct, frozen=True):
    """A cell that holds no value: a spreadsheet's error, a formula never worked out, JSON's NaN."""

    text: str
    mend: str

    def __str__(self) -> str:
        return self.text


Cell = object  # str, float, int, Decimal, bool, date, datetime, time, timedelta, list, Broken or None
Reader = Callable[[Cell], Value]

NOT_KNOWN = "not known"  # what stands in the cell of a table where the fact is unknown; a blank one says "not given"
LONGEST = 32_767  # characters, as in a spreadsheet
FIRST_YEAR, LAST_YEAR = 1900, 2200
FIRST_SERIAL = 18_264  # 1 January 1950: smaller numbers in a date column are years or counts
_SPREADSHEET_EPOCH = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_LONGEST_DAY = 60  # characters
_LARGEST_NUMBER = Decimal(10) ** 15  # beyond this a spreadsheet has lost digits

_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_GUARDED = re.compile("'+[=+\\-@\t\r]")
_NOT_GIVEN = {"no", "none", "n/a", "na", "not applicable", "nil", "-", "–", "—", "false", "0"}
_YES = {"yes", "y", "true", "1"}
_NO = {"no", "n", "false", "0"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH_OF = {name: number for names in (_MONTHS, _MONTH_NAMES) for number, name in enumerate(names, 1)} | {"sept": 9}

_MIDNIGHT = r"(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})" + _MIDNIGHT)
_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})" + _MIDNIGHT)
_IN_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ -]+([a-z]{3,9})\.?,?[ -]+([0-9]{4})" + _MIDNIGHT, re.IGNORECASE)
_SHORT_YEAR = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th)?[ /.-]+(?:[0-9]{1,2}|[A-Za-z]{3,9})[ /.,-]+'?[0-9]{2}")
_CLOCK = re.compile(r".*[0-9][T ][0-9]{1,2}[:.][0-9]{2}.*")
_A_THOUSAND = r"[1-9][0-9]{0,2}\.[0-9]{3}(?![0-9])"  # "1.234" is more than a thousand elsewhere
_DIGITS = rf"(?!{_A_THOUSAND})([0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]{{1,6}})?|[0-9]+(?:\.[0-9]{{1,6}})?)"
_AMOUNT = re.compile(r"(-)?" + _DIGITS)
_MONEY = re.compile(r"(\()?(-)? ?(?:£|GBP)? ?(-)?" + _DIGITS + r"(?: ?GBP)?(\))?")
_CREDIT = re.compile(r"([^-()]*[0-9]) ?(?:CR\.?|-)", re.IGNORECASE)  # as a ledger marks what came back
_SHORTENED = re.compile(r".*[0-9] ?(?:k|m|bn|thousand|million|billion)", re.IGNORECASE)

_CHOICE_WORDS = {
    "end": ("ended", "ending", "ends", "close", "closed", "closure", "stop", "stopped", "cease", "ceased", "terminate",
            "terminated", "termination", "withdraw", "withdrawn", "withdrawal", "decommission", "decommissioned"),
    "reduce": ("reduced", "reducing", "reduction", "cut", "decrease", "decreased"),
    "alter": ("altered", "alteration", "change", "changed", "vary", "varied", "variation", "amend", "amended"),
    "public": ("public sector", "public body", "council", "authority", "statutory"),
    "voluntary": ("voluntary sector", "voluntary body", "voluntary and community sector", "vcs", "vcse", "charity"),
    "cannot_tell": ("do not know", "don't know", "unknown"),
}  # fmt: skip
_CHOICE_OF = {word: choice for choice, words in _CHOICE_WORDS.items() for word in words}


class NotRead(ValueError):
    """Why a cell was not read, and what to write instead."""

    def __init__(self, says: str, mend: str = "") -> None:
        self.says, self.mend = says, mend
        super().__init__(f"{says}; {mend}" if mend else says)


def printable(text: str) -> str:
    """A text that is safe to show: one line, no control characters."""
    return "".join(char if char.isprintable() else " " if char.isspace() else "?" for char in text)


def shown(cell: Cell) -> str:
    """A cell as a message quotes it."""
    text = printable(str(cell)[:200])
    return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'


def tidy(text: str) -> str:
    """Without the white space round it, the invisible kinds of web pages included."""
    return text.strip() if text.isascii() else text.strip().strip("\u200b\ufeff").strip()


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not tidy(cell)) or cell == []


def is_unknown(cell: Cell) -> bool:
    """Whether a cell says that the fact is not known, which is another thing than a blank."""
    return isinstance(cell, str) and len(cell) < 100 and " ".join(cell.split()).casefold() == NOT_KNOWN


def guarded(text: str) -> str:
    """With an apostrophe in front where a spreadsheet would take the text of a CSV file for a formula."""
    return f"'{text}" if _GUARDED.match(f"'{text}") else text


def unguarded(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from taking a text of a CSV file for a formula."""
    return text[1:] if _GUARDED.match(text) else text


def read_text(cell: Cell) -> str | None:
    """Text as it was written. Numbers lose no digit and gain no decimal point: 1126147, not 1126147.0."""
    if isinstance(cell, str):
        return _clean(cell)
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, (int, float, Decimal)):
        return _number_as_text(cell)
    if isinstance(cell, datetime):
        return str(cell.date()) if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    raise _wrong_kind(cell)


def _clean(written: str) -> str | None:
    text = tidy(written)
    if len(text) > LONGEST:
        says = _("the text is longer than {most} characters").format(most=f"{LONGEST:,}")
        raise NotRead(says, _("shorten it"))
    if not text.isprintable() and (found := _UNSHOWABLE.search(text)):
        says = _("the text has a character that can't be shown (U+{code})").format(code=f"{ord(found[0]):04X}")
        raise NotRead(says, _("type the text again"))
    return (text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text) or None


def _number_as_text(number: int | float | Decimal) -> str:
    if isinstance(number, int) and len(str(abs(number))) <= 40:
        return str(number)
    value = Decimal(str(number))
    if not value.is_finite() or abs(value.adjusted()) > 40:
        raise NotRead(_("{shown} is not text").format(shown=shown(number)), _("put it in quotation marks"))
    if isinstance(number, float) and abs(value) >= _LARGEST_NUMBER:
        says = _("{shown} has more digits than a spreadsheet keeps").format(shown=shown(number))
        raise NotRead(says, _("format the column as text and enter it again"))
    if isinstance(number, float):
        value = Decimal(f"{number:.15g}")
    return format(value, "f")


def _wrong_kind(cell: Cell) -> NotRead:
    if isinstance(cell, Broken):
        return NotRead(_("the cell contains {text}").format(text=shown(cell.text)), cell.mend)
    if isinstance(cell, (list, dict)):
        return NotRead(_("there are several values where there should be one"), _("write one value"))
    if isinstance(cell, (time, timedelta)):
        return NotRead(_("{shown} is a length of time").format(shown=shown(cell)), _("write it as text"))
    return NotRead(
        _("{shown} is the wrong kind of value for this field").format(shown=shown(cell)), _("write it as text")
    )


def read_reason(cell: Cell) -> str | None:
    """The reason that was published. "No", "none" and "n/a" mean that there was none."""
    text = read_text(cell)
    return None if text is None or text.casefold() in _NOT_GIVEN else text


def read_flag(cell: Cell) -> bool | None:
    """Yes or no."""
    text = read_text(cell)
    if text is None:
        return None
    word = text.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise NotRead(_("{shown} is neither yes nor no").format(shown=shown(text)), _('write "yes" or "no"'))


def read_list(cell: Cell) -> tuple[str, ...] | None:
    """Several texts: a list, or one text with a semicolon or a new line between them (``lists.py``)."""
    if isinstance(cell, (list, tuple)):
        parts: Sequence[Cell] = cell
    else:
        text = read_text(cell)
        parts = lists.split(text) if text else ()
    return tuple(item for item in map(read_text, parts) if item is not None) or None


def read_choice(cell: Cell, choices: tuple[str, ...]) -> str | None:
    """One of a few words, also in the form a person gives them: "ended" for "end"."""
    text = read_text(cell)
    if text is None:
        return None
    word = " ".join(text.casefold().replace("_", " ").replace("-", " ").split())
    for choice in (word.replace(" ", "_"), _CHOICE_OF.get(word)):
        if choice in choices:
            return choice
    known = listed([f'"{choice}"' for choice in choices], last=N_("or"))
    raise NotRead(
        _("we don't recognise {shown} here").format(shown=shown(text)), _("write {known}").format(known=known)
    )


def read_money(cell: Cell) -> Decimal | None:
    """An amount: 1658.25, £1,658.25; or for less than nothing (1,658.25), 1,658.25 CR or 1,658.25-."""
    if not isinstance(cell, str):
        return _native_number(cell, _not_money)
    text = _signs(cell)
    if not text:
        return None
    if credit := _CREDIT.fullmatch(text):
        text = f"-{credit[1]}"
    found = _MONEY.fullmatch(text)
    if not found or bool(found[1]) != bool(found[5]) or [found[1], found[2], found[3]].count(None) < 2:
        raise _not_money(text)
    return _amount(found[4], any(found.group(1, 2, 3)), text, _not_money)


def read_number(cell: Cell) -> int | Decimal | None:
    """A number: 12, 1,200 or 12.5."""
    if not isinstance(cell, str):
        value = _native_number(cell, _not_a_number)
    elif text := _signs(cell):
        found = _AMOUNT.fullmatch(text)
        if not found:
            raise _not_a_number(text)
        value = _amount(found[2], bool(found[1]), text, _not_a_number)
    else:
        value = None
    return int(value) if value is not None and value == value.to_integral_value() else value


def _signs(written: str) -> str:
    """Typographic minus signs and spaces as the keyboard's."""
    return tidy(written).replace("\u2212", "-").replace("\u00a0", " ")


def _amount(digits: str, negative: bool, text: str, wrong: Callable[[Cell], NotRead]) -> Decimal:
    value = Decimal(digits.replace(",", ""))
    if value >= _LARGEST_NUMBER:
        raise wrong(text)
    return -value if negative and value else value


def _native_number(cell: Cell, wrong: Callable[[Cell], NotRead]) -> Decimal | None:
    if cell is None:
        return None
    if isinstance(cell, bool) or not isinstance(cell, (int, float, Decimal)):
        raise wrong(cell) if isinstance(cell, (bool, date)) else _wrong_kind(cell)
    value = Decimal(f"{cell:.15g}") if isinstance(cell, float) else Decimal(cell)
    if not value.is_finite() or (value and not -15 <= value.adjusted() < 15):
        raise wrong(cell)
    if len(value.as_tuple().digits) > 15 and value != round(value, 2):
        return Decimal(f"{value:.15g}").normalize()  # JSON too is written from binary fractions: 41133.770000000004
    return value


def _not_money(cell: Cell) -> NotRead:
    mend = _("write for example 1658.25 or £1,658.25")
    if isinstance(cell, str) and _SHORTENED.fullmatch(cell):
        mend = _("write the amount in full, for example 1500000")
    elif isinstance(cell, str) and re.search("[€$¥]|EUR|USD", cell):
        mend = _("write only the number, and put the currency in its own column")
    return NotRead(_("{shown} is not an amount of money").format(shown=shown(cell)), mend)


def _not_a_number(cell: Cell) -> NotRead:
    return NotRead(_("{shown} is not a number").format(shown=shown(cell)), _("write for example 12 or 1,200"))


def read_day(cell: Cell, from_1904: bool = False) -> date | None:
    """A calendar day, day first. ``from_1904``: how the workbook counts its days (old Macintosh files)."""
    if isinstance(cell, str):
        text = tidy(cell)
        if len(text) > _LONGEST_DAY:
            raise _not_a_day(text)
        return _written_day(text) if text else None
    if cell is None:
        return None
    if isinstance(cell, datetime):
        if cell.time() != time():
            raise _not_a_day(cell)
        return _within(cell.date(), cell)
    if isinstance(cell, date):
        return _within(cell, cell)
    if isinstance(cell, float) and cell.is_integer() and FIRST_SERIAL <= cell < 200_000:
        return _within((_EPOCH_1904 if from_1904 else _SPREADSHEET_EPOCH) + timedelta(days=int(cell)), cell)
    if isinstance(cell, (Broken, list, dict)):
        raise _wrong_kind(cell)
    raise _not_a_day(f"{cell:.15g}" if isinstance(cell, float) else cell)


@lru_cache(maxsize=8192)
def _written_day(text: str) -> date:
    if found := _ISO.fullmatch(text):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := _DAY_FIRST.fullmatch(text):
        year, month, day = int(found[4]), int(found[3]), int(found[1])
    elif (found := _IN_WORDS.fullmatch(text)) and found[2].lower() in _MONTH_OF:
        year, month, day = int(found[3]), _MONTH_OF[found[2].lower()], int(found[1])
    else:
        raise _not_a_day(text)
    try:
        return _within(date(year, month, day), text)
    except NotRead:
        raise
    except ValueError:
        raise _not_a_day(text) from None


def _within(day: date, cell: Cell) -> date:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    says = _("{shown} is outside the years {first} to {last}")
    raise NotRead(says.format(shown=shown(cell), first=FIRST_YEAR, last=LAST_YEAR), _a_day_for_example())


def _a_day_for_example() -> str:
    return _("write for example 31/03/2027 or 2027-03-31")


def _not_a_day(cell: Cell) -> NotRead:
    text = str(cell)
    says, mend = _("{shown} is not a date").format(shown=shown(cell)), _a_day_for_example()
    if _SHORT_YEAR.fullmatch(text):
        says = _("{shown} doesn't say which century").format(shown=shown(cell))
        mend = _("write the year in full, for example 31/03/2027")
    elif _CLOCK.fullmatch(text):
        says = _("{shown} includes a time of day").format(shown=shown(cell))
        mend = _("write only the date, for example 31/03/2027")
    elif not any(char.isdigit() for char in text):
        mend = _("write for example 31/03/2027 or 2027-03-31, or leave the cell empty")
    return NotRead(says, mend)


_READERS: dict[Type, Reader] = {
    Type.TEXT: read_text,
    Type.DAY: read_day,
    Type.MONEY: read_money,
    Type.NUMBER: read_number,
    Type.FLAG: read_flag,
    Type.LIST: read_list,
    Type.REASON: read_reason,
}


def reader_of(field: Field, from_1904: bool = False) -> Reader:
    """How the cells of a field are read."""
    if field.type is Type.CHOICE:
        return partial(read_choice, choices=field.choices)
    return partial(read_day, from_1904=True) if from_1904 and field.type is Type.DAY else _READERS[field.type]
