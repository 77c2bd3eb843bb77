"""Word documents in: paragraphs and tables in their order, with the numbers Word prints."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import docx
import msgspec
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn

from opencompact.core.exchange.papers.blocks import (
    Block,
    Kind,
    Line,
    Whereabouts,
    block_of,
    looks_like_heading,
    place,
    says_something,
    strip_number,
    too_long,
)
from opencompact.core.exchange.papers.numbering import Numbering
from opencompact.core.exchange.papers.wordml import child, children, number_of, value
from opencompact.core.exchange.text import blocks_of, clean
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _

LARGEST_UNPACKED = 100_000_000  # bytes
LARGEST_RATIO = 300  # unpacked to packed; text rarely passes 20
MOST_PARTS = 5_000
MOST_PARAGRAPHS = 50_000  # with the empty ones
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # says the same again
_NOT_READ = {qn(f"w:{tag}") for tag in ("del", "moveFrom", "txbxContent", "pPr", "rPr", "instrText")} | {_FALLBACK}
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}


def read(raw: bytes, name: str) -> list[Block]:
    """The blocks of a .docx file."""
    _within_bounds(raw, name)
    try:
        document = docx.Document(io.BytesIO(raw))
        reader = _Reader(document, name)
        return [block for block in reader.blocks(document.element.body) if says_something(block)]
    except Unusable:
        raise
    except Exception as error:  # a damaged file raises almost anything
        says = _("the Word document is damaged ({reason})").format(reason=type(error).__name__)
        raise Unusable([Problem(name, says, _("open it in Word and save it again as .docx"))]) from None


def _within_bounds(raw: bytes, name: str) -> None:
    """Refuse what is no Word file, what unpacks to far more than it is, and XML that defines its own entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > LARGEST_UNPACKED or len(parts) > MOST_PARTS or unpacked > LARGEST_RATIO * max(len(raw), 5000):
                says = _("once unpacked, the document is too large to be a compact")
                raise Unusable([Problem(name, says, _("save it again without pictures"))])
            declared = any(_declares(package.read(part)) for part in parts if part.filename.endswith((".xml", ".rels")))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError, zlib.error):
        says = _("this is not a Word document, or it is damaged")
        raise Unusable([Problem(name, says, _("open it in Word and save it as .docx, without a password"))]) from None
    if declared:
        says = _("the document defines its own entities, which Word never does")
        raise Unusable([Problem(name, says, _("open it in Word and save it again as .docx"))])


def _declares(part: bytes) -> bool:
    return b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"<\x00!\x00D\x00O" in part or b"\x00<\x00!\x00D\x00O" in part


