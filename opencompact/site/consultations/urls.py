"""Addresses of the consultations. The page of one and its publishing stand in the front's: rooms above add."""

from __future__ import annotations

from django.urls import path

from opencompact.site.consultations import desk, publishing, views

HERE = "areas/<slug:area>/consultations/"
ONE = f"{HERE}<int:pk>/"

urlpatterns = [
    path(HERE, views.finder, name="consultations"),
    path(f"{HERE}new/", desk.new, name="plan_consultation"),
    path(f"{HERE}newsletter/", views.newsletter, name="consultations_newsletter"),
    path(f"{HERE}newsletter.txt", views.newsletter_text, name="consultations_newsletter_text"),
    path(f"{ONE}edit/<slug:part>/", desk.edit, name="edit_consultation"),
    path(f"{ONE}published/", publishing.published, name="published_consultation"),
    path(f"{ONE}drop/", desk.drop, name="drop_consultation"),
    path(f"{ONE}copy/", desk.copy_as_plan, name="copy_consultation"),
    path(f"{ONE}amend/", publishing.amendments, name="amend_consultation"),
    path(f"{ONE}amend/<slug:part>/", publishing.amend, name="amend_consultation_part"),
    path(f"{ONE}extend/", publishing.extend, name="extend_consultation"),
    path(f"{ONE}withdraw/", publishing.withdraw, name="withdraw_consultation"),
    path(f"{ONE}feedback-elsewhere/", publishing.feedback, name="consultation_feedback_elsewhere"),
]
