"""A form with every kind of field."""

from __future__ import annotations

from django import forms

from opencompact.site.fields import DayField

SECTORS = [("public", "Public sector"), ("voluntary", "Voluntary sector"), ("both", "Both sectors")]
BODIES = [
    ("", "Choose one"),
    ("Public bodies", [("council", "Wellbridge Council"), ("police", "Wellbridge Police")]),
    ("Groups", [("hall", "Village Hall")]),
]


class EveryField(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Name of the organisation", help_text="As people know it", max_length=200)
    email = forms.EmailField(label="Email address")
    phone = forms.CharField(label="Telephone", widget=forms.TelInput, required=False)
    website = forms.URLField(label="Website", required=False, assume_scheme="https")
    code = forms.CharField(label="Code from the email", max_length=6)
    hours = forms.IntegerField(label="Hours", min_value=0)
    money = forms.DecimalField(label="Amount", required=False)
    reason = forms.CharField(label="Reason", widget=forms.Textarea(attrs={"rows": 4}), max_length=500)
    notes = forms.CharField(label="Notes", widget=forms.Textarea, required=False)
    body = forms.ChoiceField(label="Body", choices=BODIES)
    several = forms.MultipleChoiceField(label="Several", choices=SECTORS, widget=forms.SelectMultiple, required=False)
    sector = forms.ChoiceField(label="Which sector is it in?", choices=SECTORS, widget=forms.RadioSelect)
    outcomes = forms.MultipleChoiceField(
        label="Which outcomes?", choices=SECTORS, widget=forms.CheckboxSelectMultiple, help_text="Choose all that apply"
    )
    agreed = forms.BooleanField(label="We agree to the promises", help_text="All of them")
    held_on = DayField(label="When was it held?", help_text="For example, 31 3 2027")
    ends_on = DayField(label="When does it end?", required=False)
    paper = forms.FileField(label="Paper")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    token = forms.CharField(widget=forms.HiddenInput, initial="t", required=False)
