"""What every test of the site may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from opencompact.site.record.signing import make_key_once
from tests.people import Cast, make_cast


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, settings: Settings) -> Path:
    """Each test has a data folder of its own: a checkpoint that one leaves behind would not fit the next."""
    settings.DATA = tmp_path / "data"
    return tmp_path / "data"


@pytest.fixture
def cast(db: None) -> Cast:
    """The area and its people."""
    make_key_once()
    return make_cast()
