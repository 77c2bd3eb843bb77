"""Files that can't be used are refused at the field, in a sentence, and no draft is made of them."""

from __future__ import annotations

import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from opencompact.core.exchange.papers.blocks import Block, Document, Kind
from opencompact.site import clock
from opencompact.site.accounts.actions import give_role
from opencompact.site.accounts.models import RoleKind, WaitingFile
from opencompact.site.drafting.models import Draft
from opencompact.site.drafting.uploads import paragraphs
from opencompact.site.rules import SET_UP
from opencompact.site.running.recurring import forget_waiting_files
from tests.core.papers import NORTHMOOR, W, as_pdf, as_word, pdf, word_with
from tests.people import FIRST_DAY, TODAY, Cast, at_noon, browser
from tests.site.drafting.made import DRAFTS


def refused(cast: Cast, raw: bytes, name: str) -> str:
    """The page after an upload that made no draft."""
    asked = {"begin": "document", "title": "Ours", "document": SimpleUploadedFile(name, raw)}
    answer = browser(cast.olwen).post(f"{DRAFTS}new/", asked)
    assert (answer.status_code, Draft.objects.count()) == (200, 0)
    return answer.text


@pytest.mark.parametrize(
    ("raw", "name", "says"),
    [
        (b"", "a.txt", "The file is empty."),
        (b"We will listen.\n" * 700_000, "a.txt", "The file is larger than 10 MB."),
        (b"We will listen.", "a.exe", "Choose a Word document (.docx), a PDF or a text file."),
        (b"We will listen.", "a", "Choose a Word document (.docx), a PDF or a text file."),
        (b"We will listen.", "a.doc", "Save older files as .docx."),
        (b"We will listen.", "a.pdf", "The file name ends in .pdf but it is a different kind of file."),
        (b"We will listen.", "a.docx", "The file name ends in .docx but it is a different kind of file."),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "a.txt", "The file name ends in .txt but it is a different kind of file."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "a.docx", "it is a different kind of file."),
        (b"The weather is fine.", "a.txt", "no promises were found"),
        (b"\x00\x01\x02\x03" * 50, "a.txt", "error"),
        (pdf([[]]), "a.pdf", "The PDF has no text, only pictures of pages"),
        (pdf([[]] * 1_001), "a.pdf", "too long to be a compact"),
    ],
)
def test_what_cannot_be_read_is_refused(cast: Cast, raw: bytes, name: str, says: str) -> None:
    assert says.lower() in refused(cast, raw, name).lower()


def test_bombs_and_locked_files_are_refused(cast: Cast, tmp_path: Path) -> None:
    bomb = word_with(tmp_path, document=b"0" * 20_000_000).read_bytes()
    assert "nce unpacked, the document is too large to be a compact" in refused(cast, bomb, "bomb.docx")
    entities = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">]>' + W.format("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>")
    doubled = word_with(tmp_path, document=entities.encode()).read_bytes()
    assert "defines its own entities" in refused(cast, doubled, "entities.docx")
    writer = PdfWriter(as_pdf(NORTHMOOR, tmp_path / "a.pdf"))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    assert "locked with a password" in refused(cast, (tmp_path / "locked.pdf").read_bytes(), "locked.pdf")


def test_a_damaged_word_file_is_refused(cast: Cast, tmp_path: Path) -> None:
    raw = as_word(NORTHMOOR, tmp_path / "a.docx").read_bytes()
    assert "something else" in refused(cast, raw[:400], "half.docx") or Draft.objects.count() == 0
    with zipfile.ZipFile(tmp_path / "none.docx", "w") as package:
        package.writestr("word/document.xml", "<oops")
    assert "error" in refused(cast, (tmp_path / "none.docx").read_bytes(), "none.docx").lower()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({}, "Choose what to start from"),
        ({"begin": "document"}, "Choose a document"),
        ({"begin": "edition"}, "Choose the edition you start from"),
        ({"begin": "edition", "edition": "nowhere-1900"}, "Choose an edition from the list"),
        ({"begin": "model", "title": ""}, "Enter the title of the new edition"),
    ],
)
def test_what_is_missing_is_said(cast: Cast, asked: dict[str, str], says: str) -> None:
    answer = browser(cast.olwen).post(f"{DRAFTS}new/", {"title": "Ours", **asked})
    assert (answer.status_code, says in answer.text, Draft.objects.count()) == (200, True, 0)


def test_the_id_of_an_edition_is_made(cast: Cast) -> None:
    officer = browser(cast.olwen)
    with clock.at(at_noon(TODAY)):
        for title, id in (
            ("Ours", "wellbridge-2027"),
            ("Compact 2031", "wellbridge-2031"),
            ("2024", "wellbridge-2024-2"),
        ):
            assert officer.post(f"{DRAFTS}new/", {"begin": "model", "title": title}).status_code == 302
            assert Draft.objects.latest("pk").edition_id == id


def test_a_file_need_not_be_chosen_again(cast: Cast) -> None:
    """It waits for the person who chose it, for a day; three of them at most."""
    officer, words = browser(cast.olwen), b"1.1 The council will listen."
    for _again in range(5):
        sent = {"begin": "document", "title": "", "document": SimpleUploadedFile("ours.txt", words)}
        back = officer.post(f"{DRAFTS}new/", sent).text
        assert "“ours.txt” is still here." in back
    assert WaitingFile.objects.filter(person=cast.olwen).count() == 3
    key = re.findall(r'name="document_waiting" value="([^"]+)"', back)[0]
    again = {"begin": "document", "title": "Ours", "document_waiting": key}
    give_role(area=cast.area, email="sam@wellbridge.example", kind=RoleKind.OFFICER, since=FIRST_DAY, by=SET_UP)
    assert "Choose a document" in browser(cast.sam).post(f"{DRAFTS}new/", again).text
    with clock.at(clock.now() + timedelta(days=2)):
        assert "Choose a document" in officer.post(f"{DRAFTS}new/", again).text
    assert officer.post(f"{DRAFTS}new/", again).status_code == 302
    assert Draft.objects.latest("pk").source_name == "ours.txt"
    assert not WaitingFile.objects.filter(key=key).exists()
    with clock.at(clock.now() + timedelta(days=2)):
        forget_waiting_files()
    assert not WaitingFile.objects.exists()


def test_a_file_that_is_wrong_itself_does_not_wait(cast: Cast) -> None:
    sent = {"begin": "document", "title": "", "document": SimpleUploadedFile("ours.exe", b"MZ")}
    assert "is still here" not in browser(cast.olwen).post(f"{DRAFTS}new/", sent).text
    assert not WaitingFile.objects.exists()


def test_running_heads_and_contents_are_no_paragraphs() -> None:
    blocks = (
        Block(kind=Kind.MARGIN, text="Wellbridge Compact, page 2", place="page 2"),
        Block(kind=Kind.ITEM, text="Consult for twelve weeks.", place="page 2", number="2.1"),
    )
    document = Document(name="compact.pdf", blocks=blocks)
    assert list(paragraphs(document)) == [{"place": "page 2", "number": "2.1", "text": "Consult for twelve weeks."}]
