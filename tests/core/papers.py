"""Documents made for the tests: one invented compact as text, as a Word file and as a PDF."""

from __future__ import annotations

import io
import textwrap
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from opencompact.core.drafting import Draft, draft, read_document
from opencompact.core.editions import Edition
from opencompact.core.problems import Unusable

Part = tuple[Any, ...]

NORTHMOOR: list[Part] = [
    ("title", "Northmoor Compact"),
    ("title", "2019"),
    ("theme", "1", "Money we can plan with"),
    ("words", "Grants pay for much of what groups do here. This part is about how they are given and how they end."),
    ("side", "Public sector commitments"),
    ("item", "1.1", "Give at least four months' notice in writing before a grant ends, and say why it has to end."),
    ("item", "1.2", "Pay every valid claim within 20 days, and tell the group at once when a claim is not valid."),
    ("side", "Voluntary sector commitments"),
    ("item", "1.3", "Spend grants on what they were given for."),
    ("theme", "2", "Hearing each other"),
    (
        "table",
        [
            ("Public bodies will:", "Voluntary groups will:"),
            ("Consult for at least 10 weeks when a service changes.", "Ask their own members before they answer."),
            (
                "Publish what was said and what came of it, so that everybody can read it.",
                "Say for whom they speak.",
            ),
        ],
    ),
    ("theme", "3", "When things change"),
    ("side", "Shared commitments"),
    ("item", "3.1", "Tell each other early when trouble is on its way."),
    ("item", "3.2", "Recognise that change is sometimes nobody's fault."),
]

PROMISES = [  # reference, side, the other side's promise beside it, words
    ("1.1", "public", None, NORTHMOOR[5][2]),
    ("1.2", "public", None, NORTHMOOR[6][2]),
    ("1.3", "voluntary", None, NORTHMOOR[8][2]),
    ("2.P1", "public", "2.V1", NORTHMOOR[10][1][1][0]),
    ("2.V1", "voluntary", "2.P1", NORTHMOOR[10][1][1][1]),
    ("2.P2", "public", "2.V2", NORTHMOOR[10][1][2][0]),
    ("2.V2", "voluntary", "2.P2", NORTHMOOR[10][1][2][1]),
    ("3.1", "both", None, NORTHMOOR[13][2]),
    ("3.2", "both", None, NORTHMOOR[14][2]),
]


def as_text(parts: list[Part]) -> str:
    """Plain text with tabs between the columns."""
    lines: list[str] = []
    for kind, *words in parts:
        if kind == "theme":
            lines += [f"{words[0]}. {words[1]}", ""]
        elif kind == "item":
            lines += [f"- {words[0]}. {words[1]}", ""]
        elif kind == "table":
            lines += ["\t".join(row) for row in words[0]] + [""]
        else:
            lines += [words[0], ""]
    return "\n".join(lines)


def define(document: Any, *levels: tuple[str, str], id: int = 77, start: int = 1, more: str = "") -> None:
    """Define how a kind of list counts: the format and the text of each of its levels."""
    written = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (format, text) in enumerate(levels)
    )
    definition = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{id}">{written}</w:abstractNum>')
    document.part.numbering_part.element.insert(0, definition)


def add_list(document: Any, id: int, *, of: int = 77, anew: int | None = None) -> None:
    """Add a list that counts as defined, perhaps starting anew."""
    start = f'<w:startOverride w:val="{anew}"/>' if anew is not None else ""
    override = f'<w:lvlOverride w:ilvl="0">{start}</w:lvlOverride>' if start else ""
    written = f'<w:num {nsdecls("w")} w:numId="{id}"><w:abstractNumId w:val="{of}"/>{override}</w:num>'
    document.part.numbering_part.element.append(parse_xml(written))


def number(paragraph: Any, list_id: int, level: int = 0) -> Any:
    """Make a paragraph an item of a list."""
    properties = paragraph._p.get_or_add_pPr()
    written = f'<w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/>'
    properties.append(parse_xml(f"<w:numPr {nsdecls('w')}>{written}</w:numPr>"))
    return paragraph


