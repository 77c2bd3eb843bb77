"""OpenDocument texts out (ODF 1.3): small, plain and valid; the same paper on the same day gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from opencompact.core.exchange.written import Heading, Items, Paper, Paragraph, Part, Table, writable

KIND = "application/vnd.oasis.opendocument.text"
_COUNTRIES = {"en": "GB", "cy": "GB"}
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMES = {"office": "office", "style": "style", "text": "text", "table": "table", "meta": "meta",
          "fo": "xsl-fo-compatible"}  # fmt: skip
_SPACES = " ".join(f'xmlns:{short}="{_OASIS}{long}:1.0"' for short, long in _NAMES.items())
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_DUBLIN = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
_MANIFEST = f"""{_HEAD}<manifest:manifest xmlns:manifest="{_OASIS}manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{KIND}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
_HEADINGS = {1: "20pt", 2: "15pt", 3: "13pt"}
_NO_DATE = (1980, 1, 1, 0, 0, 0)  # the date of every part, so that the bytes do not tell when


def to_odt(paper: Paper, stamp: date) -> bytes:
    """The paper as a file. The kind of file stands first in it and unpacked, so that anybody can tell it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        _add(package, "mimetype", KIND, zipfile.ZIP_STORED)
        _add(package, "META-INF/manifest.xml", _MANIFEST)
        _add(package, "content.xml", _content(paper))
        _add(package, "styles.xml", _styles(paper))
        _add(package, "meta.xml", _meta(paper, stamp))
    return made.getvalue()


def _add(package: zipfile.ZipFile, name: str, text: str, how: int = zipfile.ZIP_DEFLATED) -> None:
    part = zipfile.ZipInfo(name, _NO_DATE)
    part.external_attr = 0o644 << 16
    package.writestr(part, text.encode(), compress_type=how)


def _content(paper: Paper) -> str:
    body = "\n".join(line for number, part in enumerate(paper.parts) for line in _part(part, number))
    automatic = (
        '<style:style style:name="Cell" style:family="table-cell">'
        '<style:table-cell-properties fo:padding="0.15cm" fo:border="0.5pt solid #505a5f"/></style:style>'
        '<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•">'
        '<style:list-level-properties text:space-before="0.3cm" text:min-label-width="0.5cm"/>'
        "</text:list-level-style-bullet></text:list-style>"
    )
    return (
        f'{_HEAD}<office:document-content {_SPACES} office:version="1.3">'
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>\n{body}\n</office:text></office:body></office:document-content>\n"
    )


def _part(part: Part, number: int) -> Iterator[str]:
    if isinstance(part, Heading):
        styled = f'text:style-name="Heading_20_{part.level}" text:outline-level="{part.level}"'
        yield f"<text:h {styled}>{_words(part.text)}</text:h>"
    elif isinstance(part, Paragraph):
        yield _paragraph(part.text, "Strong" if part.strong else "Text_20_body")
    elif isinstance(part, Items):
        items = "".join(f"<text:list-item>{_paragraph(each, 'Text_20_body')}</text:list-item>" for each in part.items)
        yield f'<text:list text:style-name="Bullets">{items}</text:list>'
    else:
        yield from _table(part, number)


def _table(part: Table, number: int) -> Iterator[str]:
    yield f'<table:table table:name="Table{number}">'
    yield f'<table:table-column table:number-columns-repeated="{len(part.head)}"/>'
    yield f"<table:table-header-rows>{_row(part.head, 'Strong')}</table:table-header-rows>"
    yield from (_row(row, "Text_20_body") for row in part.rows)
    yield "</table:table>"


def _row(cells: tuple[str, ...], style: str) -> str:
    cell = '<table:table-cell table:style-name="Cell" office:value-type="string">'
    made = "".join(f"{cell}{_paragraph(each, style)}</table:table-cell>" for each in cells)
    return f"<table:table-row>{made}</table:table-row>"


def _paragraph(text: str, style: str) -> str:
    return f'<text:p text:style-name="{style}">{_words(text)}</text:p>'


def _words(text: str) -> str:
    return escape(writable(text)).replace("\n", "<text:line-break/>").replace("\t", "<text:tab/>")


def _styles(paper: Paper) -> str:
    language = f'fo:language={quoteattr(paper.language)} fo:country="{_COUNTRIES.get(paper.language, "none")}"'
    headings = "".join(
        f'<style:style style:name="Heading_20_{level}" style:display-name="Heading {level}" style:family="paragraph" '
        f'style:parent-style-name="Standard" style:next-style-name="Text_20_body" '
        f'style:default-outline-level="{level}">'
        '<style:paragraph-properties fo:margin-top="0.5cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"/>'
        f'<style:text-properties fo:font-size="{size}" fo:font-weight="bold"/></style:style>'
        for level, size in _HEADINGS.items()
    )
    return (
        f'{_HEAD}<office:document-styles {_SPACES} office:version="1.3"><office:styles>'
        '<style:default-style style:family="paragraph">'
        f'<style:text-properties fo:font-family="Arial" fo:font-size="11pt" {language}/></style:default-style>'
        '<style:style style:name="Standard" style:family="paragraph"/>'
        '<style:style style:name="Text_20_body" style:display-name="Text body" style:family="paragraph" '
        'style:parent-style-name="Standard"><style:paragraph-properties fo:margin-bottom="0.2cm"/></style:style>'
        '<style:style style:name="Strong" style:family="paragraph" style:parent-style-name="Text_20_body">'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
        f"{headings}</office:styles><office:automatic-styles>"
        '<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" '
        'fo:margin="2.2cm"/><style:footer-style/></style:page-layout></office:automatic-styles><office:master-styles>'
        '<style:master-page style:name="Standard" style:page-layout-name="A4"><style:footer>'
        '<text:p text:style-name="Standard"><text:page-number text:select-page="current">1</text:page-number></text:p>'
        "</style:footer></style:master-page></office:master-styles>"
        "</office:document-styles>\n"
    )


def _meta(paper: Paper, stamp: date) -> str:
    title, author = escape(writable(paper.title)), escape(writable(paper.author))
    return (
        f'{_HEAD}<office:document-meta {_SPACES} {_DUBLIN} office:version="1.3"><office:meta>'
        f"<meta:generator>OpenCompact</meta:generator><dc:title>{title}</dc:title>"
        f"<meta:initial-creator>{author}</meta:initial-creator><dc:creator>{author}</dc:creator>"
        f"<meta:creation-date>{stamp}T00:00:00</meta:creation-date><dc:date>{stamp}T00:00:00</dc:date>"
        f"<dc:language>{escape(paper.language)}</dc:language></office:meta></office:document-meta>\n"
    )
