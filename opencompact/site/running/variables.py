"""What the environment may say: every variable with its meaning, and how each is read.

``settings.py`` reads through here, ``opencompact doctor`` and docs/reference/settings.md list the same. A value that
can't be used is one sentence; a value that may be secret is never repeated in it.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

import dj_database_url

from opencompact.core.problems import Problem, Unusable

LOCAL = ("127.0.0.1", "::1", "localhost")
LOGS = ("json", "plain", "quiet")


class Variable(NamedTuple):
    """One variable of the environment."""

    name: str
    means: str
    otherwise: str  # what is so where it is not set
    secret: bool = False


VARIABLES = (
    Variable("OPENCOMPACT_ADDRESS", "The address people type, such as https://compact.example.org", "none; needed"),
    Variable("OPENCOMPACT_DATA", "The folder of the database, the keys and what was uploaded", "opencompact-data"),
    Variable("DATABASE_URL", "PostgreSQL: postgres://user:password@host/name", "SQLite in the data folder", True),
    Variable("OPENCOMPACT_MAIL", "Where letters are sent: smtp+tls://user:password@host:587", "none; needed", True),
    Variable("OPENCOMPACT_FROM", "The address letters come from", "opencompact@ the host of the address"),
    Variable("OPENCOMPACT_ADMINISTRATOR", "The email address of the person who opens areas", "nobody"),
    Variable("OPENCOMPACT_CONTROLLER", "Who runs the site and answers for the data in it", "the administrator"),
    Variable("OPENCOMPACT_SECRET_KEY", "What signs cookies, 50 characters or more", "made in the data folder", True),
    Variable("OPENCOMPACT_PROXIES", "How many proxies of yours a request passes", "1 with https, else 0"),
    Variable("OPENCOMPACT_WORKERS", "How many processes answer", "one for each core; 1 in the demonstration"),
    Variable("OPENCOMPACT_METRICS_TOKEN", "What a reader of /metrics from elsewhere shows", "only this machine", True),
    Variable("OPENCOMPACT_LOG", "json, plain, or quiet: only what went wrong", "json with serve, plain with demo"),
    Variable("OPENCOMPACT_OIDC_ISSUER", "Your own sign-in (OpenID Connect): its address", "no such sign-in"),
    Variable("OPENCOMPACT_OIDC_CLIENT_ID", "The number it knows this site by", "no such sign-in"),
    Variable("OPENCOMPACT_OIDC_SECRET", "The secret it shares with this site", "no such sign-in", True),
    Variable(
        "OPENCOMPACT_OIDC_DOMAINS", "Whose addresses it speaks for: wellbridge.gov.uk, nhs.net", "no such sign-in"
    ),
    Variable("OPENCOMPACT_OIDC_NAME", "What the sign-in page calls it", "your organisation"),
    Variable("OPENCOMPACT_DEMONSTRATION", "Whether anybody may sign in as anybody, to look around", "no"),
)

_YES = {"yes", "y", "true", "t", "on", "1"}
_NO = {"no", "n", "false", "f", "off", "0", ""}


def _bad(name: str, says: str, mend: str) -> Unusable:
    return Unusable([Problem(name, says, mend)])


def text(name: str, default: str = "") -> str:
    """A text."""
    return os.environ.get(name, default).strip()


def flag(name: str) -> bool:
    """Yes or no."""
    found = text(name).lower()
    if found not in _YES | _NO:
        raise _bad(name, f'"{text(name)}" is neither yes nor no', 'write "yes" or "no"')
    return found in _YES


def number(name: str, default: int, least: int = 0) -> int:
    """A whole number."""
    found = text(name) or str(default)
    if not found.isdecimal() or int(found) < least:
        raise _bad(name, f'"{found}" is not a number this can be', f"write a whole number from {least}")
    return int(found)


def log(default: str = "quiet") -> str:
    """The form of the log."""
    found = text("OPENCOMPACT_LOG", default) or default
    if found not in LOGS:
        raise _bad("OPENCOMPACT_LOG", f'"{found}" is no form of the log', f"write one of {', '.join(LOGS)}")
    return found


def address(default: str) -> str:
    """The address people type, without a slash at its end."""
    name = "OPENCOMPACT_ADDRESS"
    found = (text(name) or default).rstrip("/")
    parts = _split(found)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise _bad(name, f'"{found}" is not the address of a site', "write for example https://compact.example.org")
    return found


def is_local(found: str) -> bool:
    """Whether an address is of this machine only."""
    return urlsplit(found).hostname in LOCAL


def kept_secret(folder: Path, name: str) -> str:
    """A secret made once and kept in the data folder, readable by its owner only."""
    place = folder / name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not place.exists():
            _write_new(place, secrets.token_urlsafe(64))
        return place.read_text("utf-8").strip()
    except OSError as error:
        raise _bad(
            "OPENCOMPACT_DATA",
            f"the folder {folder} can't be used ({error.strerror})",
            "name a folder that you may read and write",
        ) from error


def _write_new(place: Path, secret: str) -> None:
    """Two processes may do this at once: the file is there with all it holds, or not at all."""
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret)
    try:
        os.link(beside, place)
    except FileExistsError:
        pass
    finally:
        beside.unlink()


def given_secret_key() -> str:
    """What signs cookies, where it is given."""
    given = text("OPENCOMPACT_SECRET_KEY")
    if given and len(given) < 50:
        raise _bad(
            "OPENCOMPACT_SECRET_KEY",
            "it is too short to be safe",
            "give at least 50 characters, or leave it out: one is made and kept in the data folder",
        )
    return given


def secret_key(folder: Path) -> str:
    """What signs cookies."""
    return given_secret_key() or kept_secret(folder, "secret-key")


def postgresql() -> dict[str, Any] | None:
    """The database of DATABASE_URL; None where there is none, and SQLite is used."""
    name = "DATABASE_URL"
    if not text(name):
        return None
    mend = "write postgres://user:password@host/name, or leave it out: SQLite in the data folder is used then"
    if not text(name).startswith(("postgres://", "postgresql://")):
        raise _bad(name, "it is not the address of a PostgreSQL database", mend)
    try:
        found = dict(dj_database_url.parse(text(name), conn_max_age=0))
    except ValueError as error:
        raise _bad(name, "it can't be read", mend) from error
    if not found["NAME"]:
        raise _bad(name, "it names no database", mend)
    return found


def mail() -> dict[str, Any]:
    """How letters are sent, as Django's settings; without OPENCOMPACT_MAIL they are kept and not sent."""
    name = "OPENCOMPACT_MAIL"
    if not text(name):
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = _split(text(name))
    if parts is None or parts.scheme not in _MAIL_PORTS or not parts.hostname:
        raise _bad(
            name, "it is not the address of a mail server", "write for example smtp+tls://user:password@host:587"
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _MAIL_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


_MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def own_sign_in() -> dict[str, Any]:
    """A council's own sign-in by OpenID Connect, as allauth takes it; empty where none is set."""
    parts_named = ("ISSUER", "CLIENT_ID", "SECRET", "DOMAINS")
    issuer, client, secret, domains = (text(f"OPENCOMPACT_OIDC_{part}") for part in parts_named)
    if not any((issuer, client, secret)):
        return {}
    if not all((issuer, client, secret, domains)):
        raise _bad(
            "OPENCOMPACT_OIDC_ISSUER", "your own sign-in is set by halves",
            "set OPENCOMPACT_OIDC_ISSUER, OPENCOMPACT_OIDC_CLIENT_ID, OPENCOMPACT_OIDC_SECRET and "
            "OPENCOMPACT_OIDC_DOMAINS, or none of them",
        )  # fmt: skip
    parts = _split(issuer)
    if parts is None or not parts.hostname or (parts.scheme != "https" and not is_local(issuer)):
        raise _bad("OPENCOMPACT_OIDC_ISSUER", f'"{issuer}" is not an https:// address', "take it from your provider")
    app = {
        "provider_id": "own",
        "name": text("OPENCOMPACT_OIDC_NAME") or "your organisation",
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": issuer, "domains": [each.strip().lower() for each in domains.split(",")]},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def _split(found: str) -> SplitResult | None:
    try:
        parts = urlsplit(found)
        _ = parts.port
    except ValueError:
        return None
    return parts
