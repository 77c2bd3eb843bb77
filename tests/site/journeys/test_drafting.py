"""From a document to an agreement in force: the officer, a visitor, the group, the chair."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from opencompact.core.words import in_words
from opencompact.site.agreements.models import Edition
from tests.people import TODAY, Cast
from tests.site.adoption.made import decided
from tests.site.journeys.conftest import Walk, Walker

pytestmark = pytest.mark.browser
LAST = TODAY + timedelta(days=90)  # for comments
MEETING = LAST + timedelta(days=30)
WORDS = """1.1 The council will ask voluntary groups for at least 12 weeks before it decides.

1.2 Voluntary groups will say whom they speak for.

1.3 Both sides will meet twice a year.
"""


def start(officer: Walk, document: Path) -> str:
    """The officer uploads a document and looks at each clause; the address of the draft."""
    officer.go("/desk/")
    officer.follow("Drafts of a new edition")
    officer.press("Start a draft")
    officer.tick("A document: Word, PDF or text")
    officer.page.get_by_label("The document (optional)", exact=True).set_input_files(document)
    officer.type("Title", "Wellbridge Compact 2027")
    officer.press("Start the draft")
    home = officer.path
    for ref in ("1.1", "1.2", "1.3"):
        officer.go(home)
        officer.follow(f"{ref} ")
        if ref == "1.1":
            says = 'The words say "12 weeks", but no check uses it. Add a check, or say why none is needed.'
            officer.stumble("Save and mark as reviewed", says)
            officer.type("Why does no check hold this figure? (optional)", "No register here shows it.")
        officer.press("Save and mark as reviewed")
    officer.go(home)
    officer.reads("3 clauses. All clauses are reviewed.")
    return home


def hear(officer: Walk, visitor: Walk, home: str) -> None:
    """The officer opens the draft, a visitor comments, the officer answers."""
    officer.press("Open for comments")
    officer.day("Closing date for comments", LAST)
    officer.press("Open for comments")
    officer.press("Open for comments anyway")
    visitor.go("/areas/wellbridge/")
    visitor.follow("The draft Wellbridge Compact 2027 is open for comments")
    visitor.follow("Comment on 1.2")
    visitor.type("Your comment", "Say how small groups can do this.")
    visitor.press("Send the comment")
    visitor.go(f"{home}comments/")
    visitor.reads("1 comment was made.", "1 is waiting to be read.")
    officer.go(f"{home}comments/")
    officer.follow("Read and reply")
    officer.press("Publish the comment")
    officer.go(f"{home}comments/")
    officer.follow("Read and reply")
    officer.tick("Changed in part")
    officer.type("Your reply", "A line in a letter is enough.")
    officer.press("Publish the reply")
    visitor.go(f"{home}comments/")
    visitor.reads("Say how small groups can do this.", "A line in a letter is enough.")


def put_forward(officer: Walk) -> None:
    """The officer chooses what the group decided, sees what changes and puts it forward."""
    officer.go("/desk/")
    officer.follow("Record the adoption of Wellbridge Compact 2027")
    officer.check()
    officer.tick(f"The new edition is adopted (Winter meeting, {in_words(MEETING)})")
    officer.day("From when is it in force?", date(2027, 4, 1))
    officer.day("When are signatories to sign the new edition by? (optional)", date(2027, 9, 30))
    officer.press("Continue")
    officer.reads("What this changes", "60 promises become 3.", "Winter meeting", "1 April 2027", "Dropped")
    officer.check()
    officer.press("Put it forward")
    officer.reads("Waiting for a second person", "Another person has to confirm it")


def confirm(chair: Walk) -> None:
    """The chair sees the same and confirms it."""
    chair.go("/desk/")
    chair.follow("Confirm the adoption of Wellbridge Compact 2027")
    chair.reads("60 promises become 3.", "30 September 2027")
    chair.check()
    chair.press("Confirm the adoption")
    chair.check()
    chair.reads("Adopted", "Wellbridge Compact 2027", "Receipts", "by 30 September 2027")


def test_a_document_becomes_the_agreement_in_force(
    walker: Walker, cast: Cast, turn_to: Callable[[date], None], tmp_path: Path
) -> None:
    document = tmp_path / "compact.txt"
    document.write_text(WORDS)
    officer, visitor = walker(cast.olwen), walker()
    home = start(officer, document)
    hear(officer, visitor, home)
    turn_to(MEETING)
    decided(cast)
    officer = walker(cast.olwen)
    put_forward(officer)
    confirm(walker(cast.carys))
    turn_to(date(2027, 4, 2))
    visitor.go("/areas/wellbridge/commitments/")
    visitor.reads("Voluntary groups will say whom they speak for.")
    assert Edition.objects.get(pk="wellbridge-2027").replaces == cast.edition
