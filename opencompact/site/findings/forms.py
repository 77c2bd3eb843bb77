"""What is typed about a finding and about a promise that people judge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from opencompact.site.accounts.models import Organisation
from opencompact.site.fields import DayField
from opencompact.site.findings.models import Said, Word


class _ForOne(forms.Form):
    """A form filled in for an organisation; where a person speaks for one only, nothing is asked."""

    organisation = forms.TypedChoiceField(
        label=_("For which organisation do you speak?"), coerce=int, widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose for which organisation you speak"),
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
        Word.REPLY: _("What happened, and what you do about it."),
        Word.CONTEST: _("Why you see it otherwise. Where a fact is wrong, have it amended too."),
        Word.CONTEXT: _("What somebody who reads it should know."),
    }


class SayForm(_ForOne):
    """A reply, an objection, or something to add."""

    kind = forms.ChoiceField(
        label=_("What do you want to say?"), choices=Word, widget=_Kinds,
        error_messages={
            "required": _("Choose what you want to say"), "invalid_choice": _("Choose one of the three"),
        },
    )  # fmt: skip
    words = forms.CharField(
        label=_("In your words"), max_length=2000, widget=forms.Textarea({"rows": 6}),
        help_text=_("Everybody can read it beside the finding. Leave out names of people and what is private."),
        error_messages={"required": _("Enter what you want to say")},
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
        label=_("What shows it?"), max_length=4000, widget=forms.Textarea({"rows": 6}),
        help_text=_("What you saw, when and where. Everybody can read it. Leave out names of people."),
        error_messages={"required": _("Enter what shows it")},
    )  # fmt: skip
    link = forms.URLField(
        label=_("Where it can be seen"), max_length=200, required=False, assume_scheme="https",
        error_messages={"invalid": _("Enter a whole address, such as https://example.org/minutes")},
    )  # fmt: skip
    on = DayField(
        label=_("Of which day do you speak?"), help_text=_("Today, if you speak of how it is now."),
        error_messages={"required": _("Enter the day")},
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("Give a day that has come"))
        if on.year < 2000:
            raise forms.ValidationError(_("Give a day from 2000 on"))
        return on
