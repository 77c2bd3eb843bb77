"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from opencompact.site.findings import views

urlpatterns = [
    path("areas/<slug:area>/findings/<int:pk>/say/", views.say, name="say"),
    path("areas/<slug:area>/statements/<int:pk>/withdraw/", views.unsay, name="unsay"),
]
