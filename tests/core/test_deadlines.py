"""What findings say of deadlines, of the order of two dates, and of closed periods: word for word, one row each."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencompact.core.checks.finding import Finding
from opencompact.core.checks.records import REGISTERS
from opencompact.core.compacts import find, shipped
from opencompact.core.findings import Checker
from opencompact.core.saying import says
from tests.core.checks.records import DAYS, record_of, sound_record_of
from tests.small import edition

TODAY = date(2026, 12, 1)


def told(as_of: date, record: dict[str, Any], **check: Any) -> str:
    checked = Checker(edition({"id": "it", **check}))
    [finding] = checked.read(check["register"], {"id": "R1", **record}, as_of)
    return says(finding)


def by(register: str, after: str, event: str, within: str) -> dict[str, Any]:
    return {"kind": "deadline", "register": register, "after": after, "event": event, "within": within}


def on(register: str, event: str, limit: str) -> dict[str, Any]:
    return {"kind": "on_or_before", "register": register, "event": event, "limit": limit}


def order(register: str, first: str, then: str) -> dict[str, Any]:
    return {"kind": "in_order", "register": register, "first": first, "then": then}


FEEDBACK = by("consultations", "closes", "feedback_published", "12 weeks")
DUE = on("payments", "paid", "due")
CLAIM = by("payments", "claimed", "paid", "30 days")
DECISION = on("opportunities", "decided", "decision_by")
ANSWER = on("requests", "answered", "due")
ACKNOWLEDGED = by("concerns", "raised", "acknowledged", "2 weeks")
ANSWERED = by("concerns", "raised", "answered", "4 weeks")
MINUTES = by("meetings", "held", "record_published", "4 weeks")

DEADLINES = [
    (FEEDBACK, date(2025, 11, 17), date(2026, 2, 9),
     "Feedback was published on 9 February 2026, within 12 weeks of the closing date."),
    (FEEDBACK, date(2025, 11, 17), date(2026, 3, 20),
     "Feedback was published on 20 March 2026, 39 days after the deadline, 9 February 2026."),
    (FEEDBACK, date(2025, 11, 17), date(2026, 2, 10),
     "Feedback was published on 10 February 2026, 1 day after the deadline, 9 February 2026."),
    (FEEDBACK, date(2026, 12, 1), date(2027, 6, 1),
     "Feedback is planned for 1 June 2027, 98 days after the deadline, 23 February 2027."),
    (FEEDBACK, date(2026, 12, 7), None, "Feedback is due by 1 March 2027."),
    (FEEDBACK, date(2026, 9, 1), None, "Feedback was due by 24 November 2026. It is 7 days late."),
    (DUE, date(2026, 7, 15), date(2026, 7, 15), "The payment was made on 15 July 2026, by its due date, 15 July 2026."),
    (DUE, date(2026, 7, 15), date(2026, 8, 12), "The payment was made on 12 August 2026, 28 days after its due date."),
    (DUE, date(2027, 1, 4), date(2027, 1, 5),
     "The payment is planned for 5 January 2027, 1 day after its due date, 4 January 2027."),
    (DUE, date(2027, 1, 4), None, "The payment is due on 4 January 2027."),
    (DUE, date(2026, 11, 30), None, "The payment was due on 30 November 2026. It is 1 day late."),
    (CLAIM, date(2026, 6, 30), date(2026, 8, 12), "The payment was made 43 days after the claim; 30 were allowed."),
    (CLAIM, date(2026, 6, 30), date(2026, 7, 1), "The payment was made 1 day after the claim; 30 are allowed."),
    (CLAIM, date(2026, 11, 30), date(2027, 1, 29),
     "The payment is planned for 60 days after the claim; 30 are allowed."),
    (CLAIM, date(2026, 11, 20), None, "The claim of 20 November 2026 has to be paid by 20 December 2026."),
    (CLAIM, date(2026, 10, 20), None,
     "The claim of 20 October 2026 was due to be paid by 19 November 2026. It is 12 days late."),
    (DECISION, date(2025, 12, 1), date(2025, 12, 1),
     "The decision was made on 1 December 2025, by the date promised, 1 December 2025."),
    (DECISION, date(2025, 12, 1), date(2025, 12, 19),
     "The decision was made on 19 December 2025, 18 days after the date promised."),
    (DECISION, date(2026, 12, 8), None, "A decision is promised by 8 December 2026."),
    (DECISION, date(2026, 11, 29), None, "A decision was promised by 29 November 2026. It is 2 days late."),
    (ANSWER, date(2025, 11, 14), date(2025, 11, 19),
     "The request was answered on 19 November 2025, 5 days after its due date, 14 November 2025."),
    (ANSWER, date(2025, 11, 14), date(2025, 11, 14), "The request was answered on 14 November 2025, by its due date."),
    (ANSWER, date(2026, 12, 14), date(2026, 12, 19),
     "An answer is planned for 19 December 2026, 5 days after the due date."),
    (ACKNOWLEDGED, date(2026, 10, 20), date(2026, 10, 22),
     "The concern was acknowledged on 22 October 2026, within two weeks."),
    (ACKNOWLEDGED, date(2026, 11, 10), None,
     "The concern was not acknowledged by 24 November 2026. It is 7 days late."),
    (ACKNOWLEDGED, date(2026, 11, 20), None, "An acknowledgement is due by 4 December 2026."),
    (ANSWERED, date(2026, 10, 8), date(2026, 11, 12),
     "The concern was answered on 12 November 2026, 7 days after the deadline, 5 November 2026."),
    (MINUTES, date(2026, 4, 22), date(2026, 6, 2),
     "The minutes were published on 2 June 2026, 13 days after the deadline, 20 May 2026."),
    (MINUTES, date(2026, 4, 22), None, "The minutes were due by 20 May 2026. They are 195 days late."),
]  # fmt: skip


@pytest.mark.parametrize(("check", "from_day", "event", "sentence"), DEADLINES)
def test_deadlines(check: dict[str, Any], from_day: date, event: date | None, sentence: str) -> None:
    record = {check.get("after", check.get("limit")): from_day, check["event"]: event}
    assert told(TODAY, record, **check) == sentence


IMPACT = order("changes", "impact_assessed", "decided")
EQUALITY = order("proposals", "equality_assessed", "decided")
MONITORING = order("awards", "monitoring_agreed", "starts")
ORDERS = [
    (IMPACT, date(2026, 10, 1), date(2026, 10, 20),
     "The impact was assessed on 1 October 2026, before the decision on 20 October 2026."),
    (IMPACT, date(2026, 10, 20), date(2026, 10, 20),
     "The impact was assessed on 20 October 2026, on the same day as the decision on 20 October 2026."),
    (IMPACT, date(2026, 10, 30), date(2026, 10, 20),
     "The change was decided on 20 October 2026, 10 days before its impact was assessed."),
    (IMPACT, date(2027, 1, 30), date(2027, 1, 20),
     "The impact will be assessed on 30 January 2027, 10 days after the decision on 20 January 2027."),
    (IMPACT, None, date(2027, 1, 20),
     "The impact has not been assessed. The change will be decided on 20 January 2027."),
    (IMPACT, None, date(2026, 10, 20), "The change was decided on 20 October 2026 without an impact assessment."),
    (EQUALITY, date(2026, 7, 27), date(2026, 7, 14),
     "The decision was made 13 days before the effect on equality was assessed."),
    (EQUALITY, None, date(2026, 7, 14),
     "The decision was made on 14 July 2026 without assessing the effect on equality."),
    (MONITORING, date(2026, 4, 14), date(2026, 4, 1),
     "The monitoring was agreed on 14 April 2026, 13 days after the start of the award on 1 April 2026."),
]  # fmt: skip


@pytest.mark.parametrize(("check", "first", "then", "sentence"), ORDERS)
def test_order(check: dict[str, Any], first: date | None, then: date, sentence: str) -> None:
    assert told(TODAY, {check["first"]: first, check["then"]: then}, **check) == sentence


CLOSED = {"kind": "avoids", "register": "consultations", "from": "opens", "to": "closes"}


@pytest.mark.parametrize(
    ("opens", "closes", "sentence"),
    [
        (date(2025, 12, 1), date(2026, 2, 23),
         "The consultation ran from 1 December 2025 to 23 February 2026, including Christmas (15 days)."),
        (date(2026, 12, 7), date(2027, 1, 18),
         "The consultation runs from 7 December 2026 to 18 January 2027, including Christmas (15 days)."),
        (date(2025, 9, 15), date(2025, 12, 8),
         "The consultation ran from 15 September 2025 to 8 December 2025 and avoided closed periods."),
        (date(2027, 7, 20), date(2028, 9, 5),
         "The consultation runs from 20 July 2027 to 5 September 2028, including August 2027 (31 days), Christmas "
         "2027 (15 days) and August 2028 (31 days)."),
    ],
)  # fmt: skip
def test_closed_periods(opens: date, closes: date, sentence: str) -> None:
    found = told(TODAY, {"opens": opens, "closes": closes}, **CLOSED)
    assert found == sentence


PAST = re.compile(
    r"\b(days? late|was late|was open|were open|ran from|were promised|were allowed|was made|was published|was answered"
    r"|was acknowledged|were published|was decided|took effect|was due|were due)\b"
)


def all_to_come(finding: Finding) -> bool:
    """Whether every date it rests on is still to come."""
    days = [each for each in finding.facts.values() if isinstance(each, date)]
    dates = [finding.deadline, finding.latest_from, finding.earliest_to]
    return bool(days) and all(each > finding.as_of for each in [*days, *filter(None, dates)])


@given(st.data(), st.sampled_from(sorted(REGISTERS)), st.sampled_from(sorted(shipped())))
def test_what_is_to_come_is_never_spoken_of_as_past(data: st.DataObject, register: str, id: str) -> None:
    record = data.draw(st.one_of(record_of(register), sound_record_of(register)))
    as_of = data.draw(DAYS)
    for each in (as_of, as_of - timedelta(400)):
        for finding in Checker(find(id)).read(register, record, each):
            if all_to_come(finding):
                assert not PAST.search(says(finding)), says(finding)
