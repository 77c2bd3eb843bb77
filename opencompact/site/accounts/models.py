"""People, organisations, and the roles people hold through them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from opencompact.site import clock
from opencompact.site.areas.models import Area
from opencompact.site.fields import LinkColumn, NameColumn

__all__ = ["Following", "Organisation", "Person", "Role", "WaitingFile"]


class Sector(models.TextChoices):
    """Which side an organisation stands on."""

    PUBLIC = "public", _("Public sector")
    VOLUNTARY = "voluntary", _("Voluntary sector")
    BOTH = "both", _("Both sectors")


class Kind(models.TextChoices):
    """What an organisation is."""

    COUNCIL = "council", _("Council")
    PARISH = "parish", _("Town or parish council")
    HEALTH = "health", _("Health body")
    POLICE = "police", _("Police")
    FIRE = "fire", _("Fire and rescue")
    EDUCATION = "education", _("School, college or university")
    HOUSING = "housing", _("Housing association")
    PARTNERSHIP = "partnership", _("Partnership or board")
    SUPPORT = "support", _("Council for voluntary service or other support body")
    CHARITY = "charity", _("Charity")
    GROUP = "group", _("Community group")
    ENTERPRISE = "enterprise", _("Social enterprise")
    FAITH = "faith", _("Faith group")
    NETWORK = "network", _("Forum or network")
    BUSINESS = "business", _("Business or trade body")
    OTHER = "other", _("Something else")


class Organisations(models.QuerySet["Organisation"]):
    """Organisations as they are read."""

    def standing(self) -> Organisations:
        """Those that were not succeeded by another."""
        return self.filter(successor=None)

    def of_sector(self, sector: str) -> Organisations:
        return self.filter(sector=sector) if sector in Sector.values else self


class Organisation(models.Model):
    """A body or a group. Only facts anybody may know; contact details live with what they were given for."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="organisations")
    slug = models.SlugField(max_length=120)
    name = NameColumn(max_length=200)
    name_cy = NameColumn(max_length=200, blank=True)
    sector = models.CharField(max_length=10, choices=Sector)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OTHER)
    website = LinkColumn(blank=True)
    identifier = models.CharField(max_length=60, blank=True)  # GB-CHC-123456, GB-LAE-BST
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    ended = models.DateField(null=True, blank=True)  # the day another took its place

    objects = Organisations.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("area", "slug"), name="one_organisation_a_name"),)

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """People as they are found and made."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username or "")

    def create_user(self, email: str, password: str | None = None, **more: Any) -> Person:
        person = self.model(email=email.strip().lower(), **more)
        person.set_unusable_password()
        person.save()
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in. What they may do follows from their roles, never from being an administrator."""

    email = models.EmailField(unique=True)
    name = NameColumn(max_length=100, blank=True)
    language = models.CharField(max_length=5, default="en")
    is_administrator = models.BooleanField(
        default=False
    )  # opens areas and appoints officers; sees nothing confidential
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(default=clock.now)
    erased = models.DateTimeField(null=True, blank=True)

    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(email=Lower("email")), name="an_email_in_small_letters"),)

    def __str__(self) -> str:
        return self.name or str(_("An unnamed person"))  # never the address: this may stand on any page

    @property
    def known_as(self) -> str:
        """What the sealed part of the public record calls them."""
        return f"{self.name} <{self.email}>"


class RoleKind(models.TextChoices):
    """What a person may do in an area."""

    OFFICER = "officer", _("partnership officer")
    CHAIR = "chair", _("independent chair")
    MEMBER = "member", _("member of the group")
    EDITOR = "editor", _("editor for a signatory")
    CHAMPION = "champion", _("champion")
    MEDIATOR = "mediator", _("mediator")
    READER = "reader", _("reader of papers and responses")


STAFF = (RoleKind.OFFICER, RoleKind.CHAIR, RoleKind.MEDIATOR)  # these need a second factor when they sign in


class Roles(models.QuerySet["Role"]):
    """Roles as they are read."""

    def held_on(self, day: date) -> Roles:
        """Held on a day; the last day counts."""
        return self.filter(since__lte=day).filter(Q(until=None) | Q(until__gte=day))

    def over_on(self, day: date) -> Roles:
        """Those that had ended before a day."""
        return self.filter(until__lt=day)

    def of_staff(self, person: Person) -> Roles:
        """The roles of a person that need a second step; held somewhere in the world today."""
        today, day = clock.now().date(), timedelta(days=1)
        return self.filter(person=person, kind__in=STAFF, since__lte=today + day).exclude(until__lt=today - day)

    def of(self, person: Any, area: Area) -> Roles:
        """The roles a person holds in an area today; none for somebody who has not signed in."""
        return self.filter(person_id=person.pk, area=area).held_on(area.today()) if person.pk else self.none()

    def people(self) -> models.QuerySet[Person]:
        """Who holds them, as far as they can be written to."""
        return Person.objects.filter(pk__in=self.values("person"), is_active=True, erased=None).order_by("pk")


class Role(models.Model):
    """One role of one person in one area, held through an organisation, dated."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    area = models.ForeignKey(Area, models.PROTECT, related_name="roles")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="roles")
    kind = models.CharField(max_length=12, choices=RoleKind)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last day

    objects = Roles.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="a_role_ends_after_it_begins",
                violation_error_message=_("The end date of a role can't be before its start date."),
            ),
        )
        indexes = (models.Index(fields=("person", "area")),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.area}"


class Followings(models.QuerySet["Following"]):
    """Followings as they are read."""

    def to_tell(self, area: Area, last: int) -> Followings:
        """Who hears today of what is new up to an entry of the record."""
        told = Q(told_on=None) | Q(told_on__lt=area.today())
        return self.filter(told, area=area, told_up_to__lt=last).exclude(confirmed=None).order_by("pk")


class Following(models.Model):
    """An address that hears of what happens in an area. It needs no account, and is confirmed before it is used."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="followings")
    email = models.EmailField()
    language = models.CharField(max_length=5, default="en")
    key = models.CharField(max_length=43, unique=True)
    asked = models.DateTimeField(default=clock.now)
    confirmed = models.DateTimeField(null=True, blank=True)
    told_up_to = models.BigIntegerField(default=-1)  # the last entry of the record that was told
    told_on = models.DateField(null=True, blank=True)  # the day of the last letter: one a day at most

    objects = Followings.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("area", "email"), name="an_address_follows_once"),)

    def __str__(self) -> str:
        return f"{self.area}: {self.pk}"


WAITS = timedelta(days=1)  # how long a file waits for the rest of its form


class WaitingFile(models.Model):
    """A file chosen in a form in which something else was wrong: it waits, so that nobody has to choose it again."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")  # nobody else gets at it
    key = models.CharField(max_length=43, unique=True)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    made = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = (models.Index(fields=("person", "made")),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.pk}"
