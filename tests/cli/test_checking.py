"""``check`` as a person types them: tables, JSON, CSV, exit statuses, and what bad input gets."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def opencompact(*words: str, columns: str = "110") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "opencompact", *words],
        capture_output=True, text=True, cwd=ROOT, check=False, timeout=60,
        env={**os.environ, "COLUMNS": columns, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


@pytest.fixture
def changes(tmp_path: Path) -> Path:
    path = tmp_path / "changes.csv"
    path.write_text(
        "id,what,notice_given,takes_effect,in_writing\nC7,end,2026-10-10,2026-12-31,yes\nC8,end,31/12/2026,31/03/2027,yes\n"
        "C9,end,,,\n",
        encoding="utf-8",
    )
    return path


def test_json_is_the_contract_and_nothing_else(changes):
    done = opencompact("check", str(changes), "--against", "bristol", "--as-of", "2027-02-01", "--format", "json")
    told = json.loads(done.stdout)
    assert (done.returncode, list(told)) == (1, ["edition", "as_of", "findings", "verdicts", "summary"])
    assert (told["edition"], told["as_of"]) == ("bristol-2012", "2027-02-01")
    statuses = {each["record"]: each["status"] for each in told["findings"] if each["check"] == "notice"}
    assert statuses == {"C7": "not_kept", "C8": "kept", "C9": "not_applicable"}
    assert sum(told["summary"].values()) == len(told["verdicts"])
    assert list(told["verdicts"][0]) == [
        "commitment", "register", "record", "status", "says", "remedy", "checks", "ours",
    ]  # fmt: skip
    assert list(told["findings"][0]) == [
        "commitment", "check", "register", "record", "status", "says", "facts", "dates", "remedy", "missing", "ours",
        "as_of",
    ]  # fmt: skip


def test_the_exit_status_says_whether_a_promise_was_not_kept(tmp_path):
    path = tmp_path / "changes.csv"
    path.write_text("id,notice_given,takes_effect\nC8,2026-12-31,2027-03-31\n", encoding="utf-8")
    done = opencompact("check", str(path), "--against", "bristol", "--as-of", "2027-02-01")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Bristol Compact: 1 record checked as of 1 February 2027" in done.stdout


def test_csv_has_a_row_a_finding_and_no_formula(tmp_path):
    path = tmp_path / "changes.csv"
    path.write_text("id,notice_given,takes_effect,in_writing\n=1+1,2026-10-10,2026-12-31,yes\n", encoding="utf-8")
    done = opencompact("check", str(path), "--against", "bristol", "--as-of", "2027-02-01", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["record"], row["status"], row["short_by_days"]) for row in rows if row["check"] == "notice"] == [
        ("'=1+1", "not_kept", "10")
    ]


def test_a_table_fits_the_terminal_and_has_no_colour_in_a_pipe(changes):
    for columns in ("60", "80", "110", "200"):
        done = opencompact("check", str(changes), "--against", "bristol", "--as-of", "2027-02-01", columns=columns)
        assert max(map(len, done.stdout.splitlines())) <= int(columns)
        assert "\x1b" not in done.stdout


def test_what_was_guessed_and_left_aside_is_shown(tmp_path):
    path = tmp_path / "notices.csv"
    path.write_text("Date notice given,End date,Favourite colour\n10/01/2027,31/03/2027,red\n", encoding="utf-8")
    done = opencompact("check", str(path), "--against", "bristol", "--register", "changes", "--format", "json")
    assert '"Date notice given" as notice_given' in done.stderr
    assert "Favourite colour" in done.stderr
    assert json.loads(done.stdout)["edition"] == "bristol-2012"


BAD = {
    "no file": (["check", "nowhere.csv", "--against", "bristol"], "nowhere.csv"),
    "no edition": (["check", "README.md", "--against", "bristl"], 'there is no edition called "bristl"; write '
        '"bristol-2012"'),
    "not a register file": (["check", "pyproject.toml", "--against", "bristol"], "we can't read this kind of file"),
    "no such day": (
        ["check", "README.md", "--against", "bristol", "--as-of", "31/02/2027"],
        '"31/02/2027" is not a date'),
    "no such command": (["chek"], "No such command 'chek'"),
    "no such option": (["check", "--colour"], "No such option '--colour'"),
    "no edition given": (["check", "README.md"], "Missing option '--against'"),
    "nothing to check": (["check", "--against", "bristol"], "Missing argument 'FILE...'"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "told"), BAD.values(), ids=BAD)
def test_bad_input_is_one_clear_message_and_exit_2(words, told):
    done = opencompact(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_every_rejected_cell_is_named(tmp_path):
    path = tmp_path / "changes.csv"
    path.write_text("id,notice_given,takes_effect\nC1,31/02/2027,2027-03-31\nC2,soon,yes\n", encoding="utf-8")
    done = opencompact("check", str(path), "--against", "bristol")
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.split(":")[1:3] for line in done.stderr.splitlines()] == [["2", "2"], ["3", "2"], ["3", "3"]]
    assert '"31/02/2027" is not a date; write for example 31/03/2027 or 2027-03-31' in done.stderr


def test_help_has_an_example_each():
    for words in (["check"], ["demo"], ["serve"], ["list"], ["show"], ["lint"], ["compare"], ["evidence", "check"]):
        done = opencompact(*words, "--help")
        assert (done.returncode, done.stderr) == (0, "")
        assert "Example" in done.stdout
        assert f": opencompact {' '.join(words)}" in done.stdout


def test_the_version_is_told():
    assert opencompact("--version").stdout.startswith("opencompact 0.")
