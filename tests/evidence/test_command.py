"""``evidence check`` as a person types it: the files it writes, and what bad data gets."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from tests.cli.test_checking import opencompact

HEADS = ["register", "record", "commitment", "check", "status", "earliest_to", "latest_from", "deadline",
         "short_by_days", "missing"]  # fmt: skip


def run(data: Path, out: Path, register: str = "changes", *more: str):
    return opencompact(
        "evidence", "check", str(data), "--against", "brentwood", "--register", register, "--as-of", "2027-02-01",
        "--out", str(out), *more,
    )  # fmt: skip


def findings(out: Path, check: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as db:
        found = db.execute(f"SELECT * FROM read_parquet('{out / 'findings.parquet'}')")
        assert [column[0] for column in found.description or ()] == HEADS
        rows = [row for row in found.fetchall() if row[2:4] == ("brentwood-2016#4.P4", check)]
    return sorted((row[1], row[4], str(row[5]), row[8], row[9]) for row in rows)


def test_findings_and_their_counts_are_written(tmp_path):
    data = tmp_path / "changes.csv"
    data.write_text(
        "id,what,notice_given,takes_effect,in_writing\n"
        'A,end,2026-07-31,31/01/2027,Yes\nB,ending,"1 August 2026",2027-01-31,y\n'
        "C,end,2026-09-30,2027-03-31,n\n",
        encoding="utf-8",
    )
    done = run(data, tmp_path / "out")
    assert (done.returncode, done.stderr) == (1, "")
    assert findings(tmp_path / "out", "notice") == [
        ("A", "kept", "2027-01-31", None, []),
        ("B", "not_kept", "2027-02-01", 1, []),
        ("C", "at_risk", "2027-08-01", 123, []),
    ]
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["brentwood-2016#4.P4"] == {
        "kept": 1, "kept_with_reason": 0, "due": 0, "at_risk": 1, "not_kept": 1, "cannot_tell": 0, "not_applicable": 0,
    }  # fmt: skip


def test_a_record_without_an_id_is_called_by_its_row(tmp_path):
    data = tmp_path / "changes.csv"
    data.write_text("what,notice_given,takes_effect\n" + "end,2026-09-30,2027-03-31\n" * 3, encoding="utf-8")
    run(data, tmp_path / "out")
    assert [row[0] for row in findings(tmp_path / "out", "notice")] == ["row 1", "row 2", "row 3"]


def test_headings_are_understood_as_the_exchange_understands_them(tmp_path):
    data = tmp_path / "changes.csv"
    data.write_text(
        "ID,What,Date notice given,Takes effect,In writing\nA,end,2026-09-30,2027-03-31,yes\n", encoding="utf-8"
    )
    done = run(data, tmp_path / "out")
    assert findings(tmp_path / "out", "notice") == [("A", "kept", "2027-03-30", None, [])]
    assert 'we read "Date notice given" as notice_given' in done.stderr


def test_blank_rows_and_totals_are_no_records(tmp_path):
    data = tmp_path / "changes.csv"
    data.write_text("id,what,notice_given,takes_effect\nA,end,2026-09-30,2027-03-31\n,,,\nTotal,,,\n", encoding="utf-8")
    done = run(data, tmp_path / "out")
    assert [row[0] for row in findings(tmp_path / "out", "notice")] == ["A"]
    assert done.stderr == "2 rows ignored: blank, or totals\n"


def test_unreadable_cells_are_named_in_order(tmp_path):
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("id,what,notice_given\nA,end,soon\n,,\nB,bend,2027-01-01\n", encoding="utf-8")
    second.write_text("id,what,notice_given\nC,end,31/02/2027\n", encoding="utf-8")
    done = run(first, tmp_path / "out", "changes", str(second))
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == ["a.csv:2:3", "a.csv:4:2", "b.csv:2:3"]
    assert '"31/02/2027" is not a date; write for example 31/03/2027 or 2027-03-31' in done.stderr


BAD = {
    "an unreadable cell": ("changes.csv", "id,what,notice_given\nA,end,31/02/2027\n", '"31/02/2027" is not a date'),
    "another kind of file": ("changes.toml", "id = 1\n", "these files are not all in one format we can read"),
    "not Parquet": ("changes.parquet", "id,what\n", "we can't read it"),
    "not JSON": ("changes.jsonl", "{nothing\n", "we can't read it"),
    "no columns we know": ("changes.csv", "colour\nred\n", "none of the columns match changes"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "told"), BAD.values(), ids=BAD)
def test_bad_data_is_refused_and_nothing_is_written(tmp_path, name, text, told):
    data = tmp_path / name
    data.write_text(text, encoding="utf-8")
    done = run(data, tmp_path / "out")
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_files_with_other_columns_are_not_read_together(tmp_path):
    (tmp_path / "a.csv").write_text("id,what\nA,end\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("id,decided\nB,2026-01-01\n", encoding="utf-8")
    done = run(tmp_path / "a.csv", tmp_path / "out", "changes", str(tmp_path / "b.csv"))
    assert (done.returncode, "its columns are not the same as in a.csv" in done.stderr) == (2, True)


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    data = tmp_path / "changes.csv"
    data.write_text("id,what,notice_given,takes_effect\nA,end,2026-09-30,2027-03-31\n", encoding="utf-8")
    done = run(data, data / "out")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
