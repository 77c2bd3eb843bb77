"""``draft`` as a person types it: an edition that can be read again, a list of doubts, and what bad files get."""

from __future__ import annotations

import pytest

from opencompact.core.compacts import find
from tests.cli.test_checking import opencompact

DOCUMENT = """\
Alderwick Compact 2024

1. Asking people

Public sector commitments

1.1 Give people at least 12 weeks to answer a written consultation.
1.2 Publish what was said and what came of it.

Voluntary sector commitments

1.3 Answer consultations and say whom the answer speaks for.

Contacts

Town hall, Alder Street.
"""


def test_a_document_becomes_an_edition_and_a_list_of_doubts(tmp_path):
    path = tmp_path / "alderwick.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    done = opencompact("draft", str(path))
    made = tmp_path / "alderwick-2024.yaml"
    made.write_text(done.stdout, encoding="utf-8")
    edition = find(str(made))
    assert (done.returncode, edition.id) == (0, "alderwick-2024")
    assert [(each.ref, str(each.by)) for each in edition.commitments] == [
        ("1.1", "public"),
        ("1.2", "public"),
        ("1.3", "voluntary"),
    ]
    assert done.stderr.startswith("3 promises were found.\nCheck these:\n- ")
    assert (
        'check for you to confirm: at least 12 weeks from the opening date to the closing date ("12 weeks").'
        in done.stderr
    )
    assert done.stderr.endswith("Left out of the draft:\n- line 14: Contacts\n- line 16: Town hall, Alder Street.\n")


BAD = {
    "empty.txt": b"",
    "noise.docx": bytes(range(256)) * 10,
    "noise.pdf": b"%PDF-1.4\n" + bytes(range(256)),
    "sheet.xlsx": b"PK\x03\x04nothing",
    "unknown.odt": b"x",
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_document_is_refused(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(BAD[name])
    done = opencompact("draft", str(path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(name)
    assert len(done.stderr.splitlines()) == 1
