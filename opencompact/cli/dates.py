"""``notice`` and ``plan``: the dates that keep a promise, and how each was worked out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import click
from rich.console import Console
from rich.text import Text

from opencompact.core import notices, planning
from opencompact.core.checks.ops import Status
from opencompact.core.compacts import find
from opencompact.core.findings import encode
from opencompact.core.notices import Notice
from opencompact.core.planning import Plan, plan_backward, plan_forward
from opencompact.core.steps import Step
from opencompact.core.words import N_, _, in_words, said
from opencompact.terminal import tables
from opencompact.terminal.door import DAY, EDITION, today

_WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip


@click.command(epilog="Example: opencompact notice --against brentwood --ends 2027-03-31")
@click.option("--against", required=True, type=EDITION, help="An id, an area, or a YAML file.")
@click.option("--ends", type=DAY, help="The day funding ends or changes: which is the last day to give notice?")
@click.option("--given", type=DAY, help="The day notice is given: which is the earliest end?")
@click.option("--as-of", type=DAY, help="The day of asking; today if not given.")
@click.option(
    "--what",
    type=click.Choice(list(notices.CHANGES)),
    default="end",
    show_default=True,
    help="What happens to the funding.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="What is printed."
)
def notice(against: str, ends: date | None, given: date | None, as_of: date | None, what: str, form: str) -> None:
    """Work out the last day to give notice of an end, or the earliest end for a notice."""
    edition, asked = find(against), as_of or today()
    if ends and not given:
        found = notices.notice_for_end(edition, ends, asked, what)
    elif given and not ends:
        found = notices.notice_given(edition, given, asked, what)
    else:
        raise click.UsageError(_("Give one date, either --ends or --given."))
    if form == "json":
        click.echo(encode(notices.as_json(found)))
    else:
        _show_notice(found)


@click.group(epilog="Example: opencompact plan consultation --against bristol --opens 2027-03-01")
def plan() -> None:
    """Go from a wanted day to the days that keep every promise."""


@plan.command(epilog="Example: opencompact plan consultation --against bristol --decide-by 2027-09-15")
@click.option("--against", required=True, type=EDITION, help="An id, an area, or a YAML file.")
@click.option("--opens", type=DAY, help="The opening day: plan forwards from it.")
@click.option("--decide-by", type=DAY, help="The day of the decision: plan backwards from it.")
@click.option("--written/--not-written", default=True, show_default=True, help="Whether it is held in writing.")
@click.option("--as-of", type=DAY, help="The day to plan on; today if not given.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "ics"]),
    default="text",
    show_default=True,
    help="What is printed.",
)
def consultation(
    against: str, opens: date | None, decide_by: date | None, written: bool, as_of: date | None, form: str
) -> None:
    """Plan a consultation from its opening day, or from the day of the decision."""
    edition, day = find(against), as_of or today()
    if opens and not decide_by:
        made = plan_forward(edition, opens, day, written=written)
    elif decide_by and not opens:
        made = plan_backward(edition, decide_by, day, written=written)
    else:
        raise click.UsageError(_("Give one date, either --opens or --decide-by."))
    if form == "json":
        click.echo(encode(planning.as_json(made)))
    elif form == "ics":
        click.echo(planning.as_ical(made), nl=False)
        if not made.feasible:
            click.echo(made.says, err=True)
    else:
        _show_plan(made)


def _on(day: date) -> str:
    """Wednesday 31 March 2027."""
    return _("{weekday} {day}").format(weekday=_(_WEEKDAYS[day.weekday()]), day=in_words(day))


def _paragraph(out: Console, head: str, lines: Iterable[str]) -> None:
    """A heading and what stands under it; nothing where nothing does."""
    told = [line for line in lines if line]
    if told:
        out.print()
        out.print(Text(head, style="bold"))
        for line in told:
            out.print(line)


def _show_notice(found: Notice) -> None:
    out = tables.console()
    out.print(Text(_answer(found).format(day=_on(found.day)), style="bold"))
    if found.passed:
        out.print(_too_late(found))
    commitment = found.promise.commitment
    _paragraph(out, _("How we worked it out"), [found.says])
    _paragraph(out, found.promise.name, [said(commitment.summary)])
    _paragraph(out, _("What else this promise asks for"), found.others)
    _paragraph(out, _("Other changes"), found.elsewhere)
    never = _("No exceptions are allowed.")
    _paragraph(out, _("Exceptions"), [found.exception or never])


def _answer(found: Notice) -> str:
    if found.given:
        return (
            _("The earliest end date is {day}.") if found.what == "end" else _("The earliest date for this is {day}.")
        )
    return _("Notice had to be given by {day}.") if found.passed else _("Give notice by {day}.")


def _too_late(found: Notice) -> str:
    """That the last day has passed, and what a notice given now would lead to."""
    now = notices.notice_given(found.edition, found.as_of, found.as_of, found.what)
    told = _("That date has passed. If you give notice today, {today}, the earliest date is {day}.")
    return told.format(today=in_words(found.as_of), day=_on(now.day))


def _show_plan(made: Plan) -> None:
    out = tables.console()
    title = _("Consultation plan, {day}: {title}")
    out.print(Text(title.format(title=said(made.edition.title), day=in_words(made.as_of)), style="bold"))
    out.print(Text(made.says, style="" if made.feasible else tables.style(Status.AT_RISK)))
    out.print()
    rows = [[step.title, _when(step), step.says, _refs(step.commitments)] for step in made.steps]
    out.print(tables.table([_("Step"), _("Date"), _("Why"), _("Ref")], rows))
    asks = [f"[ ] {_ref(ask.commitment)}  {ask.says}" for ask in made.asks]
    _paragraph(out, _("What else it must do"), asks)
    reasons = [f"{_ref(reason.commitment)}  {reason.says}" for reason in made.reasons]
    _paragraph(out, _("Promises that would not be kept"), reasons)


def _when(step: Step) -> str:
    """The day of a step; for a step without one, where it belongs."""
    if step.day:
        return _on(step.day)
    return _("before opening") if step.name in ("impact", "known", "announce") else _("not set yet")


def _refs(commitments: Iterable[str]) -> str:
    return ", ".join(map(_ref, commitments))


def _ref(commitment: str) -> str:
    """The reference without the edition, which stands above."""
    return commitment.partition("#")[2]
