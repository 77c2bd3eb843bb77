"""PDF in: the text layer, page by page. A scanned document has none and is refused."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter

from pypdf import PageObject, PdfReader
from pypdf.errors import LimitReachedError

from opencompact.core.exchange.papers.aligned import is_head, segments_of
from opencompact.core.exchange.papers.blocks import MOST_TEXT, Block, Line, Whereabouts, is_page_number, place, too_long
from opencompact.core.exchange.text import blocks_of
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _

MOST_PAGES = 1_000
_LARGEST_LAID_OUT = 1_000_000  # bytes of drawing on a page whose columns we look at
_FINE = 0.2  # the share of a line's height in which gaps between lines are counted

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # its remarks on odd files are not ours to print


def read(raw: bytes, name: str) -> list[Block]:
    """The blocks of a .pdf file that holds text."""
    pages = _pages(raw, name)
    if not any(line.strip() for page in pages for line in page):
        says = _("the PDF has no text, only pictures of pages")
        raise Unusable(
            [Problem(name, says, _("give the original document, or run the scan through text recognition (OCR)"))]
        )
    lines = [Line(line, at) for at, page in enumerate(_without_margins(pages), start=1) for line in [*page, ""]]
    return blocks_of(lines, lambda first, last: place(Whereabouts.PAGE, first, last))


def _pages(raw: bytes, name: str) -> list[list[str]]:
    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unusable([Problem(name, _("the PDF is locked with a password"), _("save it without one"))])
        if len(reader.pages) > MOST_PAGES:
            raise too_long(name)
        pages, length = [], 0
        for page in reader.pages:
            pages.append(_lines(page))
            length += sum(map(len, pages[-1]))
            if length > MOST_TEXT:
                raise too_long(name)
        return pages
    except Unusable:
        raise
    except LimitReachedError:
        raise too_long(name) from None
    except Exception as error:  # a damaged file raises almost anything
        says = _("the PDF is damaged ({reason})").format(reason=type(error).__name__)
        raise Unusable([Problem(name, says, _("save it again as .pdf, or give the text as .docx or .txt"))]) from None


def _lines(page: PageObject) -> list[str]:
    """The lines of a page with an empty line where a paragraph ends.

    The page as it is laid out shows columns and gaps. Where it shows two columns of running text, not a table of two
    sides, the order in which the page was written is the one to read.
    """
    contents = page.get_contents()
    if contents is None:
        return []
    as_written = page.extract_text().splitlines()
    if len(contents.get_data()) > _LARGEST_LAID_OUT:
        return as_written
    laid_out = _spaced(page.extract_text(extraction_mode="layout", layout_mode_font_height_weight=_FINE).splitlines())
    missed = len("".join(laid_out).split()) * 5 < len("".join(as_written).split()) * 4  # words inside forms
    parted = [segments for line in laid_out if len(segments := segments_of(Line(line, 0))) == 2]
    newspaper = len(parted) * 3 > len(laid_out) and not any(is_head(segments) for segments in parted)
    return as_written if missed or newspaper else laid_out


def _spaced(fine: list[str]) -> list[str]:
    """Lines whose gaps are counted finely, with one empty line where the gap is wider than between most lines."""
    gaps: list[int] = []
    lines: list[str] = []
    gap = 0
    for line in fine:
        if line.strip():
            lines.append(line.rstrip())
            gaps.append(gap)
            gap = 0
        else:
            gap += 1
    usual = sorted(gaps[1:])[len(gaps[1:]) // 3] if len(gaps) > 1 else 0
    spaced: list[str] = []
    for line, before in zip(lines, gaps, strict=True):
        spaced += ["", line] if before > usual + 1 else [line]
    return spaced


def _without_margins(pages: list[list[str]]) -> list[list[str]]:
    """Pages without their numbers and the running heads and feet that most of them repeat."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(page[at]) for at in _edges(page)})
    often = {shape for shape, count in seen.items() if count > 2 and count * 2 > len(pages)}
    kept = []
    for page in pages:
        margins = {at for at in _edges(page) if _shape(page[at]) in often or is_page_number(page[at])}
        kept.append([line for at, line in enumerate(page) if at not in margins])
    return kept


def _edges(page: list[str]) -> list[int]:
    """Where the first two and the last two lines with words stand."""
    filled = [at for at, line in enumerate(page) if line.strip()]
    return sorted({*filled[:2], *filled[-2:]})


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))
