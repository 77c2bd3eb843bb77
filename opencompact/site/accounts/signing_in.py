"""What the sign-in library asks us: whom it may let in, how its letters are sent, where its secrets are kept."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from opencompact.site.accounts.models import Person
from opencompact.site.limits import LIMITS, Limit, Limits, limited
from opencompact.site.pages import page
from opencompact.site.post.actions import write

INCORRECT = _("The code is not correct. Check it, or ask for a new one.")
TOO_MANY = _("There were too many attempts. Wait five minutes and try again.")
PASSED = "account_authentication_methods"  # where the sign-in library keeps how somebody signed in, in their session
PASSED_BY = "account_authentication_methods_user"
KNOWN = "known"  # the cookie of a browser in which somebody signed in before
KNOWN_FOR = timedelta(days=400)  # as long as browsers keep a cookie

# Who asks counts as well as for whom: else five requests of a stranger would keep a person out. A browser in which that
# person signed in before has tries of its own, which strangers can't use up from however many addresses.
LIMITS["sign-in"] = Limits(address=Limit(120, timedelta(hours=1)))
LIMITS["sign-in-code"] = Limits(subject=Limit(30, timedelta(hours=1)), both=Limit(5, timedelta(minutes=10)))
LIMITS["sign-in-known"] = Limits(subject=Limit(5, timedelta(minutes=10)))


def asks_too_often(request: HttpRequest, email: str) -> bool:
    """Count that a code was asked for; whether that was too often."""
    return limited(request, "sign-in-known" if _is_known(request, email) else "sign-in-code", per_subject=email)


def _is_known(request: HttpRequest, email: str) -> bool:
    known = request.get_signed_cookie(KNOWN, None, salt=KNOWN, max_age=KNOWN_FOR)
    return known is not None and Person.objects.filter(pk=known, email__iexact=email.strip()).exists()


class ByLetter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up: a person is made known by a role. Every letter goes the way of all letters."""

    error_messages = {  # noqa: RUF012
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": INCORRECT,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Our letters have the names of theirs: account/email/login_code is post/accounts_login_code.txt."""
        name = template_prefix.rpartition("/")[2]
        facts = {"address": settings.ADDRESS, "code": context.get("code", ""), "email": email}
        person = Person.objects.filter(email__iexact=email).first()
        language = person.language if person else get_language() or "en"
        with transaction.atomic():
            write(to=email.lower(), template=f"post/accounts_{name}.txt", facts=facts, language=language)
            if getattr(self.request, "writes_no_letter", False):  # it takes as long, so that nobody learns of it
                transaction.set_rollback(True)

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """Remember that this browser is one of theirs."""
        answer: HttpResponse = super().post_login(request, user, **more)
        answer.set_signed_cookie(
            KNOWN, f"{user.pk}", salt=KNOWN, max_age=KNOWN_FOR, secure=settings.HTTPS, httponly=True, samesite="Lax",
            path="/sign-in/",
        )  # fmt: skip
        return answer

    def add_message(self, *arguments: Any, **options: Any) -> None:
        """Their messages that something was sent or done are said by our pages; only errors are shown."""
        if options.get("message"):
            super().add_message(*arguments, **options)


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    """The secrets of apps and recovery codes are kept encrypted: a copy of the database alone opens nothing."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": INCORRECT}  # noqa: RUF012

    def get_totp_issuer(self) -> str:
        return "OpenCompact"

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return str(_("Passkey %(number)d") % {"number": count + 1})


class ByCouncil(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A council says who somebody is; only people who have a role here come in, and only by an address of its own."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the person the council speaks of, each time anew: who changed their address is no longer the one."""
        person = _person_told_by(sociallogin)
        if person is None:
            raise ImmediateHttpResponse(_unknown(request))
        if sociallogin.is_existing and sociallogin.user.pk != person.pk:
            raise ImmediateHttpResponse(_unknown(request))
        if not sociallogin.is_existing:
            sociallogin.connect(request, person)


def _person_told_by(sociallogin: Any) -> Person | None:
    account = sociallogin.account
    told = account.get_provider_account().get_user_data() or {}
    email = str(told.get("email") or "").strip().lower()
    domains = account.get_provider().app.settings["domains"]
    if told.get("email_verified") is False or email.rpartition("@")[2] not in domains:
        return None
    return Person.objects.filter(email=email, is_active=True).first()


def _unknown(request: HttpRequest) -> HttpResponse:
    return page(request, "accounts/no_account.html", status=403)


def _cipher() -> Fernet:
    key = sha256(b"second step:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(urlsafe_b64encode(key))
