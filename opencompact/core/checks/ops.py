"""What a kind of check may use. A kind is a decision table written once over ``Ops``; every reader brings its own.

Only whole days, numbers, comparisons and choices are allowed: intervals of calendar months differ between engines.
There is no "not" on purpose: a comparison with something missing is never true, in Python as in SQL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from opencompact.core.calendar import Period

T = TypeVar("T")


class Status(StrEnum):
    """What one check says of one record."""

    KEPT = "kept"
    KEPT_WITH_REASON = "kept_with_reason"
    DUE = "due"
    AT_RISK = "at_risk"
    NOT_KEPT = "not_kept"
    CANNOT_TELL = "cannot_tell"
    NOT_APPLICABLE = "not_applicable"


DATES = ("earliest_to", "latest_from", "deadline", "short_by")


class Row(Generic[T]):
    """A row of a decision table: the first row whose condition holds decides."""

    def __init__(
        self,
        when: T,
        status: Status,
        case: str,
        dates: Mapping[str, T] | None = None,
        lacks: Mapping[str, T] | None = None,
    ) -> None:
        self.when = when
        self.status = status
        self.case = case  # which sentence tells it
        self.dates = dates or {}  # what is worked out: some of DATES
        self.lacks = lacks or {}  # where nobody can tell: the facts that are lacking, each with its condition


class Ops(Protocol[T]):
    """The few operations a kind is made of. A value may be missing; whatever is made of it is then missing too."""

    always: T
    as_of: T

    def value(self, field: str) -> T:
        """The value of a field of the record."""

    def unknown(self, field: str) -> T:
        """Whether the data has no such key or column."""

    def empty(self, value: T) -> T:
        """Whether there is no value."""

    def blank(self, field: str) -> T:
        """Whether the data has the key or column, and nothing stands in it."""

    def where(self, condition: T, value: T) -> T:
        """The value where the condition holds; elsewhere there is none."""

    def given(self, value: T) -> T:
        """Whether there is a value."""

    def is_one_of(self, value: T, choices: Sequence[str | bool | int]) -> T:
        """Whether the value is among these."""

    def is_none_of(self, value: T, choices: Sequence[str | bool | int]) -> T:
        """Whether there is a value and it is not among these."""

    def size(self, value: T) -> T:
        """How many things a list holds; an empty one holds none."""

    def whole(self, number: int) -> T:
        """A whole number."""

    def day(self, day: date) -> T:
        """A fixed day."""

    def plus(self, day: T, period: Period) -> T:
        """The corresponding day one period later."""

    def latest(self, end: T, period: Period) -> T:
        """The greatest day from which the period still fits."""

    def shift(self, day: T, days: T) -> T:
        """So many days later."""

    def days(self, first: T, last: T) -> T:
        """Days from the first day to the last."""

    def closed_days(self, first: T, last: T) -> T:
        """How many days of a closed period lie in these days, both counted."""

    def minus(self, number: T) -> T:
        """The number with its sign turned."""

    def share(self, number: T, share: Decimal) -> T:
        """So large a share of the number."""

    def at_most(self, first: T, second: T) -> T:
        """Whether the first is not above (not after) the second."""

    def below(self, first: T, second: T) -> T:
        """Whether the first is below (before) the second."""

    def all(self, *conditions: T) -> T:
        """Whether every condition holds."""

    def any(self, *conditions: T) -> T:
        """Whether one of the conditions holds."""
