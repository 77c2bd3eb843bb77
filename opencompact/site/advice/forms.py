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
from opencompact.site.meetings.rules import why_not_quorate


def meeting_to_choose(label: Any, *, required: Any = "") -> forms.ModelChoiceField[Meeting]:
    """A field to choose a meeting; which, the form says."""
    errors = {"invalid_choice": _("Choose an option from the list"), **({"required": required} if required else {})}
    return forms.ModelChoiceField(Meeting.objects.none(), label=label, required=bool(required), error_messages=errors)


def quorate(meeting: Meeting | None) -> Meeting | None:
    """A meeting at which the group could speak; another is refused with the reason."""
    why_not = why_not_quorate(meeting) if meeting else None
    if why_not:
        raise forms.ValidationError(why_not)
    return meeting


def day_or_none(label: Any) -> DayField:
    """A field for a day that may be left out."""
    return DayField(label=label, required=False)


class AskForm(forms.Form):
    """A proposal on which the group is asked for advice."""

    body = organisation(_("Whose proposal is it?"), required=_("Choose the organisation"))
    title = line(_("What is proposed, in a few words?"), _("Enter what is proposed, in a few words"))
    about = lines(
        _("What is it about?"), _("What would change, and who it would affect."), required=_("Enter what it is about")
    )
    asked = lines(_("What are you asking the group?"), required=_("Enter what you are asking the group"))
    stage = forms.ChoiceField(
        label=_("What stage is it at?"),
        choices=Stage.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the stage it has reached"),
            "invalid_choice": _("Choose an option from the list"),
        },
    )
    decide_by = day_or_none(_("When will it be decided? (optional)"))
    link = link(_("Link to the proposal (optional)"))

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["body"].queryset = organisations  # type: ignore[attr-defined]


class AgendaForm(forms.Form):
    """On which agenda a proposal stands."""

    meeting = meeting_to_choose(_("Which meeting?"), required=_("Choose the meeting"))

    def __init__(self, *args: Any, area: Area, **more: Any) -> None:
        super().__init__(*args, **more)
        coming = Meeting.objects.of(area).coming(area.today())
        self.fields["meeting"].queryset = coming  # type: ignore[attr-defined]


class AdviceForm(forms.Form):
    """The advice of the group."""

    advice = lines(_("What is the group's advice?"), required=_("Record the advice"), rows=8)
    on = DayField(label=_("When was it given?"))
    meeting = meeting_to_choose(_("Which meeting? (optional)"))

    def __init__(self, *args: Any, area: Area, **more: Any) -> None:
        super().__init__(*args, **more)
        past = Meeting.objects.of(area).past(area.today())
        self.fields["meeting"].queryset = past  # type: ignore[attr-defined]

    def clean_meeting(self) -> Meeting | None:
        return quorate(self.cleaned_data["meeting"])


class WithReason(forms.Form):
    """An answer that needs a reason where something was not taken up."""

    because = lines(_("Why?"), _("Needed if it was not followed, or was followed only in part. Anyone can read it."))
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
        label=_("What happened to the advice?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what happened to it"),
            "invalid_choice": _("Choose an option from the list"),
        },
    )
    field_order = ("outcome", "because")


class RecommendForm(InArea):
    """A recommendation."""

    choosing = ("body",)

    body = organisation(_("Who is it made to?"), required=_("Choose the organisation"))
    title = line(
        _("What does the group recommend, in a sentence?"), _("Enter what the group recommends, in a sentence")
    )
    text = lines(_("Background (optional)"))
    refs = line(_("Which promises does it affect? (optional)"), hint=_("Promise numbers, such as 3.3, 5.5"))
    meeting = meeting_to_choose(_("Which meeting was it made at? (optional)"))
    due = day_or_none(_("When should it be carried out by? (optional)"))

    def __init__(self, *args: Any, area: Area, **more: Any) -> None:
        super().__init__(*args, area=area, **more)
        self.today: date = area.today()
        self.edition = Edition.objects.in_force_on(area, self.today)
        past = Meeting.objects.of(area).past(self.today)
        self.fields["meeting"].queryset = past  # type: ignore[attr-defined]

    def clean_meeting(self) -> Meeting | None:
        return quorate(self.cleaned_data["meeting"])

    def clean_refs(self) -> list[str]:
        return promises_named(self.cleaned_data["refs"], self.edition, self.today)


class AnswerForm(WithReason):
    """The answer of the body."""

    answer_field = "answer"

    answer = forms.ChoiceField(
        label=_("What is the reply?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reply"), "invalid_choice": _("Choose an option from the list")},
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

    on = DayField(label=_("When was it carried out?"))
    result = lines(_("What was the outcome? (optional)"))
    evidence = link(_("Link to evidence (optional)"))
