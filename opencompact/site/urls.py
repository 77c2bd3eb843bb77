"""Every address, room by room."""

from __future__ import annotations

from django.urls import include, path

ROOMS = [
    "front", "record", "areas", "accounts", "agreements", "adoption", "drafting", "signatories", "group", "resources",
    "training", "champions", "meetings", "advice", "findings", "consultations", "responses", "reading",
    "feedback", "planning", "importing", "opendata", "demo", "running",
]  # fmt: skip

urlpatterns = [path("", include(f"opencompact.site.{room}.urls")) for room in ROOMS]
handler500 = "opencompact.site.faults.broken"
