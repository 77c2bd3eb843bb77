"""What people fill in about advice and recommendations."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from opencompact.site.accounts.models import Organisation
from opencompact.site.advice.models import Outcome, Recommendation, RecommendationState, Stage
from opencompact.site.advice.rules import RECOMMENDATION_MOVES, reason_needed
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.fields import DayField
from opencompact.site.group.forms import lines
from opencompact.site.meetings.forms import InArea, line, link, organisation, promises_named
from opencompact.site.meetings.models import Meeting


def meeting_to_choose(label: Any, *, required: Any = "") -> forms.ModelChoiceField[Meeting]:
    """A field to choose a meeting; which, the form says."""
    errors = {"invalid_choice": _("Choose one of the list"), **({"required": required} if required else {})}
    return forms.ModelChoiceField(Meeting.objects.none(), label=label, required=bool(required), error_messages=errors)


def day_or_none(label: Any) -> DayField:
    """A field for a day that may be left out."""
    return DayField(label=label, required=False)


class AskForm(forms.Form):
    """A proposal on which the group is asked for advice."""

    body = organisation(_("Whose proposal is it?"), required=_("Choose the organisation"))
    title = line(_("What is proposed, in a few words?"), _("Say in a few words what is proposed"))
    about = lines(_("What is it about?"), _("What would change, and for whom."), required=_("Say what it is about"))
    asked = lines(_("What do you ask the group?"), required=_("Say what you ask the group"))
    stage = forms.ChoiceField(
        label=_("How far is it?"),
        choices=Stage.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how far it is"), "invalid_choice": _("Choose one of the list")},
    )
    decide_by = day_or_none(_("By which day will it be decided? (optional)"))
    link = link(_("Link to the proposal (optional)"))

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["body"].queryset = organisations  # type: ignore[attr-defined]


class AgendaForm(forms.Form):
    """On which agenda a proposal stands."""

    meeting = meeting_to_choose(_("At which meeting?"), required=_("Choose the meeting"))

    def __init__(self, *args: Any, area: Area, **more: Any) -> None:
        super().__init__(*args, **more)
        coming = Meeting.objects.of(area).coming(area.today())
        self.fields["meeting"].queryset = coming  # type: ignore[attr-defined]


class AdviceForm(forms.Form):
    """The advice of the group."""

    advice = lines(_("What does the group advise?"), required=_("Write down the advice"), rows=8)
    on = DayField(label=_("On which day was it given?"))
    meeting = meeting_to_choose(_("At which meeting? (optional)"))

    def __init__(self, *args: Any, area: Area, **more: Any) -> None:
        super().__init__(*args, **more)
        past = Meeting.objects.of(area).past(area.today())
        self.fields["meeting"].queryset = past  # type: ignore[attr-defined]


class WithReason(forms.Form):
    """An answer that needs a reason where something was not taken up."""

    because = lines(_("Why?"), _("Needed where it was not taken up, or only in part. Everybody can read it."))
    answer_field = ""

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if reason_needed(str(found.get(self.answer_field, ""))) and not found.get("because"):
            self.add_error("because", _("Say why"))
        return found


class OutcomeForm(WithReason):
    """What became of advice."""

    answer_field = "outcome"

    outcome = forms.ChoiceField(
        label=_("What became of the advice?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what became of it"), "invalid_choice": _("Choose one of the list")},
    )
    field_order = ("outcome", "because")


class RecommendForm(InArea):
    """A recommendation."""

    choosing = ("body",)

    body = organisation(_("To whom?"), required=_("Choose the organisation"))
    title = line(_("What does the group recommend, in a sentence?"), _("Say in a sentence what it recommends"))
    text = lines(_("More about it (optional)"))
    refs = line(_("Which promises does it touch? (optional)"), hint=_("Their numbers, such as 3.3, 5.5"))
    meeting = meeting_to_choose(_("At which meeting was it made? (optional)"))
    due = day_or_none(_("By which day should it be carried out? (optional)"))

    def __init__(self, *args: Any, area: Area, **more: Any) -> None:
        super().__init__(*args, area=area, **more)
        self.today: date = area.today()
        self.edition = Edition.objects.in_force_on(area, self.today)
        past = Meeting.objects.of(area).past(self.today)
        self.fields["meeting"].queryset = past  # type: ignore[attr-defined]

    def clean_refs(self) -> list[str]:
        return promises_named(self.cleaned_data["refs"], self.edition, self.today)


class AnswerForm(WithReason):
    """The answer of the body."""

    answer_field = "answer"

    answer = forms.ChoiceField(
        label=_("What is the answer?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the answer"), "invalid_choice": _("Choose one of the list")},
    )
    field_order = ("answer", "because")

    def __init__(self, *args: Any, recommendation: Recommendation, **more: Any) -> None:
        super().__init__(*args, **more)
        moves = RECOMMENDATION_MOVES[RecommendationState(recommendation.state)]
        self.fields["answer"].choices = [  # type: ignore[attr-defined]
            (move.value, move.label) for move in moves if move != RecommendationState.DONE
        ]


class CarriedOutForm(forms.Form):
    """A recommendation was carried out."""

    on = DayField(label=_("On which day was it carried out?"))
    result = lines(_("What came of it? (optional)"))
    evidence = link(_("Link to where that can be seen (optional)"))
