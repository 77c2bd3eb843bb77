"""What readers fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencompact.site.accounts.models import Person
from opencompact.site.reading.models import Code, Reason
from opencompact.site.reading.rules import SMALLEST_SAMPLE
from opencompact.site.responses.models import Question

CHOOSE = {"required": _("Choose an option from the list"), "invalid_choice": _("Choose an option from the list")}
MARK = "[…]"  # stands where words are withheld
MOST_TAGS = 10


class CodeForm(forms.Form):
    """One code of the frame."""

    title = forms.CharField(
        label=_("What do people say?"),
        help_text=_("In a few words, for example: Keep the library open on Saturdays"),
        max_length=120,
        error_messages={"required": _("Enter what people say, in a few words")},
    )
    description = forms.CharField(
        label=_("What does it cover, and what does it not cover? (optional)"),
        help_text=_("So that two people would code answers the same way."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MergeForm(forms.Form):
    """Merge a code into another."""

    into = forms.ModelChoiceField(Code.objects.none(), label=_("Merge into"), error_messages=CHOOSE)

    def __init__(self, *args: Any, code: Code, **more: Any) -> None:
        super().__init__(*args, **more)
        others = Code.objects.of(code.consultation).exclude(pk=code.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class CodesForm(forms.Form):
    """The codes of one answer."""

    codes = forms.MultipleChoiceField(
        label=_("Which of these does the answer say?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose an option from the list")},
    )

    def __init__(self, *args: Any, frame: Iterable[Code], **more: Any) -> None:
        super().__init__(*args, **more)
        self.frame = {str(code.pk): code for code in frame}
        choices = [(key, code.title) for key, code in self.frame.items()]
        self.fields["codes"].choices = choices  # type: ignore[attr-defined]

    def clean_codes(self) -> list[Code]:
        return [self.frame[key] for key in self.cleaned_data["codes"]]


class ManyForm(forms.Form):
    """A code for many answers of a list."""

    code = forms.ChoiceField(label=_("Code"), error_messages=CHOOSE)
    answer = forms.TypedMultipleChoiceField(coerce=int, required=False)
    extent = forms.ChoiceField(
        label=_("Which answers?"),
        choices=[("chosen", _("The answers I ticked")), ("all", _("All answers of this list, on every page"))],
        error_messages=CHOOSE,
    )

    def __init__(self, *args: Any, frame: Iterable[Code], there: Iterable[int] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.frame = {str(code.pk): code for code in frame}
        self.fields["code"].choices = [(key, code.title) for key, code in self.frame.items()]  # type: ignore[attr-defined]
        self.fields["answer"].choices = [(each, str(each)) for each in there]  # type: ignore[attr-defined]

    def clean_code(self) -> Code:
        return self.frame[self.cleaned_data["code"]]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("extent") == "chosen" and not found.get("answer"):
            self.add_error("extent", _("Tick at least one answer, or choose all"))
        return found


class TagsForm(forms.Form):
    """The tags of a response."""

    tags = forms.CharField(
        label=_("Tags"),
        help_text=_("Separate them with commas, for example: school, read again. Don't use names."),
        required=False,
        max_length=400,
    )

    def clean_tags(self) -> list[str]:
        names = [" ".join(each.split()).lower() for each in self.cleaned_data["tags"].split(",")]
        found = list(dict.fromkeys(filter(None, names)))
        if len(found) > MOST_TAGS or any(len(each) > 60 for each in found):
            raise forms.ValidationError(_now("Give at most 10 tags of at most 60 letters"))
        return found


class QuoteForm(forms.Form):
    """Telling words of an answer."""

    words = forms.CharField(
        label=_("Which words do you want to quote?"),
        help_text=_("Copy them from the answer exactly. Leave it empty to quote all of it."),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(forms.Form):
    """Why something is withheld."""

    reason = forms.ChoiceField(
        label=_("Why is it redacted?"),
        help_text=_("Anyone can read the reason."),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason"), "invalid_choice": _("Choose an option from the list")},
    )


class RedactForm(ReasonForm):
    """Words to withhold."""

    words = forms.CharField(
        label=_("Which words should be redacted?"),
        help_text=_("Copy them from the response, one passage per line. Each is redacted wherever it appears."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    all = forms.BooleanField(label=_("Redact the whole answer"), required=False)

    field_order = ("words", "all", "reason")

    def __init__(self, *args: Any, text: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.text = text

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        passages = [line.strip() for line in found.pop("words", "").splitlines() if line.strip()]
        whole = found.pop("all", False)
        absent = [each for each in passages if not _pattern(each).search(self.text)]
        if absent and not whole:
            says = _now("“%(words)s” does not stand in the answer") % {"words": absent[0][:60]}
            self.add_error("words", says)
        elif not passages and not whole:
            self.add_error("words", _("Copy the words to redact, or tick the box below"))
        found["redacted"] = MARK if whole else without(self.text, passages)
        return found


def _pattern(passage: str) -> re.Pattern[str]:
    """A passage however its words are spaced, in small or large letters."""
    return re.compile(r"\s+".join(map(re.escape, passage.split())), re.IGNORECASE)


def without(text: str, passages: Iterable[str]) -> str:
    """A text without some passages, the longest taken out first."""
    for each in sorted(passages, key=len, reverse=True):
        text = _pattern(each).sub(MARK, text)
    return text


class AcceptForm(CodeForm):
    """Make a suggested group a code."""


class SampleForm(forms.Form):
    """Draw a sample for two people."""

    question = forms.ChoiceField(label=_("Which question?"), error_messages=CHOOSE)
    size = forms.IntegerField(
        label=_("How many answers?"),
        help_text=_("50 to 100 are usually enough to see how far two people agree."),
        min_value=SMALLEST_SAMPLE,
        max_value=500,
        initial=50,
        error_messages={
            name: _("Enter a number from 10 to 500") for name in ("required", "invalid", "min_value", "max_value")
        },
    )
    first = forms.ModelChoiceField(Person.objects.none(), label=_("Who is the first person?"), error_messages=CHOOSE)
    second = forms.ModelChoiceField(Person.objects.none(), label=_("Who is the second person?"), error_messages=CHOOSE)

    def __init__(self, *args: Any, people: Iterable[Person], questions: Iterable[Question], **more: Any) -> None:
        super().__init__(*args, **more)
        self.questions = {str(each.pk): each for each in questions}
        choices = [(key, each.text[:100]) for key, each in self.questions.items()]
        self.fields["question"].choices = choices  # type: ignore[attr-defined]
        for name in ("first", "second"):
            able = Person.objects.filter(pk__in=[each.pk for each in people])
            self.fields[name].queryset = able  # type: ignore[attr-defined]

    def clean_question(self) -> Question:
        return self.questions[self.cleaned_data["question"]]


class PublishForm(forms.Form):
    """Publish the results."""

    summary = forms.CharField(
        label=_("Summary of what people said (optional)"),
        help_text=_("Shown above the results. Don't name anyone."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
