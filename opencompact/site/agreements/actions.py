"""Publish an edition, let one follow another, hold its check-ins and remind of its review."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from opencompact.core.compacts import load
from opencompact.core.editions import Edition as Document
from opencompact.core.words import in_words, said, speaking
from opencompact.site import clock
from opencompact.site.accounts.models import Role
from opencompact.site.accounts.rules import why_not_part_of_group
from opencompact.site.agreements.models import CheckIn, Edition, OfficialWords, Outcome
from opencompact.site.agreements.rules import (
    KEEPERS,
    check_in_due,
    review_reminder,
    why_not_check_in,
    why_not_checked_in_on,
    why_not_keep,
    why_not_put_in,
)
from opencompact.site.areas.models import Area
from opencompact.site.post.actions import write
from opencompact.site.record.actions import append
from opencompact.site.rules import CLOCK, SET_UP, Actor, Refused, insist

SOON = timedelta(30)  # so long after an anniversary its reminder still goes out


@transaction.atomic
def publish_edition(
    *, area: Area, text: str, by: Actor, adopted: date | None = None, start: date | None = None,
    sign_again_by: date | None = None,
) -> Edition:  # fmt: skip
    """Put an edition on the site. Where another is in force on its first day, it follows that one."""
    insist(why_not_part_of_group(by, area))
    document = load(text)
    first = start or adopted or _first_day(document, by)
    if Edition.objects.filter(pk=document.id).exists():
        published = _("%(id)s has already been published and can't be changed. Give the new edition a different ID.")
        raise Refused(published % {"id": document.id})
    before = Edition.objects.in_force_on(area, first or area.today())
    edition = _stored(area, document, text, adopted, first, before, sign_again_by)
    if adopted or start:
        edition.applies_on = area.today()
        edition.save(update_fields=["applies_on"])
    _record(edition, start or adopted or document.in_force.start, by)
    if before and first:
        _end(before, edition, first, by)
    return edition


def _record(edition: Edition, start: date | int | None, by: Actor) -> None:
    """One entry: adopted here, put here as it stands, or put here without a date."""
    facts: dict[str, object] = {"title": edition.title, "start": str(start)}
    if edition.adopted:
        act, facts = "edition_adopted", {**facts, "on": edition.adopted}
    elif start:
        act = "edition_published"
    else:
        act, facts = "edition_published_undated", {"title": edition.title}
    append(act=act, area=edition.area.slug, subject=edition.id, by=by, facts=facts)


def _stored(
    area: Area, document: Document, text: str, adopted: date | None, start: date | None, before: Edition | None,
    sign_again_by: date | None,
) -> Edition:  # fmt: skip
    return Edition.objects.create(
        id=document.id,
        area=area,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        title=said(document.title),
        adopted=adopted,
        start=start,
        end=document.in_force.end,
        replaces=before,
        review_due=document.review.due,
        sign_again_by=sign_again_by,
    )


def _end(before: Edition, successor: Edition, first: date, by: Actor) -> None:
    before.end = first - timedelta(days=1)
    before.save(update_fields=["end"])
    facts = {"title": before.title, "on": before.end, "successor": successor.title}
    append(act="edition_replaced", area=before.area.slug, subject=before.id, by=by, facts=facts)


def _first_day(document: Document, by: Actor) -> date | None:
    """The first day in force as the document prints it; only a document that came with the program may print none."""
    start = document.in_force.start
    if isinstance(start, int):
        return date(start, 1, 1)
    if start is None and by is not SET_UP:
        raise Refused(_("The edition does not say when it comes into force. Enter the date."))
    return start


@transaction.atomic
def say_it_applies(*, edition: Edition, by: Actor) -> None:
    """Say that an edition applies today, which its document alone can't show years later."""
    insist(why_not_keep(by, edition))
    edition.applies_on = edition.area.today()
    edition.save(update_fields=["applies_on"])
    facts = {"title": edition.title, "on": edition.applies_on}
    append(act="edition_applies", area=edition.area.slug, subject=edition.pk, by=by, facts=facts)


@transaction.atomic
def say_where_to_read(*, edition: Edition, address: str, by: Actor) -> None:
    """Say where the document itself can be read."""
    insist(why_not_keep(by, edition))
    edition.read_at = address
    edition.save(update_fields=["read_at"])
    facts = {"title": edition.title}
    append(act="document_linked", area=edition.area.slug, subject=edition.pk, by=by, facts=facts)


@transaction.atomic
def put_in_words(*, edition: Edition, ref: str, text: str, by: Actor) -> None:
    """Put in a clause as the document prints it; without words, take it out again."""
    insist(why_not_put_in(by, edition, ref))
    if text:
        OfficialWords.objects.update_or_create(edition=edition, ref=ref, defaults={"text": text})
    else:
        OfficialWords.objects.filter(edition=edition, ref=ref).delete()
    facts = {"title": edition.title, "ref": ref}
    append(act="official_words_put_in", area=edition.area.slug, subject=edition.pk, by=by, facts=facts)


@transaction.atomic
def hold_check_in(*, area: Area, edition: Edition, on: date, outcome: Outcome, by: Actor, notes: str = "") -> CheckIn:
    """Write down that both sectors looked at an edition together, and what came of it. Notes are for the staff only."""
    assert edition.area_id == area.pk, "an edition is checked in its own area"
    insist(why_not_check_in(by, edition))
    insist(why_not_checked_in_on(edition, on))
    held = CheckIn.objects.create(edition=edition, on=on, outcome=Outcome(outcome), notes=notes)
    with override("en"):
        facts = {"title": edition.title, "on": on, "outcome": str(Outcome(outcome).label)}
    append(act="checked_in", area=area.slug, subject=edition.pk, by=by, facts=facts)
    return held


@transaction.atomic
def remind_of_reviews(*, by: Actor = CLOCK) -> int:
    """Privately, write to officers and chairs: six, three and one month before a review, and on each anniversary.

    Every letter is marked, so that the clock may call this as often as it likes. How many were due is returned.
    """
    written = 0
    last = dict(CheckIn.objects.order_by().values_list("edition").annotate(Max("on")))
    for edition in Edition.objects.on(clock.now().date()).listed():
        today = edition.area.today()
        months = review_reminder(edition.review_due, today) if edition.review_due else 0
        if edition.review_due and months:
            written += _tell(edition, "review", edition.review_due, f"{edition.review_due}/{months}")
        anniversary = check_in_due(edition, last.get(edition.pk), today)
        if anniversary and today - anniversary <= SOON:
            written += _tell(edition, "check-in", anniversary, str(anniversary))
    return written


def _tell(edition: Edition, what: str, day: date, mark: str) -> int:
    """One letter to each of those who look after the edition."""
    roles = Role.objects.filter(area=edition.area, kind__in=KEEPERS).held_on(edition.area.today())
    keepers = roles.people()
    for person in keepers:
        with speaking(person.language):
            facts = {
                "edition": edition,
                "area": edition.area,
                "day": in_words(day),
                "address": settings.ADDRESS,
            }
            write(
                to=person.email,
                template=f"agreements/letter-{what}.txt",
                facts=facts,
                language=person.language,
                once=f"{what}/{edition.pk}/{mark}/{person.pk}",
            )
    return len(keepers)
