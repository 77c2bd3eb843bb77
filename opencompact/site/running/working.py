"""The worker: sends the letters that wait, and once an hour does what recurs.

The letters that wait are the queue, and they are written in the transaction of what they tell of; there is no other
(docs/decisions/0009-one-process.md).
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

import structlog

from opencompact.site.running.recurring import EVERY_MINUTE, HOURLY

log = structlog.get_logger("worker")
BEHIND = 10  # how far the worker stands behind those that answer, where both want the processor
BEAT = 2.0  # seconds between two looks at the letters
HOUR = 3600.0
MINUTE = 60.0


def forget_letters() -> None:
    """Letters are forgotten thirty days after they were sent."""
    from opencompact.site.post.sending import forget_old

    forget_old()


def clear_sessions() -> None:
    """Sign-ins that have ended."""
    from django.conf import settings

    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def clear_cache() -> None:
    """What was counted for a while; the cache itself does so only when it is full."""
    from django.db import connection
    from django.utils import timezone

    now: Any = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM opencompact_cache WHERE expires < %s", [now])


def sign_record() -> None:
    """Sign what was committed and not signed, because a crash came in between."""
    from opencompact.site.record.signing import sign_after_commit

    sign_after_commit()


# What recurs. A room that has something to do each hour adds a function; it may be called twice and does no harm then.
TICKS: list[Callable[[], None]] = [forget_letters, clear_sessions, clear_cache, *HOURLY]


def tick(recurring: Iterable[Callable[[], None]] | None = None) -> None:
    """Do everything that recurs; where one fails the others go on."""
    for each in TICKS if recurring is None else recurring:
        try:
            each()
        except Exception:
            log.error("not done", what=each.__name__, exc_info=True)


def work(ended: Callable[[float], bool]) -> None:
    """Work until asked to end; ``ended`` waits so many seconds and says whether we were."""
    from django.db import close_old_connections

    from opencompact.site.post.sending import send_waiting

    next_tick = next_minute = time.monotonic()
    while not ended(BEAT):
        close_old_connections()
        _say_alive()
        try:
            send_waiting(lambda: ended(0))
        except Exception:
            log.error("letters not sent", exc_info=True)
        if time.monotonic() >= next_tick:
            tick()
            next_tick = time.monotonic() + HOUR
        if time.monotonic() >= next_minute:
            tick([sign_record, *EVERY_MINUTE])
            next_minute = time.monotonic() + MINUTE


def _say_alive() -> None:
    """The age of a file tells ``doctor`` whether there is a worker."""
    from django.conf import settings

    place = settings.DATA / "worker"
    if not place.exists() or time.time() - place.stat().st_mtime > 60:
        place.write_text(f"{os.getpid()}\n")


def main() -> None:
    """The process of the worker. It ends when asked to, and when the process that keeps it is gone: also one that went
    before the worker had started, so its number is told and not looked up."""
    keeper = int(sys.argv[1])
    os.nice(BEHIND)
    from opencompact.site.running.preparing import start_django

    start_django()
    from django.conf import settings

    ending = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: ending.set())
    settings.DATA.joinpath("worker").write_text(f"{os.getpid()}\n")
    work(lambda wait: ending.wait(wait) or os.getppid() != keeper)


if __name__ == "__main__":
    main()
