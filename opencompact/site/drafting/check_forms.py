"""The checks of a clause through forms: the kind is chosen in words, and then only what that kind needs is asked.

A file of its own beside ``forms.py``: these forms are made from the core's tables of kinds and registers, not written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencompact.core.checks.kinds import GIVEN, KINDS, Is, applying
from opencompact.core.checks.phrases import noun
from opencompact.core.checks.records import REGISTERS, Field, Type
from opencompact.core.describing import RECORDS
from opencompact.core.editions import Check
from opencompact.core.words import _ as told
from opencompact.core.words import said, sentence
from opencompact.site.drafting.clauses import Plain

KIND_WORDS: Mapping[str, tuple[Any, Any]] = {
    "min_period": (
        _("At least so long between two dates"),
        _("Notice, the length of a consultation, a term of funding"),
    ),
    "deadline": (_("Within a time after something else"), _("Feedback within 12 weeks of closing, a reply in 10 days")),
    "on_or_before": (_("By a day that stands in the record"), _("Paid by the day it is due")),
    "in_order": (_("One thing before another"), _("The impact is assessed before the decision")),
    "avoids": (_("Clear of holidays and other closed periods"), _("A consultation does not run over Christmas")),
    "recorded": (_("Something is written down"), _("Notice is in writing, the purpose is set out")),
    "count_at_least": (_("At least so many things"), _("Two ways to take part")),
    "ratio_at_least": (_("One number is at least a share of another"), _("The award covers the full cost")),
    "share_of": (_("So large a share of all records keeps another check"), _("95% of payments are on time")),
    "judged": (_("People of both sides say"), _("No register can show it")),
}
KEY_WORDS: Mapping[str, Any] = {
    "from": _("From which day?"), "to": _("To which day?"), "at_least": _("At least how much?"),
    "only_if": _("What has to be so, for the first date to count? (optional)"),
    "fixed": _("Nothing can be put right once the first date has come"),
    "both_days_count": _("The first and the last day both count, as in a term of funding"),
    "after": _("After which day?"), "event": _("What has to be done?"), "within": _("Within how long?"),
    "limit": _("By which day?"), "first": _("What comes first?"), "then": _("Before what?"),
    "length": _("How long is it otherwise, so that a longer time makes up for it? (optional)"),
    "field": _("What has to be there?"), "equals": _("What has to stand there? (optional)"),
    "needed_by": _("By which day is it needed? (optional)"), "number": _("Which number?"), "of": _("Of which number?"),
    "check": _("Which check is counted?"), "dated": _("Which day says to which period a record belongs? (optional)"),
    "over": _("Over how long a time is it counted? (optional)"), "ask": _("What are people asked? (optional)"),
}  # fmt: skip
HINTS: Mapping[Is, Any] = {
    Is.PERIOD: _("For example 12 weeks, 3 months or 10 working days."),
    Is.SHARE: _("For example 95%."),
    Is.COUNT: _("A whole number, such as 2."),
}
TYPES: Mapping[Is, tuple[Type, ...]] = {
    Is.DAY: (Type.DAY,),
    Is.NUMBER: (Type.NUMBER, Type.MONEY),
    Is.LIST: (Type.LIST,),
    Is.YES_NO: (Type.FLAG,),
    Is.FIELD: tuple(Type),
}
REASONS = (Type.REASON, Type.TEXT)
FLAGS = [("yes", _("yes")), ("no", _("no"))]


class KindForm(forms.Form):
    """Which kind of check it is to be, and over which records."""

    kind = forms.ChoiceField(
        label=_("How can anyone tell that the promise is kept?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose how anyone can tell"), "invalid_choice": _("Choose one of the list")},
    )  # fmt: skip
    register = forms.ChoiceField(
        label=_("Which records show it?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose the records"), "invalid_choice": _("Choose one of the list")},
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds, registers = self.fields["kind"], self.fields["register"]
        assert isinstance(kinds, forms.ChoiceField)
        assert isinstance(registers, forms.ChoiceField)
        kinds.choices = [(name, f"{words}. {such}") for name, (words, such) in KIND_WORDS.items()]
        registers.choices = [(name, sentence(told(RECORDS[name]))) for name in REGISTERS if name != "judgements"]


class CheckForm(forms.Form):
    """One check: what its kind needs, of which records, and the exception that is allowed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: str, register: str, beside: Sequence[Check], **more: Any) -> None:
        self.kind, self.register, self.beside = KINDS[kind], register, beside
        super().__init__(*args, **more)
        for key, role in (self.kind.needs | self.kind.may).items():
            self.fields[key] = self._field(key, role, key in self.kind.needs)
        self.limits = self._add_limits()
        self.fields["reason"] = self._chosen(
            _("Which reason excuses it? (optional)"), self._named(REASONS), False,
            _("Where the agreement allows an exception: the record says why, and everybody can read it."),
        )  # fmt: skip
        self.fields["cases"] = forms.CharField(
            label=_("Cases the agreement names for that (optional)"), required=False, max_length=2000,
            help_text=_("One on a line."), widget=forms.Textarea(attrs={"rows": 3}),
        )  # fmt: skip
        self.fields["id"] = forms.RegexField(
            r"^[a-z][a-z0-9_]{0,29}\Z", label=_("A short name for the check (optional)"), required=False,
            help_text=_("Small letters, digits and _, such as notice. Findings are listed under it."),
            error_messages={"invalid": _("Use small letters, digits and _, such as notice")},
        )  # fmt: skip

    def _field(self, key: str, role: Is, needed: bool) -> forms.Field:
        label, hint = KEY_WORDS[key], HINTS.get(role, "")
        if role in TYPES:
            return self._chosen(label, self._named(TYPES[role]), needed)
        if role is Is.CHECK:
            ids = [each.id for each in self.beside if each.kind not in ("share_of", "judged")]
            return self._chosen(label, [(each, each.replace("_", " ")) for each in ids], needed)
        if role in (Is.FLAG, Is.FIXED):
            return forms.BooleanField(label=label, required=False)
        field = forms.CharField(label=label, help_text=hint, required=needed, max_length=500)
        field.error_messages["required"] = _("Enter it. %(hint)s") % {"hint": hint} if hint else _("Enter it")
        return field

    def _chosen(self, label: Any, choices: list[tuple[str, Any]], needed: bool, hint: Any = "") -> forms.ChoiceField:
        errors = {"required": _("Choose one of the list"), "invalid_choice": _("Choose one of the list")}
        field = forms.ChoiceField(label=label, help_text=hint, required=needed, error_messages=errors)
        field.choices = [("", _("Choose") if needed else _("None")), *choices]
        return field

    def _named(self, types: Sequence[Type]) -> list[tuple[str, str]]:
        """The fields of the register that can stand there, by what they are."""
        return [
            (name, sentence(told(noun(self.register, name))))
            for name, field in REGISTERS[self.register].items()
            if name != "id" and field.type in types
        ]

    def _add_limits(self) -> list[str]:
        """A question for each field that can limit the check to some records."""
        names = []
        for name, field in REGISTERS[self.register].items():
            choices = _values(field)
            if choices:
                label = _("Only records with this answer: %(what)s (optional)") % {
                    "what": told(noun(self.register, name))
                }
                names.append(f"only_{name}")
                self.fields[names[-1]] = forms.MultipleChoiceField(
                    label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
                )
        self.fields["given"] = forms.MultipleChoiceField(
            label=_("Only records in which this is given (optional)"), required=False,
            choices=self._named((Type.TEXT, Type.REASON, Type.DAY)), widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        return [*names, "given"]

    @property
    def asked(self) -> list[forms.BoundField]:
        """What the kind needs."""
        return [self[key] for key in (self.kind.needs | self.kind.may)]

    @property
    def limiting(self) -> list[forms.BoundField]:
        return [self[name] for name in self.limits]

    @property
    def allowing(self) -> list[forms.BoundField]:
        return [self["reason"], self["cases"], self["id"]]

    def clean(self) -> None:
        if self.cleaned_data.get("cases") and not self.cleaned_data.get("reason"):
            self.add_error("reason", _now("Choose where the reason for these cases is written down"))
        if self.kind.name == "share_of" and not self.errors and not self.cleaned_data.get("check"):
            raise ValidationError(_now("Add the check that is to be counted first"))

    def keys(self, before: Plain | None = None) -> Plain:
        """The check as keys. Limits that this form does not ask about stay as they were."""
        data = self.cleaned_data
        made: Plain = {"id": data["id"] or self._new_id(), "kind": self.kind.name, "register": self.register}
        applies = self._applies((before or {}).get("applies", {}))
        made |= {"applies": applies} if applies else {}
        for key, role in (self.kind.needs | self.kind.may).items():
            if data[key] and role is Is.FIXED:
                made[key] = "from"
            elif data[key]:
                made[key] = int(data[key]) if role is Is.COUNT and data[key].isdecimal() else data[key]
        if self.kind.name == "recorded" and made.get("equals"):
            made["equals"] = {"yes": True, "no": False}.get(made["equals"].lower(), made["equals"])
        if data["reason"]:
            cases = [" ".join(line.split()) for line in data["cases"].splitlines() if line.strip()]
            made["unless"] = {"reason": data["reason"], **({"for": cases} if cases else {})}
        return made

    def _applies(self, before: Plain) -> Plain:
        asked = {name.removeprefix("only_") for name in self.limits}
        made: Plain = {key: value for key, value in before.items() if key not in asked and value != GIVEN}
        made |= dict.fromkeys(self.cleaned_data["given"], GIVEN)
        for name in self.limits[:-1]:
            chosen: list[str] = self.cleaned_data[name]
            field, written = name.removeprefix("only_"), chosen[0] if len(chosen) == 1 else chosen
            same = field in before and set(applying(before[field])) == set(applying(chosen))
            made |= {field: before[field] if same else written} if chosen else {}
        return made

    def _new_id(self) -> str:
        """A name for a check that got none: what it is about, and a number where that is taken."""
        data, taken = self.cleaned_data, {each.id for each in self.beside}
        about = next((data[key] for key in ("event", "field", "to", "first", "number", "check") if data.get(key)), "")
        names = [about or "judged", *(f"{about or 'judged'}_{count}" for count in range(2, 99))]
        return next(name for name in names if name not in taken)

    @staticmethod
    def of(check: Check, plain: Plain, mark: str) -> dict[str, Any]:
        """What the form shows of a check that is there."""
        shown: dict[str, Any] = {**plain, "seen": mark}
        if isinstance(check.equals, bool):
            shown["equals"] = "yes" if check.equals else "no"
        for name, written in check.applies.items():
            values = ["yes" if each is True else "no" if each is False else str(each) for each in applying(written)]
            shown[f"only_{name}"] = values
        shown["given"] = [name for name, written in check.applies.items() if written == GIVEN]
        if check.unless:
            shown |= {"reason": check.unless.reason, "cases": "\n".join(map(said, check.unless.cases))}
        return shown


def _values(field: Field) -> list[tuple[str, Any]]:
    """The answers a field can hold, where they are few."""
    if field.type is Type.FLAG:
        return list(FLAGS)
    return [(each, each) for each in field.choices]
