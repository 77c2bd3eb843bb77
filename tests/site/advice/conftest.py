"""The day on which advice is asked for and given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from opencompact.site import clock


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """These tests take place on one day."""
    with clock.at(datetime(2026, 11, 21, 12, tzinfo=UTC)):
        yield
