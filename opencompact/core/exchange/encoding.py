"""The characters of a text file, in whichever encoding a council's programs wrote it."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from opencompact.core.exchange.gathering import Gathered, Guess
from opencompact.core.exchange.limits import refused, unreadable
from opencompact.core.problems import Unusable
from opencompact.core.words import _

_CHUNK = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@contextmanager
def opened(path: Path, into: Gathered, fallback: bool = False) -> Iterator[io.TextIOWrapper]:
    """A text file in its encoding. All of it is looked at first, so that no half of a file is ever decoded.

    ``fallback``: what is not Unicode is read as Windows-1252, in which Excel saves a plain CSV.
    """
    try:
        encoding = _encoding(path, into.file)
        if encoding is None and fallback and _decodes(path, "cp1252", into.file):
            encoding = "cp1252"
            into.guesses.append(Guess(into.file, _("encoding"), "Windows-1252", _("the file is not UTF-8")))
        if encoding is None:
            raise _not_text(into.file) if fallback else _not_utf8(into.file)
        with path.open(encoding=encoding, newline="") as stream:
            yield stream
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(into.file, error) from None


def _encoding(path: Path, name: str) -> str | None:
    """The encoding that the first bytes announce, else UTF-8; nothing where the file is not in it."""
    with path.open("rb") as file:
        start = file.read(4)
    announced = next((encoding for mark, encoding in _MARKS if start.startswith(mark)), "utf-8")
    if _decodes(path, announced, name):
        return announced
    if announced == "utf-16":
        raise _not_text(name)
    return None


def _decodes(path: Path, encoding: str, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                if "\0" in decoder.decode(chunk):
                    raise _not_text(name)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _not_text(name: str) -> Unusable:
    return refused(name, _("the file is not text"), _("save it as CSV (UTF-8) or .xlsx"))


def _not_utf8(name: str) -> Unusable:
    return refused(name, _("the file is not UTF-8 text"), _("save it as UTF-8"))
