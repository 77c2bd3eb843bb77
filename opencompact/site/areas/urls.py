"""Addresses of what an area looks like."""

from __future__ import annotations

from django.urls import path

from opencompact.site.areas import views

urlpatterns = [
    path("areas/<slug:area>/brand.css", views.brand, name="brand"),
    path("areas/<slug:area>/logo.png", views.logo, name="logo"),
]
