"""JSON in, record by record as the text streams by: a file of 40,000 grants never stands in memory whole."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

from opencompact.core.exchange.cells import Cell, NotRead, printable, shown
from opencompact.core.exchange.encoding import opened
from opencompact.core.exchange.gathering import Gathered
from opencompact.core.exchange.limits import RECORD_LENGTH, ROWS, TEXT_BYTES, prove_file, refused
from opencompact.core.exchange.objects import Entry, Part, read_parts
from opencompact.core.words import _

_CHUNK = 1 << 17
_SPACE = re.compile(r"[ \t\n\r]*")
_MARGIN = 20  # characters before the end of what is read in which a value may be cut off


def read_json(path: Path, register: str | None, into: Gathered) -> None:
    """The registers of a JSON file."""
    prove_file(path, TEXT_BYTES)
    with opened(path, into) as stream:
        read_parts(_parts(_Text(stream, into.file), into), path.stem, register, into)


class _Text:
    """JSON text with the place reached in it."""

    def __init__(self, stream: io.TextIOWrapper, name: str) -> None:
        self.stream, self.name = stream, name
        self.text, self.at, self.ended = "", 0, False
        self.line, self.before = 1, 0  # where ``text`` begins: its line, and the characters of that line before it
        self.faults: list[NotRead] = []
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_float=Decimal, parse_constant=self._constant
        )

    def _object(self, pairs: list[tuple[str, Cell]]) -> dict[str, Cell]:
        made = dict(pairs)
        if len(made) < len(pairs):
            ((name, _count),) = Counter(name for name, _cell in pairs).most_common(1)
            self.faults.append(_twice(name))
        return made

    def _constant(self, name: str) -> None:
        self.faults.append(NotRead(_("{name} is not a value").format(name=name), _("write a number or null")))

    def peek(self) -> str:
        """The next character that is not space; nothing at the end."""
        while True:
            found = _SPACE.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self._more():
                return ""

    def take(self, mark: str) -> bool:
        """Go past a character, if it is the next."""
        found = self.peek() == mark
        self.at += found
        return found

    def value(self) -> Cell:
        """Go past a whole value."""
        self.peek()
        while True:
            self.faults.clear()
            try:
                value, end = self._decoder.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                if self.ended or self._is_sure(error):
                    self.wrong(_("this is not JSON ({reason})").format(reason=error.msg), error.pos)
            except RecursionError:
                self.wrong(_("the file is nested too deeply"), self.at)
            except (ValueError, ArithmeticError):
                self.wrong(_("a number is too long"), self.at)
            else:
                if self.ended or isinstance(value, (dict, list, str)) or end < len(self.text) - _MARGIN:
                    self.at = end
                    return value
            if len(self.text) - self.at > RECORD_LENGTH:
                self.wrong(_("a record is longer than {most} characters").format(most=f"{RECORD_LENGTH:,}"), self.at)
            self._more()

    def _is_sure(self, error: json.JSONDecodeError) -> bool:
        """Whether the text is wrong, and not only cut off where reading has come to."""
        return error.pos < len(self.text) - _MARGIN and not error.msg.startswith("Unterminated string")

    def _more(self) -> bool:
        """Read on, twice as much as is waiting, and forget what is behind."""
        last = self.text.rfind("\n", 0, self.at)
        self.line += self.text.count("\n", 0, self.at)
        self.before = self.at - last - 1 if last >= 0 else self.before + self.at
        waiting = self.text[self.at :]
        chunk = self.stream.read(max(_CHUNK, len(waiting)))
        self.text, self.at, self.ended = waiting + chunk, 0, not chunk
        return bool(chunk)

    def place(self, at: int) -> str:
        """Line and column of a character."""
        last = self.text.rfind("\n", 0, at)
        line = self.line + self.text.count("\n", 0, at)
        return f"{self.name}:{line}:{at - last if last >= 0 else self.before + at + 1}"

    def wrong(self, says: str, at: int | None = None) -> NoReturn:
        """Refuse the file for what stands here."""
        mend = _("check the brackets, commas and quotes before it")
        raise refused(self.place(self.at if at is None else at), says, mend)


def _parts(text: _Text, into: Gathered) -> Iterator[Part]:
    """What stands at the top of the file. Each part is gone through before the next is begun."""
    if text.take("["):
        entries = _entries(text, f"{into.file}: ", into)
        yield Part(None, into.file, entries)
        _drain(entries)
    elif text.take("{"):
        yield from _members(text, into)
    else:
        says = _("the file does not start with a list or an object")
        raise refused(text.place(text.at), says, _('write {"consultations": [...]}'))
    if text.peek():
        text.wrong(_("there is more text after the end of the data"))


def _members(text: _Text, into: Gathered) -> Iterator[Part]:
    seen: set[str] = set()
    while not text.take("}"):
        if seen and not text.take(","):
            text.wrong(_("a comma is missing"))
        name = text.value() if text.peek() == '"' else None
        if not isinstance(name, str) or not text.take(":"):
            text.wrong(_("a name and a colon are needed here"))
        place = f"{into.file}: {printable(name[:60])}"
        if name in seen:
            into.rejected(place, _twice(name))
        seen.add(name)
        if text.take("["):
            entries = _entries(text, place, into)
            yield Part(name, place, entries)
            _drain(entries)
        else:
            text.value()
            _tell_faults(text, place, into)
            yield Part(name, place, None)


def _twice(name: str) -> NotRead:
    return NotRead(_("{key} is given twice").format(key=shown(name)), _("keep one of the two"))


def _drain(entries: Iterator[Entry]) -> None:
    for _entry in entries:
        pass


def _tell_faults(text: _Text, place: str, into: Gathered) -> None:
    for fault in text.faults:
        into.rejected(place, fault)


def _entries(text: _Text, path: str, into: Gathered) -> Iterator[Entry]:
    """The records of the list that was begun."""
    for at in range(ROWS + 1):
        if text.take("]"):
            return
        if at and not text.take(","):
            text.wrong(_("a comma is missing"))
        if at == ROWS:
            raise refused(into.file, _("there are more than {most} rows").format(most=f"{ROWS:,}"), _("split the file"))
        value = text.value()
        place = f"{path}[{at}]"
        _tell_faults(text, place, into)
        if isinstance(value, dict):
            yield Entry(at + 1, place, value)
        else:
            says = _("{shown} is not a record").format(shown=shown(value))
            into.rejected(place, NotRead(says, _('write {"id": ...}')))
