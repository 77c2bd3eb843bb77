"""Contact details never leave the people who need them, whatever the address."""

from __future__ import annotations

from datetime import date

import pytest

from opencompact.site.champions.actions import accept_and_name
from opencompact.site.champions.urls import urlpatterns as champions
from opencompact.site.signatories.models import Wish
from opencompact.site.signatories.urls import urlpatterns as signatories
from tests.people import Cast, browser
from tests.site.signatories.forms import PRIVATE, confirmed_wish

QUERIES = ["", "?view=print", "?words=Secretname", "?words=canary", "?lang=cy"]


def addresses(wish: Wish, signatory: int) -> list[str]:
    """Every address of the two rooms, with every thing that has a private part."""
    found = []
    for pattern in [f"/{each.pattern}" for each in [*champions, *signatories]]:
        path = pattern.replace("<slug:area>", "wellbridge").replace("<str:key>", "unknown")
        path = path.replace("<slug:step>", "contact")
        found += [path.replace("<int:pk>", str(pk)) for pk in {signatory, wish.pk, 1}]
    return sorted(set(found))


@pytest.fixture
def signed(cast: Cast) -> list[str]:
    """Every address, when an organisation has signed, another waits, and both gave private details."""
    first = confirmed_wish(cast)
    signatory = accept_and_name(wish=first, on=date(2026, 11, 20), account=True, by=cast.olwen)
    waiting = confirmed_wish(cast, name="Badger Trust")
    return addresses(waiting, signatory.pk)


@pytest.mark.parametrize("who", ["visitor", "sam", "edwin", "carys"])
def test_private_details_are_nowhere(cast: Cast, signed: list[str], who: str) -> None:
    visitor = browser(None if who == "visitor" else getattr(cast, who))
    assert len(signed) > 30
    seen = []
    for path in signed:
        for query in QUERIES if path.endswith("s/") else [""]:
            answer = visitor.get(f"{path}{query}")
            assert answer.status_code in (200, 302, 403, 404, 410), path
            told = answer.content.decode("latin-1").replace("canary%22", "").replace('value="canary"', "")
            told = told.replace('value="Secretname"', "").replace("words=canary", "").replace("words=Secretname", "")
            seen += [(path, text) for text in PRIVATE if text in told]
    assert seen == []


def test_those_who_need_them_see_them(cast: Cast, signed: list[str]) -> None:
    del signed
    wish = Wish.objects.get(name="Otter Trust")
    assert wish.signatory is not None
    page = wish.signatory.get_absolute_url()
    own = wish.signatory.organisation.roles.get().person
    for person in (cast.olwen, own):
        assert "nia@canary.example" in browser(person).get(page).text
