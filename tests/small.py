"""Small editions for tests: just enough YAML round the part that matters."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from opencompact.core.checks.records import Record
from opencompact.core.compacts import load
from opencompact.core.editions import Edition
from opencompact.core.findings import Checker, as_json

HEAD = """\
id: testham-2026
title: Testham Compact
name: Compact
area: {name: Testham}
nation: england
in_force: {from: "2026-01-01"}
parties: {public: {name: Public sector}, voluntary: {name: Voluntary sector}, both: {name: Shared}}
themes: [{ref: "1", title: Working together}]
closed_periods:
  - {name: Christmas, every_year: "12-20 to 01-03"}
  - {name: August, every_year: "08-01 to 08-31"}
commitments:
"""
COMMITMENT = """\
  - {ref: "1.1", theme: "1", by: public, summary: A promise., strength: must, verify: VERIFY, source: page 1, checks: [
     CHECKS ]}
"""


def written(*checks: dict[str, Any], verify: str = "computed", head: str = HEAD) -> str:
    """The YAML of an edition with one commitment that has these checks (JSON is YAML)."""
    text = ",\n     ".join(msgspec.json.encode(check).decode() for check in checks)
    return head + COMMITMENT.replace("VERIFY", verify).replace("CHECKS", text)


def edition(*checks: dict[str, Any], verify: str = "computed", head: str = HEAD) -> Edition:
    return load(written(*checks, verify=verify, head=head), "testham.yaml")


def found(
    check: dict[str, Any], record: Record, as_of: str, verify: str = "computed", head: str = HEAD
) -> dict[str, Any]:
    """The one finding of a check about a record, as JSON."""
    checker = Checker(edition({"id": "it", **check}, verify=verify, head=head))
    [finding] = checker.read(check["register"], record, date.fromisoformat(as_of))
    return as_json(finding)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


NOTICE = {
    "id": "notice", "kind": "min_period", "register": "changes", "from": "notice_given", "to": "takes_effect",
    "at_least": "3 months", "unless": {"reason": "exceptional", "for": ["a serious failure"]},
}  # fmt: skip
LENGTH = {
    "id": "length", "kind": "min_period", "register": "consultations", "from": "opens", "to": "closes",
    "at_least": "12 weeks", "unless": {"reason": "short_reason"},
}  # fmt: skip
FEEDBACK = {
    "id": "feedback", "kind": "deadline", "register": "consultations", "after": "closes",
    "event": "feedback_published", "within": "12 weeks",
}  # fmt: skip
PAID = {"id": "paid", "kind": "on_or_before", "register": "payments", "event": "paid", "limit": "due"}
IMPACT = {
    "id": "impact", "kind": "in_order", "register": "changes", "first": "impact_assessed", "then": "decided",
    "unless": {"reason": "exceptional"},
}  # fmt: skip
HOLIDAYS = {
    "id": "holidays", "kind": "avoids", "register": "consultations", "from": "opens", "to": "closes",
    "length": "12 weeks", "unless": {"reason": "holiday_reason"},
}  # fmt: skip
RATIONALE = {
    "id": "rationale", "kind": "recorded", "register": "changes", "field": "rationale", "needed_by": "takes_effect",
}  # fmt: skip
IN_WRITING = {"id": "in_writing", "kind": "recorded", "register": "changes", "field": "in_writing", "equals": True}
METHODS = {"id": "methods", "kind": "count_at_least", "register": "consultations", "field": "methods", "at_least": 2}
COSTS = {
    "id": "costs", "kind": "ratio_at_least", "register": "awards", "number": "amount", "of": "full_cost",
    "at_least": "100%",
}  # fmt: skip
TERM = {
    "id": "term", "kind": "min_period", "register": "awards", "from": "starts", "to": "ends", "at_least": "3 years",
    "both_days_count": True, "unless": {"reason": "term_reason"},
}  # fmt: skip
ON_TIME = {"id": "on_time", "kind": "share_of", "register": "payments", "check": "paid", "at_least": "95%"}
