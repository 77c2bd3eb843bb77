"""Following an area by email: confirmed, told once a day, ended with a button."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

from opencompact.site import clock
from opencompact.site.accounts.actions import add_organisation, ask_to_follow, confirm_following, tell_followers
from opencompact.site.accounts.models import Following, Sector
from opencompact.site.limits import LIMITS, Limit, Limits
from opencompact.site.post.models import Letter
from opencompact.site.record.models import Entry
from opencompact.site.rules import ANYBODY
from tests.people import TODAY, Cast, at_noon, browser

READER = "reader@village.example"


@pytest.fixture(autouse=True)
def _no_limits_of_others(db: None) -> None:
    cache.clear()


def follow(cast: Cast, email: str = READER, language: str = "en") -> Following:
    ask_to_follow(area=cast.area, email=email, language=language, by=ANYBODY)
    following = Following.objects.get(area=cast.area, email=email)
    confirm_following(following=following, by=ANYBODY)
    return following


def add(cast: Cast, name: str) -> None:
    add_organisation(area=cast.area, name=name, sector=Sector.VOLUNTARY, by=cast.olwen)


def news() -> list[Letter]:
    return list(Letter.objects.filter(to=READER, subject__startswith="Wellbridge: ").order_by("pk"))


def test_following_needs_no_account_and_is_confirmed_with_a_button(cast: Cast) -> None:
    client = browser()
    shown = client.post("/areas/wellbridge/follow/", {"email": "Reader@village.example", "language": "en"}, follow=True)
    assert shown.redirect_chain == [("/areas/wellbridge/follow/asked/", 302)]
    following = Following.objects.get(email=READER)
    address = f"/areas/wellbridge/follow/{following.key}/"
    assert address in Letter.objects.get(to=READER).text
    client.get(address)
    following.refresh_from_db()
    assert following.confirmed is None
    assert "You now get email updates about Wellbridge" in client.post(address, follow=True).text
    following.refresh_from_db()
    assert (following.confirmed is not None, following.told_up_to) == (True, Entry.objects.count() - 1)


def test_one_address_hears_seldom_and_a_building_asks_often(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(email: str) -> int:
        return browser().post("/areas/wellbridge/follow/", {"email": email, "language": "en"}).status_code

    assert [asked("READER@village.example") for _ in range(7)] == [302] * 6 + [429]
    assert [asked(f"reader{n}@village.example") for n in range(80)] == [302] * 80  # all from one address
    monkeypatch.setitem(LIMITS, "follow", Limits(Limit(1, timedelta(hours=1)), Limit(1, timedelta(hours=1))))
    assert asked("another@village.example") == 429
    assert not Following.objects.filter(email="another@village.example").exists()


def test_the_answer_is_the_same_for_who_follows_already(cast: Cast) -> None:
    follow(cast)
    pages = [
        browser().post("/areas/wellbridge/follow/", {"email": email, "language": "en"}, follow=True)
        for email in (READER, "new@village.example")
    ]
    assert pages[0].redirect_chain == pages[1].redirect_chain
    assert READER not in pages[0].text
    assert Letter.objects.filter(to=READER).latest("pk").subject == "You already get email updates about Wellbridge"


def test_a_stranger_can_not_have_many_letters_sent(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        for _time in range(4):
            browser().post("/areas/wellbridge/follow/", {"email": READER, "language": "en"})
    assert Letter.objects.filter(to=READER).count() == 1


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"email": "", "language": "en"}, "Enter your email address"),
        ({"email": "reader", "language": "en"}, "in the correct format"),
        ({"email": READER, "language": "xx"}, "Choose one of the languages"),
        ({"email": READER}, "Choose a language"),
    ],
)
def test_what_is_wrong_is_said(cast: Cast, told: dict[str, str], says: str) -> None:
    assert says in browser().post("/areas/wellbridge/follow/", told).text
    assert not Following.objects.exists()


def test_what_is_new_is_told_in_one_letter_a_day(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        follow(cast)
        assert tell_followers() == 0
        add(cast, "Choir")
        add(cast, "Youth Club")
        assert tell_followers() == 1
        add(cast, "Allotments")
        assert tell_followers() == 0
    with clock.at(at_noon(TODAY + timedelta(days=1))):
        assert tell_followers() == 1
        assert tell_followers() == 0
    first, second = news()
    assert first.subject == "Wellbridge: 2 updates"
    assert "21 November 2026: Choir was added to the area's list of organisations." in first.text
    assert "Youth Club" in first.text and "Allotments" not in first.text
    assert second.subject == "Wellbridge: one update" and "Allotments" in second.text
    key = Following.objects.get().key
    assert first.stop == f"http://testserver/areas/wellbridge/follow/{key}/stop/" and first.stop in first.text


def test_who_has_not_confirmed_is_told_nothing(cast: Cast) -> None:
    ask_to_follow(area=cast.area, email=READER, language="en", by=ANYBODY)
    add(cast, "Choir")
    assert (tell_followers(), news()) == (0, [])


def test_a_long_letter_says_how_much_more_there_is(cast: Cast) -> None:
    follow(cast)
    for number in range(43):
        add(cast, f"Club {number}")
    tell_followers()
    (letter,) = news()
    assert letter.subject == "Wellbridge: 43 updates"
    assert "Club 39" in letter.text and "Club 40" not in letter.text and "And 3 more." in letter.text


def test_it_ends_with_a_button_and_from_the_e_mail_program(cast: Cast) -> None:
    for press in ({}, {"List-Unsubscribe": "One-Click"}):
        following = follow(cast)
        address = f"/areas/wellbridge/follow/{following.key}/stop/"
        client = browser()
        client.handler.enforce_csrf_checks = True
        assert "Stop email updates about Wellbridge?" in client.get(address).text
        assert Following.objects.count() == 1
        assert "You do not get email updates about Wellbridge" in client.post(address, press, follow=True).text
        assert Following.objects.count() == 0


def test_a_key_opens_one_following_only(cast: Cast) -> None:
    following = follow(cast)
    for address in ("/areas/wellbridge/follow/guess/", f"/areas/other/follow/{following.key}/"):
        assert browser().get(address).status_code == 404
    browser().post("/areas/wellbridge/follow/guess/stop/")
    assert Following.objects.count() == 1


def test_telling_costs_the_same_for_each_who_follows(cast: Cast, django_assert_max_num_queries: Any) -> None:
    follow(cast)
    follow(cast, "other@village.example")
    add(cast, "Choir")
    with django_assert_max_num_queries(24):
        assert tell_followers() == 2
