"""What several rooms do together."""

from __future__ import annotations

from django.db import transaction

from opencompact.site.accounts import actions
from opencompact.site.accounts.models import Person
from opencompact.site.champions.actions import forget_person
from opencompact.site.record.models import Entry
from opencompact.site.responses.actions import forget_giver
from opencompact.site.rules import Actor


@transaction.atomic
def erase(*, person: Person, by: Actor) -> Entry:
    """Erase what every room holds about a person, at their wish. What they did in public stays, unnamed."""
    email = person.email
    entry = actions.erase(person=person, by=by)
    forget_person(email=email, by=by)
    forget_giver(email=email, by=by)
    return entry
