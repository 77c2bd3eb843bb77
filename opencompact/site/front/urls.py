"""Addresses of the front."""

from __future__ import annotations

from django.urls import path

from opencompact.site.accounts import own
from opencompact.site.consultations import publishing
from opencompact.site.consultations import views as consultations
from opencompact.site.front import accessibility, actions, scorecard, views, week
from opencompact.site.front.held import held_elsewhere
from opencompact.site.front.slots import ASKING, CONSULTATION

urlpatterns = [
    path("", views.home, name="home"),
    path("areas/<slug:area>/", views.area_home, name="area"),
    path("areas/<slug:area>/week/", week.week, name="week"),
    path("areas/<slug:area>/scorecard/", scorecard.scorecard, name="scorecard"),
    path("areas/<slug:area>/scorecard.pdf", scorecard.paper, name="scorecard-pdf"),
    path("desk/", views.desk, name="desk"),
    path("account/", own.account, {"elsewhere": held_elsewhere}, name="account"),
    path("account/export/", own.export, {"elsewhere": held_elsewhere}, name="export_account"),
    path("account/erase/", own.erase, {"act": actions.erase}, name="erase_account"),
    path(
        "areas/<slug:area>/consultations/<int:pk>/",
        consultations.notice,
        {"slots": CONSULTATION, "asking": ASKING},
        name="consultation",
    ),
    path(
        "areas/<slug:area>/consultations/<int:pk>/publish/",
        publishing.publish,
        {"asking": ASKING},
        name="publish_consultation",
    ),
    path("accessibility/", accessibility.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path(".well-known/security.txt", views.security, name="security"),
]
