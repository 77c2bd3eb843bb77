"""Who may ask, answer, enter and read, and when; what may be shown of counts; what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from opencompact.core.suppression import hidden
from opencompact.core.words import in_words
from opencompact.site import clock
from opencompact.site.accounts.models import Role, RoleKind
from opencompact.site.accounts.rules import spoken_for, why_not_speak_for
from opencompact.site.areas.models import Area
from opencompact.site.consultations.models import Consultation
from opencompact.site.findings.models import State
from opencompact.site.responses.models import (
    EqualityCount,
    Question,
    Questionnaire,
    Reply,
    Response,
    Started,
    Tally,
    Way,
)
from opencompact.site.rules import SET_UP, Due, only

MOST_QUESTIONS = 100
DAYS_AHEAD = 28  # questions that are missing are due this long before the opening
DAYS_TO_ENTER = 7  # after the close, for what came in on paper


def published(consultation: Consultation) -> Questionnaire | None:
    """The questions as they were published."""
    return Questionnaire.objects.filter(consultation=consultation).exclude(published=None).first()


def written(consultation: Consultation) -> int:
    """How many questions about the matter are written."""
    return Question.objects.of(consultation).count()


def is_answered(consultation: Consultation) -> bool:
    """Whether somebody has answered, or begun to."""
    rows = (Response.objects.filter(consultation=consultation), Started.objects.filter(consultation=consultation))
    return any(each.exists() for each in rows)


def why_not_ask(person: Any, consultation: Consultation) -> str | None:
    """Questions are written by those who speak for the body, until the first could have been answered."""
    return why_not_speak_for(person, consultation.body) or why_not_change(consultation)


def why_not_change(consultation: Consultation) -> str | None:
    """Questions stay as they are once the first could have been answered."""
    if consultation.state == State.WITHDRAWN:
        return _("This consultation was withdrawn.")
    begun = consultation.opening is not None and consultation.opening <= clock.now()
    if is_answered(consultation) or (begun and published(consultation)):
        return _("People can already answer the questions, so you can't change them. You can still correct a mistake.")
    if begun and consultation.closing is not None and consultation.closing <= clock.now():
        return _("The consultation has closed.")
    return None


def why_not_publish_questions(person: Any, consultation: Consultation) -> str | None:
    """Questions are published after the notice, and there is at least one."""
    why_not = why_not_ask(person, consultation)
    if why_not:
        return why_not
    asked = Question.objects.of(consultation).exists()
    return why_not_publish_yet(consultation, asked=asked, is_published=published(consultation) is not None)


def why_not_publish_yet(consultation: Consultation, *, asked: bool, is_published: bool) -> str | None:
    """What is still missing before questions can be published."""
    if not consultation.is_public:
        return _("The questions are published with the notice. Publish that.")
    if consultation.elsewhere:
        return _("The notice says people respond on another site, so there are no questions here.")
    if is_published:
        return _("These questions are published. If you change one, they are published again.")
    if not asked:
        return _("There are no questions yet. Add one first.")
    return None


def why_not_correct(person: Any, question: Question) -> str | None:
    """A slip of the pen is corrected in public, and only where the question can't simply be changed."""
    consultation = question.consultation
    why_not = why_not_speak_for(person, consultation.body)
    if why_not:
        return why_not
    if why_not_ask(person, consultation) is None:
        return _("Nobody can answer this question yet. Change it instead.")
    return None if consultation.is_public else _("This consultation was withdrawn.")


def why_not_answer(consultation: Consultation, moment: datetime) -> str | None:
    """Anybody answers, from the opening until the close. What counts is when their answer was received."""
    why_not = why_not_open(consultation, moment)
    return why_not or (says_not_ready(consultation) if published(consultation) is None else None)


def why_not_blank(reply: Reply) -> str | None:
    """A response that says nothing about the matter is no response."""
    if reply.is_blank:
        return _("You haven't answered any of the questions, so there is nothing to send. Answer at least one.")
    return None


