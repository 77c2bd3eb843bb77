"""How findings speak of each field, so that one sentence serves every check that reads it.

A date has four: what it is, as past, as planned, as absent. Any other field has three: what it is, as there, as absent.
``{it}`` is the record the first time and "it" after that.
"""

from __future__ import annotations

from opencompact.core.words import N_

SUBJECTS = {
    "consultations": N_("the consultation"),
    "opportunities": N_("the funding round"),
    "awards": N_("the award"),
    "payments": N_("the payment"),
    "changes": N_("the change"),
    "proposals": N_("the proposal"),
    "requests": N_("the request"),
    "concerns": N_("the concern"),
    "meetings": N_("the meeting"),
    "judgements": N_("the judgement"),
}

_Dates = dict[str, tuple[str, str, str, str]]
_Facts = dict[str, tuple[str, str, str]]

DATES: dict[str, _Dates] = {
    "consultations": {
        "opens": (N_("the opening date"), N_("{it} opened on {day}"), N_("{it} opens on {day}"), N_("{it} has no opening date yet")),
        "closes": (N_("the closing date"), N_("{it} closed on {day}"), N_("{it} closes on {day}"), N_("{it} has no closing date yet")),
        "announced": (N_("the announcement date"), N_("{it} was announced on {day}"), N_("{it} will be announced on {day}"), N_("{it} has not been announced")),
        "impact_assessed": (N_("the date the impact is assessed"), N_("the impact was assessed on {day}"), N_("the impact will be assessed on {day}"), N_("the impact has not been assessed")),
        "feedback_published": (N_("the date of the feedback"), N_("feedback was published on {day}"), N_("feedback is planned for {day}"), N_("feedback has not been published")),
    },
    "opportunities": {
        "announced": (N_("the announcement date"), N_("{it} was announced on {day}"), N_("{it} will be announced on {day}"), N_("{it} has not been announced")),
        "opens": (N_("the opening date"), N_("applications opened on {day}"), N_("applications open on {day}"), N_("there is no opening date for applications yet")),
        "closes": (N_("the closing date"), N_("applications closed on {day}"), N_("applications close on {day}"), N_("there is no closing date for applications yet")),
        "decision_by": (N_("the promised decision date"), N_("a decision was promised by {day}"), N_("a decision is promised by {day}"), N_("there is no decision date yet")),
        "decided": (N_("the decision date"), N_("the decision was made on {day}"), N_("the decision is planned for {day}"), N_("no decision has been made")),
    },
    "awards": {
        "awarded": (N_("the award date"), N_("{it} was made on {day}"), N_("{it} will be made on {day}"), N_("{it} has not been made")),
        "told": (N_("the date the group is told"), N_("the group was told on {day}"), N_("the group will be told on {day}"), N_("the group has not been told")),
        "starts": (N_("the start date of the award"), N_("{it} started on {day}"), N_("{it} starts on {day}"), N_("{it} has no start date yet")),
        "ends": (N_("the end date of the award"), N_("{it} ended on {day}"), N_("{it} ends on {day}"), N_("{it} has no end date yet")),
        "outcomes_agreed": (N_("the date the outcomes are agreed"), N_("the outcomes were agreed on {day}"), N_("the outcomes will be agreed on {day}"), N_("the outcomes have not been agreed")),
        "monitoring_agreed": (N_("the date the monitoring is agreed"), N_("the monitoring was agreed on {day}"), N_("the monitoring will be agreed on {day}"), N_("the monitoring has not been agreed")),
    },
    "payments": {
        "due": (N_("the due date"), N_("{it} was due on {day}"), N_("{it} is due on {day}"), N_("{it} has no due date")),
        "claimed": (N_("the date of the claim"), N_("{it} was claimed on {day}"), N_("{it} will be claimed on {day}"), N_("{it} has not been claimed")),
        "received": (N_("the date it was received"), N_("{it} was received on {day}"), N_("{it} will be received on {day}"), N_("{it} has not been received")),
        "paid": (N_("the payment date"), N_("{it} was made on {day}"), N_("{it} will be made on {day}"), N_("{it} has not been made")),
    },
    "changes": {
        "discussed": (N_("the date it is discussed"), N_("{it} was discussed on {day}"), N_("{it} will be discussed on {day}"), N_("{it} has not been discussed")),
        "response_invited": (N_("the date a response is invited"), N_("a response was invited on {day}"), N_("a response will be invited on {day}"), N_("no response has been invited")),
        "decided": (N_("the decision date"), N_("{it} was decided on {day}"), N_("{it} will be decided on {day}"), N_("{it} has not been decided")),
        "notice_given": (N_("the date notice is given"), N_("notice was given on {day}"), N_("notice is planned for {day}"), N_("no notice has been given")),
        "takes_effect": (N_("the date it takes effect"), N_("{it} took effect on {day}"), N_("{it} takes effect on {day}"), N_("{it} has no date yet")),
        "impact_assessed": (N_("the date the impact is assessed"), N_("the impact was assessed on {day}"), N_("the impact will be assessed on {day}"), N_("the impact has not been assessed")),
        "improvement_plan": (N_("the date of the improvement plan"), N_("an improvement plan was agreed on {day}"), N_("an improvement plan will be agreed on {day}"), N_("no improvement plan has been agreed")),
        "users_told": (N_("the date the people who use the service are told"), N_("the people who use the service were told on {day}"), N_("the people who use the service will be told on {day}"), N_("the people who use the service have not been told")),
        "exit_plan": (N_("the date of the exit plan"), N_("the exit plan was made on {day}"), N_("the exit plan will be made on {day}"), N_("no exit plan has been made")),
    },
    "proposals": {
        "involved_from": (N_("the date the voluntary sector is first involved"), N_("the voluntary sector was first involved on {day}"), N_("the voluntary sector will be involved from {day}"), N_("the voluntary sector has not been involved")),
        "equality_assessed": (N_("the date the effect on equality is assessed"), N_("the effect on equality was assessed on {day}"), N_("the effect on equality will be assessed on {day}"), N_("the effect on equality has not been assessed")),
        "burden_assessed": (N_("the date the burden on groups is assessed"), N_("the burden on groups was assessed on {day}"), N_("the burden on groups will be assessed on {day}"), N_("the burden on groups has not been assessed")),
        "decided": (N_("the decision date"), N_("{it} was decided on {day}"), N_("{it} will be decided on {day}"), N_("{it} has not been decided")),
    },
    "requests": {
        "asked": (N_("the date of the request"), N_("{it} was made on {day}"), N_("{it} will be made on {day}"), N_("{it} has not been made")),
        "due": (N_("the due date for the answer"), N_("the answer was due on {day}"), N_("the answer is due on {day}"), N_("there is no due date for the answer")),
        "answered": (N_("the date of the answer"), N_("{it} was answered on {day}"), N_("{it} will be answered on {day}"), N_("{it} has not been answered")),
    },
    "concerns": {
        "raised": (N_("the date it was raised"), N_("{it} was raised on {day}"), N_("{it} will be raised on {day}"), N_("{it} has not been raised")),
        "acknowledged": (N_("the date it was acknowledged"), N_("{it} was acknowledged on {day}"), N_("{it} will be acknowledged on {day}"), N_("{it} has not been acknowledged")),
        "answered": (N_("the date of the answer"), N_("{it} was answered on {day}"), N_("{it} will be answered on {day}"), N_("{it} has not been answered")),
        "settled": (N_("the date it is settled"), N_("{it} was settled on {day}"), N_("{it} will be settled on {day}"), N_("{it} has not been settled")),
        "group_told": (N_("the date the group is told"), N_("the group was told on {day}"), N_("the group will be told on {day}"), N_("the group has not been told")),
    },
    "meetings": {
        "held": (N_("the date of the meeting"), N_("{it} was held on {day}"), N_("{it} is on {day}"), N_("{it} has no date yet")),
        "agenda_sent": (N_("the date the agenda is sent"), N_("the agenda was sent on {day}"), N_("the agenda will be sent on {day}"), N_("the agenda has not been sent")),
        "record_published": (N_("the date the minutes are published"), N_("the minutes were published on {day}"), N_("the minutes will be published on {day}"), N_("the minutes have not been published")),
    },
    "judgements": {
        "on": (N_("the date of the judgement"), N_("{it} was made on {day}"), N_("{it} will be made on {day}"), N_("{it} has no date")),
    },
}  # fmt: skip

