"""What is filled in to put a draft forward, to adopt a first edition, and to refuse."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencompact.core.words import in_words
from opencompact.site.adoption.rules import decisions_for, why_not_dated
from opencompact.site.drafting.models import Draft
from opencompact.site.fields import DayField
from opencompact.site.meetings.models import Decision

EXAMPLE = {"required": _("Enter the start date"), "invalid": _("Enter a date, such as 1 April 2027")}
LATER = {"invalid": _("Enter a date, such as 1 April 2030")}


class DecisionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A published decision of the group."""

    def label_from_instance(self, obj: Decision) -> str:
        return f"{obj.title} ({obj.meeting.title}, {in_words(obj.meeting.on)})"


class Dated(forms.Form):
    """The days of an adoption, which have to fit each other."""

    start = DayField(label=_("From when is it in force?"), error_messages=EXAMPLE)
    review_due = DayField(label=_("When is it to be reviewed by? (optional)"), required=False, error_messages=LATER)

    def __init__(self, *args: Any, draft: Draft, **more: Any) -> None:
        super().__init__(*args, **more)
        self.draft = draft

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        decision = found.get("decision")
        adopted = decision.meeting.on if decision else found.get("adopted")
        if adopted and found.get("start"):
            days = (adopted, found["start"], found.get("review_due"), found.get("sign_again_by"))
            why_not = why_not_dated(self.draft, *days)
            if why_not:
                self.add_error(None, why_not)
        return found


class ProposeForm(Dated):
    """The decision a draft is adopted by, and from when it holds."""

    decision = DecisionField(
        Decision.objects.none(),
        label=_("Which decision adopted it?"),
        help_text=_("Decisions in published records of meetings with a quorum, since this draft was started."),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the decision that adopted it"),
            "invalid_choice": _("Choose the decision that adopted it"),
        },
    )
    sign_again_by = DayField(
        label=_("When are signatories to sign the new edition by? (optional)"),
        help_text=_("It is in the letter they get. Give them time to ask their trustees, board or committee."),
        required=False,
        error_messages=LATER,
    )
    field_order = ("decision", "start", "review_due", "sign_again_by")

    def __init__(self, *args: Any, draft: Draft, **more: Any) -> None:
        super().__init__(*args, draft=draft, **more)
        field = self.fields["decision"]
        assert isinstance(field, forms.ModelChoiceField)
        free = [each.pk for each in decisions_for(draft)]
        field.queryset = Decision.objects.filter(pk__in=free).select_related("meeting").order_by("-meeting__on", "pk")

    def suggest(self) -> None:
        """Where the area gives signatories so many days, the form starts with the date they make."""
        days, start = self.draft.area.sign_again_days, self.cleaned_data.get("start")
        if days and start and not self.cleaned_data.get("sign_again_by"):
            self.cleaned_data["sign_again_by"] = max(start, self.draft.area.today()) + timedelta(days=days)


class FirstForm(Dated):
    """A first edition: who agreed to it, and when."""

    agreed_by = forms.CharField(
        label=_("Who agreed to it?"),
        max_length=200,
        help_text=_("Organisations or meetings, not people. It goes into the public record for ever."),
        error_messages={
            "required": _("Enter who agreed to it"),
            "max_length": _("Use at most 200 characters"),
        },
    )
    adopted = DayField(
        label=_("When was it agreed?"),
        error_messages={"required": _("Enter the date"), "invalid": _("Enter a date, such as 14 March 2027")},
    )
    field_order = ("agreed_by", "adopted", "start", "review_due")


class RefuseForm(forms.Form):
    """Why somebody does not confirm an adoption."""

    reason = forms.CharField(
        label=_("Why don’t you confirm it?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever put it forward reads this. It isn’t public."),
        error_messages={
            "required": _("Say why you don’t confirm it"),
            "max_length": _("Use at most 300 characters"),
        },
    )
