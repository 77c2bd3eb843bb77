"""What strangers' files go through before anything reads them.

A file of its own: the one place of this room where bytes from outside come in. Size, name and content are held against
a list of what is allowed; the core's readers refuse what unpacks to too much, is locked or is damaged. The file itself
is not kept, only the words that were read in it.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import puremagic
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from opencompact.core.compacts import load
from opencompact.core.drafting import Document, draft, read_document
from opencompact.core.editions import Edition
from opencompact.core.exchange.papers.blocks import Block, Kind
from opencompact.core.problems import Unusable
from opencompact.core.reading import LARGEST, decode
from opencompact.core.words import said

MOST = 10_000_000  # bytes of a document
TEXTS = (".txt", ".md")
ALLOWED = (".docx", ".pdf", *TEXTS)
SURE = 0.6  # how sure a look at the first bytes has to be that a "text" is something else
SHOWN = 20  # problems of an edition file that are told at once


class Taken(NamedTuple):
    """What was read in a document: a first edition, the paragraphs it was read from, and what the reader doubts."""

    edition: Edition
    name: str
    source: list[dict[str, str]]
    notes: list[str]


def read_upload(upload: UploadedFile[Any], id: str, area: str) -> Taken:
    """A document as a first edition, or the sentence why it can't be read."""
    name, raw = _name(upload), _bytes(upload, MOST)
    suffix = Path(name).suffix.lower()
    if suffix not in ALLOWED:
        raise ValidationError(_("Choose a Word document (.docx), a PDF or a text file. Save older files as .docx."))
    _prove_kind(raw, suffix)
    try:
        document = _read(raw, name)
        made = draft(document, id=id, area=area)
    except Unusable as fault:
        raise ValidationError([_sentence(each.says, each.mend) for each in fault.problems[:SHOWN]]) from None
    return Taken(made.edition, name, list(paragraphs(document)), made.unsure)


def read_edition(upload: UploadedFile[Any], name: str) -> str:
    """The text of an edition file that loads; otherwise every mistake with its line and column."""
    raw = _bytes(upload, LARGEST)
    try:
        text = decode(raw, name)
        load(text, name)
    except Unusable as fault:
        raise ValidationError([_placed(each.place, each.says, each.mend) for each in fault.problems[:SHOWN]]) from None
    return text


def paragraphs(document: Document) -> Iterator[dict[str, str]]:
    """The paragraphs of a document, those in the cells of its tables too; not what is printed at its margins."""
    for block in document.blocks:
        if block.kind is Kind.MARGIN:
            continue
        inside: list[Block] = [each for cell in block.cells for each in cell] or [block]
        for each in inside:
            yield {"place": each.place, "number": each.number, "text": each.text}


def source_of(edition: Edition) -> list[dict[str, str]]:
    """The clauses of an edition as the paragraphs a new draft is compared with."""
    return [
        {"place": said(each.source), "number": each.ref, "text": said(each.text) or said(each.summary)}
        for each in edition.commitments
    ]


def _name(upload: UploadedFile[Any]) -> str:
    """The name of a file without folders and odd characters."""
    bare = Path(str(upload.name or "").replace("\\", "/")).name
    return re.sub(r"[^\w.\- ]", "_", bare)[-100:].strip() or "document"


def _bytes(upload: UploadedFile[Any], most: int) -> bytes:
    if not upload.size:
        raise ValidationError(_("The file is empty. Choose one with text in it."))
    if upload.size > most:
        says = _(
            "The file is larger than %(most)s MB. Save it without pictures, or upload only the pages with the promises."
        )
        raise ValidationError(says % {"most": most // 1_000_000})
    raw: bytes = upload.read(most + 1)
    return raw


def _prove_kind(raw: bytes, suffix: str) -> None:
    """Whether the first bytes are those of the kind of file the name says."""
    try:
        found: list[Any] = puremagic.magic_string(raw)
    except (puremagic.PureError, ValueError):
        found = []
    kinds = {each.extension for each in found if each.confidence >= (SURE if suffix in TEXTS else 0)}
    if (suffix in TEXTS and kinds - {*TEXTS, ""}) or (suffix not in TEXTS and suffix not in kinds):
        says = _(
            "The file name ends in %(suffix)s but it is a different kind of file. Open it and save it as "
            ".docx, .pdf or .txt."
        )
        raise ValidationError(says % {"suffix": suffix})


def _read(raw: bytes, name: str) -> Document:
    """The core reads files; this one is gone as soon as it was read."""
    with tempfile.TemporaryDirectory(prefix="draft-") as folder:
        path = Path(folder) / f"document{Path(name).suffix.lower()}"
        path.write_bytes(raw)
        return read_document(path)


def _sentence(says: str, mend: str) -> str:
    text = f"{says}; {mend}" if mend else says
    return f"{text[:1].upper()}{text[1:]}."


def _placed(place: str, says: str, mend: str) -> str:
    """Line and column without the name of the file."""
    where = ":".join(place.rsplit(":", 2)[1:])
    return f"{where}: {says}; {mend}" if mend else f"{where}: {says}"
