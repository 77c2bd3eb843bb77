"""What Wellbridge was asked, how it answered and what became of it, through the site's own actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

import yaml

from opencompact.core.exchange.gathering import Reading
from opencompact.site.accounts.models import Person
from opencompact.site.consultations.actions import extend, plan, publish
from opencompact.site.consultations.models import Consultation
from opencompact.site.demo.answering import Answered, budget, libraries
from opencompact.site.demo.story import Story, words
from opencompact.site.feedback import actions as feedback
from opencompact.site.feedback.models import Point
from opencompact.site.findings.actions import amend_row, judge, say, settle, withdraw_row
from opencompact.site.findings.models import Finding, Said, Word
from opencompact.site.importing.actions import keep_reading, take_in
from opencompact.site.rules import CLOCK

LISTS = ("methods", "formats", "groups", "in_person", "documents")
SIMPLE = (
    "purpose", "can_change", "cannot_change", "affected", "reaching", "expenses_offered", "expenses", "opens", "closes",
    "prior_knowledge", "impact_assessed", "stage", "short_reason", "holiday_reason", "written", "elsewhere",
    "responses", "questions_from",
)  # fmt: skip
ANSWERED: dict[str, Callable[[Answered, date], None]] = {"libraries": libraries, "budget": budget}


@cache
def asked() -> dict[str, Any]:
    """What the story of the consultations is told from."""
    found: dict[str, Any] = yaml.safe_load(words("wellbridge-consultations.yaml"))
    return found


def consult(story: Story) -> None:
    """The old log, the consultations since then, and one private plan."""
    bring_log(story, asked()["log"])
    for each in asked()["consultations"]:
        _Told(story, each).tell()
    editor = _editor()
    for each in asked()["plans"]:
        body = story.organisations[each["body"]]
        story.on(each["made"], partial(plan, body=body, title=each["title"], by=editor, **_said(each)))
    for each in asked()["judgements"]:
        story.on(each["day"], partial(_judge, story, each))


def _judge(story: Story, told: dict[str, Any]) -> None:
    """One side says how a promise is kept that no date settles."""
    judge(
        organisation=story.organisations[told["by"]], ref=told["ref"], said=Said(told["said"]),
        evidence=told["evidence"], on=told["day"], by=story.officer,
    )  # fmt: skip


def _editor() -> Person:
    return Person.objects.get(email="council@wellbridge.example")


def bring_log(story: Story, log: dict[str, Any]) -> None:
    """The log the officer kept in a spreadsheet comes in whole."""

    def bring() -> None:
        rows = log["rows"]
        places = [f"log.xlsx!Consultations!{at}" for at, _row in enumerate(rows, 2)]
        reading = Reading({"consultations": rows}, {"consultations": places}, [], [])
        batch = keep_reading(
            area=story.area, register="consultations", reading=reading, file="log.xlsx", by=story.officer
        )
        take_in(batch=batch, by=story.officer)

    story.on(log["brought"], bring)


def _said(each: dict[str, Any]) -> dict[str, Any]:
    """The facts of a consultation as its action takes them."""
    told = {name: each[name] for name in SIMPLE if name in each}
    return told | {name: "\n".join(each[name].split("; ")) for name in LISTS if name in each}


class _Told:
    """One consultation, from its notice to the last promise made in reply."""

    def __init__(self, story: Story, each: dict[str, Any]) -> None:
        self.story, self.each = story, each
        body = story.organisations[each["body"]]
        self.by = _editor() if body.name == "Wellbridge Council" else story.officer
        self.body = body
        self.made: list[Consultation] = []

    @property
    def row(self) -> Consultation:
        return Consultation.objects.select_related("area", "body", "edition").get(pk=self.made[0].pk)

    def tell(self) -> None:
        """Everything that happens to it, each on its day."""
        each, story = self.each, self.story
        story.on(each["published"], self.publish, hour=9)
        if "answered" in each:
            told = Answered(story, lambda: self.row, self.by, each["opens"], each["closes"])
            ANSWERED[each["answered"]](told, each["published"])
        for name in ("extended", "amended", "withdrawn", "answered_elsewhere", "reply", "context"):
            if name in each:
                happened = each[name]
                story.on(happened["day"], partial(getattr(self, name), happened))
        if "feedback" in each:
            self.feed_back(each["feedback"])
        self._settle_when_late()

    def publish(self) -> None:
        involved = [self.story.organisations[name] for name in self.each.get("involved", ())]
        said = _said(self.each)
        self.made.append(plan(body=self.body, title=self.each["title"], involved=involved, by=self.by, **said))
        publish(consultation=self.made[0], by=self.by)

    def extended(self, told: dict[str, Any]) -> None:
        extend(consultation=self.row, closes=told["closes"], why=told["why"], by=self.by)

    def amended(self, told: dict[str, Any]) -> None:
        amend_row(row=self.row, why=told["why"], by=self.by, closes=told["closes"])

    def withdrawn(self, told: dict[str, Any]) -> None:
        withdraw_row(row=self.row, why=told["why"], by=self.by)

    def answered_elsewhere(self, told: dict[str, Any]) -> None:
        """The feedback stands on another site."""
        said = {"feedback_published": told["day"], "feedback_url": told["address"]}
        amend_row(row=self.row, why="The results were published.", by=self.by, **said)

    def reply(self, told: dict[str, Any]) -> None:
        self._say(told, Word.REPLY)

    def context(self, told: dict[str, Any]) -> None:
        self._say(told, Word.CONTEXT)

    def _say(self, told: dict[str, Any], kind: Word) -> None:
        row = self.row
        settle(row=row, by=CLOCK)
        finding = Finding.objects.of(row).get(check_id=told["to"])
        organisation = self.story.organisations[told["by"]]
        say(finding=finding, row=row, organisation=organisation, kind=kind, words=told["words"], by=self.story.officer)

    def feed_back(self, told: dict[str, Any]) -> None:
        """We asked, you said, we did; then what was promised is done, one by one."""

        def write() -> None:
            row = self.row
            feedback.write_introduction(consultation=row, asked=told["asked"], heard=told["heard"], by=self.by)
            before = {"done_on", "evidence"}
            for point in told["points"]:
                said = {name: value for name, value in point.items() if name not in before}
                feedback.write_point(consultation=row, by=self.by, **said)

        story, day = self.story, told["published"]
        story.on(day, write, hour=9)
        story.on(day, lambda: feedback.publish(consultation=self.row, by=self.by), hour=12)
        for point in told["points"]:
            if "done_on" in point:
                done = max(point["done_on"], day)
                story.on(done, partial(self._done, point), hour=14)

    def _done(self, told: dict[str, Any]) -> None:
        point = Point.objects.select_related("consultation__area", "consultation__body").get(
            consultation=self.made[0], said=told["said"]
        )
        on, evidence = told["done_on"], told.get("evidence", "")
        feedback.say_done(point=point, on=on, evidence=evidence, by=self.by)

    def _settle_when_late(self) -> None:
        """On the day after the feedback was due, and on the opening day, time alone may have changed a finding."""
        days = {self.each["opens"] + timedelta(1), self.each["closes"] + timedelta(85)}
        for day in days:
            if day <= date(2026, 11, 20):
                self.story.on(day, lambda: settle(row=self.row, by=CLOCK), hour=6)
