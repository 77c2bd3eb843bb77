"""A data folder of its own for every test, and an area in which something of every kind has happened."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from opencompact.site import clock
from opencompact.site.accounts.models import Sector
from opencompact.site.advice.actions import recommend, refer_proposal
from opencompact.site.advice.models import Stage
from opencompact.site.agreements.actions import hold_check_in
from opencompact.site.agreements.models import Outcome
from opencompact.site.champions.actions import name_champion
from opencompact.site.champions.models import Champion
from opencompact.site.champions.models import Kind as Standing
from opencompact.site.consultations.actions import plan, publish, take_answers
from opencompact.site.consultations.models import Consultation
from opencompact.site.feedback.actions import publish as publish_feedback
from opencompact.site.feedback.actions import say_done, write_introduction, write_point
from opencompact.site.feedback.models import Decision as Choice
from opencompact.site.findings.actions import judge, say
from opencompact.site.findings.models import Finding, Said, Status, Word
from opencompact.site.group.actions import add_member, form_group
from opencompact.site.meetings.actions import (
    note_attendance,
    plan_meeting,
    publish_record,
    write_decision,
    write_task,
)
from opencompact.site.meetings.models import Meeting
from opencompact.site.reading.actions import publish_results
from opencompact.site.record.signing import make_key_once
from opencompact.site.resources.actions import add_post, plan_contribution
from opencompact.site.resources.models import Form, Source
from opencompact.site.responses.models import Answer, EqualityCount, Question, Questionnaire, Response
from opencompact.site.responses.sending import tally
from opencompact.site.signatories.actions import sign
from opencompact.site.signatories.models import Signatory
from opencompact.site.training.actions import announce_event, cancel_session, hold_session, plan_session
from opencompact.site.training.models import EventKind, Session
from tests.people import FIRST_DAY, TODAY, Cast, at_noon
from tests.site.findings.records import published

CANARY = "canary-5d81"


class Lively(NamedTuple):
    """What happened, and the cast of it."""

    cast: Cast
    signatory: Signatory
    named: Champion
    unnamed: Champion
    session: Session
    meeting: Meeting


@pytest.fixture(autouse=True)
def data(settings: Any, tmp_path: Path) -> Path:
    """The data folder of this test."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    make_key_once()
    return tmp_path / "data"


@pytest.fixture
def lively(cast: Cast) -> Lively:
    """An area in which something of every kind has happened, with a canary wherever something is private."""
    area, olwen = cast.area, cast.olwen
    cast.sam.name, cast.sam.email = f"Sam {CANARY}", f"{CANARY}@wellbridge.example"
    cast.sam.save()
    signatory = sign(organisation=cast.hall, edition=cast.edition, on=date(2024, 5, 2), by=olwen, details={
        "contact_name": CANARY, "contact_role": CANARY, "contact_address": CANARY, "contact_phone": CANARY,
        "contact_email": f"{CANARY}@hall.example", "members": "Bowls Club\nKnitting Circle", "members_count": 2,
    })  # fmt: skip
    named, unnamed = (
        name_champion(signatory=signatory, by=olwen, details={
            "kind": kind, "name": name, "role": role, "email": f"{CANARY}@hall.example", "consents": consents,
            "since": date(2024, 6, 1),
        })
        for kind, name, role, consents in (
            (Standing.LEAD, "Mair Tomos", "Chair of the trustees", True),
            (Standing.VOLUNTARY, CANARY, "Treasurer", False),
        )
    )  # fmt: skip
    for what, amount in (("=HYPERLINK(1)", Decimal(400)), ("Room hire", Decimal("12.50"))):
        plan_contribution(
            organisation=cast.hall, source=Source.SECTOR, form=Form.KIND, planned=amount, year=2026, by=olwen, what=what
        )
    add_post(
        area=area, title="Compact worker", employer=cast.council, hours_a_week=Decimal("17.5"), since=TODAY, by=olwen
    )
    session = plan_session(area=area, title="Paying promptly", on=TODAY, organiser=cast.council, by=olwen)
    hold_session(session=session, came={Sector.PUBLIC: 3, Sector.VOLUNTARY: 9}, by=olwen)
    later = plan_session(area=area, title="Giving notice", on=date(2026, 12, 3), organiser=cast.council, by=olwen)
    cancel_session(session=later, reason="Snow", by=olwen)
    announce_event(
        area=area, title="Compact Week", on=date(2027, 11, 1), until=date(2027, 11, 7), kind=EventKind.WEEK, by=olwen,
        about="Awards; soup,\nand talk", place="Village Hall",
    )  # fmt: skip
    consult(cast)
    promises_of(cast)
    cycle_of(cast)
    return Lively(cast, signatory, named, unnamed, session, meetings_of(cast))


def promises_of(cast: Cast) -> None:
    """A consultation with its findings, what the hall adds to one of them, what it says of a promise that is judged."""
    row = published(cast, involved=[cast.hall])
    finding = Finding.objects.of(row).filter(status=Status.KEPT)[0]
    say(finding=finding, row=row, organisation=cast.hall, kind=Word.CONTEXT, words="We were asked early", by=cast.vera)
    judge(organisation=cast.hall, ref="1.1", said=Said.KEPT, by=cast.vera, evidence="We spoke freely", on=TODAY)


