"""Send the letters that wait: each at least once, by one worker at a time.

A worker claims a letter by moving its next try into the future, commits that, and only then sends it. If it dies in
between, the letter waits again after a while; it bears the same number then, and mail programs show it once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q

from opencompact.site import clock
from opencompact.site.post.models import Letter

log = structlog.get_logger("post")
CLAIM = timedelta(minutes=10)  # how long one worker has a letter to itself
WAITS = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 240, 720))  # after each failure; the last goes on
KEPT = timedelta(days=30)
GIVEN_UP = timedelta(days=7)  # after so long a letter is of no use any more
AT_ONCE = 100


def send_waiting(ending: Callable[[], bool] = lambda: False) -> int:
    """Send what waits; how many letters were sent. Where no mail server is set they are kept as they are."""
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        return 0
    waiting = list(Letter.objects.waiting().filter(written__gt=clock.now() - GIVEN_UP)[:AT_ONCE])
    line: BaseEmailBackend = get_connection()
    sent = 0
    try:
        for letter in waiting:
            if ending() or not claim(letter):
                continue
            if not _send(letter, line):
                break  # the server may be away: the others need not wait for it now
            sent += 1
    finally:
        line.close()
    return sent


def claim(letter: Letter) -> bool:
    """Take a letter to send it; False where another worker has."""
    free = Letter.objects.filter(pk=letter.pk, sent=None, tries=letter.tries, next_try=letter.next_try)
    return free.update(tries=F("tries") + 1, next_try=clock.now() + CLAIM) == 1


def forget_old() -> int:
    """Forget letters thirty days after they were sent, or written where they never could be."""
    before = clock.now() - KEPT
    return Letter.objects.filter(Q(sent__lt=before) | Q(sent=None, written__lt=before)).delete()[0]


def message(letter: Letter, line: BaseEmailBackend | None = None) -> EmailMessage:
    """A letter as an email that asks programs not to answer."""
    host = urlsplit(settings.ADDRESS).hostname
    headers = {
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": letter.language,
        "Message-ID": f"<letter-{letter.pk}-{letter.written:%Y%m%d%H%M%S}@{host}>",
    }
    if letter.stop:
        headers |= {"List-Unsubscribe": f"<{letter.stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage(letter.subject, f"{letter.text}\n", to=[letter.to], headers=headers, connection=line)


def _send(letter: Letter, line: BaseEmailBackend) -> bool:
    """The log names a letter by its number, never by its address."""
    try:
        line.open()
        message(letter, line).send()
    except (SMTPException, OSError, ValueError) as fault:
        wait = WAITS[min(letter.tries, len(WAITS) - 1)]
        Letter.objects.filter(pk=letter.pk).update(next_try=clock.now() + wait)
        log.warning("letter not sent", letter=letter.pk, tries=letter.tries + 1, fault=type(fault).__name__)
        return False
    Letter.objects.filter(pk=letter.pk).update(sent=clock.now())
    log.info("letter sent", letter=letter.pk)
    return True
