"""Closed questions counted, as everybody may see it: no small number of people, and none that could be worked out.

Beside the six files of a room, because pages and exports show the same counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from statistics import median
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from opencompact.core.suppression import Shown, hidden, table
from opencompact.site import clock
from opencompact.site.consultations.models import Consultation
from opencompact.site.reading.models import Grouping, Results, Suggested
from opencompact.site.responses.models import CHOSEN, Answer, Kind, Question, Way
from opencompact.site.responses.rules import answered, counted_apart

MANY_ANSWERS = 50_000  # numbers kept in hand to find the one in the middle


class Row(NamedTuple):
    """One option with how many chose it: of all, and of each part of them."""

    label: str
    how_many: Shown
    parts: list[Shown]
    share: int  # of a hundred, for the bar; 0 where it is not shown


class Tally(NamedTuple):
    """One question, counted."""

    question: Question
    base: Shown  # how many answered it
    columns: list[tuple[str, Shown]]  # by way, and by who answered, with how many answered
    rows: list[Row]
    facts: list[tuple[str, str]]  # mean, median, least, most

    @property
    def is_hidden(self) -> bool:
        """Whether too few answered to show anything."""
        return self.base is None

    @property
    def hides(self) -> bool:
        return any(row.how_many is None or None in row.parts for row in self.rows)

    @property
    def height(self) -> int:
        return len(self.rows) * 48

    @property
    def bars(self) -> list[tuple[Row, int, int]]:
        """Each row with the places of its words and of its bar."""
        return [(row, at * 48 + 16, at * 48 + 22) for at, row in enumerate(self.rows)]


Split = tuple[str, bool]  # way, as an organisation
Said = tuple[Any, Split, int]
CLOSED = (*CHOSEN, Kind.NUMBER)  # the kinds of question that are counted


def tallies(consultation: Consultation) -> list[Tally]:
    """Every closed question of a consultation, in order."""
    return tallies_of(Question.objects.of(consultation).filter(kind__in=CLOSED).select_related("consultation__area"))


def tallies_of(questions: Iterable[Question]) -> list[Tally]:
    """Closed questions counted, of whichever consultations; counts are of responses."""
    asked = list(questions)
    counted = _counted(asked)
    return [_tally(each, counted[each.pk]) for each in asked]


def _tally(question: Question, counted: list[Said]) -> Tally:
    small = question.consultation.area.small_number
    bases: Counter[Split] = Counter()
    for _said, split, count in counted:
        bases[split] += count
    base = sum(bases.values())
    if base < small:
        return Tally(question, None if base else 0, [], [], [])
    if question.kind == Kind.NUMBER:
        return Tally(question, base, [], [], _of_numbers(counted))
    facts = _of_scale(question, counted) if question.kind == Kind.SCALE else _of_rank(question, counted)
    columns, rows = _table(question, counted, bases, small)
    return Tally(question, base, columns, rows, facts)


def _counted(questions: Sequence[Question]) -> dict[int, list[Said]]:
    """Of each question how often each thing was said, in which way and by whom."""
    numbers = {each.pk: each.kind == Kind.NUMBER for each in questions}
    found: dict[int, list[Said]] = {pk: [] for pk in numbers}
    standing = Answer.objects.filter(question__in=numbers, response__withdrawn=None)
    rows = standing.values_list("question", "chosen", "number", "response__way", "response__as_organisation")
    for question, chosen, number, way, group, count in rows.annotate(count=Count("pk")).order_by():
        said = number if numbers[question] else chosen
        if said not in (None, []):
            found[question].append((said, (way, group), count))
    return found


def _places(question: Question, said: list[int]) -> list[int]:
    """The options that count: all that were chosen; of an order of importance, the first."""
    return said[:1] if question.kind == Kind.RANK else said


def _table(
    question: Question, counted: Iterable[Said], bases: Counter[Split], small: int
) -> tuple[list[tuple[str, Shown]], list[Row]]:
    choices = question.choices
    parts = _parts(bases)
    chosen: Counter[tuple[int, Split]] = Counter()
    for said, split, count in counted:
        for place in _places(question, said):
            chosen[place, split] += count
    totals = [sum(chosen[at, split] for split in bases) for at in range(len(choices))]
    shown = hidden(totals, small)
    base = sum(bases.values())
    cells: list[list[Shown]] = [[] for _choice in choices]
    columns: list[tuple[str, Shown]] = []
    for names, wanted in parts:
        sizes = hidden([sum(bases[split] for split in bases if test(split)) for test in wanted], small)
        columns += zip(names, sizes, strict=True)
        counts = [[sum(chosen[at, s] for s in bases if test(s)) for test in wanted] for at in range(len(choices))]
        hiding = [
            (y, x) for y in range(len(choices)) for x in range(len(wanted)) if shown[y] is None or sizes[x] is None
        ]
        for at, line in enumerate(table(counts, small, hiding) if counts else []):
            cells[at] += line
    return columns, [
        Row(choice, shown[at], cells[at], round(100 * (shown[at] or 0) / base)) for at, choice in enumerate(choices)
    ]


def _parts(bases: Counter[Split]) -> list[tuple[list[str], list[Any]]]:
    """The ways in which answers came in, and people beside organisations; neither where there is only one."""
    ways = [way for way in Way if any(split[0] == way for split in bases)]
    found: list[tuple[list[str], list[Any]]] = []
    if len(ways) > 1:
        found.append(([str(way.label) for way in ways], [lambda split, way=way: split[0] == way for way in ways]))
    if len({split[1] for split in bases}) > 1:
        tests = [lambda split: not split[1], lambda split: split[1]]
        found.append(([_("People"), _("Organisations")], tests))
    return found


def _of_scale(question: Question, counted: Iterable[Said]) -> list[tuple[str, str]]:
    """A scale's steps count from 1 in their order."""
    steps: Counter[int] = Counter()
    for said, _split, count in counted:
        for place in said[:1]:
            steps[place + 1] += count
    spread = [step for step in sorted(steps) for _ in range(min(steps[step], MANY_ANSWERS))]
    if not spread:
        return []
    total = sum(steps.values())
    mean = sum(step * count for step, count in steps.items()) / total
    of = {"most": len(question.choices)}
    return [
        (_("Mean on a scale of 1 to %(most)s") % of, f"{mean:.1f}"), (_("Median on the scale"), f"{median(spread):g}")
    ]  # fmt: skip