FACTS: dict[str, _Facts] = {
    "consultations": {
        "title": (N_("its title"), N_("its title is recorded"), N_("no title is recorded")),
        "body": (N_("who is consulting"), N_("who is consulting is recorded"), N_("who is consulting is not recorded")),
        "written": (N_("whether it is a written consultation"), N_("it is a written consultation"), N_("it is not a written consultation")),
        "purpose": (N_("the purpose"), N_("the purpose is set out"), N_("the purpose is not set out")),
        "can_change": (N_("what can change"), N_("what can change is set out"), N_("what can change is not set out")),
        "cannot_change": (N_("what cannot change"), N_("what cannot change is set out"), N_("what cannot change is not set out")),
        "methods": (N_("the ways to take part"), N_("the ways to take part are listed"), N_("no way to take part is listed")),
        "formats": (N_("the accessible formats"), N_("accessible formats are listed"), N_("no accessible format is listed")),
        "expenses_offered": (N_("whether expenses are offered"), N_("expenses are offered"), N_("expenses are not offered")),
        "prior_knowledge": (N_("what is already known"), N_("what is already known is set out"), N_("what is already known is not set out")),
        "groups": (N_("the groups it wants to reach"), N_("the groups it wants to reach are named"), N_("no group it wants to reach is named")),
        "stage": (N_("the stage"), N_("the stage is recorded"), N_("the stage is not recorded")),
        "short_reason": (N_("the reason for a shorter consultation"), N_("a reason for the shorter consultation is published"), N_("no reason for the shorter consultation is published")),
        "holiday_reason": (N_("the reason for running during a closed period"), N_("a reason for running during a closed period is published"), N_("no reason for running during a closed period is published")),
        "feedback_url": (N_("the web address of the feedback"), N_("the web address of the feedback is recorded"), N_("no web address for the feedback is recorded")),
        "responses": (N_("the number of responses"), N_("the number of responses is recorded"), N_("the number of responses is not recorded")),
    },
    "opportunities": {
        "title": (N_("its title"), N_("its title is recorded"), N_("no title is recorded")),
        "body": (N_("who is offering it"), N_("who is offering it is recorded"), N_("who is offering it is not recorded")),
        "mechanism": (N_("the type of funding"), N_("the type of funding is recorded"), N_("the type of funding is not recorded")),
        "mechanism_reason": (N_("why this type of funding was chosen"), N_("why this type of funding was chosen is recorded"), N_("why this type of funding was chosen is not recorded")),
        "amount": (N_("the amount"), N_("the amount is recorded"), N_("the amount is not recorded")),
    },
    "awards": {
        "title": (N_("its title"), N_("its title is recorded"), N_("no title is recorded")),
        "funder": (N_("the funder"), N_("the funder is recorded"), N_("the funder is not recorded")),
        "recipient": (N_("the group being funded"), N_("the group being funded is recorded"), N_("the group being funded is not recorded")),
        "mechanism": (N_("the type of funding"), N_("the type of funding is recorded"), N_("the type of funding is not recorded")),
        "amount": (N_("the amount"), N_("the amount is recorded"), N_("the amount is not recorded")),
        "currency": (N_("the currency"), N_("the currency is recorded"), N_("the currency is not recorded")),
        "other_recipients": (N_("the other groups that share it"), N_("other groups share it"), N_("no other group shares it")),
        "months": (N_("its length in months"), N_("its length is recorded"), N_("its length is not recorded")),
        "term_reason": (N_("the reason for a shorter award"), N_("a reason for the shorter award is recorded"), N_("no reason for the shorter award is recorded")),
        "overheads_included": (N_("whether overheads are included"), N_("overheads are included"), N_("overheads are not included")),
        "full_cost": (N_("the full cost"), N_("the full cost is recorded"), N_("the full cost is not recorded")),
        "paid_in_advance": (N_("whether it is paid in advance"), N_("the award is paid in advance"), N_("the award is not paid in advance")),
        "advance_reason": (N_("the reason for not paying in advance"), N_("a reason for not paying in advance is recorded"), N_("no reason for not paying in advance is recorded")),
        "returns_per_year": (N_("the number of monitoring returns a year"), N_("the number of monitoring returns a year is recorded"), N_("the number of monitoring returns a year is not recorded")),
        "opportunity": (N_("the funding round it came from"), N_("the funding round it came from is recorded"), N_("the funding round it came from is not recorded")),
    },
    "payments": {
        "award": (N_("the award it is for"), N_("the award it is for is recorded"), N_("the award it is for is not recorded")),
        "payer": (N_("who pays"), N_("who pays is recorded"), N_("who pays is not recorded")),
        "payee": (N_("who is paid"), N_("who is paid is recorded"), N_("who is paid is not recorded")),
        "amount": (N_("the amount"), N_("the amount is recorded"), N_("the amount is not recorded")),
        "currency": (N_("the currency"), N_("the currency is recorded"), N_("the currency is not recorded")),
        "disputed": (N_("whether it is disputed"), N_("the payment is disputed"), N_("the payment is not disputed")),
    },
    "changes": {
        "body": (N_("who is making the change"), N_("who is making the change is recorded"), N_("who is making the change is not recorded")),
        "affects": (N_("who it affects"), N_("who it affects is recorded"), N_("who it affects is not recorded")),
        "by": (N_("which sector is making the change"), N_("which sector is making the change is recorded"), N_("which sector is making the change is not recorded")),
        "what": (N_("the kind of change"), N_("the kind of change is recorded"), N_("the kind of change is not recorded")),
        "award": (N_("the award it changes"), N_("the award it changes is recorded"), N_("the award it changes is not recorded")),
        "problem": (N_("the problem behind it"), N_("the problem behind it is recorded"), N_("the problem behind it is not recorded")),
        "in_writing": (N_("whether notice was in writing"), N_("notice was given in writing"), N_("notice has not been given in writing")),
        "rationale": (N_("the reasons for the decision"), N_("the reasons for the decision are recorded"), N_("no reasons for the decision are recorded")),
        "appeal": (N_("how to appeal"), N_("how to appeal is recorded"), N_("how to appeal is not recorded")),
        "exceptional": (N_("the exceptional circumstances"), N_("exceptional circumstances are recorded"), N_("no exceptional circumstances are recorded")),
    },
    "proposals": {
        "title": (N_("its title"), N_("its title is recorded"), N_("no title is recorded")),
        "body": (N_("who is proposing it"), N_("who is proposing it is recorded"), N_("who is proposing it is not recorded")),
        "stage": (N_("the stage"), N_("the stage is recorded"), N_("the stage is not recorded")),
        "impact_on_sector": (N_("the effect on the voluntary sector"), N_("the effect on the voluntary sector is set out"), N_("the effect on the voluntary sector is not set out")),
    },
    "requests": {
        "body": (N_("who is asking"), N_("who is asking is recorded"), N_("who is asking is not recorded")),
        "of": (N_("who is asked"), N_("who is asked is recorded"), N_("who is asked is not recorded")),
        "planned": (N_("whether it was planned"), N_("the request was planned"), N_("the request was not planned")),
        "purpose": (N_("what the information is for"), N_("what the information is for is set out"), N_("what the information is for is not set out")),
    },
    "concerns": {
        "about": (N_("who it is about"), N_("who it is about is recorded"), N_("who it is about is not recorded")),
        "by": (N_("which sector raised it"), N_("which sector raised it is recorded"), N_("which sector raised it is not recorded")),
        "learning": (N_("what was learned"), N_("what was learned is recorded"), N_("what was learned is not recorded")),
    },
    "meetings": {
        "title": (N_("its title"), N_("its title is recorded"), N_("no title is recorded")),
        "public_present": (N_("the number of people from public bodies"), N_("people from public bodies were there"), N_("nobody from a public body is recorded as present")),
        "voluntary_present": (N_("the number of people from the voluntary sector"), N_("people from the voluntary sector were there"), N_("nobody from the voluntary sector is recorded as present")),
    },
    "judgements": {
        "commitment": (N_("the promise it is about"), N_("the promise it is about is recorded"), N_("the promise it is about is not recorded")),
        "by": (N_("which sector said it"), N_("which sector said it is recorded"), N_("which sector said it is not recorded")),
        "said": (N_("what was said"), N_("what was said is recorded"), N_("what was said is not recorded")),
        "evidence": (N_("the evidence"), N_("the evidence is recorded"), N_("no evidence is recorded")),
    },
}  # fmt: skip


