"""Append an act to the public record, in the transaction of the act itself."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from opencompact.core.ledger.entries import SALT, make_entry, plain, seal
from opencompact.core.ledger.registers import HOLDS
from opencompact.core.ledger.tree import leaf_hash
from opencompact.site import clock
from opencompact.site.record.acts import facts_of
from opencompact.site.record.models import Entry, Node, Sealed, tree_of
from opencompact.site.record.signing import sign_after_commit
from opencompact.site.rules import Actor

LOCK = 0x0C0F_FEE5  # one number every process knows: appends wait for each other


def append(
    *, act: str, area: str, subject: str, by: Actor, facts: Mapping[str, Any], private: Mapping[str, Any] | None = None
) -> Entry:
    """Append one entry. ``facts`` are public for ever; ``private`` and who acted are sealed and can be erased."""
    assert connection.in_atomic_block, "an act and its entry belong into one transaction"
    assert set(facts) - {HOLDS} == facts_of(act), f"{act} carries {sorted(facts_of(act))}, not {sorted(facts)}"
    _wait_for_turn()
    size = Entry.objects.size()
    salt, sealed = secrets.token_bytes(SALT), plain({**(private or {}), "by": by.known_as})
    now = clock.now().replace(microsecond=0)
    body = make_entry(size, now, act, area, subject, plain(facts), seal(salt, sealed))
    entry = Entry.objects.create(n=size, at=now, act=act, area=area, subject=subject, body=body)
    Sealed.objects.create(entry=entry, salt=salt, facts=sealed, by=by.pk)
    grown = tree_of(size).grow(leaf_hash(body))
    Node.objects.bulk_create(Node(level=level, index=index, hash=hash) for (level, index), hash in grown)
    _sign_once_committed()
    return entry


def forget(*, person: int, email: str = "") -> int:
    """Erase what entries seal about the acts of one person, and where somebody else's act names their address.

    The entries and the tree stay as they are; what was sealed can no longer be told from the seal.
    """
    concerned = Sealed.objects.filter(by=person) | Sealed.objects.naming(email)
    return concerned.delete()[0]


def _sign_once_committed() -> None:
    """Several acts of one transaction are signed together."""
    if all(planned[1] is not sign_after_commit for planned in connection.run_on_commit):
        transaction.on_commit(sign_after_commit)


def _wait_for_turn() -> None:
    """SQLite lets one write at a time anyway; PostgreSQL needs to be told that appends follow each other."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
