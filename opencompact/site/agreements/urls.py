"""Addresses of the agreements."""

from __future__ import annotations

from django.urls import path

from opencompact.site.agreements import views

urlpatterns = [
    path("areas/<slug:area>/commitments/", views.commitments, name="commitments"),
    path("areas/<slug:area>/editions/", views.editions, name="editions"),
    path("areas/<slug:area>/editions/<slug:id>/", views.edition, name="edition"),
    path("areas/<slug:area>/editions/<slug:id>/check-in/", views.check_in, name="check-in"),
    path("areas/<slug:area>/editions/<slug:id>/document/", views.document, name="edition-document"),
    path("areas/<slug:area>/editions/<slug:id>/document/<path:ref>/", views.words, name="official-words"),
    path("compare/", views.choose, name="compare"),
    path("compare/<slug:left>/<slug:right>/", views.compare, name="side-by-side"),
]
