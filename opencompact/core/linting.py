"""What an edition says that its authors may not have meant: ``lint`` reads it against itself and against the day.

The loader tells what cannot be read. These remarks are about editions that load: two things that cannot both be true
are "wrong", and whatever deserves a second look is "advice".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from opencompact.core.amounts import Amount, carried, held_to, rival, same, spoken, told
from opencompact.core.building import Path
from opencompact.core.calendar import Period, Unit, add
from opencompact.core.checks.kinds import applying
from opencompact.core.compacts import Source
from opencompact.core.editions import Check, Commitment, Edition, Party, Verify, Words
from opencompact.core.faults import CONTRADICTIONS, said_elsewhere, words_of
from opencompact.core.holidays import closed_days, holidays
from opencompact.core.problems import Problem
from opencompact.core.words import N_, _, in_words, listed


class Severity(StrEnum):
    """How sure a remark is."""

    WRONG = "wrong"  # two things that cannot both be true
    ADVICE = "advice"  # worth a second look


class Remark(msgspec.Struct, frozen=True):
    """One remark about an edition, with its place."""

    problem: Problem
    severity: Severity


Found = Iterator[tuple[Severity, Path, str, str]]

YEAR = Period(1, Unit.YEARS)
LONGEST = Period(6, Unit.YEARS)  # a compact is reviewed after six years at the latest (Compact Voice, 2011)


def lint(source: Source, as_of: date) -> list[Remark]:
    """Every remark about an edition, each once, in the order of its lines."""
    found = {
        Remark(source.problem(path, says, mend), severity)
        for rule in RULES
        for severity, path, says, mend in rule(source.edition, as_of)
    }
    return sorted(found, key=lambda remark: (_line(remark.problem), remark.severity, remark.problem.says))


def _line(problem: Problem) -> tuple[int, ...]:
    return tuple(int(part) for part in problem.place.rsplit(":", 2)[1:])


# What the words say and what the checks hold people to


def figures(edition: Edition, as_of: date) -> Found:
    """A figure in the words that no check carries, or that a check gives differently."""
    for path, commitment in _commitments(edition):
        for key, amount in _not_carried(edition, commitment):
            for number, check, held in _rivals(commitment, amount):
                here = (*path, "checks", number, "within" if check.within else "at_least")
                says = _('the words say {amount}, but the check "{check}" says {held}')
                says = says.format(amount=told(amount), check=check.id, held=told(held))
                yield Severity.WRONG, here, says, _("write the same figure in both")
                break
            else:
                says = _('the words say "{amount}", but no check uses it').format(amount=told(amount))
                yield Severity.ADVICE, (*path, *key), says, _("add a check that uses it, or leave the figure out")


def _not_carried(edition: Edition, commitment: Commitment) -> Iterator[tuple[tuple[str, ...], Amount]]:
    """Each figure of the words that no check uses, with the key it stands under."""
    known = [amount for check in commitment.checks for amount in _used(check, commitment.checks)]
    known += [edition.group.answers_within] if edition.group and edition.group.answers_within else []
    known += [edition.review.every] if edition.review.every else []
    for key, words in words_of(commitment):
        for amount in spoken(words):
            one_thing = isinstance(amount, int) and amount == 1
            if not one_thing and not any(same(amount, other) for other in known):
                yield key, amount


def _used(check: Check, beside: Sequence[Check]) -> list[Amount]:
    """The figures a check works with; a length that another check holds people to is that check's, not this one's."""
    days = (check.register, check.starts, check.ends)
    elsewhere = any(each.kind == "min_period" and (each.register, each.starts, each.ends) == days for each in beside)
    return [amount for amount in carried(check) if not (elsewhere and amount is check.length)]


def _spoken(commitment: Commitment) -> list[Amount]:
    return [amount for _key, words in words_of(commitment) for amount in spoken(words)]


def _rivals(commitment: Commitment, amount: Amount) -> Iterator[tuple[int, Check, Amount]]:
    """The checks that seem meant by a figure and hold people to another, which the words don't name."""
    named = _spoken(commitment)
    for number, check in enumerate(commitment.checks):
        held = held_to(check)
        if held is not None and rival(amount, held) and not any(same(held, other) for other in named):
            yield number, check, held


