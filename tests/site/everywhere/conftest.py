"""The demonstration, loaded once for the tests that go to every address of the site, and taken away after them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from opencompact.site.accounts.actions import give_role
from opencompact.site.accounts.models import Person, RoleKind
from opencompact.site.areas.models import Area
from opencompact.site.demo.people import people
from opencompact.site.rules import SET_UP
from tests.people import FIRST_DAY
from tests.site.demonstrations import loaded
from tests.site.everywhere.visits import Everybody, Visits


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the demonstration."""
    return tmp_path_factory.mktemp("demonstration")


@pytest.fixture(autouse=True)
def data_folder(folder: Path) -> Path:
    """All tests here share one data folder, for they share one record."""
    return folder


@pytest.fixture(scope="package")
def everybody(django_db_setup: None, django_db_blocker: Any, folder: Path) -> Iterator[dict[str, Person | None]]:
    """One person of each kind, in the demonstration."""
    with loaded(folder, django_db_blocker):
        yield _everybody()


@pytest.fixture(scope="package")
def visits(everybody: Everybody) -> Visits:
    """What everybody is answered at every address."""
    return Visits(everybody)


def _everybody() -> dict[str, Person | None]:
    by_kind = {player.kind.value: Person.objects.get(email=player.email) for player in people()}
    elsewhere = give_role(
        area=Area.objects.get(slug="bristol"), email="bristol@wellbridge.example", name="Officer elsewhere",
        kind=RoleKind.OFFICER, since=FIRST_DAY, by=SET_UP,
    ).person  # fmt: skip
    return {
        "visitor": None,
        "no role": Person.objects.create_user("nobody@wellbridge.example", name="Nobody"),
        "administrator": Person.objects.create_user("admin@wellbridge.example", name="Admin", is_administrator=True),
        "officer elsewhere": elsewhere,
        **by_kind,
    }
