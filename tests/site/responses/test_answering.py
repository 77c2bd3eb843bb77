"""Somebody answers without an account: begins, is interrupted, comes back, sends once, withdraws."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from opencompact.site import clock
from opencompact.site.consultations.models import Consultation
from opencompact.site.limits import LIMITS, Limit, Limits
from opencompact.site.post.models import Letter
from opencompact.site.record.models import Entry, Sealed
from opencompact.site.responses.codes import LETTERS, hashed, new_code, tidy
from opencompact.site.responses.models import (
    Answer,
    Attachment,
    EqualityCount,
    Given,
    Kind,
    Question,
    Reply,
    Response,
    Started,
)
from opencompact.site.responses.sending import begin, send
from opencompact.site.rules import ANYBODY, Refused
from opencompact.site.running.recurring import forget_unsent_files
from tests.people import Cast, at_noon
from tests.site.responses.made import LAST, LATE, OPEN, Answerer, of_kind, text_of

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


def test_an_answer_is_sent_with_its_receipt(answerer: Answerer, row: Consultation) -> None:
    assert answerer.get().status_code == 200
    answerer.begin()
    answerer.fill_in()
    checked = text_of(answerer.get("check/"))
    assert "Trees along the quay May be published without your name" in checked
    before = Entry.objects.count()
    assert answerer.send()["Location"] == f"{answerer.at}sent/"
    found = Response.objects.get()
    assert (Entry.objects.count(), found.entry, found.way, found.received) == (
        before + 1, before, "online", at_noon(OPEN),
    )  # fmt: skip
    assert {each.question.kind: (each.text, each.chosen, each.publish) for each in Answer.objects.all()} == {
        "text": ("Trees along the quay", [], True), "one": ("", [1], False), "many": ("", [0, 2], False),
        "scale": ("", [2], False), "rank": ("", [1, 0], False), "number": ("", [], False),
    }  # fmt: skip
    assert [each.shown for each in Answer.objects.order_by("question__place")] == [
        "Trees along the quay", "Mill", "Walk; Rest", "Very", "Trees > Benches", "3.5",
    ]  # fmt: skip
    assert Started.objects.count() == 0
    entry = Entry.objects.get(n=before)
    assert (entry.act, entry.facts, entry.subject) == (
        "answer_received", {"title": "Parks plan"}, f"consultation/{row.pk}/answers",
    )  # fmt: skip
    assert set(Sealed.objects.get(entry=entry).facts) == {"digest", "by"}
    shown = text_of(answerer.get("sent/"))
    assert f"Entry {found.entry} of the public record" in shown
    assert answerer.code in shown
    kept = answerer.get("sent/text/").content.decode()
    assert all(each in kept for each in ("Trees along the quay", f"/record/{found.entry}/", answerer.code))


def test_what_is_asked_apart_is_counted_and_forgotten(answerer: Answerer, row: Consultation) -> None:
    answerer.begin()
    answerer.fill_in()
    answerer.send()
    age = Question.objects.apart_of(row)[0]
    assert [(each.option, each.count) for each in EqualityCount.objects.filter(count__gt=0)] == [(2, 1)]
    assert not Answer.objects.filter(question=age).exists()
    assert [each.count for each in EqualityCount.objects.filter(question=age).order_by("option")] == [
        0,
        0,
        1,
        0,
        0,
        0,
        0,
        0,
        0,
    ]


def test_the_same_answer_sent_again_is_one_with_the_same_receipt(answerer: Answerer) -> None:
    answerer.begin()
    answerer.fill_in()
    started = Started.objects.select_related("consultation__area").get()
    answerer.send()
    first = Response.objects.get()
    assert answerer.send()["Location"] == f"{answerer.at}sent/"
    assert send(started=started, reply=Reply(), moment=clock.now(), by=ANYBODY) == first
    started.save(force_insert=True)  # as after a restored backup
    said = Reply(given=(Given(of_kind(answerer.row, Kind.TEXT), text="Trees"),))
    assert send(started=started, reply=said, moment=clock.now(), by=ANYBODY) == first
    assert (Response.objects.count(), Started.objects.count()) == (1, 0)
    assert Entry.objects.filter(act="answer_received").count() == 1


def test_a_lost_browser_comes_back_by_the_code(answerer: Answerer, row: Consultation) -> None:
    code = answerer.begin()
    answerer.post("who/", as_organisation="yes", organisation="Friends of the Quay", asked="12")
    answerer.post("1/", **answerer.typed(later="yes"))
    other = Answerer(row)
    assert other.get("check/")["Location"] == other.at
    assert other.post("back/", code=code.lower().replace("-", " "))["Location"] == f"{other.at}equality/"
    page = other.get("1/")
    assert "Trees along the quay" in page.content.decode()
    assert code in text_of(page)
    assert "Friends of the Quay" in other.get("who/").content.decode()
    cookie = other.client.cookies["answer"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (other.at, True, "Lax")
    assert other.post("leave/", sure="yes")["Location"] == f"{other.at}back/"
    assert "Trees" not in text_of(other.get("1/"))


def test_what_is_not_right_is_kept_all_the_same(answerer: Answerer) -> None:
    answerer.begin()
    text = of_kind(answerer.row, Kind.NUMBER).pk
    page = answerer.post("1/", **answerer.typed(**{f"q{text}": "often"}))
    assert "Enter a number, such as 12 or 12.50" in text_of(page)
    assert Started.objects.get().typed[f"q{text}"] == ["often"]
    answerer.post("who/", as_organisation="no")
    assert answerer.get("check/")["Location"] == f"{answerer.at}1/?check"
    assert "Enter a number, such as 12 or 12.50" in text_of(answerer.get("1/?check"))


def test_the_code_is_kept_nowhere_and_stands_in_no_address(
    answerer: Answerer, capfd: pytest.CaptureFixture[str]
) -> None:
    code = answerer.begin()
    answerer.fill_in()
    addresses = [answerer.post("1/", **answerer.typed())["Location"], answerer.send()["Location"]]
    assert not any(code in each for each in addresses)
    assert Response.objects.get().code_hash == hashed(code)
    held = [list(each.objects.values()) for each in (Response, Started, Letter)]
    assert code not in f"{held}{[bytes(each.body) for each in Entry.objects.all()]}"
    assert code not in capfd.readouterr().err
    assert len(set(LETTERS)) ** 20 > 2**80
    assert tidy(" k7qx 29mf ac4e-hj3n pr6t ") == "K7QX-29MF-AC4E-HJ3N-PR6T"
    assert (tidy("K7QX"), tidy("\0" * 20), tidy("O" * 20)) == ("", "", "")
    assert tidy(new_code().replace("8", "B").replace("5", "s"))


def test_a_form_from_elsewhere_does_nothing_and_shows_what_was_typed(row: Consultation) -> None:
    with clock.at(at_noon(OPEN)):
        strict = Answerer(row, Client(enforce_csrf_checks=True))
        assert strict.post().status_code == 200
        assert Started.objects.count() == 0
        token = strict.client.cookies["csrftoken"].value
        strict.post(csrfmiddlewaretoken=token)
        page = strict.post("1/", **strict.typed())
        assert "Press the button again" in text_of(page)
        assert "Trees along the quay" in page.content.decode()
        assert Started.objects.get().typed == {}
        strict.post("1/", csrfmiddlewaretoken=token, **strict.typed())
        assert Started.objects.get().typed != {}
        strict.post("who/", csrfmiddlewaretoken=token, as_organisation="no")
        strict.post("equality/", csrfmiddlewaretoken=token)
        strict.post("news/", csrfmiddlewaretoken=token)
        assert strict.send().status_code == 200
        assert Response.objects.count() == 0
        assert strict.post("check/", csrfmiddlewaretoken=token).status_code == 302
        assert Response.objects.count() == 1
        assert strict.post("withdraw/").status_code == 200
        assert Response.objects.get().withdrawn is None


def test_a_form_brings_the_code_where_the_browser_lost_it(answerer: Answerer) -> None:
    code = answerer.begin()
    del answerer.client.cookies["answer"]
    answerer.post("1/", **answerer.typed(code=code))
    assert (answerer.code, len(Started.objects.get().typed) > 3) == (code, True)
    del answerer.client.cookies["answer"]
    lost = answerer.post("1/", **answerer.typed())
    assert lost.status_code == 409
    assert "Trees along the quay" in text_of(lost)


def test_it_is_taken_until_the_close_and_not_after(answerer: Answerer, cast: Cast) -> None:
    answerer.begin()
    answerer.fill_in()
    with clock.at(LATE):
        late = answerer.send()
        assert late.status_code == 410
        said = text_of(late)
        assert "It closed at 11:59pm on 26 April 2027." in said
        assert "Trees along the quay" in said
        assert "parks@wellbridge.example" in said
        typed = answerer.post("1/", **answerer.typed(**{f"q{of_kind(answerer.row, Kind.TEXT).pk}": "One more thing"}))
        assert (typed.status_code, "One more thing" in text_of(typed)) == (410, True)
        assert "Trees along the quay" in text_of(answerer.get("1/"))
        assert answerer.post().status_code == 200
    assert (Response.objects.count(), Started.objects.count()) == (0, 1)
    with clock.at(LAST):
        answerer.send()
    assert Response.objects.get().received == LAST
    with clock.at(LATE):
        assert "Your response has been received" in text_of(answerer.get("sent/"))


def test_before_the_opening_it_can_only_be_read(row: Consultation) -> None:
    early = Answerer(row)
    assert "It opens on 11 January 2027." in text_of(early.get())
    early.post()
    assert Started.objects.count() == 0
    with pytest.raises(Refused, match="opens on 11 January 2027"):
        begin(consultation=row, moment=clock.now(), by=ANYBODY)


def test_an_answer_is_withdrawn_with_all_it_said(answerer: Answerer, row: Consultation) -> None:
    answerer.begin()
    answerer.fill_in(**{f"q{of_kind(row, Kind.FILE).pk}": SimpleUploadedFile("quay.png", PICTURE)})
    answerer.send()
    [kept] = list((settings.DATA / "uploads" / "answers").iterdir())
    assert answerer.get("withdraw/").status_code == 200
    with clock.at(LATE):
        assert answerer.post("withdraw/").status_code == 403
    answerer.post("withdraw/")
    found = Response.objects.get()
    assert found.withdrawn == at_noon(OPEN)
    assert (set(Answer.objects.values_list("text", flat=True)), Attachment.objects.count()) == ({""}, 0)
    assert Entry.objects.latest(1)[0].act == "answer_withdrawn"
    assert list(Response.objects.of(row)) == []
    assert "Your response has been withdrawn" in text_of(answerer.get("sent/"))
    assert answerer.post("withdraw/").status_code == 403
    assert kept.exists()  # until the transaction of the test ends, which never comes


def give_file(answerer: Answerer, row: Consultation, name: str = "quay.png", size: int = 0) -> Any:
    """A page sent with a file, as large as wanted."""
    content = PICTURE + b"0" * (size - len(PICTURE))
    field = f"q{of_kind(row, Kind.FILE).pk}"
    return answerer.post("1/", **answerer.typed(**{field: SimpleUploadedFile(name, content)}))


FULL = "There is no room for more files at the moment. Answer without the file, or try again tomorrow."
MANY = "Many files came from your network today. Answer without the file, or try again tomorrow."


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [("OF_CONSULTATION", 2_999_999, FULL), ("OF_SITE", 2_999_999, FULL), ("LEFT_FREE", 10**18, FULL)],
)
def test_files_that_were_not_sent_have_a_quota(
    answerer: Answerer, row: Consultation, monkeypatch: pytest.MonkeyPatch, name: str, value: int, says: str
) -> None:
    answerer.begin()
    if name != "LEFT_FREE":
        give_file(answerer, row, size=2_000_000)
    monkeypatch.setattr(f"opencompact.site.responses.files.{name}", value)
    other = Answerer(row)
    other.begin()
    page = give_file(other, row, size=1_000_000)
    assert says in text_of(page)
    started = Started.objects.latest("pk")
    assert (started.files, started.size) == ({}, 0)
    field = f"q{of_kind(row, Kind.TEXT).pk}"
    assert started.typed[field] == [other.typed()[field]]  # what was typed beside it is kept


def test_one_address_has_its_part_of_the_room(
    answerer: Answerer, row: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setitem(LIMITS, "answer_files", Limits(address=Limit(5, timedelta(days=1))))
    for _at in range(2):
        other = Answerer(row)
        other.begin()
        assert MANY not in text_of(give_file(other, row, size=2_000_000))
    last = Answerer(row)
    last.begin()
    assert MANY in text_of(give_file(last, row, size=2_000_000))
    assert MANY not in text_of(give_file(last, row, size=900_000))
    elsewhere = Answerer(row, Client(REMOTE_ADDR="198.51.100.7"))
    elsewhere.begin()
    assert MANY not in text_of(give_file(elsewhere, row, size=2_000_000))


def test_a_file_that_was_not_sent_goes_after_a_day_and_the_page_says_so(
    answerer: Answerer, row: Consultation, django_capture_on_commit_callbacks: Any
) -> None:
    answerer.begin()
    give_file(answerer, row, size=2_000)
    [given] = Started.objects.get().files.values()
    place: Path = settings.DATA / "uploads" / "answers" / given["stored"]
    assert (place.exists(), Started.objects.get().size) == (True, 2_000)
    with django_capture_on_commit_callbacks(execute=True), clock.at(at_noon(OPEN) + timedelta(hours=23)):
        forget_unsent_files()
    assert place.exists()
    with django_capture_on_commit_callbacks(execute=True), clock.at(at_noon(OPEN) + timedelta(hours=25)):
        forget_unsent_files()
    assert (place.exists(), Started.objects.get().size) == (False, 0)
    says = "We deleted quay.png because the answer had not been sent for a day. Choose the file again."
    assert says in text_of(answerer.get("1/"))
    assert "You uploaded quay.png" not in text_of(answerer.get("1/"))
    give_file(answerer, row, "new.png", size=2_000)
    assert says not in text_of(answerer.get("1/"))
    assert "You uploaded new.png" in text_of(answerer.get("1/"))


def test_a_file_is_what_its_name_says(answerer: Answerer, row: Consultation) -> None:
    answerer.begin()
    name = f"q{of_kind(row, Kind.FILE).pk}"
    for file, content, says in [
        ("a.exe", b"MZ", "Choose a PDF, Word, OpenDocument or text file, or a picture (PNG, JPEG)."),
        ("a.png", b"<svg onload=alert(1)>", "This is not the kind of file its name says."),
        ("a.pdf", PICTURE, "This is not the kind of file its name says."),
        ("a.png", PICTURE + b"0" * 10_000_001, "larger than 10 MB"),
    ]:
        page = answerer.post("1/", **answerer.typed(**{name: SimpleUploadedFile(file, content)}))
        assert says in text_of(page), file
    assert Started.objects.get().files == {}
    answerer.post("1/", **answerer.typed(**{name: SimpleUploadedFile("../../quay.png", PICTURE)}))
    given = Started.objects.get().files[name[1:]]
    assert (given["name"], given["ending"], given["size"]) == ("quay.png", "png", len(PICTURE))
    place: Path = settings.DATA / "uploads" / "answers" / given["stored"]
    assert (place.read_bytes(), place.stat().st_mode & 0o777) == (PICTURE, 0o600)
    assert "You uploaded quay.png" in text_of(answerer.get("1/"))
    answerer.post("1/", **answerer.typed(**{name.replace("q", "r"): "yes"}))
    assert Started.objects.get().files == {}


HOSTILE = ["a\0b", "\u202eevil\u202c", "<script>alert(1)</script>", "{{ 7 }}", "'; DROP TABLE--", "\ufeff", "😀" * 9]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_only_texts(answerer: Answerer, text: str) -> None:
    answerer.begin()
    name = f"q{of_kind(answerer.row, Kind.TEXT).pk}"
    answerer.fill_in(**{name: f"{text} and trees"})
    answerer.post("who/", as_organisation="yes", organisation=f"{text} group", basis=text, speaks_for=text)
    checked = answerer.get("check/").content.decode()
    assert "<script>alert" not in checked
    assert "\u202e" not in checked
    assert answerer.send().status_code == 302
    assert Answer.objects.get(question__kind="text").text.endswith("and trees")


def test_too_much_is_told_and_harms_nothing(answerer: Answerer) -> None:
    answerer.begin()
    name = f"q{of_kind(answerer.row, Kind.TEXT).pk}"
    long = answerer.post("1/", **answerer.typed(**{name: "x" * 30_000}))
    assert "at most 20000 characters" in text_of(long)
    assert len(Started.objects.get().typed[name][0]) == 30_000
    answers = [
        answerer.post("1/", **{name: "x" * 5_000_000}),
        answerer.post("1/", **{f"x{n}": "y" for n in range(10_000)}),
        answerer.client.post(f"{answerer.at}1/", "[" * 100_000, content_type="application/json"),
        answerer.client.post(f"{answerer.at}1/", b"\xff\xfe--", content_type="multipart/form-data; boundary=x"),
        answerer.client.post(f"{answerer.at}1/", b"", content_type="multipart/form-data"),
        answerer.post("1/", **answerer.typed(**{name.replace("q", "p"): ["on"] * 500})),
        answerer.post("who/", as_organisation="maybe", asked="9" * 40, organisation="x" * 300),
        answerer.post("nothing/"), answerer.get("99/"), answerer.post("back/", code="\0" * 50),
        answerer.post("news/", email="\u202e@", name="x" * 200),
    ]  # fmt: skip
    assert [each.status_code for each in answers] == [413, 413, 200, 200, 200, 302, 200, 404, 404, 200, 200]


def test_a_form_that_came_by_halves_is_not_kept(answerer: Answerer) -> None:
    answerer.begin()
    answerer.fill_in()
    before = Started.objects.get().typed
    cut = answerer.client.post(f"{answerer.at}1/", {f"q{of_kind(answerer.row, Kind.TEXT).pk}": "Trees alo"})
    assert "Press the button again" in text_of(cut)
    assert Started.objects.get().typed == before