def as_word(parts: list[Part], path: Path) -> Path:
    """A Word file in which no number is typed: themes and items are counted by Word."""
    document = docx.Document()
    define(document, ("decimal", "%1."), ("decimal", "%1.%2."))
    add_list(document, 78)
    for kind, *words in parts:
        if kind == "title":
            document.add_paragraph(words[0], style="Title")
        elif kind == "theme":
            number(document.add_heading(words[1], level=1), 78)
        elif kind == "side":
            document.add_heading(words[0], level=2)
        elif kind == "item":
            number(document.add_paragraph(words[1]), 78, 1)
        elif kind == "table":
            table = document.add_table(rows=0, cols=2)
            for row in words[0]:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        else:
            document.add_paragraph(words[0])
    document.save(str(path))
    return path


Placed = tuple[int, int, int, str]  # x, y, size, words


def as_pdf(parts: list[Part], path: Path, *, footer: str = "") -> Path:
    """A PDF with one theme a page, wrapped lines and two columns for tables."""
    pages: list[list[Placed]] = []
    for kind, *words in parts:
        if kind == "theme" or not pages:
            pages.append([])
        page = pages[-1]
        low = min((y for _x, y, _size, _words in page), default=800) - 26
        if kind == "table":
            _table(page, words[0], low)
        else:
            text = f"{words[0]}. {words[1]}" if kind in ("theme", "item") else words[0]
            size = 14 if kind in ("title", "theme", "side") else 11
            page += [(60, low - 14 * at, size, line) for at, line in enumerate(textwrap.wrap(text, 60))]
    feet: list[list[Placed]] = [[(60, 40, 9, footer), (500, 40, 9, f"{at + 1}")] for at in range(len(pages))]
    path.write_bytes(pdf([page + foot if footer else page for page, foot in zip(pages, feet, strict=True)]))
    return path


def _table(page: list[Placed], rows: list[tuple[str, str]], low: int) -> None:
    for row in rows:
        cells = [textwrap.wrap(cell, 36) for cell in row]
        for x, lines in zip((60, 320), cells, strict=True):
            page += [(x, low - 14 * at, 11, line) for at, line in enumerate(lines)]
        low -= 14 * max(map(len, cells)) + 10


def pdf(pages: list[list[Placed]]) -> bytes:
    """The bytes of a PDF that holds these words and nothing else."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for page in pages:
        written = ((size, x, y, _escaped(text)) for x, y, size, text in page)
        shown = b"".join(b"/F1 %d Tf 1 0 0 1 %d %d Tm (%s) Tj\n" % each for each in written)
        objects.append(b"<< /Length %d >>\nstream\nBT\n%sET\nendstream" % (len(shown) + 5, shown))
        resources = b"/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R %s >>" % (len(objects), resources)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    out, offsets = b"%PDF-1.4\n", []
    for at, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (at, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    return out + end % (size, table, size, len(out))


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def drafted(tmp_path: Path, text: str, name: str = "compact.txt") -> Draft:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return draft(read_document(tmp_path / name))


def promises(edition: Edition) -> list[tuple[str, str, str, object]]:
    return [(each.ref, each.by.value, each.strength.value, each.text) for each in edition.commitments]


def shown(path: Path) -> list[tuple[str, str, str]]:
    """The kind, the number and the words of each block."""
    return [(block.kind.value, block.number, block.text) for block in read_document(path).blocks]


def text_file(tmp_path: Path, text: str | bytes, name: str = "compact.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(Unusable) as refused:
        read_document(path)
    assert len(refused.value.problems) == 1
    return str(refused.value)


W = f"<w:document {nsdecls('w')}><w:body>{{}}</w:body></w:document>"


def word_with(tmp_path: Path, **parts: bytes | None) -> Path:
    """A Word file some of whose parts say something else."""
    made = io.BytesIO(as_word(NORTHMOOR, tmp_path / "good.docx").read_bytes())
    with zipfile.ZipFile(made) as good, zipfile.ZipFile(tmp_path / "bad.docx", "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            content = parts.get(Path(name).stem, good.read(name))
            if content is not None:
                bad.writestr(name, content)
    return tmp_path / "bad.docx"
