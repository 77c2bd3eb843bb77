"Resources for the compact: planned, given, withdrawn; paid posts; who may say so."

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from opencompact.site import clock
from opencompact.site.record.models import Entry
from opencompact.site.resources.actions import add_post, end_post, plan_contribution, say_given, withdraw_contribution
from opencompact.site.resources.models import Contribution, Form, Post, Source, Total, year_of
from opencompact.site.resources.rules import due
from opencompact.site.rules import Refused
from tests.people import TODAY, Cast, at_noon, browser

PAGE = "/areas/wellbridge/resources/"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.at(at_noon(TODAY)):
        yield


def planned(cast: Cast, **more: Any) -> Contribution:
    facts: dict[str, Any] = {
        "organisation": cast.council, "source": Source.PUBLIC, "form": Form.MONEY, "planned": Decimal(5000),
        "year": 2026, "by": cast.edwin,
    }  # fmt: skip
    return plan_contribution(**{**facts, **more})


@pytest.mark.parametrize(("day", "year"), [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026)])
def test_a_financial_year_begins_in_april(day: date, year: int) -> None:
    assert year_of(day) == year


def test_planned_stands_against_given(cast: Cast) -> None:
    first = planned(cast)
    planned(cast, organisation=cast.hall, source=Source.SECTOR, form=Form.HOURS, planned=Decimal("12.5"), by=cast.vera)
    planned(cast, form=Form.KIND, planned=Decimal(400), what="Room hire")
    say_given(contribution=first, given=Decimal("4750.50"), by=cast.edwin)
    assert Contribution.objects.totals(cast.area, 2026) == [
        Total(Source.PUBLIC, Form.MONEY, "£5,000", "£4,750.50"),
        Total(Source.PUBLIC, Form.KIND, "help in kind worth £400", "help in kind worth £0"),
        Total(Source.SECTOR, Form.HOURS, "12.5 hours", "0 hours"),
    ]
    told = [entry.told for entry in Entry.objects.latest(4)][::-1]
    assert told == [
        "Wellbridge Council plans to give £5,000 in 2026 to 2027.",
        "Village Hall plans to give 12.5 hours in 2026 to 2027.",
        "Wellbridge Council plans to give Room hire worth £400 in 2026 to 2027.",
        "Wellbridge Council gave £4,750.50 in 2026 to 2027.",
    ]


@pytest.mark.parametrize("who", ["vera", "carys", "sam"])
def test_only_who_speaks_for_it_plans_for_it(cast: Cast, who: str) -> None:
    with pytest.raises(Refused, match="Only an editor of Wellbridge Council or the partnership officer"):
        planned(cast, by=getattr(cast, who))


def test_a_plan_is_withdrawn_only_before_anything_was_given(cast: Cast) -> None:
    contribution = planned(cast)
    say_given(contribution=contribution, given=Decimal(1), by=cast.olwen)
    with pytest.raises(Refused, match="You've already recorded what was given"):
        withdraw_contribution(contribution=contribution, by=cast.edwin)
    other = planned(cast)
    withdraw_contribution(contribution=other, by=cast.edwin)
    with pytest.raises(Refused, match="has been withdrawn"):
        say_given(contribution=other, given=Decimal(1), by=cast.edwin)
    assert list(Contribution.objects.standing()) == [contribution]


def test_what_is_to_come_was_not_given_yet(cast: Cast) -> None:
    with pytest.raises(Refused, match="The year 2027 to 2028 has not started"):
        say_given(contribution=planned(cast, year=2027), given=Decimal(1), by=cast.edwin)
    with pytest.raises(Refused, match="Choose a year from 1998 to 2031"):
        planned(cast, year=2032)


def test_at_the_end_of_a_year_what_was_given_is_due(cast: Cast) -> None:
    planned(cast)
    assert due(cast.edwin, cast.area, TODAY) == []
    waits = due(cast.edwin, cast.area, date(2027, 3, 1))
    assert [(each.on, each.says) for each in waits] == [
        (date(2027, 4, 30), "Record what Wellbridge Council gave to the Compact in 2026 to 2027")
    ]
    assert due(cast.olwen, cast.area, date(2027, 3, 1)) == waits
    assert due(cast.vera, cast.area, date(2027, 3, 1)) == due(cast.sam, cast.area, date(2027, 3, 1)) == []


