"""Reasons, asked for alike wherever something of a notice is published: which case of the agreement, and why in words.

Beside the six files of a room: forms are what a notice says, these are what is said when it becomes public.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from opencompact.core.checks.phrases import noun
from opencompact.core.reasons import explains
from opencompact.core.words import _ as _core
from opencompact.core.words import in_words, sentence
from opencompact.site.consultations.models import Consultation
from opencompact.site.fields import DayField
from opencompact.site.findings.changing import Turned, why_not_turn
from opencompact.site.findings.rules import OTHER, Lacking, cases_of, says_nothing

CHOOSE_CASE = _("Choose the case that fits, or “Another reason”")


def why_field(label: Any, missing: Any) -> forms.CharField:
    """A public reason."""
    return forms.CharField(
        label=label, help_text=_("It is public and stays with the notice. Don't name anyone."), max_length=1000,
        widget=forms.Textarea({"rows": 3}), error_messages={"required": missing}, validators=[check_explains],
    )  # fmt: skip


def check_explains(text: str) -> None:
    """A reason is a sentence."""
    if not explains(text):
        raise forms.ValidationError(says_nothing(text))


class ReasonForm(forms.Form):
    """A form that asks for published reasons: of each the case of the agreement, where it names cases, and words."""

    def __init__(self, *args: Any, row: Consultation, **more: Any) -> None:
        super().__init__(*args, **more)
        self.row = row
        self.reasons: list[str] = []

    def ask_reason(self, name: str, *, required: bool = True) -> None:
        """Ask beside the words which case of the agreement the reason is."""
        self.reasons.append(name)
        cases = cases_of(self.row, name)
        if not cases:
            return
        field = forms.ChoiceField(
            label=_("Which of the cases named in the agreement is it?") if required
            else _("Which of the cases named in the agreement is the reason?"),
            choices=[*((str(at), sentence(case)) for at, case in enumerate(cases)), (OTHER, _("Another reason"))],
            widget=forms.RadioSelect, required=required, initial=self.row.reason_cases.get(name),
            error_messages={"required": CHOOSE_CASE, "invalid_choice": CHOOSE_CASE},
        )  # fmt: skip
        fields = list(self.fields.items())
        place = next((at for at, (each, _field) in enumerate(fields) if each == name), len(fields))
        self.fields = dict([*fields[:place], (f"{name}_case", field), *fields[place:]])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        chosen = dict(self.row.reason_cases)
        for name in self.reasons:
            text, case = str(found.get(name) or ""), found.pop(f"{name}_case", "")
            if text and not explains(text):
                self.add_error(name, says_nothing(text))
            if text and f"{name}_case" in self.fields and not case and f"{name}_case" not in self.errors:
                self.add_error(f"{name}_case", CHOOSE_CASE)
            chosen = {key: value for key, value in {**chosen, name: case if text else ""}.items() if value}
        return {**found, "reason_cases": chosen} if self.reasons else found


class LackingForm(ReasonForm):
    """Asks for the reasons that lack, and no others."""

    def __init__(self, *args: Any, lacking: Iterable[Lacking] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        for each in lacking:
            if each.field in self.fields:
                continue
            name = _core(noun(Consultation.REGISTER, each.field))
            self.fields[each.field] = forms.CharField(
                label=sentence(name), help_text=each.says, max_length=1000, widget=forms.Textarea({"rows": 3}),
                error_messages={"required": _("Enter %(reason)s") % {"reason": name}},
            )  # fmt: skip
            self.ask_reason(each.field)


class PublishForm(LackingForm):
    """The reasons a plan lacks, and no others; where questions are written, whether they are published with it."""

    questions = forms.ChoiceField(
        label=_("Do you want to publish the questions as well?"), widget=forms.RadioSelect, initial="now",
        error_messages={"required": _("Choose when the questions are published")},
    )  # fmt: skip

    def __init__(self, *args: Any, written: int = 0, later: date | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self._ask(written, later)

    def _ask(self, written: int, later: date | None) -> None:
        """Questions that are written are published now, or on the later date the plan gives."""
        if not written or later is None:
            del self.fields["questions"]
            return
        now = ngettext("Yes, publish the question now", "Yes, publish the %(count)s questions now", written)
        told = _("No, publish them later, by %(day)s")
        choices = [("now", now % {"count": written}), ("later", told % {"day": in_words(later)})]
        self.fields["questions"].choices = choices  # type: ignore[attr-defined]


class ShownByForm(forms.Form):
    """What shows a fact that is changed after the fact."""

    shown_by = forms.CharField(
        label=_("What shows it?"), max_length=1000, widget=forms.Textarea({"rows": 3}),
        help_text=_("Such as the newsletter and its date, or a link. It is public and stays with the notice."),
        error_messages={"required": _("Say what shows it")},
    )  # fmt: skip

    def __init__(self, *args: Any, found: Iterable[Turned], **more: Any) -> None:
        super().__init__(*args, **more)
        self.found = list(found)

    def clean_shown_by(self) -> str:
        text = str(self.cleaned_data["shown_by"])
        why_not = why_not_turn(self.found, text)
        if why_not:
            raise forms.ValidationError(why_not)
        return text


class ExtendForm(LackingForm):
    """A later closing day, and why."""

    closes = DayField(
        label=_("What is the new closing date?"),
        help_text=_("It closes at 11:59pm on that date, which must be later than now planned."),
    )
    why = why_field(_("Why are you extending it?"), _("Say why you are extending it"))


class WithdrawForm(forms.Form):
    """Why it is withdrawn."""

    why = why_field(_("Why are you withdrawing it?"), _("Say why you are withdrawing it"))
