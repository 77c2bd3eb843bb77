"""Any document we read: what kind of file it is, within bounds, and its blocks."""

from __future__ import annotations

from pathlib import Path

from opencompact.core.exchange.limits import refused, unreadable
from opencompact.core.exchange.papers.blocks import MOST_BLOCKS, Block, Document, too_long
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _

LARGEST = 20_000_000  # bytes
_TEXTS = (".txt", ".text", ".md", ".markdown", "")


def read_document(path: Path | str) -> Document:
    """The headings, paragraphs, list items and tables of a .txt, .md, .docx or .pdf file, in order."""
    path = Path(path)
    raw = _bytes(path)
    blocks = _blocks(raw, path)
    if len(blocks) > MOST_BLOCKS:
        raise too_long(path.name)
    if not blocks:
        raise Unusable([Problem(path.name, _("the document has no text"), _("give one that has text in it"))])
    return Document(name=path.name, blocks=tuple(blocks))


def _bytes(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise Unusable([Problem(str(path), _("this is not a file"), _("give the path of a document"))])
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise refused(path.name, _("there is no such file"), _("check its name and folder")) from None
    except (OSError, ValueError) as error:
        raise unreadable(path.name or str(path), error) from None
    if len(raw) > LARGEST:
        says = _("the file is larger than {size} MB").format(size=LARGEST // 1_000_000)
        raise refused(path.name, says, _("give only the compact, without pictures"))
    return raw


def _blocks(raw: bytes, path: Path) -> list[Block]:
    suffix = path.suffix.lower()
    if suffix == ".pdf" or raw[:1024].lstrip().startswith(b"%PDF-"):
        from opencompact.core.exchange import pdf

        return pdf.read(raw, path.name)
    if suffix == ".docx" or (raw.startswith(b"PK\x03\x04") and b"word/" in raw):
        from opencompact.core.exchange import docx

        return docx.read(raw, path.name)
    if suffix not in _TEXTS or raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        says = _("we can't read this kind of document")
        raise Unusable([Problem(path.name, says, _("save it as .docx, .pdf, .txt or .md"))])
    from opencompact.core.exchange import text

    return text.read(raw, path.name)
