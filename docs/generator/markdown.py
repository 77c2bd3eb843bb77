"""The few forms of Markdown the pages are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

GENERATED = "<!-- Written by docs/generate.py from the program. Change the program, then run it again. -->"


def page(title: str, *parts: str) -> str:
    """A whole page: its title, and its parts with a blank line between."""
    return "\n\n".join([GENERATED, f"# {title}", *(part for part in parts if part)]) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar inside a cell is escaped."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def code(text: str) -> str:
    """A word of the program."""
    return f"`{text}`"


def codes(texts: Iterable[str], last: str = "or") -> str:
    """Several words of the program: `a`, `b` or `c`."""
    *most, end = [code(text) for text in texts]
    return f"{', '.join(most)} {last} {end}" if most else end


def block(language: str, text: str) -> str:
    """A block of code."""
    return f"```{language}\n{text.rstrip()}\n```"


def capital(text: str) -> str:
    """Begin with a capital letter and leave the rest as it is."""
    return text[:1].upper() + text[1:]
