"""Two people at one form: the later sees what the earlier wrote beside their own words, and chooses.

A form that shows what is there carries a mark of what it showed. Where that is no longer what is there, nothing is
saved; the form comes back with both versions and the new mark, so that saving once more is a choice.

Where a page has two forms, they are sent together: a button of one is not obeyed while words wait in the other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

F = TypeVar("F", bound=forms.Form)
MARK = "showed"  # the hidden field


class MarkField(forms.CharField):
    """The mark of what a form showed. Nobody types it, so by itself it changes nothing."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


def watch(form: F) -> F:
    """Let a form over something that others may change notice that they did. Its ``initial`` is what is there now."""
    mark = _mark_of(form)
    form.fields[MARK] = MarkField(required=False)
    form.initial[MARK] = mark
    setattr(form, "clean", _looking(form, mark, form.clean))  # noqa: B010 - of this one form, not of its class
    return form


def _looking(form: forms.Form, mark: str, clean: Callable[[], Any]) -> Callable[[], Any]:
    def look() -> dict[str, Any]:
        showed = form.cleaned_data.pop(MARK, "")
        found = clean()
        data: dict[str, Any] = form.cleaned_data if found is None else found
        if showed and showed != mark:
            differs = _differences(form)
            if differs:
                setattr(form, "theirs", differs)  # noqa: B010 - the tag form_errors shows it
                _know(form, mark)
                raise ValidationError(says())
        return data

    return look


def says() -> str:
    return _(
        "Somebody else changed this while you were writing. Nothing of yours is saved yet. What they wrote is below, "
        "what you wrote is in the fields. Change what you like, then save again."
    )


def _mark_of(form: forms.Form) -> str:
    """A short mark of what stands in a form before anybody types."""
    there = {name: str(form.get_initial_for_field(field, name)) for name, field in form.fields.items()}
    return hashlib.sha256(json.dumps(there, sort_keys=True).encode()).hexdigest()[:16]


def _differences(form: forms.Form) -> list[tuple[str, str]]:
    """Where what is there is not what was typed: the question, and what is there."""
    changed = [name for name in form.changed_data if name in form.fields]
    return [(str(form.fields[name].label or name), _told(form, name)) for name in changed]


def _told(form: forms.Form, name: str) -> str:
    """What is there, as people read it."""
    field = form.fields[name]
    value = form.get_initial_for_field(field, name)
    if isinstance(field, forms.ModelChoiceField):
        chosen = field.queryset.filter(pk=value).first() if value and field.queryset is not None else None
        return str(chosen or _("Nothing"))
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value) or _("Nothing"))  # type: ignore[arg-type]
    if isinstance(field, forms.BooleanField):
        return str(_("Yes") if value else _("No"))
    return str(value) if value not in (None, "", []) else str(_("Nothing"))


def _know(form: forms.Form, mark: str) -> None:
    """Show the form again with everything typed and the new mark."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data[form.add_prefix(MARK)] = mark
    form.data = data


def has_unsent_words(form: forms.Form) -> bool:
    """Whether somebody wrote into this form and pressed the button of another on the page; if so, the form says it."""
    names = [
        name
        for name in form.changed_data
        if isinstance(form.fields[name], forms.CharField) and not form.fields[name].widget.is_hidden
    ]
    form.errors.clear()  # it was not sent, so nothing in it is wrong
    if names:
        form.add_error(names[0], _("You wrote this and haven’t sent it yet. Send it first, or empty the field"))
    return bool(names)
