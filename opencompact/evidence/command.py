"""``evidence check``: the terminal's way in."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import click
from rich.text import Text

from opencompact.core.checks.ops import Status
from opencompact.core.checks.records import REGISTERS
from opencompact.core.compacts import find
from opencompact.core.exchange.columns import Matched, load_columns, match
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _, n_
from opencompact.evidence.check import Job, Outcome, check
from opencompact.evidence.duck import Duck
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
    "--engine", type=click.Choice(["duckdb"]), default="duckdb", show_default=True, help="What reads the data."
)
@click.option("--columns", type=click.Path(path_type=Path), help="A file that says which column title is which field.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder for the results."
)
def evidence_check(
    data: tuple[Path, ...],
    against: str,
    register: str,
    as_of: date | None,
    engine: str,
    columns: Path | None,
    out: Path,
) -> int:
    """Hold Parquet, CSV or JSON lines against an edition; write findings.parquet and summary.json.

    The exit status is 0 where nothing is not kept, 1 where something is, and 2 where the data cannot be used.
    """
    edition = find(against)
    mapping = load_columns(columns) if columns else None
    with closing(Duck()) as duck, waiting(_("Checking"), duck.done):
        matched = match(register, duck.headers(data), mapping)
        tell(register, matched)
        outcome = check(duck, Job(edition, register, as_of or today(), matched.fields), out)
    if duck.left_aside:
        told = n_("{count} row ignored: blank, or totals", "{count} rows ignored: blank, or totals", duck.left_aside)
        click.echo(told.format(count=duck.left_aside), err=True)
    show(outcome, out)
    return NOT_KEPT if any(counts[Status.NOT_KEPT] for counts in outcome.summary.values()) else 0


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
