"""What more rows cost: time for each million, and the peak of memory."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import msgspec

from benchmarks.data import write
from benchmarks.measuring import Took, apart
from benchmarks.million import by_hand, ours

BYTES_A_ROW = 100  # data, findings, and the same by hand, with room to spare


class Size(msgspec.Struct, frozen=True):
    """So many rows, and what they took."""

    rows: int
    ours: Took
    by_hand: Took


def measure(folder: Path, sizes: Iterable[int]) -> list[Size]:
    """Every size in processes of their own; what was written is deleted before the next."""
    return [_size(folder / f"growth-{rows}", rows) for rows in sizes]


def _size(folder: Path, rows: int) -> Size:
    folder.mkdir()
    free = shutil.disk_usage(folder).free
    if free < rows * BYTES_A_ROW:
        megabytes = rows * BYTES_A_ROW // 1_000_000
        raise SystemExit(f"{rows:,} rows need {megabytes:,} MB of disk and {free // 1_000_000:,} MB are free.")
    data = folder / "changes.parquet"
    apart(write, data, rows)
    found = Size(
        rows,
        msgspec.convert(apart(ours, data, folder / "ours"), Took),
        msgspec.convert(apart(by_hand, data, folder / "by-hand.parquet"), Took),
    )
    shutil.rmtree(folder)
    return found
