"""What of the record is given to whom: the public part to everybody, what is sealed to those it concerns."""

from __future__ import annotations

from typing import Any, NamedTuple

from opencompact.core.ledger.entries import fits_seal
from opencompact.site.record.models import Entry, Sealed, names


class SealedFacts(NamedTuple):
    """What an entry seals, with the salt that shows it is what was sealed."""

    facts: dict[str, Any]
    salt: str  # in hexadecimal
    fits: bool  # whether the seal was made over these


def sealed_facts(entry: Entry, person: Any) -> SealedFacts | None:
    """What an entry seals about the act of this person; None for everybody else, and once it is erased."""
    kept = Sealed.objects.filter(entry=entry, by=person.pk).first() if person.pk else None
    if kept is None:
        return None
    salt = bytes(kept.salt)
    return SealedFacts(kept.facts, salt.hex(), fits_seal(entry.public.sealed, salt, kept.facts))


def named_in(entry: Entry, person: Any) -> dict[str, Any]:
    """What an entry seals about this person where somebody else acted, without who that was."""
    kept = Sealed.objects.filter(entry=entry).first() if person.pk else None
    if kept is None or kept.by == person.pk:
        return {}
    facts = {name: value for name, value in kept.facts.items() if name != "by"}
    return facts if names(facts, person.email) else {}
