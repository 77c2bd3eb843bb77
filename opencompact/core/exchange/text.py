"""Plain text and Markdown in: bytes to lines, lines to blocks."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import inf

import msgspec

from opencompact.core.exchange.papers.aligned import Row, side_by_side
from opencompact.core.exchange.papers.blocks import (
    MOST_BLOCKS,
    MOST_TEXT,
    Block,
    Kind,
    Line,
    Whereabouts,
    block_of,
    is_note,
    is_page_number,
    looks_like_heading,
    place,
    says_something,
    strip_bullet,
    strip_number,
    too_long,
)
from opencompact.core.exchange.papers.sides import is_lead
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _

MOST_LINES = 200_000

Where = Callable[[int, int], str]
_MARKS = (  # the longer marks first: one begins with another
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\u200b\u200c\u200d\u2060\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_NOTE_MARKS = re.compile(
    r"(?<=[^\W\d_]{3})\*?[\u00b9\u00b2\u00b3\u2070-\u2079]+|(?<=\w)\*\d{1,2}\b|\[\^\w{1,9}\]|\^\{\*?\d{0,2}\}|(?<=\w)\*(?![*\w])"
)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,9}(?: [^<>]{0,200})?/?>")
_CONTENTS = re.compile(r"(?:\.{4}|(?:\. ){4})[. ]*\d{1,4}$")  # a line of a table of contents
_RULE = re.compile(r"\s*(?:=+|-{3,}|\*{3,}|_{3,})\s*")
_UNFINISHED = re.compile(r"[^\s.!?:;\u2026]$")
_CUT = re.compile(r"[a-z]-\s*$")
_SELDOM = 40  # one line in so many may end with the hyphen of a word that has one
_LONGEST = 200  # lines of one paragraph
_KEEPS_ITS_HYPHEN = frozenset("multi non self well long short cross co full part under over half mid joint".split())


def decode(raw: bytes, name: str) -> str:
    """Bytes as text: UTF-8, UTF-16 or what older Windows programs write. What is no text is refused."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _checked(raw.decode(encoding, "replace"), name)
    for side, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if raw and raw[side:2000:2].count(0) > len(raw[:2000]) // 4 and not raw[1 - side : 2000 : 2].count(0):
            return _checked(raw.decode(encoding, "replace"), name)
    try:
        return _checked(raw.decode("utf-8"), name)
    except UnicodeDecodeError:
        return _checked(raw.decode("cp1252", "replace"), name)


def _checked(text: str, name: str) -> str:
    strange = len(_CONTROLS.findall(text)) + text.count("\ufffd")
    if strange > max(8, len(text) // 50):
        raise Unusable([Problem(name, _("this is not text"), _("give a .txt, .md, .docx or .pdf file"))])
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text).replace("\u00ad", "").replace("\u00a0", " "))


def read(raw: bytes, name: str) -> list[Block]:
    """The blocks of a text file, each with its lines."""
    text = decode(raw, name)
    if len(text) > MOST_TEXT or len(_LINE_ENDS.findall(text)) > MOST_LINES:
        raise too_long(name)
    lines = [Line(line, at) for at, line in enumerate(_LINE_ENDS.split(text), start=1)]
    return blocks_of(lines, lambda first, last: place(Whereabouts.LINE, first, last))


class Piece(msgspec.Struct):
    """Lines that belong together, on their way to one block."""

    lines: list[Line]
    row: Row | None = None
    underlined: bool = False  # a Markdown heading by the line under it

    @property
    def may_grow(self) -> bool:
        return not self.underlined and len(self.lines) < _LONGEST


class Spelling(msgspec.Struct):
    """What the rest of a document tells of a word that is cut at the end of a line."""

    words: set[str]
    cuts: bool = True  # it cuts words at all; a document that never does keeps its hyphens


def _spelling(lines: Sequence[Line]) -> Spelling:
    ends = sum(bool(_CUT.search(line.text)) for line in lines)
    words = {word for line in lines for word in re.findall(r"[\w-]+", line.text.lower())}
    return Spelling(words, ends * _SELDOM >= len(lines))


def blocks_of(
    items: Sequence[Line | Row], where: Where, *, alone: bool = True, known: Spelling | None = None
) -> list[Block]:
    """Lines and rows as blocks. ``alone``: a short line may be a heading (not so inside a table)."""
    blocks: list[Block] = []
    lines = [line for item in items for cell in ([[item]] if isinstance(item, Line) else item.cells) for line in cell]
    pieces = _pieces(items, _full_width([item for item in items if isinstance(item, Line)]) if alone else 0)
    known = known or _spelling(lines)
    table = 0
    for at, piece in enumerate(pieces):
        if len(blocks) > MOST_BLOCKS:
            break  # it will be refused
        if piece.row:
            before = pieces[at - 1].row if at else None
            table += before is None or len(before.cells) != len(piece.row.cells)
            blocks.append(_row(piece.row, table, where, known))
        else:
            blocks.append(_block(piece, where, known, alone))
    return [_without_contents(block) for block in blocks if says_something(block)]


def _without_contents(block: Block) -> Block:
    """A line of a table of contents says nothing new."""
    return msgspec.structs.replace(block, kind=Kind.MARGIN) if _CONTENTS.search(block.text) else block


def _pieces(lines: Sequence[Line | Row], full: float) -> list[Piece]:
    pieces, blank = list[Piece](), True
    for line in side_by_side(_tabbed(lines)):
        if isinstance(line, Row):
            pieces.append(Piece([], line))
            continue
        last = pieces[-1] if pieces and not pieces[-1].row else None
        if not line.text.strip() or is_page_number(line.text):
            blank = True
            continue
        if _RULE.fullmatch(line.text):
            if last and not blank and len(last.lines) == 1:
                last.underlined = True
            blank = True
            continue
        if last and last.may_grow and _goes_on(last, line.text, blank, full):
            last.lines.append(line)
        else:
            pieces.append(Piece([line]))
        blank = False
    return pieces


