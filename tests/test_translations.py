"""The texts of the program and their translations: complete, fresh, and none of them says less than the English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from string import Formatter

import polib
import pytest

from opencompact.__main__ import COMMANDS
from opencompact.core.checks.finding import Finding
from opencompact.core.compacts import find
from opencompact.core.exchange.reading import read, together
from opencompact.core.findings import Checker
from opencompact.core.remedies import remedy
from opencompact.core.saying import says
from opencompact.core.words import said, speaking
from opencompact.terminal.door import LANGUAGES, Door
from translations.extract import CATALOGUES, PACKAGE, renewed, template, template_of, translations

WELSH = PACKAGE / "locale" / "cy" / "LC_MESSAGES"
ENTRIES = polib.pofile(WELSH / "opencompact.po")
SITE = polib.pofile(WELSH / "django.po")
FILES = [path for catalogue in CATALOGUES for path in translations(catalogue)]
HOW = "gather the texts anew, then translate what is new: .venv/bin/python translations/extract.py"


# The files


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_the_template_is_fresh(catalogue: str) -> None:
    assert template_of(catalogue).read_text("utf-8") == f"{template(catalogue)}", HOW


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_translations_are_fresh(path: Path) -> None:
    assert path.read_text("utf-8") == f"{renewed(path)}", HOW


def test_every_language_has_its_file() -> None:
    for catalogue in CATALOGUES:
        assert ["en", *(path.parents[1].name for path in translations(catalogue))] == LANGUAGES


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_email_is_written_in_one_way(catalogue: str) -> None:
    texts = [text for entry in template(catalogue) for text in (entry.msgid, entry.msgid_plural)]
    assert [text for text in texts if "e-mail" in text.casefold()] == []


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_the_template_holds_no_date_and_no_line(catalogue: str) -> None:
    head, *lines = template_of(catalogue).read_text("utf-8").split("\n\n")
    assert not re.search(r"Date|\d{4}", head)
    assert not [
        line for line in "\n".join(lines).splitlines() if line.startswith("#:") and re.search(r":\d|^#: /", line)
    ]


def plural_calls() -> Iterator[str]:
    """Calls of ``n_`` whose two texts do not stand in the call, where no translator would find them."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(node, ast.Call) and isinstance(called, ast.Name) and called.id == "n_":
                if all(isinstance(each, ast.Constant) for each in node.args[:2]):
                    continue
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}"


def test_every_text_for_one_and_many_stands_in_its_call() -> None:
    assert list(plural_calls()) == []


# The words


def places(text: str) -> set[str]:
    """The named places of a message: {so} in the core, %(so)s on the site."""
    if "%(" in text:
        return set(re.findall(r"%\((\w+)\)", text))
    return {name for _before, name, _form, _how in Formatter().parse(text) if name is not None}


def forms(entry: polib.POEntry) -> list[str]:
    """What an entry is translated into: one text, or one for each plural form."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("entries", [ENTRIES, SITE], ids=CATALOGUES)
def test_every_place_of_a_message_is_in_its_translation(entries: polib.POFile) -> None:
    """The form of one certain number, such as "dau fis", may leave out the number."""
    wrong = []
    for entry in entries.translated_entries():
        wanted = places(entry.msgid) | places(entry.msgid_plural)
        *certain, every = forms(entry)
        if places(every) != wanted or not all(places(form) <= wanted for form in certain):
            wrong.append(entry.msgid)
    assert wrong == []


@pytest.mark.parametrize("entries", [ENTRIES, SITE], ids=CATALOGUES)
def test_no_text_is_left_in_english(entries: polib.POFile) -> None:
    """What has letters outside its places differs from the English, but for names that are the same in both."""
    same = [entry.msgid for entry in entries if entry.msgid in forms(entry) and entry.tcomment != "the same in both"]
    assert [text for text in same if re.search(r"[^\W\d_]", re.sub(r"\{\w*\}|%\(\w+\)s", "", text))] == []


@pytest.mark.parametrize("entries", [ENTRIES, SITE], ids=CATALOGUES)
def test_no_entry_is_passed_over(entries: polib.POFile) -> None:
    """A fuzzy entry would be left out without a word; what needs a native reader says so in a comment instead."""
    assert [entry.msgid for entry in entries if entry.fuzzy or entry.obsolete] == []


@pytest.mark.parametrize("entries", [ENTRIES, SITE], ids=CATALOGUES)
def test_plural_forms_are_those_of_welsh(entries: polib.POFile) -> None:
    assert entries.metadata["Plural-Forms"] == (
        "nplurals=6; plural=(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? 3 :(n==6) ? 4 : 5;"
    )
    assert {len(forms(entry)) for entry in entries if entry.msgid_plural} <= {6}


FIRST = ("calendar", "describing", "notices", "planning", "remedies", "saying", "steps", "words", "checks/phrases")


def test_what_a_resident_reads_first_is_all_translated() -> None:
    modules = {*(f"core/{name}.py" for name in FIRST), "terminal/tables.py"}
    lacking = [entry.msgid for entry in ENTRIES if modules & {name for name, _line in entry.occurrences}]
    assert [text for text in lacking if text in {entry.msgid for entry in ENTRIES.untranslated_entries()}] == []


# The program speaks


def demonstration() -> list[Finding]:
    """Every finding of the demonstration against the model compact."""
    with as_file(files("opencompact").joinpath("documents", "demonstration")) as folder:
        reading = together([read(path) for path in sorted(folder.glob("*.csv"))])
    return Checker(find("model-2026")).findings(reading.registers, date(2026, 11, 21))


ENGLISH = re.compile(
    r"\b(the|and|was|were|is|are|of|has|been|not|by|it|to|for|with|from|no|this|late)\b", re.IGNORECASE
)


def test_no_english_word_is_left_in_a_finding() -> None:
    """But for the edition's own texts and the data, which are in the language of those who wrote them."""
    own = [said(period.name) for period in find("model-2026").closed_periods]
    found = demonstration()
    with speaking("cy"):
        told = {f"{says(finding)} {remedy(finding)}": finding.record for finding in found}
    left = []
    for text, record in told.items():
        bare = text
        for theirs in [*(value for value in record.values() if isinstance(value, str) and len(value) > 3), *own]:
            bare = bare.replace(theirs.rstrip("."), "")
        if ENGLISH.search(bare):
            left.append(text)
    assert (len(told) > 300, left) == (True, [])


def call(*typed: str) -> None:
    Door(COMMANDS, help="").main(list(typed), prog_name="opencompact", standalone_mode=False)


NOTICE = ("notice", "--against", "bristol", "--given", "2026-11-30")


def test_a_command_speaks_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    call("--lang", "cy", *NOTICE)
    assert capsys.readouterr().out.startswith("Y diwedd cynharaf yw dydd Sul 28 Chwefror 2027.\n")
    call(*NOTICE)
    assert capsys.readouterr().out.startswith("The earliest end date is Sunday 28 February 2027.\n")


def test_the_environment_can_choose_the_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENCOMPACT_LANG", "cy")
    call("show", "bristol#5.5")
    assert "Addawyd gan" in capsys.readouterr().out
    call("show", "bristol#5.5", "--lang", "en")
    assert "Promised by" in capsys.readouterr().out
