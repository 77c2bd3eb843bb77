"""What each register holds: its fields, their types, and the words used for them.

A record is a plain dict. An absent key is unknown; ``None`` (a blank cell) means "has not happened" or "was not given".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

Value = date | Decimal | int | bool | str | tuple[str, ...] | None
Record = Mapping[str, Value]


class Type(StrEnum):
    """The type of a field."""

    TEXT = "text"
    DAY = "date"
    MONEY = "money"
    NUMBER = "number"
    FLAG = "yes or no"
    LIST = "list"
    REASON = "reason"  # text; "no", "none" and "n/a" count as not given
    CHOICE = "choice"


class Field(msgspec.Struct, frozen=True):
    """One column of a register."""

    name: str
    type: Type
    choices: tuple[str, ...] = ()
    default: str | None = None  # what an absent or empty cell stands for


def _fields(**types: str) -> dict[str, Field]:
    fields = {}
    for name, written in types.items():
        kind, _, rest = written.partition(":")
        choices, _, default = rest.partition("=")
        fields[name] = Field(name, Type(kind), tuple(filter(None, choices.split("|"))), default or None)
    return fields


REGISTERS: dict[str, dict[str, Field]] = {
    "consultations": _fields(
        id="text", title="text", body="text", opens="date", closes="date", announced="date", written="yes or no:=yes",
        purpose="text", can_change="text", cannot_change="text", methods="list", formats="list",
        expenses_offered="yes or no", prior_knowledge="text", groups="list", impact_assessed="date", stage="text",
        short_reason="reason", holiday_reason="reason", feedback_published="date", feedback_url="text",
        responses="number",
    ),
    "opportunities": _fields(
        id="text", title="text", body="text", announced="date", opens="date", closes="date", decision_by="date",
        decided="date", mechanism="text", mechanism_reason="reason", amount="money",
    ),
    "awards": _fields(
        id="text", title="text", funder="text", recipient="text", other_recipients="list", mechanism="text",
        amount="money", currency="text", months="number",
        awarded="date", told="date", starts="date", ends="date", term_reason="reason", outcomes_agreed="date",
        monitoring_agreed="date", overheads_included="yes or no", full_cost="money", paid_in_advance="yes or no",
        advance_reason="reason", returns_per_year="number", opportunity="text",
    ),
    "payments": _fields(
        id="text", award="text", payer="text", payee="text", amount="money", currency="text",
        due="date", claimed="date", paid="date", received="date", disputed="yes or no:=no",
    ),
    "changes": _fields(
        id="text", body="text", affects="text", by="choice:public|voluntary=public", what="choice:end|reduce|alter",
        award="text", problem="text", discussed="date", response_invited="date", decided="date", notice_given="date",
        takes_effect="date", in_writing="yes or no", rationale="text", appeal="text", exceptional="reason",
        impact_assessed="date", improvement_plan="date", users_told="date", exit_plan="date",
    ),
    "proposals": _fields(
        id="text", title="text", body="text", involved_from="date", stage="text", impact_on_sector="text",
        equality_assessed="date", burden_assessed="date", decided="date",
    ),
    "requests": _fields(
        id="text", body="text", asked="date", of="text", due="date", answered="date", planned="yes or no",
        purpose="text",
    ),
    "concerns": _fields(
        id="text", about="text", by="choice:public|voluntary", raised="date", acknowledged="date", answered="date",
        settled="date", group_told="date", learning="text",
    ),
    "meetings": _fields(
        id="text", title="text", held="date", agenda_sent="date", record_published="date",
        public_present="number", voluntary_present="number",
    ),
    "judgements": _fields(
        id="text", commitment="text", by="choice:public|voluntary",
        said="choice:kept|kept_with_reason|not_kept|cannot_tell", evidence="text", on="date",
    ),
}  # fmt: skip


class Order(msgspec.Struct, frozen=True):
    """Two dates of a record that contradict each other where the second comes before the first."""

    first: str
    then: str
    facts_only: bool = False  # a plan contradicts nothing: both days must have come


ORDERS: dict[str, tuple[Order, ...]] = {
    "consultations": (
        Order("opens", "closes"), Order("closes", "feedback_published"), Order("opens", "feedback_published"),
    ),
    "opportunities": (Order("opens", "closes"), Order("closes", "decided"), Order("opens", "decided")),
    "awards": (Order("starts", "ends"), Order("awarded", "ends")),
    "payments": (Order("claimed", "paid", facts_only=True),),
    "requests": (Order("asked", "answered"),),
    "concerns": (Order("raised", "acknowledged"), Order("raised", "answered"), Order("raised", "settled")),
}  # fmt: skip
"""The order of each register's dates. A record that contradicts it can't be judged by either date."""

REGISTER_DAYS = {
    "consultations": "closes",
    "opportunities": "closes",
    "awards": "starts",
    "payments": "due",
    "changes": "takes_effect",
    "proposals": "decided",
    "requests": "due",
    "concerns": "raised",
    "meetings": "held",
    "judgements": "on",
}
"""The date of each register that says which period a record belongs to."""

SET_AHEAD = ("opens", "closes", "decision_by", "starts", "ends", "due", "takes_effect", "held")
"""Dates that are set beforehand: that one is set is a fact as soon as it is, however far ahead it lies."""
