"""Who may do what: the roles a person holds in an area, and the doors built on them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from opencompact.site.accounts.models import Organisation, Role, RoleKind
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.rules import ANYBODY, SET_UP, Actor, only


def acting(request: HttpRequest) -> Actor:
    """Who acts: the person signed in, or anybody."""
    return request.user if request.user.is_authenticated else ANYBODY


def holds(person: Any, area: Area, *kinds: RoleKind, through: Organisation | None = None) -> bool:
    """Whether a person holds one of these roles in the area today."""
    if person is SET_UP:
        return True
    roles = Role.objects.of(person, area).filter(kind__in=kinds)
    return (roles.filter(organisation=through) if through else roles).exists()


def why_not_officer(person: Any, area: Area) -> str | None:
    """The officer runs the desk of the area."""
    return None if holds(person, area, RoleKind.OFFICER) else only(_("the partnership officer"))


def why_not_appoint(person: Any, area: Area, kind: RoleKind) -> str | None:
    """Officers are appointed by the administrator or by an officer; everybody else by an officer."""
    if kind == RoleKind.OFFICER and getattr(person, "is_administrator", False):
        return None
    return why_not_officer(person, area)


def why_not_group(person: Any, area: Area) -> str | None:
    """The officer and the chair act for the group."""
    if holds(person, area, RoleKind.OFFICER, RoleKind.CHAIR):
        return None
    return only(_("the partnership officer or the chair"))


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
    roles = Role.objects.of(person, area).filter(kind=RoleKind.EDITOR)
    return standing.filter(pk__in=roles.values("organisation"))


def desk(request: HttpRequest, slug: str, kinds: Iterable[RoleKind] = (RoleKind.OFFICER,)) -> Area:
    """The area, for a page only holders of these roles have; for everybody else the page does not exist."""
    area = find_area(slug)
    if not holds(request.user, area, *kinds):
        raise Http404
    return area
