"""Fields of forms that the whole site shares."""

from __future__ import annotations

from django import forms


class DayField(forms.DateField):
    """A day, typed as people write it."""
