"""The examples that stand in the pages: found, run, and written with what the program answers today.

A block marked ``console`` holds commands, each on a line that begins with ``$``, and below each what it prints. A line
``…`` stands for lines left out. All blocks of a page run one after the other in a fresh copy of ``docs/examples``;
those of the README run beside a copy of ``docs``.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"
LEFT_OUT = "…"
WIDTH = "100"  # columns: what a page shows without scrolling
_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


class Call(msgspec.Struct, frozen=True):
    """A command of a page, and what stands below it."""

    command: str
    prints: list[str]


def pages() -> list[Path]:
    """The README and every page of the documentation."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def has_calls(page: Path) -> bool:
    """Whether a page has an example to run."""
    return _BLOCK.search(page.read_text("utf-8")) is not None


def calls_of(block: str) -> Iterator[Call]:
    """The commands of one block. A command goes on in the next line where it ends with a backslash."""
    lines = block.splitlines()
    starts = [at for at, line in enumerate(lines) if line.startswith("$ ")]
    if starts[:1] != [0]:
        raise AssertionError(f"a console block begins with a command: {lines[:1]}")
    for at, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        below = at + 1
        while lines[below - 1].endswith("\\"):
            below += 1
        yield Call("\n".join(lines[at:below]).removeprefix("$ "), lines[below:end])


def run_anew(page: Path) -> str:
    """The page with the output of every command as it is today; what was left out stays left out."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        examples = root / EXAMPLES.relative_to(ROOT)
        shutil.copytree(EXAMPLES, examples)
        terminal = Terminal(root if page.parent == ROOT else examples)
        return _BLOCK.sub(lambda found: terminal.block(found[0]), page.read_text("utf-8"))


class Terminal:
    """A terminal in a folder, as wide as the pages are. It remembers how the last command ended."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.status = 0

    def block(self, block: str) -> str:
        """One block, with what its commands print today."""
        lines: list[str] = []
        for call in calls_of(block):
            lines += [f"$ {call.command}", *shortened(self.run(call.command), call.prints)]
        return "\n".join(lines) + "\n"

    def run(self, command: str) -> list[str]:
        """What a command prints, errors included."""
        program = f'opencompact() {{ {shlex.quote(sys.executable)} -m opencompact "$@"; }}\n(exit {self.status})\n'
        kept = {name: os.environ[name] for name in ("HOME", "PATH", "TMPDIR") if name in os.environ}
        settings = {"COLUMNS": WIDTH, "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)}
        told = subprocess.run(  # noqa: S603  # the commands are those of our own pages
            ["/bin/sh", "-c", program + command],
            cwd=self.folder,
            env=kept | settings,  # whatever colours or narrows this terminal stays outside
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        self.status = told.returncode
        return [line.rstrip() for line in told.stdout.decode("utf-8").splitlines()]


def shortened(lines: Sequence[str], prints: Sequence[str]) -> list[str]:
    """The lines, with those left out that the page leaves out: it keeps as many at the top and at the end."""
    if LEFT_OUT not in prints:
        return list(lines)
    top = prints.index(LEFT_OUT)
    end = len(prints) - top - 1
    if top + end >= len(lines):
        return list(lines)
    return [*lines[:top], LEFT_OUT, *lines[len(lines) - end :]]