class _Reader:
    """Walks a document and keeps count of paragraphs and tables."""

    def __init__(self, document: Any, name: str) -> None:
        self.name = name
        self.numbering = Numbering(_part(document, RT.NUMBERING), document.styles.element)
        self.styles = {value(style, "styleId"): style for style in children(document.styles.element, "style")}
        self.paragraphs = 0
        self.tables = 0
        self.seen = 0

    def blocks(self, container: Any) -> Iterator[Block]:
        """The blocks of the body, of a text box or of a table with one column."""
        for element in children(container, "p", "tbl"):
            if element.tag == qn("w:tbl"):
                yield from self._table(element)
            else:
                yield from self._paragraph(element)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        text = "".join(_words(element))
        if text.strip():
            self.paragraphs += 1
        where = place(Whereabouts.PARAGRAPH, self.paragraphs, self.paragraphs)
        yield from self._as_blocks(element, text, where)
        for _note in element.iter(qn("w:footnoteReference"), qn("w:endnoteReference")):
            yield Block(kind=Kind.NOTE, text=_("footnote"), place=where)
        for box in _boxes(element):
            yield from self.blocks(box)

    def _as_blocks(self, element: Any, text: str, where: str, *, alone: bool = True) -> Iterator[Block]:
        """One paragraph as blocks. Every numbered paragraph counts, an empty one too: Word counts it."""
        self.seen += 1
        if self.seen > MOST_PARAGRAPHS:
            raise too_long(self.name)
        label = self.numbering.label(element)
        words = clean(text)
        styles = [value(child(style, "name")).lower() for style in self._styles(element)]
        if not words:
            return
        if any(name.startswith("toc ") for name in styles):  # a table of contents says nothing new
            yield Block(kind=Kind.MARGIN, text=words, place=where)
            return
        typed, bare = strip_number(words)
        number, kept = (label.number, words) if label and label.number else (typed, bare)
        depth = self._heading_level(element) if alone else 0
        if depth:
            yield Block(kind=Kind.HEADING, text=kept, place=where, number=number, level=depth)
        elif label:
            yield Block(kind=Kind.ITEM, text=kept, place=where, number=number, level=label.level)
        elif "\n" in text.strip():
            lines = [Line(line, 0) for line in text.split("\n")]
            yield from blocks_of(lines, lambda _first, _last: where, alone=alone)
        else:
            block = block_of(words, where, alone=alone)
            by_hand = alone and block.kind is Kind.PARAGRAPH and _is_bold(element) and _is_short(words)
            yield msgspec.structs.replace(block, kind=Kind.HEADING) if by_hand else block

    def _heading_level(self, element: Any) -> int:
        """How high a heading the paragraph is, by its style or its place in the outline; 0: it is none."""
        properties = child(element, "pPr")
        own = _outline_level(properties)
        if own is not None:
            return own
        for style in self._styles(element):
            heading = re.fullmatch(r"heading ([1-9])|title", value(child(style, "name")).lower())
            own = int(heading[1] or 1) if heading else _outline_level(child(style, "pPr"))
            if own is not None:
                return own
        return 0

    def _styles(self, element: Any) -> list[Any]:
        """The style of a paragraph and those it is based on."""
        style, chain = value(child(child(element, "pPr"), "pStyle")), dict[str, Any]()
        while style in self.styles and style not in chain:
            chain[style] = self.styles[style]
            style = value(child(chain[style], "basedOn"))
        return list(chain.values())

    def _table(self, element: Any) -> Iterator[Block]:
        self.tables += 1
        table = self.tables
        rows = [list(children(row, "tc")) for row in children(element, "tr")]
        widest = max((len(row) for row in rows), default=0)
        for number, row in enumerate(rows, start=1):
            if widest < 2:
                for cell in row:
                    yield from self.blocks(cell)
            elif len(row) == 1:
                where = _("table {table} row {row}").format(table=table, row=number)
                for block in self._cell(row[0], where, alone=True):
                    yield msgspec.structs.replace(block, table=table)
            else:
                yield self._row(row, table, number)

    def _row(self, row: list[Any], table: int, number: int) -> Block:
        where = _("table {table} row {row}").format(table=table, row=number)
        cells = []
        for column, cell in enumerate(row, start=1):
            at = _("{row} column {column}").format(row=where, column=column)
            cells.append(tuple(self._cell(cell, at)))
        words = " | ".join(" ".join(block.text for block in cell) for cell in cells).strip(" |")
        return Block(kind=Kind.ROW, text=words, place=where, table=table, cells=tuple(cells))

    def _cell(self, cell: Any, where: str, *, alone: bool = False) -> Iterator[Block]:
        """The paragraphs of a cell; a table inside it is read as a part of it."""
        for element in children(cell, "p", "tbl"):
            if element.tag == qn("w:p"):
                yield from self._as_blocks(element, "".join(_words(element)), where, alone=alone)
                for box in _boxes(element):
                    yield from self._cell(box, where)
            else:
                for row in children(element, "tr"):
                    for inner in children(row, "tc"):
                        yield from self._cell(inner, where)


def _outline_level(properties: Any) -> int | None:
    """The level of a heading as its properties give it; 0 where they say that it is body text."""
    level = child(properties, "outlineLvl")
    return None if level is None else (number_of(value(level), 9) + 1) % 10


def _part(document: Any, kind: str) -> Any:
    """The root of a part of the document; None where it has none."""
    try:
        return document.part.part_related_by(kind).element
    except KeyError:
        return None


def _words(element: Any) -> Iterator[str]:
    """The words of a paragraph as Word shows them: insertions taken, deletions and text boxes left out."""
    for each in element:
        if each.tag == qn("w:t"):
            yield each.text or ""
        elif each.tag in _BREAKS:
            yield _BREAKS[each.tag]
        elif each.tag not in _NOT_READ:
            yield from _words(each)


def _boxes(element: Any) -> Iterator[Any]:
    """The text boxes that hang on a paragraph, each once; those inside them hang on their own paragraphs."""
    for each in element:
        if each.tag == qn("w:txbxContent"):
            yield each
        elif each.tag != _FALLBACK:
            yield from _boxes(each)


def _is_bold(element: Any) -> bool:
    """Whether all words of a paragraph are bold: a heading made by hand."""
    runs = [run for run in element.iter(qn("w:r")) if "".join(_words(run)).strip()]
    marks = [child(child(run, "rPr"), "b") for run in runs]
    return bool(marks) and all(mark is not None and value(mark) not in ("0", "false") for mark in marks)


def _is_short(words: str) -> bool:
    return len(words) < 100 and (looks_like_heading(words.rstrip(":")) or words.endswith(":"))
