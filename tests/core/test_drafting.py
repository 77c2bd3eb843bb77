"""Drafting an edition from a document: every promise with its reference, side, words and place, and what is unsure."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencompact.core import compacts
from opencompact.core.drafting import draft, read_document, to_yaml
from opencompact.core.editions import Unless
from opencompact.core.problems import Unusable
from tests.core.papers import (
    NORTHMOOR,
    PROMISES,
    as_pdf,
    as_text,
    as_word,
    drafted,
)


@pytest.mark.parametrize("kind", ["txt", "docx", "pdf"])
def test_text_word_and_pdf_give_the_same_commitments(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"northmoor.{kind}"
    if kind == "txt":
        path.write_text(as_text(NORTHMOOR), encoding="utf-8")
    else:
        (as_word if kind == "docx" else as_pdf)(NORTHMOOR, path)
    edition = draft(read_document(path)).edition
    assert [(each.ref, each.by.value, each.pair, each.text) for each in edition.commitments] == PROMISES
    assert [(theme.ref, theme.title) for theme in edition.themes] == [
        ("1", "Money we can plan with"),
        ("2", "Hearing each other"),
        ("3", "When things change"),
    ]
    assert [(each.ref, each.theme) for each in edition.commitments if each.theme != each.ref[0]] == []
    assert [each.ref for each in edition.commitments if each.assigned] == ["2.P1", "2.V1", "2.P2", "2.V2"]
    assert [each.summary for each in edition.commitments] == [each.text for each in edition.commitments]
    assert (edition.id, edition.title, edition.name) == ("northmoor-2019", "Northmoor Compact", "Compact")
    assert (edition.area.name, edition.in_force.start, edition.source) == ("Northmoor", 2019, path.name)
    parties = edition.parties
    assert [parties.public.name, parties.voluntary.name, parties.both.name] == [
        "Public sector",
        "Voluntary sector",
        "Shared",
    ]
    assert compacts.load(to_yaml(edition)) == edition


@pytest.mark.parametrize(
    ("kind", "places"),
    [
        ("txt", ["line 11", "line 22, column 2"]),
        ("docx", ["paragraph 6", "table 1 row 2 column 2"]),
        ("pdf", ["page 2", "page 3, column 2"]),
    ],
)
def test_each_commitment_says_where_it_stands(tmp_path: Path, kind: str, places: list[str]) -> None:
    path = tmp_path / f"northmoor.{kind}"
    if kind == "txt":
        path.write_text(as_text(NORTHMOOR), encoding="utf-8")
    else:
        (as_word if kind == "docx" else as_pdf)(NORTHMOOR, path)
    edition = draft(read_document(path)).edition
    assert [edition.commitments[0].source, edition.commitments[4].source] == places


def test_id_and_area_are_as_given_or_told_to_be_guesses(tmp_path: Path) -> None:
    (tmp_path / "paper.txt").write_text("We will listen.\n", encoding="utf-8")
    document = read_document(tmp_path / "paper.txt")
    given_ = draft(document, id="north-2020", area="North")
    assert (given_.edition.id, given_.edition.area.name, given_.edition.title) == ("north-2020", "North", "paper")
    guessed = draft(document)
    assert [line for line in guessed.unsure if line not in given_.unsure] == [
        'We took the area "paper" from the title.',
        "We added the id paper.",
    ]


def test_the_unsure_list_says_everything_in_plain_words(tmp_path: Path) -> None:
    text = """Saltmere Compact

Public bodies will\tVSOs will
Consult for 12 weeks, twice a year, and avoid holidays\tHelp 40% of members
We score ourselves\tWe may do better

Our form

We already do this\tYes\tNo
We pay on time\t\t
We will report\t\t

