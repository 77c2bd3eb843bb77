"""Papers as files: which may come in, and where they lie. Beside the six files of a room, because what comes in from
outside is judged in one place."""

from __future__ import annotations

import io
import re
import secrets
import zipfile
from pathlib import Path

import puremagic
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from opencompact.site.meetings.models import Paper

MOST = 10_000_000
UNPACKED = 100_000_000  # what a Word or ODT file may grow to when it is unpacked
PARTS = 5_000
KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "txt": "text/plain; charset=utf-8",
}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def ending_of(name: str) -> str:
    """The ending of a file's name, in small letters."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def why_not_paper(name: str, content: bytes) -> str | None:
    """What is wrong with a file, in a sentence, or None. The content has to be what the name says."""
    ending = ending_of(name)
    if ending not in KINDS:
        return _("A paper must be a PDF, a Word document (.docx), an OpenDocument text (.odt) or a text file (.txt).")
    if not content:
        return _("This file is empty.")
    if len(content) > MOST:
        return _("This file is larger than 10 MB. Make its pictures smaller, or split it.")
    fits = {"pdf": _is_pdf, "docx": _is_word, "odt": _is_odt, "txt": _is_text}[ending]
    return None if fits(content) else _("This is not the kind of file its name says. Save it again and try once more.")


def _endings(content: bytes) -> set[str]:
    try:
        return {match.extension for match in puremagic.magic_string(content)}
    except puremagic.PureError:
        return set()


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and ".pdf" in _endings(content)


def _is_word(content: bytes) -> bool:
    names = _parts(content)
    return (
        ".docx" in _endings(content)
        and {"[Content_Types].xml", "word/document.xml"} <= names
        and not any("vbaProject" in name for name in names)
    )


def _is_odt(content: bytes) -> bool:
    names = _parts(content)
    return (
        ".odt" in _endings(content)
        and {"mimetype", "content.xml"} <= names
        and not any(name.startswith(("Basic/", "Scripts/")) for name in names)
    )


def _is_text(content: bytes) -> bool:
    try:
        return not _CONTROLS.search(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return False


def _parts(content: bytes) -> set[str]:
    """The names in a packed file; none where it can't be unpacked, or would grow too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return set()
    fits = len(parts) <= PARTS and sum(part.file_size for part in parts) <= UNPACKED
    return {part.filename for part in parts} if fits else set()


def folder() -> Path:
    """Where the papers lie."""
    place: Path = settings.DATA / "uploads" / "papers"  # in every backup
    return place


def store(content: bytes) -> str:
    """Keep a content under a name that says nothing."""
    folder().mkdir(parents=True, exist_ok=True)
    stored = secrets.token_hex(32)
    place = folder() / stored
    place.write_bytes(content)
    place.chmod(0o600)
    return stored


def content_of(paper: Paper) -> bytes | None:
    """What a paper holds; None where its file is missing."""
    place = folder() / paper.stored
    return place.read_bytes() if place.is_file() else None


def discard(stored: str) -> None:
    """Take a file away."""
    (folder() / stored).unlink(missing_ok=True)


def kept_name(paper: Paper) -> str:
    """The name under which a reader keeps a paper."""
    return f"{slugify(paper.title)[:80] or 'paper'}.{paper.ending}"
