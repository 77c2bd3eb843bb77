"""PDF out, tagged for accessibility (PDF/UA-1); the same paper on the same day gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from opencompact.core.exchange.written import Paper, writable

KIND = "application/pdf"
_NOT_DISPLAYED = re.compile(
    "[^\n\t -~\u00a0-\u017f\u1e80-\u1e85\u1ef2\u1ef3\u2013\u2014\u2018-\u201e\u2022\u2026\u20ac]"
)
_PAPER = b"""
#let facts = json(bytes(sys.inputs.facts))
#set document(title: facts.title, author: facts.author)
#set text(lang: facts.language, font: "Libertinus Serif", size: 11pt)
#set page(paper: "a4", margin: 2.2cm, numbering: "1")
#set par(leading: 0.6em)
#show heading: set block(above: 1.4em, below: 0.7em, sticky: true)
#let lines(text) = text.split("\\n").join(linebreak())
#for part in facts.parts {
  if part.type == "heading" { heading(level: part.level, part.text) }
  else if part.type == "paragraph" { par(if part.strong { strong(lines(part.text)) } else { lines(part.text) }) }
  else if part.type == "items" { list(..part.items.map(lines)) }
  else {
    table(
      columns: part.head.map(_ => auto), inset: 6pt, stroke: 0.5pt, align: left,
      table.header(..part.head.map(strong)),
      ..part.rows.flatten().map(lines),
    )
  }
}
"""


def to_pdf(paper: Paper, stamp: date) -> bytes:
    """The paper as a file."""
    title = writable(paper.title) or "?"  # an accessible PDF has a title
    return set_in_type({"main.typ": _PAPER}, msgspec.to_builtins(paper) | {"title": title}, stamp)


def set_in_type(files: dict[str, bytes], facts: Any, stamp: date) -> bytes:
    """What these files make of the facts, which they read from ``sys.inputs.facts``; the first of them is main.typ."""
    import typst  # only where a PDF is asked for: it takes 10 MB

    try:
        return _compiled(files, _cleaned(facts, writable), stamp)
    except typst.TypstError:  # an accessible PDF may hold no letter that its typefaces lack
        return _compiled(files, _cleaned(facts, _displayable), stamp)


def _compiled(files: dict[str, bytes], facts: Any, stamp: date) -> bytes:
    import typst

    compile_it: Any = typst.compile  # its types don't know that it takes the text itself
    at = int(datetime(stamp.year, stamp.month, stamp.day, tzinfo=UTC).timestamp())
    made = compile_it(
        files, format="pdf", pdf_standards=["ua-1"], timestamp=at, ignore_system_fonts=True,
        sys_inputs={"facts": msgspec.json.encode(facts, order="sorted").decode()},
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made


def _cleaned(part: Any, clean: Callable[[str], str]) -> Any:
    """The same with every text made fit."""
    if isinstance(part, str):
        return clean(part)
    if isinstance(part, dict):
        return {key: _cleaned(value, clean) for key, value in part.items()}
    return [_cleaned(each, clean) for each in part] if isinstance(part, list | tuple) else part


def _displayable(text: str) -> str:
    return _NOT_DISPLAYED.sub("?", writable(text))