def disagreements(edition: Edition, as_of: date) -> Found:
    """Two clauses that ask the same of the same records, with different figures or values."""
    seen: dict[Any, list[tuple[str, Check]]] = {}
    for path, commitment, check in _checks(edition):
        others = seen.setdefault(_asked(check), [])
        for ref, other in others:
            if _disagree(check, other):
                says = _("{ref} says {value}, but {earlier} says {other} about the same thing").format(
                    ref=commitment.ref, value=_value(check), earlier=ref, other=_value(other)
                )
                yield Severity.WRONG, path, says, _("make them say the same, or say which records each is about")
        others.append((commitment.ref, check))


def _disagree(check: Check, other: Check) -> bool:
    """Whether two checks that ask the same cannot both be meant; a share depends on the check it counts."""
    figure, another = check.length or held_to(check), other.length or held_to(other)
    if figure is not None and another is not None:
        return check.kind != "share_of" and not same(figure, another)
    return None not in (check.equals, other.equals) and check.equals != other.equals


def _value(check: Check) -> str:
    figure = check.length or held_to(check)
    if figure is not None:
        return told(figure)
    if isinstance(check.equals, bool):
        return _("yes") if check.equals else _("no")
    return str(check.equals)


def _asked(check: Check) -> Any:
    """What a check asks of which records, apart from how much."""
    fields = (check.starts, check.ends, check.after, check.event, check.field, check.number, check.of)
    return check.register, check.kind, fields, _applies(check)


def _applies(check: Check) -> frozenset[tuple[str, frozenset[object]]]:
    return frozenset((field, frozenset(applying(written))) for field, written in check.applies.items())


def not_printed(edition: Edition, as_of: date) -> Found:
    """A figure that is counted and stands nowhere in the words, and isn't marked as somebody's reading."""
    for path, commitment, check in _checks(edition):
        figure = held_to(check)
        if figure is None or check.ours or figure == 1 or any(same(figure, each) for each in _spoken(commitment)):
            continue
        another = any(isinstance(each, type(figure)) for _key, each in _not_carried(edition, commitment))
        if not another and not _in_full(check, commitment):
            says = _("the check counts {least}, but the words don't say so").format(least=told(figure))
            key = "within" if check.within else "at_least"
            if check.kind == "share_of":
                yield Severity.ADVICE, (*path, key), says, _("say in the words how often the promise has to be kept")
            else:
                yield Severity.ADVICE, (*path, key), says, _("say so in the words, or say with ours: why you count it")


def _in_full(check: Check, commitment: Commitment) -> bool:
    """All of it is a share that words give without a figure; how uneven two numbers may be is said in many ways."""
    words = " ".join(words for _key, words in words_of(commitment))
    figures = re.search(r"\b(full|all|whole|every|outnumber|really costs?)", words, re.IGNORECASE)
    return check.kind == "ratio_at_least" and figures is not None


def contradictions(edition: Edition, as_of: date) -> Found:
    """Words, figures and dates of a promise that cannot all be meant."""
    for rule in CONTRADICTIONS:
        for path, says, mend in rule(edition):
            yield Severity.WRONG, path, says, mend
    for path, says, mend in said_elsewhere(edition):
        yield Severity.ADVICE, path, says, mend


# Both sides


def one_sided(edition: Edition, as_of: date) -> Found:
    """A promise by one side with nothing beside it: pair by pair where an edition has pairs, else theme by theme."""
    if any(commitment.pair for commitment in edition.commitments):
        yield from _unpaired(edition)
    else:
        yield from _silent(edition)


SIDE = {Party.PUBLIC: N_("the public sector"), Party.VOLUNTARY: N_("the voluntary sector")}


