"""Addresses of the front."""

from __future__ import annotations

from django.urls import path

from opencompact.site.front import views

urlpatterns = [
    path("", views.home, name="home"),
    path("areas/<slug:area>/", views.area_home, name="area"),
    path("desk/", views.desk, name="desk"),
    path("privacy/", views.privacy, name="privacy"),
    path(".well-known/security.txt", views.security, name="security"),
]
