"""Addresses of drafts. Whatever is no page of the draft itself is the number of a clause."""

from __future__ import annotations

from django.urls import path

from opencompact.site.drafting import clause_views, hearing, views

DRAFTS = "areas/<slug:area>/drafts/"
DRAFT = f"{DRAFTS}<int:pk>/"
CLAUSE = f"{DRAFT}<str:ref>/"

urlpatterns = [
    path(DRAFTS, views.drafts, name="drafts"),
    path(f"{DRAFTS}new/", views.start, name="start_draft"),
    path(DRAFT, views.draft, name="draft"),
    path(f"{DRAFT}compare/", views.compare, name="compare_draft"),
    path(f"{DRAFT}download/", views.download, name="download_draft"),
    path(f"{DRAFT}text/", views.text, name="draft_text"),
    path(f"{DRAFT}history/", views.history, name="draft_history"),
    path(f"{DRAFT}history/<int:number>/", views.revision, name="draft_revision"),
    path(f"{DRAFT}give-up/", views.give_up, name="give_up_draft"),
    path(f"{DRAFT}open/", hearing.open_draft, name="open_draft"),
    path(f"{DRAFT}comments/", hearing.comments, name="draft_comments"),
    path(f"{DRAFT}comments/<int:comment>/", hearing.settle, name="draft_comment"),
    path(f"{DRAFT}comments/<int:comment>/aside/", hearing.aside, name="set_comment_aside"),
    path(f"{DRAFT}comments/<int:comment>/show/", hearing.let_through, name="let_comment_through"),
    path(f"{DRAFT}comment/", hearing.comment, name="comment_on_draft"),
    path(f"{DRAFT}whole/", clause_views.whole, name="draft_whole"),
    path(f"{DRAFT}add/", clause_views.add, name="add_clause"),
    path(f"{DRAFT}theme/<str:theme>/", clause_views.review_theme, name="review_theme"),
    path(CLAUSE, clause_views.clause, name="draft_clause"),
    path(f"{CLAUSE}review/", clause_views.review, name="review_clause"),
    path(f"{CLAUSE}move/", clause_views.move, name="move_clause"),
    path(f"{CLAUSE}remove/", clause_views.remove, name="remove_clause"),
    path(f"{CLAUSE}check/", clause_views.new_check, name="new_check"),
    path(f"{CLAUSE}check/<slug:id>/", clause_views.check, name="draft_check"),
    path(f"{CLAUSE}check/<slug:id>/remove/", clause_views.remove_check, name="remove_check"),
]
