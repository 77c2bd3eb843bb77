"""Documents that cannot be read are refused with one clear sentence, whatever they hold."""

from __future__ import annotations

import os
import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from opencompact.core.drafting import read_document
from opencompact.core.problems import Unusable
from tests.core.papers import (
    NORTHMOOR,
    W,
    as_pdf,
    as_word,
    pdf,
    refusal,
    shown,
    text_file,
    word_with,
)


@pytest.mark.parametrize("name", ["empty.txt", "empty.md", "empty.docx", "empty.pdf"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal(text_file(tmp_path, b"", name)).startswith(f"{name}: ")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.docx", "a.pdf", "a.doc", "a.odt", "a"])
def test_random_bytes_are_refused(tmp_path: Path, name: str) -> None:
    assert refusal(text_file(tmp_path, random.Random(7).randbytes(20_000), name)).startswith(f"{name}: ")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path}: this is not a file; give the path of a document"
    missing = tmp_path / "missing.docx"
    assert refusal(missing) == "missing.docx: there is no such file; check its name and folder"
    assert refusal(Path("a\0b.txt")).startswith("a\0b.txt: we can't read the file (")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "this is not a file" in refusal(tmp_path / "pipe.txt")


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)
    assert refusal(tmp_path / "huge.txt") == (
        "huge.txt: the file is larger than 20 MB; give only the compact, without pictures"
    )


def test_a_word_file_of_endless_empty_paragraphs_is_refused(tmp_path: Path) -> None:
    path = word_with(tmp_path, document=W.format("<w:p/>" * 60_000).encode())
    assert "the document is too long to be a compact" in refusal(path)


def test_a_locked_or_endless_pdf_is_refused(tmp_path: Path) -> None:
    writer = PdfWriter(as_pdf(NORTHMOOR, tmp_path / "a.pdf"))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    assert refusal(tmp_path / "locked.pdf") == "locked.pdf: the PDF is locked with a password; save it without one"
    assert "too long to be a compact" in refusal(text_file(tmp_path, pdf([[]] * 1_001), "long.pdf"))


@pytest.mark.parametrize("text", ["We will listen.\n" * 150_000, "\n" * 300_000, "- item\n" * 30_000])
def test_a_text_longer_than_any_compact_is_refused(tmp_path: Path, text: str) -> None:
    assert "the document is too long to be a compact" in refusal(text_file(tmp_path, text))


def test_a_word_file_that_unpacks_to_far_more_than_it_is_is_refused(tmp_path: Path) -> None:
    assert "once unpacked, the document is too large to be a compact" in refusal(
        word_with(tmp_path, document=b"0" * 20_000_000)
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_anything_is_parsed(tmp_path: Path, encoding: str) -> None:
    bomb = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    text = f'<?xml version="1.0" encoding="{encoding}"?>{bomb}{W.format("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>")}'
    assert "defines its own entities" in refusal(word_with(tmp_path, document=text.encode(encoding)))


def test_deep_nesting_ends(tmp_path: Path) -> None:
    table, end = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    words = "<w:p><w:r><w:t>We will help.</w:t></w:r></w:p>"
    assert "is damaged" in refusal(word_with(tmp_path, document=W.format(table * 3000 + words + end * 3000).encode()))
    nested = word_with(tmp_path, document=W.format(table * 60 + words + end * 60).encode())
    assert shown(nested) == [("paragraph", "", "We will help.")]
    box, shut = "<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>"
    boxed = word_with(tmp_path, document=W.format(box * 60 + words + shut * 60).encode())
    assert shown(boxed) == [("paragraph", "", "We will help.")]


@pytest.mark.parametrize("parts", [{"document": None}, {"styles": None}, {"numbering": b"<oops"}, {"document": b""}])
def test_a_damaged_word_file_is_refused(tmp_path: Path, parts: dict[str, bytes | None]) -> None:
    assert "is damaged" in refusal(word_with(tmp_path, **parts))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), kind=st.sampled_from(["docx", "pdf"]))
def test_a_file_with_changed_bytes_is_read_or_refused(tmp_path: Path, seed: int, kind: str) -> None:
    path = tmp_path / f"changed.{kind}"
    raw = bytearray((as_word if kind == "docx" else as_pdf)(NORTHMOOR, path).read_bytes())
    chance = random.Random(seed)
    for _time in range(chance.randint(1, 20)):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    path.write_bytes(bytes(raw[: chance.randint(1, len(raw))] if seed % 3 == 0 else raw))
    with suppress(Unusable):
        assert read_document(path).blocks
