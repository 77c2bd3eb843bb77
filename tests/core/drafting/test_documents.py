"""Fifteen unlike documents: every promise is found, on the right side or with a doubt, and nothing else is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencompact.core import compacts
from opencompact.core.drafting import Draft, draft, read_document, to_yaml
from opencompact.core.exchange.papers.blocks import Document, Kind
from opencompact.core.problems import Unusable
from tests.core.drafting.documents.all import PAPERS
from tests.core.drafting.documents.truth import Paper, words_of
from tests.core.papers import text_file


def read(paper: Paper, folder: Path) -> tuple[Document, Draft]:
    paper.write(folder / paper.name)
    document = read_document(folder / paper.name)
    return document, draft(document)


@pytest.mark.parametrize("paper", PAPERS, ids=[paper.name for paper in PAPERS])
def test_every_promise_is_found_and_nothing_else(paper: Paper, tmp_path: Path) -> None:
    _document, made = read(paper, tmp_path)
    found = [words_of(str(each.text)) for each in made.edition.commitments]
    assert sorted(found) == sorted(words_of(words) for _side, words in paper.promises)
    assert made.edition.area.name == paper.area
    assert compacts.load(to_yaml(made.edition)) == made.edition


@pytest.mark.parametrize("paper", PAPERS, ids=[paper.name for paper in PAPERS])
def test_a_side_is_right_or_among_the_doubts(paper: Paper, tmp_path: Path) -> None:
    _document, made = read(paper, tmp_path)
    sides = {words_of(words): side for side, words in paper.promises}
    wrong = [each.ref for each in made.edition.commitments if each.by.value != sides[words_of(str(each.text))]]
    assert [ref for ref in wrong if not is_doubted(ref, made)] == []
    assert len(wrong) * 10 <= len(paper.promises)


def is_doubted(ref: str, made: Draft) -> bool:
    starts = ("No sector is named", "These only say", "These name a different sector")
    return any(
        re.search(rf"(?<![\w.]){re.escape(ref)}(?![\w.]*\w)", line) for line in made.unsure if line.startswith(starts)
    )


def lost(document: Document, made: Draft) -> list[str]:
    """The blocks whose words are in no promise, nothing that describes the agreement and not in what was left out."""
    edition = made.edition
    places = [
        str(edition.title),
        str(edition.area.name),
        *(str(item.title) for item in [*edition.themes, *edition.values]),
    ]
    places += [str(item.title) for item in edition.outcomes]
    places += [f"{body.name} {body.through}" for body in edition.bodies]
    places += [str(each.text) for each in edition.commitments] + [left.words for left in made.left]
    somewhere = letters(" ".join([*places, *(head.words for head in made.heads)]))
    blocks = [each for block in document.blocks for cell in block.cells or ((block,),) for each in cell]
    read = [each.text for each in blocks if each.kind not in (Kind.NOTE, Kind.MARGIN)]
    return [text for text in read if letters(text) not in somewhere]


def letters(text: str) -> str:
    return "".join(re.findall(r"\w", text.lower()))


@pytest.mark.parametrize("paper", PAPERS, ids=[paper.name for paper in PAPERS])
def test_no_line_is_lost(paper: Paper, tmp_path: Path) -> None:
    assert lost(*read(paper, tmp_path)) == []


LINES = st.sampled_from(
    [
        "Ashgrove Compact", "2014", "1. Money", "Introduction", "The council will:", "Groups will:", "We will:",
        "Public sector commitments", "Voluntary sector commitments", "Undertakings for CSOs:", "Both will:",
        "- pay on time", "1.1 Pay within 30 days.", "1.2 The weather was fine.", "(i) keep records", "a) ask first",
        "We will listen to one another.", "We can do much together.", "The council will pay. Tea was served.",
        "Nobody knew why it rained.", "Council will\tGroups will", "Pay on time\tKeep records", "Name\t01999 123456",
        "Signed by", "Ashgrove Council", "Our values", "- honesty", "It aims for these outcomes:", "1. A fair town",
        "Contacts", "Bydd y Cyngor yn talu.", "Reviewed every three years.", "No.\tCommitment\tWho", "4\tPay\tCouncil",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINES, min_size=2, max_size=25))
def test_no_line_of_any_text_is_lost(tmp_path: Path, lines: list[str]) -> None:
    document = read_document(text_file(tmp_path, "\n\n".join(lines)))
    try:
        made = draft(document)
    except Unusable:
        return
    assert lost(document, made) == []
