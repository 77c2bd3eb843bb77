"""Addresses of the group's page, of a meeting's page, of advice and of recommendations."""

from __future__ import annotations

from django.urls import path

from opencompact.site.advice import views

AREA = "areas/<slug:area>/"

urlpatterns = [
    path(f"{AREA}group/", views.group, name="group"),
    path(f"{AREA}meetings/<int:pk>/", views.meeting, name="meeting"),
    path(f"{AREA}advice/", views.advice, name="advice"),
    path(f"{AREA}advice/ask/", views.ask, name="ask_advice"),
    path(f"{AREA}advice/<int:pk>/", views.referral, name="referral"),
    path(f"{AREA}advice/<int:pk>/agenda/", views.put_on_agenda, name="put_on_agenda"),
    path(f"{AREA}advice/<int:pk>/advise/", views.advise, name="advise"),
    path(f"{AREA}advice/<int:pk>/answer/", views.answer_advice, name="answer_advice"),
    path(f"{AREA}recommendations/", views.recommendations, name="recommendations"),
    path(f"{AREA}recommendations/recommendations.csv", views.recommendations_table, name="recommendations_table"),
    path(f"{AREA}recommendations/make/", views.recommend, name="recommend"),
    path(f"{AREA}recommendations/<int:pk>/", views.recommendation, name="recommendation"),
]
