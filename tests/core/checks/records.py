"""Records for tests that hold for every record: any field absent, empty or given, with days that meet each other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from opencompact.core.checks.records import REGISTERS, Type

TURN = date(2027, 3, 31)
DAYS = st.one_of(
    st.builds(lambda days: TURN + timedelta(days), st.integers(-200, 200)),
    st.sampled_from([date(2027, 1, 31), date(2027, 2, 28), TURN, date(2028, 2, 29), date(2029, 3, 29)]),
    st.dates(date(2024, 1, 1), date(2030, 12, 31)),
)
"""Most days lie close to each other, so that periods just fit and just do not."""

_VALUES: dict[Type, st.SearchStrategy[Any]] = {
    Type.DAY: DAYS,
    Type.TEXT: st.sampled_from(["because", "GBP", "é"]),
    Type.REASON: st.sampled_from(["the money ended", "flood"]),
    Type.MONEY: st.decimals(0, 3, places=1),
    Type.NUMBER: st.decimals(0, 9, places=0),
    Type.FLAG: st.booleans(),
    Type.LIST: st.lists(st.sampled_from(["online", "paper", "events"]), min_size=1, max_size=3).map(tuple),
}


def value_of(register: str, name: str) -> st.SearchStrategy[Any]:
    """A value that can stand in a field, or none."""
    field = REGISTERS[register][name]
    given = st.sampled_from(field.choices) if field.choices else _VALUES[field.type]
    return st.one_of(st.none(), given, given, given)


@st.composite
def record_of(draw: st.DrawFn, register: str) -> dict[str, Any]:
    """A record of a register; a few of its fields are not there at all."""
    names = [name for name in REGISTERS[register] if name != "id" and draw(st.integers(0, 9)) > 0]
    return {"id": "R1", **{name: draw(value_of(register, name)) for name in names}}


CHAINS = {
    "consultations": ("announced", "impact_assessed", "opens", "closes", "feedback_published"),
    "opportunities": ("announced", "opens", "closes", "decided", "decision_by"),
    "awards": ("told", "outcomes_agreed", "monitoring_agreed", "awarded", "starts", "ends"),
    "payments": ("claimed", "paid", "received", "due"),
    "changes": (
        "impact_assessed", "discussed", "improvement_plan", "response_invited", "decided", "notice_given", "users_told",
        "exit_plan", "takes_effect",
    ),
    "proposals": ("involved_from", "equality_assessed", "burden_assessed", "decided"),
    "requests": ("asked", "answered", "due"),
    "concerns": ("raised", "acknowledged", "answered", "settled", "group_told"),
    "meetings": ("agenda_sent", "held", "record_published"),
}  # fmt: skip


@st.composite
def sound_record_of(draw: st.DrawFn, register: str) -> dict[str, Any]:
    """A record with every field, whose dates follow each other as they do in life; some have not come yet."""
    record = {"id": "R1"} | {name: draw(value_of(register, name)) for name in REGISTERS[register] if name != "id"}
    day = TURN + timedelta(draw(st.integers(-400, 100)))
    for name in CHAINS.get(register, ()):
        day += timedelta(draw(st.integers(0, 120)))
        record[name] = None if draw(st.integers(0, 4)) == 0 else day
    return record
