"""From the notice of a consultation to the receipt, without an account and without scripts; the browser is lost on the
way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from opencompact.site.responses.models import Answer, Questionnaire, Response
from tests.people import Cast
from tests.site.journeys.conftest import Walker
from tests.site.responses.made import OPEN, asking

pytestmark = pytest.mark.browser


def test_somebody_answers_and_comes_back(walker: Walker, cast: Cast, turn_to: Callable[[date], None]) -> None:
    row = asking(cast)
    turn_to(OPEN)
    at = f"{row.get_absolute_url()}answer/"
    visitor = walker()
    visitor.go(at)
    visitor.reads("There are 7 questions.", "It closes at 11:59pm on 26 April 2027.")
    visitor.check()
    visitor.press("Start now")
    visitor.check()
    code = visitor.main.locator(".oc-code").inner_text()
    visitor.tick("An organisation or group")
    visitor.type("Name of the organisation (optional)", "Friends of the Quay")
    visitor.press("Continue")
    visitor.check()
    visitor.type("What should come first?", "Trees along the quay")
    visitor.tick("Mill")
    visitor.tick("Walk")
    visitor.tick("Very")
    visitor.choose("Trees (optional)", "1")
    visitor.press("Save and come back later")
    visitor.reads("Your response is saved", code)
    visitor.check()

    elsewhere = walker()
    elsewhere.go(f"{at}back/")
    elsewhere.check()
    elsewhere.type("Your code", code.lower())
    elsewhere.press("Continue")
    elsewhere.reads("About you")
    elsewhere.check()
    elsewhere.press("Continue")
    elsewhere.check()
    elsewhere.press("Continue")
    elsewhere.reads("Check your answers", "Trees along the quay", "Friends of the Quay")
    elsewhere.check()
    elsewhere.press("Send your response")
    found = Response.objects.get()
    elsewhere.reads("Your response has been received", f"Entry {found.entry} of the public record", code)
    elsewhere.check()
    elsewhere.follow(f"Entry {found.entry} of the public record")
    elsewhere.reads("A response to the consultation Parks plan was received.")
    assert Answer.objects.filter(response=found).count() == 5

    editor = walker(cast.edwin)
    editor.go(found.get_absolute_url())
    editor.reads("Friends of the Quay", "Trees along the quay")
    elsewhere.go(f"{at}withdraw/")
    elsewhere.check()
    elsewhere.press("Withdraw")
    elsewhere.reads("Your response has been withdrawn")


def test_an_editor_asks(walker: Walker, cast: Cast, turn_to: Callable[[date], None]) -> None:
    row = asking(cast, apart=False)
    editor = walker(cast.edwin)
    editor.go(f"{row.get_absolute_url()}questions/")
    editor.check()
    editor.press("Add the standard equality questions")
    editor.follow("Choose one option")
    editor.type("Question", "Where do you live?")
    editor.type("Answers to choose from", "In the town\nOutside")
    editor.check()
    editor.press("Add the question")
    editor.follow("See the questions as people will see them")
    editor.reads("Where do you live?", "About you", "How old are you?")
    editor.check()
    editor.go(f"{row.get_absolute_url()}questions/")
    editor.press("Check and publish the questions")
    editor.reads("Where do you live?", "Nothing will be at risk or not kept.")
    editor.check()
    editor.press("Publish the questions")
    editor.reads("Everyone can answer them once the consultation is open.")
    turn_to(OPEN)
    editor.go(f"{row.get_absolute_url()}responses/enter/")
    editor.check()
    editor.go(f"{row.get_absolute_url()}responses/enter/file/")
    editor.check()
    editor.go(f"{row.get_absolute_url()}responses/")
    editor.reads("0 responses", "Nobody has responded yet.")
    editor.check()
    assert Questionnaire.objects.get(consultation=row).published
