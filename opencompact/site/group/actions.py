"""Form the group, change what is said of it, let organisations join and leave."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from opencompact.site.accounts.models import Kind, Organisation, Sector
from opencompact.site.accounts.rules import why_not_group
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.group.models import Group, Membership
from opencompact.site.group.rules import why_not_add_member, why_not_end_member, why_not_form
from opencompact.site.record.actions import append
from opencompact.site.rules import Actor, insist

SUBJECT = "group"  # there is one in an area


@transaction.atomic
def form_group(*, area: Area, name: str, answers_to: str, by: Actor, **said: Any) -> Group:
    """Form the group of an area. ``said`` is the rest of its facts: purpose, quorum, how members are chosen."""
    insist(why_not_form(by, area))
    said = {"formed": area.today(), **{key: value for key, value in said.items() if value is not None}}
    group = Group.objects.create(area=area, name=name, answers_to=answers_to, **said)
    append(
        act="group_formed", area=area.slug, subject=SUBJECT, by=by,
        facts={"name": name, "answers_to": answers_to},
    )  # fmt: skip
    return group


@transaction.atomic
def change_group(*, group: Group, by: Actor, **said: Any) -> Group:
    """Change what is said of the group."""
    insist(why_not_group(by, group.area))
    for name, value in said.items():
        setattr(group, name, value)
    group.save(update_fields=list(said))
    if group.organisation:
        Organisation.objects.filter(pk=group.organisation.pk).update(name=group.name)
    append(act="group_changed", area=group.area.slug, subject=SUBJECT, by=by, facts={"name": group.name})
    return group


@transaction.atomic
def become_organisation(*, group: Group, by: Actor) -> Organisation:
    """Add the group itself to the organisations of the area: promises of its own are judged, and it may reply.

    A step of the act that makes the first of them judged, whose rule has been insisted on.
    """
    area, slug = group.area, slugify(group.name)[:90] or SUBJECT
    taken = Organisation.objects.filter(area=area, slug=slug).exists()
    organisation = Organisation.objects.create(
        area=area, slug=f"{slug}-{SUBJECT}" if taken else slug, name=group.name, sector=Sector.BOTH,
        kind=Kind.PARTNERSHIP,
    )  # fmt: skip
    group.organisation = organisation
    group.save(update_fields=["organisation"])
    append(act="organisation_added", area=area.slug, subject=organisation.slug, by=by, facts={"name": group.name})
    return organisation


@transaction.atomic
def add_member(
    *, group: Group, organisation: Organisation, since: date, by: Actor, seats: int = 1, person_name: str = ""
) -> Membership:
    """Let an organisation join. The name of its person is given only where they agreed to be named."""
    insist(why_not_add_member(by, group, organisation, since))
    membership = Membership.objects.create(
        group=group, organisation=organisation, since=since, seats=seats, person_name=person_name
    )
    facts = {"organisation": organisation.name, "name": group.name}
    append(act="member_joined", area=group.area.slug, subject=SUBJECT, by=by, facts=facts)
    return membership


@transaction.atomic
def change_member(*, membership: Membership, seats: int, person_name: str, by: Actor) -> Membership:
    """Change how many seats a member has and who sits there."""
    insist(why_not_group(by, membership.group.area))
    membership.seats, membership.person_name = seats, person_name
    membership.save(update_fields=["seats", "person_name"])
    group = membership.group
    append(act="group_changed", area=group.area.slug, subject=SUBJECT, by=by, facts={"name": group.name})
    return membership


@transaction.atomic
def end_member(*, membership: Membership, on: date, by: Actor) -> None:
    """Let an organisation leave; ``on`` is its last day. The name of its person goes with it."""
    insist(why_not_end_member(by, membership, on))
    membership.until, membership.person_name = on, ""
    membership.save(update_fields=["until", "person_name"])
    group = membership.group
    facts = {"organisation": membership.organisation.name, "name": group.name}
    append(act="member_left", area=group.area.slug, subject=SUBJECT, by=by, facts=facts)


@transaction.atomic
def note_named_group(
    *, edition: Edition, name: str, by: Actor, purpose: str = "", answers_to: str = "", chair_about: str = ""
) -> Group:
    """Note the group a document names: only what it says, no day invented."""
    area = edition.area
    insist(why_not_form(by, area))
    group = Group.objects.create(
        area=area, name=name, purpose=purpose, answers_to=answers_to, chair_about=chair_about, named_in=edition
    )
    facts = {"organisation": name, "role": "the group that looks after the agreement", "edition": edition.title}
    append(act="named_in_document", area=area.slug, subject=SUBJECT, by=by, facts=facts)
    return group


@transaction.atomic
def note_named_member(*, organisation: Organisation, edition: Edition, by: Actor) -> Membership:
    """Note a member of the group whom a document names: no day is invented."""
    group = Group.objects.get(area=organisation.area)
    insist(why_not_add_member(by, group, organisation, None))
    membership = Membership.objects.create(group=group, organisation=organisation, named_in=edition)
    facts = {"organisation": organisation.name, "role": f"a member of the {group.name}", "edition": edition.title}
    append(act="named_in_document", area=group.area.slug, subject=SUBJECT, by=by, facts=facts)
    return membership
