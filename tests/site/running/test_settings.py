"""Settings that can't be used are a sentence, and what may be secret is not repeated in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from opencompact.core.problems import Unusable
from opencompact.site import settings as site
from opencompact.site.running import doctor, variables
from opencompact.site.running.variables import VARIABLES

ROOT = Path(__file__).resolve().parents[3]

BAD = {
    "OPENCOMPACT_ADDRESS": ["compact.example.org", "ftp://x.org", "https://x.org/here", "https://x:y", "https://[x"],
    "OPENCOMPACT_DEMONSTRATION": ["perhaps"],
    "OPENCOMPACT_PROXIES": ["-1", "one", "1.5"],
    "OPENCOMPACT_WORKERS": ["0"],
    "OPENCOMPACT_LOG": ["loud"],
    "OPENCOMPACT_MAIL": ["canary", "http://canary", "smtp://", "smtp://u:canary@h:x"],
    "OPENCOMPACT_OIDC_ISSUER": ["https://sign-in.example.org"],
    "OPENCOMPACT_SECRET_KEY": ["canary"],
    "DATABASE_URL": ["mysql://u:canary@h/d", "canary", "postgres://u:canary@h", "postgres://u:canary@h:x/d"],
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in VARIABLES:
        monkeypatch.delenv(each.name, raising=False)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_a_bad_value_is_one_sentence(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    lines = [line for line in doctor.lines() if line.state is doctor.State.ACT]
    assert [line.what for line in lines] == [name]
    assert lines[0].to_do
    assert "canary" not in repr(lines)


def test_a_bad_value_ends_every_command_with_a_sentence(place) -> None:
    done = place.run("serve", OPENCOMPACT_PROXIES="two")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        'OPENCOMPACT_PROXIES: "two" is not a number this can be; write a whole number from 0\n'
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "means"),
    [("yes", True), ("True", True), ("1", True), ("on", True), ("no", False), ("0", False), ("", False)],
)
def test_yes_and_no_are_said_in_many_words(monkeypatch: pytest.MonkeyPatch, said: str, means: bool) -> None:
    monkeypatch.setenv("OPENCOMPACT_DEMONSTRATION", said)
    assert variables.flag("OPENCOMPACT_DEMONSTRATION") is means


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unusable, match=r"the folder .*file can't be used"):
        variables.kept_secret(tmp_path / "file", "secret-key")


def test_a_secret_is_made_once(tmp_path: Path) -> None:
    first = variables.kept_secret(tmp_path / "data", "secret-key")
    assert (variables.kept_secret(tmp_path / "data", "secret-key"), len(first)) == (first, 86)
    assert [place.name for place in (tmp_path / "data").iterdir()] == ["secret-key"]


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp+tls://user%40a:p%2Fw@mail.example.org", 587, True, False),
        ("smtps://user%40a:p%2Fw@mail.example.org", 465, False, True),
        ("smtp://user%40a:p%2Fw@mail.example.org:2525", 2525, False, False),
    ],
)
def test_mail_is_one_address(monkeypatch: pytest.MonkeyPatch, address: str, port: int, tls: bool, ssl: bool) -> None:
    monkeypatch.setenv("OPENCOMPACT_MAIL", address)
    assert variables.mail() == {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "mail.example.org",
        "EMAIL_PORT": port, "EMAIL_HOST_USER": "user@a", "EMAIL_HOST_PASSWORD": "p/w", "EMAIL_USE_TLS": tls,
        "EMAIL_USE_SSL": ssl, "EMAIL_TIMEOUT": 20,
    }  # fmt: skip


def test_own_sign_in_is_set_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert variables.own_sign_in() == {}
    for part, value in (("ISSUER", "https://id.example.org"), ("CLIENT_ID", "7"), ("SECRET", "s"), ("NAME", "Council")):
        monkeypatch.setenv(f"OPENCOMPACT_OIDC_{part}", value)
    monkeypatch.setenv("OPENCOMPACT_OIDC_DOMAINS", "example.org, Council.example")
    (app,) = variables.own_sign_in()["openid_connect"]["APPS"]
    assert (app["name"], app["client_id"]) == ("Council", "7")
    assert app["settings"] == {"server_url": "https://id.example.org", "domains": ["example.org", "council.example"]}


def test_a_postgresql_has_a_pool_and_the_rest_is_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@h:5433/d?sslmode=require")
    found = site.database()
    assert (found["CONN_MAX_AGE"], found["OPTIONS"]["sslmode"], "pool" in found["OPTIONS"]) == (0, "require", True)
    assert (site.DEBUG, site.SESSION_COOKIE_HTTPONLY, "testserver" in site.ALLOWED_HOSTS) == (False, True, True)


def test_the_page_of_settings_names_every_variable() -> None:
    page = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")
    told = re.findall(r"^\| `([A-Z_]+)` \| (.*) \| (.*) \|$", page, re.MULTILINE)
    assert told == [(each.name, each.means, each.otherwise) for each in VARIABLES]
