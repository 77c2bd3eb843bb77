"""Signing in: by a code, with a second step; nobody learns who has an account."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from opencompact.site.accounts.models import Person
from opencompact.site.post.models import Letter
from tests.people import Cast, browser

PAGE_NUMBERS = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|\b[0-9a-f]{12}\b')
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _no_limits_of_others(db: None) -> None:
    cache.clear()


def code_for(email: str) -> str:
    letter = Letter.objects.filter(to=email).latest("pk")
    found = re.search(r"^[A-Z]{4}-[A-Z]{4}$", letter.text, re.MULTILINE)
    assert found, letter.text
    return found.group()


def ask(client: Client, email: str) -> Any:
    return client.post("/sign-in/", {"email": email}, follow=True)


def app_code(secret: str = SECRET) -> str:
    """What an app that was told the secret shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_code_by_e_mail_signs_in(cast: Cast) -> None:
    client = Client()
    shown = ask(client, "VERA@wellbridge.example")
    assert shown.redirect_chain == [("/sign-in/code/", 302)]
    assert not signed_in(client)
    answer = client.post("/sign-in/code/", {"code": code_for("vera@wellbridge.example").lower().replace("-", " ")})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert client.session["_auth_user_id"] == str(cast.vera.pk)


def test_known_and_unknown_addresses_get_the_same_page(cast: Cast) -> None:
    pages = []
    for email in ("vera@wellbridge.example", "nobody@wellbridge.example"):
        client = Client()
        shown = ask(client, email)
        wrong = client.post("/sign-in/code/", {"code": "BBBB-BBBB"})
        both = (shown.status_code, shown.redirect_chain, shown.text, wrong.status_code, wrong.text)
        pages.append(PAGE_NUMBERS.sub("", str(both)).replace(email, "ADDRESS"))
    assert pages[0] == pages[1]
    assert Person.objects.filter(email="nobody@wellbridge.example").count() == 0
    told = Letter.objects.get(to="nobody@wellbridge.example")
    assert told.subject == "There is no account with this address"


def test_three_wrong_codes_end_the_attempt(cast: Cast) -> None:
    client = Client()
    ask(client, "vera@wellbridge.example")
    right = code_for("vera@wellbridge.example")
    for _attempt in range(3):
        client.post("/sign-in/code/", {"code": "BBBB-BBBB"})
    client.post("/sign-in/code/", {"code": right})
    assert not signed_in(client)


def test_a_code_works_once_and_in_its_browser(cast: Cast) -> None:
    client, other = Client(), Client()
    ask(client, "vera@wellbridge.example")
    code = code_for("vera@wellbridge.example")
    other.post("/sign-in/code/", {"code": code})
    assert not signed_in(other)
    client.post("/sign-in/code/", {"code": code})
    client.post("/sign-out/")
    assert not signed_in(client)
    client.post("/sign-in/code/", {"code": code})
    assert not signed_in(client)


VERA = "vera@wellbridge.example"
STRANGER, ANOTHER = "198.51.100.7", "198.51.100.8"
ON = [("/sign-in/code/", 302)]


def from_address(address: str) -> Client:
    return Client(REMOTE_ADDR=address)


def letters(email: str = VERA) -> int:
    return Letter.objects.filter(to=email).count()


def test_asking_too_often_is_slowed_down_for_who_asks(cast: Cast) -> None:
    for _attempt in range(5):
        assert ask(from_address(STRANGER), VERA).redirect_chain == ON
    assert "too many attempts" in ask(from_address(STRANGER), VERA).text
    assert ask(from_address(STRANGER), "edwin@wellbridge.example").redirect_chain == ON
    assert ask(from_address(ANOTHER), VERA).redirect_chain == ON  # who is elsewhere was not kept out
    assert letters() == 6


def test_another_address_can_be_given_while_a_code_waits(cast: Cast) -> None:
    client = Client()
    ask(client, "vera@welbridge.example")
    assert "Send me a code" in client.get("/sign-in/").text
    ask(client, VERA)
    client.post("/sign-in/code/", {"code": code_for(VERA)})
    assert signed_in(client)


def test_a_code_already_sent_opens_whatever_strangers_ask_for(cast: Cast) -> None:
    client = Client()
    ask(client, VERA)
    code = code_for(VERA)
    for at in range(40):
        ask(from_address(f"198.51.100.{at}"), VERA)
    client.post("/sign-in/code/", {"code": code})
    assert signed_in(client)
    assert letters() == 30  # nobody's letter-box is flooded


