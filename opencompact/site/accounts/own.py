"""The pages a person has of their own: signing in, what is held about them, how they change it."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from opencompact.site.accounts import actions
from opencompact.site.accounts.door import View, not_too_often, surely
from opencompact.site.accounts.forms import NameForm, NewEmailCodeForm, NewEmailForm
from opencompact.site.accounts.held import Elsewhere, as_json, held_about, nothing
from opencompact.site.accounts.models import Person
from opencompact.site.accounts.rules import why_not_erase
from opencompact.site.accounts.signing_in import INCORRECT
from opencompact.site.pages import file, form_page, page, plain
from opencompact.site.record.models import Entry

NEW_EMAIL = "new_email"  # where a session keeps which address was asked for, and the code sent to it
CODE_WORKS = 15 * 60


def who_has_account(request: HttpRequest) -> HttpResponse:
    """Who can sign in, and how somebody gets to."""
    return page(request, "accounts/who.html")


@never_cache
def back_from_council(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from a council's own sign-in. What it sent is used when the button is pressed: reading only reads."""
    if request.method == "POST":
        from allauth.socialaccount.providers.openid_connect import (
            views as council,
        )  # slow to load

        request.GET = request.POST
        return council.callback(request, provider_id)  # type: ignore[no-any-return]
    sent = [(name, request.GET.get(name, "")) for name in ("code", "state", "error") if name in request.GET]
    return page(request, "accounts/back.html", {"sent": sent})


def stopped_at_council(request: HttpRequest) -> HttpResponse:
    """Somebody turned back at their council's own sign-in."""
    return page(request, "socialaccount/login_cancelled.html")


def counts_as_passed(view: View) -> View:
    """Who has just set up a second step has thereby passed it."""

    @wraps(view)
    def seen(request: HttpRequest) -> HttpResponseBase:
        before = _keys(request)
        answer = view(request)
        for added in sorted(_keys(request) - before) if request.method == "POST" else ():
            record_authentication(request, request.user, "mfa", id=added, reauthenticated=True)
        return answer

    return seen


def _keys(request: HttpRequest) -> set[int]:
    mine = Authenticator.objects.filter(user_id=request.user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return set(mine.values_list("pk", flat=True))


@never_cache
@login_required
@surely
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """How many recovery codes are left; they are shown, or kept as a file, when the button is pressed."""
    held = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    if held is None:
        raise Http404
    left: list[str] = held.wrap().get_unused_codes()
    if request.method == "POST" and "file" in request.POST:
        return plain("\n".join([*left, ""]), "recovery-codes.txt")
    shown = left if request.method == "POST" else []
    return page(request, "accounts/recovery_codes.html", {"left": len(left), "shown": shown})


@login_required
def account(request: HttpRequest, elsewhere: Elsewhere = nothing) -> HttpResponse:
    """What is held about a person. ``elsewhere`` says what rooms above this one hold as well."""
    me = _me(request)
    return page(request, "accounts/account.html", {**held_about(me, acts=50), "elsewhere": elsewhere(me)})


@login_required
def export(request: HttpRequest, elsewhere: Elsewhere = nothing) -> HttpResponse:
    """What is held about a person, as a file."""
    me = _me(request)
    return file(as_json(me, elsewhere(me)).encode(), "held-about-you.json", "application/json")


@login_required
def change_name(request: HttpRequest) -> HttpResponse:
    """Change one's name and the language of letters."""
    me = _me(request)
    form = NameForm(request.POST or None, initial={"name": me.name, "language": me.language})
    if request.method == "POST" and form.is_valid():
        actions.describe_oneself(person=me, by=me, **form.cleaned_data)
        messages.success(request, _("Your details have been changed."))
        return redirect("account")
    return _form(request, form, _("Your name and language"), _("Change name and language"))


@login_required
@surely
@not_too_often("manage_email")
def ask_new_email(request: HttpRequest) -> HttpResponse:
    """Ask to sign in with another address. Whether somebody has it already is told to that address only."""
    form = NewEmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        code = actions.send_code(person=_me(request), email=email, by=_me(request))
        request.session[NEW_EMAIL] = {"email": email, "code": code, "at": time.time(), "left": 3}
        return redirect("confirm_new_email")
    return _form(request, form, _("Your email address"), _("Send me a code"))


@login_required
def confirm_new_email(request: HttpRequest) -> HttpResponse:
    """Enter the code sent to the new address."""
    asked = request.session.get(NEW_EMAIL)
    if not asked or time.time() - asked["at"] > CODE_WORKS or asked["left"] < 1:
        return redirect("ask_new_email")
    form = NewEmailCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.session[NEW_EMAIL] = {**asked, "left": asked["left"] - 1}
        typed = re.sub(r"[^A-Z]", "", form.cleaned_data["code"].upper())
        if asked["code"] and secrets.compare_digest(typed, asked["code"]):
            actions.change_email(person=_me(request), email=asked["email"], by=_me(request))
            del request.session[NEW_EMAIL]
            messages.success(request, _("From now on, sign in with your new address."))
            return redirect("account")
        form.add_error("code", INCORRECT)
    about = _("We've sent an email to %(email)s. The code in it works for 15 minutes.") % {"email": asked["email"]}
    return _form(request, form, _("Enter the code"), _("Use this address"), about)


@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of one's own."""
    actions.sign_out_everywhere(person=_me(request), by=_me(request))
    return redirect("account_login")


@login_required
@surely
def erase(request: HttpRequest, act: Callable[..., Entry] = actions.erase) -> HttpResponse:
    """Have what is held about oneself erased: what goes, what stays, and a button. ``act`` erases what rooms above
    this one hold as well."""
    me = _me(request)
    if request.method == "POST":
        entry = act(person=me, by=me)
        logout(request)
        return redirect(f"{reverse('account_erased')}?entry={entry.n}")
    return page(request, "accounts/erase.html", {"why_not": why_not_erase(me), "trail": _trail()})


def erased(request: HttpRequest) -> HttpResponse:
    """It is done."""
    entry = request.GET.get("entry", "")
    return page(request, "accounts/erased.html", {"entry": entry if entry.isdecimal() else ""})


def _me(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _trail() -> list[tuple[str, str]]:
    return [(_("Your account"), "/account/")]


def _form(request: HttpRequest, form: Any, title: str, send: str, about: str = "") -> HttpResponse:
    return form_page(request, form, title, send, about=about, trail=_trail())
