"""Pages for machines: is the process up, can it answer, and what was counted."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse

from opencompact.site.pages import plain
from opencompact.site.record import signing
from opencompact.site.running.figures import all_figures

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")


def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up. It asks nothing of the database: a start again would not mend that."""
    return _not_kept(plain("up\n"))


def readyz(request: HttpRequest) -> HttpResponse:
    """Whether requests may be sent here."""
    missing = [name for name, check in CHECKS.items() if not _holds(check)]
    if missing:
        answer = plain(f"not ready: {', '.join(missing)}\n")
        answer.status_code, answer["Retry-After"] = 503, "10"
        return _not_kept(answer)
    return _not_kept(plain("ready\n"))


def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for this machine or for who shows the token; for everybody else the page does not exist."""
    if not (_from_here(request) or _shows_token(request)):
        raise Http404
    return _not_kept(HttpResponse(all_figures(), content_type="text/plain; version=0.0.4; charset=utf-8"))


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError, ValueError, LookupError):
        return False


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
        return cursor.fetchone() is not None


def migrations_missing() -> list[str]:
    """The migrations this version needs and the database does not have."""
    steps = MigrationExecutor(connection)
    return [f"{step.app_label}.{step.name}" for step, _ in steps.migration_plan(steps.loader.graph.leaf_nodes())]


def _migrations_applied() -> bool:
    try:
        return _once_applied()
    except LookupError:
        return False


@cache
def _once_applied() -> bool:
    """What was applied once stays so while this process runs, so it is looked up until then only."""
    if migrations_missing():
        raise LookupError
    return True


def _key_readable() -> bool:
    return bool(signing.key().name)


def _record_continues() -> bool:
    """Whether what happens now can be signed. After an older backup it can't, and people should hear of it at once."""
    return signing.why_not_signed() is None


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database_answers,
    "migrations": _migrations_applied,
    "key of the record": _key_readable,
    "record continues what was signed": _record_continues,
}


def _from_here(request: HttpRequest) -> bool:
    """From this machine, and not passed on by a proxy on it."""
    return request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and not any(map(request.META.get, _FORWARDED))


def _shows_token(request: HttpRequest) -> bool:
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(shown.encode(), settings.METRICS_TOKEN.encode())


def _not_kept(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
