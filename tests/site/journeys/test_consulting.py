"""A notice from the first day anybody knows to the amended page: the editor of the body, and a visitor who reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from opencompact.site.consultations.models import Consultation
from opencompact.site.record.models import Entry
from tests.people import Cast
from tests.site.journeys.conftest import Walk, Walker
from tests.site.responses.made import planned

pytestmark = pytest.mark.browser
OPENS, CLOSES, LATER = date(2027, 1, 11), date(2027, 2, 8), date(2027, 5, 17)
CASE = "Choose the case that fits, or “Another reason”"
REASON = "The grant must be claimed by March."


def plan(editor: Walk) -> str:
    """From the planner to a private plan that is too short; the address of the plan."""
    editor.go("/areas/wellbridge/plan/")
    editor.check()
    editor.stumble("Work out the dates", "Enter a date, for example 31 3 2027")
    editor.tick("Opening date")
    editor.day("Date", OPENS)
    editor.press("Work out the dates")
    editor.reads("Step by step", "11 January 2027")
    editor.check()
    editor.press("Save as a private plan")
    editor.check()
    editor.stumble("Save the plan", "Enter a title for the consultation")
    editor.type("What is it called?", "Which parks first?")
    editor.day("When does it close? (optional)", date(2027, 1, 4))
    editor.stumble("Save the plan", "The closing date can't be before the opening date, 11 January 2027.")
    editor.day("When does it close? (optional)", CLOSES)
    editor.press("Save the plan")
    editor.reads("The plan is saved.", "Private plan", "Enter the purpose of the consultation before you publish it.")
    return editor.path


def write(editor: Walk, home: str) -> None:
    """Purpose; then what the promises would say of it today."""
    editor.follow("Purpose")
    editor.type("What is it for?", "To choose which parks come first.")
    editor.press("Save")
    editor.reads("Saved: Purpose.", "Say how people can respond before you publish it")
    editor.check()
    assert editor.path == home
    editor.follow("How people respond")
    editor.tick("Only at meetings or on paper")
    editor.stumble("Save", "Say where and when the meetings are, or where people get paper forms")
    editor.check()
    editor.type("Where and when are the meetings, and where are paper forms? (optional)", "Town hall, 1 February, 7pm")
    editor.press("Save")
    editor.reads(
        "Saved: How people respond.", "You would need to explain these in public", "If you published this today"
    )


def publish(editor: Walk) -> None:
    """First without the reason it needs, then with it."""
    editor.press("Publish consultation")
    editor.reads("These parts are unfinished.", "What will be at risk or not kept", "if you publish a reason")
    editor.check()
    editor.stumble("Publish consultation", CASE, "Enter the reason for a shorter consultation")
    editor.check()
    assert Consultation.objects.get().state == "planned"
    editor.tick("A date set by law or by another body")
    editor.type("The reason for a shorter consultation", "x")
    editor.stumble("Publish consultation", "“x” explains nothing. Say why in a sentence, so that people understand it.")
    editor.type("The reason for a shorter consultation", REASON)
    editor.press("Publish consultation")
    editor.reads("Published", "It closes at 11:59pm on 8 February 2027.", "Feedback is promised by")
    editor.check()


@pytest.mark.parametrize("scripts", [False, True])
def test_a_notice_is_planned_and_published_with_its_reason(walker: Walker, cast: Cast, scripts: bool) -> None:
    editor, visitor = walker(cast.edwin, scripts=scripts), walker(scripts=scripts)
    home = plan(editor)
    write(editor, home)
    assert visitor.page.request.get(home).status == 404
    publish(editor)
    receipt = Entry.objects.latest(1)[0]
    editor.reads("Wellbridge Council published the consultation Which parks first? Receipt")
    editor.follow(f"Receipt {receipt.n}")
    editor.reads("Wellbridge Council published the consultation Which parks first? Recorded on")

    visitor.go("/areas/wellbridge/consultations/")
    visitor.follow("See upcoming consultations")
    visitor.follow("Which parks first?")
    assert visitor.path == home
    visitor.reads(
        "Upcoming", "Opens 11 January 2027, closes at 11:59pm on 8 February 2027.", "To choose which parks come first.",
        "Why it is open for less time", REASON, "What was promised, and whether it is being kept",
        "Published reason: The grant must be claimed by March.",
        "The agreement names this case: a date set by law or by another body.", "Town hall, 1 February, 7pm",
    )  # fmt: skip
    visitor.check()
    day = visitor.main.get_by_text("21 November 2026", exact=True).bounding_box()
    today = visitor.main.get_by_text("(today)", exact=True).bounding_box()
    assert day and today and abs(day["y"] - today["y"]) < 5, "what is said of a day stands beside it"


@pytest.fixture
def notice(cast: Cast, turn_to: Callable[[date], None]) -> Consultation:
    """A published notice that keeps every promise."""
    return planned(cast)


@pytest.mark.parametrize("scripts", [False, True])
def test_it_is_kept_open_for_longer_and_everybody_sees_why(
    walker: Walker, cast: Cast, notice: Consultation, scripts: bool
) -> None:
    editor, visitor = walker(cast.edwin, scripts=scripts), walker(scripts=scripts)
    editor.go(notice.get_absolute_url())
    editor.follow("Extend the consultation")
    editor.check()
    editor.day("What is the new closing date?", notice.closes or LATER)
    editor.stumble("Continue", "Say why you are extending it")
    editor.type("Why are you extending it?", "Two groups asked for it.")
    editor.stumble("Continue", "The new closing date must be after 26 April 2027.")
    editor.check()
    editor.day("What is the new closing date?", LATER)
    editor.press("Continue")
    editor.reads(
        "Check before you publish", "Now 26 April 2027 After the change 17 May 2027", "Why: Two groups asked for it."
    )
    editor.check()
    editor.press("Publish the new closing date")
    editor.reads("The new closing date is published. It opens 11 January 2027, closes at 11:59pm on 17 May 2027.")

    visitor.go(notice.get_absolute_url())
    visitor.reads("Opens 11 January 2027, closes at 11:59pm on 17 May 2027.", "Why: Two groups asked for it.")
    assert "26 April 2027" not in visitor.main.inner_text()
    visitor.unfold("Previous version")
    visitor.reads("Before: 26 April 2027", "Now: 17 May 2027")
    visitor.check()
    visitor.page.get_by_role("link", name=f"Receipt ({Entry.objects.latest(1)[0].n})", exact=True).click()
    visitor.reads("Wellbridge Council extended the consultation Parks plan.")


@pytest.mark.parametrize("scripts", [False, True])
def test_a_field_is_mended_and_what_stood_there_can_still_be_read(
    walker: Walker, cast: Cast, notice: Consultation, scripts: bool
) -> None:
    editor, visitor = walker(cast.edwin, scripts=scripts), walker(scripts=scripts)
    editor.go(notice.get_absolute_url())
    editor.follow("Change the notice")
    editor.check()
    editor.follow("What can and cannot change")
    editor.type("What is settled and cannot change?", "The total budget of £2 million")
    editor.stumble("Continue", "Say why you are changing it")
    editor.type("Why are you changing it?", "The sum was missing.")
    editor.press("Continue")
    editor.reads(
        "Check before you publish",
        "Now The total budget After the change The total budget of £2 million",
        "Why: The sum was missing.",
    )
    editor.reads("This does not affect any promises.")
    editor.check()
    editor.press("Go back and change it")
    editor.reads("What is settled and cannot change?")
    editor.press("Continue")
    visitor.go(notice.get_absolute_url())
    assert "£2 million" not in visitor.main.inner_text()
    editor.press("Publish the amendment")
    editor.reads("The notice is changed. The earlier version can still be read.")
    visitor.go(notice.get_absolute_url())
    visitor.reads("You can't change The total budget of £2 million", "Why: The sum was missing.")
    visitor.unfold("Previous version")
    visitor.reads("Before: The total budget", "Now: The total budget of £2 million")


def test_nobody_else_has_the_pages_of_an_editor(walker: Walker, cast: Cast, notice: Consultation) -> None:
    """Vera speaks for another body: she reads what a visitor reads."""
    vera = walker(cast.vera)
    vera.go(notice.get_absolute_url())
    assert "Extend the consultation" not in vera.main.inner_text()
    for end in ("extend/", "amend/", "amend/change/", "published/"):
        assert vera.page.request.get(f"{notice.get_absolute_url()}{end}").status == 404
