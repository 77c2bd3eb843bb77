"""Who may put an adoption forward, confirm, refuse and withdraw it, and when; what waits for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from opencompact.core.words import in_words
from opencompact.site.accounts.models import Person, Role, RoleKind, Sector
from opencompact.site.accounts.rules import holds, why_not_group, why_not_part_of_group
from opencompact.site.adoption.models import Adoption, State
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.drafting.models import Draft
from opencompact.site.drafting.rules import unfinished, why_not_adopt, why_not_on
from opencompact.site.group.models import Group
from opencompact.site.meetings.models import Decision
from opencompact.site.meetings.models import State as MeetingState
from opencompact.site.meetings.rules import why_not_quorate
from opencompact.site.rules import SET_UP, Due

MOVES: dict[State, tuple[State, ...]] = {
    State.PENDING: (State.CONFIRMED, State.REFUSED, State.WITHDRAWN),
    State.CONFIRMED: (),
    State.REFUSED: (),
    State.WITHDRAWN: (),
}
CONFIRMERS = (RoleKind.OFFICER, RoleKind.CHAIR, RoleKind.MEMBER)
MOST = 50  # decisions to choose from


def group_of(area: Area) -> Group | None:
    return Group.objects.filter(area=area).first()


def is_first(area: Area) -> bool:
    """Whether an area without a group adopts its first edition: then a note of who agreed stands for a decision."""
    return group_of(area) is None and not Edition.objects.filter(area=area).exists()


def decisions_for(draft: Draft) -> list[Decision]:
    """What quorate meetings decided since the draft was begun, as far as it is published and no edition rests on it."""
    area = draft.area
    found = Decision.objects.filter(
        meeting__group__area=area, meeting__state=MeetingState.PUBLISHED, meeting__on__gte=area.day_of(draft.made)
    )
    free = found.exclude(adoptions__state=State.CONFIRMED).select_related("meeting__group__area")
    newest = free.order_by("-meeting__on", "pk")[:MOST]
    return [each for each in newest if why_not_quorate(each.meeting) is None]


def why_not_propose(person: Any, draft: Draft) -> str | None:
    """The officer or the chair puts a finished draft forward, on the ground of what a meeting decided."""
    why_not = why_not_group(person, draft.area) or why_not_adopt(person, draft)
    if why_not:
        return why_not
    if draft.adoptions.pending().exists():
        return _("The adoption of this draft waits for a second person already.")
    if is_first(draft.area):
        return None
    if group_of(draft.area) is None:
        return _("Set up the group first: an edition that follows another is adopted by a decision of the group.")
    if not decisions_for(draft):
        return _("No published decision of a meeting can be chosen. Publish the record of the meeting that adopted it.")
    return None


def why_not_dated(
    draft: Draft, adopted: date, start: date, review_due: date | None, sign_again_by: date | None
) -> str | None:
    """Whether the days of an adoption fit each other."""
    why_not = why_not_on(draft, adopted, start, review_due)
    if why_not or sign_again_by is None:
        return why_not
    if sign_again_by <= max(start, draft.area.today()):
        return _("Signatories need time. Choose a date after today and after the first day in force.")
    return None


def sectors_of(person: Any, area: Area) -> set[str]:
    """The sectors for which a person could confirm; "" where they stand for neither, as an independent chair does."""
    roles = Role.objects.of(person, area).filter(kind__in=CONFIRMERS)
    return {sector or "" for sector in roles.values_list("organisation__sector", flat=True)}


def confirmers(adoption: Adoption) -> list[Person]:
    """The people who may confirm: with the role, not the one who put it forward, and of the other sector or of none,
    where the area has such a person."""
    area = adoption.draft.area
    roles = Role.objects.filter(area=area, kind__in=CONFIRMERS).held_on(area.today())
    others = [person for person in roles.people() if person.pk != adoption.by_id]
    proposer = adoption.by
    own = sectors_of(proposer, area) - {"", Sector.BOTH} if proposer else set()
    beyond = [person for person in others if sectors_of(person, area) - own] if own else others
    return beyond or others


def why_not_confirm(person: Any, adoption: Adoption) -> str | None:
    """A second person confirms what is as it was put forward."""
    why_not = why_not_settle(person, adoption)
    if why_not:
        return why_not
    if not adoption.is_as_proposed():
        return _("The draft was changed after it was put forward. Withdraw it and put it forward again.")
    draft = adoption.draft
    missing = unfinished(draft)
    return missing[0] if missing else why_not_dated(draft, *adoption.days, None)


def why_not_settle(person: Any, adoption: Adoption) -> str | None:
    """Who may say yes or no, while the adoption waits for it."""
    why_not = why_not_part_of_group(person, adoption.draft.area)
    if why_not:
        return why_not
    if person.pk is not None and person.pk == adoption.by_id:
        return _("You put this forward yourself. Another person has to confirm it.")
    if person is not SET_UP and person.pk not in [each.pk for each in confirmers(adoption)]:
        return _("Somebody of the other sector, or the independent chair, has to confirm it.")
    return why_not_move(adoption, State.CONFIRMED)


def why_not_withdraw(person: Any, adoption: Adoption) -> str | None:
    """The officer or the chair withdraws what waits for a second person."""
    return why_not_group(person, adoption.draft.area) or why_not_move(adoption, State.WITHDRAWN)


def why_not_move(adoption: Adoption, to: State) -> str | None:
    """The life cycle of an adoption."""
    if to in MOVES[State(adoption.state)]:
        return None
    day = adoption.draft.area.day_of(adoption.settled) if adoption.settled else None
    return _("This was settled already, on %(day)s.") % {"day": in_words(day) if day else ""}


def due(person: Any, area: Area, today: date) -> list[Due]:
    """Adoptions that wait for this person's yes, and drafts that are ready to be put forward."""
    if not holds(person, area, *CONFIRMERS):
        return []
    says, ready = _("Confirm the adoption of %(title)s, or say why not"), _("Record the adoption of %(title)s")
    pending = list(Adoption.objects.of(area).pending())
    found = [
        Due(None, says % {"title": each.draft.title}, each.get_absolute_url())
        for each in pending
        if why_not_settle(person, each) is None
    ]
    if holds(person, area, RoleKind.OFFICER, RoleKind.CHAIR):
        waiting = Draft.objects.filter(area=area).going_on().exclude(pk__in=[each.draft_id for each in pending])
        for draft in waiting.defer("source", "notes", "opened_text"):
            if not unfinished(draft):
                found.append(Due(None, ready % {"title": draft.title}, f"{draft.get_absolute_url()}adopt/"))
    return found
