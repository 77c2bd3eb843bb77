"""What the tests of this room may ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from opencompact.site import clock
from opencompact.site.consultations.models import Consultation
from tests.people import Cast, at_noon
from tests.site.responses.made import OPEN, Answerer, asking


@pytest.fixture
def row(cast: Cast) -> Consultation:
    """A consultation with a question of each kind."""
    return asking(cast)


@pytest.fixture
def answerer(row: Consultation) -> Iterator[Answerer]:
    """Somebody at a browser while it is open."""
    with clock.at(at_noon(OPEN)):
        yield Answerer(row)
