"""Faults that ``lint`` finds in a promise and its checks: words, figures and dates that cannot all be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from opencompact.core.amounts import held_to, rival, same, spoken, told
from opencompact.core.building import Path
from opencompact.core.checks.kinds import GIVEN, applying, share
from opencompact.core.checks.phrases import noun
from opencompact.core.editions import Check, Commitment, Edition, Party
from opencompact.core.holidays import closed_days
from opencompact.core.words import N_, _

Fault = tuple[Path, str, str]  # where in the edition, what is wrong, what to do


def words_of(commitment: Commitment) -> list[tuple[tuple[str, ...], str]]:
    """The English words of a promise, each with its key; they are read in English."""
    found: list[tuple[tuple[str, ...], str]] = []
    for key, words in (("summary", commitment.summary), ("text", commitment.text)):
        if isinstance(words, str):
            found.append(((key,), words))
        elif "en" in words:
            found.append(((key, "en"), words["en"]))
    return found


# Figures

_UNITS = "working day|day|week|month|year"
_TWICE = re.compile(rf"\b(?P<word>[a-z]+(?:-[a-z]+)?) \((?P<figure>\d{{1,3}})\) (?P<unit>{_UNITS})", re.I)


def figures_twice(edition: Edition) -> Iterator[Fault]:
    """ "Three (6) months": a figure in words and in digits that differ."""
    for number, commitment in enumerate(edition.commitments):
        for key, words in words_of(commitment):
            for found in _TWICE.finditer(words):
                one, other = (spoken(f"{found[name]} {found['unit']}s") for name in ("word", "figure"))
                if one and other and not same(one[0], other[0]):
                    says = _('the words say "{words}", which is two figures').format(words=found[0])
                    yield ("commitments", number, *key), says, _("write the same figure in both")


def lengths(edition: Edition) -> Iterator[Fault]:
    """The length that makes up for closed periods differs from the length the promise asks for."""
    for path, commitment, check in _checks(edition):
        for other in commitment.checks:
            same_days = (other.register, other.starts, other.ends) == (check.register, check.starts, check.ends)
            held = held_to(other)
            if check.length and same_days and other.kind == "min_period" and held and not same(held, check.length):
                says = _('"{check}" makes up for closed periods with {length}, but "{other}" asks for {held}').format(
                    check=check.id, length=told(check.length), other=other.id, held=told(held)
                )
                yield (*path, "length"), says, _("write the same figure in both")


def shares(edition: Edition) -> Iterator[Fault]:
    """More than every record."""
    for path, _commitment, check in _checks(edition):
        if check.kind == "share_of" and share(check.at_least) > 1:
            says = _("no more than 100% of the records can keep a promise")
            yield (*path, "at_least"), says, _("write 100% or less")


# Dates

_COURSE: dict[str, tuple[str, ...]] = {
    "consultations": ("announced", "opens", "closes", "feedback_published"),
    "opportunities": ("announced", "opens", "closes", "decided"),
    "awards": ("outcomes_agreed", "starts", "ends"),
    "payments": ("claimed", "paid"),
    "changes": ("discussed", "response_invited", "decided", "notice_given", "takes_effect"),
    "requests": ("asked", "answered"),
    "concerns": ("raised", "acknowledged", "answered", "settled"),
    "meetings": ("agenda_sent", "held", "record_published"),
}
"""The dates of a record in the order things happen."""

_BEFORE: dict[str, dict[str, str]] = {
    "changes": dict.fromkeys(("impact_assessed", "improvement_plan"), "decided")
    | dict.fromkeys(("users_told", "exit_plan"), "takes_effect"),
    "proposals": dict.fromkeys(("involved_from", "equality_assessed", "burden_assessed"), "decided"),
    "awards": dict.fromkeys(("told", "monitoring_agreed", "awarded"), "ends"),
}
"""Dates that come before another, in no order among themselves."""


def reversed_dates(edition: Edition) -> Iterator[Fault]:
    """A check that counts backwards: from the day something takes effect to the day notice was given."""
    for path, _commitment, check in _checks(edition):
        for key, first, then in _pairs(check):
            if first and then and _comes_before(check.register, then, first):
                says = _('"{check}" counts from {first} to {then}, which comes before it').format(
                    check=check.id, first=noun(check.register, first), then=noun(check.register, then)
                )
                yield (*path, key), says, _("exchange the two")


def _pairs(check: Check) -> list[tuple[str, str | None, str | None]]:
    return [("from", check.starts, check.ends), ("first", check.first, check.then), ("after", check.after, check.event)]


def _comes_before(register: str, first: str, then: str) -> bool:
    course = _COURSE.get(register, ())
    if first in course and then in course:
        return course.index(first) < course.index(then)
    return _BEFORE.get(register, {}).get(first) == then


def closed_too_long(edition: Edition) -> Iterator[Fault]:
    """Closed periods that shut most of a year, because the last day was written first."""
    for number, period in enumerate(edition.closed_periods):
        if not (period.every_year or period.around_easter):
            continue
        days = closed_days([period]).longest
        if days > LONGEST_CLOSED:
            says = _("this closed period lasts {days} days").format(days=days)
            yield ("closed_periods", number), says, _("write the first day, then the last day")


LONGEST_CLOSED = 92  # a summer; whoever means longer gives two periods


# Sides

_PASSIVE = r"(?! (are|is) (offered|told|given|asked|paid|invited|involved|consulted))"  # somebody else does it
_PUBLIC = r"(the )?(public (bodies|sector|funders?|services?)|councils?|statutory organisations)\b"
_VOLUNTARY = r"(the )?((funded |large |small )?groups|voluntary (sector|organisations)|vcse? organisations|charities)\b"
_SUBJECTS = (
    (Party.PUBLIC, re.compile(_PUBLIC + _PASSIVE, re.I)),
    (Party.VOLUNTARY, re.compile(_VOLUNTARY + _PASSIVE, re.I)),
)
_NAMES = {Party.PUBLIC: N_("the public sector"), Party.VOLUNTARY: N_("the voluntary sector")}


def other_side(edition: Edition) -> Iterator[Fault]:
    """Words that begin with one side, in a promise by the other."""
    for number, commitment in enumerate(edition.commitments):
        for key, words in words_of(commitment)[:1]:
            for side, begins in _SUBJECTS:
                if begins.match(words) and commitment.by not in (side, Party.BOTH):
                    says = _("{ref} is a promise by {side}, but its words begin with {other}").format(
                        ref=commitment.ref, side=_(_NAMES[commitment.by]), other=_(_NAMES[side])
                    )
                    yield ("commitments", number, *key), says, _("correct by:, or the words")


def others_records(edition: Edition) -> Iterator[Fault]:
    """A promise by one side that reads only what the other side did."""
    for path, commitment, check in _checks(edition):
        written = check.applies.get("by")
        if written and written != GIVEN and commitment.by is not Party.BOTH:
            sides = {str(each) for each in applying(written)}
            if str(commitment.by) not in sides:
                says = _('{ref} is a promise by {side}, but its check "{check}" reads only what the other sector did')
                says = says.format(ref=commitment.ref, side=_(_NAMES[commitment.by]), check=check.id)
                yield (*path, "applies", "by"), says, _("write by: {side}").format(side=commitment.by)


# Exceptions

_EXCUSE = re.compile(
    r"\bexceptional circumstances\b|\bunless\b|\bor (?:we )?(?:publish|record|explain)\b[^.]*\breasons?\b"
    r"|\bor the reason is (?:published|recorded)\b",
    re.I,
)
_LIMITS = {"min_period", "deadline", "on_or_before", "avoids", "in_order"}


def excuses(edition: Edition) -> Iterator[Fault]:
    """Words that allow an exception no check allows."""
    for number, commitment in enumerate(edition.commitments):
        if any(check.unless for check in commitment.checks) or not _limits(commitment.checks):
            continue
        for key, words in words_of(commitment):
            found = _EXCUSE.search(words)
            if found:
                says = _('the words allow an exception ("{words}"), but no check does').format(words=found[0])
                yield ("commitments", number, *key), says, _("add unless: with the field that holds the reason")
                break


def _limits(checks: Sequence[Check]) -> bool:
    return any(check.kind in _LIMITS for check in checks)


# What the document says elsewhere


def said_elsewhere(edition: Edition) -> Iterator[Fault]:
    """A toolkit that asks about three months' notice, where the promise says six."""
    held = [(each.ref, held_to(check)) for _path, each, check in _checks(edition) if check.starts == "notice_given"]
    for number, mechanism in enumerate(edition.mechanisms):
        words = mechanism.about if isinstance(mechanism.about, str) else mechanism.about.get("en", "")
        for sentence in re.split(r"(?<=[.;!?])\s+", words):
            for amount in spoken(sentence) if "notice" in sentence.lower() else ():
                clashes = [(ref, figure) for ref, figure in held if figure and rival(amount, figure)]
                if clashes and not any(figure and same(amount, figure) for _ref, figure in held):
                    says = _("this speaks of {amount} of notice, but {ref} promises {held}").format(
                        amount=told(amount), ref=clashes[0][0], held=told(clashes[0][1])
                    )
                    yield ("mechanisms", number, "about"), says, _("say in the document which of the two is meant")


def _checks(edition: Edition) -> Iterator[tuple[Path, Commitment, Check]]:
    for number, commitment in enumerate(edition.commitments):
        for at, check in enumerate(commitment.checks):
            yield ("commitments", number, "checks", at), commitment, check


CONTRADICTIONS = (
    figures_twice,
    lengths,
    shares,
    reversed_dates,
    closed_too_long,
    other_side,
    others_records,
    excuses,
)
"""Two things that cannot both be true."""
