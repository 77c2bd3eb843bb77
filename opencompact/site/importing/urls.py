"""Addresses of what comes in and goes out."""

from __future__ import annotations

from django.urls import path

from opencompact.site.importing import views

urlpatterns = [
    path("areas/<slug:area>/import/", views.imports, name="imports"),
    path("areas/<slug:area>/import/<int:pk>/", views.batch, name="import"),
    path("areas/<slug:area>/import/<slug:register>-empty.csv", views.example, name="import_example"),
    path("areas/<slug:area>/<slug:register>/export.<slug:ending>", views.export, name="export_register"),
]
