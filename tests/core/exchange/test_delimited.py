"""CSV files as councils really have them."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencompact.core.exchange.columns import Columns
from opencompact.core.exchange.reading import Guess, Reading, read
from tests.core.exchange.attempts import guesses, records, refusal

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1).map(str.strip).filter(bool)


def written(folder: Path, text: str | bytes, name: str = "consultations.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_whole_reading(tmp_path: Path) -> None:
    path = written(
        tmp_path, "id,title,opens,Closing date,responses,Notes\nC1,Parks,1 May 2027,31/07/2027,12,x\nC2,,,,,\n"
    )
    assert read(path) == Reading(
        {
            "consultations": [
                {"id": "C1", "title": "Parks", "opens": date(2027, 5, 1), "closes": date(2027, 7, 31), "responses": 12},
                {"id": "C2", "title": None, "opens": None, "closes": None, "responses": None},
            ]
        },
        {"consultations": ["consultations.csv:2", "consultations.csv:3"]},
        [Guess("consultations.csv:1:4", "Closing date", "closes", "a common heading for it")],
        ['consultations.csv:1: ignored, because they match no field of consultations: "Notes"'],
        {"consultations": set()},
    )


def test_every_rejected_cell_is_named_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, 'id,title,opens,closes\nC1,"two\nlines",31/02/2027,TBC\nC2,,,2/3/27\nC1,,,\n')
    day = "write for example 31/03/2027 or 2027-03-31"
    assert refusal(path) == [
        'consultations.csv:2:3: "31/02/2027" is not a date; ' + day,
        f'consultations.csv:2:4: "TBC" is not a date; {day}, or leave the cell empty',
        'consultations.csv:4:4: "2/3/27" doesn\'t say which century; write the year in full, for example 31/03/2027',
        'consultations.csv:5:1: the id "C1" is already used at consultations.csv:2; give each record its own',
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_encodings_and_line_ends(tmp_path: Path, separator: str, encoding: str, end: str) -> None:
    lines = [f"Events, 2027; all{separator}", f"id{separator}title", f"1{separator}Café £5"]
    path = written(tmp_path, end.join([*lines, ""]).encode(encoding))
    assert records(path) == {"consultations": [{"id": "1", "title": "Café £5"}]}


def test_a_file_not_in_unicode_is_told_as_a_guess(tmp_path: Path) -> None:
    path = written(tmp_path, "id,title\n1,Café\n".encode("cp1252"))
    assert guesses(read(path)) == [("consultations.csv", "encoding", "Windows-1252", "the file is not UTF-8")]


@pytest.mark.parametrize(
    "raw",
    [b"id,title\n1,a\0b\n", b"\xff\xfei", b"id\n\x81\n", b"PK\x03\x04\x14\x00\x00", "id\n1\n".encode("utf-32")],
)
def test_what_is_not_text(tmp_path: Path, raw: bytes) -> None:
    says = "consultations.csv: the file is not text; save it as CSV (UTF-8) or .xlsx"
    assert refusal(written(tmp_path, raw)) == [says]


def test_lines_above_the_headings_and_blank_rows_and_totals_are_told(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "sep=,\nGrants to the voluntary sector,,\n,,\nRecipient,Award date,Amount\nForum,1/4/2027,100\n , ,\n"
        "Recipient,Award date,Amount\nTotal,,100\nTotal Place,,5\nsubtotal:,1/4/2027,5\n",
        "grants.csv",
    )
    found = read(path)
    assert [record["recipient"] for record in found.registers["awards"]] == ["Forum", "Total Place", "subtotal:"]
    assert found.skipped == [
        'grants.csv:1: a row above the headings, "sep="',
        'grants.csv:2: a row above the headings, "Grants to the voluntary sector"',
        "grants.csv:7: the headings again",
        "grants.csv:8: a row of totals",
        "grants.csv: 2 blank rows",
    ]


def test_a_total_with_an_id_is_a_record(tmp_path: Path) -> None:
    path = written(tmp_path, "id,title,amount\n1,Total,5\nTotal,,5\n,Total,5\n", "awards.csv")
    assert records(path) == {"awards": [{"id": "1", "title": "Total", "amount": Decimal(5)}]}


def test_a_record_without_an_id_gets_its_row(tmp_path: Path) -> None:
    path = written(tmp_path, "title\nParks\n\nRoads\n", "proposals.csv")
    found = read(path)
    assert [record["id"] for record in found.registers["proposals"]] == ["row 2", "row 4"]
    assert found.numbered == {"proposals": {0, 1}}


def test_a_short_row_is_blank_at_its_end_and_a_long_one_is_refused(tmp_path: Path) -> None:
    assert records(written(tmp_path, "id,title,closes\n1,a\n2,b,,,\n")) == {
        "consultations": [{"id": "1", "title": "a", "closes": None}, {"id": "2", "title": "b", "closes": None}]
    }
    assert refusal(written(tmp_path, "id,title\n1,Parks, and roads\n")) == [
        "consultations.csv:2:3: this row has more cells than there are headings; put quotation marks around "
        "text that contains the separator"
    ]


def test_filled_columns_without_a_heading_are_told(tmp_path: Path) -> None:
    found = read(written(tmp_path, "id,,title,\n1,x,a,\n"))
    assert found.skipped == ["consultations.csv: ignored, because they have no heading: columns 2"]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('id,title\n1,"a\n2,b\n', 2, "unexpected end of data"),
        ('id,title\n1,a\n2,"b"c\n', 3, "',' expected after '\"'"),
        ("id,title\n1," + "x" * 200_000, 2, "field larger than field limit (131072)"),
    ],
)
def test_quotation_marks_that_do_not_match(tmp_path: Path, text: str, line: int, reason: str) -> None:
    assert refusal(written(tmp_path, text)) == [
        f"consultations.csv:{line}: we can't tell where the record ends ({reason}); "
        "look for a quotation mark that is not closed or not doubled"
    ]


def test_a_record_without_end_is_not_taken_into_memory(tmp_path: Path) -> None:
    path = written(tmp_path, "id,title\n" + "," * 2_000_001)
    assert refusal(path) == [
        "consultations.csv:2: a record is longer than 2,000,000 characters; "
        "look for a quotation mark that is not closed or not doubled"
    ]


def test_a_text_longer_than_a_spreadsheets_cell(tmp_path: Path) -> None:
    path = written(tmp_path, "id,title\n1," + "x" * 32_768)
    assert refusal(path) == ["consultations.csv:2:2: the text is longer than 32,767 characters; shorten it"]


def test_too_many_columns(tmp_path: Path) -> None:
    path = written(tmp_path, "id" + ",x" * 500 + "\n")
    assert refusal(path) == [
        "consultations.csv:1: there are more than 500 columns; keep only the columns of the register"
    ]


def test_too_many_rows(tmp_path: Path) -> None:
    path = written(tmp_path, "id\n" + "\n" * 1_000_000)
    assert refusal(path) == ["consultations.csv: there are more than 1,000,000 rows; split the file"]


def test_too_much_wrong(tmp_path: Path) -> None:
    lines = refusal(written(tmp_path, "id,closes\n" + ",x\n" * 20_000))
    assert len(lines) == 10_001
    assert lines[-1] == "consultations.csv: 10,000 things are wrong, and we stopped checking there; correct these first"


def test_a_file_with_no_headings_we_know(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "\n\n")) == [
        "consultations.csv: no row has the headings for consultations; use field names as column headings, "
        "for example id, title, body, opens, closes and announced"
    ]


def test_a_register_that_does_not_show_is_to_be_named(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "id,title\n1,a\n", "x.csv")) == [
        "x.csv: it doesn't say which register this is; name the file or sheet after one, or give --register: "
        "consultations, opportunities, awards, payments, changes, proposals, requests, concerns, meetings or "
        "judgements"
    ]


def test_a_register_from_its_headings_is_a_guess(tmp_path: Path) -> None:
    found = read(written(tmp_path, "id,notice_given,takes_effect\n1,,\n", "x.csv"))
    assert list(found.registers) == ["changes"]
    assert guesses(found) == [("x.csv", "x", "changes", "its headings match best")]


def test_the_register_asked_for_counts_before_the_name(tmp_path: Path) -> None:
    path = written(tmp_path, "id,title\n1,a\n")
    assert records(path, register="proposals") == {"proposals": [{"id": "1", "title": "a"}]}


def test_a_likely_misspelling_is_pointed_out(tmp_path: Path) -> None:
    found = read(written(tmp_path, "id,closses,x\n1,,\n"))
    assert found.skipped == [
        'consultations.csv:1: "closses" matches no field of consultations; did you mean closes?',
        'consultations.csv:1: ignored, because they match no field of consultations: "x"',
    ]


def test_two_headers_for_one_field(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "id,Closing date,Deadline\n")) == [
        'consultations.csv:1:3: "Closing date" and "Deadline" are both read as closes of consultations; '
        "leave one out, or set it to null in a columns file"
    ]


def test_a_columns_file_is_followed_and_what_it_misses_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "id;Closing date;Last day\n1;never;31.03.2027\n")
    answers: dict[str, dict[str, str | None]] = {
        "": {"Y": "title"},
        "consultations": {"Last day": "closes", "closing date": None, "Opens": "opens"},
        "awards": {"X": None},
    }
    found = read(path, columns=Columns("c.yaml", answers))
    assert found == Reading(
        {"consultations": [{"id": "1", "closes": date(2027, 3, 31)}]},
        {"consultations": ["consultations.csv:2"]},
        [],
        [
            'consultations.csv:1: ignored, as the columns file says: "Closing date"',
            'c.yaml: consultations.csv has no column headed "Y"',
            'c.yaml: consultations.csv has no column headed "Opens"',
        ],
        {"consultations": set()},
    )


def test_a_list_with_commas_is_one_item_and_says_so_once(tmp_path: Path) -> None:
    found = read(written(tmp_path, 'id;methods\n1;letter\n2;"post, email"\n3;"post, visit"\n4;post\n'))
    assert [record["methods"] for record in found.registers["consultations"]] == [
        *(("letter",), ("post, email",), ("post, visit",), ("post",)),
    ]
    assert found.skipped == [
        'consultations.csv:3:2: "post, email" was read as one item; write ";" between the items of a list'
    ]


@given(rows=st.lists(st.tuples(TEXTS, st.dates(date(1900, 1, 1), date(2200, 12, 31))), max_size=5))
def test_what_a_csv_writer_writes_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, date]]
) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "title", "closes", "open to change"])
    for number, (text, day) in enumerate(rows):
        writer.writerow([number, f"'{text}" if re.match("'*[=+@-]", text) else text, day, "x"])
    path = written(tmp_path_factory.getbasetemp(), out.getvalue())
    assert records(path).get("consultations") == [
        {"id": str(number), "title": text, "closes": day, "can_change": "x"} for number, (text, day) in enumerate(rows)
    ]


def test_notes_below_a_table_are_no_records(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "id,title,opens\nC1,Parks,2026-01-05\nC2,,\n\n* Notice given by email\nSource:,Commissioning team\n"
        "All dates are provisional\n",
    )
    found = read(path)
    assert [each["id"] for each in found.registers["consultations"]] == ["C1", "C2"]
    assert found.skipped == [
        'consultations.csv:5: a note, "* Notice given by email"',
        'consultations.csv:6: a note, "Source: Commissioning team"',
        'consultations.csv:7: a note, "All dates are provisional"',
        "consultations.csv: 1 blank row",
    ]


def test_a_row_of_one_cell_is_a_record_where_the_table_goes_on(tmp_path: Path) -> None:
    path = written(tmp_path, "id,title,opens\nC1,Parks,2026-01-05\n\nC2,,\nC3,Roads,\n")
    assert [each["id"] for each in records(path)["consultations"]] == ["C1", "C2", "C3"]


def test_headings_of_two_rows(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "Grants,,Planned dates,,Amount\nRef,Recipient,Start date,End date,awarded (£000s)\n"
        "G1,Alpha,01/04/2024,31/03/2027,30\n",
        "awards.csv",
    )
    assert records(path)["awards"] == [
        {
            "id": "G1", "recipient": "Alpha", "starts": date(2024, 4, 1), "ends": date(2027, 3, 31),
            "amount": Decimal(30_000),
        }
    ]  # fmt: skip
