"""Findings speak: the sentence, the facts, what would mend it; over records, whole registers and what people said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from opencompact.core.checks.phrases import DATES, FACTS
from opencompact.core.checks.records import REGISTERS, Type, Value
from opencompact.core.compacts import find, shipped
from opencompact.core.coverage import columns_of, coverage
from opencompact.core.findings import Checker, as_json, encode, summary
from opencompact.core.problems import Unusable
from opencompact.core.saying import SENTENCES
from opencompact.core.words import speaking
from tests.small import (
    COSTS,
    FEEDBACK,
    HOLIDAYS,
    IMPACT,
    IN_WRITING,
    LENGTH,
    METHODS,
    NOTICE,
    ON_TIME,
    PAID,
    RATIONALE,
    TERM,
    day,
    edition,
    found,
)  # fmt: skip


def test_the_example_of_the_contract():
    """The finding others rely on, key for key and word for word."""
    record: dict[str, Value] = {
        "id": "C7", "notice_given": date(2027, 1, 10), "takes_effect": date(2027, 3, 31), "in_writing": True,
        "by": "public",
    }  # fmt: skip
    findings = Checker(find("bristol-2012")).read("changes", record, date(2027, 2, 1))
    [finding] = [as_json(each) for each in findings if each.promise.check.id == "notice"]
    assert msgspec.json.encode(finding).decode() == (
        '{"commitment":"bristol-2012#5.5","check":"notice","register":"changes","record":"C7","status":"at_risk",'
        '"says":"Notice was given on 10 January 2027 for 31 March 2027. Three months\' notice runs to 10 April 2027: '
        '10 days short.",'
        '"facts":{"notice_given":"2027-01-10","takes_effect":"2027-03-31","in_writing":true},'
        '"dates":{"earliest_to":"2027-04-10","latest_from":"2026-12-31","deadline":"2027-03-31","short_by_days":10},'
        '"remedy":"Move the date to 10 April 2027 or later.","missing":[],"ours":null,"as_of":"2027-02-01"}'
    )


def change(given, effect, **more):
    return {"id": "C1", "notice_given": day(given), "takes_effect": day(effect), **more}


def asked(opens, closes, **more):
    return {"id": "K1", "opens": day(opens), "closes": day(closes), **more}


SAID = [
    (NOTICE, change(None, "2027-03-31"), "2026-11-21",
     "No notice has been given. For 31 March 2027, the last date is 31 December 2026.",
     "Give notice by 31 December 2026."),
    (NOTICE, change(None, "2027-03-31"), "2027-01-05",
     "No notice has been given. For 31 March 2027 it was needed by 31 December 2026.",
     "Give notice now. Move the date to 5 April 2027 or later."),
    (NOTICE, change("2027-01-10", "2027-03-31"), "2027-01-09",
     "Notice is planned for 10 January 2027, for 31 March 2027. Three months' notice would run to 10 "
     "April 2027: 10 days short.",
     "Move the date to 10 April 2027 or later."),
    (NOTICE, change("2027-01-10", "2027-03-31", exceptional="flood"), "2027-02-01",
     "Notice was given on 10 January 2027 for 31 March 2027. Three months' notice runs to 10 April "
     "2027: 10 days short. The reason is published: “flood”.", ""),
    (NOTICE, change("2027-01-10", "2027-03-31"), "2027-05-01",
     "Notice was given on 10 January 2027 and the change took effect on 31 March 2027. Three months' "
     "notice would have run to 10 April 2027: 10 days short.",
     "The dates can't be changed now. Agree together how to put it right. Or record the exceptional "
     "circumstances."),
    (NOTICE, change("2027-01-10", None), "2027-05-01", "This doesn't apply: the change has no date yet.", ""),
    (NOTICE, {"id": "C1"}, "2027-05-01",
     "We can't tell, because this is missing: the date notice is given and the date it takes effect.",
     "Record the date notice is given and the date it takes effect."),
    (LENGTH, asked("2026-08-03", "2026-09-14"), "2026-08-01",
     "The consultation is planned from 3 August 2026 to 14 September 2026: 42 days; 84 are promised.",
     "Keep it open until 26 October 2026 or later."),
    (TERM, {"id": "A1", "starts": date(2026, 4, 1), "ends": date(2027, 3, 31)}, "2026-11-21",
     "The award runs from 1 April 2026 to 31 March 2027. The promise is three years, to 31 March "
     "2029.", "Extend the award to 31 March 2029 or later."),
    (FEEDBACK, {"id": "K1", "closes": date(2026, 1, 5), "feedback_published": date(2026, 3, 31)}, "2026-11-21",
     "Feedback was published on 31 March 2026, 1 day after the deadline, 30 March 2026.",
     "Say why it was late, and what will change next time."),
    (FEEDBACK, {"id": "K1", "closes": date(2026, 1, 5), "feedback_published": None}, "2026-04-10",
     "Feedback was due by 30 March 2026. It is 11 days late.",
     "Publish feedback now, and say why it is late."),
    (PAID, {"id": "P1", "due": date(2026, 12, 1), "paid": None}, "2026-11-21",
     "The payment is due on 1 December 2026.", "Pay it by 1 December 2026."),
    (IMPACT, {"id": "C1", "impact_assessed": date(2026, 5, 4), "decided": date(2026, 5, 1)}, "2026-11-21",
     "The change was decided on 1 May 2026, 3 days before its impact was assessed.",
     "Look at the decision again with this in mind, and say why it was made too soon. Or record the "
     "exceptional circumstances."),
    (IMPACT, {"id": "C1", "impact_assessed": None, "decided": date(2026, 12, 1)}, "2026-11-21",
     "The impact has not been assessed. The change will be decided on 1 December 2026.",
     "Assess the impact by 1 December 2026."),
    (HOLIDAYS, asked("2026-08-03", "2026-10-26"), "2026-08-01",
     "The consultation runs from 3 August 2026 to 26 October 2026, including August (29 days).",
     "Keep it open until 24 November 2026 or later to make up the lost days. Or record the reason "
     "for running during a closed period."),
    (COSTS, {"id": "A1", "amount": Decimal(81000), "full_cost": Decimal("90000.50")}, "2026-11-21",
     "The amount is £81,000 and the full cost is £90,000.50; the promise is at least 100% of that.",
     "Agree together how to make up the difference."),
]  # fmt: skip


@pytest.mark.parametrize(("check", "record", "as_of", "says", "remedy"), SAID)
def test_findings_speak(check, record, as_of, says, remedy):
    finding = found(check, record, as_of)
    assert (finding["says"], finding["remedy"]) == (says, remedy)


RECORDED = [
    (RATIONALE, {"id": "C1", "rationale": None, "takes_effect": date(2026, 12, 1)},
     "No reasons for the decision are recorded; the deadline is 1 December 2026.",
     "Record the reasons for the decision by 1 December 2026."),
    (RATIONALE, {"id": "C1", "rationale": "no money", "takes_effect": None},
     "The reasons for the decision are recorded.", ""),
    (IN_WRITING, {"id": "C1", "in_writing": False}, "Notice has not been given in writing.", "Give notice in writing."),
    (METHODS, {"id": "K1", "methods": ("online",)}, "The ways to take part: 1 listed; the promise is at least 2.",
     "Add to the ways to take part: the promise is at least 2."),
]  # fmt: skip


@pytest.mark.parametrize(("check", "record", "says", "remedy"), RECORDED)
def test_recorded_facts_speak(check, record, says, remedy):
    finding = found(check, record, "2026-11-21", verify="recorded")
    assert (finding["says"], finding["remedy"]) == (says, remedy)


def payments(*paid_late: int | None) -> list[dict[str, Value]]:
    """Payments due on 1 May 2026, paid so many days late; None: nobody knows."""
    made: list[dict[str, Value]] = [{"id": f"P{place}", "due": date(2026, 5, 1)} for place in range(len(paid_late))]
    return [
        each if late is None else each | {"paid": date(2026, 5, 1 + late)}
        for each, late in zip(made, paid_late, strict=True)
    ]


def share(records, **check):
    checker = Checker(edition(PAID, ON_TIME | check))
    [finding] = checker.of_registers({"payments": records}, date(2026, 11, 21))
    return as_json(finding)


def test_a_share_needs_five_records_that_can_be_told():
    finding = share(payments(0, 0, 0, 0, None))
    assert (finding["status"], finding["missing"], finding["record"]) == ("cannot_tell", ["not enough data"], None)
    assert finding["says"] == (
        "Not enough data: we can tell for 4 records, and at least five are needed. For 1 more, we can't tell."
    )


def test_a_share_counts_what_was_kept_and_says_what_it_counted():
    met, missed = share(payments(0, 0, 0, 0, 9), at_least="80%"), share(payments(0, 0, 0, 0, 9), at_least="81%")
    assert (met["status"], missed["status"]) == ("kept", "not_kept")
    assert met["says"] == "Kept for 4 of 5 (80%); the promise is at least 80%."
    assert met["facts"] == {"kept": 4, "countable": 5, "kept_with_reason": 0, "cannot_tell": 0}


def test_a_share_looks_at_the_period_it_is_promised_for():
    old = [each | {"id": f"O{place}", "due": date(2025, 11, 21)} for place, each in enumerate(payments(9, 9, 9))]
    new = [
        each | {"id": f"N{place}", "due": date(2025, 11, 22), "paid": date(2025, 11, 22)}
        for place, each in enumerate(payments(0, 0))
    ]
    finding = share(old + new + payments(0, 0, 0), dated="due", over="1 year")
    assert finding["facts"] == {"kept": 5, "countable": 5, "kept_with_reason": 0, "cannot_tell": 0}


def test_what_both_sides_say_is_kept_apart():
    text: list[dict[str, Value]] = [
        {"id": "J1", "commitment": "1.1", "by": "public", "said": "kept", "evidence": "minutes of 3 May"},
        {"id": "J2", "commitment": "testham-2026#1.1", "by": "voluntary", "said": "not_kept", "evidence": None},
    ]
    findings = Checker(edition(verify="judged")).findings({"judgements": text}, date(2026, 11, 21))
    assert [(each["record"], each["status"], each["says"]) for each in map(as_json, findings)] == [
        ("J1", "kept", "The public sector says it is kept: minutes of 3 May"),
        ("J2", "not_kept", "The voluntary sector says it is not kept: no evidence given"),
    ]
    with pytest.raises(Unusable, match=r'judgement J1: there is no commitment "9\.9"'):
        Checker(edition(verify="judged")).findings(
            {"judgements": [text[0] | {"commitment": "9.9"}]}, date(2026, 11, 21)
        )


def test_a_summary_names_every_status():
    findings = Checker(edition(PAID)).findings({"payments": payments(0, 9, None)}, date(2026, 11, 21))
    assert summary(findings) == {
        "kept": 1, "kept_with_reason": 0, "due": 0, "at_risk": 0, "not_kept": 1, "cannot_tell": 1, "not_applicable": 0,
    }  # fmt: skip


def test_money_is_written_as_a_number():
    finding = found(COSTS, {"id": "A1", "amount": Decimal("0.10"), "full_cost": Decimal(3)}, "2026-11-21")
    assert b'"amount": 0.10' in encode(finding)


def test_coverage_names_what_the_data_lacks():
    [covered] = coverage(
        edition(NOTICE, RATIONALE, PAID, ON_TIME), columns_of({"changes": [change("2027-01-10", None)]})
    )
    assert (covered.can, covered.lacks) == (
        ["notice"],
        {"rationale": ["changes.rationale"], "paid": ["payments"], "on_time": ["payments"]},
    )


def test_every_field_of_every_register_has_its_words():
    for register, fields in REGISTERS.items():
        dates = {name for name, field in fields.items() if field.type is Type.DAY}
        assert set(DATES[register]) == dates, register
        assert set(FACTS[register]) == set(fields) - dates - {"id"}, register


@pytest.mark.parametrize("id", shipped())
def test_every_check_of_every_edition_finds_words_for_every_record(id):
    """Records with everything, nothing and the opposite of everything: no case is without its sentence."""
    checker = Checker(find(id))
    late, early = date(2026, 12, 1), date(2026, 1, 5)
    for register, fields in REGISTERS.items():
        whole: dict[str, Value] = {
            name: VALUES.get(field.type, field.choices[0] if field.choices else "x") for name, field in fields.items()
        }
        days = [name for name, field in fields.items() if field.type is Type.DAY]
        records: list[dict[str, Value]] = [
            {},
            dict.fromkeys(fields),
            whole,
            whole | dict.fromkeys(days, late),
            whole | dict.fromkeys(days[::2], late),
        ]
        records += [whole | dict.fromkeys(days[1::2], early), whole | dict.fromkeys(days[:2], None)]
        for record in records:
            for finding in checker.read(register, record, date(2026, 11, 21)):
                told = as_json(finding)
                assert told["says"].endswith(".") and "{" not in told["says"] + told["remedy"], told
                assert finding.case in SENTENCES


VALUES: dict[Type, Value] = {
    Type.DAY: date(2026, 5, 1), Type.MONEY: Decimal(100), Type.NUMBER: 3, Type.FLAG: True, Type.LIST: ("a", "b"),
}  # fmt: skip


def test_an_unknown_language_speaks_english():
    with speaking("xx"):
        assert found(PAID, {"id": "P1", "due": None, "paid": None}, "2026-11-21")["says"] == (
            "This doesn't apply: the payment has no due date."
        )
