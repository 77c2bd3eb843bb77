"""Which answers a reader asks for: by question, option, way, who gave them, words, tag, code, campaign, consent.

Beside the six files of a room, because the list, the codes for many and the export ask alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from opencompact.site.consultations.models import Consultation
from opencompact.site.reading.models import Code, Coding, Tag, Tagging, in_campaign
from opencompact.site.responses.models import CHOSEN, Answer, Answers, Question, Response, Way

ANY = ("", _("Any"))
WHO = [ANY, ("people", _("People")), ("organisations", _("Organisations"))]
YES_NO = [ANY, ("yes", _("Yes")), ("no", _("No"))]


@dataclass(frozen=True)
class Around:
    """What a consultation has to filter by."""

    questions: list[Question]
    codes: list[Code]
    tags: list[Tag]

    @property
    def asked(self) -> list[Question]:
        return [each for each in self.questions if not each.apart]


def around(consultation: Consultation) -> Around:
    """The questions, codes and tags of a consultation."""
    return Around(
        list(Question.objects.of(consultation)),
        list(Code.objects.of(consultation)),
        list(Tag.objects.filter(consultation=consultation)),
    )


def _select(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


class Filter(forms.Form):
    """What is asked for. Whatever can't be meant is left out."""

    question = _select(_("Question"), [])
    words = forms.CharField(label=_("Containing these words"), required=False, max_length=100)
    chosen = _select(_("Also chose"), [])
    code = _select(_("Code"), [])
    tag = _select(_("Tag"), [])
    way = _select(_("How it was received"), [ANY, *Way.choices])
    who = _select(_("Who responded"), WHO)
    campaign = _select(_("Campaign response"), YES_NO)
    publish = _select(_("Can be published"), YES_NO)
    redacted = _select(_("Redacted"), YES_NO)

    def __init__(self, data: QueryDict, near: Around, *, of_responses: bool = False) -> None:
        super().__init__(data)
        options = [
            (f"{question.pk}:{at}", f"{question.text[:60]}: {text}")
            for question in near.asked
            if question.kind in CHOSEN
            for at, text in enumerate(question.choices)
        ]
        choices = {
            "question": [*([ANY] if of_responses else []), *((str(each.pk), each.text[:100]) for each in near.asked)],
            "chosen": [ANY, *options],
            "code": [ANY, ("none", _("No code yet")), *((str(each.pk), each.title) for each in near.codes)],
            "tag": [ANY, *((str(each.pk), each.name) for each in near.tags)],
        }
        for name, each in choices.items():
            self.fields[name].choices = each  # type: ignore[attr-defined]
        self.near = near
        self.is_valid()

    @property
    def asked(self) -> dict[str, str]:
        """What is set."""
        return {name: value for name, value in self.cleaned_data.items() if value and "\0" not in value}

    @property
    def question_asked(self) -> Question | None:
        """The question whose answers are read: the one chosen, else the first in words, else the first."""
        wanted = self.asked.get("question")
        for each in self.near.asked:
            if str(each.pk) == wanted:
                return each
        in_words = [each for each in self.near.asked if each.kind == "text"]
        return next(iter(in_words or self.near.asked), None)

    def answers(self) -> Answers:
        """The answers that are meant."""
        question = self.question_asked
        if question is None:
            return Answer.objects.none()
        found = Answer.objects.to(question)
        for name, value in self.asked.items():
            narrow = NARROW.get(name)
            if narrow:
                found = found.filter(narrow(value))
        return found


def with_words(words: str) -> Q:
    """Every word stands in the text as it may be read: what is redacted is not found."""
    found = Q()
    for each in words.split()[:8]:
        found &= Q(is_redacted=False, text__icontains=each) | Q(is_redacted=True, redacted__icontains=each)
    return found


def _who_chose(value: str) -> Q:
    """The response chose an option of a closed question; of an order of importance, first."""
    question, _colon, place = value.partition(":")
    wanted = Answer.objects.filter(response=OuterRef("response"), question=int(question))
    wanted = wanted.annotate(list=Cast("chosen", TextField()))
    begins = Q(list__startswith=f"[{place},") | Q(list=f"[{place}]")
    inside = begins | Q(list__contains=f" {place},") | Q(list__endswith=f" {place}]")
    return Q(Exists(wanted.filter((Q(question__kind="rank") & begins) | (~Q(question__kind="rank") & inside))))


def _code(value: str) -> Q:
    codings = Coding.objects.filter(answer=OuterRef("pk"))
    return ~Q(Exists(codings)) if value == "none" else Q(Exists(codings.filter(code=int(value))))


def _campaign(value: str) -> Q:
    return Q(in_campaign()) if value == "yes" else ~Q(in_campaign())


NARROW: dict[str, Callable[[str], Q]] = {
    "words": with_words,
    "chosen": _who_chose,
    "code": _code,
    "tag": lambda value: Q(Exists(Tagging.objects.filter(response=OuterRef("response"), tag=int(value)))),
    "way": lambda value: Q(response__way=value),
    "who": lambda value: Q(response__as_organisation=value == "organisations"),
    "campaign": _campaign,
    "publish": lambda value: Q(publish=value == "yes"),
    "redacted": lambda value: Q(is_redacted=value == "yes"),
}


def responses_asked_for(asked: Filter, consultation: Consultation) -> QuerySet[Any]:
    """Whole responses with an answer that is meant; of a question only where one is chosen."""
    found = Response.objects.of(consultation)
    within = Answer.objects.filter(response=OuterRef("pk"))
    if asked.asked.get("question"):
        within = within.filter(question=int(asked.asked["question"]))
    for name in asked.asked.keys() & NARROW.keys():
        within = within.filter(NARROW[name](asked.asked[name]))
    return found.filter(Exists(within)) if asked.asked else found


def said(answer: Answer, question: Question) -> str:
    """What was answered, in words that may be read, whatever the kind of the question."""
    if question.kind in CHOSEN:
        choices = question.choices
        texts = [choices[place] for place in answer.chosen if 0 <= place < len(choices)]
        return (" > " if question.kind == "rank" else "; ").join(texts)
    return f"{answer.number.normalize():f}" if answer.number is not None else answer.words


def whole(response: Response) -> list[tuple[Question, Answer, str]]:
    """A response with every answer, in the order of the questions."""
    answers = response.answers.select_related("question").order_by("question__place", "question")
    return [(each.question, each, said(each, each.question)) for each in answers]
