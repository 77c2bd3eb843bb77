"""Ask the group for advice, give it, say what became of it; recommend, accept, carry out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from opencompact.site.accounts.models import Organisation, Person, Role, RoleKind
from opencompact.site.advice.models import Outcome, Recommendation, RecommendationState, Referral, ReferralState
from opencompact.site.advice.rules import (
    reason_needed,
    why_not_advise,
    why_not_answer,
    why_not_answer_advice,
    why_not_carry_out,
    why_not_made_at,
    why_not_put_on_agenda,
    why_not_recommend,
    why_not_refer,
)
from opencompact.site.group.models import Group
from opencompact.site.meetings.actions import write_item
from opencompact.site.meetings.models import Meeting
from opencompact.site.post.actions import write
from opencompact.site.record.actions import append
from opencompact.site.rules import Actor, Refused, insist

# An entry of the record is never translated after it was made: its words are these.
SAID: dict[str, str] = {
    "followed": "followed", "followed_in_part": "followed in part", "not_followed": "not followed",
    "accepted": "accepted", "accepted_in_part": "accepted in part", "not_accepted": "not accepted",
}  # fmt: skip


@transaction.atomic
def refer_proposal(*, group: Group, body: Organisation, by: Actor, **said: Any) -> Referral:
    """Ask the group for advice on a proposal. ``said``: title, about, asked, stage, decide_by, link."""
    insist(why_not_refer(by, group, body))
    referral = Referral.objects.create(group=group, body=body, referred=group.area.today(), **said)
    facts = {"organisation": body.name, "title": referral.title}
    append(act="proposal_referred", area=group.area.slug, subject=referral.subject, by=by, facts=facts)
    return referral


@transaction.atomic
def put_on_agenda(*, referral: Referral, meeting: Meeting, by: Actor) -> Referral:
    """Privately, put a proposal on the agenda of a meeting; where that is public, the agenda's own act says so."""
    insist(why_not_put_on_agenda(by, referral, meeting))
    referral.item = write_item(
        meeting=meeting, title=_("Advice on %(title)s") % {"title": referral.title[:180]}, lead=referral.body, by=by
    )
    referral.save(update_fields=["item"])
    return referral


@transaction.atomic
def advise(*, referral: Referral, advice: str, on: date, by: Actor, meeting: Meeting | None = None) -> Referral:
    """Write down and publish the advice of the group."""
    insist(why_not_advise(by, referral))
    insist(_why_not_day(on, referral.referred, referral.area.today()))
    insist(why_not_made_at(referral.group, meeting))
    referral.state, referral.advice = ReferralState.ADVISED, advice
    referral.advised, referral.advised_at = on, meeting
    referral.save(update_fields=["state", "advice", "advised", "advised_at"])
    append(
        act="proposal_advised", area=referral.area.slug, subject=referral.subject, by=by,
        facts={"title": referral.title},
    )  # fmt: skip
    _tell_body(referral, "advised")
    return referral


@transaction.atomic
def answer_advice(*, referral: Referral, outcome: Outcome, by: Actor, because: str = "") -> Referral:
    """Say what became of the advice, and why where it was not followed."""
    insist(why_not_answer_advice(by, referral))
    if reason_needed(outcome) and not because:
        raise Refused(_("Say why the advice was not followed."))
    referral.state, referral.outcome, referral.because = ReferralState.ANSWERED, outcome, because
    referral.answered = referral.area.today()
    referral.save(update_fields=["state", "outcome", "because", "answered"])
    facts = {"organisation": referral.body.name, "title": referral.title, "outcome": SAID[str(outcome)]}
    append(act="proposal_answered", area=referral.area.slug, subject=referral.subject, by=by, facts=facts)
    return referral


@transaction.atomic
def recommend(*, group: Group, body: Organisation, by: Actor, **said: Any) -> Recommendation:
    """Publish a recommendation of the group. ``said``: title, text, refs, meeting, made, due."""
    insist(why_not_recommend(by, group, body))
    insist(why_not_made_at(group, said.get("meeting")))
    recommendation = Recommendation.objects.create(group=group, body=body, **{"made": group.area.today(), **said})
    facts = {"organisation": body.name, "title": recommendation.title}
    append(act="recommendation_made", area=group.area.slug, subject=recommendation.subject, by=by, facts=facts)
    _tell_body(recommendation, "recommended")
    return recommendation


@transaction.atomic
def answer_recommendation(
    *, recommendation: Recommendation, answer: RecommendationState, by: Actor, because: str = ""
) -> Recommendation:
    """Accept a recommendation, in whole or in part, or say why not."""
    insist(why_not_answer(by, recommendation, answer))
    if reason_needed(answer) and not because:
        raise Refused(_("Say why it is not accepted, or which part is not."))
    recommendation.state, recommendation.answer = answer, because
    recommendation.answered = recommendation.area.today()
    recommendation.save(update_fields=["state", "answer", "answered"])
    facts = {
        "organisation": recommendation.body.name, "title": recommendation.title, "outcome": SAID[str(answer)],
    }  # fmt: skip
    subject = recommendation.subject
    append(act="recommendation_answered", area=recommendation.area.slug, subject=subject, by=by, facts=facts)
    return recommendation


@transaction.atomic
def carry_out(
    *, recommendation: Recommendation, on: date, by: Actor, result: str = "", evidence: str = ""
) -> Recommendation:
    """Say that a recommendation was carried out, and where that can be seen."""
    insist(why_not_carry_out(by, recommendation))
    insist(_why_not_day(on, recommendation.made, recommendation.area.today()))
    recommendation.state, recommendation.done = RecommendationState.DONE, on
    recommendation.result, recommendation.evidence = result, evidence
    recommendation.save(update_fields=["state", "done", "result", "evidence"])
    facts = {"title": recommendation.title, "on": on}
    subject = recommendation.subject
    append(act="recommendation_done", area=recommendation.area.slug, subject=subject, by=by, facts=facts)
    return recommendation


def _tell_body(thing: Referral | Recommendation, news: str) -> None:
    """Write to the editors of a body that the group spoke to it: it has the right to answer."""
    roles = Role.objects.filter(area=thing.area, kind=RoleKind.EDITOR, organisation=thing.body)
    editors = roles.held_on(thing.area.today()).values("person")
    facts = {"thing": thing, "news": news, "address": settings.ADDRESS}
    for person in Person.objects.filter(pk__in=editors, is_active=True, erased=None).order_by("pk"):
        write(to=person.email, template="post/group_advice.txt", facts=facts, language=person.language)


def _why_not_day(on: date, first: date, today: date) -> str | None:
    if first <= on <= today:
        return None
    return _("The date can't be in the future, or before the group was asked or gave its advice.")
