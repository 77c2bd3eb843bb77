"""Sentences of their own for the time between two dates, by register and first date. ``saying.py`` has the frames for
everything else.

The length people have is put beside the length promised, in the same unit; a date to come is never spoken of as past.
"""

from __future__ import annotations

from datetime import date

from opencompact.core.calendar import Period, Unit
from opencompact.core.checks.finding import Finding
from opencompact.core.words import N_, _, in_words, n_, sentence

_WAS_OPEN = N_("the consultation was open for {length}, from {start} to {end}; {promised} were promised.")
_IS_OPEN = N_("the consultation is open until {end}: {length}; {promised} are promised.")
_WILL_BE_OPEN = N_("the consultation is planned from {start} to {end}: {length}; {promised} are promised.")
_WAS_ANNOUNCED = N_("the consultation was announced {length} before it opened; {promised} were promised.")
_IS_ANNOUNCED = N_(
    "the consultation was announced on {start} and opens on {end}: {length} later; {promised} are promised."
)
_WILL_BE_ANNOUNCED = N_(
    "the consultation will be announced on {start} and opens on {end}: {length} later; {promised} are promised."
)
_ROUND_WAS_ANNOUNCED = N_("the round was announced {length} before it opened; {promised} were promised.")
_ROUND_IS_ANNOUNCED = N_(
    "the round was announced on {start} and opens on {end}: {length} later; {promised} are promised."
)
_ROUND_WILL_BE_ANNOUNCED = N_(
    "the round will be announced on {start} and opens on {end}: {length} later; {promised} are promised."
)
_APPLIED = N_("applications were open for {length}, from {start} to {end}; {promised} were promised.")
_APPLY = N_("applications are open from {start} to {end}: {length}; {promised} are promised.")
_RAN = N_("the award ran from {start} to {end}. The promise was {period}, to {soonest}.")
_RUNS = N_("the award runs from {start} to {end}. The promise is {period}, to {soonest}.")
_RUNS_LONG_ENOUGH = N_("the award runs from {start} to {end}: {period} or more.")
_HAD = N_("the request was made on {start} and due on {end}: {length}; {promised} were promised.")
_HAS = N_("the request was made on {start} and is due on {end}: {length}; {promised} are promised.")
_WILL_HAVE = N_("the request is planned for {start} and due on {end}: {length}; {promised} are promised.")
_NOTICE_GIVEN = N_("notice was given on {start} for {end}: at least the {period} promised.")
_WRITTEN_NOTICE = N_("notice in writing was given on {start} for {end}: at least the {period} promised.")
_NOTICE_WAS_SHORT = N_(
    "notice was given on {start} and the change took effect on {end}. "
    "{notice} would have run to {soonest}: {short} short."
)
_NOTICE_IS_SHORT = N_("notice was given on {start} for {end}. {notice} runs to {soonest}: {short} short.")
_NOTICE_PLANNED = N_("notice is planned for {start}, for {end}: at least the {period} promised.")
_NOTICE_PLANNED_SHORT = N_("notice is planned for {start}, for {end}. {notice} would run to {soonest}: {short} short.")
_NO_NOTICE_YET = N_("no notice has been given. For {end}, the last date is {last}.")
_SPOKEN = N_("notice was given on {start}, but not in writing. For {end}, a letter is needed by {last}.")
_SPOKEN_TOO_LATE = N_("notice was given on {start}, but not in writing. For {end}, a letter was needed by {last}.")
_NO_NOTICE = N_("no notice has been given. For {end} it was needed by {last}.")
_WITHOUT_NOTICE = N_("the change took effect on {end} without notice. It was needed by {last}.")

PAST, NOW, PLANNED = "past", "now", "planned"

