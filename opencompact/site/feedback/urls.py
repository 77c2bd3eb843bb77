"""Addresses of the feedback."""

from __future__ import annotations

from django.urls import path

from opencompact.site.feedback import views

PLACE = "areas/<slug:area>/consultations/<int:pk>/feedback/"

urlpatterns = [
    path("areas/<slug:area>/pledges/", views.pledges, name="pledges"),
    path(PLACE, views.feedback, name="feedback"),
    path(f"{PLACE}write/", views.desk, name="write_feedback"),
    path(f"{PLACE}write/introduction/", views.introduction, name="write_feedback_introduction"),
    path(f"{PLACE}write/draft/", views.draft, name="draft_points"),
    path(f"{PLACE}write/publish/", views.publish, name="publish_feedback"),
    path(f"{PLACE}points/add/", views.point, name="add_point"),
    path(f"{PLACE}points/<int:point>/", views.point, name="change_point"),
    path(f"{PLACE}points/<int:point>/remove/", views.remove, name="remove_point"),
    path(f"{PLACE}points/<int:point>/done/", views.done, name="point_done"),
    path(f"{PLACE}stop/<str:key>/", views.stop, name="stop_feedback_letters"),
]
