"""Every address, every role, every method: what answers. The table is ``answers.txt``; a change of it is to be read
line by line before it is kept (KEEP_ANSWERS=1 writes it)."""

from __future__ import annotations

import os
from itertools import groupby
from pathlib import Path

import pytest

from tests.site.everywhere.places import Place
from tests.site.everywhere.visits import Visits

TABLE = Path(__file__).with_name("answers.txt")
# A line that is only passed by here has not been tested by it.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover, pytest.mark.xdist_group("every page")]
METHODS = ("GET", "POST")


def told(place: Place, visits: Visits) -> list[str]:
    """The lines of the table about one address."""
    lines = [place.route or "(the first page)"]
    for method in METHODS:
        found = sorted((visits.ask(who, method, place.path).status, who) for who in visits.everybody)
        groups = {status: [name for _status, name in rows] for status, rows in groupby(found, key=lambda each: each[0])}
        said = [f"{status} {'everybody' if len(names) == len(visits.everybody) else ', '.join(names)}"
                for status, names in groups.items()]  # fmt: skip
        lines.append(f"    {method:<4} " + " | ".join(said))
    return lines


def test_every_address_answers_every_role_as_the_table_says(visits: Visits) -> None:
    found = "\n".join(line for place in visits.places for line in told(place, visits)) + "\n"
    if os.environ.get("KEEP_ANSWERS"):
        TABLE.write_text(found)
    assert found == TABLE.read_text()
    assert " 500 " not in found
