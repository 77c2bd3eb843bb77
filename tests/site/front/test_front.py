"""The first page, an area's home, a desk, and what the site says of itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from opencompact.site import clock
from opencompact.site.accounts.actions import end_role
from opencompact.site.accounts.models import Role
from opencompact.site.resources.actions import plan_contribution
from opencompact.site.resources.models import Form, Source
from tests.people import TODAY, Cast, at_noon, browser


def test_the_first_page_lists_the_areas(cast: Cast) -> None:
    shown = browser().get("/").text
    assert 'href="/areas/wellbridge/"' in shown


def test_an_area_says_what_its_people_promised(cast: Cast) -> None:
    shown = browser().get("/areas/wellbridge/")
    assert "The Wellbridge Compact" in shown.text
    assert browser().get("/areas/nowhere/").status_code == 404


def test_a_desk_needs_signing_in(cast: Cast) -> None:
    answer = browser().get("/desk/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/desk/")


def test_a_desk_shows_what_waits_the_late_first(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        plan_contribution(
            organisation=cast.hall, source=Source.SECTOR, form=Form.HOURS, planned=Decimal(5), year=2026, by=cast.vera
        )
    said = "Say what Village Hall gave to the Compact in 2026 to 2027"
    with clock.at(at_noon(date(2027, 3, 20))):
        assert said in browser(cast.vera).get("/desk/").text
        assert said not in browser(cast.edwin).get("/desk/").text
    with clock.at(at_noon(date(2027, 5, 2))):
        shown = browser(cast.vera).get("/desk/").text
    assert shown.index("Late") < shown.index(said)


def test_an_ended_role_leaves_the_desk_the_day_after(cast: Cast) -> None:
    role = Role.objects.get(person=cast.vera)
    end_role(role=role, on=TODAY, by=cast.olwen)
    with clock.at(at_noon(TODAY)):
        assert "You are editor for a signatory, Village Hall." in browser(cast.vera).get("/desk/").text
    with clock.at(at_noon(date(2026, 11, 22))):
        assert "You hold no role in an area" in browser(cast.vera).get("/desk/").text


def test_what_the_site_says_of_itself(cast: Cast) -> None:
    assert "One cookie keeps you signed in" in browser().get("/privacy/").text
    told = browser().get("/.well-known/security.txt").text
    assert told.startswith("Contact: mailto:")
    assert "Expires: 20" in told
