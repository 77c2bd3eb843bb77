"""Addresses of the demonstration."""

from __future__ import annotations

from django.urls import path

from opencompact.site.demo import views

urlpatterns = [
    path("demonstration/", views.be, name="demonstration"),
    path("demonstration/letters/", views.letters, name="demonstration_letters"),
]
