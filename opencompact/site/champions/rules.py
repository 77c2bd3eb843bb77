"""Who may name champions, change and end them, write to them; what waits for whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencompact.core.words import in_words
from opencompact.site import clock
from opencompact.site.accounts.models import Role, RoleKind
from opencompact.site.accounts.rules import holds, why_not_officer, why_not_speak_for
from opencompact.site.areas.models import Area
from opencompact.site.champions.models import Champion, Kind, State, shares, without
from opencompact.site.post.models import Letter
from opencompact.site.rules import Due
from opencompact.site.signatories.models import Signatory
from opencompact.site.signatories.rules import why_not_change as why_not_change_signatory

MOVES: dict[State, tuple[State, ...]] = {State.SERVING: (State.ENDED,), State.ENDED: ()}
SOON = timedelta(days=60)
MOST_MESSAGES = 20  # to one champion in a day


def why_not_name(person: Any, signatory: Signatory, kind: str = "", email: str = "") -> str | None:
    """A signatory's editor or the officer names its champions; it has one lead at a time."""
    if why_not := why_not_change_signatory(person, signatory):
        return why_not
    same = signatory.champions.filter(kind=kind, email=email, state=State.SERVING).first() if email else None
    return _why_not_lead(signatory, kind, same)


def why_not_change(person: Any, champion: Champion, kind: str = "") -> str | None:
    """A signatory's editor or the officer changes what is said of a champion, while the term runs."""
    if why_not := why_not_speak_for(person, champion.signatory.organisation):
        return why_not
    if champion.state != State.SERVING:
        return _("The term of this champion has ended.")
    return _why_not_lead(champion.signatory, kind, champion)


def _why_not_lead(signatory: Signatory, kind: str, but: Champion | None = None) -> str | None:
    if kind != Kind.LEAD:
        return None
    leads = signatory.champions.filter(kind=Kind.LEAD, state=State.SERVING)
    if not (leads.exclude(pk=but.pk) if but else leads).exists():
        return None
    return _("%(name)s already has a lead champion. End that term first, or choose another kind.") % {"name": signatory}


def why_not_end(person: Any, champion: Champion, on: date | None = None) -> str | None:
    """A term is ended by the signatory's editor or the officer, with a day on which it ran."""
    if why_not := why_not_change(person, champion):
        return why_not
    today = champion.signatory.area.today()
    if on is not None and not champion.since <= on <= today:
        return _("Enter a date from %(since)s, when the term began, to today.") % {"since": in_words(champion.since)}
    return None


def why_not_train(person: Any, champion: Champion, on: date | None = None) -> str | None:
    """Training is noted by the signatory's editor or the officer, once it has been."""
    if why_not := why_not_change(person, champion):
        return why_not
    if on is not None and on > champion.signatory.area.today():
        return _("This date is in the future. Record the training after it has happened.")
    return None


def why_not_write(champion: Champion) -> str | None:
    """Anybody may write to a champion who serves and can be reached, within measure."""
    if not champion.may_be_written_to:
        return _("You can't send a message to this champion here.")
    yesterday = clock.now() - timedelta(days=1)
    if Letter.objects.filter(once__startswith=f"{champion.subject}/", written__gt=yesterday).count() >= MOST_MESSAGES:
        return _(
            "This champion has had a lot of messages today. Try again tomorrow, or contact the partnership officer."
        )
    return None


def why_not_remind(person: Any, area: Area) -> str | None:
    """The officer reminds signatories that they have no champion."""
    return why_not_officer(person, area)


def due(person: Any, area: Area, today: date) -> list[Due]:
    """What waits for this person: champions to name, terms that end."""
    through = Role.objects.of(person, area).filter(kind=RoleKind.EDITOR).values("organisation")
    found = [_to_name(signatory) for signatory in without(area, Kind.LEAD).through(through)]
    ending = Champion.objects.of(area).ending(today, today + SOON)
    is_officer = holds(person, area, RoleKind.OFFICER)
    for champion in (ending if is_officer else ending.through(through)).order_by("until")[:20]:
        says = _("The term of a champion of %(name)s is ending: decide what happens next") % {
            "name": champion.signatory
        }
        found.append(Due(champion.until, says, champion.get_absolute_url()))
    return [*found, *(_gaps(area) if is_officer else [])]


def _to_name(signatory: Any) -> Due:
    place = f"/areas/{signatory.area.slug}/champions/name/{signatory.pk}/"
    if signatory.has_champion:
        return Due(None, _("Record who is the lead champion of %(name)s") % {"name": signatory}, place)
    return Due(None, _("Name a champion for %(name)s") % {"name": signatory}, place)


def _gaps(area: Area) -> list[Due]:
    told = shares(area)
    count = told["signatories"] - told["with_champion"]
    if not count:
        return []
    says = ngettext("%(count)s signatory has no champion", "%(count)s signatories have no champion", count)
    return [Due(None, says % {"count": count}, f"/areas/{area.slug}/champions/gaps/")]