def test_a_browser_in_which_a_person_signed_in_has_tries_of_its_own(cast: Cast) -> None:
    client = Client()
    ask(client, VERA)
    client.post("/sign-in/code/", {"code": code_for(VERA)})
    client.post("/sign-out/")
    for at in range(40):
        ask(from_address(f"198.51.100.{at}"), VERA)
    assert "too many attempts" in ask(from_address("203.0.113.1"), VERA).text
    assert ask(client, VERA).redirect_chain == ON
    client.post("/sign-in/code/", {"code": code_for(VERA)})
    assert signed_in(client)
    client.post("/sign-out/")
    for _attempt in range(4):
        assert ask(client, VERA).redirect_chain == ON
    assert "too many attempts" in ask(client, VERA).text
    assert client.cookies["known"]["httponly"] and client.cookies["known"]["path"] == "/sign-in/"
    client.cookies["known"] = client.cookies["known"].value.replace(f"{cast.vera.pk}", f"{cast.edwin.pk}", 1)
    assert "too many attempts" in ask(client, VERA).text


def test_one_person_does_not_use_up_a_building(cast: Cast) -> None:
    """Whoever has an account gets their code, and the page tells nobody who that is."""
    for at in range(120):
        assert ask(from_address(STRANGER), f"nobody{at}@wellbridge.example").redirect_chain == ON
    before = Letter.objects.count()
    pages = []
    for email in (VERA, "nobody@wellbridge.example"):
        client = from_address(STRANGER)
        shown = ask(client, email)
        assert shown.redirect_chain == ON
        wrong = client.post("/sign-in/code/", {"code": "BBBB-BBBB"})
        pages.append(PAGE_NUMBERS.sub("", shown.text + wrong.text).replace(email, "ADDRESS"))
    assert pages[0] == pages[1]
    assert (Letter.objects.count(), letters()) == (before + 1, 1)
    for _attempt in range(8):
        assert ask(from_address(STRANGER), VERA).redirect_chain == ON
    assert letters() == 5
    client = from_address(STRANGER)
    ask(client, "edwin@wellbridge.example")
    client.post("/sign-in/code/", {"code": code_for("edwin@wellbridge.example")})
    assert signed_in(client)


@pytest.mark.parametrize(("typed", "says"), [("", "Enter your email address"), ("vera", "in the correct format")])
def test_what_is_not_an_address_is_said(db: None, typed: str, says: str) -> None:
    assert says in ask(Client(), typed).text


def test_a_code_alone_is_not_enough_once_an_app_is_set_up(cast: Cast) -> None:
    TOTP.activate(cast.vera, SECRET)
    client = Client()
    ask(client, "vera@wellbridge.example")
    answer = client.post("/sign-in/code/", {"code": code_for("vera@wellbridge.example")})
    assert (answer["Location"], signed_in(client)) == ("/sign-in/second-step/", False)
    assert client.get("/sign-in/second-step/").status_code == 200
    assert "The code is not correct" in client.post("/sign-in/second-step/", {"code": "000000"}).text
    assert not signed_in(client)
    answer = client.post("/sign-in/second-step/", {"code": app_code()})
    assert (answer["Location"], signed_in(client)) == ("/desk/", True)


def test_a_recovery_code_works_once(cast: Cast) -> None:
    client = browser(cast.vera)
    client.get("/account/sign-in/app/")
    shown = client.get("/account/sign-in/codes/")
    assert shown.status_code == 404
    answer = client.post("/account/sign-in/app/", {"code": app_code(client.session["mfa.totp.secret"])})
    assert answer["Location"] == "/account/sign-in/codes/"
    shown = client.get("/account/sign-in/codes/")
    assert "You have 10 codes left" in shown.text
    kept = client.post("/account/sign-in/codes/", {"file": "1"}).text.split()
    assert len(kept) == 10 and all(each in client.post("/account/sign-in/codes/").text for each in kept)
    for attempt in range(2):
        other = Client()
        ask(other, "vera@wellbridge.example")
        other.post("/sign-in/code/", {"code": code_for("vera@wellbridge.example")})
        other.post("/sign-in/second-step/", {"code": kept[0]})
        assert signed_in(other) is (attempt == 0)


