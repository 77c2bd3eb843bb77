"""Addresses of the public record."""

from __future__ import annotations

from django.urls import path

from opencompact.site.record import views

urlpatterns = [
    path("record/", views.record, name="record"),
    path("record/check_record.py", views.verifier_file, name="record-verifier"),
    path("record/checkpoint", views.published_file, {"path": "checkpoint"}, name="record-checkpoint"),
    path("record/record.vkey", views.published_file, {"path": "record.vkey"}, name="record-key"),
    path("record/tile/<path:rest>", views.tile, name="record-tile"),
    path("record/<int:n>/", views.entry, name="record-entry"),
    path("record/<int:n>/receipt/", views.receipt, name="record-receipt"),
    path("record/<int:n>/receipt.txt", views.receipt_text, name="record-receipt-text"),
    path("record/<int:n>/receipt.svg", views.receipt_picture, name="record-receipt-picture"),
]
