"""What happens in an area, for programs that follow it: an Atom feed of its acts, a calendar of its days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opencompact.site.accounts.actions import QUIET
from opencompact.site.agreements.models import CheckIn, Edition
from opencompact.site.areas.models import Area
from opencompact.site.consultations.models import Consultation
from opencompact.site.findings.models import Amendment
from opencompact.site.meetings.models import Meeting
from opencompact.site.meetings.models import State as Held
from opencompact.site.record.models import Entry
from opencompact.site.training.models import Event, Session, State

MOST = 50
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class Dated(NamedTuple):
    """Something on a day, or on several."""

    uid: str  # stays the same as long as it is the same thing
    first: date
    title: str
    href: str
    about: str = ""
    place: str = ""
    last: date | None = None
    cancelled: bool = False
    starts: datetime | None = None  # where the moment is known, and the one it ends
    ends: datetime | None = None
    changes: int = 0  # calendars take the entry with the highest number


def feed_of(area: Area) -> bytes:
    """The latest acts in an area as an Atom feed."""
    home = f"{settings.ADDRESS}{area.get_absolute_url()}"
    feed = Atom1Feed(
        title=_("%(area)s: latest activity") % {"area": area.name},
        link=home,
        description="",
        language=get_language() or "en",
        feed_url=f"{home}feed.atom",
        author_name=area.name,
        feed_guid=f"{home}feed.atom",
    )
    for entry in Entry.objects.in_area(area.slug).exclude(act__in=QUIET).latest(MOST):
        place = f"{settings.ADDRESS}{entry.get_absolute_url()}"
        said = _plain(entry.told)
        feed.add_item(
            title=said, link=place, description=escape(said), unique_id=place, pubdate=entry.at, updateddate=entry.at
        )
    return feed.writeString("utf-8").encode()


def consultations_of(area: Area) -> bytes:
    """The consultations of an area as an Atom feed, the latest published first; an amended one is a renewed entry."""
    home = f"{settings.ADDRESS}{area.get_absolute_url()}consultations/"
    feed = Atom1Feed(
        title=_("%(area)s: consultations") % {"area": area.name},
        link=home,
        description="",
        language=get_language() or "en",
        feed_url=f"{home}feed.atom",
        author_name=area.name,
        feed_guid=f"{home}feed.atom",
    )
    rows = list(Consultation.objects.of(area).public().order_by("-published", "-pk")[:MOST])
    amended = _amended(Amendment.objects.filter(record__in=[each.pk for each in rows]))
    for each in rows:
        place = f"{settings.ADDRESS}{each.get_absolute_url()}"
        told = each.says_when() if each.is_public else _("withdrawn: %(why)s") % {"why": each.why_withdrawn}
        about = _plain("\n".join([f"{each.body.name}: {told}.", each.purpose]))
        feed.add_item(
            title=_plain(each.title),
            link=place,
            description=escape(about),
            unique_id=place,
            pubdate=each.published,
            updateddate=amended[each.pk].last if each.pk in amended else each.published,
        )
    return feed.writeString("utf-8").encode()


class _Amended(NamedTuple):
    """How often a consultation was amended, and when last."""

    times: int
    last: datetime


def _amended(found: QuerySet[Amendment]) -> dict[int, _Amended]:
    of = found.filter(register=Consultation.REGISTER).values_list("record")
    return {record: _Amended(times, last) for record, times, last in of.annotate(Count("pk"), Max("made"))}


def calendar_of(area: Area) -> bytes:
    """The days of an area as a calendar file."""
    from icalendar import Calendar, vText  # only where a calendar is asked for

    calendar = Calendar()
    calendar.add("prodid", "-//OpenCompact//OpenCompact//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", vText(_plain(area.name)))
    for each in sorted(dates_of(area), key=lambda each: (each.first, each.uid)):
        calendar.add_component(_entry(each))
    return bytes(calendar.to_ical())


def _entry(each: Dated) -> Any:
    from icalendar import Event as Day

    day = Day()
    day.add("uid", each.uid)
    day.add("sequence", each.changes)
    day.add("dtstamp", datetime.combine(each.first, time(), UTC))
    day.add("dtstart", each.starts.astimezone(UTC) if each.starts else each.first)
    if each.ends:
        day.add("dtend", each.ends.astimezone(UTC))
    elif not each.starts:
        day.add("dtend", (each.last or each.first) + timedelta(days=1))
        day.add("transp", "TRANSPARENT")
    day.add("summary", _plain(each.title))
    day.add("url", f"{settings.ADDRESS}{each.href}")
    for name, text in (("description", each.about), ("location", each.place)):
        if text:
            day.add(name, _plain(text))
    if each.cancelled:
        day.add("status", "CANCELLED")
    return day


def dates_of(area: Area) -> Iterator[Dated]:
    """Everything in an area that has its day."""
    yield from _reviews(area)
    yield from _check_ins(area)
    yield from _consultations(area)
    yield from _meetings(area)
    yield from _sessions(area)
    yield from _events(area)


def _uid(kind: str, key: object) -> str:
    return f"{kind}-{key}@{settings.RECORD_NAME.partition('/')[0]}"


def _reviews(area: Area) -> Iterator[Dated]:
    for edition in Edition.objects.filter(area=area, end=None).exclude(review_due=None).defer("text"):
        title = _("Review of %(edition)s due") % {"edition": edition.title}
        assert edition.review_due
        yield Dated(_uid("review", edition.pk), edition.review_due, title, f"{area.get_absolute_url()}editions/")


def _check_ins(area: Area) -> Iterator[Dated]:
    for each in CheckIn.objects.filter(edition__area=area).select_related("edition").defer("edition__text"):
        title = _("Check-in of %(edition)s") % {"edition": each.edition.title}
        yield Dated(_uid("check-in", each.pk), each.on, title, f"{area.get_absolute_url()}editions/{each.edition_id}/")


def _consultations(area: Area) -> Iterator[Dated]:
    """The first and the last day on which each takes answers; no day opens what nobody can answer."""
    numbers = Consultation.objects.filter(area=area).values("pk")
    amended, today = _amended(Amendment.objects.filter(record__in=numbers)), area.today()
    for each in Consultation.objects.of(area).public():
        changes = (amended[each.pk].times if each.pk in amended else 0) + (not each.is_public)
        about = f"{each.body.name}: {each.says_when()}"
        days = (
            ("opens", None if each.is_late() else each.counted_from(today), _("Opens: %(title)s")),
            ("closes", each.closes, _("Closes at 11:59pm: %(title)s")),
        )
        for name, day, title in days:
            if day:
                yield Dated(
                    _uid(f"consultation-{name}", each.pk), day, title % {"title": each.title}, each.get_absolute_url(),
                    about, cancelled=not each.is_public, changes=changes,
                )  # fmt: skip


def _meetings(area: Area) -> Iterator[Dated]:
    for meeting in Meeting.objects.of(area):
        ends = datetime.combine(meeting.on, meeting.ends, area.zone) if meeting.ends else None
        yield Dated(
            _uid("meeting", meeting.pk), meeting.on, meeting.title, meeting.get_absolute_url(), meeting.why_cancelled,
            meeting.place, cancelled=meeting.state == Held.CANCELLED, starts=meeting.begins, ends=ends,
            changes=meeting.changes,
        )  # fmt: skip


def _sessions(area: Area) -> Iterator[Dated]:
    for session in Session.objects.filter(area=area):
        about = "\n".join(filter(None, [session.begins, session.about]))
        href = f"{area.get_absolute_url()}training/{session.pk}/"
        yield Dated(
            _uid("session", session.pk), session.on, session.title, href, about, session.place,
            cancelled=session.state == State.CANCELLED,
        )  # fmt: skip


def _events(area: Area) -> Iterator[Dated]:
    for event in Event.objects.filter(area=area):
        about = "\n".join(filter(None, [event.about, event.link]))
        href = f"{area.get_absolute_url()}events/"
        yield Dated(
            _uid("event", event.pk), event.on, event.title, href, about, event.place, event.until, event.cancelled
        )


def _plain(text: str) -> str:
    """Without the characters that neither a feed nor a calendar may hold; lines stay lines."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
