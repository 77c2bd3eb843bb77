"""Text and Markdown in: blocks with their numbers and lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from opencompact.core.drafting import read_document
from tests.core.papers import (
    shown,
    text_file,
)


def test_headings_paragraphs_items_and_notes_are_told_apart_with_their_lines(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        """Northmoor Compact

> Shared promises

- 1.1. Meet twice a year.
 1.2. Listen to
 each other
- say so

The Compact is for all of us.

^{*1} A note.
*2 Another.
""",
    )
    assert [(block.kind.value, block.number, block.text, block.place) for block in read_document(path).blocks] == [
        ("heading", "", "Northmoor Compact", "line 1"),
        ("heading", "", "Shared promises", "line 3"),
        ("list item", "1.1", "Meet twice a year.", "line 5"),
        ("list item", "1.2", "Listen to each other", "lines 6 to 7"),
        ("list item", "", "say so", "line 8"),
        ("paragraph", "", "The Compact is for all of us.", "line 10"),
        ("footnote", "", "^{*1} A note.", "line 12"),
        ("footnote", "", "*2 Another.", "line 13"),
    ]


@pytest.mark.parametrize(
    ("line", "number_", "words"),
    [
        ("1.1. Give notice.", "1.1", "Give notice."),
        ("1.10 Give notice.", "1.10", "Give notice."),
        ("(a) give notice", "a", "give notice"),
        ("iv) give notice", "iv", "give notice"),
        ("12. Give notice.", "12", "Give notice."),
        ("P4: Give notice.", "P4", "Give notice."),
        ("C2.3 Give notice.", "C2.3", "Give notice."),
        ("Commitment 7: Give notice.", "7", "Give notice."),
        ("3 - Give notice.", "3", "Give notice."),
        ("1.\tGive notice.", "1", "Give notice."),
        ("\u2022\tGive notice.", "", "Give notice."),
        ("- \u25b6 Give notice.", "", "Give notice."),
        ("12 weeks pass.", "", "12 weeks pass."),
        ("e.g. give notice.", "", "e.g. give notice."),
    ],
)
def test_printed_numbers_are_read_and_taken_off(tmp_path: Path, line: str, number_: str, words: str) -> None:
    assert [each[1:] for each in shown(text_file(tmp_path, line))] == [(number_, words)]


def test_lines_of_a_wrapped_text_are_joined_and_cut_words_are_whole_again(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        """1.1 Public bodies tell groups at least four months before they end a com-
    mitment, and they do so in writing, to everybody whom it concerns at all.
    Groups with a long-term or multi-
    year grant are told in person, because a letter alone is never enough for

    them and for the people whom they help.

The commitment stands.
""",
    )
    assert shown(path) == [
        (
            "list item",
            "1.1",
            "Public bodies tell groups at least four months before they end a commitment, and they do so in writing, "
            "to everybody whom it concerns at all. Groups with a long-term or multi-year grant are told in person, "
            "because a letter alone is never enough for them and for the people whom they help.",
        ),
        ("paragraph", "", "The commitment stands."),
    ]


def test_markdown_is_read_as_it_is_meant(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        """Northmoor
=========

## 1. Money

**Public bodies will:**

* pay **on time**[^1]
1\\. not a number

| Council | Groups |
|:--------|-------:|
| Pay<br>early | Report |

---
""",
        "compact.md",
    )
    assert shown(path) == [
        ("heading", "", "Northmoor"),
        ("heading", "1", "Money"),
        ("heading", "", "Public bodies will:"),
        ("list item", "", "pay on time"),
        ("list item", "1", "not a number"),
        ("table row", "", "Council | Groups"),
        ("table row", "", "Pay early | Report"),
    ]


def test_rows_are_one_table_over_empty_lines_and_another_where_the_columns_change(tmp_path: Path) -> None:
    rows = read_document(text_file(tmp_path, "a\tb\nc\td\n\ne\tf\n\ng\th\ti\n")).blocks
    assert [(row.table, row.text, row.place, row.cells[1][0].place) for row in rows] == [
        (1, "a | b", "line 1", "line 1, column 2"),
        (1, "c | d", "line 2", "line 2, column 2"),
        (1, "e | f", "line 4", "line 4, column 2"),
        (2, "g | h | i", "line 6", "line 6, column 2"),
    ]


def test_columns_kept_apart_by_spaces_become_rows_under_a_head_that_names_the_sides(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        """Public bodies will:           Groups in the voluntary sector will:

Give notice in good           Tell funders early
time.                         of trouble.
Pay on time.                  Report on time.

3. Next theme

Spaced out    by hand
""",
    )
    assert shown(path) == [
        ("table row", "", "Public bodies will: | Groups in the voluntary sector will:"),
        ("table row", "", "Give notice in good time. | Tell funders early of trouble."),
        ("table row", "", "Pay on time. | Report on time."),
        ("list item", "3", "Next theme"),
        ("heading", "", "Spaced out by hand"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    words = "We will pay groups £10 a day \u2013 na\u00efve or not."
    assert shown(text_file(tmp_path, words.encode(encoding))) == [("paragraph", "", words)]


def test_welsh_letters_survive(tmp_path: Path) -> None:
    words = "Byddwn yn talu pob grŵp yn Nhŷ'r Felin, a hynny'n brydlon, â phob parch i'r gymuned."
    assert shown(text_file(tmp_path, words)) == [("paragraph", "", words)]


def test_lines_of_a_table_of_contents_are_no_text(tmp_path: Path) -> None:
    assert shown(text_file(tmp_path, "Money ............ 3\n\nMoney\n\nWe will pay.\n")) == [
        ("running head, foot or contents", "", "Money ............ 3"),
        ("heading", "", "Money"),
        ("paragraph", "", "We will pay."),
    ]
