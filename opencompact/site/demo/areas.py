"""The real areas whose agreements come with the program. They hold what their documents say and nothing else: no act of
a real body is ever made up."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction

from opencompact.core.compacts import read_shipped
from opencompact.core.drafting.written import to_yaml
from opencompact.core.editions import Body
from opencompact.core.editions import Edition as Document
from opencompact.core.words import said
from opencompact.site.accounts.actions import add_organisation
from opencompact.site.accounts.models import Kind, Organisation, Sector
from opencompact.site.agreements.actions import publish_edition
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.actions import open_area
from opencompact.site.areas.models import Area
from opencompact.site.group.actions import note_named_group, note_named_member
from opencompact.site.rules import SET_UP
from opencompact.site.signatories.actions import note_named_signatory


class Shipped(NamedTuple):
    """An area that comes with the program."""

    slug: str
    edition: str
    about: str


AREAS = [
    Shipped("brentwood", "brentwood-2016", "A borough in Essex."),
    Shipped("bristol", "bristol-2012", "A city in the south-west of England."),
    Shipped("south-gloucestershire", "south-gloucestershire-keep-it-local", "A district beside Bristol."),
]
SIGNING = {"signatory"}  # the role in a document that means a signature; who adopted it has not signed it
MEMBER = "group member"
# What the name of a body says of its kind; the first that fits counts.
KINDS = {
    "town and parish": Kind.PARISH,
    "parish": Kind.NETWORK,
    "police": Kind.POLICE,
    "fire": Kind.FIRE,
    "clinical": Kind.HEALTH,
    "partnership": Kind.PARTNERSHIP,
    "board": Kind.PARTNERSHIP,
    "voluntary services": Kind.SUPPORT,
    "cvs": Kind.SUPPORT,
    "association": Kind.NETWORK,
    "group": Kind.PARTNERSHIP,
    "council": Kind.COUNCIL,
}


def load_areas() -> None:
    """Open the areas that are not there yet."""
    for shipped in AREAS:
        if not Area.objects.filter(slug=shipped.slug).exists():
            _load(shipped)


@transaction.atomic
def _load(shipped: Shipped) -> None:
    document = read_shipped(shipped.edition).edition
    area = open_area(
        slug=shipped.slug,
        name=said(document.area.name),
        word=said(document.name),
        nation=document.nation.value,
        code=document.area.code,
        about=shipped.about,
        by=SET_UP,
    )
    edition = publish_edition(area=area, text=to_yaml(document), by=SET_UP)
    for body in document.bodies:
        _note(area, edition, body)
    _note_group(area, edition, document)


def _note(area: Area, edition: Edition, body: Body) -> None:
    name = said(body.name)
    kind = next((kind for words, kind in KINDS.items() if words in name.lower()), Kind.OTHER)
    if not Organisation.objects.filter(area=area, name=name).exists():
        add_organisation(area=area, name=name, sector=Sector(body.party.value), kind=kind, by=SET_UP)
    if body.role not in SIGNING:
        return  # a body of another role is an organisation of the area; members of the group are noted with it
    note_named_signatory(
        area=area, edition=edition, name=name, party=body.party.value, role=body.role, through=said(body.through),
        by=SET_UP,
    )  # fmt: skip


def _note_group(area: Area, edition: Edition, document: Document) -> None:
    """The group the document describes with what it says of it, and the bodies it names as its members. Nothing is
    dated, and what the document leaves out stays empty."""
    described = next((each for each in document.mechanisms if each.kind == "group"), None)
    if described is None:
        return
    named = document.group
    known = named if named and said(named.name) == said(described.name) else None
    note_named_group(
        edition=edition, name=said(described.name), purpose=said(described.about),
        chair_about=said(known.chair) if known else "", answers_to=said(known.parent) if known else "", by=SET_UP,
    )  # fmt: skip
    members = {said(body.name) for body in document.bodies if body.role == MEMBER}
    for organisation in Organisation.objects.filter(area=area, name__in=members).order_by("pk"):
        note_named_member(organisation=organisation, edition=edition, by=SET_UP)
