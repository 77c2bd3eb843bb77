"""What stands around the promises of a document, and how they are told apart."""

from __future__ import annotations

from pathlib import Path

from opencompact.core.editions import Item, Nation
from tests.core.papers import (
    drafted,
    promises,
)


def test_numbers_that_run_through_the_document_stay_as_printed(tmp_path: Path) -> None:
    text = """Shared commitments
1. Meet often
2. Be open

Commitments by the public sector
3. Give notice
5. Pay promptly
"""
    made = drafted(tmp_path, text)
    assert [(each.ref, each.by.value, each.assigned) for each in made.edition.commitments] == [
        ("1", "both", False),
        ("2", "both", False),
        ("3", "public", False),
        ("5", "public", False),
    ]
    assert "The number 4 is missing before 5." in made.unsure


def test_lines_without_bullets_under_a_lead_are_promises(tmp_path: Path) -> None:
    text = """Trust

Public bodies will:

Give notice early

Pay on time

Voluntary groups will:

report on time
"""
    assert promises(drafted(tmp_path, text).edition) == [
        ("1.P1", "public", "must", "Give notice early"),
        ("1.P2", "public", "must", "Pay on time"),
        ("1.V1", "voluntary", "must", "report on time"),
    ]


def test_welsh_is_read(tmp_path: Path) -> None:
    text = """Compact Ynys Wen

Arian

Bydd cyrff cyhoeddus yn:
- talu'n brydlon i bob tŷ

Bydd y trydydd sector yn:
- adrodd yn ôl bob blwyddyn

Llais

Byddwn yn gwrando ar ein gilydd.
"""
    edition = drafted(tmp_path, text).edition
    assert promises(edition) == [
        ("1.P1", "public", "must", "talu'n brydlon i bob tŷ"),
        ("1.V1", "voluntary", "must", "adrodd yn ôl bob blwyddyn"),
        ("2.B1", "both", "must", "Byddwn yn gwrando ar ein gilydd."),
    ]
    assert (edition.id, edition.area.name, edition.nation) == ("ynys-wen", "Ynys Wen", Nation.WALES)


def test_values_outcomes_and_bodies_are_no_promises(tmp_path: Path) -> None:
    text = """Saltmere Compact 2020

Our values

- That we are honest.
- That we share.

What we want

The partners want these outcomes:

- Strong groups
- Fair services

Members of the group are:

- Saltmere Council
- Saltmere Council for Voluntary Service
- Active Saltmere

1. Strong groups

Public sector commitments

1.1 Pay on time.

Organisations that have signed up

Public sector

Saltmere Council

Parish Councils through the Parish Forum

Voluntary sector

The Care Circle
"""
    made = drafted(tmp_path, text)
    edition = made.edition
    assert promises(edition) == [("1.1", "public", "must", "Pay on time.")]
    assert edition.values == [Item(ref="V1", title="That we are honest."), Item(ref="V2", title="That we share.")]
    assert edition.outcomes == [Item(ref="O1", title="Strong groups"), Item(ref="O2", title="Fair services")]
    assert edition.commitments[0].outcome == "O1"
    assert [(body.name, body.party.value, body.role, body.through) for body in edition.bodies] == [
        ("Saltmere Council", "public", "group member", ""),
        ("Saltmere Council for Voluntary Service", "voluntary", "group member", ""),
        ("Active Saltmere", "both", "group member", ""),
        ("Saltmere Council", "public", "signatory", ""),
        ("Parish Councils", "public", "signatory", "the Parish Forum"),
        ("The Care Circle", "voluntary", "signatory", ""),
    ]
    assert "The document does not say which sector these bodies belong to: Active Saltmere." in made.unsure


def test_promises_among_the_values_are_promises(tmp_path: Path) -> None:
    text = "Our values\n\nThese guide us.\n\n- Honesty\n- We will be honest.\n- We will be kind.\n- We share it.\n"
    edition = drafted(tmp_path, text).edition
    assert [each.text for each in edition.commitments] == ["We will be honest.", "We will be kind.", "We share it."]
    assert [value.title for value in edition.values] == ["Honesty"]


def test_page_numbers_and_running_heads_part_nothing(tmp_path: Path) -> None:
    text = """Saltmere Compact

Public sector commitments

1.1 Pay on

12

Saltmere Compact 2020

time.

Page 13 of 20

Saltmere Compact 2020

1.2 Listen.

How we work

How we work

How we work

How we work

1.3 Answer.
"""
    assert promises(drafted(tmp_path, text).edition) == [
        ("1.1", "public", "must", "Pay on"),
        ("1.2", "public", "must", "Listen."),
    ]


def test_names_of_signatories_end_where_a_section_begins(tmp_path: Path) -> None:
    text = """Signatories

Saltmere Council

Trust

We trust each other.
"""
    edition = drafted(tmp_path, text).edition
    assert [body.name for body in edition.bodies] == ["Saltmere Council"]
    assert [(theme.title, each.text) for theme, each in zip(edition.themes, edition.commitments, strict=True)] == [
        ("Trust", "We trust each other.")
    ]


def test_we_is_the_side_whose_name_stands_above(tmp_path: Path) -> None:
    text = """Public sector commitments

We will pay early.

VSOs will report.

As funders, we will listen.
"""
    assert [(each.by.value, each.text) for each in drafted(tmp_path, text).edition.commitments] == [
        ("public", "We will pay early."),
        ("voluntary", "VSOs will report."),
        ("public", "As funders, we will listen."),
    ]


def test_a_theme_column_names_the_theme(tmp_path: Path) -> None:
    text = "Theme\tPublic sector\tVCSE\n1. Money\tPay early\tReport\n2. Voice\tListen\tAnswer\n"
    edition = drafted(tmp_path, text).edition
    assert [(theme.ref, theme.title) for theme in edition.themes] == [("1", "Money"), ("2", "Voice")]
    assert [(each.ref, each.pair) for each in edition.commitments] == [
        ("1.P1", "1.V1"),
        ("1.V1", "1.P1"),
        ("2.P1", "2.V1"),
        ("2.V1", "2.P1"),
    ]
