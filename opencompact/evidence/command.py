"""``evidence check``: the terminal's way in."""

from __future__ import annotations

import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path

import click
import msgspec
from rich.text import Text

from opencompact.core.checks.ops import Status
from opencompact.core.checks.records import REGISTERS
from opencompact.core.compacts import find
from opencompact.core.exchange.columns import Columns, Matched, load_columns, match
from opencompact.core.exchange.writing import to_marked_table
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _, n_
from opencompact.evidence.check import Job, Outcome, check
from opencompact.evidence.duck import Duck
from opencompact.evidence.files import Files, Unplain, prepared, rewritten
from opencompact.terminal import tables
from opencompact.terminal.door import DAY, EDITION, NOT_KEPT, today
from opencompact.terminal.waiting import waiting

SHOWN = (Status.KEPT, Status.KEPT_WITH_REASON, Status.DUE, Status.AT_RISK, Status.NOT_KEPT, Status.CANNOT_TELL)


@click.group()
def evidence() -> None:
    """Checks over files of any size, up to a nation's."""


@evidence.command(
    "check", epilog="Example: opencompact evidence check awards.parquet --against model --register awards --out results"
)
@click.argument("data", metavar="DATA...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--against", required=True, type=EDITION, help="An id, an area, or a YAML file.")
@click.option("--register", required=True, type=click.Choice(list(REGISTERS)), help="What the data holds.")
@click.option("--as-of", type=DAY, help="The day to judge by; today if not given.")
@click.option(
    "--engine",
    type=click.Choice(["duckdb"]),
    default="duckdb",
    show_default=True,
    expose_value=False,  # there is one
    help="What reads the data.",
)
@click.option("--columns", type=click.Path(path_type=Path), help="A file that says which column title is which field.")
@click.option("--strict", is_flag=True, help="Refuse the files for a single cell that can't be read.")
@click.option(
    "--repeated",
    type=click.Choice(["set-aside", "refuse"]),
    default="set-aside",
    show_default=True,
    help="What to do with ids used more than once.",
)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder for the results."
)
def evidence_check(
    data: tuple[Path, ...],
    against: str,
    register: str,
    as_of: date | None,
    columns: Path | None,
    strict: bool,
    repeated: str,
    out: Path,
) -> int:
    """Check Parquet, CSV, JSON lines, workbooks or published grants against an edition.

    Writes findings.parquet and summary.json. Rows that can't be read are set aside: set-aside.csv lists them. The exit
    status is 0 where nothing is not kept, 1 where something is, and 2 where the data can't be used.
    """
    edition, mapping = find(against), load_columns(columns) if columns else None
    job = Job(edition, register, as_of or today(), {}, "refuse" if strict else repeated)
    with tempfile.TemporaryDirectory(prefix="opencompact-") as folder, waiting(_("Checking")):
        files = prepared(data, register, mapping)
        if files:
            try:
                outcome = _check(files, job, mapping, strict, out)
            except Unplain:
                files = None
        if files is None:
            files = rewritten(data, register, mapping, strict, Path(folder))
            outcome = _check(files, job, None, strict, out)
    _tell_aside(files, out)
    show(outcome, out)
    return NOT_KEPT if any(counts[Status.NOT_KEPT] for counts in outcome.summary.values()) else 0


def _check(files: Files, job: Job, mapping: Columns | None, strict: bool, out: Path) -> Outcome:
    """Check files an engine reads; what it set aside joins what was set aside before."""
    with closing(Duck(strict=strict, separator=files.separator)) as duck:
        duck.plain_only = True
        matched = match(job.register, duck.headers(files.paths), mapping)
        found = check(duck, msgspec.structs.replace(job, fields=matched.fields), out)
        tell(job.register, matched)
        for line in files.told:
            click.echo(line, err=True)
        files.aside += duck.aside
        files.rows_aside += duck.rows_aside
        if duck.left_aside:
            told = n_(
                "{count} row ignored: blank, or totals", "{count} rows ignored: blank, or totals", duck.left_aside
            )
            click.echo(told.format(count=duck.left_aside), err=True)
    return found


def _tell_aside(files: Files, out: Path) -> None:
    """Which rows were set aside and why, in a file beside the results; how many, for whoever looks on."""
    listed = out / "set-aside.csv"
    listed.unlink(missing_ok=True)
    if files.rows_aside:
        rows = [[each.place, each.says, each.mend] for each in files.aside]
        listed.write_bytes(to_marked_table([["place", "reason", "remedy"], *rows]))
        told = n_("{count} row set aside; see {file}", "{count} rows set aside; see {file}", files.rows_aside)
        click.echo(told.format(count=f"{files.rows_aside:,}", file=listed), err=True)


def tell(register: str, matched: Matched) -> None:
    """How the columns were understood, on standard error; none at all cannot be checked."""
    if not matched.fields:
        says = _("none of the columns match {register}").format(register=register)
        raise Unusable([Problem("", says, _("choose another register, or give a columns file"))])
    for header, why in matched.guessed.items():
        message = _('we read "{header}" as {field} ({why})')
        click.echo(message.format(header=header, field=matched.fields[header], why=why), err=True)
    if matched.left:
        click.echo(_("Ignored: {headers}").format(headers=", ".join(matched.left)), err=True)


def show(outcome: Outcome, out: Path) -> None:
    """The counts as a table."""
    console = tables.console()
    told = n_(
        "{count} record checked; the findings are in {out}",
        "{count} records checked; the findings are in {out}",
        outcome.records,
    )
    console.print(Text(told.format(count=f"{outcome.records:,}", out=out / "findings.parquet"), style="bold"))
    rows = [[name, *(f"{counts[status]:,}" for status in SHOWN)] for name, counts in outcome.summary.items()]
    console.print(
        tables.table([_("Promise"), *(_(tables.NAMES[status]) for status in SHOWN)], rows, numbers=range(1, 7))
    )
