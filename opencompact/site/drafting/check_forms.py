"""The checks of a clause through forms: the kind is chosen in words, and then only what that kind needs is asked.

A file of its own beside ``forms.py``: these forms are made from the core's tables of kinds and registers, not written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencompact.core.calendar import Period
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
        _("A minimum time between two dates"),
        _("For example, notice, the length of a consultation or a funding term"),
    ),
    "deadline": (
        _("Within a set time of something else"),
        _("For example, feedback within 12 weeks of closing, or a reply in 10 days"),
    ),
    "on_or_before": (_("By a date in the record"), _("For example, paid by the due date")),
    "in_order": (_("One thing happens before another"), _("For example, the impact is assessed before the decision")),
    "avoids": (
        _("Not during holidays or other closed periods"),
        _("For example, a consultation does not run over Christmas"),
    ),
    "recorded": (_("Something is recorded"), _("For example, notice is in writing, or the purpose is set out")),
    "count_at_least": (_("A minimum number of things"), _("For example, two ways to take part")),
    "ratio_at_least": (
        _("One number is at least a set share of another"),
        _("For example, the award covers the full cost"),
    ),
    "share_of": (_("A set share of records pass another check"), _("For example, 95% of payments are on time")),
    "judged": (_("Judged by people from both sectors"), _("No record can show it")),
}
KEY_WORDS: Mapping[str, Any] = {
    "from": _("From which date?"), "to": _("To which date?"), "at_least": _("What is the minimum?"),
    "only_if": _("What must be true for the date to count? (optional)"),
    "fixed": _("Nothing can be put right after the first date"),
    "both_days_count": _("Count both the first and the last day, as in a funding term"),
    "after": _("After which date?"), "event": _("Which date shows that it was done?"), "within": _("Within how long?"),
    "limit": _("By which date?"), "first": _("What comes first?"), "then": _("Before what?"),
    "length": _("How long is it open otherwise, so that extra time can make up for it? (optional)"),
    "field": _("What must be recorded?"), "equals": _("What must it say? (optional)"),
    "needed_by": _("By which date is it needed? (optional)"), "number": _("Which number?"),
    "of": _("A share of which number?"),
    "check": _("Which check is counted?"), "dated": _("Which date decides the period a record belongs to? (optional)"),
    "over": _("What period is it counted over? (optional)"), "ask": _("What are people asked? (optional)"),
}  # fmt: skip
HINTS: Mapping[Is, Any] = {
    Is.PERIOD: _("For example, 12 weeks, 3 months or 10 working days."),
    Is.SHARE: _("For example, 95%."),
    Is.COUNT: _("A whole number, such as 2."),
}
TYPES: Mapping[Is, tuple[Type, ...]] = {
    Is.DAY: (Type.DAY,),
    Is.NUMBER: (Type.NUMBER, Type.MONEY),
    Is.LIST: (Type.LIST,),
    Is.YES_NO: (Type.FLAG,),
    Is.FIELD: tuple(Type),
}
REASONS = (Type.REASON,)
FLAGS = [("yes", _("yes")), ("no", _("no"))]


_COUNTS = "one two three four five six seven eight nine ten eleven twelve".split()
_UNITS = {
    "d": "days", "day": "days", "w": "weeks", "wk": "weeks", "week": "weeks", "m": "months", "mth": "months",
    "mo": "months", "month": "months", "y": "years", "yr": "years", "year": "years", "wd": "working days",
    "working day": "working days", "work day": "working days", "workday": "working days",
    "business day": "working days",
}  # fmt: skip
_PERIOD = re.compile(r"(?P<count>\d{1,3}|[a-z]+)[ -]*(?P<unit>[a-z][a-z -]*?)s?['’]?\Z")


def period_of(text: str) -> str:
    """A length of time as people type it, 8 wks or eight weeks, as the core writes it; what is none, as typed."""
    found = _PERIOD.match(" ".join(text.lower().replace(".", "").split()))
    unit = _UNITS.get(found["unit"].replace("-", " ").strip()) if found else None
    if not found or not unit:
        return text
    count = found["count"]
    if count in _COUNTS:
        count = str(_COUNTS.index(count) + 1)
    return f"{count} {unit}" if count.isdecimal() else text


class PeriodField(forms.CharField):
    """A length of time."""

    def clean(self, value: Any) -> str:
        typed = period_of(str(super().clean(value)))
        try:
            return str(Period.parse(typed)) if typed else ""
        except ValueError:
            says = _now("“%(typed)s” can’t be read. Write a number and a unit, such as 8 weeks or 10 working days")
            raise ValidationError(says % {"typed": value}) from None


class KindForm(forms.Form):
    """Which kind of check it is to be, and over which records."""

    kind = forms.ChoiceField(
        label=_("How is this promise checked?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it is checked"),
        "invalid_choice": _("Choose an option from the list")},
    )  # fmt: skip
    register = forms.ChoiceField(
        label=_("Which records are checked?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose which records to check"),
        "invalid_choice": _("Choose an option from the list")},
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
    cases = forms.CharField(
        label=_("Cases the agreement gives for this exception (optional)"), required=False, max_length=2000,
        help_text=_("One per line."), widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    ours = forms.CharField(
        label=_("What the agreement says, and how you read it (optional)"), required=False, max_length=2000,
        help_text=_(
            "Only where the agreement prints no figure or date of its own. Every finding says that this is a "
            "reading."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    counted_only = forms.BooleanField(
        label=_("Only count it: it never says that one record broke the promise"), required=False,
    )  # fmt: skip
    id = forms.RegexField(
        r"^[a-z][a-z0-9_]{0,29}\Z", label=_("A short name for the check (optional)"), required=False,
        help_text=_(
            "Lower case letters, numbers and underscores, such as notice. Findings are listed under this "
            "name."),
        error_messages={"invalid": _("Use only lower case letters, numbers and underscores, such as notice")},
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, register: str, beside: Sequence[Check], **more: Any) -> None:
        self.kind, self.register, self.beside = KINDS[kind], register, beside
        super().__init__(*args, **more)
        for key, role in (self.kind.needs | self.kind.may).items():
            self.fields[key] = self._field(key, role, key in self.kind.needs)
        self.limits = self._add_limits()
        self.fields["reason"] = self._chosen(
            _("Which recorded reason allows an exception? (optional)"), self._named(REASONS), False,
            _("If the agreement allows an exception: the record says why, and anyone can read it."),
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
        if role is Is.PERIOD:
            return PeriodField(label=label, help_text=hint, required=needed, max_length=100)
        field = forms.CharField(label=label, help_text=hint, required=needed, max_length=500)
        field.error_messages["required"] = (
            _("Enter an answer. %(hint)s") % {"hint": hint} if hint else _("Enter an answer")
        )
        return field

    def _chosen(self, label: Any, choices: list[tuple[str, Any]], needed: bool, hint: Any = "") -> forms.ChoiceField:
        errors = {
            "required": _("Choose: %(field)s") % {"field": label},
            "invalid_choice": _("Choose an option from the list: %(field)s") % {"field": label},
        }
        field = forms.ChoiceField(label=label, help_text=hint, required=needed, error_messages=errors)
        field.choices = [("", _("Choose an option") if needed else _("None")), *choices]
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
                label = _("Only records with this value: %(what)s (optional)") % {
                    "what": told(noun(self.register, name))
                }
                names.append(f"only_{name}")
                self.fields[names[-1]] = forms.MultipleChoiceField(
                    label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
                )
        self.fields["given"] = forms.MultipleChoiceField(
            label=_("Only records where this is given (optional)"), required=False,
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
        return [self["reason"], self["cases"], self["ours"], self["counted_only"], self["id"]]

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
        if data["ours"]:
            written = (before or {}).get("ours", "")
            made["ours"] = written if said(written) == data["ours"] else data["ours"]
        return made | ({"counted_only": True} if data["counted_only"] else {})

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
        shown: dict[str, Any] = {**plain, "seen": mark, "ours": said(check.ours)}
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
