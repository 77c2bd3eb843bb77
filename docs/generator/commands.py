"""The page of the commands: what each does, what it takes, what it leaves behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from inspect import cleandoc

import click

from docs.generator.markdown import block, capital, code, codes, page, table
from opencompact.__main__ import COMMANDS
from opencompact.terminal.door import NOT_KEPT, UNUSABLE, Door

ABOUT = """After `./run --set-up` the command is `.venv/bin/opencompact`; these pages write `opencompact`. Add `--help`
to any command to read the same in the terminal. `opencompact --version` says which version you have.

`opencompact --lang cy` before a command gives its answers in Welsh, and so does the variable `OPENCOMPACT_LANG=cy`; see
[Read it in Welsh, and translate it](../how-to/translate.md).

An EDITION is given in one of three ways: by its id (`brentwood-2016`), by its area, whose latest edition is then meant
(`brentwood`), or as the path of a YAML file. A DATE is written `2027-03-31`, `31/03/2027` or `"31 March 2027"`."""

STATUSES = [
    ["0", "It worked, and nothing is not kept."],
    [str(NOT_KEPT), "It worked, and something is not kept (`check`, `evidence check`) or wrong (`lint`)."],
    [str(UNUSABLE), "The call or the input cannot be used. Standard error says where, why, and what to write instead."],
]

ON_ERROR = """Findings go to standard output, messages to standard error. A message has one form: the place, what is
wrong, and what to write instead. Nothing is half done: where one cell of a file cannot be read, every such cell is
named and no promise is judged."""


def commands_page() -> str:
    """The whole page."""
    return page(
        "Commands",
        ABOUT,
        "## Exit statuses",
        table(["Status", "Meaning"], STATUSES),
        ON_ERROR,
        *(part for names, command in commands() for part in _section(names, command)),
    )


def commands() -> Iterator[tuple[Sequence[str], click.Command]]:
    """Every command with the words that call it; a group gives way to what it holds."""
    door = Door(COMMANDS, help="")
    yield from _within([], door)


def _within(names: Sequence[str], group: click.Group) -> Iterator[tuple[Sequence[str], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _within([*names, name], command)
        elif command is not None:
            yield [*names, name], command


def _section(names: Sequence[str], command: click.Command) -> Iterator[str]:
    """One command: its call, its help, its options, an example."""
    called = " ".join(["opencompact", *names])
    context = click.Context(command, info_name=called)
    yield f"## {called}"
    yield block("text", command.get_usage(context).removeprefix("Usage: "))
    yield from (" ".join(paragraph.split()) for paragraph in cleandoc(command.help or "").split("\n\n"))
    yield table(["Option", "Value", "If not given", "What it does"], _options(command, context))
    if command.epilog:
        heading, _, examples = command.epilog.partition(": ")
        yield f"{heading}:"
        yield block("text", "\n".join(example.strip() for example in examples.split(";")))


def _options(command: click.Command, context: click.Context) -> Iterator[list[str]]:
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            names = " / ".join(code(name) for name in [*option.opts, *option.secondary_opts])
            yield [names, _value(option, context), _otherwise(option), capital(option.help or "")]


def _value(option: click.Option, context: click.Context) -> str:
    if option.is_flag:
        return ""
    if isinstance(option.type, click.Choice):
        return codes(map(str, option.type.choices))
    if isinstance(option.type, click.FloatRange):
        return f"{option.type.min} to {option.type.max}"
    return option.make_metavar(context)


def _otherwise(option: click.Option) -> str:
    """What happens without the option."""
    if option.required:
        return "it is needed"
    if option.is_flag and option.secondary_opts:
        return code((option.opts if option.default else option.secondary_opts)[0])
    return code(str(option.default)) if option.show_default else ""