def why_not_open(consultation: Consultation, moment: datetime) -> str | None:
    """A consultation takes answers here, from the beginning of its first day to the end of its last."""
    if consultation.state == State.WITHDRAWN:
        return _("This consultation was withdrawn.")
    if consultation.elsewhere:
        return _("People respond to this consultation on another site. See the notice for the link.")
    if consultation.opening is None or moment < consultation.opening:
        opens = {"day": in_words(consultation.opens)} if consultation.opens else {}
        return _("It opens on %(day)s.") % opens if opens else _("It has not opened yet.")
    closed = consultation.closing is not None and consultation.closing <= moment
    if not closed and not consultation.is_open(moment):
        return says_not_ready(consultation)
    if closed:
        assert consultation.closes is not None
        return _("It closed at 11:59pm on %(day)s.") % {"day": in_words(consultation.closes)}
    return None


def says_not_ready(consultation: Consultation) -> str:
    """Why nobody can answer what should be open."""
    if consultation.questions_from and consultation.questions_from >= consultation.area.today():
        told = _("You can't respond yet. The questions are to be published on %(day)s.")
        return told % {"day": in_words(consultation.questions_from)}
    return _("You can't respond yet: the questions have not been published.")


def why_not_withdraw(response: Response, moment: datetime) -> str | None:
    """Who has the code of an answer may take it back until the close."""
    if response.withdrawn:
        return _("This response has already been withdrawn.")
    if not response.consultation.is_open(moment):
        return _("The consultation has closed. Responses could be withdrawn only until it closed.")
    return None


def nothing_begun() -> str:
    """A code that leads nowhere."""
    return _("We can't find a response with this code. Check the code, or start a new response.")


def why_not_enter(
    person: Any, consultation: Consultation, way: str = Way.PAPER, received: Iterable[date] = ()
) -> str | None:
    """Who speaks for the body enters what came in on paper, at meetings or by telephone while it was open."""
    why_not = why_not_speak_for(person, consultation.body)
    if why_not:
        return why_not
    if published(consultation) is None:
        return _("Publish the questions first. You can enter responses after that.")
    if consultation.opens is None or consultation.area.today() < consultation.opens:
        return _("The consultation has not opened yet.")
    if consultation.feedback_published:
        return _("The feedback is published, so the responses it is based on can't be changed.")
    if way == Way.ONLINE and person is not SET_UP:
        return _("Online responses are recorded automatically. Choose another way for the ones you enter.")
    last = min(consultation.closes or date.max, consultation.area.today())
    if any(not consultation.opens <= day <= last for day in received):
        says = _("A response counts if it was received from %(opens)s to %(last)s.")
        return says % {"opens": in_words(consultation.opens), "last": in_words(last)}
    return None


def why_not_read(person: Any, consultation: Consultation) -> str | None:
    """Answers are read by those who speak for the body, and by its readers. An administrator of the site is neither."""
    if person is SET_UP or spoken_for(person, consultation.area).filter(pk=consultation.body_id).exists():
        return None
    reading = Role.objects.of(person, consultation.area).filter(kind=RoleKind.READER)
    if reading.filter(organisation=consultation.body_id).exists():
        return None
    return only(_("people who act for %(body)s and its readers") % {"body": consultation.body.name})


def why_not_see_equality(person: Any, consultation: Consultation) -> str | None:
    """Counts apart are shown after the close: before, each new answer would show in them."""
    why_not = why_not_read(person, consultation)
    if why_not:
        return why_not
    if consultation.closing is None or clock.now() < consultation.closing:
        return _("These counts are shown once the consultation has closed.")
    return None


def counted_apart(questions: Iterable[Question]) -> Iterator[tuple[Question, list[int]]]:
    """Each equality question with how often each of its options was chosen, before anything is hidden."""
    asked = list(questions)
    held = {(row.question_id, row.option): row.count for row in EqualityCount.objects.filter(question__in=asked)}
    for question in asked:
        yield question, [held.get((question.pk, at), 0) for at in range(len(question.choices))]


