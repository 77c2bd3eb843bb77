"""Settings, all from the environment. ``opencompact doctor`` says what is set, what is missing and what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from opencompact.site.running import variables

PACKAGE = Path(__file__).resolve().parents[1]

# Where everything lives that is not the program: the database, the keys, uploads
DATA = Path(variables.text("OPENCOMPACT_DATA") or "opencompact-data").expanduser().resolve()
ADDRESS = variables.address("http://127.0.0.1:8000")
DEMONSTRATION = variables.flag("OPENCOMPACT_DEMONSTRATION")
HTTPS = ADDRESS.startswith("https://")
RECORD_NAME = f"{urlsplit(ADDRESS).netloc}/record"
ADMINISTRATOR = variables.text("OPENCOMPACT_ADMINISTRATOR")  # the address of the person who opens areas
CONTROLLER = variables.text("OPENCOMPACT_CONTROLLER")  # who answers for the data: the name on the privacy page
PROXIES = variables.number("OPENCOMPACT_PROXIES", 1 if HTTPS else 0)  # of ours, each adding to X-Forwarded-For
METRICS_TOKEN = variables.text("OPENCOMPACT_METRICS_TOKEN")

SECRET_KEY = variables.secret_key(DATA)
DEBUG = False
ALLOWED_HOSTS = [urlsplit(ADDRESS).hostname or "127.0.0.1", "127.0.0.1", "localhost"]
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
    "opencompact.site.apps.Site",
]
MIDDLEWARE = [
    "opencompact.site.door.name_request",
    "opencompact.site.running.figures.count",
    "opencompact.site.door.guard_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "opencompact.site.door.speak",
    "opencompact.site.unsent.keep_unsent",
    "opencompact.site.accounts.door.ask_second_step",
    "opencompact.site.door.show_refusals",
    "opencompact.site.door.only_read",
]
CSRF_FAILURE_VIEW = "opencompact.site.unsent.csrf_failure"
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
    found = variables.postgresql()
    if found:
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

# Signing in: a code by email, a passkey, an app as the second step, or a council's own sign-in; never a password
ACCOUNT_ADAPTER = "opencompact.site.accounts.signing_in.ByLetter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proved by the code sent to it
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_FORMS = {
    "request_login_code": "opencompact.site.accounts.sign_in_forms.AskForCode",
    "confirm_login_code": "opencompact.site.accounts.sign_in_forms.EnterCode",
}
# A building behind one address may have many people in it; a guesser of one address has few tries. How often a code may
# be asked for is counted in accounts/signing_in.py.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "",
    "login_failed": "60/m/ip,5/5m/key",
    "manage_email": "10/h/user",
}
MFA_ADAPTER = "opencompact.site.accounts.signing_in.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = {"webauthn_login": ""}  # nobody guesses a passkey, and nobody is kept from using theirs
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "opencompact.site.accounts.sign_in_forms.SecondStepCode",
    "reauthenticate": "opencompact.site.accounts.sign_in_forms.SecondStepAgain",
    "activate_totp": "opencompact.site.accounts.sign_in_forms.SetUpApp",
    "add_webauthn": "opencompact.site.accounts.sign_in_forms.AddPasskey",
}
SOCIALACCOUNT_ADAPTER = "opencompact.site.accounts.signing_in.ByCouncil"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_LOGIN_ON_GET = True  # it only sends people on; coming back they press a button
globals().update(variables.mail())
DEFAULT_FROM_EMAIL = variables.text("OPENCOMPACT_FROM") or f"opencompact@{urlsplit(ADDRESS).hostname}"
SOCIALACCOUNT_PROVIDERS = variables.own_sign_in()
if SOCIALACCOUNT_PROVIDERS:  # what speaks to a council's own sign-in takes long to load
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
SILENCED_SYSTEM_CHECKS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING_CONFIG = "opencompact.site.running.logs.configure"
LOGGING = {"form": variables.log()}
