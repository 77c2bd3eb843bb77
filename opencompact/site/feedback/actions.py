"""Draft what was said, decide on it, publish it, amend it, say what was done; write to those who left an address."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.signing import Signer
from django.db import transaction
from django.db.models import Max

from opencompact.core.ledger.registers import HOLDS
from opencompact.site import clock
from opencompact.site.consultations.models import Consultation
from opencompact.site.feedback import rules
from opencompact.site.feedback.models import Feedback, News, Point
from opencompact.site.findings.actions import settle
from opencompact.site.post.actions import write
from opencompact.site.record.actions import append
from opencompact.site.record.models import Entry
from opencompact.site.responses.models import Response
from opencompact.site.rules import Actor, insist

AT_ONCE = 200  # letters written in one go
LINKS = "feedback-letters"


@transaction.atomic
def begin(*, consultation: Consultation, by: Actor) -> Feedback:
    """Privately, begin the feedback of a consultation that has closed, with a row of each code of its answers."""
    insist(rules.why_not_write(by, consultation))
    feedback, made = Feedback.objects.get_or_create(consultation=consultation, defaults={"asked": consultation.purpose})
    if made:
        draft_points(consultation=consultation, by=by)
    return feedback


@transaction.atomic
def draft_points(*, consultation: Consultation, by: Actor) -> list[Point]:
    """Privately, make a row of each code of the answers that has none yet."""
    insist(rules.why_not_write(by, consultation))
    place = _next_place(consultation)
    return [
        Point.objects.create(
            consultation=consultation, place=place + at, code=each.code, said=each.title, how_many=each.people
        )
        for at, each in enumerate(rules.to_draft(consultation))
    ]


@transaction.atomic
def write_introduction(*, consultation: Consultation, asked: str, heard: str, by: Actor) -> Feedback:
    """Write what was asked and, in short, what was said; once published, that is an amendment."""
    insist(rules.why_not_write(by, consultation))
    feedback, _made = Feedback.objects.get_or_create(consultation=consultation)
    feedback.asked, feedback.heard = asked, heard
    feedback.save(update_fields=["asked", "heard"])
    if feedback.published:
        _enter("feedback_amended", consultation, by)
    return feedback


@transaction.atomic
def write_point(*, consultation: Consultation, by: Actor, point: Point | None = None, **said: Any) -> Point:
    """Write one point, or change it. ``said``: said, how_many, decision, why, doing, owner, by_when."""
    insist(rules.why_not_write_point(by, consultation, said))
    point = point or Point(consultation=consultation, place=_next_place(consultation))
    for name, value in said.items():
        setattr(point, name, value)
    feedback = rules.feedback_of(consultation)
    if feedback:
        point.published = point.published or clock.now()
    point.save()
    point.keep_place()
    point.save(update_fields=["day_place"])
    if feedback:
        _enter("feedback_amended", consultation, by)
    return point


@transaction.atomic
def remove_point(*, point: Point, by: Actor) -> None:
    """Privately, take away a point nobody has seen."""
    insist(rules.why_not_remove_point(by, point))
    point.delete()


@transaction.atomic
def publish(*, consultation: Consultation, by: Actor) -> Entry:
    """Publish what was asked, said and done. Those who left an address hear of it."""
    points = list(Point.objects.of(consultation))
    insist(rules.why_not_publish(by, consultation, points))
    feedback, _made = Feedback.objects.get_or_create(consultation=consultation)
    if consultation.feedback_published is None:
        consultation.feedback_published = consultation.area.today()
    consultation.feedback_url = f"{settings.ADDRESS}{feedback.get_absolute_url()}"
    consultation.unknown = [name for name in consultation.unknown if not name.startswith("feedback_")]
    consultation.save(update_fields=["feedback_published", "feedback_url", "unknown"])
    entry = _enter("feedback_published", consultation, by, points=len(points), **{HOLDS: consultation.holds()})
    feedback.published, feedback.entry = clock.now(), entry.n
    feedback.save(update_fields=["published", "entry"])
    Point.objects.of(consultation).update(published=feedback.published)
    settle(row=consultation, by=by)
    News.objects.create(consultation=consultation)
    return entry


@transaction.atomic
def say_done(*, point: Point, on: date, by: Actor, evidence: str = "", link: str = "") -> Entry:
    """Say when something promised was done, with what shows it. Those who left an address hear of it."""
    insist(rules.why_not_say_done(by, point, on))
    point.done_on, point.evidence, point.link = on, evidence, link
    point.keep_place()
    point.save(update_fields=["done_on", "evidence", "link", "day_place"])
    News.objects.create(consultation=point.consultation, point=point)
    facts = {"body": point.consultation.body.name, "title": point.consultation.title, "point": point.doing}
    return append(
        act="pledge_done", area=point.consultation.area.slug, subject=point.consultation.subject, by=by, facts=facts
    )


@transaction.atomic
def write_news(*, news: News, by: Actor) -> int:
    """Privately, write the next letters of a piece of news; how many. Each address gets one, also after a fault."""
    news = News.objects.select_for_update(of=("self",)).get(pk=news.pk)
    if news.finished:
        return 0
    wanted = Response.objects.of(news.consultation).filter(wants_news=True).exclude(email="")
    found = list(wanted.filter(pk__gt=news.written_to).order_by("pk")[:AT_ONCE])
    for response in found:
        _write_to(news, response)
    news.written_to = found[-1].pk if found else news.written_to
    news.finished = len(found) < AT_ONCE
    news.save(update_fields=["written_to", "finished"])
    return len(found)


@transaction.atomic
def stop_letters(*, response: Response, by: Actor) -> None:
    """Privately, forget the address somebody left: no letter follows."""
    response.email, response.wants_news = "", False
    response.save(update_fields=["email", "wants_news"])


def _write_to(news: News, response: Response) -> None:
    consultation = news.consultation
    path = f"{consultation.get_absolute_url()}feedback/stop/{Signer(salt=LINKS).sign(str(response.pk))}/"
    stop = f"{settings.ADDRESS}{path}"
    template = "post/feedback_done.txt" if news.point else "post/feedback_published.txt"
    facts = {"consultation": consultation, "point": news.point, "address": settings.ADDRESS, "stop": stop}
    once = f"news/{news.pk}/{sha256(response.email.lower().encode()).hexdigest()[:24]}"
    write(to=response.email, template=template, facts=facts, language=response.language, once=once, stop=stop)


def _next_place(consultation: Consultation) -> int:
    last: int | None = Point.objects.of(consultation).aggregate(last=Max("place"))["last"]
    return 0 if last is None else last + 1


def _enter(act: str, consultation: Consultation, by: Actor, **more: Any) -> Entry:
    facts = {"title": consultation.title, "body": consultation.body.name, **more}
    return append(act=act, area=consultation.area.slug, subject=consultation.subject, by=by, facts=facts)
