"""Consultations as open data: those that were published, never a plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from opencompact.site.areas.models import Area
from opencompact.site.consultations.models import Consultation
from opencompact.site.findings.models import lines
from opencompact.site.opendata.columns import (
    AREA,
    DAY,
    ID,
    LIST,
    MOMENT,
    TEXT,
    WHOLE,
    YES_NO,
    Column,
    Register,
    Row,
    in_area,
)  # fmt: skip
from opencompact.site.responses.rules import received

PLAIN = (
    "title", "opens", "closes", "announced", "written", "purpose", "can_change", "cannot_change", "affected",
    "reaching", "expenses_offered", "expenses", "prior_knowledge", "known_link", "impact_assessed", "impact_link",
    "stage", "decides", "short_reason", "holiday_reason", "elsewhere", "in_person", "documents", "questions_from",
    "asks_about", "feedback_published", "feedback_url", "published", "state",
)  # fmt: skip


def _consultation(each: Consultation) -> Row:
    return _with_responses([each])[0]


def _with_responses(some: Sequence[Consultation]) -> list[Row]:
    counts = received(some)
    return [_row(each, counts[each.pk]) for each in some]


def _row(each: Consultation, responses: int | None) -> Row:
    facts = {name: getattr(each, name) for name in PLAIN}
    lists: Row = {name: [*lines(getattr(each, name))] for name in ("methods", "formats", "groups")}
    told: Row = {
        "id": each.pk, "area": each.area.slug, "reference": each.reference, "body": each.body.name,
        "body_id": each.body_id, **facts, **lists, "edition": each.edition_id, "responses": responses,
        "responses_elsewhere": each.responses,
        "answerable_from": each.counted_from(each.area.today()) if each.answerable_from else None,
        "phase": str(each.phase()) if each.is_public else "", "reason": each.why_withdrawn,
        "involved": [organisation.name for organisation in each.involved.all()],
        "address": f"{settings.ADDRESS}{each.get_absolute_url()}",
    }  # fmt: skip
    return {column.name: told[column.name] for column in CONSULTATIONS.columns}


def _consultations(area: Area | None) -> QuerySet[Any]:
    rows = Consultation.objects.public().select_related("area", "body").prefetch_related("involved")
    return in_area(rows, area)


CONSULTATIONS = Register("consultations", "Consultations", "What bodies asked of whom, from when to when.", (
    ID, AREA,
    Column("reference", TEXT, "What it is called where it came from."),
    Column("title", TEXT, "What it is called."),
    Column("body", TEXT, "The name of the body that consults."),
    Column("body_id", WHOLE, "The number of that body among the organisations."),
    Column("opens", DAY, "The opening date as the notice gives it."),
    Column("answerable_from", DAY, "The first date people could respond. The time is counted from it."),
    Column("closes", DAY, "The last day on which answers are taken, until 11:59pm where the area is."),
    Column("announced", DAY, "The day it was announced."),
    Column("written", YES_NO, "Whether it is held in writing."),
    Column("purpose", TEXT, "What it is for."),
    Column("can_change", TEXT, "What can change."),
    Column("cannot_change", TEXT, "What cannot change."),
    Column("methods", LIST, "The ways to take part."),
    Column("formats", LIST, "The formats it is there in."),
    Column("expenses_offered", YES_NO, "Whether expenses are paid."),
    Column("expenses", TEXT, "Which, and how they are claimed."),
    Column("affected", TEXT, "Who is affected."),
    Column("groups", LIST, "The groups whose voice is often missing."),
    Column("reaching", TEXT, "How they are reached."),
    Column("prior_knowledge", TEXT, "What was known already."),
    Column("known_link", TEXT, "Where earlier results are."),
    Column("impact_assessed", DAY, "The day its impact was assessed."),
    Column("impact_link", TEXT, "Where the assessment is."),
    Column("stage", TEXT, "How far it had come: idea, options, draft or final."),
    Column("decides", DAY, "The day it is to be decided."),
    Column("short_reason", TEXT, "Why the time was shorter than agreed."),
    Column("holiday_reason", TEXT, "Why it ran over a closed period."),
    Column("involved", LIST, "The organisations involved before it opened."),
    Column("elsewhere", TEXT, "Where it is answered, if not on this site."),
    Column("in_person", TEXT, "Where and when the meetings are, and where paper forms are."),
    Column("documents", TEXT, "The documents to read, each with its address."),
    Column("questions_from", DAY, "The date by which the notice says its questions will be published."),
    Column("asks_about", TEXT, "The office that answers questions."),
    Column("feedback_published", DAY, "The day its feedback was published."),
    Column("feedback_url", TEXT, "Where its feedback is, if not on this site."),
    Column("responses", WHOLE, "How many responses there are, here or elsewhere. Empty for a small number here."),
    Column("responses_elsewhere", WHOLE, "How many of them the body says came in elsewhere."),
    Column("edition", TEXT, "The edition it is held to."),
    Column("published", MOMENT, "When its notice was published."),
    Column("state", TEXT, "published or withdrawn."),
    Column("phase", TEXT, "forthcoming, open, closing-soon, awaiting-feedback or done, by its days."),
    Column("reason", TEXT, "Why it was withdrawn."),
    Column("address", TEXT, "The address of its page."),
), _consultations, _consultation, many=_with_responses)  # fmt: skip
