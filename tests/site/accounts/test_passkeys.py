"""Passkeys, with a passkey made here: added, used alone, used as the second step, removed."""

from __future__ import annotations

import json
import re
import secrets
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.cache import cache
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from tests.people import Cast, browser
from tests.site.accounts.test_signing_in import ask as ask_for_code
from tests.site.accounts.test_signing_in import code_for

ORIGIN, HOST = "https://testserver", sha256(b"testserver").digest()
FLAG = AuthenticatorData.FLAG
SCRIPT = Path(__file__).parents[3] / "opencompact" / "site" / "static" / "passkeys.js"


@pytest.fixture(autouse=True)
def _no_limits_of_others(db: None) -> None:
    cache.clear()


class Passkey:
    """What a telephone keeps: a key, its number, and whose it is."""

    def __init__(self) -> None:
        self.key: EllipticCurvePrivateKey = generate_private_key(SECP256R1())
        self.id, self.owner = secrets.token_bytes(16), b""

    def make(self, options: dict[str, Any], flags: Any = FLAG.UP | FLAG.UV | FLAG.AT) -> str:
        """Answer as a browser does that was asked to make a passkey."""
        asked = options["creation_options"]["publicKey"]
        self.owner = asked["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        made = AttestationObject.create("none", AuthenticatorData.create(HOST, flags, 0, credential), {})
        told = CollectedClientData.create("webauthn.create", asked["challenge"], ORIGIN)
        return self._answer({"clientDataJSON": websafe_encode(told), "attestationObject": websafe_encode(made)})

    def use(self, options: dict[str, Any], flags: Any = FLAG.UP | FLAG.UV) -> str:
        """Answer as a browser does that was asked for a passkey."""
        told = CollectedClientData.create("webauthn.get", options["request_options"]["publicKey"]["challenge"], ORIGIN)
        data = AuthenticatorData.create(HOST, flags, 1)
        signature = self.key.sign(bytes(data) + told.hash, ECDSA(SHA256()))
        return self._answer({
            "clientDataJSON": websafe_encode(told), "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature), "userHandle": self.owner,
        })  # fmt: skip

    def _answer(self, response: dict[str, Any]) -> str:
        number = websafe_encode(self.id)
        told = {"type": "public-key", "id": number, "rawId": number, "response": response}
        return json.dumps({**told, "clientExtensionResults": {"credProps": {"rk": True}}})


def options_in(text: str) -> dict[str, Any]:
    found = re.search(r'<script id="passkey-options" type="application/json">(.*?)</script>', text)
    assert found
    told: dict[str, Any] = json.loads(found.group(1))
    return told


def add(client: Client) -> Passkey:
    passkey = Passkey()
    options = options_in(client.get("/account/sign-in/passkeys/add/").text)
    told = {"name": "work laptop", "passwordless": "True", "credential": passkey.make(options)}
    assert client.post("/account/sign-in/passkeys/add/", told)["Location"] == "/account/sign-in/codes/"
    return passkey


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def ask(client: Client) -> dict[str, Any]:
    told: dict[str, Any] = client.get("/sign-in/passkey/", headers={"Accept": "application/json"}).json()
    return told


def test_a_passkey_signs_in_alone_and_counts_as_the_second_step(cast: Cast) -> None:
    first = Client()
    first.force_login(cast.olwen)
    passkey = add(first)
    assert first.get("/areas/wellbridge/people/").status_code == 200
    client = Client()
    client.post("/sign-in/passkey/", {"credential": passkey.use(ask(client))})
    assert signed_in(client)
    assert client.get("/areas/wellbridge/people/").status_code == 200


def test_whoever_holds_a_passkey_is_not_kept_out_by_others(cast: Cast) -> None:
    passkey, stranger = add(browser(cast.vera)), Passkey()
    stranger.id, stranger.owner = passkey.id, passkey.owner
    for _attempt in range(130):
        client = Client()
        client.post("/sign-in/passkey/", {"credential": stranger.use(ask(client))})
        assert not signed_in(client)
    client = Client()
    client.post("/sign-in/passkey/", {"credential": passkey.use(ask(client))})
    assert signed_in(client)


def test_a_passkey_that_asked_for_no_finger_does_not_sign_in_alone(cast: Cast) -> None:
    passkey = add(browser(cast.vera))
    client = Client()
    client.post("/sign-in/passkey/", {"credential": passkey.use(ask(client), FLAG.UP)})
    assert not signed_in(client)


def test_a_passkey_made_without_a_finger_is_not_taken(cast: Cast) -> None:
    client, passkey = browser(cast.vera), Passkey()
    options = options_in(client.get("/account/sign-in/passkeys/add/").text)
    told = {"name": "", "passwordless": "True", "credential": passkey.make(options, FLAG.UP | FLAG.AT)}
    assert client.post("/account/sign-in/passkeys/add/", told).status_code == 200
    assert not Authenticator.objects.exists()


def test_another_key_does_not_sign_in(cast: Cast) -> None:
    passkey, stranger, client = add(browser(cast.vera)), Passkey(), Client()
    stranger.id, stranger.owner = passkey.id, passkey.owner
    client.post("/sign-in/passkey/", {"credential": stranger.use(ask(client))})
    assert not signed_in(client)


@pytest.mark.parametrize("told", ["", "{}", "[]", "nothing", '{"response": {}}'])
def test_what_is_no_passkey_is_a_page_and_no_fault(cast: Cast, told: str) -> None:
    client = Client()
    ask(client)
    assert client.post("/sign-in/passkey/", {"credential": told})["Location"] == "/sign-in/"
    assert not signed_in(client)


def test_a_passkey_is_the_second_step_after_a_code(cast: Cast) -> None:
    TOTP.activate(cast.vera, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    passkey = add(browser(cast.vera))
    client = Client()
    ask_for_code(client, "vera@wellbridge.example")
    client.post("/sign-in/code/", {"code": code_for("vera@wellbridge.example")})
    assert not signed_in(client)
    shown = client.get("/sign-in/second-step/").text
    client.post("/sign-in/second-step/", {"credential": passkey.use(options_in(shown))})
    assert signed_in(client)


def test_passkeys_are_listed_and_removed_by_their_owner_only(cast: Cast) -> None:
    client = browser(cast.vera)
    add(client)
    held = Authenticator.objects.get(type="webauthn")
    assert "work laptop" in client.get("/account/sign-in/passkeys/").text
    assert browser(cast.sam).post(f"/account/sign-in/passkeys/{held.pk}/remove/").status_code == 404
    client.post(f"/account/sign-in/passkeys/{held.pk}/remove/")
    assert not Authenticator.objects.exists()


def test_the_script_obeys_the_rules_of_our_pages(cast: Cast) -> None:
    written = SCRIPT.read_text("utf-8")
    assert not any(word in written for word in ("eval(", "innerHTML", "http:", "https:", ".style"))
    shown = Client().get("/sign-in/").text
    assert '<script src="/static/passkeys.js" defer></script>' in shown
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", shown) == []
    assert not re.search(r"\son\w+=", shown)
