"""From a document to an edition: uploaded, looked at clause by clause, commented on, adopted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from opencompact.core.drafting import draft as drafted
from opencompact.core.drafting import read_document
from opencompact.site import clock
from opencompact.site.accounts.actions import give_role
from opencompact.site.accounts.models import Person, Role, RoleKind
from opencompact.site.agreements.models import Edition
from opencompact.site.drafting.actions import open_for_comments
from opencompact.site.drafting.clauses import mark_of
from opencompact.site.drafting.models import Comment, Draft
from opencompact.site.post.models import Letter
from opencompact.site.record.models import Entry
from tests.people import FIRST_DAY, TODAY, Cast, at_noon, browser
from tests.site.adoption.made import adopt
from tests.site.drafting.made import DRAFTS, clause_typed, made_draft, review_all, uploaded

SEEDS = [
    "000_1dd8b016a6ca136a.txt", "001_1037e0afbf6ae201.txt", "002_2bc70ddd2ad25cac.txt",
    "003_1044d812379efeb1.txt", "004_49538a0b8d7598b8.txt",
]  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_a_document_becomes_an_edition(cast: Cast, shared: Callable[[str], Path], seed: str) -> None:
    path = shared(f"seeds/{seed}")
    by_side = Counter(each.by for each in drafted(read_document(path)).edition.commitments)
    with clock.at(at_noon(TODAY)):
        officer = browser(cast.olwen)
        draft = uploaded(officer, path.read_bytes(), path.name)
        assert (draft.edition_id, draft.title, draft.source_name) == (
            "wellbridge-2027",
            "Wellbridge Compact",
            path.name,
        )
        first = draft.document.commitments[0]
        shown = officer.get(f"{DRAFTS}{draft.pk}/{first.ref}/")
        assert shown.status_code == 200
        assert f"<mark>{first.text}"[:20] in shown.text
        typed = clause_typed(draft, first.ref, summary_en="We do what we said, within reason.", reviewed="1")
        saved = officer.post(f"{DRAFTS}{draft.pk}/{first.ref}/", typed)
        assert saved.status_code == 302
        review_all(officer, draft)
        adopt(cast, draft, date(2027, 1, 1), review_due=date(2029, 12, 31))
        done = officer.get(f"{DRAFTS}{draft.pk}/adopted/")
    edition = Edition.objects.get(pk="wellbridge-2027")
    document = edition.document
    assert Counter(each.by for each in document.commitments) == by_side
    assert document.commitments[0].summary == "We do what we said, within reason."
    assert (draft.document.in_force.start, document.nation) == (None, "england")
    assert (document.in_force.start, document.review.due) == (date(2027, 1, 1), date(2029, 12, 31))
    assert (edition.adopted, edition.replaces_id, document.replaces) == (
        TODAY, "wellbridge-2024", "wellbridge-2024",
    )  # fmt: skip
    assert [each.act for each in Entry.objects.latest(2)] == ["edition_replaced", "edition_adopted"]
    assert all(f"/record/{each.n}/" in done.text for each in Entry.objects.latest(2))
    draft.refresh_from_db()
    assert (draft.state, draft.became, draft.text) == ("adopted", edition, edition.text)


def test_comments_are_made_answered_and_kept(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        draft = made_draft(cast)
        officer, visitor = browser(cast.olwen), browser()
        home = f"{DRAFTS}{draft.pk}/"
        assert visitor.get(home).status_code == 404
        short = officer.post(f"{home}open/", {"until": "2026-12-31"})
        assert (short.status_code, Draft.objects.get().state) == (200, "working")
        assert "This would not keep a promise" in short.text
        assert "3.1" in short.text and "closed period" in short.text
        seen = {"until": "2026-12-31", "seen": "2026-12-31"}
        assert officer.post(f"{home}open/", {**seen, "until": "2026-12-30"}).status_code == 200
        assert officer.post(f"{home}open/", seen).status_code == 302
        assert "The time for comments does not keep a promise" in visitor.get(f"{home}comments/").text
        assert "Comment on 1.1" in visitor.get(home).text
        said = {"words": "Say who pays.", "name": "Ann Canary", "email": "ann@canary.example", "sector": "voluntary"}
        assert visitor.post(f"{home}comment/?ref=1.1", said).status_code == 302
        assert "Say who pays." not in visitor.get(f"{home}comments/").text
        spoken = {"words": "We agree with this.", "organisation": cast.hall.pk}
        assert browser(cast.vera).post(f"{home}comment/", spoken).status_code == 302
        assert "We agree with this." in visitor.get(f"{home}comments/").text
        one, two = Comment.objects.order_by("pk")
        assert "ann@canary.example" in officer.get(f"{home}comments/{one.pk}/").text
        officer.post(f"{home}comments/{one.pk}/show/")
        answer = {"outcome": "changed", "words": "Now 1.1 says it."}
        assert officer.post(f"{home}comments/{one.pk}/", answer).status_code == 302
        officer.post(f"{home}comments/{two.pk}/", {"outcome": "unchanged", "words": "Thank you."})
    with clock.at(at_noon(date(2027, 1, 1))):
        assert visitor.get(home).status_code == 404
        text = visitor.get(f"{home}comments/").text
    assert all(each in text for each in ("Say who pays.", "Now 1.1 says it.", "Village Hall", "2 comments were made."))
    acts = [(each.act, each.facts) for each in Entry.objects.filter(subject=draft.subject).order_by("n")]
    title = {"title": "Wellbridge Compact 2027"}
    assert acts == [
        ("draft_opened", title),
        ("comment_made", {"ref": "1.1", **title}),
        ("comment_made", {"ref": "the whole", **title}),
        ("comment_answered", {"ref": "1.1", **title}),
        ("comment_answered", {"ref": "the whole", **title}),
    ]


def test_the_group_hears_when_a_draft_opens_and_nobody_else_does(cast: Cast) -> None:
    told: dict[str, Any] = {"area": cast.area, "kind": RoleKind.MEMBER, "since": FIRST_DAY, "by": cast.olwen}
    for name in ("mair", "left"):
        give_role(email=f"{name}@wellbridge.example", organisation=cast.hall, **told)
    Person.objects.filter(email="mair@wellbridge.example").update(language="cy")
    Role.objects.filter(person__email="left@wellbridge.example").update(until=TODAY - timedelta(days=1))
    Letter.objects.all().delete()
    draft, until = made_draft(cast), date(2026, 12, 31)
    with clock.at(at_noon(TODAY)):
        open_for_comments(draft=draft, until=until, by=cast.olwen)
        open_for_comments(draft=draft, until=until + timedelta(days=7), by=cast.olwen)  # longer: no second letter
    letters = list(Letter.objects.order_by("to").values_list("to", "language"))
    assert letters == [("carys@wellbridge.example", "en"), ("mair@wellbridge.example", "cy")]
    english = Letter.objects.get(language="en")
    assert english.subject == "“Wellbridge Compact 2027” is open for comments"
    assert "until the end of 31 December 2026" in english.text and f"{DRAFTS}{draft.pk}/" in english.text
    assert "31 Rhagfyr 2026" in Letter.objects.get(language="cy").text


def test_a_draft_starts_from_the_model_or_from_an_edition(cast: Cast) -> None:
    officer = browser(cast.olwen)
    asked = {"begin": "model", "id": "wellbridge-2027", "title": "New Compact"}
    assert officer.post(f"{DRAFTS}new/", asked).status_code == 302
    from_model = Draft.objects.get().document
    asked = {**asked, "begin": "edition", "edition": cast.edition.pk}
    assert officer.post(f"{DRAFTS}new/", asked).status_code == 302
    again = Draft.objects.latest("pk").document
    assert (from_model.id, from_model.title, from_model.area.name) == ("wellbridge-2027", "New Compact", "Wellbridge")
    assert (from_model.template, from_model.in_force.start, from_model.replaces) == (False, None, "")
    assert again.replaces == "wellbridge-2024"
    assert [each.earlier[0].clause for each in again.commitments][:1] == ["wellbridge-2024#1.1"]
    compared = officer.get(f"{DRAFTS}{Draft.objects.latest('pk').pk}/compare/").text
    assert f"No change: {len(again.commitments)}" in compared


def test_a_word_file_is_read_too(cast: Cast, tmp_path: Path) -> None:
    from tests.core.papers import NORTHMOOR, PROMISES, as_pdf, as_word

    for make, name in ((as_word, "a.docx"), (as_pdf, "a.pdf")):
        draft = uploaded(browser(cast.olwen), make(NORTHMOOR, tmp_path / name).read_bytes(), name)
        assert [(each.ref, each.by.value) for each in draft.document.commitments] == [each[:2] for each in PROMISES]
        assert mark_of(draft.document.commitments[0])


def test_what_was_read_is_kept_and_the_file_is_not(cast: Cast) -> None:
    upload = SimpleUploadedFile("../../etc/Our compact?.txt", b"1.1 We will listen to all.\n\n1.2 We will answer.\n")
    asked = {"begin": "document", "id": "wellbridge-2027", "title": "Ours", "document": upload}
    assert browser(cast.olwen).post(f"{DRAFTS}new/", asked).status_code == 302
    draft = Draft.objects.get()
    assert draft.source_name == "Our compact_.txt"
    assert [each["text"] for each in draft.source] == ["We will listen to all.", "We will answer."]


def test_what_became_of_each_clause_is_written_down_when_it_is_adopted(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        officer = browser(cast.olwen)
        asked = {"begin": "edition", "edition": cast.edition.pk, "id": "wellbridge-2027", "title": "New"}
        officer.post(f"{DRAFTS}new/", asked)
        draft = Draft.objects.get()
        typed = clause_typed(draft, "1.1", strength="recognise")
        assert officer.post(f"{DRAFTS}{draft.pk}/1.1/", typed).status_code == 302
        new = {
            "ref": "1.50",
            "by": "both",
            "theme": "1",
            "strength": "must",
            "summary_en": "We dance.",
            "source_en": "x",
        }
        assert officer.post(f"{DRAFTS}{draft.pk}/add/?after=1.1", new).status_code == 302
        review_all(officer, draft)
        adopt(cast, draft, date(2027, 1, 1))
    edition = Edition.objects.get(pk="wellbridge-2027")
    found = {
        each.ref: [(old.clause, old.change.value) for old in each.earlier] for each in edition.document.commitments
    }
    assert found["1.1"] == [("wellbridge-2024#1.1", "loosened")]
    assert found["1.2"] == [("wellbridge-2024#1.2", "same")]
    assert found["1.50"] == []
