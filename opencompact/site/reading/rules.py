"""Who may read answers, code them, redact them and publish results, and when; what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from opencompact.site.accounts.models import Person, Role, RoleKind
from opencompact.site.accounts.rules import spoken_for, why_not_speak_for
from opencompact.site.agreements.rules import deadline
from opencompact.site.areas.models import Area
from opencompact.site.consultations.models import Consultation
from opencompact.site.reading.counts import campaigns_of
from opencompact.site.reading.models import Code, Coding, Quote, Redaction, Results, Sample, SampleItem
from opencompact.site.responses.models import Answer, Kind, Question, Response, Tally
from opencompact.site.rules import SET_UP, Due, only

MOST_CODES = 100
MOST_AT_ONCE = 20_000  # answers coded by one request
SMALLEST_SAMPLE = 10


def why_not_read(person: Any, consultation: Consultation) -> str | None:
    """Answers are read by those who speak for the body, and by its readers; by nobody else, administrators included."""
    if person is SET_UP or spoken_for(person, consultation.area).filter(pk=consultation.body_id).exists():
        return None
    reading = Role.objects.of(person, consultation.area).filter(kind=RoleKind.READER)
    if reading.filter(organisation=consultation.body_id).exists():
        return None
    return only(_("people who act for %(body)s and its readers") % {"body": consultation.body.name})


def why_not_frame(person: Any, consultation: Consultation) -> str | None:
    """Who reads the answers writes the coding frame."""
    return why_not_read(person, consultation)


def why_not_add_code(person: Any, consultation: Consultation, title: str = "") -> str | None:
    """Two codes are never called the same."""
    why_not = why_not_frame(person, consultation)
    if why_not:
        return why_not
    codes = Code.objects.of(consultation)
    if title and codes.filter(title__iexact=title).exists():
        return _("There is already a code “%(title)s”.") % {"title": title}
    if codes.count() >= MOST_CODES:
        return _("A code frame can have up to %(most)s codes. Merge some first.") % {"most": MOST_CODES}
    return None


def why_not_drop_code(person: Any, code: Code) -> str | None:
    """A code that was given to an answer is merged, not deleted."""
    why_not = why_not_frame(person, code.consultation)
    if why_not:
        return why_not
    if Coding.objects.filter(code=code).exists():
        return _("Some answers have this code. Merge it with another code, or remove it from those answers first.")
    return None


def why_not_merge(person: Any, code: Code, into: Code) -> str | None:
    """Two different codes of one frame become one."""
    why_not = why_not_frame(person, code.consultation)
    if why_not:
        return why_not
    if code.pk == into.pk or code.consultation_id != into.consultation_id:
        return _("Choose another code from the same code frame.")
    return None


def why_not_code(person: Any, answers: Iterable[Answer]) -> str | None:
    """Answers are coded by those who read them."""
    for each in answers:
        return why_not_read(person, each.question.consultation)
    return _("Choose at least one answer.")


def why_not_quote(person: Any, answer: Answer) -> str | None:
    """Quoted is only whose writer agreed that the answer is published."""
    why_not = why_not_read(person, answer.question.consultation)
    if why_not:
        return why_not
    if not answer.publish or answer.response.withdrawn:
        return _("The person who wrote this did not agree to it being published, so you can’t quote it.")
    return None


def why_not_redact(person: Any, answer: Answer) -> str | None:
    """Who speaks for the body withholds words; a reader asks them to."""
    return why_not_speak_for(person, answer.question.consultation.body)


def why_not_lift(person: Any, redaction: Redaction) -> str | None:
    """What was withheld can be shown again."""
    why_not = why_not_redact(person, redaction.answer)
    if why_not:
        return why_not
    return _("This can already be read again.") if redaction.lifted else None


def why_not_group(person: Any, question: Question) -> str | None:
    """Groups are suggested for answers in words."""
    why_not = why_not_read(person, question.consultation)
    if why_not:
        return why_not
    return None if question.kind == Kind.TEXT else _("Groups can only be suggested for free-text answers.")


def coders(consultation: Consultation) -> list[Person]:
    """The people who may code: those with a role at the body that lets them read."""
    kinds = (RoleKind.EDITOR, RoleKind.READER, RoleKind.OFFICER)
    roles = Role.objects.filter(organisation=consultation.body_id, kind__in=kinds).held_on(consultation.area.today())
    return list(Person.objects.filter(pk__in=roles.values("person")).order_by("name", "pk"))


def why_not_draw(person: Any, question: Question, first: Person, second: Person) -> str | None:
    """Two different people who may read the answers code a sample; there are codes to give."""
    why_not = why_not_group(person, question)
    if why_not:
        return why_not
    if first.pk == second.pk:
        return _("Choose two different people.")
    if any(why_not_read(each, question.consultation) for each in (first, second)):
        return _("Both must be able to read the answers.")
    if not Code.objects.of(question.consultation).exists():
        return _("There are no codes yet. Add the codes first.")
    if Answer.objects.to(question).count() < SMALLEST_SAMPLE:
        return _("A sample needs at least %(least)s answers.") % {"least": SMALLEST_SAMPLE}
    return None


def why_not_code_sample(person: Any, item: SampleItem) -> str | None:
    """Only the two coders code a sample, each answer once and without seeing the other's codes."""
    sample = item.sample
    why_not = why_not_read(person, sample.question.consultation)
    if why_not:
        return why_not
    if not sample.is_coder(person):
        return _("Only the two people named for this sample can code it.")
    mine = item.first_codes if person.pk == sample.first_id else item.second_codes
    return None if mine is None else _("You have already coded this answer.")


