"""Backups: one file with the database, what was uploaded, and a list of what is in it; and their way back.

The keys and the last checkpoint are left out unless they are asked for: a checkpoint that came back with an older
database would let the record be signed anew as if nothing were missing.
"""

from __future__ import annotations

import io
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from opencompact import __version__
from opencompact.core.problems import Problem, Unusable
from opencompact.site.running import variables
from opencompact.site.running.databases import Database, PostgreSQL, SQLite
from opencompact.site.running.doctor import data_folder
from opencompact.site.running.preparing import alone_in

MANIFEST = "manifest.json"
KEYS = ("secret-key", "record/key", "record/checkpoint")


class Manifest(msgspec.Struct, forbid_unknown_fields=True):
    """What a backup holds."""

    version: str
    made: str
    database: str
    rows: dict[str, int]
    entries: int
    root: str
    uploads: int
    keys: list[str]


def keys_folder() -> Path:
    """Where the key of the record and its last checkpoint are."""
    return data_folder() / "record"


def back_up(file: Path, with_keys: bool = False) -> Manifest:
    """Write a backup. Nobody but its owner may read it: it holds what people told in confidence."""
    if file.exists():
        raise Unusable([Problem(str(file), "this file is there already", "give another name")])
    data, database = data_folder(), _database()
    if database.is_empty():
        raise Unusable(f"There is no site to back up in {data}. OPENCOMPACT_DATA names its folder.")
    with _beside(file) as folder:
        copy = folder / database.member
        rows, entries, root = database.copy(copy)
        uploads = sorted(place for place in (data / "uploads").rglob("*") if place.is_file())
        keys = [name for name in KEYS if with_keys and (data / name).exists()]
        manifest = Manifest(__version__, _now(), database.kind, rows, entries, root, len(uploads), keys)
        written = folder / "backup.tar.gz"
        with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            with tarfile.open(fileobj=out, mode="w:gz", compresslevel=6) as tar:
                _add_text(tar, MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
                tar.add(copy, database.member)
                for place in uploads:
                    tar.add(place, place.relative_to(data).as_posix())
                for name in keys:
                    tar.add(data / name, f"keys/{name}")
            out.flush()
            os.fsync(out.fileno())
        os.link(written, file)
    return manifest


def restore(file: Path, replace: bool = False) -> tuple[Manifest, list[str]]:
    """Bring a backup back; what is in it, and what has to be known now."""
    data, database = data_folder(), _database()
    with alone_in(data), TemporaryDirectory(dir=data, prefix="restoring-") as name:
        folder = Path(name)
        manifest = _unpack(file, folder)
        _insist_it_fits(file, manifest, database)
        if not replace and not database.is_empty():
            raise Unusable("There is a site already. Add --replace to put the backup in its place.")
        held = (manifest.rows, manifest.entries, manifest.root)
        if database.check(folder / database.member) not in (None, held):
            raise Unusable(f"What is in {file} is not what it says it holds. Nothing was restored; take another.")
        database.put_back(folder / database.member)
        _put_uploads_back(folder / "uploads", data / "uploads")
        _put_keys_back(folder / "keys", data)
        (data / "prepared").unlink(missing_ok=True)
        if database.count() != held:
            raise Unusable("What was restored is not what the backup says it holds. Take another backup.")
        return manifest, _to_know(data, manifest)


def _database() -> Database:
    settings = variables.postgresql()
    return PostgreSQL(settings) if settings else SQLite(data_folder() / "opencompact.sqlite3")


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A folder beside the file that is to be written, so that it appears whole or not at all."""
    try:
        with TemporaryDirectory(dir=file.resolve().parent, prefix=".backup-") as name:
            yield Path(name)
    except OSError as fault:
        raise Unusable([Problem(str(file), f"it can't be written ({fault.strerror})", "name another place")]) from fault


def _add_text(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def _unpack(file: Path, folder: Path) -> Manifest:
    try:
        with tarfile.open(file, "r:gz") as tar:
            tar.extractall(folder, filter="data")
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (tarfile.TarError, OSError, EOFError, msgspec.MsgspecError, ValueError) as fault:
        raise Unusable(
            [Problem(str(file), "it is not a whole backup of OpenCompact", "take one that backup has written")]
        ) from fault


def _insist_it_fits(file: Path, manifest: Manifest, database: Database) -> None:
    if _parts(manifest.version) > _parts(__version__):
        raise Unusable(f"{file} was made by OpenCompact {manifest.version}, and this is {__version__}. Update first.")
    if manifest.database != database.kind:
        raise Unusable(f"{file} is of a database of the kind {manifest.database}, and here {database.kind} is set.")


def _parts(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdecimal()]


def _put_uploads_back(new: Path, place: Path) -> None:
    before = place.with_name("uploads.before")
    if place.exists():
        shutil.rmtree(before, ignore_errors=True)
        place.replace(before)
    if new.exists():
        shutil.move(new, place)


def _put_keys_back(new: Path, data: Path) -> None:
    """Only where there are none: a checkpoint that is here was signed later, or is the same."""
    for name in KEYS:
        if (new / name).exists() and not (data / name).exists():
            (data / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.move(new / name, data / name)
            (data / name).chmod(0o600)


def _to_know(data: Path, manifest: Manifest) -> list[str]:
    """What the record will say: it never signs a shorter history than it has signed."""
    checkpoint = data / "record" / "checkpoint"
    if not (data / "record" / "key").exists():
        return [
            f"The key of the record is not here. Put the folder {data / 'record'} back from where you keep it, "
            "before you start the site."
        ] if manifest.entries else []  # fmt: skip
    signed = int(checkpoint.read_text("utf-8").splitlines()[1]) if checkpoint.exists() else 0
    if signed > manifest.entries:
        return [
            f"The record was signed with {signed} entries and the backup holds {manifest.entries}. The site runs, and "
            "signs nothing until the missing entries are back: see docs/how-to/back-up-and-restore.md."
        ]
    return []
