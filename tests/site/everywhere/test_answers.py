"""Every address, every role, every method: what answers. The table is ``answers.txt``; a change of it is to be read
line by line before it is kept (KEEP_ANSWERS=1 writes it)."""

from __future__ import annotations

import os
from copy import deepcopy
from itertools import groupby
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from opencompact.site import clock
from opencompact.site.accounts.models import Person
from tests.people import TODAY, at_noon, browser
from tests.site.everywhere.known import known
from tests.site.everywhere.places import Place, all_places

TABLE = Path(__file__).with_name("answers.txt")
# A line that is only passed by here has not been tested by it.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
METHODS = ("GET", "POST")


def answer(client: Client, method: str, place: Place) -> int:
    """The status of one request; whatever it changed is taken back."""
    cookies = deepcopy(client.cookies)  # signing out is taken back too
    with transaction.atomic(), clock.at(at_noon(TODAY)):
        status = client.get(place.path).status_code if method == "GET" else client.post(place.path).status_code
        transaction.set_rollback(True)
    client.cookies = cookies
    return status


def told(place: Place, clients: dict[str, Client]) -> list[str]:
    """The lines of the table about one address."""
    lines = [place.route or "(the first page)"]
    for method in METHODS:
        found = sorted((answer(client, method, place), name) for name, client in clients.items())
        groups = {status: [name for _status, name in rows] for status, rows in groupby(found, key=lambda each: each[0])}
        said = [f"{status} {'everybody' if len(names) == len(clients) else ', '.join(names)}"
                for status, names in groups.items()]  # fmt: skip
        lines.append(f"    {method:<4} " + " | ".join(said))
    return lines


def test_every_address_answers_every_role_as_the_table_says(everybody: dict[str, Person | None]) -> None:
    clients = {name: browser(person) for name, person in everybody.items()}
    found = "\n".join(line for place in all_places(known()) for line in told(place, clients)) + "\n"
    if os.environ.get("KEEP_ANSWERS"):
        TABLE.write_text(found)
    assert found == TABLE.read_text()
    assert " 500 " not in found
