"""Plan what is given, say what was given, and keep the list of paid posts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from opencompact.site.accounts.models import Organisation
from opencompact.site.accounts.rules import why_not_officer
from opencompact.site.areas.models import Area
from opencompact.site.record.actions import append
from opencompact.site.record.models import Entry
from opencompact.site.resources.models import Contribution, Form, Post, Source, amount_in_words, year_in_words
from opencompact.site.resources.rules import why_not_end_post, why_not_plan, why_not_say_given, why_not_withdraw
from opencompact.site.rules import Actor, insist


@transaction.atomic
def plan_contribution(
    *, organisation: Organisation, source: Source, form: Form, planned: Decimal, year: int, by: Actor, what: str = ""
) -> Contribution:
    """Plan what an organisation gives in a financial year."""
    area = organisation.area
    insist(why_not_plan(by, organisation, year, area.today()))
    contribution = Contribution.objects.create(
        area=area, organisation=organisation, source=source, form=form, planned=planned, year=year, what=what
    )
    _record("contribution_planned", contribution, amount_in_words(form, planned, what), by)
    return contribution


@transaction.atomic
def say_given(*, contribution: Contribution, given: Decimal, by: Actor) -> Entry:
    """Say what was given in the end; said again, it corrects what was said before."""
    insist(why_not_say_given(by, contribution, contribution.area.today()))
    contribution.given = given
    contribution.save(update_fields=["given"])
    return _record("contribution_given", contribution, contribution.given_in_words, by)


@transaction.atomic
def withdraw_contribution(*, contribution: Contribution, by: Actor) -> Entry:
    """Withdraw a plan of which nothing was given."""
    insist(why_not_withdraw(by, contribution))
    contribution.withdrawn = True
    contribution.save(update_fields=["withdrawn"])
    facts = {"organisation": contribution.organisation.name, "year": year_in_words(contribution.year)}
    return append(
        act="contribution_withdrawn", area=contribution.area.slug, subject=_subject(contribution), by=by, facts=facts
    )


@transaction.atomic
def add_post(
    *, area: Area, title: str, employer: Organisation, hours_a_week: Decimal, since: date, by: Actor, paid_by: str = ""
) -> Post:
    """Add a post paid to work on the compact."""
    insist(why_not_officer(by, area))
    assert employer.area_id == area.pk, "the employer is an organisation of the area"
    post = Post.objects.create(
        area=area, title=title, employer=employer, hours_a_week=hours_a_week, since=since, paid_by=paid_by
    )
    append(act="worker_post_added", area=area.slug, subject=f"post/{post.pk}", by=by, facts={"post": title})
    return post


@transaction.atomic
def end_post(*, post: Post, on: date, by: Actor) -> Entry:
    """End a post; ``on`` is its last day."""
    insist(why_not_end_post(by, post, on))
    post.until = on
    post.save(update_fields=["until"])
    facts = {"post": post.title, "on": on}
    return append(act="worker_post_ended", area=post.area.slug, subject=f"post/{post.pk}", by=by, facts=facts)


def _subject(contribution: Contribution) -> str:
    return f"contribution/{contribution.pk}"


def _record(act: str, contribution: Contribution, what: str, by: Actor) -> Entry:
    facts = {
        "organisation": contribution.organisation.name,
        "what": what,
        "year": year_in_words(contribution.year),
    }
    return append(act=act, area=contribution.area.slug, subject=_subject(contribution), by=by, facts=facts)
