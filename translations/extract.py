"""Collect every text of the program for its translators, and bring the translations up to date.

    .venv/bin/python translations/extract.py

It reads ``opencompact/`` and writes ``opencompact/locale/opencompact.pot``; then it adds what is new to each
translation, without words, and takes out what the program no longer says. No date, line number or path outside the
package gets in, so that a file changes only where a text does.
"""

from __future__ import annotations

from pathlib import Path

import polib
from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "opencompact"
LOCALE = PACKAGE / "locale"
TEMPLATE = LOCALE / "opencompact.pot"
KEYWORDS = {"_": None, "N_": None, "marked": None, "n_": (1, 2)}
HEAD = {
    "Project-Id-Version": "OpenCompact",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}


def translations() -> list[Path]:
    """The file of each language."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/opencompact.po"))


def template() -> polib.POFile:
    """Every text of the program in alphabetical order, each with the modules that say it."""
    entries: dict[str | tuple[str, ...], polib.POEntry] = {}
    for name, _line, message, _comments, _context in extract_from_dir(
        PACKAGE, [("**.py", "python")], keywords=KEYWORDS
    ):
        entry = entries.setdefault(message, _entry(message))
        if (name, "") not in entry.occurrences:
            entry.occurrences.append((name, ""))
    made = _file(HEAD)
    made.extend(sorted(entries.values(), key=lambda entry: (entry.msgid, entry.msgid_plural)))
    return made


def renewed(path: Path) -> polib.POFile:
    """A translation with exactly the texts of the program; what was translated before stays."""
    known = polib.pofile(path)
    words = {(entry.msgid, entry.msgid_plural): entry for entry in known}
    made = _file(known.metadata)
    made.header = known.header
    forms = int(known.metadata["Plural-Forms"].partition("nplurals=")[2].partition(";")[0])
    for entry in template():
        old = words.get((entry.msgid, entry.msgid_plural))
        if old:
            entry.msgstr, entry.msgstr_plural, entry.tcomment = old.msgstr, old.msgstr_plural, old.tcomment
        elif entry.msgid_plural:
            entry.msgstr_plural = dict.fromkeys(range(forms), "")
        made.append(entry)
    return made


def _file(metadata: dict[str, str]) -> polib.POFile:
    made = polib.POFile(wrapwidth=110)
    made.metadata = dict(metadata)
    return made


def _entry(message: str | tuple[str, ...]) -> polib.POEntry:
    one, many = (message, "") if isinstance(message, str) else message
    entry = polib.POEntry(msgid=one, msgid_plural=many, msgstr_plural={0: "", 1: ""} if many else {})
    if "{" in one + many:
        entry.flags.append("python-brace-format")
    return entry


def main() -> None:
    """Write everything anew and say how far each translation has come."""
    TEMPLATE.write_text(f"{template()}", "utf-8")
    for path in translations():
        made = renewed(path)
        path.write_text(f"{made}", "utf-8")
        print(f"{path.parents[1].name}: {len(made.translated_entries())} of {len(made)} texts translated")


if __name__ == "__main__":
    main()
