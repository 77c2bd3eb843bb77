"""A record of its own for every test: its key and its checkpoint lie in a folder that nobody else uses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from opencompact.site.record.signing import make_key_once


@pytest.fixture(autouse=True)
def data(settings: Any, tmp_path: Path) -> Path:
    """The data folder of this test."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    make_key_once()
    return tmp_path / "data"
