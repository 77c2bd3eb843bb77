"""What every test of the site may ask for."""

from __future__ import annotations

import pytest

from opencompact.site.record.signing import make_key_once
from tests.people import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The area and its people."""
    make_key_once()
    return make_cast()