*1 A note.
"""
    assert drafted(tmp_path, text).unsure == [
        "Summaries: each repeats the document's own words. Rewrite every promise in plain words.",
        "We guessed the strengths (must, aim, recognise) from the verbs.",
        'We took the title "Saltmere Compact" from line 1.',
        'We took the area "Saltmere" from the title.',
        "No year stands out in the text. Add the year the agreement came into force.",
        "The nation is not given, so we guessed England. It decides which bank holidays count.",
        "The document gives no full reference for 4 promises, so we added 1.P1 (line 4, column 1), "
        "1.V1 (line 4, column 2), 1.P2 (line 5, column 1) and 1.V2 (line 5, column 2).",
        "No heading names these sectors, so we chose the names: Shared.",
        "1.P1 (line 4, column 1): suggested check for you to confirm: "
        'at least 12 weeks from the opening date to the closing date ("12 weeks").',
        '1.P1 (line 4, column 1): no check uses "twice a".',
        "1.P1 (line 4, column 1): mentions holidays. List the periods to avoid and add a check for them.",
        '1.V1 (line 4, column 2): no check uses "40%".',
        "line 9, column 1 to line 11, column 1: 3 table cells look like promises, but no heading names a sector, "
        "so we left them out.",
        "6 paragraphs make no promises, so we left them out: line 7, line 9, column 1, line 9, column 2, "
        "line 9, column 3, line 10, column 1 and line 11, column 1.",
        "Footnotes were not read: line 13.",
        "We added the id saltmere.",
    ]


FRAGMENTS = st.sampled_from(
    (
        "We will|Public bodies will:|VSOs aim to...|- |1. |1.1. |a) |(iv) |\t|\n|\n\n|# |> |*1 |^{*}|Shared commitments"
        "|give 12 weeks' notice|consultation|three-year funding|999 years of grants|\"|: |; |...|ŵ|²|**|    |---|<br>"
        "|values|Signed up by|outcomes:|recognise that|where possible|2.4.6|Theme 2: |no|~|2012|2012-01-01|{a: b}|&a|*b"
        "|!t|%|@x|`|\x00|\x85|\u2028|\U0001f600|charities will pay|Who|Commitment|Public bodies will:      Groups will:"
        "|<a b|\\1"
    ).split("|")
)


TEXTS = st.one_of(st.text(max_size=300), st.lists(FRAGMENTS, max_size=60).map(" ".join), st.binary(max_size=300))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_any_text_gives_a_draft_that_loads_or_one_refusal(tmp_path: Path, text: str | bytes) -> None:
    path = tmp_path / "any.txt"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    try:
        made = draft(read_document(path))
    except Unusable as refused:
        problems = refused.problems
    else:
        problems = []
        assert compacts.load(to_yaml(made.edition)) == made.edition
        assert len({each.ref for each in made.edition.commitments}) == len(made.edition.commitments)
    assert len(problems) <= 1


@pytest.mark.parametrize(
    "piece",
    (
        "We will. |a | |(|1.|\t|* |- |x\n|we will |ab-\n|**a|<a |12 weeks |²|will |a   b|and x will |Heading\n\n|a\tb\n"
        "|We will help, and groups will |consult within 2 weeks "
    ).split("|"),
)
def test_long_and_odd_texts_take_bounded_time(tmp_path: Path, piece: str) -> None:
    path = tmp_path / "odd.txt"
    path.write_text(piece * (400_000 // len(piece)), encoding="utf-8")
    began = time.process_time()
    with suppress(Unusable):
        draft(read_document(path))
    assert time.process_time() - began < 60


def test_a_document_without_promises_is_refused(tmp_path: Path) -> None:
    story = "It was late.\n\nHe came home. They said nothing. The rain fell on the harbour.\n\n" * 50
    with pytest.raises(Unusable) as refused:
        drafted(tmp_path, story)
    assert str(refused.value) == (
        "compact.txt: no promises were found; "
        'give a document with numbered promises, two columns, or sentences that begin, for example, "We will"'
    )


def test_a_document_with_far_too_many_promises_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="too long to be a compact"):
        drafted(tmp_path, "We will listen.\n\n" * 3_000)


def seed(shared: Callable[[str], Path], first: str) -> Path:
    """A source document by its first letters; they lie beside the repository, never in it."""
    return next(shared("seeds").glob(f"{first}*.txt"))


def test_bristol_has_its_54_commitments_as_printed(shared: Callable[[str], Path]) -> None:
    made = draft(read_document(seed(shared, "001")))
    edition = made.edition
    sides = {1: (5, 10, 5), 2: (3, 2, 1), 3: (8, 2, 3), 4: (7, 0, 0), 5: (3, 3, 2)}  # shared, public, voluntary
    expected = []
    for theme, counts in sides.items():
        names = ["both"] * counts[0] + ["public"] * counts[1] + ["voluntary"] * counts[2]
        expected += [(f"{theme}.{at}", name) for at, name in enumerate(names, start=1)]
    assert [(each.ref, each.by.value) for each in edition.commitments] == expected
    assert len(expected) == 54
    assert not [each for each in edition.commitments if each.assigned]
    assert [theme.ref for theme in edition.themes] == ["1", "2", "3", "4", "5"]
    assert len(edition.values) == 8
    assert (edition.id, edition.in_force.start) == ("bristol-2012", 2012)
    assert not [each for each in edition.commitments if "*" in str(each.text) or each.ref in str(each.text)]
    by_ref = {each.ref: {check.id: check for check in each.checks} for each in edition.commitments}
    assert by_ref["3.3"]["length"].at_least == "12 weeks"
    assert by_ref["5.5"]["notice"].at_least == "3 months"
    assert by_ref["1.6"]["term"].at_least == "3 years"
    assert compacts.load(to_yaml(edition)) == edition


def test_brentwood_has_25_rows_of_two_promises(shared: Callable[[str], Path]) -> None:
    edition = draft(read_document(seed(shared, "002"))).edition
    expected = [
        (f"{theme}.{letter}{row}", side, f"{theme}.{other}{row}")
        for theme, rows in enumerate((6, 6, 7, 4, 2), start=1)
        for row in range(1, rows + 1)
        for letter, other, side in (("P", "V", "public"), ("V", "P", "voluntary"))
    ]
    assert [(each.ref, each.by.value, each.pair) for each in edition.commitments] == expected
    assert len(expected) == 50
    assert all(each.assigned and each.outcome == f"O{each.theme}" for each in edition.commitments)
    assert Counter(each.strength.value for each in edition.commitments) == {"aim": 45, "recognise": 5}
    checks = {each.ref: {check.id: check for check in each.checks} for each in edition.commitments}
    assert checks["4.P4"]["notice"].at_least == "6 months"
    assert checks["2.P4"]["length"].unless == Unless(reason="short_reason")
    assert compacts.load(to_yaml(edition)) == edition


def test_south_gloucestershire_has_every_promise_of_its_prose(shared: Callable[[str], Path]) -> None:
    made = draft(read_document(seed(shared, "000")))
    edition = made.edition
    refs = ["1.B1", "1.B2", "1.B3", "1.P1", *(f"2.B{at}" for at in range(1, 8)), *(f"3.B{at}" for at in range(1, 9))]
    refs += ["4.B1", "4.B2", "4.B3", "4.P1", "4.B4", "4.B5", "4.V1", "4.V2", "4.P2", "4.B6"]
    assert [each.ref for each in edition.commitments] == refs
    assert [theme.title for theme in edition.themes][1:] == [
        "A Culture of Respect",
        "Working in Partnership",
        "Effective Delivery",
    ]
    assert [each.source for each in edition.commitments[:4]] == ["line 19", "line 21", "line 23", "line 25"]
    assert Counter(body.party.value for body in edition.bodies) == {"public": 7, "voluntary": 3}
    guessed = next(line for line in made.unsure if line.startswith("No sector is named"))
    assert [ref in guessed for ref in ("4.B2", "4.B3", "4.B4", "4.B5")] == [True] * 4
    assert not [line for line in made.unsure if "we left it out" in line]
    assert compacts.load(to_yaml(edition)) == edition
