"""Addresses of reading the answers, and of the results."""

from __future__ import annotations

from django.urls import path

from opencompact.site.reading import frame_views, results_views, sample_views, views

ROW = "areas/<slug:area>/consultations/<int:pk>/"
HERE = f"{ROW}reading/"
ANSWER = f"{HERE}answers/<int:answer>/"

urlpatterns = [
    path(HERE, views.reading, name="reading"),
    path(f"{HERE}answers/", views.answers, name="reading_answers"),
    path(ANSWER, views.answer, name="reading_answer"),
    path(f"{ANSWER}quote/", views.quote, name="reading_quote"),
    path(f"{ANSWER}redact/", views.redact, name="redact"),
    path(f"{ANSWER}lift/<int:redaction>/", views.lift, name="lift_redaction"),
    path(f"{HERE}responses/", views.responses, name="reading_responses"),
    path(f"{HERE}responses/<int:response>/", views.response, name="reading_response"),
    path(f"{HERE}codes/", frame_views.codes, name="codes"),
    path(f"{HERE}codes/<int:code>/", frame_views.code, name="code"),
    path(f"{HERE}groups/", frame_views.groups, name="groups"),
    path(f"{HERE}groups/<int:group>/", frame_views.group, name="suggested_group"),
    path(f"{HERE}samples/", sample_views.samples, name="samples"),
    path(f"{HERE}samples/<int:sample>/", sample_views.sample, name="sample"),
    path(f"{HERE}samples/<int:sample>/code/", sample_views.code_sample, name="code_sample"),
    path(f"{HERE}samples/<int:sample>/settle/<int:item>/", sample_views.settle, name="settle_sample"),
    path(f"{HERE}answers.csv", results_views.body_csv, name="reading_csv"),
    path(f"{HERE}answers.xlsx", results_views.body_xlsx, name="reading_xlsx"),
    path(f"{HERE}publish/", results_views.publish, name="publish_results"),
    path(f"{ROW}results/", results_views.results, name="results"),
    path(f"{ROW}results/answers/<int:question>/", results_views.published_answers, name="published_answers"),
    path(f"{ROW}results.csv", results_views.results_csv, name="results_csv"),
    path(f"{ROW}results.json", results_views.results_json, name="results_json"),
]
