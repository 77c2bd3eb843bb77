"""What a document promises, and how a draft is held against it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

Side = str  # "public", "voluntary" or "both"
Promise = tuple[Side, str]


class Paper(NamedTuple):
    """A document as it is written, and what it promises in its order."""

    name: str  # of the file; its ending says what it is
    write: Callable[[Path], object]
    promises: list[Promise]
    area: str


def words_of(text: str) -> str:
    """Words as they are compared: without the marks of lists, cases and spaces."""
    return " ".join(text.replace("\u2019", "'").lower().split()).strip(" .;")


def text(body: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(body, encoding="utf-8")


def typeset(body: str) -> Callable[[Path], object]:
    """A PDF set by typst, in a typeface it brings along."""

    def write(path: Path) -> None:
        import typst

        compile_it: object = typst.compile
        made = compile_it(body.encode(), format="pdf", ignore_system_fonts=True)  # type: ignore[operator]
        path.write_bytes(made)

    return write
