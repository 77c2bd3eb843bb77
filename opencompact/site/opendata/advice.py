"""Proposals on which the group was asked for advice, what became of it, and recommendations from made to done."""

from __future__ import annotations

from opencompact.site.advice.models import Recommendation, Referral
from opencompact.site.opendata.columns import (
    AREA,
    DAY,
    ID,
    LIST,
    ORGANISATION,
    TEXT,
    WHOLE,
    Column,
    Register,
    Row,
    in_area,
)


def _proposal(each: Referral) -> Row:
    return {
        "id": each.pk, "area": each.area.slug, "organisation": each.body_id, "organisation_name": each.body.name,
        "title": each.title, "about": each.about, "asked": each.asked, "stage": each.stage,
        "decide_by": each.decide_by, "link": each.link, "state": each.state, "referred": each.referred,
        "advice": each.advice, "advised": each.advised, "outcome": each.outcome, "because": each.because,
        "answered": each.answered,
    }  # fmt: skip


def _recommendation(each: Recommendation) -> Row:
    return {
        "id": each.pk, "area": each.area.slug, "organisation": each.body_id, "organisation_name": each.body.name,
        "meeting": each.meeting_id, "title": each.title, "text": each.text, "promises": list(each.refs),
        "made": each.made, "due": each.due, "state": each.state, "answer": each.answer, "answered": each.answered,
        "done": each.done, "result": each.result, "evidence": each.evidence,
    }  # fmt: skip


PROPOSALS = Register("proposals", "Proposals", "Proposals on which the group was asked for advice.", (
    ID, AREA, *ORGANISATION,
    Column("title", TEXT, "What is proposed."),
    Column("about", TEXT, "More about it."),
    Column("asked", TEXT, "What the group was asked."),
    Column("stage", TEXT, "idea, options or draft."),
    Column("decide_by", DAY, "The day by which it is to be decided."),
    Column("link", TEXT, "Where to read more."),
    Column("state", TEXT, "referred, advised or answered."),
    Column("referred", DAY, "The day the group was asked."),
    Column("advice", TEXT, "What the group advised."),
    Column("advised", DAY, "The day of the advice."),
    Column("outcome", TEXT, "followed, followed_in_part or not_followed."),
    Column("because", TEXT, "Why it was not followed, or not wholly."),
    Column("answered", DAY, "The day it was said what became of the advice."),
), lambda area: in_area(
    Referral.objects.select_related("group__area", "body"), area, "group__area"
), _proposal)  # fmt: skip

RECOMMENDATIONS = Register("recommendations", "Recommendations", "What the group recommends, from made to done.", (
    ID, AREA, *ORGANISATION,
    Column("meeting", WHOLE, "The number of the meeting that made it."),
    Column("title", TEXT, "What is recommended."),
    Column("text", TEXT, "More about it."),
    Column("promises", LIST, "The promises it touches."),
    Column("made", DAY, "The day it was made."),
    Column("due", DAY, "The day by which it is to be done."),
    Column("state", TEXT, "made, accepted, accepted_in_part, not_accepted or done."),
    Column("answer", TEXT, "What the organisation answered."),
    Column("answered", DAY, "The day it answered."),
    Column("done", DAY, "The day it was done."),
    Column("result", TEXT, "What came of it."),
    Column("evidence", TEXT, "Where that can be seen."),
), lambda area: in_area(
    Recommendation.objects.select_related("group__area", "body"), area, "group__area"
), _recommendation)  # fmt: skip
