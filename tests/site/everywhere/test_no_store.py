"""No browser and no proxy keeps a page that was shown to one person: somebody signed in, or somebody answering."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from opencompact.site import clock
from opencompact.site.accounts.models import Person
from tests.people import TODAY, at_noon, browser
from tests.site.everywhere.known import known
from tests.site.everywhere.places import all_places

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]


def asked(client: Client, path: str) -> tuple[int, str, bytes]:
    """Status, how long it may be kept, and the body."""
    with transaction.atomic(), clock.at(at_noon(TODAY)):
        answer: Any = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return answer.status_code, answer.get("Cache-Control", "nothing said"), body


def kept(person: Person) -> Iterator[str]:
    """Every address whose answer to this person may be kept, though a visitor gets another one."""
    client, visitor = browser(person), browser()
    for place in all_places(known()):
        status, told, body = asked(client, place.path)
        if "no-store" not in told and ("max-age" not in told or (status, told, body) != asked(visitor, place.path)):
            yield f"{place.route}: {told}"


@pytest.mark.parametrize("who", ["officer", "editor"])
def test_nothing_that_is_shown_to_somebody_signed_in_is_kept(everybody: dict[str, Person | None], who: str) -> None:
    person = everybody[who]
    assert person
    assert sorted(set(kept(person))) == []


def test_pages_for_everybody_may_be_kept(everybody: dict[str, Person | None]) -> None:
    for path in ("/", "/areas/wellbridge/", "/areas/wellbridge/commitments/"):
        assert "Cache-Control" not in browser().get(path).headers
