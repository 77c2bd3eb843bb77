"""Every page that is written by the program, and how they are written anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from docs.generator.commands import commands_page
from docs.generator.consoles import ROOT, has_calls, pages, run_anew
from docs.generator.findings import findings_page, statuses_page
from docs.generator.keys import edition_files_page
from docs.generator.kinds import kinds_page
from docs.generator.registers import registers_page
from opencompact.core.schema import written

REFERENCE = ROOT / "docs" / "reference"
PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "edition-files.md": edition_files_page,
    "edition.schema.json": written,
    "findings.md": findings_page,
    "kinds-of-check.md": kinds_page,
    "registers.md": registers_page,
    "statuses.md": statuses_page,
}


def main() -> None:
    """Write the reference pages, then the output of every example."""
    for name, make in PAGES.items():
        _write(REFERENCE / name, make())
    for page in pages():
        if has_calls(page):
            _write(page, run_anew(page))


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text("utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        print(f"written anew: {path.relative_to(ROOT)}")
