"""Pages only the demonstration has: be one of its people, and read the letters it would have sent."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from opencompact.site.accounts.models import Person
from opencompact.site.demo.people import people
from opencompact.site.pages import page
from opencompact.site.post.models import Letter

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


def be(request: HttpRequest) -> HttpResponse:
    """Step into the shoes of one of the people of Wellbridge."""
    _insist_on_demonstration()
    players = people()
    if request.method == "POST":
        wanted = request.POST.get("email", "")
        if wanted not in {player.email for player in players}:
            raise Http404
        login(request, get_object_or_404(Person, email=wanted), backend=BACKEND)
        record_authentication(request, request.user, "mfa", id="demonstration")
        return redirect("desk")
    return page(request, "demo/be.html", {"players": players})


def letters(request: HttpRequest) -> HttpResponse:
    """The letters the demonstration would have sent; their addresses are invented."""
    _insist_on_demonstration()
    return page(request, "demo/letters.html", {"letters": Letter.objects.order_by("-pk")[:50]})


def _insist_on_demonstration() -> None:
    if not settings.DEMONSTRATION:
        raise Http404
