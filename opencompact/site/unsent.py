"""What somebody typed into a form that could not be taken: they were signed out meanwhile, or signed in anew.

Nothing of it is stored. It stands on the page that comes, to be read, copied and sent once more. Only what came from a
page of this very site is shown so, never what another site makes a browser send.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.views.csrf import csrf_failure as refuse_forgery

from opencompact.site.pages import page

Answer = Callable[[HttpRequest], HttpResponse]
OURS = ("csrfmiddlewaretoken",)
PLACES = ("/areas/",)  # where people type at length; never where passwords and codes are asked for


def keep_unsent(answer: Answer) -> Answer:
    """Whoever sends a form after being signed out reads on the next page what they typed, and how to go on."""

    def pass_through(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
        is_for_others = response.status_code == 404 or getattr(response, "is_about_who", False)
        if is_for_others and not signed_in and is_worth_keeping(request):
            return unsent_page(request, "unsent/signed_out.html")
        return response

    return pass_through


def is_worth_keeping(request: HttpRequest) -> bool:
    """Whether something was typed, on a page of this site."""
    if request.method != "POST" or not request.path.startswith(PLACES) or not _is_from_here(request):
        return False
    return any(words.strip() for _name, words in _typed(request))


def _is_from_here(request: HttpRequest) -> bool:
    """Browsers say from where a form is sent, and no page can make them say otherwise."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, each) for name, values in request.POST.lists() for each in values if name not in OURS]


def unsent_page(request: HttpRequest, template: str) -> HttpResponse:
    """The page with everything that was typed, to be sent once more."""
    typed = _typed(request)
    sent = [*typed, ("csrfmiddlewaretoken", get_token(request))]
    words = [(linebreaksbr(each),) for _name, each in typed if len(each.strip()) > 1]
    answer = page(request, template, {
        "fields": format_html_join("", '<input type="hidden" name="{}" value="{}">', sent),
        "words": format_html_join("", '<p class="govuk-body" dir="auto">{}</p>', words) if words else SafeString(""),
        "files": bool(request.FILES),
        "sign_in": f"/account/sign-in/?{urlencode({'next': '/desk/'})}",
    }, status=403)  # fmt: skip
    answer["Cache-Control"] = "private, no-store"
    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of this site whose mark is too old, as after signing in anew: shown again with a new one."""
    if is_worth_keeping(request):
        return unsent_page(request, "unsent/again.html")
    return refuse_forgery(request, reason=reason)
