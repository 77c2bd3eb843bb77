"""No browser and no proxy keeps a page that was shown to one person: somebody signed in, or somebody answering."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from opencompact.site import clock
from opencompact.site.accounts.models import Person
from tests.people import TODAY, at_noon, browser
from tests.site.everywhere.known import known
from tests.site.everywhere.places import all_places

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
# The same for everybody, whoever asks: each says itself how long it may be kept.
SAME = ("record/", "static/", "packages/", "api/", "areas/<slug:area>/brand.css")
FOR_ONE = "private, no-store"


def kept(person: Person) -> Iterator[str]:
    """Every address whose answer to this person may be kept, and for how long."""
    client = browser(person)
    for place in all_places(known()):
        with transaction.atomic(), clock.at(at_noon(TODAY)):
            answer: Any = client.get(place.path)
            answer.close()
            transaction.set_rollback(True)
        told = answer.get("Cache-Control", "nothing said")
        if "no-store" not in told and not (place.route.startswith(SAME) and "max-age" in told):
            yield f"{place.route}: {told}"


@pytest.mark.parametrize("who", ["officer", "editor"])
def test_nothing_that_is_shown_to_somebody_signed_in_is_kept(everybody: dict[str, Person | None], who: str) -> None:
    person = everybody[who]
    assert person
    assert sorted(set(kept(person))) == []


def test_pages_for_everybody_may_be_kept(everybody: dict[str, Person | None]) -> None:
    for path in ("/", "/areas/wellbridge/", "/areas/wellbridge/commitments/"):
        assert "Cache-Control" not in browser().get(path).headers
