"""How a story is told: acts are planned in any order and happen on their days, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from opencompact.site import clock
from opencompact.site.accounts.actions import add_organisation, give_role
from opencompact.site.accounts.models import Kind, Organisation, Person, RoleKind, Sector
from opencompact.site.areas.actions import open_area
from opencompact.site.areas.models import Area
from opencompact.site.rules import SET_UP

FOLDER = "documents/demonstration"


def words(name: str) -> str:
    """A file of the demonstration."""
    return files("opencompact").joinpath(FOLDER, name).read_text("utf-8")


@cache
def told() -> dict[str, Any]:
    """What the story of Wellbridge is told from."""
    found: dict[str, Any] = yaml.safe_load(words("wellbridge.yaml"))
    return found


class Story:
    """An area, who acts in it, and what happens on which day."""

    def __init__(self, opened: date) -> None:
        self.opened = opened
        self.steps: list[tuple[datetime, Callable[[], Any]]] = []
        with clock.at(_moment(opened, 9)):
            self.area: Area = open_area(**told()["area"], is_demonstration=True, by=SET_UP)
            self.organisations = {name: self._organisation(name) for name in told()["organisations"]}
            for each in told()["people"]:
                self._appoint(**each)
        self.officer = Person.objects.get(email="officer@wellbridge.example")
        self.chair = Person.objects.get(email="chair@wellbridge.example")

    def on(self, day: date, act: Callable[[], Any], hour: int = 10) -> None:
        """Something happens on a day."""
        self.steps.append((_moment(day, hour), act))

    def tell(self) -> None:
        """Let everything happen, in order; no two acts in the same minute."""
        last = _moment(self.opened, 9)
        for planned, act in sorted(self.steps, key=lambda step: step[0]):
            last = max(planned, last + timedelta(minutes=2))
            with clock.at(last):
                act()

    def _organisation(self, name: str) -> Organisation:
        sector, kind = told()["organisations"][name]
        return add_organisation(area=self.area, name=name, sector=Sector(sector), kind=Kind(kind), by=SET_UP)

    def _appoint(self, name: str, email: str, kind: str, organisation: str = "") -> None:
        through = self.organisations[organisation] if organisation else None
        give_role(
            area=self.area, email=email, name=name, kind=RoleKind(kind), organisation=through, since=self.opened,
            by=SET_UP,
        )  # fmt: skip


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC)
