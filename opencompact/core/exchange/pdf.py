"""PDF in: what stands on each page and where, put back into lines, columns and tables. A scan has no words: refused."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator

from pypdf import PdfReader, PdfWriter
from pypdf.errors import LimitReachedError
from pypdf.generic import StreamObject

from opencompact.core.exchange.papers.aligned import Row
from opencompact.core.exchange.papers.blocks import (
    MOST_TEXT,
    Block,
    Kind,
    Line,
    Whereabouts,
    is_page_number,
    place,
    too_long,
)
from opencompact.core.exchange.papers.flow import Across, Item, Sheet, read_sheets, sheet_of
from opencompact.core.exchange.papers.glyphs import TooMuch, pages_of
from opencompact.core.exchange.text import blocks_of
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _

MOST_PAGES = 1_000
LARGEST_UNPACKED = 100_000_000  # bytes of drawing and typefaces

for _library in ("pypdf", "pdfminer"):  # their remarks on odd files are not ours to print
    logging.getLogger(_library).addHandler(logging.NullHandler())
    logging.getLogger(_library).propagate = False


def read(raw: bytes, name: str) -> list[Block]:
    """The blocks of a .pdf file that holds text."""
    sheets = _sheets(raw, name)
    if not any(sheet.lines or sheet.grids or sheet.aside for sheet in sheets):
        says = _("the PDF has no text, only pictures of pages")
        mend = _("give the original document, or run the scan through text recognition (OCR)")
        raise Unusable([Problem(name, says, mend)])
    margins = _margins(sheets)
    edges = []
    for at, (sheet, lines) in enumerate(zip(sheets, margins, strict=True), start=1):
        chosen = set(map(id, lines))
        sheet.lines = [line for line in sheet.lines if id(line) not in chosen]
        edges += [Block(kind=Kind.MARGIN, text=line.text, place=_where(at, at)) for line in lines]
    items = [item for page in read_sheets(sheets) for item in page]
    return [*blocks_of(list(_rows_over_pages(items)), _where), *edges]


def _where(first: int, last: int) -> str:
    return place(Whereabouts.PAGE, first, last)


def _sheets(raw: bytes, name: str) -> list[Sheet]:
    try:
        sheets, length = [], 0
        for page in pages_of(_plainly(raw, name)):
            sheets.append(sheet_of(page))
            length += sum(len(word.text) for word in page.words)
            if length > MOST_TEXT:
                raise too_long(name)
        return sheets
    except Unusable:
        raise
    except (LimitReachedError, TooMuch):
        raise too_long(name) from None
    except Exception as error:  # a damaged file raises almost anything
        says = _("the PDF is damaged ({reason})").format(reason=type(error).__name__)
        raise Unusable([Problem(name, says, _("save it again as .pdf, or give the text as .docx or .txt"))]) from None


def _plainly(raw: bytes, name: str) -> bytes:
    """The pages written anew: unlocked, mended where they can be, and sure to unpack to what a compact may hold."""
    reader = PdfReader(io.BytesIO(raw))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unusable([Problem(name, _("the PDF is locked with a password"), _("save it without one"))])
    if len(reader.pages) > MOST_PAGES:
        raise too_long(name)
    writer = PdfWriter()
    for page in reader.pages:
        writer.add_page(page)
    made = io.BytesIO()
    writer.write(made)
    written = PdfReader(made)
    unpacked = 0
    for number in range(1, int(str(written.trailer["/Size"]))):
        part = written.get_object(number)
        if isinstance(part, StreamObject) and part.get("/Subtype") != "/Image":
            unpacked += len(part.get_data())
            if unpacked > LARGEST_UNPACKED:
                raise too_long(name)
    return made.getvalue()


def _rows_over_pages(items: list[Item]) -> Iterator[Item]:
    """A row of a table that is cut by the end of a page as one."""
    waiting: Row | None = None
    blanks: list[Item] = []
    for item in items:
        if waiting and isinstance(item, Line) and not item.text.strip():
            blanks.append(item)
        elif waiting and isinstance(item, Row) and blanks and _is_rest(waiting, item):
            waiting = Row([[*one, *other] for one, other in zip(waiting.cells, item.cells, strict=True)])
            blanks = []
        else:
            yield from [*([waiting] if waiting else []), *blanks]
            waiting, blanks = (item, []) if isinstance(item, Row) else (None, [])
            if isinstance(item, Line):
                yield item
    yield from [*([waiting] if waiting else []), *blanks]


def _is_rest(row: Row, next_row: Row) -> bool:
    """Whether a row at the top of a page goes on with the last one of the page before."""
    if len(row.cells) != len(next_row.cells) or row.place[1] == next_row.place[0]:
        return False
    small = False
    for above, cell in zip(row.cells, next_row.cells, strict=True):
        begins_small = bool(cell) and cell[0].text.strip()[:1].islower()
        unfinished = not cell or (bool(above) and above[-1].text.strip()[-1:] not in ".!?;")
        small |= begins_small
        if not begins_small and not unfinished:
            return False
    return small


def _margins(sheets: list[Sheet]) -> list[list[Across]]:
    """Of each page its number, and the running heads and feet that most pages repeat."""
    seen: Counter[str] = Counter()
    for sheet in sheets:
        seen.update({_shape(line.text) for line in _edges(sheet)})
    often = {shape for shape, count in seen.items() if count > 2 and count * 2 > len(sheets)}
    margins = [
        [line for line in _edges(sheet) if _shape(line.text) in often or is_page_number(line.text)] for sheet in sheets
    ]
    titles = set(map(id, sheets[0].lines[:2]))  # the title of the first page is what the others repeat
    margins[0] = [line for line in margins[0] if id(line) not in titles or is_page_number(line.text)]
    return margins


def _edges(sheet: Sheet) -> list[Across]:
    """The first two and the last two lines."""
    return sheet.lines if len(sheet.lines) < 5 else [*sheet.lines[:2], *sheet.lines[-2:]]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))
