"""Private stays private: every private value of the demonstration is looked for at every address, for every role, in
every form. Who sees what stands in ``seen.txt``; a new line there is to be justified before it is kept (KEEP_SEEN=1
writes it)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from opencompact.site import clock
from opencompact.site.accounts.models import Person
from opencompact.site.champions.models import Champion
from opencompact.site.post.models import Letter
from tests.people import TODAY, at_noon, browser
from tests.site.everywhere.known import known
from tests.site.everywhere.places import Place, all_places

# A line that is only passed by here has not been tested by it.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
TABLE = Path(__file__).with_name("seen.txt")
FORMS = ("", "?view=print", "?view=large", "?format=text", "?format=yaml", "?lang=cy", "?q=wellbridge.example")
PUBLIC = "compact@wellbridge.example"  # the office of the area


def private() -> dict[str, re.Pattern[str]]:
    """What is to be looked for, by what it is."""
    unnamed = Champion.objects.filter(consents=False).exclude(name="").values_list("name", flat=True)
    return {
        "address": re.compile(rf"(?<![\w.-])(?!{PUBLIC})[\w.-]+@wellbridge\.example"),
        "telephone": re.compile("01632 960"),
        "street": re.compile("Invented Row"),
        "contact": re.compile("Contact of |Mabel Crane|Jon Pike|Amira Sole|Ben Heron"),
        "champion who did not agree to be named": re.compile("|".join(map(re.escape, sorted(set(unnamed))))),
        "notes of a check-in": re.compile("Keep an eye on payments"),
        "comment nobody has read yet": re.compile("please avoid August"),
        "why a wish to sign was refused": re.compile("A trade body does not belong to either sector"),
    }


def seen_at(client: Client, path: str, looked_for: dict[str, re.Pattern[str]], own: list[str]) -> set[str]:
    """What of others' private values is in an answer, in its body or its head."""
    with transaction.atomic(), clock.at(at_noon(TODAY)):
        answer: Any = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    text = f"{answer.headers}\n{body.decode('utf-8', 'replace')}"
    for each in own:
        text = text.replace(each, "")
    return {what for what, pattern in looked_for.items() if pattern.search(text)}


def lines(places: list[Place], everybody: dict[str, Person | None]) -> Iterator[str]:
    looked_for = private()
    for name, person in everybody.items():
        client = browser(person)
        own = [person.name, person.email] if person else []
        for place in places:
            if place.route.startswith("demonstration/"):
                continue  # the letter box of the demonstration shows everybody its invented letters
            found: set[str] = set()
            for form in FORMS if name == "visitor" else FORMS[:1]:
                found |= seen_at(client, place.path + form, looked_for, own)
            if found:
                yield f"{name}: {place.route}: {', '.join(sorted(found))}"


def test_private_values_are_seen_only_by_those_who_may(everybody: dict[str, Person | None]) -> None:
    found = "\n".join(sorted(lines(all_places(known()), everybody))) + "\n"
    if os.environ.get("KEEP_SEEN"):
        TABLE.write_text(found, "utf-8")
    assert found == TABLE.read_text("utf-8")


def test_there_is_something_to_be_seen(everybody: dict[str, Person | None]) -> None:
    """The letters of the demonstration hold private values, so the looking works."""
    letters = "\n".join(f"{letter.to} {letter.text}" for letter in Letter.objects.all())
    assert private()["address"].search(letters)
    assert not private()["address"].search(f"Write to {PUBLIC}")
