"""A consultation that has closed, with questions of every kind and answers to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

import pytest

from opencompact.site import clock
from opencompact.site.accounts.actions import give_role
from opencompact.site.accounts.models import Person, RoleKind
from opencompact.site.consultations.actions import plan, publish, take_answers
from opencompact.site.consultations.models import Consultation
from opencompact.site.responses.models import Answer, EqualityCount, Question, Questionnaire, Response
from opencompact.site.responses.sending import tally
from opencompact.site.rules import SET_UP
from tests.people import FIRST_DAY, TODAY, Cast, at_noon

CLOSED = date(2026, 11, 2)
CANARY = "canary-9f3"  # stands in everything that is private
LETTER = "Please keep the library in Larkmoor open on Saturdays because families rely on it and nowhere else is open"


class Asked(NamedTuple):
    """A consultation, its questions, and who reads."""

    row: Consultation
    words: Question
    one: Question
    many: Question
    scale: Question
    rank: Question
    number: Question
    apart: Question
    rhys: Person  # reads for the council

    @property
    def here(self) -> str:
        return f"{self.row.get_absolute_url()}reading/"

    def answer(self, text: str = "", *, publish: bool = True, who: dict[str, Any] | None = None, **more: Any) -> Answer:
        """One response with a text, and whatever is answered to the other questions by their names."""
        by = {"name": f"Name {CANARY}", "email": f"{CANARY}@writer.example", "received": at_noon(CLOSED), **(who or {})}
        response = Response.objects.create(consultation=self.row, **by)
        tally([response])
        for name, value in more.items():
            kept = {"number": value} if name == "number" else {"chosen": value}
            Answer.objects.create(response=response, question=getattr(self, name), **kept)
        return Answer.objects.create(response=response, question=self.words, text=text, publish=publish)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """These tests take place on one day."""
    with clock.at(at_noon(TODAY)):
        yield


@pytest.fixture
def asked(cast: Cast) -> Asked:
    with clock.at(at_noon(date(2026, 7, 1))):
        row = plan(
            body=cast.council, title="Library hours", by=cast.edwin, purpose="To choose the hours",
            opens=date(2026, 7, 20), closes=CLOSED, announced=date(2026, 7, 1), stage="options", methods="walk\nform",
            formats="large print\neasy read", can_change="the hours", cannot_change="the budget",
            holiday_reason="The budget is decided in December.", questions_from=date(2026, 7, 20),
        )  # fmt: skip
        publish(consultation=row, by=cast.edwin)
        take_answers(consultation=row, by=cast.edwin)
    Questionnaire.objects.create(consultation=row, published=clock.now())

    def ask(place: int, kind: str, text: str, options: str = "", *, apart: bool = False) -> Question:
        return Question.objects.create(
            consultation=row, place=place, kind=kind, text=text, options=options, apart=apart
        )

    rhys = give_role(
        area=cast.area, email="rhys@wellbridge.example", name="Rhys", kind=RoleKind.READER, organisation=cast.council,
        since=FIRST_DAY, by=SET_UP,
    ).person  # fmt: skip
    apart = ask(6, "one", "How old are you?", "Under 25\n25 to 64\n65 or older", apart=True)
    EqualityCount.objects.bulk_create(
        EqualityCount(question=apart, option=at, count=count) for at, count in enumerate((2, 40, 9))
    )
    return Asked(
        row,
        words=ask(0, "text", "What should change?"),
        one=ask(1, "one", "Which day?", "Saturday\nSunday\nNeither"),
        many=ask(2, "many", "What do you use?", "Books\nComputers\nRooms"),
        scale=ask(3, "scale", "How content are you?", "1\n2\n3\n4\n5"),
        rank=ask(4, "rank", "What matters most?", "Hours\nBooks\nStaff"),
        number=ask(5, "number", "How often a month?"),
        apart=apart,
        rhys=rhys,
    )


Many = Callable[[int], list[Answer]]


@pytest.fixture
def many(asked: Asked) -> Many:
    """So many different answers."""

    def make(count: int) -> list[Answer]:
        return [asked.answer(f"Answer number {at} about books", one=[at % 3]) for at in range(count)]

    return make
