"""Addresses of training, practices and events."""

from __future__ import annotations

from django.urls import path

from opencompact.site.training import views

urlpatterns = [
    path("areas/<slug:area>/training/", views.training, name="training"),
    path("areas/<slug:area>/training/plan/", views.plan, name="plan_session"),
    path("areas/<slug:area>/training/<int:pk>/", views.session, name="session"),
    path("areas/<slug:area>/training/<int:pk>/change/", views.change, name="change_session"),
    path("areas/<slug:area>/training/<int:pk>/held/", views.hold, name="hold_session"),
    path("areas/<slug:area>/training/<int:pk>/cancel/", views.cancel, name="cancel_session"),
    path("areas/<slug:area>/training/practices/", views.practices, name="practices"),
    path("areas/<slug:area>/training/practices/<slug:slug>/", views.practices_of, name="practices_of"),
    path("areas/<slug:area>/events/", views.events, name="events"),
    path("areas/<slug:area>/events/announce/", views.announce, name="announce_event"),
    path("areas/<slug:area>/events/<int:pk>/cancel/", views.cancel_event, name="cancel_event"),
]
