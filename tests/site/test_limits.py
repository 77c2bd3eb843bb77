"""Public forms take only so much: generous for a building behind one address, tight about one subject."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from opencompact.site import clock, limits
from opencompact.site.door import show_refusals
from opencompact.site.limits import Limit, Limits, building, insist_on_limit, limited
from opencompact.site.record.models import Entry
from opencompact.site.rules import Refused

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def few(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    few = Limits(Limit(5, timedelta(minutes=10)), Limit(2, timedelta(hours=1)))
    monkeypatch.setitem(limits.LIMITS, "form", few)


def asking(address: str = "203.0.113.5", path: str = "/sign/", passed: str = "") -> HttpRequest:
    return RequestFactory(headers={"X-Forwarded-For": passed}).post(path, REMOTE_ADDR=address)


def asked(minutes: float, subject: str = "", address: str = "203.0.113.5") -> bool:
    with clock.at(NOON + timedelta(minutes=minutes)):
        return limited(asking(address), "form", per_subject=subject)


def test_the_window_slides() -> None:
    assert [asked(at) for at in (0, 1, 2, 3, 4)] == [False] * 5
    assert [asked(at) for at in (5, 9.9)] == [True, True]
    assert [asked(10), asked(10)] == [False, True]  # the first is ten minutes old, the second is not
    assert [asked(11), asked(11)] == [False, True]


def test_one_subject_is_kept_tight_and_the_others_in_the_building_go_on() -> None:
    assert [asked(0, "sam@a.example"), asked(1, "SAM@a.example "), asked(2, "sam@a.example")] == [False, False, True]
    assert asked(2, "olwen@a.example") is False
    assert asked(2, "sam@a.example", address="198.51.100.7") is True  # wherever it is asked from
    assert [asked(59, "sam@a.example"), asked(60, "sam@a.example")] == [True, False]


def test_a_try_too_many_counts_for_nothing() -> None:
    assert [asked(at) for at in (0, 0, 0, 0, 0, 5, 6, 7, 8, 9, 10)] == [False] * 5 + [True] * 5 + [False]


def test_what_is_kept_tells_neither_address_nor_subject(django_assert_num_queries) -> None:
    from django.db import connection

    asked(0, "canary@a.example", address="203.0.113.77")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM opencompact_cache")
        rows = repr(cursor.fetchall())
    assert "canary" not in rows
    assert "203.0.113" not in rows


@pytest.mark.parametrize(
    ("proxies", "header", "found"),
    [
        (0, "198.51.100.7", "203.0.113.5"),
        (1, "", "203.0.113.5"),
        (1, "192.0.2.1, 198.51.100.7", "198.51.100.7"),
        (2, "192.0.2.1, 198.51.100.7, 10.0.0.1", "198.51.100.7"),
        (2, "198.51.100.7", "198.51.100.7"),
        (1, "not an address", "unknown"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_only_our_own_proxies_are_believed(settings: Settings, proxies: int, header: str, found: str) -> None:
    settings.PROXIES = proxies
    assert building(asking(passed=header)) == found


def test_the_page_says_when_to_try_again() -> None:
    with clock.at(NOON):
        for _ in range(5):
            insist_on_limit(asking(), "form")
    with clock.at(NOON + timedelta(minutes=7, seconds=30)), pytest.raises(Refused) as refused:
        insist_on_limit(asking(), "form")
    assert str(refused.value) == "Too many attempts. Wait 3 minutes and try again. What you typed was not saved."
    shown = show_refusals(lambda request: pytest.fail("not asked"))
    answer = shown.process_exception(asking(), refused.value)  # type: ignore[attr-defined]
    assert (answer.status_code, answer["Retry-After"]) == (429, "150")
    assert str(refused.value) in answer.content.decode()
    assert shown.process_exception(asking(), ValueError()) is None  # type: ignore[attr-defined]


def test_the_record_may_be_read_as_often_as_one_likes() -> None:
    for _ in range(20):
        insist_on_limit(asking(path="/record/checkpoint"), "form", per_subject="x")
    assert Entry.objects.count() == 0


def test_the_usual_limits_leave_a_building_its_evening() -> None:
    assert all(not limited(asking(), "other", per_subject=f"p{n}@a.example") for n in range(100))
