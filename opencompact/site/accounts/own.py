"""The pages a person has of their own: signing in, what is held about them, how they change it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.socialaccount.providers.openid_connect import views as council
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from opencompact.site.pages import page, plain

View = Callable[..., HttpResponse]


def who_has_account(request: HttpRequest) -> HttpResponse:
    """Who can sign in, and how somebody gets to."""
    return page(request, "accounts/who.html")


@never_cache
def back_from_council(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from a council's own sign-in. What it sent is used when the button is pressed: reading only reads."""
    if request.method == "POST":
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
    def seen(request: HttpRequest, **options: Any) -> HttpResponse:
        before = _keys(request)
        answer = view(request, **options)
        for added in sorted(_keys(request) - before) if request.method == "POST" else ():
            record_authentication(request, request.user, "mfa", id=added, reauthenticated=True)
        return answer

    return seen


def _keys(request: HttpRequest) -> set[int]:
    mine = Authenticator.objects.filter(user_id=request.user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return set(mine.values_list("pk", flat=True))


@never_cache
@login_required
@reauthentication_required(app="allauth.mfa")
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
