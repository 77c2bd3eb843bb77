"""The documentation says what the program does: examples are run, the reference is made anew, links lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import jsonschema_rs
import pytest
import yaml

from docs.generator.commands import commands
from docs.generator.consoles import ROOT, calls_of, has_calls, pages, run_anew, shortened
from docs.generator.findings import DATES, KEYS, MEANINGS, example
from docs.generator.keys import MEANINGS as VALUES
from docs.generator.keys import TITLES, structs
from docs.generator.kinds import FULL
from docs.generator.pages import PAGES, REFERENCE
from docs.generator.registers import TYPES
from opencompact.core.checks.kinds import KINDS
from opencompact.core.checks.ops import Status
from opencompact.core.checks.records import REGISTERS, Type
from opencompact.core.schema import KEYS as EDITION_KEYS
from opencompact.core.schema import schema

DOCS = ROOT / "docs"


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


# Examples


@pytest.mark.parametrize("page", [page for page in pages() if has_calls(page)], ids=name_of)
def test_every_example_prints_what_the_page_says(page: Path) -> None:
    """Where this fails after a change that is meant: .venv/bin/python docs/generate.py."""
    assert run_anew(page) == page.read_text("utf-8")


def test_a_block_is_read_as_commands_and_what_they_print() -> None:
    block = "$ first \\\n    --more\none\n$ second\n"
    assert [(call.command, call.prints) for call in calls_of(block)] == [
        ("first \\\n    --more", ["one"]),
        ("second", []),
    ]


@pytest.mark.parametrize(
    ("prints", "kept"),
    [
        (["a", "b"], ["1", "2", "3", "4"]),
        (["a", "…", "b"], ["1", "…", "4"]),
        (["…", "b", "c"], ["…", "3", "4"]),
        (["…"], ["…"]),
        (["a", "b", "…", "c", "d"], ["1", "2", "3", "4"]),
    ],
)
def test_what_a_page_leaves_out_stays_left_out(prints: list[str], kept: list[str]) -> None:
    assert shortened(["1", "2", "3", "4"], prints) == kept


# Reference


@pytest.mark.parametrize("name", PAGES)
def test_reference_pages_are_fresh(name: str) -> None:
    """Where this fails: .venv/bin/python docs/generate.py."""
    assert (REFERENCE / name).read_text("utf-8") == PAGES[name]()


def rows_of(name: str) -> set[str]:
    """The first cells of the tables of a reference page."""
    return set(re.findall(r"^\| `([^`]+)`", (REFERENCE / name).read_text("utf-8"), re.MULTILINE))


def headings_of(name: str) -> list[str]:
    return re.findall(r"^## (.+)$", (REFERENCE / name).read_text("utf-8"), re.MULTILINE)


def test_every_command_stands_in_the_reference() -> None:
    called = [" ".join(["opencompact", *names]) for names, _command in commands()]
    assert headings_of("commands.md") == ["Exit statuses", *called]


def test_every_key_of_an_edition_stands_in_the_reference() -> None:
    keys = {key for of_part in EDITION_KEYS.values() for key in of_part}
    values = {str(member.value) for enum in VALUES for member in enum}
    assert rows_of("edition-files.md") == keys | values
    assert TITLES.keys() == structs().keys()
    assert {enum: set(told) for enum, told in VALUES.items()} == {enum: {str(m.value) for m in enum} for enum in VALUES}


def test_every_register_and_field_stands_in_the_reference() -> None:
    assert headings_of("registers.md") == ["How cells are read", *REGISTERS]
    assert rows_of("registers.md") == {field for fields in REGISTERS.values() for field in fields}
    assert TYPES.keys() == set(Type)


def test_every_kind_and_status_stands_in_the_reference() -> None:
    assert headings_of("kinds-of-check.md") == ["Which records a check touches", *KINDS]
    assert FULL.keys() == KINDS.keys()
    assert rows_of("statuses.md") == MEANINGS.keys() == set(Status)


def test_every_key_of_a_finding_stands_in_the_reference() -> None:
    found: dict[str, Any] = example()
    assert list(found) == list(KEYS)
    assert list(found["dates"]) == list(DATES)


# Links and blocks


LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
FENCED = re.compile(r"^\s*```.*?^\s*```$", re.MULTILINE | re.DOTALL)


def links(page: Path) -> Iterator[str]:
    """The links of a page to other places of the repository."""
    text = FENCED.sub("", page.read_text("utf-8"))
    return (link for link in LINK.findall(text) if "://" not in link and not link.startswith("mailto:"))


def anchors(page: Path) -> set[str]:
    """The addresses the headings of a page have."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_page_is_linked_from_another() -> None:
    linked = {(page.parent / link.partition("#")[0]).resolve() for page in pages() for link in links(page)}
    lost = [name_of(page) for page in pages() if not linked & {page, page.parent}]
    assert [name for name in lost if name not in ("README.md", "docs/index.md")] == []


YAML = re.compile(r"^ *```yaml\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def parts_of_editions() -> list[tuple[str, dict[str, Any]]]:
    """Every piece of an edition file that a page shows: whole keys of an edition or of a commitment, or one check."""
    found = []
    for page in pages():
        for text in YAML.findall(page.read_text("utf-8")):
            part = yaml.load(dedent(text), yaml.BaseLoader)
            if part and not part.keys() & REGISTERS.keys():
                found.append((name_of(page), part))
    return found


@pytest.mark.parametrize(("page", "part"), parts_of_editions())
def test_pieces_of_edition_files_hold(page: str, part: dict[str, Any]) -> None:
    whole = schema()
    known = {**whole["$defs"]["Commitment"]["properties"], **whole["properties"]}
    wanted = {"properties": known, "additionalProperties": False}
    if "kind" in part:
        wanted = {"$ref": "#/$defs/Check"}
    validator = jsonschema_rs.Draft202012Validator({"$defs": whole["$defs"], **wanted})
    assert [error.message for error in validator.iter_errors(natural(part))] == []


def natural(part: Any) -> Any:
    """Flags and whole numbers as editors read them; dates stay texts."""
    if isinstance(part, dict):
        return {key: natural(each) for key, each in part.items()}
    if isinstance(part, list):
        return [natural(each) for each in part]
    return yaml.safe_load(part) if re.fullmatch("true|false|[0-9]+", part) else part
