"""Papers written for others: OpenDocument, Word and PDF of the same parts, whole and readable."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from xml.etree import ElementTree as Tree

import docx
import pypdf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencompact.core.exchange.odt import KIND, to_odt
from opencompact.core.exchange.typeset import to_pdf
from opencompact.core.exchange.word import to_word
from opencompact.core.exchange.written import Heading, Items, Paper, Paragraph, Table, writable

DAY = date(2026, 11, 21)
PAPER = Paper("Check your plans against the agreement", "Wellbridge", "cy", (
    Heading("Check your plans against the agreement", 1),
    Paragraph("Tŷ & <b>gardd</b>\nail linell", strong=True),
    Heading("Findings"),
    Table(("Promise", "Why"), (("3.1", "Open *for* 12 weeks #let x"), ("3.2", "Two\nlines"))),
    Items(("one", "two")),
    Heading("Deeper", 3),
    Paragraph(""),
))  # fmt: skip
TEXT, TABLE = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("text", "table"))


def test_an_opendocument_text_is_whole() -> None:
    package = zipfile.ZipFile(io.BytesIO(to_odt(PAPER, DAY)))
    first = package.infolist()[0]
    assert (first.filename, first.compress_type, package.read("mimetype").decode()) == (
        "mimetype", zipfile.ZIP_STORED, KIND,
    )  # fmt: skip
    assert package.testzip() is None
    manifest = Tree.fromstring(package.read("META-INF/manifest.xml"))
    listed = {each.get(f"{{{manifest.tag[1:].partition('}')[0]}}}full-path") for each in manifest}
    assert listed == {"/", "content.xml", "styles.xml", "meta.xml"}
    content = Tree.fromstring(package.read("content.xml"))
    headings = [(each.get(f"{TEXT}outline-level"), each.text) for each in content.iter(f"{TEXT}h")]
    assert headings == [("1", "Check your plans against the agreement"), ("2", "Findings"), ("3", "Deeper")]
    assert [each.text for item in content.iter(f"{TEXT}list-item") for each in item] == ["one", "two"]
    assert len(list(content.iter(f"{TABLE}table-header-rows"))) == 1
    assert [len(row) for row in content.iter(f"{TABLE}table-row")] == [2, 2, 2]
    assert 'fo:language="cy" fo:country="GB"' in package.read("styles.xml").decode()
    assert "<dc:title>Check your plans against the agreement</dc:title>" in package.read("meta.xml").decode()


def test_every_style_that_is_used_is_there() -> None:
    package = zipfile.ZipFile(io.BytesIO(to_odt(PAPER, DAY)))
    content, styles = (package.read(name).decode() for name in ("content.xml", "styles.xml"))
    used = {each.partition('"')[0] for each in content.split('text:style-name="')[1:]}
    assert {name for name in used if f'style:name="{name}"' not in styles + content} == set()


def test_a_word_document_has_real_headings_and_repeats_the_head_of_a_table() -> None:
    document = docx.Document(io.BytesIO(to_word(PAPER, DAY)))
    named = [(each.style.name, each.text) for each in document.paragraphs if each.style and each.text]
    assert named == [
        ("Heading 1", "Check your plans against the agreement"), ("Normal", "Tŷ & <b>gardd</b>\nail linell"),
        ("Heading 2", "Findings"),
        ("List Bullet", "one"), ("List Bullet", "two"), ("Heading 3", "Deeper"),
    ]  # fmt: skip
    [table] = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Promise", "Why"], ["3.1", "Open *for* 12 weeks #let x"], ["3.2", "Two\nlines"],
    ]  # fmt: skip
    assert "w:tblHeader" in table.rows[0]._tr.xml
    about = document.core_properties
    assert (about.title, about.author, about.language) == (
        "Check your plans against the agreement",
        "Wellbridge",
        "cy-GB",
    )
    languages = document.styles.element.xpath("//w:lang/@w:val")
    assert set(languages) == {"cy-GB"}


def test_a_pdf_is_tagged_and_says_the_same() -> None:
    made = to_pdf(PAPER, DAY)
    found = pypdf.PdfReader(io.BytesIO(made))
    text = " ".join(page.extract_text() for page in found.pages)
    for says in ("Check your plans against the agreement", "Tŷ & <b>gardd</b>", "Open *for* 12 weeks #let x", "two"):
        assert says in text
    root = found.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "cy")  # type: ignore[index]
    assert b"pdfuaid:part" in made


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert to_odt(PAPER, DAY) == to_odt(PAPER, DAY)
    assert to_pdf(PAPER, DAY) == to_pdf(PAPER, DAY)


def test_a_letter_no_typeface_has_is_marked_in_a_pdf() -> None:
    made = to_pdf(Paper("t", "a", "en", (Heading("t", 1), Paragraph("a 😀 ŵ 漢 b"))), DAY)
    assert "a ? ŵ ? b" in pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.text(max_size=80))
def test_any_words_can_be_written(words: str) -> None:
    paper = Paper(
        words or "t", words, "en", (Heading("t", 1), Paragraph(words), Items((words,)), Table((words,), ((words,),)))
    )
    package = zipfile.ZipFile(io.BytesIO(to_odt(paper, DAY)))
    for name in ("content.xml", "meta.xml"):
        Tree.fromstring(package.read(name))
    assert docx.Document(io.BytesIO(to_word(paper, DAY))).tables
    assert to_pdf(paper, DAY).startswith(b"%PDF")
    assert "\r" not in writable(words)