def test_the_page_shows_what_is_given_and_by_whom(cast: Cast) -> None:
    say_given(contribution=planned(cast), given=Decimal(4000), by=cast.edwin)
    shown = browser().get(PAGE).text
    assert "£5,000" in shown
    assert "£4,000" in shown
    assert "Plan a contribution" not in shown
    assert "Plan a contribution" in browser(cast.edwin).get(PAGE).text


@pytest.mark.parametrize("year", ["", "1850", "abcd", "20260", "²⁰²⁶"])
def test_a_year_without_anything_says_so(cast: Cast, year: str) -> None:
    shown = browser().get(PAGE, {"year": year})
    assert shown.status_code == 200
    assert "Nothing is recorded for" in shown.text


def test_planning_through_the_page(cast: Cast) -> None:
    typed = {"organisation": cast.council.pk, "source": "public", "form": "hours", "planned": "120", "year": "2026"}
    answer = browser(cast.edwin).post(f"{PAGE}plan/", typed)
    made = Contribution.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}{made.pk}/")
    assert (made.organisation, made.form, made.planned) == (cast.council, Form.HOURS, Decimal(120))
    answer = browser(cast.edwin).post(f"{PAGE}{made.pk}/", {"given": "90"})
    made.refresh_from_db()
    assert (answer.status_code, made.given) == (302, Decimal(90))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"planned": "-1"}, "The amount can&#x27;t be less than 0"),
        ({"planned": "lots"}, "Enter the amount as a number"),
        ({"planned": "1e99"}, "The amount must be less than 1,000,000,000"),
        ({"planned": "1.234"}, "Enter pence with two digits"),
        ({"form": "kind"}, "Enter what is given in kind"),
        ({"organisation": "0"}, "Choose an option from the list"),
        ({"source": "moon"}, "Select a valid choice"),
        ({"year": "99999"}, "Select a valid choice"),
    ],
)
def test_what_can_not_be_planned_is_said_at_the_field(cast: Cast, wrong: dict[str, str], says: str) -> None:
    typed = {"organisation": cast.council.pk, "source": "public", "form": "hours", "planned": "120", "year": "2026"}
    shown = browser(cast.olwen).post(f"{PAGE}plan/", {**typed, **wrong})
    assert shown.status_code == 200
    assert says in shown.text
    assert not Contribution.objects.exists()


def test_an_editor_plans_only_for_their_own(cast: Cast) -> None:
    typed = {"organisation": cast.hall.pk, "source": "public", "form": "hours", "planned": "120", "year": "2026"}
    assert "Choose an option from the list" in browser(cast.edwin).post(f"{PAGE}plan/", typed).text
    assert browser(cast.sam).get(f"{PAGE}plan/").status_code == 404
    assert browser().get(f"{PAGE}plan/").status_code == 404


def test_posts_are_added_and_ended_by_the_officer(cast: Cast) -> None:
    typed = {"title": "Compact officer", "employer": cast.council.pk, "hours_a_week": "18.5", "since": "2025-04-01"}
    assert browser(cast.olwen).post(f"{PAGE}posts/add/", typed).status_code == 302
    post = Post.objects.get()
    assert "One post of 18.5 hours a week." in browser().get(PAGE).text
    assert browser(cast.edwin).get(f"{PAGE}posts/{post.pk}/end/").status_code == 404
    assert browser(cast.olwen).post(f"{PAGE}posts/{post.pk}/end/", {"on": "2026-06-30"}).status_code == 302
    assert "No paid post has been recorded here" in browser().get(PAGE).text
    with pytest.raises(Refused, match="This post already has an end date"):
        end_post(post=Post.objects.get(), on=date(2026, 7, 1), by=cast.olwen)
    assert [entry.act for entry in Entry.objects.latest(2)] == ["worker_post_ended", "worker_post_added"]


def test_a_post_does_not_end_before_it_began(cast: Cast) -> None:
    post = add_post(
        area=cast.area, title="Officer", employer=cast.council, hours_a_week=Decimal(10), since=TODAY, by=cast.olwen
    )
    with pytest.raises(Refused, match="A post can't end before it began"):
        end_post(post=post, on=date(2026, 11, 20), by=cast.olwen)
    with pytest.raises(Refused, match="Only the partnership officer"):
        end_post(post=post, on=TODAY, by=cast.edwin)


def test_the_page_asks_the_database_as_often_for_many_as_for_one(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def asked() -> int:
        with django_assert_max_num_queries(12) as counted:
            browser().get(PAGE)
        return len(counted)

    planned(cast)
    one = asked()
    for _each in range(3):
        planned(cast)
        planned(cast, form=Form.KIND, what="Printing")
    assert asked() == one
