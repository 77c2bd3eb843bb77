"""What an organisation types when it wants to sign, page by page."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.test import Client

from opencompact.site.post.models import Letter
from opencompact.site.signatories.actions import ask, confirm
from opencompact.site.signatories.models import Wish
from tests.people import Cast, browser

TYPED: dict[str, dict[str, str]] = {
    "organisation": {"name": "Otter Trust", "sector": "voluntary", "kind": "charity", "identifier": "1126147",
                     "website": "https://otters.example"},
    "members": {"for_members": "no", "members": ""},
    "contact": {"contact_name": "Nia Secretname", "contact_role": "Secretrole", "contact_email": "nia@canary.example",
                "contact_address": "1 Canary Yard", "contact_phone": "01632 960123", "wants_account": "on"},
    "champion": {"when": "now", "champion_name": "Rhys Secretchampion", "champion_role": "Warden",
                 "champion_email": "rhys@canary.example"},
    "pledge": {"pledged": "on", "discussed": "on"},
}  # fmt: skip
PRIVATE = ["Nia Secretname", "Secretrole", "nia@canary.example", "Canary Yard", "960123", "Rhys Secretchampion",
           "rhys@canary.example"]  # fmt: skip

ANSWERS: dict[str, Any] = {
    "name": "Otter Trust", "sector": "voluntary", "kind": "charity", "identifier": "1126147",
    "website": "https://otters.example", "members": "", "contact_name": "Nia Secretname",
    "contact_role": "Secretrole", "contact_email": "nia@canary.example", "contact_address": "1 Canary Yard",
    "contact_phone": "01632 960123", "wants_account": True, "champion_name": "Rhys Secretchampion",
    "champion_role": "Warden", "champion_email": "rhys@canary.example", "champion_consents": False,
}  # fmt: skip
SIGN = "/areas/wellbridge/sign/"
DAY = date(2026, 11, 20)


def fill_in(visitor: Client | None = None, **changed: dict[str, str]) -> Client:
    """Fill in every page, up to the one where the answers are checked."""
    visitor = visitor or browser()
    for step, typed in TYPED.items():
        visitor.post(f"{SIGN}{step}/", changed.get(step, typed))
    return visitor


def link_in(letter: Letter, about: str = "") -> str:
    """The first link of a letter, or the first about something, without the name of the site."""
    found = re.search(rf"http://testserver(\S*{about}\S*)", letter.text)
    assert found
    return found[1]


def confirmed_wish(cast: Cast, **changed: Any) -> Wish:
    """A wish to sign that waits for the officer."""
    wish = ask(area=cast.area, answers={**ANSWERS, **changed})
    return confirm(wish=wish)
