"""Forms made of the questions of a consultation. Beside forms.py, which is what the body fills in.

What was typed is kept as it was typed, so that nothing is lost where it can't be sent yet; it is judged on each page
and once more when the answer is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencompact.site.responses.codes import tidy
from opencompact.site.responses.files import MOST, why_not_file
from opencompact.site.responses.models import LONGEST, Given, Kind, Question
from opencompact.site.responses.sending import Typed

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
KEPT = 2 * LONGEST  # characters of one field that are kept, also where they are too many to be sent
AGREES = _("My response can be published without my name")
CHOOSE = {"required": _("Choose one of the answers"), "invalid_choice": _("Choose one of the answers")}


def cleaned(text: str) -> str:
    """A text without what can't be kept or would turn the words around it."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:KEPT]


def typed_of(form: forms.Form, data: MultiValueDict[str, str]) -> Typed:
    """What was typed into the fields of a form, and into no others."""
    names = [name for name, field in form.fields.items() if not isinstance(field, forms.FileField)]
    return {name: [cleaned(each) for each in data.getlist(name)[:60]] for name in names}


class Part(NamedTuple):
    """One question on a page, with what it is answered in."""

    question: Question
    fields: list[BoundField]
    publish: BoundField | None
    file: dict[str, Any] | None
    gone: str  # that there was a file, where it was not sent within a day


class AnswerForm(forms.Form):
    """Some questions. ``typed`` is what was typed before, ``files`` the files that were given."""

    def __init__(
        self, data: Any = None, upload: Any = None, *, questions: Iterable[Question], typed: Typed | None = None,
        files: dict[str, Any] | None = None, consent: bool = True,
    ) -> None:  # fmt: skip
        self.questions, self.consent = list(questions), consent
        self.given_files = {at: each for at, each in (files or {}).items() if each["stored"]}
        self.gone_files = {at: each["name"] for at, each in (files or {}).items() if not each["stored"]}
        super().__init__(data, upload)
        for question in self.questions:
            self.fields.update(_fields(question, consent=consent))
        if data is None:
            self.initial = initial_of(self, typed or {})

    def parts(self) -> Iterator[Part]:
        """The questions with their fields, as a page shows them."""
        for question in self.questions:
            names = [name for name in names_of(question) if name in self.fields]
            agrees = f"p{question.pk}"
            publish = self[agrees] if agrees in self.fields else None
            file = self.given_files.get(str(question.pk))
            yield Part(question, [self[name] for name in names], publish, file, self._gone(question))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for question in self.questions:
            if question.kind == Kind.RANK:
                self._clean_rank(question, found)
            elif question.kind == Kind.FILE:
                self._clean_file(question, found)
        return found

    def _clean_rank(self, question: Question, found: dict[str, Any]) -> None:
        """Places are given once each, from the first on; not everything has to have one."""
        names = names_of(question)
        given = [found.get(name) for name in names if found.get(name)]
        if any(name in self.errors for name in names):
            return
        if len(set(given)) < len(given):
            self.add_error(names[0], _now("Give each place once"))
        elif question.required and not given:
            self.add_error(names[0], _now("Say at least what comes first"))

    def _clean_file(self, question: Question, found: dict[str, Any]) -> None:
        name = f"q{question.pk}"
        upload: UploadedFile[Any] | None = found.get(name)
        if upload is not None:
            content = upload.read(MOST + 1)
            upload.seek(0)
            why_not = why_not_file(str(upload.name or ""), content)
            if why_not:
                self.add_error(name, why_not)
        elif question.required and str(question.pk) not in self.given_files and name not in self.errors:
            self.add_error(name, _now("Choose a file"))

    def uploads(self) -> dict[str, UploadedFile[Any] | None]:
        """New files by the number of their question; None where one is to be taken away."""
        found: dict[str, UploadedFile[Any] | None] = {}
        for question in self.questions:
            if question.kind == Kind.FILE:
                if self.cleaned_data.get(f"q{question.pk}"):
                    found[str(question.pk)] = self.cleaned_data[f"q{question.pk}"]
                elif f"r{question.pk}" in self.data:
                    found[str(question.pk)] = None
        return found

    def answers(self) -> tuple[Given, ...]:
        """What was answered, once the form is valid."""
        found = (self._given(question) for question in self.questions)
        return tuple(each for each in found if not each.is_blank)

    def _given(self, question: Question) -> Given:
        value = self.cleaned_data.get(f"q{question.pk}")
        if question.kind == Kind.TEXT:
            return Given(question, text=value or "", publish=bool(self.cleaned_data.get(f"p{question.pk}")))
        if question.kind == Kind.NUMBER:
            return Given(question, number=value)
        if question.kind == Kind.FILE:
            return Given(question, file=self.given_files.get(str(question.pk)))
        if question.kind == Kind.RANK:
            places = [(self.cleaned_data.get(name), at) for at, name in enumerate(names_of(question))]
            return Given(question, chosen=tuple(at for place, at in sorted((int(p), at) for p, at in places if p)))
        chosen = value if isinstance(value, list) else [value] if value else []
        return Given(question, chosen=tuple(int(each) for each in chosen))

    def rows(self) -> list[tuple[Question, str, bool]]:
        """Questions and answers in words, as they are checked before sending."""
        given = {each.question.pk: each for each in self.answers()}
        return [
            (each, given[each.pk].words if each.pk in given else self._gone(each), self._agreed(each))
            for each in self.questions
        ]

    def _gone(self, question: Question) -> str:
        name = self.gone_files.get(str(question.pk))
        told = _now("We deleted %(name)s because the answer had not been sent for a day. Choose the file again.")
        return told % {"name": name} if name else ""

    def _agreed(self, question: Question) -> bool:
        return bool(self.cleaned_data.get(f"p{question.pk}"))


