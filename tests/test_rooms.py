"""The rules of the site's rooms that a machine can keep: how acts are written, where the world is changed, how big
rooms and pages may grow. Each failure names the place and what to do."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType

import pytest

from tests.test_house import PACKAGE, calls, check_none, last_name, modules, name_of, tree

SITE = PACKAGE / "site"
NO_ROOMS = {"demo", "look", "management", "migrations", "running", "static", "templates", "templatetags"}
ROOMS = sorted(path.name for path in SITE.iterdir() if path.is_dir() and path.name not in NO_ROOMS | {"__pycache__"})
USUAL = {"__init__", "models", "rules", "actions", "forms", "views", "urls"}
# A room has at most six files. A seventh needs a reason, and here it stands.
MORE_FILES: dict[str, str] = {
    "responses/answer_forms": "forms made of the questions of a consultation",
    "responses/answering": "the journey of a visitor, apart from the pages of the body",
    "responses/codes": "the code to come back, which is kept nowhere",
    "responses/door": "what a page passes on which somebody answers, so that nothing typed is lost",
    "responses/equality": "the ready-made equality questions",
    "responses/files": "judges files that come in as answers, and keeps them",
    "responses/sending": "what an answerer does with a code: begun, kept, sent once, withdrawn",
    "responses/sheets": "many answers that come in as a file",
    "accounts/door": "the middleware of the second step, and what asks for it again",
    "accounts/held": "gathers what is held about a person",
    "accounts/own": "the pages a person has of their own; views are those of an area",
    "accounts/sign_in_forms": "the forms of the sign-in library, loaded when somebody signs in",
    "accounts/signing_in": "what the sign-in library asks us",
    "accounts/waiting": "files that wait for the rest of their form",
    "adoption/changes": "what an adoption changes, for the page that asks and the page that confirms",
    "agreements/alike": "one edition beside another, and the same promise elsewhere",
    "agreements/plaintext": "the plain-text form of an edition",
    "agreements/shown": "what a page shows of a promise, an edition, a comparison",
    "agreements/wording": "how a promise is said: rows, checks, periods, the agreement in brief",
    "areas/brand": "the colour of an area as a stylesheet, with letters that can be read on it",
    "areas/finding": "finds the area of a page; rooms above need it without the pages of this one",
    "areas/remembering": "what was counted from registers, remembered while nothing has changed",
    "findings/changing": "what a later change of a record turns, for rules, actions and pages alike",
    "findings/figures": "how often promises were kept, worked out over the stored findings",
    "findings/shown": "what a page shows of the findings about one record, and its history",
    "consultations/desk": "the pages of those who speak for a body; views are those of everybody",
    "consultations/publishing": "the pages before something of a notice becomes public",
    "consultations/reason_forms": "reasons, asked for alike wherever something is published",
    "consultations/slots": "the places on the page of a consultation that rooms above fill",
    "front/accessibility": "the accessibility statement, made from the results of the tests",
    "front/coming": "gathers what has a day in the next weeks from every room",
    "front/held": "gathers what is held about a person from the rooms above the accounts",
    "front/invitation": "the home of an area with an agreement and no records",
    "front/slots": "what the rooms above the consultations add to the page of one",
    "front/scorecard": "two pages for a scrutiny committee, on the screen and as a file",
    "front/week": "the next weeks of the officer and the chair",
    "front/waiting": "gathers what is due from every room",
    "importing/judging": "what is held against a file of records in this area, before anything is taken in",
    "importing/registers": "what only a register knows of how its records come in and go out",
    "meetings/agenda_views": "the pages of agenda and papers; views are those of the meeting",
    "meetings/letters": "what is told of a meeting outside its page: to calendars, to members, in a newsletter",
    "meetings/papers": "judges files that come in from outside, and keeps them",
    "planning/asking": "the pages of the questions; views are those of a plan",
    "planning/drawing": "the timeline of a plan, worked out for the template that draws it",
    "planning/keeping": "what was answered, kept as a private plan",
    "planning/plans": "a plan as its page, its text and its files tell it",
    "planning/questions": "the questions, and the answers that travel signed",
    "planning/statement": "what the statement says, on its page and in its files",
    "post/sending": "what the worker does with letters that wait",
    "record/acts": "the table of all acts and of the facts they may carry",
    "record/signing": "the key and the checkpoint, which live outside the database",
    "signatories/asking": "the journey of a visitor, apart from the register",
    "signatories/papers": "certificate, code and badge, which are files",
    "opendata/advice": "the rows of the advice room as open data",
    "opendata/answering": "how the API answers: pages, marks of freshness, problems",
    "opendata/cycle": "what became of consultations as open data: results, answers, feedback",
    "opendata/consultations": "the rows of the consultations as open data",
    "opendata/columns": "the dictionary of columns",
    "opendata/feeds": "the feed and the calendar",
    "opendata/files": "the daily files",
    "opendata/findable": "what the search looks through",
    "opendata/findings": "the rows of findings, statements and judgements, without what is held back",
    "opendata/meeting": "the rows of the meetings as open data",
    "opendata/people": "the rows about organisations, signatories and champions",
    "opendata/registers": "every public register and its rows",
    "opendata/ranking": "which of the things found a person needs first",
    "opendata/searching": "words looked up in either database",
    "opendata/spelling": "words typed wrongly, and what was meant",
    "opendata/synonyms": "words that mean the same to somebody who searches",
    "opendata/tools": "what can be done in an area, as the search finds it",
    "opendata/api": "the addresses of the API",
    "reading/counts": "closed questions counted, for pages and exports alike",
    "reading/exports": "what leaves the site of the answers",
    "reading/finding": "which answers are asked for: the list, the codes for many and the next answer ask alike",
    "reading/frame_views": "the pages of the coding frame and of suggested groups; views are those of the answers",
    "reading/results_views": "the pages of the results",
    "reading/sample_views": "the pages of samples that two people code",
    "reading/suggesting": "what the worker does with groups that were asked for",
    "record/published": "the record as files, in the form others' programs read",
    "drafting/check_forms": "the forms of the kinds of check",
    "drafting/clause_views": "the pages of one clause; views are those of the draft",
    "drafting/clauses": "an edition with one clause changed",
    "drafting/hearing": "comments and answers",
    "drafting/uploads": "files that come in",
    "drafting/whole": "what is said of the edition as a whole",
}
CHANGES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
TEMPLATE_LINES = 120


def actions() -> Iterator[tuple[str, FunctionType]]:
    """Every public function of every ``actions.py``."""
    for room in ROOMS:
        if (SITE / room / "actions.py").exists():
            module = import_module(f"opencompact.site.{room}.actions")
            for name, each in vars(module).items():
                unwrapped = inspect.unwrap(each) if callable(each) else None
                is_own = getattr(unwrapped, "__module__", "") == module.__name__
                if isinstance(unwrapped, FunctionType) and is_own and not name.startswith("_"):
                    yield f"{room}.{name}", unwrapped


def source_of(action: FunctionType) -> ast.FunctionDef:
    """The function as it is written, with its decorators."""
    module = tree(Path(inspect.getfile(action)))
    return next(node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == action.__name__)


def is_atomic(node: ast.FunctionDef) -> bool:
    return any(ast.unparse(each) == "transaction.atomic" for each in node.decorator_list)


NOT_BY_ANYBODY = {"record.append", "record.forget", "post.write"}  # steps of acts, never acts themselves


@pytest.mark.parametrize(("name", "action"), list(actions()), ids=lambda each: each if isinstance(each, str) else "")
def test_an_action_says_by_whom_and_is_one_transaction(name: str, action: FunctionType) -> None:
    parameters = inspect.signature(action).parameters.values()
    assert {each.kind for each in parameters} <= {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}, name
    if name not in NOT_BY_ANYBODY:
        assert "by" in {each.name for each in parameters}, f"{name}: say by whom"
        assert is_atomic(source_of(action)), f"{name}: one transaction"


def changes(path: Path) -> Iterator[tuple[int, str]]:
    """Calls that write to the database."""
    for call in calls(tree(path)):
        if isinstance(call.func, ast.Attribute) and call.func.attr in CHANGES:
            written = ast.unparse(call.func)
            if ".objects" in written or (call.func.attr == "save" and not call.args):
                yield call.lineno, written


def test_the_world_is_changed_only_by_actions() -> None:
    places = [path for room in ROOMS for path in modules(SITE / room) if path.stem in ("views", "forms", "rules")]
    found = [f"{name_of(path)}:{line}: {written}" for path in places for line, written in changes(path)]
    check_none(found, "Make it an action: keyword-only, by whom, one transaction, one entry in the record.")


def test_rooms_are_small() -> None:
    files = [
        f"{room}/{path.stem}"
        for room in ROOMS
        for path in modules(SITE / room)
        if path.stem not in USUAL and path.parent == SITE / room
    ]
    check_none([name for name in files if name not in MORE_FILES], "A seventh file needs its reason in MORE_FILES.")
    check_none([name for name in MORE_FILES if name not in files], "This file is gone: take its reason out.")


def test_pages_are_small() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in (SITE / "templates").rglob("*.*")}
    found = [f"{name_of(path)}: {lines} lines" for path, lines in lengths.items() if lines > TEMPLATE_LINES]
    check_none(found, f"A template has at most {TEMPLATE_LINES} lines: give a part of it a file of its own.")


FORBIDDEN_IN_PAGES = {"style=": "a style in the page", "onclick=": "a script in the page", "<style": "a style"}


def test_pages_hold_no_script_and_no_style_of_their_own() -> None:
    """The security policy would not run them."""
    found = [
        f"{name_of(path)}: {says}"
        for path in (SITE / "templates").rglob("*.html")
        for text, says in FORBIDDEN_IN_PAGES.items()
        if text in path.read_text("utf-8")
    ]
    check_none(found, "Put it into the look of the site.")


@pytest.mark.parametrize("planted", ["Thing.objects.create(name='x')", "thing.save()"])
def test_a_planted_change_is_found(tmp_path: Path, planted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "views.py"
    path.write_text(planted)
    tree.cache_clear()
    monkeypatch.setattr("tests.test_house.ROOT", tmp_path)
    assert len(list(changes(path))) == 1


def recorded(node: ast.FunctionDef, module: ast.Module) -> bool:
    """Whether an action, or what it calls in its own file, appends to the record."""
    functions = {each.name: each for each in module.body if isinstance(each, ast.FunctionDef)}
    todo: list[ast.FunctionDef] = [node]
    seen: set[str] = set()
    while todo:
        here = todo.pop()
        seen.add(here.name)
        names = {last_name(call.func) for call in calls(here)}
        if "append" in names or names & OTHERS_APPEND:
            return True
        todo += [functions[name] for name in names if name in functions and name not in seen]
    return False


OTHERS_APPEND = {
    "erase",
    "publish_edition",
    "add_organisation",
    "give_role",
    "end_role",
    "publish_row",
    "amend_row",
    "withdraw_row",
}  # actions of lower rooms that append


@pytest.mark.parametrize(("name", "action"), list(actions()), ids=lambda each: each if isinstance(each, str) else "")
def test_an_action_leaves_an_entry_or_says_that_it_is_private(name: str, action: FunctionType) -> None:
    if name in NOT_BY_ANYBODY:
        return
    node, module = source_of(action), tree(Path(inspect.getfile(action)))
    private = (ast.get_docstring(node) or "").startswith("Privately, ")
    assert recorded(node, module) or private, f'{name}: append an entry, or begin its docstring with "Privately, "'


NETWORK = {"http.client", "urllib.request", "socket", "ftplib", "requests", "httpx", "aiohttp", "urllib3"}
# What may open a connection: commands of whoever runs the site, never a page.
CONNECTS = {"running/doctor.py", "running/serving.py"}


def test_no_room_opens_an_address_that_somebody_typed() -> None:
    """Links are shown and never followed, so nobody can make the site ask an inner address for them."""
    found = {
        f"{path.relative_to(SITE)}"
        for path in sorted(SITE.rglob("*.py"))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
        if name in NETWORK or (isinstance(node, ast.ImportFrom) and f"{name}.{node.names[0].name}" in NETWORK)
    }
    assert found == CONNECTS
