"""What a later change of a published record turns: a day moved after the fact, a fact added that turns what was found.

Beside the six files of a room: rules, actions and pages of every register ask for it. A change is never forbidden for
what it turns, but it says what shows it, it is marked beside the finding, and those it names are asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import DateField
from django.utils.translation import gettext as _

from opencompact.core.checks.finding import Finding as CoreFinding
from opencompact.core.checks.ops import Status as CoreStatus
from opencompact.core.reasons import explains
from opencompact.core.saying import says
from opencompact.core.words import in_words, listed
from opencompact.site.accounts.models import Organisation, Role, RoleKind
from opencompact.site.findings.models import Amendment, Finding, Registered, Status
from opencompact.site.findings.rules import worked_out
from opencompact.site.post.actions import write

DECIDED = (CoreStatus.KEPT, CoreStatus.KEPT_WITH_REASON, CoreStatus.NOT_KEPT, CoreStatus.CANNOT_TELL)
Key = tuple[str, str]


class Turned(NamedTuple):
    """A finding that rests on a fact changed after the fact: as it is now, and what it was."""

    found: CoreFinding
    was: CoreStatus


def key_of(found: CoreFinding) -> Key:
    return found.promise.commitment.ref, found.promise.check.id


def read_by(found: CoreFinding) -> list[str]:
    """The facts on which a finding may rest, a reason among them."""
    unless = found.promise.check.unless
    return [*found.promise.read, *found.promise.check.applies, *([unless.reason] if unless else [])]


def statuses(row: Registered) -> dict[Key, CoreStatus]:
    """What every check says of a record now."""
    return {key_of(each): each.status for each in worked_out(row)}


def later(row: Registered, said: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """The days among these facts that would be moved after the fact; and every fact that is not of this very day."""
    today = row.area.today()
    changed = {name: (getattr(row, name), value) for name, value in said.items() if getattr(row, name) != value}
    dates = {name for name in changed if isinstance(row._meta.get_field(name), DateField)}
    moved = {name for name in dates if _is_moved(*changed[name], today)}
    fresh = {name for name in dates if changed[name][0] is None and changed[name][1] == today}
    return moved, changed.keys() - fresh


def _is_moved(was: date | None, becomes: date | None, today: date) -> bool:
    return was is not None and (was < today or (becomes is not None and becomes < today))


def turned(before: Mapping[Key, CoreStatus], after: Registered, moved: set[str], changed: set[str]) -> list[Turned]:
    """The findings that rest on a day moved after the fact, and those decided already that these facts turn."""
    found = []
    for each in worked_out(after):
        was = before.get(key_of(each), each.status)
        reads = set(read_by(each))
        is_turned = was in DECIDED and each.status != was and reads & changed and not _is_ahead(each)
        touched = reads & moved and CoreStatus.NOT_APPLICABLE not in (was, each.status)
        if is_turned or touched:
            found.append(Turned(each, was))
    return found


def _is_ahead(found: CoreFinding) -> bool:
    """Whether every day a finding rests on is still to come: a plan is no fact yet."""
    days = [value for value in found.facts.values() if isinstance(value, date)]
    return bool(days) and all(day > found.as_of for day in days)


def why_not_turn(found: Iterable[Turned], shown_by: str) -> str | None:
    """A change that turns what was found says what shows it."""
    refs = sorted({each.found.promise.commitment.ref for each in found})
    if not refs or explains(shown_by) or "://" in shown_by:
        return None
    told = _("This changes what the record shows of promise %(refs)s after the fact. Say what shows it, such as the "
             "newsletter and its date, or a link.")  # fmt: skip
    return told % {"refs": listed(refs)}


def mark(row: Registered, amendment: Amendment, found: Iterable[Turned]) -> None:
    """Mark what a change turned, and ask those it names once more."""
    told = list(found)
    days, today = row.area.reply_days, row.area.today()
    for each in told:
        ref, check = key_of(each.found)
        Finding.objects.of(row).filter(ref=ref, check_id=check).update(
            changed_by=amendment, status_before=str(each.was),
            reply_until=today + timedelta(days=days - 1) if days else None,
        )  # fmt: skip
    if told:
        _tell_named(row, amendment, told)


def _tell_named(row: Registered, amendment: Amendment, told: list[Turned]) -> None:
    """A letter to those who speak for each organisation the record names."""
    days = row.area.reply_days
    until = row.area.today() + timedelta(days=days - 1) if days else None
    facts = {
        "row": row, "why": amendment.why, "shown_by": amendment.shown_by, "until": until, "address": settings.ADDRESS,
        "findings": [(Status(str(each.was)).label, Status(str(each.found.status)).label, says(each.found))
                     for each in told],
    }  # fmt: skip
    for organisation in row.named():
        for person in _editors(organisation, row.area.today()):
            write(to=person.email, template="post/finding_changed.txt", facts=facts, language=person.language)


def _editors(organisation: Organisation, day: date) -> Iterable[Any]:
    return Role.objects.filter(organisation=organisation, kind=RoleKind.EDITOR).held_on(day).people()


def says_changed(row: Registered, stored: Finding, fields: Collection[str], value: Callable[[Any], str]) -> str:
    """How a finding was changed: when, which of the facts it reads, what it was before. ``value`` says a fact."""
    amendment = stored.changed_by
    if amendment is None:
        return ""
    facts = listed(
        _("%(fact)s became %(becomes)s (before: %(was)s)")
        % {"fact": row.field_name(each["field"]), "becomes": value(each["becomes"]), "was": value(each["was"])}
        for each in amendment.changes
        if each["field"] in fields
    )
    parts = {
        "day": in_words(row.area.day_of(amendment.made)), "facts": facts, "by": amendment.shown_by,
        "status": Status(stored.status_before).label,
    }  # fmt: skip
    told = _("Changed on %(day)s: %(facts)s. Until then it was “%(status)s”.") % parts
    return f"{told} {_('Shown by: %(by)s') % parts}" if amendment.shown_by else told
