"""What many rooms ask and keep: a day in three boxes or typed in one go; addresses of pages elsewhere; names.

An address is checked where it comes in and once more where it is read, whichever way it came into the database. A name
is cleaned where it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.renderers import BaseRenderer
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencompact.core.addresses import is_address
from opencompact.core.exchange.cells import NotRead, read_day
from opencompact.core.names import clean_name
from opencompact.core.words import sentence

BOXES = ("day", "month", "year")


class DayBoxes(forms.Widget):
    """Three boxes. What came in under the field's own name, as from a script or an address, counts as well."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        typed = [str(data.get(f"{name}-{box}") or "").strip() for box in BOXES]
        if any(typed):
            filled = [each for each in typed if each]
            return filled[0] if len(filled) == 1 and not filled[0].isdigit() else typed
        return data.get(name) or ""

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and all(f"{name}-{box}" not in data for box in BOXES)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day" if id_ else id_

    def boxes(self, value: Any) -> dict[str, str]:
        """What stands in each box. Nothing typed is lost, also where it is no day."""
        if isinstance(value, list | tuple):
            return dict(zip(BOXES, value, strict=True))
        try:
            found = value if isinstance(value, date) else day_of(str(value or ""))
        except ValidationError:
            found = None
        if found is None:
            return {"day": str(value or ""), "month": "", "year": ""}
        return {"day": str(found.day), "month": str(found.month), "year": str(found.year)}

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        id = (attrs or {}).get("id") or name
        boxes = ((name, box, id, box, typed) for box, typed in self.boxes(value).items())
        return format_html_join("", '<input name="{}-{}" id="{}-{}" value="{}" inputmode="numeric">', boxes)


def day_of(text: str) -> date | None:
    """A day as people type it: 31 March 2027, 31/03/2027 or 2027-03-31. What is none is a mistake that says so."""
    try:
        return read_day(text.strip())
    except NotRead as fault:
        told = _("%(fault)s. Enter a date, for example 31 March 2027.") % {"fault": sentence(fault.says)}
        raise ValidationError(told, code="invalid") from None


class DayField(forms.Field):
    """A day. Each mistake is named: what is missing, or that there is no such day."""

    widget = DayBoxes
    default_error_messages = {  # noqa: RUF012 - as in every field of Django
        "required": gettext_lazy("Enter a date, for example 31 3 2027"),
        "day": gettext_lazy("The date must include a day"),
        "month": gettext_lazy("The date must include a month"),
        "year": gettext_lazy("The date must include a year"),
        "short_year": gettext_lazy("Write the year with four digits, for example 2027"),
    }
    empty_values = [None, "", [], ()]  # noqa: RUF012 - as in every field of Django

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        if isinstance(value, list | tuple):
            return self._from_boxes([str(each) for each in value])
        return day_of(str(value))

    def _from_boxes(self, typed: list[str]) -> date | None:
        for box, text in zip(BOXES, typed, strict=True):
            if not text:
                raise self._wrong(box)
        day, month, year = typed
        if year.isdigit() and len(year) != 4:
            raise self._wrong("short_year")
        return day_of(f"{day}/{month}/{year}" if month.isdigit() else f"{day} {month} {year}")

    def _wrong(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


def box_wrong(code: str | None) -> str:
    """Which box a mistake is in, or "" where it is in all of them."""
    return "year" if code == "short_year" else code if code in BOXES else ""


class LinkField(forms.URLField):
    """The address of a page elsewhere. What is wrong with it is said in the words of the form."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"assume_scheme": "https", "max_length": 200, **given})

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not is_address(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class _LinkColumn(models.URLField):  # type: ignore[type-arg]
    """The address of a page elsewhere, as it is kept. One that may not be linked is read as none."""

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        assert not isinstance(value, str) or not value or is_address(value), f"not checked: {value[:100]!r}"
        return super().get_db_prep_save(value, connection)

    def from_db_value(self, value: str | None, *_more: Any) -> str | None:
        return value if value is None or is_address(value) else ""

    def deconstruct(self) -> Any:
        """To the database it is what it was."""
        name, _path, given, named = super().deconstruct()
        return name, "django.db.models.URLField", given, named


class _NameColumn(models.CharField):  # type: ignore[type-arg]
    """A name, cleaned before it is kept."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        name = getattr(model_instance, self.attname)
        if isinstance(name, str):
            setattr(model_instance, self.attname, clean_name(name))
        return super().pre_save(model_instance, add)

    def deconstruct(self) -> Any:
        """To the database it is what it was."""
        name, _path, given, named = super().deconstruct()
        return name, "django.db.models.CharField", given, named


if TYPE_CHECKING:  # to whoever reads a row they are a text, as their kinds are
    LinkColumn = models.URLField
    NameColumn = models.CharField
else:
    LinkColumn, NameColumn = _LinkColumn, _NameColumn


_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.h ]?(?P<minute>\d{2}))?(?::\d{2})? ?(?P<half>am|pm|noon|midday)?\Z")


def time_of(text: str) -> time | None:
    """A time as people type it: 14:30, 14.30, 1430, 2pm, 2.30 pm, noon. None where it can't be told."""
    typed = " ".join(text.lower().replace("a.m", "am").replace("p.m", "pm").split()).rstrip(".")
    found = _TIME.match("12 noon" if typed in ("noon", "midday") else typed)
    if not found or not (found["minute"] or found["half"]):
        return None  # "2" may be in the night or in the afternoon
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half and not 1 <= hour <= 12:
        return None if half != "pm" or not 13 <= hour <= 23 else _clock(hour, minute)
    if half:
        hour = hour % 12 + (0 if half == "am" else 12)
    return _clock(hour, minute)


def _clock(hour: int, minute: int) -> time | None:
    return time(hour, minute) if hour < 24 and minute < 60 else None


class TimeOfDayField(forms.TimeField):
    """A time of day."""

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, time) or value in self.empty_values:
            return value or None
        found = time_of(str(value))
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found
