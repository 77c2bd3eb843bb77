"""What is held about a person: shown, given as a file, changed and erased."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache

from opencompact.site import clock
from opencompact.site.accounts.actions import (
    ask_to_follow,
    change_email,
    describe_oneself,
    erase,
    give_role,
    make_administrator,
)
from opencompact.site.accounts.models import Following, Person, Role, RoleKind
from opencompact.site.post.models import Letter
from opencompact.site.record.models import Entry, Sealed
from opencompact.site.rules import ANYBODY, SET_UP, Refused
from tests.people import TODAY, Cast, at_noon, browser

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PAGES = ["/account/", "/account/name/", "/account/email/", "/account/export/", "/account/erase/"]


@pytest.fixture(autouse=True)
def _no_limits_of_others(db: None) -> None:
    cache.clear()


def code_to(email: str) -> str:
    found = re.search(r"^[A-Z]{4}-[A-Z]{4}$", Letter.objects.filter(to=email).latest("pk").text, re.MULTILINE)
    assert found
    return found.group()


@pytest.mark.parametrize("address", PAGES)
def test_these_pages_are_for_who_has_signed_in(cast: Cast, address: str) -> None:
    for method in ("get", "post"):
        answer = getattr(browser(), method)(address)
        assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=/account/")
    assert browser(cast.sam).get(address).status_code == 200


def test_everybody_sees_what_is_held_about_them_and_nothing_of_others(cast: Cast) -> None:
    give_role(area=cast.area, email=cast.sam.email, kind=RoleKind.READER, since=TODAY, by=cast.olwen)
    ask_to_follow(area=cast.area, email=cast.olwen.email, language="en", by=ANYBODY)
    shown = browser(cast.olwen).get("/account/").text
    assert "Village Hall" not in shown and "sam@" not in shown
    for held in ("Olwen", "olwen@wellbridge.example", "partnership officer, Wellbridge Council", "Wellbridge has a new",
                 "Confirm that you want email updates about Wellbridge", "not confirmed"):  # fmt: skip
        assert held in shown
    assert "You have no role." not in browser(cast.sam).get("/account/").text


def test_the_file_holds_the_same(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        give_role(area=cast.area, email=cast.sam.email, kind=RoleKind.READER, since=TODAY, by=cast.olwen)
        answer = browser(cast.olwen).get("/account/export/")
    held = json.loads(answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="held-about-you.json"'
    assert list(held) == [
        "person",
        "roles",
        "followings",
        "sign_in",
        "councils",
        "acts",
        "named_in",
        "elsewhere",
        "letters",
    ]
    assert (held["person"]["email"], held["person"]["name"]) == ("olwen@wellbridge.example", "Olwen")
    assert held["roles"] == [{
        "area": "wellbridge", "role": "officer", "organisation": "Wellbridge Council", "since": "2024-04-01",
        "until": None,
    }]  # fmt: skip
    assert [act["says"] for act in held["acts"]] == ["Wellbridge has a new reader."]
    assert [act["says"] for act in held["named_in"]] == ["Wellbridge Council has a new officer."]
    assert "sam@" not in answer.text


def test_name_and_language_are_changed(cast: Cast) -> None:
    browser(cast.sam).post("/account/name/", {"name": "Samira", "language": "cy"})
    cast.sam.refresh_from_db()
    assert (cast.sam.name, cast.sam.language) == ("Samira", "cy")
    assert "Choose one of the languages" in browser(cast.sam).post("/account/name/", {"language": "xx"}).text
    with pytest.raises(AssertionError):
        describe_oneself(person=cast.vera, name="Mine", language="en", by=cast.sam)


def test_an_address_is_changed_by_a_code_to_the_new_one(cast: Cast) -> None:
    client = browser(cast.sam)
    shown = client.post("/account/email/", {"email": "Sam.New@wellbridge.example"}, follow=True)
    assert shown.redirect_chain == [("/account/email/code/", 302)]
    assert Person.objects.get(pk=cast.sam.pk).email == "sam@wellbridge.example"
    assert "The code is not correct" in client.post("/account/email/code/", {"code": "BBBBBBBB"}).text
    code = code_to("sam.new@wellbridge.example")
    assert client.post("/account/email/code/", {"code": code.lower()})["Location"] == "/account/"
    assert Person.objects.get(pk=cast.sam.pk).email == "sam.new@wellbridge.example"
    kept = EmailAddress.objects.filter(user=cast.sam).values_list("email", "primary", "verified")
    assert list(kept) == [("sam.new@wellbridge.example", True, True)]
    told = Letter.objects.get(to="sam@wellbridge.example")
    assert told.subject == "The email address of your account was changed"


def test_whose_an_address_is_already_is_told_to_that_address_only(cast: Cast) -> None:
    client = browser(cast.sam)
    pages = []
    for email in ("vera@wellbridge.example", "free@wellbridge.example"):
        pages.append(client.post("/account/email/", {"email": email}, follow=True).text.replace(email, ""))
    csrf = re.compile(r'value="\w{64}"|\b[0-9a-f]{12}\b')
    assert csrf.sub("", pages[0]) == csrf.sub("", pages[1])
    assert Letter.objects.get(to="vera@wellbridge.example").subject == "There is already an account with this address"
    client.post("/account/email/", {"email": "vera@wellbridge.example"})
    with pytest.raises(Refused, match="can't be used"):
        change_email(person=cast.sam, email="vera@wellbridge.example", by=cast.sam)


def test_three_wrong_codes_end_the_change(cast: Cast) -> None:
    client = browser(cast.sam)
    client.post("/account/email/", {"email": "new@wellbridge.example"})
    for _attempt in range(3):
        client.post("/account/email/code/", {"code": "BBBBBBBB"})
    answer = client.post("/account/email/code/", {"code": code_to("new@wellbridge.example")})
    assert answer["Location"] == "/account/email/"
    assert Person.objects.get(pk=cast.sam.pk).email == "sam@wellbridge.example"


@pytest.mark.parametrize(("typed", "says"), [("", "Enter your email address"), ("x", "in the correct format")])
def test_what_is_no_address_is_said(cast: Cast, typed: str, says: str) -> None:
    assert says in browser(cast.sam).post("/account/email/", {"email": typed}).text


def test_signing_out_everywhere_ends_every_session(cast: Cast) -> None:
    here, there = browser(cast.sam), browser(cast.sam)
    assert here.get("/account/sign-out-everywhere/").status_code == 405
    here.post("/account/sign-out-everywhere/")
    for client in (here, there):
        assert client.get("/account/")["Location"].startswith("/sign-in/")


def test_erasing_takes_what_is_held_and_leaves_what_was_done(cast: Cast) -> None:
    vera, email = cast.vera, cast.vera.email
    give_role(area=cast.area, email=email, kind=RoleKind.READER, since=TODAY, by=cast.olwen)
    give_role(area=cast.area, email="x@example.org", kind=RoleKind.READER, since=TODAY, organisation=cast.hall, by=vera)
    TOTP.activate(vera, SECRET)
    SocialAccount.objects.create(user=vera, provider="own", uid="7")
    ask_to_follow(area=cast.area, email=email, language="en", by=ANYBODY)
    other, client = browser(vera), browser(vera)
    client.post("/account/email/", {"email": "new@example.org"})
    assert Letter.objects.filter(to="new@example.org").exists()
    before = bytes(Entry.objects.get(n=0).body)
    with clock.at(at_noon(TODAY)):
        shown = client.post("/account/erase/", follow=True)
    assert shown.redirect_chain[0][0].startswith("/account/erased/?entry=")
    vera.refresh_from_db()
    assert (vera.email, vera.name, vera.is_active, vera.last_login) == (f"erased-{vera.pk}@invalid", "", False, None)
    assert not Role.objects.filter(person=vera).exclude(until__lte=TODAY).exists()
    for model in (Authenticator, EmailAddress, SocialAccount):
        assert not model.objects.filter(user=vera).exists()
    assert not Following.objects.filter(email=email).exists() and not Letter.objects.filter(to=email).exists()
    assert not Letter.objects.filter(to="new@example.org").exists()  # it was never confirmed, and only she asked for it
    assert email not in str(list(Sealed.objects.values_list("facts")))
    assert not Sealed.objects.filter(by=vera.pk).exists()
    assert Entry.objects.latest(1)[0].told.startswith("A person's details were erased at their request")
    assert bytes(Entry.objects.get(n=0).body) == before
    for signed_in in (client, other):
        assert signed_in.get("/account/")["Location"].startswith("/sign-in/")


def test_erasing_one_leaves_what_is_sealed_about_another_with_a_longer_address(cast: Cast) -> None:
    for email in ("an@hall.example", "jo.an@hall.example", "an@hall.example.org"):
        give_role(area=cast.area, email=email, kind=RoleKind.READER, since=TODAY, by=cast.olwen)
    found = Sealed.objects.naming("An@hall.example")
    assert [sealed.facts["person"] for sealed in found] == ["an@hall.example"]


def test_the_only_officer_appoints_another_first(cast: Cast) -> None:
    client = browser(cast.olwen)
    assert "You are the only partnership officer for Wellbridge" in client.get("/account/erase/").text
    assert client.post("/account/erase/").status_code == 403
    assert Person.objects.get(pk=cast.olwen.pk).email == "olwen@wellbridge.example"
    give_role(area=cast.area, email="next@wellbridge.example", kind=RoleKind.OFFICER, since=TODAY, by=cast.olwen)
    with clock.at(at_noon(TODAY)):
        assert client.post("/account/erase/").status_code == 302
    assert Person.objects.get(pk=cast.olwen.pk).erased is not None


def test_nobody_erases_another(cast: Cast) -> None:
    ada = make_administrator(email="ada@site.example", by=SET_UP)
    for person in (cast.olwen, ada):
        with pytest.raises(AssertionError):
            erase(person=cast.vera, by=person)


def test_an_administrator_is_made_by_the_set_up_or_an_administrator(cast: Cast) -> None:
    with pytest.raises(Refused, match="site administrator"):
        make_administrator(email=cast.sam.email, by=cast.olwen)
    assert make_administrator(email=cast.sam.email, by=SET_UP) == cast.sam


def test_letters_older_than_thirty_days_are_not_shown(cast: Cast) -> None:
    with clock.at(at_noon(TODAY) - timedelta(days=31)):
        ask_to_follow(area=cast.area, email=cast.sam.email, language="en", by=ANYBODY)
    with clock.at(at_noon(TODAY)):
        assert "Confirm that you want" not in browser(cast.sam).get("/account/").text


@pytest.mark.parametrize("acts", [1, 70])
def test_the_page_costs_the_same_however_much_was_done(
    cast: Cast, django_assert_max_num_queries: Any, acts: int
) -> None:
    for number in range(acts):
        give_role(area=cast.area, email=f"p{number}@x.example", kind=RoleKind.READER, since=TODAY, by=cast.olwen)
    client = browser(cast.olwen)
    with django_assert_max_num_queries(17):
        shown = client.get("/account/")
    assert ("These are the latest of 70" in shown.text) is (acts == 70)
