"""The last day to give notice, the earliest end, and which promise says so."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencompact.core.checks.ops import Status
from opencompact.core.checks.records import Record
from opencompact.core.compacts import find, shipped
from opencompact.core.editions import Check, Edition
from opencompact.core.findings import Checker
from opencompact.core.notices import CHANGES, as_json, notice_for_end, notice_given
from opencompact.core.problems import Unusable

DAY = timedelta(1)
AS_OF = date(2026, 11, 21)
END = date(2027, 3, 31)


def test_the_last_day_for_the_end_of_the_financial_year() -> None:
    assert as_json(notice_for_end(find("bristol"), END, AS_OF)) == {
        "edition": "bristol-2012",
        "commitment": "bristol-2012#5.5",
        "period": "3 months",
        "last_day": "2026-12-31",
        "says": "The last date to give three months' notice for 31 March 2027 is 31 December 2026: three months from "
        "that date is 31 March 2027; a day later, it would be 1 April 2027.",
    }


def test_the_earliest_end_for_a_notice() -> None:
    assert as_json(notice_given(find("brentwood"), date(2026, 8, 31), AS_OF)) == {
        "edition": "brentwood-2016",
        "commitment": "brentwood-2016#4.P4",
        "period": "6 months",
        "earliest_end": "2027-02-28",
        "says": (
            "Notice given on 31 August 2026 can take effect on 28 February 2027 or later. Six months "
            "from 31 August 2026 is 28 February 2027, because that month has no 31st and so its last day "
            "counts."
        ),
    }


@pytest.mark.parametrize(
    ("id", "what", "commitment", "last_day"),
    [
        ("bristol", "end", "bristol-2012#5.5", date(2026, 12, 31)),
        ("bristol", "alter", "bristol-2012#5.5", date(2026, 12, 31)),
        ("brentwood", "end", "brentwood-2016#4.P4", date(2026, 9, 30)),
        ("model", "end", "model-2026#7.7", date(2026, 9, 30)),
        ("model", "reduce", "model-2026#7.9", date(2026, 12, 31)),
        ("model", "alter", "model-2026#7.9", date(2026, 12, 31)),
    ],
)
def test_each_kind_of_change_has_its_own_promise(id: str, what: str, commitment: str, last_day: date) -> None:
    found = notice_for_end(find(id), END, AS_OF, what)
    assert (found.promise.name, found.day, found.passed) == (commitment, last_day, last_day < AS_OF)


def test_what_else_the_promise_asks_and_its_exception() -> None:
    found = notice_for_end(find("model"), END, AS_OF)
    assert (found.others, found.exception) == (
        [
            "Give notice in writing.",
            "Record the reasons for the decision on or before the date notice is given.",
            "Record how to appeal on or before the date notice is given.",
        ],
        "Unless exceptional circumstances are recorded (such as: public money was misused; people were in danger).",
    )
    assert notice_for_end(find("brentwood"), END, AS_OF).exception == ""


def test_an_answer_names_the_promise_for_the_other_kinds_of_change() -> None:
    ends, cut = (as_json(notice_for_end(find("model"), END, AS_OF, what))["says"] for what in ("end", "reduce"))
    assert ends.endswith("For reducing funding or changing funding, 7.9 promises three months' notice.")
    assert cut.endswith("For ending funding, 7.7 promises six months' notice.")


@pytest.mark.parametrize(
    ("id", "what", "told"),
    [
        (
            "south-gloucestershire",
            "end",
            "south-gloucestershire-keep-it-local: the Compact sets no notice period for ending funding; ask "
            "the public body what notice it gives",
        ),
        (
            "brentwood",
            "reduce",
            "brentwood-2016: the Compact sets no notice period for reducing funding; it sets one for ending funding",
        ),
    ],
)
def test_where_no_notice_is_promised_it_says_so(id: str, what: str, told: str) -> None:
    for ask in (notice_for_end, notice_given):
        with pytest.raises(Unusable) as error:
            ask(find(id), END, AS_OF, what)
        assert str(error.value) == told


def promising(*checks: Check) -> Edition:
    """An edition with one commitment for each check."""
    edition = find("bristol-2012")
    one = edition.commitments[0]
    commitments = [msgspec.structs.replace(one, ref=str(n), checks=[check]) for n, check in enumerate(checks, 1)]
    return msgspec.structs.replace(edition, commitments=commitments)


def notice(at_least: str, **more: object) -> Check:
    keys = {"starts": "notice_given", "ends": "takes_effect"} | more
    return Check(id="notice", kind="min_period", register="changes", at_least=at_least, **keys)  # type: ignore[arg-type]


def test_of_several_promises_the_longest_counts_on_these_days() -> None:
    """One month or 30 days: it depends on the month."""
    edition = promising(notice("1 month"), notice("30 days"), notice("1 year", applies={"by": "voluntary"}))
    found = [notice_for_end(edition, end, AS_OF) for end in (date(2027, 2, 15), date(2027, 3, 15))]
    assert [(each.promise.name, each.day) for each in found] == [
        ("bristol-2012#1", date(2027, 1, 15)),
        ("bristol-2012#2", date(2027, 2, 13)),
    ]


def test_both_days_may_count() -> None:
    edition = promising(notice("3 months", both_days_count=True))
    assert as_json(notice_for_end(edition, END, AS_OF))["last_day"] == "2027-01-01"
    assert as_json(notice_given(edition, date(2027, 1, 1), AS_OF)) == {
        "edition": "bristol-2012",
        "commitment": "bristol-2012#1",
        "period": "3 months",
        "earliest_end": "2027-03-31",
        "says": "Notice is planned for 1 January 2027, for 31 March 2027: at least the three months promised.",
    }


def test_working_days_are_told_with_the_bank_holidays_left_out() -> None:
    found = notice_for_end(promising(notice("10 working days")), date(2027, 1, 8), AS_OF)
    assert (found.day, "leaves out weekends and bank holidays" in found.says) == (date(2026, 12, 22), True)


@settings(max_examples=100)
@given(
    day=st.dates(date(1900, 1, 1), date(2200, 12, 31)),
    what=st.sampled_from(list(CHANGES)),
    id=st.sampled_from(shipped()),
)
def test_notice_on_the_last_day_is_kept_and_a_day_later_it_is_not(day: date, what: str, id: str) -> None:
    edition = find(id)
    try:
        last, first = notice_for_end(edition, day, AS_OF, what), notice_given(edition, day, AS_OF, what)
    except Unusable:
        return
    spans = [(last.day, day), (last.day + DAY, day), (day, first.day), (day, first.day - DAY)]
    assert [kept(id, what, *span) for span in spans] == [True, False, True, False]


@cache
def checker(id: str) -> Checker:
    return Checker(find(id))


def kept(id: str, what: str, given: date, ends: date) -> bool:
    """Whether the findings say so, for a change by a public body."""
    record: Record = {
        "by": "public", "what": what, "notice_given": given, "takes_effect": ends, "in_writing": True,
    }  # fmt: skip
    findings = checker(id).read("changes", record, AS_OF)
    return all(
        finding.status in (Status.KEPT, Status.DUE, Status.NOT_APPLICABLE)
        for finding in findings
        if finding.promise.check.id == "notice"
    )
