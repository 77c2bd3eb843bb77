"""Places on the page of a consultation that rooms above fill: the button to answer, results, what was done.

A room above writes a function that takes the request and the consultation and gives the facts of its template, or None
where it has nothing to show; the front lists it for the page's address (``front/slots.py``). Places, from the top:
``act`` under what is asked, ``so_far`` before the promises, ``desk`` among what those who may can do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from opencompact.site.consultations.models import Consultation

PLACES = ("act", "so_far", "desk")


class Slot(NamedTuple):
    """What one room shows in one place."""

    place: str
    template: str
    facts: Callable[[HttpRequest, Consultation], Mapping[str, Any] | None]


class Asking(NamedTuple):
    """What the room of the questions does for a notice: how many are written, and publishing them with it."""

    written: Callable[[Consultation], int]
    publish: Callable[..., Any]


NO_QUESTIONS = Asking(lambda _row: 0, lambda **_said: None)


def filled(request: HttpRequest, consultation: Consultation, slots: tuple[Slot, ...]) -> dict[str, list[SafeString]]:
    """What stands in each place, in the order of the list."""
    found: dict[str, list[SafeString]] = {place: [] for place in PLACES}
    for each in slots:
        facts = each.facts(request, consultation)
        if facts is not None:
            shared = {"area": consultation.area, "row": consultation}
            found[each.place].append(render_to_string(each.template, {**shared, **facts}, request))
    return found
