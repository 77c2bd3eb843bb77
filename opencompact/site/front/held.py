"""What the rooms above the accounts hold about a person, by their address."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from opencompact.core.words import in_words
from opencompact.site.accounts.models import Person
from opencompact.site.champions.models import Champion
from opencompact.site.drafting.models import Comment
from opencompact.site.reading.models import Sample
from opencompact.site.responses.models import Response
from opencompact.site.signatories.models import Signatory, Wish


class Held(NamedTuple):
    """One thing that is held, and where it stands."""

    says: str
    details: str
    href: str


def held_elsewhere(person: Person) -> list[Held]:
    """Wishes to sign, contact details, terms as a champion, comments and answers given with this address."""
    email = person.email
    wishes = Wish.objects.filter(contact_email__iexact=email).select_related("area")
    found = [_wish(wish) for wish in wishes]
    for signatory in Signatory.objects.filter(contact_email__iexact=email).select_related("area", "organisation"):
        says = _("You are the contact for %(name)s") % {"name": signatory}
        found.append(Held(says, _details(signatory), signatory.get_absolute_url()))
    champions = Champion.objects.filter(email__iexact=email)
    for champion in champions.select_related("signatory__area", "signatory__organisation"):
        since = {"name": champion.signatory, "since": in_words(champion.since)}
        says = _("You have been a champion for %(name)s since %(since)s") % since
        details = ", ".join(filter(None, (champion.name, champion.role, champion.department)))
        found.append(Held(says, details, champion.get_absolute_url()))
    for comment in Comment.objects.filter(email__iexact=email).select_related("draft__area"):
        href = f"/areas/{comment.draft.area.slug}/drafts/{comment.draft_id}/comments/"
        found.append(Held(_("You commented on %(title)s") % {"title": comment.draft.title}, comment.words, href))
    answered = Response.objects.of_address(email).select_related("consultation__area", "consultation__body")
    found += [_answer(each) for each in answered.prefetch_related("answers__question").order_by("-pk")]
    samples = Sample.objects.filter(Q(first=person) | Q(second=person)).select_related("question__consultation__area")
    for sample in samples:
        row = sample.question.consultation
        says = _("You are coding a sample of the responses to %(title)s") % {"title": row.title}
        found.append(Held(says, "", f"{row.get_absolute_url()}reading/samples/{sample.pk}/"))
    return found


def _answer(response: Response) -> Held:
    row = response.consultation
    said = {"title": row.title, "day": in_words(row.area.day_of(response.received))}
    given = [each.shown for each in response.answers.all()]
    details = ", ".join(filter(None, (response.name, response.organisation, *given)))
    return Held(_("You responded to %(title)s on %(day)s") % said, details, row.get_absolute_url())


def _wish(wish: Wish) -> Held:
    asked = {"name": wish.name, "day": in_words(wish.area.day_of(wish.asked))}
    return Held(_("You asked to sign for %(name)s on %(day)s") % asked, _details(wish), wish.area.get_absolute_url())


def _details(contact: Wish | Signatory) -> str:
    given = (contact.contact_name, contact.contact_role, contact.contact_phone, contact.contact_address)
    return ", ".join(filter(None, given))
