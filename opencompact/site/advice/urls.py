"""Addresses of the group's page, of advice and of recommendations."""

from __future__ import annotations

from django.urls import path

from opencompact.site.advice import views

urlpatterns = [
    path("areas/<slug:area>/group/", views.group, name="group"),
]
