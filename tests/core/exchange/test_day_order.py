"""Files with the month first are noticed, and no date of theirs is read the wrong way round."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from opencompact.core.exchange.reading import read
from tests.core.exchange.attempts import refusal

MEND = "write the day first, or 2027-03-31"


def payments(folder: Path, *rows: str) -> Path:
    (folder / "payments.csv").write_text("\n".join(["id,claimed,paid", *rows, ""]), encoding="utf-8")
    return folder / "payments.csv"


def test_one_impossible_date_makes_the_others_doubtful(tmp_path: Path) -> None:
    """The second column has no proof of its own."""
    assert refusal(payments(tmp_path, "A,04/13/2026,05/06/2026", "B,07/07/2026,2026-07-08")) == [
        'payments.csv:2:2: "04/13/2026" is not a date; write for example 31/03/2027 or 2027-03-31',
        f'payments.csv:2:3: "05/06/2026" may have the month first, as other dates here do; {MEND}',
    ]


def test_a_column_that_proves_the_day_first_is_read_so(tmp_path: Path) -> None:
    path = payments(tmp_path, "A,04/13/2026,05/06/2026", "B,01/02/2026,28/02/2026")
    assert [line.split(": ")[0] for line in refusal(path)] == ["payments.csv:2:2", "payments.csv:3:2"]


def test_dates_that_contradict_each_other_one_way_only_are_doubtful(tmp_path: Path) -> None:
    """3 October paid 11 December, read day first, is paid in November and claimed in March the year before."""
    path = payments(tmp_path, "A,10/03/2025,12/11/2025", "B,06/05/2026,07/04/2026")
    assert len(refusal(path)) == 4


def test_where_nothing_tells_it_is_said(tmp_path: Path) -> None:
    found = read(payments(tmp_path, "A,01/02/2026,05/03/2026", "B,01/03/2026,"))
    assert found.registers["payments"][0] == {"id": "A", "claimed": date(2026, 2, 1), "paid": date(2026, 3, 5)}
    assert found.skipped == [
        "payments.csv: no date shows whether the day or the month comes first; all were read day first"
    ]
