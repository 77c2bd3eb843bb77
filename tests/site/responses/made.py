"""A consultation that can be answered, and somebody at a browser who answers it."""

from __future__ import annotations

import re
from datetime import date, datetime
from html import unescape
from typing import Any

from django.test import Client

from opencompact.site import clock
from opencompact.site.consultations.actions import plan, publish
from opencompact.site.consultations.models import Consultation
from opencompact.site.responses.actions import add_equality_questions, add_question, introduce, publish_questions
from opencompact.site.responses.models import Kind, Question
from tests.people import TODAY, Cast, at_noon

OPENS, CLOSES = date(2027, 1, 11), date(2027, 4, 26)
OPEN = date(2027, 2, 1)  # a day on which it is open
LAST = datetime.fromisoformat("2027-04-26T23:59:59.999999+01:00")
LATE = datetime.fromisoformat("2027-04-27T00:00:00+01:00")
FULL: dict[str, Any] = {
    "purpose": "To choose what the parks plan puts first", "can_change": "Which parks come first",
    "cannot_change": "The total budget", "prior_knowledge": "The survey of 2025", "stage": "options",
    "methods": "online form\nwalks in four parks", "formats": "easy read\nlarge print", "expenses_offered": True,
    "groups": "families with young children", "announced": TODAY, "opens": OPENS, "closes": CLOSES,
    "impact_assessed": date(2026, 11, 2), "asks_about": "parks@wellbridge.example", "questions_from": OPENS,
}  # fmt: skip
ASKED: list[dict[str, Any]] = [
    {"kind": Kind.TEXT, "text": "What should come first?", "required": True},
    {"kind": Kind.ONE, "text": "Which park do you use most?", "options": "Quay\nMill\nHill"},
    {"kind": Kind.MANY, "text": "What do you do there?", "options": "Walk\nPlay\nRest"},
    {"kind": Kind.SCALE, "text": "How safe is it?", "options": "Not at all\nSomewhat\nVery"},
    {"kind": Kind.RANK, "text": "What matters most?", "options": "Benches\nTrees\nLights"},
    {"kind": Kind.NUMBER, "text": "How often a week?"},
    {"kind": Kind.FILE, "text": "Have you a picture or a paper?"},
]


def planned(cast: Cast, title: str = "Parks plan", **said: Any) -> Consultation:
    """A notice that is published, without questions."""
    with clock.at(at_noon(TODAY)):
        row = plan(body=cast.council, title=title, by=cast.edwin, **{**FULL, **said})
        publish(consultation=row, by=cast.edwin)
    return row


def asking(cast: Cast, *, apart: bool = True, **said: Any) -> Consultation:
    """A consultation with a question of each kind, published."""
    row = planned(cast, **said)
    with clock.at(at_noon(TODAY)):
        introduce(consultation=row, introduction="Four parks, one plan.", privacy="Read by two people.", by=cast.edwin)
        for each in ASKED:
            add_question(consultation=row, by=cast.edwin, **each)
        if apart:
            add_equality_questions(consultation=row, by=cast.edwin)
        publish_questions(consultation=row, by=cast.edwin)
    return row


def of_kind(row: Consultation, kind: Kind) -> Question:
    return Question.objects.of(row).get(kind=kind)


class Answerer:
    """A visitor's browser at the pages of one consultation."""

    def __init__(self, row: Consultation, client: Client | None = None) -> None:
        self.row, self.client = row, client or Client()
        self.at = f"{row.get_absolute_url()}answer/"

    def get(self, where: str = "") -> Any:
        return self.client.get(f"{self.at}{where}")

    def post(self, where: str = "", **typed: Any) -> Any:
        return self.client.post(f"{self.at}{where}", {**typed, "whole": "yes"})

    def begin(self) -> str:
        """Begin, and note the code."""
        self.post()
        return self.code

    @property
    def code(self) -> str:
        return self.client.cookies["answer"].value

    def typed(self, **more: Any) -> dict[str, Any]:
        """An answer to each question about the matter, but for the file."""
        row = self.row
        text, one, many = (of_kind(row, kind).pk for kind in (Kind.TEXT, Kind.ONE, Kind.MANY))
        scale, rank, number = (of_kind(row, kind).pk for kind in (Kind.SCALE, Kind.RANK, Kind.NUMBER))
        return {
            f"q{text}": "Trees along the quay", f"p{text}": "on", f"q{one}": "1", f"q{many}": ["0", "2"],
            f"q{scale}": "2", f"q{rank}-1": "1", f"q{rank}-0": "2", f"q{number}": "3.5", **more,
        }  # fmt: skip

    def fill_in(self, **typed: Any) -> None:
        """Everything but the sending."""
        self.post("who/", as_organisation="no")
        self.post("1/", **self.typed(**typed))
        apart = Question.objects.apart_of(self.row).first()
        if apart:
            self.post("equality/", **{f"q{apart.pk}": "2"})
        self.post("news/", name="", email="")

    def send(self) -> Any:
        return self.post("check/")


def text_of(answer: Any) -> str:
    """What stands on a page, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())