def noun(register: str, field: str) -> str:
    """What a field is, marked for translation: "the opening day"."""
    if field == "id":
        return N_("its reference")
    return (DATES[register].get(field) or FACTS[register][field])[0]


DO = {
    "announced": N_("announce it"),
    "opens": N_("open it"),
    "closes": N_("close it"),
    "impact_assessed": N_("assess the impact"),
    "feedback_published": N_("publish feedback"),
    "decided": N_("decide"),
    "decision_by": N_("set a decision date"),
    "awarded": N_("make the award"),
    "told": N_("tell the group"),
    "outcomes_agreed": N_("agree the outcomes"),
    "monitoring_agreed": N_("agree the monitoring"),
    "claimed": N_("claim it"),
    "paid": N_("pay it"),
    "received": N_("confirm that it was received"),
    "discussed": N_("discuss it"),
    "response_invited": N_("invite a response"),
    "notice_given": N_("give notice"),
    "improvement_plan": N_("agree an improvement plan"),
    "users_told": N_("tell the people who use the service"),
    "exit_plan": N_("make an exit plan"),
    "involved_from": N_("involve the voluntary sector"),
    "equality_assessed": N_("assess the effect on equality"),
    "burden_assessed": N_("assess the burden on groups"),
    "answered": N_("answer it"),
    "acknowledged": N_("acknowledge it"),
    "settled": N_("settle it"),
    "group_told": N_("tell the group"),
    "agenda_sent": N_("send the agenda"),
    "held": N_("hold it"),
    "record_published": N_("publish the minutes"),
    "expenses_offered": N_("offer expenses"),
    "overheads_included": N_("include overheads"),
    "paid_in_advance": N_("pay in advance"),
    "in_writing": N_("give notice in writing"),
}
"""What to do so that a field is there."""

MOVE = {
    ("changes", "takes_effect"): N_("Move the date to {day} or later."),
    ("consultations", "closes"): N_("Keep it open until {day} or later."),
    ("consultations", "opens"): N_("Open on {day} or later."),
    ("opportunities", "closes"): N_("Keep applications open until {day} or later."),
    ("opportunities", "opens"): N_("Open for applications on {day} or later."),
    ("awards", "ends"): N_("Extend the award to {day} or later."),
    ("awards", "starts"): N_("Start on {day} or later."),
    ("meetings", "held"): N_("Hold it on {day} or later."),
    ("opportunities", "decision_by"): N_("Promise the decision by {day} or later."),
    ("payments", "due"): N_("Agree {day} or later as the due date."),
    ("requests", "due"): N_("Move the due date to {day} or later."),
    ("changes", "decided"): N_("Decide on {day} or later."),
    ("proposals", "decided"): N_("Decide on {day} or later."),
    ("opportunities", "decided"): N_("Decide on {day} or later."),
    ("consultations", "feedback_published"): N_("Publish feedback on {day} or later."),
}
"""How an end is moved so that a period fits."""
