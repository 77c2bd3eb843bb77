"""What became of consultations as open data: results, published answers, feedback and its promises; who signed what."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from opencompact.site import clock
from opencompact.site.agreements.models import Edition
from opencompact.site.consultations.models import Consultation
from opencompact.site.feedback.models import Feedback
from opencompact.site.reading.models import Results
from opencompact.site.responses.models import Answer, Response, Tally
from opencompact.site.signatories.actions import sign
from tests.people import TODAY, Cast, at_noon
from tests.site.opendata.conftest import CANARY, cycle_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Any:
    """These tests take place on one day."""
    with clock.at(at_noon(TODAY)):
        yield


def rows(name: str, *columns: str) -> list[tuple[Any, ...]]:
    found = Client().get(f"/api/v1/{name}?area=wellbridge&limit=500").json()["items"]
    return [tuple(row[column] for column in columns) for row in found]


def test_points_say_what_was_promised_and_how_it_stands(cast: Cast) -> None:
    row = cycle_of(cast)
    assert rows("feedback", "consultation", "asked", "heard") == [(row.pk, "Which day?", "Saturdays.")]
    assert rows("feedback-points", "said", "how_many", "decision", "by_when", "done_on", "state", "evidence") == [
        ("Open on Saturdays", 9, "agreed", "2026-11-20", None, "late", ""),
        ("Open at seven", None, "agreed", "2027-03-31", None, "to_do", ""),
        ("Open for ever", None, "not_agreed", "2026-11-20", None, "", ""),
        ("More books", 5, "agreed", "2026-11-20", "2026-11-21", "done", "Bought 400"),
    ]


def test_results_hide_small_numbers_as_their_page_does(cast: Cast) -> None:
    row = cycle_of(cast)
    assert rows("results", "consultation", "responses", "summary") == [(row.pk, 12, "Most want Saturdays.")]
    assert rows("results-counts", "text", "about", "option", "count") == [
        ("What should change?", "matter", "", 12),
        ("Which day?", "matter", "", 12),
        ("Which day?", "matter", "Saturday", None),
        ("Which day?", "matter", "Sunday", None),
        ("Which day?", "matter", "Neither", 0),
        ("How old are you?", "people", "", 42),
        ("How old are you?", "people", "Under 25", None),
        ("How old are you?", "people", "25 or older", None),
    ]


def test_only_answers_whose_writers_agreed_are_there_and_no_number_tells_who(cast: Cast) -> None:
    cycle_of(cast)
    assert rows("published-answers", "text", "words") == [
        ("What should change?", "Open longer"), ("What should change?", "Stay longer")
    ]  # fmt: skip
    first = Answer.objects.get(text="Stay longer")
    Answer.objects.filter(pk=first.pk).update(redacted="[…] longer", is_redacted=True)
    Response.objects.filter(answers__text="Open longer").update(withdrawn=clock.now())
    assert rows("published-answers", "words") == [("[…] longer",)]
    [(number,)] = rows("published-answers", "id")
    assert number % 10_000_000 == 1
    assert Client().get(f"/api/v1/published-answers/{number}").json()["words"] == "[…] longer"


def test_nothing_is_there_before_it_is_published(cast: Cast) -> None:
    cycle_of(cast)
    Results.objects.all().delete()
    Feedback.objects.update(published=None)
    names = ("results", "results-counts", "published-answers", "feedback", "feedback-points")
    assert {name: rows(name, "id") for name in names} == {name: [] for name in names}
    for name in names:
        assert CANARY not in Client().get(f"/areas/wellbridge/data/{name}.csv").text


def test_responses_are_counted_wherever_they_came_in(cast: Cast) -> None:
    cycle_of(cast)
    assert rows("consultations", "responses", "responses_elsewhere") == [(12, None)]
    Tally.objects.update(count=4)
    assert rows("consultations", "responses", "responses_elsewhere") == [(None, None)]
    Consultation.objects.update(elsewhere="https://example.org", responses=3)
    assert rows("consultations", "responses", "responses_elsewhere") == [(3, 3)]


def test_a_signature_says_whether_its_edition_is_in_force(cast: Cast) -> None:
    sign(organisation=cast.hall, edition=cast.edition, on=date(2024, 5, 2), by=cast.olwen)
    assert rows("signatures", "edition", "in_force") == [("wellbridge-2024", True)]
    assert rows("signatories", "organisation_name", "signed_in_force") == [("Village Hall", True)]
    Edition.objects.update(end=TODAY - timedelta(days=1))
    assert rows("signatures", "edition", "in_force") == [("wellbridge-2024", False)]
    assert rows("signatories", "organisation_name", "signed_in_force") == [("Village Hall", False)]
