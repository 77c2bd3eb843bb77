"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from opencompact.site.agreements.views import commitment
from opencompact.site.findings import views

urlpatterns = [
    path("areas/<slug:area>/commitments/<path:ref>/records/", views.records, name="promise-records"),
    path("areas/<slug:area>/commitments/<path:ref>/judge/", views.judge, name="judge"),
    path("areas/<slug:area>/commitments/<path:ref>/", commitment, {"more": views.of_promise}, name="commitment"),
    path("areas/<slug:area>/judgements/<int:pk>/withdraw/", views.unjudge, name="unjudge"),
    path("areas/<slug:area>/findings/<int:pk>/say/", views.say, name="say"),
    path("areas/<slug:area>/statements/<int:pk>/withdraw/", views.unsay, name="unsay"),
]
