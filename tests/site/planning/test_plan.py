"""From the one day that is known to the days that keep every promise: the page, and what can be taken along."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencompact.cli.dates import plan as command
from opencompact.site import clock
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.actions import open_area
from opencompact.site.record.models import Entry
from opencompact.site.rules import SET_UP
from tests.people import TODAY, Cast, at_noon, browser
from tests.site.agreements.test_pages import heading, plain
from tests.site.planning.conftest import SHIPPED

WANTED = [
    ("opens", "--opens", date(2027, 7, 5)),
    ("opens", "--opens", date(2026, 11, 20)),  # has passed
    ("opens", "--opens", date(2026, 11, 22)),  # too late to announce it
    ("decide", "--decide-by", date(2027, 9, 15)),
    ("decide", "--decide-by", date(2027, 1, 20)),  # too little time
    ("decide", "--decide-by", date(2026, 11, 1)),  # has passed
    ("decide", "--decide-by", date(2046, 12, 31)),
]
WRITTEN = {"yes": "--written", "no": "--not-written"}
MODEL = "/areas/modeltown/plan/"


@pytest.mark.parametrize("slug", SHIPPED)
@pytest.mark.parametrize("written", ["yes", "no"])
def test_it_answers_as_the_command_line_does(places: dict[str, Edition], slug: str, written: str) -> None:
    for know, option, day in WANTED:
        query = f"know={know}&day={day}&written={written}"
        call = ["consultation", "--against", SHIPPED[slug], option, str(day), "--as-of", str(TODAY)]
        told = CliRunner().invoke(command, [*call, WRITTEN[written], "--format", "json"])
        printed = json.loads(told.stdout)
        answer = browser().get(f"/areas/{slug}/plan/plan.json?{query}")
        shown = plain(browser().get(f"/areas/{slug}/plan/?{query}").text)
        text = " ".join(browser().get(f"/areas/{slug}/plan/plan.txt?{query}").text.split())
        assert answer.json() == printed, query
        for part in [*printed["steps"], *printed["asks"], *printed["reasons"]]:
            assert part["says"] in shown and part["says"] in text


def test_the_page_shows_the_steps_the_clauses_and_what_lies_on_the_way(model: Edition) -> None:
    answer = browser().get(f"{MODEL}?know=opens&day=2027-07-05")
    shown = plain(answer.text)
    assert heading(answer.text) == "Plan a consultation"
    for says in (
        "Announce it by 21 June 2027. If it opens on 5 July 2027, keep it open until",
        "Earliest closing date",
        "12 weeks (84 days) from 5 July 2027 is 27 September 2027",
        "Summer bank holiday: 30 August 2027 (bank holiday)",
        "Earliest date for a decision:",
        "Worked out on 21 November 2026",
    ):
        assert says in shown, says
    assert '<a class="govuk-link" href="/areas/modeltown/commitments/3.1/">Promise 3.1</a>' in answer.text
    assert "<svg" in answer.text and "style=" not in answer.text and "1,0" not in answer.text.partition("<svg")[2]


def test_a_day_typed_in_three_boxes_gives_the_same(model: Edition) -> None:
    typed = browser().get(f"{MODEL}?what=consultation&know=decide&day-day=15&day-month=9&day-year=2027&written=yes")
    given = browser().get(f"{MODEL}?know=decide&day=15 September 2027")
    says = "For a decision on 15 September 2027, announce it by"
    assert says in plain(typed.text) and says in plain(given.text)


def test_what_would_have_to_be_explained(model: Edition) -> None:
    shown = plain(browser().get(f"{MODEL}?know=decide&day=2026-12-20").text)
    for says in (
        "Promises that would not be kept",
        "publish the reason for a shorter consultation. It gives these examples: a date set by law or by "
        "another body; an emergency.",
        "if work starts today.",
    ):
        assert says in shown, says


def test_an_area_that_names_no_period_says_so(places: dict[str, Edition]) -> None:
    shown = plain(browser().get("/areas/south-gloucestershire/plan/?know=opens&day=2027-07-05").text)
    assert "The Compact sets no minimum length for a consultation. What it does ask for is listed here." in shown
    assert "What else the promises say" in shown


def test_without_an_edition_it_says_where_to_go(db: None, noon: None) -> None:
    open_area(slug="newtown", name="Newtown", by=SET_UP)
    answer = browser().get("/areas/newtown/plan/?know=opens&day=2027-07-05")
    assert answer.status_code == 200
    assert "No edition is in force today" in plain(answer.text)
    assert browser().get("/areas/newtown/plan/plan.json?day=2027-07-05").status_code == 400
    assert browser().get("/areas/nowhere/plan/").status_code == 404


MISTAKES = [
    ("day=yesterday", "is not a date"),
    ("day=2027-02-31", "is not a date"),
    ("day=1899-01-01", "is outside the years 1900 to 2200"),
    ("day=2020-12-31", "Enter a date from 1 January 2021 to 31 December 2046"),
    ("day=2200-01-01", "Enter a date from 1 January 2021 to 31 December 2046"),
    ("day=9999-12-31", "is outside the years 1900 to 2200"),
    ("day-day=3&day-month=&day-year=2027", "The date must include a month"),
    ("day-day=3&day-month=4&day-year=27", "Write the year with four digits"),
    ("day=", "Enter a date"),
    ("day=2027-03-01&know=everything", "Choose the opening date or the decision date"),
    ("day=2027-03-01&written=perhaps", "Choose yes or no"),
    ("day=2027-03-01&what=war", "Choose what you want to do from the list"),
    (f"day={'9' * 4000}", "is not a date"),
    ("day=%00%ff", "is not a date"),
]


def test_what_cannot_be_planned_says_what_to_write(model: Edition) -> None:
    for query, says in MISTAKES:
        shown = browser().get(f"{MODEL}?{query}")
        assert shown.status_code == 200, query
        assert says in plain(shown.text), query
        assert "Step by step" not in shown.text
        for name in ("plan.ics", "plan.json", "plan.txt"):
            taken = browser().get(f"{MODEL}{name}?{query}")
            assert (taken.status_code, says in taken.text) == (400, True), (name, query)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.dates(date(1890, 1, 1), date(2300, 1, 1)), know=st.sampled_from(["opens", "decide", "", "x"]),
       slug=st.sampled_from(sorted(SHIPPED)), written=st.sampled_from(["yes", "no", "", "?"]))  # fmt: skip
def test_no_day_breaks_it(places: dict[str, Edition], day: date, know: str, slug: str, written: str) -> None:
    query = {"day": day.isoformat(), "know": know, "written": written}
    assert browser().get(f"/areas/{slug}/plan/", query).status_code == 200
    assert browser().get(f"/areas/{slug}/plan/plan.ics", query).status_code in (200, 400)


def test_the_calendar_holds_the_steps_with_a_day(model: Edition) -> None:
    answer = browser().get(f"{MODEL}plan.ics?know=opens&day=2027-07-05")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="plan.ics"'
    days = [line for line in answer.text.splitlines() if line.startswith("DTSTART")]
    steps = browser().get(f"{MODEL}plan.json?know=opens&day=2027-07-05").json()["steps"]
    expected = [f"DTSTART;VALUE=DATE:{step['day'].replace('-', '')}" for step in steps if step["day"]]
    assert days == expected and len(days) >= 5


def test_who_may_keep_it(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        told = {who: plain(browser(person).get("/areas/wellbridge/plan/?day=2027-07-05").text)
                for who, person in (("visitor", None), ("sam", cast.sam), ("edwin", cast.edwin))}  # fmt: skip
    assert "We don’t store" not in told["edwin"]
    shown = {who: ("Save as a private plan" in text, "Sign in to save this as a private plan" in text,
                   "Only people who act for an organisation in this area can save this" in text)
             for who, text in told.items()}  # fmt: skip
    assert shown in (
        {"visitor": (False, True, False), "sam": (False, False, True), "edwin": (True, False, False)},
        dict.fromkeys(told, (False, False, False)),  # as long as there is no page to keep it on
    )


def test_nothing_is_stored(model: Edition) -> None:
    before = Entry.objects.count()
    with CaptureQueriesContext(connection) as made:
        browser().get(f"{MODEL}?know=opens&day=2027-07-05")
    assert len(made) <= 4
    assert all(each["sql"].startswith("SELECT") for each in made)
    assert Entry.objects.count() == before


def test_a_plan_that_outlives_its_edition_says_so(cast: Cast) -> None:
    Edition.objects.filter(pk=cast.edition.pk).update(end=date(2027, 3, 31))
    with clock.at(at_noon(TODAY)):
        shown = plain(browser().get("/areas/wellbridge/plan/?day=2027-07-05").text)
    assert "is in force until 31 March 2027. Later dates are worked out as if it continued." in shown


def test_days_asked_about_lie_round_today(model: Edition) -> None:
    for day, works in ((TODAY - timedelta(days=1000), True), (TODAY + timedelta(days=7300), True)):
        assert ("Step by step" in browser().get(f"{MODEL}?day={day}").text) is works
