"""Entries of the ledger and their hashes. Rows are added and never changed; only what was sealed can be erased."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Q

from opencompact.core.ledger.entries import Entry as Public
from opencompact.core.ledger.entries import read_entry
from opencompact.core.ledger.tree import Place, Tree
from opencompact.site.record.acts import told

__all__ = ["Entry", "Node", "Sealed"]


class Entries(models.QuerySet["Entry"]):
    """The record as it is read."""

    def of(self, area: str, subject: str) -> Entries:
        """What happened so far to one thing."""
        return self.filter(area=area, subject=subject)

    def in_area(self, area: str) -> Entries:
        return self.filter(area=area)

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
        indexes = (models.Index(fields=("area", "subject")), models.Index(fields=("area", "-n")))

    def __str__(self) -> str:
        return f"{self.n}: {self.act}"

    @property
    def public(self) -> Public:
        """The parts of the entry."""
        return read_entry(bytes(self.body))

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


class Sealed(models.Model):
    """What an entry seals: readable by those concerned, until it is erased. The entry stays as it is."""

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="sealed")
    salt = models.BinaryField(max_length=32)
    facts = models.JSONField()
    by = models.BigIntegerField(null=True, db_index=True)  # the number of the person who acted, where they have one

    def __str__(self) -> str:
        return f"what entry {self.entry_id} seals"


def stored(places: Sequence[Place]) -> list[bytes]:
    """The hashes at these places, in their order, from one query."""
    wanted = Q()
    for level, index in places:
        wanted |= Q(level=level, index=index)
    rows = Node.objects.filter(wanted).values_list("level", "index", "hash") if places else []
    found = {(level, index): bytes(hash) for level, index, hash in rows}
    return [found[place] for place in places]


def tree_of(size: int) -> Tree:
    """The tree over the first ``size`` entries."""
    return Tree(size, stored)
