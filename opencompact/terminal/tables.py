"""Tables that fit the terminal, with colour only on one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from shutil import get_terminal_size

from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from opencompact.core.checks.ops import Status
from opencompact.core.words import N_, _

NAMES = {
    Status.NOT_KEPT: N_("not kept"),
    Status.AT_RISK: N_("at risk"),
    Status.DUE: N_("due"),
    Status.CANNOT_TELL: N_("not known"),
    Status.KEPT_WITH_REASON: N_("kept with a reason"),
    Status.KEPT: N_("kept"),
    Status.NOT_APPLICABLE: N_("does not apply"),
}
_STYLES = {
    Status.NOT_KEPT: "bold red",
    Status.AT_RISK: "bold yellow",
    Status.DUE: "cyan",
    Status.CANNOT_TELL: "magenta",
    Status.KEPT_WITH_REASON: "green",
    Status.KEPT: "bold green",
    Status.NOT_APPLICABLE: "dim",
}


def console() -> Console:
    """Where tables are written: as wide as the terminal, or 110 columns in a file or a pipe."""
    return Console(
        width=get_terminal_size((110, 25)).columns, highlight=False, soft_wrap=False, emoji=False, markup=False
    )


def style(found: Status) -> str:
    """The colour of a status, on a terminal."""
    return _STYLES[found]


def status(found: Status) -> Text:
    """A status as a person reads it."""
    return Text(_(NAMES[found]), style=_STYLES[found])


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str | Text]],
    numbers: Sequence[int] = (),
    widest: Mapping[int, int] | None = None,
    narrowest: Mapping[int, int] | None = None,
) -> Table:
    """A plain table; the columns in ``numbers`` stand to the right, some have a width they keep within."""
    made = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for place, head in enumerate(heads):
        side: JustifyMethod = "right" if place in numbers else "left"
        most, least = (widest or {}).get(place), (narrowest or {}).get(place)
        made.add_column(head, justify=side, overflow="fold", max_width=most, min_width=least)
    for row in rows:
        made.add_row(*row)
    return made
