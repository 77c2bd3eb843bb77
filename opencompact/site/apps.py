"""The one Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Site(AppConfig):
    """Every model of every room bears the label ``compact``, so a model may move between rooms without a migration."""

    name = "opencompact.site"
    label = "compact"
    verbose_name = "OpenCompact"
    default_auto_field = "django.db.models.BigAutoField"