def why_not_compare(person: Any, sample: Sample) -> str | None:
    """What the two said is shown to nobody before both have finished."""
    why_not = why_not_read(person, sample.question.consultation)
    if why_not:
        return why_not
    left = SampleItem.objects.filter(sample=sample)
    if left.filter(first_codes__isnull=True).exists() or left.filter(second_codes__isnull=True).exists():
        return _("Both people are still coding. We'll show their codes once both have finished.")
    return None


def why_not_settle(person: Any, item: SampleItem) -> str | None:
    """Differences are settled once."""
    why_not = why_not_compare(person, item.sample)
    return why_not or (_("This has already been settled.") if item.settled else None)


def why_not_publish_results(person: Any, consultation: Consultation) -> str | None:
    """Results are published by those who speak for the body, once it has closed."""
    why_not = why_not_speak_for(person, consultation.body)
    if why_not:
        return why_not
    if not consultation.is_public:
        return _("This consultation is not public.")
    if consultation.closes is None or consultation.area.today() <= consultation.closes:
        return _("You can publish the results only after the consultation has closed.")
    published = Results.objects.filter(consultation=consultation).first()
    if published and not is_outdated(published):
        return _("The results have already been published.")
    return None


def is_outdated(results: Results) -> bool:
    """Whether somebody quoted or grouped something since the results were published."""
    quoted = Quote.objects.of(results.consultation).filter(made__gt=results.published).exists()
    return quoted or campaigns_of(results.consultation) != results.campaigns


class Counted(NamedTuple):
    """One point people made: how many responses make it, and how many people stand behind them."""

    code: int  # its key: whoever keeps it knows the point again
    title: str
    description: str
    responses: int
    people: int


def points(consultation: Consultation) -> list[Counted]:
    """Every code with how many said it, the most frequent first. A response counts once, however often it says it."""
    rows = Coding.objects.filter(code__consultation=consultation, answer__response__withdrawn=None)
    said: dict[int, dict[int, int]] = {}
    for code, response, people in rows.values_list("code", "answer__response", "answer__response__people").distinct():
        said.setdefault(code, {})[response] = people
    counted = [
        Counted(each.pk, each.title, each.description, len(said.get(each.pk, {})), sum(said.get(each.pk, {}).values()))
        for each in Code.objects.of(consultation)
    ]
    return sorted(counted, key=lambda each: -each.responses)


def results_of(consultation: Consultation) -> dict[str, Any] | None:
    """What ``reading/parts/results.html`` shows on the page of a consultation; None before results are published."""
    if not Results.objects.filter(consultation=consultation).exists():
        return None
    total = Tally.objects.of(consultation).total()
    return {"total": total if total >= consultation.area.small_number else 0}


def reading_of(person: Any, consultation: Consultation) -> dict[str, Any] | None:
    """What ``reading/parts/desk.html`` shows there, to those who read the answers."""
    if why_not_read(person, consultation) or not Question.objects.filter(consultation=consultation).exists():
        return None
    return {}


def due(person: Any, area: Area, today: date) -> list[Due]:
    """Samples a person has yet to code; answers of closed consultations whose results are not published yet."""
    if person.pk is None:
        return []
    found = []
    samples = Sample.objects.filter(question__consultation__area=area).select_related("question__consultation__area")
    mine = samples.filter(first=person.pk, items__first_codes__isnull=True) | samples.filter(
        second=person.pk, items__second_codes__isnull=True
    )
    for sample in mine.filter(items__isnull=False).distinct().order_by("pk")[:20]:
        row = sample.question.consultation
        says = _("Code your part of a sample: %(title)s") % {"title": row.title}
        found.append(Due(None, says, f"{row.get_absolute_url()}reading/samples/{sample.pk}/code/"))
    closed = Consultation.objects.of(area).standing().filter(body__in=spoken_for(person, area), closes__lt=today)
    closed = closed.filter(closes__gte=today - timedelta(days=365), results=None, questionnaire__isnull=False)
    answered = closed.filter(pk__in=Response.objects.filter(withdrawn=None).values("consultation"))
    for row in answered.order_by("closes", "pk")[:20]:
        assert row.closes is not None
        says = _("Read the responses and publish the results: %(title)s") % {"title": row.title}
        by = deadline(area, row.closes, "consultations", "closes", "feedback_published", area.results_days)
        found.append(Due(by.day if by else None, says, f"{row.get_absolute_url()}reading/"))
    return found
