"""Only what the promises need is asked, given what was said so far."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from opencompact.core.asking import asking, needed
from opencompact.core.checks.ops import Status
from opencompact.core.checks.records import ORDERS, REGISTERS, Record, Type
from opencompact.core.compacts import find
from opencompact.core.findings import Checker

TODAY = date(2026, 11, 21)
EDITIONS = ("bristol-2012", "brentwood-2016", "model-2026", "south-gloucestershire-keep-it-local")
CHECKERS = {id: Checker(find(id)) for id in EDITIONS}
OPEN, CLOSE, CLOSE_EARLY = date(2027, 1, 11), date(2027, 4, 26), date(2027, 2, 8)


def asked(id: str, unknown: tuple[str, ...] = (), **said: Any) -> list[str]:
    return needed(CHECKERS[id], "consultations", said, unknown, TODAY)


def test_at_the_beginning_it_asks_for_everything_the_promises_read_and_no_reason() -> None:
    assert asked("model-2026") == [
        "written", "opens", "closes", "announced", "feedback_published", "purpose", "can_change", "cannot_change",
        "methods", "formats", "expenses_offered", "prior_knowledge", "groups",
    ]  # fmt: skip
    assert asked("south-gloucestershire-keep-it-local") == ["opens", "announced", "methods", "formats"]


def test_a_reason_is_asked_for_where_the_promise_is_missed() -> None:
    days: dict[str, Any] = {"written": True, "opens": OPEN, "announced": TODAY}
    assert "short_reason" not in asked("model-2026", **days, closes=CLOSE)
    assert "short_reason" in asked("model-2026", **days, closes=CLOSE_EARLY)
    assert "short_reason" in asked("model-2026", **days, closes=CLOSE_EARLY, short_reason="An emergency")
    assert "short_reason" not in asked("model-2026", **{**days, "written": False}, closes=CLOSE_EARLY)


def test_what_an_earlier_answer_makes_needless_is_not_asked() -> None:
    assert "feedback_published" not in asked("model-2026", opens=OPEN, closes=None)
    assert "feedback_published" in asked("model-2026", opens=OPEN, closes=CLOSE)
    assert "feedback_published" not in asked("brentwood-2016", ("closes",), opens=OPEN, impact_assessed=TODAY)


def test_what_nobody_knows_is_asked_once() -> None:
    found = asked("bristol-2012", ("opens", "closes"))
    assert found.count("opens") == 1
    assert "short_reason" not in found


def test_other_registers_ask_by_the_same_rule() -> None:
    checker = CHECKERS["brentwood-2016"]
    assert "improvement_plan" not in needed(checker, "changes", {"by": "voluntary"}, (), TODAY)
    found = needed(checker, "changes", {"by": "public", "what": "end"}, (), TODAY)
    assert {"problem", "improvement_plan", "notice_given"} <= set(found)


@pytest.mark.parametrize("id", EDITIONS)
def test_it_says_for_which_promises_a_fact_is_asked(id: str) -> None:
    for field in asked(id):
        assert asking(CHECKERS[id], "consultations", field), field


def values(field: str) -> st.SearchStrategy[Any]:
    """Answers to a question, among them that there is none."""
    kind = REGISTERS["consultations"][field].type
    by_type: dict[Type, st.SearchStrategy[Any]] = {
        Type.DAY: st.dates(date(2025, 1, 1), date(2028, 1, 1)),
        Type.FLAG: st.booleans(),
        Type.LIST: st.sampled_from([("one",), ("one", "two", "three")]),
    }
    return st.one_of(st.none(), by_type.get(kind, st.just("words")))


def is_contradicted(record: Record) -> bool:
    """Whether two dates of a consultation stand in an order that cannot be."""
    dates = [(record.get(order.first), record.get(order.then)) for order in ORDERS["consultations"]]
    return any(isinstance(one, date) and isinstance(other, date) and other < one for one, other in dates)


@settings(max_examples=25, deadline=None)
@given(data=st.data(), id=st.sampled_from(EDITIONS))
def test_when_all_is_answered_every_promise_can_be_told_and_more_answers_change_nothing(data: Any, id: str) -> None:
    said: dict[str, Any] = {}
    while open_fields := [field for field in asked(id, **said) if field not in said]:
        said[open_fields[0]] = data.draw(values(open_fields[0]), label=open_fields[0])
    found = CHECKERS[id].read("consultations", said, TODAY)
    untold = [each for each in found if each.status is Status.CANNOT_TELL]
    rest = [field for field in REGISTERS["consultations"] if field not in said and field not in ("id", "title", "body")]
    more = {field: data.draw(values(field), label=field) for field in rest if not field.endswith("_reason")}
    assume(not is_contradicted({**more, **said}))  # whose dates contradict each other, nothing can be told from
    again = {each.promise.check.id + each.promise.name: each.status
             for each in CHECKERS[id].read("consultations", {**more, **said}, TODAY)}  # fmt: skip
    for each in found:
        if each not in untold:
            assert again[each.promise.check.id + each.promise.name] is each.status
    for each in untold:  # what is still lacking makes no difference to what can be told
        assert again[each.promise.check.id + each.promise.name] in (Status.NOT_APPLICABLE, Status.CANNOT_TELL)
