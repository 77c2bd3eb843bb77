"""What a visitor says: the one day that is known of a plan; one fact after the other of what may be in line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencompact.core.checks.records import Type, Value
from opencompact.core.exchange.cells import read_reason
from opencompact.core.reasons import explains
from opencompact.core.words import in_words, sentence
from opencompact.site.fields import DayField
from opencompact.site.findings.rules import OTHER, says_nothing
from opencompact.site.planning.questions import UNKNOWN, Question
from opencompact.site.planning.rules import KINDS

BACK, AHEAD = 5, 20  # years before and after today that can be asked about
YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
ASKED = ("day", "day-day", "day-month", "day-year")


def span(today: date) -> tuple[date, date]:
    """The first and the last day that can be asked about."""
    return date(today.year - BACK, 1, 1), date(today.year + AHEAD, 12, 31)


class PlanForm(forms.Form):
    """The one day that is known. It is sent by GET, so that a plan has an address; what that leaves out is as usual."""

    what = forms.ChoiceField(label=gettext_lazy("What do you want to do?"), widget=forms.RadioSelect)
    know = forms.ChoiceField(
        label=gettext_lazy("Which date do you know?"),
        widget=forms.RadioSelect,
        choices=[("opens", gettext_lazy("Opening date")), ("decide", gettext_lazy("Decision date"))],
        error_messages={"invalid_choice": gettext_lazy("Choose the opening date or the decision date")},
    )
    day = DayField(label=gettext_lazy("Date"), help_text=gettext_lazy("For example, 27 3 2027"))
    written = forms.ChoiceField(
        label=gettext_lazy("Is it a written consultation?"),
        help_text=gettext_lazy("With a document, and written responses on paper or online."),
        widget=forms.RadioSelect,
        choices=YES_NO,
        error_messages={"invalid_choice": gettext_lazy("Choose yes or no")},
    )

    def __init__(self, data: Any, today: date, *, written_matters: bool) -> None:
        usual = {"what": KINDS[0].slug, "know": "opens", "written": "yes"}
        super().__init__({**usual, **data.dict()} if any(name in data for name in ASKED) else None, initial=usual)
        self.today = today
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        what.choices = [(each.slug, each.wants) for each in KINDS]
        what.error_messages["invalid_choice"] = _("Choose what you want to do from the list")
        if len(KINDS) == 1:
            what.widget = forms.HiddenInput()
        if not written_matters:
            del self.fields["written"]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        first, last = span(self.today)
        if not first <= day <= last:
            told = _("Enter a date from %(first)s to %(last)s")
            raise forms.ValidationError(told % {"first": in_words(first), "last": in_words(last)})
        return day


class QuestionForm(forms.Form):
    """One fact: the answer, or that there is none, or that nobody knows yet."""

    def __init__(
        self, question: Question, data: Any = None, held: Any = None, said: Mapping[str, Value] | None = None
    ) -> None:
        super().__init__(data)
        self.question, self.said = question, said or {}
        self.fields["answer"] = answer = _field(question)
        answer.required = question.must or question.type in CHOSEN
        if question.type in CHOSEN or question.must:
            self.initial = {"answer": UNKNOWN if held == UNKNOWN else _shown(question, held)}
            return
        label = _("If there is no date") if question.type is Type.DAY else _("If you have nothing to enter")
        others = [("", _("I’ve answered above")), ("none", question.absent)]
        if question.type is not Type.REASON:
            others.append((UNKNOWN, _("I don't know yet")))
        wrong = {"invalid_choice": _("Choose an option from the list")}
        widget = forms.RadioSelect()
        self.fields["other"] = forms.ChoiceField(
            label=label, choices=others, widget=widget, required=False, error_messages=wrong
        )
        other = "" if held == "" else UNKNOWN if held == UNKNOWN else "none" if held is None else ""
        case = self.said.get(f"{question.key}_case", "")
        self.initial = {"answer": "" if other else _shown(question, held), "other": other, "case": case}
        self._ask_more()

    def _ask_more(self) -> None:
        """Which case of the agreement a reason is; whether it is open for one day only."""
        if self.question.cases:
            cases = [(str(at), sentence(each)) for at, each in enumerate(self.question.cases)]
            self.fields["case"] = forms.ChoiceField(
                label=_("Which of the cases named in the agreement is it?"), widget=forms.RadioSelect, required=False,
                choices=[*cases, (OTHER, _("Another reason"))],
            )  # fmt: skip
        if self.is_bound and self.question.key == "closes":
            self.fields["one_day"] = forms.BooleanField(label=_("Yes, it is open for this day only"), required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "other" in self.fields and not self.errors:
            given, other = found.get("answer") not in (None, "", ()), found.get("other")
            if given and other:
                self.add_error("answer", _("Give an answer or choose from the list below it, not both"))
            elif not given and not other:
                self.add_error("answer", _("Enter an answer, or choose one from the list below"))
            elif given:
                self._look_at(found)
        return found

    def _look_at(self, found: dict[str, Any]) -> None:
        """A reason says why and which case it is; it closes after it opens, or on the same day if that is meant."""
        answer, opens = found["answer"], self.said.get("opens")
        if self.question.type is Type.REASON and not explains(answer):
            self.add_error("answer", says_nothing(answer))
        if self.question.cases and not found.get("case"):
            self.add_error("case", _("Choose the case that fits, or “Another reason”"))
        if self.question.key == "closes" and isinstance(opens, date):
            if answer < opens:
                told = _("Enter a closing date after the opening date, %(day)s")
                self.add_error("answer", told % {"day": in_words(opens)})
            elif answer == opens and not found.get("one_day"):
                self.add_error(
                    "answer", _("It opens on this date, too. Confirm it below if it is open for one day only")
                )

    @property
    def asks_one_day(self) -> bool:
        """Whether the page asks if it is open for one day only."""
        return "one_day" in self.fields and "answer" in self.errors and self.cleaned_data.get("one_day") is False

    @property
    def more(self) -> dict[str, Value]:
        """What was said beside the answer, by its key."""
        if not self.question.cases:
            return {}
        return {f"{self.question.key}_case": self.cleaned_data.get("case", "") if self.value else ""}

    @property
    def value(self) -> Value:
        """What was said; ``UNKNOWN`` where nobody knows."""
        found = self.cleaned_data
        if found.get("other"):
            return UNKNOWN if found["other"] == UNKNOWN else None
        answer: Value = found["answer"]
        if self.question.type is Type.LIST:
            return tuple(line.strip() for line in str(answer).splitlines() if line.strip())
        if self.question.type is Type.REASON:
            return read_reason(answer)
        if self.question.type is Type.FLAG and answer != UNKNOWN:
            return answer == "yes"
        return answer


CHOSEN = (Type.FLAG, Type.CHOICE)  # one of a list, and "I don't know yet" stands in it


def _field(question: Question) -> forms.Field:
    """The field for a type of fact."""
    shared: dict[str, Any] = {"label": question.asks, "help_text": question.hint}
    if question.type is Type.DAY:
        return DayField(**shared)
    if question.type in CHOSEN:
        choices = YES_NO if question.type is Type.FLAG else question.choices
        choices = [*choices, (UNKNOWN, gettext_lazy("I don't know yet"))]
        wrong = {"required": _("Choose an answer"), "invalid_choice": _("Choose an answer from the list")}
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=wrong, **shared)
    if question.type is Type.NUMBER:
        return forms.IntegerField(min_value=0, max_value=10**9, **shared)
    wrong = {"required": _("Enter an answer"), "max_length": _("Enter %(limit_value)d characters or fewer")}
    if question.must:
        return forms.CharField(max_length=200, error_messages=wrong, **shared)
    widget = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(max_length=question.longest, widget=widget, error_messages=wrong, **shared)


def _shown(question: Question, held: Any) -> Any:
    """An answer as it stands in its field."""
    if isinstance(held, bool):
        return "yes" if held else "no"
    return "\n".join(held) if isinstance(held, tuple) else held
