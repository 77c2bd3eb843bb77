"""Plan a consultation, change, copy and drop the plan; publish, amend, extend and withdraw its notice; say that its
feedback was published elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from opencompact.site.accounts.models import Organisation
from opencompact.site.consultations import rules
from opencompact.site.consultations.models import Consultation
from opencompact.site.consultations.slots import NO_QUESTIONS, Asking
from opencompact.site.findings.actions import amend_row, publish_row, settle, withdraw_row
from opencompact.site.findings.models import Amendment
from opencompact.site.findings.rules import why_not_change_plan, why_not_plan
from opencompact.site.record.models import Entry
from opencompact.site.rules import Actor, insist

COPIED = (
    "purpose", "can_change", "cannot_change", "affected", "groups", "reaching", "methods", "formats",
    "expenses_offered", "expenses", "prior_knowledge", "known_link", "stage", "written", "elsewhere", "asks_about",
    "documents",
)  # fmt: skip


@transaction.atomic
def plan(
    *, body: Organisation, title: str, by: Actor, involved: Iterable[Organisation] = (), **said: Any
) -> Consultation:
    """Privately, plan a consultation: only those who speak for its body see it."""
    insist(why_not_plan(by, body))
    made = Consultation.objects.create(area=body.area, body=body, title=title, **said)
    made.involved.set(involved)
    return made


@transaction.atomic
def copy_as_plan(*, consultation: Consultation, by: Actor) -> Consultation:
    """Privately, make a new plan with the words of an old notice; its days, reasons and results stay behind."""
    insist(rules.why_not_copy(by, consultation))
    said = {name: getattr(consultation, name) for name in COPIED}
    return plan(body=consultation.body, title=consultation.title, by=by, **said)


@transaction.atomic
def change_plan(
    *, consultation: Consultation, by: Actor, involved: Iterable[Organisation] | None = None, **said: Any
) -> Consultation:
    """Privately, change a plan."""
    insist(why_not_change_plan(by, consultation))
    for name, value in said.items():
        setattr(consultation, name, value)
    consultation.unknown = [name for name in consultation.unknown if name not in said]
    consultation.save(update_fields=[*said, "unknown"])
    if involved is not None:
        consultation.involved.set(involved)
    return consultation


@transaction.atomic
def drop_plan(*, consultation: Consultation, by: Actor) -> None:
    """Privately, drop a plan nobody else has seen."""
    insist(why_not_change_plan(by, consultation))
    consultation.delete()


@transaction.atomic
def publish(*, consultation: Consultation, by: Actor, asking: Asking = NO_QUESTIONS, **reasons: Any) -> Entry:
    """Publish the notice with the reasons it lacked, and its questions where they are written. It is announced today
    where it was not announced before."""
    for name, reason in reasons.items():
        setattr(consultation, name, reason)
    asks = rules.asks_here(consultation, asking.written(consultation))
    insist(rules.why_not_publish(by, consultation, asks=asks))
    told = rules.as_published(consultation, asks=asks)
    consultation.announced, consultation.answerable_from = told.announced, told.answerable_from
    entry = publish_row(row=consultation, by=by)
    if asks:
        asking.publish(consultation=consultation, by=by)
    return entry


@transaction.atomic
def take_answers(*, consultation: Consultation, by: Actor, possible: bool = True) -> None:
    """Privately, note since when people can answer: the questions came, or went to be changed before it opened."""
    if possible == (consultation.answerable_from is not None):
        return
    consultation.answerable_from = consultation.area.today() if possible else None
    consultation.save(update_fields=["answerable_from"])
    if consultation.is_public:
        settle(row=consultation, by=by)


@transaction.atomic
def amend(*, consultation: Consultation, why: str, by: Actor, shown_by: str = "", **said: Any) -> Amendment | None:
    """Change what a published notice says, and say why; what stood there before can still be read. What turns a finding
    after the fact says what shows it."""
    insist(rules.why_not_amend(by, consultation, said) or rules.why_not_turn(consultation, said, shown_by))
    since = rules.amended(consultation, said).answerable_from
    if since != consultation.answerable_from:
        said["answerable_from"] = since
    return amend_row(row=consultation, why=why, shown_by=shown_by, by=by, **said)


@transaction.atomic
def extend(*, consultation: Consultation, closes: date, why: str, by: Actor, **reasons: Any) -> Amendment | None:
    """Keep a consultation open for longer, and say why; with the reasons it lacks then."""
    said = {"closes": closes, **reasons}
    insist(rules.why_not_extend(by, consultation, said))
    return amend_row(row=consultation, why=why, by=by, act="extended", **said)


@transaction.atomic
def withdraw(*, consultation: Consultation, why: str, by: Actor) -> Entry:
    """Withdraw a notice and say why; it stays in the list."""
    insist(rules.why_not_withdraw(by, consultation))
    return withdraw_row(row=consultation, why=why, by=by)


@transaction.atomic
def tell_feedback(
    *, consultation: Consultation, on: date, url: str, by: Actor, responses: int | None = None
) -> Amendment | None:
    """Say when and where feedback was published on a consultation that was answered elsewhere."""
    insist(rules.why_not_tell_feedback(by, consultation, on))
    said: dict[str, Any] = {"feedback_published": on, "feedback_url": url, "responses": responses}
    return amend_row(row=consultation, why=_("Feedback was published."), shown_by=url, by=by, **said)
