"""A council's own sign-in, against a small council of our own that speaks OpenID Connect."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from opencompact.site.accounts.models import Person
from tests.people import Cast


class Council(BaseHTTPRequestHandler):
    """Says who has signed in there, as it is told to by a test."""

    says: ClassVar[dict[str, Any]] = {}
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        here = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        self._answer(self.says if self.path == "/who" else {
            "issuer": here, "authorization_endpoint": f"{here}/ask", "token_endpoint": f"{here}/token",
            "userinfo_endpoint": f"{here}/who", "jwks_uri": f"{here}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        })  # fmt: skip

    def do_POST(self) -> None:
        self.asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._answer({"access_token": "t", "token_type": "Bearer"})

    def _answer(self, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def council(settings: Any, db: None) -> Iterator[type[Council]]:
    cache.clear()
    Council.says, Council.asked = {}, []
    server = HTTPServer(("127.0.0.1", 0), Council)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    app = {
        "provider_id": "own", "name": "Wellbridge Council", "client_id": "site", "secret": "s",
        "settings": {"server_url": f"http://127.0.0.1:{server.server_port}", "domains": ["wellbridge.example"]},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    yield Council
    server.shutdown()
    server.server_close()
    thread.join()


def sign_in(client: Client) -> Any:
    sent = client.get("/sign-in/with/own/")
    assert sent.status_code == 302
    asked = parse_qs(urlsplit(sent["Location"]).query)
    assert asked["redirect_uri"] == ["http://testserver/sign-in/with/own/back/"] and "code_challenge" in asked
    told = {"code": "c", "state": asked["state"][0]}
    shown = client.get("/sign-in/with/own/back/", told)
    assert (shown.status_code, SocialAccount.objects.count()) == (200, SocialAccount.objects.count())
    assert "_auth_user_id" not in client.session and "Continue" in shown.text
    return client.post("/sign-in/with/own/back/", told)


def test_a_council_says_who_somebody_is(cast: Cast, council: type[Council]) -> None:
    assert "Sign in with Wellbridge Council" in Client().get("/sign-in/").text
    council.says = {"sub": "7", "email": "Edwin@Wellbridge.example"}
    for _time in range(2):
        client = Client()
        assert sign_in(client)["Location"] == "/desk/"
        assert client.session["_auth_user_id"] == str(cast.edwin.pk)
    assert SocialAccount.objects.get().user == cast.edwin
    assert any("code_verifier" in each for each in council.asked)


@pytest.mark.parametrize(
    "says",
    [
        {"sub": "7", "email": "stranger@wellbridge.example"},
        {"sub": "7", "email": "olwen@wellbridge.example", "email_verified": False},
        {"sub": "7", "email": "far@elsewhere.example"},
        {"sub": "7", "email": "far@sub.wellbridge.example"},
        {"sub": "7"},
    ],
)
def test_whom_a_council_can_not_let_in(cast: Cast, council: type[Council], says: dict[str, Any]) -> None:
    for email in ("far@elsewhere.example", "far@sub.wellbridge.example"):
        Person.objects.create_user(email)
    people = Person.objects.count()
    council.says = says
    client = Client()
    answer = sign_in(client)
    assert answer.status_code == 403 and "nobody with that address has a role here" in answer.text
    assert "_auth_user_id" not in client.session
    assert (Person.objects.count(), SocialAccount.objects.count()) == (people, 0)


def test_a_council_that_now_means_another_lets_nobody_in(cast: Cast, council: type[Council]) -> None:
    council.says = {"sub": "7", "email": "edwin@wellbridge.example"}
    sign_in(Client())
    council.says = {"sub": "7", "email": "olwen@wellbridge.example"}
    client = Client()
    assert sign_in(client).status_code == 403
    assert "_auth_user_id" not in client.session


def test_the_second_step_is_asked_for_after_a_council_too(cast: Cast, council: type[Council]) -> None:
    TOTP.activate(cast.olwen, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    council.says = {"sub": "7", "email": "olwen@wellbridge.example"}
    client = Client()
    assert sign_in(client)["Location"] == "/sign-in/second-step/"
    assert "_auth_user_id" not in client.session


def test_what_another_sends_back_is_not_taken(cast: Cast, council: type[Council]) -> None:
    council.says = {"sub": "7", "email": "edwin@wellbridge.example"}
    client = Client()
    answer = client.post("/sign-in/with/own/back/", {"code": "c", "state": "guess"})
    assert "did not work" in answer.text and "_auth_user_id" not in client.session
    stopped = client.get("/sign-in/with/own/")
    state = parse_qs(urlsplit(stopped["Location"]).query)["state"][0]
    answer = client.post("/sign-in/with/own/back/", {"error": "access_denied", "state": state}, follow=True)
    assert "You have not signed in" in answer.text


def test_a_council_that_is_not_set_up_has_no_page(cast: Cast) -> None:
    assert Client().get("/sign-in/with/own/").status_code == 404
