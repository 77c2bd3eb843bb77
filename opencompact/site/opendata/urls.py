"""Addresses of the open data and of the search."""

from __future__ import annotations

from django.urls import include, path

from opencompact.site.opendata import views
from opencompact.site.opendata.registers import REGISTERS

AREA = "areas/<slug:area>"
API = [
    path("openapi.json", views.api_answer, name="openapi"),
    *(path(each.name, views.api_answer, name=f"api-{each.name}") for each in REGISTERS),
    *(
        path(f"{each.name}/{'<id>' if each.name == 'editions' else '<path:id>'}", views.api_answer)
        for each in REGISTERS
    ),
]

urlpatterns = [
    path(views.API, views.api_page, name="api"),
    path(views.API, include(API)),
    path(f"{views.API}<path:rest>", views.api_missing, name="api-missing"),
    path("search/", views.find, name="search"),
    path(f"{AREA}/search/", views.find, name="area-search"),
    path(f"{AREA}/record/", views.area_record, name="area-record"),
    path(f"{AREA}/feed.atom", views.feed, name="feed"),
    path(f"{AREA}/consultations/feed.atom", views.consultations_feed, name="consultations-feed"),
    path(f"{AREA}/calendar.ics", views.calendar, name="calendar"),
    path(f"{AREA}/data/", views.data, name="data"),
    path(f"{AREA}/data/<slug:name>.csv", views.register_file, name="register-file"),
    path(f"{AREA}/data/<slug:name>.zip", views.zip_file, name="open-data"),
    path(f"{AREA}/editions/<slug:id>.yaml", views.edition_file, name="edition-file"),
]
