"""Addresses of the agreements."""

from __future__ import annotations

from django.urls import path

from opencompact.site.agreements import views

urlpatterns = [
    path("areas/<slug:area>/commitments/", views.commitments, name="commitments"),
]
