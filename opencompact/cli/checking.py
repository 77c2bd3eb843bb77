"""``check``: registers held against an edition."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from opencompact.cli.verdicts import report
from opencompact.core.checks.records import REGISTERS
from opencompact.core.compacts import find
from opencompact.core.exchange.columns import load_columns
from opencompact.core.exchange.reading import read, together
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _
from opencompact.terminal.door import DAY, EDITION, today
from opencompact.terminal.waiting import waiting


@click.command(epilog="Example: opencompact check consultations.csv grants.xlsx --against bristol --as-of 2027-02-01")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--against", required=True, type=EDITION, help="An id, an area, or a YAML file.")
@click.option(
    "--register", type=click.Choice(list(REGISTERS)), help="What the files hold, where their names don't say."
)
@click.option("--as-of", type=DAY, help="The day to judge by; today if not given.")
@click.option("--columns", type=click.Path(path_type=Path), help="A file that says which column title is which field.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="What is printed.",
)
@click.option("--all", "everything", is_flag=True, help="Show the promises that were kept as well.")
def check(
    paths: tuple[Path, ...],
    against: str,
    register: str | None,
    as_of: date | None,
    columns: Path | None,
    form: str,
    everything: bool,
) -> int:
    """Hold registers against an edition: which promises were kept, which not, and what would put each right.

    The exit status is 0 where nothing is not kept, 1 where something is, and 2 where the input cannot be used.
    """
    twice = [path for place, path in enumerate(paths) if path.resolve() in [each.resolve() for each in paths[:place]]]
    if twice:
        raise Unusable([Problem(str(twice[0]), _("this file is listed twice"), _("list it only once"))])
    edition = find(against)
    mapping = load_columns(columns) if columns else None
    with waiting(_("Reading")):
        reading = together([read(path, register=register, columns=mapping) for path in paths])
    return report(edition, reading, as_of or today(), form, everything)
