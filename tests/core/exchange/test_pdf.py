"""PDF in: pages, columns and running feet."""

from __future__ import annotations

from pathlib import Path

from opencompact.core.drafting import read_document
from opencompact.core.exchange.papers.blocks import Kind
from tests.core.papers import (
    NORTHMOOR,
    as_pdf,
    pdf,
    refusal,
    text_file,
)


def test_a_pdf_gives_its_pages_as_places_without_running_feet(tmp_path: Path) -> None:
    blocks = read_document(as_pdf(NORTHMOOR, tmp_path / "made.pdf", footer="Northmoor Compact 2019")).blocks
    assert [(block.place, block.text) for block in blocks if block.number] == [
        ("page 2", "Money we can plan with"),
        ("page 2", NORTHMOOR[5][2]),
        ("page 2", NORTHMOOR[6][2]),
        ("page 2", NORTHMOOR[8][2]),
        ("page 3", "Hearing each other"),
        ("page 4", "When things change"),
        ("page 4", NORTHMOOR[13][2]),
        ("page 4", NORTHMOOR[14][2]),
    ]
    feet = [(block.kind, block.place) for block in blocks if block.text.startswith("Northmoor Compact 2019")]
    assert feet == [(Kind.MARGIN, f"page {page}") for page in (1, 2, 3, 4)]


def test_newspaper_columns_are_not_read_across(tmp_path: Path) -> None:
    left = [(60, 800 - 14 * at, 11, f"left {at} runs on and on") for at in range(9)]
    right = [(320, 800 - 14 * at, 11, f"right {at} runs on and on") for at in range(9)]
    (tmp_path / "made.pdf").write_bytes(pdf([left + right]))
    text = " ".join(block.text for block in read_document(tmp_path / "made.pdf").blocks)
    assert text.index("left 8") < text.index("right 0")


def test_a_sentence_over_two_pages_is_one(tmp_path: Path) -> None:
    pages = [[(60, 700, 11, "1.1 Public bodies give at least four months of notice to every group before")]]
    pages.append([(60, 800, 11, "they end what they pay to it.")])
    (tmp_path / "made.pdf").write_bytes(pdf(pages))
    words = "Public bodies give at least four months of notice to every group before they end what they pay to it."
    assert [(block.place, block.text) for block in read_document(tmp_path / "made.pdf").blocks] == [
        ("pages 1 to 2", words)
    ]


def test_a_pdf_without_text_is_refused(tmp_path: Path) -> None:
    path = text_file(tmp_path, pdf([[], []]), "scan.pdf")
    assert refusal(path) == (
        "scan.pdf: the PDF has no text, only pictures of pages; give the original document, or run the scan "
        "through text recognition (OCR)"
    )
