"""Areas with the editions that come with the program, and one with an edition that follows another."""

from __future__ import annotations

from datetime import date
from functools import cache

import msgspec
import pytest

from opencompact.core.compacts import load, read_shipped
from opencompact.core.drafting.written import to_yaml
from opencompact.core.editions import Change, Earlier
from opencompact.site.agreements.actions import publish_edition
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.actions import open_area
from opencompact.site.record.signing import make_key_once
from opencompact.site.rules import SET_UP

PLACES = {
    "bristol": ("Bristol", "bristol-2012", None),
    "brentwood": ("Brentwood", "brentwood-2016", None),
    "south-gloucestershire": ("South Gloucestershire", "south-gloucestershire-keep-it-local", None),
    "modeltown": ("Modeltown", "model-2026", date(2026, 1, 1)),
}
NEXT = date(2025, 4, 1)  # the first day of bristol-2025


@pytest.fixture
def places(db: None) -> dict[str, Edition]:
    """Every shipped edition in an area of its own."""
    make_key_once()
    return {slug: _place(slug, *told) for slug, told in PLACES.items()}


def _place(slug: str, name: str, id: str, start: date | None) -> Edition:
    area = open_area(slug=slug, name=name, by=SET_UP)
    return publish_edition(area=area, text=_text(id), start=start, by=SET_UP)


@cache
def _text(id: str) -> str:
    return to_yaml(read_shipped(id).edition).replace("template: true\n", "")


@cache
def bristol_2025() -> str:
    """An edition that follows bristol-2012: 5.5 asks for six months, 5.6 is weaker, 5.8 is gone, 5.9 is new."""
    old = load(to_yaml(read_shipped("bristol-2012").edition))
    made = []
    for each in old.commitments:
        change = {"5.5": Change.TIGHTENED, "5.6": Change.LOOSENED}.get(each.ref, Change.SAME)
        checks = each.checks
        if each.ref == "5.5":
            checks = [
                msgspec.structs.replace(check, at_least="6 months") if check.id == "notice" else check
                for check in checks
            ]
        note = "Six months now." if each.ref == "5.5" else ""
        earlier = [Earlier(clause=f"bristol-2012#{each.ref}", change=change, note=note)]
        if each.ref != "5.8":
            made.append(msgspec.structs.replace(each, checks=checks, earlier=earlier))
    new = msgspec.structs.replace(made[0], ref="5.9", theme="5", earlier=[], summary="Zebras xylophone quietly yonder.")
    made.append(new)
    return to_yaml(msgspec.structs.replace(old, id="bristol-2025", title="Bristol Compact 2025", commitments=made))


@pytest.fixture
def followed(places: dict[str, Edition]) -> dict[str, Edition]:
    """The same, with an edition in Bristol that follows the first."""
    area = places["bristol"].area
    new = publish_edition(area=area, text=bristol_2025(), adopted=date(2025, 3, 1), start=NEXT, by=SET_UP)
    return {**places, "new": new}
