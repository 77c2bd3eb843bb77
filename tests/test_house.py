"""The rules of the house that a machine can keep. Each failure names the file and what to do."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

import opencompact

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "opencompact"
CORE = PACKAGE / "core"
TESTS = ROOT / "tests"
COMPACTS = PACKAGE / "documents" / "compacts"

FILE_LINES = 450
FUNCTION_LINES = 30
WEAK_NAMES = {"common", "helper", "helpers", "manager", "managers", "misc", "service", "services", "util", "utils"}
EXECUTABLE = ["run", "test", ".ci/run", "requirements/lock", "benchmarks/run"]

# Written in two halves, so that this file does not find itself.
OUTSIDE_WORDS = [
    re.compile(first + second, re.IGNORECASE)
    for first, second in [
        (rb"(?<!\w)/wo", rb"rk/"),
        (rb"(?<!\w)/ro", rb"ot/"),
        (rb"/tmp/", rb"oc\b"),
        (rb"\banth", rb"ropic"),
        (rb"\bcla", rb"ude\b"),
        (rb"\bchat", rb"gpt"),
        (rb"\bcopi", rb"lot\b"),
        (rb"language ", rb"model"),
        (rb"pypi\.", rb"org"),
        (rb"files\.python", rb"hosted"),
    ]
]

Slips = Iterator[tuple[int, str]]
Rule = Callable[[ast.Module], Slips]
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


# What there is to read


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project: what .gitignore leaves, without the virtual environments."""
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()] + [".git"]
    found = []
    for folder, folders, names in os.walk(ROOT):
        here = Path(folder)
        folders[:] = [
            name
            for name in folders
            if not any(fnmatch(name, pattern) for pattern in ignored) and not (here / name / "pyvenv.cfg").exists()
        ]
        found += [here / name for name in names if not any(fnmatch(name, pattern) for pattern in ignored)]
    return tuple(sorted(found))


def modules(folder: Path = ROOT) -> list[Path]:
    return [path for path in files() if path.suffix == ".py" and path.is_relative_to(folder)]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), name_of(path))


def is_made(path: Path) -> bool:
    """Whether a program writes this module: the steps that bring a database to the shape of the models."""
    return path.match("migrations/[0-9]*")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def slips(rule: Rule, paths: Iterable[Path]) -> list[str]:
    return [f"{name_of(path)}:{line}: {says}" for path in paths for line, says in rule(tree(path))]


def check_none(found: list[str], what_to_do: str) -> None:
    if found:
        pytest.fail("\n".join([*found, what_to_do]), pytrace=False)


# The rules, each over the tree of one module


def long_functions(module: ast.Module) -> Slips:
    for node in ast.walk(module):
        if isinstance(node, FunctionNode) and node.end_lineno:
            lines = node.end_lineno - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield node.lineno, f"{node.name} has {lines} lines"


def imports(module: ast.Module) -> Slips:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@cache
def forbidden_in_core() -> list[str]:
    """What the import contract forbids, and a part of the standard library that a contract cannot name."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return ["urllib.request", *(name for each in contracts for name in each.get("forbidden_modules", []))]


def outward_imports(module: ast.Module) -> Slips:
    for line, name in imports(module):
        if any(f"{name}.".startswith(f"{forbidden}.") for forbidden in forbidden_in_core()):
            yield line, f"imports {name}"


def clock_readings(module: ast.Module) -> Slips:
    for line, name in imports(module):
        if name.split(".")[0] == "time":
            yield line, f"imports {name}"
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node.attr in ("today", "now", "utcnow"):
            yield node.lineno, f"asks {ast.unparse(node)}"


def missing_docstring(module: ast.Module) -> Slips:
    if not ast.get_docstring(module):
        yield 1, "no docstring"


def names_defined(module: ast.Module) -> Slips:
    for node in module.body:
        if isinstance(node, FunctionNode | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((node.lineno, target.id) for target in targets if isinstance(target, ast.Name))


def words_of(name: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def weak_names(module: ast.Module) -> Slips:
    for line, name in names_defined(module):
        if words_of(name)[-1:] and words_of(name)[-1] in WEAK_NAMES:
            yield line, name


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


def last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def asserts(function: ast.AST) -> bool:
    called = [last_name(call.func) for call in calls(function)]
    return any(isinstance(node, ast.Assert) for node in ast.walk(function)) or any(
        name in ("raises", "warns") or name.startswith(("check_", "assert_")) for name in called
    )


def unasserting_tests(module: ast.Module) -> Slips:
    for node in ast.walk(module):
        if isinstance(node, FunctionNode) and node.name.startswith("test_") and not asserts(node):
            yield node.lineno, node.name


def leaves_out(node: ast.Attribute) -> bool:
    """``pytest.skip``, ``pytest.mark.xfail`` and their like."""
    return node.attr in ("skip", "skipif", "xfail", "importorskip") and last_name(node.value) in ("pytest", "mark")


def gives_reason(call: ast.Call) -> bool:
    reason = [keyword.value for keyword in call.keywords if keyword.arg == "reason"]
    if last_name(call.func) in ("skip", "xfail"):
        reason += call.args[:1]
    return any(not isinstance(value, ast.Constant) or value.value for value in reason)


def left_out_without_reason(module: ast.Module) -> Slips:
    with_reason = {id(call.func) for call in calls(module) if gives_reason(call)}
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and leaves_out(node) and id(node) not in with_reason:
            yield node.lineno, ast.unparse(node)


PLANTED: dict[Rule, str] = {
    long_functions: "def f():\n" + "    x = 1\n" * FUNCTION_LINES,
    outward_imports: "from urllib import request",
    clock_readings: "from datetime import date\nday = date.today()",
    missing_docstring: "x = 1",
    weak_names: "class NoticeManager: ...",
    unasserting_tests: "def test_nothing():\n    print(1)",
    left_out_without_reason: "@pytest.mark.skip\ndef test_it():\n    assert 1",
}


@pytest.mark.parametrize("rule", PLANTED, ids=lambda rule: rule.__name__)
def test_each_rule_finds_a_planted_slip(rule: Rule) -> None:
    assert len(list(rule(ast.parse(PLANTED[rule])))) == 1


# The promises


def test_files_are_small() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in modules() if not is_made(path)}
    found = [f"{name_of(path)}: {lines} lines" for path, lines in lengths.items() if lines > FILE_LINES]
    check_none(found, f"A file has at most {FILE_LINES} lines: give a part of it a room of its own.")


def test_functions_are_small() -> None:
    found = slips(long_functions, modules(PACKAGE))
    check_none(found, f"A function has at most {FUNCTION_LINES} lines: name its steps as functions.")


def test_names_say_something() -> None:
    places = set(modules()) | {path.parent for path in modules()} - {ROOT}
    found = [name_of(path) for path in sorted(places) if WEAK_NAMES & set(words_of(path.stem))]
    found += slips(weak_names, modules(PACKAGE))
    check_none(found, "Name it after what it does, in a word of the glossary.")


def test_modules_say_what_they_are_for() -> None:
    written = [path for path in modules(PACKAGE) if not is_made(path)]
    check_none(slips(missing_docstring, written), "Begin the module with a docstring that says why it exists.")


def test_core_never_asks_the_clock() -> None:
    check_none(slips(clock_readings, modules(CORE)), "Take the day as an argument: as_of.")


def test_core_looks_nowhere_outside() -> None:
    found = slips(outward_imports, modules(CORE))
    check_none(found, "The core works on what it is given: fetch, store and send in the rooms above it.")


def test_every_test_asserts_something() -> None:
    found = slips(unasserting_tests, modules(TESTS))
    check_none(found, "Assert what the name promises, or call a function named check_… or assert_… that does.")


def test_nothing_is_left_out_without_a_reason() -> None:
    check_none(slips(left_out_without_reason, modules(TESTS)), 'Say why: reason="…".')


LEFT_OUT = """
import pytest

