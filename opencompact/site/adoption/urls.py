"""Addresses of adoption. They come before those of drafts, where whatever is no page is the number of a clause."""

from __future__ import annotations

from django.urls import path

from opencompact.site.adoption import views
from opencompact.site.drafting.urls import DRAFT

urlpatterns = [
    path(f"{DRAFT}adopt/", views.propose, name="adopt_draft"),
    path(f"{DRAFT}adopted/", views.adopted, name="draft_adopted"),
    path(f"{DRAFT}adoption/", views.adoption, name="adoption"),
    path(f"{DRAFT}adoption/refuse/", views.refuse, name="refuse_adoption"),
    path(f"{DRAFT}adoption/withdraw/", views.withdraw, name="withdraw_adoption"),
]
