"""Settings, all from the environment. ``opencompact doctor`` says what is set, what is missing and what to do."""

from __future__ import annotations

import os
import secrets
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.utils.translation import gettext_lazy as _
from environs import Env

env = Env()
PACKAGE = Path(__file__).resolve().parents[1]

# Where everything lives that is not the program: the database, the keys, uploads
DATA = Path(env.str("OPENCOMPACT_DATA", "opencompact-data")).expanduser().resolve()
ADDRESS = env.str("OPENCOMPACT_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
DEMONSTRATION = env.bool("OPENCOMPACT_DEMONSTRATION", False)
HTTPS = ADDRESS.startswith("https://")
RECORD_NAME = f"{urlsplit(ADDRESS).netloc}/record"
ADMINISTRATOR = env.str("OPENCOMPACT_ADMINISTRATOR", "")  # the address of the person who opens areas


def kept_secret(name: str) -> str:
    """A secret made once and kept in the data folder, readable by its owner only."""
    place = DATA / name
    if not place.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(64))
        except FileExistsError:
            pass
    return place.read_text("utf-8")


SECRET_KEY = env.str("OPENCOMPACT_SECRET_KEY", "") or kept_secret("secret-key")
DEBUG = False
ALLOWED_HOSTS = [urlsplit(ADDRESS).hostname or "127.0.0.1", "127.0.0.1", "localhost", "testserver"]
CSRF_TRUSTED_ORIGINS = [ADDRESS]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "opencompact.site.apps.Site",
]
MIDDLEWARE = [
    "opencompact.site.door.name_request",
    "opencompact.site.door.guard_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "opencompact.site.door.speak",
    "opencompact.site.door.show_refusals",
    "opencompact.site.door.only_read",
]
ROOT_URLCONF = "opencompact.site.urls"
WSGI_APPLICATION = "opencompact.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "opencompact.site.door.common_facts",
            ],
            "builtins": ["django.templatetags.i18n", "opencompact.site.templatetags.govuk"],
        },
    }
]

# Write-ahead logging could corrupt a database before SQLite 3.51.3, so it is used only from there on.
_JOURNAL = "WAL" if sqlite3.sqlite_version_info >= (3, 51, 3) else "DELETE"


def database() -> dict[str, Any]:
    """SQLite in the data folder, or the PostgreSQL of DATABASE_URL."""
    address = env.str("DATABASE_URL", "")
    if address:
        found: dict[str, Any] = dict(dj_database_url.parse(address, conn_max_age=0))
        found["OPTIONS"] = {**found.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 4, "timeout": 10}}
        return found
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "opencompact.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode={_JOURNAL}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


DATABASES = {"default": database()}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "opencompact_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = None

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "site" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

AUTH_USER_MODEL = "compact.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("OPENCOMPACT_FROM", f"opencompact@{urlsplit(ADDRESS).hostname}")
SILENCED_SYSTEM_CHECKS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING_CONFIG = None