def consult(cast: Cast) -> None:
    """A published consultation and a private plan with a canary wherever something can be typed."""
    said: dict[str, Any] = {
        "purpose": "Lights", "opens": date(2026, 9, 7), "closes": date(2027, 3, 28), "announced": date(2026, 8, 1),
        "short_reason": "The law sets the date", "holiday_reason": "The law sets the date",
        "in_person": "Town Hall, 3 March 2027",
    }  # fmt: skip
    with clock.at(at_noon(date(2026, 8, 1))):
        shown = plan(body=cast.council, title="Street lights", groups="night workers", by=cast.olwen, **said)
        publish(consultation=shown, by=cast.olwen)
    words = (
        "title", "purpose", "can_change", "cannot_change", "affected", "groups", "reaching", "methods", "formats",
        "expenses", "prior_knowledge", "short_reason", "holiday_reason", "reference",
    )  # fmt: skip
    links = ("known_link", "impact_link", "elsewhere")
    private: dict[str, Any] = {
        **dict.fromkeys(words, CANARY), **dict.fromkeys(links, f"https://{CANARY}.example"),
        "opens": TODAY, "closes": date(2027, 2, 27),
    }  # fmt: skip
    plan(body=cast.council, asks_about=f"{CANARY}@hall.example", by=cast.olwen, **private)


def cycle_of(cast: Cast) -> Consultation:
    """A consultation that has closed: its answers, results and feedback, with a canary in all that is private."""
    row = library(cast)
    words, days, ages = (
        Question.objects.create(consultation=row, place=at, kind=kind, text=text, options=options, apart=apart)
        for at, (kind, text, options, apart) in enumerate((
            ("text", "What should change?", "", False), ("one", "Which day?", "Saturday\nSunday\nNeither", False),
            ("one", "How old are you?", "Under 25\n25 or older", True),
        ))
    )  # fmt: skip
    EqualityCount.objects.bulk_create(
        EqualityCount(question=ages, option=at, count=count) for at, count in enumerate((2, 40))
    )
    for at in range(12):
        response = Response.objects.create(
            consultation=row, received=at_noon(row.closes or TODAY), name=CANARY, email=f"{CANARY}@hall.example",
        )  # fmt: skip
        tally([response])
        Answer.objects.create(response=response, question=days, chosen=[0 if at < 9 else 1])
        public = at < 2
        text = f"{'Open' if at else 'Stay'} longer" if public else CANARY
        Answer.objects.create(response=response, question=words, text=text, publish=public)
    publish_results(consultation=row, summary="Most want Saturdays.", by=cast.edwin)
    write_introduction(consultation=row, asked="Which day?", heard="Saturdays.", by=cast.edwin)
    usual: dict[str, Any] = {"why": "", "doing": "A later close", "owner": "Libraries", "by_when": date(2026, 11, 20)}
    points = [
        write_point(consultation=row, by=cast.edwin, **{**usual, "decision": Choice.AGREED, **said})
        for said in (
            {"said": "Open on Saturdays", "how_many": 9},
            {"said": "Open at seven", "how_many": 3, "by_when": date(2027, 3, 31)},
            {"said": "Open for ever", "how_many": None, "decision": Choice.NOT_AGREED, "why": "Staff sleep"},
            {"said": "More books", "how_many": 5},
        )
    ]  # fmt: skip
    publish_feedback(consultation=row, by=cast.edwin)
    points[3].refresh_from_db()
    say_done(point=points[3], on=TODAY, evidence="Bought 400", by=cast.edwin)
    return row


def library(cast: Cast) -> Consultation:
    """A consultation answered here that closed three weeks ago."""
    with clock.at(at_noon(date(2026, 7, 1))):
        row = plan(
            body=cast.council, title="Library hours", by=cast.edwin, purpose="To choose the hours",
            opens=date(2026, 7, 20), closes=date(2026, 11, 2), announced=date(2026, 7, 1), stage="options",
            holiday_reason="The budget is decided in December.", questions_from=date(2026, 7, 20),
        )  # fmt: skip
        publish(consultation=row, by=cast.edwin)
        take_answers(consultation=row, by=cast.edwin)
        Questionnaire.objects.create(consultation=row, published=clock.now())
    return row


def meetings_of(cast: Cast) -> Meeting:
    """A meeting whose record is published and one whose record is not; advice, a recommendation, a check-in."""
    olwen = cast.olwen
    group = form_group(area=cast.area, name="Partners’ Group", answers_to="Partnership", formed=FIRST_DAY, by=olwen)
    member = add_member(group=group, organisation=cast.hall, since=FIRST_DAY, by=olwen)
    told, held = (
        plan_meeting(
            group=group, on=on, by=olwen, title=title, starts=time(14, 30), ends=time(16), place="Town Hall",
            link=f"https://meet.example/{CANARY}",
        )
        for title, on in (("Autumn meeting", date(2026, 10, 1)), ("Winter meeting", date(2026, 11, 20)))
    )  # fmt: skip
    for meeting, words in ((told, "Meetings in the evening"), (held, CANARY)):
        note_attendance(meeting=meeting, came={member: 2}, guests=4, chaired=True, summary=words, by=olwen)
        write_decision(meeting=meeting, title=words, text=words, refs=["wellbridge-2024#1.1"], by=olwen)
        write_task(meeting=meeting, title=words, owner=cast.council, due=date(2027, 1, 31), by=olwen)
    publish_record(meeting=told, by=olwen)
    hold_check_in(
        area=cast.area, edition=cast.edition, on=date(2026, 10, 1), outcome=Outcome.GOES_ON, by=olwen, notes=CANARY
    )
    refer_proposal(
        group=group, body=cast.council, title="Fewer grants rounds", about="Two a year.", asked="Is that enough?",
        stage=Stage.DRAFT, by=olwen,
    )  # fmt: skip
    recommend(group=group, body=cast.council, title="Pay within ten days", refs=["wellbridge-2024#5.5"], by=olwen)
    return told