def test_the_secret_of_an_app_is_not_in_the_database(cast: Cast) -> None:
    TOTP.activate(cast.vera, SECRET)
    assert SECRET not in str(Authenticator.objects.values_list("data"))


@pytest.mark.parametrize("who", ["olwen", "carys"])
def test_staff_without_a_second_step_are_led_to_one(cast: Cast, who: str) -> None:
    client = Client()
    email = f"{who}@wellbridge.example"
    ask(client, email)
    client.post("/sign-in/code/", {"code": code_for(email)})
    assert signed_in(client)
    for address in ("/areas/wellbridge/people/", "/areas/wellbridge/commitments/", "/account/"):
        answer = client.get(address)
        assert answer.status_code == 302 and answer["Location"].startswith("/account/sign-in/?next=")
    answer = client.post("/areas/wellbridge/people/give/", {"email": "x@example.org"})
    assert answer["Location"] == "/account/sign-in/?next=%2Fdesk%2F"
    assert client.get("/account/sign-in/").status_code == 200


def test_setting_up_the_app_passes_the_second_step(
    cast: Cast, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    client = Client()
    ask(client, "olwen@wellbridge.example")
    client.post("/sign-in/code/", {"code": code_for("olwen@wellbridge.example")})
    client.get("/account/sign-in/app/")
    code = app_code(client.session["mfa.totp.secret"])
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/sign-in/app/", {"code": code})
    assert client.get("/areas/wellbridge/commitments/").status_code == 200
    assert Letter.objects.filter(to="olwen@wellbridge.example", subject__startswith="An app was set up").exists()


def test_a_session_that_never_passed_is_asked_for_the_code(cast: Cast) -> None:
    TOTP.activate(cast.olwen, SECRET)
    client = Client()
    client.force_login(cast.olwen)
    answer = client.get("/areas/wellbridge/commitments/")
    assert answer["Location"].startswith("/account/sign-in/again/?next=")
    client.post(answer["Location"], {"code": app_code()})
    assert client.get("/areas/wellbridge/commitments/").status_code == 200


def test_what_one_person_passed_does_not_count_for_another(cast: Cast) -> None:
    client = browser(cast.olwen)
    session = client.session
    session["account_authentication_methods_user"] = str(cast.carys.pk)
    session.save()
    assert client.get("/areas/wellbridge/commitments/").status_code == 302


def test_people_without_such_a_role_need_no_second_step(cast: Cast) -> None:
    for person in (cast.vera, cast.sam):
        client = Client()
        client.force_login(person)
        assert client.get("/areas/wellbridge/commitments/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/sign-in/", "/sign-in/who/", "/sign-in/closed/", "/sign-in/stopped/",
    ],
)  # fmt: skip
def test_pages_of_signing_in_are_ours(db: None, address: str) -> None:
    shown = Client().get(address)
    assert (shown.status_code, shown.text.count("<h1")) == (200, 1)
    assert "<script>" not in shown.text and "style=" not in shown.text


@pytest.mark.parametrize(
    "address",
    [
        "/sign-out/", "/account/sign-in/", "/account/sign-in/app/", "/account/sign-in/app/remove/",
        "/account/sign-in/codes/", "/account/sign-in/codes/new/", "/account/sign-in/passkeys/",
        "/account/sign-in/passkeys/add/", "/account/sign-in/again/",
    ],
)  # fmt: skip
def test_pages_of_the_methods_are_ours(cast: Cast, address: str) -> None:
    client = browser(cast.vera)
    client.get("/account/sign-in/app/")
    code = app_code(client.session["mfa.totp.secret"])
    client.post("/account/sign-in/app/", {"code": code})
    shown = client.get("/account/sign-in/app/") if address.endswith("/app/") else client.get(address)
    if address == "/account/sign-in/app/":
        assert shown["Location"] == "/account/sign-in/app/remove/"
    else:
        assert (shown.status_code, shown.text.count("<h1")) == (200, 1)
        assert "<script>" not in shown.text and "style=" not in shown.text


def test_signing_out_is_a_button(cast: Cast) -> None:
    client = browser(cast.vera)
    assert client.get("/sign-out/").status_code == 200
    assert signed_in(client)
    assert client.post("/sign-out/")["Location"] == "/"
    assert not signed_in(client)
