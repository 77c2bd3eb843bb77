"""Who may open an area."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from opencompact.site.rules import SET_UP, only


def why_not_open_area(person: Any) -> str | None:
    """Areas are opened by the administrator of the site."""
    if person is SET_UP or getattr(person, "is_administrator", False):
        return None
    return only(_("the site administrator"))
