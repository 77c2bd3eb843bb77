"""What the body fills in: its questions, and answers that came in on paper."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencompact.site.areas.models import Area
from opencompact.site.consultations.models import Consultation
from opencompact.site.fields import DayField
from opencompact.site.findings.models import lines
from opencompact.site.group.forms import number
from opencompact.site.responses.models import CHOSEN, COUNTED, Kind, Question, Way

MOST_OPTIONS = 50
LONGEST_OPTION = 200  # characters
SHEET = 5_000_000  # bytes of a file of answers


def words(label: Any, hint: Any = "", *, required: Any = "", rows: int = 4, most: int = 4000) -> forms.CharField:
    """A field for a few lines of text."""
    return forms.CharField(
        label=label, help_text=hint, required=bool(required), max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": required} if required else {},
    )  # fmt: skip


class IntroductionForm(forms.Form):
    """What stands before the questions."""

    introduction = words(_("What do people need to know before they respond?"), rows=8)
    privacy = words(
        _("What will you do with the responses?"),
        _("Who reads them, how long they are kept, who to ask. Shown on the first page."),
        required=_("Enter what you will do with the responses"),
        rows=6,
    )


class QuestionForm(forms.Form):
    """One question of a kind."""

    text = words(_("Question"), required=_("Write the question"), rows=2, most=500)
    hint = words(_("Hint under the question (optional)"), rows=2, most=500)
    options = words(
        _("Answers to choose from"), _("One per line."), required=_("Write at least two, one per line"), rows=8,
        most=5000,
    )  # fmt: skip
    required = forms.BooleanField(label=_("This question must be answered"), required=False)

    def __init__(self, *args: Any, kind: Kind, apart: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.kind, self.apart = kind, apart
        if kind not in CHOSEN:
            del self.fields["options"]
        elif kind == Kind.SCALE:
            self.fields["options"].label = _("Points on the scale, from one end to the other")
        if apart:
            del self.fields["required"]

    def clean_options(self) -> str:
        found = lines(self.cleaned_data["options"])
        if len(found) < 2:
            raise forms.ValidationError(_now("Write at least two, one per line"))
        if len(found) > MOST_OPTIONS or any(len(each) > LONGEST_OPTION for each in found):
            raise forms.ValidationError(_now("Write at most 50, each with at most 200 characters"))
        if len(set(found)) < len(found):
            raise forms.ValidationError(_now("Write each only once"))
        return "\n".join(found)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if self.apart and self.kind not in COUNTED:
            raise forms.ValidationError(_now("An equality question is answered by choosing, so that it can be counted"))
        return found


class CorrectForm(forms.Form):
    """A slip in a question that can be answered already."""

    text = words(_("Question"), required=_("Write the question"), rows=2, most=500)
    hint = words(_("Hint under the question (optional)"), rows=2, most=500)
    why = words(
        _("What was wrong?"), _("Anyone can read this."), required=_("Enter what was wrong, in a sentence"), rows=2,
        most=500,
    )  # fmt: skip


class CopyForm(forms.Form):
    """Another consultation of the body, to take its questions over."""

    source = forms.ModelChoiceField(
        Consultation.objects.none(),
        label=_("Which consultation do you want to copy from?"),
        error_messages={"required": _("Choose a consultation"), "invalid_choice": _("Choose an option from the list")},
    )

    def __init__(self, *args: Any, consultation: Consultation, **more: Any) -> None:
        super().__init__(*args, **more)
        others = Consultation.objects.filter(body=consultation.body_id, questions__isnull=False).distinct()
        self.fields["source"].queryset = others.exclude(pk=consultation.pk).order_by("-pk")  # type: ignore[attr-defined]


class CameInForm(forms.Form):
    """How answers came in that were not given online."""

    way = forms.ChoiceField(
        label=_("How was it received?"), choices=[(each.value, each.label) for each in Way if each != Way.ONLINE],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose how it was received")),
    )  # fmt: skip


class EnterForm(CameInForm):
    """One answer that came in on paper, at a meeting or by telephone."""

    received = DayField(label=_("When was it received?"))
    people = number(
        _("How many people does this response speak for?"),
        _("Enter more than 1 only if a meeting or household gave one response together."),
        least=1, most=100_000, initial=1,
    )  # fmt: skip


class FileForm(CameInForm):
    """Many answers in a file."""

    file = forms.FileField(
        label=_("File"), help_text=_("A CSV or Excel file (.xlsx) with one row for each response, up to 5 MB."),
        error_messages={"required": _("Choose a file"), "empty": _("This file is empty")},
    )  # fmt: skip

    def clean_file(self) -> UploadedFile[Any]:
        found: UploadedFile[Any] = self.cleaned_data["file"]
        if not str(found.name or "").lower().endswith((".csv", ".xlsx")):
            raise forms.ValidationError(_now("Choose a CSV or an Excel file (.xlsx)"))
        if (found.size or 0) > SHEET:
            raise forms.ValidationError(_now("This file is larger than 5 MB. Split it."))
        return found


def noon(area: Area, day: date) -> datetime:
    """The moment that stands for a day on which something was received."""
    return datetime.combine(day, time(12), area.zone)


def said_of(question: Question) -> dict[str, Any]:
    """A question, as its form shows it."""
    return {name: getattr(question, name) for name in ("text", "hint", "options", "required")}