def names_of(question: Question) -> list[str]:
    """The names of the fields a question is answered in."""
    if question.kind == Kind.RANK:
        return [f"q{question.pk}-{at}" for at in range(len(question.choices))]
    return [f"q{question.pk}"]


def typed_rows(questions: Iterable[Question], typed: Typed) -> list[tuple[str, str]]:
    """What somebody typed, in words, whether it can be sent or not: to be shown where it can't be taken any more."""
    found = []
    for question in questions:
        values = [(at, each) for at, name in enumerate(names_of(question)) for each in typed.get(name, []) if each]
        if question.kind == Kind.RANK:
            words = [f"{place}. {''.join(question.said([at]))}" for at, place in values]
        elif question.kind in (Kind.ONE, Kind.MANY, Kind.SCALE):
            words = question.said(int(each) for _at, each in values if each.isdecimal() and len(each) < 4)
        else:
            words = [each for _at, each in values]
        if words:
            found.append((question.text, "\n".join(words)))
    return found


def initial_of(form: forms.Form, typed: Typed) -> dict[str, Any]:
    """What was typed, as the first content of the fields."""
    several = (forms.MultipleChoiceField,)
    return {
        name: typed[name] if isinstance(field, several) else typed[name][-1]
        for name, field in form.fields.items()
        if typed.get(name)
    }


def bound(typed: Typed) -> MultiValueDict[str, str]:
    """What was typed, as a form takes it."""
    return MultiValueDict(typed)


def _fields(question: Question, *, consent: bool) -> dict[str, forms.Field]:
    name, made = f"q{question.pk}", MAKERS[Kind(question.kind)](question)
    if isinstance(made, list):
        return dict(zip(names_of(question), made, strict=True))
    fields: dict[str, forms.Field] = {name: made}
    if question.kind == Kind.TEXT and consent and not question.apart:
        fields[f"p{question.pk}"] = forms.BooleanField(label=AGREES, required=False)
    return fields


def _text(question: Question) -> forms.Field:
    return forms.CharField(
        label=question.text, help_text=question.hint, required=question.required, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}), error_messages={"required": _("Write an answer to this question")},
    )  # fmt: skip


def _options(question: Question) -> list[tuple[str, str]]:
    return [(str(at), each) for at, each in enumerate(question.choices)]


def _one(question: Question) -> forms.Field:
    return forms.ChoiceField(
        label=question.text, help_text=question.hint, required=question.required, choices=_options(question),
        widget=forms.RadioSelect, error_messages=CHOOSE,
    )  # fmt: skip


