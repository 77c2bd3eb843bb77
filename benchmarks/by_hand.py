"""The six checks as somebody would write them by hand for these six promises alone: no reasons, no sentences."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from importlib import import_module
from typing import Any

Facts = Mapping[str, Any]
Answer = tuple[str, date | None, date | None, date | None, int | None, tuple[str, ...]]
"""Status, earliest_to, latest_from, deadline, short_by_days, missing."""


def six(record: Facts, as_of: date) -> list[Answer]:
    """Every status and every date, in the order of the edition."""
    return [
        notice(record, as_of),
        before_decision(record, "impact_assessed", as_of),
        before_decision(record, "discussed", as_of),
        recorded(record, "in_writing", as_of),
        recorded(record, "rationale", as_of),
        recorded(record, "appeal", as_of),
    ]


def moved(day: date, months: int) -> date:
    """The corresponding day, or the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def latest(end: date) -> date:
    """The last day that leaves three months."""
    same = moved(end, -3)
    if end.day < monthrange(end.year, end.month)[1]:
        return same
    return same.replace(day=monthrange(same.year, same.month)[1])


def notice(record: Facts, as_of: date) -> Answer:
    """Three months from the notice to the end, unless something exceptional is recorded."""
    lacks = tuple(field for field in ("notice_given", "takes_effect") if field not in record)
    if lacks:
        return "cannot_tell", None, None, None, None, lacks
    begun, end = record["notice_given"], record["takes_effect"]
    if end is None:
        return "not_applicable", None, None, None, None, ()
    last, excused = latest(end), record.get("exceptional") is not None
    if begun is None and excused:
        return "kept_with_reason", None, last, None, None, ()
    if begun is None and as_of <= last:
        return "due", None, last, last, None, ()
    soonest = moved(begun or as_of, 3)
    if soonest <= end and begun is not None:
        return "kept" if begun <= as_of else "due", soonest, last, None, None, ()
    short = (soonest - end).days
    if excused:
        return "kept_with_reason", soonest, last, None, short, ()
    return ("at_risk", soonest, last, end, short, ()) if as_of <= end else ("not_kept", soonest, last, None, short, ())


def before_decision(record: Facts, field: str, as_of: date) -> Answer:
    """Something was done by the day of the decision."""
    lacks = tuple(each for each in (field, "decided") if each not in record)
    if lacks:
        return "cannot_tell", None, None, None, None, lacks
    first, decided = record[field], record["decided"]
    if decided is None:
        return "not_applicable", None, None, None, None, ()
    if first is not None and first <= decided:
        return "kept" if first <= as_of else "due", None, None, decided, None, ()
    if first is None and as_of <= decided:
        return "due", None, None, decided, None, ()
    status = "at_risk" if as_of <= decided else "not_kept"
    return status, None, None, decided, ((first or as_of) - decided).days, ()


def recorded(record: Facts, field: str, as_of: date) -> Answer:
    """Something is there by the day the change takes effect."""
    if field not in record:
        return "cannot_tell", None, None, None, None, (field,)
    if record[field]:
        return "kept", None, None, None, None, ()
    if "takes_effect" not in record:
        return "cannot_tell", None, None, None, None, ("takes_effect",)
    needed = record["takes_effect"]
    if needed is None or as_of <= needed:
        return "due" if record[field] is None else "at_risk", None, None, needed, None, ()
    return "not_kept", None, None, None, None, ()


def with_dateutil() -> Callable[[Facts], bool]:
    """Whether notice was long enough, and nothing else."""
    three_months = import_module("dateutil.relativedelta").relativedelta(months=3)

    def kept(record: Facts) -> bool:
        begun, end = record.get("notice_given"), record.get("takes_effect")
        return begun is not None and end is not None and end >= begun + three_months

    return kept


def with_zen() -> Callable[[Facts], bool]:
    """The same as an expression of a rules engine, over dates as texts."""
    expression = import_module("zen").compile_expression("d(takes_effect) >= d(notice_given).add(3, 'month')")

    def kept(record: Facts) -> bool:
        return bool(expression.evaluate(record))

    return kept


def as_texts(record: Facts) -> Facts:
    """The two dates as a rules engine takes them."""
    days = {field: record.get(field) for field in ("notice_given", "takes_effect")}
    return {field: day.isoformat() if isinstance(day, date) else None for field, day in days.items()}
