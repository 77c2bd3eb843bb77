"""The shapes in which documents show their promises, each in an invented one."""

from __future__ import annotations

from pathlib import Path

from tests.core.papers import (
    drafted,
    promises,
)


def test_lettered_and_roman_items_take_the_number_of_their_theme(tmp_path: Path) -> None:
    text = """# Saltmere Charter

## Part one: Money

Public bodies will:

i) give notice
ii) pay on time

Voluntary groups aim to...

i) report on time

## Part two: Voice

a) We will listen.
b) The Council shall answer.
"""
    edition = drafted(tmp_path, text, "compact.md").edition
    assert promises(edition) == [
        ("1.P.i", "public", "must", "give notice"),
        ("1.P.ii", "public", "must", "pay on time"),
        ("1.V.i", "voluntary", "aim", "report on time"),
        ("2.a", "both", "must", "We will listen."),
        ("2.b", "public", "must", "The Council shall answer."),
    ]
    assert all(each.assigned for each in edition.commitments)
    assert edition.name == "Charter"


def test_a_lead_says_whose_the_bullets_below_it_are(tmp_path: Path) -> None:
    text = """Ashby Covenant

RESPECT

We will:
- value each other
- say openly what we think

In return, voluntary organisations agree to work together to:
- represent their members fairly

MONEY

Where grants are given, the County Council will:
- give notice of a cut
- consult groups where possible
"""
    edition = drafted(tmp_path, text).edition
    assert promises(edition) == [
        ("1.B1", "both", "must", "value each other"),
        ("1.B2", "both", "must", "say openly what we think"),
        ("1.V1", "voluntary", "must", "work together to represent their members fairly"),
        ("2.P1", "public", "must", "give notice of a cut"),
        ("2.P2", "public", "aim", "consult groups where possible"),
    ]
    assert [theme.title for theme in edition.themes] == ["RESPECT", "MONEY"]
    assert edition.parties.public.name == "The County Council"


def test_themes_under_the_name_of_a_side_are_one_theme_for_both(tmp_path: Path) -> None:
    text = """SALTMERE COMPACT

PUBLIC SECTOR COMMITMENTS

FUNDING

- Pay within 30 days of an invoice.

VOICE

- Listen to everybody.

VOLUNTARY SECTOR COMMITMENTS

FUNDING

- Spend grants as agreed.
"""
    edition = drafted(tmp_path, text).edition
    assert promises(edition) == [
        ("1.P1", "public", "must", "Pay within 30 days of an invoice."),
        ("2.P1", "public", "must", "Listen to everybody."),
        ("1.V1", "voluntary", "must", "Spend grants as agreed."),
    ]


def test_tables_may_number_their_rows_and_name_the_side_in_a_column(tmp_path: Path) -> None:
    text = """# Ashby Compact

| Ref | The Council will | Voluntary groups will |
|-----|------------------|-----------------------|
| F1  | Pay on time      | Report on time        |
| F2  | Fund for longer  | n/a                   |

## Voice

| Commitment | Who |
|---|---|
| Listen to young people | Public sector |
| Answer consultations | VCSE |
| Meet every quarter | All partners |
| Learn | |
"""
    edition = drafted(tmp_path, text, "compact.md").edition
    assert [(each.ref, each.by.value, each.pair, each.text) for each in edition.commitments] == [
        ("F1.P", "public", "F1.V", "Pay on time"),
        ("F1.V", "voluntary", "F1.P", "Report on time"),
        ("F2", "public", None, "Fund for longer"),
        ("2.P1", "public", None, "Listen to young people"),
        ("2.V1", "voluntary", None, "Answer consultations"),
        ("2.B1", "both", None, "Meet every quarter"),
        ("2.B2", "both", None, "Learn"),
    ]


