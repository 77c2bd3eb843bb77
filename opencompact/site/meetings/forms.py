"""What people fill in about meetings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencompact.core.words import in_words
from opencompact.site.accounts.models import Organisation
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.fields import DayField, LinkField, TimeOfDayField
from opencompact.site.group.forms import lines, number
from opencompact.site.group.models import Membership
from opencompact.site.meetings.models import AgendaItem, Meeting, MeetingKind
from opencompact.site.meetings.papers import MOST, why_not_paper

CLOCK = {
    "required": _("Enter a time, such as 2pm or 14:30"),
    "invalid": _("Enter a time with am or pm, such as 2pm, or with minutes, such as 14:30"),
}


def line(label: Any, missing: Any = "", hint: Any = "", *, most: int = 200) -> forms.CharField:
    """A field for one line of text; optional where ``missing`` says nothing."""
    return forms.CharField(
        label=label, help_text=hint, max_length=most, required=bool(missing), error_messages={"required": missing}
    )


def link(label: Any, hint: Any = "") -> LinkField:
    """A field for the address of a page, optional."""
    invalid = _("Enter a full web address that begins with https://")
    return LinkField(label=label, help_text=hint, required=False, error_messages={"invalid": invalid})


def organisation(label: Any, *, required: Any = "") -> forms.ModelChoiceField[Organisation]:
    """A field to choose an organisation of the area; which, ``InArea`` says."""
    errors = {"invalid_choice": _("Choose an option from the list"), **({"required": required} if required else {})}
    return forms.ModelChoiceField(
        Organisation.objects.none(), label=label, required=bool(required), error_messages=errors
    )


class InArea(forms.Form):
    """A form with organisations to choose from: those of the area."""

    choosing: tuple[str, ...] = ()

    def __init__(self, *args: Any, area: Area, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in self.choosing:
            standing = Organisation.objects.filter(area=area, ended=None)
            self.fields[name].queryset = standing  # type: ignore[attr-defined]


class MeetingForm(forms.Form):
    """When and where a meeting is."""

    title = line(_("What is the meeting called?"), _("Enter a name"), _("For example, Spring meeting"), most=120)
    kind = forms.ChoiceField(
        label=_("What kind of meeting is it?"),
        choices=MeetingKind.choices,
        widget=forms.RadioSelect,
        initial=MeetingKind.ORDINARY,
        error_messages={
            "required": _("Choose the kind of meeting"),
            "invalid_choice": _("Choose an option from the list"),
        },
    )
    on = DayField(label=_("When?"))
    starts = TimeOfDayField(
        label=_("When does it start?"), help_text=_("For example: 2pm or 14:30"), error_messages=CLOCK
    )
    ends = TimeOfDayField(label=_("When does it end? (optional)"), required=False, error_messages=CLOCK)
    place = line(
        _("Where is it?"),
        _("Enter the place, or “Online”"),
        _("Anyone can read this. Include how to get in without using steps."),
    )
    link = link(
        _("Link to join online (optional)"), _("Only members, the chair and the partnership officer can see it.")
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        starts, ends = found.get("starts"), found.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The end time must be after the start time"))
        return found


class CancelForm(forms.Form):
    """Why a meeting is cancelled."""

    reason = line(
        _("Why is it cancelled?"), _("Enter why it is cancelled, in a sentence"), _("Anyone can read this."), most=300
    )


class ItemForm(InArea):
    """One point of an agenda."""

    choosing = ("lead",)

    title = line(_("What is it about?"), _("Enter what it is about"))
    about = lines(_("Background (optional)"))
    lead = organisation(_("Which organisation is leading on it? (optional)"))
    place = number(_("What is its place on the agenda?"), least=1, most=99, initial=1)


class AgendaForm(forms.Form):
    """Publish an agenda."""

    papers_too = forms.BooleanField(label=_("Let anyone read the papers too"), required=False)


class PaperForm(forms.Form):
    """A paper of a meeting."""

    title = line(_("What is the title of the paper?"), _("Enter the title of the paper"))
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label=_("Which agenda item is it for? (optional)"),
        required=False,
        error_messages={"invalid_choice": _("Choose an option from the list")},
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("A PDF, Word (.docx), OpenDocument (.odt) or text file, up to 10 MB."),
        error_messages={
            "required": _("Choose a file"),
            "empty": _("This file is empty"),
            "invalid": _("Choose a file and send it again"),
        },
    )

    def __init__(self, *args: Any, meeting: Meeting, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["item"].queryset = meeting.items.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        file: UploadedFile[bytes] | None = found.pop("file", None)
        if file is None:
            return found
        content = file.read(MOST + 1)
        why_not = why_not_paper(file.name or "", content)
        if why_not:
            self.add_error("file", why_not)
        return {**found, "name": file.name or "", "content": content}


class AttendanceForm(forms.Form):
    """How many people of each member came."""

    guests = number(_("How many guests attended?"), _("People who are not members of the group."), most=999)
    chaired = forms.BooleanField(label=_("The independent chair attended"), required=False)
    summary = lines(
        _("Introduction to the minutes (optional)"),
        _("A short summary for people who were not there. Don't name anyone."),
        rows=6,
    )

    def __init__(self, *args: Any, members: Iterable[Membership], **more: Any) -> None:
        super().__init__(*args, **more)
        self.members = {f"came_{member.organisation_id}": member for member in members}
        for name, member in self.members.items():
            self.fields[name] = number(member.organisation.name, member.organisation.get_sector_display())
        self.order_fields([*self.members, "guests", "chaired", "summary"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        came = {member: found.pop(name) for name, member in self.members.items() if name in found}
        return {**found, "came": came}


class DecisionForm(forms.Form):
    """One decision."""

    title = line(
        _("What was decided, in a sentence?"),
        _("Enter the decision, in a sentence"),
        _("It stays in the public record permanently. Don't name anyone."),
    )
    text = lines(_("Background (optional)"))
    refs = line(_("Which promises does it affect? (optional)"), hint=_("Promise numbers, such as 3.3, 5.5"))

    def __init__(self, *args: Any, area: Area, day: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.edition, self.day = Edition.objects.in_force_on(area, day), day

    def clean_refs(self) -> list[str]:
        return promises_named(self.cleaned_data["refs"], self.edition, self.day)


def promises_named(text: str, edition: Edition | None, day: date) -> list[str]:
    """The promises a person names by their numbers; those that are not there are refused."""
    refs = list(dict.fromkeys(text.replace(",", " ").replace(";", " ").split()))
    unknown = [ref for ref in refs if edition is None or edition.commitment(ref) is None]
    if unknown:
        facts = {"refs": ", ".join(unknown), "day": in_words(day)}
        raise forms.ValidationError(_now("There is no promise %(refs)s in the edition of %(day)s") % facts)
    return refs


class TaskForm(InArea):
    """One action."""

    choosing = ("owner",)

    title = line(_("What must be done?"), _("Enter what must be done"), _("Don't name anyone."))
    owner = organisation(_("Which organisation is responsible?"), required=_("Choose the organisation responsible"))
    due = DayField(label=_("By which date?"))


class CorrectionForm(forms.Form):
    """Something added to a record after it was published."""

    text = lines(
        _("What needs to be added or corrected?"),
        _("The minutes stay as they are. This is added below."),
        required=_("Enter what needs to be added"),
    )


class DoneForm(forms.Form):
    """An action was done."""

    on = DayField(label=_("When was it done?"))
    outcome = line(_("What was the outcome? (optional)"), most=300)
    evidence = link(_("Link to evidence (optional)"))
