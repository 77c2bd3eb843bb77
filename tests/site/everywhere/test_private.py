"""Private stays private: every private value of the demonstration is looked for at every address, for every role, in
every form. Who sees what stands in ``seen.txt``; a new line there is to be justified before it is kept (KEEP_SEEN=1
writes it)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from opencompact.site.post.models import Letter
from tests.site.everywhere.visits import PUBLIC, Visits, of_demonstration, private

# A line that is only passed by here has not been tested by it.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover, pytest.mark.xdist_group("every page")]
TABLE = Path(__file__).with_name("seen.txt")
FORMS = ("", "?view=print", "?view=large", "?format=text", "?format=yaml", "?lang=cy", "?q=wellbridge.example")


def lines(visits: Visits) -> Iterator[str]:
    for who in visits.everybody:
        for place in visits.places:
            if of_demonstration(place):
                continue
            found: set[str] = set()
            for form in FORMS if who == "visitor" else FORMS[:1]:
                found |= visits.ask(who, "GET", place.path + form).private
            if found:
                yield f"{who}: {place.route}: {', '.join(sorted(found))}"


def test_private_values_are_seen_only_by_those_who_may(visits: Visits) -> None:
    found = "\n".join(sorted(lines(visits))) + "\n"
    if os.environ.get("KEEP_SEEN"):
        TABLE.write_text(found, "utf-8")
    assert found == TABLE.read_text("utf-8")


def test_each_private_value_can_be_found(visits: Visits) -> None:
    """Somebody who may see it does, so the looking works: else a value that was renamed is looked for in vain."""
    seen = {
        what
        for who in visits.everybody
        for place in visits.places
        for what in visits.ask(who, "GET", place.path).private
    }
    assert seen == set(private())
    letters = "\n".join(f"{letter.to} {letter.text}" for letter in Letter.objects.all())
    assert private()["address"].search(letters)
    assert not private()["address"].search(f"Write to {PUBLIC}")
