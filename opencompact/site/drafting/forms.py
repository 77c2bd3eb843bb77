"""What people fill in to start a draft, work on a clause and comment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencompact.core.compacts import read_shipped
from opencompact.core.editions import Commitment, Item, Party, Strength
from opencompact.core.editions import Edition as Document
from opencompact.core.words import said
from opencompact.site.accounts.models import Organisation, Sector
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.drafting.clauses import Plain, Wrong, by_language, is_ref, together
from opencompact.site.drafting.models import Draft, Outcome, Why
from opencompact.site.drafting.rules import free_id
from opencompact.site.drafting.uploads import Taken, read_edition, read_upload
from opencompact.site.fields import DayField

ERRORS = {"source": _("Enter where to find it, such as page 3"), "summary": _("Enter what is promised, in a sentence")}
STRENGTHS = [
    (Strength.MUST.value, _("They promise to do it")),
    (Strength.AIM.value, _("They aim to do it")),
    (Strength.RECOGNISE.value, _("They recognise that something is true")),
]
LONG = _("Enter 200 characters or fewer")
MODEL = "model-2026"
LANGUAGES = {"en": _("English"), "cy": _("Welsh")}


def long_text(label: Any, hint: Any = "", rows: int = 4, required: bool = True, error: Any = "") -> forms.CharField:
    """A field for some sentences."""
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=5000, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": error, "max_length": _("Enter 5,000 characters or fewer")},
    )  # fmt: skip


class EditionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An edition of any area."""

    def label_from_instance(self, obj: Edition) -> str:
        return f"{obj.title} ({obj.area.name})"


