"""Too many send at once, or guess codes: nothing typed is lost, nobody is late, and it costs little."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from opencompact.site import clock
from opencompact.site.accounts.models import Person
from opencompact.site.consultations.models import Consultation
from opencompact.site.limits import LIMITS, USUAL, Limit, Limits
from opencompact.site.post.models import Letter
from opencompact.site.responses import rules
from opencompact.site.responses.codes import new_code
from opencompact.site.responses.door import careful, held_up
from opencompact.site.responses.models import (
    Kind,
    Response,
    Started,
)
from tests.people import Cast
from tests.site.responses.made import CLOSES, LAST, LATE, Answerer, of_kind

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


def test_the_database_is_held_up_and_what_was_typed_is_kept() -> None:
    @careful
    def view(request: HttpRequest) -> HttpResponse:
        raise OperationalError

    request = RequestFactory().post("/areas/x/answer/1/", {"q7": "Trees & <quay>", "code": "K7QX"})
    request.user = Person()
    answer = view(request)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer.content.decode().count("Trees &amp; &lt;quay&gt;") == 2


def held_from(answerer: Answerer, where: str, typed: dict[str, Any]) -> str:
    """The moment, signed, that stands in the page of who was held up at the last moment."""
    request = RequestFactory().post(f"{answerer.at}{where}", typed)
    request.COOKIES["answer"], request.user = answerer.code, Person()
    with clock.at(LAST):
        answer = held_up(request)
    assert (answer.status_code, answer["Retry-After"], Response.objects.count()) == (503, "10", 0)
    assert ("Trees along the quay" in answer.content.decode()) == (where == "1/")
    return answer.content.decode().partition('name="held" value="')[2].partition('"')[0]


def test_who_is_held_up_before_the_close_is_not_late(answerer: Answerer) -> None:
    """They send the same form once more, and the moment of the first time counts."""
    answerer.begin()
    answerer.fill_in()
    held = held_from(answerer, "check/", {"send": "yes", "whole": "yes"})
    with clock.at(LATE + timedelta(minutes=61)):
        assert answerer.post("check/", send="yes", held=held).status_code == 410
    with clock.at(LATE + timedelta(minutes=3)):
        for typed in ({"send": "yes"}, {"send": "yes", "held": "x"}, {"send": "yes", "held": held, "more": "1"}):
            assert answerer.post("check/", **typed).status_code == 410
        assert answerer.post("1/", **answerer.typed(held=held)).status_code == 410
        assert answerer.post("check/", send="yes", held=held)["Location"] == f"{answerer.at}sent/"
    assert Response.objects.get().received == LAST


def test_what_was_typed_while_many_sent_is_kept_as_it_was(answerer: Answerer) -> None:
    """Nothing of a held-up page can be changed after the close, and a file does not come with it."""
    answerer.begin()
    text = f"q{of_kind(answerer.row, Kind.TEXT).pk}"
    held = held_from(answerer, "1/", answerer.typed(whole="yes"))
    with clock.at(LATE):
        assert answerer.post("1/", **answerer.typed(held=held, **{text: "No trees at all"})).status_code == 410
        picture = SimpleUploadedFile("quay.png", PICTURE)
        file = f"q{of_kind(answerer.row, Kind.FILE).pk}"
        assert answerer.post("1/", **answerer.typed(held=held, **{file: picture})).status_code == 410
        assert answerer.post("1/", **answerer.typed(held=held)).status_code == 302
    assert Started.objects.get().typed[text] == ["Trees along the quay"]


def test_codes_are_guessed_only_so_often(answerer: Answerer, monkeypatch: pytest.MonkeyPatch) -> None:
    few = Limits(Limit(3, timedelta(minutes=10)), USUAL.subject)
    monkeypatch.setitem(LIMITS, "answer_code", few)
    tried = [answerer.post("back/", code=new_code()).status_code for _ in range(5)]
    assert tried == [200, 200, 200, 429, 429]


def test_a_letter_says_that_it_was_received_and_no_more(answerer: Answerer) -> None:
    answerer.begin()
    answerer.fill_in()
    answerer.post("news/", name="Canary Jones", email="Canary@visitor.example")
    answerer.send()
    letter = Letter.objects.get(to="canary@visitor.example")
    assert f"/record/{Response.objects.get().entry}/" in letter.text
    assert not any(each in letter.text for each in ("Trees", answerer.code, "Canary Jones"))
    assert Response.objects.get().wants_news
    assert "anary" not in Client().get(f"/record/{Response.objects.get().entry}/").content.decode()


def test_answering_costs_little(answerer: Answerer, django_assert_max_num_queries: object) -> None:
    answerer.begin()
    answerer.fill_in()
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        answerer.get("1/")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert answerer.get("check/").status_code == 200


def test_who_is_not_open_takes_no_answer(cast: Cast, row: Consultation) -> None:
    closes = {"day": CLOSES}
    assert rules.why_not_open(row, LAST) is None, closes
    row.elsewhere = "https://elsewhere.example/"
    says = "People respond to this consultation on another site. See the notice for the link."
    assert rules.why_not_answer(row, LAST) == says
