"""Papers: what may come in, and who reads what."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from opencompact.site.accounts.actions import give_role
from opencompact.site.accounts.models import RoleKind
from opencompact.site.areas.actions import open_area
from opencompact.site.group.actions import form_group
from opencompact.site.meetings import actions
from opencompact.site.meetings.models import Meeting, Paper
from opencompact.site.meetings.papers import MOST, content_of, folder, store, why_not_paper
from opencompact.site.record.models import Entry
from opencompact.site.rules import SET_UP, Refused
from tests.people import FIRST_DAY, Cast, browser
from tests.site.meetings.conftest import Circle, Plan

CANARY = b"canary-5b2 what only members may read"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def word(more: dict[str, bytes] | None = None) -> bytes:
    made = io.BytesIO()
    Document().save(made)
    with zipfile.ZipFile(made, "a") as packed:
        for name, content in (more or {}).items():
            packed.writestr(name, content)
    return made.getvalue()


def packed(*names: str, size: int = 10) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"0" * size)
    return made.getvalue()


def odt(*more: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name in ("content.xml", *more):
            archive.writestr(name, "<x/>")
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", PDF), ("A.PDF", PDF), ("a.docx", word()), ("a.odt", odt()), ("a.txt", "Cân a thelyn".encode())],
    ids=["pdf", "capitals", "docx", "odt", "txt"],
)
def test_what_may_come_in(name: str, content: bytes) -> None:
    assert why_not_paper(name, content) is None


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.exe", b"MZ", "A paper must be a PDF, a Word document"),
        ("a", PDF, "A paper must be a PDF, a Word document"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "A paper must be a PDF, a Word document"),
        ("a.html", b"<p>", "A paper must be a PDF, a Word document"),
        ("a.pdf.svg", b"<svg>", "A paper must be a PDF, a Word document"),
        ("a.pdf", b"", "This file is empty"),
        ("a.pdf", b"<html><script>alert(1)</script>", "This is not the kind of file its name says"),
        ("a.pdf", word(), "This is not the kind of file its name says"),
        ("a.docx", PDF, "This is not the kind of file its name says"),
        ("a.docx", packed("other.xml"), "This is not the kind of file its name says"),
        ("a.docx", b"PK\x03\x04 broken", "This is not the kind of file its name says"),
        ("a.docx", word({"word/vbaProject.bin": b"macro"}), "This is not the kind of file its name says"),
        (
            "a.docx",
            packed("[Content_Types].xml", "word/document.xml", size=60_000_000),
            "This is not the kind of file its name says",
        ),
        ("a.odt", word(), "This is not the kind of file its name says"),
        ("a.odt", odt("Basic/Standard/script.xml"), "This is not the kind of file its name says"),
        ("a.txt", b"\xff\xfe\x00", "This is not the kind of file its name says"),
        ("a.txt", b"bell \x07", "This is not the kind of file its name says"),
        ("a.txt", b"x" * (MOST + 1), "larger than 10 MB"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_may_not_come_in(cast: Cast, plan: Plan, name: str, content: bytes, says: str) -> None:
    assert says in str(why_not_paper(name, content))
    meeting = plan()
    with pytest.raises(Refused, match=says):
        actions.add_paper(meeting=meeting, title="Paper", name=name, content=content, by=cast.olwen)
    if name != "a":
        shown = browser(cast.olwen).post(
            f"{meeting.get_absolute_url()}papers/add/", {"title": "Paper", "file": SimpleUploadedFile(name, content)}
        )
        assert shown.status_code == 200 and (says in shown.text or "empty" in shown.text)
    assert not Paper.objects.exists()


@given(st.sampled_from(["pdf", "docx", "odt", "txt", "exe"]), st.binary(max_size=200))
def test_any_bytes_get_a_sentence_or_nothing(ending: str, content: bytes) -> None:
    found = why_not_paper(f"a.{ending}", content)
    assert found is None or found.endswith(".")


@pytest.mark.parametrize("said", [{"title": ""}, {"item": "999"}, {}])
def test_a_form_without_what_it_needs(cast: Cast, plan: Plan, said: dict[str, str]) -> None:
    meeting = plan()
    typed = {"title": "Paper", **said, **({"file": SimpleUploadedFile("a.txt", b"x")} if said else {})}
    assert browser(cast.olwen).post(f"{meeting.get_absolute_url()}papers/add/", typed).status_code == 200
    assert not Paper.objects.exists()


def make_paper(cast: Cast, meeting: Meeting) -> Paper:
    return actions.add_paper(
        meeting=meeting, title="Canary paper", name="../../etc/Passwd.txt", content=CANARY, by=cast.olwen
    )


def test_a_paper_for_members_is_never_seen_by_others(cast: Cast, circle: Circle, plan: Plan) -> None:
    meeting = plan()
    actions.write_item(meeting=meeting, title="A", by=SET_UP)
    actions.publish_agenda(meeting=meeting, by=SET_UP)
    before = Entry.objects.count()
    paper = make_paper(cast, meeting)
    assert Entry.objects.count() == before
    page = meeting.get_absolute_url()
    address = f"{page}papers/{paper.pk}/"
    reader = give_role(area=cast.area, email="r@x.example", kind=RoleKind.READER, since=FIRST_DAY, by=SET_UP).person
    for person in (None, cast.edwin, cast.vera, cast.sam):
        assert browser(person).get(address).status_code == 404
        for shown in (page, f"{page}meeting.ics", "/areas/wellbridge/meetings/", "/areas/wellbridge/group/"):
            answer = browser(person).get(shown).text
            assert "Canary paper" not in answer and CANARY.decode() not in answer and "canary-7c1" not in answer
    for person in (cast.olwen, cast.carys, circle.mabel, reader):
        kept = browser(person).get(address)
        assert (kept.status_code, kept.content) == (200, CANARY)
        assert kept["Content-Disposition"] == 'attachment; filename="canary-paper.txt"'
        assert (kept["X-Content-Type-Options"], kept["Cache-Control"]) == ("nosniff", "private, no-store")
        assert "Canary paper" in browser(person).get(page).text
    assert "canary-7c1" not in browser(reader).get(page).text
    assert "canary-7c1" in browser(circle.mabel).get(f"{page}meeting.ics").text.replace("\r\n ", "")


def test_a_paper_is_opened_and_taken_away(cast: Cast, plan: Plan, django_capture_on_commit_callbacks: object) -> None:
    meeting = plan()
    paper = make_paper(cast, meeting)
    with pytest.raises(Refused, match="Publish the agenda first"):
        actions.open_paper(paper=paper, by=cast.olwen)
    actions.write_item(meeting=meeting, title="A", by=SET_UP)
    actions.publish_agenda(meeting=meeting, by=SET_UP)
    page = meeting.get_absolute_url()
    officer = browser(cast.olwen)
    officer.post(f"{page}papers/{paper.pk}/change/", {"open": "yes"})
    paper = Paper.objects.select_related("meeting__group__area").get()
    assert browser().get(f"{page}papers/{paper.pk}/").content == CANARY
    with pytest.raises(Refused, match="Anyone can already read this paper"):
        actions.open_paper(paper=paper, by=cast.olwen)
    facts = {"title": "Spring meeting", "paper": "Canary paper"}
    assert Entry.objects.latest(1).get().act == "paper_added" and Entry.objects.latest(1).get().facts == facts
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        officer.post(f"{page}papers/{paper.pk}/change/", {"remove": "yes"})
    last = Entry.objects.latest(1).get()
    assert (last.act, last.facts) == ("paper_removed", facts)
    assert content_of(paper) is None and not (folder() / paper.stored).exists()
    assert browser().get(f"{page}papers/{paper.pk}/").status_code == 404


def test_a_paper_whose_file_is_missing_is_not_there(cast: Cast, plan: Plan) -> None:
    meeting = plan()
    paper = make_paper(cast, meeting)
    (folder() / paper.stored).unlink()
    assert browser(cast.olwen).get(f"{meeting.get_absolute_url()}papers/{paper.pk}/").status_code == 404


def test_nothing_of_one_area_is_found_in_another(cast: Cast, circle: Circle, held: Meeting) -> None:
    paper = make_paper(cast, held)
    decision = actions.write_decision(meeting=held, title="D", by=SET_UP)
    task = actions.write_task(meeting=held, title="T", owner=cast.hall, due=date(2027, 1, 1), by=SET_UP)
    item = held.items.create(title="A", place=1)
    other = open_area(slug="elsewhere", name="Elsewhere", by=SET_UP)
    form_group(area=other, name="G", answers_to="B", by=SET_UP)
    officer = give_role(area=other, email="o@else.example", kind=RoleKind.OFFICER, since=FIRST_DAY, by=SET_UP).person
    here = f"/areas/elsewhere/meetings/{held.pk}/"
    for end in (
        "", "change/", "cancel/", "agenda/", f"agenda/{item.pk}/", "papers/add/", f"papers/{paper.pk}/", "record/",
        f"papers/{paper.pk}/change/", "record/attendance/", "record/decisions/", f"record/decisions/{decision.pk}/",
        "record/actions/", f"record/actions/{task.pk}/", "correct/", "minutes/", "minutes.txt", "meeting.ics",
    ):  # fmt: skip
        assert browser(officer).post(f"{here}{end}").status_code in (404, 405), end
        assert browser(officer).get(f"{here}{end}").status_code in (404, 405), end
    actions.publish_record(meeting=held, by=SET_UP)
    assert browser(officer).get(f"/areas/elsewhere/meetings/actions/{task.pk}/").status_code == 404
    member = circle.members[0].pk
    assert browser(officer).get(f"/areas/elsewhere/group/members/{member}/").status_code == 404


def test_papers_lie_where_a_backup_takes_them_along(data_folder: Path) -> None:
    stored = store(b"Minutes")
    assert [place.name for place in (data_folder / "uploads").rglob("*") if place.is_file()] == [stored]
