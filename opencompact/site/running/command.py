"""The commands of the site as people type them. What takes long to load is loaded only where it is needed."""

from __future__ import annotations

import os
from pathlib import Path

import click

from opencompact.core.problems import Unusable

PORT = click.IntRange(1, 65_535)


@click.command(epilog="Example: opencompact demo --port 8080")
@click.option("--port", type=PORT, default=8000, show_default=True, help="Where it answers; else the next free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address of this machine it answers at.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".data/demonstration"),
    show_default=True,
    help="The folder of the demonstration; delete it to begin anew.",
)
def demo(port: int, host: str, data: Path) -> None:
    """The site with the demonstration: invented bodies and groups, and anybody may sign in as any of them."""
    from opencompact.site.running import preparing, serving

    free = serving.free_port(host, port)
    if free is None:
        raise Unusable(f"Port {port} and the twenty after it are taken. Name another: --port 9000")
    address = _address(host, free)
    os.environ.update(
        OPENCOMPACT_DATA=str(data.resolve()), OPENCOMPACT_ADDRESS=address, OPENCOMPACT_DEMONSTRATION="yes",
        OPENCOMPACT_PROXIES="0",
    )  # fmt: skip
    os.environ.setdefault("OPENCOMPACT_LOG", "plain")
    with preparing.alone_in(data.resolve()):
        note = preparing.prepare(data.resolve(), demonstration=True)

        def ready() -> None:
            if free != port:
                click.echo(f"Port {port} is taken, so it is port {free}.")
            click.echo(f"OpenCompact, with an invented area: {address}\nStop it with Ctrl-C.")
            if note.people:
                click.echo(f"\nTo sign in, open {address}/demonstration/ and choose who you are:")
            widest = max((len(who) for who, _ in note.people), default=0)
            for who, email in note.people:
                click.echo(f"  {who:<{widest}}  {email}")

        serving.serve(host, free, _workers(1), data.resolve(), ready)


@click.command(epilog="Example: OPENCOMPACT_ADDRESS=https://compact.example.org opencompact serve")
@click.option("--port", type=PORT, default=8000, show_default=True, help="Where it answers.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address of this machine it answers at.")
@click.option("--new-key", is_flag=True, help="Sign the record with a new key: everybody who checks it will see that.")
def serve(port: int, host: str, new_key: bool) -> None:
    """The site in earnest: web and worker. Refuses settings that are not safe; doctor explains them."""
    from opencompact.site.running import doctor, preparing, serving

    os.environ.setdefault("OPENCOMPACT_LOG", "json")
    refusals = doctor.refusals()
    if refusals:
        raise Unusable(refusals)
    from opencompact.site import settings

    if serving.free_port(host, port, others=0) is None:
        raise Unusable(f"Port {port} is taken. Name another: opencompact serve --port {_another(host, port)}")
    with preparing.alone_in(settings.DATA):
        preparing.prepare(settings.DATA, settings.DEMONSTRATION, new_key)
        serving.serve(
            host, port, _workers(os.cpu_count() or 1), settings.DATA,
            lambda: click.echo(f"OpenCompact answers at {_address(host, port)} for {settings.ADDRESS}", err=True),
        )  # fmt: skip


def _address(host: str, port: int) -> str:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "localhost") else host  # noqa: S104
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _another(host: str, port: int) -> int:
    from opencompact.site.running.serving import free_port

    return free_port(host, port + 1) or 0


def _workers(usual: int) -> int:
    from opencompact.site.running.variables import number

    return number("OPENCOMPACT_WORKERS", usual, least=1)


@click.command(epilog="Example: opencompact doctor")
def doctor() -> int:
    """What is set, what is missing and what to do. The exit status is 1 where something must be done."""
    from rich.text import Text

    from opencompact.site.running import doctor as found
    from opencompact.terminal.tables import console, table

    lines = found.lines()
    colours = {found.State.FINE: "green", found.State.NOTE: "cyan", found.State.ACT: "bold red"}
    words = {found.State.FINE: "fine", found.State.NOTE: "to know", found.State.ACT: "to do"}
    rows = [
        (Text(words[each.state], style=colours[each.state]), each.what, _told(each.found, each.to_do)) for each in lines
    ]
    console().print(table(["", "What", "How it is, and what to do"], rows, narrowest={0: 7}))
    return int(any(each.state is found.State.ACT for each in lines))


def _told(found: str, to_do: str) -> str:
    return f"{found}: {to_do}." if to_do else found


@click.command(epilog="Example: opencompact backup site-2026-11-21.tar.gz")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--with-keys", is_flag=True, help="The keys as well. Who has them can sign in the name of the record.")
def backup(file: Path, with_keys: bool) -> None:
    """Write everything into one file, while the site runs: the database and what was uploaded."""
    from opencompact.site.running import keeping

    manifest = keeping.back_up(file, with_keys=with_keys)
    click.echo(f"{file}: {sum(manifest.rows.values())} rows, {manifest.uploads} files, {manifest.entries} entries.")
    if not with_keys:
        click.echo(
            f"The keys are not in it. Keep the folder {keeping.keys_folder()} and the file secret-key beside it in "
            "another place: without them nothing can be signed that continues the record."
        )


@click.command(epilog="Example: opencompact restore site-2026-11-21.tar.gz")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in the place of what is there.")
def restore(file: Path, replace: bool) -> None:
    """Bring back what a backup holds, and check it. The site has to be stopped."""
    from opencompact.site.running import keeping

    manifest, notes = keeping.restore(file, replace=replace)
    click.echo(f"Restored: {sum(manifest.rows.values())} rows, {manifest.uploads} files, {manifest.entries} entries.")
    for each in notes:
        click.echo(each)
