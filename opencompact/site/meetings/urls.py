"""Addresses of the meetings; the page of one stands in the room of the advice, whose work it shows too."""

from __future__ import annotations

from django.urls import path

from opencompact.site.meetings import agenda_views, views

HERE = "areas/<slug:area>/meetings/"
ONE = f"{HERE}<int:pk>/"

urlpatterns = [
    path(HERE, views.meetings, name="meetings"),
    path(f"{HERE}plan/", views.plan_meeting, name="plan_meeting"),
    path(f"{HERE}actions/", views.tasks, name="actions"),
    path(f"{HERE}actions/<int:pk>/", views.one_task, name="action"),
    path(f"{ONE}change/", views.change_meeting, name="change_meeting"),
    path(f"{ONE}cancel/", views.cancel_meeting, name="cancel_meeting"),
    path(f"{ONE}agenda/", agenda_views.agenda, name="agenda"),
    path(f"{ONE}agenda/<int:item>/", agenda_views.agenda_item, name="agenda_item"),
    path(f"{ONE}papers/add/", agenda_views.add_paper, name="add_paper"),
    path(f"{ONE}papers/<int:paper>/", views.paper, name="paper"),
    path(f"{ONE}papers/<int:paper>/change/", agenda_views.change_paper, name="change_paper"),
    path(f"{ONE}record/", views.record, name="meeting_record"),
    path(f"{ONE}record/attendance/", views.attendance, name="attendance"),
    path(f"{ONE}record/decisions/", views.decision, name="add_decision"),
    path(f"{ONE}record/decisions/<int:part>/", views.decision, name="decision"),
    path(f"{ONE}record/actions/", views.task, name="add_action"),
    path(f"{ONE}record/actions/<int:part>/", views.task, name="change_action"),
    path(f"{ONE}correct/", views.correct, name="correct_record"),
    path(f"{ONE}minutes/", views.minutes, name="minutes"),
    path(f"{ONE}minutes.txt", views.minutes_text, name="minutes_text"),
    path(f"{ONE}meeting.ics", views.calendar, name="meeting_calendar"),
]
