"""``list``, ``show``, ``lint`` and ``compare`` as a person types them, and the pages they are made of."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from opencompact.__main__ import COMMANDS
from opencompact.cli import agreements, showing
from opencompact.core.compacts import find, load, read_shipped, shipped
from opencompact.core.editions import Edition, InForce
from opencompact.core.problems import Unusable
from opencompact.terminal.door import Door
from tests.core.invented import promise, yaml_of

NOTICE = "id: notice, kind: min_period, register: changes, from: notice_given, to: takes_effect, at_least: 6 months"
LISTENING = promise("1.B1", "Both sides listen.")
CONTRADICTED = promise("1.B1", "Notice is three months.", NOTICE)


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "110")


def run(*words: str) -> tuple[int, str, str]:
    """The program as it is started: status, standard output, standard error."""
    command = [sys.executable, "-m", "opencompact", *words]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout, ended.stderr


def call(*words: str) -> int | None:
    """The same inside this program."""
    ended: int | None = Door(COMMANDS, help="").main(list(words), prog_name="opencompact", standalone_mode=False)
    return ended


def printed(parts: Any, width: int = 100) -> str:
    out = Console(file=StringIO(), width=width, markup=False, emoji=False, highlight=False)
    for part in parts:
        out.print(part)
    assert isinstance(out.file, StringIO)
    return "\n".join(line.rstrip() for line in out.file.getvalue().splitlines())


# list


def test_list_names_every_edition_with_its_promises(capsys: pytest.CaptureFixture[str]) -> None:
    call("list", "--format", "json")
    found = json.loads(capsys.readouterr().out)["editions"]
    assert [each["id"] for each in found] == list(shipped())
    assert found[1] == {
        "id": "bristol-2012",
        "title": "Bristol Compact",
        "area": "Bristol",
        "in_force": {"from": 2012},
        "template": False,
        "commitments": 54,
        "by": {"public": 17, "voluntary": 11, "both": 26},
        "verify": {"computed": 16, "recorded": 7, "judged": 31},
    }


def test_list_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    call("list")
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == "Edition Area In force Promises by Checked".split()
    assert ["bristol-2012", "Bristol", "from", "2012", "17", "public", "16", "worked", "out"] in lines
    assert {line[0] for line in lines} >= set(shipped())


IN_FORCE = [
    (InForce(), "undated"),
    (InForce(start=2012), "from 2012"),
    (InForce(start=date(2012, 3, 1)), "from 1 March 2012"),
    (InForce(start=2012, end=date(2020, 3, 31)), "2012 to 31 March 2020"),
    (InForce(end=date(2020, 3, 31)), "undated to 31 March 2020"),
]


@pytest.mark.parametrize(("in_force", "told"), IN_FORCE)
def test_the_days_an_edition_is_in_force(in_force: InForce, told: str) -> None:
    bristol = find("bristol")
    values = {name: getattr(bristol, name) for name in bristol.__struct_fields__}
    assert showing.in_force(Edition(**(values | {"in_force": in_force}))) == told


# show


def test_show_prints_one_commitment_in_full() -> None:
    status, out, err = run("show", "brentwood#4.P4")
    assert (status, err) == (0, "")
    assert [line.rstrip() for line in out.splitlines()] == [
        "Brentwood Compact 2016 4.P4 (brentwood-2016#4.P4)",
        "Public bodies give at least six months' written notice when they end a funding agreement.",
        "",
        "Reference           4.P4 (added by us: the document has none)",
        "Theme               4. Clear arrangements for managing changes",
        "Promised by         Statutory organisations (public)",
        "Strength            aim",
        "How it is verified  worked out from the data",
        "Source              Outcome 4, statutory column, row 4",
        "Note                The document allows no exception and says nothing of reductions or alterations.",
        "Paired with         4.V4 (voluntary): Groups prepare for the end of their funding, with an exit plan that",
        "                    keeps local people's needs in mind.",
        "",
        "How it is checked",
        "notice: At least six months from the date notice is given to the date it takes effect, for "
        "changes made by the",
        "public sector that end funding or other support.",
        "  {id: notice, kind: min_period, register: changes, applies: {what: [end], by: public}, from: notice_given,",
        "to: takes_effect, at_least: 6 months, only_if: in_writing}",
    ]


def test_everything_a_commitment_may_have_is_shown() -> None:
    more = (
        'text: "Our own words.", outcome: "O", pair: "1.P2", note: "A note.", warning_signs: [Silence], '
        'progress_signs: [Talk], earlier: [{clause: "old-2010#9", is: tightened, note: "Longer."}]'
    )
    top = 'in_force: {from: 2024}\noutcomes: [{ref: "O", title: Trust}]'
    edition = load(yaml_of(promise("1.V1", "Groups talk.", more=more), promise("1.P2", "We listen."), top=top))
    assert printed(showing.commitment(edition, edition.commitments[0])).splitlines() == [
        "Wellbridge Compact 1.V1 (wellbridge-2020#1.V1)",
        "Groups talk.",
        "",
        "Our own words.",
        "",
        "Reference           1.V1",
        "Theme               1. Money",
        "Outcome             O. Trust",
        "Promised by         Groups (voluntary)",
        "Strength            promise",
        "How it is verified  judged: people from both sectors judge it, with evidence",
        "Source              page 1",
        "Note                A note.",
        "Paired with         1.P2 (public): We listen.",
        "Earlier editions    old-2010#9 (tightened): Longer.",
        "Warning sign        Silence",
        "Sign of progress    Talk",
    ]


def test_a_whole_edition_is_shown() -> None:
    top = 'in_force: {from: 2024}\nvalues: [{ref: V, title: Trust}]\nreview: {every: 3 years, due: "2027-01-01"}\n'
    easter, may = '{name: Easter, around_easter: "-7 to 7"}', '{name: May, from: "2027-05-01", to: "2027-05-08"}'
    top += f"closed_periods: [{easter}, {may}]"
    given = promise("1.P1", "Public bodies give notice.", NOTICE, more="assigned: true")
    edition = load(yaml_of(given, LISTENING, top=top))
    assert printed(showing.edition(edition)).splitlines() == [
        "Wellbridge Compact (wellbridge-2020)",
        "Area       Wellbridge, England",
        "In force   from 2024",
        "Languages  en",
        "",
        "Who makes the promises",
        "public     Public bodies",
        "voluntary  Groups",
        "both       Both",
        "",
        "Values",
        "V  Trust",
        "",
        "Closed periods",
        "Easter  days before and after Easter Sunday: -7 to 7",
        "May     1 May 2027 to 8 May 2027",
        "",
        "Review",
        "Due        1 January 2027",
        "How often  every three years",
        "",
        "1. Money",
        "Ref    By      Strength  Promise, and how it is checked",
        "1.P1*  public  promise   Public bodies give notice.",
        "                         · at least six months from the date notice is given to the date it takes",
        "                         effect",
        "1.B1   both    promise   Both sides listen.",
        "                         · people from both sectors judge it, with evidence",
        "",
        "* We added this reference: the document has none.",
    ]


@pytest.mark.parametrize("id", shipped())
@pytest.mark.parametrize("width", [60, 110])
def test_every_edition_fits_the_terminal(id: str, width: int) -> None:
    text = printed(showing.edition(read_shipped(id).edition), width)
    assert max(map(len, text.splitlines())) <= width
    assert "None" not in text


@pytest.mark.parametrize("id", shipped())
def test_what_show_writes_as_yaml_is_the_same_edition(id: str, capsys: pytest.CaptureFixture[str]) -> None:
    call("show", id, "--format", "yaml")
    assert load(capsys.readouterr().out) == read_shipped(id).edition


def test_days_written_as_yaml_are_read_again() -> None:
    top = 'in_force: {from: "2024-03-01", to: "2030-02-28"}\nreview: {every: 3 years, due: "2027-01-01"}'
    edition = load(yaml_of(LISTENING, top=top))
    assert load(showing.as_yaml(edition)) == edition


def test_a_commitment_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    call("show", "bristol-2012#5.2", "--format", "json")
    found = json.loads(capsys.readouterr().out)
    found.pop("summary")
    assert found == {
        "id": "bristol-2012#5.2",
        "ref": "5.2",
        "theme": "5",
        "by": "both",
        "strength": "must",
        "verify": "computed",
        "source": "Theme 5, shared commitments, 5.2",
        "checks": [
            {
                "id": "impact_first",
                "kind": "in_order",
                "register": "changes",
                "first": "impact_assessed",
                "then": "decided",
            }
        ],
        "says": {"impact_first": "assess the impact on or before the decision date"},
    }


def test_the_language_asked_for_is_shown(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    text = 'text: {en: "We listen.", cy: "Rydym yn gwrando."}'
    path.write_text(yaml_of(promise("1.B1", "Both.", more=text), top="in_force: {}\nlanguages: [en, cy]"))
    call("show", f"{path}#1.B1", "--lang", "cy")
    assert "Rydym yn gwrando." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("bristol#5.55", 'bristol-2012 has no commitment "5.55"; write "bristol-2012#5.5"'),
        ("brentwood#4.p4", 'brentwood-2016 has no commitment "4.p4"; write "brentwood-2016#4.P4"'),
        ("bristol#", 'bristol-2012 has no commitment ""; see them all with: opencompact show bristol-2012'),
    ],
)
def test_an_unknown_reference_is_told_with_the_nearest(wanted: str, told: str) -> None:
    with pytest.raises(Unusable, match="no commitment") as raised:
        call("show", wanted)
    assert str(raised.value) == told


def test_what_cannot_be_found_ends_with_2_and_one_message() -> None:
    status, out, err = run("show", "bristol#nowhere")
    assert (status, out) == (2, "")
    assert err == 'bristol-2012 has no commitment "nowhere"; see them all with: opencompact show bristol-2012\n'


# lint


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ours.yaml"


def test_lint_says_what_is_wrong_and_ends_with_1(file: Path) -> None:
    file.write_text(yaml_of(CONTRADICTED, promise("1.B2", "We decide in 30 days.")))
    place = CONTRADICTED.index("6 months") + 1
    assert run("lint", str(file), "--as-of", "2026-11-21") == (
        1,
        f'ours.yaml:10:{place}: the words say three months, but the check "notice" says six months; '
        "write the same figure in both\n"
        'ours.yaml:11:50: to consider: the words say "30 days", but no check uses it; '
        "add a check that uses it, or leave the figure out\n",
        "wellbridge-2020: 1 to correct, 1 to consider.\n",
    )


def test_lint_ends_with_2_and_every_problem_where_a_file_is_no_edition(file: Path) -> None:
    text = yaml_of(LISTENING).replace("nation: england", "nation: narnia").replace("verify: judged", "verify: guessed")
    file.write_text(text)
    status, out, err = run("lint", str(file))
    assert (status, out, [line.partition(": ")[0] for line in err.splitlines()]) == (
        2,
        "",
        ["ours.yaml:5:9", f"ours.yaml:10:{LISTENING.index('judged') + 1}"],
    )


def test_lint_with_advice_only_ends_with_0(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(yaml_of(promise("1.P1", "Public bodies listen.")))
    assert call("lint", str(file), "--as-of", "2026-11-21", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "edition": "wellbridge-2020",
        "as_of": "2026-11-21",
        "remarks": [
            {
                "place": "ours.yaml:7:10",
                "severity": "advice",
                "says": "the voluntary sector makes no promise in theme 1",
                "mend": "ask that sector what it can promise here",
            }
        ],
        "summary": {"wrong": 0, "advice": 1},
    }


@pytest.mark.parametrize("id", shipped())
def test_lint_reads_what_is_shipped(id: str) -> None:
    assert call("lint", id) == 0


# compare


def test_compare_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    call("compare", "bristol", "brentwood", "--format", "json", "--least", "0.7")
    found = json.loads(capsys.readouterr().out)
    assert found["editions"] == ["bristol-2012", "brentwood-2016"]
    assert {match["left"]: match["right"] for match in found["matches"]}["5.5"] == "4.P4"
    assert min(match["likeness"] for match in found["matches"]) >= 0.7
    assert len({match["left"] for match in found["matches"]}) + len(found["no_close_match"]["left"]) == 54
    assert len({match["right"] for match in found["matches"]}) + len(found["no_close_match"]["right"]) == 50


def test_compare_as_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    notice = promise("1.B1", "We give notice.", NOTICE.replace("6 months", "3 months"))
    earlier = 'earlier: [{clause: "old-2020#1.B1", is: tightened}]'
    old.write_text(yaml_of(notice, promise("1.P2", "Public bodies pay."), id="old-2020"))
    new.write_text(yaml_of(promise("1.B9", "We give notice.", NOTICE, more=earlier), id="new-2026"))
    call("compare", str(old), str(new))
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == [
        "Wellbridge Compact (old-2020) and Wellbridge Compact (new-2026): 1 pair of clauses is about the same thing.",
        "Of the sure pairs, new-2026 asks more in 1, less in 0, the same in 0; 0 differ in another way.",
        "We compare the words and checks of the clauses and suggest which ones match. It is for people to decide.",
        "",
        "Different figures",
        "· notice: old-2020 1.B1 three months; new-2026 1.B9 six months (tightened)",
        "",
        "Similar  Clause         What it says, and what differs",
        "certain  old-2020 1.B1  We give notice.",
        "         new-2026 1.B9  We give notice.",
        "                        · notice: old-2020 1.B1 three months; new-2026 1.B9 six months (tightened)",
        "",
        "",
        "old-2020, no close match in the other: 1",
        "Ref   By      Promise",
        "1.P2  public  Public bodies pay.",
        "",
        "new-2026, no close match in the other: 0",
    ]


# All of them


@pytest.mark.parametrize("command", [agreements.list_, agreements.show, agreements.lint, agreements.compare])
def test_every_command_has_an_example(command: Any) -> None:
    assert command.epilog.startswith("Example")
