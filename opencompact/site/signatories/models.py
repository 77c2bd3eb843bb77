"""Wishes to sign, signatories, and their signatures under editions.

Contact details live here and nowhere else: the officer and the signatory's own editors see them.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from opencompact.site import clock
from opencompact.site.accounts.models import Kind, Organisation, Role, RoleKind, Sector
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.fields import LinkColumn, NameColumn

__all__ = ["Contact", "Signatory", "Signature", "Wish"]

LINK_LIVES = timedelta(days=7)


class Contact(models.Model):
    """Whom to write to. Never public: for the officer and the signatory's own editors."""

    contact_name = NameColumn(max_length=100, blank=True)
    contact_role = models.CharField(max_length=100, blank=True)
    contact_address = models.TextField(max_length=500, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_email = models.EmailField(blank=True, db_index=True)

    class Meta:
        abstract = True


CONTACT = ("contact_name", "contact_role", "contact_address", "contact_phone", "contact_email")
CHAMPION = ("champion_name", "champion_role", "champion_email")


class WishState(models.TextChoices):
    """Where a wish to sign is; the moves between them are in rules.py."""

    SENT = "sent", _("Waiting for the organisation to confirm")
    CONFIRMED = "confirmed", _("Waiting for a decision")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Not accepted")
    LAPSED = "lapsed", _("Never confirmed")


class Wishes(models.QuerySet["Wish"]):
    """Wishes to sign as the officer reads them."""

    def of(self, area: Area) -> Wishes:
        return self.filter(area=area).select_related("area", "edition", "signatory")

    def to_answer(self, area: Area) -> Wishes:
        return self.of(area).filter(state=WishState.CONFIRMED)

    def to_confirm(self, email: str) -> Wishes:
        """What somebody at this address asked for and has not confirmed yet."""
        live = self.filter(state=WishState.SENT, asked__gt=clock.now() - LINK_LIVES)
        return live.filter(contact_email__iexact=email).select_related("area", "edition")


class Wish(Contact):
    """An organisation's wish to sign: what it filled in, until it is answered and forgotten."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=WishState, default=WishState.SENT)
    key = models.CharField(max_length=43, unique=True)  # of the link that confirms it
    seal = models.CharField(max_length=64, blank=True)  # of all answers: the same form sent twice is one wish
    language = models.CharField(max_length=5, default="en")
    name = NameColumn(max_length=200)
    sector = models.CharField(max_length=10, choices=Sector)
    kind = models.CharField(max_length=20, choices=Kind)
    identifier = models.CharField(max_length=60, blank=True)
    website = LinkColumn(blank=True)
    members = models.TextField(blank=True)  # whom it signs for, one a line
    wants_account = models.BooleanField(default=False)
    champion_name = NameColumn(max_length=100, blank=True)
    champion_role = models.CharField(max_length=100, blank=True)
    champion_email = models.EmailField(blank=True)
    champion_consents = models.BooleanField(default=False)  # to be named in public
    asked = models.DateTimeField(default=clock.now)
    confirmed = models.DateTimeField(null=True)
    answered = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)  # why it was not accepted; for the organisation and the officer only
    receipt = models.BigIntegerField(null=True)  # the number of the last entry of the record about it
    signatory = models.ForeignKey("Signatory", models.PROTECT, null=True, related_name="wishes")

    objects = Wishes.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("seal",), condition=~Q(seal=""), name="a_form_is_one_wish"),)
        indexes = (models.Index(fields=("area", "state")),)

    def __str__(self) -> str:
        return f"{self.area}: {self.pk}"

    @property
    def subject(self) -> str:
        """What the public record calls it."""
        return f"wish/{self.pk}"

    @property
    def is_live(self) -> bool:
        """Whether the link that confirms it still works."""
        return clock.now() < self.asked + LINK_LIVES

    @property
    def is_forgotten(self) -> bool:
        return not self.contact_email

    @property
    def state_colour(self) -> str:
        return WISH_COLOURS[WishState(self.state)]


WISH_COLOURS = {
    WishState.SENT: "grey", WishState.CONFIRMED: "yellow", WishState.ACCEPTED: "green", WishState.REFUSED: "orange",
    WishState.LAPSED: "grey",
}  # fmt: skip


class State(models.TextChoices):
    """Where a signatory stands; the moves between them are in rules.py."""

    NAMED = "named", _("Named in the document")
    SIGNED = "signed", _("Signed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    PASSED_ON = "passed_on", _("Passed on to a successor")


NEWEST_FIRST = (F("edition__start").desc(nulls_last=True), "-pk")  # signatures, by their editions


def _signed(edition: Edition | None) -> Exists:
    signatures = Signature.objects.filter(signatory=OuterRef("pk"), on__isnull=False)
    return Exists(signatures.filter(edition=edition) if edition else signatures.none())


class Signatories(models.QuerySet["Signatory"]):
    """The register as it is read."""

    def of(self, area: Area) -> Signatories:
        """The signatories of an area; ``place`` is the key of their order, by sector and name."""
        return self.filter(area=area).select_related("area", "organisation")

    def under(self, edition: Edition | None) -> Signatories:
        """Each with whether it has signed this edition."""
        return self.annotate(signed_this=_signed(edition))

    def listed(self) -> Signatories:
        """With what a list shows of each, and nothing more."""
        shown = ("state", "members_count", "place", "organisation__name", "organisation__sector")
        return self.select_related(None).select_related("organisation").only(*shown)

    def standing(self) -> Signatories:
        """Those that have signed and stand by it."""
        return self.filter(state=State.SIGNED)

    def that_signed(self, edition: Edition | None) -> Signatories:
        """Those that have signed this edition and stand by it."""
        return self.standing().filter(_signed(edition))

    def to_sign_again(self, edition: Edition | None) -> Signatories:
        """Those that signed an edition before this one, and not this one yet."""
        return self.standing().filter(~_signed(edition))

    def with_successor(self) -> Signatories:
        """Those whose organisation was succeeded by another, so that the signature can pass on."""
        return self.standing().exclude(organisation__successor=None).select_related("organisation__successor")

    def through(self, organisations: Any) -> Signatories:
        """Those of some organisations."""
        return self.filter(organisation__in=organisations)


class Signatory(Contact):
    """An organisation that signed, or that the document names. It stays in the register with its dates."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="signatories")
    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="signatory")
    place = models.CharField(max_length=400)  # in the register: sector, then name
    state = models.CharField(max_length=10, choices=State)
    language = models.CharField(max_length=5, default="en")
    members = models.TextField(blank=True)  # whom it signs for, one a line
    members_count = models.PositiveIntegerField(default=0)
    since = models.DateField(null=True)  # the day of its first signature; unknown where only the document names it
    until = models.DateField(null=True)  # the day it withdrew or passed its signature on
    reason = models.TextField(blank=True)  # why it withdrew, in its own words, public
    asked_for = models.CharField(max_length=80, blank=True)  # the edition it was last asked to sign again
    passed_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="took_over")

    objects = Signatories.as_manager()

    class Meta:
        verbose_name_plural = "signatories"
        indexes = (models.Index(fields=("area", "state")), models.Index(fields=("area", "place")))

    def __str__(self) -> str:
        return self.organisation.name

    def get_absolute_url(self) -> str:
        return f"/areas/{self.area.slug}/signatories/{self.pk}/"

    @property
    def subject(self) -> str:
        """What the public record calls it."""
        return f"signatory/{self.pk}"

    @property
    def member_names(self) -> list[str]:
        return self.members.splitlines()

    def addresses(self) -> list[str]:
        """Where it is written to: its contact, else its editors."""
        if self.contact_email:
            return [self.contact_email]
        editors = Role.objects.filter(organisation=self.organisation_id, kind=RoleKind.EDITOR)
        found = editors.held_on(self.area.today()).filter(person__is_active=True, person__erased=None)
        return sorted(set(found.values_list("person__email", flat=True)))

    @property
    def is_standing(self) -> bool:
        return self.state == State.SIGNED


def place_of(organisation: Organisation) -> str:
    """Where an organisation stands in the register: by sector, then by name."""
    sectors = [Sector.PUBLIC, Sector.VOLUNTARY, Sector.BOTH]
    return f"{sectors.index(Sector(organisation.sector))}/{organisation.name.casefold()[:200]}/{organisation.slug}"


class Signature(models.Model):
    """One signature under one edition, or the place where the document names the organisation."""

    signatory = models.ForeignKey(Signatory, models.PROTECT, related_name="signatures")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="signatures")
    on = models.DateField(null=True)  # none where the document only names it
    role = models.CharField(max_length=200, blank=True)  # as what the document names it: "group member"
    through = models.CharField(max_length=200, blank=True)  # the forum or network that signed for it
    until = models.DateField(null=True)  # the day it was withdrawn or passed on
    entry = models.BigIntegerField()  # the number of its entry in the public record

    class Meta:
        constraints = (models.UniqueConstraint(fields=("signatory", "edition"), name="an_edition_is_signed_once"),)

    def __str__(self) -> str:
        return f"{self.signatory}: {self.edition_id}"

    def stood_on(self, day: date) -> bool:
        return self.on is not None and self.on <= day and (self.until is None or day <= self.until)
