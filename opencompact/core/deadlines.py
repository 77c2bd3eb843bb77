"""Sentences of their own for what is done by a date, and for what comes before something else.

By register and by the field that is done; ``saying.py`` has the frames for every other pair of dates. What is still to
come is spoken of as a plan, also where a reason for it is published already.
"""

from __future__ import annotations

from datetime import date

from opencompact.core.calendar import Unit
from opencompact.core.checks.finding import Finding
from opencompact.core.wording import counted
from opencompact.core.words import N_, _, in_words

DONE, LATE, AHEAD, PLANNED, DUE, OVERDUE = "done", "late", "ahead", "planned", "due", "overdue"

_FEEDBACK = {
    DONE: N_("feedback was published on {event}, within {period} of the closing date."),
    LATE: N_("feedback was published on {event}, {days} after the deadline, {limit}."),
    AHEAD: N_("feedback is planned for {event}; the deadline is {limit}."),
    PLANNED: N_("feedback is planned for {event}, {days} after the deadline, {limit}."),
    DUE: N_("feedback is due by {limit}."),
    OVERDUE: N_("feedback was due by {limit}. It is {days} late."),
}
_PAYMENT = {
    DONE: N_("the payment was made on {event}, by its due date, {limit}."),
    LATE: N_("the payment was made on {event}, {days} after its due date."),
    AHEAD: N_("the payment is planned for {event}; its due date is {limit}."),
    PLANNED: N_("the payment is planned for {event}, {days} after its due date, {limit}."),
    DUE: N_("the payment is due on {limit}."),
    OVERDUE: N_("the payment was due on {limit}. It is {days} late."),
}
_CLAIM_MADE = N_("the payment was made {length} after the claim; {promised} were allowed.")
_CLAIM_PLANNED = N_("the payment is planned for {length} after the claim; {promised} are allowed.")
_CLAIM = {
    DONE: N_("the payment was made {length} after the claim; {promised} are allowed."),
    LATE: _CLAIM_MADE,
    AHEAD: _CLAIM_PLANNED,
    PLANNED: _CLAIM_PLANNED,
    DUE: N_("the claim of {after} has to be paid by {limit}."),
    OVERDUE: N_("the claim of {after} was due to be paid by {limit}. It is {days} late."),
}
_DECISION = {
    DONE: N_("the decision was made on {event}, by the date promised, {limit}."),
    LATE: N_("the decision was made on {event}, {days} after the date promised."),
    AHEAD: N_("the decision is planned for {event}; it is promised by {limit}."),
    PLANNED: N_("the decision is planned for {event}, {days} after the date promised, {limit}."),
    DUE: N_("a decision is promised by {limit}."),
    OVERDUE: N_("a decision was promised by {limit}. It is {days} late."),
}
_REQUEST = {
    DONE: N_("the request was answered on {event}, by its due date."),
    LATE: N_("the request was answered on {event}, {days} after its due date, {limit}."),
    AHEAD: N_("an answer is planned for {event}; the due date is {limit}."),
    PLANNED: N_("an answer is planned for {event}, {days} after the due date."),
    DUE: N_("the answer is due on {limit}."),
    OVERDUE: N_("the answer was due on {limit}. It is {days} late."),
}
_ACKNOWLEDGED = {
    DONE: N_("the concern was acknowledged on {event}, within {period}."),
    LATE: N_("the concern was acknowledged on {event}, {days} after the deadline, {limit}."),
    AHEAD: N_("an acknowledgement is planned for {event}; the deadline is {limit}."),
    PLANNED: N_("an acknowledgement is planned for {event}, {days} after the deadline."),
    DUE: N_("an acknowledgement is due by {limit}."),
    OVERDUE: N_("the concern was not acknowledged by {limit}. It is {days} late."),
}
_ANSWERED = {
    DONE: N_("the concern was answered on {event}, within {period}."),
    LATE: N_("the concern was answered on {event}, {days} after the deadline, {limit}."),
    AHEAD: N_("an answer is planned for {event}; the deadline is {limit}."),
    PLANNED: N_("an answer is planned for {event}, {days} after the deadline."),
    DUE: N_("an answer is due by {limit}."),
    OVERDUE: N_("the concern was not answered by {limit}. It is {days} late."),
}
_MINUTES = {
    DONE: N_("the minutes were published on {event}, within {period} of the meeting."),
    LATE: N_("the minutes were published on {event}, {days} after the deadline, {limit}."),
    AHEAD: N_("publication of the minutes is planned for {event}; the deadline is {limit}."),
    PLANNED: N_("publication of the minutes is planned for {event}, {days} after the deadline."),
    DUE: N_("the minutes are due by {limit}."),
    OVERDUE: N_("the minutes were due by {limit}. They are {days} late."),
}

