"""Who may say what of the group, and what makes a meeting quorate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencompact.core.words import in_words, number_in_words, sentence
from opencompact.site.accounts.models import Organisation, Sector
from opencompact.site.accounts.rules import why_not_group
from opencompact.site.areas.models import Area
from opencompact.site.group.models import Group, Membership


def why_not_form(person: Any, area: Area) -> str | None:
    """The officer or the chair forms the group, once."""
    why_not = why_not_group(person, area)
    if why_not:
        return why_not
    if Group.objects.filter(area=area).exists():
        return _("%(area)s already has a group. Change its details instead.") % {"area": area.name}
    return None


def why_not_add_member(person: Any, group: Group, organisation: Organisation, since: date | None) -> str | None:
    """The officer or the chair adds an organisation of the area that does not belong to the group."""
    why_not = why_not_group(person, group.area)
    if why_not:
        return why_not
    facts = {"organisation": organisation.name, "group": group.name}
    if organisation.area_id != group.area_id:
        return _("%(organisation)s is not in this area's list of organisations. Add it there first.") % facts
    if organisation.ended and since and organisation.ended < since:
        return _("%(organisation)s has ended. Add the organisation that replaced it.") % facts
    memberships = Membership.objects.filter(group=group, organisation=organisation)
    if memberships.filter(until=None).exists():
        return _("%(organisation)s is already a member of %(group)s.") % facts
    if since and memberships.filter(until__gte=since).exists():
        return _("%(organisation)s was a member of %(group)s on that date. Give a later date.") % facts
    return None


def why_not_end_member(person: Any, membership: Membership, on: date) -> str | None:
    """The officer or the chair says which day was the last."""
    why_not = why_not_group(person, membership.group.area)
    if why_not:
        return why_not
    if membership.until:
        return _("It has already left. Its last day was %(day)s.") % {"day": in_words(membership.until)}
    if membership.since and on < membership.since:
        return _("The end date can't be before the start date, %(day)s.") % {"day": in_words(membership.since)}
    return None


class Quorum(NamedTuple):
    """Whether enough members came, and the sentence that says how it was worked out."""

    met: bool | None  # None where no quorum was agreed
    says: str


def work_out_quorum(total: int, each: int, came: Mapping[Sector, int]) -> Quorum:
    """A quorum is a number of members, so many of them from each sector. A member of both sectors counts to the number
    and to neither sector."""
    counts = [came.get(sector, 0) for sector in Sector]
    public, voluntary, _both = counts
    present = sum(counts)
    says = _who_came(public, voluntary, present)
    if not total:
        return Quorum(None, says + " " + _("No quorum has been agreed."))
    met = present >= total and min(public, voluntary) >= each
    rule = _rule(total, each)
    if met:
        return Quorum(True, f"{says} {rule}")
    return Quorum(False, f"{says} {rule} " + _("The meeting could discuss but not decide."))


def quorum_in_words(group: Group) -> str:
    """The rule itself, for the page of the group."""
    return _rule(group.quorum_total, group.quorum_each) if group.quorum_total else ""


def _who_came(public: int, voluntary: int, present: int) -> str:
    if not present:
        return _("No members attended.")
    said = ngettext("%(count)s member attended", "%(count)s members attended", present) % {
        "count": number_in_words(present)
    }
    if public == voluntary:
        words = {"came": sentence(said), "each": _of_sector(public)}
        return _("%(came)s, %(each)s from each sector.") % words
    words = {"came": sentence(said), "public": _of_sector(public), "voluntary": _of_sector(voluntary)}
    return _("%(came)s, %(public)s from the public and %(voluntary)s from the voluntary sector.") % words


def _rule(total: int, each: int) -> str:
    if not each:
        return _("The quorum is %(total)s.") % {"total": number_in_words(total)}
    return _("The quorum is %(total)s, with %(each)s from each sector.") % {
        "total": number_in_words(total),
        "each": number_in_words(each),
    }


def _of_sector(count: int) -> str:
    return number_in_words(count) if count else _("none")
