"""Who may do what: the roles a person holds in an area, and the doors built on them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from opencompact.core.names import look_of
from opencompact.site.accounts.models import Organisation, Person, Role, RoleKind
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.areas.rules import why_not_open_area
from opencompact.site.rules import ANYBODY, SET_UP, Actor, Due, only

OF_ORGANISATION = (RoleKind.EDITOR, RoleKind.CHAMPION, RoleKind.READER)  # what an editor may give within their own


def acting(request: HttpRequest) -> Actor:
    """Who acts: the person signed in, or anybody."""
    return request.user if request.user.is_authenticated else ANYBODY


def holds(person: Any, area: Area, *kinds: RoleKind, through: Organisation | None = None) -> bool:
    """Whether a person holds one of these roles in the area today."""
    if person.pk is None:
        return person is SET_UP
    roles = Role.objects.of(person, area).filter(kind__in=kinds)
    return (roles.filter(organisation=through) if through else roles).exists()


def why_not_officer(person: Any, area: Area) -> str | None:
    """The officer runs the desk of the area."""
    return None if holds(person, area, RoleKind.OFFICER) else only(_("the partnership officer"))


def why_not_appoint(
    person: Any, area: Area, kind: RoleKind, organisation: Organisation | None = None, email: str = ""
) -> str | None:
    """Officers are appointed by the administrator or an officer; others by an officer, or within an organisation by
    its editor; nobody appoints themselves."""
    why_not = _why_not_choose(person, area, kind, organisation)
    if why_not:
        return why_not
    if email and email == getattr(person, "email", ""):
        return _("You can't give yourself a role. Ask another partnership officer or the site administrator.")
    if organisation and organisation.area_id != area.pk:
        return _("This organisation belongs to another area.")
    return None


def _why_not_choose(person: Any, area: Area, kind: RoleKind, organisation: Organisation | None) -> str | None:
    if kind == RoleKind.OFFICER and why_not_open_area(person) is None:
        return None
    if holds(person, area, RoleKind.OFFICER):
        return None
    if organisation and kind in OF_ORGANISATION and holds(person, area, RoleKind.EDITOR, through=organisation):
        return None
    return only(_("the partnership officer"))


def why_not_end_role(person: Any, role: Role, on: date) -> str | None:
    """Who may give a role may end it, and so may its holder; an area is not left without an officer."""
    kind = RoleKind(role.kind)
    if role.person_id != person.pk and _why_not_choose(person, role.area, kind, role.organisation):
        return only(_("the partnership officer"))
    if role.until and role.until <= on:
        return _("This role has already ended, or ends before that date.")
    if kind == RoleKind.OFFICER and not _another_officer(role.area, [role], on):
        return _("This is the area's only partnership officer. Appoint another first: an area must always have one.")
    return None


def why_not_leave(person: Any, leaver: Person, organisation: Organisation, on: date) -> str | None:
    """The officer, or the organisation's editor, says that somebody has left it."""
    area = organisation.area
    if not holds(person, area, RoleKind.OFFICER) and not holds(person, area, RoleKind.EDITOR, through=organisation):
        return only(_("the partnership officer or an editor of the organisation"))
    held = list(Role.objects.filter(person=leaver, organisation=organisation).exclude(until__lte=on))
    if not held:
        return _("There is no role to end.")
    if any(role.kind == RoleKind.OFFICER for role in held) and not _another_officer(area, held, on):
        return _("This is the area's only partnership officer. Appoint another first: an area must always have one.")
    return None


def _another_officer(area: Area, leaving: Iterable[Role], on: date) -> bool:
    others = Role.objects.filter(area=area, kind=RoleKind.OFFICER).exclude(pk__in=[role.pk for role in leaving])
    return others.held_on(on + timedelta(days=1)).exists()


def why_not_succeed(person: Any, organisation: Organisation, successor: Organisation, on: date) -> str | None:
    """The officer says which body took another's place."""
    why_not = why_not_officer(person, organisation.area)
    if why_not:
        return why_not
    if successor.area_id != organisation.area_id:
        return _("This organisation belongs to another area.")
    if successor.pk == organisation.pk:
        return _("An organisation can't replace itself.")
    if organisation.successor_id:
        return _("%(name)s has already been replaced.") % {"name": organisation.name}
    if successor.successor_id:
        return _("%(name)s has itself been replaced. Choose the body that exists now.") % {"name": successor.name}
    if on > organisation.area.today():
        return _("Record this on the date the new body takes over, or later.")
    return None


def why_not_erase(person: Person) -> str | None:
    """Everybody may have what is held about them erased; an area is not left without an officer."""
    for role in Role.objects.filter(person=person, kind=RoleKind.OFFICER).select_related("area"):
        today = role.area.today()
        if role.until and role.until < today:
            continue
        if not _another_officer(role.area, [role], today):
            return _("You are the only partnership officer for %(area)s. Appoint another first.") % {
                "area": role.area.name
            }
    return None


def why_not_group(person: Any, area: Area) -> str | None:
    """The officer and the chair act for the group."""
    if holds(person, area, RoleKind.OFFICER, RoleKind.CHAIR):
        return None
    return only(_("the partnership officer or the chair"))


def why_not_part_of_group(person: Any, area: Area) -> str | None:
    """The officer, the chair and the members of the group have a part in what it decides."""
    if holds(person, area, RoleKind.OFFICER, RoleKind.CHAIR, RoleKind.MEMBER):
        return None
    return only(_("the partnership officer, the chair or a member of the group"))


def why_not_speak_for(person: Any, organisation: Organisation) -> str | None:
    """The editor of a signatory speaks for it; the officer can, for those who asked by letter or telephone."""
    if holds(person, organisation.area, RoleKind.OFFICER):
        return None
    if holds(person, organisation.area, RoleKind.EDITOR, through=organisation):
        return None
    return only(_("an editor of %(organisation)s or the partnership officer") % {"organisation": organisation.name})


def spoken_for(person: Any, area: Area) -> QuerySet[Organisation]:
    """The organisations a person may speak for: all of them for the officer, their own for an editor."""
    standing = Organisation.objects.filter(area=area, ended=None)
    if holds(person, area, RoleKind.OFFICER):
        return standing
    if person.pk is None:
        return standing.none()
    roles = Role.objects.of(person, area).filter(kind=RoleKind.EDITOR)
    return standing.filter(pk__in=roles.values("organisation"))


def desk(request: HttpRequest, slug: str, kinds: Iterable[RoleKind] = (RoleKind.OFFICER,)) -> Area:
    """The area, for a page only holders of these roles have; for everybody else the page does not exist."""
    area = find_area(slug)
    if not holds(request.user, area, *kinds):
        raise Http404
    return area


def due(person: Any, area: Area, today: date) -> list[Due]:
    """The roles that end in the next six weeks, for the officer: somebody else may be needed."""
    if not holds(person, area, RoleKind.OFFICER):
        return []
    ending = Role.objects.filter(area=area).held_on(today).filter(until__lte=today + timedelta(days=42))
    return [
        Due(role.until, _("A role is ending: %(role)s.") % {"role": role.get_kind_display()}, _people(area))
        for role in ending.order_by("until", "pk")
    ]


def _people(area: Area) -> str:
    return f"/areas/{area.slug}/people/"


def named_alike(area: Area, name: str) -> list[Organisation]:
    """The organisations of an area whose names nobody can tell from this one."""
    look = look_of(name)
    return [each for each in Organisation.objects.filter(area=area) if look_of(each.name) == look]
