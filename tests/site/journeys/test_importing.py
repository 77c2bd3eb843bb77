"""A log kept in a spreadsheet: one cell is wrong, then all of it comes in, once, and goes out again."""

from __future__ import annotations

import pytest

from opencompact.site.consultations.models import Consultation
from tests.people import Cast
from tests.site.journeys.conftest import Walk, Walker

pytestmark = pytest.mark.browser
PAGE = "/areas/wellbridge/import/"
LIST = "/areas/wellbridge/consultations/?phase="
FILE = "File"
LOG = """Ref,Consultation,Organisation,Opening date,Closing date,Date announced,Responses,Feedback published
WC-1,Quay and mill,Wellbridge Council,05/01/2026,06/04/2026,08/12/2025,412,15/06/2026
WC-2,Library hours,Wellbridge Council,02/03/2026,30/03/2026,,57,
"""
NEW = "Import 2 records"


def read(editor: Walk, text: str) -> str:
    """Let the site read a file; the address of what it read."""
    editor.go(PAGE)
    editor.attach(FILE, "log.csv", text)
    editor.press("Upload the file")
    return editor.path


def found(visitor: Walk) -> list[str]:
    """What stands in the list of all consultations."""
    visitor.go(LIST)
    return visitor.main.locator(".oc-rows li > a").all_inner_texts()


def is_told_cell_by_cell(editor: Walk) -> None:
    """A file with a day that does not exist, and a word for a number."""
    editor.go(PAGE)
    editor.check()
    editor.stumble("Upload the file", "Choose a file")
    editor.attach(FILE, "log.csv", LOG.replace("30/03/2026", "31/02/2026").replace("412", "many"))
    editor.stumble("Upload the file", "The file can’t be imported yet. The table on this page shows what to correct")
    editor.reads("2 things to correct", "Where What is wrong What to do")
    wrong = editor.main.locator("tbody tr").all_inner_texts()
    assert [" ".join(row.split()) for row in wrong] == [
        'log.csv:2:7 "many" is not a number Write for example 12 or 1,200',
        'log.csv:3:5 "31/02/2026" is not a date Write for example 31/03/2027 or 2027-03-31',
    ]  # fmt: skip
    editor.check()
    editor.page.set_viewport_size({"width": 320, "height": 640})
    where = editor.main.get_by_role("cell", name="log.csv:2:7", exact=True).bounding_box()
    assert where and where["height"] < 40, "the place of a cell is broken into pieces"
    editor.page.set_viewport_size({"width": 1280, "height": 720})


@pytest.mark.parametrize("scripts", [False, True])
def test_a_log_comes_in_once_and_goes_out_again(walker: Walker, cast: Cast, scripts: bool) -> None:
    editor, visitor = walker(cast.edwin, scripts=scripts), walker(scripts=scripts)
    is_told_cell_by_cell(editor)
    assert found(visitor) == []

    batch = read(editor, LOG)
    editor.reads(
        "New 2", "Already in the register 0", "The first 2 new records", "The records become public straight away."
    )
    editor.reads("Quay and mill Wellbridge Council 6 April 2026", "Library hours Wellbridge Council 30 March 2026")
    editor.unfold("How we read the column headings")
    editor.reads("“Opening date”: opens")
    editor.check()
    assert found(visitor) == []
    editor.press(NEW)
    editor.reads("2 records were imported.", "2 records were imported.", "Nobody has worked with these records yet")
    editor.check()
    assert found(visitor) == ["Quay and mill", "Library hours"]
    visitor.follow("Library hours")
    library = visitor.path
    visitor.reads("Awaiting feedback", "Closed at 11:59pm on 30 March 2026.")
    visitor.check()

    read(editor, LOG)
    editor.reads("New 0", "Already in the register 2", "There is nothing new in this file.")
    editor.press("Discard this file")
    editor.reads("What we read from the file has been deleted.", "log.csv: Imported")

    editor.go(batch)
    editor.press("Undo the import")
    editor.reads("The import was undone.", "The import was undone.")
    editor.check()
    assert found(visitor) == []
    assert visitor.page.request.get(library).status == 404
    visitor.go("/record/")
    visitor.reads(
        "Records imported into the register consultations: 2.",
        "Imported records removed from the register consultations: 2.",
    )


def test_what_does_not_fit_the_area_is_told_before_anything_comes_in(walker: Walker, cast: Cast) -> None:
    vera = walker(cast.vera)
    read(vera, LOG.replace("Wellbridge Council", "Village Hall", 1))
    vera.reads("One thing to correct", "log.csv:3", "You can't act for Wellbridge Council")
    vera.check()
    assert vera.main.get_by_role("button").all_inner_texts() == ["Discard this file"]
    vera.press("Discard this file")
    assert not Consultation.objects.exists()


def test_what_somebody_has_worked_with_stays(walker: Walker, cast: Cast) -> None:
    """A record that was amended since stays, and with it the whole file."""
    editor = walker(cast.edwin)
    batch = read(editor, LOG)
    editor.press(NEW)
    editor.go(LIST)
    editor.follow("Quay and mill")
    editor.follow("Change the notice")
    editor.follow("Purpose")
    editor.type("What is it for?", "Which park comes first.")
    editor.type("Why are you changing it?", "The log did not say.")
    editor.press("Continue")
    editor.stumble("Publish the amendment", "Say what shows it")
    editor.type("What shows it?", "The notice of January.")
    editor.press("Publish the amendment")
    editor.reads("The earlier version can still be read.")
    editor.go(batch)
    editor.reads("1 of these records has been used since, so the import can’t be undone.")
    assert editor.main.get_by_role("button").count() == 0
    assert len(found(walker())) == 2
