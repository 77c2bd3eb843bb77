"Go to the home page, an area's home, a desk, and what the site says of itself."

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from opencompact.site import clock
from opencompact.site.accounts.actions import end_role
from opencompact.site.accounts.models import Role
from opencompact.site.champions.actions import name_champion
from opencompact.site.front.actions import erase
from opencompact.site.resources.actions import plan_contribution
from opencompact.site.resources.models import Form, Source
from opencompact.site.signatories.actions import sign
from tests.people import FIRST_DAY, TODAY, Cast, at_noon, browser


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
    said = "Record what Village Hall gave to the Compact in 2026 to 2027"
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
        assert "Your role: editor for a signatory, Village Hall." in browser(cast.vera).get("/desk/").text
    with clock.at(at_noon(date(2026, 11, 22))):
        assert "You don't have a role in an area" in browser(cast.vera).get("/desk/").text


@pytest.mark.parametrize(
    "address", ["/", "/areas/wellbridge/", "/areas/wellbridge/consultations/", "/areas/wellbridge/commitments/",
                "/areas/wellbridge/signatories/", "/record/", "/search/?q=notice", "/privacy/"],
)  # fmt: skip
def test_who_only_reads_gets_no_cookie(cast: Cast, address: str) -> None:
    shown = browser().get(address)
    assert (shown.status_code, dict(shown.cookies)) == (200, {})


def test_what_the_site_says_of_itself(cast: Cast) -> None:
    assert "One cookie keeps you signed in" in browser().get("/privacy/").text
    told = browser().get("/.well-known/security.txt").text
    assert told.startswith("Contact: mailto:")
    assert "Expires: 20" in told


def test_what_is_held_in_other_rooms_is_shown_given_and_erased(cast: Cast) -> None:
    details = {"contact_name": "Vera Quill", "contact_email": cast.vera.email, "contact_phone": "01632 960199"}
    signed = sign(organisation=cast.hall, edition=cast.edition, on=FIRST_DAY, by=cast.olwen, details=details)
    term: dict[str, Any] = {"kind": "lead", "name": "Vera", "role": "Warden", "email": cast.vera.email,
                            "since": FIRST_DAY, "consents": True}  # fmt: skip
    champion = name_champion(signatory=signed, details=term, by=cast.olwen)
    vera = browser(cast.vera)
    shown, given = vera.get("/account/").text, vera.get("/account/export/").json()
    assert "You are the contact for Village Hall" in shown
    assert [each["says"] for each in given["elsewhere"]] == [
        "You are the contact for Village Hall",
        "You have been a champion for Village Hall since 1 April 2024",
    ]
    assert "01632 960199" not in browser(cast.edwin).get("/account/").text
    erase(person=cast.vera, by=cast.vera)
    signed.refresh_from_db()
    champion.refresh_from_db()
    assert (signed.contact_name, signed.contact_phone, champion.name, champion.email) == ("", "", "", "")
