"""Add people and organisations, give roles and end them."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from opencompact.site.accounts.models import Kind, Organisation, Person, Role, RoleKind, Sector
from opencompact.site.accounts.rules import why_not_appoint, why_not_officer
from opencompact.site.areas.models import Area
from opencompact.site.record.actions import append
from opencompact.site.rules import Actor, Refused, insist


@transaction.atomic
def add_organisation(
    *, area: Area, name: str, sector: Sector, by: Actor, kind: Kind = Kind.OTHER, website: str = ""
) -> Organisation:
    """Add a body or a group to the organisations of an area."""
    insist(why_not_officer(by, area))
    slug = slugify(name)[:100] or "organisation"
    if Organisation.objects.filter(area=area, slug=slug).exists():
        raise Refused(_("%(name)s is among the organisations of the area already.") % {"name": name})
    organisation = Organisation.objects.create(
        area=area, slug=slug, name=name, sector=sector, kind=kind, website=website
    )
    append(act="organisation_added", area=area.slug, subject=slug, by=by, facts={"name": name})
    return organisation


@transaction.atomic
def give_role(
    *, area: Area, email: str, kind: RoleKind, since: date, by: Actor, organisation: Organisation | None = None,
    name: str = "", until: date | None = None,
) -> Role:  # fmt: skip
    """Give a person a role in an area; a person not known yet is made known by it."""
    insist(why_not_appoint(by, area, kind))
    person = Person.objects.filter(email__iexact=email.strip()).first()
    person = person or Person.objects.create_user(email, name=name)
    role = Role.objects.create(person=person, area=area, organisation=organisation, kind=kind, since=since, until=until)
    facts = {"organisation": organisation.name if organisation else area.name, "role": RoleKind(kind).name.lower()}
    append(act="role_given", area=area.slug, subject=f"role/{role.pk}", by=by, facts=facts, private={"person": email})
    return role


@transaction.atomic
def end_role(*, role: Role, on: date, by: Actor) -> None:
    """End a role; ``on`` is its last day."""
    insist(why_not_appoint(by, role.area, RoleKind(role.kind)))
    if on < role.since:
        raise Refused(_("The last day of a role can't be before its first."))
    role.until = on
    role.save(update_fields=["until"])
    facts = {"organisation": role.organisation.name if role.organisation else role.area.name, "role": role.kind}
    append(act="role_ended", area=role.area.slug, subject=f"role/{role.pk}", by=by, facts=facts)