BY = {
    ("consultations", "closes", "feedback_published"): _FEEDBACK,
    ("payments", "due", "paid"): _PAYMENT,
    ("payments", "claimed", "paid"): _CLAIM,
    ("opportunities", "decision_by", "decided"): _DECISION,
    ("requests", "due", "answered"): _REQUEST,
    ("concerns", "raised", "acknowledged"): _ACKNOWLEDGED,
    ("concerns", "raised", "answered"): _ANSWERED,
    ("concerns", "acknowledged", "answered"): _ANSWERED,
    ("meetings", "held", "record_published"): _MINUTES,
}
"""What is said of something done by a date: by the date it is counted from, or the limit itself."""

_CASES = {
    "in_time": DONE, "planned_in_time": AHEAD, "late": LATE, "planned_late": PLANNED, "overdue_and_planned": PLANNED,
    "awaited": DUE, "overdue": OVERDUE,
}  # fmt: skip


def by_a_day_words(finding: Finding) -> str:
    """The sentence made for this deadline; empty where the frames have to do."""
    check = finding.promise.check
    words = BY.get((check.register, str(check.after or check.limit), str(check.event)))
    event, after = finding.record.get(str(check.event)), finding.record.get(str(check.after))
    if words is None or check.at_least:
        return ""
    length = (event - after).days if isinstance(event, date) and isinstance(after, date) else 0
    case = _CASES.get(finding.case)
    if finding.case == "late_with_reason":
        case = LATE if isinstance(event, date) and event <= finding.as_of else PLANNED
    elif finding.case == "overdue_with_reason":
        case = DUE if finding.deadline and finding.as_of <= finding.deadline else OVERDUE
    message = words[str(case)]
    period = finding.promise.period if check.within else None
    if "{promised}" in message and (period is None or period.unit is not Unit.DAYS or length < 0):
        return ""  # only days are put beside days
    return _(message).format(
        event=_day(event),
        after=_day(after),
        limit=_day(finding.deadline),
        days=counted(finding.short_by or 0),
        length=counted(length),
        promised=f"{period.count:,}" if period else "",
        period=period.in_words() if period else "",
    )


def _day(found: object) -> str:
    return in_words(found) if isinstance(found, date) else ""


TOO_LATE = {
    ("changes", "impact_assessed"): N_("the change was decided on {then}, {days} before its impact was assessed."),
    ("changes", "discussed"): N_("the change was decided on {then}, {days} before it was discussed."),
    ("changes", "improvement_plan"): N_("the decision came {days} before an improvement plan was agreed."),
    ("changes", "response_invited"): N_("the change was decided on {then}, {days} before a response was invited."),
    ("proposals", "involved_from"): N_("the decision was made {days} before the voluntary sector was involved."),
    ("proposals", "equality_assessed"): N_("the decision was made {days} before the effect on equality was assessed."),
    ("proposals", "burden_assessed"): N_("the decision was made {days} before the burden on groups was assessed."),
}
"""What is said where a decision came too soon, by what had to come before it."""

LEFT_OUT = {
    ("changes", "impact_assessed"): N_("the change was decided on {then} without an impact assessment."),
    ("changes", "discussed"): N_("the change was decided on {then} without discussing it first."),
    ("changes", "improvement_plan"): N_("the decision was made on {then} without an improvement plan."),
    ("changes", "response_invited"): N_("the change was decided on {then} without inviting a response."),
    ("proposals", "involved_from"): N_("the decision was made on {then} without involving the voluntary sector."),
    ("proposals", "equality_assessed"): N_("the decision was made on {then} without assessing the effect on equality."),
    ("proposals", "burden_assessed"): N_("the decision was made on {then} without assessing the burden on groups."),
}
"""What is said where a decision was made without what had to come before it."""


def order_words(finding: Finding) -> str:
    """The sentence made for this order of two dates, both past; empty where the frames have to do."""
    check = finding.promise.check
    first, then = finding.record.get(str(check.first)), finding.record.get(str(check.then))
    if check.then != "decided" or not isinstance(then, date) or then > finding.as_of:
        return ""
    if isinstance(first, date):
        told = TOO_LATE if then < first <= finding.as_of else {}
    else:
        told = LEFT_OUT if finding.case.startswith("passed") else {}
    message = told.get((check.register, str(check.first)), "")
    return _(message).format(then=in_words(then), days=counted(finding.short_by or 0)) if message else ""
