"""What people type about people, organisations, roles and themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from opencompact.site.accounts.models import Kind, Organisation, RoleKind, Sector
from opencompact.site.fields import DayField, LinkField

NEEDS_ORGANISATION = (RoleKind.EDITOR, RoleKind.CHAMPION)
ENTER_EMAIL = {
    "required": _("Enter your email address"),
    "invalid": _("Enter an email address in the correct format, like name@example.org"),
}
ENTER_CODE = {"required": _("Enter the code")}


def code_field(label: Any, hint: Any) -> forms.CharField:
    """A code that was sent or is shown elsewhere."""
    attributes = {"autocomplete": "one-time-code", "class": "govuk-input--width-10", "spellcheck": "false"}
    return forms.CharField(
        label=label, help_text=hint, error_messages=ENTER_CODE, max_length=20, widget=forms.TextInput(attributes)
    )


class RoleForm(forms.Form):
    """Whom to give which role."""

    email = forms.EmailField(
        label=_("Email address"), help_text=_("They use it to sign in. Only partnership officers can see it."),
        error_messages={**ENTER_EMAIL, "required": _("Enter the email address of the person")}, max_length=254,
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    name = forms.CharField(label=_("Name (optional)"), max_length=100, required=False)
    kind = forms.ChoiceField(
        label=_("Role"),
        error_messages={"required": _("Choose a role"), "invalid_choice": _("Choose one of the roles")},
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), required=False,
        help_text=_("Editors and champions hold their role through an organisation."),
        error_messages={"invalid_choice": _("Choose an organisation in this area")},
        empty_label=_("None: for the area itself"),
    )  # fmt: skip
    since = DayField(
        label=_("From"),
        help_text=_("The date the role starts."),
        error_messages={"required": _("Enter the start date")},
    )
    until = DayField(label=_("Until (optional)"), help_text=_("The date the role ends."), required=False)

    def __init__(
        self, *args: Any, kinds: Iterable[RoleKind], organisations: QuerySet[Organisation] | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        if organisations is None:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("kind") in NEEDS_ORGANISATION and "organisation" in self.fields and not told.get("organisation"):
            self.add_error("organisation", _("Choose the organisation they hold this role through"))
        if told.get("since") and told.get("until") and told["until"] < told["since"]:
            self.add_error("until", _("The end date can't be before the start date"))
        return told


class OfficerForm(forms.Form):
    """Whom the administrator appoints as an officer."""

    email = forms.EmailField(
        label=_("Email address of the partnership officer"), max_length=254,
        error_messages={**ENTER_EMAIL, "required": _("Enter the email address of the partnership officer")},
    )  # fmt: skip
    name = forms.CharField(label=_("Name (optional)"), max_length=100, required=False)


class EndForm(forms.Form):
    """The last day of a role."""

    on = DayField(
        label=_("End date"), help_text=_("They keep the role until the end of this date."),
        error_messages={"required": _("Enter the end date")},
    )  # fmt: skip


class OrganisationForm(forms.Form):
    """What is said of an organisation. All of it is public."""

    name = forms.CharField(
        label=_("Name"), max_length=200, error_messages={"required": _("Enter the name of the organisation")}
    )
    name_cy = forms.CharField(label=_("Name in Welsh (optional)"), max_length=200, required=False)
    sector = forms.ChoiceField(
        label=_("Sector"), choices=Sector.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a sector"), "invalid_choice": _("Choose one of the sectors")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=Kind.choices,
        error_messages={"invalid_choice": _("Choose an option from the list")},
    )
    website = LinkField(
        label=_("Website (optional)"), required=False, max_length=200,
        error_messages={"invalid": _("Enter a web address, such as https://example.org")},
    )  # fmt: skip
    identifier = forms.CharField(
        label=_("Identifier (optional)"), max_length=60, required=False,
        help_text=_(
            "Use the form set out on org-id.guide, such as GB-CHC-123456 for a charity or GB-LAE-BST for a "
            "council."),
    )  # fmt: skip


class SuccessorForm(forms.Form):
    """Which body took an organisation's place, and when."""

    successor = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Which organisation replaced it?"),
        error_messages={
            "required": _("Choose the organisation that replaced it"),
            "invalid_choice": _("Choose an organisation in this area"),
        },
    )  # fmt: skip
    on = DayField(
        label=_("From which date?"), help_text=_("The date the new body starts."),
        error_messages={"required": _("Enter the date the new body starts")},
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["successor"].queryset = organisations  # type: ignore[attr-defined]


class NameForm(forms.Form):
    """What a person is called, and in which language we write to them."""

    name = forms.CharField(
        label=_("Your name"), max_length=100, required=False, widget=forms.TextInput({"autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=_("Language for our emails"), choices=settings.LANGUAGES, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language"), "invalid_choice": _("Choose one of the languages")},
    )  # fmt: skip


class NewEmailForm(forms.Form):
    """The address a person wants to sign in with."""

    email = forms.EmailField(
        label=_("New email address"),
        help_text=_("We'll send a code to this address. Nothing changes until you enter it."),
        error_messages=ENTER_EMAIL, max_length=254, widget=forms.EmailInput({"autocomplete": "email"}),
    )  # fmt: skip


class NewEmailCodeForm(forms.Form):
    """The code sent to the new address."""

    code = code_field(_("Code"), _("Eight letters, such as BCDF-GHJK. You can use capital or small letters."))


class FollowForm(forms.Form):
    """Which address hears of an area."""

    email = forms.EmailField(
        label=_("Email address"), error_messages=ENTER_EMAIL, max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language"), "invalid_choice": _("Choose one of the languages")},
    )  # fmt: skip
