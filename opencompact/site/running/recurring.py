"""What recurs in the rooms: each may be called as often as the clock likes, and does no harm the second time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

NAMES_KEPT = timedelta(days=90)  # how long the names of commenters are kept after their draft has ended


def tell_followers() -> None:
    """One letter a day to those who follow an area, where something happened."""
    from opencompact.site.accounts.actions import tell_followers as tell

    tell()


def remind_of_reviews() -> None:
    """Letters before a review and on the anniversary of an edition."""
    from opencompact.site.agreements.actions import remind_of_reviews as remind

    remind()


def look_after_signing() -> None:
    """Old contact details go, lists are put in order, signatories are asked to sign a new edition."""
    from opencompact.site.areas.models import Area
    from opencompact.site.champions.actions import look_after

    for area in Area.objects.all():
        look_after(area=area)


def forget_commenters() -> None:
    """Names and addresses of those who commented on a draft, once nobody needs them."""
    from opencompact.site import clock
    from opencompact.site.drafting.actions import forget_names
    from opencompact.site.rules import CLOCK

    forget_names(before=clock.now() - NAMES_KEPT, by=CLOCK)


def settle_findings() -> None:
    """What a new day makes of promises: those that were due and were not kept. Once a day where each area is."""
    from opencompact.site.areas.models import Area
    from opencompact.site.findings.actions import note_settled, settle
    from opencompact.site.findings.rules import is_settled, unsettled
    from opencompact.site.rules import CLOCK

    for area in Area.objects.all():
        if not is_settled(area):
            for row in unsettled(area):
                settle(row=row, by=CLOCK)
            note_settled(area=area, by=CLOCK)


def judge_meetings() -> None:
    """Meetings that were planned before the edition of their day promised anything of meetings."""
    from opencompact.site.meetings.actions import judge
    from opencompact.site.meetings.rules import unjudged
    from opencompact.site.rules import CLOCK

    for meeting in unjudged():
        judge(meeting=meeting, by=CLOCK)


def forget_waiting_files() -> None:
    """Files that waited for the rest of their form, and nobody sent it."""
    from opencompact.site.accounts.actions import forget_files
    from opencompact.site.rules import CLOCK

    forget_files(by=CLOCK)


def forget_answerers() -> None:
    """Answers that were never sent, some time after the close; names and addresses, some time after the feedback."""
    from opencompact.site import clock
    from opencompact.site.responses.actions import KEPT, NAMED, forget_names, forget_started
    from opencompact.site.rules import CLOCK

    while forget_started(before=clock.now() - KEPT, by=CLOCK):
        pass
    forget_names(before=clock.now() - NAMED, by=CLOCK)


def forget_unsent_files() -> None:
    """Files of answers that were begun and not sent."""
    from opencompact.site import clock
    from opencompact.site.responses.actions import forget_files
    from opencompact.site.responses.files import UNSENT
    from opencompact.site.rules import CLOCK

    while forget_files(before=clock.now() - UNSENT, by=CLOCK):
        pass


def write_open_data() -> None:
    """The files of open data, once a day."""
    from opencompact.site.opendata.files import make_zips

    make_zips(only_old=True)


def begin_feedback() -> None:
    """The rows of the feedback of consultations that have closed."""
    from opencompact.site.feedback.actions import begin
    from opencompact.site.feedback.rules import to_begin
    from opencompact.site.rules import CLOCK

    for consultation in to_begin():
        begin(consultation=consultation, by=CLOCK)


def write_news() -> None:
    """Letters to those who answered a consultation and left an address."""
    from opencompact.site.feedback.actions import write_news as write
    from opencompact.site.feedback.models import News
    from opencompact.site.rules import CLOCK

    for news in News.objects.filter(finished=False).order_by("pk"):
        write(news=news, by=CLOCK)


def forget_readings() -> None:
    """What was read in files and never taken in."""
    from opencompact.site.importing.actions import forget_reading
    from opencompact.site.importing.models import Batch
    from opencompact.site.rules import CLOCK

    for batch in Batch.objects.forgotten():
        forget_reading(batch=batch, by=CLOCK)


def renew_search() -> None:
    """What the search looks through, where something happened or a new day began."""
    from opencompact.site.opendata.searching import reindex_changed

    reindex_changed()


def suggest_groups() -> None:
    """Groups among the answers to a consultation, where somebody asked for them."""
    from opencompact.site.reading.suggesting import make_waiting

    make_waiting()


HOURLY: list[Callable[[], None]] = [
    judge_meetings, settle_findings, tell_followers, remind_of_reviews, look_after_signing, forget_commenters,
    write_open_data, begin_feedback, forget_readings, forget_answerers, forget_waiting_files, forget_unsent_files,
]  # fmt: skip
EVERY_MINUTE: list[Callable[[], None]] = [renew_search, write_news, suggest_groups]
