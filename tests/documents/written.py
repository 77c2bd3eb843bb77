"""Checks as a file writes them, for tables that tests compare them with."""

from __future__ import annotations

import msgspec

from opencompact.core.calendar import Period
from opencompact.core.editions import Check


def as_written(check: Check) -> dict[str, object]:
    """A check with its periods as the file writes them."""
    made = msgspec.to_builtins(check)
    periods = {key: str(made_of) for key in made if isinstance(made_of := getattr(check, key, None), Period)}
    return {key: value for key, value in (made | periods).items() if key != "id"}
