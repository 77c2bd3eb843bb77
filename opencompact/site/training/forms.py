"""What people fill in about training, practices and events."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from opencompact.site.accounts.models import Organisation, Sector
from opencompact.site.fields import DayField, LinkField
from opencompact.site.training.models import EventKind

MOST_PEOPLE = 10_000


class SessionForm(forms.Form):
    """A training session."""

    title = forms.CharField(label=_("What is it called?"), max_length=150, error_messages={
        "required": _("Enter the name of the session")
    })  # fmt: skip
    on = DayField(label=_("When?"))
    begins = forms.CharField(
        label=_("What time does it start? (optional)"), max_length=20, required=False, help_text=_("For example: 10am")
    )
    place = forms.CharField(label=_("Where? (optional)"), max_length=200, required=False)
    about = forms.CharField(
        label=_("What is it about? (optional)"), max_length=5000, required=False, widget=forms.Textarea
    )
    organiser = forms.ModelChoiceField(Organisation.objects.none(), label=_("Who organises it?"), error_messages={
        "required": _("Choose who organises it"), "invalid_choice": _("Choose an option from the list")
    })  # fmt: skip
    for_new_members = forms.BooleanField(label=_("Every new member of the group must attend"), required=False)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["organiser"].queryset = organisations  # type: ignore[attr-defined]


def _people(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=MOST_PEOPLE, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Enter how many people attended, or 0 if nobody did"),
            "invalid": _("Enter how many people attended, as a whole number"),
            "min_value": _("Enter 0 or more"),
            "max_value": _("Enter a number up to 10,000"),
        },
    )  # fmt: skip


class HeldForm(forms.Form):
    """Who came, by sector."""

    public = _people(_("How many people from the public sector attended?"))
    voluntary = _people(_("How many people from the voluntary sector attended?"))
    both = _people(_("How many other people attended, from both sectors or from neither?"))

    def came(self) -> dict[Sector, int]:
        """The people of each sector."""
        return {Sector(name): count for name, count in self.cleaned_data.items()}


class CancelForm(forms.Form):
    """Why it is cancelled."""

    reason = forms.CharField(
        label=_("Why is it cancelled?"),
        max_length=300,
        help_text=_("This will be public."),
        error_messages={"required": _("Enter why it is cancelled")},
    )


class EvidenceForm(forms.Form):
    """Where a practice can be seen."""

    evidence = forms.CharField(
        label=_("Where can people see this?"),
        help_text=_("A web address, or words such as: page 4 of the volunteers' welcome pack"),
        max_length=300,
        error_messages={"required": _("Enter where people can see it")},
    )


class EventForm(forms.Form):
    """An event."""

    kind = forms.ChoiceField(label=_("What kind of event is it?"), choices=EventKind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of event it is")})  # fmt: skip
    title = forms.CharField(label=_("What is it called?"), max_length=150, error_messages={
        "required": _("Enter the name of the event")
    })  # fmt: skip
    on = DayField(label=_("When does it start?"))
    until = DayField(label=_("When does it end? (optional)"), required=False)
    place = forms.CharField(label=_("Where? (optional)"), max_length=200, required=False)
    about = forms.CharField(
        label=_("What is it about? (optional)"), max_length=5000, required=False, widget=forms.Textarea
    )
    link = LinkField(label=_("Web address for the event (optional)"), required=False,
        error_messages={"invalid": _("Enter a web address, such as https://example.org/event")})  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("on"), found.get("until")
        if first and last and last < first:
            self.add_error("until", _("The end date can't be before the start date"))
        return found
