"""The people of the demonstration: who they are, and the door by which a visitor steps into their shoes."""

from __future__ import annotations

from typing import NamedTuple

from opencompact.site.accounts.models import RoleKind
from opencompact.site.demo.story import told


class Player(NamedTuple):
    """Somebody a visitor can be."""

    name: str
    email: str
    kind: RoleKind
    organisation: str | None


def people() -> list[Player]:
    """Everybody who can sign in."""
    return [
        Player(each["name"], each["email"], RoleKind(each["kind"]), each.get("organisation"))
        for each in told()["people"]
    ]
