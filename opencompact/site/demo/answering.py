"""How Wellbridge answered two consultations: 1,700 people about its libraries, and those who have answered so far about
the budget. Who says what is drawn with a fixed seed, so that every demonstration is the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from opencompact.site import clock
from opencompact.site.accounts.models import Person
from opencompact.site.consultations.models import Consultation
from opencompact.site.demo.story import Story
from opencompact.site.reading import actions as reading
from opencompact.site.responses.actions import (
    add_equality_questions,
    add_question,
    enter_many,
    introduce,
    publish_questions,
)
from opencompact.site.responses.codes import hashed
from opencompact.site.responses.models import Answer, Given, Kind, Question, Reply, Started, Way
from opencompact.site.responses.sending import begin, send
from opencompact.site.rules import ANYBODY

PRIVACY = (
    "Only the team running this consultation will read your response. We keep it for a year after the "
    "feedback is published."
)
HOURS, BUILDING, ADVICE, PRINT, QUAY = "hours", "building", "advice", "print", "quay"
# theme: how often in a hundred, and what people say
THEMES: dict[str, tuple[int, list[str]]] = {
    HOURS: (34, [
        "I work until six and can never come. Please stay open in the evening.",
        "Two evenings a week until eight would be enough for me.",
        "The library closes before the last bus gets in from college. Longer hours, please.",
        "Evening hours matter more to us than new shelves.",
        "Open later, even with fewer staff; we can check books out ourselves.",
    ]),
    BUILDING: (28, [
        "Keep our building in Larkmoor. It's the only warm place where you can sit for free.",
        "The roof in Larkmoor leaks, but the building is sound. Repair it and keep it.",
        "Without the library Larkmoor has no public room left.",
        "My mother walks to the Larkmoor library. She can't walk to the next.",
    ]),
    ADVICE: (16, [
        "Let the advice desk and the food pantry share the room on weekdays.",
        "People who come for advice could use the computers while they wait.",
        "A room for groups to meet, with a kettle, would bring people in.",
    ]),
    PRINT: (8, [
        "There are eleven books in large print and I have read them all.",
        "More large print and more audio books, please.",
    ]),
    QUAY: (4, [
        "Sell the building on the quay; it's damp and worth a lot of money.",
        "The quay library is damp and far from the bus. Let it go.",
    ]),
}  # fmt: skip
ELSE = [
    "No strong view, but thank you for asking.",
    "The staff are kind. Keep them.",
    "I only come for the newspapers.",
    "Please put a bench at the door.",
]
CAMPAIGN = (
    "The Larkmoor library must stay where it is. It was built by the people of Larkmoor and belongs to them, and no "
    "sum saved makes up for its loss. I ask the council to repair the roof and to promise ten more years."
)
BEGIN = ["", "", "", "Thank you for asking. ", "As a reader for years: ", "My view is simple. ", "For our family: "]
END = ["", "", "", " That is all.", " Thank you.", " I hope somebody reads this.", " We use it every week."]
CODES = {
    HOURS: "Stay open in the evening", BUILDING: "Keep the building in Larkmoor",
    ADVICE: "Make room for advice and for the food pantry", PRINT: "Buy more books in large print",
    QUAY: "Sell the building on the quay",
}  # fmt: skip
ORGANISATIONS = [
    ("Fenmarsh Elders' Lunch", "42 older people", 42, "We talked about it over lunch and voted."),
    ("Wellbridge Voluntary Action", "its 160 member groups", 160, "A survey of members; 61 answered."),
    ("Harbour Lane Youth Club", "young people of 11 to 18", 38, "Two evenings."),
    ("Penny Brook Advice", "people who come for advice", None, "What our advisers hear each day."),
]


Asking = tuple[tuple[Kind, str, str], ...]
ABOUT_LIBRARIES: Asking = (
    (Kind.TEXT, "How should we use the library building nearest to you?", ""),
    (Kind.ONE, "How often do you go to a library?", "Every week\nEvery month\nA few times a year\nNever"),
    (Kind.MANY, "What would make you go more often?", "Later hours\nA warm room\nAdvice\nEvents\nNothing"),
    (
        Kind.SCALE,
        "What do you think of the plan so far?",
        "I don't like it at all\nI like it a little\nI quite like it\nI like it very much",
    ),
)
ABOUT_BUDGET: Asking = (
    (Kind.TEXT, "What should the council spend more, or less, on?", ""),
    (Kind.ONE, "Who are you?", "I live here\nI work here\nI represent a group\nSomeone else"),
    (Kind.MANY, "Which services do you use?", "Parks\nLibraries\nCare\nBuses\nNone of them"),
    (Kind.SCALE, "How clear is the budget paper?", "Not at all clear\nA little unclear\nQuite clear\nVery clear"),
)


class Answered:
    """A consultation that is answered here: planned before it is told, for its days are known."""

    def __init__(self, story: Story, row: Callable[[], Consultation], by: Person, opens: date, closes: date) -> None:
        self.story, self.row, self.by, self.opens, self.closes = story, row, by, opens, closes
        self.drawn: list[_Drawn] = []

    def ask(self, on: date, questions: Asking, seed: int) -> None:
        """The questions are published with the notice."""

        def act() -> None:
            row = self.row()
            introduce(consultation=row, introduction=row.purpose, privacy=PRIVACY, by=self.by)
            made = [
                add_question(consultation=row, kind=kind, text=text, options=options, by=self.by)
                for kind, text, options in questions
            ]
            add_equality_questions(consultation=row, by=self.by)
            publish_questions(consultation=row, by=self.by)
            self.drawn.append(_Drawn(Random(seed), made))  # noqa: S311 - no secret: always the same answers

        self.story.on(on, act, hour=11)

    def send(self, number: int, on: date, hour: int) -> None:
        """Somebody sends an answer."""

        def act() -> None:
            moment = clock.now()
            code = begin(consultation=self.row(), moment=moment, by=ANYBODY)
            started = Started.objects.select_related("consultation__area").get(code_hash=hashed(code))
            reply = self.drawn[0].reply(number=number, online=True)
            send(started=started, reply=reply, moment=moment, by=ANYBODY, letter=False)

        self.story.on(on, act, hour=hour)

    def enter(self, way: Way, on: date, replies: Callable[[_Drawn], list[Reply]]) -> None:
        """The team enters what came in another way."""

        def act() -> None:
            received = clock.now()
            made = [each._replace(received=received) for each in replies(self.drawn[0])]
            enter_many(consultation=self.row(), way=way, replies=made, by=self.by)

        self.story.on(on, act, hour=18)

    def read(self, on: date, summary: str) -> None:
        """The team reads the answers, codes them, and publishes the results."""
        self.story.on(on, lambda: _read(self.row(), self.drawn[0], self.by, summary))


def libraries(told: Answered, published: date) -> None:
    """220 answers online, 1,000 on paper, and twelve evenings at which 480 people spoke."""
    told.ask(published, ABOUT_LIBRARIES, 1700)
    days, random = (told.closes - told.opens).days, Random(20260105)  # noqa: S311
    for number in range(220):
        on = told.opens + timedelta(days=min(days, int(random.betavariate(0.8, 0.8) * (days + 1))))
        told.send(number, on, 8 + number % 12)
    evenings, papers = told.opens + timedelta(days=60), told.closes - timedelta(days=3)
    told.enter(Way.MEETING, evenings, lambda draw: [draw.evening() for _evening in range(12)])
    told.enter(Way.PAPER, papers, lambda draw: [draw.reply(number=number) for number in range(220, 1220)])
    told.read(told.closes + timedelta(days=14), "Longer hours, and the building in Larkmoor.")


def budget(told: Answered, published: date) -> None:
    """Sixty answers so far, while it is open."""
    told.ask(published, ABOUT_BUDGET, 2027)
    for number in range(60):
        told.send(number, told.opens + timedelta(days=number), 9 + number % 9)


class _Drawn:
    """Answers as people might give them."""

    def __init__(self, random: Random, questions: list[Question]) -> None:
        self.random = random
        self.opinion, self.once, self.many, self.scale = questions
        self.themes: dict[str, str] = {}  # what was said: its theme

    def reply(self, *, number: int, online: bool = False) -> Reply:
        """One answer; every ninth sends the text that went round, and a few speak for an organisation."""
        random = self.random
        text = self._copied() if number % 9 == 4 else self._said()
        publish = random.random() < 0.7
        wanted = random.sample(range(5), random.randint(1, 3))
        given = (
            Given(self.opinion, text=text, publish=publish),
            Given(self.once, chosen=(random.choices(range(4), (5, 3, 2, 1))[0],)),
            Given(self.many, chosen=tuple(sorted(wanted))),
            Given(self.scale, chosen=(random.choices(range(4), (1, 2, 4, 2))[0],)),
        )
        who: dict[str, Any] = {}
        if online and number < len(ORGANISATIONS):
            name, speaks_for, asked, basis = ORGANISATIONS[number]
            who = {
                "as_organisation": True, "organisation": name, "speaks_for": speaks_for, "asked": asked, "basis": basis,
            }  # fmt: skip
        elif online and number % 3 == 0:
            who = {"email": f"reader{number}@wellbridge.example", "wants_news": True}
        return Reply(given=given, who=who)

    def evening(self) -> Reply:
        """What an evening with a group came to; forty people spoke."""
        return Reply(given=(Given(self.opinion, text=self._said(), publish=True),), who={"people": 40})

    def _said(self) -> str:
        random = self.random
        chances = [often for often, _texts in THEMES.values()]
        theme = random.choices([*THEMES, ""], [*chances, 100 - sum(chances)])[0]
        text = random.choice(THEMES[theme][1] if theme else ELSE)
        made = f"{random.choice(BEGIN)}{text}{random.choice(END)}"
        self.themes[made] = theme
        return made

    def _copied(self) -> str:
        text = CAMPAIGN.replace("ten more years", f"{self.random.choice(['ten', 'twenty', 'five'])} more years")
        self.themes[text] = BUILDING
        return text


def _read(row: Consultation, draw: _Drawn, by: Person, summary: str) -> None:
    codes = {theme: reading.add_code(consultation=row, title=title, by=by) for theme, title in CODES.items()}
    said: dict[str, list[int]] = {}
    for pk, text in Answer.objects.to(draw.opinion).values_list("pk", "text"):
        said.setdefault(draw.themes.get(text, ""), []).append(pk)
    for theme, code in codes.items():
        reading.code_many(consultation=row, answers=said.get(theme, []), code=code, by=by)
    reading.publish_results(consultation=row, by=by, summary=summary)
