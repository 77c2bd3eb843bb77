"""The code with which somebody comes back to an answer without an account.

It is known to whoever answers, in their browser and on their paper; here only a keyed hash of it is kept. It never
stands in an address, so it is in no log and no history.
"""

from __future__ import annotations

import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

LETTERS = "23456789ACDEFHJKMNPQRTVWXY"  # none that looks like another
GROUPS, OF = 5, 4  # 20 letters: 94 bits
ALIKE = str.maketrans("BGSUZ", "865V2")  # what somebody may read or type instead
COOKIE = "answer"
FIELD = "code"
DAYS = 90  # how long a browser keeps it


def new_code() -> str:
    """A code nobody has yet."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(OF)) for _ in range(GROUPS))


def tidy(typed: str) -> str:
    """A code as it was typed: in small letters, with or without dashes, with letters that look alike. "" for none."""
    plain = re.sub(r"[\s\-–—.]", "", typed[:100]).upper().translate(ALIKE)
    if len(plain) != GROUPS * OF or set(plain) - set(LETTERS):
        return ""
    return "-".join(plain[at : at + OF] for at in range(0, len(plain), OF))


def hashed(code: str) -> str:
    """What is kept of a code."""
    return salted_hmac("opencompact.answer", code, algorithm="sha256").hexdigest()


def code_of(request: HttpRequest) -> str:
    """The code a browser brings; a form brings it too, for where the browser lost its own."""
    return tidy(request.COOKIES.get(COOKIE, "")) or tidy(request.POST.get(FIELD, ""))


def give(answer: HttpResponse, code: str, path: str, days: int = DAYS) -> HttpResponse:
    """Let the browser keep the code, for these pages alone."""
    answer.set_cookie(COOKIE, code, days * 86_400, path=path, httponly=True, samesite="Lax", secure=settings.HTTPS)
    return answer


def take(answer: HttpResponse, path: str) -> HttpResponse:
    """Let the browser forget it."""
    answer.delete_cookie(COOKIE, path=path, samesite="Lax")
    return answer
