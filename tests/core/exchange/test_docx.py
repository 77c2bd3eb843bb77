"""Word documents in: the numbers Word prints, and what it shows."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import docx.enum.style
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from opencompact.core.drafting import read_document
from opencompact.core.exchange.papers.blocks import Block
from opencompact.core.exchange.papers.numbering import spelt
from tests.core.papers import (
    NORTHMOOR,
    add_list,
    as_word,
    define,
    number,
    shown,
    word_with,
)


def numbers(tmp_path: Path, build: Callable[[Any], None]) -> list[tuple[str, str]]:
    document = docx.Document()
    build(document)
    document.save(str(tmp_path / "made.docx"))
    return [
        (block.number, block.text)
        for row in read_document(tmp_path / "made.docx").blocks
        for block in (_inside(row) if row.cells else [row])
    ]


def _inside(row: Block) -> list[Block]:
    return [block for cell in row.cells for block in cell]


def test_word_counts_through_tables_and_cells(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        define(document, ("decimal", "%1."), ("decimal", "%1.%2."))
        add_list(document, 78)
        number(document.add_paragraph("Theme"), 78, 0)
        number(document.add_paragraph("one"), 78, 1)
        table = document.add_table(rows=1, cols=2)
        for cell, text in zip(table.rows[0].cells, ("two", "three"), strict=True):
            number(cell.paragraphs[0], 78, 1).add_run(text)
        number(document.add_paragraph("four"), 78, 1)
        number(document.add_paragraph("Next theme"), 78, 0)
        number(document.add_paragraph("five"), 78, 1)

    assert numbers(tmp_path, build) == [
        ("1", "Theme"),
        ("1.1", "one"),
        ("1.2", "two"),
        ("1.3", "three"),
        ("1.4", "four"),
        ("2", "Next theme"),
        ("2.1", "five"),
    ]


def test_word_lists_of_one_definition_go_on_unless_they_start_anew(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        define(document, ("lowerLetter", "(%1)"), ("lowerRoman", "%2."), start=2)
        add_list(document, 78)
        add_list(document, 79)
        add_list(document, 80, anew=1)
        for list_id, level in ((78, 0), (78, 1), (78, 1), (79, 0), (80, 0), (80, 0), (78, 0), (78, 1)):
            number(document.add_paragraph(f"{list_id} {level}"), list_id, level)

    assert [number_ for number_, _text in numbers(tmp_path, build)] == ["b", "ii", "iii", "c", "a", "b", "c", "ii"]


def test_word_levels_may_never_restart_or_print_plain_numbers(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        define(document, ("upperRoman", "Part %1"), ("decimal", "%1.%2"), more='<w:lvlRestart w:val="0"/><w:isLgl/>')
        add_list(document, 78)
        for level in (0, 1, 1, 0, 1):
            number(document.add_paragraph(f"level {level}"), 78, level)

    assert [number_ for number_, _text in numbers(tmp_path, build)] == ["I", "1.1", "1.2", "II", "2.3"]


def test_word_counts_by_style_and_not_where_a_paragraph_takes_its_number_off(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        define(document, ("decimal", "%1."), more='<w:pStyle w:val="Normal"/>')
        add_list(document, 78)
        style = document.styles["Heading 1"].element
        style.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="78"/></w:numPr>'))
        document.add_heading("Money", level=1)
        number(document.add_heading("Not counted", level=1), 0)
        document.add_heading("Voice", level=1)

    assert numbers(tmp_path, build) == [("1", "Money"), ("", "Not counted"), ("2", "Voice")]


def test_bullets_have_no_number_and_typed_numbers_stay(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        define(document, ("bullet", "\uf0b7"))
        add_list(document, 78)
        number(document.add_paragraph("listen"), 78)
        number(document.add_paragraph("1.7. Pay on time"), 78)
        document.add_paragraph("2.1 Report on time")

    assert numbers(tmp_path, build) == [("", "listen"), ("1.7", "Pay on time"), ("2.1", "Report on time")]


@pytest.mark.parametrize(
    ("count", "format_", "text"),
    [
        (1, "decimal", "1"),
        (3, "decimalZero", "03"),
        (27, "lowerLetter", "aa"),
        (28, "upperLetter", "BB"),
        (4, "lowerRoman", "iv"),
        (1994, "upperRoman", "MCMXCIV"),
        (2, "ordinalText", "2"),
        (0, "lowerLetter", "0"),
    ],
)
def test_word_formats_of_a_number(count: int, format_: str, text: str) -> None:
    assert spelt(count, format_) == text


def test_word_changes_fields_and_boxes_are_read_as_shown(tmp_path: Path) -> None:
    document = docx.Document()
    run = "<w:r><w:t>{}</w:t></w:r>"
    inner = (
        f'<w:ins w:id="1" w:author="a">{run.format("We will ")}</w:ins>'
        f'<w:del w:id="2" w:author="a"><w:r><w:delText>not </w:delText></w:r></w:del>'
        f"<w:sdt><w:sdtContent>{run.format('pay')}</w:sdtContent></w:sdt>"
        f'<w:r><w:tab/><w:t>early.</w:t><w:footnoteReference w:id="3"/></w:r>'
        f"<w:r><w:txbxContent><w:p>{run.format('Groups will report.')}</w:p></w:txbxContent></w:r>"
    )
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>"))
    document.save(str(tmp_path / "made.docx"))
    assert shown(tmp_path / "made.docx") == [
        ("paragraph", "", "We will pay early."),
        ("footnote", "", "footnote"),
        ("paragraph", "", "Groups will report."),
    ]


def test_word_headings_by_style_by_outline_and_by_hand(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("1. Money", level=2)
    document.add_paragraph("contents 7", style="Normal").style = _style(document, "toc 1")
    outlined = document.add_paragraph("A line that the outline calls a heading.")
    outlined._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="0"/>'))
    document.add_paragraph().add_run("Ways of working:").bold = True
    document.add_paragraph("Plain words.")
    table = document.add_table(rows=2, cols=2)
    table.rows[0].cells[0].merge(table.rows[0].cells[1]).text = "Across the table"
    table.rows[1].cells[1].text = "right"
    document.save(str(tmp_path / "made.docx"))
    blocks = read_document(tmp_path / "made.docx").blocks
    assert [(block.kind.value, block.number, block.level, block.text, block.place) for block in blocks] == [
        ("heading", "1", 2, "Money", "paragraph 1"),
        ("running head, foot or contents", "", 0, "contents 7", "paragraph 2"),
        ("heading", "", 1, "A line that the outline calls a heading.", "paragraph 3"),
        ("heading", "", 0, "Ways of working:", "paragraph 4"),
        ("paragraph", "", 0, "Plain words.", "paragraph 5"),
        ("heading", "", 0, "Across the table", "table 1 row 1"),
        ("table row", "", 0, "right", "table 1 row 2"),
    ]


def test_word_breaks_inside_a_paragraph_part_its_lines(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Public bodies will:\n- listen\n- pay early")
    document.save(str(tmp_path / "made.docx"))
    assert [(block.text, block.place) for block in read_document(tmp_path / "made.docx").blocks] == [
        ("Public bodies will:", "paragraph 1"),
        ("listen", "paragraph 1"),
        ("pay early", "paragraph 1"),
    ]


def test_word_tables_of_one_column_are_read_as_text_and_tables_in_cells_as_parts_of_them(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(rows=1, cols=1).rows[0].cells[0].text = "We will listen."
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text = "left"
    cells[1].add_table(rows=1, cols=1).rows[0].cells[0].text = "inner"
    box = f"<w:r {nsdecls('w')}><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:r>"
    cells[0].paragraphs[0]._p.append(parse_xml(box))
    document.save(str(tmp_path / "made.docx"))
    blocks = read_document(tmp_path / "made.docx").blocks
    assert [(block.kind.value, block.text, block.place) for block in blocks] == [
        ("paragraph", "We will listen.", "paragraph 1"),
        ("table row", "left boxed | inner", "table 2 row 1"),
    ]


def test_word_lists_may_be_linked_to_a_style_or_named_by_nobody(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        define(document, ("upperLetter", "%1)"), id=76)
        root = document.part.numbering_part.element
        root[0].insert(0, parse_xml(f'<w:styleLink {nsdecls("w")} w:val="Lettered"/>'))
        link = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="75"><w:numStyleLink w:val="Lettered"/></w:abstractNum>'
        root.insert(0, parse_xml(link))
        add_list(document, 78, of=75)
        for list_id in (78, 4711, 78):
            number(document.add_paragraph(f"list {list_id}"), list_id)

    assert numbers(tmp_path, build) == [("A", "list 78"), ("", "list 4711"), ("B", "list 78")]


def test_a_word_file_without_numbering_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(as_word(NORTHMOOR, tmp_path / "a.docx")) as package:
        relations = package.read("word/_rels/document.xml.rels")
    without = re.sub(rb'<Relationship [^>]*relationships/numbering"[^>]*/>', b"", relations)
    assert without != relations
    path = word_with(tmp_path, **{"document.xml": without})
    assert [block.number for block in read_document(path).blocks] == [""] * 17


def _style(document: Any, name: str) -> Any:
    return document.styles.add_style(name, docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
