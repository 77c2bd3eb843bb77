"""Drafts made for the tests, and what a browser sends."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from opencompact.core.compacts import read_shipped
from opencompact.site.drafting import actions, clauses
from opencompact.site.drafting.clauses import mark_of
from opencompact.site.drafting.forms import ClauseForm
from opencompact.site.drafting.models import Draft
from opencompact.site.drafting.uploads import source_of
from tests.people import Cast

DRAFTS = "/areas/wellbridge/drafts/"


def made_draft(cast: Cast, id: str = "wellbridge-2027") -> Draft:
    """A draft from the model."""
    model = read_shipped("model-2026").edition
    started = clauses.started_from(model, same_area=False, name="Wellbridge", nation="england")
    document = clauses.named(started, id, "Wellbridge Compact 2027")
    return actions.start_draft(area=cast.area, document=document, by=cast.olwen, source=source_of(model))


def reviewed_draft(cast: Cast) -> Draft:
    """A draft in which everything was looked at."""
    draft = made_draft(cast)
    clauses_there = draft.document.commitments
    refs = [each.ref for each in clauses_there]
    return actions.review_together(draft=draft, refs=refs, seen=clauses.mark_of_all(clauses_there), by=cast.olwen)


def uploaded(officer: Client, raw: bytes, name: str) -> Draft:
    """A draft from an uploaded document."""
    asked = {
        "begin": "document", "id": "wellbridge-2027", "title": "Wellbridge Compact",
        "document": SimpleUploadedFile(name, raw),
    }  # fmt: skip
    answer = officer.post(f"{DRAFTS}new/", asked)
    assert answer.status_code == 302, answer.text
    return Draft.objects.latest("pk")


def clause_typed(draft: Draft, ref: str, /, **typed: Any) -> dict[str, Any]:
    """What a browser sends for a clause: what the form showed, and what was typed over it."""
    commitment = draft.commitment(ref)
    assert commitment is not None
    return {**ClauseForm.of(draft.document, commitment, mark_of(commitment)), **typed}


def review_all(officer: Client, draft: Draft) -> None:
    """Mark every clause that is left as reviewed."""
    draft.refresh_from_db()
    for ref in draft.left_to_review():
        commitment = draft.commitment(ref)
        assert commitment is not None
        officer.post(f"{DRAFTS}{draft.pk}/{ref}/review/", {"seen": mark_of(commitment)})
