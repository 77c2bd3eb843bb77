"""Addresses of the resources."""

from __future__ import annotations

from django.urls import path

from opencompact.site.resources import views

urlpatterns = [
    path("areas/<slug:area>/resources/", views.resources, name="resources"),
    path("areas/<slug:area>/resources/plan/", views.plan, name="plan_contribution"),
    path("areas/<slug:area>/resources/<int:pk>/", views.contribution, name="contribution"),
    path("areas/<slug:area>/resources/posts/add/", views.add_post, name="add_post"),
    path("areas/<slug:area>/resources/posts/<int:pk>/end/", views.end_post, name="end_post"),
]
