"""No page but the officer's list of people and a person's own shows an address; who follows is shown to nobody."""

from __future__ import annotations

import pytest

from opencompact.site.accounts.actions import ask_to_follow, confirm_following, give_role, make_administrator
from opencompact.site.accounts.models import Following, Person, Role, RoleKind
from opencompact.site.accounts.urls import urlpatterns
from opencompact.site.record.models import Entry
from opencompact.site.rules import ANYBODY, SET_UP
from tests.people import TODAY, Cast, browser

CANARY, FOLLOWER = "canary@nowhere.example", "follower@nowhere.example"
MAY = {("people", "olwen")}


def addresses(role: Role, key: str) -> list[tuple[str, str]]:
    """Every address of the room, with the things of the cast in it."""
    found = []
    for pattern in urlpatterns:
        path = str(pattern.pattern)
        for part, value in (
            ("<slug:area>", "wellbridge"), ("<slug:slug>", "village-hall"), ("<int:pk>", str(role.pk)),
            ("<str:key>", key), ("<slug:provider_id>", "own"),
        ):  # fmt: skip
            path = path.replace(part, value)
        assert "<" not in path, path
        found.append((str(pattern.name), f"/{path}"))
    return found


@pytest.mark.parametrize("who", [None, "olwen", "carys", "edwin", "vera", "sam", "ada"])
def test_no_page_shows_an_address(cast: Cast, who: str | None) -> None:
    role = give_role(
        area=cast.area, email=CANARY, kind=RoleKind.CHAMPION, since=TODAY, organisation=cast.hall, by=cast.olwen
    )
    ask_to_follow(area=cast.area, email=FOLLOWER, language="en", by=ANYBODY)
    following = Following.objects.get(email=FOLLOWER)
    confirm_following(following=following, by=ANYBODY)
    person: Person | None = make_administrator(email="ada@x.example", by=SET_UP) if who == "ada" else None
    person = person or (getattr(cast, who) if who else None)
    for name, address in addresses(role, following.key):
        shown = browser(person).get(address)
        assert shown.status_code in (200, 302, 404, 405), (address, shown.status_code)
        text = shown.text + str(shown.headers)
        assert FOLLOWER not in text, address
        assert (CANARY in text) == ((name, who) in MAY), address


def test_the_record_names_nobody(cast: Cast) -> None:
    give_role(area=cast.area, email=CANARY, name="Canary", kind=RoleKind.READER, since=TODAY, by=cast.olwen)
    assert all(b"anary" not in bytes(entry.body) and b"lwen" not in bytes(entry.body) for entry in Entry.objects.all())


def test_a_person_without_a_name_is_not_called_by_the_address() -> None:
    assert str(Person(email=CANARY)) == "An unnamed person"
