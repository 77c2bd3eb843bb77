"""What people fill in about resources."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from opencompact.site.accounts.models import Organisation
from opencompact.site.fields import DayField
from opencompact.site.resources.models import Form, Source, year_in_words
from opencompact.site.resources.rules import YEARS_AHEAD

MOST = Decimal("999999999.99")
AMOUNT = {
    "required": _("Enter the amount as a number, such as 2500 or 120"),
    "invalid": _("Enter the amount as a number, such as 2500 or 120"),
    "min_value": _("The amount can't be less than 0"),
    "max_value": _("The amount must be less than 1,000,000,000"),
    "max_digits": _("The amount must be less than 1,000,000,000"),
    "max_decimal_places": _("Enter pence with two digits, such as 12.50"),
    "max_whole_digits": _("The amount must be less than 1,000,000,000"),
}


def amount(label: Any, hint: Any = "") -> forms.DecimalField:
    """A field for pounds or hours."""
    return forms.DecimalField(
        label=label, help_text=hint, min_value=0, max_value=MOST, decimal_places=2, error_messages=AMOUNT,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip


class PlanForm(forms.Form):
    """One planned contribution."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Who gives it?"),
        error_messages={
            "required": _("Choose the organisation"),
            "invalid_choice": _("Choose an option from the list"),
        },
    )
    source = forms.ChoiceField(
        label=_("Which source does it count towards?"),
        help_text=_("The four sources of the resourcing formula."),
        choices=Source.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the source")},
    )
    form = forms.ChoiceField(
        label=_("What is it?"),
        choices=Form.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose money, hours or in kind")},
    )
    planned = amount(
        _("How much is planned?"), _("Enter pounds for money or the value of help in kind, or hours for time given.")
    )
    what = forms.CharField(
        label=_("What exactly? (optional)"), max_length=200, required=False, help_text=_("For example, room hire")
    )
    year = forms.TypedChoiceField(label=_("Which financial year is it for?"), coerce=int)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], this_year: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        years = range(this_year + YEARS_AHEAD, this_year - 10, -1)
        self.fields["year"].choices = [(year, year_in_words(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["year"].initial = this_year

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("form") == Form.KIND and not found.get("what"):
            self.add_error("what", _("Enter what is given in kind, such as room hire"))
        return found


class GivenForm(forms.Form):
    """What was given in the end."""

    given = amount(_("How much was given?"), _("Use the same unit as the plan. Enter 0 if nothing was given."))


class PostForm(forms.Form):
    """A paid post."""

    title = forms.CharField(
        label=_("What is the post called?"), max_length=120, error_messages={"required": _("Enter a name")}
    )
    employer = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Who employs it?"), error_messages={"required": _("Choose the employer")}
    )
    hours_a_week = forms.DecimalField(
        label=_("How many hours a week?"),
        min_value=Decimal("0.5"),
        max_value=48,
        decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "required": _("Enter the hours a week, such as 18.5"),
            "invalid": _("Enter the hours a week as a number, such as 18.5"),
            "min_value": _("A post must be at least half an hour a week"),
            "max_value": _("A post can be up to 48 hours a week"),
            "max_decimal_places": _("Enter hours with up to one decimal place, such as 18.5"),
        },
    )
    paid_by = forms.CharField(label=_("Who pays for it? (optional)"), max_length=200, required=False)
    since = DayField(label=_("From which date?"))

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["employer"].queryset = organisations  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """The last day of a post."""

    on = DayField(label=_("What is the end date?"))


def year_asked(text: str, today_year: int, known: list[int]) -> int:
    """The year of the address, else this year, else the latest of which something is known."""
    if text.isascii() and text.isdigit() and len(text) == 4:
        return int(text)
    return today_year if today_year in known or not known else known[0]
