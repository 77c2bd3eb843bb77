"""The editions themselves: ``list``, ``show``, ``lint`` and ``compare``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click
from rich.console import RenderableType
from rich.text import Text

from opencompact.cli import showing
from opencompact.core import comparing, linting
from opencompact.core.compacts import find, find_source, read_shipped, shipped
from opencompact.core.comparing import LEAST, Comparison, Match, counted, names, says
from opencompact.core.describing import SIDES, VERIFIED
from opencompact.core.editions import Change, Commitment, Edition, Party, Verify
from opencompact.core.findings import encode
from opencompact.core.linting import Remark, Severity
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _, language, n_, said, speaking
from opencompact.terminal import tables
from opencompact.terminal.door import DAY, EDITION, LANGUAGES, today

WRONG = 1


@click.command("list", epilog="Example: opencompact list --format json")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="What is printed.",
)
def list_(form: str) -> None:
    """Show the editions that come with the program, and how many promises each holds."""
    editions = [read_shipped(id).edition for id in shipped()]
    if form == "json":
        click.echo(encode({"editions": [_counted(edition) for edition in editions]}))
        return
    heads = [_("Edition"), _("Area"), _("In force"), _("Promises by"), _("Checked")]
    rows: list[list[str | Text]] = []
    for edition in editions:
        name = Text(edition.id, style="bold").append(f"\n{said(edition.title)}", style="not bold")
        told = [_told(edition, SIDES), _told(edition, VERIFIED)]
        rows.append([name, said(edition.area.name), showing.in_force(edition), *told])
    tables.console().print(tables.table(heads, rows, widest={2: 13, 4: 14}, narrowest={3: 12, 4: 14}))


def _told(edition: Edition, names: Mapping[Party, str] | Mapping[Verify, str]) -> str:
    """17 public, 11 voluntary, 26 both."""
    counts = _counts(edition)
    return "\n".join(f"{counts[each]} {_(name)}" for each, name in names.items() if counts[each])


def _counts(edition: Edition) -> Counter[str]:
    """How many promises each side makes, and how they are checked."""
    return Counter(str(each) for commitment in edition.commitments for each in (commitment.by, commitment.verify))


def _counted(edition: Edition) -> dict[str, Any]:
    counts = _counts(edition)
    return {
        "id": edition.id,
        "title": said(edition.title),
        "area": said(edition.area.name),
        "in_force": showing.as_data(edition.in_force),
        "template": edition.template,
        "commitments": len(edition.commitments),
        "by": {str(side): counts[side] for side in Party},
        "verify": {str(way): counts[way] for way in Verify},
    }


@click.command(epilog='Examples: opencompact show bristol; opencompact show "bristol-2012#5.5" --format yaml')
@click.argument("wanted", metavar="EDITION[#REF]", type=EDITION)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "yaml"]),
    default="text",
    show_default=True,
    help="What is printed.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="English or Welsh, as with --lang before the command.")
def show(wanted: str, form: str, lang: str | None) -> None:
    """Show an edition, or one commitment of it in full. Put quotation marks around an address with a #."""
    name, mark, ref = (wanted, "", "") if Path(wanted).is_file() else wanted.partition("#")
    edition = find(name)
    commitment = _commitment(edition, ref) if mark else None
    with speaking(lang or language()):
        if form == "text":
            out = tables.console()
            for part in showing.commitment(edition, commitment) if commitment else showing.edition(edition):
                out.print(part)
        elif form == "yaml":
            click.echo(showing.as_yaml(commitment or edition), nl=False)
        else:
            click.echo(
                encode(showing.commitment_as_data(edition, commitment) if commitment else showing.as_data(edition))
            )


def _commitment(edition: Edition, ref: str) -> Commitment:
    """A commitment by its reference; small letters do for large ones only in a suggestion."""
    by_ref = {commitment.ref: commitment for commitment in edition.commitments}
    if ref in by_ref:
        return by_ref[ref]
    large = {each.upper(): each for each in by_ref}
    near = get_close_matches(ref.upper(), list(large), 1)
    says = _('{edition} has no commitment "{ref}"').format(edition=edition.id, ref=ref)
    mend = _("see them all with: opencompact show {edition}").format(edition=edition.id)
    if near:
        mend = _('write "{word}"').format(word=f"{edition.id}#{large[near[0]]}")
    raise Unusable([Problem("", says, mend)])


