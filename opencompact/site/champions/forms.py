"""What is asked about a champion, and of those who write to one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencompact.site.accounts.models import Sector
from opencompact.site.champions.models import Champion, Kind
from opencompact.site.signatories.forms import day, email, text

FIELDS = ("kind", "department", "name", "consents", "role", "email", "since", "until")


class ChampionForm(forms.Form):
    """One champion."""

    kind = forms.ChoiceField(
        label=_("What kind of champion?"), choices=Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of champion it is.")},
    )  # fmt: skip
    department = forms.CharField(
        label=_("Department (optional)"), help_text=_("For a large body, such as Housing. This is public."),
        required=False,
        max_length=100,
    )  # fmt: skip
    role = text(_("Role in the organisation"), _("Enter the role, such as head of partnerships."),
                help_text=_("This is public."))  # fmt: skip
    name = text(_("Name"), _("Enter the name of the champion."), "off")
    consents = forms.BooleanField(
        label=_("The champion agrees to their name being public"), required=False,
        help_text=_("If not, only the role is shown."),
    )  # fmt: skip
    email = email(_("Email address"), _("Never public. Messages sent from the champion's page go to this address."))
    since = day(_("Champion since"), _("For example, 31 3 2027"))
    until = day(_("Until (optional)"), _("The date the term ends, if one is agreed"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == Kind.DEPARTMENT and not given.get("department") and "department" not in self.errors:
            self.add_error("department", _("Enter the department."))
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end date can't be before the start date."))
        return given

    @staticmethod
    def of(champion: Champion) -> dict[str, Any]:
        return {name: getattr(champion, name) for name in FIELDS}


class EndForm(forms.Form):
    """A term ends."""

    on = day(_("End date"), _("For example, 31 3 2027"))


class TrainedForm(forms.Form):
    """Training done."""

    on = day(_("Date of the training"), _("For example, 31 3 2027"))


class MessageForm(forms.Form):
    """A visitor's message to a champion."""

    name = text(_("Your name"), _("Enter your name."), "name")
    email = email(_("Your email address"), _("The champion will reply to it."))
    text = forms.CharField(
        label=_("Your message"), max_length=4_000, widget=forms.Textarea({"rows": 8}),
        error_messages={"required": _("Write your message.")},
    )  # fmt: skip


class FilterForm(forms.Form):
    """How the directory is narrowed."""

    words = forms.CharField(label=_("Keywords"), required=False, max_length=100)
    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=[("", _("All")), *Sector.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices])
    department = forms.CharField(label=_("Department"), required=False, max_length=100)
    signatory = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**62)