class StartForm(forms.Form):
    """Where a draft begins: a document, the model, or an edition."""

    begin = forms.ChoiceField(
        label=_("What are you starting from?"),
        widget=forms.RadioSelect,
        choices=[
            ("document", _("A document: Word, PDF or text")),
            ("model", _("The model agreement that comes with this site")),
            ("edition", _("An edition already published")),
        ],
        error_messages={"required": _("Choose what to start from")},
    )
    document = forms.FileField(
        label=_("The document"), required=False, allow_empty_file=True,
        help_text=_("Only if you start from a document. Up to 10 MB. We don't keep the file."),
    )  # fmt: skip
    edition = EditionField(
        Edition.objects.none(), label=_("Edition"), required=False, empty_label=_("None"),
        help_text=_("Only if you start from an edition."),
        error_messages={"invalid_choice": _("Choose an edition from the list")},
    )  # fmt: skip
    title = forms.CharField(
        label=_("Title"), max_length=200,
        error_messages={"required": _("Enter the title of the new edition"), "max_length": LONG},
    )  # fmt: skip

    def __init__(self, *args: Any, area: Area, **more: Any) -> None:
        super().__init__(*args, **more)
        self.area = area
        editions = Edition.objects.select_related("area").newest_first().defer("text")
        field = self.fields["edition"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = editions

    def clean(self) -> None:
        begin = self.cleaned_data.get("begin")
        if begin == "edition" and not self.cleaned_data.get("edition") and "edition" not in self.errors:
            self.add_error("edition", _now("Choose the edition you start from"))
        if begin == "document" and "document" not in self.errors:
            self._read_document()

    def _read_document(self) -> None:
        upload = self.cleaned_data.get("document")
        if upload is None:
            self.add_error("document", _now("Choose a document"))
            return
        try:
            self.cleaned_data["taken"] = read_upload(upload, self.id, self.area.name)
        except ValidationError as fault:
            self.add_error("document", fault)

    @property
    def id(self) -> str:
        """What the edition will be called in addresses: the area and the year in its title, or the year to come."""
        year = re.search(r"\b(?:19|20)\d\d\b", str(self.cleaned_data.get("title", "")))
        return free_id(self.area, year.group() if year else str(self.area.today().year + 1))

    @property
    def taken(self) -> Taken | None:
        return self.cleaned_data.get("taken")

    def origin(self) -> Document:
        """The edition the draft starts from."""
        chosen: Edition | None = self.cleaned_data.get("edition")
        if self.cleaned_data["begin"] == "edition" and chosen:
            return chosen.document
        return read_shipped(MODEL).edition


class ClauseForm(forms.Form):
    """The words of one clause and who promises it. The core proves what was typed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    ref = forms.CharField(
        label=_("Number"), max_length=30, help_text=_("As printed, such as 5.5 or 4.P2."),
        error_messages={"required": _("Enter the number"), "max_length": _("Enter 30 characters or fewer")},
    )  # fmt: skip
    by = forms.ChoiceField(label=_("Who makes the promise?"), widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=_("Theme"))
    outcome = forms.ChoiceField(label=_("Outcome it serves (optional)"), required=False)
    pair = forms.ChoiceField(label=_("Matching promise by the other sector (optional)"), required=False)
    strength = forms.ChoiceField(label=_("How strong is the promise?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, document: Document, commitment: Commitment | None, **more: Any) -> None:
        self.document, self.commitment = document, commitment
        super().__init__(*args, **more)
        parties = document.parties
        self._choose("by", [(side.value, said(getattr(parties, side.value).name)) for side in Party])
        self._choose("theme", _items(document.themes))
        self._choose("outcome", [("", _("None")), *_items(document.outcomes)])
        self._choose("strength", STRENGTHS)
        self._choose("pair", [("", _("None")), *_others(document, commitment)])
        self.texts = {"summary": [*self._texts("summary", _("In plain words"), 3, True)],
                      "text": [*self._texts("text", _("Official words (optional)"), 5, False)],
                      "source": [*self._texts("source", _("Where it is in the document"), 1, True)]}  # fmt: skip
        order = ["seen", "ref", *self.texts["summary"], *self.texts["text"], "by", "strength", "theme", "outcome"]
        self.order_fields([*order, "pair", *self.texts["source"]])

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.error_messages["invalid_choice"] = _("Choose an option from the list: %(field)s") % {"field": field.label}

    def _texts(self, key: str, label: Any, rows: int, required: bool) -> list[str]:
        names: list[str] = []
        for language in self.document.languages:
            several = len(self.document.languages) > 1
            shown = f"{label}, {LANGUAGES.get(language, language)}" if several else label
            error = (
                _("Enter where to find it, such as page 3")
                if key == "source"
                else _("Enter what is promised, in a sentence")
            )
            first = required and not names
            names.append(f"{key}_{language}")
            self.fields[names[-1]] = long_text(shown, rows=rows, required=first, error=error)
        return names

    @classmethod
    def of(cls, document: Document, commitment: Commitment, mark: str) -> dict[str, Any]:
        """What the form shows first."""
        shown: dict[str, Any] = {
            "seen": mark, "ref": commitment.ref, "by": commitment.by.value, "theme": commitment.theme,
            "outcome": commitment.outcome or "", "pair": commitment.pair or "", "strength": commitment.strength.value,
        }  # fmt: skip
        for key in ("summary", "text", "source"):
            texts = by_language(getattr(commitment, key), document.languages)
            shown |= {f"{key}_{language}": words for language, words in texts.items()}
        return shown

    def ask_why_unchecked(self, why: str = "") -> None:
        """Ask why a figure in the words has no check."""
        self.fields["unchecked"] = long_text(
            _("Why does no check hold this figure?"),
            _("Only if none is needed, such as a figure that is only an example. Otherwise add a check below."),
            2, required=False,
        )  # fmt: skip
        self.initial.setdefault("unchecked", why)

    def clean_ref(self) -> str:
        ref: str = self.cleaned_data["ref"].strip()
        if not is_ref(ref):
            raise ValidationError(_now("Use letters, digits, dots and hyphens, such as 5.5 or 4.P2"))
        return ref

    def keys(self, before: Plain) -> Plain:
        """The clause as keys: what was typed over what was there."""
        data, languages = self.cleaned_data, self.document.languages
        typed: Plain = {key: data[key] for key in ("ref", "theme", "by", "strength")}
        typed |= {key: data[key] for key in ("outcome", "pair") if data[key]}
        for key in ("summary", "text", "source"):
            words = together({language: data[f"{key}_{language}"] for language in languages})
            if words:
                typed[key] = words
        kept = {key: value for key, value in before.items() if key not in ("outcome", "pair", "text")}
        return {**kept, **typed}

    def show_wrong(self, wrong: Wrong) -> None:
        """Put what the core found at the fields it is about."""
        show_wrong(self, wrong)


def _others(document: Document, commitment: Commitment | None) -> list[tuple[str, str]]:
    """The promises that may stand beside a clause, with their words: those of the other side first."""
    others = [each for each in document.commitments if not commitment or each.ref != commitment.ref]
    if commitment and commitment.by is not Party.BOTH:
        others.sort(key=lambda each: each.by is commitment.by)
    return [(each.ref, f"{each.ref} {Truncator(said(each.summary)).chars(70)}") for each in others]


def show_wrong(form: forms.Form, wrong: Wrong) -> None:
    """Each problem of the core at the field whose key it names; else above the form."""
    for path, problem in wrong.problems:
        says = f"{problem.says}; {problem.mend}" if problem.mend else problem.says
        keys = [str(part) for part in reversed(path)]
        names = [*keys, *("_".join(reversed(keys[:2])),), *(f"{key}_en" for key in keys)]
        name = next((each for each in names if each in form.fields), None)
        form.add_error(name, f"{says[:1].upper()}{says[1:]}")


def know(form: forms.Form, name: str, value: Any) -> None:
    """Show a form again with everything that was typed, and one hidden answer anew."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data[name] = str(value)
    form.data = data


def _items(items: Sequence[Item]) -> list[tuple[str, str]]:
    return [(item.ref, f"{item.ref} {said(item.title)}") for item in items]


class TextForm(forms.Form):
    """An edition file in place of the draft."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("The edition file"),
        help_text=_("A .yaml file, such as the one you downloaded here. We check the whole file."),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file")},
    )

    def clean_file(self) -> str:
        return read_edition(self.cleaned_data["file"], "file")


class OpenForm(forms.Form):
    """Until when people may comment."""

    until = DayField(
        label=_("Closing date for comments"),
        help_text=_("For example, 26 October 2027. People can comment until the end of that day."),
        error_messages={"required": _("Enter the end date"), "invalid": _("Enter a date, such as 26 October 2027")},
    )


class CommentForm(forms.Form):
    """What somebody says of a clause, or of the whole. Nobody has to say who they are."""

    words = long_text(
        _("Your comment"), _("It is shown publicly once the partnership officer has read it. Don't name anyone."), 6,
        error=_("Write your comment"),
    )  # fmt: skip
    sector = forms.ChoiceField(
        label=_("Which sector are you in? (optional)"), required=False, widget=forms.RadioSelect,
        choices=[*Sector.choices, ("", _("Prefer not to say"))],
    )  # fmt: skip
    organisation_name = forms.CharField(
        label=_("Organisation (optional)"),
        required=False,
        max_length=200,
        help_text=_("It is shown with the comment."),
    )
    name = forms.CharField(
        label=_("Your name (optional)"),
        required=False,
        max_length=100,
        help_text=_("It is never shown."),
    )
    email = forms.EmailField(
        label=_("Your email address (optional)"), required=False,
        help_text=_("So that we can reply. We never show it, and delete it after the draft has ended."),
        error_messages={"invalid": _("Enter an email address, such as name@example.org")},
    )  # fmt: skip


class EditorCommentForm(forms.Form):
    """What a signatory's editor says of a draft, for the organisation."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Which organisation are you commenting for?"), empty_label=None,
        error_messages={"required": _("Choose the organisation"),
        "invalid_choice": _("Choose an option from the list")},
    )  # fmt: skip
    words = long_text(
        _("Comment"), _("It is shown straight away, under the organisation's name."), 6, error=_("Write the comment")
    )

    def __init__(self, *args: Any, organisations: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organisations


class AsideForm(forms.Form):
    """Why a comment is not shown."""

    why = forms.ChoiceField(
        label=_("Why is it not shown?"), choices=Why.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason"), "invalid_choice": _("Choose an option from the list")},
    )  # fmt: skip


class AnswerForm(forms.Form):
    """What became of a comment, and why."""

    outcome = forms.ChoiceField(
        label=_("What happened to it?"), choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened to it"),
        "invalid_choice": _("Choose an option from the list")},
    )  # fmt: skip
    words = long_text(
        _("Your reply"), _("What was changed, or why it was not. This is public."), 4,
        error=_("Say what was changed, or why it was not"),
    )  # fmt: skip


def draft_named(draft: Draft) -> str:
    """The name of the file a draft is downloaded as."""
    return f"{draft.edition_id}-draft-{draft.version}.yaml"
