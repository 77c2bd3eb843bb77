"""A fact that is changed after the fact: what shows it, the mark beside the finding, and the letter to those named."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from opencompact.site import clock
from opencompact.site.consultations.actions import amend, extend, publish, tell_feedback
from opencompact.site.consultations.models import Consultation
from opencompact.site.findings.actions import settle
from opencompact.site.findings.models import Amendment, Finding
from opencompact.site.post.models import Letter
from opencompact.site.rules import CLOCK, Refused
from tests.people import TODAY, Cast, at_noon, browser
from tests.site.consultations.made import planned, published

LATER = TODAY + timedelta(days=12)  # 3 December 2026
EARLIER = date(2026, 11, 2)
SHOWN_BY = "Our newsletter of 2 November, page 2"
WHY = "It was in our newsletter before."


@pytest.fixture
def row(cast: Cast) -> Consultation:
    """It opened on the day it was announced, so nobody had time to prepare."""
    with clock.at(at_noon(TODAY)):
        made = planned(cast, opens=TODAY, announced=None, closes=TODAY + timedelta(days=150), involved=[cast.hall])
        publish(consultation=made, by=cast.edwin)
    with clock.at(at_noon(LATER)):
        settle(row=made, by=CLOCK)
    return made


def announcement(row: Consultation) -> Finding:
    """The finding about the time between announcement and opening."""
    return Finding.objects.of(row).get(ref="3.3")


def test_a_day_moved_after_the_fact_says_what_shows_it(cast: Cast, row: Consultation) -> None:
    assert announcement(row).status == "not_kept"
    with clock.at(at_noon(LATER)):
        with pytest.raises(Refused, match="Say what shows it"):
            amend(consultation=row, why=WHY, by=cast.edwin, announced=EARLIER)
        with pytest.raises(Refused, match="Say what shows it"):
            amend(consultation=row, why=WHY, shown_by="x", by=cast.edwin, announced=EARLIER)
        amend(consultation=row, why=WHY, shown_by=SHOWN_BY, by=cast.edwin, announced=EARLIER)
        found, made = announcement(row), Amendment.objects.get()
        until = LATER + timedelta(days=cast.area.reply_days - 1)
        assert (found.status, found.status_before, found.changed_by, found.reply_until, made.shown_by) == (
            "kept", "not_kept", made, until, SHOWN_BY,
        )  # fmt: skip


def test_the_mark_is_read_by_everybody(cast: Cast, row: Consultation) -> None:
    with clock.at(at_noon(LATER)):
        amend(consultation=row, why=WHY, shown_by=SHOWN_BY, by=cast.edwin, announced=EARLIER)
        says = (
            "became 2 November 2026 (before: 21 November 2026). "
            "Until then it was “Not kept”. Shown by: Our newsletter of 2 November, page 2"
        )
        page = browser().get(row.get_absolute_url()).text
        assert says in page and "Those named have been asked to reply by 12 December 2026." in page
        items = browser().get("/api/v1/findings").json()["items"]
        [told] = [each for each in items if each["ref"] == "3.3"]
        assert (told["changed"], told["status_before"], told["shown_by"]) == ("2026-12-03", "not_kept", SHOWN_BY)


def test_those_it_names_are_asked_again(cast: Cast, row: Consultation) -> None:
    with clock.at(at_noon(LATER)):
        amend(consultation=row, why=WHY, shown_by=SHOWN_BY, by=cast.edwin, announced=EARLIER)
    letters = Letter.objects.filter(subject="A fact was changed: Parks plan")
    assert sorted(each.to for each in letters) == [cast.edwin.email, cast.vera.email]
    text = letters[0].text
    assert "It was “Not kept” and is now “Kept”." in text and SHOWN_BY in text and "12 December 2026" in text


def test_the_page_asks_what_shows_it_and_says_what_follows(cast: Cast, row: Consultation) -> None:
    client, here = browser(cast.edwin), f"{row.get_absolute_url()}amend/days/"
    days = {"announced": EARLIER, "opens": row.opens, "closes": row.closes}
    said: dict[str, Any] = {"stage": "options", "written": "yes", "why": WHY}
    for name, day in days.items():
        assert day
        said |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    with clock.at(at_noon(LATER)):
        shown = client.post(here, said).text
        assert "This changes what the record shows after the fact." in shown and "What shows it?" in shown
        assert "Say what shows it" in client.post(here, {**said, "sure": "1"}).text
        assert not Amendment.objects.exists()
        client.post(here, {**said, "sure": "1", "shown_by": SHOWN_BY})
    assert Amendment.objects.get().shown_by == SHOWN_BY


def test_what_is_done_in_time_is_no_later_change(cast: Cast) -> None:
    row = published(cast, TODAY - timedelta(days=10), TODAY + timedelta(days=90))
    with clock.at(at_noon(TODAY)):
        extend(consultation=row, closes=TODAY + timedelta(days=100), why="Two groups asked for it.", by=cast.edwin)
        amend(consultation=row, why="A word was missing.", by=cast.edwin, purpose="To choose what comes first")
    assert not Finding.objects.of(row).exclude(changed_by=None).exists()


def test_feedback_told_on_its_day_is_no_later_change(cast: Cast) -> None:
    row = published(cast, TODAY - timedelta(days=150), TODAY - timedelta(days=40), elsewhere="https://example.org/a")
    with clock.at(at_noon(TODAY)):
        tell_feedback(consultation=row, on=TODAY, url="https://example.org/result", by=cast.edwin)
    assert not Finding.objects.of(row).exclude(changed_by=None).exists()
