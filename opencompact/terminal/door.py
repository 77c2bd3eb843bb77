"""What every command shares: commands loaded when asked for, errors as a sentence, exit statuses with a meaning."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import date, datetime
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

import click
from click.shell_completion import CompletionItem

from opencompact import __version__
from opencompact.core.compacts import shipped
from opencompact.core.exchange.cells import read_day
from opencompact.core.problems import Unusable
from opencompact.core.words import _, speaking

NOT_KEPT = 1
UNUSABLE = 2
LANGUAGES = ["en", "cy"]


class Door(click.Group):
    """A group of commands, each imported only when it is asked for."""

    def __init__(self, places: Mapping[str, str], help: str) -> None:
        super().__init__(
            "opencompact", help=help, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
        )
        self.places = places
        self.params.append(
            click.Option(
                ["--version"],
                is_flag=True,
                expose_value=False,
                is_eager=True,
                callback=_version,
                help="Show the version.",
            )
        )
        self.params.append(
            click.Option(
                ["--lang"],
                type=click.Choice(LANGUAGES),
                default="en",
                show_default=True,
                envvar="OPENCOMPACT_LANG",
                show_envvar=True,
                expose_value=False,
                callback=_speak,
                help="The language of the answers: English or Welsh.",
            )
        )

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = self.places.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"opencompact {__version__}")
        ctx.exit()


def _speak(ctx: click.Context, param: click.Parameter, value: str) -> None:
    """The command that follows speaks this language, until it has ended."""
    ctx.with_resource(speaking(value))


def enter(door: click.Group) -> None:
    """Run a command; whatever happens, a person reads a sentence and a program reads a status."""
    try:
        sys.exit(door.main(standalone_mode=False, prog_name="opencompact") or 0)
    except click.exceptions.Abort:
        _leave("", 130)
    except click.exceptions.NoArgsIsHelpError as error:
        _leave(error.format_message(), UNUSABLE)
    except click.UsageError as error:
        hint = f' Try "{error.ctx.command_path} --help".' if error.ctx else ""
        _leave(f"{error.format_message().rstrip('.')}.{hint}", UNUSABLE)
    except click.ClickException as error:
        _leave(error.format_message(), UNUSABLE)
    except Unusable as error:
        _leave(str(error), UNUSABLE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(UNUSABLE)
    except Exception as error:
        if os.environ.get("OPENCOMPACT_DEBUG"):
            raise
        _leave(
            f"This is our own mistake ({type(error).__name__}: {error}). Nothing was written; please report it.",
            UNUSABLE,
        )


def _leave(message: str, status: int) -> None:
    if message:
        click.echo(message, err=True)
    sys.exit(status)


class Day(click.ParamType[date]):
    """A date as people write it."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            found = read_day(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if found is None:
            self.fail(_("enter a date, for example 2027-03-31"), param, ctx)
        return found


class EditionName(click.ParamType[str]):
    """An edition as people name it: an id, an area, or a path. The shell completes what comes with the program."""

    name = "EDITION"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(id) for id in shipped() if id.startswith(incomplete)]


DAY, EDITION = Day(), EditionName()


def today() -> date:
    """Today where the areas are; only the outermost part of the program asks the clock."""
    return datetime.now(ZoneInfo("Europe/London")).date()
