"""Addresses at which the group is kept."""

from __future__ import annotations

from django.urls import path

from opencompact.site.group import views

urlpatterns = [
    path("areas/<slug:area>/group/form/", views.form_group, name="form_group"),
    path("areas/<slug:area>/group/change/", views.change_group, name="change_group"),
    path("areas/<slug:area>/group/members/add/", views.add_member, name="add_member"),
    path("areas/<slug:area>/group/members/<int:pk>/", views.member, name="member"),
]
