"""Pages of a list: forwards, backwards, and through whatever an address holds."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from opencompact.site.accounts.models import Organisation
from opencompact.site.pages import Shelf, shelf
from tests.people import Cast


@pytest.fixture
def names(cast: Cast) -> list[str]:
    """Seven organisations, in the order they were made."""
    for number in range(5):
        Organisation.objects.create(area=cast.area, slug=f"group-{number}", name=f"Group {number}", sector="voluntary")
    return list(Organisation.objects.order_by("pk").values_list("name", flat=True))


def at(key: str, **asked: str) -> Shelf:
    return shelf(RequestFactory().get("/", asked), Organisation.objects.all(), key=key, size=3)


@pytest.mark.parametrize("key", ["pk", "-pk", "slug", "-slug"])
def test_there_and_back_again(names: list[str], key: str) -> None:
    there, here = [], at(key)
    assert here.before == ""
    while True:
        there.append(here.rows)
        if not here.after:
            break
        here = at(key, after=here.after)
    every = list(Organisation.objects.order_by(key))
    assert there == [every[:3], every[3:6], every[6:]]
    assert {here.total} == {7}
    back = [here.rows]
    while here.before:
        here = at(key, before=here.before)
        back.append(here.rows)
    assert back[::-1] == there


@pytest.mark.parametrize("text", ["abc", "-", "9" * 30, "1\0", "½", " "])
def test_what_is_no_key_begins_at_the_beginning(names: list[str], text: str) -> None:
    assert at("pk", after=text) == at("pk")
    assert at("pk", before=text) == at("pk")
