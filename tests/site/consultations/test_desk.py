"""Pages of those who speak for a body: a plan part by part, publishing, amending, extending, withdrawing, feedback."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from opencompact.site import clock
from opencompact.site.consultations.actions import amend, drop_plan, extend, publish, tell_feedback, withdraw
from opencompact.site.consultations.forms import PARTS
from opencompact.site.consultations.models import Consultation
from opencompact.site.consultations.rules import why_not_amend
from opencompact.site.findings.models import Amendment
from opencompact.site.record.models import Entry
from opencompact.site.rules import SET_UP, Refused
from tests.people import TODAY, Cast, at_noon, browser
from tests.site.consultations.made import HERE, planned
from tests.site.consultations.made import published as make

SHORT: dict[str, Any] = {"opens": date(2027, 1, 11), "closes": date(2027, 2, 8)}


@pytest.fixture(autouse=True)
def today() -> Any:
    """These tests take place on one day."""
    with clock.at(at_noon(TODAY)):
        yield


def typed(name: str, day: date | None) -> dict[str, str]:
    """A day as the three boxes send it."""
    return {f"{name}-{box}": str(getattr(day, box)) if day else "" for box in ("day", "month", "year")}


def test_a_plan_is_begun_with_what_the_planner_worked_out(cast: Cast) -> None:
    asked = f"?title=Parks&opens=2027-01-11&closes=2027-04-26&body={cast.council.pk}&short_reason=By+law"
    shown = browser(cast.olwen).get(f"{HERE}new/{asked}").text
    for value in ('value="Parks"', 'value="11"', 'value="2027"', ">By law</textarea>", " selected>Wellbridge Council"):
        assert value in shown, value
    assert "holiday_reason" not in shown
    days = {**typed("opens", SHORT["opens"]), **typed("closes", SHORT["closes"])}
    said = {"title": "Parks", "body": cast.council.pk, "short_reason": "By law", **days}
    answer = browser(cast.edwin).post(f"{HERE}new/", said)
    made = Consultation.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, made.get_absolute_url())
    assert (made.title, made.opens, made.closes, made.short_reason, made.body) == (
        "Parks", SHORT["opens"], SHORT["closes"], "By law", cast.council,
    )  # fmt: skip


def test_who_has_no_desk(cast: Cast) -> None:
    plan, notice = planned(cast), make(cast, TODAY, TODAY + timedelta(days=100))
    ends = [
        "edit/purpose/",
        "publish/",
        "published/",
        "drop/",
        "amend/",
        "amend/days/",
        "extend/",
        "withdraw/",
        "feedback-elsewhere/",
    ]
    for person in (None, cast.vera, cast.sam, cast.carys):
        client = browser(person)
        for row in (plan, notice):
            assert {client.get(f"{row.get_absolute_url()}{end}").status_code for end in ends} == {404}
            assert {client.post(f"{row.get_absolute_url()}{end}").status_code for end in [*ends, "copy/"]} == {404}
        assert client.get(plan.get_absolute_url()).status_code == 404
        assert "What you can do" not in client.get(notice.get_absolute_url()).text
    assert {browser(person).get(f"{HERE}new/").status_code for person in (None, cast.sam, cast.carys)} == {404}
    assert browser(cast.vera).post(f"{HERE}new/", {"title": "T", "body": cast.council.pk}).status_code == 200
    assert Consultation.objects.count() == 2
    for address in (
        f"{HERE}999999/",
        f"{HERE}999999/edit/purpose/",
        "/areas/nowhere/consultations/",
        f"{plan.get_absolute_url()}edit/odd/",
    ):
        assert browser(cast.edwin).get(address).status_code == 404


@pytest.mark.parametrize(
    ("part", "said", "says"),
    [
        ("purpose", {"title": ""}, "Enter a title for the consultation"),
        ("purpose", {"title": "x" * 201}, "200"),
        ("purpose", {"title": "T", "purpose": "x" * 4001}, "4000"),
        (
            "days", {**typed("opens", date(2027, 2, 1)), **typed("closes", date(2027, 1, 1))},
            "before the opening date, 1 February 2027",
        ),
        (
            "days", {**typed("opens", date(2027, 2, 1)), **typed("announced", date(2027, 2, 2))},
            "be after the opening date",
        ),
        ("days", {**typed("closes", date(2027, 2, 1)), **typed("decides", date(2027, 2, 1))}, "after the closing date"),
        ("days", {"opens-day": "31", "opens-month": "2", "opens-year": "2027"}, "There is a problem"),
        ("days", {"stage": "odd"}, "Choose an option from the list"),
        ("ways", {"expenses_offered": "perhaps"}, "Choose yes or no"),
        ("known", {"known_link": "javascript:alert(1)"}, "Enter a web address"),
        ("known", {"impact_link": "ftp://example.org/x"}, "Enter a web address"),
        ("involved", {"involved": ["999999"]}, "Choose an option from the list"),
        ("involved", {"involved": ["odd"]}, "Choose an option from the list"),
        ("answers", {"where": ""}, "Choose how people respond"),
        ("answers", {"where": "elsewhere"}, "Enter a web address"),
        ("contact", {"asks_about": "the office"}, "Enter an email address"),
    ],
)  # fmt: skip
def test_bad_input_changes_no_plan(cast: Cast, part: str, said: dict[str, Any], says: str) -> None:
    row = planned(cast)
    before = Consultation.objects.values().get()
    shown = browser(cast.edwin).post(f"{row.get_absolute_url()}edit/{part}/", said)
    assert (shown.status_code, says in shown.text, "There is a problem" in shown.text) == (200, True, True)
    assert Consultation.objects.values().get() == before


def test_every_part_is_a_page_that_saves_at_once(cast: Cast) -> None:
    client = browser(cast.edwin)
    client.post(f"{HERE}new/", {"title": "Parks", "body": cast.council.pk})
    row = Consultation.objects.get()
    here, before = row.get_absolute_url(), Entry.objects.count()
    shown = client.get(here).text
    assert (shown.count("Incomplete"), shown.count("Optional"), "Enter the purpose of the consultation" in shown) == (
        8,
        1,
        True,
    )
    said: dict[str, dict[str, Any]] = {
        "purpose": {"title": "Which parks first?", "purpose": "To choose"},
        "change": {"can_change": "Which", "cannot_change": "How many"},
        "people": {"affected": "All", "groups": "young people\n\n older people ", "reaching": "Through clubs"},
        "ways": {"methods": "online\nmeetings", "formats": "easy read", "expenses_offered": "no", "expenses": "None"},
        "known": {"prior_knowledge": "Much", "known_link": "example.org/old", **typed("impact_assessed", TODAY)},
        "days": {
            "stage": "draft", "written": "yes", **typed("opens", date(2027, 1, 11)),
            **typed("closes", date(2027, 4, 26)),
        },
        "involved": {"involved": [cast.hall.pk]},
        "answers": {"where": "elsewhere", "elsewhere": "https://example.org/parks"},
        "contact": {"asks_about": "parks@wellbridge.example"},
    }  # fmt: skip
    assert list(said) == [part.name for part in PARTS]
    for part, given in said.items():
        assert client.get(f"{here}edit/{part}/").status_code == 200
        assert client.post(f"{here}edit/{part}/", given)["Location"] == here
    row.refresh_from_db()
    assert (row.title, row.expenses_offered, row.elsewhere, row.known_link, [*row.involved.all()], row.stage) == (
        "Which parks first?", False, "https://example.org/parks", "https://example.org/old", [cast.hall], "draft",
    )  # fmt: skip
    shown = client.get(here).text
    assert ("Incomplete" in shown, "You don't need to explain anything." in shown, Entry.objects.count()) == (
        False,
        True,
        before,
    )
    client.post(f"{here}edit/answers/", {"where": "here", "elsewhere": "no address"})
    row.refresh_from_db()
    assert row.elsewhere == ""


def test_the_promises_stand_beside_the_part_they_touch(cast: Cast) -> None:
    row = planned(cast)
    shown = browser(cast.edwin).get(f"{row.get_absolute_url()}edit/ways/").text
    assert "What was promised" in shown and "/areas/wellbridge/commitments/3.7/" in shown
    assert "commitments/3.1/" not in shown
    assert "commitments/3.1/" in browser(cast.edwin).get(f"{row.get_absolute_url()}edit/days/").text


def test_the_plan_shows_what_the_promises_would_say_today(cast: Cast) -> None:
    row = planned(cast, **SHORT, announced=None)
    shown = browser(cast.edwin).get(row.get_absolute_url()).text
    assert "If you published this today" in shown
    assert "Move the closing date" in shown or "A reason is published with the notice" in shown
    assert "12 weeks (84 days) from 11 January 2027 is 5 April 2027" in shown
    assert "If you publish it today, 21 November 2026 counts as the date it was announced." in shown
    assert (
        "The public record will permanently say: “Wellbridge Council published the consultation Parks plan.”" in shown
    )


def test_publishing_asks_for_the_reasons_that_lack_and_no_others(cast: Cast) -> None:
    row, client = planned(cast, **SHORT), browser(cast.edwin)
    here = f"{row.get_absolute_url()}publish/"
    shown = client.get(here).text
    assert ("short_reason" in shown, "holiday_reason" in shown) == (True, False)
    shown = client.post(here, {"short_reason": ""}).text
    assert "Enter the reason for a shorter consultation" in shown and Consultation.objects.get().state == "planned"
    said = {"short_reason": "The grant must be claimed by March.", "title": "Canary"}
    assert "Choose the case that fits" in client.post(here, said).text
    assert "“x” explains nothing." in client.post(here, {"short_reason": "x", "short_reason_case": "0"}).text
    answer = client.post(here, {**said, "short_reason_case": "0"})
    assert answer["Location"] == f"{row.get_absolute_url()}published/"
    row.refresh_from_db()
    assert (row.state, row.title, row.short_reason) == (
        "published",
        "Parks plan",
        "The grant must be claimed by March.",
    )
    receipt = Entry.objects.latest(1)[0]
    shown = client.get(answer["Location"]).text
    assert receipt.told in shown and f"/record/{receipt.n}/" in shown
    shown = browser().get(row.get_absolute_url()).text
    assert "The grant must be claimed by March." in shown
    assert "The agreement names this case: a date set by law or by another body." in shown
    assert "published already" in client.get(here).text or "This is published" in client.get(here).text


def test_a_full_plan_needs_nothing_but_the_button(cast: Cast) -> None:
    row, client = planned(cast), browser(cast.edwin)
    assert client.get(f"{row.get_absolute_url()}published/").status_code == 404
    assert "textarea" not in client.get(f"{row.get_absolute_url()}publish/").text
    client.post(f"{row.get_absolute_url()}publish/")
    assert Consultation.objects.get().state == "published"


@pytest.mark.parametrize("said", [{"purpose": ""}, {"opens": None}, {"closes": None}, {"closes": date(2027, 1, 10)}])
def test_a_plan_that_says_too_little_is_not_published(cast: Cast, said: dict[str, Any]) -> None:
    row = planned(cast, **said)
    assert browser(cast.edwin).post(f"{row.get_absolute_url()}publish/").status_code == 200
    with pytest.raises(Refused):
        publish(consultation=row, by=cast.edwin)
    assert Consultation.objects.get().state == "planned"


def test_the_day_of_publishing_counts_where_the_announcement_was_still_to_come(cast: Cast) -> None:
    row = planned(cast, announced=TODAY + timedelta(days=5))
    publish(consultation=row, by=cast.edwin)
    assert Consultation.objects.get().announced == TODAY
    row = planned(cast, announced=TODAY - timedelta(days=5))
    publish(consultation=row, by=cast.edwin)
    assert Consultation.objects.get(pk=row.pk).announced == TODAY - timedelta(days=5)


def test_dropping_and_copying(cast: Cast) -> None:
    old = make(cast, date(2025, 9, 1), date(2025, 12, 1), title="Old", elsewhere="https://example.org/old")
    client = browser(cast.edwin)
    assert client.get(f"{old.get_absolute_url()}copy/").status_code == 405
    answer = client.post(f"{old.get_absolute_url()}copy/")
    copied = Consultation.objects.exclude(pk=old.pk).get()
    assert answer["Location"] == copied.get_absolute_url()
    assert (copied.title, copied.state, copied.purpose, copied.methods, copied.elsewhere) == (
        "Old", "planned", old.purpose, old.methods, old.elsewhere,
    )  # fmt: skip
    assert {copied.opens, copied.closes, copied.announced, copied.impact_assessed, copied.edition} == {None}
    assert "Nobody else has seen it." in client.get(f"{copied.get_absolute_url()}drop/").text
    assert client.post(f"{copied.get_absolute_url()}drop/")["Location"] == HERE
    assert Consultation.objects.get() == old
    with pytest.raises(Refused):
        drop_plan(consultation=old, by=cast.edwin)
    client.post(f"{old.get_absolute_url()}drop/")
    assert Consultation.objects.get() == old


def test_an_amendment_is_shown_before_it_is_published(cast: Cast) -> None:
    row, client = make(cast, TODAY, TODAY + timedelta(days=100)), browser(cast.edwin)
    here = f"{row.get_absolute_url()}amend/change/"
    said = {"can_change": "The order", "cannot_change": row.cannot_change, "why": "It was unclear"}
    assert "Say why you are changing it" in client.post(here, {**said, "why": ""}).text
    assert "You have not changed anything yet" in client.post(here, {**said, "can_change": row.can_change}).text
    shown = client.post(here, said).text
    assert "Which parks come first" in shown and "The order" in shown and "This does not affect any promises" in shown
    assert not Amendment.objects.exists()
    assert "The order</textarea>" in client.post(here, {**said, "change": "1"}).text
    assert client.post(here, {**said, "sure": "1"})["Location"] == row.get_absolute_url()
    [made] = Amendment.objects.of(row)
    assert (made.changes, made.why) == (
        [{"field": "can_change", "was": "Which parks come first", "becomes": "The order"}], "It was unclear",
    )  # fmt: skip
    shown = browser().get(row.get_absolute_url()).text
    assert "It was unclear" in shown and f"/record/{made.entry}/" in shown


def test_two_people_amend_and_the_later_sees_both(cast: Cast) -> None:
    row, client = make(cast, TODAY, TODAY + timedelta(days=100)), browser(cast.edwin)
    here = f"{row.get_absolute_url()}amend/change/"
    mark = re.findall(r'name="showed" value="(\w+)"', client.get(here).text)[0]
    said = {"can_change": "The order", "cannot_change": row.cannot_change, "why": "It was unclear", "showed": mark}
    assert "The order" in client.post(here, said).text
    amend(consultation=row, why="It was unclear", can_change="The size of each park", by=cast.olwen)
    shown = client.post(here, {**said, "sure": "1"}).text
    assert "Somebody else changed this" in shown and "The size of each park" in shown and "The order" in shown
    assert Consultation.objects.get().can_change == "The size of each park"
    again = re.findall(r'name="showed" value="(\w+)"', shown)[0]
    assert client.post(here, {**said, "showed": again, "sure": "1"}).status_code == 302
    assert Consultation.objects.get().can_change == "The order"


def test_days_are_amended_only_until_it_has_closed_and_never_without_a_reason(cast: Cast) -> None:
    opens = TODAY + timedelta(days=2)
    row, client = make(cast, opens, TODAY + timedelta(days=100), short_reason=""), browser(cast.edwin)
    here = f"{row.get_absolute_url()}amend/days/"
    why = "A mistake in the date"
    said = {"stage": "options", "written": "yes", "why": why, "holiday_reason": row.holiday_reason}
    days = {**typed("announced", row.announced), **typed("opens", row.opens)}
    short = {**said, **days, **typed("closes", TODAY + timedelta(days=30))}
    reason = {"short_reason": "The law sets the date", "short_reason_case": "other"}
    assert "A reason is published with the notice" in client.post(here, short).text
    assert "must have an opening date and a closing date" in client.post(here, {**said, **days}).text
    assert "explains nothing" in client.post(here, {**short, **reason, "short_reason": "By law"}).text
    assert "explains nothing" in client.post(here, {**short, **reason, "why": "n/a"}).text
    assert "Kept with a reason" in client.post(here, {**short, **reason}).text
    client.post(here, {**short, **reason, "sure": "1"})
    row.refresh_from_db()
    assert (row.closes, row.short_reason, row.reason_cases) == (
        TODAY + timedelta(days=30), "The law sets the date", {"short_reason": "other"},
    )  # fmt: skip
    says = "It is another reason than those the agreement names."
    shown = browser().get(row.get_absolute_url()).text
    assert says in shown and says in shown.partition("What has happened so far")[2]
    with clock.at(at_noon(TODAY + timedelta(days=10))):
        past = why_not_amend(cast.edwin, row, {"closes": TODAY + timedelta(days=5)})
        assert past == "The new closing date can't be in the past."
    with clock.at(at_noon(TODAY + timedelta(days=31))):
        closed = "The consultation has closed. Its dates can't be changed now."
        assert why_not_amend(cast.edwin, row, {"closes": TODAY + timedelta(days=60)}) == closed
        assert why_not_amend(cast.edwin, row, {"opens": TODAY + timedelta(days=1)}) == closed
        assert why_not_amend(cast.edwin, row, {"purpose": "Another"}) is None
        with pytest.raises(Refused, match="The consultation has closed, so it can't be extended"):
            extend(consultation=row, closes=TODAY + timedelta(days=60), why="Late", by=SET_UP)


def test_keeping_it_open_for_longer(cast: Cast) -> None:
    row, client = make(cast, TODAY, TODAY + timedelta(days=100)), browser(cast.edwin)
    here = f"{row.get_absolute_url()}extend/"
    for bad in (
        {"why": "Asked for"},
        typed("closes", TODAY + timedelta(days=120)),
        {**typed("closes", TODAY), "why": "Asked for"},
    ):
        assert "There is a problem" in client.post(here, bad).text
    assert "explains nothing" in client.post(here, {**typed("closes", date(2027, 3, 31)), "why": "x"}).text
    said = {**typed("closes", date(2027, 3, 31)), "why": "Two groups asked for it"}
    shown = client.post(here, said).text
    assert (
        "Check before you publish" in shown
        and "31 March 2027" in shown
        and "This does not affect any promises" in shown
    )
    assert not Amendment.objects.exists()
    assert "31" in client.post(here, {**said, "change": "1"}).text
    client.post(here, {**said, "sure": "1"})
    shown = browser().get(row.get_absolute_url()).text
    assert "Closes at 11:59pm on 31 March 2027" in shown and "Two groups asked for it" in shown
    assert Entry.objects.latest(1)[0].act == "consultation_extended"


def test_withdrawing_says_why(cast: Cast) -> None:
    row, client = make(cast, TODAY, TODAY + timedelta(days=100)), browser(cast.edwin)
    here = f"{row.get_absolute_url()}withdraw/"
    assert "Say why you are withdrawing it" in client.post(here, {"why": " "}).text
    said = {"why": "The plan was given up"}
    assert "It can&#x27;t be published again." in client.post(here, said).text
    row.refresh_from_db()
    assert row.state == "published"
    client.post(here, {**said, "sure": "1"})
    shown = browser().get(row.get_absolute_url()).text
    assert "This consultation was withdrawn." in shown and "The plan was given up" in shown
    assert "Only what is published can be withdrawn." in client.get(here).text
    for end in ("extend/", "amend/", "amend/purpose/"):
        assert "Only something published can be changed this way." in client.get(f"{row.get_absolute_url()}{end}").text
    with pytest.raises(Refused):
        withdraw(consultation=row, why="Again", by=cast.vera)


def test_feedback_published_elsewhere(cast: Cast) -> None:
    row = make(cast, TODAY - timedelta(days=150), TODAY - timedelta(days=40), elsewhere="https://example.org/parks")
    client, here = browser(cast.edwin), f"{row.get_absolute_url()}feedback-elsewhere/"
    good = {**typed("on", TODAY - timedelta(days=3)), "url": "https://example.org/result", "responses": "214"}
    for bad, says in (
        (typed("on", None), "Enter a date"),
        (typed("on", TODAY + timedelta(days=1)), "Enter a date from 12 October 2026"),
        (typed("on", TODAY - timedelta(days=41)), "Enter a date from 12 October 2026"),
        ({"url": "javascript:x"}, "Enter a web address, such as"), ({"url": ""}, "Enter a web address, such as"),
        ({"responses": "-1"}, "can&#x27;t be less than 0"), ({"responses": "many"}, "whole number"),
    ):  # fmt: skip
        assert says in client.post(here, {**good, **bad}).text, bad
    assert client.post(here, good)["Location"] == row.get_absolute_url()
    row.refresh_from_db()
    assert (row.feedback_published, row.responses, row.phase()) == (TODAY - timedelta(days=3), 214, "done")
    assert "https://example.org/result" in browser().get(row.get_absolute_url()).text
    mine = make(cast, TODAY - timedelta(days=150), TODAY - timedelta(days=40))
    assert "its feedback is published here too" in client.get(f"{mine.get_absolute_url()}feedback-elsewhere/").text
    still = make(cast, TODAY, TODAY + timedelta(days=90), elsewhere="https://example.org/more")
    with pytest.raises(Refused, match="after the closing date"):
        tell_feedback(consultation=still, on=TODAY, url="https://example.org", by=cast.edwin)
