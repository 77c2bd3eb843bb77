"""What became of consultations: feedback and its promises, published results, published answers.

Small numbers of people are hidden here as they are on the pages. An answer is only here where its writer agreed and its
body has published the results; its number tells nothing of who wrote it, or when.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, Case, ExpressionWrapper, F, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from opencompact.site.areas.models import Area
from opencompact.site.consultations.models import Consultation
from opencompact.site.feedback.models import Feedback, Point
from opencompact.site.findings.models import State
from opencompact.site.opendata.columns import (
    AREA,
    DAY,
    ID,
    MOMENT,
    ORGANISATION,
    TEXT,
    WHOLE,
    Column,
    Register,
    Row,
    in_area,
)
from opencompact.site.opendata.columns import Value as Cell
from opencompact.site.reading.counts import CLOSED, equality_of, in_words_of, tallies_of
from opencompact.site.reading.exports import public_answers, rows_of_tally
from opencompact.site.reading.models import Results
from opencompact.site.responses.models import Answer, Kind, Question
from opencompact.site.responses.rules import received

MOST_COUNTS = 10_000  # of one question
MOST_ANSWERS = 10_000_000  # to one question
PLACE = "consultation__area"


def _of(each: Consultation) -> Row:
    """The columns that say which consultation a row belongs to."""
    return {
        "area": each.area.slug, "consultation": each.pk, "consultation_title": each.title,
        "organisation": each.body_id, "organisation_name": each.body.name,
    }  # fmt: skip


def _feedback(each: Feedback) -> Row:
    return {
        "id": each.pk, **_of(each.consultation), "asked": each.asked, "heard": each.heard,
        "published": each.published, "entry": each.entry, "address": f"{settings.ADDRESS}{each.get_absolute_url()}",
    }  # fmt: skip


def _feedbacks(area: Area | None) -> QuerySet[Feedback]:
    shown = Feedback.objects.filter(published__isnull=False).exclude(consultation__state=State.PLANNED)
    return in_area(shown.select_related("consultation__area", "consultation__body"), area, PLACE)


def _point(each: Point) -> Row:
    area = each.consultation.area
    many = each.how_many if (each.how_many or 0) >= area.small_number else None
    return {
        "id": each.pk, **_of(each.consultation), "said": each.said, "how_many": many, "decision": each.decision,
        "why": each.why, "doing": each.doing, "owner": each.owner, "by_when": each.by_when, "done_on": each.done_on,
        "state": each.state_on(area.today()), "evidence": each.evidence, "link": each.link,
    }  # fmt: skip


def _points(area: Area | None) -> QuerySet[Point]:
    shown = Point.objects.filter(published__isnull=False, consultation__feedback__published__isnull=False)
    shown = shown.exclude(consultation__state=State.PLANNED)
    return in_area(shown.select_related("consultation__area", "consultation__body"), area, PLACE)


def _result(each: Results) -> Row:
    return _results([each])[0]


def _results(some: Sequence[Results]) -> list[Row]:
    counts = received(each.consultation for each in some)
    return [
        {
            "id": each.pk, **_of(each.consultation), "responses": counts[each.consultation_id], "summary": each.summary,
            "published": each.published, "entry": each.entry,
            "address": f"{settings.ADDRESS}{each.consultation.get_absolute_url()}results/",
        }
        for each in some
    ]  # fmt: skip


def _shown_results(area: Area | None) -> QuerySet[Results]:
    shown = Results.objects.exclude(consultation__state=State.PLANNED)
    return in_area(shown.select_related("consultation__area", "consultation__body"), area, PLACE)


def _questions(area: Area | None) -> QuerySet[Question]:
    """The questions whose counts are published. A file is not counted; an equality question only after the close."""
    shown = Question.objects.filter(consultation__results__isnull=False).exclude(consultation__state=State.PLANNED)
    shown = shown.filter(Q(apart=True) | Q(kind__in=(*CLOSED, Kind.TEXT)))
    return in_area(shown.select_related("consultation__area", "consultation__body"), area, PLACE)


def _counts(some: Sequence[Question]) -> list[Row]:
    """Every count of some questions, a row each."""
    told: dict[int, list[list[Cell]]] = {each.pk: [] for each in some}
    about = [each for each in some if not each.apart]
    for each in tallies_of(question for question in about if question.kind in CLOSED):
        told[each.question.pk] = [line[2:] for line in rows_of_tally(each, "")]
    for apart in equality_of(question for question in some if question.apart):
        told[apart.question.pk] = [line[2:] for line in rows_of_tally(apart, "")]
    for free in in_words_of((question for question in about if question.kind == Kind.TEXT), {}):
        told[free.question.pk] = [["", "", free.answered, ""]]
    return [_count(each, at, line) for each in some for at, line in enumerate(told[each.pk])]


def _counted(each: Question) -> Row:
    return _counts([each])[0]


def _count(question: Question, at: int, line: Iterable[Cell]) -> Row:
    option, among, count, value = line
    return {
        "id": question.pk * MOST_COUNTS + at, **_of(question.consultation), "question": question.pk,
        "text": question.text, "kind": question.kind, "about": "people" if question.apart else "matter",
        "option": option, "among": among, "count": count, "value": value,
    }  # fmt: skip


def _answers(area: Area | None) -> QuerySet[Answer]:
    """In the order of their words, so that no number tells when one came in or which two one person wrote."""
    shown = public_answers().filter(question__consultation__results__isnull=False)
    rows: QuerySet[Answer] = in_area(
        shown.exclude(question__consultation__state=State.PLANNED), area, f"question__{PLACE}"
    )
    words = Case(When(is_redacted=True, then=F("redacted")), default=F("text"))
    at = Window(RowNumber(), partition_by=F("question"), order_by=[words.asc(), F("pk").asc()])
    place = ExpressionWrapper(F("question") * MOST_ANSWERS + at, output_field=BigIntegerField())
    return rows.annotate(place=place).select_related(f"question__{PLACE}", "question__consultation__body")


def _answer(each: Any) -> Row:
    question = each.question
    return {
        "id": each.place, **_of(question.consultation), "question": question.pk, "text": question.text,
        "words": each.words,
    }  # fmt: skip


CONSULTATION = (
    Column("consultation", WHOLE, "The number of the consultation."),
    Column("consultation_title", TEXT, "What the consultation is called."),
    *ORGANISATION,
)
QUESTION = (
    Column("question", WHOLE, "The number of the question."),
    Column("text", TEXT, "The question."),
)

FEEDBACK = Register("feedback", "Feedback", "We asked, you said: what each body published after a consultation.", (
    ID, AREA, *CONSULTATION,
    Column("asked", TEXT, "What the body asked."),
    Column("heard", TEXT, "What people said, in short."),
    Column("published", MOMENT, "When the feedback was published, in UTC."),
    Column("entry", WHOLE, "The number of its entry in the public record."),
    Column("address", TEXT, "The address of its page."),
), _feedbacks, _feedback)  # fmt: skip

POINTS = Register("feedback-points", "Points of feedback", "You said, we did: each point, and what was promised.", (
    ID, AREA, *CONSULTATION,
    Column("said", TEXT, "What people said."),
    Column("how_many", WHOLE, "How many people said so. Empty where the body gives no number, and for small numbers."),
    Column("decision", TEXT, "agreed, partly or not_agreed."),
    Column("why", TEXT, "Why it was decided so."),
    Column("doing", TEXT, "What the body has done or promised to do."),
    Column("owner", TEXT, "The office or team responsible."),
    Column("by_when", DAY, "The date by which it is promised."),
    Column("done_on", DAY, "The date it was done."),
    Column("state", TEXT, "to_do, late or done. Empty where nothing was promised."),
    Column("evidence", TEXT, "What shows that it was done."),
    Column("link", TEXT, "Where that can be seen."),
), _points, _point)  # fmt: skip

RESULTS = Register("results", "Results", "Consultations whose results are published.", (
    ID, AREA, *CONSULTATION,
    Column("responses", WHOLE, "How many responses there were. Empty for small numbers."),
    Column("summary", TEXT, "What the body says of them."),
    Column("published", MOMENT, "When the results were published last, in UTC."),
    Column("entry", WHOLE, "The number of its entry in the public record."),
    Column("address", TEXT, "The address of its page."),
), _shown_results, _result, many=_results)  # fmt: skip

COUNTS = Register("results-counts", "Counts", "How often each option was chosen, where results are published.", (
    Column("id", WHOLE, "The number of the row. It may change when results are published again."), AREA, *CONSULTATION,
    *QUESTION,
    Column("kind", TEXT, "one, many, scale, rank, number or text: how the question is answered."),
    Column("about", TEXT, "matter, or people for an equality question."),
    Column("option", TEXT, "The option, or the name of a figure. Empty where the whole question is counted."),
    Column("among", TEXT, "Among whom it is counted, such as on paper. Empty for everybody."),
    Column("count", WHOLE, "How many responses. Empty for small numbers and what would give them away."),
    Column("value", TEXT, "A figure that is not a count, such as a mean."),
), _questions, _counted, many=_counts, several=MOST_COUNTS)  # fmt: skip

ANSWERS = Register("published-answers", "Published answers", "Free-text answers that people agreed to publish.", (
    Column("id", WHOLE, "The number of the row. It may change when answers are added or withdrawn."), AREA,
    *CONSULTATION, *QUESTION,
    Column("words", TEXT, "The answer. […] stands for words that were redacted."),
), _answers, _answer, "place")  # fmt: skip
