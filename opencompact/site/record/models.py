"""Entries of the ledger and their hashes. Rows are added and never changed; only what was sealed can be erased."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from opencompact.core.ledger.checkpoints import OtherHistory
from opencompact.core.ledger.entries import Entry as Public
from opencompact.core.ledger.entries import read_entry
from opencompact.core.ledger.tree import Place, Tree
from opencompact.core.words import _
from opencompact.site.record.acts import told

__all__ = ["Entry", "Node", "Sealed"]


class Entries(models.QuerySet["Entry"]):
    """The record as it is read."""

    def of(self, area: str, subject: str) -> Entries:
        """What happened so far to one thing."""
        return self.filter(area=area, subject=subject)

    def in_area(self, area: str) -> Entries:
        return self.filter(area=area)

    def size(self) -> int:
        """How many entries the record has."""
        last: int | None = self.aggregate(last=models.Max("n"))["last"]
        return 0 if last is None else last + 1

    def latest(self, count: int) -> Entries:  # type: ignore[override]
        return self.order_by("-n")[:count]


class Entry(models.Model):
    """One act, as everybody may read it."""

    n = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=60)
    area = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=200)
    body = models.BinaryField()

    objects = Entries.as_manager()

    class Meta:
        ordering = ("n",)
        indexes = (
            models.Index(fields=("area", "subject")),
            models.Index(fields=("area", "-n")),
            models.Index(fields=("act", "-n")),
        )

    def __str__(self) -> str:
        return f"{self.n}: {self.act}"

    def get_absolute_url(self) -> str:
        return f"/record/{self.n}/"

    @property
    def public(self) -> Public:
        """The parts of the entry."""
        return read_entry(bytes(self.body))

    @property
    def fits_its_row(self) -> bool:
        """Whether the columns it is found by say what the entry itself says."""
        public = self.public
        written = (public.n, public.at, public.act, public.area, public.subject)
        return written == (self.n, f"{self.at:%Y-%m-%dT%H:%M:%SZ}", self.act, self.area, self.subject)

    @property
    def facts(self) -> dict[str, Any]:
        return self.public.facts

    @property
    def told(self) -> str:
        """What happened, as a sentence."""
        return told(self.act, self.facts)


class Node(models.Model):
    """One stored hash of the tree."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("level", "index"), name="one_hash_a_place"),)

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Seals(models.QuerySet["Sealed"]):
    """What is sealed, as it is read."""

    def naming(self, email: str) -> Seals:
        """Those over facts that name an address: what others entered of a person."""
        in_json = Q(written__icontains=email) | Q(written__icontains=json.dumps(email)[1:-1])
        near = self.annotate(written=Cast("facts", TextField())).filter(in_json) if email else ()
        return self.filter(pk__in=[sealed.pk for sealed in near if names(sealed.facts, email)])


def names(facts: Any, email: str) -> bool:
    """Whether facts hold this address itself, and not only one that it is a part of."""
    written = re.escape(json.dumps(email, ensure_ascii=False)[1:-1])
    whole = re.compile(rf"(?<![\w.+-]){written}(?![\w-]|\.\w)", re.IGNORECASE)
    return bool(email) and whole.search(json.dumps(facts, ensure_ascii=False)) is not None


class Sealed(models.Model):
    """What an entry seals: readable by those concerned, until it is erased. The entry stays as it is."""

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="sealed")
    salt = models.BinaryField(max_length=32)
    facts = models.JSONField()
    by = models.BigIntegerField(null=True, db_index=True)  # the number of the person who acted, where they have one

    objects = Seals.as_manager()

    def __str__(self) -> str:
        return f"what entry {self.entry_id} seals"


def stored(places: Sequence[Place]) -> list[bytes]:
    """The hashes at these places, in their order, from one query."""
    wanted = Q()
    for level, index in places:
        wanted |= Q(level=level, index=index)
    rows = Node.objects.filter(wanted).values_list("level", "index", "hash") if places else []
    found = {(level, index): bytes(hash) for level, index, hash in rows}
    if any(place not in found for place in places):
        told = _("Hashes of the record are missing from the database. Nothing was signed: restore them from a backup.")
        raise OtherHistory(told)
    return [found[place] for place in places]


def tree_of(size: int) -> Tree:
    """The tree over the first ``size`` entries. What it has read it doesn't read again: a stored hash never changes."""
    known: dict[Place, bytes] = {}

    def read(places: Sequence[Place]) -> list[bytes]:
        wanted = [place for place in places if place not in known]
        known.update(zip(wanted, stored(wanted), strict=True))
        return [known[place] for place in places]

    return Tree(size, read)
