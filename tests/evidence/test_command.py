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
        'A,end,2026-09-30,31/03/2027,Yes\nB,ending,"1 October 2026",2027-03-31,y\n',
        encoding="utf-8",
    )
    done = run(data, tmp_path / "out", "changes", "--as-of", "2027-04-02")
    assert (done.returncode, done.stderr) == (1, "")
    assert findings(tmp_path / "out", "notice") == [
        ("A", "kept", "2027-03-30", None, []),
        ("B", "not_kept", "2027-04-01", 1, []),
    ]
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["brentwood-2016#4.P4"] == {
        "kept": 1, "kept_with_reason": 0, "due": 0, "at_risk": 0, "not_kept": 1, "cannot_tell": 0, "not_applicable": 0,
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
    done = run(first, tmp_path / "out", "changes", str(second), "--strict")
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == ["a.csv:2:3", "a.csv:4:2", "b.csv:2:3"]
    assert '"31/02/2027" is not a date; write for example 31/03/2027 or 2027-03-31' in done.stderr


BAD = {
    "an unreadable cell": ("changes.csv", "id,what,notice_given\nA,end,31/02/2027\n", '"31/02/2027" is not a date'),
    "another kind of file": ("changes.toml", "id = 1\n", "we can't read this kind of file"),
    "not Parquet": ("changes.parquet", "id,what\n", "we can't read it"),
    "not JSON": ("changes.jsonl", "{nothing\n", "we can't read it"),
    "no columns we know": ("changes.csv", "colour\nred\n", "no row has the headings for changes"),
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


HEADER = "id,what,notice_given,takes_effect,in_writing\n"


def aside(out: Path) -> list[str]:
    return (out / "set-aside.csv").read_text("utf-8-sig").splitlines()[1:]


def test_rows_that_cannot_be_read_are_set_aside_and_counted(tmp_path):
    """Also where the core has to read the file, for a fact that is not known."""
    rows = "A,end,2026-09-30,2027-03-31,yes\nB,end,soon,2027-03-31,yes\nC,end,soon,2027-03-31,yes\n"
    for more in ("", "D,end,not known,2027-03-31,yes\n"):
        data = tmp_path / "changes.csv"
        data.write_text(HEADER + rows + more, encoding="utf-8")
        done = run(data, tmp_path / "out")
        assert (done.returncode, "2 rows set aside; see " in done.stderr) == (0, True)
        assert [line.split(",")[0] for line in aside(tmp_path / "out")] == ["changes.csv:3:3", "changes.csv:4:3"]
        assert [row[:2] for row in findings(tmp_path / "out", "notice")] == [
            ("A", "kept"), *([("D", "cannot_tell")] if more else []),
        ]  # fmt: skip


def test_an_id_used_twice_is_set_aside_or_refused(tmp_path):
    """Twice the same is one record; where two differ nobody knows which is right."""
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text(HEADER + "A,end,2026-09-30,2027-03-31,yes\nB,end,2026-09-30,2027-03-31,yes\n", encoding="utf-8")
    second.write_text(HEADER + "A,end,2026-09-30,2027-03-31,yes\nB,end,2027-03-30,2027-03-31,yes\n", encoding="utf-8")
    done = run(first, tmp_path / "out", "changes", str(second))
    assert (done.returncode, "3 rows set aside" in done.stderr) == (0, True)
    assert [row[0] for row in findings(tmp_path / "out", "notice")] == ["A"]
    refused = run(first, tmp_path / "no", "changes", str(second), "--repeated", "refuse")
    assert refused.returncode == 2
    assert refused.stderr.splitlines() == [f"{id}: the id is used 2 times; give each record its own" for id in "AB"]


UGLY = {
    "a title above": b"Changes to funding,,,\n,,,\n" + HEADER.encode() + b"A,end,2026-09-30,2027-03-31,yes\n",
    "semicolons": b"id;what;notice_given;takes_effect;in_writing\nA;end;2026-09-30;2027-03-31;yes\n",
    "one short row": HEADER.encode() + b"A,end,2026-09-30,2027-03-31,yes\nB,end\n",
    "notes below": HEADER.encode() + b"A,end,2026-09-30,2027-03-31,yes\n\n* Notice given by email\nSource: team\n",
    "Windows-1252": b"id,what,notice_given,takes_effect,in_writing,affects\nA,end,2026-09-30,2027-03-31,yes,Caf\xe9\n",
    "UTF-16": (HEADER + "A,end,2026-09-30,2027-03-31,yes\n").replace(",", "\t").encode("utf-16"),
}


@pytest.mark.parametrize("content", UGLY.values(), ids=UGLY)
def test_a_file_as_councils_write_it_is_read_as_check_reads_it(tmp_path, content):
    data = tmp_path / "changes.csv"
    data.write_bytes(content)
    done = run(data, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert findings(tmp_path / "out", "notice")[0] == ("A", "kept", "2027-03-30", None, [])


def test_a_register_the_agreement_promises_nothing_about_is_no_fault(tmp_path):
    data = tmp_path / "payments.csv"
    data.write_text("id,due,paid\nA,2026-01-01,2026-01-02\n", encoding="utf-8")
    asked = ("--against", "bristol", "--register", "payments")
    done = opencompact("evidence", "check", str(data), *asked, "--out", str(tmp_path / "out"))
    assert done.returncode == opencompact("check", str(data), *asked).returncode == 0
    assert json.loads((tmp_path / "out" / "summary.json").read_text()) == {}


def test_a_package_of_published_grants(tmp_path):
    grant = {
        "id": "360G-x-1", "title": "A grant", "currency": "GBP", "amountAwarded": 41133.770000000004,
        "awardDate": "2026-04-01", "plannedDates": [{"startDate": "2026-04-01", "duration": 36}],
        "recipientOrganization": [{"name": "Forum"}, {"name": "Its partner"}],
        "fundingOrganization": [{"name": "Council"}],
    }  # fmt: skip
    (tmp_path / "grants.json").write_text(json.dumps({"version": "1.4", "grants": [grant]}, indent=2))
    out = tmp_path / "out"
    done = opencompact(
        "evidence", "check", str(tmp_path / "grants.json"), "--against", "bristol", "--register", "awards", "--as-of",
        "2026-12-01", "--out", str(out),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with duckdb.connect() as db:
        told = db.execute(f"SELECT DISTINCT record FROM read_parquet('{out / 'findings.parquet'}') WHERE record <> ''")
        assert told.fetchall() == [("360G-x-1",)]


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    data = tmp_path / "changes.csv"
    data.write_text("id,what,notice_given,takes_effect\nA,end,2026-09-30,2027-03-31\n", encoding="utf-8")
    done = run(data, data / "out")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