OWN: dict[tuple[str, str, str], dict[str, str]] = {
    ("consultations", "opens", "closes"): {PAST: _WAS_OPEN, NOW: _IS_OPEN, PLANNED: _WILL_BE_OPEN},
    ("consultations", "announced", "opens"): {PAST: _WAS_ANNOUNCED, NOW: _IS_ANNOUNCED, PLANNED: _WILL_BE_ANNOUNCED},
    ("opportunities", "announced", "opens"): {
        PAST: _ROUND_WAS_ANNOUNCED, NOW: _ROUND_IS_ANNOUNCED, PLANNED: _ROUND_WILL_BE_ANNOUNCED,
    },
    ("opportunities", "opens", "closes"): {PAST: _APPLIED, NOW: _APPLY, PLANNED: _APPLY},
    ("awards", "starts", "ends"): {
        PAST: _RAN, NOW: _RUNS, PLANNED: _RUNS, "long_enough": _RUNS_LONG_ENOUGH,
        "planned_long_enough": _RUNS_LONG_ENOUGH,
    },
    ("requests", "asked", "due"): {PAST: _HAD, NOW: _HAS, PLANNED: _WILL_HAVE},
    ("changes", "notice_given", "takes_effect"): {
        PAST: _NOTICE_WAS_SHORT, NOW: _NOTICE_IS_SHORT, PLANNED: _NOTICE_PLANNED_SHORT, "long_enough": _NOTICE_GIVEN,
        "planned_long_enough": _NOTICE_PLANNED, "to_come": _NO_NOTICE_YET, "too_late_to_start": _NO_NOTICE,
        "never_started": _WITHOUT_NOTICE, "never_started_with_reason": _WITHOUT_NOTICE,
    },
}  # fmt: skip
"""What is said of the time between two dates: by whether both are past, one is, or none; a case may have its own."""

_FITTED = ("long_enough", "planned_long_enough", "short", "short_so_far", "planned_short", "short_with_reason")


def own_words(finding: Finding) -> str:
    """The sentence made for this promise of a time; empty where the frames have to do."""
    check = finding.promise.check
    words = OWN.get((check.register, str(check.starts), str(check.ends))) if check.kind == "min_period" else None
    if words is None:
        return ""
    start, end = finding.record.get(str(check.starts)), finding.record.get(str(check.ends))
    message = words.get(finding.case)
    if check.only_if:
        message = _of_letters(finding, message, start)
    if finding.case in _FITTED and message is None and isinstance(start, date) and isinstance(end, date):
        message = words[PLANNED if finding.as_of < start else NOW if finding.as_of <= end else PAST]
    if message is None or ("{promised}" in message and finding.promise.period.unit not in (Unit.DAYS, Unit.WEEKS)):
        return ""  # months are given as a date, not beside a number of days
    return _(message).format(**_places(finding, start, end))


def _of_letters(finding: Finding, message: str | None, start: object) -> str | None:
    """Only a letter counts as notice: it is said where there is one, and where notice was only spoken."""
    if finding.case == "long_enough":
        return _WRITTEN_NOTICE
    if isinstance(start, date) and start <= finding.as_of:
        return {"to_come": _SPOKEN, "too_late_to_start": _SPOKEN_TOO_LATE}.get(finding.case, message)
    return message


def _places(finding: Finding, start: object, end: object) -> dict[str, str]:
    period = finding.promise.period
    between = (end - start).days if isinstance(start, date) and isinstance(end, date) else 0
    return {
        "start": in_words(start) if isinstance(start, date) else "",
        "end": in_words(end) if isinstance(end, date) else "",
        "soonest": in_words(finding.earliest_to) if finding.earliest_to else "",
        "last": in_words(finding.latest_from) if finding.latest_from else "",
        "length": counted(between),
        "short": counted(finding.short_by or 0),
        "promised": _as_days(period),
        "period": period.in_words(),
        "notice": sentence(period.as_notice()),
    }


def counted(days: int) -> str:
    """1 day, 42 days: a figure beside other figures."""
    return n_("{count} day", "{count} days", days).format(count=f"{days:,}")


def _as_days(period: Period) -> str:
    """Weeks as days, so that both lengths can be compared: the figure alone, beside a length in days."""
    return f"{period.count * (7 if period.unit is Unit.WEEKS else 1):,}"
