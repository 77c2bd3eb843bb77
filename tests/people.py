"""The cast: the area in which every test of the site takes place, and the people who appear there.

Olwen is the partnership officer, Carys the independent chair, Edwin speaks for Wellbridge Council, Vera for the Village
Hall, Sam has an account and no role, and a visitor has not signed in.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import cache
from time import time as time_now
from typing import Any, NamedTuple

from django.test import Client

from opencompact.core.compacts import read_shipped
from opencompact.core.drafting.written import to_yaml
from opencompact.site.accounts.actions import add_organisation, give_role
from opencompact.site.accounts.models import Kind, Organisation, Person, RoleKind, Sector
from opencompact.site.agreements.actions import publish_edition
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.actions import open_area
from opencompact.site.areas.models import Area
from opencompact.site.rules import SET_UP

FIRST_DAY = date(2024, 4, 1)
TODAY = date(2026, 11, 21)  # a Saturday


class Cast(NamedTuple):
    """One area with people in it."""

    area: Area
    edition: Edition
    council: Organisation
    hall: Organisation
    olwen: Person  # officer
    carys: Person  # chair
    edwin: Person  # editor for the council
    vera: Person  # editor for the hall
    sam: Person  # no role


def at_noon(day: date) -> datetime:
    """A moment of a day."""
    return datetime.combine(day, time(12), UTC)


def edition_text(id: str) -> str:
    """The model compact as an edition of its own."""
    return _model().replace("model-2026", id).replace("template: true\n", "")


@cache
def _model() -> str:
    return to_yaml(read_shipped("model-2026").edition)


def make_cast() -> Cast:
    """Everybody, made through the actions of the site."""
    area = open_area(slug="wellbridge", name="Wellbridge", by=SET_UP, contact_email="compact@wellbridge.example")
    edition = publish_edition(area=area, text=edition_text("wellbridge-2024"), start=FIRST_DAY, by=SET_UP)
    council = add_organisation(area=area, name="Wellbridge Council", sector=Sector.PUBLIC, kind=Kind.COUNCIL, by=SET_UP)
    hall = add_organisation(area=area, name="Village Hall", sector=Sector.VOLUNTARY, kind=Kind.GROUP, by=SET_UP)

    def appoint(name: str, kind: RoleKind, organisation: Organisation | None = None) -> Person:
        return give_role(
            area=area, email=f"{name.lower()}@wellbridge.example", name=name, kind=kind, organisation=organisation,
            since=FIRST_DAY, by=SET_UP,
        ).person  # fmt: skip

    return Cast(
        area,
        edition,
        council,
        hall,
        olwen=appoint("Olwen", RoleKind.OFFICER, council),
        carys=appoint("Carys", RoleKind.CHAIR),
        edwin=appoint("Edwin", RoleKind.EDITOR, council),
        vera=appoint("Vera", RoleKind.EDITOR, hall),
        sam=Person.objects.create_user("sam@wellbridge.example", name="Sam"),
    )


def browser(person: Any = None) -> Client:
    """A browser in which this person has signed in; without one, a visitor's."""
    client = Client()
    if person is not None:
        client.force_login(person)
        session = client.session  # what the sign-in library leaves behind when a second step was passed
        session["account_authentication_methods"] = [{"method": "mfa", "reauthenticated": True, "at": time_now()}]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
    return client
