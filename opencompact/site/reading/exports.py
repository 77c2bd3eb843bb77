"""Results for everybody as CSV and JSON, and all answers for the body as CSV and Excel. No cell is a formula.

Beside the six files of a room, because what leaves the site is gathered in one place: always words that may be read.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q

from opencompact.site.consultations.models import Consultation
from opencompact.site.reading.counts import Tally, came_in, equality, in_words, tallies
from opencompact.site.reading.finding import said
from opencompact.site.reading.models import Coding, Quote, Results, Tagging
from opencompact.site.responses.models import Answer, Answers, Kind, Question, Response

HEAD = ["part", "question", "option", "among", "count", "text"]
LONGEST = 32_767  # characters a cell of a workbook may hold
AT_ONCE = 2_000


def public_answers() -> Answers:
    """The answers in words that everybody may read: their writers agreed; withheld words are gone from them."""
    found = Answer.objects.public().filter(~Q(text=""), question__kind=Kind.TEXT, question__apart=False)
    return found.select_related("question")


def published_answers(consultation: Consultation, question: Question | None = None) -> Answers:
    """Those to one consultation, or to one of its questions."""
    found = public_answers().filter(question__consultation=consultation)
    return found if question is None else found.filter(question=question)


def rows_of_results(consultation: Consultation) -> Iterator[list[Any]]:
    """Everything that is public of the results, a line each; a count that is not shown is empty."""
    came = came_in(consultation)
    yield ["responses", "", "", "", came["total"], ""]
    for label, count in [*came["ways"], *came["who"]]:
        yield ["responses", "", "", str(label), count, ""]
    for each in tallies(consultation):
        yield from rows_of_tally(each, "answers")
    for each in equality(consultation):
        yield from rows_of_tally(each, "equality")
    published, quotes = Results.objects.filter(consultation=consultation).first(), Quote.objects.of(consultation)
    for found in in_words(consultation, published):
        yield ["in words", found.question.text, "", "", found.answered, ""]
        for size in found.campaigns:
            yield ["in words", found.question.text, "", "share one text", size, ""]
    for quote in quotes.published_with(published) if published else quotes:
        yield ["quote", quote.answer.question.text, "", "", None, quote.words]
    for answer in published_answers(consultation).order_by("question__place", "pk").iterator(AT_ONCE):
        yield ["answer", answer.question.text, "", "", None, answer.words]


def rows_of_tally(each: Tally, part: str) -> Iterator[list[Any]]:
    """One question counted, a line each."""
    yield [part, each.question.text, "", "", each.base, ""]
    for row in each.rows:
        yield [part, each.question.text, row.label, "", row.how_many, ""]
        for (among, _base), count in zip(each.columns, row.parts, strict=True):
            yield [part, each.question.text, row.label, among, count, ""]
    for label, value in each.facts:
        yield [part, each.question.text, label, "", None, value]


def as_json(consultation: Consultation, results: Results) -> dict[str, Any]:
    """The same, for programs."""
    return {
        "consultation": consultation.title,
        "body": consultation.body.name,
        "published": results.published,
        "summary": results.summary,
        "small_number": consultation.area.small_number,
        "rows": [dict(zip(HEAD, row, strict=True)) for row in rows_of_results(consultation)],
    }


def to_xlsx(rows: Iterable[list[Any]], name: str) -> bytes:
    """A workbook with one sheet: numbers are numbers, everything else is text."""
    import xlsxwriter  # loaded where it is asked for

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(at, column, value)
                elif value:
                    sheet.write_string(at, column, str(value)[:LONGEST])
    return made.getvalue()


def rows_of_body(consultation: Consultation) -> Iterator[list[Any]]:
    """A line a response, with every answer and its codes. Names and addresses of people are not in it."""
    questions = list(Question.objects.of(consultation))
    head = ["response", "received", "way", "people", "organisation", "speaks for", "asked", "basis", "language", "tags"]
    yield head + [text for each in questions for text in (each.text, f"{each.text}: codes")]
    tags = _joined(Tagging.objects.filter(response__consultation=consultation), "response", "tag__name")
    codes = _joined(Coding.objects.filter(code__consultation=consultation), "answer", "code__title")
    found = Response.objects.of(consultation).prefetch_related("answers").order_by("pk")
    for response in found.iterator(AT_ONCE):
        answers = {each.question_id: each for each in response.answers.all()}
        row: list[Any] = [
            response.pk, response.received.date().isoformat(), response.way, response.people,
            (response.organisation or "yes") if response.as_organisation else "", response.speaks_for, response.asked,
            response.basis, response.language, tags.get(response.pk, ""),
        ]  # fmt: skip
        for question in questions:
            answer = answers.get(question.pk)
            row += [said(answer, question), codes.get(answer.pk, "")] if answer else ["", ""]
        yield row


def _joined(rows: Any, key: str, text: str) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for each, name in rows.order_by(key, text).values_list(key, text):
        found.setdefault(each, []).append(name)
    return {each: "; ".join(names) for each, names in found.items()}
