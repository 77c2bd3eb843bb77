"""The steps of signing in, which no address leads to by itself: as accessible as every page, also with errors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser

from tests.browser import check_accessible, check_fits, chromium
from tests.people import Cast, browser
from tests.site.accounts.test_passkeys import add
from tests.site.accounts.test_signing_in import SECRET, app_code, ask, code_for
from tests.site.everywhere.served import Shown
from tests.site.everywhere.visits import Answer

__all__ = ["chromium"]
pytestmark = [pytest.mark.django_db, pytest.mark.browser]


@pytest.fixture
def shown(chromium: Browser) -> Iterator[Shown]:
    """A tab in which the site's answers are shown."""
    cache.clear()
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    yield Shown(context.new_page())
    context.close()


def check_shown(shown: Shown, client: Client, path: str, heading: str) -> None:
    """Look at a page, and at the same after its form was sent empty, where that leads nowhere else."""
    for method, ways in ((client.get, {200}), (client.post, {200, 302, 405})):
        answer = method(path)
        assert answer.status_code in ways, (path, answer.status_code)
        if answer.status_code != 200:
            continue
        assert heading in answer.text, path
        shown.show(path, Answer(200, "", b"", frozenset(), answer.text))
        check_accessible(shown.tab)
        check_fits(shown.tab)


def test_the_code_and_the_second_step(cast: Cast, shown: Shown) -> None:
    client = Client()
    ask(client, cast.vera.email)
    check_shown(shown, client, "/sign-in/code/", "Enter the code")
    TOTP.activate(cast.vera, SECRET)
    add(browser(cast.vera))
    client = Client()
    ask(client, cast.vera.email)
    client.post("/sign-in/code/", {"code": code_for(cast.vera.email)})
    check_shown(shown, client, "/sign-in/second-step/", "second step")


def test_the_second_step_again(cast: Cast, shown: Shown) -> None:
    TOTP.activate(cast.vera, SECRET)
    client = Client()
    ask(client, cast.vera.email)
    client.post("/sign-in/code/", {"code": code_for(cast.vera.email)})
    client.post("/sign-in/second-step/", {"code": app_code()})
    check_shown(shown, client, "/account/sign-in/again/", "")


def test_an_app_codes_and_passkeys_that_are_there(cast: Cast, shown: Shown) -> None:
    client = browser(cast.vera)
    add(client)
    TOTP.activate(cast.vera, SECRET)
    passkey = Authenticator.objects.get(type="webauthn").pk
    for path, heading in (
        ("/account/sign-in/", "passkey"),
        ("/account/sign-in/passkeys/", "work laptop"),
        (f"/account/sign-in/passkeys/{passkey}/remove/", "work laptop"),
        ("/account/sign-in/codes/", "codes"),
        ("/account/sign-in/codes/new/", "codes"),
        ("/account/sign-in/app/remove/", "app"),
    ):
        check_shown(shown, client, path, heading)


def test_the_code_for_a_new_address(cast: Cast, shown: Shown) -> None:
    client = browser(cast.vera)
    client.post("/account/email/", {"email": "new@hall.example"})
    check_shown(shown, client, "/account/email/code/", "Enter the code")
