"""Faults planted in a shipped edition, each found; the edition as it is gets no such remark."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import opencompact
from opencompact.core.compacts import read, read_shipped, shipped
from opencompact.core.linting import Severity, lint

TODAY = date(2026, 12, 1)
COMPACTS = Path(opencompact.__file__).parent / "documents" / "compacts"
BRISTOL, MODEL = ((COMPACTS / f"{id}.yaml").read_text("utf-8") for id in ("bristol-2012", "model-2026"))

PLANTED = {
    "another length than the words say": (
        BRISTOL,
        ("to: closes, at_least: 12 weeks", "to: closes, at_least: 10 weeks"),
        'the words say 12 weeks, but the check "length" says ten weeks',
    ),
    "another length that makes up for holidays": (
        BRISTOL,
        ("to: closes, length: 12 weeks", "to: closes, length: 10 weeks"),
        '"holidays" makes up for closed periods with ten weeks, but "length" asks for 12 weeks',
    ),
    "two figures in one": (
        BRISTOL,
        ("at least three months'", "at least three (6) months'"),
        'the words say "three (6) month", which is two figures',
    ),
    "from and to exchanged": (
        BRISTOL,
        ("from: notice_given, to: takes_effect", "from: takes_effect, to: notice_given"),
        '"notice" counts from the date it takes effect to the date notice is given, which comes before it',
    ),
    "an order reversed": (
        BRISTOL,
        ("first: improvement_plan, then: decided", "first: decided, then: improvement_plan"),
        '"plan_first" counts from the decision date to the date of the improvement plan, which comes before it',
    ),
    "a promise by groups that reads what public bodies did": (
        MODEL,
        ("applies: {by: voluntary}", "applies: {by: public}"),
        '7.10 is a promise by the voluntary sector, but its check "notice" reads only what the other sector did',
    ),
    "more than every record": (
        BRISTOL,
        ('at_least: "50%"', 'at_least: "150%"'),
        "no more than 100% of the records can keep a promise",
    ),
    "an exception no check allows": (
        MODEL,
        ("unless: {reason: exceptional, for: [something the group could not foresee]}", "fixed: from"),
        'the words allow an exception ("exceptional circumstances"), but no check does',
    ),
    "the other side in the words": (
        BRISTOL,
        ("Groups respond constructively when funding", "Public bodies respond constructively when funding"),
        "1.16 is a promise by the voluntary sector, but its words begin with the public sector",
    ),
    "a closed period the wrong way round": (
        BRISTOL,
        ('every_year: "08-01 to 08-31"', 'every_year: "08-31 to 08-01"'),
        "this closed period lasts 337 days",
    ),
}


def told(text: str, *severities: Severity) -> list[str]:
    remarks = lint(read(text, "edition.yaml"), TODAY)
    return [each.problem.says for each in remarks if each.severity in severities]


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault: str) -> None:
    text, (right, planted), says = PLANTED[fault]
    assert right in text
    assert says in told(text.replace(right, planted, 1), Severity.WRONG)


@pytest.mark.parametrize("id", shipped())
def test_what_is_shipped_has_no_fault_and_counts_nothing_it_does_not_print(id: str) -> None:
    found = lint(read_shipped(id), TODAY)
    assert [each for each in found if each.severity is Severity.WRONG] == []
    assert [each for each in found if "the check counts" in each.problem.says] == []


def test_a_figure_nobody_printed_is_named_unless_it_is_marked_as_a_reading() -> None:
    unmarked = re.sub(r',\s+ours: "[^"]*"', "", BRISTOL)
    counted = [says for says in told(unmarked, Severity.ADVICE) if "the check counts" in says]
    assert counted == [
        f"the check counts {figure}, but the words don't say so"
        for figure in ("50%", "one day", "two", "12 weeks", "one day")
    ]


def test_brentwoods_toolkit_asks_about_another_notice_than_the_agreement_promises() -> None:
    """The toolkit asks about three months' notice, the promise says six."""
    found = [each.problem.says for each in lint(read_shipped("brentwood-2016"), TODAY)]
    assert "this speaks of three months of notice, but 4.P4 promises six months" in found