@click.command(epilog="Example: opencompact lint our-compact.yaml --as-of 2027-02-01")
@click.argument("wanted", metavar="FILE")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="What is printed."
)
@click.option("--as-of", type=DAY, help="The day to judge by; today if not given.")
def lint(wanted: str, form: str, as_of: date | None) -> int:
    """Read an edition for what its authors may not have meant. FILE is a YAML file, or the id of an edition.

    Exit status: 0 nothing is wrong, though there may be advice; 1 something is wrong; 2 the file is not an edition.
    """
    source, day = find_source(wanted), as_of or today()
    found = linting.lint(source, day)
    counts = Counter(remark.severity for remark in found)
    if form == "json":
        told = [_remark(remark) for remark in found]
        summary = {str(severity): counts[severity] for severity in Severity}
        click.echo(
            encode({"edition": source.edition.id, "as_of": day.isoformat(), "remarks": told, "summary": summary})
        )
    else:
        for remark in found:
            click.echo(_line(remark))
        message = _("{edition}: {wrong} to correct, {advice} to consider.")
        parts = {"edition": source.edition.id, "wrong": counts[Severity.WRONG], "advice": counts[Severity.ADVICE]}
        click.echo(message.format(**parts), err=True)
    return WRONG if counts[Severity.WRONG] else 0


def _remark(remark: Remark) -> dict[str, str]:
    problem = remark.problem
    return {"place": problem.place, "severity": str(remark.severity), "says": problem.says, "mend": problem.mend}


def _line(remark: Remark) -> str:
    """``file:line:column: what is wrong; what to write instead``; advice says that it is only that."""
    problem = remark.problem
    if remark.severity is Severity.ADVICE:
        problem = Problem(problem.place, _("to consider: {says}").format(says=problem.says), problem.mend)
    return str(problem)


@click.command(epilog="Example: opencompact compare bristol brentwood --least 0.4")
@click.argument("left", metavar="EDITION", type=EDITION)
@click.argument("right", metavar="EDITION", type=EDITION)
@click.option(
    "--least", type=click.FloatRange(0, 1), default=LEAST, show_default=True, help="Leave out what is less alike."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="What is printed.",
)
def compare(left: str, right: str, least: float, form: str) -> None:
    """Line up the clauses of two editions that look alike, and say what they promise differently."""
    comparison = comparing.compare(find(left), find(right), least)
    if form == "json":
        click.echo(encode(comparing.as_json(comparison)))
        return
    out = tables.console()
    for part in _side_by_side(comparison):
        out.print(part)


def _side_by_side(comparison: Comparison) -> Iterator[RenderableType]:
    yield Text(_headline(comparison), style="bold")
    yield _counts_in_words(comparison)
    yield _("We compare the words and checks of the clauses and suggest which ones match. It is for people to decide.")
    yield ""
    figures = [
        says(comparison, match, each)
        for match in comparison.matches
        for each in match.differences
        if match.sure and each.figures
    ]
    if figures:
        yield Text(_("Different figures"), style="bold")
        yield from (f"· {figure}" for figure in figures)
        yield ""
    rows = [row for match in comparison.matches for row in _lines(comparison, match)]
    yield tables.table([_("Similar"), _("Clause"), _("What it says, and what differs")], rows)
    for name, alone in zip(names(comparison), (comparison.left_alone, comparison.right_alone), strict=True):
        title = _("{name}, no close match in the other: {count}").format(name=name, count=len(alone))
        yield Text(f"\n{title}", style="bold")
        if alone:
            heads = [_("Ref"), _("By"), _("Promise")]
            yield tables.table(heads, [[each.ref, _(SIDES[each.by]), said(each.summary)] for each in alone])


def _headline(comparison: Comparison) -> str:
    """How many clauses belong together, and how many only may."""
    sure = sum(match.sure for match in comparison.matches)
    message = n_(
        "{left} and {right}: {count} pair of clauses is about the same thing.",
        "{left} and {right}: {count} pairs of clauses are about the same thing.",
        sure,
    )
    left, right = (f"{said(each.title)} ({each.id})" for each in (comparison.left, comparison.right))
    told = message.format(count=sure, left=left, right=right)
    unsure = len(comparison.matches) - sure
    more = n_("{count} more may be.", "{count} more may be.", unsure).format(count=unsure)
    return f"{told} {more}" if unsure else told


def _counts_in_words(comparison: Comparison) -> str:
    """What the pairs that are sure come to."""
    counts, right = counted(comparison), names(comparison)[1]
    message = _(
        "Of the sure pairs, {right} asks more in {more}, less in {less}, the same in {same}; "
        "{other} differ in another way."
    )
    numbers = (counts[Change.TIGHTENED], counts[Change.LOOSENED], counts[Change.SAME], counts[None])
    return message.format(right=right, **dict(zip(("more", "less", "same", "other"), numbers, strict=True)))


def _lines(comparison: Comparison, match: Match) -> Iterator[list[str | Text]]:
    left, right = names(comparison)
    likeness = _("certain") if match.certain else f"{match.likeness:.0%}" if match.sure else _("possible")
    yield [Text(likeness, style="bold"), f"{left} {match.left.ref}", said(match.left.summary)]
    yield ["", f"{right} {match.right.ref}", said(match.right.summary)]
    for difference in match.differences:
        yield ["", "", Text(f"· {says(comparison, match, difference)}", style="cyan")]
    yield ["", "", ""]