def test_a_table_may_hold_themes_lists_in_cells_and_sides_in_rows(tmp_path: Path) -> None:
    text = (
        "Ashby Compact\n\nPublic bodies will\tVoluntary groups will\n1. Money\t\nPay on time\tReport on time\n"
        "\nNotes on the day\n\nPublic bodies will\tListen to groups\nVSOs aim to\tAnswer letters\n"
    )
    edition = drafted(tmp_path, text).edition
    assert promises(edition) == [
        ("1.P1", "public", "must", "Pay on time"),
        ("1.V1", "voluntary", "must", "Report on time"),
        ("2.P1", "public", "must", "Listen to groups"),
        ("2.V1", "voluntary", "aim", "Answer letters"),
    ]
    assert [theme.title for theme in edition.themes] == ["Money", "Notes on the day"]


def test_prose_promises_where_half_of_a_section_does(tmp_path: Path) -> None:
    text = """Saltmere

Our agreement

This agreement was made long ago. It has been read by many.

Groups came and went. We will see what comes of it.

Nobody knows who wrote it.

Trust

We trust each other and say so. We will meet twice a year. The Council will publish its grants.

Costs will be shared.

Money

Charities undertake to spend grants well, and the Council will pay them early. That helps everybody.

Charities will be consulted.
"""
    made = drafted(tmp_path, text)
    assert promises(made.edition) == [
        ("1.B1", "both", "must", "We trust each other and say so."),
        ("1.B2", "both", "must", "We will meet twice a year."),
        ("1.P1", "public", "must", "The Council will publish its grants."),
        ("1.B3", "both", "must", "Costs will be shared."),
        ("2.V1", "voluntary", "must", "Charities undertake to spend grants well"),
        ("2.P1", "public", "must", "the Council will pay them early. That helps everybody."),
        ("2.B1", "both", "must", "Charities will be consulted."),
    ]
    assert 'line 7: this looks like a promise, but we left it out: "We will see what comes of it."' in made.unsure
    assert "No sector is named, so we guessed both: 1.B3 (line 15) and 2.B1 (line 21)." in made.unsure


def test_numbered_paragraphs_count_where_their_words_promise(tmp_path: Path) -> None:
    text = """1. Introduction
1.1 We will keep this short.
1.2 It was written in 2014.
2. Working together
2.1 We will give each other early warning of change.
2.2 Public bodies will:
a) listen
b) answer
2.4 Voluntary organisations reply as follows:
(i) within a week
(ii) in writing
2.5 The area has many groups.
2.6 Respond to letters.
2.6 Read them first.
"""
    made = drafted(tmp_path, text)
    assert promises(made.edition) == [
        ("2.1", "both", "must", "We will give each other early warning of change."),
        ("2.2.a", "public", "must", "listen"),
        ("2.2.b", "public", "must", "answer"),
        ("2.6", "both", "must", "Respond to letters."),
        ("2.6-2", "both", "must", "Read them first."),
    ]
    told = "\n".join(made.unsure)
    assert 'line 2: this looks like a promise, but we left it out: "We will keep this short."' in told
    assert "line 14: the number 2.6 is used more than once; this promise is called 2.6-2." in told
    assert "The number 2.3 is missing before 2.4." in told
    assert "Numbered, but not worded as promises: 1.2 (line 3), 2.4 (line 9)" in told


def test_parts_of_a_promise_stay_with_it(tmp_path: Path) -> None:
    text = """Public sector commitments

1.1 Give notice that says:
- why the grant ends
- when it ends
1.2 Pay on time.
   (a) within a month
1.3. Help in ways other than grants 1.3. such as rooms
"""
    made = drafted(tmp_path, text)
    assert promises(made.edition) == [
        ("1.1", "public", "must", "Give notice that says:\n- why the grant ends\n- when it ends"),
        ("1.2", "public", "must", "Pay on time.\n(a) within a month"),
        ("1.3", "public", "must", "Help in ways other than grants such as rooms"),
    ]
    assert "line 8: the number 1.3 appeared again in the words of the promise, so we removed it." in made.unsure
