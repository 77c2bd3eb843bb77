"Compare Every benchmark runs, with those it lays give the same answers."

from __future__ import annotations

from pathlib import Path

import duckdb
import msgspec
import pytest

from benchmarks import filling, grouping, growth, imports, million, one_record, pages
from benchmarks.answers import Compared, cells_alike, rows_alike, sample_alike
from benchmarks.data import read, write
from benchmarks.libraries import BESIDE
from benchmarks.measuring import Took, apart
from benchmarks.table import HEADS, table, table_of_imports, table_of_pages


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five hundred records, their findings, and the same by hand."""
    made = tmp_path_factory.mktemp("benchmarks")
    write(str(made / "changes.parquet"), "500")
    million.ours(str(made / "changes.parquet"), str(made / "ours"))
    million.by_hand(str(made / "changes.parquet"), str(made / "by-hand.parquet"))
    return made


def test_one_record_is_answered_as_by_hand():
    taken = one_record.measure("300", "no")
    assert (taken.records, taken.by_hand_differ) == (300, 0)


def test_a_table_is_answered_as_by_hand_in_sql(folder):
    found = rows_alike(f"{folder}/ours/findings.parquet", f"{folder}/by-hand.parquet")
    assert found == Compared(count=3000, different=0)


def test_a_table_is_answered_as_one_record_at_a_time(folder):
    found = sample_alike(f"{folder}/changes.parquet", f"{folder}/ours/findings.parquet", "200")
    assert found == Compared(count=200 * 6 * 9, different=0)


def test_so_are_facts_that_are_not_in_the_data_at_all(tmp_path):
    assert million.absent(str(tmp_path), "200") == Compared(count=200 * 6 * 9, different=0)


def test_one_changed_cell_is_noticed(folder, tmp_path):
    ours, changed = f"{folder}/ours/findings.parquet", f"{tmp_path}/changed.parquet"
    status = """CASE WHEN record = 'C7' AND "check" = 'notice' THEN 'not_kept' ELSE status END"""
    duckdb.sql(f"COPY (SELECT * REPLACE ({status} AS status) FROM '{ours}') TO '{changed}' (FORMAT parquet)")
    assert rows_alike(changed, ours) == Compared(count=3000, different=2)
    assert cells_alike(read(f"{folder}/changes.parquet"), changed) == Compared(count=3000 * 9, different=1)


def test_one_lost_row_is_noticed(folder, tmp_path):
    ours, lost = f"{folder}/ours/findings.parquet", f"{tmp_path}/lost.parquet"
    kept = """record <> 'C7' OR "check" <> 'notice'"""
    duckdb.sql(f"COPY (FROM '{ours}' WHERE {kept}) TO '{lost}' (FORMAT parquet)")
    assert rows_alike(lost, ours) == Compared(count=3000, different=1)
    assert cells_alike(read(f"{folder}/changes.parquet"), lost) == Compared(count=3000 * 9, different=3000 * 9)


def test_growth_is_measured_in_a_process_of_its_own(tmp_path):
    [size] = growth.measure(tmp_path, [300])
    assert (size.rows, type(size.ours), type(size.by_hand)) == (300, Took, Took)
    assert size.ours.peak_mb > 10
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_every_format_is_read_and_a_sheet_of_blank_rows_is_refused(tmp_path):
    found = imports.measure(tmp_path, 30, 250_001)
    assert [found.csv.found, found.json.found, found.xlsx.found] == [30, 30, 30]
    assert found.blank.found.startswith("blank.xlsx!grants: the sheet covers more than 250,000 rows")
    assert [line.split(" | ")[::3] for line in table_of_imports(found).splitlines()[2:]] == [
        ["| 30 grants, CSV", "30 records |"],
        ["| 30 grants, JSON", "30 records |"],
        ["| 30 grants, XLSX", "30 records |"],
        ["| a workbook that reaches over a million blank rows, XLSX", "refused |"],
    ]


def test_every_page_is_measured_in_a_process_that_only_answers(tmp_path):
    apart(filling.fill, tmp_path, 2)
    asked = msgspec.convert(apart(pages.ask, tmp_path, 15), pages.Asked)
    assert [page.name for page in asked.pages] == list(pages.PAGES)
    assert [page.name for page in asked.pages if page.queries > 20] == []
    assert (asked.requests, asked.memory_mb > 10) == (15, True)
    told = table_of_pages(pages.Pages(2, asked, 1.0, 0.5)).splitlines()
    assert [line.split(" | ")[0] for line in told if line.startswith("| ")][2:] == [f"| {name}" for name in pages.PAGES]


@pytest.mark.full
def test_a_bare_yes_or_no_agrees_wherever_both_dates_are_there(tmp_path):
    one = one_record.measure("300")
    many = million.measure(tmp_path, 2000)
    assert list(many.beside) == list(BESIDE)
    for says in [one.dateutil_says, one.zen_says, *(verdicts for _, verdicts in many.beside.values())]:
        assert says is not None
        assert says.alike + says.with_reason == says.whole
    assert [each.different for each in (many.alike, many.sample, many.absent)] == [0, 0, 0]
    assert table(one, many, growth.measure(tmp_path, [1000])).startswith("| " + " | ".join(HEADS))


def test_answers_in_words_are_grouped_beside_the_naive_way():
    taken = grouping.measure("60")
    assert (taken.texts, taken.beside, taken.all_pairs_seconds) == (60, 60, taken.beside_seconds)
    assert grouping.line(taken).startswith("60 answers in words put into ")
