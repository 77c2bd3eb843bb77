"""Addresses of the champions, and of the officer's yes to a wish to sign, which names the champion too."""

from __future__ import annotations

from django.urls import path

from opencompact.site.champions import views

PLACE = "areas/<slug:area>"
ONE = f"{PLACE}/champions/<int:pk>"

urlpatterns = [
    path(f"{PLACE}/champions/", views.directory, name="champions"),
    path(f"{PLACE}/champions/champions.csv", views.download, name="champions-csv"),
    path(f"{PLACE}/champions/gaps/", views.gaps, name="champion-gaps"),
    path(f"{PLACE}/champions/gaps/remind/", views.remind, name="champion-remind"),
    path(f"{PLACE}/champions/duties/", views.duties, name="champion-duties"),
    path(f"{PLACE}/champions/name/<int:pk>/", views.name_champion, name="name-champion"),
    path(f"{ONE}/", views.champion, name="champion"),
    path(f"{ONE}/change/", views.change, name="change-champion"),
    path(f"{ONE}/end/", views.end, name="end-champion"),
    path(f"{ONE}/trained/", views.trained, name="train-champion"),
    path(f"{PLACE}/signatories/requests/<int:pk>/accept/", views.accept_wish, name="wish-accept"),
]
