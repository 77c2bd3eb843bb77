"""Who may write and publish feedback, and when it is whole; what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from opencompact.core.words import in_words
from opencompact.site.accounts.rules import spoken_for, why_not_speak_for
from opencompact.site.areas.models import Area
from opencompact.site.consultations.models import Consultation, Phase
from opencompact.site.feedback.models import Decision, Feedback, Point
from opencompact.site.findings.models import State
from opencompact.site.reading.rules import Counted, points
from opencompact.site.rules import CLOCK, Due

SOON = timedelta(days=42)


def why_not_write(person: Any, consultation: Consultation) -> str | None:
    """Who speaks for the body writes its feedback, once the consultation has closed."""
    why_not = None if person is CLOCK else why_not_speak_for(person, consultation.body)
    if why_not:
        return why_not
    if consultation.state != State.PUBLISHED:
        return _("Only a published consultation can have feedback.")
    if consultation.phase() not in (Phase.AWAITING, Phase.DONE, Phase.CLOSED):
        return _("The consultation is not closed yet. Write the feedback after it closes.")
    return None


def to_begin() -> Iterator[Consultation]:
    """Consultations answered here that have closed and whose feedback nobody has begun."""
    for area in Area.objects.all():
        closed = Consultation.objects.of(area).in_phase(Phase.AWAITING, area.today())
        yield from closed.filter(feedback=None, elsewhere="", questionnaire__isnull=False)


def why_not_write_point(person: Any, consultation: Consultation, said: dict[str, Any]) -> str | None:
    """What is published already stays whole when it is amended."""
    why_not = why_not_write(person, consultation)
    if why_not or feedback_of(consultation) is None:
        return why_not
    return lacks(Point(**said))


def why_not_remove_point(person: Any, point: Point) -> str | None:
    """A point nobody has seen can be taken away; a published one stays."""
    why_not = why_not_write(person, point.consultation)
    return why_not or (_("This is published. Change the published version, and say why.") if point.published else None)


def why_not_publish(person: Any, consultation: Consultation, written: Iterable[Point]) -> str | None:
    """Feedback is published once, with at least one point, each decided, with what is done by whom and when."""
    why_not = why_not_write(person, consultation)
    if why_not:
        return why_not
    if feedback_of(consultation):
        return _("The feedback has already been published.")
    written = list(written)
    if not written:
        return _("Enter at least one thing people said, and what was decided about it.")
    return next((f"{point.said}: {told}" for point in written if (told := lacks(point))), None)


def lacks(point: Point) -> str | None:
    """What a point lacks to be published."""
    if not point.decision:
        return _("say whether it was agreed, partly agreed or not agreed.")
    if point.decision != Decision.AGREED and not point.why:
        return _("say why it was not agreed, or only partly agreed.")
    if point.is_promise and not point.doing:
        return _("say what will be done about it.")
    if point.is_promise and point.done_on is None and not (point.owner and point.by_when):
        return _("say who is responsible and when it is due.")
    return None


def why_not_say_done(person: Any, point: Point, on: date | None = None) -> str | None:
    """Who speaks for the body says when something promised was done, once."""
    why_not = why_not_write(person, point.consultation)
    if why_not:
        return why_not
    if not point.published or not point.is_promise:
        return _("Nothing was promised on this point.")
    if point.done_on:
        return _("This was done on %(day)s.") % {"day": in_words(point.done_on)}
    if on and on > point.consultation.area.today():
        return _("Record this on the date it is done, or later.")
    return None


def to_draft(consultation: Consultation) -> list[Counted]:
    """The codes of the answers of which there is no point yet, the most frequent first."""
    drafted = set(Point.objects.of(consultation).values_list("code", flat=True))
    said = [each for each in points(consultation) if each.responses and each.code not in drafted]
    return sorted(said, key=lambda each: (-each.people, each.title))


def feedback_of(consultation: Consultation) -> Feedback | None:
    """The published feedback."""
    return Feedback.objects.filter(consultation=consultation, published__isnull=False).first()


def writing_of(person: Any, consultation: Consultation) -> dict[str, Any] | None:
    """What ``feedback/parts/desk.html`` shows on the page of a consultation, to those who write its feedback."""
    return {} if person.is_authenticated and why_not_write(person, consultation) is None else None


def due(person: Any, area: Area, today: date) -> list[Due]:
    """What was promised in reply and is due in six weeks, for those who speak for the body."""
    promised = Point.objects.promised(area).to_do().filter(by_when__lte=today + SOON)
    mine = promised.filter(consultation__body__in=spoken_for(person, area))
    found = [
        Due(each.by_when, _("Promised after “%(title)s”: %(doing)s") % {
            "title": each.consultation.title, "doing": _short(each.doing),
        }, f"{each.consultation.get_absolute_url()}feedback/points/{each.pk}/done/")
        for each in mine
    ]  # fmt: skip
    return found


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79].rstrip()}…"
