"""Checks as a file writes them, for tables that tests compare them with."""

from __future__ import annotations

import msgspec

from opencompact.core.calendar import Period
from opencompact.core.editions import Check, Edition


def as_written(check: Check) -> dict[str, object]:
    """A check with its periods as the file writes them."""
    made = msgspec.to_builtins(check)
    periods = {key: str(made_of) for key in made if isinstance(made_of := getattr(check, key, None), Period)}
    return {key: value for key, value in (made | periods).items() if key not in ("id", "ours")}


def readings(edition: Edition) -> str:
    """The checks whose limit or measure is our reading, as one line."""
    return " ".join(f"{each.ref}:{check.id}" for each in edition.commitments for check in each.checks if check.ours)