def _many(question: Question) -> forms.Field:
    return forms.MultipleChoiceField(
        label=question.text, help_text=question.hint or _("Choose as many as you like."), required=question.required,
        choices=_options(question), widget=forms.CheckboxSelectMultiple, error_messages=CHOOSE,
    )  # fmt: skip


def _rank(question: Question) -> list[forms.Field]:
    places = [("", _("Not ranked")), *((str(at), str(at)) for at in range(1, len(question.choices) + 1))]
    errors = {"invalid_choice": _("Choose a rank from the list")}
    return [
        forms.ChoiceField(label=each, required=False, choices=places, error_messages=errors)
        for each in question.choices
    ]


def _number(question: Question) -> forms.Field:
    says = _("Enter a number, such as 12 or 12.50")
    errors = dict.fromkeys(
        ("required", "invalid", "max_digits", "max_decimal_places", "max_whole_digits", "min_value", "max_value"), says
    )
    most = Decimal(10) ** 11
    return forms.DecimalField(
        label=question.text, help_text=question.hint, required=question.required, max_digits=14, decimal_places=2,
        max_value=most, min_value=-most, error_messages=errors, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip


def _file(question: Question) -> forms.Field:
    hint = question.hint or _("A PDF, Word, OpenDocument or text file or a picture, up to 10 MB.")
    errors = {"empty": _("This file is empty"), "invalid": _("Choose a file and send it again")}
    return forms.FileField(label=question.text, help_text=hint, required=False, error_messages=errors)


MAKERS: dict[Kind, Any] = {
    Kind.TEXT: _text, Kind.ONE: _one, Kind.MANY: _many, Kind.SCALE: _one, Kind.RANK: _rank, Kind.NUMBER: _number,
    Kind.FILE: _file,
}  # fmt: skip


class CodeForm(forms.Form):
    """A code to come back."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("For example, K7QX-29MF-AC4E-HJ3N-PR6T. You can use capital or small letters."),
        max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter your code")},
    )  # fmt: skip

    def clean_code(self) -> str:
        code = tidy(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_now("A code has 20 letters and digits in five groups. Look at it once more."))
        return code


class WhoForm(forms.Form):
    """For whom somebody answers."""

    as_organisation = forms.ChoiceField(
        label=_("Who are you responding for?"),
        choices=[("no", _("Myself")), ("yes", _("An organisation or group"))],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    organisation = forms.CharField(
        label=_("Name of the organisation"), help_text=_("It may be published with your response."), required=False,
        max_length=200,
    )  # fmt: skip
    speaks_for = forms.CharField(
        label=_("Who does it speak for?"), help_text=_("For example, 120 families who use the four parks."),
        required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    asked = forms.IntegerField(
        label=_("How many people were consulted for this response?"), help_text=_("Leave it empty if you don’t know."),
        required=False, min_value=0, max_value=10_000_000, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Enter a number, such as 35")),
    )  # fmt: skip
    basis = forms.CharField(
        label=_("How was this response agreed?"), help_text=_("For example, a vote at a meeting or by the board."),
        required=False, max_length=400,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if (
            found.get("as_organisation") == "yes"
            and not found.get("organisation")
            and "organisation" not in self.errors
        ):
            self.add_error("organisation", _now("Enter the name of the organisation"))
        return found

    def who(self) -> dict[str, Any]:
        """The fields of the response; what was typed of an organisation is left out where somebody answers alone."""
        given = dict(self.cleaned_data)
        if given.pop("as_organisation") == "no":
            return {"as_organisation": False}
        return {"as_organisation": True, **given}


class NewsForm(forms.Form):
    """How somebody hears what became of their answer."""

    name = forms.CharField(
        label=_("Your name"), help_text=_("Only the body that asks can see it."), required=False, max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Your email address"),
        help_text=_(
            "We email you when your response is received, when the feedback is published and when each "
            "promised action is done. We use your address for nothing else and delete it a year after the "
            "feedback."),
        required=False, max_length=254,
        error_messages={"invalid": _("Enter an email address, such as name@example.org")},
    )  # fmt: skip

    def who(self) -> dict[str, Any]:
        """The fields of the response."""
        email = self.cleaned_data["email"].lower()
        return {"name": self.cleaned_data["name"], "email": email, "wants_news": bool(email)}
