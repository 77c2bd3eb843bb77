"""Ask: write questions, publish them, correct a slip. Enter what came in on paper. Forget who answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencompact.site import clock
from opencompact.site.consultations.actions import take_answers
from opencompact.site.consultations.models import Consultation
from opencompact.site.findings.models import Amendment
from opencompact.site.record.actions import append
from opencompact.site.record.models import Entry
from opencompact.site.responses import rules
from opencompact.site.responses.equality import standard
from opencompact.site.responses.files import discard_all
from opencompact.site.responses.models import (
    Answer,
    EqualityCount,
    Kind,
    Question,
    Questionnaire,
    Reply,
    Response,
    Started,
    Way,
)
from opencompact.site.responses.sending import answers_of, count_apart, tally
from opencompact.site.rules import Actor, Refused, insist

KEPT = timedelta(days=30)  # how long an answer that was never sent is kept after the close
NAMED = timedelta(days=365)  # how long names and addresses are kept after the feedback
AT_ONCE = 500  # rows written at once


@transaction.atomic
def introduce(*, consultation: Consultation, introduction: str, privacy: str, by: Actor) -> Questionnaire:
    """Privately, write what stands before the questions, and what is done with the answers."""
    insist(rules.why_not_ask(by, consultation))
    made = _changed(consultation, by)
    made.introduction, made.privacy = introduction, privacy
    made.save()
    return made


@transaction.atomic
def add_question(*, consultation: Consultation, kind: str, text: str, by: Actor, **said: Any) -> Question:
    """Privately, add a question at the end. ``said``: hint, options, required, apart."""
    insist(rules.why_not_ask(by, consultation))
    _changed(consultation, by)
    return _added(consultation, [{"kind": kind, "text": text, **said}])[0]


@transaction.atomic
def add_equality_questions(*, consultation: Consultation, by: Actor) -> list[Question]:
    """Privately, add the ready-made equality questions that are not there yet."""
    insist(rules.why_not_ask(by, consultation))
    _changed(consultation, by)
    there = set(Question.objects.apart_of(consultation).values_list("text", flat=True))
    return _added(consultation, [each for each in standard() if each["text"] not in there])


@transaction.atomic
def copy_questions(*, consultation: Consultation, source: Consultation, by: Actor) -> list[Question]:
    """Privately, take over the questions of another consultation of the same body."""
    insist(rules.why_not_ask(by, consultation))
    insist(rules.why_not_read(by, source))
    if source.body_id != consultation.body_id or source.pk == consultation.pk:
        raise Refused(_("You can copy questions only from another consultation by the same body."))
    made, old = _changed(consultation, by), Questionnaire.objects.filter(consultation=source).first()
    if old and not (made.introduction or made.privacy):
        made.introduction, made.privacy = old.introduction, old.privacy
        made.save()
    fields = ("kind", "text", "hint", "options", "required", "apart")
    return _added(consultation, Question.objects.filter(consultation=source).order_by("place", "pk").values(*fields))


@transaction.atomic
def change_question(*, question: Question, by: Actor, **said: Any) -> Question:
    """Privately, change a question nobody can answer yet."""
    insist(rules.why_not_ask(by, question.consultation))
    _changed(question.consultation, by)
    for name, value in said.items():
        setattr(question, name, value)
    question.save()
    return question


@transaction.atomic
def move_question(*, question: Question, up: bool, by: Actor) -> None:
    """Privately, put a question one place further up or down among its like."""
    insist(rules.why_not_ask(by, question.consultation))
    _changed(question.consultation, by)
    rows = list(Question.objects.filter(consultation=question.consultation, apart=question.apart).order_by("place"))
    at = next(at for at, each in enumerate(rows) if each.pk == question.pk)
    rows.insert(max(0, at - 1) if up else at + 1, rows.pop(at))
    for place, each in enumerate(rows):
        each.place = place
    Question.objects.bulk_update(rows, ["place"])


@transaction.atomic
def remove_question(*, question: Question, by: Actor) -> None:
    """Privately, take a question away that nobody can answer yet."""
    insist(rules.why_not_ask(by, question.consultation))
    _changed(question.consultation, by)
    question.delete()


@transaction.atomic
def publish_questions(*, consultation: Consultation, by: Actor) -> Entry:
    """Publish the questions. Everybody can read them from now on, and answer once it is open."""
    insist(rules.why_not_publish_questions(by, consultation))
    made = _changed(consultation, by)
    made.published = clock.now()
    made.save()
    take_answers(consultation=consultation, by=by)
    asked = Question.objects.apart_of(consultation)
    EqualityCount.objects.filter(question__in=asked).delete()
    EqualityCount.objects.bulk_create(
        EqualityCount(question=question, option=at) for question in asked for at in range(len(question.choices))
    )
    return _enter(consultation, "questions_published", by, body=consultation.body.name)


@transaction.atomic
def correct_question(*, question: Question, text: str, hint: str, why: str, by: Actor) -> Amendment | None:
    """Correct a slip in a question that is answered already. What stood there stays to be read, with the reason."""
    insist(rules.why_not_correct(by, question))
    new = {"text": text, "hint": hint}
    changes = [
        {"field": f"question {question.place + 1}", "was": getattr(question, name), "becomes": value}
        for name, value in new.items()
        if getattr(question, name) != value
    ]
    if not changes:
        return None
    question.text, question.hint = text, hint
    question.save(update_fields=["text", "hint"])
    row = question.consultation
    entry = _enter(row, "consultation_amended", by, body=row.body.name)
    return Amendment.objects.create(register=row.REGISTER, record=row.pk, changes=changes, why=why, entry=entry.n)


@transaction.atomic
def enter_many(*, consultation: Consultation, way: str, replies: Iterable[Reply], by: Actor) -> list[Response]:
    """Enter answers that came in on paper, at meetings or by telephone, all of them or none, with one entry."""
    rows = list(replies)
    days = [consultation.area.day_of(each.received) for each in rows if each.received]
    insist(rules.why_not_enter(by, consultation, way, days))
    if not rows:
        raise Refused(_("There are no responses to enter."))
    blank = sum(each.is_blank for each in rows)
    if blank:
        told = ngettext("%(count)s response answers no question. Leave it out.",
                        "%(count)s responses answer no question. Leave them out.", blank)  # fmt: skip
        raise Refused(told % {"count": blank})
    entry = _enter(consultation, "answers_entered", by, count=len(rows), way=Way(way).label)
    made = [
        Response(
            consultation=consultation, way=way, entry=entry.n, received=each.received or clock.now(),
            entered_by_id=by.pk, **each.who,
        )
        for each in rows
    ]  # fmt: skip
    Response.objects.bulk_create(made, AT_ONCE)
    answers = (each for response, reply in zip(made, rows, strict=True) for each in answers_of(response, reply))
    Answer.objects.bulk_create(answers, AT_ONCE)
    count_apart(each for reply in rows for each in reply.apart)
    tally(made)
    return made


@transaction.atomic
def forget_started(*, before: datetime, by: Actor) -> int:
    """Privately, forget answers that were never sent, some time after the consultation has ended."""
    day = before.date()
    over = Q(consultation__closes__lt=day) | (Q(consultation__state="withdrawn") & Q(saved__lt=before))
    rows = list(Started.objects.filter(over)[:AT_ONCE])
    names = [each["stored"] for row in rows for each in row.files.values()]
    Started.objects.filter(pk__in=[row.pk for row in rows]).delete()
    transaction.on_commit(partial(discard_all, names))
    return len(rows)


@transaction.atomic
def forget_files(*, before: datetime, by: Actor) -> int:
    """Privately, take away the files of answers that were not sent. What was typed stays, and that there was a file."""
    rows = list(Started.objects.select_for_update().filter(size__gt=0, saved__lt=before)[:AT_ONCE])
    names = [each["stored"] for row in rows for each in row.files.values()]
    for row in rows:
        row.files = {at: {**each, "stored": "", "size": 0} for at, each in row.files.items()}
        row.size = 0
    Started.objects.bulk_update(rows, ["files", "size"])
    transaction.on_commit(partial(discard_all, names))
    return len(rows)


@transaction.atomic
def forget_names(*, before: datetime, by: Actor) -> int:
    """Privately, forget who answered: names and addresses, some time after the feedback or the withdrawal."""
    withdrawn = Entry.objects.filter(act="consultation_withdrawn", at__lt=before).values_list("subject", flat=True)
    numbers = [int(subject.rpartition("/")[2]) for subject in withdrawn]
    over = Q(consultation__feedback_published__lt=before.date())
    over |= Q(consultation__state="withdrawn", consultation__in=numbers)
    return Response.objects.filter(over).exclude(name="", email="").update(name="", email="", wants_news=False)


@transaction.atomic
def forget_giver(*, email: str, by: Actor) -> int:
    """Privately, take a name and an address from what somebody answered: for those who are erased. Answers stay."""
    return Response.objects.of_address(email).update(name="", email="", wants_news=False)


def _changed(consultation: Consultation, by: Actor) -> Questionnaire:
    """The questionnaire of a consultation, which is published anew once something in it was changed."""
    made, _new = Questionnaire.objects.get_or_create(consultation=consultation)
    if made.published:
        made.published = None
        made.save(update_fields=["published"])
        take_answers(consultation=consultation, possible=False, by=by)
    return made


def _added(consultation: Consultation, questions: Iterable[dict[str, Any]]) -> list[Question]:
    rows, new = Question.objects.filter(consultation=consultation), list(questions)
    if rows.count() + len(new) > rules.MOST_QUESTIONS:
        raise Refused(_("A consultation can ask up to %(n)s questions.") % {"n": rules.MOST_QUESTIONS})
    last = rows.aggregate(last=Max("place"))["last"]
    first = 0 if last is None else last + 1
    made = [Question(consultation=consultation, **each) for each in new]
    assert all(each.kind in Kind.values for each in made)
    for place, each in enumerate(made, first):
        each.place = place
    return Question.objects.bulk_create(made)


def _enter(consultation: Consultation, act: str, by: Actor, **facts: Any) -> Entry:
    area, subject = consultation.area.slug, consultation.subject
    return append(act=act, area=area, subject=subject, by=by, facts={"title": consultation.title, **facts})
