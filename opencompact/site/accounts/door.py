"""Officers, chairs, mediators and administrators have passed a second step before they see a page of theirs; what
matters asks for it again; nobody asks too often."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from allauth.decorators import rate_limit
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from opencompact.site.accounts.models import Person, Role
from opencompact.site.accounts.signing_in import PASSED, PASSED_BY
from opencompact.site.unsent import is_worth_keeping, unsent_page

Answer = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponseBase]
OPEN = ("/account/sign-in/", "/sign-in/", "/sign-out/", "/static/")  # what it takes to pass the second step


def ask_second_step(answer: Answer) -> Answer:
    """Lead those who need a second step and have not passed one in this session to it; they do nothing before."""

    def pass_through(request: HttpRequest) -> HttpResponse:
        person = request.user
        if not person.is_authenticated or request.path.startswith(OPEN) or passed(request):
            return answer(request)
        if not needs_second_step(person):
            return answer(request)
        has_one = Authenticator.objects.filter(user=person).exists()
        if is_worth_keeping(request):
            return unsent_page(request, "unsent/signed_out.html")
        back = request.get_full_path() if request.method == "GET" else "/desk/"
        return redirect(f"{reverse('mfa_reauthenticate' if has_one else 'mfa_index')}?{urlencode({'next': back})}")

    return pass_through


def passed(request: HttpRequest) -> bool:
    """Whether a second step was passed in this session, by the person it belongs to."""
    mine = request.session.get(PASSED_BY) == str(request.user.pk)
    return mine and any(each.get("method") == "mfa" for each in request.session.get(PASSED) or [])


def needs_second_step(person: Person) -> bool:
    """Whether a person holds a role that may do much."""
    return person.is_administrator or Role.objects.of_staff(person).exists()


def surely(view: View) -> View:
    """Who has a second step passes it again before this page, unless they have in the last five minutes."""
    asked: View = reauthentication_required(app="allauth.mfa")(view)
    return asked


def not_too_often(action: str) -> Callable[[View], View]:
    """A page that is used only so often; how often is said in the settings."""
    limit: Callable[[View], View] = rate_limit(action=action)
    return limit


def with_second_step(view: View) -> View:
    """A page for those who have a second step; others are led to where they set one up."""

    @wraps(view)
    def seen(request: HttpRequest) -> HttpResponseBase:
        if not Authenticator.objects.filter(user_id=request.user.pk).exists():
            return redirect("mfa_index")
        return view(request)

    return seen
