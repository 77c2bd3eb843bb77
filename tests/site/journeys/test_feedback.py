"""After the close: what was said, what was decided, who does it by when; whoever left an address hears of each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from opencompact.site import clock
from opencompact.site.consultations.models import Consultation
from opencompact.site.post.models import Letter
from opencompact.site.reading.actions import add_code, code_many
from opencompact.site.responses.actions import add_question, publish_questions
from opencompact.site.responses.models import Answer, Kind, Response
from opencompact.site.running.recurring import write_news
from tests.people import TODAY, Cast, at_noon
from tests.site.journeys.conftest import Walk, Walker
from tests.site.responses.made import OPEN, planned

pytestmark = pytest.mark.browser
CLOSED, DONE = date(2027, 5, 3), date(2027, 6, 30)
ANN = "ann@answers.example"
PROMISE = "Twelve trees are planted along the quay."


@pytest.fixture
def notice(cast: Cast, turn_to: Callable[[date], None]) -> Consultation:
    """A consultation that asks one question, published."""
    row = planned(cast)
    with clock.at(at_noon(TODAY)):
        add_question(consultation=row, kind=Kind.TEXT, text="What should come first?", by=cast.edwin)
        publish_questions(consultation=row, by=cast.edwin)
    return row


def answer(visitor: Walk, row: Consultation) -> None:
    """Somebody answers, and leaves an address to hear what becomes of it."""
    visitor.go(row.get_absolute_url())
    visitor.press("Respond to this consultation")
    visitor.press("Start now")
    visitor.tick("Myself")
    visitor.press("Continue")
    visitor.type("What should come first?", "Trees along the quay")
    visitor.press("Continue")
    visitor.type("Your email address", ANN)
    visitor.press("Continue")
    visitor.press("Send your response")
    visitor.reads("Your response has been received")


def code(cast: Cast, row: Consultation) -> None:
    "The responses were read."
    found = add_code(consultation=row, title="Trees along the quay", by=cast.edwin)
    answers = Answer.objects.filter(response__consultation=row)
    code_many(consultation=row, answers=[each.pk for each in answers], code=found, by=cast.edwin)


def write(editor: Walk, row: Consultation) -> None:
    """What was asked, a point of each code, what is decided on it."""
    editor.go(row.get_absolute_url())
    editor.follow("Write the feedback: we asked, you said, we did")
    editor.reads(
        "Nobody else can read this until you publish it.", "Nothing has been written yet.", "There are no points yet."
    )
    editor.check()
    editor.follow("Write what you asked, and a summary of what people said")
    editor.check()
    editor.type("Summary of what people said (optional)", "Trees came up most.")
    editor.press("Save")
    editor.reads("To choose what the parks plan puts first", "The responses have one code that is not a point yet.")
    editor.press("Turn the codes into points")
    editor.reads("One point was drafted.", "Still missing: say whether it was agreed")
    editor.reads("Trees along the quay: say whether it was agreed, partly agreed or not agreed.")
    editor.follow("Trees along the quay")
    editor.check()
    editor.type("You said", "")
    editor.stumble("Save", "Enter what was said")
    editor.type("You said", "Trees along the quay")
    editor.tick("Partly agreed")
    editor.type("What will be done about it? (optional)", PROMISE)
    editor.press("Save")
    editor.reads("The point has been saved.", "Still missing: say why it was not agreed, or only partly agreed.")
    editor.follow("Trees along the quay")
    editor.type("Why? (optional)", "Half of the quay is used by lorries.")
    editor.type("Who is responsible? (optional)", "Parks team")
    editor.day("By when? (optional)", date(2027, 6, 1))
    editor.press("Save")
    editor.reads("Partly agreed By 1 June 2027: Parks team")
    editor.check()


def publish(editor: Walk, row: Consultation) -> None:
    """Once more all of it, and then everybody reads it."""
    editor.press("Check and publish")
    editor.reads("This is what everyone will read. One person left an email address and will be told.")
    editor.reads("Partly agreed", "Half of the quay is used by lorries.", PROMISE, "Parks team", "1 June 2027")
    editor.check()
    editor.press("Publish feedback now")
    editor.reads("The feedback is published", "Parks plan")
    editor.check()
    editor.follow("See the receipt in the public record")
    editor.reads("Wellbridge Council published its feedback on the consultation Parks plan. Points: 1.")


def letters() -> list[str]:
    """The subjects of the letters to the person who answered, once those that wait are written."""
    write_news()
    return list(Letter.objects.filter(to=ANN).order_by("pk").values_list("subject", flat=True))


@pytest.mark.parametrize("scripts", [False, True])
def test_what_was_said_is_answered_and_done(
    walker: Walker, cast: Cast, notice: Consultation, turn_to: Callable[[date], None], link_for: Callable[[str], str],
    scripts: bool,
) -> None:  # fmt: skip
    editor, visitor = walker(cast.edwin, scripts=scripts), walker(scripts=scripts)
    turn_to(OPEN)
    answer(visitor, notice)
    turn_to(CLOSED)
    code(cast, notice)
    heard = letters()
    write(editor, notice)
    assert visitor.page.request.get(f"{notice.get_absolute_url()}feedback/").status == 404
    assert letters() == heard
    publish(editor, notice)

    assert letters() == [*heard, "Outcome of the consultation you responded to: Parks plan"]
    visitor.go(link_for(ANN))
    visitor.reads(
        "We asked, you said, we did", "Wellbridge Council published this on 3 May 2027.",
        "To choose what the parks plan puts first", "Trees came up most.", "You said: Trees along the quay",
        "Decision Partly agreed", "Why Half of the quay is used by lorries.",
        f"What we have done or will do {PROMISE}", "Who is responsible Parks team", "Deadline 1 June 2027",
    )  # fmt: skip
    visitor.check()
    assert "Late" not in visitor.main.inner_text() and "Mark as done" not in visitor.main.inner_text()
    visitor.follow("What they said they would do")
    visitor.reads(PROMISE, "Wellbridge Council, Parks plan", "By 1 June 2027")

    turn_to(DONE)
    visitor.follow(PROMISE)
    visitor.reads("Deadline 1 June 2027 Late")
    is_done(editor, notice)
    assert letters() == [*heard, "Outcome of the consultation you responded to: Parks plan", "Done: Parks plan"]
    visitor.go(link_for(ANN))
    visitor.reads("Done on 29 June 2027", "Photographs in the library")
    assert "Late" not in visitor.main.inner_text()
    visitor.go("/areas/wellbridge/consultations/")
    visitor.follow("What they said they would do")
    visitor.reads("There is nothing left to do.")
    visitor.follow("Done")
    visitor.reads(PROMISE, "Done on 29 June 2027")
    visitor.check()


def is_done(editor: Walk, row: Consultation) -> None:
    """The editor says when, and what shows it."""
    editor.go("/desk/")
    editor.follow(f"Promised after “Parks plan”: {PROMISE}")
    editor.check()
    editor.day("When was it done?", date(2027, 7, 1))
    editor.type("What evidence is there? (optional)", "Photographs in the library")
    editor.stumble("Mark as done", "Record this on the date it is done, or later.")
    editor.day("When was it done?", date(2027, 6, 29))
    editor.press("Mark as done")
    editor.reads("It is public that this was done.", "Done on 29 June 2027")


def test_whoever_left_an_address_takes_it_back_by_the_letter(
    walker: Walker, cast: Cast, notice: Consultation, turn_to: Callable[[date], None]
) -> None:
    editor, visitor = walker(cast.edwin), walker()
    turn_to(OPEN)
    answer(visitor, notice)
    turn_to(CLOSED)
    code(cast, notice)
    write(editor, notice)
    publish(editor, notice)
    letters()
    letter = Letter.objects.filter(to=ANN).latest("pk")
    visitor.go(letter.stop)
    visitor.reads("You left an address to hear the outcome of “Parks plan”.")
    visitor.check()
    visitor.press("Stop these emails")
    visitor.reads("You will not get any more emails about “Parks plan”.", "Your response stays")
    assert Response.objects.get().email == ""
