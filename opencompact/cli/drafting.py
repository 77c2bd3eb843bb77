"""``draft``: the document of an existing agreement as a first edition, to be corrected by a person."""

from __future__ import annotations

from pathlib import Path

import click

from opencompact.core.drafting import draft as drafted
from opencompact.core.drafting import read_document, to_yaml
from opencompact.core.words import _, n_


@click.command(epilog='Example: opencompact draft our-compact.docx --area "Alderwick" > alderwick-2026.yaml')
@click.argument("document", metavar="DOCUMENT", type=click.Path(path_type=Path))
@click.option("--id", "id_", default="", metavar="ID", help="The edition's id; made from the title if not given.")
@click.option("--area", default="", metavar="NAME", help="The area; read from the title if not given.")
def draft(document: Path, id_: str, area: str) -> None:
    """Make a first edition from a Word, PDF or text document, and list what a person should check.

    The edition goes to standard output. What to check, and every paragraph that was left out, goes to standard error.
    """
    made = drafted(read_document(document), id=id_, area=area)
    click.echo(to_yaml(made.edition), nl=False)
    count = len(made.edition.commitments)
    click.echo(n_("{count} promise was found.", "{count} promises were found.", count).format(count=count), err=True)
    if made.unsure:
        click.echo(_("Check these:"), err=True)
    for doubt in made.unsure:
        click.echo(f"- {doubt}", err=True)
    if made.left:
        click.echo(_("Left out of the draft:"), err=True)
    for left in made.left:
        click.echo(f"- {left.place}: {left.words}", err=True)
