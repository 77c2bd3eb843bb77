"""What people fill in about the group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencompact.site.accounts.models import Organisation
from opencompact.site.areas.models import Area
from opencompact.site.fields import DayField

AGREE = _("Tick the box if they agreed to be named here, or leave the name out")


def number(label: Any, hint: Any = "", *, least: int = 0, most: int = 99, initial: int = 0) -> forms.IntegerField:
    """A field for a small number."""
    says = _("Enter a number from %(least)s to %(most)s") % {"least": least, "most": most}
    errors = {"required": says, "invalid": says, "min_value": says, "max_value": says}
    return forms.IntegerField(
        label=label, help_text=hint, min_value=least, max_value=most, initial=initial, error_messages=errors,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )  # fmt: skip


def lines(label: Any, hint: Any = "", *, required: Any = "", rows: int = 4) -> forms.CharField:
    """A field for a few lines of text."""
    return forms.CharField(
        label=label, help_text=hint, required=bool(required), max_length=5000,
        widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": required} if required else {},
    )  # fmt: skip


class NamedByConsent(forms.Form):
    """A form with a person's name in it, which is kept only with their consent."""

    named = ""

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get(self.named) and not found.pop("agreed", False):
            self.add_error("agreed", AGREE)
        found.pop("agreed", None)
        return found


class GroupForm(NamedByConsent):
    """What is said of the group."""

    named = "chair_name"

    name = forms.CharField(
        label=_("What is the group called?"),
        help_text=_("For example, Compact Partners’ Group"),
        max_length=120,
        error_messages={"required": _("Enter the name of the group")},
    )
    purpose = lines(_("What is it for? (optional)"), _("A sentence or two in plain English."))
    answers_to = forms.CharField(
        label=_("Who does it answer to?"),
        help_text=_("The board, partnership or meeting that it reports to."),
        max_length=200,
        error_messages={"required": _("Enter who the group answers to")},
    )
    chosen_how = lines(_("How are members chosen? (optional)"))
    quorum_total = number(_("How many members are needed for a quorum?"), _("Enter 0 if no number has been agreed."))
    quorum_each = number(_("How many of them must come from each sector?"))
    months_between = number(_("How many months between annual meetings?"), least=1, most=60, initial=12)
    chair_about = forms.CharField(
        label=_("What kind of chair does it have? (optional)"),
        help_text=_("For example: independent chair, or a chair from each sector in turn"),
        max_length=200,
        required=False,
    )
    chair_name = forms.CharField(
        label=_("Name of the chair (optional)"),
        max_length=100,
        required=False,
    )
    agreed = forms.BooleanField(label=_("They agreed to be named on this site"), required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        total, each = found.get("quorum_total"), found.get("quorum_each")
        if total is not None and each is not None and 2 * each > total:
            self.add_error(
                "quorum_total", _("The quorum can't be less than the number needed from the two sectors together")
            )
        return found


class FormGroupForm(GroupForm):
    """The group at its beginning."""

    formed = DayField(label=_("When was the group set up?"))


class SeatForm(NamedByConsent):
    """How a member sits in the group."""

    named = "person_name"

    seats = number(
        _("How many of its people count towards the quorum?"),
        _("Usually one for each member."),
        least=1,
        most=20,
        initial=1,
    )
    person_name = forms.CharField(label=_("Who represents it? (optional)"), max_length=100, required=False)
    agreed = forms.BooleanField(label=_("They agreed to be named on this site"), required=False)


class MemberForm(SeatForm):
    """An organisation that joins."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Which organisation is joining?"),
        error_messages={
            "required": _("Choose the organisation"),
            "invalid_choice": _("Choose an option from the list"),
        },
    )
    since = DayField(label=_("When did it join?"))
    field_order = ("organisation", "since", "seats", "person_name", "agreed")

    def __init__(self, *args: Any, area: Area, **more: Any) -> None:
        super().__init__(*args, **more)
        standing = Organisation.objects.filter(area=area, ended=None)
        self.fields["organisation"].queryset = standing  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    """The last day of a member."""

    on = DayField(label=_("What is the end date?"))
