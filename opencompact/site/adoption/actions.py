"""Put a draft forward for adoption, confirm or refuse it as a second person, withdraw it; adopt a first edition."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from opencompact.site import clock
from opencompact.site.adoption import rules
from opencompact.site.adoption.models import Adoption, State
from opencompact.site.agreements.models import Edition
from opencompact.site.drafting.actions import adopt
from opencompact.site.drafting.models import Draft
from opencompact.site.meetings.models import Decision
from opencompact.site.post.actions import write
from opencompact.site.record.actions import append
from opencompact.site.record.models import Entry
from opencompact.site.rules import Actor, Refused, insist


@transaction.atomic
def propose(
    *, draft: Draft, decision: Decision, start: date, by: Actor, review_due: date | None = None,
    sign_again_by: date | None = None,
) -> Adoption:  # fmt: skip
    """Put a draft forward: a meeting decided on it, and a second person is asked to confirm."""
    draft = _locked(draft)
    insist(rules.why_not_propose(by, draft))
    if decision not in rules.decisions_for(draft):
        raise Refused(_("Choose a decision of a published record, of a meeting with a quorum."))
    adopted = decision.meeting.on
    insist(rules.why_not_dated(draft, adopted, start, review_due, sign_again_by))
    adoption = Adoption.objects.create(
        draft=draft, version=draft.version, decision=decision, adopted=adopted, start=start, review_due=review_due,
        sign_again_by=sign_again_by, by_id=by.pk,
    )  # fmt: skip
    _enter(adoption, "adoption_proposed", by, on=adopted)
    for person in rules.confirmers(adoption):
        facts = {"adoption": adoption, "draft": draft, "address": settings.ADDRESS}
        write(to=person.email, template="post/adoption_proposed.txt", facts=facts, language=person.language)
    return adoption


@transaction.atomic
def confirm(*, adoption: Adoption, by: Actor) -> Edition:
    """Say yes as a second person: the draft becomes an edition, which never changes."""
    adoption = _fresh(adoption)
    insist(rules.why_not_confirm(by, adoption))
    _settle(adoption, State.CONFIRMED)
    _enter(adoption, "adoption_confirmed", by)
    return adopt(
        draft=adoption.draft, adopted=adoption.adopted, meeting=adoption.grounds, start=adoption.start,
        review_due=adoption.review_due, sign_again_by=adoption.sign_again_by, by=by,
    )  # fmt: skip


@transaction.atomic
def refuse(*, adoption: Adoption, reason: str, by: Actor) -> Entry:
    """Say no as a second person, and why. The draft goes on as it was."""
    adoption = _fresh(adoption)
    insist(rules.why_not_settle(by, adoption))
    if not reason.strip():
        raise Refused(_("Say why you don’t confirm it."))
    _settle(adoption, State.REFUSED, reason.strip())
    proposer = adoption.by
    if proposer and proposer.is_active:
        facts = {"adoption": adoption, "draft": adoption.draft, "address": settings.ADDRESS}
        write(to=proposer.email, template="post/adoption_refused.txt", facts=facts, language=proposer.language)
    return _enter(adoption, "adoption_refused", by)


@transaction.atomic
def withdraw(*, adoption: Adoption, by: Actor) -> Entry:
    """Take back what waits for a second person."""
    adoption = _fresh(adoption)
    insist(rules.why_not_withdraw(by, adoption))
    _settle(adoption, State.WITHDRAWN)
    return _enter(adoption, "adoption_withdrawn", by)


@transaction.atomic
def adopt_first(
    *, draft: Draft, agreed_by: str, adopted: date, start: date, by: Actor, review_due: date | None = None
) -> Edition:
    """Adopt the first edition of an area that has no group yet, with a note of who agreed to it."""
    draft = _locked(draft)
    insist(rules.why_not_propose(by, draft))
    if not rules.is_first(draft.area):
        raise Refused(_("This is not the first edition. It is adopted by a decision of the group."))
    insist(rules.why_not_dated(draft, adopted, start, review_due, None))
    adoption = Adoption.objects.create(
        draft=draft, version=draft.version, agreed_by=agreed_by, adopted=adopted, start=start, review_due=review_due,
        by_id=by.pk,
    )  # fmt: skip
    _settle(adoption, State.CONFIRMED)
    _enter(adoption, "first_edition_agreed", by)  # who agreed may name people, and the record forgets nothing
    return adopt(draft=draft, adopted=adopted, meeting=agreed_by, start=start, review_due=review_due, by=by)


def _settle(adoption: Adoption, state: State, reason: str = "") -> None:
    adoption.state, adoption.settled, adoption.reason = state, clock.now(), reason
    adoption.save(update_fields=["state", "settled", "reason"])


def _enter(adoption: Adoption, act: str, by: Actor, **more: object) -> Entry:
    draft = adoption.draft
    facts = {"title": draft.title, **more}
    return append(act=act, area=draft.area.slug, subject=draft.subject, by=by, facts=facts)


def _locked(draft: Draft) -> Draft:
    return Draft.objects.select_for_update(of=("self",)).select_related("area").get(pk=draft.pk)


def _fresh(adoption: Adoption) -> Adoption:
    """The adoption as it is now; the draft is locked, so that nobody changes it until this is done."""
    draft = _locked(adoption.draft)
    fresh = Adoption.objects.select_related("decision__meeting__group__area", "by").get(pk=adoption.pk)
    fresh.draft = draft
    return fresh
