"""The six checks as an analyst would write them in DuckDB's SQL for these six promises alone."""

from __future__ import annotations

from benchmarks.data import AS_OF

TODAY = f"DATE '{AS_OF}'"
NOTHING_MISSING = "CAST([] AS VARCHAR[])"

NOTICE = f"""
SELECT 'changes' AS register, id AS record, 'benchmark-2026#1.1' AS commitment, 'notice' AS "check",
    CASE WHEN takes_effect IS NULL THEN 'not_applicable'
        WHEN notice_given IS NULL AND exceptional IS NOT NULL THEN 'kept_with_reason'
        WHEN notice_given IS NULL AND {TODAY} <= latest_from THEN 'due'
        WHEN soonest <= takes_effect AND notice_given <= {TODAY} THEN 'kept'
        WHEN soonest <= takes_effect THEN 'due'
        WHEN exceptional IS NOT NULL THEN 'kept_with_reason'
        WHEN {TODAY} <= takes_effect THEN 'at_risk'
        ELSE 'not_kept' END AS status,
    CASE WHEN takes_effect IS NULL THEN NULL
        WHEN notice_given IS NOT NULL THEN soonest
        WHEN exceptional IS NULL AND {TODAY} > latest_from THEN from_today END AS earliest_to,
    CASE WHEN takes_effect IS NOT NULL THEN latest_from END AS latest_from,
    CASE WHEN notice_given IS NULL AND exceptional IS NOT NULL THEN NULL
        WHEN notice_given IS NULL AND {TODAY} <= latest_from THEN latest_from
        WHEN soonest <= takes_effect OR exceptional IS NOT NULL THEN NULL
        WHEN {TODAY} <= takes_effect THEN takes_effect END AS deadline,
    CASE WHEN takes_effect IS NULL THEN NULL
        WHEN notice_given IS NULL AND exceptional IS NULL AND {TODAY} > latest_from THEN from_today - takes_effect
        WHEN soonest > takes_effect THEN soonest - takes_effect END AS short_by_days,
    {NOTHING_MISSING} AS missing
FROM (
    SELECT id, notice_given, takes_effect, exceptional,
        CAST(notice_given + INTERVAL 3 MONTH AS DATE) AS soonest,
        CAST({TODAY} + INTERVAL 3 MONTH AS DATE) AS from_today,
        CASE WHEN takes_effect = last_day(takes_effect) THEN last_day(takes_effect - INTERVAL 3 MONTH)
            ELSE CAST(takes_effect - INTERVAL 3 MONTH AS DATE) END AS latest_from
    FROM 'DATA'
)
"""

BEFORE_DECISION = f"""
SELECT 'changes', id, 'benchmark-2026#1.1', 'CHECK',
    CASE WHEN decided IS NULL THEN 'not_applicable'
        WHEN FIELD <= decided AND FIELD <= {TODAY} THEN 'kept'
        WHEN FIELD <= decided THEN 'due'
        WHEN FIELD > decided AND {TODAY} <= decided THEN 'at_risk'
        WHEN FIELD IS NULL AND {TODAY} <= decided THEN 'due'
        ELSE 'not_kept' END,
    NULL, NULL, decided,
    CASE WHEN FIELD > decided THEN FIELD - decided
        WHEN FIELD IS NULL AND decided < {TODAY} THEN {TODAY} - decided END,
    {NOTHING_MISSING}
FROM 'DATA'
"""

RECORDED = f"""
SELECT 'changes', id, 'benchmark-2026#1.1', 'CHECK',
    CASE WHEN THERE THEN 'kept'
        WHEN ANOTHER AND (takes_effect IS NULL OR {TODAY} <= takes_effect) THEN 'at_risk'
        WHEN takes_effect IS NULL OR {TODAY} <= takes_effect THEN 'due'
        ELSE 'not_kept' END,
    NULL, NULL,
    CASE WHEN NOT coalesce(THERE, FALSE) AND {TODAY} <= takes_effect THEN takes_effect END,
    NULL, {NOTHING_MISSING}
FROM 'DATA'
"""

BOOLEAN = "takes_effect >= notice_given + INTERVAL 3 MONTH"


def six(data: str) -> str:
    """Every status and every date of the six checks over a file."""
    parts = [NOTICE]
    parts += [
        BEFORE_DECISION.replace("CHECK", check).replace("FIELD", field)
        for check, field in (("impact", "impact_assessed"), ("discussed", "discussed"))
    ]
    parts += [
        RECORDED.replace("CHECK", check).replace("THERE", there).replace("ANOTHER", another)
        for check, there, another in (
            ("in_writing", "in_writing", "NOT in_writing"),
            ("rationale", "rationale IS NOT NULL", "FALSE"),
            ("appeal", "appeal IS NOT NULL", "FALSE"),
        )
    ]
    return "UNION ALL".join(parts).replace("DATA", data)
