"""What can be planned and asked about here, by which edition, and who may keep it as a private plan."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencompact.site.accounts.rules import spoken_for
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.findings.rules import checker
from opencompact.site.rules import Due


class Kind(NamedTuple):
    """Something a body may want to do, and the register in which it ends up. Each register adds a row here."""

    slug: str
    register: str
    wants: str | Lazy  # what you want to do
    about: str | Lazy  # what it is


KINDS = (
    Kind("consultation", "consultations", gettext_lazy("Consult people"), gettext_lazy("A consultation")),
)  # fmt: skip


def kind_of(slug: str) -> Kind | None:
    """What an address names."""
    return next((each for each in KINDS if each.slug == slug), None)


def why_not_ask(kind: Kind, edition: Edition | None) -> str | None:
    """There must be an edition in force, and a promise in it that days or records can show."""
    if edition is None:
        return _("No edition is in force today, so there is nothing to check a plan against.")
    if not checker(edition).readers.get(kind.register):
        told = _("The %(title)s makes no promise about this that can be checked from records.")
        return told % {"title": edition.title}
    return None


def why_not_keep(person: Any, area: Area) -> str | None:
    """Who speaks for a body can keep a plan, which only its people and the officer see."""
    if not person.is_authenticated:
        return _("Sign in to save this as a private plan, or to use it to create the record.")
    if not spoken_for(person, area).exists():
        return _("Only people who act for an organisation in this area can save this as a private plan.")
    return None


def due(person: Any, area: Area, today: date) -> list[Due]:
    """Nothing waits here: what is kept as a plan is a record of its own room."""
    return []
