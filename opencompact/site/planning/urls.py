"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from opencompact.site.planning import asking, views

urlpatterns = [
    path("areas/<slug:area>/plan/", views.plan, name="plan"),
    path("areas/<slug:area>/plan/plan.ics", views.plan_file, {"form": "ics"}, name="plan-ics"),
    path("areas/<slug:area>/plan/plan.json", views.plan_file, {"form": "json"}, name="plan-json"),
    path("areas/<slug:area>/plan/plan.txt", views.plan_file, {"form": "txt"}, name="plan-text"),
    path("areas/<slug:area>/ask/", asking.ask, name="ask"),
    path("areas/<slug:area>/ask/<slug:kind>/", asking.question, name="ask-question"),
    path("areas/<slug:area>/ask/<slug:kind>/keep/", asking.keep, name="ask-keep"),
    path("areas/<slug:area>/ask/<slug:kind>/statement/", asking.statement, name="ask-statement"),
]