def _unpaired(edition: Edition) -> Found:
    named = {commitment.pair for commitment in edition.commitments}
    for path, commitment in _commitments(edition):
        if commitment.by is not Party.BOTH and not commitment.pair and commitment.ref not in named:
            other = Party.VOLUNTARY if commitment.by is Party.PUBLIC else Party.PUBLIC
            says = _("{side} makes no promise to match {ref}").format(side=_(SIDE[other]), ref=commitment.ref)
            yield Severity.ADVICE, path, says, _("name its matching promise with pair:, or ask that sector for one")


def _silent(edition: Edition) -> Found:
    for number, theme in enumerate(edition.themes):
        sides = {commitment.by for commitment in edition.commitments if commitment.theme == theme.ref}
        for side, name in SIDE.items():
            if not sides & {side, Party.BOTH}:
                says = _("{side} makes no promise in theme {ref}").format(side=_(name), ref=theme.ref)
                yield Severity.ADVICE, ("themes", number), says, _("ask that sector what it can promise here")


def whose_change(edition: Edition, as_of: date) -> Found:
    """A promise by one side that is held against what the other side does as well."""
    for path, commitment, check in _checks(edition):
        limited = commitment.by is Party.BOTH or "by" in check.applies or check.kind in ("share_of", "judged")
        if check.register in ("changes", "concerns") and not limited:
            says = _('{ref} is a promise by one sector, but its check "{check}" reads the records of both').format(
                ref=commitment.ref, check=check.id
            )
            yield Severity.ADVICE, path, says, _("limit it with by: under applies:, unless you mean both")


# Promises left to judgement


_MEASURABLE = [
    (r"\b(publish|give)\w* (feedback|what (people|they|was) said)", "deadline", "consultations", "feedback_published"),
    (r"\b(in writing|written notice)\b", "recorded", "changes", "in_writing"),
    (r"\bnotice of\b|['’]s? notice\b|\bgive notice\b", "min_period", "changes", "notice_given"),
    (r"\bfull costs?\b|\boverheads?\b", "recorded", "awards", "overheads_included"),
    (r"\bpa(y|id|yment)\b[^.]{0,40}\b(in advance|up front)\b", "recorded", "awards", "paid_in_advance"),
    (r"\bpa(y|id|yment)s?\b[^.]{0,40}\b(on time|promptly)\b|\bprompt payment\b", "on_or_before", "payments", "paid"),
    (r"\bexit plan\b", "in_order", "changes", "exit_plan"),
    (r"\bassess(ment)?\b[^.]{0,60}\bbefore [^.]{0,20}\bdeci", "in_order", "proposals", "equality_assessed"),
    (r"\b(easy read|large print|accessible formats?)\b", "count_at_least", "consultations", "formats"),
    (r"\bwhat can(not|'t)? (still )?(be )?change", "recorded", "consultations", "can_change"),
    (r"\b(acknowledge|answer)\w* (a |each |every )?(concern|complaint)", "deadline", "concerns", "answered"),
]
"""Words that a register may show, with the kind of check, the register and the field that would."""


def left_to_judgement(edition: Edition, as_of: date) -> Found:
    """Words that a register could show, in a promise that is left to judgement."""
    for path, commitment in _commitments(edition):
        words = " ".join(words for _key, words in words_of(commitment))
        for pattern, kind, register, field in _MEASURABLE:
            match = re.search(pattern, words, re.IGNORECASE)
            if match and commitment.verify is Verify.JUDGED:
                says = _('a register may be able to show "{words}", but {ref} is left to people to judge')
                mend = _("consider a check of the kind {kind} on {register}, field {field}")
                mend = mend.format(kind=kind, register=register, field=field)
                yield Severity.ADVICE, path, says.format(words=match[0], ref=commitment.ref), mend


# Time


