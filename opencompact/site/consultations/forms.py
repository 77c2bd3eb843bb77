"""What people type into a notice, part by part; and what they say when it is published, amended or withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from opencompact.core.addresses import is_address
from opencompact.site.accounts.models import Organisation
from opencompact.site.consultations import rules
from opencompact.site.consultations.models import Consultation, Phase, Stage
from opencompact.site.consultations.reason_forms import ReasonForm, why_field
from opencompact.site.fields import DayField, LinkField
from opencompact.site.findings.models import lines

HERE, ELSEWHERE, IN_PERSON = "here", "elsewhere", "in-person"  # where people answer
YES_NO = (("yes", _("Yes")), ("no", _("No")))


class Part(NamedTuple):
    """One part of a notice: one page to write, one line of the list of tasks."""

    name: str
    title: Any
    fields: tuple[str, ...]
    needed: tuple[str, ...] = ()  # without these it is not complete
    about: Any = ""


PARTS = (
    Part("purpose", _("Purpose"), ("title", "purpose", "documents"), ("purpose",)),
    Part(
        "change", _("What can and cannot change"), ("can_change", "cannot_change"), ("can_change", "cannot_change"),
        _("People give better responses when they know what can still change and what is settled."),
    ),
    Part(
        "people", _("Who is affected"), ("affected", "groups", "reaching"), ("affected", "groups", "reaching"),
        _("Name groups, never individuals."),
    ),
    Part(
        "ways", _("How to take part"), ("methods", "formats", "expenses_offered", "expenses"),
        ("methods", "formats", "expenses_offered"),
    ),
    Part(
        "known", _("What is already known"), ("prior_knowledge", "known_link", "impact_assessed", "impact_link"),
        ("prior_knowledge",), _("So that people are not asked the same thing twice."),
    ),
    Part(
        "days", _("Stage, key dates and decision"),
        ("stage", "written", "announced", "opens", "closes", "decides", "short_reason", "holiday_reason"),
        ("stage", "opens", "closes"),
    ),
    Part(
        "involved", _("Who is involved before it opens"), ("involved",), (),
        _("Organisations that help to shape it are named on the notice."),
    ),
    Part(
        "answers", _("How people respond"), ("where", "questions_from", "elsewhere", "in_person"), (),
        _("A consultation counts from the day people can respond."),
    ),
    Part("contact", _("Who to contact"), ("asks_about",), ("asks_about",)),
)  # fmt: skip
PARTS_BY_NAME = {each.name: each for each in PARTS}


def words(label: Any, hint: Any = "", most: int = 4000, rows: int = 5) -> forms.CharField:
    """A longer text that may stay empty."""
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, help_text=hint, max_length=most, required=False, widget=widget)


def address(label: Any, hint: Any = "", required: bool = False) -> LinkField:
    """The address of a page."""
    wrong = _("Enter a web address, such as https://example.org/parks")
    return LinkField(
        label=label, help_text=hint, max_length=500, required=required,
        error_messages={"required": wrong, "invalid": wrong},
    )  # fmt: skip


def yes_or_no(label: Any, hint: Any = "") -> forms.TypedChoiceField:
    """Yes, no, or not said yet."""
    return forms.TypedChoiceField(
        label=label, help_text=hint, choices=YES_NO, coerce=lambda typed: typed == "yes", empty_value=None,
        required=False, widget=forms.RadioSelect, error_messages={"invalid_choice": _("Choose yes or no")},
    )  # fmt: skip


def title_field() -> forms.CharField:
    """What it is called."""
    return forms.CharField(
        label=_("What is it called?"), max_length=200,
        help_text=_("A few plain words, for example: Which parks first?"),
        error_messages={"required": _("Enter a title for the consultation")},
    )  # fmt: skip


class NewForm(forms.Form):
    """A new plan: whose it is, what it is called, the days that are known."""

    body = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Who is consulting?"), empty_label=_("Choose one"),
        error_messages={
            "required": _("Choose who is consulting"), "invalid_choice": _("Choose an option from the list"),
        },
    )  # fmt: skip
    title = title_field()
    announced = DayField(label=_("When is it announced?"), required=False)
    opens = DayField(label=_("When does it open?"), required=False)
    closes = DayField(label=_("When does it close?"), required=False, help_text=_("It closes at 11:59pm on that date."))
    decides = DayField(label=_("When will it be decided?"), required=False)
    written = yes_or_no(
        _("Is it a written consultation?"), _("Answer no for a meeting or a walk where nobody responds in writing.")
    )
    short_reason = words(_("Why is it open for less time than agreed?"), most=1000, rows=3)
    holiday_reason = words(_("Why does it run over a closed period?"), most=1000, rows=3)

    def __init__(self, *args: Any, bodies: Iterable[Organisation], given: Iterable[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        here = [each.pk for each in bodies]
        field: Any = self.fields["body"]
        field.queryset = Organisation.objects.filter(pk__in=here)
        if len(here) == 1:
            field.initial, field.empty_label = here[0], None
        for name in ("decides", "short_reason", "holiday_reason", "written"):
            if name not in given:
                del self.fields[name]

    def clean_written(self) -> bool:
        return self.cleaned_data["written"] is not False

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        _check_days(self, found)
        return found


def _check_days(form: forms.Form, found: dict[str, Any]) -> None:
    opens, closes = found.get("opens"), found.get("closes")
    why_not = rules.why_not_days(opens, closes)
    if why_not:
        form.add_error("closes", why_not)
    if opens and found.get("announced") and found["announced"] > opens:
        form.add_error("announced", _("The announcement date can't be after the opening date"))
    if closes and found.get("decides") and found["decides"] <= closes:
        form.add_error("decides", _("The decision must come after the closing date"))


class PartForm(ReasonForm):
    """The fields of one part of a notice."""

    title = title_field()
    purpose = words(
        _("What is it for?"),
        _("What will be decided and what people are being asked. This is the first thing people read."),
    )
    can_change = words(_("What can still change?"))
    cannot_change = words(
        _("What is settled and cannot change?"), _("Say why: the law, the budget or an earlier decision.")
    )
    affected = words(_("Who is affected?"))
    groups = words(
        _("Which groups are often missed?"), _("One per line, for example: families with young children"), 2000
    )
    reaching = words(_("How will you reach them?"), _("Who will help you, where and when."))
    methods = words(
        _("How can people take part?"),
        _("One per line, at least two, for example: online form, meetings, telephone"),
        2000,
    )
    formats = words(
        _("Which formats is it available in?"), _("One per line, for example: easy read, large print, Polish"), 2000
    )
    expenses_offered = yes_or_no(_("Do you pay expenses for people who take part?"))
    expenses = forms.CharField(label=_("Which expenses, and how do people claim them?"), max_length=400, required=False)
    prior_knowledge = words(
        _("What do you already know?"), _("For example, from earlier consultations, figures or visits.")
    )
    known_link = address(_("Where can earlier results be read?"))
    impact_assessed = DayField(label=_("When was the impact assessed?"), required=False)
    impact_link = address(_("Where can the impact assessment be read?"))
    stage = forms.ChoiceField(
        label=_("What stage is it at?"), choices=Stage.choices, required=False, widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose an option from the list")},
    )  # fmt: skip
    written = yes_or_no(
        _("Is it a written consultation?"), _("Answer no for a meeting or a walk where nobody responds in writing.")
    )
    announced = DayField(
        label=_("When was it announced?"), required=False,
        help_text=_("Leave it empty if you announce it by publishing this notice."),
    )  # fmt: skip
    opens = DayField(label=_("When does it open?"), required=False)
    closes = DayField(label=_("When does it close?"), required=False, help_text=_("It closes at 11:59pm on that date."))
    decides = DayField(label=_("When will it be decided?"), required=False)
    short_reason = words(
        _("Why is it open for less time than agreed?"), _("Only if it is. This is published."), 1000, 3
    )
    holiday_reason = words(
        _("Why does it run over a closed period?"), _("Only if it does. This is published."), 1000, 3
    )
    involved = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label=_("Which organisations are involved?"), required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("Choose an option from the list"),
            "invalid_pk_value": _("Choose an option from the list"),
        },
    )  # fmt: skip
    where = forms.ChoiceField(
        label=_("How do people respond?"), widget=forms.RadioSelect,
        choices=(
            (HERE, _("They answer questions on this site")),
            (ELSEWHERE, _("On another site, and this notice links to it")),
            (IN_PERSON, _("Only at meetings or on paper")),
        ),
        error_messages={
            "required": _("Choose how people respond"), "invalid_choice": _("Choose how people respond"),
        },
    )  # fmt: skip
    questions_from = DayField(
        label=_("When will the questions be published?"), required=False,
        help_text=_("Only if they aren't written when you publish the notice. They are needed by the opening date."),
    )  # fmt: skip
    elsewhere = address(_("The address of the other site"))
    in_person = words(
        _("Where and when are the meetings, and where are paper forms?"),
        _("One a line, such as: Town hall, 3 March 2027, 7pm"), 2000,
    )  # fmt: skip
    documents = words(
        _("Which documents do people need to read?"),
        _("One a line, its name and then its address, such as: Draft parks plan https://example.org/parks.pdf"),
        2000, 3,
    )  # fmt: skip
    asks_about = forms.EmailField(
        label=_("Email address of the office"), required=False, max_length=254,
        help_text=_("It is public: give an office, not a person."),
        error_messages={"invalid": _("Enter an email address in the correct format, like parks@example.org")},
    )  # fmt: skip
    why = why_field(_("Why are you changing it?"), _("Say why you are changing it"))

    def __init__(self, *args: Any, part: Part, row: Consultation, **more: Any) -> None:
        more["initial"] = said_of(row, part)
        super().__init__(*args, row=row, **more)
        kept = [*part.fields, *(["why"] if row.is_public else [])]
        self.fields = {name: self.fields[name] for name in kept}
        for name in {*part.needed} & self.fields.keys():
            self.fields[name].is_needed = True  # type: ignore[attr-defined]  # it can be saved without, never complete
        for name in {"short_reason", "holiday_reason"} & self.fields.keys():
            self.ask_reason(name, required=False)
        if "involved" in self.fields:
            others = Organisation.objects.filter(area=row.area, ended=None).exclude(pk=row.body_id)
            self.fields["involved"].queryset = others  # type: ignore[attr-defined]

    def clean_written(self) -> bool:
        return self.cleaned_data["written"] is not False

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        _check_days(self, found)
        return self._where(found) if "where" in self.fields else found

    def clean_documents(self) -> str:
        found = lines(self.cleaned_data["documents"])
        if not all(is_address(each.rpartition(" ")[2]) for each in found):
            raise forms.ValidationError(
                _("End each line with the address of the document, such as https://example.org/parks.pdf")
            )
        return "\n".join(found)

    def _where(self, found: dict[str, Any]) -> dict[str, Any]:
        """What belongs to the chosen way to answer, without what belongs to another."""
        where = found.pop("where", "")
        if where != ELSEWHERE:
            found["elsewhere"] = ""
            self.errors.pop("elsewhere", None)
        elif not found.get("elsewhere") and "elsewhere" not in self.errors:
            self.add_error("elsewhere", _("Enter a web address, such as https://example.org/parks"))
        if where != HERE:
            found["questions_from"] = None
            self.errors.pop("questions_from", None)
        elif found.get("in_person") and not found.get("questions_from") and not self.errors:
            found["questions_from"] = self.row.opens
            if self.row.opens is None and self.row.answerable_from is None:
                self.add_error("questions_from", _("Enter the date the questions will be published"))
        if where == IN_PERSON and not found.get("in_person"):
            self.add_error("in_person", _("Say where and when the meetings are, or where people get paper forms"))
        return found


def said_of(row: Consultation, part: Part) -> dict[str, Any]:
    """What a part says now, as its form shows it."""
    said: dict[str, Any] = {name: getattr(row, name) for name in part.fields if name not in ("where", "involved")}
    for name in {"expenses_offered", "written"} & said.keys():
        said[name] = "" if said[name] is None else "yes" if said[name] else "no"
    if "where" in part.fields:
        said["where"] = ELSEWHERE if row.elsewhere else IN_PERSON if row.is_in_person_only else HERE
    if "involved" in part.fields:
        said["involved"] = [each.pk for each in row.involved.all()]
    return said


def is_complete(row: Consultation, part: Part, *, asks: bool = False) -> bool:
    """Whether a part says everything a notice should say."""
    if part.name == "answers":
        return asks or row.says_how
    missing = [name for name in part.needed if getattr(row, name) in (None, "")]
    return not missing and ("methods" not in part.needed or len(lines(row.methods)) > 1)


class FeedbackForm(forms.Form):
    """When and where feedback was published on another site."""

    on = DayField(label=_("When was the feedback published?"))
    url = address(_("Where can it be read?"), required=True)
    responses = forms.IntegerField(
        label=_("How many responses were received there?"), required=False, min_value=0, max_value=10_000_000,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"}),
        error_messages={
            "invalid": _("Enter the number of responses as a whole number"),
            "min_value": _("The number of responses can't be less than 0"),
            "max_value": _("Enter a number up to 10,000,000"),
        },
    )  # fmt: skip


class FinderForm(forms.Form):
    """What narrows the list. Whatever it does not understand narrows nothing."""

    words = forms.CharField(
        label=_("Keywords"), required=False, max_length=200, widget=forms.TextInput({"type": "search"})
    )
    phase = forms.ChoiceField(label=_("Status"), required=False)
    body = forms.ChoiceField(label=_("Who is consulting"), required=False)
    year = forms.ChoiceField(label=_("Year it was open"), required=False)

    def __init__(self, *args: Any, bodies: Iterable[tuple[int, str]], years: Iterable[int], **more: Any) -> None:
        super().__init__(*args, **more)
        any_ = ("", _("Any"))
        states = [*Phase.choices, ("withdrawn", _("Withdrawn"))]
        offered = {"phase": states, "body": bodies, "year": [(year, year) for year in years]}
        for name, choices in offered.items():
            self.fields[name].choices = [any_, *choices]  # type: ignore[attr-defined]

    def given(self) -> dict[str, str]:
        """What was understood."""
        self.is_valid()
        return {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)}
