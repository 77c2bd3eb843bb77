"""What is typed about a finding and about a promise that people judge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from opencompact.site.accounts.models import Organisation
from opencompact.site.fields import DayField, LinkField
from opencompact.site.findings.models import Said, Word


class _ForOne(forms.Form):
    """A form filled in for an organisation; where a person speaks for one only, nothing is asked."""

    organisation = forms.TypedChoiceField(
        label=_("Which organisation are you speaking for?"), coerce=int, widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the organisation you are speaking for"),
            "invalid_choice": _("Choose one of the organisations"),
        },
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.organisations = {each.pk: each for each in organisations}
        field = self.fields["organisation"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(each.pk, each.name) for each in organisations]
        if len(organisations) == 1:
            del self.fields["organisation"]
        elif len(organisations) > 10:
            field.widget = forms.Select(choices=[("", _("Choose one")), *field.choices])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        chosen = told.get("organisation") or next(iter(self.organisations))
        return {**told, "organisation": self.organisations[chosen]}


class _Kinds(forms.RadioSelect):
    """What can be said of a finding, each with what it is for."""

    hints: ClassVar = {
        Word.REPLY: _("What happened, and what you are doing about it."),
        Word.CONTEST: _("Why you disagree. If a fact is wrong, ask for it to be corrected too."),
        Word.CONTEXT: _("What readers should know."),
    }


class SayForm(_ForOne):
    """A reply, an objection, or something to add."""

    kind = forms.ChoiceField(
        label=_("What kind of statement is it?"), choices=Word, widget=_Kinds,
        error_messages={
            "required": _("Choose the kind of statement"), "invalid_choice": _("Choose one of the three"),
        },
    )  # fmt: skip
    words = forms.CharField(
        label=_("Your statement"), max_length=2000, widget=forms.Textarea({"rows": 6}),
        help_text=_("Anyone can read it beside the finding. Leave out people's names and anything private."),
        error_messages={"required": _("Enter your statement")},
    )  # fmt: skip


class JudgeForm(_ForOne):
    """How a side says a promise was kept that no date can settle."""

    said = forms.ChoiceField(
        label=_("How was it kept?"), choices=Said, widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how it was kept"), "invalid_choice": _("Choose one of the answers"),
        },
    )  # fmt: skip
    evidence = forms.CharField(
        label=_("What is the evidence?"), max_length=4000, widget=forms.Textarea({"rows": 6}),
        help_text=_("What you saw, when and where. Anyone can read it. Leave out people's names."),
        error_messages={"required": _("Enter the evidence")},
    )  # fmt: skip
    link = LinkField(
        label=_("Link to evidence"), max_length=200, required=False,
        error_messages={"invalid": _("Enter a full web address, such as https://example.org/minutes")},
    )  # fmt: skip
    on = DayField(
        label=_("What date does this refer to?"), help_text=_("Enter today's date if you mean how things are now."),
        error_messages={"required": _("Enter the date")},
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("Enter a date that is not in the future"))
        if on.year < 2000:
            raise forms.ValidationError(_("Enter a date from 2000 onwards"))
        return on
