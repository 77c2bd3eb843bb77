"""The zip that a workbook is: proved to be small, whole and what it says it is, before anything in it is read."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from opencompact.core.exchange.limits import (
    DIRECTORY_BYTES,
    PACKED_FREE,
    PACKED_TIMES,
    PARTS,
    UNPACKED_BYTES,
    refused,
)
from opencompact.core.problems import Unusable
from opencompact.core.words import _

_CHUNK = 1 << 16
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_END = b"PK\x05\x06"
_END_LENGTH = 22
_LONG_END = b"PK\x06\x07"  # of archives beyond 4 GB
_LONGEST_COMMENT = 65_535
_HEADER_LENGTH = 30


class Package:
    """The parts of a workbook, by name."""

    def __init__(self, file: BinaryIO, name: str, size: int) -> None:
        self.file, self.name = file, name
        self._prove_kind()
        self._prove_directory(size)
        try:
            with zipfile.ZipFile(file) as archive:
                parts = archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error):
            raise self.damaged() from None
        self.parts = {part.filename: part for part in parts}
        self._prove_parts(parts, size)

    def damaged(self) -> Unusable:
        """The sentence for a workbook that cannot be read."""
        return refused(self.name, _("the workbook is damaged"), _("open it in a spreadsheet program and save it again"))

    def _prove_kind(self) -> None:
        start = self.file.read(8)
        if start == _OLD_OFFICE:
            locked = any(_LOCKED in chunk for chunk in iter(lambda: self.file.read(1 << 22), b""))
            if locked:
                raise refused(self.name, _("the workbook is locked with a password"), _("save a copy without one"))
            raise refused(self.name, _("this is an old Excel workbook (.xls)"), _("save it as .xlsx"))
        if not start.startswith(b"PK"):
            raise refused(self.name, _("this is not an Excel workbook"), _("save the table as .xlsx or CSV"))

    def _prove_directory(self, size: int) -> None:
        """The list of parts is read into memory whole, so its length is looked at first."""
        self.file.seek(max(0, size - _END_LENGTH - _LONGEST_COMMENT - 20))
        tail = self.file.read()
        at = tail.rfind(_END)
        if at < 0 or len(tail) - at < _END_LENGTH or tail[max(0, at - 20) : at].startswith(_LONG_END):
            raise self.damaged()
        if struct.unpack_from("<L", tail, at + 12)[0] > DIRECTORY_BYTES:
            raise self._too_large()

    def _prove_parts(self, parts: list[zipfile.ZipInfo], size: int) -> None:
        if any(part.flag_bits & 1 for part in parts):
            raise refused(self.name, _("the workbook is locked with a password"), _("save a copy without one"))
        if len(self.parts) < len(parts) or any(part.compress_type not in (0, 8) for part in parts):
            raise self.damaged()
        unpacked = sum(part.file_size for part in parts)
        packed_well = unpacked > PACKED_FREE and unpacked > PACKED_TIMES * size
        if len(parts) > PARTS or unpacked > UNPACKED_BYTES or packed_well:
            raise self._too_large()

    def _too_large(self) -> Unusable:
        says = _("once unpacked, the workbook is far larger than a register needs")
        return refused(self.name, says, _("copy the filled rows into a new workbook"))

    def unpacked(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        """What a part holds, as far as it says it goes. One that is longer or shorter than it says is damaged."""
        self.file.seek(part.header_offset)
        header = self.file.read(_HEADER_LENGTH)
        if len(header) < _HEADER_LENGTH:
            raise self.damaged()
        self.file.seek(sum(struct.unpack_from("<HH", header, 26)), 1)
        left, total, length = part.compress_size, 0, part.file_size
        inflate = zlib.decompressobj(-15) if part.compress_type else None
        try:
            while left > 0 and (packed := self.file.read(min(_CHUNK, left))):
                left -= len(packed)
                for chunk in _inflated(inflate, packed) if inflate else (packed,):
                    total += len(chunk)
                    if total > length:
                        raise self.damaged()
                    yield chunk
        except zlib.error:
            raise self.damaged() from None
        if total != length or (inflate and not inflate.eof):
            raise self.damaged()


def _inflated(inflate: zlib._Decompress, packed: bytes) -> Iterator[bytes]:
    """What a piece of a part unpacks to, a little at a time."""
    while not inflate.eof:
        chunk = inflate.decompress(packed, _CHUNK)
        yield chunk
        packed = inflate.unconsumed_tail
        if not packed and len(chunk) < _CHUNK:
            return
