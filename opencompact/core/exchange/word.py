"""Word documents out, with real headings, lists and tables whose first row is repeated on every page."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

from opencompact.core.exchange.written import Heading, Items, Paper, Paragraph, Part, Table, writable

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LANGUAGES = {"en": "en-GB", "cy": "cy-GB"}


def to_word(paper: Paper, stamp: date) -> bytes:
    """The paper as a file."""
    import docx  # only where a Word document is asked for

    document = docx.Document()
    _describe(document, paper, stamp)
    _number_pages(document)
    for part in paper.parts:
        _add(document, part)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _describe(document: Any, paper: Paper, stamp: date) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    language = _LANGUAGES.get(paper.language, paper.language)
    about = document.core_properties
    about.title, about.author, about.language = writable(paper.title)[:255], writable(paper.author)[:255], language
    about.comments, about.last_modified_by = "", writable(paper.author)[:255]
    about.created = about.modified = datetime(stamp.year, stamp.month, stamp.day)
    for style in document.styles.element.iter(qn("w:rPr")):
        for old in style.findall(qn("w:lang")):
            style.remove(old)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), language)
    document.styles["Normal"].element.get_or_add_rPr().append(spoken)


def _number_pages(document: Any) -> None:
    """A4, with the number of each page at its foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.2)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    foot._p.append(number)


def _add(document: Any, part: Part) -> None:
    if isinstance(part, Heading):
        document.add_heading(writable(part.text), level=part.level)
    elif isinstance(part, Paragraph):
        document.add_paragraph().add_run(writable(part.text)).bold = part.strong or None
    elif isinstance(part, Items):
        for each in part.items:
            document.add_paragraph(writable(each), style="List Bullet")
    else:
        _add_table(document, part)


def _add_table(document: Any, part: Table) -> None:
    from docx.oxml import OxmlElement

    table = document.add_table(rows=1, cols=len(part.head), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, part.head, strict=True):
        cell.paragraphs[0].add_run(writable(text)).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in part.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = writable(text)
    document.add_paragraph()