def _full_width(lines: Sequence[Line]) -> float:
    """From which length on a line is full, so that the next continues it; endless where each paragraph has one line."""
    lengths = sorted(len(line.text) for line in lines if line.text.strip())
    pairs = [(one.text, two.text.lstrip()) for one, two in pairwise(lines) if one.text.strip() and two.text.strip()]
    running = sum(two[:1].islower() and len(one) > 40 for one, two in pairs)
    return 0.7 * lengths[len(lengths) * 9 // 10] if running * 4 > len(pairs) else inf


def _goes_on(piece: Piece, text: str, blank: bool, full: float) -> bool:
    """Whether a line continues the paragraph before it, also over an empty line or the end of a page."""
    last, text = piece.lines[-1].text.rstrip(), text.strip()
    if _begins(text) or last.lstrip().startswith("#"):
        return False
    small = (text[:1].islower() or text.startswith(("(", ")"))) and not is_lead(last.strip())
    if blank:
        short = len(piece.lines) == 1 and len(last) < full and not _begins(last.strip())
        return small and bool(_UNFINISHED.search(last)) and not (short and looks_like_heading(last.strip()))
    return small or last.endswith((",", "-")) or len(last) >= full


def _begins(text: str) -> bool:
    """Whether a line begins a piece of its own, whatever stands before it."""
    bulleted, words = strip_bullet(text)
    return bulleted or bool(strip_number(words)[0]) or text.startswith(("#", ">", "|", "**")) or is_note(text)


def _tabbed(lines: Sequence[Line | Row]) -> Iterator[Line | Row]:
    """Table rows as they are written with tabs or with Markdown's bars; all other lines as they are."""
    for line in lines:
        if isinstance(line, Row):
            yield line
            continue
        bare = line.text.strip(" ")
        if bare.startswith("|") and bare.count("|") > 1:
            cells = re.split(r"(?<!\\)\|", bare.strip("|"))
        elif "\t" in line.text.lstrip() and not _only_a_number(line.text):
            cells = line.text.split("\t")
        else:
            yield Line(line.text.replace("\t", "    "), line.at)
            continue
        if not all(re.fullmatch(r"\s*:?-*:?\s*", cell) for cell in cells):
            yield Row([[Line(part, line.at) for part in re.split(r"<br ?/?>", cell)] for cell in cells])


def _only_a_number(text: str) -> bool:
    """Whether the one tab of a line stands after a bullet or a number: a list item, not a table."""
    first, _tab, rest = text.strip().partition("\t")
    return "\t" not in rest and not re.search(r"\w{4}", first) and _begins(f"{first} {rest}")


def _row(row: Row, table: int, where: Where, known: Spelling) -> Block:
    cells = []
    for column, lines in enumerate(row.cells, start=1):
        inside = _in_column(where, column)
        cells.append(tuple(blocks_of(lines, inside, alone=False, known=known)))
    first, last = row.place
    words = " | ".join(" ".join(block.text for block in cell) for cell in cells).strip(" |")
    return Block(kind=Kind.ROW, text=words, place=where(first, last), table=table, cells=tuple(cells))


def _in_column(where: Where, column: int) -> Where:
    return lambda first, last: _("{place}, column {column}").format(place=where(first, last), column=column)


def _block(piece: Piece, where: Where, known: Spelling, alone: bool) -> Block:
    lines = piece.lines
    at = where(lines[0].at, lines[-1].at)
    text = ""
    for line in lines:
        text = joined(text, line.text.strip(), known)
    if text.startswith(">"):
        text = text.lstrip("> ").strip()
    bold = re.fullmatch(r"(\*\*|__)(.+)\1:?", text)
    depth = len(text) - len(text.lstrip("#"))
    marked = depth > 0 or piece.underlined or (bold is not None and len(text.split()) < 15)
    text = clean(text.strip("#").strip())
    if marked and alone:
        block = block_of(text, at, alone=True)
        return msgspec.structs.replace(block, kind=Kind.HEADING, level=depth)
    level = (len(lines[0].text) - len(lines[0].text.lstrip())) // 2
    return block_of(text, at, alone=alone and len(lines) < 3, level=level)


def joined(text: str, more: str, known: Spelling) -> str:
    """Two lines as one; a word cut by a hyphen is whole again, by the words the document uses elsewhere."""
    if not text or not text.endswith("-") or not more[:1].islower() or text.endswith(" -"):
        return f"{text} {more}".strip()
    head = text[:-1].rsplit(maxsplit=1)[-1].lower() if text[:-1].strip() else ""
    tail = re.split(r"\W", more, maxsplit=1)[0].lower()
    last = head.rpartition("-")[2]
    words = known.words
    whole = f"{head}-{tail}" in words or last in _KEEPS_ITS_HYPHEN or {last, tail} <= words or "-" in head
    if head + tail not in words and (whole or not known.cuts):
        return text + more
    return text[:-1] + more


def clean(text: str) -> str:
    """The words without marks of layout: emphasis, footnote marks, tags, doubled spaces."""
    if is_note(text):
        return " ".join(text.split())
    text = _TAG.sub("", re.sub(r"\\([.*_#+()\[\]|-])", r"\1", text)).replace("**", "").replace("__", "")
    return " ".join(_NOTE_MARKS.sub("", text).split())
