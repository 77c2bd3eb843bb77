"""How often a public form takes something: many times from one address, behind which a whole building may sit; a few
times about one subject, such as an email address. Where a stranger could use that up to keep somebody out, it is
counted by who asks as well.

Each try is remembered for as long as its limit looks back, in the cache in the database, under a number from which
neither address nor subject can be told. Counting is exact: two at once wait for each other.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from ipaddress import ip_address, ip_network
from math import ceil
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.translation import ngettext

from opencompact.site import clock
from opencompact.site.rules import Refused


class Limit(NamedTuple):
    """So many tries in so long."""

    tries: int
    within: timedelta


class Limits(NamedTuple):
    """For one kind of thing: how often from one address, about one subject, and from one address about one subject."""

    address: Limit | None = None
    subject: Limit | None = None
    both: Limit | None = None


USUAL = Limits(Limit(300, timedelta(minutes=10)), Limit(6, timedelta(hours=1)))
LIMITS: dict[str, Limits] = {}  # where something needs other limits than the usual
FREE = (
    "/record/",
    "/static/",
    "/healthz",
    "/readyz",
    "/metrics",
)  # everybody may check the record as often as they like


def limited(request: HttpRequest, what: str, *, per_subject: str = "") -> bool:
    """Count a try; True where it is one too many. A try that is one too many is not counted: waiting always helps."""
    return wait_for(request, what, per_subject=per_subject) > 0


def insist_on_limit(request: HttpRequest, what: str, *, per_subject: str = "") -> None:
    """Count a try and go on; where it is one too many, answer with a page that says when to try again."""
    wait = wait_for(request, what, per_subject=per_subject)
    if wait:
        raise Refused(too_often(wait), status=429, headers={"Retry-After": str(wait)})


def too_often(wait: int) -> str:
    """The sentence for somebody who has to wait so many seconds."""
    minutes = ceil(wait / 60)
    told = ngettext(
        "Too many attempts. Wait a minute and try again. What you typed was not saved.",
        "Too many attempts. Wait %(n)d minutes and try again. What you typed was not saved.",
        minutes,
    )
    return told % {"n": minutes}


def wait_for(request: HttpRequest, what: str, *, per_subject: str = "", count: int = 1) -> int:
    """Count a try, or so many at once; the seconds to wait where that is too many, else 0."""
    if request.path.startswith(FREE):
        return 0
    limits = LIMITS.get(what, USUAL)
    address, subject = building(request), per_subject.strip().casefold()
    asked = [(f"{what}/address/{address}", limits.address)]
    if subject:
        asked += [(f"{what}/subject/{subject}", limits.subject), (f"{what}/both/{address}/{subject}", limits.both)]
    return _count([(name, limit) for name, limit in asked if limit], count)


def address_of(request: HttpRequest) -> str:
    """The address a request comes from."""
    return _address(str(request.META.get("REMOTE_ADDR", "")), request.headers.get("X-Forwarded-For", ""))


def building(request: HttpRequest) -> str:
    """What counts as one address."""
    return building_of(str(request.META.get("REMOTE_ADDR", "")), request.headers.get("X-Forwarded-For", ""))


def building_of(sender: str, forwarded: str) -> str:
    """What counts as one address: of the newer kind every household has a whole network."""
    try:
        found = ip_address(_address(sender, forwarded))
    except ValueError:
        return "unknown"
    return str(found) if found.version == 4 else str(ip_network((found, 64), strict=False))


def _address(sender: str, forwarded: str) -> str:
    """The address past our own proxies. Each adds to the header at its end; what stands before theirs was written by
    the sender and is not believed."""
    passed = [part.strip() for part in forwarded.split(",") if part.strip()]
    return passed[-min(settings.PROXIES, len(passed))] if settings.PROXIES and passed else sender


def _count(asked: list[tuple[str, Limit]], count: int) -> int:
    now = round(clock.now().timestamp())
    with transaction.atomic():
        found = []
        for name, limit in sorted((_numbered(name), limit) for name, limit in asked):
            _wait_for_turn(name)
            since = now - round(limit.within.total_seconds())
            tries = [moment for moment in cache.get(name, []) if moment > since]
            found.append((name, limit, tries))
        over = [(limit, tries, len(tries) + count - limit.tries) for _, limit, tries in found]
        waits = [
            (tries[min(many, len(tries)) - 1] if tries else now) + _seconds(limit) - now
            for limit, tries, many in over
            if many > 0
        ]
        if not waits:
            for name, limit, tries in found:
                cache.set(name, [*tries, *[now] * count], _seconds(limit))
    return max(waits, default=0)


def _seconds(limit: Limit) -> int:
    return round(limit.within.total_seconds())


def _numbered(name: str) -> str:
    return "limit:" + hmac.new(settings.SECRET_KEY.encode(), name.encode(), hashlib.sha256).hexdigest()


def _wait_for_turn(name: str) -> None:
    """SQLite lets one write at a time; PostgreSQL is told that tries of one kind follow each other."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(name[-15:], 16)])