def _of_rank(question: Question, counted: Iterable[Said]) -> list[tuple[str, str]]:
    """The average place of each option among those who put it in an order."""
    if question.kind != Kind.RANK:
        return []
    sums, times = Counter[int](), Counter[int]()
    for said, _split, count in counted:
        for place, option in enumerate(said, 1):
            sums[option] += place * count
            times[option] += count
    says = _("Average rank of “%(option)s”")
    return [
        (says % {"option": choice}, f"{sums[at] / times[at]:.1f}")
        for at, choice in enumerate(question.choices)
        if times[at]
    ]


def _of_numbers(counted: Sequence[Said]) -> list[tuple[str, str]]:
    numbers = sorted(Decimal(said) for said, _split, count in counted for _ in range(min(count, MANY_ANSWERS)))
    if not numbers:
        return []
    return [
        (_("Lowest"), _number(numbers[0])), (_("Median"), _number(median(numbers))),
        (_("Highest"), _number(numbers[-1])),
    ]  # fmt: skip


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def equality(consultation: Consultation) -> list[Tally]:
    """The equality questions of a consultation, in order."""
    return equality_of(Question.objects.apart_of(consultation).select_related("consultation__area"))


def equality_of(questions: Iterable[Question]) -> list[Tally]:
    """Equality questions. Small numbers and what would give them away are never shown, not to the body either; and
    nothing before the close, for each new answer would show in them."""
    now = clock.now()
    closed = [each for each in questions if each.consultation.closing and each.consultation.closing <= now]
    return [_apart(question, counts) for question, counts in counted_apart(closed)]


def _apart(question: Question, counts: list[int]) -> Tally:
    small, total = question.consultation.area.small_number, sum(counts)
    shown = [
        Row(choice, count, [], round(100 * (count or 0) / (total or 1)))
        for choice, count in zip(question.choices, hidden(counts, small), strict=True)
    ]
    return Tally(question, total if total >= small else None, [], shown, [])


def came_in(consultation: Consultation) -> dict[str, Any]:
    """How many responses came in, in which way, from people and from organisations."""
    found = answered(consultation)
    if found["total"] is None:
        return {"total": None if found["any"] else 0, "ways": [], "who": []}
    who = [(_("People"), found["people"]), (_("Organisations"), found["organisations"])]
    return {"total": found["total"], "ways": [(str(way), count) for way, count in found["ways"]], "who": who}


class InWords(NamedTuple):
    """One question in words: how many answered it, how many agreed to be published, and the campaigns among them."""

    question: Question
    answered: Shown
    public: int
    campaigns: list[int]


def campaigns_of(consultation: Consultation) -> dict[str, list[int]]:
    """The sizes of the campaigns among the answers to each question, as they were last worked out."""
    of = Grouping.objects.filter(question__consultation=consultation)
    found: dict[str, list[int]] = {}
    asked = Suggested.objects.filter(grouping__in=of, is_campaign=True).order_by("place")
    for question, size in asked.values_list("grouping__question", "size"):
        if size >= consultation.area.small_number:
            found.setdefault(str(question), []).append(size)
    return found


def in_words(consultation: Consultation, published: Results | None = None) -> list[InWords]:
    """Every question in words; of results that are published, with the campaigns that were published."""
    asked = Question.objects.of(consultation).filter(kind=Kind.TEXT).select_related("consultation__area")
    return in_words_of(asked, published.campaigns if published else campaigns_of(consultation))


def in_words_of(questions: Iterable[Question], campaigns: Mapping[str, list[int]]) -> list[InWords]:
    """Questions in words, of whichever consultations; ``campaigns``: the sizes of those of each question."""
    asked = list(questions)
    standing = Answer.objects.filter(question__in=asked, response__withdrawn=None).exclude(text="")
    counted = standing.values("question").annotate(count=Count("pk"), public=Count("pk", filter=Q(publish=True)))
    answered = {pk: (count, public) for pk, count, public in counted.values_list("question", "count", "public")}
    found = []
    for each in asked:
        count, public = answered.get(each.pk, (0, 0))
        shown = None if 0 < count < each.consultation.area.small_number else count
        found.append(InWords(each, shown, public, campaigns.get(str(each.pk), [])))
    return found
