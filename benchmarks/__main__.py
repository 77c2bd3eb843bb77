"""``python -m benchmarks``: run everything and print one table."""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import date
from pathlib import Path

import msgspec

from benchmarks import grouping, growth, imports, million, one_record, pages, register
from benchmarks.machine import machine
from benchmarks.measuring import apart
from benchmarks.table import table, table_of_imports, table_of_pages, table_of_register


class Sizes(msgspec.Struct, frozen=True):
    """How many records each benchmark takes."""

    one_record: int = 20_000
    million: int = 1_000_000
    growth: tuple[int, ...] = (1_000_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000)
    grants: int = 40_000
    log: int = 10_000
    signatories: int = 1_000
    requests: int = 1_000
    texts: int = 10_000


PREFIX = "opencompact-benchmarks-"
SMALL = Sizes(2_000, 20_000, (100_000, 500_000, 1_000_000), 1_000, 500, 30, 50, 1_000)


def main() -> None:
    """Measure, then print what was found."""
    parser = argparse.ArgumentParser(prog="benchmarks/run", description="Measure how fast OpenCompact answers.")
    parser.add_argument("--small", action="store_true", help="few rows: shows that all of it works")
    sizes = SMALL if parser.parse_args().small else Sizes()
    _tell("one record")
    one = msgspec.convert(apart(one_record.measure, sizes.one_record), one_record.OneRecord)
    _tell(f"{sizes.million:,} records")
    with tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
        many = million.measure(Path(folder), sizes.million)
    _tell(f"{sizes.growth[0]:,} to {sizes.growth[-1]:,} records")
    with tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
        sized = growth.measure(Path(folder), sizes.growth)
    _tell(f"a file of {sizes.grants:,} grants")
    with tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
        files = imports.measure(Path(folder), sizes.grants)
    _tell(f"a register of {sizes.log:,} consultations")
    logged = register.measure(sizes.log)
    _tell(f"{sizes.texts:,} answers in words")
    texts = msgspec.convert(apart(grouping.measure, sizes.texts), grouping.Grouping)
    _tell("the site")
    site = pages.measure(sizes.signatories, sizes.requests)
    today = date.today()
    print(f"Measured on {today.day} {today:%B %Y}: {machine()}.\n")
    print(table(one, many, sized))
    print(
        f"\n{table_of_imports(files)}\n\n{table_of_register(logged)}\n\n{table_of_pages(site)}\n\n{grouping.line(texts)}"
    )


def _tell(what: str) -> None:
    print(f"Measuring {what} …", file=sys.stderr)


if __name__ == "__main__":
    main()