def equality(consultation: Consultation) -> list[tuple[Question, list[tuple[str, int | None]]]]:
    """Each equality question with how often each of its options was chosen, as it may be shown."""
    small = consultation.area.small_number
    return [
        (question, list(zip(question.choices, hidden(counts, small), strict=True)))
        for question, counts in counted_apart(Question.objects.apart_of(consultation))
    ]


def answered(consultation: Consultation) -> dict[str, Any]:
    """How many answered, in which way, and for whom, as everybody may read it."""
    rows = list(Tally.objects.of(consultation))
    ways = {way: sum(row.count for row in rows if row.way == way) for way in Way}
    groups = sum(row.count for row in rows if row.as_organisation)
    total, small = sum(ways.values()), consultation.area.small_number
    if total < small:
        unsaid = {"people": None, "organisations": None, "voices": None}
        return {"total": None, "small": small, "any": bool(total), "ways": [], **unsaid}
    present = [way for way in Way if ways[way]]
    voices = sum(row.people for row in rows)  # at a meeting one answer stands for many
    by_way = zip(present, hidden([ways[way] for way in present], small), strict=True)
    people, organisations = hidden([total - groups, groups], small)
    return {
        "total": total, "small": small, "any": True, "ways": [(way.label, count) for way, count in by_way],
        "people": people, "organisations": organisations, "voices": voices if voices > total else None,
    }  # fmt: skip


def received(consultations: Iterable[Consultation]) -> dict[int, int | None]:
    """How many responses there are to each, here or elsewhere; None where nobody knows, and for a small number."""
    rows = list(consultations)
    tallies = Tally.objects.filter(consultation__in=rows).values("consultation").annotate(total=Sum("count"))
    here = {each["consultation"]: each["total"] for each in tallies}
    asked = Questionnaire.objects.filter(consultation__in=rows).exclude(published=None)
    asks = set(asked.values_list("consultation", flat=True))
    found: dict[int, int | None] = {}
    for row in rows:
        total = here.get(row.pk, 0)
        shown = None if 0 < total < row.area.small_number else total
        found[row.pk] = shown if row.pk in asks and not row.elsewhere else row.responses
    return found


def take_part(consultation: Consultation, person: Any) -> dict[str, Any]:
    """What ``responses/parts/take_part.html`` shows on the page of a consultation."""
    asks = consultation.is_public and not consultation.elsewhere
    questions = published(consultation) if asks else None
    return {
        "consultation": consultation, "asks": questions is not None,
        "why_not_answer": why_not_open(consultation, clock.now()) if questions else None,
        "answered": answered(consultation) if questions else None,
        "may_ask": why_not_speak_for(person, consultation.body) is None and not consultation.elsewhere,
        "may_read": why_not_read(person, consultation) is None and questions is not None,
    }  # fmt: skip


def due(person: Any, area: Area, today: date) -> list[Due]:
    """Questions missing before the opening; the last days to enter what came in on paper."""
    own = Consultation.objects.of(area).standing().filter(body__in=spoken_for(person, area), elsewhere="")
    ahead = own.filter(opens__lte=today + timedelta(days=DAYS_AHEAD), closes__gte=today)
    missing = ahead.filter(questionnaire__published=None).order_by("opens", "pk")[:20]
    closed = own.filter(closes__lt=today, closes__gte=today - timedelta(days=DAYS_TO_ENTER), feedback_published=None)
    ended = closed.exclude(questionnaire__published=None).order_by("closes", "pk")[:20]
    says = _("Publish the questions of %(title)s")
    enter = _("Enter the last responses to %(title)s received on paper or at meetings")
    return [
        *(Due(each.opens, says % {"title": each.title}, f"{each.get_absolute_url()}questions/") for each in missing),
        *(
            Due(
                each.closes + timedelta(days=DAYS_TO_ENTER) if each.closes else None,
                enter % {"title": each.title},
                f"{each.get_absolute_url()}responses/enter/",
            )
            for each in ended
        ),
    ]
