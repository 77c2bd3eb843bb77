"""What a draft says of itself, as a form: names, sides, themes, days to avoid, review.

A file of its own beside ``forms.py``: its lists are typed as lines and read back by the functions here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencompact.core.editions import ClosedPeriod, Item, Party
from opencompact.core.editions import Edition as Document
from opencompact.core.words import in_words, said
from opencompact.site.drafting.clauses import Plain
from opencompact.site.drafting.forms import long_text

_EASTER = re.compile(r"(\d{1,2}) days? before to (\d{1,2}) days? after easter\Z", re.IGNORECASE)
ANY_YEAR = 2000  # 29 February is a day of it


class WholeForm(forms.Form):
    """Everything of a draft that is no clause."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=200, error_messages={"required": _("Enter the title")})
    name = forms.CharField(
        label=_("What you call the agreement"), max_length=40, help_text=_("For example, Compact, Covenant or Accord."),
        error_messages={"required": _("Enter what you call it, such as Compact")},
    )  # fmt: skip
    about = long_text(_("What a reader should know first (optional)"), required=False)
    public = forms.CharField(label=_("What you call the public sector"), max_length=200)
    voluntary = forms.CharField(label=_("What you call the voluntary sector"), max_length=200)
    both = forms.CharField(label=_("What you call promises made by both sectors"), max_length=200)
    themes = long_text(_("Themes"), _("One per line: number, space, title."), 8, error=_("Enter at least one theme"))
    outcomes = long_text(_("Outcomes (optional)"), _("One per line: number, space, title."), 5, required=False)
    closed = long_text(
        _("Times when consultations should not run (optional)"),
        _(
            "One per line, for example: Christmas: 20 December to 3 January. Or: Easter: 7 days before to 7 "
            "days after Easter. If you add a year, the dates apply once."),
        4, required=False,
    )  # fmt: skip
    every = forms.CharField(
        label=_("How often is it reviewed? (optional)"), required=False, max_length=40,
        help_text=_("For example, 3 years or 12 months."),
    )  # fmt: skip

    def __init__(self, *args: Any, document: Document, **more: Any) -> None:
        self.document = document
        super().__init__(*args, **more)

    @classmethod
    def of(cls, document: Document, version: int) -> dict[str, Any]:
        """What the form shows first."""
        shown = {key: said(getattr(document, key)) for key in ("title", "name", "about")}
        sides = {side.value: said(getattr(document.parties, side.value).name) for side in Party}
        every = str(document.review.every) if document.review.every else ""
        lists = {"themes": _lines(document.themes), "outcomes": _lines(document.outcomes)}
        closed = "\n".join(_told(each) for each in document.closed_periods)
        return {**shown, **sides, **lists, "version": version, "every": every, "closed": closed}

    def clean_themes(self) -> list[Plain]:
        return _items(self.cleaned_data["themes"], self.document.themes)

    def clean_outcomes(self) -> list[Plain]:
        return _items(self.cleaned_data["outcomes"], self.document.outcomes)

    def clean_closed(self) -> list[Plain]:
        kept = {_told(each): each for each in self.document.closed_periods}
        return [_closed(line, kept.get(line)) for line in _typed(self.cleaned_data["closed"])]

    def keys(self, before: Plain) -> Plain:
        """What was typed, as keys of an edition."""
        data = self.cleaned_data
        keys: Plain = {}
        keys |= {key: _again(data[key], before.get(key, "")) for key in ("title", "name", "about") if data[key]}
        keys["parties"] = {
            side: {**before["parties"][side], "name": _again(data[side], before["parties"][side]["name"])}
            for side in before["parties"]
        }
        keys |= {"themes": data["themes"], "outcomes": data["outcomes"], "closed_periods": data["closed"]}
        review = {key: value for key, value in before.get("review", {}).items() if key != "every"}
        keys["review"] = {**review, **({"every": data["every"]} if data["every"] else {})}
        return keys


def _again(typed: str, before: Any) -> Any:
    """A text as it was where only its English was shown and nothing was changed in it; else as typed."""
    if isinstance(before, dict):
        return before if said(before) == typed else {**before, "en": typed}
    return typed


def _typed(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _lines(items: Sequence[Item]) -> str:
    return "\n".join(f"{item.ref} {said(item.title)}" for item in items)


def _items(text: str, before: Sequence[Item]) -> list[Plain]:
    """Themes or outcomes from lines; what else was said of one stays with its number."""
    known, made = {item.ref: item for item in before}, []
    for line in _typed(text):
        ref, _space, title = line.partition(" ")
        if not title:
            raise ValidationError(
                _now("“%(line)s” has no title. Write its number, a space and its title") % {"line": line}
            )
        old = known.get(ref)
        more = {"about": old.about} if old and old.about else {}
        made.append({"ref": ref, "title": _again(title, old.title if old else ""), **more})
    return made


def _told(period: ClosedPeriod) -> str:
    """A closed period as a line."""
    name = said(period.name)
    if period.around_easter:
        before, after = (abs(int(part)) for part in period.around_easter.split(" to "))
        return f"{name}: {before} days before to {after} days after Easter"
    if period.every_year:
        first, last = (date.fromisoformat(f"{ANY_YEAR}-{part}") for part in period.every_year.split(" to "))
        return f"{name}: {in_words(first).rpartition(' ')[0]} to {in_words(last).rpartition(' ')[0]}"
    return f"{name}: {in_words(period.start)} to {in_words(period.end)}" if period.start and period.end else name


def _closed(line: str, same: ClosedPeriod | None) -> Plain:
    """A line as a closed period; one that was there and is unchanged stays as it was."""
    if same:
        kept: Plain = msgspec.to_builtins(same)
        return kept
    name, _colon, days = line.rpartition(":")
    named = {"name": name.strip()}
    easter = _EASTER.match(days.strip())
    if easter:
        return {**named, "around_easter": f"-{int(easter[1])} to {int(easter[2])}"}
    first, last = (_day(part.strip()) for part in ([*days.split(" to "), ""])[:2])
    if not (named["name"] and first and last and first[1] == last[1]):
        says = _now("“%(line)s” can't be read. Write for example: Christmas: 20 December to 3 January")
        raise ValidationError(says % {"line": line})
    if first[1]:
        return {**named, "from": first[0].isoformat(), "to": last[0].isoformat()}
    return {**named, "every_year": f"{first[0]:%m-%d} to {last[0]:%m-%d}"}


def _day(text: str) -> tuple[date, bool] | None:
    """A day as typed, and whether it has a year."""
    for form, has_year in (("%d %B %Y", True), ("%d %B %Y", False)):
        try:
            typed = text if has_year else f"{text} {ANY_YEAR}"
            return datetime.strptime(typed, form).date(), has_year
        except ValueError:
            continue
    return None
