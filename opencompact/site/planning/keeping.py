"""What was answered, kept as a private plan: everything that is known goes with it.

Beside the six files of a room: the questions store nothing, and this is the one step that does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencompact.site.accounts.models import Organisation
from opencompact.site.areas.models import Area
from opencompact.site.planning.questions import UNKNOWN, Answers

TEXTS = ("purpose", "can_change", "cannot_change", "prior_knowledge", "short_reason", "holiday_reason", "stage")
DAYS = ("announced", "opens", "closes", "impact_assessed")
LISTS = ("methods", "formats", "groups")
LONGEST_STAGE = 100


class KeepForm(forms.Form):
    """Whose plan it is."""

    body = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Whose plan is it?"), empty_label=_("Choose one"),
        error_messages={"required": _("Choose whose plan it is"), "invalid_choice": _("Choose whose plan it is")},
    )  # fmt: skip

    def __init__(self, *args: Any, bodies: Iterable[Organisation], named: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        here = list(bodies)
        field: Any = self.fields["body"]
        field.queryset = Organisation.objects.filter(pk__in=[each.pk for each in here])
        same = [each for each in here if each.name.casefold() == named.strip().casefold()]
        if len(here) == 1 or same:
            field.initial = (same or here)[0].pk


def said_of(answers: Answers) -> dict[str, Any]:
    """What a plan begins with: every answer that has its place in one."""
    known = {key: value for key, value in answers.said.items() if value != UNKNOWN}
    told: dict[str, Any] = {name: str(known.get(name) or "") for name in TEXTS}
    told["stage"] = told["stage"][:LONGEST_STAGE]
    told |= {name: known[name] for name in DAYS if isinstance(known.get(name), date)}
    for name in LISTS:
        value = known.get(name)
        told[name] = "\n".join(value) if isinstance(value, tuple) else ""
    told |= {name: known[name] for name in ("written", "expenses_offered") if isinstance(known.get(name), bool)}
    told["affected"] = str(known.get("impact") or "")
    told["reason_cases"] = {
        name: str(known[f"{name}_case"]) for name in ("short_reason", "holiday_reason") if known.get(f"{name}_case")
    }
    return told


def involved_in(area: Area, answers: Answers) -> tuple[list[Organisation], list[str]]:
    """The organisations of the area that were involved, and the names that are not in its list."""
    named = answers.said.get("involved")
    names = [name for name in named if name] if isinstance(named, tuple) else []
    here = {each.name.casefold(): each for each in Organisation.objects.filter(area=area, ended=None)}
    found = [here[name.casefold()] for name in names if name.casefold() in here]
    return found, [name for name in names if name.casefold() not in here]