def closed_periods(edition: Edition, as_of: date) -> Found:
    """Consultations are to keep clear of closed periods, and there are none, or the list has run out."""
    avoiding = [path for path, _, check in _checks(edition) if check.kind == "avoids"]
    if avoiding and not edition.closed_periods:
        for path in avoiding:
            says = _("this check avoids closed periods, but the edition lists none")
            yield Severity.WRONG, path, says, _("add closed_periods:, for example every year from 12-20 to 01-03")
        return
    known_to = closed_days(edition.closed_periods).known_to
    if avoiding and known_to and known_to < add(as_of, YEAR) and not _ended(edition, as_of):
        message = (
            _("the list of closed periods ends on {day}")
            if known_to >= as_of
            else _("the list of closed periods ended on {day}")
        )
        mend = _("add those for the coming years, or give them as every_year or around_easter")
        yield Severity.ADVICE, ("closed_periods",), message.format(day=in_words(known_to)), mend


def review(edition: Edition, as_of: date) -> Found:
    """An edition whose time is up."""
    start, end = _last_first_day(edition), edition.in_force.end
    if end is not None and _ended(edition, as_of):
        says = _("the edition ended on {day}").format(day=in_words(end))
        yield Severity.ADVICE, ("in_force", "to"), says, _("write the next edition, or agree a later end date")
        return
    every, due = edition.review.every, edition.review.due
    if due is None and every is not None and start is not None:
        due = add(start, every, holidays(edition.nation))
    if due is not None and due < as_of:
        says = _("the review was due on {day}").format(day=in_words(due))
        path = ("review", "due") if edition.review.due else ("review", "every")
        yield Severity.ADVICE, path, says, _("review the compact, and give the next date as due: under review:")
    if due is None and start is not None and add(start, LONGEST) < as_of:
        says = _("the edition has been in force for more than six years and has no review date")
        yield (
            Severity.ADVICE,
            ("in_force",),
            says,
            _("agree when it will be reviewed, and give the date as due: under review:"),
        )


def _ended(edition: Edition, as_of: date) -> bool:
    return edition.in_force.end is not None and edition.in_force.end < as_of


def _last_first_day(edition: Edition) -> date | None:
    """The day from which an edition is in force; the last it can be where only the year is printed."""
    start = edition.in_force.start
    return date(start, 12, 31) if isinstance(start, int) else start


# Languages


def untranslated(edition: Edition, as_of: date) -> Found:
    """A text that lacks one of the languages of the edition. A name may be the same in all of them."""
    if len(edition.languages) < 2:
        return
    for path, words in _texts(edition, ()):
        given = words.keys() if isinstance(words, dict) else edition.languages[:1]
        lacking = [language for language in edition.languages if language not in given]
        if lacking:
            says = _("this text has no {languages}").format(languages=listed(f'"{each}"' for each in lacking))
            yield Severity.ADVICE, path, says, _("write one text in each language")


_NAMES = {"name", "source", "through"}  # the same in every language, unless it is written otherwise


def _texts(part: Any, path: Path) -> Iterator[tuple[Path, Words]]:
    """Every text of an edition that may stand in several languages, with its place."""
    if isinstance(part, list):
        for number, each in enumerate(part):
            yield from _texts(each, (*path, number))
    if not isinstance(part, msgspec.Struct):
        return
    for field in msgspec.structs.fields(part):
        value, here = getattr(part, field.name), (*path, field.encode_name)
        if field.type in (Words, Words | None):
            if value and (isinstance(value, dict) or field.name not in _NAMES):
                yield here, value
        elif field.type == list[Words]:
            yield from (((*here, number), each) for number, each in enumerate(value))
        else:
            yield from _texts(value, here)


def _commitments(edition: Edition) -> Iterator[tuple[Path, Commitment]]:
    for number, commitment in enumerate(edition.commitments):
        yield ("commitments", number), commitment


def _checks(edition: Edition) -> Iterator[tuple[Path, Commitment, Check]]:
    for path, commitment in _commitments(edition):
        for number, check in enumerate(commitment.checks):
            yield (*path, "checks", number), commitment, check


RULES: tuple[Callable[[Edition, date], Found], ...] = (
    figures,
    disagreements,
    not_printed,
    contradictions,
    one_sided,
    whose_change,
    left_to_judgement,
    closed_periods,
    review,
    untranslated,
)
