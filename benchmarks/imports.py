"""What reading a register that exists already costs: 40,000 grants from each format, and a workbook that is refused."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from benchmarks.measuring import Took, apart, timed

HEADS = ["Identifier", "Title", "Description", "Currency", "Amount Awarded", "Award Date", "Recipient Org:Name"]
ABOUT = "For the work of the group. " * 30
BLANK_ROWS = 1_000_000  # a sheet somebody formatted down to its end; more than 250,000 are refused, blank or not

Row = list[str | int]


class Imports(msgspec.Struct, frozen=True):
    """What each file took; what was found is how many records, or the sentence it was refused with."""

    grants: int
    csv: Took
    json: Took
    xlsx: Took
    blank: Took


def measure(folder: Path, grants: int, blank_rows: int = BLANK_ROWS) -> Imports:
    """Every file is written and read in processes of their own."""
    took = {}
    for ending in WRITERS:
        path = folder / f"grants.{ending}"
        apart(write, path, grants)
        took[ending] = msgspec.convert(apart(read_alone, path), Took)
    blank = folder / "blank.xlsx"
    apart(write_blank, blank, blank_rows)
    return Imports(grants, blank=msgspec.convert(apart(read_alone, blank), Took), **took)


def read_alone(path: str) -> Took:
    """Read and check a file as ``opencompact check`` does."""
    took, found = timed(lambda: _outcome(Path(path)))
    return msgspec.structs.replace(took, found=found)


def _outcome(path: Path) -> int | str:
    from opencompact.core.exchange.reading import read  # within what is timed: a person waits for it, too
    from opencompact.core.problems import Unusable

    try:
        return sum(map(len, read(path).registers.values()))
    except Unusable as refusal:
        return str(refusal)


def write(path: str, grants: str) -> None:
    """So many grants with the headings of the 360Giving standard."""
    place = Path(path)
    WRITERS[place.suffix[1:]](place, _rows(int(grants)))


def _rows(grants: int) -> Iterator[Row]:
    for at in range(grants):
        yield [f"360G-x-{at}", "A grant", ABOUT, "GBP", at, "2026-04-01", f"Group {at % 700}"]


def _write_csv(place: Path, rows: Iterator[Row]) -> None:
    with place.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADS, *rows])


def _write_json(place: Path, rows: Iterator[Row]) -> None:
    with place.open("w", encoding="utf-8") as file:
        json.dump({"grants": [dict(zip(HEADS, row, strict=True)) for row in rows]}, file, indent=4)


def _write_xlsx(place: Path, rows: Iterator[Row]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(place) as book:
        sheet = book.add_worksheet("grants")
        for at, row in enumerate([HEADS, *rows]):
            sheet.write_row(at, 0, row)


def write_blank(path: str, rows: str) -> None:
    """A table of one record, and below it so many rows that hold nothing but a format."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, bold = book.add_worksheet("grants"), book.add_format({"bold": True})
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, next(_rows(1)))
        for at in range(2, int(rows) + 2):
            sheet.write_blank(at, 0, None, bold)


WRITERS: dict[str, Callable[[Path, Iterator[Row]], None]] = {
    "csv": _write_csv, "json": _write_json, "xlsx": _write_xlsx,
}  # fmt: skip
