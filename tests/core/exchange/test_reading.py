"""Any file at all: what may be read, what is refused before it is read, several files as one."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencompact.core.checks.records import REGISTERS
from opencompact.core.exchange.reading import Guess, Reading, read, together
from opencompact.core.problems import Unusable
from tests.core.exchange.attempts import alone, check_read_or_refused, refusal

PIECES = st.sampled_from(
    [
        *(b'"', b"'", b",", b";", b"\n", b"\r", b"\0", b"{", b"}", b"[", b"]", b":", b"- ", b"&a", b"*a", b"!!x"),
        *(b"\xff\xfe", b"\xef\xbb\xbf", b"\x81", b"id", b"closes", b"31/03/2027", b"9" * 50, b"1e9999", b"NaN"),
        b"\\ud800",
    ]
)
CSV = b'id;title;opens;closes\n1;"a;b\nc";31/03/2027;31 March 2028\n'
JSON = b'{"consultations": [{"id": "1", "opens": "2027-03-31", "methods": ["a"], "title": "\\u00e9"}], "version": 1}'
YAML = b'consultations:\n- id: 1\n  opens: 2027-03-31\n  title: "a"\n- id: 2\n  closes: ~\n'


def workbook() -> bytes:
    made, out = openpyxl.Workbook(), io.BytesIO()
    made.active.append(["id", "title", "opens"])
    made.active.append(["1", "=1+1", 46477])
    made.active.merge_cells("A5:B6")
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "yaml"])
@given(raw=st.binary())
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, ending: str, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / f"consultations.{ending}"
    path.write_bytes(raw)
    check_read_or_refused(path)


@pytest.mark.parametrize(
    ("ending", "whole"),
    [("csv", CSV), ("json", JSON), ("yaml", YAML), ("xlsx", workbook())],
    ids=lambda it: str(it)[:4],
)
@given(data=st.data())
def test_any_damage_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, ending: str, whole: bytes, data: st.DataObject
) -> None:
    for _damage in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(whole)))
        end = start + data.draw(st.integers(0, 8))
        whole = whole[:start] + data.draw(st.one_of(PIECES, st.binary(max_size=4))) + whole[end:]
    path = tmp_path_factory.getbasetemp() / f"consultations.{ending}"
    path.write_bytes(whole)
    check_read_or_refused(path)


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_40_000_grants_within_100_megabytes(tmp_path: Path, ending: str) -> None:
    heads = ["Identifier", "Title", "Description", "Currency", "Amount Awarded", "Award Date", "Recipient Org:Name"]
    about = "For the work of the group. " * 30
    rows = ([f"360G-x-{at}", "A grant", about, "GBP", at, "2026-04-01", f"Group {at % 700}"] for at in range(40_000))
    with (tmp_path / f"grants.{ending}").open("w") as file:
        if ending == "csv":
            csv.writer(file).writerows([heads, *rows])
        else:
            json.dump({"grants": [dict(zip(heads, row, strict=True)) for row in rows]}, file, indent=4)
    outcome, megabytes = alone(tmp_path / f"grants.{ending}")
    assert outcome == "40000"
    assert megabytes < 100


def test_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "letter.docx").write_bytes(b"x")
    (tmp_path / "empty.csv").touch()
    names = [
        "folder.csv",
        "pipe.csv",
        "letter.docx",
        "empty.csv",
        "none.csv",
        "none.docx",
        "a\0b.csv",
        "line\nbreak.csv",
    ]
    assert [refusal(tmp_path / name) for name in names] == [
        ["folder.csv: this is a folder; give the path of a file"],
        ["pipe.csv: this is not a file; give the path of a file"],
        ["letter.docx: we can't read this kind of file; give .csv, .xlsx, .ods, .json or .yaml"],
        ["empty.csv: the file is empty; give a file with a row of headings and some records"],
        ["none.csv: there is no such file; check its name and folder"],
        ["none.docx: there is no such file; check its name and folder"],
        ["a?b.csv: we can't read the file (embedded null byte); check its name and who has access to it"],
        ["line break.csv: there is no such file; check its name and folder"],
    ]


def test_a_file_one_may_not_read(tmp_path: Path) -> None:
    path = tmp_path / "awards.csv"
    path.write_text("id\n1\n")
    path.chmod(0)
    if os.access(path, os.R_OK):  # whoever runs this may read everything
        assert read(path).registers == {"awards": [{"id": "1"}]}
    else:
        says = "awards.csv: we can't read the file (Permission denied); check its name and who has access to it"
        assert refusal(path) == [says]


@pytest.mark.parametrize(
    ("name", "megabytes"), [("a.csv", 100), ("a.json", 100), ("a.xlsx", 50), ("a.yaml", 2)], ids=str
)
def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path, name: str, megabytes: int) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(megabytes * 1_000_000 + 1)
    assert refusal(tmp_path / name) == [f"{name}: the file is larger than {megabytes} MB; split it into smaller files"]


def test_a_register_nobody_keeps(tmp_path: Path) -> None:
    assert refusal(tmp_path / "x.csv", register="award") == ['there is no register "award"; write "awards"']


@pytest.mark.parametrize("register", REGISTERS)
def test_a_file_of_field_names_alone_holds_no_guess(tmp_path: Path, register: str) -> None:
    path = tmp_path / f"{register}.csv"
    path.write_text(",".join(REGISTERS[register]) + "\n")
    assert read(path) == Reading({register: []}, {register: []}, [], [], {register: set()})


def test_several_files_as_one(tmp_path: Path) -> None:
    (tmp_path / "awards.csv").write_text("title\nA\nB\n")
    (tmp_path / "awards 2027.csv").write_text("Title\nC\n")
    (tmp_path / "changes.csv").write_text("id,x\nC1,\n")
    names = ["awards.csv", "awards 2027.csv", "changes.csv"]
    assert together(read(tmp_path / name) for name in names) == Reading(
        {
            "awards": [
                {"title": "A", "id": "row 2"},
                {"title": "B", "id": "row 3"},
                {"title": "C", "id": "awards 2027.csv:2"},
            ],
            "changes": [{"id": "C1"}],
        },
        {"awards": ["awards.csv:2", "awards.csv:3", "awards 2027.csv:2"], "changes": ["changes.csv:2"]},
        [
            Guess("awards 2027.csv", "awards 2027", "awards", "it has that name"),
            Guess("awards 2027.csv:1:1", "Title", "title", "a common heading for it"),
        ],
        ['changes.csv:1: ignored, because they match no field of changes: "x"'],
        {"awards": {0, 1, 2}, "changes": set()},
    )


def test_an_id_stands_once_in_all_files(tmp_path: Path) -> None:
    (tmp_path / "awards.csv").write_text("id\n1\n2\n")
    (tmp_path / "grants.json").write_text('{"awards": [{"id": 2}, {"id": 3}]}')
    with pytest.raises(Unusable) as error:
        together([read(tmp_path / "awards.csv"), read(tmp_path / "grants.json")])
    says = 'grants.json: awards[0]: the id "2" is already used at awards.csv:3; give each record its own'
    assert str(error.value) == says


def test_the_same_facts_from_every_format(tmp_path: Path) -> None:
    """What is written in one format and in another is read as the same records."""
    writers: dict[str, Callable[[Path], Any]] = {
        "awards.csv": lambda path: path.write_text('id,starts,amount,paid_in_advance\nA1,01/04/2027,"£1,658.25",yes\n'),
        "awards.json": lambda path: path.write_text(
            '[{"id": "A1", "starts": "2027-04-01", "amount": 1658.25, "paid_in_advance": true}]'
        ),
        "awards.yaml": lambda path: path.write_text(
            "awards:\n- {id: A1, starts: 1 April 2027, amount: 1658.25, paid_in_advance: yes}\n"
        ),
    }
    found = []
    for name, write in writers.items():
        write(tmp_path / name)
        found.append(read(tmp_path / name).registers)
    assert found == [found[0]] * 3
