"""What visitors ask of an agreement, and what those who look after it write down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencompact.core.checks.kinds import applying
from opencompact.core.editions import Check, Commitment, Party, Strength
from opencompact.core.editions import Edition as Document
from opencompact.core.words import said
from opencompact.site.agreements.models import Edition, Outcome
from opencompact.site.agreements.rules import why_not_checked_in_on
from opencompact.site.agreements.wording import MEASURED, STRENGTHS, has_outcomes, party_name
from opencompact.site.fields import DayField, LinkField

LONGEST = 200  # characters of a search
WHAT = {
    "end": gettext_lazy("It ends"),
    "reduce": gettext_lazy("It is reduced"),
    "alter": gettext_lazy("It changes in another way"),
}


class Filter(forms.Form):
    """Which promises of an edition are shown."""

    words = forms.CharField(label=gettext_lazy("Keywords or promise number"), max_length=LONGEST, required=False)
    party = forms.ChoiceField(label=gettext_lazy("Promised by"), required=False)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    measured = forms.ChoiceField(label=gettext_lazy("How it is checked"), required=False)
    strength = forms.ChoiceField(label=gettext_lazy("Strength"), required=False)
    by = forms.ChoiceField(label=gettext_lazy("Group by"), required=False)

    def __init__(self, data: Any, document: Document) -> None:
        super().__init__(data)
        every = ("", _("All"))
        self._choose("party", [every, *((str(each), said(party_name(document, each))) for each in Party)])
        themes = [(each.ref, f"{each.ref}. {said(each.title)}") for each in document.themes]
        self._choose("theme", [every, *themes])
        self._choose("measured", [every, *((str(each), told) for each, told in MEASURED.items())])
        self._choose("strength", [every, *((str(each), STRENGTHS[each]) for each in Strength)])
        self._choose("by", [("", _("Theme")), ("outcome", _("Outcome"))])
        self.fields["words"].widget.attrs["class"] = "govuk-input"
        if not has_outcomes(document):
            del self.fields["by"]

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.widget.attrs["class"] = "govuk-select"
        field.error_messages["invalid_choice"] = _("That is not one of the choices, so all promises are shown.")

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked for and can be; everything else is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def told(self) -> list[str]:
        """What was asked for, in words: "Theme: 5. Managing changes to services"."""
        found = []
        for name, value in self.chosen.items():
            field = self.fields[name]
            chosen = [label for choice, label in getattr(field, "choices", []) if choice == value]
            found.append(f"{field.label}: {chosen[0] if chosen else value}")
        return found

    def found(self, commitments: Iterable[Commitment]) -> list[Commitment]:
        """The promises asked for."""
        wanted = self.chosen
        words = wanted.pop("words", "").casefold().split()
        wanted.pop("by", "")
        attributes = {"party": "by", "theme": "theme", "measured": "verify", "strength": "strength"}
        return [
            each
            for each in commitments
            if all(str(getattr(each, attributes[name])) == value for name, value in wanted.items())
            and all(word in _all_words(each) for word in words)
        ]


def _all_words(commitment: Commitment) -> str:
    """Everything a search of promises looks at."""
    parts = (commitment.ref, said(commitment.summary), said(commitment.text), said(commitment.note))
    return " ".join(parts).casefold()


class NoticeForm(forms.Form):
    """From a day to the day that keeps the promise of notice."""

    given = DayField(label=gettext_lazy("Date of the letter or email"), required=False)
    ends = DayField(label=gettext_lazy("Date the funding or service ends or changes"), required=False)
    what = forms.ChoiceField(label=gettext_lazy("What will happen"), required=False)

    def __init__(self, data: Any, check: Check) -> None:
        asked = any(value and name.startswith(("ends", "given")) for name, value in data.items())
        super().__init__(data if asked else None)
        self.check = check
        self.touched = touched_changes(check)
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        what.choices = [(each, WHAT[each]) for each in self.touched]
        what.widget.attrs["class"] = "govuk-select"
        what.error_messages["invalid_choice"] = _("Choose what will happen from the list.")
        if len(self.touched) == 1:
            del self.fields["what"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        return {**found, "what": found.get("what") or self.touched[0]}


def touched_changes(check: Check) -> list[str]:
    """The kinds of change a check is about, the most usual first."""
    only = applying(check.applies.get("what", []))
    return [each for each in WHAT if not only or each in only or "given" in only]


class CompareForm(forms.Form):
    """Which two editions to put side by side."""

    left = forms.ChoiceField(label=gettext_lazy("First edition"))
    right = forms.ChoiceField(label=gettext_lazy("Second edition"))

    def __init__(self, data: Any, choices: list[tuple[str, str]]) -> None:
        super().__init__(data or None)
        for name in ("left", "right"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Choose an edition")), *choices]
            field.widget.attrs["class"] = "govuk-select"
            field.error_messages |= {
                "required": _("Choose an edition."),
                "invalid_choice": _("There is no such edition here. Choose one from the list."),
            }

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("left") and found.get("left") == found.get("right"):
            self.add_error("right", _("Choose two different editions."))
        return found


class AddressForm(forms.Form):
    """Where the document itself can be read."""

    address = LinkField(
        label=gettext_lazy("Where can the document itself be read?"),
        help_text=gettext_lazy("The web address of the published agreement, such as a PDF on your council's site."),
        max_length=400,
        error_messages={
            "required": gettext_lazy("Enter the address of the document."),
            "invalid": gettext_lazy("Enter a web address, such as https://www.example.gov.uk/compact.pdf"),
        },
    )


class WordsForm(forms.Form):
    """A clause as the document prints it."""

    text = forms.CharField(
        label=gettext_lazy("The clause, word for word"),
        help_text=gettext_lazy("Leave it empty to take the words out again."),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "govuk-textarea"}),
        error_messages={"max_length": gettext_lazy("Keep the clause to 10,000 characters.")},
    )


class CheckInForm(forms.Form):
    """A check-in that was held."""

    on = DayField(
        label=gettext_lazy("Date of the check-in"),
        help_text=gettext_lazy("For example, 31 3 2027"),
        error_messages={"required": gettext_lazy("Enter the date of the check-in.")},
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose an outcome."),
            "invalid_choice": gettext_lazy("Choose an outcome from the list."),
        },
    )
    notes = forms.CharField(
        label=gettext_lazy("Notes"),
        help_text=gettext_lazy("Only the partnership officer and the chair can see your notes."),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "govuk-textarea"}),
        error_messages={"max_length": gettext_lazy("Notes must be 5,000 characters or fewer.")},
    )

    def __init__(self, edition: Edition, data: Any = None) -> None:
        super().__init__(data)
        self.edition = edition

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if why_not := why_not_checked_in_on(self.edition, on):
            raise forms.ValidationError(why_not)
        return on
