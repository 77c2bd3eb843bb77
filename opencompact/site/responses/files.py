"""Files given as answers: which may come in, and where they lie. Beside the six files of a room, because what comes in
from outside is judged in one place. They are never public: only the body's people fetch them, as attachments."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Sum
from django.utils.translation import gettext as _

from opencompact.site.consultations.models import Consultation
from opencompact.site.limits import Limit, Limits
from opencompact.site.meetings.papers import ending_of, why_not_paper
from opencompact.site.responses.models import Started

MOST = 10_000_000
# Of answers that were begun and not sent, for one consultation and for the site; each address has its part of it.
OF_CONSULTATION, OF_SITE = 2_000_000_000, 5_000_000_000
UNIT = 1_000_000  # bytes: what counts as one
OF_ADDRESS = Limits(address=Limit(300, timedelta(days=1)))  # a whole class may sit behind it
LEFT_FREE = 1_000_000_000
UNSENT = timedelta(days=1)  # how long a file stays whose answer is not sent
PICTURES = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff"}
KIND = "application/octet-stream"  # whatever it is, a browser keeps it and does not open it


def why_not_file(name: str, content: bytes) -> str | None:
    """What is wrong with a file, in a sentence, or None. The content has to be what the name says."""
    ending = ending_of(name)
    if ending not in PICTURES:
        why_not = why_not_paper(name, content)
        allowed = ending in ("pdf", "docx", "odt", "txt")
        return why_not if allowed else _("Choose a PDF, Word, OpenDocument or text file, or a picture (PNG, JPEG).")
    if not content:
        return _("This file is empty.")
    if len(content) > MOST:
        return _("This file is larger than 10 MB. Make its pictures smaller, or split it.")
    found = {match.extension for match in puremagic.magic_string(content)} if _begins(content, ending) else set()
    fits = found & {f".{each}" for each in PICTURES}
    return None if fits else _("This is not the kind of file its name says. Save it again and try once more.")


def _begins(content: bytes, ending: str) -> bool:
    return content.startswith(PICTURES[ending])


def why_not_room(consultation: Consultation, size: int) -> str | None:
    """Whether so many bytes more fit beside the files of answers that were not sent yet. The last part of the disk is
    for what must be written: answers, acts, the record."""
    unsent = Started.objects.filter(size__gt=0)
    sums = [each.aggregate(sum=Sum("size"))["sum"] or 0 for each in (unsent.filter(consultation=consultation), unsent)]
    fits = sums[0] + size <= OF_CONSULTATION and sums[1] + size <= OF_SITE
    if fits and shutil.disk_usage(settings.DATA).free - size >= LEFT_FREE:
        return None
    return _("There is no room for more files at the moment. Answer without the file, or try again tomorrow.")


def folder() -> Path:
    """Where the files lie: outside of what is served, inside of what is backed up."""
    place: Path = settings.DATA / "uploads" / "answers"
    return place


def store(upload: UploadedFile[Any]) -> dict[str, Any]:
    """Keep a file that may come in under a name that says nothing, on the disk before anybody is told it is kept."""
    content = upload.read(MOST + 1)
    folder().mkdir(parents=True, exist_ok=True)
    stored = secrets.token_hex(32)
    with os.fdopen(os.open(folder() / stored, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    name = str(upload.name or "")
    return {
        "stored": stored, "name": plain_name(name), "ending": ending_of(name), "size": len(content),
        "digest": hashlib.sha256(content).hexdigest(),
    }  # fmt: skip


def plain_name(name: str) -> str:
    """The name of a file without folders and odd characters."""
    bare = Path(name.replace("\\", "/")).name
    return re.sub(r"[^\w.\- ]", "_", bare)[-100:].strip() or "file"


def content_of(stored: str) -> bytes | None:
    """What a file holds; None where it is missing."""
    place = folder() / stored
    return place.read_bytes() if re.fullmatch(r"[0-9a-f]{64}", stored) and place.is_file() else None


def discard_all(stored: Iterable[str]) -> None:
    """Take several files away."""
    for each in stored:
        discard(each)


def discard(stored: str) -> None:
    """Take a file away."""
    if re.fullmatch(r"[0-9a-f]{64}", stored):
        (folder() / stored).unlink(missing_ok=True)
