"""Addresses for machines that watch the site."""

from __future__ import annotations

from django.urls import path

from opencompact.site.running import health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
]
