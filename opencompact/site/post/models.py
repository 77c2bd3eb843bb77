"""Letters waiting to be sent, and those that were."""

from __future__ import annotations

from django.db import models

from opencompact.site import clock

__all__ = ["Letter"]


class Letters(models.QuerySet["Letter"]):
    def waiting(self) -> Letters:
        """What is to be sent now, the oldest first."""
        return self.filter(sent=None, next_try__lte=clock.now()).order_by("pk")


class Letter(models.Model):
    """One letter by email to one address. It is forgotten thirty days after it was sent."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    language = models.CharField(max_length=5, default="en")
    once = models.CharField(max_length=200, blank=True)  # a letter with the same mark is written only once
    stop = models.CharField(max_length=300, blank=True)  # the address at which its reader ends letters of this kind
    written = models.DateTimeField(default=clock.now)
    next_try = models.DateTimeField(default=clock.now)
    tries = models.PositiveSmallIntegerField(default=0)
    sent = models.DateTimeField(null=True)

    objects = Letters.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("once",), condition=~models.Q(once=""), name="a_marked_letter_once"),
        )
        indexes = (models.Index(fields=("sent", "next_try")),)

    def __str__(self) -> str:
        return self.subject
