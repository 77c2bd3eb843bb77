"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from opencompact.site.responses import answering, views

HERE = "areas/<slug:area>/consultations/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{HERE}answer/", answering.start, name="answer"),
    path(f"{HERE}answer/back/", answering.back, name="answer-back"),
    path(f"{HERE}answer/later/", answering.later, name="answer-later"),
    path(f"{HERE}answer/check/", answering.check, name="answer-check"),
    path(f"{HERE}answer/sent/", answering.sent, name="answer-sent"),
    path(f"{HERE}answer/sent/text/", answering.text, name="answer-text"),
    path(f"{HERE}answer/withdraw/", answering.withdraw, name="answer-withdraw"),
    path(f"{HERE}answer/leave/", answering.leave, name="answer-leave"),
    path(f"{HERE}answer/<slug:step>/", answering.step, name="answer-step"),
    path(f"{HERE}questions/", views.questions, name="questions"),
    path(f"{HERE}questions/introduction/", views.introduction, name="questions-introduction"),
    path(f"{HERE}questions/publish/", views.publish, name="questions-publish"),
    path(f"{HERE}questions/preview/", views.preview, name="questions-preview"),
    path(f"{HERE}questions/copy/", views.copy, name="questions-copy"),
    path(f"{HERE}questions/add/<slug:kind>/", views.add_question, name="question-add"),
    path(f"{HERE}questions/<int:question>/", views.question, name="question"),
    path(f"{HERE}questions/<int:question>/correct/", views.correct, name="question-correct"),
    path(f"{HERE}responses/", views.responses, name="responses"),
    path(f"{HERE}responses/enter/", views.enter, name="responses-enter"),
    path(f"{HERE}responses/enter/file/", views.enter_file, name="responses-enter-file"),
    path(f"{HERE}responses/enter/file/columns.csv", views.columns, name="responses-columns"),
    path(f"{HERE}responses/<int:response>/", views.response, name="response"),
    path(f"{HERE}responses/<int:response>/files/<int:file>/", views.attachment, name="response-file"),
]
