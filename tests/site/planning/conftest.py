"""Every shipped edition in an area of its own, on the day of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest

from opencompact.core.compacts import read_shipped
from opencompact.core.drafting.written import to_yaml
from opencompact.site import clock
from opencompact.site.agreements.actions import publish_edition
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.actions import open_area
from opencompact.site.record.signing import make_key_once
from opencompact.site.rules import SET_UP
from tests.people import TODAY, at_noon

SHIPPED = {
    "bristol": "bristol-2012",
    "brentwood": "brentwood-2016",
    "south-gloucestershire": "south-gloucestershire-keep-it-local",
    "modeltown": "model-2026",
}


@pytest.fixture
def noon() -> Iterator[None]:
    """The day on which everybody asks."""
    with clock.at(at_noon(TODAY)):
        yield


@pytest.fixture
def places(db: None, noon: None) -> dict[str, Edition]:
    """An area for each shipped edition, by its slug."""
    make_key_once()
    return {slug: _place(slug, id) for slug, id in SHIPPED.items()}


def _place(slug: str, id: str) -> Edition:
    area = open_area(slug=slug, name=slug.replace("-", " ").title(), by=SET_UP)
    start = date(2026, 1, 1) if id == "model-2026" else None
    return publish_edition(area=area, text=_text(id), start=start, by=SET_UP)


@cache
def _text(id: str) -> str:
    return to_yaml(read_shipped(id).edition).replace("template: true\n", "")


@pytest.fixture
def model(db: None, noon: None) -> Edition:
    """One area, with the model compact."""
    make_key_once()
    return _place("modeltown", SHIPPED["modeltown"])
