"""What two clauses about the same thing say differently, and whether the second asks more or less than the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import inf

import msgspec

from opencompact.core.amounts import Amount, days, held_to, same, told
from opencompact.core.calendar import Period
from opencompact.core.checks.kinds import GIVEN, applying
from opencompact.core.checks.records import REGISTERS
from opencompact.core.describing import (
    RECORDS,
    SIDES,
    STRENGTHS,
    describe,
    exception,
    looks_for_a_day,
    promise,
    touched,
)
from opencompact.core.editions import Change, Check, Commitment, Strength
from opencompact.core.words import _

TIGHTENED, LOOSENED = Change.TIGHTENED, Change.LOOSENED


class Difference(msgspec.Struct, frozen=True):
    """One thing that two clauses say differently."""

    about: str  # "notice", "notice, exception", "strength"
    left: str
    right: str
    direction: Change | None = None  # tightened or loosened from the first to the second, where that can be said
    figures: bool = False  # two figures for the same thing: three months, six months


def differences(left: Commitment, right: Commitment) -> list[Difference]:
    """Everything two clauses say differently: who, how strongly, and what their checks ask."""
    found: list[Difference] = []
    if left.by is not right.by:
        found.append(Difference(_("promised by"), _(SIDES[left.by]), _(SIDES[right.by])))
    if left.strength is not right.strength:
        names = _(STRENGTHS[left.strength]), _(STRENGTHS[right.strength])
        found.append(Difference(_("strength"), *names, _more(_RANK[left.strength], _RANK[right.strength])))
    pairs = paired(left.checks, right.checks)
    for check in left.checks:
        if check.id in pairs:
            found += _between(check, pairs[check.id], left.checks, right.checks)
        else:
            found.append(Difference(_name(check), describe(check, left.checks), _("no check"), LOOSENED))
    for check in right.checks:
        if check not in pairs.values():
            found.append(Difference(_name(check), _("no check"), describe(check, right.checks), TIGHTENED))
    return found


_RANK = {Strength.RECOGNISE: 0, Strength.AIM: 1, Strength.MUST: 2}


def _more(left: float, right: float) -> Change | None:
    return None if left == right else TIGHTENED if left < right else LOOSENED


def _name(check: Check) -> str:
    return check.id.replace("_", " ")


def subject(check: Check, beside: Sequence[Check] = ()) -> tuple[str | None, ...]:
    """What a check is about, however much it asks: two checks with one subject can be compared."""
    match check.kind:
        case "min_period":
            return "dates", check.register, check.starts, check.ends
        case "in_order":
            return "dates", check.register, check.first, check.then
        case "on_or_before":
            return "dates", check.register, check.event, check.limit
        case "recorded" if looks_for_a_day(check):
            return "dates", check.register, check.field, check.needed_by
        case "recorded" | "count_at_least":
            return "fact", check.register, check.field
        case "deadline":
            return "within", check.register, check.after, check.event
        case "avoids":
            return "closed", check.register, check.starts, check.ends
        case "ratio_at_least":
            return "ratio", check.register, check.number, check.of
        case "share_of":
            counted = [each for each in beside if each.id == check.check]
            return ("share", *(subject(counted[0]) if counted else (check.register, check.check)))
        case _:
            return "judged", check.id


def meet(one: Check, other: Check) -> bool:
    """Whether a record can be touched by both checks: notice of an end and notice of a cut have none in common."""
    for field in one.applies.keys() & other.applies.keys():
        here, there = _values(one, field), _values(other, field)
        if here and there and GIVEN not in (one.applies[field], other.applies[field]) and not here & there:
            return False
    return True


def paired(left: Sequence[Check], right: Sequence[Check]) -> dict[str, Check]:
    """For each check of the first clause, by its id, the check of the second about the same: the most alike first."""
    candidates = sorted(
        (one.applies != other.applies, one.id != other.id, min(here, there), max(here, there), here, there)
        for (here, one), (there, other) in product(enumerate(left), enumerate(right))
        if subject(one, left) == subject(other, right)
    )
    pairs: dict[int, int] = {}
    for *_order, here, there in candidates:
        if here not in pairs and there not in pairs.values():
            pairs[here] = there
    return {left[here].id: right[there] for here, there in pairs.items()}


def _between(one: Check, other: Check, left: Sequence[Check], right: Sequence[Check]) -> Iterator[Difference]:
    yield from _asked(one, other, left, right)
    if exception(one) != exception(other):
        direction = None if one.unless and other.unless else TIGHTENED if one.unless else LOOSENED
        about = _("{check}, exception").format(check=_name(one))
        yield Difference(about, exception(one) or _("none"), exception(other) or _("none"), direction)
    wider, narrower = _contains(one, other), _contains(other, one)
    if not (wider and narrower):
        every = _("for all {records}").format(records=_(RECORDS[one.register]))
        about = _("{check}, records").format(check=_name(one))
        direction = LOOSENED if wider else TIGHTENED if narrower else None
        yield Difference(about, touched(one) or every, touched(other) or every, direction)


def _asked(one: Check, other: Check, left: Sequence[Check], right: Sequence[Check]) -> Iterator[Difference]:
    """How much two checks about the same thing ask."""
    alike = _details(one) == _details(other)
    direction = _more(_size(one), _size(other))
    figures = held_to(one), held_to(other)
    if one.kind == other.kind and alike and figures[0] is not None and figures[1] is not None:
        if direction is not None or not same(figures[0], figures[1]):
            same_records = meet(one, other)
            way = direction if same_records else None  # six months for an end are not more than three for a cut
            yield Difference(_name(one), _told(one, figures[0]), _told(other, figures[1]), way, same_records)
    elif direction is not None or not alike:
        yield Difference(_name(one), promise(one, left), promise(other, right), direction)


def _details(check: Check) -> tuple[object, ...]:
    """What two checks about the same thing may say differently beside how much."""
    needed_by = None if looks_for_a_day(check) else check.needed_by
    return needed_by, check.equals, check.dated, check.over, check.ask


def _told(check: Check, figure: Amount) -> str:
    return _("{figure}, counting both days").format(figure=told(figure)) if check.both_days_count else told(figure)


def _size(check: Check) -> float:
    """How much a check asks, beside others about the same thing."""
    if check.kind == "min_period":
        return days(Period.parse(str(check.at_least))) - check.both_days_count
    if check.kind == "deadline":
        return -days(check.within) if check.within else 0
    if check.kind == "avoids":
        return days(check.length) if check.length else inf
    if check.kind == "recorded":
        return -1 if looks_for_a_day(check) else 1  # a day given too late counts; a list given holds one thing
    figure = held_to(check)
    return 0 if figure is None or isinstance(figure, Period) else float(figure)


def _contains(one: Check, other: Check) -> bool:
    """Whether the first check touches every record that the second touches."""
    for field, written in one.applies.items():
        allowed, asked = _values(one, field), _values(other, field)
        if allowed is None or (written == GIVEN and asked is not None):
            continue
        if asked is None or not asked <= allowed:
            return False
    return True


def _values(check: Check, field: str) -> set[str | bool | int] | None:
    """The values of a field a check is limited to; none where every value is meant."""
    values = set(applying(check.applies.get(field, [])))
    every = set(REGISTERS[check.register][field].choices)
    return None if not values or (every and values >= every) else values
