"""What is asked of an organisation that wants to sign, a group of questions a page; and the forms of the officer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from opencompact.site.accounts.models import Kind, Organisation, Sector
from opencompact.site.accounts.rules import named_alike
from opencompact.site.fields import DayField, LinkField
from opencompact.site.signatories.models import CONTACT, Signatory, State, Wish

MOST_MEMBERS = 500
PHONE = RegexValidator(r"^[0-9+()\-. /extEXT]{5,40}\Z", _("Enter a telephone number, such as 01632 960001."))
NUMBER = RegexValidator(
    r"^[A-Za-z0-9 /-]{2,40}\Z", _("Enter the number as it appears on the register, such as 1126147.")
)


def typed(request: HttpRequest) -> QueryDict | None:
    """What a form is given: what was sent, nothing where the page is only read."""
    return request.POST if request.method == "POST" else None


def text(label: Any, missing: Any, autocomplete: str = "", most: int = 100, help_text: Any = "") -> forms.CharField:
    """A text that has to be given."""
    widget = forms.TextInput({"autocomplete": autocomplete} if autocomplete else {})
    return forms.CharField(
        label=label, help_text=help_text, max_length=most, widget=widget, error_messages={"required": missing}
    )


def email(label: Any, help_text: Any = "", required: bool = True) -> forms.EmailField:
    """An email address."""
    wrong = _("Enter an email address, such as name@example.org.")
    widget = forms.EmailInput({"autocomplete": "email", "spellcheck": "false"})
    return forms.EmailField(
        label=label, help_text=help_text, required=required, widget=widget,
        error_messages={"required": wrong, "invalid": wrong},
    )  # fmt: skip


def day(label: Any, help_text: Any = "", required: bool = True) -> DayField:
    """A day."""
    return DayField(label=label, help_text=help_text, required=required)


class OrganisationForm(forms.Form):
    """Who wants to sign."""

    name = text(_("Name of the organisation"), _("Enter the name of the organisation."), "organization", 200)
    sector = forms.ChoiceField(
        label=_("Which sector is it in?"), choices=Sector.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose the organisation's sector.")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("What kind of organisation is it?"), choices=[("", _("Choose one")), *Kind.choices],
        error_messages={"required": _("Choose what kind of organisation it is.")},
    )  # fmt: skip
    identifier = forms.CharField(
        label=_("Charity or company number (optional)"), help_text=_("Many small groups have none."), required=False,
        max_length=40, validators=[NUMBER],
    )  # fmt: skip
    website = LinkField(
        label=_("Website (optional)"), required=False,
        widget=forms.URLInput({"autocomplete": "url"}),
        error_messages={"invalid": _("Enter a web address, such as https://example.org.")},
    )  # fmt: skip

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


def members_field(help_text: Any = "") -> forms.CharField:
    """A list of organisations, one a line."""
    widget = forms.Textarea({"rows": 8, "autocomplete": "off"})
    return forms.CharField(label=_("Names of the members, one per line"), required=False, help_text=help_text,
                           widget=widget, validators=[MaxLengthValidator(50_000), _why_not_members])  # fmt: skip


def _why_not_members(value: str) -> None:
    lines = value.splitlines()
    if len(lines) > MOST_MEMBERS:
        raise forms.ValidationError(_("List up to 500 members."))
    if any(len(line) > 200 for line in lines):
        raise forms.ValidationError(_("Write one member per line, up to 200 characters each."))


class MembersForm(forms.Form):
    """Whether it signs for others too: a parish forum, a network."""

    for_members = forms.ChoiceField(
        label=_("Does it sign for its members too?"), widget=forms.RadioSelect,
        help_text=_("A parish forum or a network can sign for its members, if they have agreed."),
        choices=[("no", _("No, for itself only")), ("yes", _("Yes, for its members too"))],
        error_messages={"required": _("Choose whether it signs for its members too.")},
    )  # fmt: skip
    members = members_field(_("Only if it signs for them. The list is public."))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("for_members") == "yes" and not given.get("members", "").strip() and "members" not in self.errors:
            self.add_error("members", _("List the members it signs for, one per line."))
        if given.get("for_members") == "no":
            given["members"] = ""
        return given


class ContactForm(forms.Form):
    """Whom to write to about the signature."""

    contact_name = text(_("Your name"), _("Enter your name."), "name")
    contact_role = text(_("Your role in the organisation"), _("Enter your role, such as chair or clerk."),
                        "organization-title")  # fmt: skip
    contact_email = email(_("Email address"), _("We'll email you a link to confirm that you asked."))
    contact_address = forms.CharField(
        label=_("Postal address"), max_length=500, error_messages={"required": _("Enter the postal address.")},
        widget=forms.Textarea({"rows": 4, "autocomplete": "street-address"}),
    )  # fmt: skip
    contact_phone = forms.CharField(
        label=_("Telephone number (optional)"), max_length=40, required=False, validators=[PHONE],
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    wants_account = forms.BooleanField(
        label=_("I want to sign in here, to keep our entry and our champions up to date"), required=False
    )


class ChampionForm(forms.Form):
    """Who is to be champion."""

    when = forms.ChoiceField(
        label=_("Do you already know who your champion will be?"), widget=forms.RadioSelect,
        choices=[("now", _("Yes")), ("later", _("No, we'll tell you later"))],
        error_messages={"required": _("Choose whether you already know who your champion will be.")},
    )  # fmt: skip
    champion_name = forms.CharField(label=_("Name of the champion"), required=False, max_length=100)
    champion_role = forms.CharField(label=_("Role in the organisation"), required=False, max_length=100)
    champion_email = email(_("Email address of the champion"), _("Never public."), required=False)
    champion_consents = forms.BooleanField(
        label=_("The champion agrees to their name being public"), required=False,
        help_text=_("If not, only the role is shown."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        missing = {
            "champion_name": _("Enter the name of the champion."),
            "champion_role": _("Enter the role of the champion in the organisation."),
            "champion_email": _("Enter the email address of the champion."),
        }
        for name, says in missing.items():
            if given.get("when") == "now" and not given.get(name) and name not in self.errors:
                self.add_error(name, says)
            if given.get("when") == "later":
                given[name] = ""
        given["champion_consents"] = bool(given.get("champion_consents")) and given.get("when") == "now"
        return given


class PledgeForm(forms.Form):
    """The pledge."""

    pledged = forms.BooleanField(
        label=_("I make this pledge for my organisation"),
        error_messages={"required": _("Tick the box if your organisation makes the pledge.")},
    )
    discussed = forms.BooleanField(
        label=_("I have read the agreement, and it was discussed in my organisation"),
        error_messages={"required": _("Read the agreement and discuss it in your organisation before you tick this.")},
    )


STEPS: dict[str, tuple[Any, type[forms.Form]]] = {
    "organisation": (_("Your organisation"), OrganisationForm),
    "members": (_("Members"), MembersForm),
    "contact": (_("Contact details"), ContactForm),
    "champion": (_("Your champion"), ChampionForm),
    "pledge": (_("The pledge"), PledgeForm),
}
NOT_KEPT = {"for_members", "when", "pledged", "discussed"}  # asked, but no part of a wish


class AcceptForm(forms.Form):
    """The officer's yes."""

    organisation = forms.ChoiceField(
        label=_("Is it already in this area's list of organisations?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of these, or say that it is new.")},
    )  # fmt: skip
    on = day(_("Signed on"), _("For example, 31 3 2027"))
    account = forms.BooleanField(label=_("Let the contact sign in as editor for the organisation"), required=False)

    def __init__(self, *args: Any, wish: Wish, **more: Any) -> None:
        super().__init__(*args, **more)
        self.likely = {str(each.pk): each for each in likely(wish)}
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((pk, f"{each.name} ({each.get_kind_display()})") for pk, each in self.likely.items()),
            ("new", _("No, add it as a new organisation")),
        ]

    @property
    def chosen(self) -> Organisation | None:
        return self.likely.get(self.cleaned_data["organisation"])