@pytest.mark.skip(reason="too slow")
def test_skipped():
    assert False

@pytest.mark.xfail(reason="not yet")
def test_expected_to_fail():
    assert False
"""


def test_what_is_left_out_fails_in_ci(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text((TESTS / "conftest.py").read_text())
    (tmp_path / "test_it.py").write_text(LEFT_OUT)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, str(tmp_path)]

    def last_line(ci: str) -> str:
        told = subprocess.run(command, env={**os.environ, "CI": ci}, capture_output=True, text=True, check=False)
        return told.stdout.splitlines()[-1].partition(" in ")[0]

    assert (last_line(""), last_line("true")) == ("1 skipped, 1 xfailed", "1 failed, 1 error")


def changed_since_published(folder: Path) -> list[str]:
    found = []
    for line in (folder / "published.txt").read_text().splitlines():
        published, _, name = line.partition("  ")
        path = folder / name
        if not line.startswith("#") and not (
            path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == published
        ):
            found.append(name)
    return found


def test_published_compacts_are_never_edited() -> None:
    found = changed_since_published(COMPACTS)
    check_none(found, "A published file is never edited, only succeeded: put it back and write a new edition.")


def test_an_edited_compact_is_noticed(tmp_path: Path) -> None:
    for name in ("kept.yaml", "edited.yaml"):
        (tmp_path / name).write_text("id: a")
    published = hashlib.sha256(b"id: a").hexdigest()
    lines = ["# a comment", *(f"{published}  {name}" for name in ("kept.yaml", "edited.yaml", "gone.yaml"))]
    (tmp_path / "published.txt").write_text("\n".join(lines))
    (tmp_path / "edited.yaml").write_text("id: b")
    assert changed_since_published(tmp_path) == ["edited.yaml", "gone.yaml"]


def lock_slips(text: str) -> list[str]:
    """What a lock may not hold: a package that is not pinned with hashes, an address, a path of this machine."""
    entries = re.split(r"\n(?=\S)", re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE).strip())
    loose = [entry.split("\n")[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
    return loose + re.findall(r".*(?:http|file:|--index|--extra-index|--find-links).*", text)


@pytest.mark.parametrize("lock", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_locks_pin_with_hashes_and_name_no_address(lock: Path) -> None:
    check_none(lock_slips(lock.read_text()), f"Make {name_of(lock)} anew with requirements/lock.")


def test_a_loose_lock_is_noticed() -> None:
    pinned = "# made by requirements/lock\na==1 \\\n    --hash=sha256:0\n    # via b\n"
    assert lock_slips(pinned) == []
    assert lock_slips(f"{pinned}b==2\n") == ["b==2"]
    assert lock_slips(f"# https://example.org\n{pinned}") == ["# https://example.org"]


def test_the_project_speaks_only_of_itself() -> None:
    found = [
        f"{name_of(path)}: {match.group().decode()}"
        for path in files()
        for words in OUTSIDE_WORDS
        if (match := words.search(path.read_bytes()))
    ]
    check_none(found, "Take it out: no tool, no registry and no machine is named here.")


@pytest.mark.parametrize("name", EXECUTABLE)
def test_commands_can_be_started(name: str) -> None:
    assert (ROOT / name).stat().st_mode & 0o111 == 0o111, f"chmod +x {name}"


def test_changelog_begins_with_this_version() -> None:
    headings = [line for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines() if line.startswith("## ")]
    assert headings[:1] == [f"## {opencompact.__version__}"]
