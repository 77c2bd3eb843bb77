"""Who may ask for advice, give it and answer it; who may recommend, accept and carry out; what waits for whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from opencompact.site.accounts.models import Organisation, Role, RoleKind
from opencompact.site.accounts.rules import holds, why_not_group, why_not_speak_for
from opencompact.site.advice.models import Outcome, Recommendation, RecommendationState, Referral, ReferralState
from opencompact.site.areas.models import Area
from opencompact.site.group.models import Group
from opencompact.site.meetings.models import FOR_GROUP, Meeting, State
from opencompact.site.meetings.rules import why_not_quorate
from opencompact.site.rules import Due

# What may follow what. Advice is given once; the answer to it stands.
REFERRAL_MOVES: dict[ReferralState, tuple[ReferralState, ...]] = {
    ReferralState.REFERRED: (ReferralState.ADVISED,),
    ReferralState.ADVISED: (ReferralState.ANSWERED,),
    ReferralState.ANSWERED: (),
}
# A body may think again about what it refused or took up in part, never about what it accepted in whole.
RECOMMENDATION_MOVES: dict[RecommendationState, tuple[RecommendationState, ...]] = {
    RecommendationState.MADE: (
        RecommendationState.ACCEPTED, RecommendationState.IN_PART, RecommendationState.NOT_ACCEPTED,
    ),
    RecommendationState.NOT_ACCEPTED: (RecommendationState.ACCEPTED, RecommendationState.IN_PART),
    RecommendationState.IN_PART: (RecommendationState.ACCEPTED, RecommendationState.DONE),
    RecommendationState.ACCEPTED: (RecommendationState.DONE,),
    RecommendationState.DONE: (),
}  # fmt: skip
SOON = timedelta(days=28)  # what is to be carried out waits for those who do it this long before its day


def why_not_refer(person: Any, group: Group, body: Organisation) -> str | None:
    """Who speaks for an organisation of the area asks for it."""
    why_not = why_not_speak_for(person, body)
    if why_not:
        return why_not
    return _not_of_area(group, body)


def why_not_put_on_agenda(person: Any, referral: Referral, meeting: Meeting) -> str | None:
    """The officer or the chair puts a proposal on the agenda of a meeting that is to come."""
    why_not = why_not_advise(person, referral)
    if why_not:
        return why_not
    if meeting.group_id != referral.group_id:
        return _("This is not one of the group's meetings.")
    return None if meeting.state == State.PLANNED else _("Choose a meeting that is still to be held.")


def why_not_advise(person: Any, referral: Referral) -> str | None:
    """The officer or the chair writes down the advice of the group, once."""
    why_not = why_not_group(person, referral.area)
    if why_not:
        return why_not
    if ReferralState.ADVISED in REFERRAL_MOVES[ReferralState(referral.state)]:
        return None
    return _("The group has already given its advice.")


def why_not_answer_advice(person: Any, referral: Referral) -> str | None:
    """Who speaks for the organisation that asked says what became of the advice."""
    why_not = why_not_speak_for(person, referral.body)
    if why_not:
        return why_not
    if ReferralState.ANSWERED in REFERRAL_MOVES[ReferralState(referral.state)]:
        return None
    if referral.state == ReferralState.ANSWERED:
        return _("What happened to the advice has already been recorded.")
    return _("The group has not given its advice yet.")


def why_not_recommend(person: Any, group: Group, body: Organisation) -> str | None:
    """The officer or the chair writes down what the group recommends to an organisation of the area."""
    return why_not_group(person, group.area) or _not_of_area(group, body)


def why_not_answer(
    person: Any, recommendation: Recommendation, answer: RecommendationState | None = None
) -> str | None:
    """Who speaks for the body answers a recommendation to it; with ``answer``, gives this one."""
    why_not = why_not_speak_for(person, recommendation.body)
    if why_not:
        return why_not
    moves = RECOMMENDATION_MOVES[RecommendationState(recommendation.state)]
    answers = [state for state in moves if state != RecommendationState.DONE]
    if not answers or (answer and answer not in answers):
        return _("This recommendation already has a reply.")
    return None


def why_not_carry_out(person: Any, recommendation: Recommendation) -> str | None:
    """Who speaks for the body says that it carried out what it accepted."""
    why_not = why_not_speak_for(person, recommendation.body)
    if why_not:
        return why_not
    if RecommendationState.DONE in RECOMMENDATION_MOVES[RecommendationState(recommendation.state)]:
        return None
    if recommendation.state == RecommendationState.DONE:
        return _("This recommendation has already been carried out.")
    return _("Accept the recommendation first, in full or in part.")


def why_not_made_at(group: Group, meeting: Meeting | None) -> str | None:
    """Whether the group could advise or recommend something at a meeting: a meeting of its own, with a quorum."""
    if meeting is None:
        return None
    if meeting.group_id != group.pk:
        return _("This is not one of the group's meetings.")
    return why_not_quorate(meeting)


def _not_of_area(group: Group, body: Organisation) -> str | None:
    if body.area_id == group.area_id:
        return None
    return _("%(name)s is not in this area's list of organisations.") % {"name": body.name}


def reason_needed(answer: str) -> bool:
    """Whether an answer needs a reason: where something was not taken up."""
    refusals = (Outcome.IN_PART, Outcome.NOT_FOLLOWED, RecommendationState.IN_PART, RecommendationState.NOT_ACCEPTED)
    return answer in [str(each) for each in refusals]


def due(person: Any, area: Area, today: date) -> list[Due]:
    """Proposals that wait for advice, advice and recommendations that wait for an answer or for being carried out."""
    leads = holds(person, area, *FOR_GROUP)
    editing = Role.objects.of(person, area).filter(kind=RoleKind.EDITOR)
    mine = Q(body__in=editing.values("organisation"))
    if holds(person, area, RoleKind.OFFICER):
        mine = Q()  # the officer answers for those who asked by letter
    referrals = Referral.objects.of(area)
    asked = referrals.in_state(ReferralState.REFERRED).order_by("decide_by", "pk")[:20] if leads else []
    advised = referrals.in_state(ReferralState.ADVISED).filter(mine).order_by("advised", "pk")[:20]
    recommended = Recommendation.objects.of(area).filter(mine)
    made = recommended.in_state(RecommendationState.MADE).order_by("made", "pk")[:20]
    accepted = recommended.filter(
        state__in=(RecommendationState.ACCEPTED, RecommendationState.IN_PART),
        due__lte=today + SOON,
    )
    return [
        *(_due(each, each.decide_by, _("Give advice on %(title)s")) for each in asked),
        *(_due(each, each.answer_by, _("Record what happened to the advice on %(title)s")) for each in advised),
        *(_due(each, each.answer_by, _("Reply to the recommendation %(title)s")) for each in made),
        *(_due(each, each.due, _("Carry out the recommendation %(title)s"))
          for each in accepted.order_by("due", "pk")[:20]),
    ]  # fmt: skip


def _due(thing: Referral | Recommendation, on: date | None, says: str) -> Due:
    return Due(on, says % {"title": thing.title}, thing.get_absolute_url())
