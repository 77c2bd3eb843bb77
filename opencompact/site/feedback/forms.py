"""What is typed about what was said and done."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from opencompact.site.feedback.models import Decision
from opencompact.site.fields import DayField, LinkField

WEB = {"invalid": _("Enter a web address that begins with https://, or leave it empty")}
AREA = {"rows": 4}


class IntroductionForm(forms.Form):
    """We asked; you said, in short."""

    asked = forms.CharField(
        label=_("We asked"), max_length=4000, widget=forms.Textarea(AREA),
        help_text=_("What you wanted to know, in two or three sentences."),
        error_messages={"required": _("Enter what you asked")},
    )  # fmt: skip
    heard = forms.CharField(
        label=_("Summary of what people said (optional)"), max_length=4000, required=False, widget=forms.Textarea(AREA),
        help_text=_("The main messages. The points below go into detail."),
    )  # fmt: skip


class PointForm(forms.Form):
    """One thing that was said, and what becomes of it."""

    said = forms.CharField(
        label=_("You said"), max_length=1000, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Enter what was said")},
    )  # fmt: skip
    how_many = forms.IntegerField(
        label=_("How many people said this? (optional)"), required=False, min_value=0, max_value=10_000_000,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"}),
        error_messages={
            "invalid": _("Enter a whole number, such as 84"),
            "min_value": _("Enter a whole number, such as 84"),
            "max_value": _("Enter a number below 10 million"),
        },
    )  # fmt: skip
    decision = forms.ChoiceField(
        label=_("What was decided?"), choices=Decision.choices, required=False, widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the three")},
    )  # fmt: skip
    why = forms.CharField(
        label=_("Why?"), max_length=2000, required=False, widget=forms.Textarea(AREA),
        help_text=_("Needed if it was not agreed, or only partly agreed."),
    )  # fmt: skip
    doing = forms.CharField(
        label=_("What will be done about it?"), max_length=2000, required=False, widget=forms.Textarea(AREA)
    )
    owner = forms.CharField(
        label=_("Who is responsible?"),
        max_length=200,
        required=False,
        help_text=_("A team or an office, not a person."),
    )
    by_when = DayField(label=_("By when?"), required=False)


class DoneForm(forms.Form):
    """What was promised is done."""

    on = DayField(label=_("When was it done?"))
    evidence = forms.CharField(
        label=_("What evidence is there? (optional)"), max_length=2000, required=False, widget=forms.Textarea(AREA)
    )
    link = LinkField(
        label=_("Link to more information (optional)"), max_length=500, required=False,
        error_messages=WEB,
    )  # fmt: skip
