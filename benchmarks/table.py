"""Everything measured, as one table in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from statistics import median

from benchmarks.answers import Compared, Verdicts
from benchmarks.growth import Size
from benchmarks.imports import Imports
from benchmarks.measuring import Each, Took
from benchmarks.million import Million
from benchmarks.one_record import OneRecord
from benchmarks.pages import Pages
from benchmarks.register import Register

Row = tuple[str, str, str, str]
HEADS: Row = ("what", "time", "peak memory", "what it gives, and whether it agrees")


def table(one: OneRecord, million: Million, sizes: list[Size]) -> str:
    """The whole table."""
    rows = [HEADS, ("---", "---:", "---:", "---"), *_one_record(one), *_million(million), *_growth(sizes)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _heading(text: str) -> Row:
    return f"**{text}**", "", "", ""


def _one_record(one: OneRecord) -> Iterator[Row]:
    yield _heading("One record, six checks: processor time a record, best round (middle round)")
    yield _each("OpenCompact: findings", one.findings, "status, dates, which rule decided, what is missing")
    yield _each("OpenCompact: findings and their facts", one.facts, "and the facts each finding rests on")
    yield _each("OpenCompact: findings in words", one.sentences, "reason and remedy as sentences")
    yield _each("OpenCompact: findings as JSON", one.json, "all of this as JSON objects")
    gives = f"status, dates, what is missing; no reasons. {one.by_hand_differ:,} of {one.records * 6:,} differ"
    yield _each("Python by hand", one.by_hand, gives)
    if one.dateutil and one.dateutil_says:
        yield _each("dateutil by hand, one check of the six", one.dateutil, _boolean(one.dateutil_says))
    if one.zen and one.zen_says:
        yield _each("zen-engine expression, one check of the six", one.zen, _boolean(one.zen_says))


def _each(what: str, took: Each, gives: str) -> Row:
    return what, f"{took.best:.1f} µs ({took.middle:.1f} µs)", "", gives


def _million(million: Million) -> Iterator[Row]:
    yield _heading(f"{million.rows:,} records: files in, files out")
    ours, by_hand = ([getattr(pair, side) for pair in million.pairs] for side in ("ours", "by_hand"))
    gives = (
        f"every status and date; {million.ratio():.2f} times SQL by hand ({million.processor_ratio():.2f} in processor "
        f"time). {_compared(million.sample, 'cells')} from the one-record reader, "
        f"{_compared(million.absent, 'cells')} where facts are not in the data at all"
    )
    yield _row("OpenCompact: six checks, Parquet", ours, gives)
    yield _row("DuckDB SQL by hand: six checks, Parquet", by_hand, f"the same; {_compared(million.alike, 'rows')}")
    yield _row("OpenCompact: six checks, CSV", [million.csv], "the same, from text")
    yield _row("OpenCompact: six checks, JSON lines", [million.json_lines], "the same, from text")
    yield _row("OpenCompact: one check, Parquet", [million.notice], "status and dates, written to a file")
    for name, (took, says) in million.beside.items():
        yield _row(f"{name}: one check, in memory", [took], _boolean(says))


def _row(what: str, took: Iterable[Took], gives: str) -> Row:
    seconds, peak = zip(*((each.seconds, each.peak_mb) for each in took), strict=True)
    return what, _seconds(median(seconds)), f"{max(peak):,.0f} MB", gives


def _seconds(count: float) -> str:
    return f"{count:.2f} s" if count >= 1 else f"{count * 1000:.0f} ms"


def _compared(found: Compared, things: str) -> str:
    return f"{found.different:,} of {found.count:,} {things} differ"


def _boolean(says: Verdicts) -> str:
    """What a bare yes or no is worth, beside the findings."""
    told = [f"a bare yes or no. Both dates there: {says.alike:,} of {says.whole:,} as OpenCompact"]
    if says.with_reason:
        told.append(f"{says.with_reason:,} no, where a recorded reason allows it")
    if differ := says.whole - says.alike - says.with_reason:
        told.append(f"{differ:,} differ")
    lacking = f"A date missing ({says.lacking:,}): {says.yes:,} yes, {says.lacking - says.yes:,} no"
    return f"{', '.join(told)}. {lacking}"


def _growth(sizes: list[Size]) -> Iterator[Row]:
    yield _heading("More rows: processor time for each million (elapsed)")
    for size in sizes:
        yield _size("OpenCompact", size.rows, size.ours, "every status and date of six checks")
        yield _size("DuckDB SQL by hand", size.rows, size.by_hand, "the same")


def _size(whose: str, rows: int, took: Took, gives: str) -> Row:
    millions = rows / 1_000_000
    time = f"{took.processor / millions:.2f} s ({took.seconds / millions:.2f} s)"
    return f"{whose}: {rows:,} rows", time, f"{took.peak_mb:,.0f} MB", gives


IMPORT_HEADS: Row = ("file", "processor time", "peak memory", "what came of it")


def table_of_imports(files: Imports) -> str:
    """What reading the files of others costs."""
    rows = [IMPORT_HEADS, ("---", "---:", "---:", "---")]
    grants = f"{files.grants:,} grants"
    named = {"CSV": files.csv, "JSON": files.json, "XLSX": files.xlsx}
    rows += [_file(f"{grants}, {name}", took, f"{took.found:,} records") for name, took in named.items()]
    rows.append(_file("a workbook that reaches over a million blank rows, XLSX", files.blank, "refused"))
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _file(what: str, took: Took, outcome: str) -> Row:
    return what, _seconds(took.processor), f"{took.peak_mb:,.0f} MB", outcome


REGISTER_HEADS: Row = ("step", "processor time", "peak memory", "what came of it")


def table_of_register(register: Register) -> str:
    """What it costs to bring a register into the site, and to give it out."""
    rows = [REGISTER_HEADS, ("---", "---:", "---:", "---")]
    rows += [_file(name, took, str(took.found)) for name, took in register.steps.items()]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


PAGE_HEADS: Row = ("page", "queries", "processor time", "before compression")


def table_of_pages(site: Pages) -> str:
    """What the pages of the site cost, and the site as a whole."""
    rows = [PAGE_HEADS, ("---", "---:", "---:", "---:")]
    rows += [
        (page.name, str(page.queries), f"{page.milliseconds:.1f} ms", f"{page.bytes / 1000:.0f} kB")
        for page in site.asked.pages
    ]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines += [
        "",
        f"With {site.signatories:,} more signatories than the demonstration has. A process that answered "
        f"{site.asked.requests:,} requests holds {site.asked.memory_mb:.0f} MB. The demonstration answers "
        f"{site.first_start:.1f} s after it was started for the first time, and {site.second_start:.1f} s after that.",
    ]
    return "\n".join(lines)
