"""From the form of a visitor to the certificate, and from a champion's name to a message."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from opencompact.site.post.models import Letter
from opencompact.site.signatories.models import Signatory
from tests.people import TODAY, Cast
from tests.site.journeys.conftest import Walk, Walker

pytestmark = pytest.mark.browser


def fill_in_the_form(visitor: Walk) -> None:
    """Everything an organisation is asked, from the home of the area to the page that says look into your email."""
    visitor.go("/areas/wellbridge/")
    visitor.follow("Sign up your organisation")
    visitor.press("Start now")
    visitor.type("Name of the organisation", "Otter Trust")
    visitor.tick("Voluntary sector")
    visitor.choose("What kind of organisation is it?", "Charity")
    visitor.press("Continue")
    visitor.tick("No, for itself only")
    visitor.press("Continue")
    visitor.type("Your name", "Nia Rees")
    visitor.type("Your role in the organisation", "Clerk")
    visitor.type("Email address", "nia@otters.example")
    visitor.type("Postal address", "1 Quay Street")
    visitor.press("Continue")
    visitor.tick("No, we'll tell you later")
    visitor.press("Continue")
    visitor.tick("I make this pledge for my organisation")
    visitor.tick("I have read the agreement, and it was discussed in my organisation")
    visitor.press("Continue")
    visitor.reads("Check your answers", "Otter Trust", "nia@otters.example")
    visitor.check()
    visitor.press("Send")
    visitor.reads("We sent an email to nia@otters.example")
    visitor.check()


def test_an_organisation_signs_and_has_its_certificate(
    walker: Walker, cast: Cast, link_for: Callable[[str], str]
) -> None:
    visitor = walker()
    fill_in_the_form(visitor)
    visitor.go(link_for("nia@otters.example"))
    visitor.press("Yes, we want to sign")
    visitor.reads("Otter Trust asked to sign")
    visitor.check()

    officer = walker(cast.olwen)
    officer.go("/desk/")
    officer.follow("Requests to sign")
    officer.follow("Otter Trust")
    officer.tick("No, add it as a new organisation")
    officer.day("Signed on", TODAY)
    officer.press("Accept")

    visitor.go(link_for("nia@otters.example"))
    visitor.go("/areas/wellbridge/signatories/")
    visitor.follow("Otter Trust")
    visitor.follow("Certificate")
    visitor.reads("Otter Trust", "21 November 2026", "Check it in the public record")
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("link", name="Download as a one-page PDF").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")
    visitor.follow("Check it in the public record")
    visitor.reads("signed", "Recorded on 21 November 2026")


def test_a_champion_is_named_and_written_to(walker: Walker, cast: Cast, link_for: Callable[[str], str]) -> None:
    visitor, officer = walker(), walker(cast.olwen)
    fill_in_the_form(visitor)
    visitor.go(link_for("nia@otters.example"))
    visitor.press("Yes, we want to sign")
    officer.go("/areas/wellbridge/signatories/requests/")
    officer.follow("Otter Trust")
    officer.tick("No, add it as a new organisation")
    officer.day("Signed on", TODAY)
    officer.press("Accept")

    officer.go("/areas/wellbridge/champions/")
    officer.follow("See which signatories need a champion")
    officer.follow("Name a champion")
    officer.tick("Lead champion")
    officer.type("Role in the organisation", "Warden")
    officer.type("Name", "Rhys Canary")
    officer.type("Email address", "rhys@otters.example")
    officer.day("Champion since", TODAY)
    officer.press("Save")

    visitor.go("/areas/wellbridge/champions/")
    visitor.follow("Warden")
    assert "Rhys Canary" not in visitor.page.content()
    visitor.type("Your name", "Ann")
    visitor.type("Your email address", "ann@visitor.example")
    visitor.type("Your message", "Who opens the otter bridge?")
    visitor.press("Send")
    letter = Letter.objects.get(to="rhys@otters.example", text__contains="Who opens the otter bridge?")
    assert "ann@visitor.example" in letter.text
    assert Signatory.objects.get(organisation__name="Otter Trust").champions.count() == 1
    visitor.go("/record/")
    assert "otter bridge" not in visitor.page.content()
