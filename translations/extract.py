"""Collect every text of the program for its translators, and bring the translations up to date.

    .venv/bin/python translations/extract.py

There are two catalogues. ``opencompact`` holds what the core and the commands say, ``django`` what the site says. Each
has its template, ``opencompact/locale/<catalogue>.pot``, and a file for each language: what is new is added there
without words, and what the program no longer says is taken out. No date, line number or path outside the package gets
in, so that a file changes only where a text does.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract, extract_from_dir
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "opencompact"
LOCALE = PACKAGE / "locale"
SITE = PACKAGE / "site"
CATALOGUES = ("opencompact", "django")
KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "marked": None, "n_": (1, 2)}
SITE_KEYWORDS: dict[str, Any] = {
    "_": None, "N_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "gettext_noop": None,
}  # fmt: skip
HEAD = {
    "Project-Id-Version": "OpenCompact",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}

Message = str | tuple[str, ...]


def template_of(catalogue: str) -> Path:
    """The template of a catalogue."""
    return LOCALE / f"{catalogue}.pot"


def translations(catalogue: str) -> list[Path]:
    """The file of each language."""
    return sorted(LOCALE.glob(f"*/LC_MESSAGES/{catalogue}.po"))


def said(catalogue: str) -> Iterator[tuple[str, Message]]:
    """Every text and the module or page that says it."""
    if catalogue == "opencompact":
        for name, _line, message, _comments, _context in extract_from_dir(
            PACKAGE, [("site/**", "ignore"), ("**.py", "python")], keywords=KEYWORDS
        ):
            yield name, message
        return
    for path in sorted((*SITE.rglob("*.py"), *SITE.rglob("templates/**/*.html"), *SITE.rglob("templates/**/*.txt"))):
        text = path.read_text("utf-8")
        code = text if path.suffix == ".py" else templatize(text)
        for _line, message, _comments, _context in extract("python", io.BytesIO(code.encode()), SITE_KEYWORDS):
            yield path.relative_to(PACKAGE).as_posix(), message


def template(catalogue: str) -> polib.POFile:
    """Every text of a catalogue in alphabetical order, each with the modules that say it."""
    entries: dict[Message, polib.POEntry] = {}
    for name, message in said(catalogue):
        entry = entries.setdefault(message, _entry(message))
        if (name, "") not in entry.occurrences:
            entry.occurrences.append((name, ""))
    made = _file(HEAD)
    made.extend(sorted(entries.values(), key=lambda entry: (entry.msgid, entry.msgid_plural)))
    return made


def renewed(path: Path) -> polib.POFile:
    """A translation with exactly the texts of its catalogue; what was translated before stays."""
    known = polib.pofile(path)
    words = {(entry.msgid, entry.msgid_plural): entry for entry in known}
    made = _file(known.metadata)
    made.header = known.header
    forms = int(known.metadata["Plural-Forms"].partition("nplurals=")[2].partition(";")[0])
    for entry in template(path.stem):
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
    if "%(" in one + many:
        entry.flags.append("python-format")
    elif "{" in one + many:
        entry.flags.append("python-brace-format")
    return entry


def main() -> None:
    """Write everything anew and say how far each translation has come."""
    for catalogue in CATALOGUES:
        template_of(catalogue).write_text(f"{template(catalogue)}", "utf-8")
        for path in translations(catalogue):
            made = renewed(path)
            path.write_text(f"{made}", "utf-8")
            print(f"{catalogue}, {path.parents[1].name}: {len(made.translated_entries())} of {len(made)} translated")


if __name__ == "__main__":
    main()
