"""Places for real sites."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.running.sites import Place, new_place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with new_place(tmp_path / "site") as found:
        yield found


@pytest.fixture
def empty_place(tmp_path: Path) -> Iterator[Place]:
    """Where nothing was set up."""
    with new_place(tmp_path / "site", empty=True) as found:
        yield found


@pytest.fixture
def other_place(tmp_path: Path) -> Iterator[Place]:
    with new_place(tmp_path / "another machine", empty=True) as found:
        yield found