def likely(wish: Wish) -> list[Organisation]:
    """Organisations of the area a wish may mean: the same name or number first, then those that share a long word."""
    same = Q(pk__in=[each.pk for each in named_alike(wish.area, wish.name)])
    if wish.identifier:
        same |= Q(identifier__iexact=wish.identifier)
    words = sorted((word for word in wish.name.split() if len(word) > 3), key=len, reverse=True)[:3]
    near = same
    for word in words:
        near |= Q(name__icontains=word)
    here = Organisation.objects.filter(area=wish.area, ended=None)
    first = list(here.filter(same)[:4])
    return [*first, *(each for each in here.filter(near)[:12] if each not in first)][:8]


class RefuseForm(forms.Form):
    """The officer's no."""

    reason = forms.CharField(
        label=_("Why it is not accepted"), max_length=2_000, widget=forms.Textarea({"rows": 6}),
        help_text=_("Sent to the organisation only."),
        error_messages={"required": _("Say why, so that the organisation knows what it can do.")},
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """A signatory withdraws."""

    on = day(_("End date"), _("For example, 31 3 2027"))
    reason = forms.CharField(
        label=_("Reason (optional)"), required=False, max_length=2_000, widget=forms.Textarea({"rows": 5}),
        help_text=_("This is public. Don't name anyone."),
    )  # fmt: skip


class PassOnForm(forms.Form):
    """A successor takes the signature over."""

    successor = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=_("The organisation replacing it"),
        error_messages={
            "required": _("Choose the organisation replacing this one."),
            "invalid_choice": _("Choose the organisation replacing this one."),
        },
    )  # fmt: skip
    on = day(_("From"), _("The date it took over, for example 1 4 2027"))

    def __init__(self, *args: Any, signatory: Signatory, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["successor"]
        assert isinstance(field, forms.ModelChoiceField)
        here = Organisation.objects.filter(area=signatory.area_id, ended=None)
        field.queryset = here.exclude(pk=signatory.organisation_id)
        field.initial = signatory.organisation.successor_id


class SignatoryContactForm(ContactForm):
    """Whom to write to, as the signatory's editor keeps it."""

    wants_account = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["contact_name"].label = _("Name")
        self.fields["contact_role"].label = _("Role in the organisation")
        self.fields["contact_email"].help_text = _("We'll send emails about the signature to this address.")

    @staticmethod
    def of(signatory: Signatory) -> dict[str, str]:
        return {name: getattr(signatory, name) for name in CONTACT}


class SignatoryMembersForm(forms.Form):
    """The members a signatory signs for."""

    members = members_field(_("The list is public. Leave it empty if the organisation signs for itself only."))


class FilterForm(forms.Form):
    """How the register is narrowed."""

    words = forms.CharField(label=_("Keywords"), required=False, max_length=100)
    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=[("", _("All")), *Sector.choices])
    state = forms.ChoiceField(
        label=_("Status"), required=False,
        choices=[
            ("", _("All")), ("present", _("Signed the edition in force")), ("before", _("Signed the previous edition")),
            (State.NAMED, State.NAMED.label), (State.WITHDRAWN, State.WITHDRAWN.label),
            (State.PASSED_ON, State.PASSED_ON.label),
        ],
    )  # fmt: skip
